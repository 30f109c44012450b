package ingest

import (
	"time"

	"pulso/pipeline/social"
)

// defined is a format whose figures carry which of the network's definitions they are of.
func defined(f *Format) *Format {
	out := *f
	out.Read = func(file File, in Input) Records {
		return func(yield func(social.Record, error) bool) {
			for rec, err := range f.Read(file, in) {
				define(rec)
				if !yield(rec, err) {
					return
				}
			}
		}
	}
	return &out
}

// define names the definition of a figure: of the day that it is of, and for a post of the day on which it was counted
// or, where the export does not tell that, on which it was published.
func define(rec social.Record) {
	switch r := rec.(type) {
	case *social.Post:
		day := r.SnapshotAt
		if day.IsZero() {
			day = social.DateOf(r.PublishedAt, time.UTC)
		}
		r.DefinitionVersion = social.Definition(r.Network, day, social.Views, social.Impressions, social.Reach)
	case *social.AccountMetric:
		r.DefinitionVersion = social.Definition(r.Network, r.End, r.Metric)
	}
}
