// Package lexicon scores Spanish text by a hand-written lexicon and explains
// every point of the score.
//
// The one idea: a score is a fold over hits. A hit is one entry of one table
// found at one place of the text, with its own weight and the factors that the
// words around it put on it (negation, degree, contrast, mood). What Explain
// shows is exactly what Score has added up.
//
// The words, phrases and roles live in tables (es/*.tsv); their file is their
// role, one line is one entry, and every global number is in params.tsv. Code
// holds only grammar: how Spanish inflects and how far a word's influence
// reaches.
package lexicon

import (
	"embed"
	"io/fs"
	"sync"
)

//go:embed es/*.tsv
var shipped embed.FS

// Polarity is the stance of a text: one of Negative, Neutral, Positive.
type Polarity int8

// The three polarities.
const (
	Negative Polarity = -1
	Neutral  Polarity = 0
	Positive Polarity = 1
)

// String returns "negative", "neutral" or "positive".
func (p Polarity) String() string {
	switch {
	case p < 0:
		return "negative"
	case p > 0:
		return "positive"
	}
	return "neutral"
}

// Intent is what the author wants: one of the constants below. The empty
// Intent means that the text holds no word at all.
type Intent string

// The intents, as they are stored and printed.
const (
	NoIntent       Intent = ""
	Petition       Intent = "peticion"
	Question       Intent = "pregunta"
	Complaint      Intent = "queja"
	Claim          Intent = "reclamo"
	Denunciation   Intent = "denuncia"
	Suggestion     Intent = "sugerencia"
	Congratulation Intent = "felicitacion"
	Thanks         Intent = "agradecimiento"
	OtherIntent    Intent = "otro"
)

// Intents lists the intents that an entry may carry, in the order in which a
// tie between them is decided.
var Intents = []Intent{Denunciation, Claim, Complaint, Petition, Question, Suggestion, Thanks, Congratulation}

// A Hit is one entry found in a text and what it adds to the score.
type Hit struct {
	Term         string  // the entry's lemma or pattern, as the table writes it
	Text         string  // the matched part of the original text
	Offset       int     // bytes into the original text, on a rune boundary
	Length       int     // bytes of the original text
	Weight       float64 // the entry's own weight, -5 to 5
	Contribution float64 // what it adds to Score.Sum after all rules
	Negated      bool    // a negator reaches it
	Modifier     string  // all factors applied, readable: "muy ×1.4, negación ×-0.6"; "" if none
	Rule         string  // what kind of evidence it is: one of the Rule constants
	Table        string  // file of the entry
	Line         int     // line of the entry in that file
	Regional     bool    // the entry is Colombian or Costeño
	Gloss        string  // the entry's gloss, may be empty
}

// A Score is what a text says on the whole.
type Score struct {
	Polarity   Polarity
	Value      float64 // -1 to 1: Sum squashed; the sign is the sum's
	Sum        float64 // the contributions of all hits, added in reading order
	Confidence float64 // 0 to 1: how often such a score is right
	Intent     Intent
	Irony      bool // the praise is probably not meant; see the hits with rule "irony"
	Hits       int  // number of hits that Explain returns
	Words      int  // words of the text, without links, handles and numbers
	Known      int  // words that the lexicon knows in any role
}

// A Lexicon is the compiled tables. It is read-only: all methods may be called
// from any number of goroutines.
type Lexicon struct {
	version string
	params  params

	spellings              // all words
	forms      []form      // by form id
	sets       []symbolSet // pattern symbols that forms have in common
	begins     []beginning // by set
	syms       []uint32    // of the sets
	accepts    []int32     // entries, of sets, seconds and states
	openings   []opening   // of the sets
	pairs      pairs
	splits     bitmap    // words that a hashtag is cut into
	stems      bitmap    // what such words begin with
	hosts      bitmap    // unaccented words that carry clitics
	accents    bitmap    // words that stand in the table with their accents
	expands    []form    // the words of each chat expansion, 0 after it
	entries    []entry   // every line of every table that can fire
	notes      []note    // by entry: what only an explanation needs
	afters     []float64 // factors of contrasts to what follows
	auto       automaton
	emoji      map[string]int32 // normalised cluster → entry
	emojiRunes emojiTable       // those of one rune
	emotics    emoticons
	marks      [256]form // of punctuation
	handle     form
	url        form
	number     form  // of a number in digits
	laughter   int32 // form of any laughter, 0 if the tables have none
	builtin    [ruleCount]int32

	pool sync.Pool // *scratch
}

var (
	spanishOnce sync.Once
	spanish     *Lexicon
	spanishErr  error
)

// Spanish returns the shipped lexicon, compiled once and shared. It never
// returns nil: the package's tests load the same tables, so a fault in them
// cannot be shipped.
func Spanish() *Lexicon {
	spanishOnce.Do(func() { spanish, spanishErr = Load(Shipped()) })
	if spanishErr != nil {
		panic("lexicon: the shipped tables do not load: " + spanishErr.Error())
	}
	return spanish
}

// Shipped returns the shipped tables, to be compiled together with the
// office's own by LoadWith.
func Shipped() fs.FS {
	sub, err := fs.Sub(shipped, "es")
	if err != nil {
		return shipped
	}
	return sub
}

// Version returns the hash of the contents of all tables, in hexadecimal. Two
// lexicons with the same version score every text alike.
func (l *Lexicon) Version() string { return l.version }

// Score scores a text. It allocates nothing in steady state, save for the few
// texts that must be rewritten first (decomposed letters, HTML entities).
func (l *Lexicon) Score(text string) Score {
	s := l.scratch()
	score := s.run(text)
	l.release(s)
	return score
}

// Explain returns the hits of a text in reading order.
func (l *Lexicon) Explain(text string) []Hit {
	hits, _ := l.AppendHits(nil, text)
	return hits
}

// AppendHits appends the hits of a text to dst, in reading order, and returns
// them with the score that they add up to.
func (l *Lexicon) AppendHits(dst []Hit, text string) ([]Hit, Score) {
	s := l.scratch()
	s.explain = true
	score := s.run(text)
	dst = s.appendHits(dst)
	s.explain = false
	l.release(s)
	return dst, score
}

func (l *Lexicon) scratch() *scratch {
	if s, ok := l.pool.Get().(*scratch); ok {
		return s
	}
	return &scratch{lex: l}
}

// maxKept is the most tokens for which a scratch is kept: one hostile text
// must not hold its memory for ever.
const maxKept = 1 << 14

func (l *Lexicon) release(s *scratch) {
	if cap(s.tokens) > maxKept {
		return
	}
	s.original, s.text = "", ""
	l.pool.Put(s)
}
