package sentiment

import (
	"flag"
	"fmt"
	"iter"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
	"pulso/reports/reporttest"
)

var update = flag.Bool("update", false, "rewrite the goldens")

var (
	bogota  = time.FixedZone("America/Bogota", -5*3600)
	october = social.Month{Year: 2026, Month: time.October}
)

func golden(t *testing.T, name string, in reports.Input, whole ...string) *reports.Report {
	t.Helper()
	r, err := Build(in)
	if err != nil {
		t.Fatal(err)
	}
	got, err := reporttest.Dump(r, whole...)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from the report; run with -update and read the difference", path)
	}
	return r
}

func seq[T any](items []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range items {
			if !yield(x, nil) {
				return
			}
		}
	}
}

func office() reports.Office {
	return reports.Office{
		Entity: "Alcaldía de Puerto Escondido", ShortName: "Alcaldía",
		Accounts: []social.Account{{Network: social.Facebook, Handle: "AlcaldiaPE"}},
		Topics: []reports.Topic{
			{Name: "Agua y alcantarillado", Dependency: "Aguas de Puerto Escondido"},
			{Name: "Vías", Dependency: "Infraestructura"},
			{Name: "Aseo", Dependency: "Servicios Públicos"},
		},
		Targets: []reports.Target{
			{Name: "Alcaldía", Kind: "own"}, {Name: "Aguas de Puerto Escondido", Kind: "service"}, {Name: "La ciudad", Kind: "city"},
		},
		Document: reports.Document{Process: "Gestión de las comunicaciones estratégicas", Procedure: "ME-GCE-P-009", Version: "1"},
	}
}

// voices are invented: class, words, the term that decides, its contribution, topic, target, intent, why the target.
var voices = []struct {
	class               lexicon.Polarity
	text, term          string
	weight              float64
	topic, target, want string
	rule                social.TargetRule
}{
	{-1, "Llevamos cinco días sin agua en el barrio y nadie responde, el señor Carlos Pérez llamó al 3001234567 y nada", "sin agua", -2.5, "Agua y alcantarillado", "Aguas de Puerto Escondido", "queja", social.TargetInferred},
	{-1, "Qué vergüenza el hueco de la avenida principal, escriban a vecino.molesto@example.org o vengan a la Calle 22 # 5-30", "vergüenza", -2, "Vías", "Alcaldía", "reclamo", social.TargetInferred},
	{1, "Bacano el parque nuevo, muchas gracias @AlcaldiaPE y a @vecina_feliz por la foto que compartió ayer", "bacano", 2, "", "Alcaldía", "agradecimiento", social.TargetCited},
	{0, "¿A qué hora abren mañana la oficina de impuestos para pagar el predial con descuento?", "", 0, "", "Alcaldía", "pregunta", social.TargetAnswered},
	{-1, "La basura lleva una semana sin recoger en la esquina y huele horrible, hagan algo por favor", "horrible", -3, "Aseo", "Alcaldía", "petición", social.TargetSpokenTo},
	{1, "Excelente la jornada de salud de ayer, atendieron rápido y con mucho respeto a los abuelos", "excelente", 3, "", "Alcaldía", "felicitacion", social.TargetAnswered},
	{0, "Mañana hay cierre parcial de la vía por el paso de la carrera atlética de la ciudad", "", 0, "Vías", "La ciudad", "otro", social.TargetCity},
}

