package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
)

// A LockedError says that another process is writing to the workspace, and which.
type LockedError struct {
	Path string
	Holder
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return "otra ejecución de pulso está usando este espacio de trabajo: espere a que termine y repita la orden"
	}
	return fmt.Sprintf("otra ejecución de pulso está usando este espacio de trabajo: proceso %d de %s en el equipo %s. "+
		"Espere a que termine y repita la orden", e.PID, e.User, e.Host)
}

// A Holder is the process that has the workspace.
type Holder struct {
	PID  int    `json:"pid"`
	User string `json:"user"`
	Host string `json:"host"`
}

func self() Holder {
	h := Holder{PID: os.Getpid(), User: "usuario desconocido", Host: "desconocido"}
	if u, err := user.Current(); err == nil {
		h.User = u.Username
	}
	if name, err := os.Hostname(); err == nil {
		h.Host = name
	}
	return h
}

// lock takes the workspace for writing. The operating system holds the lock for the process, so one that was
// killed leaves none behind; a file with a process number alone would, and numbers are used again.
func (s *Store) lock() (unlock func() error, err error) {
	path := filepath.Join(s.data, ".lock")
	if err := makeFolder(s.data); err != nil {
		return nil, diskError("crear la carpeta", s.data, err)
	}
	for {
		f, held, err := openLock(path)
		if held {
			return nil, &LockedError{Path: path, Holder: holder(path)}
		}
		if err != nil {
			return nil, diskError("reservar el espacio de trabajo con", path, err)
		}
		// The last holder removes the file when it ends: a lock on a file that is no longer there holds nobody off.
		if !stillAt(f, path) {
			f.Close()
			continue
		}
		if err := writeHolder(f); err != nil {
			f.Close()
			return nil, diskError("escribir", path, err)
		}
		return func() error { return s.release(f, path) }, nil
	}
}

func (s *Store) release(f *os.File, path string) error {
	err := diskError("soltar el espacio de trabajo con", path, unlinkLocked(f, path))
	dropIfEmpty(s.data)
	return err
}

func stillAt(f *os.File, path string) bool {
	opened, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := stat(path)
	return err == nil && os.SameFile(opened, named)
}

func writeHolder(f *os.File) error {
	b, err := json.Marshal(self())
	if err != nil {
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt(append(b, '\n'), 0)
	return err
}

// holder reads who has the lock; the zero Holder when that cannot be read.
func holder(path string) Holder {
	var h Holder
	f, err := openFile(path)
	if err != nil {
		return h
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 4096))
	if err = errors.Join(err, json.Unmarshal(b, &h)); err != nil {
		return Holder{}
	}
	return h
}
