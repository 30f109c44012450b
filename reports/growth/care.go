package growth

import (
	"fmt"
	"slices"

	"pulso/pipeline/social"
	"pulso/reports"
)

// care is the section on how citizens are answered.
func care(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "atencion", Title: "Interacción y atención"}
	t := &reports.Table{
		ID: "T11", Title: "Menciones que piden respuesta, y respuestas", Sheet: "Atencion", Columns: reports.AnsweringColumns("Red"),
		Empty: "Ninguna mención válida del mes pide respuesta.",
		Notes: []string{"Piden respuesta las preguntas, peticiones, quejas, reclamos y denuncias probables. La tasa va con 30 o más. El horario de atención descuenta noches, fines de semana y festivos de Colombia."},
	}
	if a.attention.Replies == 0 && len(a.attention.Requests) > 0 {
		s.Blocks = append(s.Blocks, &reports.Notice{Text: "Los insumos no traen respuestas de las cuentas oficiales enlazadas a las menciones: no se puede medir la atención. No significa que la oficina no haya respondido."})
		t.Columns = []reports.Column{{Title: "Red", Width: 0.4}, {Title: "Por responder", Right: true}, {Title: "En horario de atención", Right: true}, {Title: "Fuera de horario", Right: true}, {Title: "Sin hora conocida", Right: true}}
		t.Notes = t.Notes[:1]
	}
	for _, n := range append(slices.Clone(social.Networks), "") {
		keep := func(q *reports.Request) bool { return n == "" || q.Network == n }
		sum := a.attention.Sum(keep)
		if sum.Answerable == 0 {
			continue
		}
		label := n.Title()
		if n == "" {
			label = "Todas"
		}
		if a.attention.Replies == 0 {
			t.Rows = append(t.Rows, row(label, reports.Int(sum.Answerable), reports.Int(sum.InHours), reports.Int(sum.OutOfHours), reports.Int(sum.Undated)))
		} else {
			t.Rows = append(t.Rows, reports.AnsweringCells(label, sum))
		}
	}
	s.Blocks = append(s.Blocks, t)
	if a.attention.Replies > 0 && len(t.Rows) > 0 {
		all := a.attention.Sum(a.told)
		s.Blocks = append(s.Blocks, &reports.Paragraph{Rule: "C-06", Text: fmt.Sprintf("De %s que pedían respuesta%s se respondieron %s; de las %s que llegaron en horario de atención, %s, y de las %s que llegaron por fuera, %s.",
			reports.Plural(all.Answerable, "mención", "menciones"), a.where(), all.Answered, reports.Fixed(float64(all.InHours), 0), all.AnsweredIn, reports.Fixed(float64(all.OutOfHours), 0), all.AnsweredOut)})
	}
	s.Blocks = append(s.Blocks, reports.PetitionTable("T12", a.petitions, a.now))
	if text := a.in.SayOnTime(); text != "" {
		s.Blocks = append(s.Blocks, &reports.Paragraph{Rule: "C-07", Text: text})
	}
	return s, nil
}

// told says whether the inputs of a request's network bring answers: only there is an unanswered one known to be so.
func (a *analysis) told(q *reports.Request) bool { return a.attention.Told(q.Network) }

// where limits a sentence on answers to the networks whose inputs bring them; empty when all do.
func (a *analysis) where() string {
	names, all := a.attention.Networks()
	if all {
		return ""
	}
	return " en " + reports.Join(names) + ", de donde los insumos traen las respuestas,"
}
