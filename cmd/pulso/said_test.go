package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestSystemErrorsInSpanish: what the operating system says of real mistakes reaches a person in Spanish.
func TestSystemErrorsInSpanish(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, missing := os.Open(filepath.Join(dir, "no"))
	_, inFile := os.Open(filepath.Join(file, "b"))
	_, folder := os.ReadFile(dir)
	exists := os.Mkdir(file, 0o777)
	_, temp := os.CreateTemp(filepath.Join(dir, "no"), "x")
	english := regexp.MustCompile(`(?i)\b(open|read|mkdir|such|directory|file|exists|cannot|denied|incorrect)\b`)
	for _, err := range []error{missing, inFile, folder, exists, temp} {
		if got := message(err); english.MatchString(got) {
			t.Errorf("%v is told as %q", err, got)
		}
	}
	if got := message(os.ErrInvalid); got != os.ErrInvalid.Error() {
		t.Errorf("what is not known was changed: %q", got)
	}
}
