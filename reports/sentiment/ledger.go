package sentiment

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"pulso/pipeline/social"
	"pulso/reports"
)

// Names of what a correction changes.
const (
	fieldClass  = "clase"
	fieldTarget = "objetivo"
	fieldTopic  = "tema"
	fieldWord   = "término"
)

// A decision is what the ledger says of a mention in the end: the last line on each field counts.
type decision struct {
	class, target, topic string
	last                 reports.Correction
	met                  bool // the mention is among the month's
}

// readLedger gathers the corrections of the month's mentions.
func (a *analysis) readLedger() {
	a.ledger = map[string]*decision{}
	for _, c := range a.in.Corrections {
		if c.Key == "" || c.Month != a.month {
			continue
		}
		d := a.ledger[c.Key]
		if d == nil {
			d = &decision{}
			a.ledger[c.Key] = d
		}
		switch c.Field {
		case fieldClass:
			d.class = c.To
		case fieldTarget:
			d.target = c.To
		case fieldTopic:
			d.topic = c.To
		}
		d.last = c
	}
}

// correctionTable counts what the office corrected, by what it became (Q04).
func (a *analysis) correctionTable() *reports.Table {
	t := &reports.Table{
		ID: "T11b", Title: "Correcciones de la oficina en las menciones del mes (Q04)", Sheet: "Correcciones",
		Columns: []reports.Column{{Title: "Corrección", Width: 0.5}, {Title: "Menciones", Right: true}},
		Empty:   "La oficina no ha corregido menciones de este mes.",
	}
	counts := map[string]int{}
	reviewed := map[string]bool{}
	for _, m := range a.doubts.corrected {
		reviewed[m.Key] = true
		if m.Final != m.Sentiment {
			counts["clase: de "+reports.ClassName(m.Sentiment)+" a "+reports.ClassName(m.Final)]++
		}
		if d := a.ledger[m.Key]; d != nil && d.target != "" {
			counts["objetivo"]++
		}
		if d := a.ledger[m.Key]; d != nil && d.topic != "" {
			counts["tema"]++
		}
	}
	for _, m := range a.audit.read {
		reviewed[m.Key] = true
	}
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		t.Rows = append(t.Rows, row(what, reports.Int(counts[what])))
	}
	if n := len(reviewed); n > 0 {
		k := len(a.doubts.corrected)
		text := fmt.Sprintf("Menciones corregidas: %s de %s", reports.Fixed(float64(k), 0), reports.Plural(n, "mención revisada", "menciones revisadas"))
		if v := reports.Share(k, n, "menciones"); v.OK {
			text += " (" + v.String() + ")"
		}
		t.Notes = append(t.Notes, text+".")
	}
	lost := 0
	for _, d := range a.ledger {
		if !d.met {
			lost++
		}
	}
	if lost > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("Correcciones del registro cuya mención ya no está entre las válidas del mes: %d. Se conservan y se aplican si la mención vuelve.", lost))
	}
	return t
}

// wordTable lists what the office changed in its own lexicon since the month began; nil when it changed nothing.
func (a *analysis) wordTable() *reports.Table {
	t := &reports.Table{
		ID: "T12", Title: "Palabras que la oficina agregó o cambió en su léxico", Sheet: "Lexico_Propuesto",
		Columns: []reports.Column{{Title: "Término y peso", Width: 0.3}, {Title: "Antes", Width: 0.2}, {Title: "Motivo", Width: 0.3}, {Title: "Fecha", Width: 0.2}},
	}
	for _, c := range a.in.Corrections {
		if c.Field == fieldWord && c.On.InMonth().Compare(a.month) >= 0 {
			t.Rows = append(t.Rows, []reports.Cell{{Text: c.To}, {Text: cmp.Or(c.From, "no estaba")}, {Text: c.Reason}, {Text: reports.Day(c.On)}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// meet notes that a mention of the ledger is among the month's.
func (a *analysis) meet(m *social.Scored) {
	if d := a.ledger[m.Key]; d != nil {
		d.met = true
	}
}
