package growth

import (
	"cmp"
	"fmt"

	"pulso/pipeline/social"
	"pulso/reports"
)

// summary is the first page: eight figures and five sentences.
func summary(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "resumen", Title: "Resumen"}
	s.Blocks = append(s.Blocks, &reports.Cards{Cards: a.cards()})
	for _, rule := range []struct {
		id    string
		write func(*analysis) string
	}{
		{"C-01", sayCommunity},
		{"C-02", sayPosts},
		{"C-03", sayEngagement},
		{"C-04", sayBest},
		{"C-05", sayCoverage},
	} {
		s.Blocks = append(s.Blocks, &reports.Paragraph{Text: rule.write(a), Rule: rule.id})
	}
	return s, nil
}

func (a *analysis) cards() []reports.Card {
	media := func(back int) reports.Value { return a.over(back, withMedia) }

	cards := []reports.Card{
		{Indicator: "K01", Label: "Seguidores al cierre (suma de la oficina)", Value: a.sum(a.closing, 0, reports.Count), Compare: a.closings()},
		{Indicator: "K02", Label: "Crecimiento neto", Value: a.sum(a.net, 0, reports.Delta), Compare: a.compareSums(a.net, reports.Delta)},
		{Indicator: "K03", Label: "Tasa de crecimiento", Value: a.officeRate(0), Compare: a.compare(a.officeRate)},
		{Indicator: "K07", Label: "Publicaciones", Value: a.sum(a.posted, 0, reports.Count), Compare: a.compareSums(a.posted, reports.Count)},
		{Indicator: "K08", Label: "Interacciones (suma de la oficina)", Value: a.sum(a.engaged, 0, reports.Count), Compare: a.compareSums(a.engaged, reports.Count)},
		{Indicator: "K14", Label: "Publicaciones con imagen o video", Value: media(0), Compare: a.compare(media)},
		{Indicator: "K16", Label: "Publicaciones en franja de mayor audiencia", Value: a.bandShare(0), Compare: a.compare(a.bandShare)},
		{Indicator: "Q05", Label: "Completitud de los datos", Value: a.completeness(0), Compare: []reports.Comparison{{Label: "mes anterior", Value: a.completeness(1)}, {Label: "mínimo para no ser parcial", Value: reports.Num(0.95, reports.Rate)}}},
	}
	if goal := a.followersGoal(); goal.OK {
		cards[0].Compare = append(cards[0].Compare, reports.Comparison{Label: "meta", Value: goal})
	}
	if goal, ok := a.in.Office.Goals["K16"]; ok {
		cards[6].Compare = append(cards[6].Compare, reports.Comparison{Label: "meta", Value: reports.Num(goal, reports.Rate)})
	}
	return cards
}

// officeRate is the net growth of the accounts that have both ends, over their own beginnings.
func (a *analysis) officeRate(back int) reports.Value {
	var net, open float64
	n := 0
	why := "sin cuentas configuradas"
	for i, acc := range a.accounts {
		v, o := a.net(acc, back), a.opening(acc, back)
		if !v.OK || !o.OK {
			if i == 0 {
				why = cmp.Or(v.Missing, o.Missing)
			}
			continue
		}
		net += v.N
		open += o.N
		n++
	}
	if n == 0 || open == 0 {
		return reports.NoValue(why, reports.Change)
	}
	return a.ofAccounts(reports.Num(net/open, reports.Change), n)
}

// over applies a figure of posts to all posts of a month back.
func (a *analysis) over(back int, of func([]*social.Post) reports.Value) reports.Value {
	if why := a.absent(back); why != "" {
		return reports.NoValue(why, reports.Rate)
	}
	return of(a.allPosts("", back))
}

// followersGoal is the sum of the accounts' targets, when every configured account has one.
func (a *analysis) followersGoal() reports.Value {
	sum, n := 0.0, 0
	for _, acc := range a.accounts {
		if !acc.listed {
			continue
		}
		goal, ok := acc.Targets[targetFollowers]
		if !ok {
			return reports.NoValue("sin meta en todas las cuentas", reports.Count)
		}
		sum += goal
		n++
	}
	if n == 0 {
		return reports.NoValue("sin cuentas configuradas", reports.Count)
	}
	return reports.Num(sum, reports.Count)
}

func sayCommunity(a *analysis) string {
	end := a.sum(a.closing, 0, reports.Count)
	net := a.sum(a.net, 0, reports.Delta)
	if !end.OK {
		return "No se puede decir cuántos seguidores tienen las cuentas al cierre de " + reports.MonthName(a.now) + " (" + end.Missing + ")."
	}
	text := fmt.Sprintf("Al cierre de %s las cuentas suman %s seguidores", reports.MonthName(a.now), end)
	grown := len(a.accounts) - len(a.without(a.net))
	switch {
	case !net.OK:
		return text + "; no se puede decir cuánto crecieron (" + net.Missing + ")."
	case len(a.without(a.net)) > len(a.without(a.closing)):
		text += fmt.Sprintf("; el crecimiento se conoce en %d de las %d cuentas y es de %s", grown, len(a.accounts), net)
	case net.N > 0:
		text += fmt.Sprintf(", %s más que al comenzar el mes", reports.Fixed(net.N, 0))
	case net.N < 0:
		text += fmt.Sprintf(", %s menos que al comenzar el mes", reports.Fixed(-net.N, 0))
	default:
		text += ", los mismos que al comenzar el mes"
	}
	if rate := a.officeRate(0); rate.OK && grown == len(a.accounts)-len(a.without(a.rate)) { // of the same accounts
		text += " (" + rate.String() + ")"
	}
	text += "."
	var best *account
	var most reports.Value
	for _, acc := range a.accounts {
		if v := a.net(acc, 0); v.OK && (best == nil || v.N > most.N) {
			best, most = acc, v
		}
	}
	if len(a.accounts) > 1 && best != nil && most.N > 0 {
		text += fmt.Sprintf(" La cuenta que más creció fue la de %s (%s).", best.label(), most)
	}
	if list := a.without(a.closing); len(list) > 0 {
		text += " La suma no incluye " + reports.Join(list) + ": no hay captura de seguidores."
	}
	return text
}

