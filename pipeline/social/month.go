package social

import (
	"cmp"
	"fmt"
	"time"
)

// A Month is a calendar month of the workspace's zone. Which month an instant belongs to is decided by MonthOf
// and nowhere else.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf is the month of instant t in zone.
func MonthOf(t time.Time, zone *time.Location) Month {
	y, m, _ := t.In(zone).Date()
	return Month{y, m}
}

// ParseMonth reads a month written as 2026-10.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return Month{}, fmt.Errorf("mes %q: se esperaba AAAA-MM, por ejemplo 2026-10", s)
	}
	return Month{t.Year(), t.Month()}, nil
}

func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)) }

// MarshalText writes the month as 2026-10, and no month as nothing.
func (m Month) MarshalText() ([]byte, error) {
	if m.IsZero() {
		return nil, nil
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (m *Month) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Month{}
		return nil
	}
	n, err := ParseMonth(string(text))
	if err != nil {
		return err
	}
	*m = n
	return nil
}

// IsZero says whether m is no month at all.
func (m Month) IsZero() bool { return m == Month{} }

// Add is the month n months later; n may be negative.
func (m Month) Add(n int) Month {
	t := time.Date(m.Year, m.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return Month{t.Year(), t.Month()}
}

// Compare orders months in time.
func (m Month) Compare(n Month) int {
	return (m.Year*12 + int(m.Month)) - (n.Year*12 + int(n.Month))
}

// Start is the first instant of the month in zone.
func (m Month) Start(zone *time.Location) time.Time {
	return time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, zone)
}

// End is the first instant of the next month in zone: the month is [Start, End).
func (m Month) End(zone *time.Location) time.Time { return m.Add(1).Start(zone) }

// Days is the number of days of the month.
func (m Month) Days() int {
	return time.Date(m.Year, m.Month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// A Date is a calendar day without zone: what a daily line of an export means.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day of instant t in zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// ParseDate reads a day written as 2026-10-31.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("fecha %q: se esperaba AAAA-MM-DD", s)
	}
	return DateOf(t, time.UTC), nil
}

func (d Date) String() string {
	if d.Year < 0 || d.Year > 9999 || d.Month < 0 || d.Month > 99 || d.Day < 0 || d.Day > 99 {
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
	}
	digit := func(n int) byte { return '0' + byte(n%10) } // keys and definitions print a day for every record
	return string([]byte{digit(d.Year / 1000), digit(d.Year / 100), digit(d.Year / 10), digit(d.Year), '-',
		digit(int(d.Month) / 10), digit(int(d.Month)), '-', digit(d.Day / 10), digit(d.Day)})
}

// MarshalText writes the day as 2026-10-31, and no day as nothing.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	e, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = e
	return nil
}

// IsZero says whether d is no day at all.
func (d Date) IsZero() bool { return d == Date{} }

// InMonth is the month of the day.
func (d Date) InMonth() Month { return Month{d.Year, d.Month} }

// Time is midnight UTC of the day: for arithmetic and for spreadsheets, not an instant of the workspace.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Add is the day n days later; n may be negative.
func (d Date) Add(n int) Date { return DateOf(d.Time().AddDate(0, 0, n), time.UTC) }

// Compare orders days in time.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}
