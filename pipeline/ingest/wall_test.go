package ingest

import (
	"math/rand"
	"testing"
	"time"
)

// everyLayout is every layout by which dates are read here.
func everyLayout() []string {
	all := append([]string(nil), isoLayouts...)
	for _, f := range dateFamilies {
		all = append(all, f.layouts...)
	}
	for _, rule := range []dateRule{feedTime, monthFirst, dayFirst, metaTime, metaDay, metaMetricDay, tikTokInstants, tikTokFullDays, xDays, youTubeDates,
		meltwater.when, brandwatch.when, crowdTangle.when, fourCAT.when, facepager.when} {
		all = append(all, rule.layouts...)
	}
	return all
}

// TestWallsAreReadAsTimeReadsThem holds readWall against time.ParseInLocation: dates written in every layout, sound and
// changed by a character or two, read by it and by another.
func TestWallsAreReadAsTimeReadsThem(t *testing.T) {
	layouts := everyLayout()
	rnd := rand.New(rand.NewSource(1))
	zones := []*time.Location{time.UTC, bogota, pacific, time.FixedZone("", -5*3600)}
	const marks = "0123456789 -+:./,TZAPM"
	sure := 0
	for range 300_000 {
		at := time.Date(1950+rnd.Intn(160), time.Month(1+rnd.Intn(12)), 1+rnd.Intn(31), rnd.Intn(24), rnd.Intn(60), rnd.Intn(60), 0, zones[rnd.Intn(len(zones))])
		by := layouts[rnd.Intn(len(layouts))]
		text := []byte(at.Format(by))
		for range rnd.Intn(3) {
			switch i := rnd.Intn(len(text)); rnd.Intn(4) {
			case 0:
				text = append(text[:i], text[i+1:]...)
			case 1:
				text = append(text[:i], append([]byte{marks[rnd.Intn(len(marks))]}, text[i:]...)...)
			default:
				text[i] = marks[rnd.Intn(len(marks))]
			}
		}
		layout := by
		if rnd.Intn(3) == 0 {
			layout = layouts[rnd.Intn(len(layouts))]
		}
		if sameWall(t, layout, string(text), zones[rnd.Intn(len(zones))]) {
			sure++
		}
	}
	if sure < 200_000 {
		t.Errorf("only %d of the texts were read without asking package time", sure)
	}
	for _, text := range []string{"2026-10-31T22:30:00+24:00", "2026-10-31T22:30:00+25:00", "2026-10-31T22:30:00-00:60", "2026-10-31T22:30:60Z", "2026-10-31T24:00:00Z",
		"2026-02-29", "2028-02-29", "2026-10-31 22:30:00.5", "31/10/2026 12:00 AM", "31/10/2026 0:05 PM", "31/10/2026 13:05 PM", "2026-10-31 22:30", "", " ", "1/1/-6"} {
		for _, layout := range layouts {
			sameWall(t, layout, text, bogota)
		}
	}
}

// sameWall fails where readWall does not say of a text what package time says; sure is false where it says nothing.
func sameWall(t *testing.T, layout, text string, zone *time.Location) (sure bool) {
	t.Helper()
	want, err := time.ParseInLocation(layout, text, zone)
	w, v := readWall(layout, text)
	if v == unsure {
		return false
	}
	if (v == written) != (err == nil) {
		t.Fatalf("%q by %q: verdict %d, time says %v", text, layout, v, err)
	}
	if v != written {
		return true
	}
	if got := w.in(zone); got != want.UTC() {
		t.Fatalf("%q by %q in %v: %v, want %v", text, layout, zone, got, want.UTC())
	}
	if y, m, d := want.Date(); w.year != y || w.month != int(m) || w.day != d {
		t.Fatalf("%q by %q: %d-%d-%d, want %d-%d-%d", text, layout, w.year, w.month, w.day, y, m, d)
	}
	if got := w.precision(); got != precisionOf(layout) {
		t.Fatalf("%q tells the %s, want the %s", layout, got, precisionOf(layout))
	}
	return true
}

// TestTidyDatesAreLeftAlone: what is taken for tidy is what tidying would not change.
func TestTidyDatesAreLeftAlone(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	const marks = "0123456789  -:/TZ.+hUC"
	for range 100_000 {
		text := make([]byte, rnd.Intn(12))
		for i := range text {
			text[i] = marks[rnd.Intn(len(marks))]
		}
		if s := string(text); isTidy(s) && tidied(s) != s {
			t.Fatalf("%q is taken for tidy and becomes %q", s, tidied(s))
		}
	}
}
