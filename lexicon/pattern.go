package lexicon

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// An item is one step of a pattern.
type item struct {
	symbols  []string   // any of these symbols
	phrases  [][]string // or any of these sequences of literals (class members of several words)
	optional bool
	gap      bool
	min, max int
}

// Symbols name what a token can be: "w:agua" the word, "v:llevar" a form of
// the lemma, "c:service" a member of the class, and the special ones below. An
// upper-case "W:" is a word that must be written with its accents, for in a
// pattern of one word nothing else tells más from mas.
const (
	symPositive = "pos"
	symNegative = "neg"
	symNegator  = "neg!"
	symNumber   = "num"
	symStart    = "^"
	symEnd      = "$"
)

// maxGap is the most words that a gap may leave out.
const maxGap = 6

// maxPaths bounds what the optional items of one pattern may expand to.
const maxPaths = 256

// maxItems bounds a pattern, and with it the work at one place of a text.
const maxItems = 16

// parsePattern reads one pattern; classes are those of classes.tsv.
func parsePattern(pattern string, classes map[string][]string) ([]item, error) {
	fields := strings.Fields(splitHyphens(pattern))
	if len(fields) > maxItems {
		return nil, fmt.Errorf("el patrón tiene %d elementos; el máximo es %d", len(fields), maxItems)
	}
	var items []item
	for _, f := range fields {
		it, err := parseItem(f, classes)
		if err != nil {
			return nil, err
		}
		items = append(items, it)
	}
	consuming := 0
	for i, it := range items {
		if it.gap && (i == 0 || i == len(items)-1) {
			return nil, fmt.Errorf("el hueco %s no puede estar al comienzo ni al final", fields[i])
		}
		if !it.gap && !it.optional && !(len(it.symbols) == 1 && (it.symbols[0] == symStart || it.symbols[0] == symEnd)) {
			consuming++
		}
	}
	if consuming == 0 {
		return nil, fmt.Errorf("el patrón %q no exige ninguna palabra", pattern)
	}
	if len(items) == 1 {
		for i, s := range items[0].symbols {
			if strings.HasPrefix(s, "w:") {
				items[0].symbols[i] = "W" + s[1:]
			}
		}
	}
	return items, nil
}

// exactness says how exactly a pattern names its words.
func exactness(items []item) int8 {
	n := 0
	for _, it := range items {
		switch {
		case it.gap || it.optional:
			n--
		case len(it.symbols)+len(it.phrases) > 1 && strings.HasPrefix(strings.ToLower(it.symbols[0]), "w:"):
			n += 3
		case strings.HasPrefix(it.symbols[0], "c:") || !strings.Contains(it.symbols[0], ":"):
			n++
		case strings.HasPrefix(strings.ToLower(it.symbols[0]), "w:"):
			n += 4
		default:
			n += 2
		}
	}
	return int8(n)
}

// splitHyphens parts air-e as the tokeniser does; the hyphen of a gap stays.
func splitHyphens(pattern string) string {
	if strings.ContainsAny(pattern, "{<") {
		return pattern
	}
	return strings.ReplaceAll(pattern, "-", " ")
}

func parseItem(f string, classes map[string][]string) (item, error) {
	var it item
	switch f {
	case "^", "$":
		return item{symbols: []string{f}}, nil
	}
	if strings.HasPrefix(f, "{") && strings.HasSuffix(f, "}") {
		if lo, hi, ok := strings.Cut(f[1:len(f)-1], "-"); ok && !strings.ContainsAny(f, "|") {
			min, err1 := strconv.Atoi(lo)
			max, err2 := strconv.Atoi(hi)
			if err1 != nil || err2 != nil || min < 0 || max < min || max > maxGap {
				return it, fmt.Errorf("el hueco %s no es válido; se espera {0-3}", f)
			}
			return item{gap: true, min: min, max: max}, nil
		}
	}
	if len(f) > 1 && strings.HasSuffix(f, "?") {
		it.optional = true
		f = strings.TrimSuffix(f, "?")
	}
	for _, alt := range strings.Split(f, "|") {
		if err := it.alternative(alt, classes); err != nil {
			return it, err
		}
	}
	return it, nil
}

