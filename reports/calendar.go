package reports

import (
	"time"

	"pulso/pipeline/social"
)

// The holidays of Colombia are those of Ley 51 de 1983 (Ley Emiliani): some stay on their date, others move to the
// Monday after, and five follow Easter.

// A fixed holiday; moves says whether it goes to the Monday on or after it.
type feast struct {
	month time.Month
	day   int
	moves bool
	name  string
}

var feasts = []feast{
	{time.January, 1, false, "Año Nuevo"},
	{time.January, 6, true, "Reyes Magos"},
	{time.March, 19, true, "San José"},
	{time.May, 1, false, "Día del Trabajo"},
	{time.June, 29, true, "San Pedro y San Pablo"},
	{time.July, 20, false, "Independencia"},
	{time.August, 7, false, "Batalla de Boyacá"},
	{time.August, 15, true, "Asunción"},
	{time.October, 12, true, "Día de la Diversidad Étnica y Cultural"},
	{time.November, 1, true, "Todos los Santos"},
	{time.November, 11, true, "Independencia de Cartagena"},
	{time.December, 8, false, "Inmaculada Concepción"},
	{time.December, 25, false, "Navidad"},
}

// Days from Easter Sunday; those that the law moves are already on their Monday.
var movable = []struct {
	offset int
	name   string
}{
	{-3, "Jueves Santo"},
	{-2, "Viernes Santo"},
	{43, "Ascensión"},
	{64, "Corpus Christi"},
	{71, "Sagrado Corazón"},
}

// Holiday is the name of the Colombian holiday on day d, or empty.
func Holiday(d social.Date) string {
	for _, f := range feasts {
		on := social.Date{Year: d.Year, Month: f.month, Day: f.day}
		if f.moves {
			on = on.Add(int(time.Monday-on.Time().Weekday()+7) % 7)
		}
		if on == d {
			return f.name
		}
	}
	sunday := easter(d.Year)
	for _, m := range movable {
		if sunday.Add(m.offset) == d {
			return m.name
		}
	}
	return ""
}

// easter is Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher).
func easter(year int) social.Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return social.Date{Year: year, Month: time.Month(month), Day: day}
}

// Workday says whether d is a working day in Colombia: Monday to Friday and no holiday.
func Workday(d social.Date) bool {
	w := d.Time().Weekday()
	return w != time.Saturday && w != time.Sunday && Holiday(d) == ""
}

// AddWorkdays is the n-th working day after d, d itself not counted, as the terms of Ley 1755 de 2015 run.
func AddWorkdays(d social.Date, n int) social.Date {
	for n > 0 {
		d = d.Add(1)
		if Workday(d) {
			n--
		}
	}
	return d
}

// Open says whether the office attends at instant t: one of its days, no holiday, within its hours.
func (o *Office) Open(t time.Time, zone *time.Location) bool {
	local := t.In(zone)
	at := sinceMidnight(local)
	return o.opens(social.DateOf(local, zone)) && at >= o.from() && at < o.to()
}

// OpenMinutes is how long the office was open from one instant to another, in minutes.
func (o *Office) OpenMinutes(from, to time.Time, zone *time.Location) float64 {
	var sum time.Duration
	last := social.DateOf(to, zone)
	for d := social.DateOf(from, zone); d.Compare(last) <= 0; d = d.Add(1) {
		if !o.opens(d) {
			continue
		}
		midnight := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
		start, end := midnight.Add(o.from()), midnight.Add(o.to())
		if start.Before(from) {
			start = from
		}
		if end.After(to) {
			end = to
		}
		if end.After(start) {
			sum += end.Sub(start)
		}
	}
	return sum.Minutes()
}

func (o *Office) opens(d social.Date) bool {
	if Holiday(d) != "" {
		return false
	}
	w := d.Time().Weekday()
	if len(o.OfficeDays) == 0 {
		return w != time.Saturday && w != time.Sunday
	}
	for _, day := range o.OfficeDays {
		if day == w {
			return true
		}
	}
	return false
}

// Without office hours in the configuration the day is from 8:00 to 17:00.
func (o *Office) from() time.Duration {
	if o.OfficeTo == 0 {
		return 8 * time.Hour
	}
	return o.OfficeFrom
}

func (o *Office) to() time.Duration {
	if o.OfficeTo == 0 {
		return 17 * time.Hour
	}
	return o.OfficeTo
}

func sinceMidnight(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
}

// Weekdays are the days of the week as reports order and name them.
var Weekdays = [7]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

var weekdayNames = [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}

// WeekdayName is the Spanish name of a weekday, in lower case.
func WeekdayName(w time.Weekday) string { return weekdayNames[w] }
