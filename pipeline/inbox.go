package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"pulso/pipeline/ingest"
)

// inbox lists the files of the inbox by path, with slashes. Hidden files and what spreadsheets and operating
// systems leave behind are no inputs. A link is not followed, since what it leads to is outside the office's folder
// and would change unseen; notes say so. Problems are what nobody may overlook.
func (p *Pipeline) inbox() (names, notes []string, problems []error) {
	root := filepath.Join(p.Dir, "inbox")
	err := filepath.WalkDir(root, func(full string, d fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(root, full)
		name := filepath.ToSlash(rel)
		switch {
		case errors.Is(err, fs.ErrNotExist) && full == root:
			return nil
		case err != nil || relErr != nil:
			problems = append(problems, fmt.Errorf("inbox/%s: no se puede leer: %w. Revise los permisos de la carpeta", name, errors.Join(err, relErr)))
			return nil
		case full == root && !d.IsDir():
			problems = append(problems, errors.New("inbox es un archivo: se esperaba una carpeta con los archivos exportados"))
			return nil
		case full == root:
			return nil
		case litter(d.Name()):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			if slices.Contains(exportSuffixes, strings.ToLower(path.Ext(name))) {
				problems = append(problems, fmt.Errorf("inbox/%s: es una carpeta y tiene nombre de archivo: saque de ella los archivos o cámbiele el nombre", name))
				return fs.SkipDir
			}
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			notes = append(notes, fmt.Sprintf("inbox/%s es un enlace y no se sigue: copie el archivo mismo", name))
			return nil
		case !d.Type().IsRegular():
			problems = append(problems, fmt.Errorf("inbox/%s: no es un archivo que se pueda leer", name))
			return nil
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		problems = append(problems, fmt.Errorf("leer la carpeta inbox: %w", err))
	}
	slices.Sort(names)
	return names, notes, problems
}

// exportSuffixes are the endings of what networks export: a folder with one of them was meant to be a file.
var exportSuffixes = []string{".csv", ".tsv", ".txt", ".xlsx", ".xls", ".zip", ".json", ".jsonl", ".ndjson", ".js", ".xml"}

// litter says whether a name is that of a hidden file or of something no person put there.
func litter(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".~lock") ||
		strings.EqualFold(name, "thumbs.db") || strings.EqualFold(name, "desktop.ini") || name == "__MACOSX"
}

// An opened file of the inbox with its hash.
type opened struct {
	ingest.File
	sha256 string
	f      *os.File
	info   fs.FileInfo
}

// openInput opens a file and takes its hash. The hash is of the bytes that are going to be read: see unchanged.
func openInput(ctx context.Context, full, name string) (*opened, error) {
	f, err := os.Open(full)
	if err != nil {
		return nil, fmt.Errorf("%s: no se puede abrir: %w. Revise los permisos o cierre el archivo en el otro programa", name, err)
	}
	o, err := measure(ctx, f, name)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: no se puede leer: %w. Copie de nuevo el archivo en la carpeta", name, err)
	}
	return o, nil
}

func measure(ctx context.Context, f *os.File, name string) (*opened, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	n, err := io.Copy(h, &interruptible{ctx, f})
	if err != nil {
		return nil, err
	}
	return &opened{File: ingest.File{Name: name, R: f, Size: n}, sha256: hex.EncodeToString(h.Sum(nil)), f: f, info: info}, nil
}

// unchanged says whether the file still is what was hashed: somebody may be saving it while it is read.
func (o *opened) unchanged() bool {
	now, err := o.f.Stat()
	return err == nil && now.Size() == o.info.Size() && now.ModTime().Equal(o.info.ModTime()) && now.Size() == o.Size
}

// An interruptible reader ends with the context: a big file on a slow drive must not outlive Ctrl-C.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i *interruptible) Read(b []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(b)
}
