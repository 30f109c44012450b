package pipeline

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pulso/lexicon"
	"pulso/pipeline/ingest"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// The tests read a layout of their own, so that they say what the pipeline does and not what an export looks like:
// a first line "#prueba", then one record a line, fields separated by bars.
//
//	m|network|id|author|instant|text        a mention; kind repost when the text begins with RT
//	p|network|account|id|instant|snapshot|views
//	a|network|account|metric|day|value|exported
//	u|network|account|day or nothing|key|value
//	x|detail                                a rejected row
//	s|                                      a row that is no data
func TestMain(m *testing.M) {
	ingest.Formats = []ingest.Format{
		{Name: "prueba", Title: "prueba", Read: readTest,
			Match: func(s *ingest.Sample, _ ingest.Input) bool { return strings.HasPrefix(s.Head, "#prueba") }},
		{Name: "anuncios", Title: "anuncios", Decline: "es un informe de anuncios pagados",
			Match: func(s *ingest.Sample, _ ingest.Input) bool { return strings.HasPrefix(s.Head, "#anuncios") }},
	}
	os.Exit(m.Run())
}

func readTest(f ingest.File, in ingest.Input) ingest.Records {
	return func(yield func(social.Record, error) bool) {
		lines := bufio.NewScanner(io.NewSectionReader(f.R, 0, f.Size))
		for n := 1; lines.Scan(); n++ {
			if n == 1 {
				continue
			}
			if !yield(testRecord(social.Origin{File: f.Name, Line: n}, strings.Split(lines.Text(), "|")), nil) {
				return
			}
		}
	}
}

func testRecord(at social.Origin, s []string) social.Record {
	day := func(v string) social.Date { d, _ := social.ParseDate(v); return d }
	instant := func(v string) time.Time { t, _ := time.Parse(time.RFC3339, v); return t.UTC() }
	number := func(v string) float64 { n, _ := strconv.ParseFloat(v, 64); return n }
	switch s[0] {
	case "m":
		m := &social.Mention{From: at, Network: social.Network(s[1]), ID: s[2], AuthorHandle: s[3], PublishedAt: instant(s[4]),
			Precision: social.Second, Text: s[5], Kind: social.KindComment, Format: "prueba"}
		if strings.HasPrefix(m.Text, "RT ") {
			m.Kind = social.KindRepost
		}
		return m
	case "p":
		return &social.Post{From: at, Network: social.Network(s[1]), AccountName: s[2], ID: s[3], PublishedAt: instant(s[4]),
			Precision: social.Minute, SnapshotAt: day(s[5]), Window: social.Lifetime, Views: social.Some(int64(number(s[6]))), Format: "prueba"}
	case "a":
		return &social.AccountMetric{From: at, Network: social.Network(s[1]), AccountName: s[2], Metric: social.Metric(s[3]),
			Start: day(s[4]), End: day(s[4]), Value: number(s[5]), ExportedAt: day(s[6]), ValueKind: social.Sum,
			Granularity: social.PerDay, Format: "prueba"}
	case "u":
		return &social.Audience{From: at, Network: social.Network(s[1]), AccountName: s[2], Snapshot: day(s[3]), Base: "followers",
			Dimension: "city", Key: s[4], Value: number(s[5]), Unit: "percent", Format: "prueba"}
	case "x":
		return &social.Reject{From: at, Reason: social.BadDate, Detail: s[1], Format: "prueba"}
	}
	return &social.Skip{From: at, Reason: "encabezado repetido"}
}

var (
	october = social.Month{Year: 2026, Month: time.October}
	bogota  = func() *time.Location {
		z, err := time.LoadLocation("America/Bogota")
		if err != nil {
			panic(err)
		}
		return z
	}()
)

