package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// Report makes the report files of a stored month again, from the store and the ledger of corrections alone: the inbox
// is not read. Where the ledger says something else of the month than when it was stored, the corrected rows make a new
// version; else the rows stay as they are.
func (p *Pipeline) Report(ctx context.Context, month social.Month, reason string) (_ *Summary, err error) {
	st := p.Store()
	current, err := st.Snapshot(month, 0)
	if err != nil {
		return nil, err
	}
	decisions, err := st.Decisions()
	if err != nil {
		return nil, err
	}
	l, err := p.correct(ctx, current, decisions, func(*social.Scored) error { return nil })
	if err != nil {
		return nil, err
	}
	if l.outcome().SHA256 == current.Corrections.SHA256 {
		s, err := p.revise(ctx, month, store.Draft{Reason: reason})
		if s != nil {
			s.Conflicts = l.conflicts
		}
		return s, err
	}
	w, err := st.Create(month, current.Provenance)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if l, err = p.correct(ctx, current, decisions, w.Mention); err != nil {
		return nil, err
	}
	if err := copyFigures(current, w); err != nil {
		return nil, err
	}
	evidence, err := p.evidence(month)
	if err != nil {
		return nil, err
	}
	snap, err := w.Finish(store.Draft{Inputs: current.Inputs, Corrections: l.outcome(), Evidence: evidence, Entries: current.Entries, Reason: reason})
	if err != nil {
		return nil, err
	}
	s := &Summary{Intakes: current.Inputs, Conflicts: l.conflicts}
	return s, p.commit(ctx, w, snap, s)
}

// correct gives every mention of a stored month, with what the ledger says of it now. A mention that the ledger speaks
// of goes back to what the program says before it is corrected, so that a decision taken back leaves no trace.
func (p *Pipeline) correct(ctx context.Context, from *store.Snapshot, decisions []store.Decision, give func(*social.Scored) error) (*ledger, error) {
	l := newLedger(from.Month, decisions)
	r := newResolver(p.Topics, p.Targets, newAccounts(p.Accounts))
	if len(l.decisions) > 0 {
		if err := r.learnStored(from); err != nil {
			return nil, fmt.Errorf("leyendo lo publicado: %w", err)
		}
	}
	for m, err := range from.Mentions() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("leyendo las menciones guardadas: %w", err)
		}
		if len(l.decisions[m.Key]) > 0 && m.ScoredBy != "" {
			m.Final, m.FinalBy = m.Sentiment, store.ByAuto
			r.resolve(m)
		}
		l.apply(m)
		if err := give(m); err != nil {
			return nil, err
		}
	}
	l.end()
	return l, nil
}

// copyFigures carries over the tables that corrections do not touch.
func copyFigures(from *store.Snapshot, w *store.Writer) error {
	return errors.Join(
		each(from.Posts(), w.Post), each(from.AccountMetrics(), w.AccountMetric), each(from.Audience(), w.Audience), each(from.Rejects(), w.Reject))
}

func each[T any](rows iter.Seq2[*T, error], give func(*T) error) error {
	for row, err := range rows {
		if err == nil {
			err = give(row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
