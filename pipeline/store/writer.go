package store

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"pulso/pipeline/social"
)

// A ClosedError says that a closed month would change and nobody gave a reason for it.
type ClosedError struct {
	Month   social.Month
	Version int
	State   State
	Changes []string
}

func (e *ClosedError) Error() string {
	return fmt.Sprintf("el mes %s está cerrado como %s (versión %d) y esta ejecución lo cambiaría: "+
		"indique el motivo para guardar una versión nueva", e.Month, e.State.Title(), e.Version)
}

// A PublishError says that the month is stored, and that its report files could not all be put in their place.
// The next run, report or close completes it.
type PublishError struct {
	Month   social.Month
	Version int
	Err     error
}

func (e *PublishError) Error() string {
	return fmt.Sprintf("el mes %s quedó guardado (versión %d), pero sus archivos no quedaron todos en su lugar: %v",
		e.Month, e.Version, e.Err)
}

func (e *PublishError) Unwrap() error { return e.Err }

// A Writer makes one version of a month: rows, then Finish, then Commit. It holds the workspace until Close.
// A Writer is for one goroutine.
type Writer struct {
	store      *Store
	month      social.Month
	provenance Provenance
	unlock     func() error

	mentions tableWriter[social.Scored, mentionRow, *mentionRow]
	posts    tableWriter[social.Post, postRow, *postRow]
	metrics  tableWriter[social.AccountMetric, accountMetricRow, *accountMetricRow]
	audience tableWriter[social.Audience, audienceRow, *audienceRow]
	rejects  tableWriter[social.Reject, rejectRow, *rejectRow]
	intake   tableWriter[social.Intake, intakeRow, *intakeRow]
	counts   Counts
	posted   map[string]bool // posts, by postKey

	codec     *codec // of all tables
	printed   []printed
	scratches []*Scratch

	current *Manifest // nil for a month that is not stored yet
	next    *Manifest // what Finish has prepared
	asked   State     // the state that the caller wants; empty for whatever follows
	revise  bool      // the rows are the current version's: only reports or state change
}

// Create takes the workspace for writing and begins a version of the month. Its error is a *LockedError when
// another process is writing. What an interrupted run left of this month is completed or cleared here.
func (s *Store) Create(month social.Month, p Provenance) (*Writer, error) {
	w, err := s.begin(month)
	if err != nil {
		return nil, err
	}
	w.provenance = p
	return w, nil
}

// Revise begins a version with the rows of the current one, for new reports of them or a new state. Its error is
// ErrNoMonth when there is none.
func (s *Store) Revise(month social.Month) (*Writer, error) {
	w, err := s.begin(month)
	if err != nil {
		return nil, err
	}
	if w.current == nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", month, ErrNoMonth), w.Close())
	}
	w.revise, w.provenance = true, w.current.Provenance
	return w, nil
}

func (s *Store) begin(month social.Month) (*Writer, error) {
	unlock, err := s.take()
	if err != nil {
		return nil, err
	}
	current, err := s.current(month)
	if err == nil {
		err = s.settle(month, current)
	}
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	return &Writer{store: s, month: month, unlock: unlock, current: current, counts: newCounts(), posted: map[string]bool{}, codec: newCodec()}, nil
}

// open begins a table's file with its first row, or at Finish for a table without rows: reading the inputs may
// fail long before, and then nothing was written.
func open[T, R any, P row[T, R]](w *Writer, t *tableWriter[T, R, P], table string) error {
	if t.out != nil {
		return nil
	}
	dir := filepath.Join(w.store.data, table, "month="+w.month.String())
	return t.begin(dir, table, w.month, w.provenance, w.codec)
}

// Mention adds a mention. The caller gives them in stored order, as it does for every table.
func (w *Writer) Mention(m *social.Scored) error {
	if err := open(w, &w.mentions, Mentions); err != nil {
		return err
	}
	w.counts.mention(m)
	return w.mentions.add(m)
}

// Post adds a snapshot of a post.
func (w *Writer) Post(p *social.Post) error {
	if err := open(w, &w.posts, Posts); err != nil {
		return err
	}
	w.posted[postKey(p)] = true
	w.counts.Posts = len(w.posted)
	return w.posts.add(p)
}

