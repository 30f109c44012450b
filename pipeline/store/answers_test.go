package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pulso/pipeline/social"
)

func TestAnswersAreOnlyAdded(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	when := time.Date(2026, 11, 3, 15, 0, 0, 0, time.UTC)
	month := social.Month{Year: 2026, Month: time.October}
	first := Review{Mention: "x:1", Month: month, Class: "negative", Mark: Mark{Analyst: "Analista", When: when, Cell: "Evaluacion!C2"}}
	again := first
	again.When, again.Cell = when.Add(time.Hour), "Evaluacion!C9"
	other := first
	other.Class, other.Second = "neutral", "positive"
	for _, step := range []struct {
		add  []Review
		want int
	}{{[]Review{first}, 1}, {[]Review{again}, 0}, {[]Review{other, other}, 1}, {[]Review{first}, 1}} {
		n, err := s.Take(Taking{Reviews: step.add})
		if err != nil || n.Reviews != step.want {
			t.Fatalf("taking %v: got %+v, %v; want %d new", step.add, n, err, step.want)
		}
	}
	all, err := s.Reviews()
	if err != nil || len(all) != 3 || all[0] != first {
		t.Fatalf("Reviews() = %v, %v: the first answer is not there as it was given", all, err)
	}
	if _, err := s.Take(Taking{Reviews: []Review{{Mention: "x:2", Class: "bien"}}}); err == nil {
		t.Error("a class that does not exist was taken")
	}
	path := filepath.Join(dir, "corrections", "reviews.ndjson")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(raw, `{"mention":"x:3","clase":1}`...), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Reviews(); err == nil || !strings.Contains(err.Error(), "reviews.ndjson:4") {
		t.Errorf("a damaged line is not named: %v", err)
	}
}

func TestWordsAndPetitionsComeBack(t *testing.T) {
	s := Open(t.TempDir())
	if none, err := s.Words(); err != nil || none != nil {
		t.Fatalf("Words() of a new workspace = %v, %v", none, err)
	}
	weight := 1.5
	if n, err := s.Take(Taking{Words: []Word{{Term: "manjol", Table: "nouns.tsv", From: &weight, To: -2, Reason: "hueco"}}}); n.Words != 1 || err != nil {
		t.Fatalf("taking a word: %+v, %v", n, err)
	}
	if n, err := s.Take(Taking{Words: []Word{{Term: "manjol", Table: "nouns.tsv", To: -2, Reason: "hueco"}}}); n.Words != 0 || err != nil {
		t.Errorf("the same word taken twice: %+v, %v", n, err)
	}
	p := Petition{Mention: "x:1", Decision: "petición", ForwardedOn: social.Date{Year: 2026, Month: time.November, Day: 5}, Filing: "2026-123"}
	if n, err := s.Take(Taking{Petitions: []Petition{p}}); n.Petitions != 1 || err != nil {
		t.Fatalf("taking a petition: %+v, %v", n, err)
	}
	all, err := s.Petitions()
	if err != nil || len(all) != 1 || all[0] != p {
		t.Errorf("Petitions() = %+v, %v, want %+v", all, err, p)
	}
}
