package sentiment

import (
	"fmt"
	"math"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// limits are the centre and the three-sigma limits of a month's net sentiment, by the months before it: what chance
// alone would do to a month of that many mentions if nothing had changed. They need minHistory months.
func (a *analysis) limits(back int) (centre, low, high reports.Value) {
	var past reports.Classes
	months := 0
	for b := depth - 1; b > 0; b-- {
		if t := a.months[b]; t != nil && t.all.Total() >= reports.MinSample {
			past = past.Plus(t.all)
			months++
		}
	}
	t := a.months[back]
	if months < minHistory || t == nil || t.all.Total() < reports.MinSample {
		why := fmt.Sprintf("hacen falta %d meses anteriores", minHistory)
		return reports.NoValue(why, reports.Points), reports.NoValue(why, reports.Points), reports.NoValue(why, reports.Points)
	}
	n := float64(past.Total())
	p, q := float64(past.Positive)/n, float64(past.Negative)/n
	mid := (p - q) * 100
	half := 3 * math.Sqrt((p+q-(p-q)*(p-q))/float64(t.all.Total())) * 100
	return reports.Num(mid, reports.Points), reports.Num(max(-100, mid-half), reports.Points), reports.Num(min(100, mid+half), reports.Points)
}

// minHistory is how many months with enough mentions make limits.
const minHistory = 3

// history is the section that compares the month with the twelve before and with the same month a year ago.
func history(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "comparacion", Title: "Comparación en el tiempo"}
	c := &reports.Chart{ID: "C6", Title: "Sentimiento neto total en 13 meses, con límites de control", Kind: reports.Lines, Unit: reports.Points, YTitle: "puntos", Sheet: "Mensual",
		Notes: []string{"Los límites encierran lo que el azar haría con ese número de menciones si nada hubiera cambiado frente a los meses anteriores (tres desviaciones). Un punto por fuera merece explicación."}}
	nss := reports.Series{Name: "NSS total", Color: blue}
	centre, low, high := reports.Series{Name: "centro", Color: grey}, reports.Series{Name: "límite inferior", Color: orange}, reports.Series{Name: "límite superior", Color: orange}
	known := 0
	for back := depth - 1; back >= 0; back-- {
		c.Categories = append(c.Categories, reports.ShortMonth(a.month.Add(-back)))
		v := a.at(back, func(t *tally) reports.Value { return t.all.NSS() })
		if v.OK {
			known++
		}
		nss.Values = append(nss.Values, v)
		m, l, h := a.limits(back)
		centre.Values, low.Values, high.Values = append(centre.Values, m), append(low.Values, l), append(high.Values, h)
	}
	c.Series = []reports.Series{nss}
	if _, l, _ := a.limits(0); l.OK {
		c.Series = append(c.Series, centre, low, high)
	} else {
		c.Notes = []string{fmt.Sprintf("Los límites de control se dibujan con %d meses anteriores de %d menciones o más.", minHistory, reports.MinSample)}
	}
	if known < 2 {
		c.Empty = "Hay menos de dos meses con 30 menciones válidas: no hay serie que dibujar."
	}
	c.Alt = "Línea del sentimiento neto total de los últimos 13 meses. " + sayLimits(a)
	s.Blocks = append(s.Blocks, c, &reports.Paragraph{Text: sayLimits(a), Rule: "S-06"}, a.yearTable())
	return s, nil
}

func sayLimits(a *analysis) string {
	_, low, high := a.limits(0)
	v := a.now.all.NSS()
	switch {
	case !low.OK || !v.OK:
		return "No hay meses anteriores suficientes para decir si el mes se salió de lo acostumbrado."
	case v.N < low.N:
		return fmt.Sprintf("El sentimiento neto del mes (%s) está por debajo del límite inferior de los meses anteriores (%s).", v, low)
	case v.N > high.N:
		return fmt.Sprintf("El sentimiento neto del mes (%s) está por encima del límite superior de los meses anteriores (%s).", v, high)
	}
	return fmt.Sprintf("El sentimiento neto del mes (%s) está dentro de los límites de los meses anteriores (%s a %s).", v, low, high)
}