// AccountMetric adds a value of an account.
func (w *Writer) AccountMetric(a *social.AccountMetric) error {
	if err := open(w, &w.metrics, AccountMetrics); err != nil {
		return err
	}
	w.counts.AccountMetrics++
	return w.metrics.add(a)
}

// Audience adds a cell of an audience breakdown.
func (w *Writer) Audience(a *social.Audience) error {
	if err := open(w, &w.audience, Audience); err != nil {
		return err
	}
	w.counts.Audience++
	return w.audience.add(a)
}

// Reject adds a row that was not understood.
func (w *Writer) Reject(r *social.Reject) error {
	if err := open(w, &w.rejects, Rejects); err != nil {
		return err
	}
	w.counts.Rejects++
	return w.rejects.add(r)
}

// A Draft is what the caller knows of the version to be, besides its rows.
type Draft struct {
	Inputs      []social.Intake // in the order in which they are to be listed
	Corrections Corrections
	Evidence    []Evidence // by name; nil when nobody looked, which keeps the current version's
	Entries     []Entry    // in the order of the tables; nil likewise
	State       State      // empty: open, or as it was when nothing changes
	Reason      string     // needed to change a closed month
	PrintedBy   string     // version of pulso that makes the reports; empty for the one that made the rows
}

// Finish ends the tables and gives the month to be for reading, before it counts. Its Version is the current one
// when nothing has changed.
func (w *Writer) Finish(d Draft) (*Snapshot, error) {
	next := &Manifest{Format: FormatVersion, Month: w.month, Provenance: w.provenance, State: d.State, Reason: d.Reason, PrintedBy: d.PrintedBy}
	if next.PrintedBy == "" {
		next.PrintedBy = next.Program
	}
	if next.Evidence = d.Evidence; d.Evidence == nil && w.current != nil {
		next.Evidence = w.current.Evidence
	}
	if next.Entries = d.Entries; d.Entries == nil && w.current != nil {
		next.Entries = w.current.Entries
	}
	temps := map[string]string{}
	if w.revise {
		next.Corrections, next.Inputs = w.current.Corrections, w.current.Inputs
		next.Counts, next.Files = w.current.Counts, w.current.Files
	} else {
		next.Corrections, next.Inputs = d.Corrections, append([]social.Intake{}, d.Inputs...)
		if err := w.finishTables(next, temps); err != nil {
			return nil, err
		}
	}
	w.number(next)
	w.next = next
	return &Snapshot{Manifest: *next, locate: func(f File) (string, error) {
		if temp, ok := temps[f.Path]; ok {
			return temp, nil
		}
		return w.store.locate(w.month, f)
	}}, nil
}

// number gives the version to be its number and state: the current ones when everything but the reports is equal,
// since whether they differ is only known once they are made.
func (w *Writer) number(next *Manifest) {
	w.asked = next.State
	next.Version = 1
	if w.current == nil {
		next.State = orOpen(w.asked)
		return
	}
	next.Version, next.State, next.Reports = w.current.Version, w.current.State, w.current.Reports
	next.Why = w.current.Why
	if w.asked != "" {
		next.State = w.asked
	}
	if len(next.differences(w.current)) > 0 {
		next.Version, next.State = w.current.Version+1, orOpen(w.asked)
	}
}

func orOpen(s State) State {
	if s == "" {
		return StateOpen
	}
	return s
}

func (w *Writer) finishTables(next *Manifest, temps map[string]string) error {
	if err := open(w, &w.intake, Intake); err != nil {
		return err
	}
	for i := range next.Inputs {
		if err := w.intake.add(&next.Inputs[i]); err != nil {
			return err
		}
	}
	err := errors.Join(
		finish(w, &w.mentions, Mentions, next, temps), finish(w, &w.posts, Posts, next, temps),
		finish(w, &w.metrics, AccountMetrics, next, temps), finish(w, &w.audience, Audience, next, temps),
		finish(w, &w.rejects, Rejects, next, temps), finish(w, &w.intake, Intake, next, temps))
	next.Counts = w.counts
	return err
}

