package growth

import (
	"cmp"
	"fmt"

	"pulso/pipeline/social"
	"pulso/reports"
)

// summarySheet is the sheet Resumen: the figures of each network, worked out by formulas over the data sheets and
// carrying the values that the document prints.
func (a *analysis) summarySheet() reports.Sheet {
	s := reports.Sheet{
		Name:    "Resumen",
		Purpose: "Indicadores por red, calculados con fórmulas sobre las hojas de datos.",
		Freeze:  true,
		Columns: []reports.SheetColumn{
			{Name: "red", Doc: "Red social; la última fila es la suma de la oficina, donde se puede sumar.", Type: reports.Text, Width: 20},
			{Name: "seguidores_inicio", Doc: "Suma de la columna inicio de Crecimiento_Mensual.", Type: reports.Integer, Width: 18},
			{Name: "neto", Doc: "Suma de la columna neto (K02).", Type: reports.Integer, Width: 12},
			{Name: "seguidores_cierre", Doc: "Suma de la columna cierre (K01). Una persona puede seguir varias cuentas.", Type: reports.Integer, Width: 18},
			{Name: "publicaciones", Doc: "Publicaciones del mes sin historias (K07).", Type: reports.Integer, Width: 14},
			{Name: "interacciones", Doc: "Suma de interacciones de las publicaciones (K08).", Type: reports.Integer, Width: 14},
			{Name: "er_alcance", Doc: "Interacción del mes (K11): interacciones / alcance de las publicaciones que traen los dos datos. No se calcula para la suma: mezclaría redes.", Type: reports.Percent, Width: 12},
			{Name: "compartidos", Doc: "Suma de compartidos de las publicaciones.", Type: reports.Integer, Width: 14},
			{Name: "vistas", Doc: "Suma de vistas de las publicaciones del mes; cada red define la vista a su manera.", Type: reports.Integer, Width: 14},
			{Name: "con_imagen_o_video", Doc: "Publicaciones con imagen o video.", Type: reports.Integer, Width: 20},
			{Name: "porcentaje_imagen_o_video", Doc: "K14; vacío con menos de 30 publicaciones de tipo conocido.", Type: reports.Percent, Width: 26},
			{Name: "en_franja", Doc: "Publicaciones dentro de la franja que regía.", Type: reports.Integer, Width: 12},
			{Name: "porcentaje_en_franja", Doc: "K16; vacío con menos de 30 publicaciones con hora y franja.", Type: reports.Percent, Width: 22},
		},
	}
	var rows reports.Rows
	for _, n := range append(a.networks(), "") {
		rows = append(rows, a.summaryRow(n))
	}
	if n := len(rows) - 1; n > 0 {
		for i, c := range []struct{ column, title string }{{"E", "Publicaciones del mes por red"}, {"F", "Interacciones del mes por red"}} {
			charted := &reports.Chart{Title: c.title, Alt: "Columnas: " + c.title + ".", Kind: reports.Columns, Unit: reports.Count, Series: []reports.Series{{Name: c.title}}}
			s.Charts = append(s.Charts, reports.SheetChart{Chart: charted, At: fmt.Sprintf("A%d", n+5+18*i), // a chart is sixteen rows high
				CatRange: fmt.Sprintf("'Resumen'!$A$2:$A$%d", n+1), ValRange: []string{fmt.Sprintf("'Resumen'!$%s$2:$%s$%d", c.column, c.column, n+1)}})
		}
	}
	s.Rows = rows.All()
	return s
}

