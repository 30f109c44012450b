package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pulso/pipeline/ingest/biff/bifftest"
	"pulso/pipeline/social"
)

// records reads a file by the format that recognises it, which has to be the named one.
func records(t *testing.T, f File, in Input, format string) []social.Record {
	t.Helper()
	if in.Note == nil {
		in.Note = func(string) {}
	}
	in.Zone = bogota
	found, err := Detect(f, in)
	if err != nil {
		t.Fatal(err)
	}
	if found.Name != format {
		t.Fatalf("recognised as %s, want %s", found.Name, format)
	}
	var out []social.Record
	for rec, err := range found.Read(f, in) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rec)
	}
	return out
}

// A comparison of pages must not bring another city's followers into the office's figures.
func TestLinkedInCompetitorsKeepOwnPage(t *testing.T) {
	var book bytes.Buffer
	err := bifftest.Write(&book, []bifftest.Sheet{{Name: "Competitors", Rows: [][]any{
		{"Competitor analytics from 10/01/2026 to 10/31/2026"},
		{"Page", "Total Followers", "New Followers", "Total post engagements", "Total posts"},
		{"Alcaldía Demo", 1200, 35, 410, 22},
		{"Otra Alcaldía", 9000, 100, 900, 40},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[social.Metric]float64{}
	for _, rec := range records(t, fileOf("comparacion.xls", book.Bytes()), Input{Account: "alcaldía demo"}, "linkedin.competitors") {
		m, ok := rec.(*social.AccountMetric)
		if !ok {
			if rec.Source().Line != 4 {
				t.Errorf("%v: %+v", rec.Source(), rec)
			}
			continue
		}
		got[m.Metric] = m.Value
		if m.End.String() != "2026-10-31" {
			t.Errorf("%s ends on %v", m.Metric, m.End)
		}
		if want := map[bool]social.Granularity{true: social.Instant, false: social.PerMonth}[m.ValueKind == social.Snapshot]; m.Granularity != want {
			t.Errorf("%s: %s, want %s", m.Metric, m.Granularity, want)
		}
	}
	want := map[social.Metric]float64{social.FollowersTotal: 1200, social.FollowersNew: 35, social.Interactions: 410, social.PostsPublished: 22}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TikTok Studio writes «October 31»: the year is that of the file's name or, for want of one, of the zip's clock.
func TestTikTokYears(t *testing.T) {
	rows := "\uFEFF\"Date\",\"Followers\",\"Difference in followers from previous day\"\n\"December 30\",\"1180\",\"0\"\n\"January 2\",\"1184\",\"4\""
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "FollowerHistory.csv", Modified: time.Date(2027, 1, 3, 15, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, rows)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file   File
		format string
		want   string // the days, or why there are none
	}{
		{fileOf("Followers_alcaldiademo.zip", out.Bytes()), "zip", "2026-12-30 2027-01-02"},
		{fileOf("FollowerHistory_2025-12-30.csv", []byte(rows)), "tiktok.daily", "2025-12-30 2026-01-02"},
		{fileOf("FollowerHistory_2025-01-02.csv", []byte(rows)), "tiktok.daily", "2024-12-30 2025-01-02"},
		{fileOf("FollowerHistory.csv", []byte(rows)), "tiktok.daily", "bad_date bad_date"},
		{fileOf("Followers_2026-02-01.csv", []byte(strings.ReplaceAll(rows, "January 2", "February 29"))), "tiktok.daily", "2026-12-30 bad_date"},
	} {
		var got []string
		for _, rec := range records(t, c.file, Input{}, c.format) {
			switch r := rec.(type) {
			case *social.AccountMetric:
				if r.Metric == social.FollowersTotal {
					got = append(got, r.Start.String())
				}
			case *social.Reject:
				got = append(got, string(r.Reason))
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %s, want %s", c.file.Name, s, c.want)
		}
	}
}

func TestWindowOf(t *testing.T) {
	for name, want := range map[string]string{
		"account_analytics_content_2026-10-01_2026-10-31.csv":            "2026-10-01 2026-10-31",
		"Contenido 2026-10-01_2026-11-01 Canal.zip":                      "2026-10-01 2026-11-01",
		"yt/Contenido 2026-10-01_2026-11-01 Canal/Datos de la tabla.csv": "2026-10-01 2026-11-01",
		"tweet_activity_metrics_alcaldia_20210801_20210901_en.csv":       "2021-08-01 2021-09-01",
		"Datos de la tabla.csv":                                          "",
		"2026-11-01_2026-10-01.csv":                                      "",
		"2026-13-01_2026-14-01.csv":                                      "",
		"Oct-01-2026_Oct-31-2026_700000000000001.csv":                    "",
		"x_12345678_87654321_y.csv":                                      "",
	} {
		start, end, ok := windowOf(File{Name: name})
		got := ""
		if ok {
			got = start.String() + " " + end.String()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestDayOrder(t *testing.T) {
	for _, c := range []struct {
		why  string
		days []string
		want string // what the first day is read as
	}{
		{"a day above twelve", []string{"10/13/2026", "10/14/2026"}, "2026-10-13"},
		{"a day above twelve, day first", []string{"01/10/2026", "13/10/2026"}, "2026-10-01"},
		{"consecutive, month first", []string{"10/01/2026", "10/02/2026", "10/03/2026"}, "2026-10-01"},
		{"consecutive, day first", []string{"01/10/2026", "02/10/2026", "03/10/2026"}, "2026-10-01"},
		{"falling, day first", []string{"03/10/2026", "02/10/2026", "01/10/2026"}, "2026-10-03"},
		{"jumps back and forth unless the day comes first", []string{"12/01/2026", "01/02/2026", "03/02/2026"}, "2026-01-12"},
		{"nothing decides", []string{"10/05/2026"}, "2026-10-05"},
		{"no day at all", []string{"ayer"}, ""},
	} {
		tab := &table{}
		for i, d := range c.days {
			tab.Head = append(tab.Head, row{Line: i + 1, Cells: []string{d}})
		}
		rule := dayOrder(tab, 0, Input{Note: func(string) {}})
		d, ok := rule.day(c.days[0])
		if got := map[bool]string{true: d.String()}[ok]; got != c.want {
			t.Errorf("%s: got %q, want %q", c.why, got, c.want)
		}
	}
}

func TestJSONValues(t *testing.T) {
	for _, c := range []struct{ why, text, want string }{
		{"lines", "{\"a\":1}\n{\"a\":2}\n", `1{"a":1} 2{"a":2}`},
		{"a list on one line", `[{"a":1},{"a":[{}]}]`, `1{"a":1} 1{"a":[{}]}`},
		{"a list over lines without indentation", "[\n{\n\"a\":[\n{\n}\n]\n},\n{\"b\":1}\n]", "2{\"a\":[{}]} 8{\"b\":1}"},
		{"braces and quotes in strings", `{"a":"}{\"\\"} {"b":"["}`, `1{"a":"}{\"\\"} 1{"b":"["}`},
		{"a script", "window.YTD.tweets.part0 = [ {\"a\":1},\n {\"a\":2} ]", `1{"a":1} 2{"a":2}`},
		{"cut at the end", "{\"a\":1}\n{\"a\":", `1{"a":1} 2!bad_json`},
		{"cut in the middle", "{\"a\":{\"b\":\n{\"a\":2}\n", `1!bad_json 2{"a":2}`},
		{"cut within a string", "{\"a\":\"x\n{\"a\":2}\n", `1!bad_json 2{"a":2}`},
		{"no value", " \n [] 12 \"x\"", ``},
		{"windows", "{\"a\":1}\r\n{\"a\":2}\r\n", `1{"a":1} 2{"a":2}`},
	} {
		for _, r := range []io.Reader{strings.NewReader(c.text), iotest.OneByteReader(strings.NewReader(c.text))} {
			var got []string
			for v, err := range jsonValues(r) {
				if err != nil {
					t.Fatal(err)
				}
				raw := strings.NewReplacer("\n", "", "\r", "").Replace(string(v.Raw))
				if v.Bad != "" {
					raw = "!" + string(v.Bad)
				}
				got = append(got, fmt.Sprint(v.Line)+raw)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s: got %s, want %s", c.why, s, c.want)
			}
		}
	}
}

func TestJSONValuesTooLong(t *testing.T) {
	long := `{"a":"` + strings.Repeat("x", maxValue) + "\"}\n{\"a\":2}\n"
	var got []string
	for v, err := range jsonValues(strings.NewReader(long)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%d %s %d", v.Line, v.Bad, len(v.Raw)))
	}
	if s := strings.Join(got, "; "); s != "1 too_long 2000; 2  7" {
		t.Errorf("got %s", s)
	}
	for _, err := range jsonValues(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(`{"a":1}`)))) {
		if err != nil {
			return
		}
	}
	t.Error("a reader that dies went unnoticed")
}

// Pages that are all authors, all tweets or all nothing, and a workbook that is all directory.
func TestHostilePages(t *testing.T) {
	many := func(n int, s string) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }
	fill := func(s string) string { return many((maxValue-300)/(len(s)+1), s) }
	for _, c := range []struct {
		why  string
		data []byte
	}{
		{"tweets", []byte(`{"data":[` + fill(`{"id":"1","text":"","author_id":"2"}`) + `]}`)},
		{"small tweets", []byte(`{"data":[{"id":"1","text":"a","author_id":"2"},` + fill(`{"id":"1","text":""}`) + `],"__twarc":{}}`)},
		{"users", []byte(`{"data":[{"id":"1","text":"a","author_id":"2"}],"includes":{"users":[` + fill(`{"id":"1"}`) + `]},"__twarc":{}}`)},
		{"comments", []byte(`{"items":[{"id":"1","snippet":{"topLevelComment":{}}},` + fill(`{"snippet":{}}`) + `]}`)},
		{"values", []byte(`{"data":[{"metric":"pageFollows","values":[{"dateTime":"","value":1},` + fill(`{"value":1}`) + `]}]}`)},
		{"keys", []byte(`{"CO":1,` + fill(`"AA":1`) + `}`)},
	} {
		t.Run(c.why, func(t *testing.T) {
			used := peak(func(look func()) {
				in := Input{Zone: bogota, Note: func(string) {}}
				format, err := Detect(fileOf("x.json", c.data), in)
				if err != nil {
					t.Fatal(err)
				}
				n := 0
				for range format.Read(fileOf("x.json", c.data), in) {
					if n++; n%100_000 == 1 {
						look()
					}
				}
				look()
			})
			if t.Logf("%.0f MB", used); used > 200 {
				t.Errorf("%.0f MB", used)
			}
		})
	}
}
