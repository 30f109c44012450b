package store

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"pulso/pipeline/social"
)

// publishedManifest is the copy of the manifest that travels with the reports.
const publishedManifest = "manifest.json"

// setAside is the folder for report files that are neither the current version's nor an earlier one's.
const setAside = "editados"

// published is the folder of the month's report files.
func (s *Store) published(month social.Month) string { return filepath.Join(s.reports, month.String()) }

// stage gives those reports that are wanted, which are durable already, names that say what they will be, and removes
// the others. They are part of the commit: from the moment the manifest names them they can only get to their place, by
// settle.
func (w *Writer) stage(wanted func(Produced) bool) error {
	dir := w.store.published(w.month)
	staged := false
	for len(w.printed) > 0 {
		p := w.printed[0]
		if wanted(p.Produced) {
			if err := move(p.temp, filepath.Join(dir, stagedName(p.Produced))); err != nil {
				return err
			}
			staged = true
		} else {
			remove(p.temp)
		}
		w.printed = w.printed[1:]
	}
	if !staged {
		return nil
	}
	return diskError("asegurar la carpeta", dir, syncFolder(dir))
}

func stagedName(r Produced) string { return tempPrefix + shortHash(r.SHA256) + "-" + r.Name }

// settle makes the folders of a month hold what its manifest says and nothing else: what only earlier versions
// need goes to the versions' folder, staged reports go to their place, what a crash left goes away. It runs after
// each commit and before each writing, and every step of it can be repeated: it is the recovery as well.
// A nil manifest means that the month was never committed.
func (s *Store) settle(month social.Month, m *Manifest) error {
	old, err := s.earlier(month)
	if err != nil {
		return err
	}
	if m == nil {
		m = &Manifest{Month: month}
	}
	k := keep{store: s, current: m, known: map[string]bool{}}
	for _, o := range old {
		if o.Version >= m.Version { // written for a commit that did not come
			if err := discard(s.oldManifestPath(month, o.Version)); err != nil {
				return err
			}
			continue
		}
		k.learn(o)
	}
	// Temporary files go last and only when the rest is done: reports still staged are among them.
	if err := errors.Join(k.tables(), k.reports()); err != nil {
		return err
	}
	return k.temps()
}

// A keep knows which names belong to the current version of a month and which to earlier ones.
type keep struct {
	store   *Store
	current *Manifest
	known   map[string]bool // base names of data files, and kept names of reports, of earlier versions
	names   []string        // names of reports that some version has had
}

func (k *keep) learn(m *Manifest) {
	if m.Pruned != nil {
		return
	}
	for _, f := range m.Files {
		k.known[filepath.Base(filepath.FromSlash(f.Path))] = true
	}
	for _, r := range m.Reports {
		k.known[keptName(r.Name, r.SHA256)] = true
		k.names = append(k.names, r.Name)
	}
}

// tables clears the table folders of the month.
func (k *keep) tables() error {
	current := map[string]bool{}
	for _, f := range k.current.Files {
		current[f.Path] = true
	}
	for _, table := range Tables {
		partition := table + "/month=" + k.current.Month.String()
		dir := filepath.Join(k.store.data, filepath.FromSlash(partition))
		names, err := list(dir)
		if err != nil {
			return err
		}
		moved := false
		for _, name := range names {
			if current[partition+"/"+name] {
				continue
			}
			if err := k.retire(filepath.Join(dir, name), name, k.known[name]); err != nil {
				return err
			}
			moved = true
		}
		if !moved {
			continue
		}
		if err := diskError("asegurar la carpeta", dir, syncFolder(dir)); err != nil {
			return err
		}
		dropIfEmpty(dir, filepath.Dir(dir))
	}
	return nil
}

// retire moves a file that the current version does not need to the versions' folder, or removes it when no
// version does.
func (k *keep) retire(path, keptAs string, needed bool) error {
	if !needed {
		return discard(path)
	}
	dir := k.store.versions(k.current.Month)
	if err := makeFolder(dir); err != nil {
		return diskError("crear la carpeta", dir, err)
	}
	if err := move(path, filepath.Join(dir, keptAs)); err != nil {
		return err
	}
	return diskError("asegurar la carpeta", dir, syncFolder(dir))
}

// reports brings the staged files of the current version to their place, and what stood there to where it belongs.
func (k *keep) reports() error {
	dir := k.store.published(k.current.Month)
	if _, err := stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	changed := false
	wanted := map[string]bool{}
	for _, r := range k.current.Reports {
		wanted[r.Name] = true
		staged := filepath.Join(dir, stagedName(r))
		if _, err := stat(staged); errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return diskError("mirar", staged, err)
		}
		changed = true
		if err := k.replace(dir, r, staged); err != nil {
			return err
		}
	}
	for _, name := range k.names {
		if wanted[name] {
			continue
		}
		if err := k.clear(dir, name, ""); err != nil {
			return err
		}
		wanted[name], changed = true, true
	}
	if err := k.manifestCopy(dir); err != nil || !changed {
		return err
	}
	return diskError("asegurar la carpeta", dir, syncFolder(dir))
}

func (k *keep) replace(dir string, r Produced, staged string) error {
	if err := k.clear(dir, r.Name, r.SHA256); err != nil {
		return err
	}
	return move(staged, filepath.Join(dir, r.Name))
}

// clear makes room for a report: an earlier version's file goes to the versions, one that somebody has changed is
// set aside with its hash in its name, and one that already is what is wanted may be overwritten.
func (k *keep) clear(dir, name, wanted string) error {
	path := filepath.Join(dir, name)
	sum, _, err := hashFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return diskError("leer", path, err)
	}
	if sum == wanted {
		return nil
	}
	kept := keptName(name, sum)
	if k.known[kept] {
		return k.retire(path, kept, true)
	}
	aside := filepath.Join(dir, setAside)
	if err := makeFolder(aside); err != nil {
		return diskError("crear la carpeta", aside, err)
	}
	return move(path, filepath.Join(aside, kept))
}

func (k *keep) manifestCopy(dir string) error {
	if len(k.current.Reports) == 0 {
		return nil
	}
	path := filepath.Join(dir, publishedManifest)
	content := k.current.encode()
	if sum, _, err := hashFile(path); err == nil && sum == Hash(content) {
		return nil
	}
	return writeWhole(path, content)
}

// temps removes what was written under temporary names and never became anything.
func (k *keep) temps() error {
	month := k.current.Month
	for _, dir := range []string{k.store.published(month), k.store.versions(month), filepath.Join(k.store.data, "manifest")} {
		names, err := list(dir)
		if err != nil {
			return err
		}
		for _, name := range names {
			if !strings.HasPrefix(name, tempPrefix) {
				continue
			}
			if err := discard(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
		dropIfEmpty(dir)
	}
	return nil
}
