package pipeline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// versionOf stores a version of a month with these mentions and opens it.
func versionOf(t *testing.T, s *store.Store, month social.Month, p store.Provenance, d store.Draft, mentions []*social.Scored) *store.Snapshot {
	t.Helper()
	w, err := s.Create(month, p)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, m := range mentions {
		if err := w.Mention(m); err != nil {
			t.Fatal(err)
		}
	}
	snap, err := w.Finish(d)
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := w.Commit(snap, nil)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := s.Snapshot(month, m.Version)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func randomMention(r *rand.Rand, n int) *social.Scored {
	class := func() lexicon.Polarity { return lexicon.Polarity(r.IntN(3) - 1) }
	m := &social.Scored{
		Mention: social.Mention{From: social.Origin{File: "a.csv", Line: n}, Network: social.Facebook, ID: fmt.Sprint(n), Text: fmt.Sprint("texto ", n), PublishedAt: time.Date(2026, 10, 1+n%28, 12, 0, 0, 0, time.UTC), Precision: social.Second},
		Key:     fmt.Sprintf("facebook:%d", n), Status: social.Valid, ScoredBy: "lexicon", Sentiment: class(), FinalBy: store.ByAuto,
	}
	m.Final = m.Sentiment
	switch r.IntN(6) {
	case 0:
		m.Final, m.FinalBy = class(), store.ByAnalyst
	case 1:
		m.Status = social.Spam
	}
	for i := range r.IntN(3) {
		m.Terms = append(m.Terms, social.Term{Term: fmt.Sprint("palabra", i), Weight: float64(r.IntN(3)), Rule: "word"})
	}
	return m
}

// What the causes did to a figure adds up to what became of it, whatever changed between two versions.
func TestCausesAddUp(t *testing.T) {
	month := social.Month{Year: 2026, Month: time.October}
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 8 {
		s := store.Open(t.TempDir())
		var before, after []*social.Scored
		for n := range 40 {
			if r.IntN(5) > 0 {
				before = append(before, randomMention(r, n))
			}
			if r.IntN(5) > 0 {
				after = append(after, randomMention(r, n))
			}
		}
		a := versionOf(t, s, month, store.Provenance{Program: "1", Lexicon: "x"}, store.Draft{}, before)
		b := versionOf(t, s, month, store.Provenance{Program: "2", Lexicon: "y"}, store.Draft{Corrections: store.Corrections{SHA256: "z"}}, after)
		c, err := Diff(a, b)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range c.Figures {
			if f.By == nil {
				continue
			}
			sum := 0.0
			for cause, n := range f.By {
				sum += n
				if !slices.Contains(c.Causes, cause) {
					t.Errorf("round %d: %s moved by %s, which did not change", round, f.Name, cause)
				}
			}
			if sum != f.After-f.Before {
				t.Errorf("round %d: %s went from %v to %v, the causes say %v", round, f.Name, f.Before, f.After, f.By)
			}
		}
		for _, m := range c.Moved {
			if m.From == m.To {
				t.Errorf("round %d: %s moved from %s to %s", round, m.Mention, m.From, m.To)
			}
		}
		back, err := Diff(b, a)
		if err != nil || len(back.Moved) != len(c.Moved) || len(back.Figures) != len(c.Figures) {
			t.Errorf("round %d: the way back moves %d mentions and %d figures, the way there %d and %d", round, len(back.Moved), len(back.Figures), len(c.Moved), len(c.Figures))
		}
		if none, err := Diff(b, b); err != nil || !none.Same() || len(none.Why()) != 0 {
			t.Errorf("round %d: a version differs from itself: %+v, %v", round, none, err)
		}
	}
}
