package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// FormatVersion is the version of the on-disk format that this program writes. A manifest of a later format is
// refused: an older program must not misread a newer month.
const FormatVersion = 1

// A State says how settled a month is.
type State string

// The states of a month. Networks still move their numbers for weeks, so a month is closed twice.
const (
	StateOpen        State = "open"
	StatePreliminary State = "preliminary"
	StateFinal       State = "final"
)

// Title is the state as reports print it.
func (s State) Title() string {
	switch s {
	case StatePreliminary:
		return "preliminar"
	case StateFinal:
		return "definitivo"
	}
	return "abierto"
}

// A Provenance says what made the rows of a month, besides its inputs. It is stamped into every Parquet file.
type Provenance struct {
	Program string `json:"program"` // version of pulso
	Lexicon string `json:"lexicon"` // content hash of all tables, those of the office included
	Config  string `json:"config"`  // hash of the configuration that bears on the rows
}

// A Manifest is what a month consists of. Replacing it is the commit.
type Manifest struct {
	Format  int          `json:"format"`
	Month   social.Month `json:"month"`
	Version int          `json:"version"`
	State   State        `json:"state"`
	Reason  string       `json:"reason,omitempty"`  // why this version was made, in the words of who asked for it
	Changes []string     `json:"changes,omitempty"` // what differs from the version before: names of Manifest's parts
	Why     []string     `json:"why,omitempty"`     // the same for people, in Spanish; it outlives the rows that it was told from
	Pruned  *Pruned      `json:"pruned,omitempty"`  // set once the version's files are gone; what they were stays said below
	Provenance
	PrintedBy   string          `json:"printed_by"` // version of pulso that made the reports: they can be made again later
	Corrections Corrections     `json:"corrections"`
	Inputs      []social.Intake `json:"inputs"`
	Evidence    []Evidence      `json:"evidence,omitzero"`       // by name; nil where the program that stored the month did not keep it
	Entries     []Entry         `json:"office_entries,omitzero"` // of the office's own lexicon; nil as above
	Counts      Counts          `json:"counts"`
	Files       []File          `json:"files"`
	Reports     []Produced      `json:"reports"`
	Seal        string          `json:"seal"` // SHA-256 of this manifest as encoded with an empty seal
}

// Pruned says who removed the files of a version, and when.
type Pruned struct {
	When time.Time `json:"when"`
	User string    `json:"user"`
	Host string    `json:"host"`
}

// Corrections says which decisions of the ledger bear on the month.
type Corrections struct {
	SHA256    string `json:"sha256,omitempty"` // over the ledger's lines for mentions of the month; empty for none
	Applied   int    `json:"applied"`
	Conflicts int    `json:"conflicts"`
}

// Evidence is what of one of the office's own records bears on the month: its tables, the list of its site, its
// answers and notes. Reports are made from it, and its rows are no rows of the month.
type Evidence struct {
	Name   string `json:"name"` // path below the workspace, with slashes
	SHA256 string `json:"sha256"`
	Rows   int    `json:"rows"`
}

// An Entry is a line of a table of the office's own lexicon. The manifest keeps them all, since the hash of a lexicon
// does not tell what changed in it, and an entry that met no mention leaves no trace in the rows.
type Entry struct {
	Table string `json:"table"` // nouns.tsv
	Line  string `json:"line"`  // its cells, with tabs between them
}

// Term is what the entry is about: the first cell of its line.
func (e Entry) Term() string {
	term, _, _ := strings.Cut(e.Line, "\t")
	return term
}

// A File is one stored table.
type File struct {
	Table  string `json:"table"`
	Path   string `json:"path"` // below data/, with slashes
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Rows   int64  `json:"rows"`
}

// A Produced is one report file made from the month.
type Produced struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// Counts are the figures of the manifest that follow from the rows: Verify counts them again.
type Counts struct {
	Mentions       int            `json:"mentions"`
	ByStatus       map[string]int `json:"mentions_by_status"`
	BySentiment    map[string]int `json:"valid_by_sentiment"` // final class of the valid ones
	ByNetwork      map[string]int `json:"valid_by_network"`
	Corrected      int            `json:"corrected"` // mentions whose class an analyst decided
	Posts          int            `json:"posts"`     // each once, however many snapshots of it are stored
	AccountMetrics int            `json:"account_metrics"`
	Audience       int            `json:"audience"`
	Rejects        int            `json:"rejects"`
}

func newCounts() Counts {
	return Counts{ByStatus: map[string]int{}, BySentiment: map[string]int{}, ByNetwork: map[string]int{}}
}

func (c *Counts) mention(m *social.Scored) {
	c.Mentions++
	c.ByStatus[string(m.Status)]++
	if m.FinalBy == ByAnalyst {
		c.Corrected++
	}
	if m.Status != social.Valid {
		return
	}
	c.BySentiment[m.Final.String()]++
	c.ByNetwork[string(m.Network)]++
}

