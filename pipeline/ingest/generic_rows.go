package ingest

import (
	"cmp"
	"strings"

	"pulso/pipeline/social"
)

// mentionColumns are the columns of a table of mentions, or, of some of them, of publications: there may be a million
// rows, and looking a field up takes longer than reading most of the cells.
type mentionColumns struct {
	id, createdAt, time, text, title, network, url                  int
	author, authorHandle, authorName, authorID, authorFollowers     int
	likes, replies, shares, views                                   int
	lang, place, sentiment, kind, isRepost, parentID, targetAccount int
}

func mentionColumnsOf(b *binding) mentionColumns {
	return mentionColumns{
		id: b.index("id"), createdAt: b.index("created_at"), time: b.index("time"), text: b.index("text"), title: b.index("title"),
		network: b.index("network"), url: b.index("url"),
		author: b.index("author"), authorHandle: b.index("author_handle"), authorName: b.index("author_name"), authorID: b.index("author_id"),
		authorFollowers: b.index("author_followers"), likes: b.index("likes"), replies: b.index("replies"), shares: b.index("shares"),
		views: b.index("views"), lang: b.index("lang"), place: b.index("place"), sentiment: b.index("sentiment"), kind: b.index("kind"),
		isRepost: b.index("is_repost"), parentID: b.index("parent_id"), targetAccount: b.index("target_account"),
	}
}

// genericMentionRow makes a mention of a row.
func genericMentionRow(c *cells) {
	p := c.state.(*genericPlan)
	at := &p.columns
	if c.totals() {
		return
	}
	m := &social.Mention{From: c.origin(), Format: c.format}
	if !p.placed(c, &m.Network, &m.ID, &m.IDDamaged, &m.URL) {
		return
	}
	m.PublishedAt, m.Precision, m.DateFrom = p.instant(c, m.Network, m.ID)
	m.Text, m.RawText = c.textAt(at.text)
	if title, _ := c.textAt(at.title); title != "" && !missing(title) && !strings.HasPrefix(m.Text, title) {
		m.Text = strings.TrimSpace(title + "\n" + m.Text)
	}
	if missing(m.Text) {
		c.fail(social.NoText, "text", "La celda del texto está vacía. Complétela o borre la fila del archivo.")
		return
	}
	p.needNetwork(c, m.Network)
	m.AuthorID, _ = cleanID(c.row.cell(at.authorID))
	m.AuthorHandle, m.AuthorName = authorOf(c.wordAt(at.authorHandle), c.wordAt(at.authorName), c.wordAt(at.author))
	m.AuthorFollowers = c.countAt(at.authorFollowers)
	m.Likes, m.Replies, m.Shares, m.Views = c.countAt(at.likes), c.countAt(at.replies), c.countAt(at.shares), c.countAt(at.views)
	m.Lang, m.Place = c.wordAt(at.lang), c.wordAt(at.place)
	m.SourceSentiment = c.wordAt(at.sentiment)
	m.ParentID, _ = cleanID(c.row.cell(at.parentID))
	m.TargetAccount = strings.TrimPrefix(c.wordAt(at.targetAccount), "@")
	if m.TargetAccount == "" {
		m.TargetAccount = strings.TrimPrefix(c.in.Account, "@")
	}
	m.Kind = kindOf(c.wordAt(at.kind), c.wordAt(at.isRepost), m.Text, m.ParentID)
	if m.Kind == social.KindPost {
		m.Kind = p.usualKind(m)
	}
	noteParent(m, at.kind >= 0, c.in)
	c.emit(m)
}

// noteParent notes what a comment was left on where its own link or ids say it and the columns do not. The account is
// noted only if it is one of the office's: others are people's. With it a comment is known to be about the account even
// when the post is of another month. Told says that a column tells the kind.
func noteParent(m *social.Mention, told bool, in Input) {
	account, post := leftOn(m)
	if post == "" {
		return
	}
	if !told && m.Kind != social.KindRepost {
		m.Kind = social.KindComment
	}
	m.ParentID = cmp.Or(m.ParentID, post)
	if m.TargetAccount == "" && in.official(m.Network, account) {
		m.TargetAccount = account
	}
}

