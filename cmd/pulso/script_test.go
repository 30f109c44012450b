package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// status N COMMAND… runs a command and holds its exit status against N. Its output is then in stdout and stderr, as
// after exec.
func status(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil {
		ts.Fatalf("usage: status N command…")
	}
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("running %s: %v", args[1], err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// same save DIR remembers the bytes of all files below DIR; same check DIR says which have changed since.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: same save|check dir")
	}
	now := map[string][32]byte{}
	root := ts.MkAbs(args[1])
	ts.Check(filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		now[path] = sha256.Sum256(raw)
		return err
	}))
	key := "same " + root
	if args[0] == "save" {
		ts.Setenv(key, fmt.Sprint(now))
		return
	}
	if before := ts.Getenv(key); before != fmt.Sprint(now) {
		ts.Fatalf("files below %s have changed", args[1])
	}
}
