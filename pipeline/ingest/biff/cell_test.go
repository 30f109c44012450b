package biff

import "testing"

// The number formats that decide between a count and a date. The wrong ones of this list are what other readers got
// wrong: a colour, a currency and a quoted word have date letters in them.
func TestFormatKind(t *testing.T) {
	for format, want := range map[string]Kind{
		"General":                       Number,
		"GENERAL":                       Number,
		"0":                             Number,
		"#,##0":                         Number,
		"0.00%":                         Number,
		"0.00E+00":                      Number,
		`[Red]#,##0`:                    Number,
		`#,##0" días"`:                  Number,
		`#,##0\ \d\e`:                   Number,
		`_-* #,##0.00\ "pts"_-`:         Number,
		`#,##0;[Red]-#,##0;"sin dato"d`: Number,
		`"$"#,##0_);[Red]\("$"#,##0\)`:  Number,
		`[$$-es-CO]#,##0`:               Number,
		`[>9]0;0`:                       Number,
		`"sin cerrar d`:                 Number,
		`[sin cerrar d`:                 Number,
		"dd/mm/yyyy":                    Date,
		"m/d/yy h:mm":                   Date,
		"mmm":                           Date,
		`[$-409]d\-mmm\-yy;@`:           Date,
		"YYYY-MM-DD":                    Date,
		"dd/mm/aaaa":                    Date,
		"mm:ss.0":                       Duration,
		"h:mm AM/PM":                    Duration,
		"[h]:mm:ss":                     Duration,
		"[mm]:ss":                       Duration,
	} {
		if got := formatKind(format); got != want {
			t.Errorf("%s: got kind %d, want %d", format, got, want)
		}
	}
}

func TestCellString(t *testing.T) {
	for _, c := range []struct {
		cell Cell
		want string
	}{
		{numeric(1200, Date, false), "1903-04-14"},
		{numeric(1, Date, false), "1900-01-01"},
		{numeric(59, Date, false), "1900-02-28"},
		{numeric(61, Date, false), "1900-03-01"},
		{numeric(46326.999994, Date, false), "2026-10-31 23:59:59"},
		{numeric(46326.9999999, Date, false), "2026-11-01"},
		{numeric(-1, Date, false), "-1"},
		{numeric(1e9, Date, false), "1000000000"},
		{numeric(0.0027314815, Duration, false), "0:03:56"},
		{Cell{Kind: Number, Value: 0.1}, "0.1"},
		{Cell{}, ""},
	} {
		if got := c.cell.String(); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.cell, got, c.want)
		}
	}
}

func TestRK(t *testing.T) {
	for u, want := range map[uint32]float64{
		1<<2 | 2:       1,
		1200<<2 | 2:    1200,
		1200<<2 | 3:    12,
		0xFFFFFFFE:     -1,
		0x3FF00000:     1,
		0x3FF00000 | 1: 0.01,
		0xC0590000:     -100,
		1<<31 | 2:      -(1 << 29),
	} {
		if got := rk(u); got != want {
			t.Errorf("%#x: got %v, want %v", u, got, want)
		}
	}
}
