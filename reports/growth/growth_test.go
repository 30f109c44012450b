package growth

import (
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pulso/pipeline/social"
	"pulso/reports"
	"pulso/reports/reporttest"
)

var update = flag.Bool("update", false, "rewrite the goldens")

var (
	bogota  = time.FixedZone("America/Bogota", -5*3600)
	october = social.Month{Year: 2026, Month: time.October}
)

// golden compares a report's dump with testdata/name.txt. Sheets in whole are dumped to the last row.
func golden(t *testing.T, name string, in reports.Input, whole ...string) *reports.Report {
	t.Helper()
	r, err := Build(in)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, name, r, whole...)
	return r
}

func compare(t *testing.T, name string, r *reports.Report, whole ...string) {
	t.Helper()
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
		Entity: "Alcaldía de Puerto Escondido", ShortName: "Alcaldía", Inhabitants: 400000,
		Accounts: []social.Account{
			{Network: social.Instagram, ID: "17840001", Handle: "alcaldiape", Name: "Alcaldía PE", Dependency: "Comunicaciones", Responsible: "Prensa"},
			{Network: social.Facebook, ID: "1000001", Handle: "AlcaldiaPE", Name: "Alcaldía de Puerto Escondido", Dependency: "Comunicaciones", Responsible: "Prensa", Targets: map[string]float64{"followers": 51000}},
			{Network: social.X, Handle: "AlcaldiaPE", Dependency: "Comunicaciones"},
			{Network: social.YouTube, ID: "UCpe", Name: "Alcaldía PE TV", Dependency: "Comunicaciones"},
			{Network: social.LinkedIn, Name: "Alcaldía PE", Dependency: "Talento Humano"},
		},
		Document: reports.Document{Process: "Gestión de las comunicaciones estratégicas", Procedure: "ME-GCE-P-009", Version: "1"},
	}
}

// A maker invents a month of records by arithmetic, not by chance.
type maker struct {
	month   social.Month
	metrics []*social.AccountMetric
	posts   []*social.Post
	line    int
}

func (k *maker) from() social.Origin {
	k.line++
	return social.Origin{File: k.month.String() + "/metricas.csv", Line: k.line}
}

func (k *maker) day(d int) social.Date {
	return social.Date{Year: k.month.Year, Month: k.month.Month, Day: d}
}

func (k *maker) metric(n social.Network, id string, m social.Metric, d int, v float64) {
	k.metrics = append(k.metrics, &social.AccountMetric{From: k.from(), Network: n, AccountID: id, Metric: m, Value: v,
		ValueKind: social.Sum, Granularity: social.PerDay, Start: k.day(d), End: k.day(d), Zone: "America/Los_Angeles", Format: "prueba"})
}

func (k *maker) wholeMonth(n social.Network, id string, m social.Metric, v float64) {
	k.metrics = append(k.metrics, &social.AccountMetric{From: k.from(), Network: n, AccountID: id, Metric: m, Value: v,
		ValueKind: social.Unique, Granularity: social.PerMonth, Start: k.day(1), End: k.day(k.month.Days())})
}

func (k *maker) post(n social.Network, account string, d, hour int, kind string, reach, likes int64) *social.Post {
	p := &social.Post{
		From: k.from(), Network: n, AccountName: account, ID: fmt.Sprintf("%d%04d", 1800000000000000000+int64(k.month.Month)*1e15, len(k.posts)),
		Permalink: fmt.Sprintf("https://example.org/%s/%d", n, len(k.posts)), PublishedAt: time.Date(k.month.Year, k.month.Month, d, hour, 15, 0, 0, bogota).UTC(),
		Precision: social.Minute, Type: kind, Text: fmt.Sprintf("Jornada número %d de limpieza en los barrios", len(k.posts)+1), Window: social.Lifetime,
		Reach: social.Some(reach), Reactions: social.Some(likes), Comments: social.Some(likes / 10), Shares: social.Some(likes / 20),
	}
	if n == social.Instagram {
		p.Saves = social.Some(likes / 40)
	}
	k.posts = append(k.posts, p)
	return p
}

