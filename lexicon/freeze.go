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
	for text, code := range punctuation {
		key := "\x00" + text // no word has this key
		id := b.formByKey(key)
		b.mark(id, "w:"+text)
		b.mark(id, "W:"+text)
		b.signs.marks[code] = id
	}
	b.signs.number = b.formByKey("\x00num")
	b.mark(b.signs.number, symNumber)
	b.signs.handle = b.formByKey("\x00@")
	b.signs.url = b.formByKey("\x00url")
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
	for id := range int32(len(b.words)) {
		f := &b.words[id]
		if b.keys[id][0] != 0 {
			word := wordOf(b.keys[id])
			b.markKnown(id, "w:"+word)
			b.markKnown(id, "W:"+word)
			if word[0] >= '0' && word[0] <= '9' {
				b.markKnown(id, symNumber)
			}
		}
		if f.flags&flagNegator != 0 {
			b.markKnown(id, symNegator)
		}
		if f.entry >= 0 && f.flags&flagExpand == 0 {
			switch w := b.lex.entries[f.entry].weight; {
			case w > 0:
				b.markKnown(id, symPositive)
			case w < 0:
				b.markKnown(id, symNegative)
			}
		}
	}
	for _, id := range b.shortFirst() {
		b.words[id].set = b.set(b.formSyms[id])
	}
	if len(b.lex.sets) > math.MaxUint16 {
		b.problems = append(b.problems, &Problem{File: "patrones", Message: "hay demasiados conjuntos de símbolos"})
	}
}

// shortFirst lists the words by their length. Forms and sets are numbered in
// this order: short words are the frequent ones, so what most tokens need
// stands together and stays in the cache.
func (b *builder) shortFirst() []int32 {
	var end []int32 // by length: where the next word of that length goes
	for _, key := range b.keys {
		for len(end) <= len(key)+1 {
			end = append(end, 0)
		}
		end[len(key)+1]++
	}
	for n := 1; n < len(end); n++ {
		end[n] += end[n-1]
	}
	order := make([]int32, len(b.keys))
	for id, key := range b.keys {
		order[end[len(key)]] = int32(id)
		end[len(key)]++
	}
	return order
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
	set := symbolSet{syms: uint32(len(l.syms)), nsyms: uint8(len(kept))}
	if len(kept) == 1 {
		set.syms = kept[0]
	} else {
		l.syms = append(l.syms, kept...)
	}
	for _, sym := range kept {
		set.mask |= 1 << (sym % 64)
	}
	id := uint16(len(l.sets))
	l.sets, l.begins = append(l.sets, set), append(l.begins, beginning{})
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
		st := state{mask: mask, gap: uint16(len(a.gaps)), gaps: uint8(len(b.trie.gaps[s])), hasEnd: hasEnd && a.end != 0}
		st.accept, st.accepts = b.lex.list(b.trie.accepts[s])
		st.plain = st.gaps == 0 && !st.hasEnd
		a.freezeEdges(&st, next)
		a.gaps = append(a.gaps, b.trie.gaps[s]...)
		a.states = append(a.states, st)
	}
	for i := range a.gaps {
		g := &a.gaps[i]
		to := &a.states[g.next]
		g.mask, g.always = to.mask, !to.plain || to.accepts > 0
	}
	if len(a.gaps) > math.MaxUint16 {
		b.problems = append(b.problems, &Problem{File: "patrones", Message: "hay demasiados huecos"})
	}
}

// list returns where some entries stand and how many they are; a single one is
// its own place.
func (l *Lexicon) list(entries []int32) (at uint32, n uint8) {
	entries = entries[:min(len(entries), math.MaxUint8)]
	if len(entries) == 1 {
		return uint32(entries[0]), 1
	}
	at = uint32(len(l.accepts))
	l.accepts = append(l.accepts, entries...)
	return at, uint8(len(entries))
}