// crowd invents n valid mentions of a month by arithmetic, from the voice of each number.
func crowd(m social.Month, n int, voice func(i int) int) []*social.Scored {
	var out []*social.Scored
	networks := []social.Network{social.Facebook, social.X, social.Instagram}
	for i := range n {
		v := voices[voice(i)%len(voices)]
		s := &social.Scored{
			Mention: social.Mention{
				From: social.Origin{File: m.String() + "/menciones.csv", Line: i + 2}, Network: networks[i%3], ID: fmt.Sprint(1000 + i),
				Kind: []social.Kind{social.KindComment, social.KindReply, social.KindPost}[i%3], ParentID: fmt.Sprint(i % 4),
				AuthorHandle: fmt.Sprintf("persona%d", i%50), AuthorName: "Persona Inventada", Text: v.text,
				PublishedAt: time.Date(m.Year, m.Month, i%m.Days()+1, 10+i%8, i%60, 0, 0, bogota).UTC(), Precision: social.Second,
			},
			Status: social.Valid, Lang: "es", Sentiment: v.class, Final: v.class, FinalBy: "auto", ScoredBy: "lexicon",
			Score: v.weight / 5, Confidence: 0.5 + float64(i%50)/100, Intent: v.want, Topic: v.topic, Target: v.target, TargetRule: v.rule, LexiconVersion: "0123456789abcdef",
		}
		s.Key = string(s.Network) + ":" + s.ID
		if v.term != "" {
			s.Terms = []social.Term{{Term: v.term, Length: len(v.term), Weight: v.weight, Contribution: v.weight, Rule: "palabra", Regional: v.term == "bacano"}}
			if v.want == "queja" || v.want == "agradecimiento" { // these say it twice
				s.Terms = append(s.Terms, social.Term{Term: "otra " + v.term, Length: len(v.term), Weight: v.weight, Contribution: v.weight / 2, Rule: "frase"})
			}
		}
		out = append(out, s)
	}
	return out
}

func even(i int) int { return i }

// unwanted invents mentions that do not count.
func unwanted(m social.Month) []*social.Scored {
	var out []*social.Scored
	for i, status := range []social.Status{social.Own, social.Own, social.Duplicate, social.Share, social.Share, social.Share, social.Spam, social.OtherTongue, social.Empty} {
		out = append(out, &social.Scored{
			Mention: social.Mention{From: social.Origin{File: m.String() + "/menciones.csv", Line: 9000 + i}, Network: social.X, ID: fmt.Sprint(9000 + i), Kind: social.KindRepost,
				Text: "Texto excluido", PublishedAt: time.Date(m.Year, m.Month, 5, 12, 0, 0, 0, bogota).UTC()},
			Key: fmt.Sprintf("x:%d", 9000+i), Status: status,
		})
	}
	return out
}

func stored(m social.Month, mentions []*social.Scored) reports.Month {
	return reports.Month{Month: m, Edition: 1, State: "preliminar", Mentions: seq(mentions), Rejects: seq([]*social.Reject{
		{From: social.Origin{File: "menciones.csv", Line: 77}, Reason: social.BadDate, Column: "fecha", Value: "32/13/2026", Detail: "Se esperaba dd/mm/aaaa.", Raw: "fila con @persona1", Format: "generic"},
	}), Lexicon: "0123456789abcdef", Program: "1.0", Inputs: "cafe",
		Intakes: []social.Intake{{File: m.String() + "/menciones.csv", Format: "generic", Read: len(mentions) + 1, Kept: len(mentions), Rejected: 1}}}
}

func input(now []*social.Scored, earlier map[int][]*social.Scored) reports.Input {
	return reports.Input{
		Office: office(), Zone: bogota, Current: stored(october, now),
		Earlier: func(m social.Month) (reports.Month, bool, error) {
			for back, list := range earlier {
				if october.Add(-back) == m {
					return stored(m, list), true, nil
				}
			}
			return reports.Month{}, false, nil
		},
		Pseudonym: func(network, author string) string { return fmt.Sprintf("a%x", len(network)*31+len(author)) },
	}
}

