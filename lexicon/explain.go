package lexicon

import (
	"sort"
	"strconv"
	"strings"
)

// appendHits turns the records of the last run into hits.
func (s *scratch) appendHits(dst []Hit, text string) []Hit {
	first := len(dst)
	for k := range s.records {
		dst = append(dst, s.hit(k))
	}
	hits := dst[first:]
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].Offset < hits[j].Offset })
	return dst
}

func (s *scratch) hit(k int) Hit {
	r := &s.records[k]
	e, n := &s.lex.entries[r.entry], &s.lex.notes[r.entry]
	h := Hit{Term: n.term, Weight: r.weight, Contribution: r.weight * r.factor, Negated: r.negated, Rule: ruleNames[e.rule],
		Table: n.file, Line: n.line, Regional: n.regional, Gloss: n.gloss, Modifier: s.modifiers(int32(k))}
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

// modifiers writes the factors of a record: "muy ×1.4, negación (no) ×-0.6".
func (s *scratch) modifiers(k int32) string {
	var b strings.Builder
	for _, m := range s.mods {
		if m.record != k {
			continue
		}
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
