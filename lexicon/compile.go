package lexicon

import (
	"errors"
	"io/fs"
	"math"
	"sort"
	"strconv"
	"strings"
)

// A role is what an entry does when it fires.
type role uint8

const (
	roleWord role = iota
	rolePhrase
	roleFrame
	roleNegator
	roleDegree
	roleContrast
	roleIrony
	roleIntent
	roleCue
	roleEmoji
	roleCount
)

// An entry is one line of a table, ready to fire.
type entry struct {
	term, gloss   string
	file          string
	line          int
	rule          string
	weight        float64 // own weight; factor of a degree; before of a contrast; strength of an intent or irony cue
	after         float64 // contrast only
	role          role
	kind          uint8 // frame kind, negator scope, degree side, irony kind
	intent        uint8 // 1 + index into Intents, 0 for none
	regional      bool
	irony         bool // emoji that doubts the praise beside it
	soft          bool // weight 0: consumes its words and shows no hit
	items, symbol int32
}

// Frame kinds.
const (
	frameNone uint8 = iota
	frameWish
	frameConditional
	frameRequest
	frameQuestion
	frameReport
	frameQuote
	frameCount
)

var frameKinds = map[string]uint8{"wish": frameWish, "conditional": frameConditional, "request": frameRequest,
	"question": frameQuestion, "report": frameReport, "quote": frameQuote}

// Sides of negators and degree words.
const (
	sideRight uint8 = 1 << iota
	sideLeft
	sideNone
)

var sides = map[string]uint8{"right": sideRight, "left": sideLeft, "both": sideRight | sideLeft, "none": sideNone}

// Rules name the kind of evidence of a hit.
const (
	RuleWord        = "word"
	RulePhrase      = "phrase"
	RuleComplaint   = "complaint"
	RulePraise      = "praise"
	RuleEmoji       = "emoji"
	RuleEmoticon    = "emoticon"
	RuleIrony       = "irony"
	RuleNegation    = "negation"
	RuleQuestion    = "question"
	RuleExclamation = "exclamation"
	RuleEllipsis    = "ellipsis"
	RuleLink        = "link"
	RuleHandle      = "handle"
	RuleRequest     = "request"
)

// The built-in cues: what is no word and weighs something, by the parameter
// that holds the weight.
const (
	cueNegation = iota
	cueQuestion
	cueExclamation
	cueEllipsis
	cueLink
	cueHandle
	cueRequest
	ruleCount
)

var cueNames = [ruleCount]struct{ param, rule string }{
	{"cue_negation", RuleNegation}, {"cue_question", RuleQuestion}, {"cue_exclamation", RuleExclamation},
	{"cue_ellipsis", RuleEllipsis}, {"cue_link", RuleLink}, {"cue_handle", RuleHandle}, {"cue_request", RuleRequest},
}

// A form is one spelling of one or more lemmas.
type form struct {
	entry  int32 // entry with the word's own weight, -1 if it has none
	expand int32 // first form of a multi-word expansion, -1
	syms   uint32
	first  uint32
	nsyms  uint8
	nfirst uint8
	nexp   uint8
	flags  formFlags
}

type formFlags uint8

const (
	flagHost formFlags = 1 << iota // may carry clitics
	flagNegator
	flagNumber
	flagListed // is in a table itself, not only derived
)

// Load compiles the tables of a folder. All problems are reported at once,
// joined; Problems takes them apart.
func Load(fsys fs.FS) (*Lexicon, error) { return LoadWith(fsys, nil) }

// LoadWith compiles the shipped tables with the office's own laid over them;
// office may be nil or lack any of the tables.
func LoadWith(base, office fs.FS) (*Lexicon, error) {
	src, problems := readSources(base, office)
	b := newBuilder(src)
	b.problems = problems
	b.build()
	if len(b.problems) > 0 {
		sortProblems(b.problems)
		return nil, errors.Join(b.problems...)
	}
	b.lex.version = src.version
	return b.lex, nil
}