func full() reports.Input {
	now := crowd(october, 300, even)
	// A burst on the 20th, about one post.
	for i, s := range crowd(october, 60, func(int) int { return 0 }) {
		s.ID, s.Network, s.ParentID = fmt.Sprint(5000+i), social.Facebook, "777"
		s.Key = "facebook:" + s.ID
		s.PublishedAt = time.Date(2026, 10, 20, 9, i%60, 0, 0, bogota).UTC()
		now = append(now, s)
	}
	// And another on the 27th, of thanks.
	for i, s := range crowd(october, 60, func(int) int { return 2 }) {
		s.ID, s.Network, s.ParentID = fmt.Sprint(6000+i), social.Facebook, "778"
		s.Key = "facebook:" + s.ID
		s.PublishedAt = time.Date(2026, 10, 27, 9, i%60, 0, 0, bogota).UTC()
		now = append(now, s)
	}
	now[3].Final, now[3].FinalBy = lexicon.Negative, "analyst"
	now[5].Irony = true
	now[8].ScoredBy = "english"
	now = append(now, unwanted(october)...)
	in := input(now, map[int][]*social.Scored{1: crowd(october.Add(-1), 280, even), 2: crowd(october.Add(-2), 100, even), 12: crowd(october.Add(-12), 20, even)})
	for i := range 120 {
		m := now[i*3]
		class := m.Sentiment
		if i%8 == 0 {
			class = lexicon.Neutral
		}
		in.Reviews = append(in.Reviews, reports.Review{Key: m.Key, Month: october, Class: class})
	}
	in.Corrections = []reports.Correction{{Key: now[3].Key, Field: "clase", From: "neutra", To: "negativa", Reason: "Se queja del horario", By: "Analista", On: social.Date{Year: 2026, Month: 11, Day: 3}, Month: october},
		{Key: now[4].Key, Field: "tema", To: "Vías", By: "Analista", On: social.Date{Year: 2026, Month: 11, Day: 3}, Month: october},
		{Key: "x:gone", Field: "clase", To: "neutra", By: "Analista", On: social.Date{Year: 2026, Month: 11, Day: 3}, Month: october},
		{Field: "término", To: "«mamadera» −1,5", Reason: "burla", By: "Analista", On: social.Date{Year: 2026, Month: 11, Day: 3}}}
	return in
}

func TestFullMonth(t *testing.T) { golden(t, "full", full(), "Resumen", "Temas", "Objetivo") }

// Months at the edges of what may be said.
func TestSmallMonths(t *testing.T) {
	for _, n := range []int{0, 1, 29, 30} {
		golden(t, fmt.Sprintf("n%02d", n), input(crowd(october, n, even), nil))
	}
}

func TestOneClassOnly(t *testing.T) {
	golden(t, "negative", input(crowd(october, 90, func(i int) int { return i % 2 }), map[int][]*social.Scored{1: crowd(october.Add(-1), 90, func(int) int { return 5 })}))
}

