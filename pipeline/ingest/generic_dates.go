package ingest

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// A dateFamily is a way of writing dates: layouts with one order of day and month.
type dateFamily struct {
	key     string // by which pulso.yaml names it
	name    string // Spanish, with an example
	layouts []string
	read    func(string) (time.Time, social.Precision, bool) // instead of layouts
	words   bool                                             // months are names: turned into numbers first
}

// clocks are how the time of day follows a day.
var clocks = []string{"", " 15:04", " 15:04:05", ", 15:04", ", 15:04:05", " 3:04 PM", " 3:04:05 PM", ", 3:04 PM", ", 3:04:05 PM", " 15:04:05 -0700", " 15:04:05Z07:00", "T15:04:05", "T15:04:05Z07:00", " 15:04 -0700"}

// withClocks is every day layout with every clock.
func withClocks(days ...string) []string {
	var out []string
	for _, d := range days {
		for _, c := range clocks {
			out = append(out, d+c)
		}
	}
	return out
}

// dateFamilies are the ways of writing dates that the generic reader knows, in the order in which the first of equals
// wins: day before month, as Colombia writes.
var dateFamilies = []dateFamily{
	{key: "ymd", name: "2026-10-31", layouts: append(isoLayouts[:len(isoLayouts):len(isoLayouts)], withClocks("2006/1/2", "2006-1-2", "20060102")...)},
	{key: "dmy", name: "31/10/2026", layouts: withClocks("2/1/2006", "2-1-2006", "2.1.2006", "2/1/06")},
	{key: "mdy", name: "10/31/2026", layouts: withClocks("1/2/2006", "1-2-2006", "1/2/06")},
	{key: "dmy-words", name: "31 de octubre de 2026", layouts: withClocks("2 01 2006", "02 01 2006", "2 01 06"), words: true},
	{key: "mdy-words", name: "octubre 31, 2026", layouts: withClocks("01 2 2006"), words: true},
	{key: "unix", name: "segundos desde 1970", read: readUnix},
	{key: "english", name: "Sat Oct 31 22:30:00 +0000 2026", layouts: []string{time.RubyDate, time.RFC1123Z, time.RFC1123, time.UnixDate, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "Mon Jan 2 2006", "Mon, Jan 2, 2006", "Mon Jan 2 2006 15:04:05 GMT-0700"}},
}

// dateFamilyOf is the family that pulso.yaml names by key; nil when there is none.
func dateFamilyOf(key string) *dateFamily {
	for i := range dateFamilies {
		if dateFamilies[i].key == key {
			return &dateFamilies[i]
		}
	}
	return nil
}

// readUnix reads seconds, or milliseconds, since 1970, with or without decimals.
func readUnix(s string) (time.Time, social.Precision, bool) {
	v, ok := plainNumber(s)
	if !ok || v < 8e8 {
		return time.Time{}, "", false
	}
	if v > 1e17 {
		v /= 1e9
	} else if v > 1e14 {
		v /= 1e6
	} else if v > 1e11 {
		v /= 1e3
	}
	t := time.UnixMilli(int64(math.Round(v * 1000))).UTC()
	return t, social.Second, sane(t)
}

// parse reads a date of the family; loc is the zone of texts that carry none.
func (f *dateFamily) parse(s string, loc *time.Location) (time.Time, social.Precision, bool) {
	t, p, _, ok := f.parseBy(s, loc)
	return t, p, ok
}

// parseBy reads a date and says by which layout; empty when the family has none.
func (f *dateFamily) parseBy(s string, loc *time.Location) (t time.Time, p social.Precision, layout string, ok bool) {
	s = tidyDate(s)
	if f.read != nil {
		t, p, ok = f.read(s)
		return t, p, "", ok
	}
	if f.words {
		s = monthNumbers(s)
	}
	for i, layout := range f.layouts {
		if t, p, ok := (dateRule{layouts: f.layouts[i : i+1], zone: loc}).parse(s, loc); ok {
			return t, p, layout, true
		}
	}
	return t, p, "", false
}

var dateTidier = strings.NewReplacer("a. m.", "AM", "p. m.", "PM", "a.m.", "AM", "p.m.", "PM", " am", " AM", " pm", " PM", " a las ", " ", " h", "", "\u00a0", " ", "\u202f", " ", " UTC", " +0000", " GMT", " +0000", " - ", " ", " · ", " ")

// tidyDate brings the ways of writing a time of day together.
func tidyDate(s string) string {
	if isTidy(s) {
		return s
	}
	return tidied(s)
}

func tidied(s string) string {
	s = strings.Join(strings.Fields(dateTidier.Replace(strings.Join(strings.Fields(s), " "))), " ")
	return strings.Replace(strings.TrimSuffix(s, "."), "+00:00", "Z", 1)
}

