package lexicon

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// appendHits turns the records of the last run into hits.
func (s *scratch) appendHits(dst []Hit) []Hit {
	slices.SortStableFunc(s.mods, func(a, b mod) int { return cmp.Compare(a.record, b.record) })
	first, at := len(dst), 0
	for k := range s.records {
		from := at
		for at < len(s.mods) && int(s.mods[at].record) == k {
			at++
		}
		dst = append(dst, s.hit(&s.records[k], s.mods[from:at]))
	}
	slices.SortStableFunc(dst[first:], func(a, b Hit) int { return cmp.Compare(a.Offset, b.Offset) })
	return dst
}

func (s *scratch) hit(r *record, mods []mod) Hit {
	e, n := &s.lex.entries[r.entry], &s.lex.notes[r.entry]
	h := Hit{Term: n.term, Weight: r.weight, Contribution: r.weight * r.factor, Negated: r.negated, Rule: ruleNames[e.rule],
		Table: n.file, Line: n.line, Regional: n.regional, Gloss: n.gloss, Modifier: s.modifiers(mods)}
	if r.start < 0 {
		h.Offset = len(s.original)
		return h
	}
	start := runeStart(s.original, s.offset(int(s.tokens[r.start].start)))
	end := runeStart(s.original, s.offset(int(s.tokens[r.end-1].end)))
	if end < start {
		end = start
	}
	h.Offset, h.Length, h.Text = start, end-start, s.original[start:end]
	return h
}

// modifiers writes the factors of a record: "grado (muy) ×1.4, negación (no) ×-1".
func (s *scratch) modifiers(mods []mod) string {
	var b strings.Builder
	for _, m := range mods {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(modNames[m.kind])
		if m.entry >= 0 {
			b.WriteString(" (" + s.lex.notes[m.entry].term + ")")
		}
		b.WriteString(" ×" + strconv.FormatFloat(m.factor, 'g', 4, 64))
	}
	return b.String()
}