// Nothing that the default mode prints, in document or base, may name an author or hold what leads to a person.
func TestNoPersonIsNamed(t *testing.T) {
	r, err := Build(full())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range r.Book.Sheets {
		names = append(names, s.Name)
	}
	all, err := reporttest.Dump(r, names...)
	if err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{"persona1", "Persona Inventada", "vecina_feliz", "3001234567", "example.org", "Carlos Pérez", "Calle 22"} {
		if strings.Contains(all, trace) {
			t.Errorf("%q is printed", trace)
		}
	}
	if !strings.Contains(all, "@AlcaldiaPE") {
		t.Error("the official account is masked too")
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	build := func(reverse bool) string {
		now, before := crowd(october, 200, even), crowd(october.Add(-1), 100, even)
		now = append(now, unwanted(october)...)
		if reverse {
			slices.Reverse(now)
			slices.Reverse(before)
		}
		r, err := Build(input(now, map[int][]*social.Scored{1: before}))
		if err != nil {
			t.Fatal(err)
		}
		// Sheets that list mentions follow the order of the store; all else must not.
		s, err := reporttest.Dump(r, "Resumen", "Diario", "Temas", "Objetivo", "Correcciones")
		if err != nil {
			t.Fatal(err)
		}
		return withoutFirstRows(s, "Menciones", "Terminos", "Excluidas")
	}
	if a, b := build(false), build(true); a != b {
		t.Error("the report depends on the order of rows")
	}
}

// withoutFirstRows drops the row that Dump prints of some sheets.
func withoutFirstRows(dump string, sheets ...string) string {
	lines := strings.Split(dump, "\n")
	var out []string
	for i, l := range lines {
		drop := false
		for _, s := range sheets {
			drop = drop || i > 1 && strings.HasPrefix(lines[i-2], "= "+s+" ")
		}
		if !drop {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// Every percentage and net sentiment by network must follow from the rows of the sheet Menciones.
func TestFiguresFollowFromRows(t *testing.T) {
	r, err := Build(full())
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]reports.Classes{}
	eachRow(t, r, "Menciones", func(get func(string) reports.Datum) {
		for _, name := range []string{get("red").(string), "Todas"} {
			c := counts[name]
			switch get("clase_final") {
			case "positiva":
				c.Positive++
			case "negativa":
				c.Negative++
			default:
				c.Neutral++
			}
			counts[name] = c
		}
	})
	seen := 0
	eachRow(t, r, "Resumen", func(get func(string) reports.Datum) {
		name := get("red").(string)
		c, n := counts[name], float64(counts[name].Total())
		for column, want := range map[string]float64{
			"validas": n, "positivas": float64(c.Positive), "porcentaje_negativas": float64(c.Negative) / n,
			"nss_total": float64(c.Positive-c.Negative) / n * 100, "nss_polar": float64(c.Positive-c.Negative) / float64(c.Positive+c.Negative) * 100,
		} {
			if got := get(column).(reports.Formula).Cached; !got.OK || math.Abs(got.N-want) > 1e-9 {
				t.Errorf("%s, %s: %v, the rows give %v", name, column, got, want)
			}
		}
		seen++
	})
	if seen != 4 {
		t.Errorf("Resumen has %d rows, want three networks and all", seen)
	}
}

func eachRow(t *testing.T, r *reports.Report, sheet string, f func(get func(string) reports.Datum)) {
	t.Helper()
	i := slices.IndexFunc(r.Book.Sheets, func(s reports.Sheet) bool { return s.Name == sheet })
	s := &r.Book.Sheets[i]
	for row, err := range s.Rows {
		if err != nil {
			t.Fatal(err)
		}
		f(func(column string) reports.Datum { return row[s.Index(column)] })
	}
}

// Texts that are formulas, scripts, endless, right to left or nothing but emoji must come through whole, and must not
// be quoted where the rule says so.
func TestHostileTexts(t *testing.T) {
	texts := []string{
		`=HYPERLINK("http://example.org","haga clic") y más palabras para llegar a cuarenta`, "<script>alert(1)</script>", strings.Repeat("muy malo ", 4000),
		"\u202eمرحبا بكم في المدينة الجميلة على البحر الكاريبي", "😡😡😡😡", "", "\x00\x01", "\xff\xfe mal codificado",
	}
	now := crowd(october, len(texts)*6, even)
	for i, m := range now {
		m.Text = texts[i%len(texts)]
		m.Terms = nil
	}
	r, err := Build(input(now, nil))
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	eachRow(t, r, "Menciones", func(func(string) reports.Datum) { rows++ })
	if rows != len(now) {
		t.Errorf("%d rows for %d mentions", rows, len(now))
	}
	all, err := reporttest.Dump(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(all, "« muy malo") {
		t.Error("a text of 36,000 characters is quoted")
	}
}

// One author with half the mentions is told, and not named.
func TestLoudAuthor(t *testing.T) {
	now := crowd(october, 100, even)
	for _, m := range now[:50] {
		m.Network, m.AuthorHandle, m.AuthorName = social.X, "gritona", ""
	}
	r, err := Build(input(now, nil))
	if err != nil {
		t.Fatal(err)
	}
	all, err := reporttest.Dump(r, "Menciones")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(all, "un solo autor escribió 50,0 % de las menciones válidas") {
		t.Error("the concentration is not told")
	}
	if strings.Contains(all, "gritona") {
		t.Error("the author is named")
	}
}

// Without a key there are no pseudonyms; with the switch there are handles. Never one in the place of the other.
func TestAuthorColumn(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*reports.Input)
		want   reports.Datum
	}{
		"pseudonym": {func(in *reports.Input) { in.Pseudonym = func(string, string) string { return "a-1" } }, "a-1"},
		"no key":    {func(in *reports.Input) { in.Pseudonym = nil }, nil},
		"shown":     {func(in *reports.Input) { in.Office.ShowAuthors = true }, "persona0"},
	} {
		in := input(crowd(october, 1, even), nil)
		c.change(&in)
		r, err := Build(in)
		if err != nil {
			t.Fatal(err)
		}
		eachRow(t, r, "Menciones", func(get func(string) reports.Datum) {
			if got := get("autor_seudonimo"); got != c.want {
				t.Errorf("%s: author is %v, want %v", name, got, c.want)
			}
		})
	}
}