// yearTable is T13.
func (a *analysis) yearTable() *reports.Table {
	t := &reports.Table{
		ID: "T13", Title: "El mes frente a otros meses", Sheet: "Mensual",
		Columns: []reports.Column{{Title: "Medida", Width: 0.26}, {Title: reports.MonthName(a.month), Right: true}, {Title: reports.MonthName(a.month.Add(-1)), Right: true}, {Title: "Media de 3 meses", Right: true}, {Title: reports.MonthName(a.month.Add(-12)), Right: true}},
	}
	for _, m := range []struct {
		name string
		of   func(*tally) reports.Value
	}{
		{"Menciones válidas (M01)", func(t *tally) reports.Value { return reports.Int(t.all.Total()) }},
		{"Positivas (M03)", share(lexicon.Positive)},
		{"Negativas (M03)", share(lexicon.Negative)},
		{"Neutras (M03)", share(lexicon.Neutral)},
		{"NSS total (M04)", func(t *tally) reports.Value { return t.all.NSS() }},
		{"NSS polar (M05)", func(t *tally) reports.Value { return t.all.Polar() }},
	} {
		t.Rows = append(t.Rows, row(m.name, m.of(a.now), a.at(1, m.of), a.mean(m.of), a.at(12, m.of)))
	}
	return t
}

// monthlySheet is the sheet Mensual: the series behind C6 and T13.
func (a *analysis) monthlySheet() reports.Sheet {
	var rows reports.Rows
	for back := depth - 1; back >= 0; back-- {
		t := a.months[back]
		if t == nil {
			continue
		}
		m := a.month.Add(-back)
		centre, low, high := a.limits(back)
		rows = append(rows, []reports.Datum{social.Date{Year: m.Year, Month: m.Month, Day: 1}, int64(t.read), int64(t.all.Total()), int64(t.all.Positive), int64(t.all.Negative), int64(t.all.Neutral),
			t.all.NSS().Cell(), t.all.Margin().Cell(), t.all.Polar().Cell(), centre.Cell(), low.Cell(), high.Cell()})
	}
	return reports.Sheet{
		Name: "Mensual", Table: "Mensual", Freeze: true, Rows: rows.All(),
		Purpose: "Una fila por mes en el almacén, hasta 13: menciones por clase, sentimiento neto y límites de control.",
		Columns: []reports.SheetColumn{
			{Name: "mes", Doc: "Mes, por su primer día.", Type: reports.DateOnly},
			{Name: "leidas", Doc: "Menciones leídas, con las excluidas.", Type: reports.Integer},
			{Name: "validas", Doc: "Menciones válidas.", Type: reports.Integer},
			{Name: "positivas", Doc: "Menciones positivas.", Type: reports.Integer},
			{Name: "negativas", Doc: "Menciones negativas.", Type: reports.Integer},
			{Name: "neutras", Doc: "Menciones neutras.", Type: reports.Integer},
			{Name: "nss_total", Doc: "M04, en puntos; vacío con menos de 30 menciones.", Type: reports.Decimal},
			{Name: "margen", Doc: "M06, en puntos; vacío con menos de 30 menciones.", Type: reports.Decimal},
			{Name: "nss_polar", Doc: "M05, en puntos; vacío con menos de 30 menciones polares.", Type: reports.Decimal},
			{Name: "centro", Doc: "NSS total de los meses anteriores reunidos; vacío si son menos de tres.", Type: reports.Decimal},
			{Name: "limite_inferior", Doc: "Centro menos tres desviaciones para el número de menciones del mes.", Type: reports.Decimal},
			{Name: "limite_superior", Doc: "Centro más tres desviaciones para el número de menciones del mes.", Type: reports.Decimal},
		},
	}
}
