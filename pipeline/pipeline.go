// Package pipeline makes a month: it reads the inbox, drops what does not count, scores what does, and stores it.
//
// Its one idea: a month is a function of the inbox, the lexicon, the configuration and the corrections. Run computes
// it anew each time, in an order that does not depend on the order of the inputs, and the store keeps it only where
// it differs from what is there. So a late export, a correction or a second run need no path of their own.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"pulso/lexicon"
	"pulso/pipeline/ingest"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// A Pipeline is what a workspace and its configuration say about making months. Its fields are set once.
type Pipeline struct {
	Dir      string           // the workspace
	Zone     *time.Location   // decides months and days
	Accounts []social.Account // the official accounts, those of dependencies too
	Topics   []Topic
	Targets  []Target
	Lexicon  *lexicon.Lexicon
	Entries  []store.Entry // those of the office in it
	Program  string        // version of pulso
	Config   string        // hash of the configuration that bears on the rows

	// Input says what the configuration knows of a file of the inbox (name with slashes). Nil: nothing.
	Input func(name string) ingest.Input
	// English gives an opinion on an English text. Nil: English mentions are told apart and not scored.
	English func(text string) Opinion
	// Pseudonym replaces an author's handle or name in what is stored; equal authors get equal pseudonyms.
	// It is asked from several goroutines. Nil: authors are stored as the source prints them.
	Pseudonym func(n social.Network, author string) string
	// Evidence says what of the office's own records bears on a month; Produce makes reports of it. Nil: there are none.
	Evidence func(social.Month) ([]store.Evidence, error)
	// Produce makes the report files of a month, giving each to create. It may be called twice, see store.Commit.
	// Nil: no reports.
	Produce func(ctx context.Context, snap *store.Snapshot, create store.Create) error
	// Progress receives how far a step is. Total is 0 where it is not known. Nil: nobody watches.
	Progress func(step string, done, total int)
	// Workers is how many texts are scored at once; 0 for one per processor. It changes no byte of the result.
	Workers int
}

// An Opinion is what a model of another language says of a text.
type Opinion struct {
	Polarity   lexicon.Polarity
	Score      float64 // −1 … 1
	Confidence float64 // 0 … 1
}

// The steps that Progress names, in order.
const (
	StepRead   = "leer"
	StepScore  = "calificar"
	StepReport = "informes"
)

// A Summary says what a run did.
type Summary struct {
	Manifest *store.Manifest
	Changed  bool
	Intakes  []social.Intake // every file of the inbox, those of other months too
	// Conflicts are the corrections that were not applied as they stand, or contradict one another.
	Conflicts []Conflict
	Notes     []string // Spanish: what a person should know and no row says
	Folder    string   // where the report files are
}

// An InputError says which files of the inbox cannot be taken, and why each. Nothing is stored.
type InputError struct {
	Files []error
}

func (e *InputError) Error() string { return errors.Join(e.Files...).Error() }

func (e *InputError) Unwrap() []error { return e.Files }

// A NoDataError says that the inbox holds nothing of the month. Nothing is stored.
type NoDataError struct {
	Month    social.Month
	Files    int
	From, To social.Date // what the inbox does cover
}

func (e *NoDataError) Error() string {
	switch {
	case e.Files == 0:
		return "la carpeta inbox está vacía: copie en ella los archivos que exportó de las redes"
	case e.From.IsZero():
		return fmt.Sprintf("ningún archivo de inbox tiene datos de %s", e.Month)
	}
	return fmt.Sprintf("ningún archivo de inbox tiene datos de %s: los que hay van del %s al %s", e.Month, e.From, e.To)
}

// Store is the workspace's store.
func (p *Pipeline) Store() *store.Store { return store.Open(p.Dir) }

