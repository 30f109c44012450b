package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// A Taking is what one file of an office brings into the workspace. It bears on several files there, and all of it
// comes in or none.
type Taking struct {
	Decisions []Decision
	Reviews   []Review
	Petitions []Petition
	Words     []Word
	Tables    map[string][]byte // the office's lexicon as it is to be: file below lexico/ → content
}

// A Taken says how much of a Taking was new: a line that is there already (the same file taken twice) is not written
// again.
type Taken struct{ Decisions, Reviews, Petitions, Words int }

// journalName is the file that names what a taking has yet to put in its place. Renaming it into being is the commit:
// before it the workspace is as it was, and from then on the new files can only get to their places.
const journalName = ".pulso-pendiente.json"

// A step of a journal puts a file, which was written whole beside its place, there.
type step struct {
	Temp   string `json:"temp"` // paths below the workspace, with slashes
	Place  string `json:"place"`
	SHA256 string `json:"sha256"`
}

// Take adds lines to the ledgers and changes the tables of the office's lexicon, all or nothing, whatever ends it. It
// takes the workspace while it writes.
func (s *Store) Take(t Taking) (taken Taken, err error) {
	unlock, err := s.take()
	if err != nil {
		return Taken{}, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	taken, files, err := s.added(t)
	if err != nil {
		return Taken{}, err
	}
	if len(files) == 0 {
		return taken, nil
	}
	return taken, s.replaceAll(files)
}

// added is what the files will hold that a taking changes, by their paths below the workspace.
func (s *Store) added(t Taking) (taken Taken, files map[string][]byte, err error) {
	files = map[string][]byte{}
	for name, content := range t.Tables {
		if !plainName(name) {
			return taken, nil, fmt.Errorf("%q no sirve como nombre de una tabla del léxico", name)
		}
		files["lexico/"+name] = content
	}
	put := func(path string, content []byte, n int) int {
		if n > 0 {
			files["corrections/"+filepath.Base(path)] = content
		}
		return n
	}
	content, n, errDecisions := s.withDecisions(t.Decisions)
	taken.Decisions = put(s.ledger, content, n)
	content, n, errReviews := withAnswers(s.answersPath("reviews"), t.Reviews)
	taken.Reviews = put(s.answersPath("reviews"), content, n)
	content, n, errPetitions := withAnswers(s.answersPath("petitions"), t.Petitions)
	taken.Petitions = put(s.answersPath("petitions"), content, n)
	content, n, errWords := withAnswers(s.answersPath("words"), t.Words)
	taken.Words = put(s.answersPath("words"), content, n)
	if err := errors.Join(errDecisions, errReviews, errPetitions, errWords); err != nil {
		return Taken{}, nil, err
	}
	return taken, files, nil
}

// replaceAll gives several files their new contents, all or none of them.
func (s *Store) replaceAll(files map[string][]byte) error {
	var steps []step
	undo := func() {
		for _, st := range steps {
			remove(s.below(st.Temp))
		}
	}
	for _, place := range slices.Sorted(maps.Keys(files)) {
		temp, err := writeTemp(filepath.Dir(s.below(place)), files[place])
		if err != nil {
			undo()
			return err
		}
		dir, _, _ := strings.Cut(place, "/")
		steps = append(steps, step{Temp: dir + "/" + filepath.Base(temp), Place: place, SHA256: Hash(files[place])})
	}
	journal, err := json.MarshalIndent(steps, "", "  ")
	if err == nil {
		err = writeWhole(s.journal(), append(journal, '\n'))
	}
	if err != nil {
		// The rename may have happened and its fsync failed: what counts is what the disk now says.
		if _, errNow := stat(s.journal()); errors.Is(errNow, fs.ErrNotExist) {
			undo()
			return err
		} else if errNow != nil {
			return err
		}
	}
	return s.recover()
}

// recover puts in their places the files of a taking that was decided and did not end. Every step can be repeated.
func (s *Store) recover() error {
	raw, err := readFile(s.journal())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return diskError("leer", s.journal(), err)
	}
	var steps []step
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&steps); err != nil {
		return fmt.Errorf("%s está dañado: %w. Recupere de una copia de seguridad las carpetas corrections y lexico, y borre ese archivo", s.journal(), err)
	}
	for _, st := range steps {
		if err := s.place(st); err != nil {
			return err
		}
	}
	if err := discard(s.journal()); err != nil {
		return err
	}
	return diskError("asegurar la carpeta", filepath.Dir(s.journal()), syncFolder(filepath.Dir(s.journal())))
}

