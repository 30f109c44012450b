// Package demo holds the sample workspace that `pulso demo` unpacks: an invented town hall with three months of exports
// of its five networks.
//
// Its one idea: the sample is the program's main job on the networks' own layouts, so it is also the test of that job.
// What is in it, and why, stands in the package generate, which makes it.
package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"pulso/pipeline/social"
)

//go:embed all:workspace
var files embed.FS

// Months are the months of the sample, oldest first.
var Months = []social.Month{{Year: 2026, Month: 8}, {Year: 2026, Month: 9}, {Year: 2026, Month: 10}}

// mode keeps the key of the pseudonyms to its owner, as the program itself does.
func mode(name string) fs.FileMode {
	if name == ".clave-seudonimos" {
		return 0o600
	}
	return 0o666
}

// Unpack writes the sample workspace into dir, which it creates. Files that are there already are left as they are.
func Unpack(dir string) error {
	workspace, err := fs.Sub(files, "workspace")
	if err != nil {
		return err
	}
	return fs.WalkDir(workspace, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if entry.IsDir() {
			return os.MkdirAll(path, 0o777)
		}
		if _, err := os.Lstat(path); err == nil {
			return nil
		}
		content, err := fs.ReadFile(workspace, name)
		if err != nil {
			return fmt.Errorf("reading the embedded %s: %w", name, err)
		}
		return os.WriteFile(path, content, mode(name))
	})
}
