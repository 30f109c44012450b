package growth

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pulso/pipeline/social"
	"pulso/reports"
)

// excerpt compares only some sections of a report with their golden: what a case is about.
func excerpt(t *testing.T, name string, in reports.Input, sections ...string) *reports.Report {
	t.Helper()
	r, err := Build(in)
	if err != nil {
		t.Fatal(err)
	}
	whole := *r
	r.Sections = slices.DeleteFunc(slices.Clone(r.Sections), func(s reports.Section) bool { return !slices.Contains(sections, s.ID) })
	r.Book.Sheets = nil
	compare(t, name, r)
	return &whole
}

// A month after two that nobody exported, with ten days of its own missing: every comparison says what it lacks, and
// the year before still counts.
func TestGaps(t *testing.T) {
	k := full(october, 14)
	k.metrics = slices.DeleteFunc(k.metrics, func(m *social.AccountMetric) bool {
		return m.Start.Day >= 8 && m.Start.Day <= 17 && m.Granularity == social.PerDay
	})
	excerpt(t, "gaps", input(k, map[int]*maker{3: full(october.Add(-3), 11), 12: full(october.Add(-12), 1)}), "resumen", "ficha", "comunidad")
}

// An account that opened on 12 October: its growth since then is told and is in no sum.
func TestAccountOpenedInTheMiddle(t *testing.T) {
	k := full(october, 14)
	for d := 12; d <= 31; d++ {
		k.metric(social.LinkedIn, "", social.FollowersTotal, d, float64(40+d*3))
	}
	k.post(social.LinkedIn, "", 13, 9, social.TypeImage, 300, 20)
	excerpt(t, "opened", input(k, map[int]*maker{1: full(october.Add(-1), 13)}), "ficha", "comunidad")
}

// Two exports of Instagram, of the 15th and of the 31st: what the first brings and the second, which covers its day,
// does not, was taken down. What the second could not bring proves nothing.
func TestPostTakenDown(t *testing.T) {
	k := &maker{month: october}
	snapshot := func(p *social.Post, day int) *social.Post {
		p.SnapshotAt, p.From.File, p.Format = k.day(day), fmt.Sprintf("instagram/Oct-01-2026_Oct-%d-2026_98.csv", day), "meta.content"
		return p
	}
	down := snapshot(k.post(social.Instagram, "alcaldiape", 8, 10, social.TypeImage, 900, 60), 15)
	before := snapshot(k.post(social.Instagram, "alcaldiape", 2, 10, social.TypeImage, 700, 40), 15)
	snapshot(k.post(social.Instagram, "alcaldiape", 4, 8, social.TypeImage, 700, 40), 15) // on the edge of what the second covers
	for d := 4; d <= 30; d += 2 {
		snapshot(k.post(social.Instagram, "alcaldiape", d, 10, social.TypeVideo, 1000, 50), 31)
	}
	other := k.post(social.Instagram, "alcaldiape", 9, 10, social.TypeImage, 800, 45)
	other.SnapshotAt, other.From.File, other.Format = k.day(15), "instagram/lista.csv", "generic.posts"
	r := excerpt(t, "taken_down", input(k, nil), "ficha", "publicaciones")
	i := slices.IndexFunc(r.Book.Sheets, func(s reports.Sheet) bool { return s.Name == "Publicaciones" })
	s := &r.Book.Sheets[i]
	rows := 0
	for row, err := range s.Rows {
		if err != nil {
			t.Fatal(err)
		}
		rows++
		want := reports.Datum(nil)
		if row[0] == down.ID {
			want = k.day(31)
		}
		if got := row[s.Index("ya_no_aparece")]; got != want {
			t.Errorf("post of %v (not shown before: %v): gone since %v, want %v", row[s.Index("fecha")], before.ID == row[0], got, want)
		}
	}
	if rows != len(k.posts) {
		t.Errorf("%d posts in the base, want %d: what was taken down was published all the same", rows, len(k.posts))
	}
}

// YouTube redefined its views on 27 August 2026: the sum of that month is marked, and is not compared with the month
// before. Facebook's followers of November 2025 are two series: no growth is told.
func TestRedefinedInTheMiddle(t *testing.T) {
	august, november := social.Month{Year: 2026, Month: time.August}, social.Month{Year: 2025, Month: time.November}
	views := func(m social.Month, a, b float64) *maker {
		k := &maker{month: m}
		for d := 1; d <= m.Days(); d++ {
			v := a
			if d >= 27 {
				v = b
			}
			k.metric(social.YouTube, "UCpe", social.Views, d, v)
		}
		return k
	}
	in := input(views(august, 100, 180), nil)
	in.Earlier = func(m social.Month) (reports.Month, bool, error) {
		return views(august.Add(-1), 100, 100).stored(), m == august.Add(-1), nil
	}
	excerpt(t, "redefined_views", in, "ficha", "alcance")

	k, before := &maker{month: november}, &maker{month: november.Add(-1)}
	before.metric(social.Facebook, "1000001", social.FollowersTotal, 31, 60000)
	k.metric(social.Facebook, "1000001", social.FollowersTotal, 10, 60150)
	k.metric(social.Facebook, "1000001", social.FollowersTotal, 30, 48000)
	in = input(k, nil)
	in.Earlier = func(m social.Month) (reports.Month, bool, error) { return before.stored(), m == before.month, nil }
	excerpt(t, "redefined_followers", in, "resumen", "comunidad")
}

