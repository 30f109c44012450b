package lexicon

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSegment cuts runs of letters that are no words: every piece must be a word
// of the lexicon. The bitmap alone takes false ones by the hundred.
func TestSegment(t *testing.T) {
	l := Spanish()
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		text := make([]byte, 6+r.IntN(30))
		for i := range text {
			text[i] = byte('a' + r.IntN(26))
		}
		s := l.scratch()
		s.prepare(string(text))
		s.cuts = s.cuts[:0]
		s.segment(0, len(text))
		at := 0
		for c := len(s.cuts) - 1; c >= 0; c-- {
			end := int(s.cuts[c])
			if word := text[at:end]; l.find(hashKey(word)) == 0 {
				t.Errorf("#%s is cut at %q, which is no word", text, word)
			}
			at = end
		}
	}
}

func TestHashtag(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"#SantaMartaSinAgua", []string{"Santa", "Marta", "Sin", "Agua"}},
		{"#santamartasinagua", []string{"santa", "marta", "sin", "agua"}},
		{"#queremosagua", []string{"queremos", "agua"}},
		{"#sinagua", []string{"sin", "agua"}},
		{"#aguayalcantarillado", []string{"agua", "y", "alcantarillado"}},
		{"#aguaxqzw", []string{"aguaxqzw"}}, // not covered whole
		{"#andalucia", []string{"andalucia"}},
		{"#niUnaMas_2026", []string{"ni", "Una", "Mas", "2026"}},
	} {
		s := Spanish().scratch()
		s.prepare(c.text)
		var got []string
		for i := range s.tokens {
			got = append(got, c.text[s.tokens[i].start:s.tokens[i].end])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s is cut into %q, want %q", c.text, got, c.want)
		}
	}
}
