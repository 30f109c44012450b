package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pulso/lexicon"
	"pulso/pipeline/social"
)

var (
	october = social.Month{Year: 2026, Month: time.October}
	made    = Provenance{Program: "prueba", Lexicon: "l1", Config: "c1"}
)

// full is a mention with every field given.
func full(n int) *social.Scored {
	return &social.Scored{
		Mention: social.Mention{
			From: social.Origin{File: "x/menciones.csv", Part: "Hoja1", Line: n + 2}, Network: social.X,
			ID: fmt.Sprint(1840000000000000000 + n), IDDamaged: true, Kind: social.KindReply, ParentID: "77",
			TargetAccount: "alcaldia", AuthorID: "9", AuthorHandle: "vecina", AuthorName: "Vecina Inventada",
			AuthorFollowers: social.Some[int64](0), Text: fmt.Sprintf("¡Qué bacano! %d", n), RawText: "&iexcl;Qu&eacute;…",
			Lang: "es-CO", PublishedAt: time.Date(2026, 10, 3, 4, 5, 6, 789000, time.UTC), Precision: social.Second,
			DateFrom: "id", URL: "https://x.com/i/status/1", Likes: social.Some[int64](3), Replies: social.Some[int64](0),
			Shares: social.Some[int64](1), Views: social.Some[int64](900), Place: "Bonda", SourceSentiment: "positive",
			Format: "generic.mentions",
		},
		Key: fmt.Sprintf("x:%d", n), Status: social.Valid, DuplicateOf: "x:0", Lang: "es",
		Sentiment: lexicon.Positive, Score: 0.5, Confidence: 0.75, Intent: "otro", Irony: true, ScoredBy: "lexicon",
		Terms: []social.Term{{Term: "bacano", Offset: 6, Length: 6, Weight: 2, Contribution: 2.5, Negated: true,
			Modifier: "qué ×1.25", Rule: "word", Regional: true}},
		Target: "Alcaldía", TargetRule: social.TargetNamed, TargetEvidence: "administración", Topic: "Playas", Dependency: "Turismo", Final: lexicon.Negative, FinalBy: ByAnalyst,
		LexiconVersion: "l1",
	}
}

// bare is a mention with what cannot be absent and nothing else.
func bare(n int) *social.Scored {
	return &social.Scored{
		Mention: social.Mention{From: social.Origin{File: "a.csv", Line: n}, Text: "hola",
			PublishedAt: time.Date(2026, 10, 3, 0, 0, 0, 0, time.UTC)},
		Key: fmt.Sprintf("h:%d", n), Status: social.Own,
	}
}

var (
	day  = social.Date{Year: 2026, Month: time.October, Day: 31}
	post = &social.Post{
		From: social.Origin{File: "p.csv", Part: "m", Line: 4}, Network: social.Facebook, AccountID: "1", AccountName: "a",
		ID: "0012", IDDamaged: true, Permalink: "https://…", PublishedAt: time.Date(2026, 10, 3, 4, 5, 0, 0, time.UTC),
		Precision: social.Minute, DateFrom: "file", Type: social.TypeVideo, TypeReported: "Reel", Text: "=1+1",
		TextTruncated: true, DurationS: social.Some(1.5), SnapshotAt: day, Window: social.Lifetime,
		Views: social.Some[int64](0), Impressions: social.Some[int64](1), Reach: social.Some[int64](2),
		Reactions: social.Some[int64](3), Comments: social.Some[int64](4), Shares: social.Some[int64](5),
		Saves: social.Some[int64](6), Clicks: social.Some[int64](7), LinkClicks: social.Some[int64](8),
		Follows: social.Some[int64](9), VideoViews: social.Some[int64](10), WatchTimeS: social.Some(11.5),
		AvgWatchS: social.Some(12.5), EngagementReported: social.Some(13.5), RateReported: social.Some(0.25),
		DefinitionVersion: "v", Format: "meta.content", Extra: map[string]string{"b": "2", "a": "1"},
	}
	metric = &social.AccountMetric{
		From: social.Origin{File: "m.csv", Part: "p", Line: 9}, Network: social.Instagram, AccountID: "1", AccountName: "a",
		Metric: social.Reach, Value: 0.1, ValueKind: social.Unique, Granularity: social.PerDay, Start: day, End: day,
		Zone: "America/Bogota", ExportedAt: day, DefinitionVersion: "v", Note: "nota", Format: "f",
	}
	cell = &social.Audience{
		From: social.Origin{File: "u.csv", Part: "p", Line: 9}, Network: social.Instagram, AccountID: "1", AccountName: "a",
		Snapshot: day, Base: "followers", Dimension: "city", Key: "Santa Marta", Value: 40.2, Unit: "percent", Format: "f",
	}
	reject = &social.Reject{From: social.Origin{File: "m.csv", Part: "p", Line: 9}, Reason: social.BadDate, Column: "fecha",
		Value: "ayer", Detail: "se esperaba una fecha", Raw: "ayer;hola", Format: "f"}
	inputs = []social.Intake{
		{File: "m.csv", SHA256: strings.Repeat("a", 64), Format: "f", Network: social.X, Account: "a", Read: 10, Kept: 4,
			Duplicate: 3, OtherMonth: 1, Excluded: 1, Rejected: 1, From: day, To: day, Notes: []string{"uno", "dos"}},
		{File: "z.csv", SHA256: strings.Repeat("b", 64), Declined: "es un informe de anuncios"},
	}
)

