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

// fixture is a workspace of two versions of a month in the on-disk format of version 1. It is written once, by the
// program that had that format, and read for ever: when the format changes, it stays and gets a sibling.
var fixture = filepath.Join("testdata", "format-1")

func TestWorkspaceOfFormat1IsRead(t *testing.T) {
	if *update {
		writeFixture(t)
	}
	s := Open(fixture)
	wantNoFaults(t, s)
	months, err := s.Months()
	if err != nil || !slices.Equal(months, []social.Month{october}) {
		t.Fatalf("months: %v, %v", months, err)
	}
	for version, n := range map[int]int{1: 2, 2: 3, 0: 3} {
		snap, err := s.Snapshot(october, version)
		if err != nil {
			t.Fatal(err)
		}
		mentions := collect(t, snap.Mentions())
		if len(mentions) != n+1 {
			t.Fatalf("version %d: got %d mentions, want %d", version, len(mentions), n+1)
		}
		if !reflect.DeepEqual(mentions[0], full(0)) || !reflect.DeepEqual(mentions[n], bare(1)) {
			t.Errorf("version %d: got %+v and %+v", version, mentions[0], mentions[n])
		}
		if got := collect(t, snap.Posts()); len(got) != 1 || !reflect.DeepEqual(got[0], post) {
			t.Errorf("version %d: posts: %+v", version, got)
		}
	}
	decisions, err := s.Decisions()
	if err != nil || len(decisions) != 1 || decisions[0].To != "negative" {
		t.Errorf("ledger: %+v, %v", decisions, err)
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
	if _, err := s.Append([]Decision{{Mention: "x:1", Month: october, Field: FieldSentiment, From: "positive", To: "negative",
		Analyst: "ana", When: full(0).PublishedAt, Reason: "ironía", Source: "base.xlsx", Cell: "Correcciones!C4"}}); err != nil {
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