// workspace makes a workspace whose inbox holds the files given: name → lines after the first.
func workspace(t testing.TB, inbox map[string][]string) *Pipeline {
	t.Helper()
	p := &Pipeline{
		Dir: t.TempDir(), Zone: bogota, Lexicon: lexicon.Spanish(), Program: "prueba", Config: "c1",
		Accounts: []social.Account{
			{Network: social.Facebook, ID: "10", Handle: "alcaldiaprueba", Name: "Alcaldía de Prueba"},
			{Network: social.X, Handle: "AlcaldiaPrueba", Name: "Alcaldía de Prueba"},
		},
		Topics:  []Topic{{Name: "Agua", Dependency: "Acueducto", Words: []string{"agua", "acueducto"}}},
		Targets: []Target{{Name: "Alcaldía", Kind: "own", Words: []string{"alcaldía", "distrito"}}},
		Produce: func(_ context.Context, s *store.Snapshot, create store.Create) error {
			return create("informe.txt", func(w io.Writer) error {
				_, err := fmt.Fprintf(w, "edición %d: %d válidas\n", s.Version, s.Counts.ByStatus["valid"])
				return err
			})
		},
	}
	for name, lines := range inbox {
		put(t, p, name, lines...)
	}
	return p
}

func put(t testing.TB, p *Pipeline, name string, lines ...string) {
	t.Helper()
	path := filepath.Join(p.Dir, "inbox", filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#prueba\n"+strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
}

func run(t testing.TB, p *Pipeline) *Summary {
	t.Helper()
	s, err := p.Run(t.Context(), october, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range s.Intakes {
		if !i.Balanced() {
			t.Errorf("%s does not add up: %+v", i.File, i)
		}
	}
	return s
}

func mentions(t testing.TB, p *Pipeline) []*social.Scored {
	t.Helper()
	snap, err := p.Store().Snapshot(october, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []*social.Scored
	for m, err := range snap.Mentions() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

// tables are the hashes of the stored tables, without those that name the files of the inbox.
func tables(m *store.Manifest) map[string]string {
	all := map[string]string{}
	for _, f := range m.Files {
		if f.Table != store.Intake {
			all[f.Table] = f.SHA256
		}
	}
	return all
}

func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, sub := range []string{"data", "reports"} {
		filepath.WalkDir(filepath.Join(dir, sub), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Error(err)
			}
			rel, _ := filepath.Rel(dir, path)
			all[filepath.ToSlash(rel)] = string(b)
			return nil
		})
	}
	return all
}

func TestWhatBecomesOfEachRow(t *testing.T) {
	copied := "Exigimos que arreglen ya la vía principal del barrio porque nadie responde"
	lines := []string{
		"m|x|1|vecina|2026-10-03T10:00:00-05:00|Qué excelente el servicio de agua de la alcaldía",
		"m|x|1|vecina|2026-10-03T10:00:00-05:00|Qué excelente el servicio de agua de la alcaldía",     // 2: the same id
		"m|x||vecina|2026-10-03T12:00:00-05:00|qué EXCELENTE el servicio de agua, de la alcaldía",     // 3: no id, same words and day
		"m|x|2|vecina|2026-10-03T12:00:00-05:00|Qué excelente el servicio de agua de la alcaldía",     // 4: an id of its own
		"m|x|3|ALCALDIAPRUEBA|2026-10-04T10:00:00-05:00|Trabajamos por ti",                            // 5: own
		"m|x|4|otro|2026-10-04T10:00:00-05:00|RT @alguien: hola",                                      // 6: share
		"m|x|5|otro|2026-10-04T10:00:00-05:00| ",                                                      // 7: empty
		"m|x|6|visitante|2026-10-04T10:00:00-05:00|Nós não gostamos dessa praia, muito obrigado você", // 8: other language
		"m|x|7|otro|2026-11-01T00:00:00-05:00|ya es noviembre",                                        // 9: other month
		"m|x|8|otro|2026-11-01T04:59:59Z|todavía es octubre en Santa Marta",                           // 10
		"x|la fecha dice ayer", // 11
		"s|",                   // 12
	}
	for i := range campaignAuthors { // 13 …
		lines = append(lines, fmt.Sprintf("m|x|%d|autor%d|2026-10-05T10:00:00-05:00|%s", 100+i, i, copied))
	}
	p := workspace(t, map[string][]string{"x/menciones.txt": lines})
	s := run(t, p)

	want := map[int]social.Status{2: social.Valid, 3: social.Duplicate, 4: social.Duplicate, 5: social.Valid, 6: social.Own,
		7: social.Share, 8: social.Empty, 9: social.OtherTongue, 11: social.Valid}
	for i := range campaignAuthors {
		want[14+i] = social.Spam
	}
	got := map[int]social.Status{}
	for _, m := range mentions(t, p) {
		got[m.From.Line] = m.Status
	}
	if !maps.Equal(got, want) {
		t.Errorf("statuses by line:\n got %v\nwant %v", got, want)
	}
	i := s.Intakes[0]
	if i.Read != 12+campaignAuthors || i.Kept != 3 || i.Duplicate != 2 || i.OtherMonth != 1 || i.Rejected != 1 || i.Excluded != 5+campaignAuthors {
		t.Errorf("intake: %+v", i)
	}
	first := mentions(t, p)[0]
	if first.Sentiment != lexicon.Positive || first.Topic != "Agua" || first.Dependency != "Acueducto" || first.Target != "Alcaldía" ||
		len(first.Terms) == 0 || first.Key != "x:1" || first.Final != lexicon.Positive || first.FinalBy != "auto" {
		t.Errorf("the first mention is stored as %+v", first)
	}
	if s.Manifest.Counts.Rejects != 1 || s.Manifest.Counts.ByStatus["valid"] != 3 {
		t.Errorf("counts: %+v", s.Manifest.Counts)
	}
}

func TestRunningTwiceChangesNoByte(t *testing.T) {
	p := workspace(t, map[string][]string{"a.txt": someLines(200), "b.txt": someLines(50)})
	run(t, p)
	before := files(t, p.Dir)
	p.Workers = 7
	if s := run(t, p); s.Changed {
		t.Errorf("the second run made version %d", s.Manifest.Version)
	}
	if after := files(t, p.Dir); !maps.Equal(before, after) {
		t.Error("the second run changed files")
	}
}

// someLines are mentions with distinct ids and a few figures.
func someLines(n int) []string {
	r := rand.New(rand.NewPCG(uint64(n), 7))
	words := []string{"agua", "excelente", "pésimo", "alcaldía", "no", "sirve", "gracias", "la", "playa", "qué", "muy", "😡", "❤️"}
	var lines []string
	for i := range n {
		var text []string
		for range 3 + r.IntN(9) {
			text = append(text, words[r.IntN(len(words))])
		}
		lines = append(lines, fmt.Sprintf("m|x|%d|autor%d|2026-10-%02dT%02d:00:00-05:00|%s", n*1000+i, r.IntN(40), 1+r.IntN(31), r.IntN(24), strings.Join(text, " ")))
	}
	return append(lines,
		fmt.Sprintf("a|facebook|Alcaldía de Prueba|followers_total|2026-10-31|%d|2026-11-0%d", 1000+n, 1+n%9),
		fmt.Sprintf("p|facebook|Alcaldía de Prueba|77|2026-10-12T10:00:00-05:00|2026-11-0%d|%d", 1+n%9, n))
}

func TestAFileTwiceIsAFileOnce(t *testing.T) {
	once := run(t, workspace(t, map[string][]string{"a.txt": someLines(100)}))
	twice := run(t, workspace(t, map[string][]string{"a.txt": someLines(100), "copia/b.txt": someLines(100)}))
	if !maps.Equal(tables(once.Manifest), tables(twice.Manifest)) {
		t.Error("a copy of a file changed the tables")
	}
	if i := twice.Intakes[1]; i.Read != 102 || i.Duplicate != 102 || len(i.Notes) != 1 {
		t.Errorf("intake of the copy: %+v", i)
	}
}

func TestHalvesAreTheWhole(t *testing.T) {
	lines := someLines(100)
	lines = append(lines, lines[:20]...) // repeated rows, some across the cut
	whole := run(t, workspace(t, map[string][]string{"a.txt": lines}))
	halves := run(t, workspace(t, map[string][]string{"a.txt": lines[:61], "b.txt": lines[61:]}))
	if got, want := halves.Manifest.Counts, whole.Manifest.Counts; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("counts: got %+v, want %+v", got, want)
	}
}

