package reports

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"pulso/lexicon"
	"pulso/pipeline/social"
)

// PetitionTypes are the intents that the office should read, with the name of their type and whether they wait for an
// answer. Waiting for an answer is more than a petition: an unresolved complaint waits for one and asks for nothing.
var PetitionTypes = map[lexicon.Intent]struct {
	Name       string
	Answerable bool
}{
	lexicon.Petition:     {"petición", true},
	lexicon.Question:     {"información", true},
	lexicon.Complaint:    {"queja", true},
	lexicon.Claim:        {"reclamo", true},
	lexicon.Denunciation: {"denuncia", true},
	lexicon.Suggestion:   {"sugerencia", false},
}

// Networks are those whose inputs bring the office's answers, in the order of print; all says whether every network
// that has requests is among them.
func (a *Attention) Networks() (names []string, all bool) {
	for _, n := range social.Networks {
		if a.Told(n) {
			names = append(names, n.Title())
		}
	}
	all = !slices.ContainsFunc(a.Requests, func(q Request) bool { return !a.Told(q.Network) })
	return names, all
}

// A Request is a mention that waits for an answer, and the answer if there is one.
type Request struct {
	Key       string
	Network   social.Network
	Type      string
	Class     lexicon.Polarity
	At        time.Time
	Dated     bool // the hour is known, not only the day
	Answered  bool
	AnswerAt  time.Time
	Minutes   Value // to the first answer
	OpenTime  Value // of those, minutes in office hours
	InHours   bool  // asked while the office was open
	thread    string
	precision social.Precision
}

// Attention is what the month's mentions say of how the office answers.
type Attention struct {
	Received int // valid mentions
	Requests []Request
	Replies  int // answers by official accounts that say what they answer
	// byNetwork are the answers of each network: a network without any is one whose files do not bring them.
	byNetwork map[social.Network]int
}

// Told says whether the inputs of a network bring the office's answers at all. Where they do not, nobody knows what
// was answered.
func (a *Attention) Told(n social.Network) bool { return a.byNetwork[n] > 0 }

// A reply is an official answer; dated when its hour is known, not only the day.
type reply struct {
	at    time.Time
	dated bool
}

// attendance gathers an Attention in one pass: citizens' requests, and the first official reply that names each as its
// parent. A reply of which only the day is known counts as an answer without a time.
type attendance struct {
	office *Office
	zone   *time.Location
	found  Attention
	first  map[string]reply // by thread
}

func newAttendance(o *Office, zone *time.Location) attendance {
	return attendance{office: o, zone: zone, found: Attention{byNetwork: map[social.Network]int{}}, first: map[string]reply{}}
}

func (a *attendance) add(m *social.Scored) {
	switch m.Status {
	case social.Own:
		if m.ParentID == "" {
			return
		}
		a.found.Replies++
		a.found.byNetwork[m.Network]++
		thread := string(m.Network) + ":" + m.ParentID
		if r, ok := a.first[thread]; !ok || m.PublishedAt.Before(r.at) {
			a.first[thread] = reply{m.PublishedAt, m.Precision != social.Day}
		}
	case social.Valid:
		a.found.Received++
		kind := PetitionTypes[lexicon.Intent(m.Intent)]
		if !kind.Answerable {
			return
		}
		dated := m.Precision != social.Day
		a.found.Requests = append(a.found.Requests, Request{Key: m.Key, Network: m.Network, Type: kind.Name, Class: m.Final, At: m.PublishedAt,
			Dated: dated, InHours: dated && a.office.Open(m.PublishedAt, a.zone), thread: string(m.Network) + ":" + m.ID, precision: m.Precision})
	}
}

// attention is what was gathered, the requests by time.
func (a *attendance) attention() *Attention {
	slices.SortFunc(a.found.Requests, func(x, y Request) int { return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Key, y.Key)) })
	for i := range a.found.Requests {
		q := &a.found.Requests[i]
		r, ok := a.first[q.thread]
		q.Minutes, q.OpenTime = NoValue("sin respuesta", Minutes), NoValue("sin respuesta", Minutes)
		if !ok || r.at.Before(q.At) && q.Dated {
			continue
		}
		q.Answered, q.AnswerAt = true, r.at
		if !q.Dated || !r.dated {
			q.Minutes, q.OpenTime = NoValue("sin hora", Minutes), NoValue("sin hora", Minutes)
			continue
		}
		q.Minutes = Num(r.at.Sub(q.At).Minutes(), Minutes)
		q.OpenTime = Num(a.office.OpenMinutes(q.At, r.at, a.zone), Minutes)
	}
	return &a.found
}

// noReplies is said where the inputs hold no answer at all: silence of the files, not of the office.
const noReplies = "los insumos no traen respuestas de las cuentas oficiales"

// An Answering sums up some of the requests.
type Answering struct {
	Answerable  int
	Answered    Value // count
	Rate        Value // A01
	Median      Value // A02
	P90         Value
	MedianOpen  Value // A02 in office hours
	InHours     int   // of the answerable, asked in office hours
	OutOfHours  int   // asked outside of them
	Undated     int   // of which only the day is known
	AnsweredIn  Value // of those in office hours, answered
	AnsweredOut Value // of those outside, answered
}

