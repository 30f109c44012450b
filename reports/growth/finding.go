package growth

import (
	"fmt"
	"slices"
	"strings"

	"pulso/pipeline/social"
	"pulso/reports"
)

// The rules, in the order in which their findings are printed. A rule that sees nothing says nothing.
var rules = []func(*analysis) []reports.Finding{
	findShrinking,
	findUnusualEngagement,
	findFormats,
	findTopics,
	findBand,
	findPolicies,
	findSlowAnswers,
	findGaps,
}

// findings is the section on what follows from the figures.
func findings(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "hallazgos", Title: "Hallazgos y recomendaciones"}
	s.Blocks = append(s.Blocks, reports.FindingTable("T15", "Una asociación no prueba una causa.", rules, a))
	return s, nil
}

// findShrinking: an account lost followers.
func findShrinking(a *analysis) []reports.Finding {
	var out []reports.Finding
	for _, acc := range a.accounts {
		v := a.net(acc, 0)
		if !v.OK || v.N >= 0 {
			continue
		}
		text, evidence, advice := fmt.Sprintf("La cuenta de %s perdió %s en el mes", acc.label(), reports.Plural(int(-v.N), "seguidor", "seguidores")), "T4",
			"Anotar los seguidores cada semana: con un dato al mes no se sabe cuándo se perdieron. Si la red hizo una depuración de cuentas, dejar constancia."
		if rate := a.rate(acc, 0); rate.OK {
			text += " (" + rate.String() + ")"
		}
		if a.daysTold(acc) > 0 {
			evidence, advice = "T4, C2", "Revisar en el gráfico diario qué días se perdieron y qué se publicó o pasó en ellos; si la red hizo una depuración de cuentas, dejar constancia."
		}
		out = append(out, reports.Found("H-01", text+".", evidence, advice))
	}
	return out
}

// findUnusualEngagement: a network's K11 is out of the middle half of its former months.
func findUnusualEngagement(a *analysis) []reports.Finding {
	var out []reports.Finding
	for _, n := range a.networks() {
		now, past := weighted(a.allPosts(n, 0)), a.pastRates(n)
		if !now.OK || len(past) < 4 {
			continue
		}
		low, _ := reports.Percentile(past, 0.25)
		high, _ := reports.Percentile(past, 0.75)
		between := fmt.Sprintf("lo usual va del %s al %s", reports.Num(low, reports.Rate), reports.Num(high, reports.Rate))
		switch {
		case now.N < low && now.String() != reports.Num(low, reports.Rate).String():
			out = append(out, reports.Found("H-02", fmt.Sprintf("La interacción por alcance de %s (%s) está por debajo de la de otros meses: %s.", n.Title(), now, between), "C4",
				"Comparar los temas y formatos del mes con los de los meses buenos antes de cambiar la frecuencia."))
		case now.N > high && now.String() != reports.Num(high, reports.Rate).String():
			out = append(out, reports.Found("H-02", fmt.Sprintf("La interacción por alcance de %s (%s) está por encima de la de otros meses: %s.", n.Title(), now, between), "C4",
				"Identificar en la "+reports.Ref("T7")+" qué la llevó a ese nivel, y repetirlo si no fue un hecho único."))
		}
	}
	return out
}

// Least numbers by which a group of posts is held against the rest, and by how much it must differ to be told.
const (
	minGroup  = 5
	notably   = 1.25
	groupText = "%s: las publicaciones de %s tuvieron una mediana de interacción por alcance del %s (n = %d), frente al %s de las demás (n = %d)."
)

// standout is the group of posts of a network whose median K09 most exceeds that of the rest.
func standout(posts []*social.Post, group func(*social.Post) string) (name string, in, out float64, k, rest int) {
	rates := map[string][]float64{}
	var all []string
	for _, p := range posts {
		if v := erReach(p); v.OK {
			g := group(p)
			if rates[g] == nil {
				all = append(all, g)
			}
			rates[g] = append(rates[g], v.N)
		}
	}
	slices.Sort(all)
	best := notably
	for _, g := range all {
		if g == "" {
			continue
		}
		var others []float64
		for _, h := range all {
			if h != g {
				others = append(others, rates[h]...)
			}
		}
		if len(rates[g]) < minGroup || len(others) < minGroup {
			continue
		}
		m, _ := reports.Median(rates[g])
		r, _ := reports.Median(others)
		if r > 0 && m/r >= best {
			best, name, in, out, k, rest = m/r, g, m, r, len(rates[g]), len(others)
		}
	}
	return name, in, out, k, rest
}

