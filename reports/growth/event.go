package growth

import (
	"slices"
	"strings"
	"time"

	"pulso/pipeline/social"
	"pulso/reports"
)

// An event is judged by the first post that names it and by one that closes it.
const (
	// prompt is within how long of its beginning an event must have a post.
	prompt = 60 * time.Minute
	// closingTime is how long after its end a post still closes it.
	closingTime = 24 * time.Hour
)

// A coveredEvent is what the posts say of an event of the list.
type coveredEvent struct {
	reports.Event
	first   *social.Post // first post that names it from its beginning on; nil when there is none
	last    *social.Post // first one after its end; nil when there is none, or its end is unknown
	minutes reports.Value
}

// loadEvents finds the month's events with their coverage, by their beginning.
func (a *analysis) loadEvents() {
	for _, e := range a.in.Events {
		if social.MonthOf(e.Start, a.in.Zone) == a.now {
			a.events = append(a.events, a.cover(e))
		}
	}
	slices.SortStableFunc(a.events, func(x, y coveredEvent) int { return x.Start.Compare(y.Start) })
}

func (a *analysis) cover(e reports.Event) coveredEvent {
	c := coveredEvent{Event: e, minutes: reports.NoValue("sin publicación que lo nombre", reports.Minutes)}
	until := e.Start.Add(closingTime)
	if !e.End.IsZero() {
		until = e.End.Add(closingTime)
	}
	for _, p := range a.allPosts("", 0) {
		if p.Precision == social.Day || p.PublishedAt.Before(e.Start) || p.PublishedAt.After(until) || !names(e, p) {
			continue
		}
		if c.first == nil || p.PublishedAt.Before(c.first.PublishedAt) {
			c.first = p
		}
		if !e.End.IsZero() && !p.PublishedAt.Before(e.End) && (c.last == nil || p.PublishedAt.Before(c.last.PublishedAt)) {
			c.last = p
		}
	}
	if c.first != nil {
		c.minutes = reports.Num(c.first.PublishedAt.Sub(e.Start).Minutes(), reports.Minutes)
	}
	return c
}

// names says whether a post is about an event: it holds one of its words or hashtags, or most of its name.
func names(e reports.Event, p *social.Post) bool {
	if len(e.Networks) > 0 && !slices.Contains(e.Networks, p.Network) {
		return false
	}
	text := " " + plainLetters(p.Text) + " "
	for _, w := range e.Words {
		if n := plainLetters(w); n != "" && strings.Contains(text, " "+n+" ") {
			return true
		}
	}
	return alike(longWords(e.Name), wordSet(p.Text))
}

// closed says whether the event had a closing post; ok is false when its end is unknown.
func (c *coveredEvent) closed() (yes, ok bool) { return c.last != nil, !c.End.IsZero() }

// realTime is P6: coverage while it happens, and when it ends.
func realTime(a *analysis) policy {
	p := policy{id: "P6", text: "Cubrir los eventos en tiempo real y al finalizar", measure: "eventos con publicación en la primera hora y de cierre (K17)", target: "todos"}
	if a.in.Events == nil {
		p.result, p.verdict = reports.NoValue("sin lista de eventos", reports.Count), noEvidence
		return p
	}
	kept, failed, unknown := 0, 0, 0
	for i := range a.events {
		e := &a.events[i]
		var why []string
		if e.first == nil {
			why = append(why, "ninguna publicación lo nombra")
		} else if e.minutes.N > prompt.Minutes() {
			why = append(why, "primera publicación a los "+e.minutes.String())
		}
		yes, known := e.closed()
		if known && !yes && e.first != nil {
			why = append(why, "sin publicación de cierre")
		}
		switch {
		case len(why) > 0:
			failed++
			p.exceptions = append(p.exceptions, a.eventException(p.id, e, reports.Join(why), fails))
		case !known:
			unknown++
			p.exceptions = append(p.exceptions, a.eventException(p.id, e, "la lista no dice a qué hora terminó", noEvidence))
		default:
			kept++
		}
	}
	p.result = reports.NoValue("sin eventos en el mes", reports.Count)
	if len(a.events) > 0 {
		p.result = reports.Int(kept).With("de " + reports.Plural(len(a.events), "evento", "eventos"))
	}
	p.verdict = judge(kept, failed, unknown)
	return p
}

// streaming is P7: whether to broadcast was decided beforehand.
func streaming(a *analysis) policy {
	p := policy{id: "P7", text: "Definir con anterioridad si el evento se transmite", measure: "eventos con transmisión decidida antes", target: "todos"}
	if a.in.Events == nil {
		p.result, p.verdict = reports.NoValue("sin lista de eventos", reports.Count), noEvidence
		return p
	}
	kept, failed := 0, 0
	for i := range a.events {
		e := &a.events[i]
		switch {
		case !e.StreamPlanned.OK:
			failed++
			p.exceptions = append(p.exceptions, a.eventException(p.id, e, "no se decidió antes si se transmitía", fails))
		case e.StreamDone.OK && e.StreamDone.V != e.StreamPlanned.V:
			failed++
			why := "se transmitió sin haberlo previsto"
			if e.StreamPlanned.V {
				why = "se previó transmitir y no se hizo"
			}
			p.exceptions = append(p.exceptions, a.eventException(p.id, e, why, fails))
		default:
			kept++
		}
	}
	p.result = reports.NoValue("sin eventos en el mes", reports.Count)
	if len(a.events) > 0 {
		p.result = reports.Int(kept).With("de " + reports.Plural(len(a.events), "evento", "eventos"))
	}
	p.verdict = judge(kept, failed, 0)
	p.note = "Según la lista de eventos de la oficina, que no dice cuándo se decidió."
	return p
}