func (it *item) alternative(alt string, classes map[string][]string) error {
	switch {
	case alt == "":
		return fmt.Errorf("hay una alternativa vacía")
	case strings.HasPrefix(alt, "<"):
		if len(alt) < 5 || !strings.HasSuffix(alt, ">") || alt[2] != ':' || !strings.Contains("van", alt[1:2]) {
			return fmt.Errorf("%s no es válido; se espera <v:verbo>, <a:adjetivo> o <n:nombre>", alt)
		}
		it.symbols = append(it.symbols, alt[1:len(alt)-1])
	case strings.HasPrefix(alt, "{"):
		return it.class(alt, classes)
	default:
		if strings.ContainsAny(alt, "<>{}") {
			return fmt.Errorf("%s no es válido", alt)
		}
		if _, ok := keyOf(alt); !ok && !isPunctuation(alt) {
			return fmt.Errorf("%s tiene letras que no son del español", alt)
		}
		it.symbols = append(it.symbols, "w:"+strings.ToLower(alt))
	}
	return nil
}

func (it *item) class(alt string, classes map[string][]string) error {
	name := strings.TrimSuffix(strings.TrimPrefix(alt, "{"), "}")
	switch name {
	case "pos", "neg", "neg!", "num":
		it.symbols = append(it.symbols, name)
		if name == "num" {
			it.symbols = append(it.symbols, "c:num")
		}
		return nil
	}
	members, ok := classes[name]
	if !ok {
		return fmt.Errorf("la clase %s no está en classes.tsv", alt)
	}
	it.symbols = append(it.symbols, "c:"+name)
	for _, m := range members {
		if words := strings.Fields(splitHyphens(m)); len(words) > 1 {
			it.phrases = append(it.phrases, words)
		}
	}
	return nil
}

// An automaton is the trie of all patterns over symbols. A state is a place in
// it; state 0 is the root.
type automaton struct {
	edges    []edge // grouped by state
	states   []state
	gaps     []gapEdge
	end      uint32 // symbol of clause end, 0 if unused
	anchored uint32 // state reached by clause start, 0 if unused
}

// An edge leads by a symbol to the next state: the symbol above stateBits, the
// state below; 0 is no edge.
type edge uint32

// Limits of what an edge packs.
const (
	stateBits  = 18
	maxStates  = 1 << stateBits
	maxSymbols = 1 << (32 - stateBits)
)

// A state has the edges of its own in a small hash table that begins at edge
// and ends with an empty one, so that a probe never wraps.
type state struct {
	mask          uint64 // bit sym%64 of each symbol that leads on
	edge          uint32 // the first of several, or the only one
	accept        uint32 // entries whose patterns end here
	gap           uint16 // first of its gaps
	accepts, gaps uint8
	shift         uint8 // of edgeHash
	single        bool  // it has one edge at most
	hasEnd        bool
	plain         bool // only symbols lead on: no gap, no clause end
}

// A gapEdge leads over a gap to the next state. Most steps from there are
// refused, so what refuses them stands here, where the gap is tried out.
type gapEdge struct {
	mask     uint64 // of the next state
	next     uint32
	min, max uint8
	always   bool // the next state has more than symbols that lead on
}

func edgeHash(symbol uint32, shift uint8) uint32 {
	return uint32(uint64(symbol) * 0x9E3779B97F4A7C15 >> (shift & 63))
}

// step returns the state after a symbol, 0 if there is none.
func (a *automaton) step(st *state, symbol uint32) uint32 {
	if st.single {
		if st.edge>>stateBits == symbol {
			return st.edge % maxStates
		}
		return 0
	}
	for i := st.edge + edgeHash(symbol, st.shift); ; i++ {
		if e := a.edges[i]; uint32(e)>>stateBits == symbol || e == 0 {
			return uint32(e) % maxStates
		}
	}
}

// A trie is the automaton while it is built.
type trie struct {
	next    []map[uint32]uint32
	gaps    [][]gapEdge
	accepts [][]int32
}

func newTrie() *trie {
	t := &trie{}
	t.add()
	return t
}

func (t *trie) add() uint32 {
	t.next = append(t.next, nil)
	t.gaps = append(t.gaps, nil)
	t.accepts = append(t.accepts, nil)
	return uint32(len(t.next) - 1)
}