func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	lines := someLines(300)
	want := run(t, workspace(t, map[string][]string{"a.txt": lines})).Manifest.Counts
	slices.Reverse(lines)
	got := run(t, workspace(t, map[string][]string{"a.txt": lines})).Manifest.Counts
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("counts: got %+v, want %+v", got, want)
	}
}

func TestLateFileMakesAVersionAndAnotherMonthsFileDoesNot(t *testing.T) {
	p := workspace(t, map[string][]string{"a.txt": someLines(20)})
	run(t, p)
	put(t, p, "noviembre.txt", "m|x|900|otro|2026-11-03T10:00:00-05:00|hola", "x|mala", "m|x|901|otro|2026-11-03T10:00:00-05:00|hola")
	if s := run(t, p); s.Changed || len(s.Intakes) != 2 {
		t.Errorf("a file of november changed october: %+v", s.Manifest.Changes)
	}
	put(t, p, "tarde.txt", "m|x|902|otra|2026-10-03T10:00:00-05:00|pésimo servicio")
	s := run(t, p)
	if !s.Changed || s.Manifest.Version != 2 || !slices.Contains(s.Manifest.Changes, store.PartInputs) {
		t.Errorf("a late file: got %+v", s.Manifest)
	}
	if b, err := os.ReadFile(filepath.Join(s.Folder, "informe.txt")); err != nil || !strings.HasPrefix(string(b), "edición 2: 21") {
		t.Errorf("report: %q, %v", b, err)
	}
}

