package sentiment

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// An alarm is a kind of mention that somebody should read today, and the words that give it away. They find more
// than they should: it is a list to look at, not a count of facts.
type alarm struct {
	name  string
	words []string
}

var alarms = []alarm{
	{"Emergencia o riesgo para personas", []string{"emergencia", "auxilio", "se esta inundando", "inundados", "inundacion", "incendio", "derrumbe", "desplome", "herido", "heridos", "ahogado", "explosion", "fuga de gas", "electrocut", "cable caido", "cables caidos"}},
	{"Amenaza o violencia", []string{"amenaza de muerte", "me amenazaron", "nos amenazaron", "amenazados", "extorsion", "extorsionan", "vacuna a los comerciantes", "lo van a matar", "los vamos a matar", "balacera", "sicario", "sicarios"}},
	{"Corte de un servicio", []string{"sin agua", "sin luz", "sin energia", "sin gas", "no hay agua", "no hay luz", "no hay energia", "se fue la luz", "se fue el agua", "cortaron el agua", "cortaron la luz", "apagon"}},
}

// A raised alarm is what was found of it.
type raised struct {
	n    int
	keys []string
}

// anyHandle is a handle, whose letters tell nothing: @EmergenciasPE is no emergency.
var anyHandle = regexp.MustCompile(`@[\p{L}\p{N}_.\-]+`)

// alert looks a valid mention over for alarms.
func (a *analysis) alert(m *social.Scored) {
	text := " " + flat(anyHandle.ReplaceAllString(m.Text, " ")) + " "
	for i := range alarms {
		if slices.ContainsFunc(alarms[i].words, func(w string) bool { return strings.Contains(text, " "+w) }) {
			a.raised[i].n++
			a.raised[i].keys = leastStrings(a.raised[i].keys, m.Key, 3)
		}
	}
}

var unaccent = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u")

// flat is a text's words in lower case without accents.
func flat(s string) string { return unaccent.Replace(social.NormalText(s)) }

// requests is the section on probable petitions and alarms.
func requests(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "peticiones", Title: "Peticiones y alertas"}
	s.Blocks = append(s.Blocks, reports.PetitionTable("T9", a.petitions, a.month))
	if text := a.in.SayOnTime(); text != "" {
		s.Blocks = append(s.Blocks, &reports.Paragraph{Rule: "S-07", Text: text})
	}
	t := &reports.Table{
		ID: "T9b", Title: "Alertas por palabras", Sheet: "Menciones",
		Columns: []reports.Column{{Title: "Alerta", Width: 0.4}, {Title: "Menciones", Right: true}, {Title: "Para ver en la base", Width: 0.4}},
		Empty:   "Ninguna mención válida tiene las palabras de alerta.",
		Notes:   []string{"Las alertas se buscan por palabras y pueden equivocarse: sirven para leer pronto, no para contar hechos."},
	}
	for i, r := range a.raised {
		if r.n > 0 {
			t.Rows = append(t.Rows, append(row(alarms[i].name, reports.Int(r.n)), reports.Cell{Text: shortKeys(r.keys)}))
		}
	}
	s.Blocks = append(s.Blocks, t)
	return s, nil
}

// response is the section on what the entity answered.
func response(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "respuesta", Title: "Respuesta de la entidad"}
	if a.attention.Replies == 0 {
		s.Blocks = append(s.Blocks, &reports.Notice{Text: "Los insumos no traen respuestas de las cuentas oficiales enlazadas a las menciones: no se puede medir la respuesta. No significa que la oficina no haya respondido."})
		return s, nil
	}
	t := &reports.Table{
		ID: "T11", Title: "Menciones que piden respuesta, y respuestas", Sheet: "Atencion", Columns: reports.AnsweringColumns("Menciones"),
		Notes: []string{"Piden respuesta las preguntas, peticiones, quejas, reclamos y denuncias probables."},
	}
	t.Rows = append(t.Rows,
		reports.AnsweringCells("Negativas", a.attention.Sum(func(q *reports.Request) bool { return q.Class == lexicon.Negative })),
		reports.AnsweringCells("Las demás", a.attention.Sum(func(q *reports.Request) bool { return q.Class != lexicon.Negative })),
		reports.AnsweringCells("Todas", a.attention.Sum(nil)))
	s.Blocks = append(s.Blocks, t)
	return s, nil
}

// readRequests reads what the mentions ask and what was answered.
func (a *analysis) readRequests() (err error) {
	if a.attention, err = reports.AttendTo(a.in.Current.Mentions, &a.in.Office, a.in.Zone); err != nil {
		return fmt.Errorf("leer las menciones: %w", err)
	}
	if a.petitions, err = a.in.Proposals(); err != nil {
		return fmt.Errorf("leer las menciones: %w", err)
	}
	return nil
}
