package social

import (
	"reflect"
	"testing"
	"time"
)

var bogota = time.FixedZone("America/Bogota", -5*3600)

func TestMonthIsDecidedInTheZone(t *testing.T) {
	cases := []struct{ instant, want, why string }{
		{"2026-11-01T04:59:59Z", "2026-10", "23:59 of 31 October in Bogotá is still October"},
		{"2026-11-01T05:00:00Z", "2026-11", "midnight in Bogotá begins November"},
		{"2026-01-01T00:30:00Z", "2025-12", "the year turns later in Bogotá than in UTC"},
	}
	for _, c := range cases {
		at, err := time.Parse(time.RFC3339, c.instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := MonthOf(at, bogota).String(); got != c.want {
			t.Errorf("%s: got %s, want %s: %s", c.instant, got, c.want, c.why)
		}
	}
}

func TestMonthArithmetic(t *testing.T) {
	m := Month{2026, time.January}
	if got := m.Add(-1); got != (Month{2025, time.December}) {
		t.Errorf("January − 1: got %s", got)
	}
	if got := (Month{2028, time.February}).Days(); got != 29 {
		t.Errorf("February 2028: got %d days, want 29", got)
	}
	if got := m.End(bogota).Sub(m.Start(bogota)); got != 31*24*time.Hour {
		t.Errorf("January lasts %v", got)
	}
	for _, bad := range []string{"", "2026", "2026-13", "10-2026", "2026-1"} {
		if _, err := ParseMonth(bad); err == nil {
			t.Errorf("ParseMonth(%q) was accepted", bad)
		}
	}
}

func TestKeyIsTheSameForTheSameMention(t *testing.T) {
	at := time.Date(2026, 10, 3, 15, 0, 0, 0, time.UTC)
	base := Mention{Network: Facebook, AuthorHandle: "VecinaEjemplo", Text: "¡Sin agua  otra vez!", PublishedAt: at}
	same := base
	same.AuthorHandle, same.Text, same.PublishedAt = "vecinaejemplo", "sin agua otra vez", at.Add(2*time.Hour)
	if base.Key(bogota) != same.Key(bogota) {
		t.Error("the same words by the same author on the same day are two mentions")
	}
	differ := map[string]func(*Mention){
		"network": func(m *Mention) { m.Network = Instagram },
		"author":  func(m *Mention) { m.AuthorHandle = "otra" },
		"day":     func(m *Mention) { m.PublishedAt = at.AddDate(0, 0, 1) },
		"text":    func(m *Mention) { m.Text = "con agua otra vez" },
	}
	for what, change := range differ {
		other := base
		change(&other)
		if base.Key(bogota) == other.Key(bogota) {
			t.Errorf("mentions of another %s have the same key", what)
		}
	}
}

func TestDamagedIDIsNoKey(t *testing.T) {
	a := Mention{Network: X, ID: "1.9E+18", IDDamaged: true, Text: "uno"}
	b := Mention{Network: X, ID: "1.9E+18", IDDamaged: true, Text: "dos"}
	if a.Key(bogota) == b.Key(bogota) {
		t.Error("two mentions whose ids Excel rounded alike became one")
	}
	if got := (&Mention{Network: X, ID: "1900000000000007919"}).Key(bogota); got != "x:1900000000000007919" {
		t.Errorf("a whole id: got key %s", got)
	}
}

func TestEveryReasonHasItsSentence(t *testing.T) {
	reasons := []Reason{BadDate, BadNumber, BadRow, NoID, NoText, NoNetwork, NoAccount, NoDate, TooLong, BadEncoding, BadJSON, DamagedCell, ErrorMessage}
	for _, r := range reasons {
		if ReasonText[r] == "" {
			t.Errorf("reason %s has no sentence for the office", r)
		}
	}
	if len(ReasonText) != len(reasons) {
		t.Errorf("%d sentences for %d reasons: add the new reason here too", len(ReasonText), len(reasons))
	}
}

func TestDefinition(t *testing.T) {
	day := func(y int, m time.Month, d int) Date { return Date{Year: y, Month: m, Day: d} }
	for _, c := range []struct {
		network Network
		on      Date
		metrics []Metric
		want    string
	}{
		{Instagram, day(2025, time.April, 20), []Metric{Views}, ""},
		{Instagram, day(2025, time.April, 21), []Metric{Views}, "2025-04-21"},
		{YouTube, day(2026, time.October, 31), []Metric{Reach, Views}, "2026-08-27"},
		{YouTube, day(2026, time.October, 31), []Metric{FollowersTotal}, ""},
		{Facebook, day(2026, time.October, 31), []Metric{FollowersTotal}, "2025-11-15"},
		{LinkedIn, day(2026, time.October, 31), []Metric{Views}, ""},
	} {
		if got := Definition(c.network, c.on, c.metrics...); got != c.want {
			t.Errorf("%s %v on %s: %q, want %q", c.network, c.metrics, c.on, got, c.want)
		}
	}
	for i := range Breaks[1:] {
		if Breaks[i].On.Compare(Breaks[i+1].On) > 0 {
			t.Errorf("the break of %s stands behind that of %s", Breaks[i+1].On, Breaks[i].On)
		}
	}
}

// The pages of a take are one line that adds up like theirs, wherever they stand among other files.
func TestByTake(t *testing.T) {
	got := ByTake([]Intake{
		{File: "api/x/demo/2026-10/2026-11-03/mentions-0001.json", Read: 5, Kept: 3, Duplicate: 1, Rejected: 1},
		{File: "api/x/demo/2026-10/2026-11-03/mentions-0002.json", Read: 4, OtherMonth: 3, Excluded: 1},
		{File: "api/x/demo/2026-10/2026-11-10/mentions-0001.json", Read: 1, Kept: 1},
		{File: "facebook/octubre.csv", Read: 7, Kept: 7},
	})
	want := []Intake{
		{File: "api/x/demo/2026-10/2026-11-03/", Read: 9, Kept: 3, Duplicate: 1, OtherMonth: 3, Excluded: 1, Rejected: 1},
		{File: "api/x/demo/2026-10/2026-11-10/", Read: 1, Kept: 1},
		{File: "facebook/octubre.csv", Read: 7, Kept: 7},
	}
	if got[0].SHA256 == "" || got[0].SHA256 == got[1].SHA256 {
		t.Errorf("takes are not told apart by their hashes: %+v", got)
	}
	for i := range got {
		if !got[i].Balanced() {
			t.Errorf("%s does not add up", got[i].File)
		}
		got[i].SHA256 = ""
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

// TestDatesPrintAndCompareAsTheirTime: a day is printed and ordered as package time would.
func TestDatesPrintAndCompareAsTheirTime(t *testing.T) {
	days := []Date{{2026, time.January, 1}, {2026, time.October, 9}, {2025, time.December, 31}, {2026, time.October, 31}, {1999, time.December, 31}, {33, time.March, 4}}
	for _, d := range days {
		if got, want := d.String(), d.Time().Format(time.DateOnly); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		for _, e := range days {
			if got, want := d.Compare(e), d.Time().Compare(e.Time()); got != want {
				t.Errorf("%v against %v: %d, want %d", d, e, got, want)
			}
		}
	}
	if got := (Date{}).String(); got != "0000-00-00" {
		t.Error(got)
	}
	if got := (Date{Year: 12026, Month: time.May, Day: 3}).String(); got != "12026-05-03" {
		t.Error(got)
	}
}