func finish[T, R any, P row[T, R]](w *Writer, t *tableWriter[T, R, P], table string, next *Manifest, temps map[string]string) error {
	if err := open(w, t, table); err != nil {
		return err
	}
	if err := t.finish(); err != nil {
		return err
	}
	f := t.stored(w.month)
	next.Files = append(next.Files, f)
	temps[f.Path] = t.temp
	return nil
}

// Produce makes the report files of a month that is about to be stored, giving each to create under its name.
type Produce func(snap *Snapshot, create Create) error

// Create takes one report file as it is written: nobody holds it in memory as a whole.
type Create func(name string, write func(io.Writer) error) error

// Commit makes the reports of the month to be, stores it as a new version and puts the reports in their place.
// When nothing differs from the current version it changes no byte, save report files that are missing or damaged,
// and says changed false. An error other than *PublishError leaves the last version as it was.
//
// Reports print the version. So they are made for the current one first where the rows have not changed, and
// again for the next one if they turn out to differ (an earlier month, another renderer). Reports print why a version
// was made as well: produce sets snap.Why for a version that is not the current one.
func (w *Writer) Commit(snap *Snapshot, produce Produce) (m *Manifest, changed bool, err error) {
	if err := w.produce(snap, produce); err != nil {
		return nil, false, err
	}
	if w.current != nil && w.next.Version == w.current.Version {
		if len(w.next.differences(w.current)) == 0 {
			return w.current, false, w.restore()
		}
		w.next.Version, w.next.State = w.current.Version+1, orOpen(w.asked)
		snap.Version, snap.State = w.next.Version, w.next.State
		if err := w.produce(snap, produce); err != nil {
			return nil, false, err
		}
	}
	w.next.Why = snap.Why
	if w.current != nil {
		w.next.Changes = w.next.differences(w.current)
		if w.current.State != StateOpen && w.next.Reason == "" {
			return nil, false, &ClosedError{w.month, w.current.Version, w.current.State, w.next.Changes}
		}
	}
	return w.commit()
}

// A printed file is a report that was written, under a temporary name beside its place.
type printed struct {
	Produced
	temp string
}

// produce makes the reports anew.
func (w *Writer) produce(snap *Snapshot, produce Produce) error {
	w.dropPrinted()
	w.next.Reports = []Produced{}
	if produce == nil {
		return nil
	}
	if err := produce(snap, w.print); err != nil {
		return fmt.Errorf("hacer los informes de %s: %w", w.month, err)
	}
	slices.SortFunc(w.printed, func(a, b printed) int { return strings.Compare(a.Name, b.Name) })
	for _, p := range w.printed {
		w.next.Reports = append(w.next.Reports, p.Produced)
	}
	return nil
}

// print is the Create of the reports.
func (w *Writer) print(name string, write func(io.Writer) error) error {
	if !plainName(name) || name == publishedManifest || slices.ContainsFunc(w.printed, func(p printed) bool { return p.Name == name }) {
		return fmt.Errorf("%q no sirve como nombre de archivo", name)
	}
	dir := w.store.published(w.month)
	if err := makeFolder(dir); err != nil {
		return diskError("crear la carpeta", dir, err)
	}
	f, err := createTemp(dir, tempPattern)
	if err != nil {
		return diskError("crear un archivo en", dir, err)
	}
	w.printed = append(w.printed, printed{Produced{Name: name}, f.Name()})
	p := &w.printed[len(w.printed)-1]
	h := sha256.New()
	buf := bufio.NewWriterSize(io.MultiWriter(&counted{f, &p.Bytes}, h), writeSize)
	if err := write(buf); err != nil {
		return errors.Join(err, f.Close())
	}
	err = buf.Flush()
	if err == nil {
		err = f.Sync()
	}
	p.SHA256 = hex.EncodeToString(h.Sum(nil))
	return diskError("escribir en", dir, errors.Join(err, f.Close()))
}

// counted adds up what it writes.
type counted struct {
	w io.Writer
	n *int64
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	*c.n += int64(n)
	return n, err
}

