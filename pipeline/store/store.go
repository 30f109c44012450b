// Package store keeps months: their rows in Parquet, what was made from them, and every version they have had.
//
// Its one idea: the manifest is the commit. Data files are written once under names that hold their hash and are
// never changed; replacing the month's manifest, one rename, is the only act that makes them count; readers open
// only what a manifest names. Whatever a crash leaves beside that is completed or cleared by the next writer.
//
// # The format on disk, version 1
//
//	data/manifest/2026-10.json                              the current version of the month
//	data/mentions/month=2026-10/mentions-<hash>.parquet     its tables, one file each: mentions, posts,
//	data/posts/month=2026-10/posts-<hash>.parquet           account_metrics, audience, rejects, intake
//	data/versions/2026-10/manifest-3.json                   an earlier version; a pruned one keeps this and no more
//	data/versions/2026-10/mentions-<hash>.parquet           what only earlier versions name, reports included
//	data/.lock                                              held by the process that writes
//	reports/2026-10/                                        the files made from the current version, and its manifest
//	reports/2026-10/editados/                               report files that somebody had changed, set aside
//	corrections/ledger.ndjson                               the analysts' decisions, one JSON object a line
//	corrections/{reviews,petitions,words}.ndjson            answers on samples, petitions, own words, in the same way
//	corrections/.pulso-pendiente.json                       what an interrupted taking has yet to put in its place
//
// The first folders are hive-partitioned: a query over data/mentions/*/*.parquet sees the current version of
// every month and nothing else. <hash> is the first twelve digits of the file's SHA-256; the manifest has all of
// it. Each Parquet file is compressed with zstd and says in its key-value metadata which program, lexicon and
// configuration made it (pulso.format, pulso.table, pulso.month, pulso.program, pulso.lexicon, pulso.config). It
// does not say which version of the month it belongs to, since unchanged files belong to several, nor when it was
// made: the same inputs give the same bytes. Column names are those of the unified model; times are
// TIMESTAMP in microseconds of UTC, days are DATE, what a source did not say is NULL, scores have no value where a
// mention was not scored, and terms and notes are lists. A reader refuses a manifest whose "format" is above its own.
// Within a format a manifest may gain parts: a reader passes over those that it does not know, and one that is missing
// means that the program which stored the month did not keep it.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"pulso/pipeline/social"
)

var formatText = strconv.Itoa(FormatVersion)

// ErrNoMonth says that the store does not hold the month, or not that version of it.
var ErrNoMonth = errors.New("el mes no está guardado")

// A Store is the months of one workspace. Reading needs nothing; one process at a time writes, see Create.
type Store struct {
	data    string // folder data of the workspace
	reports string // folder reports of the workspace
	ledger  string // the corrections ledger
}

// Open is the store of the workspace in folder dir. It creates and reads nothing.
func Open(dir string) *Store {
	return &Store{
		data:    filepath.Join(dir, "data"),
		reports: filepath.Join(dir, "reports"),
		ledger:  filepath.Join(dir, "corrections", "ledger.ndjson"),
	}
}

// Months lists the months that the store holds, oldest first.
func (s *Store) Months() ([]social.Month, error) {
	names, err := list(filepath.Join(s.data, "manifest"))
	if err != nil {
		return nil, err
	}
	var months []social.Month
	for _, name := range names {
		stem, ok := strings.CutSuffix(name, ".json")
		if !ok {
			continue
		}
		if m, err := social.ParseMonth(stem); err == nil {
			months = append(months, m)
		}
	}
	slices.SortFunc(months, social.Month.Compare)
	return months, nil
}

// Versions are the manifests of a month's versions that can still be read, oldest first; the last is the current one.
// Its error is ErrNoMonth when the store does not hold the month.
func (s *Store) Versions(month social.Month) ([]*Manifest, error) {
	all, err := s.History(month)
	return slices.DeleteFunc(all, func(m *Manifest) bool { return m.Pruned != nil }), err
}

// History are the manifests of all versions that a month has had, oldest first, those included whose files were
// pruned. Its error is ErrNoMonth when the store does not hold the month.
func (s *Store) History(month social.Month) ([]*Manifest, error) {
	current, err := s.current(month)
	if err != nil {
		return nil, err
	}
	if current == nil {
		return nil, fmt.Errorf("%s: %w", month, ErrNoMonth)
	}
	old, err := s.earlier(month)
	if err != nil {
		return nil, err
	}
	old = slices.DeleteFunc(old, func(m *Manifest) bool { return m.Version >= current.Version })
	return append(old, current), nil
}

// current is the month's manifest, nil when there is none.
func (s *Store) current(month social.Month) (*Manifest, error) {
	m, err := readManifest(s.manifestPath(month))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return m, err
}

