package store

import (
	"path/filepath"
	"testing"
	"time"

	"pulso/pipeline/social"
)

// TestPostsAreCountedOnce stores snapshots of posts that are told apart in each way there is.
func TestPostsAreCountedOnce(t *testing.T) {
	on := func(day int) social.Date { return social.Date{Year: 2026, Month: time.November, Day: day} }
	at := time.Date(2026, 10, 3, 12, 0, 0, 0, time.UTC)
	views := social.Some[int64]
	snapshots := []*social.Post{
		{Network: social.X, ID: "1", PublishedAt: at, SnapshotAt: on(2), Views: views(10)},
		{Network: social.X, ID: "1", PublishedAt: at.Add(time.Second), SnapshotAt: on(5), Views: views(11)}, // another export, other seconds
		{Network: social.X, ID: "1", PublishedAt: at, SnapshotAt: on(1), Views: views(12), Window: social.Lifetime},
		{Network: social.Facebook, ID: "1", PublishedAt: at, Views: views(20)},
		{Network: social.Facebook, ID: "9e15", IDDamaged: true, Permalink: "fb/a", PublishedAt: at, Views: views(30)},
		{Network: social.Facebook, ID: "9e15", IDDamaged: true, Permalink: "fb/b", PublishedAt: at, Views: views(40)},
		{Network: social.YouTube, Text: "hola", PublishedAt: at, SnapshotAt: on(1), Views: views(50)},
		{Network: social.YouTube, Text: "hola", PublishedAt: at, SnapshotAt: on(2), Views: views(51)},
		{Network: social.YouTube, Text: "adiós", PublishedAt: at, Views: views(60)},
	}
	s := Open(t.TempDir())
	w, err := s.Create(october, made)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, p := range snapshots {
		if err := w.Post(p); err != nil {
			t.Fatal(err)
		}
	}
	snap, err := w.Finish(Draft{})
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := w.Commit(snap, nil)
	if err != nil {
		t.Fatal(err)
	}
	if snap, err = s.Snapshot(october, 0); err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, p := range collect(t, snap.LatestPosts()) {
		got = append(got, p.Views.V)
	}
	want := []int64{12, 20, 30, 40, 51, 60}
	if len(got) != len(want) || m.Counts.Posts != len(want) {
		t.Fatalf("got posts %v, counted %d; want %v", got, m.Counts.Posts, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got posts %v, want %v", got, want)
			break
		}
	}
	wantNoFaults(t, s)

	for posts, faults := range map[int]int{len(snapshots): 0, len(snapshots) + 1: 1} { // as counted by earlier programs, and by none
		m.Counts.Posts = posts
		for _, path := range []string{s.manifestPath(october), filepath.Join(s.published(october), publishedManifest)} {
			if err := writeWhole(path, m.encode()); err != nil {
				t.Fatal(err)
			}
		}
		if found, err := s.Verify(october); err != nil || len(found) != faults {
			t.Errorf("a manifest of %d posts: faults %v, %v; want %d", posts, found, err, faults)
		}
	}
}
