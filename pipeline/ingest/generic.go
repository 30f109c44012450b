package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// The generic reader takes any table whose headers say what its columns hold: mentions, own publications, or figures
// of an account. What the headers do not say, the configuration may (Columns); what nobody says is not made up.
const genericName = "generic"

// The kinds of rows that the generic reader makes.
const (
	mentionRows = "mentions"
	postRows    = "posts"
	metricRows  = "metrics"
)

// GenericKinds are the kinds of tables that pulso.yaml may name.
var GenericKinds = []string{mentionRows, metricRows, postRows}

// A genericPlan is how a table is read.
type genericPlan struct {
	kind     string
	table    *table
	cols     *Columns // what pulso.yaml says of the table; nil when nothing
	header   int      // line of the header row
	at       int      // its place in the head
	bound    *binding
	dates    *dateFamily // nil when no way of writing dates fits
	zone     *time.Location
	network  social.Network  // when the rows do not say it
	ordinal  bool            // the id column just numbers the rows
	comments bool            // the column of the text is called a comment
	columns  mentionColumns  // of a table of mentions or of publications
	networks []calledNetwork // the first different names of networks that rows had
	last     string          // the layout that read the last date; empty when none did
}

// A calledNetwork is a network and how a cell calls it.
type calledNetwork struct {
	name    string
	network social.Network // empty when nobody calls a network so
}

// genericKind is the kind of rows that a format of the generic reader makes; ok is false for other formats.
func genericKind(f *Format) (kind string, ok bool) {
	kind, ok = strings.CutPrefix(f.Name, genericName+".")
	return kind, ok && slices.Contains(GenericKinds, kind)
}

func genericFormat(kind, title string) Format {
	return Format{Name: genericName + "." + kind, Title: title,
		Match: func(s *Sample, in Input) bool { return len(genericPlans(s, in, kind)) > 0 },
		Read:  func(f File, in Input) Records { return readGeneric(f, in, kind) }}
}

// genericTables are what of a file reads as rows, JSON objects too.
func genericTables(s *Sample) []*table {
	if s.Kind == jsonKind && s.Tables == nil {
		s.Tables = jsonTables(s)
	}
	return s.Tables
}

// genericPlans tells how each table of s that holds rows of that kind is read. Of a JSON document the objects
// themselves are preferred to the lists inside them.
func genericPlans(s *Sample, in Input, kind string) []*genericPlan {
	var plans []*genericPlan
	for _, t := range genericTables(s) {
		if t.Hidden {
			continue
		}
		if p := genericPlanOf(t, in, kind); p != nil {
			plans = append(plans, p)
			if s.Kind == jsonKind {
				break
			}
		}
	}
	return plans
}

// genericPlanOf finds the header of t: of its first rows the one that binds most columns.
func genericPlanOf(t *table, in Input, kind string) *genericPlan {
	cols := in.columnsOf(t)
	if cols != nil && cols.Kind != "" && cols.Kind != kind {
		return nil
	}
	best := bestHeader(t, cols, kind)
	if best == nil || !genericHolds(kind, best.bound, cols) {
		return nil
	}
	if kind == metricRows && !cols.confirmed() && best.finer() {
		return nil
	}
	return best
}

// bestHeader is the row among the first of t that binds most columns of what a table of that kind may hold, those
// that hold enough of it before others; nil when no row can be a header.
func bestHeader(t *table, cols *Columns, kind string) *genericPlan {
	layout := genericLayout(kind, cols)
	var best *genericPlan
	enough := false
	for i, r := range t.Head[:min(len(t.Head), searchRows)] {
		if r.Bad != "" || len(r.Cells) == 0 || cols.confirmed() && !cols.sameHeader(r.Cells) {
			continue
		}
		b := layout.bind(t.heading(i))
		if kind == mentionRows {
			b.wordsNotCounts(t.Head[i+1:])
		}
		holds := genericHolds(kind, b, cols)
		if best == nil || holds && !enough || holds == enough && len(b.at) > len(best.bound.at) {
			best, enough = &genericPlan{kind: kind, table: t, cols: cols, header: r.Line, at: i, bound: b}, holds
		}
	}
	return best
}