func sayPosts(a *analysis) string {
	now, before := a.sum(a.posted, 0, reports.Count), a.sumLike(a.posted, 1, reports.Count)
	if !now.OK {
		return "No hay publicaciones del mes en los insumos (" + now.Missing + ")."
	}
	text := fmt.Sprintf("Se hicieron %s (%s por día)", reports.Plural(int(now.N), "publicación", "publicaciones"), reports.Fixed(now.N/float64(a.now.Days()), 1))
	if before.OK && len(before.Notes) == 0 {
		last := reports.MonthName(a.now.Add(-1))
		if !a.sameAccounts(a.posted, 1) {
			last += " en las mismas cuentas"
		}
		switch d := now.N - before.N; {
		case d > 0:
			text += fmt.Sprintf(", %s más que en %s", reports.Fixed(d, 0), last)
		case d < 0:
			text += fmt.Sprintf(", %s menos que en %s", reports.Fixed(-d, 0), last)
		default:
			text += ", tantas como en " + last
		}
	}
	if n, k := a.busiest(); k > 0 {
		text += fmt.Sprintf("; la red con más publicaciones fue %s, con %s", n.Title(), reports.Fixed(float64(k), 0))
	}
	text += "."
	if list := a.without(a.posted); len(list) > 0 {
		text += " No se cuentan las de " + reports.Join(list) + ": no hay exporte de contenido."
	}
	return text
}

// busiest is the network with more posts than any other; none when two tie or only one publishes.
func (a *analysis) busiest() (social.Network, int) {
	var first social.Network
	most, second := 0, 0
	for _, n := range a.networks() {
		k := int(a.sumOf(n, a.posted, reports.Count).N)
		if k > most {
			first, most, second = n, k, most
		} else if k > second {
			second = k
		}
	}
	if second == 0 || most == second {
		return "", 0
	}
	return first, most
}

// minRated is the least number of posts with reach and interactions by which a network is compared with others.
const minRated = 5

func rated(posts []*social.Post) int {
	n := 0
	for _, p := range posts {
		if erReach(p).OK {
			n++
		}
	}
	return n
}

func sayEngagement(a *analysis) string {
	var best social.Network
	var most reports.Value
	for _, n := range a.networks() {
		if v := weighted(a.allPosts(n, 0)); v.OK && rated(a.allPosts(n, 0)) >= minRated && (!most.OK || v.N > most.N) {
			best, most = n, v
		}
	}
	if !most.OK {
		return fmt.Sprintf("Ninguna red tiene %d publicaciones con interacciones y alcance: no se comparan las redes.", minRated)
	}
	text := fmt.Sprintf("La mayor interacción por alcance fue la de %s: %s", best.Title(), most)
	before := reports.Comparable(weighted(a.allPosts(best, 1)), best, social.Reach, a.now.Add(-1), a.now)
	switch {
	case before.OK && before.String() == most.String():
		text += ", igual que en " + reports.MonthName(a.now.Add(-1))
	case before.OK:
		text += fmt.Sprintf(", frente al %s de %s", before, reports.MonthName(a.now.Add(-1)))
	}
	return text + "."
}

func sayBest(a *analysis) string {
	ranked := a.ranked()
	if len(ranked) == 0 {
		return "No se destaca ninguna publicación: ninguna trae a la vez interacciones y el alcance mínimo."
	}
	p := ranked[0]
	rate := erReach(p.Post)
	which := "La única publicación que se puede comparar por su interacción por alcance"
	if len(ranked) > 1 {
		which = fmt.Sprintf("De %d publicaciones que se pueden comparar, la de mayor interacción por alcance", len(ranked))
	}
	return fmt.Sprintf("%s fue «%s» (%s, %s): %s.",
		which, title(p.Post, 90), p.Network.Title(), reports.Moment(p.PublishedAt, social.Day, a.in.Zone), rate)
}

func sayCoverage(a *analysis) string {
	v := a.completeness(0)
	switch {
	case !v.OK:
		return "No se puede medir la completitud de los datos (" + v.Missing + ")."
	case v.N < 0.95:
		return fmt.Sprintf("Los datos cubren el %s de los días de las cuentas: este informe es parcial. La sección siguiente dice qué falta.", v)
	}
	return fmt.Sprintf("Los datos cubren el %s de los días de las cuentas.", v)
}