// usualKind is what a mention is of which the row says nothing: a comment where the column of the text is called so, a
// reply where a post of X begins with a handle.
func (p *genericPlan) usualKind(m *social.Mention) social.Kind {
	switch {
	case p.comments:
		return social.KindComment
	case m.Network == social.X && strings.HasPrefix(m.Text, "@"):
		return social.KindReply
	}
	return social.KindPost
}

// totalWords are what people write before the sums under a table.
var totalWords = map[string]bool{"total": true, "totales": true, "total general": true, "suma": true, "subtotal": true, "promedio": true, "gran total": true}

// totals skips a row whose first filled cell says that it adds up the others.
func (c *cells) totals() bool {
	for _, v := range c.row.Cells {
		if strings.TrimSpace(v) == "" {
			continue
		}
		if len(v) < 40 && strings.IndexByte("tTsSpPgG \"", v[0]) >= 0 && totalWords[headerKey(v)] {
			c.skip("fila de totales")
			return true
		}
		return false
	}
	return false
}

// placed reads the network, the id and the link of a row; false when that has settled what becomes of the row.
func (p *genericPlan) placed(c *cells, network *social.Network, id *string, damaged *bool, url *string) bool {
	*url = c.wordAt(p.columns.url)
	if !p.ordinal {
		*id, *damaged = cleanID(c.row.cell(p.columns.id))
	}
	if *id == "" || *damaged {
		if _, status := statusOf(*url); status != "" {
			*id, *damaged = status, false
		}
	}
	named := c.wordAt(p.columns.network)
	if *network = p.networkNamed(named); *network == "" {
		*network = p.network
	}
	if *network == "" {
		*network = networkOfLink(*url)
	}
	if named != "" && *network == "" {
		c.skip("red que no se informa: " + cut(named, 60))
		return false
	}
	return true
}

// maxNamed is how many names of networks a plan remembers: a column has few different ones.
const maxNamed = 16

// networkNamed is networkOf a cell, told once for each of the names that a column has.
func (p *genericPlan) networkNamed(name string) social.Network {
	if name == "" {
		return ""
	}
	for i := range p.networks {
		if p.networks[i].name == name {
			return p.networks[i].network
		}
	}
	n := networkOf(name)
	if len(p.networks) < maxNamed {
		p.networks = append(p.networks, calledNetwork{strings.Clone(name), n})
	}
	return n
}

// needNetwork rejects a row of which nobody said the network.
func (p *genericPlan) needNetwork(c *cells, network social.Network) {
	if network == "" {
		c.fail(social.NoNetwork, "network", "Ni la fila ni la configuración dicen de qué red es. Agregue una columna «red» o ponga el archivo en una carpeta con regla en pulso.yaml (inbox: files, network).")
	}
}

// authorOf sorts what columns say of an author: a handle has no spaces, a name does not begin with @. Either is
// what a column that just says «autor» may hold.
func authorOf(handle, name, either string) (string, string) {
	if handle != "" && strings.ContainsAny(handle, " ") && name == "" {
		handle, name = "", handle
	}
	switch {
	case either == "":
	case strings.HasPrefix(either, "@") || !strings.Contains(either, " "):
		handle = cmp.Or(handle, either)
	default:
		name = cmp.Or(name, either)
	}
	return strings.TrimPrefix(handle, "@"), name
}

// mentionKinds are the words for the kinds of a mention, as headerKey writes them.
var mentionKinds = map[string]social.Kind{
	"post": social.KindPost, "publicacion": social.KindPost, "tweet": social.KindPost, "original": social.KindPost, "mencion": social.KindPost, "mention": social.KindPost,
	"comment": social.KindComment, "comentario": social.KindComment, "comments": social.KindComment,
	"reply": social.KindReply, "respuesta": social.KindReply, "replied": social.KindReply, "replied to": social.KindReply,
	"quote": social.KindQuote, "cita": social.KindQuote, "quoted": social.KindQuote, "quote tweet": social.KindQuote,
	"rt": social.KindRepost, "retweet": social.KindRepost, "repost": social.KindRepost, "retweeted": social.KindRepost, "compartido": social.KindRepost, "share": social.KindRepost,
	"message": social.KindMessage, "mensaje": social.KindMessage, "dm": social.KindMessage, "mensaje directo": social.KindMessage,
	"review": social.KindReview, "resena": social.KindReview, "opinion": social.KindReview,
	"news": social.KindNews, "noticia": social.KindNews, "articulo": social.KindNews, "article": social.KindNews,
}

