package store

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pulso/pipeline/social"
)

var update = flag.Bool("update", false, "write the fixture of the on-disk format anew")

// Each fixture is a workspace of two versions of a month as some program once wrote it. It is written once and read for
// ever: when a column is added or the format changes, the fixtures stay and get a sibling.
var (
	fixtureOf1 = filepath.Join("testdata", "format-1")         // without the rule and the evidence of a target
	fixture    = filepath.Join("testdata", "format-1-targets") // what this program writes
)

func TestWorkspacesOfFormat1AreRead(t *testing.T) {
	if *update {
		writeFixture(t)
	}
	before := full(0)
	before.TargetRule, before.TargetEvidence = "", ""
	readFixture(t, fixtureOf1, before)
	readFixture(t, fixture, full(0))
}

func readFixture(t *testing.T, dir string, first *social.Scored) {
	t.Helper()
	s := Open(dir)
	wantNoFaults(t, s)
	months, err := s.Months()
	if err != nil || !slices.Equal(months, []social.Month{october}) {
		t.Fatalf("%s: months: %v, %v", dir, months, err)
	}
	for version, n := range map[int]int{1: 2, 2: 3, 0: 3} {
		snap, err := s.Snapshot(october, version)
		if err != nil {
			t.Fatal(err)
		}
		mentions := collect(t, snap.Mentions())
		if len(mentions) != n+1 {
			t.Fatalf("%s, version %d: got %d mentions, want %d", dir, version, len(mentions), n+1)
		}
		if !reflect.DeepEqual(mentions[0], first) || !reflect.DeepEqual(mentions[n], bare(1)) {
			t.Errorf("%s, version %d: got %+v and %+v", dir, version, mentions[0], mentions[n])
		}
		if got := collect(t, snap.Posts()); len(got) != 1 || !reflect.DeepEqual(got[0], post) {
			t.Errorf("%s, version %d: posts: %+v", dir, version, got)
		}
	}
	decisions, err := s.Decisions()
	if err != nil || len(decisions) != 1 || decisions[0].To != "negative" {
		t.Errorf("%s: ledger: %+v, %v", dir, decisions, err)
	}
}

func writeFixture(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(fixture); err != nil {
		t.Fatal(err)
	}
	s := Open(fixture)
	mustCommit(t, s, made, 2)
	mustCommit(t, s, made, 3)
	if _, err := s.Take(Taking{Decisions: []Decision{{Mention: "x:1", Month: october, Field: FieldSentiment, From: "positive", To: "negative",
		Analyst: "ana", When: full(0).PublishedAt, Reason: "ironía", Source: "base.xlsx", Cell: "Correcciones!C4"}}}); err != nil {
		t.Fatal(err)
	}
}

// TestBytesDoNotChange holds today's program against the bytes of the fixture: another byte means that every month
// ever stored would get a new version at its next run, which is a decision and not an accident.
func TestBytesDoNotChange(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	mustCommit(t, s, made, 2)
	mustCommit(t, s, made, 3)
	got, want := files(t, dir), files(t, fixture)
	maps.DeleteFunc(want, func(name, _ string) bool { return strings.HasPrefix(name, "corrections/") })
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

func TestLaterFormatIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	mustCommit(t, s, made, 1)
	path := s.manifestPath(october)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), `"format": 1`, `"format": 2`, 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Snapshot(october, 0); err == nil || !strings.Contains(err.Error(), "versión más reciente de pulso") {
		t.Errorf("got %v", err)
	}
	before := files(t, dir)
	if _, err := s.Create(october, made); err == nil {
		t.Error("a month of a later format was opened for writing")
	}
	if !maps.Equal(before, files(t, dir)) {
		t.Error("a month of a later format was touched")
	}
}
