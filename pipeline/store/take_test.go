package store

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// base is what the file of an analyst brings: something for every ledger and a table of the lexicon.
func base() Taking {
	mark := Mark{Analyst: "Ana", When: pruneTime, Source: "base.xlsx", Cell: "Correcciones!C4"}
	return Taking{
		Decisions: []Decision{{Mention: "x:1", Month: october, Field: FieldSentiment, From: "positive", To: "negative", Analyst: "Ana", When: pruneTime}},
		Reviews:   []Review{{Mention: "x:2", Month: october, Class: "neutral", Mark: mark}},
		Petitions: []Petition{{Mention: "x:3", Month: october, Decision: "es petición", Mark: mark}},
		Words:     []Word{{Term: "manjol", Table: "nouns.tsv", To: -2, Mark: mark}},
		Tables:    map[string][]byte{"nouns.tsv": []byte("term\tweight\nmanjol\t-2\n")},
	}
}

// started is a workspace whose ledgers and lexicon hold something already.
func started(t *testing.T) string {
	t.Helper()
	dir := memory(t)
	first := base()
	first.Decisions[0].Mention, first.Reviews[0].Mention, first.Petitions[0].Mention, first.Words[0].Term = "x:11", "x:12", "x:13", "bache"
	first.Tables["nouns.tsv"] = []byte("term\tweight\nbache\t-1\n")
	if _, err := Open(dir).Take(first); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestTakingIsAllOrNothing lets each step of a taking fail: once, from there on for want of space, and from there on for
// everything. Then the next command finds all of it or none, and taking the same file again completes it.
func TestTakingIsAllOrNothing(t *testing.T) {
	withoutFsync(t)
	first, whole := started(t), memory(t)
	copyTree(t, first, whole)
	before := files(t, first)
	if n, err := Open(whole).Take(base()); err != nil || n != (Taken{1, 1, 1, 1}) {
		t.Fatalf("got %+v, %v", n, err)
	}
	want := files(t, whole)
	if changed := len(want); changed != 5 {
		t.Fatalf("a taking wrote %d files, want 5: %v", changed, slices.Sorted(maps.Keys(want)))
	}
	modes := map[string]func(n int, op string) error{
		"once": func(n int, _ string) error {
			if n == 0 {
				return syscall.EIO
			}
			return nil
		},
		"disk full": func(_ int, op string) error {
			if slices.Contains([]string{"create", "write", "mkdir", "sync"}, op) {
				return errDiskFull
			}
			return nil
		},
		"gone":      func(int, string) error { return syscall.EIO },
		"unmounted": func(int, string) error { return fs.ErrNotExist },
	}
	for name, spoil := range modes {
		t.Run(name, func(t *testing.T) {
			seen := map[bool]int{}
			for at := 1; ; at++ {
				dir := memory(t)
				copyTree(t, first, dir)
				when, ended := "", false
				t.Run(strconv.Itoa(at), func(t *testing.T) {
					s := &saboteur{at: at, spoil: spoil}
					s.install(t)
					_, err := Open(dir).Take(base())
					ended = s.steps < at
					when = fmt.Sprintf("step %d of %d, error %v", at, s.steps, err)
					wantAdvice(t, when, err)
				})
				if ended {
					break
				}
				if err := Open(dir).Recover(); err != nil {
					t.Fatalf("%s: recovering: %v", when, err)
				}
				now := named(files(t, dir))
				if !maps.Equal(now, before) && !maps.Equal(now, want) {
					t.Errorf("%s: neither all nor nothing: %v", when, now)
				}
				seen[maps.Equal(now, want)]++
				if _, err := Open(dir).Take(base()); err != nil {
					t.Fatalf("%s: taking it again: %v", when, err)
				}
				if left, err := Open(dir).Leftovers(); err != nil || len(left) > 0 {
					t.Errorf("%s: left %v, %v", when, left, err)
				}
				if got := files(t, dir); !maps.Equal(got, want) {
					t.Errorf("%s: taking it again gives %v", when, got)
				}
				os.RemoveAll(dir)
			}
			if seen[false] == 0 || seen[true] == 0 {
				t.Errorf("nothing came in %d times and all of it %d times: want both", seen[false], seen[true])
			}
		})
	}
}

// named are the files that a reader may open: not those under temporary names, nor the lock.
func named(all map[string]string) map[string]string {
	maps.DeleteFunc(all, func(name, _ string) bool { return strings.HasPrefix(filepath.Base(name), ".") })
	return all
}

// A command that was killed in the middle of a taking leaves a journal, which no reader takes for a ledger and every
// writer completes.
func TestKilledTakingIsCompletedByTheNextCommand(t *testing.T) {
	withoutFsync(t)
	dir := started(t)
	t.Run("killed", func(t *testing.T) {
		s := &saboteur{}
		s.at, s.spoil = 1, func(_ int, op string) error {
			if op == "remove" || op == "rename" && exists(Open(dir).journal()) {
				return syscall.EIO
			}
			return nil
		}
		s.install(t)
		if _, err := Open(dir).Take(base()); err == nil {
			t.Fatal("it was not killed")
		}
	})
	s := Open(dir)
	if left, err := s.Leftovers(); err != nil || len(left) != 6 || !slices.Contains(left, "corrections/"+journalName) {
		t.Errorf("left over: %v, %v; want five files and the journal", left, err)
	}
	mustCommit(t, s, made, 3)
	decisions, err := s.Decisions()
	if err != nil || len(decisions) != 2 {
		t.Errorf("after the next command: %d decisions, %v; want 2", len(decisions), err)
	}
	if left, err := s.Leftovers(); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

// Files without a name go with the next command that writes, of whatever month they are.
func TestOrphansGoWithTheNextCommand(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"data/mentions/month=2025-01/.pulso-9-0.tmp", "reports/2025-01/.pulso-9-1.tmp", "corrections/.pulso-9-2.tmp", "lexico/.pulso-9-3.tmp"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("medio"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	s := Open(dir)
	if left, err := s.Leftovers(); err != nil || len(left) != 4 {
		t.Errorf("got %v, %v; want the four files", left, err)
	}
	mustCommit(t, s, made, 1)
	if left, err := s.Leftovers(); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}
