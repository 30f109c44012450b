package pipeline

import (
	"testing"
	"time"

	"pulso/pipeline/store"
)

// The contract: corrections are shown by the next run or report, whichever comes first, and both say the same.
func TestReportTakesCorrections(t *testing.T) {
	p := workspace(t, map[string][]string{"a.txt": {
		"m|x|1|ana|2026-10-03T10:00:00-05:00|excelente", "m|x|2|luis|2026-10-04T10:00:00-05:00|pésimo",
	}})
	run(t, p)
	when := time.Date(2026, 11, 3, 15, 0, 0, 0, time.UTC)
	if _, err := p.Store().Take(store.Taking{Decisions: []store.Decision{{Mention: "x:1", Month: october, Field: store.FieldSentiment, From: "positive", To: "negative", Analyst: "Ana", When: when}}}); err != nil {
		t.Fatal(err)
	}
	s, err := p.Report(t.Context(), october, "")
	if err != nil || !s.Changed || s.Manifest.Version != 2 || s.Manifest.Counts.Corrected != 1 {
		t.Fatalf("report after a correction: %+v, %v", s, err)
	}
	if m := mentions(t, p)[0]; m.Final.String() != "negative" || m.FinalBy != store.ByAnalyst || m.Sentiment.String() != "positive" {
		t.Errorf("got %s→%s (%s), want positive→negative by the analyst", m.Sentiment, m.Final, m.FinalBy)
	}
	if s := run(t, p); s.Changed {
		t.Errorf("a run after the report made another version: %v", s.Manifest.Changes)
	}
	if s, err := p.Report(t.Context(), october, ""); err != nil || s.Changed {
		t.Errorf("a second report changed something: %+v, %v", s, err)
	}
}
