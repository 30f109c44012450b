package lexicon

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"math"
	"slices"
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

// An entry is one line of a table, ready to fire; its note is apart, so that
// what scoring needs stays together in the cache.
type entry struct {
	weight float64 // own weight; factor of a degree; before of a contrast; strength of an intent or irony cue
	after  float64 // contrast only
	role   role
	kind   uint8 // frame kind, negator scope, degree side, irony kind
	intent uint8 // 1 + index into Intents, 0 for none
	irony  bool  // doubts the praise beside it
	soft   bool  // weight 0: consumes its words and shows no hit
	rule   uint8 // index into ruleNames
}

// A note is the part of an entry that is shown to people.
type note struct {
	term, gloss string
	file        string
	line        int
	regional    bool
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

var ruleNames = [...]string{"", RuleWord, RulePhrase, RuleComplaint, RulePraise, RuleEmoji, RuleEmoticon, RuleIrony,
	RuleNegation, RuleQuestion, RuleExclamation, RuleEllipsis, RuleLink, RuleHandle, RuleRequest}

func ruleIndex(name string) uint8 {
	for i, n := range ruleNames {
		if n == name {
			return uint8(i)
		}
	}
	return 0
}

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

// A form is what a spelling means. Spellings that mean the same, such as most
// of those of one lemma, share a form. Form 0 is no word.
type form struct {
	entry int32  // entry with the word's own weight, -1 if it has none; with flagExpand, where its expansion begins
	set   uint16 // its pattern symbols
	size  uint8  // words of its expansion
	flags formFlags
}

type formFlags uint8

const (
	flagHost   formFlags = 1 << iota // may carry clitics
	flagExpand                       // stands for other words
	flagNegator
	flagScopeEnd
	flagScopeStart
	flagCuePart
)

// A symbolSet is what a form can be in a pattern.
type symbolSet struct {
	mask          uint64 // bit sym%64 of each symbol
	syms, first   uint32
	nsyms, nfirst uint8
}

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

	ids       map[string]int32 // key → word
	keys      []string         // word → key
	words     []word
	symbols   map[string]uint32
	formSyms  [][]uint32
	aliases   []alias
	rank      []int           // how strong the claim of the form's entry is; lower wins
	lemmas    map[string]bool // "v:llevar" whose forms are generated
	blocked   map[string]bool
	irregular map[string]irregular // "v:ir"
	classes   map[string][]string
	trie      *trie
	patterns  []pendingPattern
	wanted    map[string]bool   // symbols some pattern uses
	steps     map[uint32]uint32 // symbols that patterns step over, by their number in the automaton
	setIDs    map[string]uint16
	setName   []byte
}

// A word is a spelling while the lexicon is built.
type word struct {
	form
	listed bool  // in a table itself, not only derived
	spells int32 // form of the finished lexicon
}

// An alias is a second spelling of a form.
type alias struct {
	key  string
	form int32
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
	b := &builder{
		lex: &Lexicon{emoji: make(map[string]int32)}, src: src,
		ids: make(map[string]int32, 1<<18), symbols: make(map[string]uint32), lemmas: make(map[string]bool),
		blocked: make(map[string]bool), irregular: make(map[string]irregular), classes: make(map[string][]string),
		trie: newTrie(), wanted: make(map[string]bool), setIDs: make(map[string]uint16),
	}
	b.formByKey("\x00")
	return b
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
	b.numberSteps()
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
		b.words = append(b.words, word{form: form{entry: -1}})
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
	b.words[id].entry = entry
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
		if strings.ContainsAny(member, " -") {
			continue // a sequence of words, put into the patterns that use it
		}
		if member == "" {
			b.problem(r, "falta el miembro de la clase %s", class)
			continue
		}
		nounForms(member, "", false, func(f string) {
			if id := b.form(f); id >= 0 {
				b.mark(id, "c:"+class)
				b.words[id].flags |= classFlags[class]
			}
		})
	}
}

// classFlags are the classes that rules look at, beside patterns.
var classFlags = map[string]formFlags{classScopeEnd: flagScopeEnd, classScopeStart: flagScopeStart, classCuePart: flagCuePart}

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

func (b *builder) entry(r row, e entry, source, gloss string) int32 {
	b.lex.entries = append(b.lex.entries, e)
	b.lex.notes = append(b.lex.notes, note{term: r.cells[0], gloss: gloss, file: r.file, line: r.line, regional: regional(source)})
	return int32(len(b.lex.entries) - 1)
}

func regional(source string) bool { return source == "costeno" || source == "co" }

// word reads one entry of a word table and generates its forms.
func (b *builder) word(r row, pos, weight, flags, source, gloss string) {
	if strings.Contains(r.cells[0], " ") {
		b.problem(r, "%q tiene espacios; las expresiones van en phrases.tsv", r.cells[0])
		return
	}
	id := b.entry(r, entry{weight: b.weight(r, weight), rule: ruleIndex(RuleWord), role: roleWord}, source, gloss)
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
		b.words[id].flags |= flagHost
	}
	if word == lemma {
		rank -= 10
		b.words[id].listed = true
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
		f := &b.words[id]
		f.entry, f.size = int32(len(b.lex.expands)), uint8(len(words))
		f.flags |= flagExpand
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
			l.first = append(l.first, b.opening(to))
			set.nfirst++
		}
	}
	id := uint16(len(l.sets))
	l.sets = append(l.sets, set)
	b.setIDs[string(name)] = id
	return id
}

func (b *builder) opening(to uint32) opening {
	o := opening{to: to, stop: len(b.trie.accepts[to]) > 0 || len(b.trie.gaps[to]) > 0}
	for sym := range b.trie.next[to] {
		o.mask |= 1 << (sym % 64)
	}
	if end := b.steps[b.symbols[symEnd]]; end != 0 && b.trie.next[to][end] != 0 {
		o.stop = true
	}
	return o
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
	a.edges, a.edgeMask = make([]edge, size), uint64(size-1)
	a.end = b.steps[b.symbols[symEnd]]
	a.anchored = b.trie.next[0][b.steps[b.symbols[symStart]]]
	for s, next := range b.trie.next {
		for sym, to := range next {
			key := edgeKey(uint32(s), sym)
			i := edgeHash(key) & a.edgeMask
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
		a.accepts = append(a.accepts, b.trie.accepts[s]...)
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
	size := 64
	for size*3 < (len(b.keys)+len(b.aliases))*4 {
		size *= 2
	}
	l.slots, l.slotMask, l.splits = make([]slot, size), uint64(size-1), newBitmap()
	for id, key := range b.keys {
		b.place(int32(id), key)
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
	if w.listed || w.set != 0 {
		l.splits.add(h)
	}
}
