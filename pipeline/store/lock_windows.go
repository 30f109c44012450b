package store

import (
	"errors"
	"os"
	"syscall"
)

const errorSharingViolation = syscall.Errno(32)

var (
	errDiskFull error = syscall.Errno(112) // ERROR_DISK_FULL
	errInUse    error = errorSharingViolation
)

// openLocked opens the lock file for this process alone to write; others may read who holds it. Windows lets go
// when the process ends.
func openLocked(path string) (f *os.File, held bool, err error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, false, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, syscall.FILE_SHARE_READ, nil,
		syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, errorSharingViolation) {
		return nil, true, err
	}
	if err != nil {
		return nil, false, err
	}
	return os.NewFile(uintptr(h), path), false, nil
}

// unlinkLocked lets go and removes the file; it stays when another process has just taken it.
func unlinkLocked(f *os.File, path string) error {
	err := f.Close()
	remove(path)
	return err
}
