package lexicon

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// A sentence is one line of testdata/sentences.tsv.
type sentence struct{ text, polarity, intent, why string }

func sentences(t testing.TB) []sentence {
	t.Helper()
	data, err := os.ReadFile("testdata/sentences.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var list []sentence
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		c := strings.Split(line, "\t")
		if len(c) != 4 {
			t.Fatalf("sentences.tsv:%d: %d columns, want 4", i+1, len(c))
		}
		if i > 0 {
			list = append(list, sentence{c[0], c[1], c[2], c[3]})
		}
	}
	return list
}

// TestSentences measures the lexicon on sentences written for it. The golden
// file holds the figures and every sentence that it gets wrong: a change in
// quality is a diff.
func TestSentences(t *testing.T) {
	var wrong, wrongIntent bytes.Buffer
	right, intents, rightIntents := 0, 0, 0
	list := sentences(t)
	for _, s := range list {
		score := Spanish().Score(s.text)
		said := [...]string{"N", "NEU", "P"}[score.Polarity+1]
		if said == s.polarity {
			right++
		} else {
			fmt.Fprintf(&wrong, "%s, want %s: %s (%s)\n", said, s.polarity, s.text, s.why)
		}
		if s.intent == "" {
			continue
		}
		intents++
		if string(score.Intent) == s.intent {
			rightIntents++
		} else {
			fmt.Fprintf(&wrongIntent, "%s, want %s: %s\n", score.Intent, s.intent, s.text)
		}
	}
	var got bytes.Buffer
	fmt.Fprintf(&got, "polarity %d of %d (%.1f %%)\nintent %d of %d (%.1f %%)\n\nknown errors of polarity\n%s\nknown errors of intent\n%s",
		right, len(list), 100*float64(right)/float64(len(list)), rightIntents, intents, 100*float64(rightIntents)/float64(intents), wrong.Bytes(), wrongIntent.Bytes())
	if share := float64(right) / float64(len(list)); share < 0.92 {
		t.Errorf("%.1f %% of the sentences are right, want 92 %% or more", 100*share)
	}
	golden(t, "testdata/accuracy.txt", got.Bytes())
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))) {
		t.Errorf("%s differs; run with -update and read the diff; got\n%s", file, got)
	}
}