// Sum is the answering of the requests for which keep is true; nil keeps all.
func (a *Attention) Sum(keep func(*Request) bool) Answering {
	var s Answering
	var minutes, open []float64
	answered, in, out, told := 0, 0, 0, 0
	silent := map[string]bool{}
	for i := range a.Requests {
		q := &a.Requests[i]
		if keep != nil && !keep(q) {
			continue
		}
		s.Answerable++
		switch {
		case !q.Dated:
			s.Undated++
		case q.InHours:
			s.InHours++
		default:
			s.OutOfHours++
		}
		if a.Told(q.Network) {
			told++
		} else {
			silent[q.Network.Title()] = true
		}
		if !q.Answered {
			continue
		}
		answered++
		switch {
		case !q.Dated:
		case q.InHours:
			in++
		default:
			out++
		}
		if q.Minutes.OK {
			minutes, open = append(minutes, q.Minutes.N), append(open, q.OpenTime.N)
		}
	}
	if a.Replies == 0 || told == 0 && s.Answerable > 0 {
		s.Answered, s.AnsweredIn, s.AnsweredOut = NoValue(noReplies, Count), NoValue(noReplies, Count), NoValue(noReplies, Count)
		s.Rate, s.Median, s.P90, s.MedianOpen = NoValue(noReplies, Rate), NoValue(noReplies, Minutes), NoValue(noReplies, Minutes), NoValue(noReplies, Minutes)
		return s
	}
	s.Answered, s.AnsweredIn, s.AnsweredOut = Int(answered), Int(in), Int(out)
	s.Rate = Share(answered, told, "menciones por responder")
	s.Median, s.P90, s.MedianOpen = quantile(minutes, 0.5), quantile(minutes, 0.9), quantile(open, 0.5)
	if len(silent) > 0 {
		note := fmt.Sprintf("sobre %d: los insumos de %s no traen respuestas", told, Join(slices.Sorted(maps.Keys(silent))))
		s.Answered, s.Rate = s.Answered.With(note), s.Rate.With(note)
	}
	return s
}

func quantile(minutes []float64, p float64) Value {
	m, ok := Percentile(minutes, p)
	if !ok {
		return NoValue("sin respuestas con hora", Minutes)
	}
	return Num(m, Minutes)
}

// AnsweringColumns and AnsweringCells are a table of answerings by something.
func AnsweringColumns(label string) []Column {
	return []Column{{Title: label, Width: 0.18}, {Title: "Por responder", Right: true}, {Title: "Respondidas", Right: true, Width: 0.13}, {Title: "Tasa (A01)", Right: true},
		{Title: "Mediana (A02)", Right: true}, {Title: "Percentil 90", Right: true}, {Title: "Mediana en horario", Right: true}}
}

// AnsweringCells is the row of s under AnsweringColumns.
func AnsweringCells(label string, s Answering) []Cell {
	answerable := Int(s.Answerable)
	return []Cell{{Text: label}, {Value: &answerable}, {Value: &s.Answered}, {Value: &s.Rate}, {Value: &s.Median}, {Value: &s.P90}, {Value: &s.MedianOpen}}
}

// AttentionSheet is the sheet Atencion: one row for each request.
func AttentionSheet(a *Attention, zone *time.Location) Sheet {
	row := func(q *Request) []Datum {
		var answered, at, inHours Datum
		if a.Told(q.Network) {
			answered = q.Answered
		}
		if q.Answered {
			at = TimeCell(q.AnswerAt, social.Minute, zone)
		}
		if q.Dated {
			inHours = q.InHours
		}
		return []Datum{q.Key, q.Network.Title(), q.Type, ClassName(q.Class), TimeCell(q.At, q.precision, zone), social.DateOf(q.At, zone), inHours, answered, at, q.Minutes.Cell(), q.OpenTime.Cell()}
	}
	rows := func(yield func([]Datum, error) bool) {
		for i := range a.Requests {
			if !yield(row(&a.Requests[i]), nil) {
				return
			}
		}
	}
	return Sheet{
		Name: "Atencion", Table: "Atencion", Freeze: true, Rows: rows,
		Purpose: "Una fila por mención que pide respuesta, con la primera respuesta oficial.",
		Columns: []SheetColumn{
			{Name: "id_mencion", Doc: "Clave de la mención.", Type: ID, Width: 30},
			{Name: "red", Doc: "Red social.", Type: Text, Width: 14},
			{Name: "tipo", Doc: "Tipo probable: petición, información, queja, reclamo o denuncia.", Type: Text},
			{Name: "clase", Doc: "Clase final de la mención.", Type: Text, Width: 12},
			{Name: "fecha_hora", Doc: "Momento de la mención, hora de Colombia; vacío si solo se conoce el día.", Type: DateTime},
			{Name: "fecha", Doc: "Día de la mención.", Type: DateOnly},
			{Name: "en_horario", Doc: "Sí cuando llegó en horario de atención, sin fines de semana ni festivos; vacío si no se conoce la hora.", Type: YesNo},
			{Name: "respondida", Doc: "Sí cuando una cuenta oficial la respondió; vacío si los insumos de la red no traen respuestas oficiales.", Type: YesNo},
			{Name: "respondida_en", Doc: "Momento de la primera respuesta; vacío si no la hay.", Type: DateTime},
			{Name: "minutos", Doc: "Minutos hasta la primera respuesta.", Type: Decimal},
			{Name: "minutos_en_horario", Doc: "De esos, los que cayeron en horario de atención.", Type: Decimal},
		},
	}
}