func (k *maker) stored() reports.Month {
	return reports.Month{Month: k.month, Edition: 1, State: "preliminar", Metrics: seq(k.metrics), Posts: seq(k.posts), Rejects: seq[*social.Reject](nil),
		Lexicon: "0123456789abcdef", Program: "1.0", Inputs: "cafe",
		Intakes: []social.Intake{{File: k.month.String() + "/metricas.csv", Format: "prueba", Read: k.line, Kept: k.line}}}
}

// full invents a month of four networks; grow shifts its size.
func full(m social.Month, grow float64) *maker {
	k := &maker{month: m}
	for d := 1; d <= m.Days(); d++ {
		k.metric(social.Instagram, "17840001", social.FollowersTotal, d, 20000+grow*100+float64(d*7))
		k.metric(social.Instagram, "17840001", social.Reach, d, 3000+float64(d%7*100))
		k.metric(social.X, "", social.FollowersNew, d, float64(5+d%3))
		k.metric(social.X, "", social.FollowersLost, d, float64(2+d%2))
		k.metric(social.X, "", social.Impressions, d, float64(800+d*3))
	}
	k.metric(social.X, "", social.FollowersTotal, m.Days(), 9000+grow*90)
	k.metric(social.Facebook, "1000001", social.FollowersTotal, m.Days()-5, 50000+grow*50)
	k.wholeMonth(social.Facebook, "1000001", social.Reach, 120000+grow*1000)
	kinds := []string{social.TypeImage, social.TypeVideo, social.TypeCarousel, social.TypeText}
	hours := []int{7, 9, 12, 15, 18, 20}
	for i := range 24 {
		day, hour := i%m.Days()+1, hours[i%len(hours)]
		k.post(social.Instagram, "alcaldiape", day, hour, kinds[i%3], int64(900+i*37), int64(30+hour*3+i))
		if i < 18 {
			k.post(social.Facebook, "Alcaldía de Puerto Escondido", day, hour, kinds[i%4], int64(2100+i*53), int64(20+hour*2+i))
		}
	}
	for i := range 9 {
		p := k.post(social.X, "@AlcaldiaPE", i*3+1, hours[i%2], social.TypeText, 0, int64(5+i))
		p.Reach, p.Views = social.Opt[int64]{}, social.Some(int64(400+i*10))
	}
	return k
}

// year is a store of months by their distance from October 2026.
func year(months map[int]*maker) func(social.Month) (reports.Month, bool, error) {
	return func(m social.Month) (reports.Month, bool, error) {
		for back, k := range months {
			if october.Add(-back) == m {
				return k.stored(), true, nil
			}
		}
		return reports.Month{}, false, nil
	}
}

func input(k *maker, earlier map[int]*maker) reports.Input {
	return reports.Input{Office: office(), Zone: bogota, Current: k.stored(), Earlier: year(earlier)}
}

func TestFullMonth(t *testing.T) {
	past := map[int]*maker{}
	for back := 1; back <= 12; back++ {
		past[back] = full(october.Add(-back), float64(13-back))
	}
	k := full(october, 14)
	k.posts[0].Text = "=HYPERLINK(\"http://example.org\") Jornada de salud en el barrio"
	golden(t, "full", input(k, past), "Resumen", "Calidad_Datos")
}

func TestFirstMonthEver(t *testing.T) { golden(t, "first", input(full(october, 1), nil)) }

func TestEmptyMonth(t *testing.T) { golden(t, "empty", input(&maker{month: october}, nil)) }