// freezeEdges lays out the edges of a state, at most two thirds full. A single
// one, which is what most states have, stands in the state itself.
func (a *automaton) freezeEdges(st *state, next map[uint32]uint32) {
	if len(next) < 2 {
		st.single = true
		for sym, to := range next {
			st.edge = sym<<stateBits | to
		}
		return
	}
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
	ids := make(map[form]int32)
	for _, id := range b.shortFirst() {
		f := b.finished(id)
		spells, ok := ids[f]
		if !ok {
			spells = int32(len(l.forms))
			ids[f] = spells
			l.forms = append(l.forms, f)
		}
		b.words[id].spells = spells
	}
	if len(l.forms) > slotForm || len(l.entries) > maxEntries {
		b.problems = append(b.problems, &Problem{File: "léxico", Message: "hay demasiadas formas"})
		return
	}
	b.renumber()
	aliased := make([]bool, len(b.words))
	for _, a := range b.aliases {
		aliased[a.form] = true
	}
	var count [maxLength + 1]int
	for _, key := range b.keys {
		count[min(len(key), maxLength)]++
	}
	l.spellings = newSpellings(count)
	l.splits, l.stems, l.hosts, l.accents = newBitmap(20), newBitmap(18), newBitmap(18), newBitmap(16)
	for _, symbols := range []bool{true, false} {
		for id, key := range b.keys {
			// A word that is another one without its accents stands with them.
			if !aliased[id] && b.inPatterns(int32(id)) == symbols {
				b.place(int32(id), key)
			}
		}
		for _, a := range b.aliases {
			if b.inPatterns(a.form) == symbols {
				b.place(a.form, a.key)
			}
		}
	}
}

// inPatterns reports whether patterns know a word, as they do most of the
// words that texts are made of.
func (b *builder) inPatterns(id int32) bool { return b.lex.sets[b.words[id].set].nsyms > 0 }

// finished is the form of a word.
func (b *builder) finished(id int32) form {
	if id == 0 {
		return 0
	}
	w, l := &b.words[id], b.lex
	flags := w.flags | flagKnown | l.begins[w.set].flags()
	if hasTriple(b.keys[id]) {
		flags |= flagTriple
	}
	entry, weight := w.entry, 0.0
	if flags&flagExpand == 0 && entry >= 0 {
		if weight = l.entries[entry].weight; weight == 0 {
			entry = -1
		} else {
			flags |= flagActs
		}
	}
	if flags&flagScopeEnd != 0 {
		flags |= flagActs
	}
	return newForm(entry, weight, w.set, flags)
}

// hasTriple reports whether a key has a letter three times in a row, its
// accents left aside.
func hasTriple(key string) bool {
	for i := 2; i < len(key); i++ {
		if a := folded[key[i]]; a == folded[key[i-1]] && a == folded[key[i-2]] {
			return true
		}
	}
	return false
}

// renumber turns the words that the lexicon names into forms.
func (b *builder) renumber() {
	l := b.lex
	sign := func(id int32) form { return l.forms[b.words[id].spells].without(flagKnown) }
	for code, id := range b.signs.marks {
		l.marks[code] = sign(id).with(flagActs)
	}
	l.number, l.handle, l.url = sign(b.signs.number), sign(b.signs.handle).with(flagActs), sign(b.signs.url).with(flagActs)
	if l.laughter = b.words[l.laughter].spells; l.laughter != 0 {
		l.forms[l.laughter] = l.forms[l.laughter].with(flagActs | flagLaughter)
	}
	l.expands = make([]form, len(b.expands))
	for i, word := range b.expands {
		l.expands[i] = l.forms[b.words[word].spells]
		if f := l.expands[i]; f.has(flagExpand) {
			// What an expansion gives is not expanded again.
			l.expands[i] = newForm(-1, 0, f.set(), f.flags()&^flagExpand)
		}
	}
}

func (b *builder) place(id int32, key string) {
	if key[0] == 0 {
		return
	}
	l := b.lex
	h := hashKey(key)
	w := &b.words[id]
	if !l.add(h, w.spells) {
		b.problems = append(b.problems, &Problem{File: "léxico", Message: "dos palabras tienen la misma huella; una es " + wordOf(key)})
	}
	split := uint64(hashSeed)
	for i := range len(key) {
		if beginsWords(i) {
			l.stems.add(split)
		}
		split = (split ^ uint64(key[i])) * hashPrime
	}
	l.splits.add(split)
	plain := hashPlain(key)
	if plain != h {
		l.accents.add(h)
	}
	if w.flags&flagHost != 0 {
		l.hosts.add(plain)
	}
}