// A builder turns rows into a Lexicon.
type builder struct {
	lex      *Lexicon
	src      *sources
	problems []error

	ids       map[string]int32 // key → form
	keys      []string         // form → key
	symbols   map[string]uint32
	formSyms  [][]uint32
	rank      []int           // how strong the claim of the form's entry is; lower wins
	lemmas    map[string]bool // "v:llevar" whose forms are generated
	blocked   map[string]bool
	irregular map[string]irregular // "v:ir"
	classes   map[string][]string
	trie      *trie
	patterns  []pendingPattern
	alias     map[string]string // chat form → expansion
	wanted    map[string]bool   // symbols some pattern uses
	usedSyms  []bool
}

type pendingPattern struct {
	row   row
	entry int32
	items []item
}

type irregular struct {
	model string
	forms []string
}

func newBuilder(src *sources) *builder {
	return &builder{
		lex: &Lexicon{emoji: make(map[string]int32)}, src: src,
		ids: make(map[string]int32), symbols: make(map[string]uint32), lemmas: make(map[string]bool),
		blocked: make(map[string]bool), irregular: make(map[string]irregular), classes: make(map[string][]string),
		trie: newTrie(), wanted: make(map[string]bool),
	}
}

func (b *builder) problem(r row, format string, args ...any) {
	b.problems = append(b.problems, r.problem(format, args...))
}

func (b *builder) build() {
	b.problems = append(b.problems, b.lex.params.read(b.src.rows["params.tsv"])...)
	b.symbol("") // symbol 0 means none
	b.readBlocked()
	b.readIrregular()
	b.readClasses()
	b.readWords()
	b.readPatterns()
	b.readSigns()
	b.cues()
	b.generateReferenced()
	b.readAliases("chat.tsv")
	b.readAliases("masked.tsv")
	b.special()
	b.insertPatterns()
	b.tolerate()
	b.attachSymbols()
	b.freezeAutomaton()
	b.freezeForms()
}

func (b *builder) symbol(name string) uint32 {
	id, ok := b.symbols[name]
	if !ok {
		id = uint32(len(b.symbols))
		b.symbols[name] = id
	}
	return id
}

// form interns a word; -1 if it has letters that are not Spanish.
func (b *builder) form(word string) int32 {
	key, ok := keyOf(word)
	if !ok || key == "" {
		return -1
	}
	return b.formByKey(key)
}

func (b *builder) formByKey(key string) int32 {
	id, ok := b.ids[key]
	if !ok {
		id = int32(len(b.keys))
		b.ids[key] = id
		b.keys = append(b.keys, key)
		b.lex.forms = append(b.lex.forms, form{entry: -1, expand: -1})
		b.formSyms = append(b.formSyms, nil)
		b.rank = append(b.rank, math.MaxInt)
	}
	return id
}

// mark gives a form a symbol.
func (b *builder) mark(id int32, name string) {
	sym := b.symbol(name)
	for _, s := range b.formSyms[id] {
		if s == sym {
			return
		}
	}
	b.formSyms[id] = append(b.formSyms[id], sym)
}

// claim gives a form an entry's weight unless a stronger claim stands. A form
// that several lemmas share goes to the lemma that is spelt like it, then to
// the adjective, the noun, the adverb, the interjection, the verb; the office's
// entry goes before all.
func (b *builder) claim(id, entry int32, rank int) {
	if rank >= b.rank[id] {
		return
	}
	b.rank[id] = rank
	b.lex.forms[id].entry = entry
}

func (b *builder) readBlocked() {
	for _, r := range b.src.rows["blocked.tsv"] {
		key, ok := keyOf(r.cells[0])
		if !ok {
			b.problem(r, "%q no es una palabra", r.cells[0])
			continue
		}
		b.blocked[key] = true
	}
}

func (b *builder) readIrregular() {
	for _, r := range b.src.rows["irregular.tsv"] {
		pos := posOf(r.cells[1])
		if pos == "" {
			b.problem(r, "la categoría %q no existe; se espera a, n, v, adv o intj", r.cells[1])
			continue
		}
		irr := b.irregular[pos+":"+r.cells[0]]
		for _, f := range strings.FieldsFunc(r.cells[2], func(c rune) bool { return c == ',' || c == ' ' }) {
			if model, ok := strings.CutPrefix(f, "model="); ok {
				if !isModel(model) {
					b.problem(r, "no hay modelo de conjugación %q", model)
				}
				irr.model = model
				continue
			}
			irr.forms = append(irr.forms, f)
		}
		b.irregular[pos+":"+r.cells[0]] = irr
	}
}

