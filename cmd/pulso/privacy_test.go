package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pulso/cmd/pulso/demo"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// october is the month of the demo that tests make.
var october = social.Month{Year: 2026, Month: 10}

// unpacked makes October of the demo, with what replace changes in its configuration. It gives what the program said.
func unpacked(t *testing.T, replace ...string) (dir, said string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "demo")
	if err := demo.Unpack(dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, configName)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(replace...).Replace(string(raw))
	if len(replace) > 0 && changed == string(raw) {
		t.Fatalf("%s has no %q", configName, replace[0])
	}
	if err := os.WriteFile(path, []byte(changed), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir, remade(t, dir)
}

// remade runs October of a workspace.
func remade(t *testing.T, dir string) (said string) {
	t.Helper()
	var out bytes.Buffer
	if code := run(context.Background(), []string{"-C", dir, "run", "--month", october.String()}, nil, &out, &out); code > exitRejected {
		t.Fatalf("pulso run: status %d\n%s", code, &out)
	}
	return out.String()
}

func snapshot(t *testing.T, dir string) *store.Snapshot {
	t.Helper()
	s, err := store.Open(dir).Snapshot(october, 0)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestNobodyIsNamed makes the demo twice: with authors shown, to learn who they are, and as it comes. In the second
// nothing that the program wrote may name any of them.
func TestNobodyIsNamed(t *testing.T) {
	shown, _ := unpacked(t, "entity:", "privacy: {authors: handle}\nentity:")
	people := authors(t, snapshot(t, shown))
	if len(people) < 500 {
		t.Fatalf("the demo names only %d people: the test looks for nothing", len(people))
	}
	dir, said := unpacked(t)
	written := map[string]string{"what the program said": said}
	for name, text := range stored(t, snapshot(t, dir)) {
		written[name] = text
	}
	for name, text := range files(t, dir) {
		written[name] = text
	}
	if len(written) < 40 {
		t.Errorf("only %d things to search: %v", len(written), slices.Sorted(maps.Keys(written)))
	}
	for _, name := range slices.Sorted(maps.Keys(written)) {
		report(t, name, named(written[name], people))
	}
}

// authors are the handles, names and ids of all who wrote a mention of the month or are addressed in one, but for the
// office's own.
func authors(t *testing.T, snap *store.Snapshot) map[string]bool {
	t.Helper()
	own := map[string]bool{}
	people := map[string]bool{}
	addressed := regexp.MustCompile(`(?:^|[^\pL\pN_@])@([\pL\pN_.]*[\pL\pN_])`)
	for m, err := range snap.Mentions() {
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{m.AuthorHandle, m.AuthorName, m.AuthorID} {
			if who = strings.ToLower(strings.TrimPrefix(who, "@")); m.Status == social.Own {
				own[who] = true
			} else {
				people[who] = true
			}
		}
		for _, found := range addressed.FindAllStringSubmatch(m.Text, -1) {
			people[strings.ToLower(found[1])] = true
		}
	}
	// What the configuration names is public: see Office.Official.
	for _, public := range []string{"", "alcaldiamarejada", "alcaldia-puerto-marejada"} {
		own[public] = true
	}
	own["100000000"] = true // somebody's id, and what excelize calls an axis of its charts
	maps.DeleteFunc(people, func(who string, _ bool) bool { return own[who] })
	return people
}

// word is a run of what handles are made of; names of people are runs of words.
var word = regexp.MustCompile(`[\pL\pN_][\pL\pN_.\-]*`)

// named are those of the people that a text names, each as whole words, with what stands around the first.
func named(text string, people map[string]bool) []string {
	text = strings.ToLower(text)
	words := map[string]string{} // with their surroundings
	at := word.FindAllStringIndex(text, -1)
	for i, span := range at {
		for last := i; last < min(i+4, len(at)); last++ {
			who := strings.TrimRight(text[span[0]:at[last][1]], ".-")
			if people[who] && words[who] == "" {
				words[who] = text[max(0, span[0]-40):min(len(text), at[last][1]+40)]
			}
		}
	}
	var out []string
	for _, who := range slices.Sorted(maps.Keys(words)) {
		out = append(out, fmt.Sprintf("%s in %q", who, words[who]))
	}
	return out
}

func report(t *testing.T, where string, found []string) {
	t.Helper()
	if len(found) > 0 {
		t.Errorf("%s names %d people:\n  %s", where, len(found), strings.Join(found[:min(len(found), 5)], "\n  "))
	}
}

// stored is all that the tables of a month hold, as text, by table.
func stored(t *testing.T, s *store.Snapshot) map[string]string {
	t.Helper()
	inputs, err := json.Marshal(s.Manifest)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"manifest": string(inputs), "mentions": rows(t, s.Mentions()), "posts": rows(t, s.Posts()), "account_metrics": rows(t, s.AccountMetrics()),
		"audience": rows(t, s.Audience()), "rejects": rows(t, s.Rejects())}
}

func rows[T any](t *testing.T, all iter.Seq2[T, error]) string {
	t.Helper()
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	for row, err := range all {
		if err != nil {
			t.Fatal(err)
		}
		if err := to.Encode(row); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// files are the files that the program wrote into a workspace, the parts of those that are zips each by itself.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if entry != nil && entry.Name() == "inbox" {
				return filepath.SkipDir
			}
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		out[name] = string(content)
		if ext := filepath.Ext(path); ext == ".docx" || ext == ".xlsx" {
			delete(out, name)
			return unzipped(name, content, out)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func unzipped(name string, content []byte, out map[string]string) error {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		part, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		out[name+"!"+f.Name] = string(part)
		if err := r.Close(); err != nil {
			return err
		}
	}
	return nil
}