// Snapshot opens a version of a month for reading, 0 being the current one. Its error is ErrNoMonth when the
// store does not hold it.
func (s *Store) Snapshot(month social.Month, version int) (*Snapshot, error) {
	if version == 0 {
		m, err := s.current(month)
		if err != nil {
			return nil, err
		}
		if m == nil {
			return nil, fmt.Errorf("%s: %w", month, ErrNoMonth)
		}
		return s.snapshot(m), nil
	}
	all, err := s.Versions(month)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if m.Version == version {
			return s.snapshot(m), nil
		}
	}
	return nil, fmt.Errorf("%s, versión %d: %w", month, version, ErrNoMonth)
}

func (s *Store) snapshot(m *Manifest) *Snapshot {
	return &Snapshot{Manifest: *m, locate: func(f File) (string, error) { return s.locate(m.Month, f) }}
}

// locate finds a file where the current version keeps it, or among those of earlier versions.
func (s *Store) locate(month social.Month, f File) (string, error) {
	for _, path := range []string{
		filepath.Join(s.data, filepath.FromSlash(f.Path)),
		filepath.Join(s.versions(month), filepath.Base(filepath.FromSlash(f.Path))),
	} {
		if _, err := stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("falta el archivo %s del mes %s", f.Path, month)
}

// A Snapshot is one version of a month, open for reading: committed, or about to be. What it yields comes in
// stored order, each element a fresh value; each iterator can be run again.
type Snapshot struct {
	Manifest
	locate func(File) (string, error)
}

// Mentions yields every mention, excluded ones too.
func (s *Snapshot) Mentions() iter.Seq2[*social.Scored, error] {
	return s.mentions(mentionColumns)
}

// CountedMentions yields the same mentions with what they count by and why, in half of the time: network, kind, author,
// moment, what they answer, status, key, and what pulso says of them. Texts, links, reactions and origins are empty.
func (s *Snapshot) CountedMentions() iter.Seq2[*social.Scored, error] {
	return s.mentions(countedColumns)
}

func (s *Snapshot) mentions(columns []source[social.Scored]) iter.Seq2[*social.Scored, error] {
	return read(s.path(Mentions), func(f *os.File, yield func(*social.Scored) bool) error { return readColumns(f, columns, yield) })
}

// Posts yields every snapshot of every post.
func (s *Snapshot) Posts() iter.Seq2[*social.Post, error] {
	return read(s.path(Posts), readRows[social.Post, postRow])
}

// LatestPosts yields each post once, as reports and Counts count it: by its figures since publication where an export
// has them, and of those by the latest snapshot. Posts come in the order of their first snapshots.
func (s *Snapshot) LatestPosts() iter.Seq2[*social.Post, error] {
	return func(yield func(*social.Post, error) bool) {
		var order []string
		best := map[string]*social.Post{}
		for p, err := range s.Posts() {
			if err != nil {
				yield(nil, err)
				return
			}
			key := postKey(p)
			before, seen := best[key]
			if !seen {
				order = append(order, key)
			}
			if !seen || saysMore(p, before) {
				best[key] = p
			}
		}
		for _, key := range order {
			if !yield(best[key], nil) {
				return
			}
		}
	}
}

// postKey is equal for the snapshots of one post: by its id, or by its link where it has none that was not destroyed, or
// else by what it says and when.
func postKey(p *social.Post) string {
	key := []string{string(p.Network), p.ID}
	switch {
	case p.ID != "" && !p.IDDamaged:
	case p.Permalink != "":
		key[1] = p.Permalink
	default:
		key = append(key, p.AccountID, p.AccountName, p.PublishedAt.UTC().String(), p.Text)
	}
	return strings.Join(key, "\x00")
}

// saysMore says whether a snapshot says more of a post than another before it.
func saysMore(p, before *social.Post) bool {
	if (p.Window == social.Lifetime) != (before.Window == social.Lifetime) {
		return p.Window == social.Lifetime
	}
	return p.SnapshotAt.Compare(before.SnapshotAt) > 0
}

// AccountMetrics yields the values of the accounts.
func (s *Snapshot) AccountMetrics() iter.Seq2[*social.AccountMetric, error] {
	return read(s.path(AccountMetrics), readRows[social.AccountMetric, accountMetricRow])
}

// Audience yields the cells of the audience breakdowns.
func (s *Snapshot) Audience() iter.Seq2[*social.Audience, error] {
	return read(s.path(Audience), readRows[social.Audience, audienceRow])
}

// Rejects yields the rows that were not understood.
func (s *Snapshot) Rejects() iter.Seq2[*social.Reject, error] {
	return read(s.path(Rejects), readRows[social.Reject, rejectRow])
}

// intake yields the stored table of what Manifest.Inputs says too.
func (s *Snapshot) intake() iter.Seq2[*social.Intake, error] {
	return read(s.path(Intake), readRows[social.Intake, intakeRow])
}

func (s *Snapshot) path(table string) func() (string, error) {
	return func() (string, error) {
		for _, f := range s.Files {
			if f.Table == table {
				return s.locate(f)
			}
		}
		return "", fmt.Errorf("el manifiesto del mes %s no nombra la tabla %s", s.Month, table)
	}
}
