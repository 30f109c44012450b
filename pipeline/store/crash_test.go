package store

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A saboteur counts the steps that a run takes on the disk and spoils them from one on: a step is a file made,
// written, synced, closed, renamed, removed, opened or looked at, a folder made, synced or listed, the lock taken.
type saboteur struct {
	at    int                          // the first step to spoil, from 1; 0 spoils none
	spoil func(n int, op string) error // n is how many steps have been spoiled before
	steps int
	ops   []string
}

func (s *saboteur) step(op string) error {
	s.steps++
	s.ops = append(s.ops, op)
	if s.at == 0 || s.steps < s.at {
		return nil
	}
	return s.spoil(s.steps-s.at, op)
}

// install puts the saboteur between the store and the disk until the test ends. Writes are cut small, which makes many steps.
func (s *saboteur) install(t *testing.T) {
	t.Helper()
	oldCreate, oldRename, oldRemove, oldMake, oldSync := createTemp, rename, remove, makeFolder, syncFolder
	oldOpen, oldLock, oldRead, oldList, oldStat := openFile, openLock, readFile, readDir, stat
	t.Cleanup(func() {
		createTemp, rename, remove, makeFolder, syncFolder = oldCreate, oldRename, oldRemove, oldMake, oldSync
		openFile, openLock, readFile, readDir, stat = oldOpen, oldLock, oldRead, oldList, oldStat
	})
	openFile = looked(s, "open", oldOpen)
	readFile = looked(s, "read", oldRead)
	readDir = looked(s, "list", oldList)
	stat = looked(s, "stat", oldStat)
	openLock = func(path string) (*os.File, bool, error) {
		if err := s.step("lock"); err != nil {
			return nil, false, err
		}
		return oldLock(path)
	}
	createTemp = func(dir, pattern string) (file, error) {
		if err := s.step("create"); err != nil {
			return nil, &fs.PathError{Op: "create", Path: dir, Err: err}
		}
		f, err := oldCreate(dir, pattern)
		return &spoiledFile{f, s}, err
	}
	rename = func(from, to string) error {
		if err := s.step("rename"); err != nil {
			return err
		}
		return oldRename(from, to)
	}
	remove = func(path string) error {
		if err := s.step("remove"); err != nil {
			return err
		}
		return oldRemove(path)
	}
	makeFolder = func(dir string) error {
		if err := s.step("mkdir"); err != nil {
			return err
		}
		return oldMake(dir)
	}
	syncFolder = func(dir string) error {
		if err := s.step("syncdir"); err != nil {
			return err
		}
		return oldSync(dir)
	}
}

// looked is a step that changes nothing on the disk.
func looked[T any](s *saboteur, op string, look func(string) (T, error)) func(string) (T, error) {
	return func(path string) (T, error) {
		if err := s.step(op); err != nil {
			var none T
			return none, &fs.PathError{Op: op, Path: path, Err: err}
		}
		return look(path)
	}
}

type spoiledFile struct {
	file
	s *saboteur
}

// pieceSize is how much of a write is one step.
const pieceSize = 128

func (f *spoiledFile) Write(b []byte) (n int, err error) {
	for piece := range slices.Chunk(b, pieceSize) {
		if err := f.s.step("write"); err != nil {
			half, _ := f.file.Write(piece[:len(piece)/2]) // what a full disk or a sudden end leaves
			return n + half, err
		}
		written, err := f.file.Write(piece)
		if n += written; err != nil {
			return n, err
		}
	}
	return n, nil
}

func (f *spoiledFile) Sync() error {
	if err := f.s.step("sync"); err != nil {
		return err
	}
	return f.file.Sync()
}

func (f *spoiledFile) Close() error {
	err := f.s.step("close")
	return errors.Join(err, f.file.Close())
}