// fill writes the rows of a small month.
func fill(w *Writer, mentions int) error {
	var errs []error
	for i := range mentions {
		errs = append(errs, w.Mention(full(i)))
	}
	return errors.Join(append(errs, w.Mention(bare(1)), w.Post(post), w.AccountMetric(metric), w.Audience(cell), w.Reject(reject))...)
}

// commitMonth commits a month with so many mentions and gives what Commit said.
func commitMonth(t *testing.T, s *Store, p Provenance, mentions int, d Draft) (*Manifest, bool, error) {
	t.Helper()
	w, err := s.Create(october, p)
	if err != nil {
		return nil, false, err
	}
	defer w.Close()
	if err := fill(w, mentions); err != nil {
		return nil, false, err
	}
	d.Inputs = inputs
	snap, err := w.Finish(d)
	if err != nil {
		return nil, false, err
	}
	return w.Commit(snap, reportsOf)
}

// reportsOf makes two report files that, as real ones do, print the version and figures of the rows.
func reportsOf(s *Snapshot, create Create) error {
	n := 0
	for _, err := range s.Mentions() {
		if err != nil {
			return err
		}
		n++
	}
	for _, file := range [][2]string{{"informe.docx", fmt.Sprintf("versión %d, %s: %d menciones", s.Version, s.State, n)}, {"base.xlsx", fmt.Sprint(n)}} {
		err := create(file[0], func(w io.Writer) error {
			_, err := io.WriteString(w, file[1])
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func mustCommit(t *testing.T, s *Store, p Provenance, mentions int) *Manifest {
	t.Helper()
	m, _, err := commitMonth(t, s, p, mentions, Draft{Reason: "prueba"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// files are the contents of a workspace by path.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(rel)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func collect[T any](t *testing.T, rows func(func(*T, error) bool)) []*T {
	t.Helper()
	var all []*T
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	return all
}

func wantNoFaults(t *testing.T, s *Store) {
	t.Helper()
	faults, err := s.Verify(october)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Errorf("verify: %s", f)
	}
}

func TestRowsComeBackAsTheyWere(t *testing.T) {
	s := Open(t.TempDir())
	const n = 3*rowsPerRead + 5 // several reads, so that a value that shares memory with a page would show
	mustCommit(t, s, made, n)
	snap, err := s.Snapshot(october, 0)
	if err != nil {
		t.Fatal(err)
	}
	mentions := collect(t, snap.Mentions())
	if len(mentions) != n+1 {
		t.Fatalf("got %d mentions, want %d", len(mentions), n+1)
	}
	for i, m := range mentions[:n] {
		if want := full(i); !reflect.DeepEqual(m, want) {
			t.Fatalf("mention %d:\n got %+v\nwant %+v", i, m, want)
		}
	}
	if want := bare(1); !reflect.DeepEqual(mentions[n], want) {
		t.Errorf("absent values: got %+v, want %+v", mentions[n], want)
	}
	for name, pair := range map[string][2]any{
		"post":     {collect(t, snap.Posts()), []*social.Post{post}},
		"metric":   {collect(t, snap.AccountMetrics()), []*social.AccountMetric{metric}},
		"audience": {collect(t, snap.Audience()), []*social.Audience{cell}},
		"reject":   {collect(t, snap.Rejects()), []*social.Reject{reject}},
		"intake":   {collect(t, snap.intake()), []*social.Intake{&inputs[0], &inputs[1]}},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: got %+v, want %+v", name, pair[0], pair[1])
		}
	}
	if !reflect.DeepEqual(snap.Inputs, inputs) {
		t.Errorf("inputs of the manifest: got %+v, want %+v", snap.Inputs, inputs)
	}
	wantNoFaults(t, s)
}

func TestSameContentMakesNoNewVersion(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	mustCommit(t, s, made, 3)
	before := files(t, dir)
	m, changed, err := commitMonth(t, s, made, 3, Draft{})
	if err != nil || changed || m.Version != 1 {
		t.Fatalf("got version %d, changed %t, error %v; want version 1 unchanged", m.Version, changed, err)
	}
	if after := files(t, dir); !maps.Equal(before, after) {
		t.Errorf("a run that changed nothing changed files: before %v, after %v",
			slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)))
	}
}

func TestNewVersionKeepsTheOldOneReadable(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	mustCommit(t, s, made, 3)
	m := mustCommit(t, s, made, 4)
	if m.Version != 2 || !slices.Equal(m.Changes, []string{PartData, PartReports}) {
		t.Fatalf("got version %d with changes %v, want 2 with data and reports", m.Version, m.Changes)
	}
	old, err := s.Snapshot(october, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(collect(t, old.Mentions())); got != 4 {
		t.Errorf("version 1 has %d mentions, want 4", got)
	}
	visible, _ := filepath.Glob(filepath.Join(dir, "data", "*", "month=2026-10", "*.parquet"))
	if len(visible) != len(Tables) {
		t.Errorf("a query over the partition sees %d files, want one for each of the %d tables: %v", len(visible), len(Tables), visible)
	}
	wantNoFaults(t, s)

	when := time.Date(2026, 12, 1, 15, 0, 0, 0, time.UTC)
	removed, err := s.Prune(october, 0, when)
	if err != nil || !slices.Equal(removed, []int{1}) {
		t.Fatalf("prune: got %v, %v; want version 1 removed", removed, err)
	}
	if _, err := s.Snapshot(october, 1); !errors.Is(err, ErrNoMonth) {
		t.Errorf("a pruned version: got %v, want ErrNoMonth", err)
	}
	for name := range files(t, dir) {
		if strings.HasPrefix(name, "data/versions/") && name != "data/versions/2026-10/manifest-1.json" {
			t.Errorf("prune left %s", name)
		}
	}
	wantNoFaults(t, s)

	// What the version was stays said, with who pruned it, through later versions and another pruning.
	mustCommit(t, s, made, 5)
	if removed, err := s.Prune(october, 0, when.AddDate(1, 0, 0)); err != nil || !slices.Equal(removed, []int{2}) {
		t.Errorf("the second prune: got %v, %v; want version 2 removed", removed, err)
	}
	history, err := s.History(october)
	if err != nil || len(history) != 3 {
		t.Fatalf("history: got %d versions, %v; want 3", len(history), err)
	}
	if v := history[0]; v.Pruned == nil || !v.Pruned.When.Equal(when) || v.Pruned.User == "" || len(v.Files) != len(Tables) || v.Counts.Mentions != 4 {
		t.Errorf("history of version 1: got %+v", v)
	}
	if versions, err := s.Versions(october); err != nil || len(versions) != 1 {
		t.Errorf("versions that can be read: got %d, %v; want the current one", len(versions), err)
	}
	wantNoFaults(t, s)
}

func TestReturningToAnEarlierContent(t *testing.T) {
	s := Open(t.TempDir())
	mustCommit(t, s, made, 3)
	mustCommit(t, s, made, 4)
	if m := mustCommit(t, s, made, 3); m.Version != 3 {
		t.Errorf("got version %d, want 3: going back is a change too", m.Version)
	}
	wantNoFaults(t, s)
}

func TestClosedMonthAsksForAReason(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	mustCommit(t, s, made, 3)
	w, err := s.Revise(october)
	if err != nil {
		t.Fatal(err)
	}
	snap, err := w.Finish(Draft{State: StateFinal, Reason: "cierre"})
	if err != nil {
		t.Fatal(err)
	}
	m, changed, err := w.Commit(snap, reportsOf)
	if err != nil || !changed || m.Version != 2 || m.State != StateFinal {
		t.Fatalf("close: got %+v, %t, %v", m, changed, err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	before := files(t, dir)
	var closed *ClosedError
	if _, _, err := commitMonth(t, s, made, 4, Draft{}); !errors.As(err, &closed) {
		t.Fatalf("got %v, want a ClosedError", err)
	}
	if after := files(t, dir); !maps.Equal(before, after) {
		t.Error("a refused change left something behind")
	}
	if _, changed, err := commitMonth(t, s, made, 3, Draft{}); err != nil || changed {
		t.Errorf("an unchanged closed month: got changed %t, error %v", changed, err)
	}
	m, _, err = commitMonth(t, s, made, 4, Draft{Reason: "llegó un archivo tarde"})
	if err != nil || m.Version != 3 || m.State != StateOpen {
		t.Errorf("with a reason: got %+v, %v", m, err)
	}
	wantNoFaults(t, s)
}

func TestEditedReportIsSetAsideNotLost(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	mustCommit(t, s, made, 3)
	path := filepath.Join(dir, "reports", "2026-10", "base.xlsx")
	if err := os.WriteFile(path, []byte("una analista trabajó aquí"), 0o666); err != nil {
		t.Fatal(err)
	}
	mustCommit(t, s, made, 4)
	all := files(t, dir)
	kept := 0
	for name, content := range all {
		if strings.HasPrefix(name, "reports/2026-10/editados/base-") && content == "una analista trabajó aquí" {
			kept++
		}
	}
	if kept != 1 || all["reports/2026-10/base.xlsx"] != "5" {
		t.Errorf("got %d copies of the edited file and the base %q", kept, all["reports/2026-10/base.xlsx"])
	}
}

func TestMissingReportsComeBack(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	mustCommit(t, s, made, 3)
	before := files(t, dir)
	if err := os.RemoveAll(filepath.Join(dir, "reports")); err != nil {
		t.Fatal(err)
	}
	if _, changed, err := commitMonth(t, s, made, 3, Draft{}); err != nil || changed {
		t.Fatalf("got changed %t, error %v", changed, err)
	}
	if after := files(t, dir); !maps.Equal(before, after) {
		t.Errorf("got %v, want the files as they were", slices.Sorted(maps.Keys(after)))
	}
}

func TestSecondWriterIsToldWhoHoldsTheWorkspace(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	w, err := s.Create(october, made)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(dir).Create(october, made)
	var locked *LockedError
	if !errors.As(err, &locked) || locked.PID != os.Getpid() {
		t.Fatalf("got %v, want a LockedError with our process number", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if left := files(t, dir); len(left) > 0 {
		t.Errorf("an aborted writer left %v", left)
	}
	w, err = s.Create(october, made)
	if err != nil {
		t.Fatalf("after Close: %v", err)
	}
	w.Close()
}

func TestVerifyNamesTheFileWithAFlippedBit(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	mustCommit(t, s, made, 3)
	mustCommit(t, s, made, 4)
	for name, content := range files(t, dir) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		flipped := []byte(content)
		flipped[len(flipped)/2] ^= 1
		if err := os.WriteFile(path, flipped, 0o666); err != nil {
			t.Fatal(err)
		}
		faults, err := s.Verify(october)
		if err != nil {
			t.Fatal(err)
		}
		named := slices.ContainsFunc(faults, func(f Fault) bool { return strings.HasPrefix(name, f.File) })
		if !named {
			t.Errorf("%s: got faults %v, want one that names it", name, faults)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	wantNoFaults(t, s)
}

func TestLedger(t *testing.T) {
	s := Open(t.TempDir())
	d := Decision{Mention: "x:1", Month: october, Field: FieldSentiment, From: "positive", To: "negative",
		Analyst: "ana", When: time.Date(2026, 11, 2, 15, 0, 0, 0, time.UTC), Source: "base.xlsx", Cell: "Correcciones!C4"}
	again := d
	again.When = again.When.Add(time.Hour)
	other := d
	other.To = "neutral"
	for i, step := range []struct {
		give []Decision
		want int
	}{{[]Decision{d}, 1}, {[]Decision{again}, 0}, {[]Decision{other, again}, 2}} {
		if n, err := s.Take(Taking{Decisions: step.give}); err != nil || n.Decisions != step.want {
			t.Fatalf("step %d: got %+v, %v; want %d new", i, n, err, step.want)
		}
	}
	all, err := s.Decisions()
	if err != nil || !reflect.DeepEqual(all, []Decision{d, other, again}) {
		t.Errorf("got %+v, %v", all, err)
	}
	bad := d
	bad.To = "regular"
	if _, err := s.Take(Taking{Decisions: []Decision{d, bad}}); err == nil {
		t.Error("a class that does not exist was taken")
	}
	if err := os.WriteFile(s.ledger, []byte("{\"mention\":\"x:1\"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Decisions(); err == nil || !strings.Contains(err.Error(), "ledger.ndjson:1") {
		t.Errorf("a damaged line: got %v, want an error that names it", err)
	}
}