// A month of sad cases: followers lost, an account that opened in the middle, a deleted capture, unknown reach,
// an account that nobody configured, a metric without network, and a gap in the store.
func TestSadMonth(t *testing.T) {
	k := &maker{month: october}
	for d := 15; d <= 31; d++ {
		k.metric(social.Facebook, "1000001", social.FollowersTotal, d, float64(50000-d*10))
	}
	k.metric(social.YouTube, "UCpe", social.FollowersTotal, 31, 12300)
	k.metric(social.LinkedIn, "", social.FollowersNew, 20, 12)
	k.metric("", "", social.Views, 3, 99)
	k.post(social.TikTok, "alcaldiape.oficial", 12, 10, social.TypeVideo, 5000, 400)
	p := k.post(social.Facebook, "Alcaldía de Puerto Escondido", 20, 8, social.TypeImage, 0, 10)
	p.Reach, p.Precision = social.Some(int64(0)), social.Day
	p = k.post(social.Instagram, "alcaldiape", 21, 8, "", 500, 0)
	p.Reactions, p.Comments, p.Shares, p.Saves = social.Opt[int64]{}, social.Opt[int64]{}, social.Opt[int64]{}, social.Opt[int64]{}

	before := &maker{month: october.Add(-1)}
	before.metric(social.Facebook, "1000001", social.FollowersTotal, 30, 50200)
	before.metric(social.YouTube, "UCpe", social.FollowersTotal, 30, 12300)
	lastYear := full(october.Add(-12), 1)
	golden(t, "sad", input(k, map[int]*maker{1: before, 12: lastYear}))
}

