package growth

import (
	"fmt"

	"pulso/pipeline/social"
	"pulso/reports"
)

// reach is the section on reach and interaction.
func reach(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "alcance", Title: "Alcance e interacción"}
	s.Blocks = append(s.Blocks,
		&reports.Paragraph{Text: "El alcance cuenta personas distintas: no se suma entre días, publicaciones ni redes. Cada red mide a su manera y sus cifras no se mezclan. La interacción del mes pesa cada publicación por su alcance; la mediana dice qué tuvo una publicación corriente."},
		a.reachTable(), a.engagementTable(), a.engagementChart())
	return s, nil
}

// monthlyReach is K12: the network's own unique figure for the month, else the mean of its days.
func (a *analysis) monthlyReach(acc *account, back int) reports.Value {
	if why := a.absent(back); why != "" {
		return reports.NoValue(why, reports.Count)
	}
	f := &acc.months[back]
	if v := f.whole[social.Reach]; v != nil {
		return redefined(reports.Num(v.Value, reports.Count), acc.Network, social.Reach, f.month)
	}
	days := f.daily[social.Reach]
	if len(days) == 0 {
		return reports.NoValue("sin dato", reports.Count)
	}
	return reports.NoValue("solo alcance diario", reports.Count)
}

// dailyReach is the mean of the days' reach: a size of a usual day, which says nothing of the month's.
func (f *figures) dailyReach() reports.Value {
	days := f.daily[social.Reach]
	if len(days) == 0 {
		return reports.NoValue("sin dato", reports.Count)
	}
	v := reports.Num(sumDays(days)/float64(len(days)), reports.Count)
	if n := f.month.Days(); len(days) < n {
		v = v.With(fmt.Sprintf("%d de %d días", len(days), n))
	}
	return v
}

// monthViews are the account's views in the month; where the network still says impressions, those, and it is said.
func (a *analysis) monthViews(acc *account, back int) reports.Value {
	if why := a.absent(back); why != "" {
		return reports.NoValue(why, reports.Count)
	}
	f := &acc.months[back]
	if v := f.total(social.Views); v.OK {
		return redefined(v, acc.Network, social.Views, f.month)
	}
	if v := f.total(social.Impressions); v.OK {
		return redefined(v.With("impresiones"), acc.Network, social.Impressions, f.month)
	}
	v := sumPosts(f.posts, opt(func(p *social.Post) social.Opt[int64] { return p.Views }, ""), "sin vistas")
	if v.OK {
		return redefined(v.With("suma de las publicaciones del mes"), acc.Network, social.Views, f.month)
	}
	return v
}

// redefined marks a month's figure of which the network changed the definition within the month: its days before and
// after do not count the same.
func redefined(v reports.Value, n social.Network, m social.Metric, month social.Month) reports.Value {
	if b, ok := reports.Crossed(n, m, month, month); ok && v.OK {
		return v.With("reúne dos definiciones: la red la cambió el " + reports.Day(b.On))
	}
	return v
}

func (a *analysis) reachTable() *reports.Table {
	t := &reports.Table{
		ID: "T6", Title: "Alcance y vistas por cuenta", Sheet: "Crecimiento_Mensual",
		Columns: []reports.Column{{Title: "Cuenta", Width: 0.2}, {Title: "Alcance mensual (K12)", Right: true}, {Title: "Mes anterior", Right: true}, {Title: "Alcance de un día medio, no sumable", Right: true, Width: 0.19}, {Title: "Vistas", Right: true}, {Title: "Vistas, mes anterior", Right: true}},
		Empty:   "No hay cuentas.",
		Notes:   []string{"No hay fila de total: el alcance no se suma entre cuentas y las vistas no se miden igual en todas las redes."},
	}
	for _, acc := range a.accounts {
		t.Rows = append(t.Rows, row(acc.label(),
			a.monthlyReach(acc, 0),
			reports.Comparable(a.monthlyReach(acc, 1), acc.Network, social.Reach, a.now.Add(-1), a.now),
			acc.months[0].dailyReach(),
			a.monthViews(acc, 0),
			reports.Comparable(a.monthViews(acc, 1), acc.Network, social.Views, a.now.Add(-1), a.now)))
	}
	return t
}

