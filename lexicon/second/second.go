// Package second gives a second opinion on the polarity of Spanish texts, learned from what the office's own people
// decided.
//
// Its one idea: a model that knows no Spanish but has seen this office's decisions errs elsewhere than a lexicon that
// knows Spanish but not this office; where the two differ a person should look first. The model orders that reading and
// nothing else: it has seen too little to overrule a class that explains itself.
//
// The model is a Naive Bayes of cdipaolo/sentiment. The same decisions give the same model, in whatever order they come.
package second

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/cdipaolo/goml/base"
	"github.com/cdipaolo/goml/text"
	"github.com/cdipaolo/sentiment"

	"pulso/lexicon"
)

// Least is how many decisions a model needs, and LeastOfClass how many of each class that it learns. Negative and
// positive must be learned; neutral is only where there are enough. With fewer the folds of Measure hold two or three
// texts of a class, and their figure says nothing.
const (
	Least        = 60
	LeastOfClass = 15
)

// A Decision is the class that a person gave to a text.
type Decision struct {
	Key   string // of the mention; no two decisions have the same
	Text  string
	Class lexicon.Polarity
	First lexicon.Polarity // the lexicon's own class
}

// Enough says whether a model can be learned from the decisions.
func Enough(decisions []Decision) bool {
	of := byClass(decisions)
	return len(decisions) >= Least && len(of[lexicon.Negative]) >= LeastOfClass && len(of[lexicon.Positive]) >= LeastOfClass
}

var classes = []lexicon.Polarity{lexicon.Negative, lexicon.Neutral, lexicon.Positive}

// byClass parts the decisions, each part in an order fixed by a hash of the keys: it depends neither on the order of
// the ledger nor on what a key says of network or date.
func byClass(decisions []Decision) map[lexicon.Polarity][]Decision {
	of := map[lexicon.Polarity][]Decision{}
	for _, d := range decisions {
		of[d.Class] = append(of[d.Class], d)
	}
	for _, list := range of {
		slices.SortFunc(list, func(x, y Decision) int {
			hx, hy := sha256.Sum256([]byte(x.Key)), sha256.Sum256([]byte(y.Key))
			return cmp.Or(bytes.Compare(hx[:], hy[:]), cmp.Compare(x.Key, y.Key))
		})
	}
	return of
}

// A Model gives opinions. It is not safe for concurrent use: the underlying model takes a lock for every word, so each
// worker learns its own.
type Model struct {
	models  sentiment.Models
	learned []lexicon.Polarity // by the model's own number of the class
}

// Learn makes a model of the classes that have LeastOfClass decisions or more, and fails where those are not two.
func Learn(decisions []Decision) (*Model, error) { return learn(decisions, LeastOfClass) }

func learn(decisions []Decision, least int) (*Model, error) {
	of := byClass(decisions)
	m := &Model{}
	size := math.MaxInt
	for _, c := range classes {
		if n := len(of[c]); n >= least {
			m.learned = append(m.learned, c)
			size = min(size, n)
		}
	}
	if len(m.learned) < 2 {
		return nil, fmt.Errorf("a second opinion needs two classes with %d decisions each", least)
	}
	// Each class gives as many texts: the model's formula shares the denominator of a word among the classes, so that
	// a class with more texts would win every word.
	points := make(chan base.TextDatapoint, size*len(m.learned))
	for number, c := range m.learned {
		for _, d := range of[c][:size] {
			points <- base.TextDatapoint{X: strings.Join(features(d.Text), " "), Y: uint8(number)}
		}
	}
	close(points)
	nb := text.NewNaiveBayes(points, uint8(len(m.learned)), func(rune) bool { return false })
	nb.Output = io.Discard
	nb.OnlineLearn(make(chan error, 1)) // its one error is a class out of range
	m.models = sentiment.Models{sentiment.Spanish: nb}
	return m, nil
}

// Opinion is the class that the model gives a text, and its share of the model's belief, from 1/classes to 1. It is
// false when the text has no word that tells the classes apart.
func (m *Model) Opinion(s string) (lexicon.Polarity, float64, bool) {
	words := features(s)
	if len(words) == 0 {
		return lexicon.Neutral, 0, false
	}
	// The model's own Probability multiplies small numbers until nothing is left of them in a text of a hundred words;
	// the same product in logarithms does not.
	nb := m.models[sentiment.Spanish]
	sums := make([]float64, len(m.learned))
	for _, w := range words {
		if known, ok := nb.Words.Get(w); ok {
			for i := range sums {
				sums[i] += math.Log(float64(known.Count[i] + 1))
			}
		}
	}
	number := m.models.SentimentAnalysis(strings.Join(words, " "), sentiment.Spanish).Score
	best, total, alike := sums[number], 0.0, 0
	for _, sum := range sums {
		total += math.Exp(sum - best)
		if math.Abs(sum-best) < 1e-9 {
			alike++
		}
	}
	if alike > 1 {
		return lexicon.Neutral, 0, false
	}
	return m.learned[number], 1 / total, true
}
