package reports

import (
	"slices"

	"pulso/pipeline/social"
)

// A Break is a day on which a network began to count something else under a known name.
type Break = social.Break

// Breaks are the known changes of definition, by date.
var Breaks = social.Breaks

// Crossed is the break of a metric of a network that falls after the start of month before and not after the end of
// month now; false when figures of the two months may be compared.
func Crossed(n social.Network, metric social.Metric, before, now social.Month) (Break, bool) {
	for _, b := range Breaks {
		m := b.On.InMonth()
		if b.Network == n && slices.Contains(b.Metrics, metric) && m.Compare(now) <= 0 &&
			(m.Compare(before) > 0 || m == before && b.On.Day > 1) {
			return b, true
		}
	}
	return Break{}, false
}

// Comparable is v, or missing with the break's date when the metric was redefined between the two months.
func Comparable(v Value, n social.Network, metric social.Metric, before, now social.Month) Value {
	if b, ok := Crossed(n, metric, before, now); ok && v.OK {
		return NoValue("la red cambió la definición el "+Day(b.On), v.Unit)
	}
	return v
}

// BreaksBetween are the breaks of the given networks whose day falls in the months from first to last.
func BreaksBetween(first, last social.Month, networks []social.Network) []Break {
	var out []Break
	for _, b := range Breaks {
		m := b.On.InMonth()
		if m.Compare(first) >= 0 && m.Compare(last) <= 0 && slices.Contains(networks, b.Network) {
			out = append(out, b)
		}
	}
	return out
}