func (t *trie) edge(from, symbol uint32) uint32 {
	if to, ok := t.next[from][symbol]; ok {
		return to
	}
	to := t.add()
	if t.next[from] == nil {
		t.next[from] = make(map[uint32]uint32)
	}
	t.next[from][symbol] = to
	return to
}

func (t *trie) gap(from uint32, min, max int) uint32 {
	for _, g := range t.gaps[from] {
		if int(g.min) == min && int(g.max) == max {
			return g.next
		}
	}
	to := t.add()
	t.gaps[from] = append(t.gaps[from], gapEdge{min: uint8(min), max: uint8(max), next: to})
	return to
}

func (t *trie) sequence(at uint32, words []string, symbol func(string) uint32) uint32 {
	for _, w := range words {
		at = t.edge(at, symbol("w:"+w))
	}
	return at
}

// insert adds a pattern. All ways through its alternatives and optional items
// become paths, which keeps the automaton deterministic in each symbol; share
// then joins those that end alike.
func (t *trie) insert(items []item, symbol func(string) uint32, entry int32) error {
	ends := map[uint32]bool{0: true}
	for _, it := range items {
		after := make(map[uint32]bool)
		for from := range ends {
			if it.optional {
				after[from] = true
			}
			if it.gap {
				after[t.gap(from, it.min, it.max)] = true
				continue
			}
			for _, s := range it.symbols {
				after[t.edge(from, symbol(s))] = true
			}
			for _, words := range it.phrases {
				after[t.sequence(from, words, symbol)] = true
			}
		}
		if len(after) > maxPaths*16 {
			return fmt.Errorf("el patrón tiene demasiadas alternativas (%d)", len(after))
		}
		ends = after
	}
	for end := range ends {
		if end != 0 {
			t.accepts[end] = append(t.accepts[end], entry)
		}
	}
	return nil
}

// share makes one state of those from which the same follows, and numbers the
// states anew, near ones together: fewer and closer states stay in the cache.
func (t *trie) share() {
	kept := make([]uint32, len(t.next)) // by state: the one that stands for it
	states := make(map[string]uint32)
	for at := len(t.next) - 1; at >= 0; at-- { // what follows a state is numbered after it
		for sym, to := range t.next[at] {
			t.next[at][sym] = kept[to]
		}
		for i := range t.gaps[at] {
			t.gaps[at][i].next = kept[t.gaps[at][i].next]
		}
		name := t.name(uint32(at))
		if _, ok := states[name]; !ok {
			states[name] = uint32(at)
		}
		kept[at] = states[name]
	}
	t.renumber()
}

// name spells out everything that follows a state.
func (t *trie) name(at uint32) string {
	name := binary.LittleEndian.AppendUint32(nil, uint32(len(t.next[at])))
	for _, sym := range slices.Sorted(maps.Keys(t.next[at])) {
		name = binary.LittleEndian.AppendUint32(name, sym)
		name = binary.LittleEndian.AppendUint32(name, t.next[at][sym])
	}
	for _, g := range t.gaps[at] {
		name = append(name, 'g', g.min, g.max)
		name = binary.LittleEndian.AppendUint32(name, g.next)
	}
	for _, entry := range t.accepts[at] {
		name = append(name, 'a')
		name = binary.LittleEndian.AppendUint32(name, uint32(entry))
	}
	return string(name)
}

// renumber numbers the states in the order in which they are reached from the
// root, level by level, and drops the others.
func (t *trie) renumber() {
	numbers := map[uint32]uint32{0: 0}
	order := []uint32{0}
	reach := func(to uint32) uint32 {
		if _, ok := numbers[to]; !ok {
			numbers[to] = uint32(len(order))
			order = append(order, to)
		}
		return numbers[to]
	}
	old := *t
	*t = trie{}
	for i := 0; i < len(order); i++ {
		next := make(map[uint32]uint32, len(old.next[order[i]]))
		for _, sym := range slices.Sorted(maps.Keys(old.next[order[i]])) {
			next[sym] = reach(old.next[order[i]][sym])
		}
		for k := range old.gaps[order[i]] {
			old.gaps[order[i]][k].next = reach(old.gaps[order[i]][k].next)
		}
		t.next = append(t.next, next)
		t.gaps = append(t.gaps, old.gaps[order[i]])
		t.accepts = append(t.accepts, old.accepts[order[i]])
	}
}
