package ingest

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// A crosstab is a table of one figure of several accounts, as offices keep it by hand: a column for each network and a
// row for each month, or a column for each month and a row for each network.
type crosstab struct {
	table   *table
	at      int // of the header in the head
	bound   *binding
	columns []crossColumn
	across  bool   // the columns are months and the rows networks
	year    int    // of months that come without; zero when nobody says it
	yearOf  string // Spanish: where year was found
	bare    bool   // some month comes without year
	metric  metricField
	unnamed bool // neither the table nor its name says what the figures are
	dates   *dateFamily
}

// A crossColumn is a column of figures: of a network, or of a month.
type crossColumn struct {
	field   string // by which a reject finds its header
	network social.Network
	account string
	metric  metricField // without a metric where the header does not say it
	month   social.Month
}

const crosstabName = genericName + ".crosstab"

var crosstabFormat = Format{Name: crosstabName, Title: "Tabla de una cifra por red y mes",
	Match: func(s *Sample, in Input) bool { return len(crosstabs(s, in)) > 0 }, Read: readCrosstab}

// crossLayout are the columns of a crosstab that hold no figures.
var crossLayout = Layout{
	{"start", []string{"fecha", "date", "dia", "day", "fecha de corte", "corte", "data"}},
	{"month", []string{"mes", "month", "periodo", "period", "mes/ano", "mes y ano", "mes y año"}},
	{"year", []string{"ano", "year", "vigencia"}},
	{"network", []string{"red", "red social", "red_social", "redes", "redes sociales", "network", "plataforma", "platform", "canal", "rede", "rede social"}},
	{"account", []string{"cuenta", "account", "perfil", "nombre de la cuenta", "usuario", "conta"}},
	{"metric", []string{"metrica", "metric", "indicador", "indicator", "medida", "variable"}},
}

// crosstabs are the tables of s that are crosstabs.
func crosstabs(s *Sample, in Input) []*crosstab {
	var out []*crosstab
	if s.Kind == jsonKind {
		return nil
	}
	for _, t := range s.Tables {
		if t.Hidden {
			continue
		}
		for i, r := range t.Head[:min(len(t.Head), searchRows)] {
			if x := crosstabOf(t, i, r, in); x != nil {
				out = append(out, x)
				break
			}
		}
	}
	return out
}

// crosstabOf takes row i of a table for the header of a crosstab; nil when it is none.
func crosstabOf(t *table, i int, r row, in Input) *crosstab {
	if r.Bad != "" || len(r.Cells) < 3 {
		return nil
	}
	x := &crosstab{table: t, at: i, bound: crossLayout.bind(t.heading(i))}
	x.across = !x.bound.has("month") && !x.bound.has("start") && x.bound.has("network")
	if !x.across && !x.bound.has("month") && !x.bound.has("start") {
		return nil
	}
	x.bound.unknown = nil
	seen := map[string]bool{}
	for j, h := range r.Cells {
		if headerKey(h) == "" || slices.Contains(x.claimed(), j) {
			continue
		}
		col, ok := x.column(h, in)
		if !ok {
			x.bound.unknown = append(x.bound.unknown, line(h))
			continue
		}
		key := fmt.Sprint(col.network, col.account, col.metric.metric, col.month)
		if seen[key] {
			return nil // two columns of one figure: nobody knows which counts
		}
		seen[key] = true
		col.field = fmt.Sprintf("column %d", j)
		x.bound.at.put(col.field, j)
		x.columns = append(x.columns, col)
	}
	if len(x.columns) < 2 || !x.holdsFigures() {
		return nil
	}
	x.figure()
	return x
}

// claimed are the columns that hold no figures.
func (x *crosstab) claimed() (at []int) {
	for _, c := range crossLayout {
		if i := x.bound.index(c.Field); i >= 0 {
			at = append(at, i)
		}
	}
	return at
}

