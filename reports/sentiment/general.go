package sentiment

import (
	"fmt"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// Colours of the classes in every chart: told apart by people who do not tell red from green.
const (
	blue   = "1F6FB2"
	orange = "C8541B"
	grey   = "A6A6A6"
)

var classColor = map[lexicon.Polarity]string{lexicon.Positive: blue, lexicon.Negative: orange, lexicon.Neutral: grey}

// classSeries names a class as a series does.
var classSeries = map[lexicon.Polarity]string{lexicon.Positive: "positivas", lexicon.Negative: "negativas", lexicon.Neutral: "neutras"}

// general is the section on the classes, by network.
func general(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "sentimiento", Title: "Sentimiento general"}
	s.Blocks = append(s.Blocks, a.networkChart(), a.classTable(), a.netTable())
	return s, nil
}

// networkChart is C2: the parts of each class in networks with enough mentions.
func (a *analysis) networkChart() *reports.Chart {
	c := &reports.Chart{ID: "C2", Title: "Distribución de las menciones por red", Kind: reports.StackedPercent, Unit: reports.Count, YTitle: "parte de las menciones", Sheet: "Menciones"}
	var shown []social.Network
	for _, n := range a.now.networks() {
		total := of(a.now.network, n).Total()
		if total >= reports.MinSample {
			shown = append(shown, n)
			c.Categories = append(c.Categories, fmt.Sprintf("%s (n = %s)", n.Title(), reports.Fixed(float64(total), 0)))
		} else if total > 0 {
			c.Notes = append(c.Notes, fmt.Sprintf("%s no se dibuja: n = %d, menos de %d.", n.Title(), total, reports.MinSample))
		}
	}
	for _, p := range reports.ClassesInOrder {
		line := reports.Series{Name: classSeries[p], Color: classColor[p]}
		for _, n := range shown {
			line.Values = append(line.Values, reports.Int(of(a.now.network, n).Of(p)))
		}
		c.Series = append(c.Series, line)
	}
	if len(shown) == 0 {
		c.Series = nil
		c.Empty = fmt.Sprintf("Ninguna red tiene %d menciones válidas o más.", reports.MinSample)
	}
	c.Alt = "Barras de 100 % con las partes positiva, negativa y neutra de cada red. " + sayClasses(a)
	return c
}

// classTable is T3: counts, shares and intervals.
func (a *analysis) classTable() *reports.Table {
	t := &reports.Table{
		ID: "T3", Title: "Menciones por red y clase (M03), con intervalo de 95 %", Sheet: "Menciones",
		Columns: []reports.Column{{Title: "Red", Width: 0.16}, {Title: "n", Right: true, Width: 0.09}, {Title: "Positivas", Right: true}, {Title: "Negativas", Right: true}, {Title: "Neutras", Right: true}},
		Empty:   "No hay menciones válidas en el mes.",
		Notes:   []string{"Número de menciones, parte de las de su red y, entre paréntesis, el intervalo de Wilson de 95 %, que mide el azar de contar pocas menciones y no los errores de clasificación. Con menos de 30 menciones se da solo el número."},
	}
	add := func(label string, c reports.Classes) {
		cells := row(label, reports.Int(c.Total()))
		for _, p := range reports.ClassesInOrder {
			cells = append(cells, reports.Cell{Text: countWithInterval(c.Of(p), c.Total())})
		}
		t.Rows = append(t.Rows, cells)
	}
	for _, n := range a.now.networks() {
		if c := of(a.now.network, n); c.Total() > 0 {
			add(n.Title(), c)
		}
	}
	if a.now.all.Total() > 0 {
		add("Todas", a.now.all)
		bold(t.Rows[len(t.Rows)-1])
	}
	return t
}

// countWithInterval is a count with its share and interval, «104: 65,0 % (57,3 % a 72,0 %)»; the count alone when the
// sample is small.
func countWithInterval(k, n int) string {
	count := reports.Int(k).String()
	v := reports.Share(k, n, "menciones")
	if !v.OK {
		return count
	}
	return count + ": " + v.String() + " (" + reports.Interval(k, n, "menciones") + ")"
}

// netTable is T3b: both net sentiments, each under its own name, and the change since the month before.
func (a *analysis) netTable() *reports.Table {
	t := &reports.Table{
		ID: "T3b", Title: "Sentimiento neto por red", Sheet: "Resumen",
		Columns: []reports.Column{{Title: "Red", Width: 0.16}, {Title: "NSS total (M04)", Right: true}, {Title: "Margen de 95 % (M06)", Right: true}, {Title: "NSS polar (M05)", Right: true}, {Title: "NSS total, mes anterior", Right: true}, {Title: "Cambio", Right: true}, {Title: "¿Significativo?", Width: 0.17}},
		Empty:   "No hay menciones válidas en el mes.",
		Notes:   []string{"NSS total = (P − N)/(P + N + U) × 100. NSS polar = (P − N)/(P + N) × 100: deja por fuera las neutras y por eso es más extremo. No se comparan entre sí."},
	}
	add := func(label string, now reports.Classes, before func(*tally) reports.Classes) {
		var change, then reports.Value
		verdict := ""
		if b := a.before(); b != nil {
			var significant bool
			change, _, significant = now.Shift(before(b))
			then = before(b).NSS()
			switch {
			case !change.OK:
				verdict = "no se puede decir"
			case significant:
				verdict = "sí"
			default:
				verdict = "no: sin cambio significativo"
			}
		} else {
			why := "sin datos de " + reports.MonthName(a.month.Add(-1))
			change, then, verdict = reports.NoValue(why, reports.Points), reports.NoValue(why, reports.Points), "no se puede decir"
		}
		t.Rows = append(t.Rows, append(row(label, now.NSS(), now.Margin(), now.Polar(), then, change), reports.Cell{Text: verdict}))
	}
	for _, n := range a.now.networks() {
		if c := of(a.now.network, n); c.Total() > 0 {
			add(n.Title(), c, func(t *tally) reports.Classes { return of(t.network, n) })
		}
	}
	if a.now.all.Total() > 0 {
		add("Todas", a.now.all, func(t *tally) reports.Classes { return t.all })
		bold(t.Rows[len(t.Rows)-1])
	}
	return t
}