// dropPrinted removes the reports that did not become part of a version.
func (w *Writer) dropPrinted() {
	for _, p := range w.printed {
		remove(p.temp)
	}
	if len(w.printed) > 0 {
		dropIfEmpty(w.store.published(w.month), w.store.reports)
	}
	w.printed = nil
}

// commit does, in this order: the data files under their names, the reports beside their place, a copy of the old
// manifest among the versions, the new manifest over the old one (the month has changed), and then what settle
// does. Up to the manifest an error or a crash leaves the old month whole; after it, the new one.
func (w *Writer) commit() (*Manifest, bool, error) {
	s := w.store
	if err := w.placeTables(); err != nil {
		return nil, false, err
	}
	if err := w.stage(func(Produced) bool { return true }); err != nil {
		return nil, false, err
	}
	if w.current != nil {
		if err := writeWhole(s.oldManifestPath(w.month, w.current.Version), w.current.encode()); err != nil {
			return nil, false, err
		}
	}
	if err := writeWhole(s.manifestPath(w.month), w.next.encode()); err != nil {
		// The rename may have happened and its fsync failed: what counts is what the disk now says.
		if now, readErr := s.current(w.month); readErr != nil || now == nil || now.Version != w.next.Version {
			return nil, false, err
		}
	}
	w.current = w.next
	err := s.settle(w.month, w.next)
	if err == nil {
		// A drive that went away may leave its folder behind, empty: there is nothing to settle in it, and nothing is.
		_, err = stat(s.manifestPath(w.month))
		err = diskError("leer", s.manifestPath(w.month), err)
	}
	if err != nil {
		return w.next, true, &PublishError{w.month, w.next.Version, err}
	}
	return w.next, true, nil
}

func (w *Writer) placeTables() error {
	if w.revise {
		return nil
	}
	return errors.Join(place(w, &w.mentions), place(w, &w.posts), place(w, &w.metrics),
		place(w, &w.audience), place(w, &w.rejects), place(w, &w.intake))
}

func place[T, R any, P row[T, R]](w *Writer, t *tableWriter[T, R, P]) error {
	path := filepath.Join(w.store.data, filepath.FromSlash(t.stored(w.month).Path))
	if err := move(t.temp, path); err != nil {
		return err
	}
	t.temp = ""
	return diskError("asegurar la carpeta", t.dir, syncFolder(t.dir))
}

// restore puts back stored and report files that are missing or are not what the manifest says.
func (w *Writer) restore() error {
	if !w.revise && !w.intact() {
		if err := w.placeTables(); err != nil {
			return err
		}
	}
	err := w.stage(func(r Produced) bool {
		sum, _, err := hashFile(filepath.Join(w.store.published(w.month), r.Name))
		return err != nil || sum != r.SHA256
	})
	if err == nil {
		err = w.store.settle(w.month, w.current)
	}
	if err != nil {
		return &PublishError{w.month, w.current.Version, err}
	}
	return nil
}

// intact says whether the stored tables are where and what the manifest says.
func (w *Writer) intact() bool {
	for _, f := range w.current.Files {
		sum, _, err := hashFile(filepath.Join(w.store.data, filepath.FromSlash(f.Path)))
		if err != nil || sum != f.SHA256 {
			return false
		}
	}
	return true
}

// Close lets go of the workspace and removes what was not committed. It is needed after every Create and Revise,
// and harmless twice.
func (w *Writer) Close() error {
	if w.unlock == nil {
		return nil
	}
	w.mentions.abort()
	w.posts.abort()
	w.metrics.abort()
	w.audience.abort()
	w.rejects.abort()
	w.intake.abort()
	w.dropPrinted()
	for _, s := range w.scratches {
		s.close()
	}
	err := w.unlock()
	w.unlock = nil
	return err
}

// shortHash is how a hash appears in file names.
func shortHash(sum string) string { return sum[:12] }

// keptName is what a report file is called among the versions: its name with its hash.
func keptName(name, sum string) string {
	ext := filepath.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + shortHash(sum) + ext
}
