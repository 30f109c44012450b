package lexicon

import (
	"os"
	"strings"
	"testing"
)

// TestDetect reads testdata/languages.tsv: a text and the language a person
// gives it.
func TestDetect(t *testing.T) {
	data, err := os.ReadFile("testdata/languages.tsv")
	if err != nil {
		t.Fatal(err)
	}
	right, total := 0, 0
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		c := strings.Split(line, "\t")
		if i == 0 || strings.HasPrefix(line, "#") || len(c) < 2 || c[0] == "text" || c[0] == "lang" {
			continue
		}
		text, want := c[0], Lang(c[1])
		total++
		if got := Detect(text); got == want {
			right++
		} else {
			t.Logf("Detect(%q) = %s, want %s", text, got, want)
		}
	}
	if share := float64(right) / float64(total); share < 0.93 {
		t.Errorf("%d of %d languages are right (%.1f %%), want 93 %% or more", right, total, 100*share)
	}
}
