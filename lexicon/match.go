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
func (s *scratch) clauseStartsAt(i int) bool { return i == 0 || s.tokens[i-1].flags&flagOpens != 0 }

// The flags of a form by which sift tells.
const (
	acts     = form(flagActs|flagWhole|flagOpening) << formFlagsAt
	anchored = form(flagAnchored) << formFlagsAt
	leads    = form(flagLeads) << formFlagsAt
	follows  = form(flagFollows) << formFlagsAt
	isKnown  = form(flagKnown) << formFlagsAt
)

// A spot is a token that may do something.
type spot struct {
	token int32
	alone bool // whatever follows
	leads bool // perhaps together with the next
}

// sift lists the tokens that may do something: those that act whatever follows,
// and those that begin a pattern together with the next. Most words do neither,
// and to tell them apart here, without a branch that depends on the text, is
// much cheaper than to ask each of them. It also counts the words that the
// lexicon knows.
func (s *scratch) sift() []spot {
	l, tokens := s.lex, s.tokens
	if cap(s.spots) < len(tokens) {
		s.spots = make([]spot, len(tokens)+len(tokens)/2)
	}
	spots := s.spots[:len(tokens)]
	n, known, opens := 0, 0, form(flagOpens)
	for i := range tokens {
		t, next := tokens[i].form, form(0)
		if i+1 < len(tokens) {
			next = tokens[i+1].form
		}
		// Most pairs are none because one of the two is in none; asking for
		// pair 0 instead spares them the memory of the filter.
		h := pairHash(t.set(), next.set()) & -(uint32(t/leads) & uint32(next/follows) & 1)
		seen := l.pairs.seen(h)
		alone := t&acts | t&anchored&-(opens/form(flagOpens)&1)
		spots[n] = spot{int32(i), alone != 0, seen != 0}
		n += int((uint64(alone|-alone) >> 63) | seen)
		known += int(t / isKnown & 1)
		opens = form(tokens[i].flags)
	}
	s.known = known
	return spots[:n]
}

// mask is the mask of the symbol set of token i, 0 beyond the last.
func (s *scratch) mask(i int) uint64 {
	if i >= len(s.tokens) {
		return 0
	}
	return s.lex.masks[s.tokens[i].form.set()]
}

// secondAt returns what token i is together with the next.
func (s *scratch) secondAt(i int) *second {
	p := &s.lex.pairs
	if i+1 == len(s.tokens) || !s.tokens[i].form.has(flagLeads) {
		return &p.seconds[0]
	}
	left := s.tokens[i].form.set()
	return p.find(&s.lex.sets[left], left, s.tokens[i+1].form.set())
}

// leadsOn reports whether more than two words may match from token i on.
func (s *scratch) leadsOn(second *second, i int) bool {
	return second.always || second.mask != 0 && second.mask&s.mask(i+2) != 0
}

// findAt matches all patterns that begin at token i.
func (s *scratch) findAt(i int, f *finding) {
	second := s.secondAt(i)
	s.match(i, second, s.leadsOn(second, i), f)
}

// match matches all patterns that begin at token i, which together with the
// next is second.
func (s *scratch) match(i int, second *second, leadsOn bool, f *finding) {
	f.roles = 0
	l := s.lex
	if t := s.tokens[i].form; t.has(flagWhole | flagOpening | flagAnchored) {
		s.matchWord(i, &l.sets[t.set()], f)
	}
	if second.nwhole > 0 {
		l.take(f, second.whole, second.nwhole, i+2)
	}
	if !leadsOn {
		return
	}
	if second.nstates == 1 {
		s.walk(&l.auto.states[second.states], i+2, f)
		return
	}
	for _, at := range l.pairs.states[second.states : second.states+uint32(second.nstates)] {
		s.walk(&l.auto.states[at], i+2, f)
	}
}

// matchWord matches what token i begins but listed pairs.
func (s *scratch) matchWord(i int, set *symbolSet, f *finding) {
	l := s.lex
	if set.nwhole > 0 {
		l.take(f, set.whole, set.nwhole, i+1)
	}
	for k := range l.openings[set.openings : set.openings+uint32(set.nopen)] {
		o := &l.openings[int(set.openings)+k]
		if !o.always && o.reach&s.masks(i+1, int(o.within)) == 0 {
			continue
		}
		st := &l.auto.states[o.state]
		if !o.listed {
			s.steps(st, i+1, f)
		}
		s.leave(st, i+1, f)
	}
	if set.anchored && s.clauseStartsAt(i) {
		s.steps(&l.auto.states[l.auto.anchored], i, f)
	}
}

// masks joins the masks of so many tokens from i on.
func (s *scratch) masks(i, n int) (mask uint64) {
	for _, t := range s.tokens[i:min(i+n, len(s.tokens))] {
		mask |= s.lex.masks[t.form.set()]
	}
	return mask
}

// follow walks the automaton from a state at token i, noting the longest
// match of each role.
func (s *scratch) follow(at uint32, i int, f *finding) {
	st := &s.lex.auto.states[at]
	if st.accepts > 0 {
		s.lex.take(f, st.accept, st.accepts, i)
	}
	if !st.plain || st.mask != 0 {
		s.walk(st, i, f)
	}
}

// walk goes on from a state at token i, whose own entries are noted.
func (s *scratch) walk(st *state, i int, f *finding) {
	s.steps(st, i, f)
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
			if k >= int(g.min) && (g.always || g.mask&s.mask(i+k) != 0) {
				s.follow(g.next, i+k, f)
			}
			if s.clauseEndsAt(i + k) {
				break
			}
		}
	}
}

// steps goes on from a state by what token i is.
func (s *scratch) steps(st *state, i int, f *finding) {
	if st.mask&s.mask(i) == 0 {
		return
	}
	l := s.lex
	for _, sym := range l.symbols(&l.sets[s.tokens[i].form.set()]) {
		if st.mask>>(sym%64)&1 == 0 {
			continue
		}
		if to := l.auto.step(st, sym); to != 0 {
			s.follow(to, i+1, f)
		}
	}
}

// symbols are the symbols of a set.
func (l *Lexicon) symbols(set *symbolSet) []uint32 {
	return l.syms[set.syms : set.syms+uint32(set.nsyms)]
}

// take notes some entries whose patterns match up to token end.
func (l *Lexicon) take(f *finding, at uint32, n uint8, end int) {
	if n == 1 {
		f.take(int32(at), &l.entries[at], int32(end))
		return
	}
	for _, entry := range l.accepts[at : at+uint32(n)] {
		f.take(entry, &l.entries[entry], int32(end))
	}
}

// take notes an entry. The longer match fires; of two as long the more exact
// one, then the one of the earlier table or line.
func (f *finding) take(entry int32, e *entry, end int32) {
	r := e.role
	if f.has(r) && (end < f.end[r] || end == f.end[r] && (e.exact < f.exact[r] || e.exact == f.exact[r] && entry > f.entry[r])) {
		return
	}
	f.roles |= 1 << r
	f.entry[r], f.exact[r], f.end[r] = entry, e.exact, end
}
