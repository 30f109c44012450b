package demo

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"pulso/cmd/pulso/demo/generate"
)

var update = flag.Bool("update", false, "rewrite the sample workspace from its generator")

// TestGoldenWorkspace holds the committed sample against the program that makes it.
func TestGoldenWorkspace(t *testing.T) {
	made, err := generate.Files()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		rewrite(t, made)
	}
	for name, want := range made {
		got, err := os.ReadFile(filepath.Join("workspace", filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%s: %v (go test ./cmd/pulso/demo -update writes it)", name, err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator makes (go test ./cmd/pulso/demo -update)", name)
		}
	}
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join("workspace", folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			name, err := filepath.Rel("workspace", path)
			if _, ok := made[filepath.ToSlash(name)]; !ok {
				t.Errorf("%s is in the sample, but the generator does not make it", name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// folders of the sample hold nothing that the generator does not make.
var folders = []string{"inbox", "registros"}

func rewrite(t *testing.T, made map[string][]byte) {
	t.Helper()
	for _, folder := range folders {
		if err := os.RemoveAll(filepath.Join("workspace", folder)); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range made {
		path := filepath.Join("workspace", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUnpackLeavesWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "pulso.yaml")
	if err := os.WriteFile(mine, []byte("entity: {name: Mía}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := Unpack(dir); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(mine); string(got) != "entity: {name: Mía}\n" {
		t.Errorf("the office's own file was overwritten with %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "inbox", "seguidores.csv")); err != nil {
		t.Error(err)
	}
}
