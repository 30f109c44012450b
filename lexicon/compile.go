package lexicon

import (
	"errors"
	"io/fs"
	"math"
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
	role   role
	kind   uint8 // frame kind, negator scope, degree side, irony kind; index into afters of a contrast
	intent uint8 // 1 + index into Intents, 0 for none
	is     entryFlags
	rule   uint8 // index into ruleNames
	exact  int8  // how exactly its pattern names its words
}

type entryFlags uint8

const (
	isIrony  entryFlags = 1 << iota // doubts the praise beside it
	isLaugh                         // an emoji of laughter
	isThanks                        // a word or phrase of thanks
	isSoft                          // weight 0: consumes its words and shows no hit
)

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
// of those of one lemma, share a form. Its parts are packed so that a token
// takes them in one move: from the low end, the symbol set in 16 bits, the
// flags in 16, one more than the entry in 24, and the entry's weight in halves
// of a point in 8, which spares scoring the way to the entry. 0 is no word.
type form uint64

const (
	formFlagsAt  = 16
	formEntryAt  = 32
	formWeightAt = 56
	maxEntries   = 1<<(formWeightAt-formEntryAt) - 2
)

func newForm(entry int32, weight float64, set uint16, flags formFlags) form {
	return form(int8(weight*2))<<formWeightAt | form(entry+1)<<formEntryAt | form(flags)<<formFlagsAt | form(set)
}

// entry is the entry with the word's own weight, -1 if it has none; with
// flagExpand, where its expansion begins.
func (f form) entry() int32 { return int32(f<<8>>(formEntryAt+8)) - 1 }

func (f form) weight() float64 { return float64(int8(f>>formWeightAt)) / 2 }

// set is its pattern symbols.
func (f form) set() uint16 { return uint16(f) }

func (f form) flags() formFlags { return formFlags(f >> formFlagsAt) }

func (f form) has(flags formFlags) bool { return f.flags()&flags != 0 }

// with returns the form with more flags, without with less.
func (f form) with(flags formFlags) form    { return f | form(flags)<<formFlagsAt }
func (f form) without(flags formFlags) form { return f &^ (form(flags) << formFlagsAt) }

type formFlags uint16

const (
	flagHost   formFlags = 1 << iota // may carry clitics
	flagExpand                       // stands for other words
	flagNegator
	flagScopeEnd
	flagScopeStart
	flagCuePart
	flagCueWord
	flagTriple  // a spelling of it has a letter three times in a row
	flagActs    // reading the token may do something whatever follows it
	flagLeads   // its set is the left one of some pair
	flagFollows // its set is the right one of some pair
	flagKnown   // of every form, and of the tokens that are words with a form
	flagLaughter
	flagAnchored // patterns that are tied to the clause start begin with it
	flagWhole    // some pattern is this one word
	flagOpening  // its set has openings that are not among the pairs
)

// A symbolSet is what a form can be in a pattern. Set 0 is empty.
type symbolSet struct {
	mask  uint64 // bit sym%64 of each symbol
	syms  uint32 // first of several symbols, or the only one
	nsyms uint8
}

// A beginning is all of the matching that depends on one word alone.
type beginning struct {
	whole    uint32 // entries of the patterns that are one such word, the best of each role
	openings uint32 // first of those that are not among the pairs
	nwhole   uint8
	nopen    uint8
	anchored bool // some pattern that is tied to the clause start begins with it
	leads    bool // it is the left one of some pair
	follows  bool // it is the right one of some pair
}

// flags are those of the forms that begin so.
func (s *beginning) flags() (flags formFlags) {
	if s.nwhole > 0 {
		flags |= flagWhole
	}
	if s.nopen > 0 {
		flags |= flagOpening
	}
	if s.anchored {
		flags |= flagAnchored
	}
	if s.leads {
		flags |= flagLeads
	}
	if s.follows {
		flags |= flagFollows
	}
	return flags
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
	chat      map[string][]string // spelling → the words it stands for
	wanted    map[string]bool     // symbols some pattern uses
	expands   []int32             // words of chat expansions, 0 after each
	steps     map[uint32]uint32   // symbols that patterns step over, by their number in the automaton
	setIDs    map[string]uint16
	setName   []byte
	maxPairs  int
	signs     struct { // words of the tokens that are none
		marks               [256]int32
		number, handle, url int32
	}
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

func newBuilder(src *sources) *builder {
	b := &builder{
		lex: &Lexicon{emoji: make(map[string]int32)}, src: src,
		ids: make(map[string]int32, 1<<18), symbols: make(map[string]uint32), lemmas: make(map[string]bool),
		blocked: make(map[string]bool), irregular: make(map[string]irregular), classes: make(map[string][]string),
		trie: newTrie(), wanted: make(map[string]bool), setIDs: make(map[string]uint16), chat: make(map[string][]string),
		maxPairs: maxPairs,
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
	b.trie.share()
	b.markThanks()
	b.numberSteps()
	b.tolerate()
	b.freezeAutomaton()
	if len(b.lex.auto.states) > 0 {
		b.attachSymbols()
		b.openings()
	}
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
		b.words = append(b.words, word{entry: -1})
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

func (b *builder) entry(r row, e entry, source, gloss string) int32 {
	b.lex.entries = append(b.lex.entries, e)
	b.lex.notes = append(b.lex.notes, note{term: r.cells[0], gloss: gloss, file: r.file, line: r.line, regional: regional(source)})
	return int32(len(b.lex.entries) - 1)
}

// A word is a spelling while the lexicon is built.
type word struct {
	entry  int32 // as of a form
	set    uint16
	flags  formFlags
	spells int32 // form of the finished lexicon
}
