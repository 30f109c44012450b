// Package english scores the polarity of English mentions, which in a city
// that lives on tourism are too many to drop and too few to write a lexicon
// for.
//
// It is cdipaolo/sentiment's own English model over the tokens of prose. The
// model knows two classes only, so a text whose words vote nearly evenly is
// neutral here. What it says is marked as the work of another engine and is
// reported apart from the Spanish.
package english

import (
	"fmt"
	"math"
	"strings"

	"github.com/cdipaolo/sentiment"
	"github.com/jdkato/prose/v2"

	"pulso/lexicon"
)

// A Model scores English text. It is not safe for concurrent use: the
// underlying model takes a lock for every word, so each worker has its own.
type Model struct {
	models sentiment.Models
}

// New restores the model, which takes a few tenths of a second; do it once a
// worker, and only when there is English to score.
func New() (*Model, error) {
	models, err := sentiment.Restore()
	if err != nil {
		return nil, fmt.Errorf("restoring the English model: %w", err)
	}
	return &Model{models: models}, nil
}

// maxText bounds what prose is given: its time grows faster than its text.
const maxText = 4000

// even is how near to half the share of positive words must be for a text to
// be neutral.
const even = 0.15

// Score scores one text. Only Polarity, Value, Confidence and Words are set;
// Sum and hits have no meaning for a statistical model.
func (m *Model) Score(text string) (lexicon.Score, error) {
	words, err := tokens(text)
	if err != nil || len(words) == 0 {
		return lexicon.Score{}, err
	}
	model := m.models[sentiment.English]
	votes, n := 0.0, 0
	for _, w := range words {
		if len(w) < 3 {
			continue
		}
		class, p := model.Probability(w)
		if p < 0.55 {
			continue
		}
		n++
		votes += (float64(class)*2 - 1) * p
	}
	score := lexicon.Score{Words: len(words)}
	class, p := model.Probability(strings.Join(words, " "))
	if n == 0 || math.IsNaN(p) {
		return score, nil
	}
	score.Value = max(-1, min(1, votes/float64(n)))
	score.Confidence = 0.5
	switch {
	case math.Abs(score.Value) < even:
	case class == 1 && score.Value > 0:
		score.Polarity, score.Confidence = lexicon.Positive, p
	case class == 0 && score.Value < 0:
		score.Polarity, score.Confidence = lexicon.Negative, p
	}
	return score, nil
}

// tokens returns the words of a text, lower case, without links and handles.
func tokens(text string) ([]string, error) {
	doc, err := prose.NewDocument(capRuns(text), prose.WithExtraction(false), prose.WithSegmentation(false), prose.WithTagging(false))
	if err != nil {
		return nil, fmt.Errorf("splitting an English text: %w", err)
	}
	var words []string
	for _, t := range doc.Tokens() {
		w := strings.ToLower(t.Text)
		if strings.HasPrefix(w, "@") || strings.HasPrefix(w, "http") || !strings.ContainsFunc(w, isLetter) {
			continue
		}
		words = append(words, w)
	}
	return words, nil
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r > 0x7F }

// maxRun is the longest run of punctuation that prose is given: its tokeniser
// is quadratic in it.
const maxRun = 3

// capRuns cuts the text and its runs of anything but letters, digits and
// spaces.
func capRuns(text string) string {
	if len(text) > maxText {
		text = text[:maxText]
	}
	var b strings.Builder
	run := 0
	for _, r := range strings.ToValidUTF8(text, " ") {
		if isLetter(r) || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == ' ' {
			run = 0
		} else if run++; run > maxRun {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