func posOf(s string) string {
	switch s {
	case "a", "adj":
		return "a"
	case "n", "noun":
		return "n"
	case "v", "verb":
		return "v"
	case "adv", "intj", "phrase":
		return s
	}
	return ""
}

func (b *builder) readClasses() {
	for _, r := range b.src.rows["classes.tsv"] {
		class, member := r.cells[0], r.cells[1]
		b.classes[class] = append(b.classes[class], member)
		if strings.Contains(member, " ") {
			continue
		}
		if member == "" {
			b.problem(r, "falta el miembro de la clase %s", class)
			continue
		}
		nounForms(member, "", false, func(f string) {
			if id := b.form(f); id >= 0 {
				b.mark(id, "c:"+class)
			}
		})
	}
}

var wordTables = []struct{ file, pos string }{
	{"adjectives.tsv", "a"}, {"nouns.tsv", "n"}, {"verbs.tsv", "v"}, {"adverbs.tsv", "adv"}, {"interjections.tsv", "intj"},
}

var posRank = map[string]int{"a": 0, "n": 1, "adv": 2, "intj": 3, "v": 4}

func (b *builder) readWords() {
	for _, t := range wordTables {
		for _, r := range b.src.rows[t.file] {
			b.word(r, t.pos, r.cells[1], r.cells[2], r.cells[3], r.cells[4])
		}
	}
	for _, r := range b.src.rows["costeno.tsv"] {
		pos := posOf(r.cells[2])
		switch {
		case pos == "":
			b.problem(r, "la categoría %q no existe; se espera a, n, v, adv, intj o phrase", r.cells[2])
		case pos == "phrase" || strings.Contains(r.cells[0], " "):
			b.pattern(r, r.cells[1], "", RulePhrase, r.cells[4], r.cells[5])
		default:
			b.word(r, pos, r.cells[1], r.cells[3], r.cells[4], r.cells[5])
		}
	}
}

func (b *builder) weight(r row, text string) float64 {
	w, err := strconv.ParseFloat(text, 64)
	if err != nil || w < -5 || w > 5 || w*2 != math.Trunc(w*2) {
		b.problem(r, "el peso %q no vale; se espera un múltiplo de 0.5 entre -5 y 5", text)
		return 0
	}
	return w
}

func (b *builder) entry(r row, e entry) int32 {
	e.term, e.file, e.line = r.cells[0], r.file, r.line
	b.lex.entries = append(b.lex.entries, e)
	return int32(len(b.lex.entries) - 1)
}

func regional(source string) bool { return source == "costeno" || source == "co" }

// word reads one entry of a word table and generates its forms.
func (b *builder) word(r row, pos, weight, flags, source, gloss string) {
	if strings.Contains(r.cells[0], " ") {
		b.problem(r, "%q tiene espacios; las expresiones van en phrases.tsv", r.cells[0])
		return
	}
	id := b.entry(r, entry{weight: b.weight(r, weight), gloss: gloss, rule: RuleWord, role: roleWord, regional: regional(source)})
	f, err := parseFlags(flags)
	if err != nil {
		b.problem(r, "%v", err)
		return
	}
	rank := posRank[pos] + 10
	if r.office {
		rank -= 100
	}
	lemma := r.cells[0]
	if b.form(lemma) < 0 {
		b.problem(r, "%q tiene letras que no son del español", lemma)
		return
	}
	b.lemmas[pos+":"+lemma] = true
	emit := func(word string, host bool) { b.derived(pos, lemma, word, host, id, rank, f) }
	if !b.inflect(pos, lemma, f, emit) {
		b.problem(r, "%q no es un infinitivo", lemma)
	}
}