// kindOf tells what a mention is by what its row says, else by its form.
func kindOf(said, repost, text, parent string) social.Kind {
	if isTrue(repost) || strings.HasPrefix(text, "RT @") {
		return social.KindRepost
	}
	if said != "" {
		if k, ok := mentionKinds[headerKey(said)]; ok {
			return k
		}
	}
	if parent != "" {
		return social.KindReply
	}
	return social.KindPost
}

func isTrue(s string) bool {
	switch strings.ToLower(s) {
	case "true", "1", "si", "sí", "verdadero", "yes":
		return true
	}
	return false
}

// genericPostRow makes a post of a row.
func genericPostRow(c *cells) {
	p := c.state.(*genericPlan)
	if c.totals() {
		return
	}
	post := &social.Post{From: c.origin(), Format: c.format, Window: social.Lifetime}
	if !p.placed(c, &post.Network, &post.ID, &post.IDDamaged, &post.Permalink) {
		return
	}
	if post.ID == "" {
		post.ID = post.Permalink
	}
	if post.ID == "" {
		c.fail(social.NoID, "id", "La publicación no trae identificador ni enlace. Agregue una columna «enlace».")
		return
	}
	post.Text, _ = c.text("text")
	post.PublishedAt, post.Precision, post.DateFrom = p.instant(c, post.Network, post.ID)
	p.needNetwork(c, post.Network)
	post.AccountID, _ = c.id("account_id")
	post.AccountName = strings.TrimPrefix(cmp.Or(c.word("account"), c.in.Account), "@")
	post.TypeReported = c.word("type")
	post.Type = postType(post.TypeReported)
	post.Views, post.Impressions, post.Reach = c.count("views"), c.count("impressions"), c.count("reach")
	post.Reactions, post.Comments, post.Shares, post.Saves = c.count("reactions"), c.count("comments"), c.count("shares"), c.count("saves")
	post.Clicks, post.LinkClicks, post.Follows, post.VideoViews = c.count("clicks"), c.count("link_clicks"), c.count("follows"), c.count("video_views")
	post.DurationS, post.EngagementReported = c.number("duration"), c.number("engagement")
	if rate := c.number("rate"); rate.OK {
		post.RateReported = social.Some(fraction(rate.V, c.raw("rate")))
	}
	post.Extra = c.extra()
	c.emit(post)
}

// fraction is a rate as a fraction: 4,2 % is 0.042.
func fraction(v float64, printed string) float64 {
	if strings.Contains(printed, "%") {
		return v / 100
	}
	return v
}

// genericMetricRow makes a metric of each figure of a row.
func genericMetricRow(c *cells) {
	p := c.state.(*genericPlan)
	if c.totals() {
		return
	}
	base := social.AccountMetric{From: c.origin(), Format: c.format}
	if p.cols != nil && p.cols.TimeZone != nil {
		base.Zone = p.zone.String()
	}
	named := c.word("network")
	base.Network = cmp.Or(p.networkNamed(named), p.network)
	if named != "" && base.Network == "" {
		c.skip("red que no se informa: " + cut(named, 60))
		return
	}
	base.AccountID, _ = c.id("account_id")
	id, name := c.in.account()
	base.AccountID = cmp.Or(base.AccountID, id)
	base.AccountName = strings.TrimPrefix(cmp.Or(c.word("account"), name), "@")
	p.period(c, &base)
	if c.has("metric") && c.has("value") {
		p.named(c, base)
		return
	}
	for _, m := range metricFields {
		if v := c.metricValue(string(m.metric), m.kind); v.OK {
			one := base
			one.Metric, one.ValueKind, one.Value = m.metric, m.kind, v.V
			c.emit(&one)
		}
	}
}

// metricValue is the figure of a field; a rate is a fraction.
func (c *cells) metricValue(field string, kind social.ValueKind) social.Opt[float64] {
	v := c.number(field)
	if v.OK && kind == social.Ratio {
		v.V = fraction(v.V, c.raw(field))
	}
	return v
}

