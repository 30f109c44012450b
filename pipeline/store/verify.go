package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// A Fault is one difference that Verify found.
type Fault struct {
	Month   social.Month `json:"month"`
	Version int          `json:"version"`
	File    string       `json:"file"` // path as the office sees it, with slashes
	Problem string       `json:"problem"`
}

func (f Fault) String() string {
	return fmt.Sprintf("%s, versión %d: %s: %s", f.Month, f.Version, f.File, f.Problem)
}

// Verify holds every version of a month against its manifest: each stored and produced file against its hash, each
// figure of the manifest against the rows, and the manifest against its seal. No fault is an empty list; its error
// says that it could not look, ErrNoMonth among others.
func (s *Store) Verify(month social.Month) ([]Fault, error) {
	current, err := s.current(month)
	if err != nil {
		return []Fault{{Month: month, File: "data/manifest/" + month.String() + ".json", Problem: err.Error()}}, nil
	}
	if current == nil {
		return nil, fmt.Errorf("%s: %w", month, ErrNoMonth)
	}
	old, err := s.earlier(month)
	if err != nil {
		return []Fault{{Month: month, File: "data/versions/" + month.String(), Problem: err.Error()}}, nil
	}
	var faults []Fault
	for _, m := range old {
		if m.Version < current.Version {
			v := verification{store: s, m: m}
			faults = append(faults, v.run()...)
		}
	}
	v := verification{store: s, m: current, current: true, old: old}
	return append(faults, v.run()...), nil
}

// A verification looks at one version. For the current one, old is what came before it.
type verification struct {
	store   *Store
	m       *Manifest
	current bool
	old     []*Manifest
	faults  []Fault
}

func (v *verification) run() []Fault {
	v.manifests()
	if v.m.Pruned != nil {
		return v.faults
	}
	v.files()
	v.reports()
	if len(v.faults) == 0 { // rows of a damaged file would only repeat its fault
		v.rows()
	}
	return v.faults
}

func (v *verification) fault(file, format string, args ...any) {
	v.faults = append(v.faults, Fault{v.m.Month, v.m.Version, file, fmt.Sprintf(format, args...)})
}

// manifests looks at the manifest and at the copy beside the reports, which a crash may have left one version
// behind and which goes when the reports go.
func (v *verification) manifests() {
	path := v.store.oldManifestPath(v.m.Month, v.m.Version)
	if v.current {
		path = v.store.manifestPath(v.m.Month)
	}
	raw, err := readFile(path)
	if err != nil {
		v.fault(v.manifestName(), "no se puede leer: %v", err)
		return
	}
	if !intact(raw, v.m.Seal) {
		v.fault(v.manifestName(), "su contenido cambió: no coincide con su sello")
	}
	if !v.current {
		return
	}
	copied := filepath.Join(v.store.published(v.m.Month), publishedManifest)
	sum, _, err := hashFile(copied)
	if errors.Is(err, fs.ErrNotExist) || sum == Hash(raw) {
		return
	}
	for _, o := range v.old {
		if before, _, err := hashFile(v.store.oldManifestPath(o.Month, o.Version)); err == nil && sum == before {
			return
		}
	}
	v.fault("reports/"+v.m.Month.String()+"/"+publishedManifest, "no es el manifiesto de la versión %d", v.m.Version)
}

// intact holds the bytes of a manifest against its seal. The bytes count as they stand on disk and are not encoded
// anew: another version of the program may know more parts of a manifest, and its old months must still verify.
func intact(raw []byte, seal string) bool {
	field := []byte(`"seal": "` + seal + `"`)
	if seal == "" || bytes.Count(raw, field) != 1 {
		return false
	}
	return Hash(bytes.Replace(raw, field, []byte(`"seal": ""`), 1)) == seal
}

func (v *verification) files() {
	for _, f := range v.m.Files {
		path, err := v.store.locate(v.m.Month, f)
		if err != nil {
			v.fault("data/"+f.Path, "falta el archivo")
			continue
		}
		v.compare(v.store.shown(path), path, f.SHA256)
	}
}

// shown is a path inside the data folder as the office sees it.
func (s *Store) shown(path string) string {
	rel, err := filepath.Rel(filepath.Dir(s.data), path)
	if err != nil {
		return path
	}
	return filepath.ToSlash(rel)
}

func (v *verification) compare(shown, path, want string) {
	sum, _, err := hashFile(path)
	if err != nil {
		v.fault(shown, "no se puede leer: %v", err)
		return
	}
	if sum != want {
		v.fault(shown, "su contenido cambió: la huella es %s… y se guardó %s…", shortHash(sum), shortHash(want))
	}
}

