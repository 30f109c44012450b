package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A wordTable is one table of the office's lexicon as text: what an editor wrote stays as it stands, and an entry is
// put in or changed at its place in the order. Comments belong to the entry below them.
type wordTable struct {
	name    string
	head    []string // comments above the header
	columns []string
	entries []wordEntry
	tail    []string // comments below the last entry
}

type wordEntry struct {
	comments []string
	cells    []string
}

// parseWordTable reads a table. A line of another shape is an error with its number: it is the editor's to repair.
func parseWordTable(name, text string) (*wordTable, error) {
	t := &wordTable{name: name}
	var comments []string
	text = strings.TrimPrefix(text, "\ufeff")
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		line = strings.TrimSuffix(line, "\r")
		switch {
		case strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "#"):
			comments = append(comments, line)
		case t.columns == nil:
			t.columns, t.head, comments = strings.Split(line, "\t"), comments, nil
		default:
			cells := strings.Split(line, "\t")
			if len(cells) != len(t.columns) {
				return nil, fmt.Errorf("%s:%d: tiene %d columnas y se esperaban %d", name, i+1, len(cells), len(t.columns))
			}
			t.entries, comments = append(t.entries, wordEntry{comments, cells}), nil
		}
	}
	t.tail = comments
	if t.columns == nil {
		return nil, fmt.Errorf("%s: falta la cabecera", name)
	}
	return t, nil
}

func (t *wordTable) String() string {
	var b strings.Builder
	lines := func(all []string) {
		for _, line := range all {
			b.WriteString(line + "\n")
		}
	}
	lines(t.head)
	lines([]string{strings.Join(t.columns, "\t")})
	for _, e := range t.entries {
		lines(e.comments)
		lines([]string{strings.Join(e.cells, "\t")})
	}
	lines(t.tail)
	return b.String()
}

// find is the entry of a term; nil when there is none.
func (t *wordTable) find(term string) *wordEntry {
	for i := range t.entries {
		if t.entries[i].cells[0] == term {
			return &t.entries[i]
		}
	}
	return nil
}

// term is the term whose entry stands on a line of the text, as a problem of the table names it; empty for none.
func (t *wordTable) term(line int) string {
	n := len(t.head) + 1
	for _, e := range t.entries {
		n += len(e.comments) + 1
		if n == line {
			return e.cells[0]
		}
	}
	return ""
}

// weight is an entry's weight; ok is false where it is no number.
func (t *wordTable) weight(e *wordEntry) (float64, bool) {
	i := slices.Index(t.columns, "weight")
	if i < 0 {
		return 0, false
	}
	w, err := strconv.ParseFloat(e.cells[i], 64)
	return w, err == nil
}

// put gives a term its weight, with what is known of it from like (the entry that it replaces, nil for none) and a
// comment that says where it comes from.
func (t *wordTable) put(term string, weight float64, like []string, comment string) {
	cells := make([]string, len(t.columns))
	if len(like) == len(cells) {
		copy(cells, like)
	}
	set := func(column, value string) {
		if i := slices.Index(t.columns, column); i >= 0 {
			cells[i] = value
		}
	}
	cells[0] = term
	set("weight", strconv.FormatFloat(weight, 'f', -1, 64))
	if like == nil {
		set("source", "own")
	}
	at, found := slices.BinarySearchFunc(t.entries, term, func(e wordEntry, term string) int { return strings.Compare(e.cells[0], term) })
	if !found { // a table that nobody sorted is searched through
		if i := slices.IndexFunc(t.entries, func(e wordEntry) bool { return e.cells[0] == term }); i >= 0 {
			at, found = i, true
		}
	}
	if !found {
		t.entries = slices.Insert(t.entries, at, wordEntry{cells: cells})
	}
	e := &t.entries[at]
	e.cells = cells
	e.comments = append(slices.Clip(e.comments), "# "+oneLine(comment))
}

// restore gives a term the entry that it had before, nil for none.
func (t *wordTable) restore(term string, before *wordEntry) {
	if before != nil {
		*t.find(term) = *before
		return
	}
	t.entries = slices.DeleteFunc(t.entries, func(e wordEntry) bool { return e.cells[0] == term })
}

// wordTables are the tables that a proposal may change, in the order in which a term is looked for.
var wordTables = []string{
	"adjectives.tsv", "nouns.tsv", "verbs.tsv", "adverbs.tsv", "interjections.tsv", "costeno.tsv",
	"phrases.tsv", "complaints.tsv", "praise.tsv", "neutral.tsv", "courtesy.tsv", "emoji.tsv",
}

// readWordTables reads those tables of a folder; where one is missing, it is empty with the header of the like one.
func readWordTables(dir fs.FS, like map[string]*wordTable) (map[string]*wordTable, error) {
	tables := map[string]*wordTable{}
	for _, name := range wordTables {
		raw, err := fs.ReadFile(dir, name)
		if errors.Is(err, fs.ErrNotExist) && like != nil {
			tables[name] = &wordTable{name: name, columns: like[name].columns}
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("leyendo la tabla %s del léxico: %w", name, err)
		}
		if tables[name], err = parseWordTable(name, string(raw)); err != nil {
			return nil, err
		}
	}
	return tables, nil
}

// replaceFile puts content in the place of a file, whole or not at all. The file keeps its permissions.
func replaceFile(path string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".pulso-*.tmp")
	if err != nil {
		return fmt.Errorf("escribiendo %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			err = fmt.Errorf("escribiendo %s: %w", path, err)
		}
	}()
	mode := os.FileMode(0o644) // a temporary file is for its owner only
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
