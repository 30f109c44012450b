package lexicon

import (
	"cmp"
	"maps"
	"math"
	"math/bits"
	"slices"
)

// Nearly every place where a pattern could begin by its first word is refused
// by the second one. The pairs of symbol sets that are not refused are few, so
// they are listed when the lexicon is built, each with all that the automaton
// may be in after it: a text is asked once for each two neighbours.

// pairs is the first two steps of the automaton: a table without collisions.
// Where a pair stands depends on its hash and on how far its bucket, the pairs
// that share the hash's upper bits, has been moved to find free places.
type pairs struct {
	filter []uint64 // a bit for each hash of a pair; small enough to stay in the cache
	shift  uint8
	moved  []uint8 // by bucket
	bucket uint8   // shift of the hash that leaves the bucket
	slots  []pair  // a power of two, and one more that is no pair
	states []uint32
}

// A pair is the states after two words, taken together.
type pair struct {
	mask            uint64 // bit sym%64 of each symbol that leads on
	sets            uint32 // left set above, right set below; no set of a pair is the empty one
	whole           uint32 // entries of the patterns that are these two words, the best of each role
	states          uint32 // first of several that lead on, or the only one
	nwhole, nstates uint8
	always          bool  // it may lead on whatever follows
	acts            uint8 // 1 if something matches or always
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

func pairOf(left, right uint16) uint32 { return uint32(left)<<16 | uint32(right) }

// seen returns 1 if a pair may be listed, else 0.
func (p *pairs) seen(sets uint32) uint64 {
	bit := sets * 0x9E3779B1 >> (p.shift & 31)
	return p.filter[bit/64] >> (bit % 64) & 1
}

// place returns where a pair stands if its bucket is moved so far.
func (p *pairs) place(h uint64, moved uint8) uint32 {
	return (uint32(h>>16) + uint32(moved)*(uint32(h)|1)) & uint32(len(p.slots)-2)
}

func pairHash(sets uint32) uint64 { return uint64(sets) * 0x9E3779B97F4A7C15 }

// find returns the slot of a pair, the last one if it is not listed.
func (p *pairs) find(sets uint32) uint32 {
	h := pairHash(sets)
	at := p.place(h, p.moved[h>>(p.bucket&63)])
	if p.slots[at].sets != sets {
		at = uint32(len(p.slots) - 1)
	}
	return at
}

// maxPairs bounds the pairs that are listed. The shipped tables have 38,000; a
// pattern {pos} {pos} would have millions, and such openings are walked.
const maxPairs = 1 << 16

// A listedPair is a pair, left set above, and a state that it leads to.
type listedPair struct{ sets, to uint32 }

// openings prepares what each symbol set can begin: patterns of one word,
// pairs, and openings that are walked as well because a gap or the clause end
// may come second, or that are walked alone because too much may.
func (b *builder) openings() {
	l := b.lex
	holders := make([][]uint16, len(b.steps)+1) // by symbol, the sets that have it
	for id := range l.sets {
		for _, sym := range l.symbols(uint16(id)) {
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
		b.open(uint16(id), openings)
	}
	b.listPairs(list)
}

// symbols are the symbols of a set.
func (l *Lexicon) symbols(id uint16) []uint32 {
	set := l.sets[id]
	if set.nsyms == 1 {
		return []uint32{set.syms}
	}
	return l.syms[set.syms : set.syms+uint32(set.nsyms)]
}

// open fills in what a set begins by itself.
func (b *builder) open(id uint16, openings map[uint32]opening) {
	l, word := b.lex, &b.lex.begins[id]
	word.openings = uint32(len(l.openings))
	var states []uint32
	for _, sym := range l.symbols(id) {
		if l.auto.anchored != 0 && b.trie.next[l.auto.anchored][sym] != 0 {
			word.anchored = true
		}
		state, ok := b.trie.next[0][sym]
		if !ok {
			continue
		}
		states = append(states, state)
		if o, ok := openings[state]; ok {
			l.openings = append(l.openings, o)
			word.nopen++
		}
	}
	word.whole, word.nwhole = b.best(states)
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
	p, width := &b.lex.pairs, max(bits.Len(uint(len(list)))+3, 6)
	*p = pairs{filter: make([]uint64, 1<<width/64), shift: uint8(32 - width)}
	var all []pair
	var states []uint32
	for i := 0; i < len(list); {
		sets := list[i].sets
		for states = states[:0]; i < len(list) && list[i].sets == sets; i++ {
			states = append(states, list[i].to)
		}
		bit := sets * 0x9E3779B1 >> p.shift
		p.filter[bit/64] |= 1 << (bit % 64)
		b.lex.begins[sets>>16].leads, b.lex.begins[uint16(sets)].follows = true, true
		all = append(all, b.pair(sets, states))
	}
	for size := 64; !p.fill(all, size); size *= 2 {
	}
}

// pair takes the states after two words together.
func (b *builder) pair(sets uint32, states []uint32) pair {
	p := &b.lex.pairs
	s := pair{sets: sets, states: uint32(len(p.states))}
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
	if s.nwhole > 0 || s.always {
		s.acts = 1
	}
	if s.nstates = uint8(len(leading)); s.nstates == 1 {
		s.states = leading[0]
		return s
	}
	p.states = append(p.states, leading...)
	return s
}

// fill lays out the pairs in so many slots, the fullest buckets first; false if
// there are too few.
func (p *pairs) fill(all []pair, size int) bool {
	if len(all)*8 > size*7 {
		return false
	}
	p.bucket = uint8(64 - bits.Len(uint(size/8)))
	p.slots, p.moved = make([]pair, size+1), make([]uint8, 1<<(64-p.bucket))
	buckets := make([][]pair, len(p.moved))
	for _, x := range all {
		k := pairHash(x.sets) >> p.bucket
		buckets[k] = append(buckets[k], x)
	}
	order := make([]int, len(buckets))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(buckets[b]) - len(buckets[a]) })
	for _, k := range order {
		if !p.move(buckets[k], &p.moved[k]) {
			return false
		}
	}
	return true
}

// move moves a bucket until all its pairs find free slots.
func (p *pairs) move(bucket []pair, moved *uint8) bool {
	for {
		placed := 0
		for _, x := range bucket {
			at := &p.slots[p.place(pairHash(x.sets), *moved)]
			if at.sets != 0 {
				break
			}
			*at = x
			placed++
		}
		if placed == len(bucket) {
			return true
		}
		for _, x := range bucket[:placed] {
			p.slots[p.place(pairHash(x.sets), *moved)] = pair{}
		}
		if *moved == math.MaxUint8 {
			return false
		}
		*moved++
	}
}