func (x *crosstab) column(header string, in Input) (col crossColumn, ok bool) {
	if !x.across {
		col.network, col.account, col.metric, ok = networkInWords(header, in)
		return col, ok
	}
	if col.month, ok = monthOf(header); ok {
		return col, true
	}
	if d, isDay := (dateRule{layouts: isoLayouts}).day(header); isDay && x.table.Delim == 0 { // a date cell shown as a month
		col.month = d.InMonth()
		return col, true
	}
	if col.month.Month, ok = monthName(header); ok {
		x.bare = true
		col.month.Year, _ = x.yearAround()
	}
	return col, ok
}

// joinWords may stand between the words of a header.
var joinWords = map[string]bool{"de": true, "en": true, "del": true, "la": true, "of": true, "on": true, "no": true, "do": true, "": true}

// crossNetworks are the networks by the words of a header. «Meta» is no network there: it is a goal.
var crossNetworks = map[string]social.Network{
	"facebook": social.Facebook, "fb": social.Facebook, "instagram": social.Instagram, "ig": social.Instagram, "x": social.X, "twitter": social.X, "tw": social.X,
	"youtube": social.YouTube, "yt": social.YouTube, "linkedin": social.LinkedIn, "tiktok": social.TikTok,
}

// networkInWords reads a header such as «Facebook», «X (Twitter)», «Seguidores en Instagram», «Alcance Facebook» or
// «Facebook AlcaldiaPrueba», whose last word is an official account.
func networkInWords(header string, in Input) (n social.Network, account string, metric metricField, ok bool) {
	key := strings.NewReplacer("linked in", "linkedin", "tik tok", "tiktok", "you tube", "youtube").Replace(headerKey(header))
	var rest []string
	for _, w := range strings.FieldsFunc(key, func(r rune) bool { return strings.ContainsRune(" ()/-:–,", r) }) {
		switch found := crossNetworks[w]; {
		case found != "" && n != "" && n != found:
			return "", "", metric, false
		case found != "":
			n = found
		case len(rest) > 0 || !joinWords[w]:
			rest = append(rest, w)
		}
	}
	for len(rest) > 0 && joinWords[rest[len(rest)-1]] {
		rest = rest[:len(rest)-1]
	}
	words := strings.Join(rest, " ")
	if n == "" || words == "" {
		return n, "", metric, n != ""
	}
	if m, ok := metricNamed(words); ok {
		return n, "", m, true
	}
	for _, a := range in.Accounts {
		if a.Network == n && slices.ContainsFunc([]string{a.Handle, a.Name, a.ID}, func(name string) bool {
			return name != "" && (headerKey(name) == strings.TrimPrefix(words, "@") || headerKey(name) == words)
		}) {
			return n, cmp.Or(a.Handle, a.Name, a.ID), metric, true
		}
	}
	return "", "", metric, false
}

// metricNamed is the metric that people call by words.
func metricNamed(words string) (metricField, bool) {
	key := headerKey(words)
	for _, m := range metricFields {
		if key == headerKey(string(m.metric)) || metricAliases[key] == m.metric {
			return m, true
		}
	}
	return metricField{}, false
}

// monthName is the month that a text names and nothing else.
func monthName(s string) (m time.Month, ok bool) {
	n, err := strconv.Atoi(cmp.Or(months[headerKey(s)], englishMonths[headerKey(s)]))
	return time.Month(n), err == nil
}

// holdsFigures says whether most cells of the columns are numbers, and some row says its month or its network.
func (x *crosstab) holdsFigures() bool {
	filled, numbers, placed := 0, 0, 0
	for _, r := range x.table.Head[x.at+1:] {
		if x.across {
			if _, _, _, ok := networkInWords(r.cell(x.bound.index("network")), Input{}); ok {
				placed++
			}
		} else if strings.TrimSpace(r.cell(x.bound.index("month"))+r.cell(x.bound.index("start"))) != "" {
			placed++
		}
		for _, c := range x.columns {
			if v := r.cell(x.bound.index(c.field)); !missing(v) {
				filled++
				if _, ok := looseNumber(v); ok {
					numbers++
				}
			}
		}
	}
	return placed > 0 && numbers > 0 && numbers*2 > filled
}

var fourDigits = regexp.MustCompile(`(?:^|\D)(20\d\d)(?:\D|$)`)