// derived adds one form of a lemma.
func (b *builder) derived(pos, lemma, word string, host bool, entry int32, rank int, f flags) {
	key, ok := keyOf(word)
	if !ok || key == "" || f.not[word] {
		return
	}
	if word != lemma && b.blocked[key] && !f.only[word] {
		return
	}
	id := b.formByKey(key)
	b.mark(id, pos+":"+lemma)
	if host {
		b.lex.forms[id].flags |= flagHost
	}
	if word == lemma {
		rank -= 10
		b.lex.forms[id].flags |= flagListed
	}
	if entry >= 0 {
		b.claim(id, entry, rank)
	}
}

// inflect emits the forms of a lemma; false if a verb is no infinitive.
func (b *builder) inflect(pos, lemma string, f flags, emit func(string, bool)) bool {
	irr := b.irregular[pos+":"+lemma]
	plain := func(word string) { emit(word, false) }
	emit(lemma, false)
	for _, word := range irr.forms {
		emit(word, false)
	}
	switch {
	case len(f.only) > 0:
		for word := range f.only {
			emit(word, false)
		}
		return true
	case f.fixed:
		return true
	case pos == "a":
		adjectiveForms(lemma, f.feminine, !f.nodim, plain)
	case pos == "n":
		nounForms(lemma, f.feminine, !f.nodim, plain)
	case pos == "v":
		model := f.model
		if model == "" {
			model = irr.model
		}
		infinitive := lemma
		if strings.HasSuffix(lemma, "rse") {
			infinitive = strings.TrimSuffix(lemma, "se")
		}
		return conjugate(infinitive, model, emit)
	}
	return true
}

type flags struct {
	fixed, nodim    bool
	model, feminine string
	not, only       map[string]bool
}

func parseFlags(text string) (flags, error) {
	f := flags{}
	for _, flag := range strings.Fields(text) {
		name, value, _ := strings.Cut(flag, "=")
		switch name {
		case "fixed":
			f.fixed = true
		case "nodim":
			f.nodim = true
		case "model":
			if !isModel(value) {
				return f, errors.New("no hay modelo de conjugación " + strconv.Quote(value))
			}
			f.model = value
		case "f":
			f.feminine = value
		case "not":
			f.not = set(value)
		case "only":
			f.only = set(value)
		default:
			return f, errors.New("la marca " + strconv.Quote(flag) + " no existe")
		}
	}
	return f, nil
}

func set(list string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Split(list, ",") {
		m[w] = true
	}
	return m
}

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

// readAliases reads chat spellings and masked words: a form that stands for
// one or more others.
func (b *builder) readAliases(file string) {
	for _, r := range b.src.rows[file] {
		if strings.ContainsAny(r.cells[0], " '’") {
			continue
		}
		key, ok := keyOf(collapseStars(r.cells[0]))
		if !ok || strings.Contains(r.cells[0], " ") {
			b.problem(r, "%q no es una sola palabra", r.cells[0])
			continue
		}
		words := strings.Fields(r.cells[1])
		if len(words) == 0 || len(words) > 8 {
			b.problem(r, "la expansión %q debe tener de 1 a 8 palabras", r.cells[1])
			continue
		}
		if b.rankOf(key) < 10 {
			continue // a word of the word tables is meant as itself
		}
		id := b.formByKey(key)
		f := &b.lex.forms[id]
		f.expand, f.nexp = int32(len(b.lex.expands)), uint8(len(words))
		for _, w := range words {
			target := b.form(w)
			if target < 0 {
				b.problem(r, "la expansión %q tiene letras que no son del español", w)
				target = id
			}
			b.lex.expands = append(b.lex.expands, target)
		}
	}
}

func (b *builder) rankOf(key string) int {
	if id, ok := b.ids[key]; ok {
		return b.rank[id]
	}
	return math.MaxInt
}

func collapseStars(s string) string {
	for strings.Contains(s, "**") {
		s = strings.ReplaceAll(s, "**", "*")
	}
	return s
}

// special interns the forms that the tokeniser gives to what is no word.
func (b *builder) special() {
	for i := range b.lex.punct {
		b.lex.punct[i] = -1
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
	b.lex.laughter = -1
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
	}
}

