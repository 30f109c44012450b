package ingest

import (
	"strings"
	"time"

	"pulso/pipeline/social"
)

// A wall is what a text says of an instant: the clock on a wall, and how far it is from UTC where the text tells.
type wall struct {
	year, month, day  int
	hour, minute, sec int
	offset            int  // seconds east of UTC
	zoned             bool // the text tells the offset
	minutes, seconds  bool // the text tells as much
	half              byte // A or P of AM and PM; zero on a clock of 24 hours
}

// A verdict says whether a text is written in a layout.
type verdict byte

const (
	unlike  verdict = iota // package time would not read it by that layout either
	written                // package time would read the same
	unsure                 // ask package time
)

// readWall reads s by a layout in the notation of package time, as time.Parse does, which makes an error of every text
// that does not fit and so takes ten times as long to go through a list of layouts. What it leaves to time.Parse are
// names, fractions of seconds, and whatever no layout of ours has.
func readWall(layout, s string) (w wall, v verdict) {
	w.month, w.day = 1, 1
	for layout != "" {
		var n int // what of the layout is done
		switch b := layout[0]; {
		case b == ' ':
			if s != "" && s[0] != ' ' {
				return w, unlike
			}
			layout, s = strings.TrimLeft(layout, " "), strings.TrimLeft(s, " ")
			continue
		case b >= '0' && b <= '3':
			n, s, v = w.number(layout, s)
			if v != written {
				return w, v
			}
		case b == 'Z' || b == '-' && strings.HasPrefix(layout, "-07"):
			n, s, v = w.distance(layout, s)
			if v != written {
				return w, v
			}
		case b == 'P':
			if len(s) < 2 || s[1] != 'M' || s[0] != 'A' && s[0] != 'P' {
				return w, unlike
			}
			w.half, s, n = s[0], s[2:], len("PM")
		case b == 'J' || b == 'M': // the name of a month, a day or a zone
			if s == "" || s[0] >= '0' && s[0] <= '9' {
				return w, unlike
			}
			return w, unsure
		case b == '4' || b == '5' || b == '_' || b == 'p' || (b == '.' || b == ',') && len(layout) > 1 && (layout[1] == '0' || layout[1] == '9'):
			return w, unsure
		default:
			if s == "" || s[0] != b {
				return w, unlike
			}
			s, n = s[1:], 1
		}
		layout = layout[n:]
	}
	if s != "" || w.day < 1 || w.day > 28 && w.day > (social.Month{Year: w.year, Month: time.Month(w.month)}).Days() {
		return w, unlike
	}
	return w, written
}

// number reads what the number that a layout begins with stands for. N is its length in the layout.
func (w *wall) number(layout, s string) (n int, rest string, v verdict) {
	if strings.HasPrefix(layout, "2006") {
		year, ok := digits(s, 4)
		w.year = year
		return 4, s[min(4, len(s)):], verdictOf(ok)
	}
	n, width := 1, 1 // one digit in the layout stands for one or two
	what := layout[0]
	switch {
	case what == '0' && len(layout) > 1:
		what, n, width = layout[1], 2, 2
	case strings.HasPrefix(layout, "15"):
		what, n = 'H', 2
	}
	if width == 1 && len(s) > 1 && s[1] >= '0' && s[1] <= '9' {
		width = 2
	}
	value, ok := digits(s, width)
	if !ok {
		if what == '6' && s != "" && (s[0] == '+' || s[0] == '-') {
			return 0, s, unsure
		}
		return 0, s, unlike
	}
	s = s[width:]
	switch what {
	case '1':
		w.month, ok = value, value >= 1 && value <= 12
	case '2':
		w.day = value
	case 'H':
		w.hour, ok = value, value < 24
	case '3':
		w.hour, ok = value, value <= 12
	case '4':
		w.minute, w.minutes, ok = value, true, value < 60
	case '5':
		w.sec, w.seconds, ok = value, true, value < 60
		if len(s) > 1 && (s[0] == '.' || s[0] == ',') && s[1] >= '0' && s[1] <= '9' {
			return n, s, unsure
		}
	case '6':
		if w.year = 2000 + value; value >= 69 {
			w.year = 1900 + value
		}
	default: // the day of the year
		return n, s, unsure
	}
	return n, s, verdictOf(ok)
}

func verdictOf(ok bool) verdict {
	if ok {
		return written
	}
	return unlike
}

// distance reads how far from UTC the clock is, written as Z07:00, -07:00 or -0700. N is its length in the layout.
func (w *wall) distance(layout, s string) (n int, rest string, v verdict) {
	switch {
	case strings.HasPrefix(layout[1:], "07:00"):
		n = len("-07:00")
	case strings.HasPrefix(layout[1:], "0700"):
		n = len("-0700")
	default:
		return 0, s, unsure
	}
	w.zoned = true
	if layout[0] == 'Z' && s != "" && s[0] == 'Z' {
		return n, s[1:], written
	}
	if len(s) < n || s[0] != '+' && s[0] != '-' || n == len("-07:00") && s[3] != ':' {
		return n, s, unlike
	}
	hours, okHours := digits(s[1:], 2)
	minutes, okMinutes := digits(s[n-2:], 2)
	if w.offset = hours*3600 + minutes*60; s[0] == '-' {
		w.offset = -w.offset
	}
	return n, s[n:], verdictOf(okHours && okMinutes && hours <= 24 && minutes <= 60)
}

// digits is the number that the first n bytes of s are; ok is false when they are none.
func digits(s string, n int) (v int, ok bool) {
	if len(s) < n {
		return 0, false
	}
	for i := range n {
		b := s[i] - '0'
		if b > 9 {
			return 0, false
		}
		v = v*10 + int(b)
	}
	return v, true
}

// in is the instant, in UTC; zone is that of texts that tell none.
func (w *wall) in(zone *time.Location) time.Time {
	hour := w.hour
	switch {
	case w.half == 'P' && hour < 12:
		hour += 12
	case w.half == 'A' && hour == 12:
		hour = 0
	}
	if w.zoned {
		return time.Date(w.year, time.Month(w.month), w.day, hour, w.minute, w.sec-w.offset, 0, time.UTC)
	}
	return time.Date(w.year, time.Month(w.month), w.day, hour, w.minute, w.sec, 0, zone).UTC()
}

// precision is how finely the text tells the instant.
func (w *wall) precision() social.Precision {
	switch {
	case w.seconds:
		return social.Second
	case w.minutes:
		return social.Minute
	}
	return social.Day
}
