package eval

import (
	"io"
	"slices"
	"strings"

	"pulso/lexicon"
)

// A Binary is the quality of a yes-or-no mark.
type Binary struct {
	Rows      int     `json:"rows"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Marked    int     `json:"marked"` // how many the lexicon marked
	True      int     `json:"true"`   // how many are to be marked
	hit       int
}

func (b *Binary) add(truth, said bool) {
	b.Rows++
	if truth {
		b.True++
	}
	if said {
		b.Marked++
	}
	if truth && said {
		b.hit++
	}
}

func (b *Binary) finish() {
	b.Precision, b.Recall = share(b.hit, b.Marked), share(b.hit, b.True)
	b.F1 = share(2*b.hit, b.Marked+b.True)
}

// Irony measures the irony mark on a file with the columns ironic (0, 1) and
// text.
func Irony(lex *lexicon.Lexicon, r io.Reader) (Binary, error) {
	var b Binary
	s, err := openSheet(r, "ironic", "text")
	if err != nil {
		return b, err
	}
	for {
		cells, err := s.next()
		if err != nil {
			return b, err
		}
		if cells == nil {
			b.finish()
			return b, nil
		}
		b.add(cells[s.header["ironic"]] == "1", lex.Score(cells[s.header["text"]]).Irony)
	}
}

// A Behaviour is what the lexicon says of the texts of one intent.
type Behaviour struct {
	Rows     int            `json:"rows"`
	Negative float64        `json:"negative"`
	Neutral  float64        `json:"neutral"`
	Positive float64        `json:"positive"`
	Intents  map[string]int `json:"intents"` // how often each of our intents was said
}

// An IntentReport is the polarity and intent of texts labelled by intent.
type IntentReport struct {
	Rows    int                     `json:"rows"`
	MacroF1 float64                 `json:"macro_f1"` // over the five labels; see said
	ByLabel map[string]Behaviour    `json:"by_label"`
	ByClass map[string]ClassMeasure `json:"by_class"`
}

// townHall are the labels of the town-hall file; the few rows with another
// are shown by label and left out of the macro figure.
var townHall = []string{"destructivo", "entretenido", "expresivo", "informativo_colaborador", "informativo_demandante"}

// said maps what the lexicon says of a text to the labels of the town-hall
// file, which sorts by what the writer does: asks or complains of something,
// tells something useful, attacks, amuses, or merely speaks. Two of them are no
// intent of ours and are read off the text: who laughs amuses, and who neither
// asks nor complains but gives a link tells something.
func said(text string, intent lexicon.Intent) string {
	if holds(strings.ToLower(text), laughter) {
		return "entretenido"
	}
	switch intent {
	case lexicon.Petition, lexicon.Question, lexicon.Claim, lexicon.Denunciation, lexicon.Suggestion:
		return "informativo_demandante"
	case lexicon.Complaint:
		return "destructivo"
	}
	if holds(text, links) {
		return "informativo_colaborador"
	}
	return "expresivo"
}

var (
	laughter = []string{"jaja", "jeje", "😂", "🤣"}
	links    = []string{"http://", "https://"}
)

func holds(text string, marks []string) bool {
	return slices.ContainsFunc(marks, func(mark string) bool { return strings.Contains(text, mark) })
}

// Intent measures polarity and intent on a file with the columns intent and
// text.
func Intent(lex *lexicon.Lexicon, r io.Reader) (IntentReport, error) {
	report := IntentReport{ByLabel: make(map[string]Behaviour), ByClass: make(map[string]ClassMeasure)}
	s, err := openSheet(r, "intent", "text")
	if err != nil {
		return report, err
	}
	truth, spoken, right := map[string]int{}, map[string]int{}, map[string]int{}
	for {
		cells, err := s.next()
		if err != nil {
			return report, err
		}
		if cells == nil {
			break
		}
		label := cells[s.header["intent"]]
		text := cells[s.header["text"]]
		score := lex.Score(text)
		report.Rows++
		truth[label]++
		answer := said(text, score.Intent)
		spoken[answer]++
		if answer == label {
			right[label]++
		}
		report.ByLabel[label] = report.ByLabel[label].with(score)
	}
	for label, b := range report.ByLabel {
		n := float64(b.Rows)
		b.Negative, b.Neutral, b.Positive = round(b.Negative/n), round(b.Neutral/n), round(b.Positive/n)
		report.ByLabel[label] = b
		c := ClassMeasure{Support: truth[label], Precision: share(right[label], spoken[label]), Recall: share(right[label], truth[label]),
			F1: share(2*right[label], truth[label]+spoken[label])}
		report.ByClass[label] = c
	}
	for _, label := range townHall {
		report.MacroF1 += report.ByClass[label].F1 / float64(len(townHall))
	}
	return report, nil
}

func (b Behaviour) with(score lexicon.Score) Behaviour {
	if b.Intents == nil {
		b.Intents = make(map[string]int)
	}
	b.Rows++
	b.Intents[string(score.Intent)]++
	switch score.Polarity {
	case lexicon.Negative:
		b.Negative++
	case lexicon.Positive:
		b.Positive++
	default:
		b.Neutral++
	}
	return b
}

// A NegationReport is how well negators and their scopes are found.
type NegationReport struct {
	Cue   Binary `json:"cue"`   // by token
	Scope Binary `json:"scope"` // by token
	// Skipped is how many lines have not one tag for each word.
	Skipped int `json:"skipped"`
}

// Negation measures negators and scopes on a file with the columns tokens,
// cue_tags and scope_tags (0 begin, 1 inside, 3 outside; in the scope column 1
// is inside). Lines with the same sentence are its several negations and are
// measured together. A cue's own words do not count as scope.
func Negation(lex *lexicon.Lexicon, r io.Reader) (NegationReport, error) {
	var report NegationReport
	s, err := openSheet(r, "tokens", "cue_tags", "scope_tags")
	if err != nil {
		return report, err
	}
	type tagged struct {
		tokens      []string
		cue, inside []bool
	}
	sentences := make(map[string]*tagged)
	var order []*tagged
	for {
		cells, err := s.next()
		if err != nil {
			return report, err
		}
		if cells == nil {
			break
		}
		sentence := cells[s.header["tokens"]]
		tokens := strings.Split(sentence, " ")
		cue, scope := strings.Fields(cells[s.header["cue_tags"]]), strings.Fields(cells[s.header["scope_tags"]])
		if len(cue) != len(tokens) || len(scope) != len(tokens) {
			report.Skipped++ // a link with spaces in it, for one: the tags fit no word
			continue
		}
		t := sentences[sentence]
		if t == nil {
			t = &tagged{tokens, make([]bool, len(tokens)), make([]bool, len(tokens))}
			sentences[sentence] = t
			order = append(order, t)
		}
		for i := range tokens {
			t.cue[i] = t.cue[i] || cue[i] != "3"
			t.inside[i] = t.inside[i] || scope[i] == "1"
		}
	}
	for _, t := range order {
		report.sentence(lex, t.tokens, t.cue, t.inside)
	}
	report.Cue.finish()
	report.Scope.finish()
	return report, nil
}

func (n *NegationReport) sentence(lex *lexicon.Lexicon, tokens []string, cues, scopes []bool) {
	found := lex.Negations(strings.Join(tokens, " "))
	at := 0
	for i, token := range tokens {
		cue, scope := false, false
		for _, f := range found {
			cue = cue || at >= f.Cue[0] && at < f.Cue[1]
			scope = scope || at >= f.Scope[0] && at < f.Scope[1]
		}
		n.Cue.add(cues[i], cue)
		n.Scope.add(scopes[i] && !cues[i], scope && !cue)
		at += len(token) + 1
	}
}
