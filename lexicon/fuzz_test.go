package lexicon

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

func FuzzScore(f *testing.F) {
	for _, text := range append(hostile(), mentions...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkText(t, text)
		if a, b := Spanish().Score(norm.NFC.String(text)), Spanish().Score(norm.NFD.String(text)); a != b {
			t.Errorf("NFC %+v, NFD %+v", a, b)
		}
		Spanish().Negations(text)
		Detect(text)
	})
}

// TestLinear explains hostile texts of half a megabyte; each must take about eight
// times as long as an eighth of it. The bound is loose, for a busy machine,
// and far below what a quadratic rule would need.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("a few seconds")
	}
	const size = 1 << 19
	for _, piece := range []string{"!", "a", "no ", "😡", "#buenomalo", "muy ", "\"", "*", "a*", "&amp;", "á", "e\u0301", "bueno pero ", "@", "...", "\u200d😡", "sin agua ", "no hay ", "1", "¿", "que no "} {
		whole := strings.Repeat(piece, size/len(piece))
		var part, got time.Duration
		for range 3 { // a busy machine may make one measurement wrong, not three
			part, got = timeOf(whole[:len(whole)/8]), timeOf(whole)
			if got <= 40*part+200*time.Millisecond {
				break
			}
		}
		if got > 40*part+200*time.Millisecond {
			t.Errorf("%q: an eighth takes %v, the whole %v", piece, part, got)
		}
	}
}

func timeOf(text string) time.Duration {
	start := time.Now()
	Spanish().Explain(text)
	return time.Since(start)
}