// Figures must not depend on the order in which the store yields its rows.
func TestOrderDoesNotMatter(t *testing.T) {
	build := func(reverse bool) string {
		k, b := full(october, 14), full(october.Add(-1), 12)
		if reverse {
			for _, m := range []*maker{k, b} {
				slices.Reverse(m.metrics)
				slices.Reverse(m.posts)
			}
		}
		r, err := Build(input(k, map[int]*maker{1: b}))
		if err != nil {
			t.Fatal(err)
		}
		s, err := reporttest.Dump(r, "Crecimiento_Mensual", "Publicaciones", "Horarios")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if build(false) != build(true) {
		t.Error("the report depends on the order of rows")
	}
}

// The procedure's policies, with all the records that an office may give.
func TestPolicies(t *testing.T) {
	k := full(october, 14)
	at := func(d, h, m int) time.Time { return time.Date(2026, 10, d, h, m, 0, 0, bogota) }
	k.posts[0].Text = "Abrimos inscripciones: https://www.puertoescondido.gov.co/noticias/becas?utm=x"
	k.posts[1].Text = "Mañana hay jornada gratuita de esterilización para mascotas en el parque central"
	k.posts[2].Text = "Arranca el Festival del Mar #FestivalDelMar en vivo"
	k.posts[2].PublishedAt = at(3, 18, 20)
	k.posts[3].Text = "Cerramos el #FestivalDelMar con saldo en paz"
	k.posts[3].PublishedAt = at(3, 23, 30)
	in := input(k, map[int]*maker{1: full(october.Add(-1), 13), 2: full(october.Add(-2), 12), 3: full(october.Add(-3), 11)})
	in.Office.Site = []string{"puertoescondido.gov.co"}
	in.Office.Goals = map[string]float64{"K16": 0.6}
	in.Office.Topics = []reports.Topic{{Name: "Mascotas", Words: []string{"mascotas", "esterilización"}}, {Name: "Aseo", Words: []string{"limpieza"}}}
	in.Publications = []reports.Publication{
		{URL: "https://puertoescondido.gov.co/noticias/becas/", Title: "Becas", PublishedAt: at(1, 6, 0)},
		{URL: "https://puertoescondido.gov.co/noticias/mascotas", Title: "Jornada gratuita de esterilización para mascotas", PublishedAt: at(1, 12, 0)},
	}
	in.Approvals = []reports.Approval{
		{Network: social.Instagram, PostID: k.posts[0].ID, ApprovedBy: "Jefe de comunicaciones", ApprovedAt: at(1, 6, 30)},
		{Permalink: k.posts[1].Permalink, ApprovedBy: "Jefe de comunicaciones", ApprovedAt: at(2, 6, 30)},
	}
	in.Events = []reports.Event{
		{Name: "Festival del Mar", Start: at(3, 18, 0), End: at(3, 23, 0), Words: []string{"#FestivalDelMar"}, StreamPlanned: social.Some(true), StreamDone: social.Some(true), Viewers: social.Some(int64(320))},
		{Name: "Rendición de cuentas del primer semestre", Start: at(20, 9, 0)},
		{Name: "Evento de otro mes", Start: time.Date(2026, 9, 1, 9, 0, 0, 0, bogota)},
	}
	in.Peers = []reports.Peer{
		{Name: "Alcaldía de Bahía Linda", Network: social.Instagram, Month: october, Followers: social.Some(int64(40000)), Posts: social.Some(int64(30)), Interactions: social.Some(int64(9000))},
		{Name: "Alcaldía de Bahía Linda", Network: social.Instagram, Month: october.Add(-1), Followers: social.Some(int64(39000))},
	}
	in.Current.Mentions = seq(conversation())
	in.Petitions = []reports.Petition{
		{Key: "facebook:1", ReceivedOn: social.Date{Year: 2026, Month: 10, Day: 9}, Decision: reports.IsPetition, Type: "información", ClosedOn: social.Date{Year: 2026, Month: 10, Day: 20}},
		{Key: "facebook:old", ReceivedOn: social.Date{Year: 2026, Month: 9, Day: 1}, Decision: reports.IsPetition, Type: "petición"},
	}
	golden(t, "policies", in)
}

// conversation invents forty questions, half of them answered, one in a working hour and one at night.
func conversation() []*social.Scored {
	var out []*social.Scored
	for i := range 40 {
		asked := time.Date(2026, 10, 9+i%5, 8+i%2*12, 0, 0, 0, bogota)
		q := &social.Scored{Mention: social.Mention{Network: social.Facebook, ID: fmt.Sprint(i), Text: "¿A qué hora abren?", AuthorHandle: "alguien", PublishedAt: asked.UTC(), Precision: social.Second},
			Key: fmt.Sprintf("facebook:%d", i), Status: social.Valid, Intent: "pregunta"}
		out = append(out, q)
		if i%2 == 0 {
			out = append(out, &social.Scored{Mention: social.Mention{Network: social.Facebook, ID: fmt.Sprintf("r%d", i), ParentID: q.ID, Kind: social.KindReply, PublishedAt: asked.Add(time.Duration(30+i) * time.Minute).UTC(), Precision: social.Second},
				Key: fmt.Sprintf("facebook:r%d", i), Status: social.Own})
		}
	}
	return out
}

// A month in which the network redefined its followers: the two closings are not subtracted; daily gains still count.
func TestMetricRedefined(t *testing.T) {
	november := social.Month{Year: 2025, Month: time.November}
	k, before := &maker{month: november}, &maker{month: november.Add(-1)}
	before.metric(social.Facebook, "1000001", social.FollowersTotal, 31, 60000)
	k.metric(social.Facebook, "1000001", social.FollowersTotal, 30, 48000)
	in := input(k, nil)
	in.Earlier = func(m social.Month) (reports.Month, bool, error) { return before.stored(), m == before.month, nil }
	for _, withGains := range []bool{false, true} {
		if withGains {
			for d := range 30 {
				k.metric(social.Facebook, "1000001", social.FollowersNet, d+1, 4)
			}
			in.Current = k.stored()
		}
		r, err := Build(in)
		if err != nil {
			t.Fatal(err)
		}
		row := tableRow(t, r, "Movimiento de seguidores por cuenta", "Facebook")
		net := row[4].Value
		if !withGains && (net.OK || net.Missing != "la red cambió la definición el 15/11/2025") {
			t.Errorf("net growth over a redefinition: %v", net)
		}
		if withGains && (!net.OK || net.N != 120) {
			t.Errorf("net growth by daily gains: %v, want 120", net)
		}
	}
}

// tableRow is the row of a table of the report that begins with a label.
func tableRow(t *testing.T, r *reports.Report, title, label string) []reports.Cell {
	t.Helper()
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			table, ok := b.(*reports.Table)
			if !ok || table.Title != title {
				continue
			}
			for _, row := range table.Rows {
				if row[0].Text == label {
					return row
				}
			}
		}
	}
	t.Fatalf("no row %q in %s", label, title)
	return nil
}

