package lexicon

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A Problem is one fault in a table. Load joins all of them into one error.
type Problem struct {
	File    string // name of the table
	Line    int    // 1-based; 0 when the fault is the whole file's
	Message string // what was found, what was expected; Spanish
}

func (p *Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
}

// Problems returns the problems joined in an error of Load, in file and line
// order.
func Problems(err error) []*Problem {
	var list []*Problem
	var walk func(error)
	walk = func(err error) {
		if p, ok := err.(*Problem); ok {
			list = append(list, p)
			return
		}
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range joined.Unwrap() {
				walk(e)
			}
			return
		}
		if inner := errors.Unwrap(err); inner != nil {
			walk(inner)
		}
	}
	if err != nil {
		walk(err)
	}
	return list
}

// maxTable bounds one table: the largest shipped one is under a megabyte.
const maxTable = 16 << 20

// A tableSpec says what a table is: its columns, in order. The first is the
// key by which the table is sorted and by which the office's entry replaces
// the shipped one.
type tableSpec struct {
	name    string
	columns []string
	words   bool // entries are words: a term may be in one such table only
}

// tables lists every table that Load reads. The order decides ties: of two
// patterns of the same length the earlier table wins.
var tables = []tableSpec{
	{name: "params.tsv", columns: []string{"name", "value", "note"}},
	{name: "blocked.tsv", columns: []string{"form", "source", "gloss"}},
	{name: "irregular.tsv", columns: []string{"lemma", "pos", "forms", "source"}},
	{name: "classes.tsv", columns: []string{"class", "member", "source", "gloss"}},
	{name: "adjectives.tsv", columns: []string{"term", "weight", "flags", "source", "gloss"}, words: true},
	{name: "nouns.tsv", columns: []string{"term", "weight", "flags", "source", "gloss"}, words: true},
	{name: "verbs.tsv", columns: []string{"term", "weight", "flags", "source", "gloss"}, words: true},
	{name: "adverbs.tsv", columns: []string{"term", "weight", "flags", "source", "gloss"}, words: true},
	{name: "interjections.tsv", columns: []string{"term", "weight", "flags", "source", "gloss"}, words: true},
	{name: "costeno.tsv", columns: []string{"term", "weight", "pos", "flags", "source", "gloss"}, words: true},
	{name: "phrases.tsv", columns: []string{"pattern", "weight", "intent", "source", "gloss"}},
	{name: "complaints.tsv", columns: []string{"pattern", "weight", "intent", "source", "gloss"}},
	{name: "praise.tsv", columns: []string{"pattern", "weight", "intent", "source", "gloss"}},
	{name: "neutral.tsv", columns: []string{"pattern", "weight", "intent", "source", "gloss"}},
	{name: "courtesy.tsv", columns: []string{"pattern", "weight", "intent", "source", "gloss"}},
	{name: "frames.tsv", columns: []string{"pattern", "frame", "intent", "source", "gloss"}},
	{name: "negators.tsv", columns: []string{"pattern", "scope", "source", "gloss"}},
	{name: "degree.tsv", columns: []string{"pattern", "factor", "side", "source", "gloss"}},
	{name: "contrast.tsv", columns: []string{"pattern", "before", "after", "source", "gloss"}},
	{name: "irony.tsv", columns: []string{"pattern", "kind", "weight", "source", "gloss"}},
	{name: "intents.tsv", columns: []string{"pattern", "intent", "weight", "source", "gloss"}},
	{name: "emoji.tsv", columns: []string{"emoji", "weight", "flags", "source", "gloss"}},
	{name: "emoticons.tsv", columns: []string{"emoticon", "weight", "source", "gloss"}},
	{name: "chat.tsv", columns: []string{"form", "expansion", "source", "gloss"}},
	{name: "masked.tsv", columns: []string{"form", "expansion", "source", "gloss"}},
}

// A row is one entry line of a table.
type row struct {
	file   string
	line   int
	cells  []string
	office bool // from the office's own folder
}

func (r row) problem(format string, args ...any) *Problem {
	return &Problem{File: r.file, Line: r.line, Message: fmt.Sprintf(format, args...)}
}

// key is what identifies the entry within its table.
func (r row) key() string {
	if r.file == "classes.tsv" || r.file == "irregular.tsv" {
		return r.cells[0] + "\t" + r.cells[1]
	}
	return r.cells[0]
}