// period reads the days that a row covers: a month, a range or a day.
func (p *genericPlan) period(c *cells, a *social.AccountMetric) {
	if !c.has("start") || missing(c.raw("start")) {
		m, ok := c.month()
		if !ok {
			c.failMonth()
			return
		}
		a.Start, a.End, a.Granularity = firstDay(m), lastDay(m), social.PerMonth
		return
	}
	a.Start = p.day(c, "start")
	a.End, a.Granularity = a.Start, social.PerDay
	if c.has("end") && !missing(c.raw("end")) {
		if a.End = p.day(c, "end"); a.End != a.Start {
			a.Granularity = social.PerRange
			if m := a.Start.InMonth(); a.Start == firstDay(m) && a.End == lastDay(m) {
				a.Granularity = social.PerMonth
			}
		}
		if a.End.Compare(a.Start) < 0 {
			c.fail(social.BadDate, "end", "La fecha final es anterior a la inicial. Corrija la fila.")
		}
	}
}

// failMonth rejects a row whose month is not understood.
func (c *cells) failMonth() {
	reason := social.BadDate
	if missing(c.raw("month")) {
		reason = social.NoDate
	}
	c.fail(reason, "month", monthHelp)
}

const monthHelp = "Se esperaba un mes como 2026-10 u octubre de 2026. Complete la celda."

// month is the month of a row: of one cell, or of one for the month and one for the year.
func (c *cells) month() (m social.Month, ok bool) {
	text := c.raw("month")
	if m, ok = monthOf(text); ok {
		return m, true
	}
	if year := c.raw("year"); !missing(year) {
		if m, ok = monthOf(text + " " + year); ok {
			return m, true
		}
	}
	d, ok := (dateRule{layouts: isoLayouts}).day(text) // 2026-10-01, or a date cell shown as a month
	return d.InMonth(), ok
}

func firstDay(m social.Month) social.Date { return social.Date{Year: m.Year, Month: m.Month, Day: 1} }
func lastDay(m social.Month) social.Date {
	return social.Date{Year: m.Year, Month: m.Month, Day: m.Days()}
}

// day reads a calendar day as printed, whatever zone stands behind it.
func (p *genericPlan) day(c *cells, field string) social.Date {
	s := c.raw(field)
	if d, ok := p.printedDay(s, c.table.Delim == 0); ok {
		return d
	}
	reason := social.BadDate
	if missing(s) {
		reason = social.NoDate
	}
	c.fail(reason, field, p.dateHelp(s))
	return social.Date{}
}

func (p *genericPlan) printedDay(s string, sheet bool) (social.Date, bool) {
	if sheet {
		if d, ok := (dateRule{layouts: isoLayouts}).day(s); ok {
			return d, true
		}
	}
	if p.dates == nil {
		return social.Date{}, false
	}
	if p.dates.read != nil {
		t, _, ok := p.dates.read(s)
		return social.DateOf(t, p.zone), ok
	}
	s = tidyDate(s)
	if p.dates.words {
		s = monthNumbers(s)
	}
	return dateRule{layouts: p.dates.layouts}.day(s)
}

// named reads a row that holds one figure and the name of its metric.
func (p *genericPlan) named(c *cells, a social.AccountMetric) {
	key := headerKey(c.raw("metric"))
	for _, m := range metricFields {
		if key == headerKey(string(m.metric)) || metricAliases[key] == m.metric {
			if v := c.metricValue("value", m.kind); v.OK {
				a.Metric, a.ValueKind, a.Value = m.metric, m.kind, v.V
				c.emit(&a)
				return
			}
			c.skip("fila sin valor")
			return
		}
	}
	c.skip("métrica que no se usa: " + cut(c.raw("metric"), 60))
}

// metricAliases are the headers of genericMetric by the metric that they hold.
var metricAliases = func() map[string]social.Metric {
	out := map[string]social.Metric{}
	for _, m := range metricFields {
		for _, col := range genericMetric {
			if col.Field != string(m.metric) {
				continue
			}
			for _, h := range col.Headers {
				out[headerKey(h)] = m.metric
			}
		}
	}
	return out
}()
