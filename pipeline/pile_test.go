package pipeline

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// A mention with every field given, and one with what cannot be absent.
func piled(i int) social.Mention {
	at := time.Date(2026, 10, 3, 4, 5, i%60, 789000, time.UTC)
	if i%3 == 0 {
		return social.Mention{From: social.Origin{File: "a.csv", Line: i}, PublishedAt: at}
	}
	return social.Mention{
		From: social.Origin{File: "x/menciones.xlsx", Part: fmt.Sprint("Hoja", i%5000), Line: i}, Network: social.X, ID: fmt.Sprint(1840000000000000000 + i), IDDamaged: i%2 == 0,
		Kind: social.KindReply, ParentID: "77", TargetAccount: "alcaldia", AuthorID: "9", AuthorHandle: "vecina", AuthorName: "Vecina Inventada",
		AuthorFollowers: social.Some[int64](0), Text: strings.Repeat("¡Qué bacano! ", i%200), RawText: "&iexcl;", Lang: "es-CO", PublishedAt: at, Precision: social.Second,
		DateFrom: "id", URL: "https://x.com/i/status/1", Likes: social.Some[int64](3), Replies: social.Some[int64](0), Shares: social.Some[int64](-1),
		Views: social.Some[int64](900), Place: "Bonda", SourceSentiment: "positive", Format: "generic.mentions",
	}
}

// What goes on a pile comes back as it was, whether it is still in memory or on disk, in any order and to several
// goroutines; no file outlives the run.
func TestPileGivesBackWhatItTook(t *testing.T) {
	w, err := store.Open(t.TempDir()).Create(october, store.Provenance{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	p := newPile(w.Scratch)
	const n = 9000
	places := make([]int64, n)
	for i := range n {
		m := piled(i)
		if places[i], err = p.add(&m); err != nil {
			t.Fatal(err)
		}
	}
	if p.written == 0 || len(p.tail) == 0 || len(p.words) != maxWords {
		t.Fatalf("%d bytes on disk, %d in memory, %d words: the test wants some of each, and more words than there is room for", p.written, len(p.tail), len(p.words))
	}
	var wg sync.WaitGroup
	for worker := range 2 {
		wg.Go(func() {
			for i := n - 1 - worker; i >= 0; i -= 2 {
				got, err := p.at(places[i])
				id, errID := p.id(places[i])
				if want := piled(i); err != nil || errID != nil || !reflect.DeepEqual(got, want) || id != want.ID {
					t.Errorf("mention %d: got %+v with id %q, want %+v; %v, %v", i, got, id, want, err, errID)
					return
				}
			}
		})
	}
	wg.Wait()
}

// A pile whose file was changed, or lost its end, is an error and no mention of half the fields.
func TestDamagedPileIsAnError(t *testing.T) {
	m := piled(1)
	p := newPile(nil)
	at, err := p.add(&m)
	if err != nil {
		t.Fatal(err)
	}
	whole := append([]byte(nil), p.tail[4:]...)
	for cut := range whole {
		r := reading{text: string(whole[:cut]), raw: whole[:cut], words: p.words}
		var got social.Mention
		if r.decode(&got); !r.broken {
			t.Errorf("the first %d bytes of %d were taken for a mention", cut, len(whole))
		}
	}
	if got, err := p.at(at); err != nil || !reflect.DeepEqual(got, m) {
		t.Errorf("the whole: got %+v, %v", got, err)
	}
}

// A month that does not fit in memory is the same month whatever order its files come in, and nothing of the pile is left.
func TestLargeMonthDoesNotDependOnItsFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("scores many mentions")
	}
	const n = 24_000
	halves := [2][]string{}
	for i := range n {
		k := i / 2 // each mention is in both files
		line := fmt.Sprintf("m|x|%d|autor%d|2026-10-%02dT%02d:00:00-05:00|Excelente la brigada de hoy en el barrio %d, aunque el agua no llega hace %d días y nadie responde",
			1900000000000000000+k, k%90, 1+k%31, k%24, k%400, k%17)
		halves[i%2] = append(halves[i%2], line)
	}
	halves[1] = append(halves[1], "m|x|7|autora|2026-10-31T23:00:00-05:00|¿Cuándo abren la biblioteca?")
	var want map[string]string
	for _, order := range [][2]int{{0, 1}, {1, 0}} {
		p := workspace(t, map[string][]string{"a.txt": halves[order[0]], "b.txt": halves[order[1]]})
		p.Workers = 1 + order[0]
		s, err := p.Run(t.Context(), october, "")
		if err != nil {
			t.Fatal(err)
		}
		if left, err := p.Store().Leftovers(); err != nil || len(left) > 0 {
			t.Errorf("left over: %v, %v", left, err)
		}
		if c := s.Manifest.Counts; c.Mentions != n+1 || c.ByStatus[string(social.Duplicate)] != n/2 {
			t.Errorf("got %+v, want %d mentions of which %d are repeated", c, n+1, n/2)
		}
		got := map[string]string{}
		snap, err := p.Store().Snapshot(october, 0)
		if err != nil {
			t.Fatal(err)
		}
		for m, err := range snap.Mentions() {
			if err != nil {
				t.Fatal(err)
			}
			if m.Status != social.Duplicate {
				got[m.Key] = fmt.Sprint(m.PublishedAt, m.Text, m.Status, m.Score)
			}
		}
		if want != nil && !reflect.DeepEqual(got, want) {
			t.Error("the month differs when its files are read in another order")
		}
		want = got
	}
}
