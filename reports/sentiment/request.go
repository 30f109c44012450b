package sentiment

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

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

// An alarmWord is one of the words of an alarm.
type alarmWord struct {
	alarm int
	word  string
}

// alarmWords are the words of all alarms, by their first letter.
var alarmWords = func() (by [256][]alarmWord) {
	for i, a := range alarms {
		for _, w := range a.words {
			by[w[0]] = append(by[w[0]], alarmWord{i, w})
		}
	}
	return by
}()

// alert looks a valid mention over for alarms.
func (a *analysis) alert(m *social.Scored) {
	a.flat = appendFlat(a.flat[:0], m.Text)
	raised := 0 // a bit for each alarm
	for i := range a.flat {
		if i > 0 && a.flat[i-1] != ' ' {
			continue
		}
		for _, w := range alarmWords[a.flat[i]] {
			if raised>>w.alarm&1 == 0 && bytes.HasPrefix(a.flat[i:], []byte(w.word)) {
				raised |= 1 << w.alarm
				a.raised[w.alarm].n++
				a.raised[w.alarm].keys = leastStrings(a.raised[w.alarm].keys, m.Key, 3)
			}
		}
	}
}

// appendFlat appends a text's words in lower case without accents, one space between them. Handles are left out, whose
// letters tell nothing: @EmergenciasPE is no emergency.
func appendFlat(to []byte, text string) []byte {
	space, handle := false, false
	for i, r := range text {
		letter := unicode.IsLetter(r) || unicode.IsNumber(r)
		if handle = handle && (letter || strings.ContainsRune("_.-", r)) || r == '@' && startsHandle(text[i+1:]); handle || !letter {
			space = true
			continue
		}
		if space && len(to) > 0 {
			to = append(to, ' ')
		}
		space = false
		to = utf8.AppendRune(to, reports.Bare(r))
	}
	return to
}
func startsHandle(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size > 0 && (unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("_.-", r))
}

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