func (a *analysis) eventException(policy string, e *coveredEvent, why, verdict string) exception {
	x := exception{policy: policy, account: "eventos", what: reports.Moment(e.Start, social.Minute, a.in.Zone) + " · " + e.Name, why: why, verdict: verdict}
	if e.first != nil {
		x.link = e.first.Permalink
	}
	return x
}

// eventSection is the section on events; without blocks when the office gave no list.
func eventSection(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "eventos", Title: "Eventos y transmisiones"}
	if a.in.Events == nil {
		return s, nil
	}
	t := &reports.Table{
		ID: "T14", Title: "Cobertura de los eventos (K17)", Sheet: "Eventos",
		Columns: []reports.Column{{Title: "Evento", Width: 0.26}, {Title: "Inicio", Width: 0.13}, {Title: "Primera publicación", Right: true, Width: 0.15}, {Title: "Cierre", Width: 0.12}, {Title: "Transmisión prevista", Width: 0.13}, {Title: "Transmisión hecha", Width: 0.12}, {Title: "Espectadores", Right: true}},
		Empty:   "La lista no tiene eventos en el mes.",
		Notes:   []string{"La primera publicación se cuenta desde el inicio del evento. El cierre es una publicación desde su final hasta 24 horas después."},
	}
	for i := range a.events {
		e := &a.events[i]
		viewers := reports.FromOpt(e.Viewers, "sin dato")
		t.Rows = append(t.Rows, []reports.Cell{{Text: e.Name}, {Text: reports.Moment(e.Start, social.Minute, a.in.Zone)}, {Value: &e.minutes}, {Text: e.closure()}, {Text: optWord(e.StreamPlanned, "no se decidió")}, {Text: optWord(e.StreamDone, "sin dato")}, {Value: &viewers}})
	}
	s.Blocks = append(s.Blocks, t)
	return s, nil
}

func (c *coveredEvent) closure() string {
	yes, ok := c.closed()
	if !ok {
		return "sin hora final"
	}
	return strings.ToLower(reports.YesOrNo(yes))
}

func optWord(o social.Opt[bool], missing string) string {
	if !o.OK {
		return missing
	}
	return strings.ToLower(reports.YesOrNo(o.V))
}

func optCell(o social.Opt[bool]) reports.Datum {
	if !o.OK {
		return nil
	}
	return o.V
}

func (a *analysis) eventSheet() reports.Sheet {
	var rows reports.Rows
	for i := range a.events {
		e := &a.events[i]
		var first, last, closed reports.Datum
		if e.first != nil {
			first = reports.TimeCell(e.first.PublishedAt, social.Minute, a.in.Zone)
		}
		if e.last != nil {
			last = reports.TimeCell(e.last.PublishedAt, social.Minute, a.in.Zone)
		}
		if yes, ok := e.closed(); ok {
			closed = yes
		}
		rows = append(rows, []reports.Datum{e.Name, reports.TimeCell(e.Start, social.Minute, a.in.Zone), reports.TimeCell(e.End, social.Minute, a.in.Zone), first, e.minutes.Cell(), last, closed, optCell(e.StreamPlanned), optCell(e.StreamDone), reports.OptCell(e.Viewers)})
	}
	return reports.Sheet{
		Name: "Eventos", Table: "Eventos", Freeze: true, Rows: rows.All(),
		Purpose: "Una fila por evento de la lista de la oficina, con su cobertura. Vacía si no se entregó la lista.",
		Columns: []reports.SheetColumn{
			{Name: "evento", Doc: "Nombre del evento.", Type: reports.Text, Width: 40},
			{Name: "inicio", Doc: "Comienzo, hora de Colombia.", Type: reports.DateTime},
			{Name: "fin", Doc: "Final; vacío si la lista no lo dice.", Type: reports.DateTime},
			{Name: "primera_publicacion", Doc: "Primera publicación que lo nombra desde su inicio.", Type: reports.DateTime},
			{Name: "minutos", Doc: "Minutos del inicio a la primera publicación (K17).", Type: reports.Decimal},
			{Name: "publicacion_cierre", Doc: "Primera publicación desde el final hasta 24 horas después.", Type: reports.DateTime},
			{Name: "tuvo_cierre", Doc: "Sí cuando hubo publicación de cierre; vacío si no se sabe cuándo terminó.", Type: reports.YesNo},
			{Name: "transmision_prevista", Doc: "Sí o No según la lista; vacío si no se decidió.", Type: reports.YesNo},
			{Name: "transmision_hecha", Doc: "Sí o No según la lista; vacío si no se dice.", Type: reports.YesNo},
			{Name: "espectadores", Doc: "Máximo de espectadores simultáneos.", Type: reports.Integer},
		},
	}
}
