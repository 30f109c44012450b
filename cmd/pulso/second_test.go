package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pulso/lexicon/second"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports"
)

// TestSecondOpinion decides a hundred mentions of the demo and sees the report say what a second opinion is worth on them.
func TestSecondOpinion(t *testing.T) {
	if testing.Short() {
		t.Skip("whole months; go test without -short runs them")
	}
	dir, _ := unpacked(t)
	document := filepath.Join("reports", "2026-10", "informe-sentimientos-2026-10.docx!word/document.xml")
	if text := files(t, dir)[document]; !strings.Contains(text, "no hay decisiones suficientes: 0 de 60") {
		t.Error("the report does not say that there are too few decisions")
	}
	s := store.Open(dir)
	all := judged(t, snapshot(t, dir))
	all = append(all, store.Decision{Mention: "x:1", Month: october.Add(1), Field: store.FieldSentiment, To: "negative", Analyst: "Prensa"})
	if _, err := s.Take(store.Taking{Decisions: all}); err != nil {
		t.Fatal(err)
	}
	remade(t, dir)
	if text := files(t, dir)[document]; !strings.Contains(text, "La segunda opinión coincide con la persona") {
		t.Error("the report does not say what the second opinion is worth")
	}
	if said := remade(t, dir); !strings.Contains(said, "nada cambió") {
		t.Errorf("a second run with the same ledger changes something:\n%s", said)
	}

	snap := snapshot(t, dir)
	in := reports.Input{}
	if err := addSecond(s, snap, &in); err != nil {
		t.Fatal(err)
	}
	// Of the hundred one has no longer the text that was judged, and the one of November is after the month.
	o := in.Second
	if o.Decisions != 99 || o.Least != second.Least || o.Ask == nil || o.First < 75 || o.Apart+o.Together != o.Decisions {
		t.Errorf("second opinion: %+v", o)
	}
	september := *snap
	september.Month = october.Add(-1)
	if decisions, err := decided(s, &september); err != nil || len(decisions) != 0 {
		t.Errorf("a month is made with %d decisions about a later one, %v", len(decisions), err)
	}
	later := *snap
	later.Month = october.Add(memory + 1)
	if decisions, err := decided(s, &later); err != nil || len(decisions) != 0 {
		t.Errorf("a month reads %d decisions about one that is long past, %v", len(decisions), err)
	}
}

// judged decides a hundred mentions, four in five as the lexicon did.
func judged(t *testing.T, snap *store.Snapshot) []store.Decision {
	t.Helper()
	var out []store.Decision
	of := map[string]int{}
	for m, err := range snap.Mentions() {
		if err != nil {
			t.Fatal(err)
		}
		class := m.Sentiment.String()
		if m.Status != social.Valid || m.ScoredBy != "lexicon" || of[class] == 34 || len(out) == 100 {
			continue
		}
		of[class]++
		d := store.Decision{Mention: m.Key, Month: october, Field: store.FieldSentiment, From: class, To: class, Text: store.TextHash(m.Text), Analyst: "Prensa", When: time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)}
		if of[class]%5 == 0 {
			d.To = "neutral"
		}
		if len(out) == 50 {
			d.Text = store.TextHash("otra cosa")
		}
		out = append(out, d)
	}
	if len(out) != 100 {
		t.Fatalf("the demo has %d mentions to judge: %v", len(out), of)
	}
	return out
}
