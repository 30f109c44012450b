package lexicon

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"math/bits"
	"slices"
	"sort"
)

// Nearly every place where a pattern could begin by its first word is refused
// by the second one. The pairs of symbol sets that are not refused are few, so
// they are listed when the lexicon is built, each with all that the automaton
// may be in after it: a text is asked once for each two neighbours.

// pairs is the first two steps of the automaton.
type pairs struct {
	filter  []uint64 // a bit for each hash of a pair; small enough to stay in the cache
	shift   uint8
	slots   []pairSlot // an open-addressing table for each left set
	seconds []second   // the first means that nothing matches
	states  []uint32   // of the seconds
}

// A pairSlot has the right set in its upper half and a second in the lower; 0
// is empty.
type pairSlot uint32

// A second is the states after two words, taken together.
type second struct {
	mask            uint64 // bit sym%64 of each symbol that leads on
	whole           uint32 // entries of the patterns that are these two words, the best of each role
	states          uint32 // first of several that lead on, or the only one
	nwhole, nstates uint8
	always          bool // it may lead on whatever follows
}

// An opening is a state after one word from which more than a listed pair may
// lead on. Most places where a gap could lead on are refused by what the next
// words are, so what refuses them stands here.
type opening struct {
	reach  uint64 // masks of the states after its gaps
	state  uint32
	within uint8 // words to the end of its longest gap and one more
	listed bool  // symbols that lead on are among the pairs
	always bool  // what follows must be asked in any case
}

func pairHash(left, right uint16) uint32 {
	return (uint32(left)<<16 | uint32(right)) * 0x9E3779B1
}

// seen returns 1 if a pair of that hash may be listed, else 0.
func (p *pairs) seen(h uint32) uint64 {
	bit := h >> (p.shift & 31)
	return p.filter[bit/64] >> (bit % 64) & 1
}

// find returns the second of a pair.
func (p *pairs) find(set *symbolSet, left, right uint16) *second {
	for h := pairHash(left, right) >> 16; ; h++ {
		if s := p.slots[set.pairs+h&uint32(set.pairMask)]; uint16(s>>16) == right || s == 0 {
			return &p.seconds[uint16(s)]
		}
	}
}

// maxPairs bounds the pairs that are listed. The shipped tables have 27,000; a
// pattern {pos} {pos} would have millions, and such openings are walked. It is
// also what a pairSlot can number.
const maxPairs = math.MaxUint16

// A listedPair is a pair, left set above, and a state that it leads to.
type listedPair struct{ sets, to uint32 }

// openings prepares what each symbol set can begin: patterns of one word,
// pairs, and openings that are walked as well because a gap or the clause end
// may come second, or that are walked alone because too much may.
func (b *builder) openings() {
	l := b.lex
	holders := make([][]uint16, len(b.steps)+1) // by symbol, the sets that have it
	for id := range l.sets {
		for _, sym := range l.symbols(&l.sets[id]) {
			holders[sym] = append(holders[sym], uint16(id))
		}
	}
	var list []listedPair
	openings := make(map[uint32]opening)
	root := b.trie.next[0]
	for _, first := range slices.Sorted(maps.Keys(root)) {
		opening := root[first]
		count := 0
		for second := range b.trie.next[opening] {
			count += len(holders[first]) * len(holders[second])
		}
		listed := len(list)+count <= b.maxPairs
		if !listed || !l.auto.states[opening].plain {
			openings[opening] = l.auto.opening(opening, listed)
		}
		if !listed {
			continue
		}
		for second, to := range b.trie.next[opening] {
			for _, left := range holders[first] {
				for _, right := range holders[second] {
					list = append(list, listedPair{uint32(left)<<16 | uint32(right), to})
				}
			}
		}
	}
	for id := range l.sets {
		b.open(&l.sets[id], openings)
	}
	b.listPairs(list)
}

// open fills in what a set begins by itself.
func (b *builder) open(set *symbolSet, openings map[uint32]opening) {
	l := b.lex
	set.openings = uint32(len(l.openings))
	var states []uint32
	for _, sym := range l.symbols(set) {
		if l.auto.anchored != 0 && b.trie.next[l.auto.anchored][sym] != 0 {
			set.anchored = true
		}
		state, ok := b.trie.next[0][sym]
		if !ok {
			continue
		}
		states = append(states, state)
		if o, ok := openings[state]; ok {
			l.openings = append(l.openings, o)
			set.nopen++
		}
	}
	set.whole, set.nwhole = b.best(states)
}

