package lexicon

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// A Judged is a text with the polarity that a person gave it.
type Judged struct {
	Text     string
	Polarity Polarity
}

// A Candidate is an unknown word that stands in texts which the lexicon
// got wrong. It is a hint for the person who edits the tables, who decides the
// weight; none is computed.
type Candidate struct {
	Word     string
	Negative int // texts judged negative that hold it
	Neutral  int
	Positive int
	Example  string // the first of these texts
}

// Suggest returns the words that the corrections ask for: those unknown to it
// that stand in at least min texts whose judged polarity is not the
// lexicon's, the most frequent first.
func (l *Lexicon) Suggest(judged []Judged, min int) []Candidate {
	found := make(map[string]*Candidate)
	for _, j := range judged {
		if l.Score(j.Text).Polarity == j.Polarity {
			continue
		}
		for _, word := range l.unweighted(j.Text) {
			g := found[word]
			if g == nil {
				g = &Candidate{Word: word, Example: j.Text}
				found[word] = g
			}
			switch {
			case j.Polarity < 0:
				g.Negative++
			case j.Polarity > 0:
				g.Positive++
			default:
				g.Neutral++
			}
		}
	}
	var list []Candidate
	for _, g := range found {
		if g.Negative+g.Neutral+g.Positive >= min {
			list = append(list, *g)
		}
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i].Negative+list[i].Positive+list[i].Neutral, list[j].Negative+list[j].Positive+list[j].Neutral
		if a != b {
			return a > b
		}
		return list[i].Word < list[j].Word
	})
	return list
}

// unweighted returns the distinct words of a text, of four letters or more,
// that no entry knows, in lower case.
func (l *Lexicon) unweighted(text string) []string {
	s := l.scratch()
	s.prepare(text)
	var words []string
	seen := make(map[string]bool)
	for _, t := range s.tokens {
		word := strings.ToLower(s.text[t.start:t.end])
		if t.kind != kindWord || t.form != 0 || utf8.RuneCountInString(word) < 4 || seen[word] {
			continue
		}
		seen[word] = true
		words = append(words, word)
	}
	l.release(s)
	return words
}