// reports looks for each report where it belongs. One that a crash left staged beside its place is whole: the next
// run puts it there.
func (v *verification) reports() {
	month := v.m.Month
	for _, r := range v.m.Reports {
		shown := "reports/" + month.String() + "/" + r.Name
		path := filepath.Join(v.store.published(month), r.Name)
		staged := filepath.Join(v.store.published(month), stagedName(r))
		kept := filepath.Join(v.store.versions(month), keptName(r.Name, r.SHA256))
		if !v.current {
			if sum, _, err := hashFile(path); err == nil && sum == r.SHA256 { // not yet moved away
				continue
			}
			path, shown = kept, "data/versions/"+month.String()+"/"+keptName(r.Name, r.SHA256)
		}
		if v.current && exists(staged) {
			path = staged
		}
		if !exists(path) {
			v.fault(shown, "falta el archivo")
			continue
		}
		v.compare(shown, path, r.SHA256)
	}
}

func exists(path string) bool {
	_, err := stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// rows counts again what the manifest says of the rows.
func (v *verification) rows() {
	snap := v.store.snapshot(v.m)
	c := newCounts()
	rows := map[string]int64{}
	v.count(Mentions, each(snap.Mentions(), func(m *social.Scored) { rows[Mentions]++; c.mention(m) }))
	v.count(Posts, each(snap.Posts(), func(*social.Post) { rows[Posts]++ }))
	v.count(Posts, each(snap.LatestPosts(), func(*social.Post) { c.Posts++ }))
	if v.m.Counts.Posts == int(rows[Posts]) { // as programs counted that told snapshots and posts not apart
		c.Posts = v.m.Counts.Posts
	}
	v.count(AccountMetrics, each(snap.AccountMetrics(), func(*social.AccountMetric) { rows[AccountMetrics]++; c.AccountMetrics++ }))
	v.count(Audience, each(snap.Audience(), func(*social.Audience) { rows[Audience]++; c.Audience++ }))
	v.count(Rejects, each(snap.Rejects(), func(*social.Reject) { rows[Rejects]++; c.Rejects++ }))
	var inputs []social.Intake
	v.count(Intake, each(snap.intake(), func(i *social.Intake) { rows[Intake]++; inputs = append(inputs, *i) }))

	for _, f := range v.m.Files {
		if rows[f.Table] != f.Rows {
			v.fault("data/"+f.Path, "tiene %d filas y el manifiesto dice %d", rows[f.Table], f.Rows)
		}
	}
	if !reflect.DeepEqual(c, v.m.Counts) {
		v.fault(v.manifestName(), "sus cuentas no salen de las filas guardadas")
	}
	if !slices.EqualFunc(inputs, v.m.Inputs, func(a, b social.Intake) bool { return fmt.Sprint(a) == fmt.Sprint(b) }) {
		v.fault(v.manifestName(), "sus insumos no son los de la tabla guardada")
	}
	for _, i := range v.m.Inputs {
		if !i.Balanced() {
			v.fault(v.manifestName(), "las filas de %s no cuadran", i.File)
		}
	}
}

func (v *verification) manifestName() string {
	if v.current {
		return "data/manifest/" + v.m.Month.String() + ".json"
	}
	return fmt.Sprintf("data/versions/%s/manifest-%d.json", v.m.Month, v.m.Version)
}

func (v *verification) count(table string, err error) {
	if err != nil {
		v.fault(table, "no se puede leer: %v", err)
	}
}

func each[T any](rows func(func(*T, error) bool), do func(*T)) error {
	for row, err := range rows {
		if err != nil {
			return err
		}
		do(row)
	}
	return nil
}

// Prune removes what only earlier versions of a month need, and says of which. The current version stays whole, the
// last keep before it, and every version that was closed: those have been handed over. Of the others the manifest
// stays, with who pruned it at the instant when: the month's history is evidence too.
func (s *Store) Prune(month social.Month, keep int, when time.Time) (removed []int, err error) {
	unlock, err := s.take()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	all, err := s.Versions(month)
	if err != nil {
		return nil, err
	}
	if err := s.settle(month, all[len(all)-1]); err != nil {
		return nil, err
	}
	old := all[:len(all)-1]
	needed := map[string]bool{}
	who := self()
	for i, m := range old {
		if m.State != StateOpen || i >= len(old)-keep {
			for _, f := range m.Files {
				needed[filepath.Base(filepath.FromSlash(f.Path))] = true
			}
			for _, r := range m.Reports {
				needed[keptName(r.Name, r.SHA256)] = true
			}
			continue
		}
		// The manifest says so before the first file goes: no crash leaves a version that misses files without a word.
		m.Pruned = &Pruned{When: when, User: who.User, Host: who.Host}
		if err := writeWhole(s.oldManifestPath(month, m.Version), m.encode()); err != nil {
			return removed, err
		}
		removed = append(removed, m.Version)
	}
	return removed, s.sweep(month, needed)
}

// sweep removes from the versions' folder what no remaining version needs. All manifests stay.
func (s *Store) sweep(month social.Month, needed map[string]bool) error {
	dir := s.versions(month)
	names, err := list(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if needed[name] || strings.HasPrefix(name, "manifest-") {
			continue
		}
		if err := discard(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	dropIfEmpty(dir, filepath.Dir(dir))
	return nil
}
