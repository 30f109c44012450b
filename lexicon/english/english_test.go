package english

import (
	"strings"
	"testing"

	"pulso/lexicon"
)

func TestScore(t *testing.T) {
	m, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		want lexicon.Polarity
	}{
		{"What a wonderful and beautiful place, the best beach and the people are great", lexicon.Positive},
		{"Terrible, dirty and awful beach, the worst waste of time", lexicon.Negative},
		{"", lexicon.Neutral},
		{"@city https://example.org", lexicon.Neutral},
		{strings.Repeat("!?.,", 50_000), lexicon.Neutral},
		{"\xff\xfe\x00", lexicon.Neutral},
	} {
		got, err := m.Score(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got.Polarity != c.want {
			t.Errorf("Score(%.60q) = %+v, want %v", c.text, got, c.want)
		}
		if got.Value < -1 || got.Value > 1 || got.Confidence < 0 || got.Confidence > 1 {
			t.Errorf("Score(%.60q) out of range: %+v", c.text, got)
		}
	}
}
