//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"
)

var (
	errDiskFull error = syscall.ENOSPC
	errInUse    error = syscall.ETXTBSY
)

// openLocked opens the lock file and takes the lock on it; held says that another process has it.
func openLocked(path string) (f *os.File, held bool, err error) {
	f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, false, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err == nil {
		return f, false, nil
	}
	f.Close()
	return nil, errors.Is(err, syscall.EWOULDBLOCK), err
}

// unlinkLocked removes the lock file while it is still ours, then lets go.
func unlinkLocked(f *os.File, path string) error {
	return errors.Join(remove(path), f.Close())
}