// What the document says of a network must follow from the rows of the sheet Publicaciones.
func TestFiguresFollowFromRows(t *testing.T) {
	r, err := Build(input(full(october, 14), map[int]*maker{1: full(october.Add(-1), 12)}))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(r.Book.Sheets, func(s reports.Sheet) bool { return s.Name == "Publicaciones" })
	s := &r.Book.Sheets[i]
	type sums struct{ posts, interactions, rated, reach float64 }
	by := map[string]*sums{}
	for row, err := range s.Rows {
		if err != nil {
			t.Fatal(err)
		}
		network := row[s.Index("red")].(string)
		if by[network] == nil {
			by[network] = &sums{}
		}
		n := by[network]
		n.posts++
		inter := float64(row[s.Index("interacciones")].(int64))
		n.interactions += inter
		if reach, ok := row[s.Index("alcance")].(int64); ok {
			n.rated += inter
			n.reach += float64(reach)
		}
	}
	for network, n := range by {
		if v := tableRow(t, r, "Publicaciones por cuenta (K07)", network)[1].Value; v.N != n.posts {
			t.Errorf("%s: %v posts, the rows give %v", network, v, n.posts)
		}
		row := tableRow(t, r, "Interacción por cuenta", network)
		if v := row[1].Value; v.N != n.interactions {
			t.Errorf("%s: %v interactions, the rows give %v", network, v, n.interactions)
		}
		if v := row[3].Value; n.reach > 0 && v.N != n.rated/n.reach {
			t.Errorf("%s: rate %v, the rows give %v", network, v.N, n.rated/n.reach)
		} else if n.reach == 0 && v.OK {
			t.Errorf("%s: a rate without reach: %v", network, v)
		}
	}
}

// Networks correct their last days: of two exports of one day the later counts, in whatever order they are read.
func TestLaterExportWins(t *testing.T) {
	for _, firstIsLater := range []bool{true, false} {
		k := &maker{month: october}
		for i, v := range []float64{100, 200} {
			k.metric(social.Facebook, "1000001", social.FollowersTotal, 31, v)
			if (i == 0) == firstIsLater {
				k.metrics[i].ExportedAt = social.Date{Year: 2026, Month: 11, Day: 20}
			} else {
				k.metrics[i].ExportedAt = social.Date{Year: 2026, Month: 11, Day: 2}
			}
		}
		r, err := Build(input(k, nil))
		if err != nil {
			t.Fatal(err)
		}
		want := 200.0
		if firstIsLater {
			want = 100
		}
		if v := tableRow(t, r, "Movimiento de seguidores por cuenta", "Facebook")[5].Value; v.N != want {
			t.Errorf("closing is %v, want %v, which was exported later", v, want)
		}
	}
}

// Running totals and shares are not added over days, and a monthly snapshot of followers is a closing.
func TestValueKinds(t *testing.T) {
	k := &maker{month: october}
	for d := 1; d <= 31; d++ {
		k.metric(social.YouTube, "UCpe", social.Views, d, float64(100000+d))
		k.metrics[len(k.metrics)-1].ValueKind = social.LifetimeOf
	}
	k.wholeMonth(social.YouTube, "UCpe", social.FollowersTotal, 4321)
	k.metrics[len(k.metrics)-1].ValueKind = social.Snapshot
	r, err := Build(input(k, nil))
	if err != nil {
		t.Fatal(err)
	}
	if v := tableRow(t, r, "Alcance y vistas por cuenta", "YouTube")[4].Value; v.OK {
		t.Errorf("running totals were added: %v", v)
	}
	if v := tableRow(t, r, "Movimiento de seguidores por cuenta", "YouTube")[5].Value; v.N != 4321 {
		t.Errorf("closing is %v, want 4.321", v)
	}
}
