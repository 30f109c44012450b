package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// hold opens a file as Excel does: others may read it, nobody may write, rename or remove it.
func hold(t *testing.T, path string) (letGo func()) {
	t.Helper()
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, syscall.FILE_SHARE_READ, nil,
		syscall.OPEN_EXISTING, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		t.Fatal(err)
	}
	return func() { syscall.CloseHandle(h) }
}

// TestReportOpenInExcel: the new month is stored, its base waits beside the open one, the person is told what to do,
// and the next run puts the base in its place.
func TestReportOpenInExcel(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	mustCommit(t, s, made, 3)
	base := filepath.Join(dir, "reports", "2026-10", "base.xlsx")
	letGo := hold(t, base)

	m, changed, err := commitMonth(t, s, made, 4, Draft{Reason: "prueba"})
	var unpublished *PublishError
	if !errors.As(err, &unpublished) || !changed || m.Version != 2 {
		t.Fatalf("got %+v, %t, %v, want version 2 and a PublishError", m, changed, err)
	}
	var disk *DiskError
	if !errors.As(err, &disk) || disk.advice() == "" {
		t.Errorf("%v does not say what to do", err)
	}
	if content, err := os.ReadFile(base); err != nil || string(content) != "4" {
		t.Errorf("the open base is %q, %v; want it untouched", content, err)
	}

	letGo()
	if _, changed, err := commitMonth(t, s, made, 4, Draft{}); err != nil || changed {
		t.Fatalf("after closing Excel: changed %t, %v", changed, err)
	}
	if content, _ := os.ReadFile(base); string(content) != "5" {
		t.Errorf("the base is %q, want the one of version 2", content)
	}
	wantNoFaults(t, s)
}

// TestManifestHeldOpen: what makes a month the month cannot be replaced, so the old one stays whole.
func TestManifestHeldOpen(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	mustCommit(t, s, made, 3)
	letGo := hold(t, s.manifestPath(october))
	_, _, err := commitMonth(t, s, made, 4, Draft{Reason: "prueba"})
	letGo()
	var disk *DiskError
	if !errors.As(err, &disk) || disk.advice() == "" {
		t.Fatalf("got %v, want a DiskError with advice", err)
	}
	wantNoFaults(t, s)
	if now, err := s.current(october); err != nil || now.Version != 1 {
		t.Fatalf("got version %d, %v, want 1", now.Version, err)
	}
	mustCommit(t, s, made, 4)
	wantNoFaults(t, s)
}
