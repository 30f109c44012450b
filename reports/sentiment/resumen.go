package sentiment

import (
	"cmp"
	"fmt"
	"strconv"

	"pulso/lexicon"
	"pulso/reports"
)

// summarySheet is the sheet Resumen: classes by network, worked out by formulas over the sheet Menciones.
func (a *analysis) summarySheet(mentions *reports.Sheet) reports.Sheet {
	s := reports.Sheet{
		Name: "Resumen", Freeze: true,
		Purpose: "Clases y sentimiento neto por red, calculados con fórmulas sobre la hoja Menciones.",
		Columns: []reports.SheetColumn{
			{Name: "red", Doc: "Red social; la última fila las reúne.", Type: reports.Text, Width: 20},
			{Name: "validas", Doc: "Menciones válidas (M01).", Type: reports.Integer, Width: 12},
			{Name: "positivas", Doc: "Menciones de clase final positiva.", Type: reports.Integer, Width: 12},
			{Name: "negativas", Doc: "Menciones de clase final negativa.", Type: reports.Integer, Width: 12},
			{Name: "neutras", Doc: "Menciones de clase final neutra.", Type: reports.Integer, Width: 12},
			{Name: "porcentaje_positivas", Doc: "Positivas / válidas (M03); sin valor con menos de 30.", Type: reports.Percent, Width: 20},
			{Name: "porcentaje_negativas", Doc: "Negativas / válidas (M03); sin valor con menos de 30.", Type: reports.Percent, Width: 20},
			{Name: "porcentaje_neutras", Doc: "Neutras / válidas (M03); sin valor con menos de 30.", Type: reports.Percent, Width: 20},
			{Name: "nss_total", Doc: "(P − N)/(P + N + U) × 100 (M04), en puntos; sin valor con menos de 30.", Type: reports.Decimal, Width: 12},
			{Name: "margen_nss", Doc: "Mitad del intervalo de 95 % de nss_total (M06), en puntos.", Type: reports.Decimal, Width: 12},
			{Name: "nss_polar", Doc: "(P − N)/(P + N) × 100 (M05), en puntos; sin valor con menos de 30 polares.", Type: reports.Decimal, Width: 12},
			{Name: "corregidas", Doc: "Menciones que la oficina corrigió.", Type: reports.Integer, Width: 12},
		},
	}
	var rows reports.Rows
	for _, n := range a.now.networks() {
		if c := of(a.now.network, n); c.Total() > 0 {
			rows = append(rows, a.summaryRow(mentions, n.Title(), c, a.now.correctedOf[n], len(rows)+2))
		}
	}
	if n := len(rows); n > 0 {
		charted := &reports.Chart{
			Title: "Distribución de las menciones por red", Alt: "Columnas de 100 % con las clases de cada red.", Kind: reports.StackedPercent, Unit: reports.Rate,
			Series: []reports.Series{{Name: "positivas", Color: blue}, {Name: "negativas", Color: orange}, {Name: "neutras", Color: grey}},
		}
		part := reports.SheetChart{Chart: charted, At: fmt.Sprintf("A%d", n+5), CatRange: fmt.Sprintf("'Resumen'!$A$2:$A$%d", n+1)}
		for _, c := range []string{"C", "D", "E"} {
			part.ValRange = append(part.ValRange, fmt.Sprintf("'Resumen'!$%s$2:$%s$%d", c, c, n+1))
		}
		s.Charts = append(s.Charts, part)
	}
	rows = append(rows, a.summaryRow(mentions, "", a.now.all, a.now.corrected, len(rows)+2))
	s.Rows = rows.All()
	return s
}

// summaryRow is the row at a line of the sheet; the empty title is that of all networks.
func (a *analysis) summaryRow(mentions *reports.Sheet, title string, c reports.Classes, corrected, line int) []reports.Datum {
	rows := a.now.all.Total()
	counted := func(column, value string) string {
		return mentions.Parts(rows, func(part *reports.Sheet, n int) string {
			where := []reports.Where{{Cells: part.Cells(column, n), Criterion: reports.Criterion(value)}}
			if title != "" {
				where = append(where, reports.Where{Cells: part.Cells("red", n), Criterion: reports.Criterion(title)})
			}
			return reports.CountIfs(where...)
		})
	}
	cell := func(column string) string { return column + strconv.Itoa(line) }
	p, q, u, n := cell("C"), cell("D"), cell("E"), cell("B")
	margin := "1.959963984540054*SQRT((" + p + "/" + n + "+" + q + "/" + n + "-((" + p + "-" + q + ")/" + n + ")^2)/" + n + ")*100"
	return []reports.Datum{cmp.Or(title, "Todas"),
		reports.Live(p+"+"+q+"+"+u, reports.Int(c.Total())),
		reports.Live(counted("clase_final", reports.ClassName(lexicon.Positive)), reports.Int(c.Positive)),
		reports.Live(counted("clase_final", reports.ClassName(lexicon.Negative)), reports.Int(c.Negative)),
		reports.Live(counted("clase_final", reports.ClassName(lexicon.Neutral)), reports.Int(c.Neutral)),
		reports.FromMinimum(n, p+"/"+n, c.Share(lexicon.Positive)),
		reports.FromMinimum(n, q+"/"+n, c.Share(lexicon.Negative)),
		reports.FromMinimum(n, u+"/"+n, c.Share(lexicon.Neutral)),
		reports.FromMinimum(n, "("+p+"-"+q+")/"+n+"*100", c.NSS()),
		reports.FromMinimum(n, "IF(MAX("+p+","+q+","+u+")="+n+","+reports.Literal(reports.OneClass)+","+margin+")", c.Margin()),
		reports.FromMinimum(p+"+"+q, "("+p+"-"+q+")/("+p+"+"+q+")*100", c.Polar()),
		reports.Live(counted("origen_clase", "analista"), reports.Int(corrected)),
	}
}