// The values of Scored.FinalBy.
const (
	ByAuto    = "auto"
	ByAnalyst = "analyst"
)

// encode writes the manifest as it stands on disk, with its seal: indented JSON, the parts in the order of the type
// and maps by key, so that equal manifests are equal bytes.
func (m *Manifest) encode() []byte {
	sealed := *m
	sealed.Seal = ""
	sealed.Seal = Hash(sealed.json())
	return sealed.json()
}

func (m *Manifest) json() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		// Numbers, strings and months only: there is nothing that JSON cannot hold.
		return nil
	}
	return b.Bytes()
}

// Fingerprint identifies what the month was made from: inputs, the office's records, provenance and corrections.
// Reports print it.
func (m *Manifest) Fingerprint() string {
	inputs := make([]string, 0, len(m.Inputs))
	for _, in := range m.Inputs {
		inputs = append(inputs, in.SHA256)
	}
	slices.Sort(inputs)
	for _, e := range m.Evidence {
		inputs = append(inputs, e.Name+" "+e.SHA256)
	}
	return Hash([]byte(strings.Join(append(inputs, m.Program, m.Lexicon, m.Config, m.Corrections.SHA256), "\n")))
}

// Parts of a manifest, as Changes names them.
const (
	PartInputs      = "inputs"
	PartProgram     = "program"
	PartLexicon     = "lexicon"
	PartConfig      = "config"
	PartCorrections = "corrections"
	PartEvidence    = "evidence"
	PartData        = "data"
	PartReports     = "reports"
	PartState       = "state"
)

// differences names the parts in which m differs from old, in a fixed order; version and reason are no parts.
func (m *Manifest) differences(old *Manifest) []string {
	same := func(a, b any) bool {
		x, errX := json.Marshal(a)
		y, errY := json.Marshal(b)
		return errX == nil && errY == nil && bytes.Equal(x, y)
	}
	var parts []string
	for _, p := range []struct {
		name string
		same bool
	}{
		{PartInputs, same(m.Inputs, old.Inputs)},
		{PartProgram, m.Program == old.Program && m.Format == old.Format},
		{PartLexicon, m.Lexicon == old.Lexicon},
		{PartConfig, m.Config == old.Config},
		{PartCorrections, m.Corrections == old.Corrections},
		{PartEvidence, slices.Equal(m.Evidence, old.Evidence)},
		{PartData, same(m.Files, old.Files)},
		{PartReports, same(m.Reports, old.Reports)},
		{PartState, m.State == old.State},
	} {
		if !p.same {
			parts = append(parts, p.name)
		}
	}
	return parts
}

func (s *Store) manifestPath(month social.Month) string {
	return filepath.Join(s.data, "manifest", month.String()+".json")
}

// versions is the folder that keeps what earlier versions of a month need and the current one does not.
func (s *Store) versions(month social.Month) string {
	return filepath.Join(s.data, "versions", month.String())
}

func (s *Store) oldManifestPath(month social.Month, version int) string {
	return filepath.Join(s.versions(month), "manifest-"+strconv.Itoa(version)+".json")
}

func readManifest(path string) (*Manifest, error) {
	b, err := readFile(path)
	if err != nil {
		return nil, diskError("leer", path, err)
	}
	m := new(Manifest)
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("manifiesto %s dañado: %w", path, err)
	}
	if m.Format > FormatVersion {
		return nil, fmt.Errorf("manifiesto %s: tiene el formato %d y este programa lee hasta el %d: use una versión más reciente de pulso",
			path, m.Format, FormatVersion)
	}
	if err := m.safe(); err != nil {
		return nil, fmt.Errorf("manifiesto %s dañado: %w", path, err)
	}
	return m, nil
}

// safe refuses a manifest whose names would lead out of the store.
func (m *Manifest) safe() error {
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || len(f.SHA256) != 64 {
			return fmt.Errorf("nombre o huella de archivo no válidos: %q", f.Path)
		}
	}
	for _, r := range m.Reports {
		if !plainName(r.Name) || len(r.SHA256) != 64 {
			return fmt.Errorf("nombre o huella de informe no válidos: %q", r.Name)
		}
	}
	return nil
}

func plainName(name string) bool {
	return filepath.IsLocal(name) && !strings.ContainsAny(name, `/\`) && !strings.HasPrefix(name, ".")
}

// earlier are the manifests of the versions before the current one, oldest first, pruned ones too.
func (s *Store) earlier(month social.Month) ([]*Manifest, error) {
	names, err := list(s.versions(month))
	if err != nil {
		return nil, err
	}
	var all []*Manifest
	for _, name := range names {
		if !strings.HasPrefix(name, "manifest-") {
			continue
		}
		m, err := readManifest(filepath.Join(s.versions(month), name))
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b *Manifest) int { return a.Version - b.Version })
	return all, nil
}
