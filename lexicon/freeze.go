package lexicon

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"sort"
	"strings"
)

// This file turns what the builder has gathered into the arrays that scoring
// reads.

// generateReferenced gives forms to the lemmas that only patterns name.
func (b *builder) generateReferenced() {
	var names []string
	for name := range b.wanted {
		if len(name) > 2 && name[1] == ':' && strings.Contains("van", name[:1]) && !b.lemmas[name] {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		pos, lemma := name[:1], name[2:]
		ok := b.inflect(pos, lemma, flags{}, func(word string, host bool) {
			b.derived(pos, lemma, word, host, -1, 0, flags{})
		})
		if !ok {
			b.problems = append(b.problems, &Problem{File: "patrones", Message: "<" + name + "> no es un infinitivo"})
		}
	}
}

// special interns the forms that the tokeniser gives to what is no word.
func (b *builder) special() {
	for i := range b.lex.punct {
		b.lex.punct[i] = 0
	}
	for text, code := range punctuation {
		key := "\x00" + text // no word has this key
		id := b.formByKey(key)
		b.mark(id, "w:"+text)
		b.mark(id, "W:"+text)
		b.lex.punct[code] = id
	}
	b.lex.number = b.formByKey("\x00num")
	b.mark(b.lex.number, symNumber)
	b.lex.handle = b.formByKey("\x00@")
	b.lex.url = b.formByKey("\x00url")
	b.lex.laughter = 0
	for _, laugh := range []string{"jaja", "jajaja", "ja"} {
		if id, ok := b.ids[laugh]; ok {
			b.lex.laughter = id
			break
		}
	}
}

// tolerate lets every form be written without its accents, unless that is
// another form or a blocked one.
func (b *builder) tolerate() {
	for id := range int32(len(b.keys)) {
		key := b.keys[id]
		plain := foldKey(key)
		if plain == key || key[0] == 0 {
			continue
		}
		if other, ok := b.ids[plain]; ok {
			// esta may be está: in a pattern of several words the others tell.
			b.mark(other, "w:"+wordOf(key))
			continue
		}
		if b.blocked[plain] {
			continue
		}
		b.ids[plain] = id
		b.aliases = append(b.aliases, alias{plain, id})
	}
}

// attachSymbols gives each form the symbols of its own spelling and sign.
func (b *builder) attachSymbols() {
	for id := range b.words {
		f := &b.words[id]
		if b.keys[id][0] != 0 {
			word := wordOf(b.keys[id])
			b.markKnown(int32(id), "w:"+word)
			b.markKnown(int32(id), "W:"+word)
			if word[0] >= '0' && word[0] <= '9' {
				b.markKnown(int32(id), symNumber)
			}
		}
		if f.flags&flagNegator != 0 {
			b.markKnown(int32(id), symNegator)
		}
		if f.entry >= 0 && f.flags&flagExpand == 0 {
			switch w := b.lex.entries[f.entry].weight; {
			case w > 0:
				b.markKnown(int32(id), symPositive)
			case w < 0:
				b.markKnown(int32(id), symNegative)
			}
		}
		f.set = b.set(b.formSyms[id])
		f.mask = b.lex.sets[f.set].mask
	}
	if len(b.lex.sets) > math.MaxUint16 {
		b.problems = append(b.problems, &Problem{File: "patrones", Message: "hay demasiados conjuntos de símbolos"})
	}
}

// set interns the symbols of a form that patterns step over.
func (b *builder) set(symbols []uint32) uint16 {
	kept := symbols[:0]
	for _, s := range symbols {
		if n := b.steps[s]; n != 0 {
			kept = append(kept, n)
		}
	}
	slices.Sort(kept)
	if len(kept) > math.MaxUint8 {
		kept = kept[:math.MaxUint8]
	}
	name := b.setName[:0]
	for _, sym := range kept {
		name = binary.LittleEndian.AppendUint32(name, sym)
	}
	b.setName = name
	if id, ok := b.setIDs[string(name)]; ok {
		return id
	}
	l := b.lex
	set := symbolSet{syms: uint32(len(l.syms)), nsyms: uint8(len(kept)), first: uint32(len(l.first))}
	l.syms = append(l.syms, kept...)
	for _, sym := range kept {
		set.mask |= 1 << (sym % 64)
		if to, ok := b.trie.next[0][sym]; ok && set.nfirst < math.MaxUint8 {
			st := l.auto.states[to]
			l.first = append(l.first, st)
			set.nfirst++
			set.leads |= st.mask
			set.acts = set.acts || st.accepts > 0 || !st.plain
		}
	}
	set.acts = set.acts || l.auto.anchored != 0 && l.auto.states[l.auto.anchored].mask&set.mask != 0
	id := uint16(len(l.sets))
	l.sets = append(l.sets, set)
	b.setIDs[string(name)] = id
	return id
}

// markKnown marks a form only with a symbol that some pattern uses.
func (b *builder) markKnown(id int32, name string) {
	if _, ok := b.symbols[name]; ok {
		b.mark(id, name)
	}
}

func (b *builder) freezeAutomaton() {
	a := &b.lex.auto
	if len(b.trie.next) > maxStates || len(b.steps) >= maxSymbols {
		b.problems = append(b.problems, &Problem{File: "patrones", Message: "hay demasiados patrones"})
		return
	}
	a.end = b.steps[b.symbols[symEnd]]
	a.anchored = b.trie.next[0][b.steps[b.symbols[symStart]]]
	for s, next := range b.trie.next {
		_, hasEnd := next[a.end]
		mask := uint64(0)
		for sym := range next {
			mask |= 1 << (sym % 64)
		}
		st := state{mask: mask, accept: uint32(len(a.accepts)), accepts: uint8(min(len(b.trie.accepts[s]), 255)),
			gap: uint16(len(a.gaps)), gaps: uint8(len(b.trie.gaps[s])), hasEnd: hasEnd && a.end != 0}
		st.plain = st.gaps == 0 && !st.hasEnd
		a.freezeEdges(&st, next)
		for _, e := range b.trie.accepts[s] {
			a.accepts = append(a.accepts, acceptance{e, b.lex.entries[e].role, b.lex.entries[e].exact})
		}
		a.gaps = append(a.gaps, b.trie.gaps[s]...)
		a.states = append(a.states, st)
	}
	if len(a.gaps) > math.MaxUint16 {
		b.problems = append(b.problems, &Problem{File: "patrones", Message: "hay demasiados huecos"})
	}
}

// freezeEdges lays out the edges of a state, at most two thirds full.
func (a *automaton) freezeEdges(st *state, next map[uint32]uint32) {
	bits := 1
	for 2<<bits < 3*len(next) {
		bits++
	}
	st.edge, st.shift = uint32(len(a.edges)), uint8(64-bits)
	a.edges = append(a.edges, make([]edge, 1<<bits+1)...)
	for _, sym := range slices.Sorted(maps.Keys(next)) {
		i := st.edge + edgeHash(sym, st.shift)
		for a.edges[i] != 0 {
			i++
		}
		a.edges[i] = edge(sym<<stateBits | next[sym])
		if int(i) == len(a.edges)-1 {
			a.edges = append(a.edges, 0)
		}
	}
}

// freezeForms gives words that mean the same one form and builds the table of
// spellings.
func (b *builder) freezeForms() {
	l := b.lex
	forms := make(map[form]int32)
	for id := range b.words {
		f := b.words[id].form
		if hasTriple(foldKey(b.keys[id])) {
			f.flags |= flagTriple
		}
		if f.flags&flagExpand == 0 && f.entry >= 0 && b.lex.entries[f.entry].weight == 0 {
			f.entry = -1
		}
		spells, ok := forms[f]
		if !ok || id == 0 {
			spells = int32(len(l.forms))
			forms[f] = spells
			l.forms = append(l.forms, f)
		}
		b.words[id].spells = spells
		if id == 0 {
			delete(forms, f) // form 0 is no word, and no word shares it
		}
	}
	if len(l.forms) > slotForm {
		b.problems = append(b.problems, &Problem{File: "léxico", Message: "hay demasiadas formas"})
		return
	}
	b.renumber()
	aliased := make([]bool, len(b.words))
	for _, a := range b.aliases {
		aliased[a.form] = true
	}
	size := 64
	for size*3 < len(b.keys)*4 {
		size *= 2
	}
	l.slots, l.slotMask = make([]slot, size), uint64(size-1)
	l.splits, l.hosts, l.accents = newBitmap(20), newBitmap(18), newBitmap(16)
	for id, key := range b.keys {
		// A word that is another one without its accents stands with them.
		if !aliased[id] {
			b.place(int32(id), key)
		}
	}
	for _, a := range b.aliases {
		b.place(a.form, a.key)
	}
}

func hasTriple(key string) bool {
	for i := 2; i < len(key); i++ {
		if key[i] == key[i-1] && key[i] == key[i-2] {
			return true
		}
	}
	return false
}

// renumber turns the words that the lexicon names into forms.
func (b *builder) renumber() {
	l := b.lex
	for i := range l.expands {
		l.expands[i] = b.words[l.expands[i]].spells
	}
	for i := range l.punct {
		l.punct[i] = b.words[l.punct[i]].spells
	}
	for _, id := range []*int32{&l.number, &l.handle, &l.url, &l.laughter} {
		*id = b.words[*id].spells
	}
}

func (b *builder) place(id int32, key string) {
	if key[0] == 0 {
		return
	}
	l := b.lex
	h := hashKey(key)
	i := slotIndex(h) & l.slotMask
	for l.slots[i] != 0 {
		if l.slots[i]&^slotForm == slotCheck(h) {
			b.problems = append(b.problems, &Problem{File: "léxico", Message: "dos palabras tienen la misma huella; una es " + wordOf(key)})
		}
		i = (i + 1) & l.slotMask
	}
	w := &b.words[id]
	l.slots[i] = slotCheck(h) | slot(w.spells)
	l.splits.add(hashSplit(key))
	if foldKey(key) != key {
		l.accents.add(h)
	}
	if w.flags&flagHost != 0 {
		l.hosts.add(hashKey(foldKey(key)))
	}
}
