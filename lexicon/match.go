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

// A spot is a token that does something.
type spot struct {
	token int32
	pair  uint32 // slot of what it is together with the next
	alone uint8  // 1 if it acts whatever follows
	leads uint8  // 1 if it may be a pair with the next
}

// sift lists the tokens that do something: those that act whatever follows, and
// those that begin a pattern together with the next one or two. Most words do
// neither, and to tell them apart here, without a branch that depends on the
// text, is much cheaper than to ask each of them: a processor that guesses wrong
// loses the time of a whole word. It also counts the words that the lexicon
// knows.
func (s *scratch) sift() []spot {
	return s.siftPairs(s.siftWords())
}

// siftWords does so as far as single words and a filter of pairs tell.
func (s *scratch) siftWords() []spot {
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
		may := uint64(t/leads) & uint64(next/follows) & 1
		seen := l.pairs.seen(pairOf(t.set(), next.set())&-uint32(may)) & may
		alone := t&acts | t&anchored&-(opens/form(flagOpens)&1)
		alone = (alone | -alone) >> 63
		spots[n] = spot{token: int32(i), alone: uint8(alone), leads: uint8(seen)}
		n += int(uint64(alone) | seen)
		known += int(t / isKnown & 1)
		opens = form(tokens[i].flags)
	}
	s.known = known
	return spots[:n]
}

// siftPairs finds the pairs of the spots, and keeps those spots that act alone,
// match as a pair or may go on with the token after it.
func (s *scratch) siftPairs(spots []spot) []spot {
	p, sets, n := &s.lex.pairs, s.lex.sets, 0
	tokens := append(s.tokens, token{}, token{}) // nothing beyond the last
	s.tokens = tokens[:len(s.tokens)]
	for _, at := range spots {
		next := tokens[at.token : at.token+3]
		at.pair = p.find(pairOf(next[0].form.set(), next[1].form.set()) & -uint32(at.leads))
		two := &p.slots[at.pair]
		spots[n] = at
		keep := uint64(at.alone) | uint64(two.acts) | two.mask&sets[next[2].form.set()].mask
		n += int((keep | -keep) >> 63)
	}
	return spots[:n]
}

// set is the symbol set of token i, empty beyond the last.
func (s *scratch) set(i int) *symbolSet {
	if i >= len(s.tokens) {
		return &s.lex.sets[0]
	}
	return &s.lex.sets[s.tokens[i].form.set()]
}

// pairAt returns what token i is together with the next.
func (s *scratch) pairAt(i int) *pair {
	p := &s.lex.pairs
	next := form(0)
	if i+1 < len(s.tokens) {
		next = s.tokens[i+1].form
	}
	return &p.slots[p.find(pairOf(s.tokens[i].form.set(), next.set()))]
}

// findAt matches all patterns that begin at token i.
func (s *scratch) findAt(i int, f *finding) {
	s.match(i, s.pairAt(i), f)
}

// match matches all patterns that begin at token i, which together with the
// next is that pair.
func (s *scratch) match(i int, two *pair, f *finding) {
	f.roles = 0
	l := s.lex
	if t := s.tokens[i].form; t.has(flagWhole | flagOpening | flagAnchored) {
		s.matchWord(i, &l.begins[t.set()], f)
	}
	if two.nwhole > 0 {
		l.take(f, two.whole, two.nwhole, i+2)
	}
	if !two.always && two.mask&s.set(i+2).mask == 0 {
		return
	}
	if two.nstates == 1 {
		s.walk(&l.auto.states[two.states], i+2, f)
		return
	}
	for _, at := range l.pairs.states[two.states : two.states+uint32(two.nstates)] {
		s.walk(&l.auto.states[at], i+2, f)
	}
}

// matchWord matches what token i begins but listed pairs.
func (s *scratch) matchWord(i int, word *beginning, f *finding) {
	l := s.lex
	if word.nwhole > 0 {
		l.take(f, word.whole, word.nwhole, i+1)
	}
	for k := range l.openings[word.openings : word.openings+uint32(word.nopen)] {
		o := &l.openings[int(word.openings)+k]
		if !o.always && o.reach&s.masks(i+1, int(o.within)) == 0 {
			continue
		}
		st := &l.auto.states[o.state]
		if !o.listed {
			s.steps(st, i+1, f)
		}
		s.leave(st, i+1, f)
	}
	if word.anchored && s.clauseStartsAt(i) {
		s.steps(&l.auto.states[l.auto.anchored], i, f)
	}
}

// masks joins the masks of so many tokens from i on.
func (s *scratch) masks(i, n int) (mask uint64) {
	for _, t := range s.tokens[i:min(i+n, len(s.tokens))] {
		mask |= s.lex.sets[t.form.set()].mask
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
			if k >= int(g.min) && (g.always || g.mask&s.set(i+k).mask != 0) {
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
	set := s.set(i)
	if st.mask&set.mask == 0 {
		return
	}
	l := s.lex
	if set.nsyms == 1 {
		if to := l.auto.step(st, set.syms); to != 0 {
			s.follow(to, i+1, f)
		}
		return
	}
	for _, sym := range l.syms[set.syms : set.syms+uint32(set.nsyms)] {
		if st.mask>>(sym%64)&1 == 0 {
			continue
		}
		if to := l.auto.step(st, sym); to != 0 {
			s.follow(to, i+1, f)
		}
	}
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