func TestLatestExportWins(t *testing.T) {
	p := workspace(t, map[string][]string{
		"fb/nuevo.txt": {
			"a|facebook|Alcaldía de Prueba|followers_total|2026-10-31|105|2026-11-05",
			"p|facebook|Alcaldía de Prueba|77|2026-10-12T10:00:00-05:00|2026-11-05|30"},
		"fb/viejo.txt": {
			"a|facebook|10|followers_total|2026-10-31|100|2026-11-02",
			"a|facebook|Alcaldía Ajena|followers_total|2026-10-31|9|2026-11-02",
			"p|facebook|ALCALDIA DE PRUEBA|77|2026-10-12T10:00:00-05:00|2026-11-02|20",
			"p|facebook|Alcaldía de Prueba|77|2026-10-12T10:00:00-05:00|2026-11-02|20"},
	})
	s := run(t, p)
	snap, err := p.Store().Snapshot(october, 0)
	if err != nil {
		t.Fatal(err)
	}
	for a, err := range snap.AccountMetrics() {
		if err != nil || a.Value != 105 || a.AccountID != "10" || a.AccountName != "alcaldiaprueba" {
			t.Errorf("got %+v, %v; want the value of the later export under the account's configured names", a, err)
		}
	}
	var views []int64
	for post, err := range snap.LatestPosts() {
		if err != nil {
			t.Fatal(err)
		}
		views = append(views, post.Views.V)
	}
	snapshots := 0
	for range snap.Posts() {
		snapshots++
	}
	if snapshots != 2 || s.Manifest.Counts.Posts != 1 || !slices.Equal(views, []int64{30}) {
		t.Errorf("got %d snapshots of %d posts, latest views %v; want both snapshots kept and the later one on top", snapshots, s.Manifest.Counts.Posts, views)
	}
	old := s.Intakes[1]
	if old.Kept != 1 || old.Duplicate != 2 || old.Excluded != 1 || len(old.Notes) != 2 {
		t.Errorf("intake of the older export: %+v", old)
	}
}

func TestAudienceWithoutADay(t *testing.T) {
	cell := "u|facebook|Alcaldía de Prueba||Santa Marta|40"
	p := workspace(t, map[string][]string{"a.txt": someLines(5), "publico.txt": {cell}, "2026-10/publico.txt": {cell + ".5"}, "2026-09/publico.txt": {cell + ".1"}})
	s := run(t, p)
	if s.Manifest.Counts.Audience != 1 || len(s.Manifest.Inputs) != 2 {
		t.Errorf("got %d cells of %d files, want the one whose folder says october", s.Manifest.Counts.Audience, len(s.Manifest.Inputs))
	}
	if i := s.Intakes[3]; i.Excluded != 1 || len(i.Notes) != 1 {
		t.Errorf("the file that says no month: %+v", i)
	}
}