// place does one step of a journal, unless it was done before.
func (s *Store) place(st step) error {
	if !filepath.IsLocal(filepath.FromSlash(st.Temp)) || !filepath.IsLocal(filepath.FromSlash(st.Place)) {
		return fmt.Errorf("%s nombra un archivo de fuera del espacio de trabajo: %q", s.journal(), st.Place)
	}
	temp, place := s.below(st.Temp), s.below(st.Place)
	sum, _, err := hashFile(temp)
	switch {
	case errors.Is(err, fs.ErrNotExist): // done before
		if _, err := stat(place); err != nil {
			return diskError("leer", place, err)
		}
		return nil
	case err != nil:
		return diskError("leer", temp, err)
	case sum != st.SHA256:
		return fmt.Errorf("%s cambió antes de quedar en su lugar: recupere de una copia de seguridad las carpetas corrections y lexico, y borre %s", temp, s.journal())
	}
	if err := move(temp, place); err != nil {
		return err
	}
	return diskError("asegurar la carpeta", filepath.Dir(place), syncFolder(filepath.Dir(place)))
}

// Recover completes what an interrupted Take left, for those who read the ledgers and the lexicon and write nothing.
func (s *Store) Recover() error {
	if _, err := stat(s.journal()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	unlock, err := s.take()
	if err != nil {
		return err
	}
	return unlock()
}

func (s *Store) journal() string { return filepath.Join(filepath.Dir(s.ledger), journalName) }

// below is a path below the workspace.
func (s *Store) below(path string) string {
	return filepath.Join(filepath.Dir(s.data), filepath.FromSlash(path))
}

// take locks the workspace and clears what an interrupted command left in it, of whatever month: a taking that was
// decided is completed, files without a name go. Reports that wait to be put in their place stay for settle.
func (s *Store) take() (unlock func() error, err error) {
	unlock, err = s.lock()
	if err != nil {
		return nil, err
	}
	if err = s.recover(); err == nil {
		err = s.clearTemps()
	}
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	return unlock, nil
}

func (s *Store) clearTemps() error {
	temps, err := s.temps(tempSuffix)
	for _, path := range temps {
		err = errors.Join(err, discard(path))
		dropIfEmpty(filepath.Dir(path))
	}
	return err
}

// temps are the files of the workspace with temporary names that end so.
func (s *Store) temps(suffix string) (paths []string, err error) {
	for _, dir := range []string{s.data, s.reports, filepath.Dir(s.ledger), s.below("lexico")} {
		found, errDir := tempsBelow(dir, suffix)
		paths, err = append(paths, found...), errors.Join(err, errDir)
	}
	return paths, err
}

func tempsBelow(dir, suffix string) (paths []string, err error) {
	entries, err := readDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, diskError("leer la carpeta", dir, err)
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case e.IsDir():
			found, errDir := tempsBelow(path, suffix)
			paths, err = append(paths, found...), errors.Join(err, errDir)
		case strings.HasPrefix(e.Name(), tempPrefix) && strings.HasSuffix(e.Name(), suffix):
			paths = append(paths, path)
		}
	}
	return paths, err
}

// Leftovers are the files that an interrupted command left, as the office sees their paths: orphans, reports that were
// not put in their place, a taking that did not end. The next command that writes completes or removes them.
func (s *Store) Leftovers() ([]string, error) {
	paths, err := s.temps("")
	for i, path := range paths {
		paths[i] = s.shown(path)
	}
	return paths, err
}
