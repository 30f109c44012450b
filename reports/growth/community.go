package growth

import (
	"fmt"
	"slices"

	"pulso/pipeline/social"
	"pulso/reports"
)

// targetFollowers is the name of the target for followers in pulso.yaml.
const targetFollowers = "followers"

// goal is the account's target for followers.
func (acc *account) goal() reports.Value {
	if g, ok := acc.Targets[targetFollowers]; ok {
		return reports.Num(g, reports.Count)
	}
	return reports.NoValue("sin meta", reports.Count)
}

// community is the section on followers.
func community(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "comunidad", Title: "Crecimiento de la comunidad"}
	s.Blocks = append(s.Blocks, a.movement(), a.comparison())
	s.Blocks = append(s.Blocks, a.followerCharts()...)
	s.Blocks = append(s.Blocks, a.dailyNet())
	if t := a.population(); t != nil {
		s.Blocks = append(s.Blocks, t)
	}
	return s, nil
}

// movement is T4: from the beginning of the month to its end.
func (a *analysis) movement() *reports.Table {
	t := &reports.Table{
		ID: "T4", Title: "Movimiento de seguidores por cuenta", Sheet: "Crecimiento_Mensual",
		Columns: []reports.Column{{Title: "Cuenta", Width: 0.22}, {Title: "Inicio", Right: true}, {Title: "Altas", Right: true}, {Title: "Bajas", Right: true}, {Title: "Neto (K02)", Right: true}, {Title: "Cierre (K01)", Right: true}, {Title: "Tasa (K03)", Right: true}},
		Empty:   "No hay cuentas.",
		Notes:   []string{"Las altas que entrega Meta son brutas: no descuentan a quienes dejaron de seguir la cuenta."},
	}
	for _, acc := range a.accounts {
		f := &acc.months[0]
		t.Rows = append(t.Rows, row(acc.label(), a.opening(acc, 0), f.total(social.FollowersNew), f.total(social.FollowersLost), a.net(acc, 0), a.closing(acc, 0), a.rate(acc, 0)))
	}
	if len(a.accounts) > 1 {
		all := row("Suma de la oficina", a.sum(a.opening, 0, reports.Count),
			a.sum(func(acc *account, back int) reports.Value { return acc.months[back].total(social.FollowersNew) }, 0, reports.Count),
			a.sum(func(acc *account, back int) reports.Value { return acc.months[back].total(social.FollowersLost) }, 0, reports.Count),
			a.sum(a.net, 0, reports.Delta), a.sum(a.closing, 0, reports.Count), a.officeRate(0))
		t.Rows = append(t.Rows, bold(all))
		t.Notes = append(t.Notes, "La suma es de la oficina y no de personas: una misma persona puede seguir varias cuentas.")
	}
	return t
}

// comparison is T4b: the month's net growth against other months, and the target.
func (a *analysis) comparison() *reports.Table {
	t := &reports.Table{
		ID: "T4b", Title: "Crecimiento neto comparado y meta de seguidores", Sheet: "Crecimiento_Mensual",
		Columns: []reports.Column{{Title: "Cuenta", Width: 0.18}, {Title: "Neto del mes", Right: true}, {Title: "Mes anterior", Right: true}, {Title: "Media de 3 meses", Right: true}, {Title: fmt.Sprintf("Mismo mes de %d", a.now.Year-1), Right: true}, {Title: "Tasa media (K04)", Right: true}, {Title: "Meta", Right: true}, {Title: "De la meta (K05)", Right: true}},
		Empty:   "No hay cuentas.",
	}
	for _, acc := range a.accounts {
		net := func(back int) reports.Value { return a.net(acc, back) }
		t.Rows = append(t.Rows, row(acc.label(), net(0), net(1), a.mean(net, 3), net(12), a.compound(acc), acc.goal(),
			plain(reports.Ratio(a.closing(acc, 0), acc.goal(), "meta igual a 0"))))
	}
	return t
}

// followerCharts is C1: one small chart of closings for each network, so that a large one does not flatten the rest.
// Networks without any are told in one sentence.
func (a *analysis) followerCharts() []reports.Block {
	var out []reports.Block
	var silent []string
	for _, n := range a.networks() {
		c := &reports.Chart{ID: fmt.Sprintf("C1.%d", len(out)+1), Title: "Seguidores al cierre, " + n.Title(), Kind: reports.Lines, Unit: reports.Count, YTitle: "seguidores", Sheet: "Crecimiento_Mensual", Small: true}
		known := 0
		var story []string
		for back := depth - 1; back >= 0; back-- {
			c.Categories = append(c.Categories, reports.ShortMonth(a.now.Add(-back)))
		}
		for _, acc := range a.accounts {
			if acc.Network != n {
				continue
			}
			lines, told := a.closingLines(acc)
			c.Series = append(c.Series, lines...)
			known += told
			if v := a.closing(acc, 0); v.OK {
				story = append(story, acc.Label()+" cierra con "+v.String())
			}
		}
		c.Notes = a.breakNotes(n, social.FollowersTotal)
		if known == 0 {
			silent = append(silent, n.Title())
			continue
		}
		c.Alt = "Seguidores al cierre de cada mes en " + n.Title() + ". " + sentence(reports.Join(story), "Sin cierre en el mes.")
		out = append(out, c)
	}
	if len(silent) > 0 {
		out = append(out, &reports.Paragraph{Text: "No hay gráfico de seguidores al cierre de " + reports.Join(silent) + ": en los 13 meses no hay ninguna captura."})
	}
	return out
}