func TestWrongInputsStoreNothing(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, p *Pipeline)
		want  string
	}{
		"empty inbox": {func(t *testing.T, p *Pipeline) { os.RemoveAll(filepath.Join(p.Dir, "inbox")) }, "la carpeta inbox está vacía"},
		"inbox a file": {func(t *testing.T, p *Pipeline) {
			os.RemoveAll(filepath.Join(p.Dir, "inbox"))
			os.WriteFile(filepath.Join(p.Dir, "inbox"), nil, 0o666)
		}, "se esperaba una carpeta"},
		"a folder": {func(t *testing.T, p *Pipeline) { os.Mkdir(filepath.Join(p.Dir, "inbox", "menciones.csv"), 0o777) }, "menciones.csv: es una carpeta"},
		"a pdf": {func(t *testing.T, p *Pipeline) {
			os.WriteFile(filepath.Join(p.Dir, "inbox", "acta.pdf"), []byte("%PDF-1.7\n"), 0o666)
		}, "acta.pdf"},
		"mostly bad": {func(t *testing.T, p *Pipeline) {
			put(t, p, "mala.txt", "x|uno", "x|dos", "m|x|1|a|2026-10-03T10:00:00-05:00|hola")
		}, "mala.txt: no se entendieron 2 de 3 filas"},
		"another month": {func(t *testing.T, p *Pipeline) { put(t, p, "a.txt", "m|x|1|a|2026-09-03T10:00:00-05:00|hola") }, "los que hay van del 2026-09-03 al 2026-09-03"},
	} {
		t.Run(name, func(t *testing.T) {
			p := workspace(t, map[string][]string{"a.txt": someLines(5)})
			c.spoil(t, p)
			_, err := p.Run(t.Context(), october, "")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got error %v, want one that says %q", err, c.want)
			}
			if left := files(t, p.Dir); len(left) > 0 {
				t.Errorf("something was stored: %v", slices.Sorted(maps.Keys(left)))
			}
		})
	}
}

func TestAFewBadRowsAreStored(t *testing.T) {
	lines := append(someLines(97), "x|uno", "x|dos", "x|tres")
	p := workspace(t, map[string][]string{"a.txt": lines})
	if s := run(t, p); s.Manifest.Counts.Rejects != 3 || s.Intakes[0].Rejected != 3 {
		t.Errorf("got %+v", s.Intakes[0])
	}
}