// Run makes the month from the inbox and stores it. Reason says why a closed month may change; it is empty for a
// month that is open. On error nothing is stored, save that after a *store.PublishError the month is, and only
// its report files wait for the next run. Run holds the workspace: a second one is told who has it.
func (p *Pipeline) Run(ctx context.Context, month social.Month, reason string) (_ *Summary, err error) {
	st := p.Store()
	w, err := st.Create(month, store.Provenance{Program: p.Program, Lexicon: p.Lexicon.Version(), Config: p.Config})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()

	decisions, err := st.Decisions()
	if err != nil {
		return nil, err
	}
	evidence, err := p.evidence(month)
	if err != nil {
		return nil, err
	}
	in, err := p.gather(ctx, month, w.Scratch)
	if err != nil {
		return nil, err
	}
	if err := in.markDuplicates(); err != nil {
		return nil, err
	}
	in.markCampaigns()

	ledger := newLedger(month, decisions)
	if err := p.writeMentions(ctx, w, in, ledger); err != nil {
		return nil, err
	}
	if err := in.writeFigures(w); err != nil {
		return nil, err
	}
	inputs := in.intakes()
	if err := in.writeRejects(w); err != nil {
		return nil, err
	}
	snap, err := w.Finish(store.Draft{Inputs: in.inputsOfMonth(inputs), Corrections: ledger.outcome(), Evidence: evidence, Entries: p.Entries, Reason: reason})
	if err != nil {
		return nil, err
	}
	s := &Summary{Intakes: inputs, Conflicts: ledger.conflicts, Notes: in.notes}
	return s, p.commit(ctx, w, snap, s)
}

// Close freezes a stored month as preliminary or final: a new version with the same rows, whose reports say so.
func (p *Pipeline) Close(ctx context.Context, month social.Month, state store.State, reason string) (*Summary, error) {
	if reason == "" {
		reason = "cierre " + state.Title()
	}
	return p.revise(ctx, month, store.Draft{State: state, Reason: reason})
}

func (p *Pipeline) revise(ctx context.Context, month social.Month, d store.Draft) (_ *Summary, err error) {
	w, err := p.Store().Revise(month)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if d.Evidence, err = p.evidence(month); err != nil {
		return nil, err
	}
	d.PrintedBy = p.Program
	snap, err := w.Finish(d)
	if err != nil {
		return nil, err
	}
	s := &Summary{Intakes: snap.Inputs}
	return s, p.commit(ctx, w, snap, s)
}

func (p *Pipeline) commit(ctx context.Context, w *store.Writer, snap *store.Snapshot, s *Summary) error {
	var err error
	s.Folder = filepath.Join(p.Dir, "reports", snap.Month.String())
	s.Manifest, s.Changed, err = w.Commit(snap, func(snap *store.Snapshot, create store.Create) error {
		if err := p.explain(snap); err != nil {
			return err
		}
		if p.Produce == nil {
			return ctx.Err()
		}
		p.progress(StepReport, 0, 0)
		err := p.Produce(ctx, snap, create)
		if err == nil {
			err = p.unchanged(snap)
		}
		return errors.Join(err, ctx.Err())
	})
	return err
}

// explain says why a version is made, against the current one. It is said now, while both can be read.
func (p *Pipeline) explain(snap *store.Snapshot) error {
	current, err := p.Store().Snapshot(snap.Month, 0)
	if errors.Is(err, store.ErrNoMonth) {
		return nil
	}
	if err != nil || current.Version == snap.Version {
		return err
	}
	c, err := Diff(current, snap)
	if err != nil { // a month that lost files is made again all the same
		snap.Why = []string{fmt.Sprintf("La versión %d ya no se puede leer completa, y no se compara con ella.", current.Version)}
		return nil
	}
	c.Reason = "" // the manifest has it
	if snap.Why = c.Why(); len(snap.Why) == 0 {
		snap.Why = []string{"Cambiaron los informes, por un mes anterior o por el programa que los hace."}
	}
	return nil
}

func (p *Pipeline) evidence(m social.Month) ([]store.Evidence, error) {
	if p.Evidence == nil {
		return nil, nil
	}
	return p.Evidence(m)
}

// unchanged wants that the reports were made from the records whose hashes the month will say: somebody may have saved
// one of them in between.
func (p *Pipeline) unchanged(snap *store.Snapshot) error {
	now, err := p.evidence(snap.Month)
	if err != nil || p.Evidence == nil {
		return err
	}
	for _, e := range ChangedEvidence(snap.Evidence, now) {
		return fmt.Errorf("%s: cambió mientras se hacían los informes: espere a que termine de guardarse y repita la orden", e.Name)
	}
	return nil
}

func (p *Pipeline) progress(step string, done, total int) {
	if p.Progress != nil {
		p.Progress(step, done, total)
	}
}

func (p *Pipeline) input(name string) ingest.Input {
	in := ingest.Input{}
	if p.Input != nil {
		in = p.Input(name)
	}
	if in.Zone == nil {
		in.Zone = p.Zone
	}
	return in
}
