package lexicon

// A Negation is a negator and the part of the text that it reaches. Offsets
// are bytes into the text.
type Negation struct {
	Cue   [2]int
	Scope [2]int // empty when the negator reaches nothing; it may begin before the cue and hold it
}

// Classes of classes.tsv that bound a scope.
const (
	classScopeEnd   = "scope_end"     // y, porque: the scope ends before it
	classScopeStart = "scope_start"   // que, si: the scope begins after it at the latest
	classCuePart    = "negation_part" // muy, tan, solo: part of the cue shortly after a negator
	classCueWord    = "negation_word" // sino, apenas: a cue by itself that turns no weight
)

// Reach of a scope in words, where no mark ends it before.
const (
	scopeRight = 12
	scopeLeft  = 2 // the subject or pronoun before the verb
	partReach  = 3
)

// Negations returns the negators of a text with their scopes, in reading
// order. It is the grammar of negation alone: idioms with a negator in them
// (no sé, sin duda) are negations here, whatever they weigh in a score.
func (l *Lexicon) Negations(text string) []Negation {
	s := l.scratch()
	s.prepare(text)
	var out []Negation
	var f finding
	last := -1 // last negator
	for i := range s.tokens {
		form := s.tokens[i].form
		switch {
		case s.tokens[i].kind != kindWord:
		case form.has(flagNegator):
			if s.findAt(i, &f); f.has(roleContrast) && int(f.end[roleContrast]) > i+1 {
				continue // sin embargo, no obstante
			}
			out = append(out, s.negation(i))
			last = i
		case form.has(flagCueWord) || form.has(flagCuePart) && last >= 0 && i-last <= partReach && s.sameClause(last, i):
			n := s.span(i, i+1)
			out = append(out, Negation{Cue: n, Scope: [2]int{n[1], n[1]}})
		}
	}
	l.release(s)
	return out
}

func (s *scratch) span(from, to int) [2]int {
	return [2]int{s.offset(int(s.tokens[from].start)), s.offset(int(s.tokens[to-1].end))}
}

func (s *scratch) sameClause(from, to int) bool {
	for i := from; i < to; i++ {
		if s.clauseEndsAt(i) {
			return false
		}
	}
	return true
}

func (s *scratch) negation(i int) Negation {
	n := Negation{Cue: s.span(i, i+1)}
	n.Scope = [2]int{n.Cue[1], n.Cue[1]}
	from, to := i, i+1
	for to < len(s.tokens) && to-i <= scopeRight && !s.scopeEndsAt(to, to > i+1) {
		to++
	}
	for from > 0 && i-from < scopeLeft && !s.clauseEndsAt(from-1) && !s.tokens[from-1].form.has(flagScopeStart) {
		from--
	}
	if from < i || to > i+1 {
		n.Scope = s.span(from, to)
	}
	return n
}

// scopeEndsAt reports whether a scope ends before token i; inner is false for
// the word right after the negator, which is always reached.
func (s *scratch) scopeEndsAt(i int, inner bool) bool {
	if s.clauseEndsAt(i) {
		return true
	}
	if inner && s.tokens[i].form.has(flagScopeEnd) {
		return true
	}
	var f finding
	s.findAt(i, &f)
	return f.has(roleContrast)
}
