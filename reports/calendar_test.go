package reports

import (
	"strings"
	"testing"
	"time"

	"pulso/pipeline/social"
)

// The holidays of 2026 as the Colombian calendar prints them.
func TestHolidays2026(t *testing.T) {
	var got []string
	for d := (social.Date{Year: 2026, Month: 1, Day: 1}); d.Year == 2026; d = d.Add(1) {
		if Holiday(d) != "" {
			got = append(got, d.String()[5:])
		}
	}
	want := "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("holidays of 2026:\n got %s\nwant %s", s, want)
	}
}

func TestEaster(t *testing.T) {
	for year, want := range map[int]string{2000: "2000-04-23", 2019: "2019-04-21", 2024: "2024-03-31", 2025: "2025-04-20", 2038: "2038-04-25"} {
		if got := easter(year).String(); got != want {
			t.Errorf("Easter of %d is %s, want %s", year, got, want)
		}
	}
}

func TestAddWorkdays(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-10-09", 1, "2026-10-13"}, // Friday before the Monday of 12 October
		{"2026-10-10", 1, "2026-10-13"}, // received on a Saturday
		{"2026-12-24", 5, "2027-01-04"}, // Christmas and New Year
		{"2026-04-01", 15, "2026-04-24"},
	} {
		from, _ := social.ParseDate(c.from)
		if got := AddWorkdays(from, c.n).String(); got != c.want {
			t.Errorf("%s plus %d working days is %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestOpenMinutes(t *testing.T) {
	zone := time.FixedZone("America/Bogota", -5*3600)
	o := Office{OfficeFrom: 8 * time.Hour, OfficeTo: 17 * time.Hour}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 10, day, hour, minute, 0, 0, zone) }
	for _, c := range []struct {
		from, to time.Time
		want     float64
	}{
		{at(9, 16, 30), at(13, 8, 30), 60},  // over a weekend and a holiday
		{at(13, 9, 0), at(13, 10, 15), 75},  // within a day
		{at(13, 18, 0), at(13, 20, 0), 0},   // after hours
		{at(13, 10, 0), at(14, 10, 0), 540}, // a whole day of nine hours
	} {
		if got := o.OpenMinutes(c.from, c.to, zone); got != c.want {
			t.Errorf("%v to %v: %v open minutes, want %v", c.from, c.to, got, c.want)
		}
	}
	if o.Open(at(12, 10, 0), zone) || !o.Open(at(13, 16, 59), zone) || o.Open(at(13, 17, 0), zone) {
		t.Error("a holiday is open, or a working day ends at another hour")
	}
}
