package ingest

import (
	"regexp"
	"time"

	"pulso/pipeline/social"
)

// A series says which metric of an account a column of figures by day is. The column's field is named like the metric.
type series struct {
	metric social.Metric
	kind   social.ValueKind
}

// An owner is the account that a file is about, as far as file and workspace say.
type owner struct {
	network  social.Network
	id, name string
}

// ownerOf is the account that a file names, else the one that the workspace says the file is of.
func ownerOf(network social.Network, name string, in Input) owner {
	o := owner{network: network, name: name}
	if name == "" {
		o.name = in.Account
	}
	if digitsOnly(o.name) {
		o.id, o.name = o.name, ""
	}
	return o
}

// A period is a stretch of whole days, both ends included, counted in the named zone; an empty zone is unknown.
type period struct {
	start, end social.Date
	zone       string
}

// granularity is how a period reads: a day, a calendar month or a range.
func (p period) granularity() social.Granularity {
	switch first := p.start.Day == 1; {
	case p.start == p.end:
		return social.PerDay
	case first && p.start.InMonth() == p.end.InMonth() && p.end.Day == p.end.InMonth().Days():
		return social.PerMonth
	}
	return social.PerRange
}

// metric is a record of one value of the account.
func (c *cells) metric(o owner, m social.Metric, kind social.ValueKind, v float64, p period) *social.AccountMetric {
	return &social.AccountMetric{
		From: c.origin(), Network: o.network, AccountID: o.id, AccountName: o.name,
		Metric: m, Value: v, ValueKind: kind, Granularity: p.granularity(), Start: p.start, End: p.end, Zone: p.zone, Format: c.format,
	}
}

// emitSeries gives out a record for each figure that the row has. Exported is the day of the export; zero if unknown.
func (c *cells) emitSeries(o owner, list []series, p period, exported social.Date) {
	for _, s := range list {
		if v := c.number(string(s.metric)); v.OK {
			rec := c.metric(o, s.metric, s.kind, v.V, p)
			rec.ExportedAt = exported
			c.emit(rec)
		}
	}
}

// otherField is the field of the columns that a layout knows and no record has a place for.
const otherField = "other"

// others gathers the columns of otherField and the repeated ones, under their headers; nil when they hold nothing.
func (c *cells) others() map[string]string {
	out := c.extra()
	if v := c.raw(otherField); !missing(v) {
		if out == nil {
			out = map[string]string{}
		}
		out[c.bound.headerOf(otherField)] = v
	}
	return out
}

var (
	isoWindow     = regexp.MustCompile(`(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})`)
	compactWindow = regexp.MustCompile(`(?:^|[_ /])(\d{8})_(\d{8})(?:[_ .]|$)`)
	epochInName   = regexp.MustCompile(`_(1[3-9]\d{11})(?:\D|$)`)
)

// windowOf is the stretch of days that the networks write into the name of an export: of a zip, of a file or of the
// folder it was unpacked to.
func windowOf(f File) (start, end social.Date, ok bool) {
	for _, w := range []struct {
		find   *regexp.Regexp
		layout string
	}{{isoWindow, time.DateOnly}, {compactWindow, "20060102"}} {
		m := w.find.FindStringSubmatch(f.label())
		if m == nil {
			continue
		}
		rule := dateRule{layouts: []string{w.layout}}
		start, okStart := rule.day(m[1])
		end, okEnd := rule.day(m[2])
		if okStart && okEnd && start.Compare(end) <= 0 {
			return start, end, true
		}
	}
	return start, end, false
}