func TestDeclinedHiddenAndLinkedFiles(t *testing.T) {
	p := workspace(t, map[string][]string{"a.txt": someLines(5), ".oculto.txt": {"x|"}, "~$a.txt": {"x|"}})
	inbox := filepath.Join(p.Dir, "inbox")
	if err := os.WriteFile(filepath.Join(inbox, "pauta.txt"), []byte("#anuncios\n1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	linked := os.Symlink(filepath.Join(inbox, "a.txt"), filepath.Join(inbox, "enlace.txt")) == nil
	s := run(t, p)
	if len(s.Intakes) != 2 || s.Intakes[1].Declined == "" {
		t.Errorf("intakes: %+v", s.Intakes)
	}
	if linked && (len(s.Notes) != 1 || !strings.Contains(s.Notes[0], "enlace.txt")) {
		t.Errorf("notes: %v", s.Notes)
	}
}

func TestCorrections(t *testing.T) {
	p := workspace(t, map[string][]string{"a.txt": {
		"m|x|1|a|2026-10-03T10:00:00-05:00|excelente servicio", "m|x|2|b|2026-10-03T11:00:00-05:00|pésimo servicio",
		"m|x|3|c|2026-10-03T12:00:00-05:00|gracias alcalde"}})
	run(t, p)
	when := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	decide := func(key, to, analyst, text string) store.Decision {
		return store.Decision{Mention: key, Month: october, Field: store.FieldSentiment, From: "x", To: to, Analyst: analyst, When: when, Text: text}
	}
	if _, err := p.Store().Take(store.Taking{Decisions: []store.Decision{
		decide("x:1", "negative", "ana", store.TextHash("excelente servicio")),
		decide("x:2", "neutral", "ana", ""), decide("x:2", "positive", "luz", ""),
		decide("x:3", "negative", "ana", store.TextHash("otro texto")),
		decide("x:99", "negative", "ana", ""),
	}}); err != nil {
		t.Fatal(err)
	}
	s := run(t, p)
	var got []string
	for _, m := range mentions(t, p) {
		got = append(got, fmt.Sprintf("%s %s→%s (%s)", m.Key, m.Sentiment, m.Final, m.FinalBy))
	}
	want := []string{"x:1 positive→negative (analyst)", "x:2 negative→positive (analyst)", "x:3 positive→positive (auto)"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(s.Conflicts) != 3 || s.Manifest.Corrections.Applied != 2 || s.Manifest.Version != 2 || s.Manifest.Counts.Corrected != 2 {
		t.Errorf("got %d conflicts, manifest %+v", len(s.Conflicts), s.Manifest.Corrections)
	}
	if s := run(t, p); s.Changed {
		t.Error("a second run with the same corrections made a version")
	}
}

func TestPseudonymsLeaveNoHandle(t *testing.T) {
	p := workspace(t, map[string][]string{"a.txt": {
		"m|x|1|vecinasecreta|2026-10-03T10:00:00-05:00|excelente",
		"m|x|2|otrasecreta|2026-10-04T10:00:00-05:00|¿y a ti @VecinaSecreta? Responde, @AlcaldiaPrueba; ana@correo.co",
		"m|x|3|otrasecreta|2026-10-05T10:00:00-05:00|qué servicio tan excelente", "x|secreta: la fecha"}})
	names := map[string]string{}
	p.Pseudonym = func(n social.Network, author string) string {
		if name, ok := names[strings.ToLower(author)]; ok {
			return name
		}
		names[strings.ToLower(author)] = fmt.Sprintf("persona%d", len(names))
		return names[strings.ToLower(author)]
	}
	p.Workers = 1
	run(t, p)
	for _, m := range mentions(t, p) {
		if m.AuthorName != "" || m.AuthorID != "" || !strings.HasPrefix(m.AuthorHandle, "persona") {
			t.Errorf("stored author: %+v", m.Mention)
		}
		if strings.Contains(strings.ToLower(m.Text), "secreta") {
			t.Errorf("stored text: %q", m.Text)
		}
		for _, term := range m.Terms {
			if got := m.Text[term.Offset : term.Offset+term.Length]; term.Length > 0 && !strings.EqualFold(got, term.Term) {
				t.Errorf("the term %q stands at %q", term.Term, got)
			}
		}
	}
	if got, want := mentions(t, p)[1].Text, "¿y a ti @persona0? Responde, @AlcaldiaPrueba; ana@correo.co"; got != want {
		t.Errorf("got text %q, want %q", got, want)
	}
	for _, handle := range []string{"vecina", ""} {
		if got := withoutAuthor("https://x.com/Vecina/status/77", handle); got != "https://x.com/i/status/77" {
			t.Errorf("link: %q", got)
		}
	}
}

// TestHandlesInOtherPlaces looks where a handle is that is not its bearer's own mention.
func TestHandlesInOtherPlaces(t *testing.T) {
	p := workspace(t, nil)
	p.Pseudonym = func(n social.Network, author string) string { return "alguien" }
	r := newResolver(p.Topics, p.Targets, newAccounts(p.Accounts))
	for text, want := range map[string]string{
		"@vecina. mira https://instagram.com/Vecina/ y https://x.com/vecina/status/7":            "@alguien. mira https://instagram.com/alguien/ y https://x.com/alguien/status/7",
		"https://www.tiktok.com/@vecina/video/7 https://www.instagram.com/p/Abc netflix.com/ver": "https://www.tiktok.com/@alguien/video/7 https://www.instagram.com/p/Abc netflix.com/ver",
		"hola@vecina, tod@s l@s vecin@s a su@AlcaldiaPrueba":                                     "hola@alguien, tod@s l@s vecin@s a su@AlcaldiaPrueba",
		"https://x.com/AlcaldiaPrueba/status/7 a@correo.co":                                      "https://x.com/AlcaldiaPrueba/status/7 a@correo.co",
	} {
		if got := p.hideAddressed(social.X, text, r); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
	own := &social.Scored{Mention: social.Mention{Network: social.X, AuthorHandle: "AlcaldiaPrueba", Text: "@vecina hola"}, Status: social.Own}
	if p.hide(own, r); own.Text != "@alguien hola" || own.AuthorHandle != "AlcaldiaPrueba" {
		t.Errorf("the office's own answer: %+v", own.Mention)
	}
	post := &social.Post{Network: social.X, Text: ".@vecina @AlcaldiaPrueba con @MinPrueba"}
	if p.hideAnswered(post, r); post.Text != ".@alguien @AlcaldiaPrueba con @MinPrueba" {
		t.Errorf("the office's post: %q", post.Text)
	}
}

// TestMachineDoesNotMatter runs the same inbox as on a machine of another time zone and locale, with one core and many.
func TestMachineDoesNotMatter(t *testing.T) {
	inbox := map[string][]string{"a.txt": someLines(600), "b/ñandú.txt": someLines(40)}
	local := time.Local
	defer func() { time.Local = local }()
	var want map[string]string
	for _, m := range []struct {
		zone    string
		workers int
	}{{"America/Bogota", 1}, {"Asia/Kolkata", 2}, {"Pacific/Kiritimati", 9}} {
		zone, err := time.LoadLocation(m.zone)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = zone
		t.Setenv("TZ", m.zone)
		t.Setenv("LANG", "tr_TR.UTF-8")
		p := workspace(t, inbox)
		p.Workers = m.workers
		run(t, p)
		got := files(t, p.Dir)
		if want == nil {
			want = got
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s with %d workers: other bytes than in Bogotá with one", m.zone, m.workers)
		}
	}
}

func TestInterruptedRunLeavesTheLastMonth(t *testing.T) {
	p := workspace(t, map[string][]string{"a.txt": someLines(2000)})
	run(t, p)
	before := files(t, p.Dir)
	put(t, p, "b.txt", someLines(30)...)
	for _, step := range []string{StepRead, StepScore, StepReport} {
		ctx, cancel := context.WithCancel(t.Context())
		p.Progress = func(s string, done, total int) {
			if s == step {
				cancel()
			}
		}
		if _, err := p.Run(ctx, october, ""); !errors.Is(err, context.Canceled) {
			t.Errorf("interrupted at %s: got %v", step, err)
		}
		if after := files(t, p.Dir); !maps.Equal(before, after) {
			t.Errorf("interrupted at %s: files changed", step)
		}
	}
}

func TestCloseAndReport(t *testing.T) {
	p := workspace(t, map[string][]string{"a.txt": someLines(10)})
	run(t, p)
	s, err := p.Close(t.Context(), october, store.StateFinal, "")
	if err != nil || s.Manifest.Version != 2 || s.Manifest.State != store.StateFinal {
		t.Fatalf("close: %+v, %v", s, err)
	}
	if s, err := p.Report(t.Context(), october, ""); err != nil || s.Changed {
		t.Errorf("report of an unchanged month: %+v, %v", s, err)
	}
	put(t, p, "b.txt", someLines(3)...)
	var closed *store.ClosedError
	if _, err := p.Run(t.Context(), october, ""); !errors.As(err, &closed) {
		t.Errorf("run of a closed month without a reason: got %v", err)
	}
	if s, err := p.Run(t.Context(), october, "llegó tarde"); err != nil || s.Manifest.Version != 3 {
		t.Errorf("run of a closed month with a reason: %+v, %v", s, err)
	}
	if _, err := p.Report(t.Context(), october.Add(-1), ""); !errors.Is(err, store.ErrNoMonth) {
		t.Errorf("report of a month that is not stored: got %v", err)
	}
}

func TestInspect(t *testing.T) {
	p := workspace(t, map[string][]string{"x/a.txt": {"m|x|1|a|2026-10-03T10:00:00-05:00|hola", "m|x|2|a|2026-09-30T23:00:00-05:00|hola", "x|mal", "s|"}})
	i, err := p.Inspect(t.Context(), filepath.Join(p.Dir, "inbox", "x", "a.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if i.File != "x/a.txt" || *i.Format != "prueba" || i.Network != social.X || i.Rows != 4 || i.Kept != 2 || i.Rejected != 1 ||
		i.From != "2026-09-30" || i.To != "2026-10-03" || i.Months["2026-10"] != 1 || len(i.Rejects) != 1 {
		t.Errorf("got %+v", i)
	}
	other := filepath.Join(t.TempDir(), "nada.bin")
	if err := os.WriteFile(other, []byte{0, 1, 2}, 0o666); err != nil {
		t.Fatal(err)
	}
	if i, err := p.Inspect(t.Context(), other); err != nil || i.Format != nil || i.Reason == "" {
		t.Errorf("a file of no format: %+v, %v", i, err)
	}
}
