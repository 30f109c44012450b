package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// A Conflict is a correction that does not simply apply. It is shown, and what was done about it is said.
type Conflict struct {
	Mention   string           `json:"mention"`
	Field     string           `json:"field"`
	What      string           `json:"what"` // Spanish
	Decisions []store.Decision `json:"decisions"`
}

// A ledger is the analysts' decisions that bear on one month, and what became of them.
type ledger struct {
	month     social.Month
	decisions map[string][]store.Decision // by mention, in the order in which they were made
	met       map[string]bool
	used      []store.Decision
	applied   int
	conflicts []Conflict
}

func newLedger(m social.Month, all []store.Decision) *ledger {
	l := &ledger{month: m, decisions: map[string][]store.Decision{}, met: map[string]bool{}}
	for _, d := range all {
		l.decisions[d.Mention] = append(l.decisions[d.Mention], d)
	}
	return l
}

// apply corrects a mention by what was decided about it. The last decision on a field counts; that two analysts
// disagreed is shown. A decision about other words than the mention now has does not count: it was about another text.
func (l *ledger) apply(m *social.Scored) {
	decisions := l.decisions[m.Key]
	if len(decisions) == 0 || m.Status == social.Duplicate {
		return
	}
	l.met[m.Key] = true
	l.used = append(l.used, decisions...)
	for _, field := range []string{store.FieldSentiment, store.FieldTarget, store.FieldTopic} {
		of := slices.DeleteFunc(slices.Clone(decisions), func(d store.Decision) bool { return d.Field != field })
		if len(of) == 0 {
			continue
		}
		last := of[len(of)-1]
		if last.Text != "" && last.Text != store.TextHash(m.Text) {
			l.conflict(of, "el texto de la mención cambió después de la corrección: no se aplica, revísela otra vez")
			continue
		}
		if disagree(of) {
			l.conflict(of, fmt.Sprintf("dos analistas decidieron distinto: se aplica la última decisión, de %s", last.Analyst))
		}
		l.set(m, last)
	}
}

// disagree says whether different analysts' last words on a field differ.
func disagree(decisions []store.Decision) bool {
	last := map[string]string{}
	for _, d := range decisions {
		last[d.Analyst] = d.To
	}
	to := decisions[len(decisions)-1].To
	for _, said := range last {
		if said != to {
			return true
		}
	}
	return false
}

func (l *ledger) set(m *social.Scored, d store.Decision) {
	l.applied++
	switch d.Field {
	case store.FieldSentiment:
		m.Final, _ = social.ParsePolarity(d.To)
		m.FinalBy = store.ByAnalyst
	case store.FieldTarget:
		m.Target, m.TargetRule, m.TargetEvidence = d.To, social.TargetAnalyst, ""
	case store.FieldTopic:
		m.Topic = d.To
	}
}

func (l *ledger) conflict(decisions []store.Decision, what string) {
	l.conflicts = append(l.conflicts, Conflict{Mention: decisions[0].Mention, Field: decisions[0].Field, What: what, Decisions: decisions})
}

// end says, once every mention has passed, which corrections of the month met none.
func (l *ledger) end() {
	for key, decisions := range l.decisions {
		if l.met[key] || decisions[len(decisions)-1].Month != l.month {
			continue
		}
		l.used = append(l.used, decisions...)
		l.conflict(decisions, "la mención ya no está en el mes: la corrección no se aplica")
	}
	slices.SortStableFunc(l.conflicts, func(a, b Conflict) int {
		return strings.Compare(a.Mention+"\x00"+a.Field, b.Mention+"\x00"+b.Field)
	})
}

// outcome is what the manifest says of the corrections.
func (l *ledger) outcome() store.Corrections {
	if len(l.used) == 0 {
		return store.Corrections{}
	}
	lines := make([]string, 0, len(l.used))
	for _, d := range l.used {
		b, err := json.Marshal(d)
		if err != nil {
			continue // a decision that was read from JSON can be written as JSON
		}
		lines = append(lines, string(b))
	}
	slices.Sort(lines)
	return store.Corrections{SHA256: store.Hash([]byte(strings.Join(lines, "\n"))), Applied: l.applied, Conflicts: len(l.conflicts)}
}