// summaryRow is a network's row; that of the empty network adds all of them up where that means something.
func (a *analysis) summaryRow(n social.Network) []reports.Datum {
	published := a.allPosts(n, 0)
	month := reports.Where{Cells: a.sheet.monthly.Cells("mes", a.sheet.rows.monthly), Criterion: reports.MonthCriterion(a.now)}
	post := func(column string) string { return a.sheet.posts.Cells(column, a.sheet.rows.posts) }

	title := n.Title()
	var monthly, inPosts []reports.Where
	if n == "" {
		title = "Suma de la oficina"
		monthly = []reports.Where{month}
		inPosts = []reports.Where{{Cells: post("red"), Criterion: reports.Literal("<>")}}
	} else {
		monthly = []reports.Where{month, {Cells: a.sheet.monthly.Cells("red", a.sheet.rows.monthly), Criterion: reports.Criterion(title)}}
		inPosts = []reports.Where{{Cells: post("red"), Criterion: reports.Criterion(title)}}
	}
	account := func(column string, m measure, unit reports.Unit) reports.Formula {
		cells := a.sheet.monthly.Cells(column, a.sheet.rows.monthly)
		v := a.sumOf(n, m, unit)
		v.Notes = nil
		return reports.SumOr(cells, v, monthly...)
	}
	sum := func(column string, of func(*social.Post) reports.Value) reports.Formula {
		v := sumPosts(published, of, "sin dato")
		v.Notes = nil
		return reports.SumOr(post(column), v, inPosts...)
	}
	and := func(w ...reports.Where) []reports.Where { return append(inPosts[:len(inPosts):len(inPosts)], w...) }
	yes := func(column, value string) reports.Where {
		return reports.Where{Cells: post(column), Criterion: reports.Criterion(value)}
	}

	rate := reports.Datum(nil)
	if n != "" {
		v := weighted(published)
		v.Notes = nil
		both := []reports.Where{{Cells: post("alcance"), Criterion: reports.Literal(">=0")}, {Cells: post("interacciones"), Criterion: reports.Literal(">=0")}}
		expr := fmt.Sprintf("IFERROR(%s/%s,%s)", reports.SumIfs(post("interacciones"), and(both...)...), reports.SumIfs(post("alcance"), and(both...)...), reports.Literal(cmp.Or(v.Missing, "sin dato")))
		rate = reports.Live(expr, v)
	}

	media, known := 0, 0
	inside, judged := 0, 0
	for _, p := range published {
		if has, ok := visual(p); ok {
			known++
			if has {
				media++
			}
		}
		if in, ok := a.inBand(p); ok {
			judged++
			if in {
				inside++
			}
		}
	}
	mediaOf := func(w ...reports.Where) string {
		var parts string
		for i, kind := range visualTypes {
			if i > 0 {
				parts += "+"
			}
			parts += reports.CountIfs(and(append(w, yes("formato", kind))...)...)
		}
		return parts
	}
	knownOf := mediaOf() + "+" + reports.CountIfs(and(yes("formato", social.TypeText))...) + "+" + reports.CountIfs(and(yes("formato", social.TypeLink))...)
	judgedOf := reports.CountIfs(and(yes("en_franja", "Sí"))...) + "+" + reports.CountIfs(and(yes("en_franja", "No"))...)
	insideOf := reports.CountIfs(and(yes("en_franja", "Sí"))...)

	return []reports.Datum{title,
		account("inicio", a.opening, reports.Count), account("neto", a.net, reports.Delta), account("cierre", a.closing, reports.Count),
		account("publicaciones", a.posted, reports.Count), sum("interacciones", interactions), rate,
		sum("compartidos", opt(func(p *social.Post) social.Opt[int64] { return p.Shares }, "")),
		sum("vistas", opt(func(p *social.Post) social.Opt[int64] { return p.Views }, "")),
		reports.CountOr("("+knownOf+")", mediaOf(), countOf(media, known, orNoExport(published, "sin tipos conocidos"))),
		reports.FromMinimum("("+knownOf+")", "("+mediaOf()+")/("+knownOf+")", withMedia(published)),
		reports.CountOr("("+judgedOf+")", insideOf, countOf(inside, judged, orNoExport(published, "sin franja fijada antes del mes"))),
		reports.FromMinimum("("+judgedOf+")", insideOf+"/("+judgedOf+")", a.band.share(published, a.in.Zone)),
	}
}

// countOf is k, or missing when there was nothing to count among.
func countOf(k, n int, why string) reports.Value {
	if n == 0 {
		return reports.NoValue(why, reports.Count)
	}
	return reports.Int(k)
}

// sumOf adds a measure over the accounts of a network in the month; over all of them for the empty network.
func (a *analysis) sumOf(n social.Network, m measure, unit reports.Unit) reports.Value {
	if n == "" {
		return a.sum(m, 0, unit)
	}
	part := analysis{in: a.in, now: a.now, data: a.data}
	part.accounts = nil
	for _, acc := range a.accounts {
		if acc.Network == n {
			part.accounts = append(part.accounts, acc)
		}
	}
	return part.sum(m, 0, unit)
}
