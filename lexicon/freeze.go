package lexicon

import (
	"encoding/binary"
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
			l.first = append(l.first, opening{l.auto.states[to], to})
			set.nfirst++
		}
	}
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
	edges := 0
	for _, next := range b.trie.next {
		edges += len(next)
	}
	size := 16
	for size*2 < edges*3 {
		size *= 2
	}
	if len(b.trie.next) > maxStates || len(b.steps) >= maxSymbols {
		b.problems = append(b.problems, &Problem{File: "patrones", Message: "hay demasiados patrones"})
		return
	}
	a.edges, a.edgeMask, a.likely = make([]edge, size), uint64(size-1), newBitmap(18)
	a.end = b.steps[b.symbols[symEnd]]
	a.anchored = b.trie.next[0][b.steps[b.symbols[symStart]]]
	for s, next := range b.trie.next {
		for sym, to := range next {
			key := edgeKey(uint32(s), sym)
			h := edgeHash(key)
			a.likely.add(h)
			i := h >> 32 & a.edgeMask
			for a.edges[i].next != 0 {
				i = (i + 1) & a.edgeMask
			}
			a.edges[i] = edge{key: key, next: to}
		}
		_, hasEnd := next[a.end]
		mask := uint64(0)
		for sym := range next {
			mask |= 1 << (sym % 64)
		}
		st := state{mask: mask, accept: uint32(len(a.accepts)), accepts: uint8(min(len(b.trie.accepts[s]), 255)),
			gap: uint32(len(a.gaps)), gaps: uint8(len(b.trie.gaps[s])), hasEnd: hasEnd && a.end != 0}
		for _, e := range b.trie.accepts[s] {
			a.accepts = append(a.accepts, acceptance{e, b.lex.entries[e].role, b.lex.entries[e].exact})
		}
		a.gaps = append(a.gaps, b.trie.gaps[s]...)
		a.states = append(a.states, st)
	}
}

// freezeForms gives words that mean the same one form and builds the table of
// spellings.
func (b *builder) freezeForms() {
	l := b.lex
	forms := make(map[form]int32)
	for id := range b.words {
		f := b.words[id].form
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
	h := hashKey([]byte(key))
	i := slotIndex(h) & l.slotMask
	for l.slots[i] != 0 {
		if l.slots[i]&^slotForm == slotCheck(h) {
			b.problems = append(b.problems, &Problem{File: "léxico", Message: "dos palabras tienen la misma huella; una es " + wordOf(key)})
		}
		i = (i + 1) & l.slotMask
	}
	w := &b.words[id]
	l.slots[i] = slotCheck(h) | slot(w.spells)
	l.splits.add(h)
	if foldKey(key) != key {
		l.accents.add(h)
	}
	if w.flags&flagHost != 0 {
		l.hosts.add(hashKey([]byte(foldKey(key))))
	}
}