// readTable reads one table; a missing file is an empty table, for the
// office's folder holds only what the office has added.
func readTable(fsys fs.FS, spec tableSpec, digest *bytes.Buffer) ([]row, []error) {
	data, err := fs.ReadFile(fsys, spec.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []error{&Problem{File: spec.name, Message: "no se puede leer: " + err.Error()}}
	}
	if len(data) > maxTable {
		return nil, []error{&Problem{File: spec.name, Message: fmt.Sprintf("mide %d bytes; el máximo es %d", len(data), maxTable)}}
	}
	sum := sha256.Sum256(data)
	fmt.Fprintf(digest, "%s %x\n", spec.name, sum)
	return parseTable(spec, data)
}

func parseTable(spec tableSpec, data []byte) (rows []row, problems []error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	scanner := bufio.NewScanner(bytes.NewReader(data))
	scanner.Buffer(make([]byte, 0, 4096), maxTable+1)
	header := false
	for n := 1; scanner.Scan(); n++ {
		line := strings.TrimSuffix(scanner.Text(), "\r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !norm.NFC.IsNormalString(line) {
			line = norm.NFC.String(line)
		}
		r := row{file: spec.name, line: n, cells: strings.Split(line, "\t")}
		if !header {
			header = true
			if line != strings.Join(spec.columns, "\t") {
				return nil, []error{r.problem("la cabecera es %q; se esperaba %q", line, strings.Join(spec.columns, "\t"))}
			}
			continue
		}
		if len(r.cells) != len(spec.columns) {
			problems = append(problems, r.problem("tiene %d columnas; se esperaban %d (%s)",
				len(r.cells), len(spec.columns), strings.Join(spec.columns, ", ")))
			continue
		}
		for i, c := range r.cells {
			r.cells[i] = strings.TrimSpace(c)
		}
		if r.cells[0] == "" {
			problems = append(problems, r.problem("la primera columna (%s) está vacía", spec.columns[0]))
			continue
		}
		rows = append(rows, r)
	}
	return rows, problems
}

// sources is every table's rows: the shipped ones with the office's merged in.
type sources struct {
	rows    map[string][]row
	version string
}

// readSources reads the shipped tables and lays the office's over them: an
// office entry replaces the shipped entry of the same key, and an office word
// replaces the shipped word wherever it stood.
func readSources(base, office fs.FS) (*sources, []error) {
	src := &sources{rows: make(map[string][]row)}
	var problems []error
	var digest bytes.Buffer
	officeRows := make(map[string][]row)
	officeWords := make(map[string]bool)
	for _, spec := range tables {
		rows, errs := readTable(base, spec, &digest)
		problems = append(problems, errs...)
		problems = append(problems, duplicates(rows)...)
		src.rows[spec.name] = rows
	}
	if office != nil {
		digest.WriteString("office\n")
		for _, spec := range tables {
			rows, errs := readTable(office, spec, &digest)
			for i := range rows {
				rows[i].office = true
				if spec.words {
					officeWords[rows[i].key()] = true
				}
			}
			problems = append(problems, errs...)
			problems = append(problems, duplicates(rows)...)
			officeRows[spec.name] = rows
		}
	}
	for _, spec := range tables {
		src.rows[spec.name] = overlay(src.rows[spec.name], officeRows[spec.name], spec.words, officeWords)
	}
	sum := sha256.Sum256(digest.Bytes())
	src.version = hex.EncodeToString(sum[:8])
	return src, problems
}

func overlay(base, office []row, words bool, officeWords map[string]bool) []row {
	replaced := make(map[string]bool, len(office))
	for _, r := range office {
		replaced[r.key()] = true
	}
	var out []row
	for _, r := range base {
		if replaced[r.key()] || words && officeWords[r.key()] {
			continue
		}
		out = append(out, r)
	}
	return append(out, office...)
}

func duplicates(rows []row) []error {
	seen := make(map[string]int, len(rows))
	var problems []error
	for _, r := range rows {
		if first, ok := seen[r.key()]; ok {
			problems = append(problems, r.problem("%q ya está en la línea %d", r.key(), first))
			continue
		}
		seen[r.key()] = r.line
	}
	return problems
}

// sortProblems orders problems by file and line, so that an editor walks
// through them once.
func sortProblems(problems []error) {
	sort.SliceStable(problems, func(i, j int) bool {
		a, aok := problems[i].(*Problem)
		b, bok := problems[j].(*Problem)
		if !aok || !bok {
			return aok
		}
		if a.File != b.File {
			return a.File < b.File
		}
		return a.Line < b.Line
	})
}
