package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Every step on the disk goes through these variables: tests replace them to fail, to fill the disk, to take the whole
// drive away or to end the process at each single one.
var (
	createTemp = newTemp
	rename     = os.Rename
	remove     = os.Remove
	makeFolder = func(dir string) error { return os.MkdirAll(dir, 0o777) }
	syncFolder = fsyncFolder

	openFile = os.Open
	openLock = openLocked
	readFile = os.ReadFile
	readDir  = os.ReadDir
	stat     = os.Stat
)

// A file is what writing needs of an *os.File.
type file interface {
	io.Writer
	io.ReaderAt
	Name() string
	Sync() error
	Close() error
}

// tempPattern names files that no commit has made visible. The dot keeps them out of every glob of Parquet files.
const (
	tempPrefix  = ".pulso-"
	tempSuffix  = ".tmp"
	tempPattern = tempPrefix + "*" + tempSuffix
)

// newTemp creates a file of a fresh name. os.CreateTemp would make it readable by its owner alone, and a rename keeps
// that: the office's shared folder would fill with reports that colleagues cannot open. The umask decides instead.
func newTemp(dir, pattern string) (file, error) {
	before, after, _ := strings.Cut(pattern, "*")
	for n := 0; ; n++ {
		name := filepath.Join(dir, fmt.Sprintf("%s%d-%d%s", before, os.Getpid(), n, after))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		return f, err
	}
}

// A DiskError is a step on the disk that did not succeed, with advice for the person at the keyboard.
type DiskError struct {
	Doing string // Spanish: «guardar»
	Path  string
	Err   error
}

func (e *DiskError) Error() string {
	return fmt.Sprintf("%s %s: %v. %s", e.Doing, e.Path, e.Err, e.advice())
}

func (e *DiskError) Unwrap() error { return e.Err }

func (e *DiskError) advice() string {
	switch {
	case errors.Is(e.Err, errDiskFull):
		return "El disco está lleno: libere espacio y repita la orden"
	case errors.Is(e.Err, errInUse):
		return "Otro programa tiene abierto el archivo: ciérrelo (por ejemplo en Excel) y repita la orden"
	case errors.Is(e.Err, fs.ErrPermission):
		return "No hay permiso: revise que la carpeta no sea de solo lectura y que el archivo no esté abierto en otro programa"
	}
	return "Revise que el disco o la unidad de red sigan conectados y repita la orden: lo que quedó a medias se completa o se limpia entonces"
}

func diskError(doing, path string, err error) error {
	if err == nil {
		return nil
	}
	return &DiskError{Doing: doing, Path: path, Err: err}
}

// fsyncFolder makes the names in a folder durable. Windows has no such call: there a rename is durable by itself
// on NTFS, and a folder cannot be opened for it.
func fsyncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := openFile(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// writeTemp writes content to a new temporary file in dir and makes it durable; its name is not yet one that
// anybody reads.
func writeTemp(dir string, content []byte) (string, error) {
	if err := makeFolder(dir); err != nil {
		return "", diskError("crear la carpeta", dir, err)
	}
	f, err := createTemp(dir, tempPattern)
	if err != nil {
		return "", diskError("crear un archivo en", dir, err)
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		remove(f.Name())
		return "", diskError("escribir en", dir, err)
	}
	return f.Name(), nil
}

// writeWhole replaces path by content so that a reader, or a crash, finds the old bytes or the new ones and
// nothing between.
func writeWhole(path string, content []byte) error {
	dir := filepath.Dir(path)
	temp, err := writeTemp(dir, content)
	if err != nil {
		return err
	}
	if err := move(temp, path); err != nil {
		remove(temp)
		return err
	}
	return diskError("asegurar la carpeta", dir, syncFolder(dir))
}

func move(from, to string) error { return diskError("dejar en su lugar", to, rename(from, to)) }

// discard removes a file that may already be gone.
func discard(path string) error {
	err := remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return diskError("borrar", path, err)
}

// dropIfEmpty removes folders that hold nothing, deepest first; one that holds something stays.
func dropIfEmpty(dirs ...string) {
	for _, dir := range dirs {
		if entries, err := readDir(dir); err != nil || len(entries) > 0 {
			continue
		}
		remove(dir)
	}
}

// list names what a folder holds, sorted; a folder that does not exist holds nothing.
func list(dir string) ([]string, error) {
	entries, err := readDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, diskError("leer la carpeta", dir, err)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// hashFile is the SHA-256 of a file in hexadecimal, and its size.
func hashFile(path string) (string, int64, error) {
	f, err := openFile(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		return "", n, err
	}
	return hex.EncodeToString(h.Sum(nil)), n, nil
}

// Hash is the SHA-256 of content in hexadecimal.
func Hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