// memory is a folder that lives in memory where the system has one: these tests make thousands of small files.
func memory(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "pulso-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// withoutFsync spares the tests thousands of waits for the disk: what they end is the process, never the machine.
func withoutFsync(t *testing.T) {
	oldCreate, oldSync := createTemp, syncFolder
	t.Cleanup(func() { createTemp, syncFolder = oldCreate, oldSync })
	syncFolder = func(string) error { return nil }
	createTemp = func(dir, pattern string) (file, error) {
		f, err := oldCreate(dir, pattern)
		return unsynced{f}, err
	}
}

type unsynced struct{ file }

func (unsynced) Sync() error { return nil }

// second commits the version that the tests disturb: other rows than the first one's, and other reports.
func second(t *testing.T, dir string) (*Manifest, error) {
	t.Helper()
	m, _, err := commitMonth(t, Open(dir), made, 7, Draft{})
	return m, err
}

// undisturbed is a workspace with one version, and the files that it has after the second.
func undisturbed(t *testing.T) (first string, want map[string]string, ops []string) {
	t.Helper()
	withoutFsync(t)
	first, whole := memory(t), memory(t)
	mustCommit(t, Open(first), made, 3)
	copyTree(t, first, whole)
	t.Run("undisturbed", func(t *testing.T) {
		s := &saboteur{}
		s.install(t)
		if _, err := second(t, whole); err != nil {
			t.Fatal(err)
		}
		ops = s.ops
	})
	return first, files(t, whole), ops
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// wantWhole wants the old month or the new one whole, by Verify, and after one undisturbed run exactly the files of
// a run that nothing had disturbed.
func wantWhole(t *testing.T, dir string, want map[string]string, when string) {
	t.Helper()
	s := Open(dir)
	faults, err := s.Verify(october)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	for _, f := range faults {
		t.Errorf("%s: %s", when, f)
	}
	if _, err := second(t, dir); err != nil {
		t.Fatalf("%s: the next run: %v", when, err)
	}
	if got := files(t, dir); !maps.Equal(got, want) {
		t.Errorf("%s: the next run's files differ:\n got %v\nwant %v", when, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

// TestEveryStepMayFail lets each step of a commit fail in turn: once; from there on, as a full disk does; and from
// there on for everything, looking and cleaning up too, as for a process that is no more, a drive that has gone, or one
// whose folder stands there empty.
func TestEveryStepMayFail(t *testing.T) {
	first, want, ops := undisturbed(t)
	steps := len(ops)
	growing := map[string]bool{"create": true, "write": true, "mkdir": true, "sync": true}
	for name, spoil := range map[string]func(n int, op string) error{
		"once": func(n int, _ string) error {
			if n == 0 {
				return syscall.EIO
			}
			return nil
		},
		"disk full": func(_ int, op string) error {
			if growing[op] {
				return errDiskFull
			}
			return nil
		},
		"gone":      func(int, string) error { return syscall.EIO },
		"unmounted": func(int, string) error { return fs.ErrNotExist },
	} {
		t.Run(name, func(t *testing.T) {
			for at := 1; at <= steps; at++ {
				if ops[at-1] == "write" && at%16 != 0 || testing.Short() && at%7 != 0 {
					continue
				}
				dir := memory(t)
				copyTree(t, first, dir)
				when := ""
				var published *PublishError
				done := false
				t.Run(strconv.Itoa(at), func(t *testing.T) {
					s := &saboteur{at: at, spoil: spoil}
					s.install(t)
					_, err := second(t, dir)
					when = fmt.Sprintf("step %d (%s), error %v", at, s.ops[at-1], err)
					wantAdvice(t, when, err)
					errors.As(err, &published)
					done = err == nil
				})
				if m, _ := Open(dir).current(october); published != nil && (m == nil || m.Version != 2) {
					t.Errorf("%s: it says that the month is stored, and it is not", when)
				}
				if done {
					wantReports(t, dir, want, when)
				}
				wantWhole(t, dir, want, when)
				os.RemoveAll(dir)
			}
		})
	}
}

// wantReports wants what a run that says that it is done must have done: the report files are in their place.
func wantReports(t *testing.T, dir string, want map[string]string, when string) {
	t.Helper()
	got := files(t, dir)
	for name, content := range want {
		if strings.HasPrefix(name, "reports/") && got[name] != content {
			t.Errorf("%s: it says that all is done, and %s is not what it should be", when, name)
		}
	}
}

// wantAdvice wants that an error says what to do, whatever step it comes from.
func wantAdvice(t *testing.T, when string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for _, advice := range []string{"repita la orden", "ciérrelo"} {
		if strings.Contains(err.Error(), advice) {
			return
		}
	}
	t.Errorf("%s: nothing in it says what to do", when)
}

// TestFirstCommitMayEndAnywhere wants that a month that was never stored is stored whole or not at all.
func TestFirstCommitMayEndAnywhere(t *testing.T) {
	withoutFsync(t)
	whole := memory(t)
	if _, err := second(t, whole); err != nil {
		t.Fatal(err)
	}
	want := files(t, whole)
	for at := 1; ; at += 3 {
		dir := memory(t)
		ended := false
		t.Run(strconv.Itoa(at), func(t *testing.T) {
			s := &saboteur{at: at, spoil: func(int, string) error { return syscall.EIO }}
			s.install(t)
			_, err := second(t, dir)
			ended = err == nil && s.steps < at
		})
		if ended {
			return
		}
		if _, err := Open(dir).Verify(october); errors.Is(err, ErrNoMonth) {
			if _, err := second(t, dir); err != nil {
				t.Fatal(err)
			}
			if got := files(t, dir); !maps.Equal(got, want) {
				t.Errorf("step %d: got %v", at, slices.Sorted(maps.Keys(got)))
			}
			continue
		}
		wantWhole(t, dir, want, fmt.Sprintf("step %d of a first commit", at))
	}
}

// killAt is the environment variable by which TestKilledAnywhere tells its child where to end.
const killAt = "PULSO_TEST_KILL_AT"

// TestKilledAnywhere kills the process, as kill -9 does, at 200 steps spread over a commit.
func TestKilledAnywhere(t *testing.T) {
	if at, ok := os.LookupEnv(killAt); ok {
		withoutFsync(t)
		killedChild(t, at)
		return
	}
	if testing.Short() {
		t.Skip("starts 200 processes")
	}
	first, want, ops := undisturbed(t)
	const points = 200
	steps := len(ops)
	if steps < points {
		t.Fatalf("a run takes %d steps on the disk: too few to end at %d of them", steps, points)
	}
	for i := range points {
		at := 1 + i*(steps-1)/(points-1)
		dir := memory(t)
		copyTree(t, first, dir)
		child := exec.Command(os.Args[0], "-test.run=^TestKilledAnywhere$")
		child.Env = append(os.Environ(), killAt+"="+strconv.Itoa(at)+","+dir)
		out, err := child.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "about to end") {
			t.Fatalf("step %d: the child was not killed: %v\n%s", at, err, out)
		}
		wantWhole(t, dir, want, fmt.Sprintf("killed at step %d", at))
		os.RemoveAll(dir)
	}
}

func killedChild(t *testing.T, where string) {
	number, dir, _ := strings.Cut(where, ",")
	at, err := strconv.Atoi(number)
	if err != nil {
		t.Fatal(err)
	}
	s := &saboteur{at: at, spoil: func(int, string) error {
		fmt.Println("about to end")
		self, err := os.FindProcess(os.Getpid())
		if err != nil {
			return err
		}
		self.Kill()
		select {}
	}}
	s.install(t)
	if _, err := second(t, filepath.Clean(dir)); err != nil {
		t.Fatal(err)
	}
}

// TestPruneMayEndAnywhere ends a pruning at each step: every version that still says that it has its files has them.
func TestPruneMayEndAnywhere(t *testing.T) {
	withoutFsync(t)
	first := memory(t)
	for n := range 3 {
		mustCommit(t, Open(first), made, 3+n)
	}
	for at := 1; ; at++ {
		dir := memory(t)
		copyTree(t, first, dir)
		ended := false
		t.Run(strconv.Itoa(at), func(t *testing.T) {
			s := &saboteur{at: at, spoil: func(int, string) error { return syscall.EIO }}
			s.install(t)
			_, err := Open(dir).Prune(october, 0, pruneTime)
			ended = err == nil
		})
		wantNoFaults(t, Open(dir))
		if history, err := Open(dir).History(october); err != nil || len(history) != 3 {
			t.Fatalf("step %d: history: %d versions, %v", at, len(history), err)
		}
		if _, err := Open(dir).Prune(october, 0, pruneTime); err != nil {
			t.Fatalf("step %d: the next prune: %v", at, err)
		}
		for name := range files(t, dir) {
			if strings.HasPrefix(name, "data/versions/") && !strings.HasSuffix(name, ".json") {
				t.Errorf("step %d: left %s", at, name)
			}
		}
		if ended {
			return
		}
	}
}

// pruneTime is when the tests prune.
var pruneTime = time.Date(2026, 12, 1, 15, 0, 0, 0, time.UTC)
