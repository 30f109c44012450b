package lexicon

// A finding is the best match of each role at one token.
type finding struct {
	roles      uint16 // bit of each role that is found
	entry, end [roleCount]int32
	exact      [roleCount]int8
}

func (f *finding) has(r role) bool { return f.roles>>r&1 != 0 }

// clauseEndsAt reports whether a clause ends before token i.
func (s *scratch) clauseEndsAt(i int) bool {
	return i >= len(s.tokens) || s.tokens[i].flags&(flagStrong|flagWeak) != 0
}

// clauseStartsAt reports whether a clause begins with token i: after a mark,
// or after the handles that a reply begins with.
func (s *scratch) clauseStartsAt(i int) bool {
	if i == 0 {
		return true
	}
	t := &s.tokens[i-1]
	return t.flags&(flagStrong|flagWeak) != 0 || t.kind == kindHandle || t.kind == kindPunct && t.punct == '"' || t.kind == kindEmoji || t.kind == kindLink
}

// The flags of a form by which active tells.
const (
	acts    = form(flagActs) << formFlagsAt
	leads   = form(flagLeads) << formFlagsAt
	follows = form(flagFollows) << formFlagsAt
	isKnown = form(flagKnown) << formFlagsAt
)

// active lists the tokens that do something: those that act whatever follows,
// and those that begin a pattern together with the next. Most words do
// neither, and to tell them apart here, without a branch that depends on the
// text, is much cheaper than to ask each of them. It also counts the words
// that the lexicon knows.
func (s *scratch) active() []int32 {
	l, tokens := s.lex, s.tokens
	if cap(s.acting) < len(tokens) {
		s.acting = make([]int32, len(tokens)+len(tokens)/2)
	}
	acting := s.acting[:len(tokens)]
	n, known := 0, 0
	for i := range tokens {
		t, next := tokens[i].form, form(0)
		if i+1 < len(tokens) {
			next = tokens[i+1].form
		}
		// Most pairs are none because one of the two is in none; asking for
		// pair 0 instead spares them the memory of the filter.
		h := pairHash(t.set(), next.set()) & -(uint32(t/leads) & uint32(next/follows) & 1)
		acting[n] = int32(i)
		if uint64(t/acts)&1|l.pairs.seen(h) != 0 {
			n++
		}
		known += int(t / isKnown & 1)
	}
	s.known = known
	return acting[:n]
}

// findAt matches all patterns that begin at token i.
func (s *scratch) findAt(i int, f *finding) {
	f.roles = 0
	l := s.lex
	left, right := s.tokens[i].form.set(), uint16(0)
	if i+1 < len(s.tokens) {
		right = s.tokens[i+1].form.set()
	}
	set := &l.sets[left]
	for _, a := range l.best[set.best : set.best+uint32(set.nbest)] {
		f.take(a, i+1)
	}
	for _, at := range l.walked[set.walked : set.walked+uint32(set.nwalked)] {
		st := &l.auto.states[at]
		if !st.listed && i+1 < len(s.tokens) {
			s.steps(st, i+1, f)
		}
		s.leave(st, i+1, f)
	}
	if set.anchored && s.clauseStartsAt(i) {
		s.steps(&l.auto.states[l.auto.anchored], i, f)
	}
	next := l.pairs.find(set, left, right)
	for _, a := range l.best[next.best : next.best+uint32(next.nbest)] {
		f.take(a, i+2)
	}
	if next.always || next.mask != 0 && i+2 < len(s.tokens) && next.mask&s.mask(i+2) != 0 {
		for _, at := range l.pairs.states[next.states : next.states+uint32(next.nstates)] {
			s.walk(&l.auto.states[at], i+2, f)
		}
	}
}

// follow walks the automaton from a state at token i, noting the longest
// match of each role.
func (s *scratch) follow(at uint32, i int, f *finding) {
	a := &s.lex.auto
	st := &a.states[at]
	for _, acc := range a.accepts[st.accept : st.accept+uint32(st.accepts)] {
		f.take(acc, i)
	}
	if !st.plain || st.mask != 0 {
		s.walk(st, i, f)
	}
}

// walk goes on from a state at token i, whose own acceptances are noted.
func (s *scratch) walk(st *state, i int, f *finding) {
	if i < len(s.tokens) {
		s.steps(st, i, f)
	}
	if !st.plain {
		s.leave(st, i, f)
	}
}

// leave goes on from a state by what is no token: the end of the clause, and
// gaps.
func (s *scratch) leave(st *state, i int, f *finding) {
	a := &s.lex.auto
	if st.hasEnd && s.clauseEndsAt(i) {
		if to := a.step(st, a.end); to != 0 {
			s.follow(to, i, f)
		}
	}
	for _, g := range a.gaps[st.gap : int(st.gap)+int(st.gaps)] {
		for k := 0; k <= int(g.max); k++ {
			if k >= int(g.min) && (g.always || i+k < len(s.tokens) && g.mask&s.mask(i+k) != 0) {
				s.follow(g.next, i+k, f)
			}
			if s.clauseEndsAt(i + k) {
				break
			}
		}
	}
}

// symbols are the symbols of a set.
func (l *Lexicon) symbols(set *symbolSet) []uint32 {
	return l.syms[set.syms : set.syms+uint32(set.nsyms)]
}

// mask is the mask of the symbol set of token i.
func (s *scratch) mask(i int) uint64 { return s.lex.sets[s.tokens[i].form.set()].mask }

// steps goes on from a state by what token i is.
func (s *scratch) steps(st *state, i int, f *finding) {
	l := s.lex
	set := &l.sets[s.tokens[i].form.set()]
	if set.mask&st.mask == 0 {
		return
	}
	for _, sym := range l.symbols(set) {
		if st.mask>>(sym%64)&1 == 0 {
			continue
		}
		if to := l.auto.step(st, sym); to != 0 {
			s.follow(to, i+1, f)
		}
	}
}

// take notes an entry whose pattern matches up to token end. The longer match
// fires; of two as long the more exact one, then the one of the earlier table
// or line.
func (f *finding) take(a acceptance, end int) {
	r := a.role
	if f.has(r) && (int32(end) < f.end[r] || int32(end) == f.end[r] && !a.before(f.exact[r], f.entry[r])) {
		return
	}
	f.roles |= 1 << r
	f.entry[r], f.exact[r], f.end[r] = a.entry, a.exact, int32(end)
}

// before reports whether an entry fires rather than another where both match
// the same words.
func (a acceptance) before(exact int8, entry int32) bool {
	if a.exact != exact {
		return a.exact > exact
	}
	return a.entry < entry
}