// around are the texts that speak of the table as a whole: its titles, its sheet, the name of its file.
func (x *crosstab) around() (titles, sheet, file string) {
	var words []string
	for _, r := range x.table.Head[:x.at] {
		words = append(words, r.Cells...)
	}
	return strings.Join(words, " "), x.table.Sheet, path.Base(x.table.File.label())
}

// yearAround is the year that stands over the table, in the name of its sheet or in that of its file; zero when none
// does or when two do.
func (x *crosstab) yearAround() (year int, from string) {
	titles, sheet, file := x.around()
	for _, place := range [][2]string{{titles, "del título"}, {sheet, "del nombre de la hoja"}, {file, "del nombre del archivo"}} {
		found := map[string]bool{}
		for _, m := range fourDigits.FindAllStringSubmatch(strings.ReplaceAll(place[0], "-", "  "), -1) {
			found[m[1]] = true
		}
		for y := range found {
			if n, err := strconv.Atoi(y); err == nil && len(found) == 1 {
				return n, place[1]
			}
		}
	}
	return 0, ""
}

// figure finds what the figures are by what stands around the table: followers where nobody says.
func (x *crosstab) figure() {
	titles, sheet, file := x.around()
	key := " " + strings.Join(strings.FieldsFunc(headerKey(titles+" "+sheet+" "+file), func(r rune) bool { return strings.ContainsRune(" ._-():,/", r) }), " ") + " "
	longest := ""
	for alias, metric := range metricAliases {
		if len(alias) > 3 && strings.Contains(key, " "+alias+" ") && (len(alias) > len(longest) || len(alias) == len(longest) && alias < longest) {
			longest = alias
			for _, m := range metricFields {
				if m.metric == metric {
					x.metric = m
				}
			}
		}
	}
	if x.metric.metric == "" {
		x.metric, x.unnamed = metricFields[0], !x.bound.has("metric")
	}
	x.year, x.yearOf = x.yearAround()
}

func readCrosstab(f File, in Input) Records {
	return func(yield func(social.Record, error) bool) {
		s, err := readable(f)
		if err != nil {
			yield(nil, err)
			return
		}
		tellHidden(s.Tables, in)
		for _, x := range crosstabs(s, in) {
			x.tell(in)
			format := tabular{name: crosstabName, numbers: loose, row: x.row}
			if !format.readTable(x.table, x.table.Head[x.at].Line, x.bound, in, yield) {
				return
			}
		}
	}
}

// tell says what the table leaves open and how it was decided.
func (x *crosstab) tell(in Input) {
	if x.unnamed && slices.ContainsFunc(x.columns, func(c crossColumn) bool { return c.metric.metric == "" }) {
		in.Note("La tabla no dice qué cifra trae y se leyó como seguidores. Si es otra, escríbala en el encabezado, por ejemplo «Alcance Facebook».")
	}
	var dates []string
	for _, r := range x.table.Head[x.at+1:] {
		if v := strings.TrimSpace(r.cell(x.bound.index("start"))); v != "" {
			dates = append(dates, v)
		}
		if _, bare := monthName(r.cell(x.bound.index("month"))); bare && !x.bound.has("year") {
			x.bare = true
		}
	}
	if x.bare && x.year > 0 {
		in.Note(fmt.Sprintf("Los meses vienen sin año y se tomó %d, %s.", x.year, x.yearOf))
	}
	var note string
	if x.dates, note = chooseDates(dates, x.table.Delim == 0); note != "" && x.bound.has("start") {
		in.Note(note)
	}
}

