package store

import (
	"bytes"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"pulso/lexicon"
	"pulso/pipeline/social"
)

// TestEveryColumnIsRead fails for a column that is written and that nobody reads back.
func TestEveryColumnIsRead(t *testing.T) {
	for _, path := range parquet.SchemaOf(mentionRow{}).Columns() {
		named := slices.ContainsFunc(mentionColumns, func(s source[social.Scored]) bool { return slices.Equal(s.path, path) })
		if said := path[0] == "is_own_account"; named == said { // status says so
			t.Errorf("column %s: read %v", strings.Join(path, "."), named)
		}
	}
}

// varied is a mention in which anything may be missing.
func varied(n int, pick *rand.Rand) *social.Scored {
	text := func(length int) string {
		if pick.IntN(3) == 0 {
			return ""
		}
		return strings.Repeat(fmt.Sprint("ñ", pick.IntN(90)), pick.IntN(length))
	}
	number := func() social.Opt[int64] {
		return social.Opt[int64]{}
	}
	if n%2 == 0 {
		number = func() social.Opt[int64] { return social.Some(pick.Int64N(100)) }
	}
	m := bare(n)
	m.Network, m.ID, m.ParentID, m.AuthorHandle, m.URL = social.Network(text(2)), text(5), text(4), text(3), text(6)
	m.Text, m.RawText = text(20), text(8)
	m.Likes, m.Shares = number(), number()
	m.PublishedAt = m.PublishedAt.Add(time.Duration(n) * time.Second)
	m.IDDamaged, m.Irony = pick.IntN(2) == 0, pick.IntN(2) == 0
	if n%3 > 0 {
		m.Status, m.ScoredBy, m.Score, m.Sentiment = social.Valid, "lexicon", pick.Float64(), lexicon.Negative
		for range pick.IntN(6) {
			m.Terms = append(m.Terms, social.Term{Term: text(3), Offset: pick.IntN(9), Length: 3, Weight: pick.NormFloat64(),
				Contribution: pick.NormFloat64(), Negated: pick.IntN(2) == 0, Modifier: text(2), Rule: "word", Regional: pick.IntN(2) == 0})
		}
	}
	return m
}

// TestMentionsComeBackFromManyPages writes more than a row group, whose columns turn their pages at different rows.
func TestMentionsComeBackFromManyPages(t *testing.T) {
	s := Open(t.TempDir())
	const n = rowsPerGroup + 300
	w, err := s.Create(october, made)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	pick := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		if err := w.Mention(varied(i, pick)); err != nil {
			t.Fatal(err)
		}
	}
	snap, err := w.Finish(Draft{})
	if err != nil {
		t.Fatal(err)
	}
	same := func(what string, mentions iter.Seq2[*social.Scored, error], want func(*social.Scored)) {
		pick, i := rand.New(rand.NewPCG(1, 2)), 0
		for got, err := range mentions {
			if err != nil {
				t.Fatal(err)
			}
			m := varied(i, pick)
			if want(m); !reflect.DeepEqual(got, m) {
				t.Fatalf("%s, %d:\n got %+v\nwant %+v", what, i, got, m)
			}
			i++
		}
		if i != n {
			t.Errorf("%s: got %d, want %d", what, i, n)
		}
	}
	same("mentions", snap.Mentions(), func(*social.Scored) {})
	same("counted mentions", snap.CountedMentions(), func(m *social.Scored) {
		m.From, m.ID, m.IDDamaged, m.URL, m.Text, m.RawText = social.Origin{}, "", false, "", "", ""
		m.Likes, m.Shares = social.Opt[int64]{}, social.Opt[int64]{}
	})
	for range snap.Mentions() { // a caller may go before the end
		break
	}
}

// TestDamagedMentionsAreAnAnswer reads a table with flipped bytes: it may say anything, but it ends.
func TestDamagedMentionsAreAnAnswer(t *testing.T) {
	s := Open(t.TempDir())
	mustCommit(t, s, made, 40)
	paths, err := filepath.Glob(filepath.Join(s.data, Mentions, "*", "*.parquet"))
	if err != nil || len(paths) != 1 {
		t.Fatal(paths, err)
	}
	whole, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	pick := rand.New(rand.NewPCG(1, 2))
	said := map[string]int{}
	for range 400 {
		damaged := bytes.Clone(whole)
		for range 1 + pick.IntN(3) {
			damaged[pick.IntN(len(damaged))] ^= byte(1 + pick.IntN(255))
		}
		if err := os.WriteFile(paths[0], damaged[:len(damaged)-pick.IntN(2)*pick.IntN(len(damaged))], 0o666); err != nil {
			t.Fatal(err)
		}
		snap, err := s.Snapshot(october, 0)
		if err != nil {
			t.Fatal(err)
		}
		answer := "whole"
		for _, err := range snap.Mentions() {
			if err != nil {
				answer = "damaged"
			}
		}
		said[answer]++
	}
	if said["damaged"] < 100 {
		t.Errorf("of 400 damaged tables, %v", said)
	}
}