// attachSymbols gives each form the symbols of its own spelling and sign.
func (b *builder) attachSymbols() {
	for id := range b.lex.forms {
		f := &b.lex.forms[id]
		if b.keys[id][0] != 0 {
			word := wordOf(b.keys[id])
			b.markKnown(int32(id), "w:"+word)
			b.markKnown(int32(id), "W:"+word)
		}
		if f.flags&flagNegator != 0 {
			b.markKnown(int32(id), symNegator)
		}
		if f.entry >= 0 {
			switch w := b.lex.entries[f.entry].weight; {
			case w > 0:
				b.markKnown(int32(id), symPositive)
			case w < 0:
				b.markKnown(int32(id), symNegative)
			}
		}
		kept := b.formSyms[id][:0]
		for _, s := range b.formSyms[id] {
			if b.usedSymbol(s) {
				kept = append(kept, s)
			}
		}
		sort.Slice(kept, func(i, j int) bool { return kept[i] < kept[j] })
		if len(kept) > 255 {
			kept = kept[:255]
		}
		f.syms, f.nsyms = uint32(len(b.lex.syms)), uint8(len(kept))
		b.lex.syms = append(b.lex.syms, kept...)
		f.first = uint32(len(b.lex.first))
		for _, s := range kept {
			if to, ok := b.trie.next[0][s]; ok && f.nfirst < 255 {
				b.lex.first = append(b.lex.first, to)
				f.nfirst++
			}
		}
	}
}

// markKnown marks a form only with a symbol that some pattern uses.
func (b *builder) markKnown(id int32, name string) {
	if _, ok := b.symbols[name]; ok {
		b.mark(id, name)
	}
}

func (b *builder) usedSymbol(sym uint32) bool {
	return int(sym) < len(b.used()) && b.used()[sym]
}

func (b *builder) freezeAutomaton() {
	a := &b.lex.auto
	edges := 0
	for _, next := range b.trie.next {
		edges += len(next)
	}
	size := 16
	for size < edges*2 {
		size *= 2
	}
	a.edges, a.edgeMask = make([]edge, size), uint64(size-1)
	a.end = b.symbols[symEnd]
	if start, ok := b.symbols[symStart]; ok {
		a.anchored = b.trie.next[0][start]
	}
	for s, next := range b.trie.next {
		for sym, to := range next {
			i := edgeHash(uint32(s), sym) & a.edgeMask
			for a.edges[i].next != 0 {
				i = (i + 1) & a.edgeMask
			}
			a.edges[i] = edge{state: uint32(s), symbol: sym, next: to}
		}
		_, hasEnd := next[a.end]
		st := state{accept: uint32(len(a.accepts)), accepts: uint8(min(len(b.trie.accepts[s]), 255)),
			gap: uint32(len(a.gaps)), gaps: uint8(len(b.trie.gaps[s])), hasEnd: hasEnd && a.end != 0}
		a.accepts = append(a.accepts, b.trie.accepts[s]...)
		a.gaps = append(a.gaps, b.trie.gaps[s]...)
		a.states = append(a.states, st)
	}
}

// freezeForms builds the hash table.
func (b *builder) freezeForms() {
	size := 64
	for size < len(b.ids)*2 {
		size *= 2
	}
	l := b.lex
	l.slots, l.slotMask = make([]slot, size), uint64(size-1)
	keys := make([]string, 0, len(b.ids))
	for key := range b.ids {
		if key[0] != 0 {
			keys = append(keys, key)
		}
	}
	sort.Strings(keys)
	for _, key := range keys {
		h := hashKey([]byte(key))
		i := slotIndex(h) & l.slotMask
		for l.slots[i] != 0 {
			if uint64(l.slots[i])&^slotID == h&^slotID {
				b.problems = append(b.problems, &Problem{File: "léxico", Message: "dos formas tienen la misma huella: " + wordOf(key)})
			}
			i = (i + 1) & l.slotMask
		}
		l.slots[i] = slot(h&^slotID | uint64(b.ids[key]+1))
	}
}
