package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// Busy says whether another process is writing to the workspace, and which. It leaves no file behind.
func (s *Store) Busy() (h Holder, busy bool, err error) {
	path := filepath.Join(s.data, ".lock")
	if _, err := stat(path); errors.Is(err, fs.ErrNotExist) {
		return Holder{}, false, nil
	}
	unlock, err := s.lock()
	var held *LockedError
	if errors.As(err, &held) {
		return held.Holder, true, nil
	}
	if err != nil {
		return Holder{}, false, fmt.Errorf("mirar si el espacio de trabajo está en uso: %w", err)
	}
	return Holder{}, false, unlock()
}
