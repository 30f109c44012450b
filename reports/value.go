package reports

import (
	"math"
	"strconv"
	"strings"

	"pulso/pipeline/social"
)

// A Unit says what a value counts and so how it is printed.
type Unit int

// The units of a value.
const (
	Count   Unit = iota // whole number: 12.345
	Number              // 1.234,5
	Rate                // fraction, printed as per cent: 0.0123 → 1,2 %
	Points              // −100 … 100 with one decimal: net sentiment
	Scale               // −1 … 1 with two decimals: a score
	Minutes             // printed as h and min
	Hours               // 1.234,5 h
	Change              // fraction with its sign: +1,2 %
	Delta               // whole number with its sign: +1.234
)

// A Value is a number, or the reason why there is none. Notes are doubts that must be printed with it: «estimado»,
// «menos de 30 menciones». The zero Value is missing without a reason and is a bug where it is printed.
type Value struct {
	N       float64
	OK      bool
	Unit    Unit
	Missing string // Spanish, when OK is false: «sin mes anterior»
	Notes   []string
}

// Num is a present value.
func Num(n float64, u Unit) Value { return Value{N: n, OK: true, Unit: u} }

// Int is a present count.
func Int[T ~int | ~int64](n T) Value { return Num(float64(n), Count) }

// NoValue is a missing value with its reason.
func NoValue(why string, u Unit) Value { return Value{Missing: why, Unit: u} }

// FromOpt is the count o, or missing with its reason.
func FromOpt(o social.Opt[int64], why string) Value {
	if !o.OK {
		return NoValue(why, Count)
	}
	return Int(o.V)
}

// With is v with one more note.
func (v Value) With(note string) Value {
	v.Notes = append(v.Notes[:len(v.Notes):len(v.Notes)], note)
	return v
}

// As is v in another unit.
func (v Value) As(u Unit) Value {
	v.Unit = u
	return v
}

// Ratio is a/b as a Rate. It is missing when either is, or when b is zero.
func Ratio(a, b Value, why string) Value {
	switch {
	case !a.OK:
		return NoValue(a.Missing, Rate)
	case !b.OK:
		return NoValue(b.Missing, Rate)
	case b.N == 0:
		return NoValue(why, Rate)
	}
	return Value{N: a.N / b.N, OK: true, Unit: Rate, Notes: append(a.Notes[:len(a.Notes):len(a.Notes)], b.Notes...)}
}

// String prints the value in es-CO (1.234,5), or its reason in parentheses when it is missing. Notes are not
// part of it: tables and cards print them as footnotes.
func (v Value) String() string {
	if !v.OK {
		return "(" + v.Missing + ")"
	}
	switch v.Unit {
	case Count:
		return Fixed(v.N, 0)
	case Number:
		return Fixed(v.N, 1)
	case Rate:
		return Fixed(v.N*100, 1) + " %"
	case Points:
		return signed(v.N, 1)
	case Scale:
		return signed(v.N, 2)
	case Minutes:
		return minutes(v.N)
	case Hours:
		return Fixed(v.N, 1) + " h"
	case Change:
		return signed(v.N*100, 1) + " %"
	case Delta:
		return signed(v.N, 0)
	}
	return Fixed(v.N, 2)
}

func minutes(n float64) string {
	m := int(math.Round(n))
	if m < 60 {
		return strconv.Itoa(m) + " min"
	}
	return Fixed(float64(m/60), 0) + " h " + strconv.Itoa(m%60) + " min"
}

func signed(n float64, places int) string {
	s := Fixed(n, places)
	if !strings.HasPrefix(s, "−") && strings.ContainsAny(s, "123456789") {
		return "+" + s
	}
	return s
}

// Fixed prints n in es-CO with a fixed number of decimals: point for thousands, comma for decimals, and a true
// minus sign. A value that rounds to zero has no sign. Halves round away from zero, as Excel's do.
func Fixed(n float64, places int) string {
	scale := math.Pow10(places)
	digits := strconv.FormatFloat(math.Abs(math.Round(n*scale)/scale), 'f', places, 64)
	whole, frac, _ := strings.Cut(digits, ".")
	var b strings.Builder
	if n < 0 && strings.ContainsAny(digits, "123456789") {
		b.WriteString("−")
	}
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(c)
	}
	if frac != "" {
		b.WriteByte(',')
		b.WriteString(frac)
	}
	return b.String()
}

var months = [...]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}

// MonthName is the month in words: octubre de 2026.
func MonthName(m social.Month) string {
	return months[m.Month-1] + " de " + strconv.Itoa(m.Year)
}

// ShortMonth is the month for an axis: oct 2026.
func ShortMonth(m social.Month) string {
	return months[m.Month-1][:3] + " " + strconv.Itoa(m.Year)
}

// Day prints a day as dd/mm/aaaa; a zero day is empty.
func Day(d social.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format("02/01/2006")
}