// row makes a metric of every figure of a row.
func (x *crosstab) row(c *cells) {
	if c.totals() {
		return
	}
	base := social.AccountMetric{From: c.origin(), Format: c.format}
	metric := x.metric
	if x.across {
		if !x.placed(c, &base, &metric) {
			return
		}
	} else if !x.dated(c, &base) {
		return
	}
	if c.has("metric") {
		named, ok := metricNamed(c.raw("metric"))
		if !ok {
			c.skip("métrica que no se usa: " + cut(line(c.raw("metric")), 60))
			return
		}
		metric = named
	}
	for _, col := range x.columns {
		one, m := base, metric
		if col.metric.metric != "" {
			m = col.metric
		}
		v := c.metricValue(col.field, m.kind)
		if !v.OK {
			continue
		}
		if x.across && !x.month(c, col, &one) || !x.across && !x.account(c, col, &one) {
			return
		}
		one.Metric, one.ValueKind, one.Value = m.metric, m.kind, v.V
		c.emit(&one)
	}
}

// placed reads the network and the account of a row.
func (x *crosstab) placed(c *cells, a *social.AccountMetric, metric *metricField) bool {
	text := c.word("network")
	n, account, m, ok := networkInWords(text, c.in)
	if !ok {
		if networkOf(text) == "" {
			c.skip("red que no se informa: " + cut(text, 60))
			return false
		}
		n = networkOf(text)
	}
	if m.metric != "" {
		*metric = m
	}
	account = cmp.Or(c.word("account"), account)
	a.Network = n
	if account == "" {
		if several := c.in.several(n); several != "" {
			c.fail(social.NoAccount, "network", fmt.Sprintf("pulso.yaml tiene varias cuentas de %s (%s) y la fila no dice de cuál es. Agregue una columna «Cuenta» o escriba «%s %s».", n.Title(), several, n.Title(), firstName(several)))
			return false
		}
	}
	a.AccountID, a.AccountName = accountParts(account)
	return true
}

// account reads the network and the account of a column.
func (x *crosstab) account(c *cells, col crossColumn, a *social.AccountMetric) bool {
	account := cmp.Or(col.account, c.word("account"))
	if account == "" {
		if several := c.in.several(col.network); several != "" {
			c.fail(social.NoAccount, col.field, fmt.Sprintf("pulso.yaml tiene varias cuentas de %s (%s) y la columna no dice de cuál es. Escriba la cuenta en el encabezado, por ejemplo «%s %s».", col.network.Title(), several, col.network.Title(), firstName(several)))
			return false
		}
	}
	a.Network = col.network
	a.AccountID, a.AccountName = accountParts(account)
	return true
}

func accountParts(account string) (id, name string) { return Input{Account: account}.account() }

func firstName(several string) string {
	first, _, _ := strings.Cut(several, ", ")
	return first
}

// several names the official accounts of a network where there is more than one; empty where at most one is meant.
func (in Input) several(n social.Network) string {
	var names []string
	for _, a := range in.Accounts {
		if a.Network == n {
			names = append(names, cmp.Or(a.Handle, a.Name, a.ID))
		}
	}
	if len(names) < 2 {
		return ""
	}
	return strings.Join(names, ", ")
}

const yearHelp = "El mes viene sin año. Escriba el año en el encabezado o en la celda (octubre 2026), en el título de la tabla o en el nombre del archivo."

// month sets the month of a column.
func (x *crosstab) month(c *cells, col crossColumn, a *social.AccountMetric) bool {
	if col.month.Year == 0 {
		c.fail(social.NoDate, col.field, yearHelp)
		return false
	}
	a.Start, a.End, a.Granularity = firstDay(col.month), lastDay(col.month), social.PerMonth
	return true
}

// dated reads the month or the day of a row.
func (x *crosstab) dated(c *cells, a *social.AccountMetric) bool {
	if c.has("start") && !missing(c.raw("start")) {
		p := genericPlan{dates: x.dates, zone: c.in.Zone}
		a.Start = p.day(c, "start")
		a.End, a.Granularity = a.Start, social.PerDay
		return c.bad == nil
	}
	m, ok := c.month()
	if name, bare := monthName(c.raw("month")); !ok && bare {
		if x.year == 0 {
			c.fail(social.NoDate, "month", yearHelp)
			return false
		}
		m, ok = social.Month{Year: x.year, Month: name}, true
	}
	if !ok {
		c.failMonth()
		return false
	}
	a.Start, a.End, a.Granularity = firstDay(m), lastDay(m), social.PerMonth
	return true
}