// closingLines are the closings of 13 months and how many there are: one line, or one on each side of a day on which
// the network redefined its followers, because a line across it would draw a growth that nobody can tell.
func (a *analysis) closingLines(acc *account) (lines []reports.Series, known int) {
	line := reports.Series{Name: acc.Label(), Values: make([]reports.Value, depth)}
	told := 0
	for back := depth - 1; back >= 0; back-- {
		if b, ok := reports.Crossed(acc.Network, social.FollowersTotal, a.now.Add(-back-1), a.now.Add(-back)); ok && told > 0 {
			line.Name += ", antes del " + reports.Day(b.On)
			lines = append(lines, line)
			line, told = reports.Series{Name: acc.Label(), Values: make([]reports.Value, depth)}, 0
		}
		if v := a.closing(acc, back); v.OK {
			line.Values[depth-1-back] = v
			told++
			known++
		}
	}
	return append(lines, line), known
}

// breakNotes tell the days on which a network redefined a metric in the 13 months.
func (a *analysis) breakNotes(n social.Network, m social.Metric) []string {
	var out []string
	for _, b := range reports.BreaksBetween(a.now.Add(1-depth), a.now, []social.Network{n}) {
		if slices.Contains(b.Metrics, m) {
			out = append(out, reports.Day(b.On)+": "+b.What+".")
		}
	}
	return out
}

func sentence(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s + "."
}

// dailyNet is C2: the net growth of each day.
func (a *analysis) dailyNet() *reports.Chart {
	c := &reports.Chart{ID: "C2", Title: "Crecimiento neto diario", Kind: reports.Columns, Unit: reports.Delta, YTitle: "seguidores", Sheet: "Crecimiento_Diario"}
	for d := range a.now.Days() {
		c.Categories = append(c.Categories, fmt.Sprint(d+1))
	}
	var told []string
	for _, acc := range a.accounts {
		if a.daysTold(acc) == 0 {
			continue
		}
		line := reports.Series{Name: acc.label()}
		for d := range a.now.Days() {
			line.Values = append(line.Values, acc.dayNet(social.Date{Year: a.now.Year, Month: a.now.Month, Day: d + 1}))
		}
		c.Series = append(c.Series, line)
		told = append(told, acc.label())
	}
	switch {
	case len(c.Series) == 0:
		c.Empty = "Ninguna cuenta trae altas y bajas diarias, ni capturas de días seguidos."
	case len(told) < len(a.accounts):
		c.Notes = append(c.Notes, "Solo "+reports.Join(told)+": los insumos de las demás cuentas no traen altas y bajas diarias ni capturas de días seguidos.")
	}
	c.Alt = "Barras con los seguidores netos de cada día. " + sentence(reports.Join(told), "Sin datos.")
	return c
}

// daysTold counts the days of the month of which the account's net growth is known.
func (a *analysis) daysTold(acc *account) int {
	known := 0
	for d := range a.now.Days() {
		if acc.dayNet(social.Date{Year: a.now.Year, Month: a.now.Month, Day: d + 1}).OK {
			known++
		}
	}
	return known
}

// dayNet is a day's net growth: what the network says, else gains less losses, else the step between captures.
func (acc *account) dayNet(d social.Date) reports.Value {
	f := &acc.months[0]
	if v := f.daily[social.FollowersNet][d]; v != nil {
		return reports.Num(v.Value, reports.Delta)
	}
	up, down := f.daily[social.FollowersNew][d], f.daily[social.FollowersLost][d]
	if up != nil && down != nil {
		return reports.Num(up.Value-down.Value, reports.Delta)
	}
	now, before := f.daily[social.FollowersTotal][d], f.daily[social.FollowersTotal][d.Add(-1)]
	if before == nil && d.Day == 1 {
		before = acc.months[1].daily[social.FollowersTotal][d.Add(-1)]
	}
	if now != nil && before != nil {
		return reports.Num(now.Value-before.Value, reports.Delta)
	}
	return reports.NoValue("sin dato del día", reports.Delta)
}

// population is K06 by network; nil when the number of inhabitants is not configured or no account has a closing.
func (a *analysis) population() *reports.Table {
	if a.in.Office.Inhabitants == 0 || len(a.without(a.closing)) == len(a.accounts) {
		return nil
	}
	t := &reports.Table{
		ID: "T4c", Title: "Seguidores frente a la población (K06)", Sheet: "Crecimiento_Mensual",
		Columns: []reports.Column{{Title: "Cuenta", Width: 0.5}, {Title: "Seguidores", Right: true}, {Title: "Por cada cien habitantes", Right: true}},
		Notes:   []string{"Un seguidor no es un habitante: puede vivir en otra parte, seguir varias cuentas o ser una empresa. Es un orden de magnitud. Habitantes configurados: " + reports.Fixed(float64(a.in.Office.Inhabitants), 0) + "."},
	}
	for _, acc := range a.accounts {
		end := a.closing(acc, 0)
		t.Rows = append(t.Rows, row(acc.label(), end, plain(reports.Ratio(end, reports.Int(a.in.Office.Inhabitants), ""))))
	}
	return t
}

// row is a table row of a label and values.
func row(label string, values ...reports.Value) []reports.Cell {
	cells := []reports.Cell{{Text: label}}
	for _, v := range values {
		cells = append(cells, reports.Cell{Value: &v})
	}
	return cells
}

// plain is v without its notes, for a cell beside the figure that already carries them.
func plain(v reports.Value) reports.Value {
	v.Notes = nil
	return v
}

func bold(cells []reports.Cell) []reports.Cell {
	for i := range cells {
		cells[i].Bold = true
	}
	return cells
}