// isTidy says that s is of digits and marks that tidyDate leaves alone, as most dates are.
func isTidy(s string) bool {
	for i := range len(s) {
		switch b := s[i]; {
		case b >= '0' && b <= '9' || b == ':' || b == '/' || b == '-' || b == 'T' || b == 'Z':
		case b == ' ' && i > 0 && i+1 < len(s) && s[i-1] != ' ' && s[i-1] != '-' && s[i+1] != ' ' && s[i+1] != '-':
		default:
			return false
		}
	}
	return true
}

// monthNumbers turns the names of months into numbers and drops what stands around them in Spanish and English dates:
// «sábado, 31 de octubre de 2026» is «31 10 2026».
func monthNumbers(s string) string {
	var out []string
	for i, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == ',' || r == '/' || (r == '-' || r == '.') }) {
		if n, ok := months[w]; ok {
			w = n
		} else if n, ok := englishMonths[w]; ok {
			w = n
		} else if w == "de" || w == "del" || i == 0 && !strings.ContainsAny(w, "0123456789") {
			continue
		}
		out = append(out, w)
	}
	return strings.Replace(strings.Replace(strings.Join(out, " "), " am", " AM", 1), " pm", " PM", 1)
}

var englishMonths = map[string]string{
	"january": "01", "february": "02", "march": "03", "april": "04", "apr": "04", "june": "06", "july": "07", "august": "08", "aug": "08",
	"september": "09", "october": "10", "november": "11", "december": "12", "dec": "12",
}

// hits is how many of the texts are dates of the family.
func (f *dateFamily) hits(texts []string) (n int) {
	for _, s := range texts {
		if _, _, ok := f.parse(s, time.UTC); ok {
			n++
		}
	}
	return n
}

// mostFitting is the family that reads most of the texts, the first of equals; −1 when none reads any.
func mostFitting(texts []string) int {
	best, bestHits := -1, 0
	for i := range dateFamilies {
		if n := dateFamilies[i].hits(texts); n > bestHits {
			best, bestHits = i, n
		}
	}
	return best
}

// chooseDates decides, once for a whole file, how its dates are written by those of its first rows. Note says, in
// Spanish, what was decided where the dates do not decide it.
func chooseDates(samples []string, sheet bool) (f *dateFamily, note string) {
	var texts []string
	for _, s := range samples {
		if missing(s) {
			continue
		}
		if sheet { // the date cells of a sheet are unambiguous whatever the others are
			if _, _, ok := dateFamilies[0].parse(s, time.UTC); ok {
				continue
			}
		}
		texts = append(texts, s)
	}
	if len(texts) == 0 {
		return &dateFamilies[0], ""
	}
	best := mostFitting(texts[:min(len(texts), 50)])
	var hits [3]int
	if best == 1 || best == 2 { // a day above 12 may stand far down
		hits[1], hits[2] = dateFamilies[1].hits(texts), dateFamilies[2].hits(texts)
		best = 1
		if hits[2] > hits[1] {
			best = 2
		}
	}
	if best < 0 && sheet && len(texts) < len(samples) {
		best = 0
	}
	if best < 0 {
		return nil, ""
	}
	if best == 1 && hits[2] == hits[1] {
		note = "Las fechas se pueden leer como día/mes o como mes/día; se leyeron como día/mes/año."
	}
	if sheet && len(texts) < len(samples) && (best == 1 || best == 2) {
		note = fmt.Sprintf("La columna de fechas mezcla celdas de fecha con textos como «%s»: la hoja de cálculo pudo cambiar el día por el mes en algunas. Use el archivo original.", texts[0])
	}
	return &dateFamilies[best], note
}

// shortYear is how a spreadsheet shows a month: oct-26.
var shortYear = regexp.MustCompile(`^([a-z]{3,10})\.?[-/ ](\d\d)$`)

// monthOf reads a month: 2026-10, 10/2026, octubre 2026, octubre de 2026, oct-26.
func monthOf(s string) (social.Month, bool) {
	if short := shortYear.FindStringSubmatch(headerKey(s)); short != nil {
		s = short[1] + " 20" + short[2]
	}
	key := strings.NewReplacer("/", " ", "-", " ", ".", " ", " de ", " ", " del ", " ").Replace(headerKey(s))
	var year, month int
	for _, w := range strings.Fields(key) {
		if n, ok := months[w]; ok {
			w = n
		} else if n, ok := englishMonths[w]; ok {
			w = n
		}
		n, err := strconv.Atoi(w)
		switch {
		case err != nil:
			return social.Month{}, false
		case n > 1990 && n < 2101 && year == 0:
			year = n
		case n >= 1 && n <= 12 && month == 0:
			month = n
		default:
			return social.Month{}, false
		}
	}
	return social.Month{Year: year, Month: time.Month(month)}, year > 0 && month > 0
}
