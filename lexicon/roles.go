package lexicon

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// This file reads the tables of patterns, signs and cues: each becomes
// entries, and the patterns wait until all words are known.

// flagIf is the flag if it holds.
func flagIf(holds bool, f entryFlags) entryFlags {
	if holds {
		return f
	}
	return 0
}

// pattern reads one entry with a weight of its own that consumes its words.
func (b *builder) pattern(r row, weight, intent, rule, source, gloss string) {
	w := b.weight(r, weight)
	in, ok := b.intent(r, intent)
	if !ok {
		return
	}
	b.pending(r, entry{weight: w, intent: in, rule: ruleIndex(rule), role: rolePhrase, is: flagIf(w == 0, isSoft)}, source, gloss)
}

func (b *builder) pending(r row, e entry, source, gloss string) {
	items, err := parsePattern(r.cells[0], b.classes)
	if err != nil {
		b.problem(r, "%v", err)
		return
	}
	for _, it := range items {
		for _, s := range it.symbols {
			b.wanted[s] = true
		}
	}
	e.exact = exactness(items)
	b.patterns = append(b.patterns, pendingPattern{row: r, entry: b.entry(r, e, source, gloss), items: items})
}

func (b *builder) intent(r row, name string) (uint8, bool) {
	if name == "" {
		return 0, true
	}
	for i, in := range Intents {
		if string(in) == name {
			return uint8(i + 1), true
		}
	}
	b.problem(r, "la intención %q no existe", name)
	return 0, false
}

func (b *builder) readPatterns() {
	for _, t := range []struct{ file, rule string }{
		{"phrases.tsv", RulePhrase}, {"complaints.tsv", RuleComplaint}, {"praise.tsv", RulePraise},
		{"neutral.tsv", RulePhrase}, {"courtesy.tsv", RulePhrase},
	} {
		for _, r := range b.src.rows[t.file] {
			b.pattern(r, r.cells[1], r.cells[2], t.rule, r.cells[3], r.cells[4])
		}
	}
	for _, r := range b.src.rows["frames.tsv"] {
		kind, ok := frameKinds[r.cells[1]]
		if !ok {
			b.problem(r, "el marco %q no existe; se espera wish, conditional, request, question, report o quote", r.cells[1])
			continue
		}
		if in, ok := b.intent(r, r.cells[2]); ok {
			b.pending(r, entry{role: roleFrame, kind: kind, intent: in}, r.cells[3], r.cells[4])
		}
	}
	for _, r := range b.src.rows["negators.tsv"] {
		side, ok := sides[r.cells[1]]
		if !ok {
			b.problem(r, "el alcance %q no existe; se espera right, left, both o none", r.cells[1])
			continue
		}
		b.pending(r, entry{role: roleNegator, kind: side}, r.cells[2], r.cells[3])
	}
	for _, r := range b.src.rows["degree.tsv"] {
		side, ok := sides[r.cells[2]]
		if !ok || side == sideNone {
			b.problem(r, "el lado %q no existe; se espera right, left o both", r.cells[2])
			continue
		}
		b.pending(r, entry{role: roleDegree, kind: side, weight: b.number(r, r.cells[1], 0, 5)}, r.cells[3], r.cells[4])
	}
	for _, r := range b.src.rows["contrast.tsv"] {
		b.pending(r, entry{role: roleContrast, weight: b.number(r, r.cells[1], 0, 5), kind: b.after(r)}, r.cells[3], r.cells[4])
	}
	b.readIrony()
	for _, r := range b.src.rows["intents.tsv"] {
		if in, ok := b.intent(r, r.cells[1]); ok {
			b.pending(r, entry{role: roleIntent, intent: in, weight: b.number(r, r.cells[2], 0, 5)}, r.cells[3], r.cells[4])
		}
	}
}

// after numbers what a contrast does to what follows it.
func (b *builder) after(r row) uint8 {
	l := b.lex
	factor := b.number(r, r.cells[2], 0, 5)
	i := slices.Index(l.afters, factor)
	if i < 0 {
		i = len(l.afters)
		l.afters = append(l.afters, factor)
	}
	if i > math.MaxUint8 {
		b.problem(r, "hay demasiados factores distintos; el máximo es %d", math.MaxUint8+1)
		return 0
	}
	return uint8(i)
}

// Irony kinds.
const (
	ironyCue uint8 = iota
	ironyCertain
)

func (b *builder) readIrony() {
	for _, r := range b.src.rows["irony.tsv"] {
		switch r.cells[1] {
		case "cue":
			b.pending(r, entry{role: roleIrony, kind: ironyCue, weight: b.number(r, r.cells[2], 0, 1)}, r.cells[3], r.cells[4])
		case "certain":
			b.pending(r, entry{role: rolePhrase, kind: ironyCertain, is: isIrony, rule: ruleIndex(RuleIrony), weight: b.number(r, r.cells[2], -5, 0)}, r.cells[3], r.cells[4])
		default:
			b.problem(r, "la clase %q no existe; se espera cue o certain", r.cells[1])
		}
	}
}

func (b *builder) number(r row, text string, min, max float64) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v != v || v < min || v > max {
		b.problem(r, "%q no es un número entre %v y %v", text, min, max)
		return min
	}
	return v
}