// findFormats: a format did notably better than the rest on its network.
func findFormats(a *analysis) []reports.Finding {
	var out []reports.Finding
	for _, n := range a.networks() {
		if g, in, rest, k, m := standout(a.allPosts(n, 0), postType); g != "" {
			out = append(out, reports.Found("H-03", fmt.Sprintf(groupText, n.Title(), "formato "+g, reports.Num(in, reports.Rate), k, reports.Num(rest, reports.Rate), m), "hoja Publicaciones",
				"Probar más contenidos de ese formato el próximo mes y volver a medir."))
		}
	}
	return out
}

// findTopics: a topic did notably better than the rest on its network.
func findTopics(a *analysis) []reports.Finding {
	var out []reports.Finding
	for _, n := range a.networks() {
		if g, in, rest, k, m := standout(a.allPosts(n, 0), a.topicOf); g != "" {
			out = append(out, reports.Found("H-04", fmt.Sprintf(groupText, n.Title(), "tema «"+g+"»", reports.Num(in, reports.Rate), k, reports.Num(rest, reports.Rate), m), "hoja Publicaciones",
				"Dar continuidad al tema mientras tenga noticias propias."))
		}
	}
	return out
}

// findBand: less than half of the posts went out in the band that was in force.
func findBand(a *analysis) []reports.Finding {
	v := a.bandShare(0)
	if !v.OK || v.N >= 0.5 {
		return nil
	}
	return []reports.Finding{reports.Found("H-05", fmt.Sprintf("Solo el %s de las publicaciones salió en la franja de mayor audiencia que regía.", v), "T8, T9",
		"Programar en la franja de "+reports.MonthName(a.now.Add(1))+" lo que no dependa de la hora del hecho.")}
}

// findPolicies: policies that are not kept.
func findPolicies(a *analysis) []reports.Finding {
	var broken []string
	for _, p := range a.policies {
		if p.verdict != fails {
			continue
		}
		failed := 0
		for _, e := range p.exceptions {
			if e.verdict == fails {
				failed++
			}
		}
		broken = append(broken, fmt.Sprintf("%s (%s)", p.id, reports.Plural(failed, "caso", "casos")))
	}
	if len(broken) == 0 {
		return nil
	}
	text := "No se cumple el lineamiento "
	if len(broken) > 1 {
		text = "No se cumplen los lineamientos "
	}
	return []reports.Finding{reports.Found("H-06", text+reports.Join(broken)+".", "T9, T10",
		"Revisar los casos de la hoja Excepciones con el responsable de cada cuenta y dejar la justificación de los que la tengan.")}
}

// slow is the median first answer, in office hours, from which the attention is called slow: one working day.
const slow = 9 * 60

// findSlowAnswers: less than half of what waits for an answer got one, or the median passes a working day.
func findSlowAnswers(a *analysis) []reports.Finding {
	s := a.attention.Sum(a.told)
	var told []string
	if s.Rate.OK && s.Rate.N < 0.5 {
		told = append(told, strings.TrimSuffix(fmt.Sprintf("se respondió el %s de las menciones que pedían respuesta%s", s.Rate, a.where()), ","))
	}
	if s.MedianOpen.OK && s.MedianOpen.N > slow {
		told = append(told, fmt.Sprintf("la primera respuesta tardó una mediana de %s de horario de atención", s.MedianOpen))
	}
	if len(told) == 0 {
		return nil
	}
	text := reports.Join(told)
	return []reports.Finding{reports.Found("H-07", strings.ToUpper(text[:1])+text[1:]+".", "T11",
		"Asignar turnos para responder en el horario de atención y remitir a la Ventanilla PQRSD lo que sea petición.")}
}

// findGaps: data of configured accounts are missing, so that figures stand on less than they could.
func findGaps(a *analysis) []reports.Finding {
	var names []string
	for _, acc := range a.accounts {
		if acc.listed && (!a.closing(acc, 0).OK || !a.posted(acc, 0).OK) {
			names = append(names, acc.label())
		}
	}
	if len(names) == 0 {
		return nil
	}
	to, verb := "A la cuenta de", "le faltan"
	if len(names) > 1 {
		to, verb = "A las cuentas de", "les faltan"
	}
	return []reports.Finding{reports.Found("H-08", fmt.Sprintf("%s %s %s capturas de seguidores o el exporte de contenido del mes.", to, reports.Join(names), verb), "T3",
		"Descargar los exportes el último día hábil y anotar los seguidores el último día del mes: varias redes no los dan hacia atrás.")}
}

// topicOf is the configured topic whose words a post holds; the one with most of them, the first in a tie.
func (a *analysis) topicOf(p *social.Post) string {
	text := " " + plainLetters(p.Text) + " "
	best, most := "", 0
	for _, t := range a.in.Office.Topics {
		n := 0
		for _, w := range t.Words {
			if w = plainLetters(w); w != "" && strings.Contains(text, " "+w+" ") {
				n++
			}
		}
		if n > most {
			best, most = t.Name, n
		}
	}
	return best
}
