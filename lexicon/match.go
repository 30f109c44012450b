package lexicon

// A finding is the best match of each role at one token.
type finding struct {
	entry, end [roleCount]int32
	found      bool
	any        [roleCount]bool
}

// ends reports whether a clause ends before token i.
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

// find matches all patterns that begin at token i.
func (s *scratch) findAt(i int, f *finding) {
	f.found = false
	t := &s.tokens[i]
	if t.set == 0 {
		return
	}
	l := s.lex
	set := &l.sets[t.set]
	var next uint64
	if i+1 < len(s.tokens) {
		next = s.tokens[i+1].mask
	}
	if !set.acts && set.leads&next == 0 {
		return
	}
	openings := l.first[set.first : set.first+uint32(set.nfirst)]
	for k := range openings {
		o := &openings[k]
		if o.accepts > 0 {
			s.accept(o, i+1, f)
		}
		if !o.plain || o.mask&next != 0 {
			s.walk(o, i+1, f)
		}
	}
	if a := &l.auto.states[l.auto.anchored]; l.auto.anchored != 0 && a.mask&set.mask != 0 && s.clauseStartsAt(i) {
		for _, sym := range l.syms[set.syms : set.syms+uint32(set.nsyms)] {
			if to := l.auto.step(a, sym); to != 0 {
				s.follow(to, i+1, f)
			}
		}
	}
}

// follow walks the automaton from a state at token i, noting the longest
// match of each role.
func (s *scratch) follow(at uint32, i int, f *finding) {
	st := &s.lex.auto.states[at]
	if st.accepts > 0 {
		s.accept(st, i, f)
	}
	if !st.plain || st.mask != 0 {
		s.walk(st, i, f)
	}
}

// walk goes on from a state at token i, whose own acceptances are noted.
func (s *scratch) walk(st *state, i int, f *finding) {
	a := &s.lex.auto
	if st.hasEnd && s.clauseEndsAt(i) {
		if to := a.step(st, a.end); to != 0 {
			s.follow(to, i, f)
		}
	}
	if i < len(s.tokens) {
		if t := &s.tokens[i]; t.mask&st.mask != 0 {
			set := &s.lex.sets[t.set]
			for _, sym := range s.lex.syms[set.syms : set.syms+uint32(set.nsyms)] {
				if st.mask>>(sym%64)&1 == 0 {
					continue
				}
				if to := a.step(st, sym); to != 0 {
					s.follow(to, i+1, f)
				}
			}
		}
	}
	for _, g := range a.gaps[st.gap : int(st.gap)+int(st.gaps)] {
		to := &a.states[g.next]
		for k := 0; k <= int(g.max); k++ {
			if k >= int(g.min) && (!to.plain || to.accepts > 0 || i+k < len(s.tokens) && to.mask&s.tokens[i+k].mask != 0) {
				s.follow(g.next, i+k, f)
			}
			if s.clauseEndsAt(i + k) {
				break
			}
		}
	}
}

func (s *scratch) accept(st *state, end int, f *finding) {
	if !f.found {
		f.found = true
		f.any = [roleCount]bool{}
	}
	for _, a := range s.lex.auto.accepts[st.accept : st.accept+uint32(st.accepts)] {
		r := a.role
		if f.any[r] && (int32(end) < f.end[r] || int32(end) == f.end[r] && !s.lex.before(a, f.entry[r])) {
			continue
		}
		f.any[r], f.entry[r], f.end[r] = true, a.entry, int32(end)
	}
}

// before reports whether an entry fires rather than another where both match
// the same words: the more exact one, then the one of the earlier table or
// line.
func (l *Lexicon) before(a acceptance, other int32) bool {
	if exact := l.entries[other].exact; a.exact != exact {
		return a.exact > exact
	}
	return a.entry < other
}
