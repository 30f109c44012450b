package lexicon

// A Negation is a negator and the part of the text that it reaches. Offsets
// are bytes into the text.
type Negation struct {
	Cue   [2]int
	Scope [2]int // empty when the negator reaches nothing
}

// Negations returns the negators of a text with their scopes, in reading
// order. A scope ends with the clause: at a mark, at a contrast word, and
// before a word that opens another clause.
func (l *Lexicon) Negations(text string) []Negation {
	s := l.scratch()
	s.prepare(text)
	var out []Negation
	var f finding
	for i := 0; i < len(s.tokens); i++ {
		if s.findAt(i, &f); !f.found || !f.any[roleNegator] {
			continue
		}
		end := int(f.end[roleNegator])
		if l.entries[f.entry[roleNegator]].kind&sideNone == 0 {
			out = append(out, s.negation(i, end))
		}
		i = end - 1
	}
	l.pool.Put(s)
	return out
}

func (s *scratch) negation(i, end int) Negation {
	cue := [2]int{s.offset(int(s.tokens[i].start)), s.offset(int(s.tokens[end-1].end))}
	n := Negation{Cue: cue, Scope: [2]int{cue[1], cue[1]}}
	if until := s.scopeEnd(end); until > end {
		n.Scope = [2]int{s.offset(int(s.tokens[end].start)), s.offset(int(s.tokens[until-1].end))}
	}
	return n
}

// scopeEnd returns the first token that a negator ending before token i does
// not reach.
func (s *scratch) scopeEnd(i int) int {
	var f finding
	for ; i < len(s.tokens); i++ {
		if s.clauseEndsAt(i) {
			return i
		}
		if s.findAt(i, &f); f.found && f.any[roleContrast] {
			return i
		}
	}
	return i
}
