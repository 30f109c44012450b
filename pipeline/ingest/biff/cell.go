package biff

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// A Kind says what a cell holds.
type Kind uint8

// The kinds of a cell.
const (
	Empty    Kind = iota
	Text          // Cell.Text
	Number        // Cell.Value
	Date          // Cell.Value is a day serial of the 1900 system, shown by the sheet as a date
	Duration      // Cell.Value is a count of days, shown by the sheet as a time of day or an elapsed time
	Bool          // Cell.Value is 0 or 1
	Error         // Cell.Text is what Excel shows: #N/A
)

// A Cell is what one cell holds; of a formula, the value that was saved with it.
type Cell struct {
	Kind  Kind
	Text  string
	Value float64
}

// String is the cell as text: numbers with a decimal point and no more digits than they need, dates as 2006-01-02 or
// 2006-01-02 15:04:05, durations as h:mm:ss.
func (c Cell) String() string {
	switch c.Kind {
	case Text, Error:
		return c.Text
	case Number:
		return strconv.FormatFloat(c.Value, 'f', -1, 64)
	case Date:
		t := c.Time()
		if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
			return t.Format(time.DateOnly)
		}
		return t.Format(time.DateTime)
	case Duration:
		s := int64(math.Round(c.Value * 86400))
		return strconv.FormatInt(s/3600, 10) + time.Unix(s%3600, 0).UTC().Format(":04:05")
	case Bool:
		if c.Value != 0 {
			return "TRUE"
		}
		return "FALSE"
	}
	return ""
}

// Time is the wall-clock time of a Date cell to the second, in UTC for want of a zone: spreadsheets have none.
func (c Cell) Time() time.Time {
	days, part := math.Modf(c.Value)
	if days < 60 { // Excel counts a 29 February 1900 that was not
		days++
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	return epoch.AddDate(0, 0, int(days)).Add(time.Duration(math.Round(part*86400)) * time.Second)
}

// Bounds of what a cell under a date format may hold and still be a date: 1900-01-00 to 9999-12-31.
const lastSerial = 2958466

// days1904 is what separates the serials of the 1904 system from those of 1900.
const days1904 = 1462

// numeric is the cell of a number under a number format of the given kind.
func numeric(v float64, format Kind, base1904 bool) Cell {
	if format == Date && base1904 {
		v += days1904
	}
	if format != Number && (v < 0 || v >= lastSerial) {
		format = Number
	}
	return Cell{Kind: format, Value: v}
}

// builtin is the kind of the number formats that files name by number without spelling them.
func builtin(ifmt uint16) Kind {
	switch {
	case ifmt >= 14 && ifmt <= 17, ifmt == 22, ifmt >= 27 && ifmt <= 31, ifmt == 36, ifmt >= 50 && ifmt <= 54, ifmt >= 57 && ifmt <= 58:
		return Date
	case ifmt >= 18 && ifmt <= 21, ifmt >= 32 && ifmt <= 35, ifmt >= 45 && ifmt <= 47, ifmt >= 55 && ifmt <= 56:
		return Duration
	}
	return Number
}

// formatKind is the kind of a spelled number format, by the letters of its first section that are neither quoted,
// escaped, padding, colours ([Red]) nor conditions ([>9]): day or year make a date, hours or seconds a duration, and
// months alone a date.
func formatKind(format string) Kind {
	var day, clock, month bool
	for i := 0; i < len(format); i++ {
		switch c := format[i] | 0x20; format[i] {
		case ';':
			i = len(format)
		case '"':
			end := strings.IndexByte(format[i+1:], '"')
			if end < 0 {
				end = len(format)
			}
			i += 1 + end
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(format[i:], ']')
			if end < 0 {
				return Number
			}
			clock = clock || elapsed(format[i+1:i+end])
			i += end
		default:
			if c == 'g' && len(format) >= i+7 && strings.EqualFold(format[i:i+7], "general") {
				return Number
			}
			day = day || c == 'd' || c == 'y'
			clock = clock || c == 'h' || c == 's'
			month = month || c == 'm'
		}
	}
	switch {
	case day || month && !clock:
		return Date
	case clock:
		return Duration
	}
	return Number
}

// elapsed says whether the inside of a bracket is an elapsed time: [h], [mm], [ss].
func elapsed(s string) bool {
	s = strings.ToLower(s)
	return s != "" && (strings.Trim(s, "h") == "" || strings.Trim(s, "m") == "" || strings.Trim(s, "s") == "")
}

// errorText is what Excel shows for an error code.
var errorText = map[byte]string{
	0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}

func errorCell(code byte) Cell {
	text, ok := errorText[code]
	if !ok {
		text = "#ERROR!"
	}
	return Cell{Kind: Error, Text: text}
}