// wordsNotCounts makes of a column called «comentarios» the text of the mentions where it holds words: the same header
// stands over how many comments there were and over what they say.
func (b *binding) wordsNotCounts(rows []row) {
	if b.has("text") || !b.has("replies") {
		return
	}
	words, filled := 0, 0
	for _, r := range rows {
		if v := strings.TrimSpace(r.cell(b.index("replies"))); v != "" {
			filled++
			if _, ok := looseNumber(v); !ok {
				words++
			}
		}
	}
	if words*2 > filled {
		for i := range b.at {
			if b.at[i].field == "replies" {
				b.at[i].field = "text"
			}
		}
	}
}

// finer says that the rows of a table of figures are of something smaller than an account, such as its posts or its
// countries: most of them have the day, the account and the metric of another row. Taken as figures of the account
// they would be added up or overwrite one another.
func (p *genericPlan) finer() bool {
	seen := map[string]bool{}
	rows, again := 0, 0
	for _, r := range p.table.Head[p.at+1:] {
		var key strings.Builder
		for _, f := range []string{"start", "end", "month", "network", "account", "account_id", "metric"} {
			key.WriteString(r.cell(p.bound.index(f)) + "\x00")
		}
		if r.blank() {
			continue
		}
		rows++
		if seen[key.String()] {
			again++
		}
		seen[key.String()] = true
	}
	return rows > 3 && again*3 > rows
}

// plainWords are the headers that name a citizen's words and nothing else; others (description, content) need a date
// beside them to be taken for mentions.
var plainWords = map[string]bool{"texto": true, "text": true, "tweet": true, "full text": true, "comentario": true, "comment": true, "comment text": true, "texto del comentario": true,
	"mensaje": true, "message": true, "mencion": true, "mention": true, "opinion": true, "resena": true, "review": true, "comentarios": true, "comments": true}

// genericLayout is the layout of a kind with the configured headers before its own, or the configured ones alone where
// a person has confirmed them.
func genericLayout(kind string, cols *Columns) Layout {
	layout := map[string]Layout{mentionRows: genericMention, postRows: genericPost, metricRows: genericMetric}[kind]
	if cols == nil {
		return layout
	}
	configured := Layout{{"", cols.leave}}
	for _, field := range slices.Sorted(maps.Keys(cols.Fields)) {
		configured = append(configured, Column{field, []string{cols.Fields[field]}})
	}
	if cols.confirmed() {
		return configured
	}
	return append(configured, layout...)
}

// A metricField is a metric by which a column goes.
type metricField struct {
	metric social.Metric
	kind   social.ValueKind
}

// metricFields are the columns of genericMetric that hold a metric, with what may be done with it.
var metricFields = []metricField{
	{social.FollowersTotal, social.Snapshot}, {social.FollowersNew, social.Sum}, {social.FollowersLost, social.Sum}, {social.FollowersNet, social.Sum},
	{social.Views, social.Sum}, {social.Impressions, social.Sum}, {social.Reach, social.Unique}, {social.Interactions, social.Sum}, {social.Reactions, social.Sum},
	{social.Comments, social.Sum}, {social.Shares, social.Sum}, {social.Saves, social.Sum}, {social.Clicks, social.Sum}, {social.LinkClicks, social.Sum},
	{social.ProfileVisits, social.Sum}, {social.PostsPublished, social.Sum}, {social.VideoViews, social.Sum}, {social.WatchTimeHours, social.Sum}, {social.EngagementRate, social.Ratio},
}

// genericHolds says whether the bound columns are enough for rows of that kind. Configured tables need only what they
// were configured for.
func genericHolds(kind string, b *binding, cols *Columns) bool {
	configured := cols != nil && cols.Kind == kind
	switch kind {
	case mentionRows:
		dated := b.has("created_at") || b.has("unix")
		return b.has("text") && (configured || !b.ofProfiles()) && (configured || len(b.at) > 1 && (dated || plainWords[headerKey(b.headerOf("text"))]))
	case postRows:
		measured := 0
		for _, f := range []string{"views", "impressions", "reach", "reactions", "comments", "shares", "saves", "clicks", "engagement", "rate"} {
			if b.has(f) {
				measured++
			}
		}
		named := b.has("text") || b.has("url") || b.has("id")
		if configured {
			return named
		}
		own := b.has("reach") || b.has("saves") || b.has("impressions") || b.has("clicks") || b.has("engagement")
		return named && own && measured >= 2 && (b.has("created_at") || b.has("unix")) && !b.has("sentiment") && !b.has("author_followers") && !b.has("author_handle")
	}
	measured := 0
	for _, m := range metricFields {
		if b.has(string(m.metric)) {
			measured++
		}
	}
	if !configured && b.ofPosts() {
		return false
	}
	long := b.has("metric", "value")
	return (long || measured > 0) && (b.has("start") || b.has("month"))
}