// opening is what a state after one word leads on to beside the listed pairs.
func (a *automaton) opening(at uint32, listed bool) opening {
	st := &a.states[at]
	o := opening{state: at, listed: listed, always: !listed || st.hasEnd}
	for _, g := range a.gaps[st.gap : int(st.gap)+int(st.gaps)] {
		o.reach |= g.mask
		o.within = max(o.within, g.max+1)
		o.always = o.always || g.always
	}
	return o
}

// best lists the entries of some states that fire: one for each role.
func (b *builder) best(states []uint32) (at uint32, n uint8) {
	l := b.lex
	var f finding
	for _, at := range states {
		st := &l.auto.states[at]
		l.take(&f, st.accept, st.accepts, 0)
	}
	var entries []int32
	for r := range roleCount {
		if f.has(r) {
			entries = append(entries, f.entry[r])
		}
	}
	return l.list(entries)
}

// listPairs builds the table of pairs.
func (b *builder) listPairs(list []listedPair) {
	slices.SortFunc(list, func(x, y listedPair) int {
		return cmp.Or(cmp.Compare(x.sets, y.sets), cmp.Compare(x.to, y.to))
	})
	list = slices.Compact(list)
	p := &b.lex.pairs
	width := max(bits.Len(uint(len(list)))+3, 6)
	*p = pairs{filter: make([]uint64, 1<<width/64), shift: uint8(32 - width), slots: make([]pairSlot, 1), seconds: make([]second, 1)}
	named := make(map[string]uint16) // pairs with the same second word lead to the same states
	for len(list) > 0 {
		left := list[0].sets >> 16
		end := sort.Search(len(list), func(i int) bool { return list[i].sets>>16 > left })
		b.listLeft(&b.lex.sets[left], list[:end], named)
		list = list[end:]
	}
}

// listLeft builds the part of the table for one left set, at most three
// quarters full.
func (b *builder) listLeft(set *symbolSet, list []listedPair, named map[string]uint16) {
	p := &b.lex.pairs
	size := 2
	for size*3 < len(list)*4 {
		size *= 2
	}
	set.pairs, set.pairMask = uint32(len(p.slots)), uint16(size-1)
	p.slots = append(p.slots, make([]pairSlot, size)...)
	part := p.slots[set.pairs:]
	var states []uint32
	for i := 0; i < len(list); {
		sets := list[i].sets
		for states = states[:0]; i < len(list) && list[i].sets == sets; i++ {
			states = append(states, list[i].to)
		}
		h := pairHash(uint16(sets>>16), uint16(sets))
		bit := h >> p.shift
		p.filter[bit/64] |= 1 << (bit % 64)
		b.lex.sets[uint16(sets)].follows = true
		k := h >> 16
		for part[k&uint32(size-1)] != 0 {
			k++
		}
		part[k&uint32(size-1)] = pairSlot(sets<<16) | pairSlot(b.second(states, named))
	}
}

// second interns the states after two words.
func (b *builder) second(states []uint32, named map[string]uint16) uint16 {
	var name []byte
	for _, at := range states {
		name = binary.LittleEndian.AppendUint32(name, at)
	}
	if id, ok := named[string(name)]; ok {
		return id
	}
	p := &b.lex.pairs
	s := second{states: uint32(len(p.states))}
	s.whole, s.nwhole = b.best(states)
	var leading []uint32
	for _, at := range states {
		st := &b.lex.auto.states[at]
		if st.plain && st.mask == 0 {
			continue
		}
		s.mask |= st.mask
		s.always = s.always || !st.plain
		leading = append(leading, at)
	}
	if s.nstates = uint8(len(leading)); s.nstates == 1 {
		s.states = leading[0]
	} else {
		p.states = append(p.states, leading...)
	}
	id := uint16(len(p.seconds))
	named[string(name)] = id
	p.seconds = append(p.seconds, s)
	return id
}