// readSigns reads emoji and emoticons.
func (b *builder) readSigns() {
	for _, r := range b.src.rows["emoji.tsv"] {
		key := emojiKey(r.cells[0])
		if key == "" {
			b.problem(r, "%q no es un emoji", r.cells[0])
			continue
		}
		b.lex.emoji[key] = b.entry(r, entry{weight: b.weight(r, r.cells[1]), role: roleEmoji, rule: ruleIndex(RuleEmoji),
			is: flagIf(strings.Contains(r.cells[2], "irony"), isIrony) | flagIf(strings.Contains(r.cells[2], "laugh"), isLaugh)}, r.cells[3], r.cells[4])
	}
	b.lex.emojiRunes = newEmojiTable(b.lex.emoji)
	for _, r := range b.src.rows["emoticons.tsv"] {
		e := b.entry(r, entry{weight: b.weight(r, r.cells[1]), role: roleEmoji, rule: ruleIndex(RuleEmoticon)}, r.cells[2], r.cells[3])
		if key, ok := keyOf(r.cells[0]); ok && isAllLetters(key) {
			id := b.formByKey(key)
			b.claim(id, e, 3)
			continue
		}
		if len(r.cells[0]) < 2 {
			b.problem(r, "%q es una sola letra; un emoticono tiene dos signos o más", r.cells[0])
			continue
		}
		b.lex.emotics.add(r.cells[0], e)
	}
}

func isAllLetters(key string) bool {
	for i := range len(key) {
		if !letter[key[i]] && (key[i] < '0' || key[i] > '9') {
			return false
		}
	}
	return key != "" && letter[key[0]]
}

// cues makes the entries of the built-in cues; their line is the parameter's.
func (b *builder) cues() {
	for i, cue := range cueNames {
		for _, r := range b.src.rows["params.tsv"] {
			if r.cells[0] != cue.param {
				continue
			}
			b.lex.builtin[i] = b.entry(r, entry{weight: *b.lex.params.fields()[cue.param], role: roleCue, rule: ruleIndex(cue.rule)}, "own", r.cells[2])
		}
	}
}

// insertPatterns puts all patterns into the trie and gives their literals
// forms.
func (b *builder) insertPatterns() {
	for _, p := range b.patterns {
		e := b.lex.entries[p.entry]
		b.expandItems(p.items)
		for _, it := range p.items {
			for _, s := range it.symbols {
				if word, ok := strings.CutPrefix(strings.ToLower(s), "w:"); ok && !isPunctuation(word) {
					b.form(word)
				}
			}
			for _, words := range it.phrases {
				for _, w := range words {
					b.form(w)
				}
			}
		}
		if e.role == roleNegator && len(p.items) == 1 && e.kind&(sideRight|sideLeft) != 0 {
			b.negatorForms(p.items[0])
		}
		if err := b.trie.insert(p.items, b.symbol, p.entry); err != nil {
			b.problem(p.row, "%v", err)
		}
	}
}

// expandItems puts into a pattern the words that its chat spellings stand for,
// for that is what the tokens will be.
func (b *builder) expandItems(items []item) {
	for i := range items {
		it := &items[i]
		kept := it.symbols[:0]
		for _, s := range it.symbols {
			word, literal := strings.CutPrefix(strings.ToLower(s), "w:")
			if words, ok := b.chat[word]; ok && literal {
				it.phrases = append(it.phrases, words)
				continue
			}
			kept = append(kept, s)
		}
		it.symbols = kept
	}
}

func (b *builder) negatorForms(it item) {
	for _, s := range it.symbols {
		if word, ok := strings.CutPrefix(s, "W:"); ok {
			if id := b.form(word); id >= 0 {
				b.words[id].flags |= flagNegator
			}
		}
	}
}

// markThanks marks the words and phrases of thanks that say nothing more: what
// they thank for is not among their words.
func (b *builder) markThanks() {
	for _, p := range b.patterns {
		e := &b.lex.entries[p.entry]
		if e.intent == 0 || Intents[e.intent-1] != Thanks || len(p.items) > 2 {
			continue
		}
		if e.role == rolePhrase {
			e.is |= isThanks
			continue
		}
		for _, s := range p.items[0].symbols {
			if id, ok := b.ids[strings.TrimPrefix(s, "W:")]; ok && b.words[id].entry >= 0 && len(p.items) == 1 {
				b.lex.entries[b.words[id].entry].is |= isThanks
			}
		}
	}
}

// numberSteps renumbers the symbols of the trie from 1 on, leaving out those
// that no pattern steps over.
func (b *builder) numberSteps() {
	used := make(map[uint32]bool)
	for _, next := range b.trie.next {
		for sym := range next {
			used[sym] = true
		}
	}
	b.steps = make(map[uint32]uint32, len(used))
	for n, sym := range slices.Sorted(maps.Keys(used)) {
		b.steps[sym] = uint32(n + 1)
	}
	for at, next := range b.trie.next {
		renumbered := make(map[uint32]uint32, len(next))
		for sym, to := range next {
			renumbered[b.steps[sym]] = to
		}
		b.trie.next[at] = renumbered
	}
}