// profileMarks are headers of tables of people or accounts, whose descriptions are no mentions.
var profileMarks = map[string]bool{"friends count": true, "listed count": true, "statuses count": true, "favourites count": true, "follows count": true, "media count": true,
	"default profile": true, "profile image url": true, "profile banner url": true, "biography": true, "biografia": true, "following": true, "siguiendo": true}

// ofProfiles says that the rows are people: what would be the text describes them.
func (b *binding) ofProfiles() bool {
	if key := headerKey(b.headerOf("text")); key != "description" && key != "descripcion" {
		return false
	}
	marks := 0
	for _, h := range b.header {
		if profileMarks[headerKey(h)] {
			marks++
		}
	}
	return marks >= 2
}

// ofPosts says that the rows are posts: their figures are not those of the account.
func (b *binding) ofPosts() bool {
	return slices.ContainsFunc(b.header, func(h string) bool {
		key := headerKey(h)
		for _, id := range []string{"post id", "tweet id", "media id", "video id", "story id", "ad id", "id publicacion", "id de la publicacion", "permalink", "enlace permanente"} {
			if key == id || strings.HasSuffix(key, " "+id) {
				return true
			}
		}
		return false
	})
}

func readGeneric(f File, in Input, kind string) Records {
	return func(yield func(social.Record, error) bool) {
		s, err := readable(f)
		if err != nil {
			yield(nil, err)
			return
		}
		tellHidden(s.Tables, in)
		for _, p := range genericPlans(s, in, kind) {
			if missing := missingColumns(p); missing != "" {
				yield(nil, fmt.Errorf("%s: %s pide la columna «%s» y el archivo trae %s: corrija el nombre en pulso.yaml", f.label(), p.cols.place(), missing, quotedList(p.bound.header)))
				return
			}
			said := p.cols.over(in)
			p.prepare(said)
			g := tabular{name: genericName + "." + kind, numbers: p.cols.profile(), row: p.row(), begin: func(*table, *binding, Input) any { return p }}
			if !g.readTable(p.table, p.header, p.bound, said, yield) {
				return
			}
		}
	}
}

// missingColumns is the first configured header that the table does not have.
func missingColumns(p *genericPlan) string {
	if p.cols == nil {
		return ""
	}
	for _, field := range slices.Sorted(maps.Keys(p.cols.Fields)) {
		if headerKey(p.bound.headerOf(field)) != headerKey(p.cols.Fields[field]) {
			return p.cols.Fields[field]
		}
	}
	return ""
}

// row is the function that makes records of a row.
func (p *genericPlan) row() func(*cells) {
	switch p.kind {
	case postRows:
		return genericPostRow
	case metricRows:
		return genericMetricRow
	}
	return genericMentionRow
}

// prepare decides what holds for all rows of the table, and tells what it had to suppose.
func (p *genericPlan) prepare(in Input) {
	p.zone, p.network = cmp.Or(in.Zone, time.UTC), in.Network
	if p.network == "" && p.ofX() {
		p.network = social.X
		in.Note("La red no viene en el archivo; por sus columnas (tweet, retweets) se tomó X.")
	}
	field := "created_at"
	if p.kind == metricRows {
		field = "start"
	}
	if !p.bound.has(field) && p.bound.has("unix") {
		field = "unix"
		p.bound.at.put("created_at", p.bound.index("unix"))
	}
	if p.dates = p.cols.dateFamily(); p.dates == nil {
		var note string
		if p.dates, note = chooseDates(p.samples(field), p.table.Delim == 0); note != "" {
			in.Note(note)
		}
	}
	if p.kind == metricRows && p.network == "" && !p.bound.has("network") {
		in.Note("El archivo no dice de qué red son las cifras, que quedan sin red. Agregue una columna «red» o ponga el archivo en una carpeta con regla en pulso.yaml (inbox: files, network).")
	}
	if key := headerKey(p.bound.headerOf("text")); strings.Contains(key, "coment") || strings.Contains(key, "comment") {
		p.comments = true
	}
	p.ordinal = !p.cols.confirmed() && numbersRows(p.samples("id"))
	p.columns = mentionColumnsOf(p.bound)
	if p.kind == mentionRows && !p.bound.has("created_at") {
		in.Note("El archivo no trae columna de fecha: sin ella no se sabe de qué mes son las menciones. Agregue una columna «fecha» o indíquela en pulso.yaml (columns: created_at).")
	}
}