// Ten years in the store are read no more than one: a report asks for its month and the twelve before it, and reads
// each of their tables once.
func TestReadsNoMoreWithTenYears(t *testing.T) {
	short, long := reads(t, 12), reads(t, 120)
	if fmt.Sprint(short) != fmt.Sprint(long) {
		t.Errorf("with 12 months the report reads %v\nwith 120 months %v", short, long)
	}
	if long["2025-10 abierto"] != 1 || long["2025-09 abierto"] != 0 {
		t.Errorf("months opened: %v", long)
	}
	for what, n := range long {
		if n > 1 {
			t.Errorf("%s: %d times", what, n)
		}
	}
}

// reads counts what a report of October reads of a store of so many months.
func reads(t testing.TB, months int) map[string]int {
	counts := map[string]int{}
	watched := func(m reports.Month) reports.Month {
		metrics, posts := m.Metrics, m.Posts
		m.Metrics = func(yield func(*social.AccountMetric, error) bool) {
			counts[m.Month.String()+" cifras"]++
			metrics(yield)
		}
		m.Posts = func(yield func(*social.Post, error) bool) { counts[m.Month.String()+" publicaciones"]++; posts(yield) }
		return m
	}
	in := input(full(october, 14), nil)
	in.Current = watched(in.Current)
	in.Earlier = func(m social.Month) (reports.Month, bool, error) {
		counts[m.String()+" abierto"]++
		if m.Compare(october.Add(-months)) < 0 {
			return reports.Month{}, false, nil
		}
		return watched(full(m, 5).stored()), true, nil
	}
	if _, err := Build(in); err != nil {
		t.Fatal(err)
	}
	return counts
}

func BenchmarkReport(b *testing.B) {
	for _, months := range []int{12, 120} {
		b.Run(fmt.Sprintf("months=%d", months), func(b *testing.B) {
			stored := map[int]*maker{}
			for back := 1; back <= months; back++ {
				stored[back] = full(october.Add(-back), 5)
			}
			in := input(full(october, 14), stored)
			for b.Loop() {
				if _, err := Build(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// With two accounts of one network, figures that do not say whose they are cannot be told apart: they are counted as a
// fault and are in no figure, and posts without account are one account without a name, however many they are.
func TestUnnamedAmongSeveral(t *testing.T) {
	k := &maker{month: october}
	for d := 1; d <= 20; d++ {
		k.metric(social.Instagram, "", social.Reach, d, 100)
		k.post(social.Instagram, "", d, 9, social.TypeImage, 500, 40)
	}
	in := input(k, nil)
	in.Office.Accounts = append(in.Office.Accounts, social.Account{Network: social.Instagram, Handle: "culturape", Name: "Cultura PE", Responsible: "Cultura"})
	excerpt(t, "unnamed", in, "ficha", "publicaciones")
}

// What came first is known to the day where the network gives no hour: an approval or a page of that same day proves
// nothing, and neither does one without a date, unless the post links to the page.
func TestPreviousToAPostOfADay(t *testing.T) {
	at := func(d, h int) time.Time { return time.Date(2026, 10, d, h, 0, 0, 0, bogota) }
	const words, link = "Jornada gratuita de esterilización para mascotas", " https://puertoescondido.gov.co/mascotas"
	for name, c := range map[string]struct {
		link            string
		page, approval  time.Time
		webFirst, known string
	}{
		"the day before":         {"", at(9, 23), at(9, 23), meets, meets},
		"the same day":           {"", at(10, 0), at(10, 0), noEvidence, noEvidence},
		"the same day, linked":   {link, at(10, 23), at(10, 23), meets, noEvidence},
		"the day after":          {"", at(11, 0), at(11, 0), fails, fails},
		"without a date":         {"", time.Time{}, time.Time{}, noEvidence, noEvidence},
		"without a date, linked": {link, time.Time{}, time.Time{}, meets, noEvidence},
	} {
		k := &maker{month: october}
		p := k.post(social.YouTube, "UCpe", 10, 7, social.TypeVideo, 500, 40)
		p.Text, p.Precision = words+c.link, social.Day
		in := input(k, nil)
		in.Office.Site = []string{"puertoescondido.gov.co"}
		in.Publications = []reports.Publication{{URL: "https://puertoescondido.gov.co/mascotas", Title: words, PublishedAt: c.page}}
		in.Approvals = []reports.Approval{{PostID: p.ID, ApprovedBy: "Jefe de comunicaciones", ApprovedAt: c.approval}}
		r, err := Build(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]string{tableRow(t, r, "Lineamientos del procedimiento", "P1")[5].Text, tableRow(t, r, "Lineamientos del procedimiento", "P2")[5].Text}; got != [2]string{c.webFirst, c.known} {
			t.Errorf("%s: P1 and P2 are %q, want %q", name, got, [2]string{c.webFirst, c.known})
		}
	}
}
