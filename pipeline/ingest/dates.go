package ingest

import (
	"strings"
	"time"
	_ "time/tzdata" // the zones below on machines that have no database of zones, such as Windows

	"pulso/pipeline/social"
)

// pacific is where Meta and YouTube count their days and print their times, wherever the account is.
var pacific = zone("America/Los_Angeles")

// zone loads a zone that the embedded database is known to have.
func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the name is a constant of this package
	}
	return z
}

// A dateRule is how a format writes its instants. Its layouts never differ in the order of day and month: a file has
// one order, and trying both row by row would give half of the days to the wrong month.
type dateRule struct {
	layouts []string
	zone    *time.Location // of texts that carry none; nil for the workspace's
}

// isoLayouts are unambiguous; they are how the sheets of workbooks give their dates.
var isoLayouts = []string{
	"2006-01-02 15:04:05", "2006-01-02", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05-0700",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05-0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04 -0700", "2006-01-02 15:04:05 -0700 MST", "2006-01-02 15:04:05 MST",
	"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02T15:04Z07:00",
}

// parse reads an instant. A text without zone is in the rule's, else in that of the workspace.
func (d dateRule) parse(s string, workspace *time.Location) (t time.Time, p social.Precision, ok bool) {
	s = strings.TrimSpace(s)
	in := d.zone
	if in == nil {
		in = workspace
	}
	if in == nil {
		in = time.UTC
	}
	for _, layout := range d.layouts {
		switch w, v := readWall(layout, s); {
		case v == written && saneYear(w.year):
			return w.in(in), w.precision(), true
		case v == unsure:
			t, err := time.ParseInLocation(layout, s, in)
			if err == nil && sane(t) && !unknownZone(t, layout) {
				return social.AtUTC(t), precisionOf(layout), true
			}
		}
	}
	return time.Time{}, "", false
}

// unknownZone says that t was printed with an abbreviation that says nothing of its offset.
func unknownZone(t time.Time, layout string) bool {
	if !strings.HasSuffix(layout, "MST") || strings.Contains(layout, "-0700") {
		return false
	}
	name, offset := t.Zone()
	return offset == 0 && name != "UTC" && name != "GMT" && name != "WET"
}

// day reads a calendar day, without regard to zones.
func (d dateRule) day(s string) (social.Date, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range d.layouts {
		switch w, v := readWall(layout, s); {
		case v == written && saneYear(w.year):
			return social.Date{Year: w.year, Month: time.Month(w.month), Day: w.day}, true
		case v == unsure:
			if t, err := time.Parse(layout, s); err == nil && sane(t) {
				y, m, dd := t.Date()
				return social.Date{Year: y, Month: m, Day: dd}, true
			}
		}
	}
	return social.Date{}, false
}

// sane says whether networks existed at t, or may still: a serial or a typing error gives other years.
func sane(t time.Time) bool { return saneYear(t.Year()) }

func saneYear(year int) bool { return year >= 1995 && year <= 2100 }

// precisionOf is how finely a layout tells an instant.
func precisionOf(layout string) social.Precision {
	switch {
	case strings.Contains(layout, "05"):
		return social.Second
	case strings.Contains(layout, "04"):
		return social.Minute
	}
	return social.Day
}

// months are the Spanish and Portuguese names of the months with their numbers, as they appear in dates.
var months = map[string]string{
	"enero": "01", "ene": "01", "febrero": "02", "feb": "02", "marzo": "03", "mar": "03", "abril": "04", "abr": "04", "mayo": "05", "may": "05", "junio": "06", "jun": "06",
	"julio": "07", "jul": "07", "agosto": "08", "ago": "08", "septiembre": "09", "setiembre": "09", "sept": "09", "sep": "09", "set": "09", "octubre": "10", "oct": "10", "noviembre": "11", "nov": "11", "diciembre": "12", "dic": "12",
	"janeiro": "01", "jan": "01", "fevereiro": "02", "fev": "02", "março": "03", "marco": "03", "maio": "05", "mai": "05", "junho": "06", "julho": "07", "setembro": "09", "outubro": "10", "out": "10", "novembro": "11", "dezembro": "12", "dez": "12",
}