// ofX says whether the headers speak of tweets.
func (p *genericPlan) ofX() bool {
	for _, h := range p.bound.header {
		if key := headerKey(h); strings.Contains(key, "tweet") || key == "rt count" {
			return true
		}
	}
	return false
}

// samples are the cells of a column in the first rows.
func (p *genericPlan) samples(field string) []string {
	i := p.bound.index(field)
	if i < 0 {
		return nil
	}
	var out []string
	for _, r := range p.table.Head[p.at+1:] {
		if v := strings.TrimSpace(r.cell(i)); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// numbersRows says whether what is called an id just counts the rows: such a number would make one mention of the
// third rows of any two files.
func numbersRows(ids []string) bool {
	for _, id := range ids {
		if len(id) > 6 || !digitsOnly(strings.TrimSuffix(id, ".0")) {
			return false
		}
	}
	return len(ids) > 0
}

// date reads a cell that holds a date; the layout that read the last one is tried first.
func (p *genericPlan) date(s string, sheet bool) (time.Time, social.Precision, bool) {
	if sheet {
		if t, precision, ok := dateFamilies[0].parse(s, p.zone); ok {
			return t, precision, true
		}
	}
	if p.dates == nil {
		return time.Time{}, "", false
	}
	if p.last != "" && !p.dates.words {
		if w, v := readWall(p.last, trimmed(s)); v == written && saneYear(w.year) {
			return w.in(p.zone), w.precision(), true
		}
	}
	t, precision, layout, ok := p.dates.parseBy(s, p.zone)
	if ok {
		p.last = layout
	}
	return t, precision, ok
}

// instant finds when a row was published: an id that tells it beats the printed date.
func (p *genericPlan) instant(c *cells, network social.Network, id string) (t time.Time, precision social.Precision, from string) {
	if network == social.X {
		if t, ok := xTime(id); ok {
			return t, social.Second, "id"
		}
	}
	s := c.row.cell(p.columns.createdAt)
	if missing(s) {
		p.undated(c)
		return t, precision, ""
	}
	if clock := c.row.cell(p.columns.time); !missing(clock) {
		s = strings.TrimSuffix(strings.TrimSpace(s), " 00:00:00") + " " + strings.TrimSpace(clock)
	}
	t, precision, ok := p.date(s, c.table.Delim == 0)
	if !ok {
		c.fail(social.BadDate, "created_at", p.dateHelp(s))
		return t, precision, ""
	}
	return t, precision, "file"
}

// undated rejects a row without date.
func (p *genericPlan) undated(c *cells) {
	if !c.has("created_at") {
		c.failRow(social.NoDate, "El archivo no trae columna de fecha. Agregue una columna «fecha» con día, mes y año, o indíquela en pulso.yaml (columns: created_at).")
		return
	}
	c.fail(social.NoDate, "created_at", "La celda de la fecha está vacía. Complétela en el archivo.")
}

// dateHelp says what kind of date was expected.
func (p *genericPlan) dateHelp(s string) string {
	key := headerKey(s)
	if strings.HasPrefix(key, "hace ") || strings.HasSuffix(key, " ago") || key == "ayer" || key == "hoy" {
		return "La fecha es relativa y no dice el día. Escriba la fecha completa, por ejemplo 31/10/2026 22:30."
	}
	if p.dates == nil {
		return "Se esperaba una fecha como 31/10/2026 22:30. Corrija la columna o indique otra en pulso.yaml (columns: created_at)."
	}
	return fmt.Sprintf("Se esperaba una fecha como %s, igual que en las demás filas. Corrija la celda.", p.dates.name)
}
