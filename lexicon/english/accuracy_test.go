package english

import (
	"os"
	"strings"
	"testing"

	"pulso/lexicon"
)

// minAccuracy lies three sentences under the 28 of 60 that the model gets
// right. The figure is low because the model knows film reviews and two
// classes: it is why English is reported apart. It is here to notice a change.
const minAccuracy = 25.0 / 60

// TestAccuracy measures the model on sentences written for it, of visitors and
// residents of a Caribbean city.
func TestAccuracy(t *testing.T) {
	data, err := os.ReadFile("testdata/sentences.tsv")
	if err != nil {
		t.Fatal(err)
	}
	m, err := New()
	if err != nil {
		t.Fatal(err)
	}
	polarity := map[string]lexicon.Polarity{"N": lexicon.Negative, "NEU": lexicon.Neutral, "P": lexicon.Positive}
	right, all := 0, 0
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	for i, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 3 {
			t.Fatalf("line %d has %d columns, want text, polarity and why", i+2, len(cells))
		}
		want, ok := polarity[cells[1]]
		if !ok {
			t.Fatalf("line %d: no polarity %q", i+2, cells[1])
		}
		got, err := m.Score(cells[0])
		if err != nil {
			t.Fatal(err)
		}
		all++
		if got.Polarity == want {
			right++
		} else {
			t.Logf("line %d: %v (%.2f), want %v: %s", i+2, got.Polarity, got.Value, want, cells[0])
		}
	}
	if share := float64(right) / float64(all); share < minAccuracy {
		t.Errorf("%d of %d right, %.2f; want at least %.2f", right, all, share, minAccuracy)
	}
}
