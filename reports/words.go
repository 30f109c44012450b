package reports

import (
	"strconv"
	"strings"
	"time"

	"pulso/lexicon"
	"pulso/pipeline/social"
)

// Plural prints n with its noun: «1 mención», «1.234 menciones».
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Fixed(float64(n), 0) + " " + many
}

// Join writes a list as a sentence does: «a, b y c», with e before the sound i.
func Join(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := items[len(items)-1]
	and := " y "
	if l := strings.ToLower(last); (strings.HasPrefix(l, "i") || strings.HasPrefix(l, "hi")) && !strings.HasPrefix(l, "hie") {
		and = " e "
	}
	return strings.Join(items[:len(items)-1], ", ") + and + last
}

// ClassName is a class as reports and bases print it.
func ClassName(p lexicon.Polarity) string {
	switch {
	case p > 0:
		return "positiva"
	case p < 0:
		return "negativa"
	}
	return "neutra"
}

// ClassesInOrder are the classes in the order in which they are printed.
var ClassesInOrder = []lexicon.Polarity{lexicon.Positive, lexicon.Negative, lexicon.Neutral}

// Moment prints an instant in zone as dd/mm/aaaa hh:mm; an instant known to the day only, as the day.
func Moment(t time.Time, p social.Precision, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	if p == social.Day {
		return t.In(zone).Format("02/01/2006")
	}
	return t.In(zone).Format("02/01/2006 15:04")
}

// Hour names an hour of the day: «8:00 a 8:59».
func Hour(h int) string {
	s := strconv.Itoa(h)
	return s + ":00 a " + s + ":59"
}

// Excerpt is a text on one line, cut to at most n runes at a word where it can be.
func Excerpt(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := string(r[:n-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}

// Footnote is why a value is missing or doubtful, for a sentence: «sin mes anterior», «estimado».
func Footnote(v Value) string {
	if !v.OK {
		return v.Missing
	}
	return strings.Join(v.Notes, "; ")
}

// YesOrNo prints a bool in words.
func YesOrNo(b bool) string {
	if b {
		return "Sí"
	}
	return "No"
}