func (a *analysis) engagementTable() *reports.Table {
	t := &reports.Table{
		ID: "T6b", Title: "Interacción por cuenta", Sheet: "Publicaciones",
		Columns: []reports.Column{{Title: "Cuenta", Width: 0.16}, {Title: "Interacciones (K08)", Right: true, Width: 0.15}, {Title: "Mes anterior", Right: true}, {Title: "Interacción del mes (K11)", Right: true}, {Title: "Mediana por publicación", Right: true, Width: 0.14}, {Title: "Compartidos por publicación (K13)", Right: true, Width: 0.15}, {Title: "Clics", Right: true}},
		Empty:   "No hay cuentas.",
		Notes:   []string{"Interacciones = reacciones + comentarios + compartidos + guardados, los que la red entrega. Los clics van aparte."},
	}
	for _, acc := range a.accounts {
		published := acc.months[0].posts
		t.Rows = append(t.Rows, row(acc.label(), a.engaged(acc, 0), a.engaged(acc, 1), weighted(published), medianRate(published), amplification(published),
			sumPosts(published, opt(func(p *social.Post) social.Opt[int64] { return p.Clicks }, ""), "sin clics")))
	}
	return t
}

// amplification is K13, over the posts that bring shares.
func amplification(posts []*social.Post) reports.Value {
	sum, n := 0.0, 0
	for _, p := range posts {
		if p.Shares.OK {
			sum += float64(p.Shares.V)
			n++
		}
	}
	if n == 0 {
		return reports.NoValue(orNoExport(posts, "sin compartidos"), reports.Number)
	}
	return reports.Num(sum/float64(n), reports.Number)
}

// engagementChart is C4: K11 of each network in 13 months, to be read against the band of its twelve months before.
func (a *analysis) engagementChart() *reports.Chart {
	c := &reports.Chart{ID: "C4", Title: "Interacción por alcance del mes (K11) por red", Kind: reports.Lines, Unit: reports.Rate, YTitle: "interacciones por alcance", Sheet: "Crecimiento_Mensual"}
	for back := depth - 1; back >= 0; back-- {
		c.Categories = append(c.Categories, reports.ShortMonth(a.now.Add(-back)))
	}
	for _, n := range a.networks() {
		line := reports.Series{Name: n.Title()}
		known := 0
		for back := depth - 1; back >= 0; back-- {
			v := weighted(a.allPosts(n, back))
			if why := a.absent(back); why != "" {
				v = reports.NoValue(why, reports.Rate)
			}
			if v.OK {
				known++
			}
			line.Values = append(line.Values, v)
		}
		if known == 0 {
			continue
		}
		c.Series = append(c.Series, line)
		c.Notes = append(c.Notes, a.breakNotes(n, social.Reach)...)
		c.Notes = append(c.Notes, n.Title()+": "+usual(a.pastRates(n), line.Values[depth-1])+".")
	}
	if len(c.Series) == 0 {
		c.Empty = "Ninguna red entregó a la vez interacciones y alcance de sus publicaciones."
	}
	c.Alt = "Líneas con la interacción por alcance de cada red en 13 meses. " + sayEngagement(a)
	return c
}

// pastRates are K11 of a network in the twelve months before, those of which its reach still counts the same.
func (a *analysis) pastRates(n social.Network) []float64 {
	var out []float64
	for back := 1; back < depth; back++ {
		if v := reports.Comparable(weighted(a.allPosts(n, back)), n, social.Reach, a.now.Add(-back), a.now); v.OK {
			out = append(out, v.N)
		}
	}
	return out
}

// usual says where the month falls in the middle half of the months before.
func usual(past []float64, now reports.Value) string {
	if len(past) < 4 {
		return "hay menos de cuatro meses comparables para decir qué es lo usual"
	}
	low, _ := reports.Percentile(past, 0.25)
	high, _ := reports.Percentile(past, 0.75)
	between := fmt.Sprintf("lo usual (mitad central de %d meses) va del %s al %s", len(past), reports.Num(low, reports.Rate), reports.Num(high, reports.Rate))
	switch {
	case !now.OK:
		return between + "; este mes no tiene dato"
	case now.N < low:
		return between + "; este mes está por debajo"
	case now.N > high:
		return between + "; este mes está por encima"
	}
	return between + "; este mes está dentro"
}
