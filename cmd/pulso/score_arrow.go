package main

import (
	"context"
	"io"

	"pulso/lexicon"
	"pulso/pipeline/columns"
	"pulso/pipeline/social"
)

// scoreArrow scores an Arrow IPC stream, batch by batch.
func scoreArrow(ctx context.Context, l *lexicon.Lexicon, r io.Reader, w io.Writer) error {
	s := &scorer{lexicon: l}
	var failed error
	err := columns.Annotate(stoppable{ctx, r}, w, func(texts []string) []columns.Verdict {
		verdicts := make([]columns.Verdict, len(texts))
		for i, text := range texts {
			o, err := s.opine(text)
			if err != nil && failed == nil {
				failed = err
			}
			verdicts[i] = verdictOf(o)
		}
		return verdicts
	})
	if failed != nil {
		return failed
	}
	return err
}

func verdictOf(o opinion) columns.Verdict {
	v := columns.Verdict{Sentiment: o.Sentiment, Score: o.Score, Confidence: o.Confidence, Intent: o.Intent, Irony: o.Irony, LexiconVersion: o.Version, Terms: make([]social.Term, len(o.Terms))}
	for i, t := range o.Terms {
		v.Terms[i] = social.Term{Term: t.Term, Offset: t.Offset, Length: t.Length, Weight: t.Weight, Contribution: t.Contribution, Negated: t.Negated, Modifier: t.Modifier, Rule: t.Rule}
	}
	return v
}

// A stoppable reader ends with the context.
type stoppable struct {
	ctx context.Context
	io.Reader
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Reader.Read(p)
}
