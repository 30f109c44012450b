package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sync"

	"pulso/pipeline"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// A workspace is a folder with its configuration, wired to make months.
type workspace struct {
	app      *app
	config   *config
	pipeline *pipeline.Pipeline

	mu   sync.Mutex
	idle []*scorer // with their English models, which serve one caller at a time
}

func (a *app) openWorkspace() (*workspace, error) {
	c, err := loadConfig(a.dir)
	if err != nil {
		return nil, err
	}
	if err := store.Open(a.dir).Recover(); err != nil {
		return nil, err
	}
	l, err := a.loadLexicon()
	if err != nil {
		return nil, err
	}
	key, err := a.pseudonymKey()
	if err != nil {
		return nil, err
	}
	entries, err := a.officeEntries()
	if err != nil {
		return nil, err
	}
	w := &workspace{app: a, config: c}
	w.pipeline = &pipeline.Pipeline{
		Dir: a.dir, Zone: c.zone, Accounts: c.accounts(), Topics: c.topics(), Targets: c.targets(),
		Lexicon: l, Entries: entries, Program: version, Config: c.fingerprint(key), Input: c.input, English: w.scoreEnglish,
	}
	name := pseudonyms(key)
	if c.Privacy.Authors == "pseudonym" {
		w.pipeline.Pseudonym = name
	}
	w.pipeline.Evidence = func(m social.Month) ([]store.Evidence, error) { return a.evidence(c, m) }
	w.pipeline.Produce = func(ctx context.Context, snap *store.Snapshot, create store.Create) error {
		return a.produce(ctx, c, w.pipeline.Store(), snap, name, create)
	}
	return w, nil
}

// scoreEnglish is the English model's opinion; the pipeline asks from several goroutines at once. A model that does not
// load is no reason to lose the month: the mention stays neutral with confidence 0, which is what not knowing is.
func (w *workspace) scoreEnglish(text string) pipeline.Opinion {
	worker := w.take()
	defer w.giveBack(worker)
	s, err := worker.scoreEnglish(text)
	if err != nil {
		return pipeline.Opinion{}
	}
	return pipeline.Opinion{Polarity: s.Polarity, Score: s.Value, Confidence: s.Confidence}
}

func (w *workspace) take() *scorer {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.idle) == 0 {
		return &scorer{lexicon: w.pipeline.Lexicon}
	}
	worker := w.idle[len(w.idle)-1]
	w.idle = w.idle[:len(w.idle)-1]
	return worker
}

func (w *workspace) giveBack(worker *scorer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.idle = append(w.idle, worker)
}

// run makes a month, with bars on a terminal.
func (w *workspace) run(ctx context.Context, m social.Month, reason string) (*pipeline.Summary, error) {
	step, stop := progress(w.app.stderr)
	defer stop()
	w.pipeline.Progress = step
	return w.pipeline.Run(ctx, m, reason)
}

// fingerprint is the hash of what in the configuration bears on the rows: not of the document's control, nor of
// comments. The key counts too, by a hash that does not tell it.
func (c *config) fingerprint(key []byte) string {
	secret := sha256.Sum256(append([]byte("pulso pseudonyms "), key...))
	raw, err := json.Marshal(struct {
		Zone, Authors, Key       string
		Accounts, Inbox, Columns any
		Topics, Targets          any
	}{c.TimeZone, c.Privacy.Authors, hex.EncodeToString(secret[:4]), c.Accounts, c.Inbox, c.Columns, c.Topics, c.Targets})
	if err != nil {
		return "" // strings, numbers and maps of strings always encode
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

func (c *config) topics() []pipeline.Topic {
	out := make([]pipeline.Topic, len(c.Topics))
	for i, t := range c.Topics {
		out[i] = pipeline.Topic{Name: t.Name, Dependency: t.Dependency, Words: t.Words}
	}
	return out
}

func (c *config) targets() []pipeline.Target {
	out := make([]pipeline.Target, len(c.Targets))
	for i, t := range c.Targets {
		out[i] = pipeline.Target{Name: t.Name, Kind: t.Kind, Words: t.Words, Handles: t.Handles}
	}
	return out
}

// lastMonth is the last month that has ended in the workspace's zone.
func (c *config) lastMonth(a *app) social.Month { return social.MonthOf(a.now(), c.zone).Add(-1) }

// month is the month asked for, or the last that has ended. One that has not begun is a mistake.
func (c *config) month(a *app, asked string) (social.Month, error) {
	if asked == "" {
		return c.lastMonth(a), nil
	}
	m, err := parseMonth(asked)
	if err != nil {
		return m, err
	}
	if now := social.MonthOf(a.now(), c.zone); m.Compare(now) > 0 {
		return m, usage("el mes %s no ha empezado: el último terminado es %s", m, now.Add(-1))
	}
	return m, nil
}
