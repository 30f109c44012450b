package ingest

import (
	"cmp"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// The exports of a LinkedIn Page: workbooks, .xls (BIFF8) or .xlsx, of several sheets whose header stands in the
// first row or below a note. English content was met as a real file [V]; the other workbooks, the Spanish and the
// Portuguese ones are known from importers written against them [C].

// A suite is a workbook whose sheets differ in layout: each sheet is of the first of its tables that fits.
type suite []*tabular

// matchLinkedInContent leaves a list of the posts of another network, which may have the same headers, to others.
func matchLinkedInContent(s *Sample, in Input) bool {
	return linkedInMetrics.match(s, in) || linkedInPosts.matchLinked("link", social.LinkedIn)(s, in)
}

func (l suite) read(file File, in Input) Records {
	return func(yield func(social.Record, error) bool) {
		s, err := readable(file)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, t := range s.Tables {
			if !l.readSheet(t, in, yield) {
				return
			}
		}
	}
}

// readSheet reads a sheet by the table that fits; it says whether more is wanted.
func (l suite) readSheet(t *table, in Input, yield func(social.Record, error) bool) bool {
	if t.Hidden {
		in.Note("La hoja oculta «" + t.Sheet + "» no se leyó.")
		return true
	}
	for _, f := range l {
		if at, b, ok := f.layout.find(t, f.need...); ok {
			return f.readTable(t, t.Head[at].Line, b, in, yield)
		}
	}
	if len(t.Head) > 0 {
		in.Note("La hoja «" + t.Sheet + "» no se leyó: no trae las columnas de este formato.")
	}
	return true
}

const utcZone = "UTC" // «All dates and times are in UTC», says the note of every sheet

var linkedInContent = suite{&linkedInPosts, &linkedInMetrics}

var linkedInPosts = tabular{
	name: "linkedin.content",
	layout: Layout{
		{"text", []string{"Post title", "Update title", "Título de la publicación", "Título da publicação"}},
		{"link", []string{"Post link", "Update link", "Enlace de la publicación", "Link da publicação"}},
		{"kind", []string{"Content Type", "Tipo de contenido", "Tipo de conteúdo"}},
		{"date", []string{"Created date", "Fecha de creación", "Data de criação"}},
		{"impressions", []string{"Impressions", "Impresiones", "Impressões"}},
		{"views", []string{"Views", "Views (excluding off-site video views)", "Visualizaciones", "Visualizações"}},
		{"clicks", []string{"Clicks", "Clics", "Cliques"}},
		{"likes", []string{"Likes", "Reactions", "Recomendaciones", "Reacciones", "Gostei"}},
		{"comments", []string{"Comments", "Comentarios", "Comentários"}},
		{"reposts", []string{"Reposts", "Shares", "Veces compartido", "Compartilhamentos"}},
		{"follows", []string{"Follows", "Seguidores"}},
		{"rate", []string{"Engagement rate", "Tasa de interacción", "Taxa de engajamento"}},
		{otherField, []string{
			"Post type", "Tipo de publicación", "Tipo de publicação", "Campaign name", "Nombre de la campaña", "Nome da campanha",
			"Posted by", "Anunciado por", "Publicado por", "Campaign start date", "Fecha de inicio de campaña", "Campaign end date",
			"Fecha de finalización de campaña", "Audience", "Público", "Offsite Views", "Off-site views", "Visualizaciones fuera del sitio",
			"Click through rate (CTR)", "Porcentaje de clics", "Taxa de cliques (CTR)",
		}},
	},
	need:  []string{"text", "link", "date", "impressions"},
	begin: linkedInBegin,
	row:   linkedInPostRow,
}

// A linkedInFile is what the name and the first rows of a sheet tell of all its rows.
type linkedInFile struct {
	owner    owner
	exported social.Date
	dates    dateRule
}

func linkedInBegin(t *table, b *binding, in Input) any {
	org, exported := linkedInName(t.File)
	return linkedInFile{owner: ownerOf(social.LinkedIn, org, in), exported: exported, dates: dayOrder(t, b.index("date"), in)}
}

var (
	linkedInFileName = regexp.MustCompile(`(?i)^(.+)_(?:content|updates|followers|visitors|competitor_analytics)_\d{13}\b`)
	linkedInURN      = regexp.MustCompile(`(?:activity|ugcPost|share)[:-](\d{15,20})`)
)

// linkedInName takes the organisation and the day of the export from the name <org>_content_<epoch ms>.xls.
func linkedInName(f File) (org string, exported social.Date) {
	name := path.Base(cmp.Or(f.Part, f.Name))
	if m := linkedInFileName.FindStringSubmatch(name); m != nil {
		org = m[1]
	}
	if m := epochInName.FindStringSubmatch(name); m != nil {
		if ms, err := strconv.ParseInt(m[1], 10, 64); err == nil {
			exported = social.DateOf(time.UnixMilli(ms), time.UTC)
		}
	}
	return org, exported
}

var (
	monthFirst = dateRule{layouts: []string{"01/02/2006", "1/2/2006", time.DateOnly, time.DateTime}}
	dayFirst   = dateRule{layouts: []string{"02/01/2006", "2/1/2006", time.DateOnly, time.DateTime}}
)

// dayOrder is the order of day and month in the dates of a column. LinkedIn prints the month first in every language
// [C], but a workbook that was saved again may not. A day above twelve decides; where there is none, the order by
// which the days neither jump back and forth nor leave days out does; else LinkedIn's own is taken.
func dayOrder(t *table, column int, in Input) dateRule {
	var days []string
	for _, r := range t.Head {
		if strings.Count(r.cell(column), "/") == 2 {
			days = append(days, r.cell(column))
		}
	}
	us, okUS := disorder(monthFirst, days)
	es, okES := disorder(dayFirst, days)
	if okES && (!okUS || es < us) {
		in.Note("Las fechas se leyeron como día/mes/año: así están ordenadas en este archivo, aunque LinkedIn escribe mes/día/año.")
		return dayFirst
	}
	return monthFirst
}

// disorder counts the turns and the gaps of a list of days read by a rule, a turn weighing more than any gaps; ok is
// false when one of the days is none by that rule.
func disorder(rule dateRule, days []string) (n int, ok bool) {
	var last social.Date
	direction, turns, gaps := 0, 0, 0
	for i, s := range days {
		d, ok := rule.day(s)
		if !ok {
			return 0, false
		}
		step := d.Compare(last)
		if i > 0 && step != 0 && direction != 0 && step != direction {
			turns++
		}
		if i > 0 && step != 0 && last.Add(step) != d {
			gaps++
		}
		if i > 0 && step != 0 {
			direction = step
		}
		last = d
	}
	return turns*len(days) + gaps, true
}

// linkedInTypes reduce LinkedIn's words for what a post holds.
var linkedInTypes = map[string]string{
	"image": social.TypeImage, "imagen": social.TypeImage, "imagem": social.TypeImage, "multi photo": social.TypeCarousel, "carousel": social.TypeCarousel,
	"video": social.TypeVideo, "vídeo": social.TypeVideo, "native video": social.TypeVideo, "live video": social.TypeLive,
	"document": social.TypeCarousel, "documento": social.TypeCarousel, "article": social.TypeLink, "artículo": social.TypeLink, "articulo": social.TypeLink,
	"artigo": social.TypeLink, "text": social.TypeText, "texto": social.TypeText, "poll": social.TypeOther, "encuesta": social.TypeOther,
}

func linkedInPostRow(c *cells) {
	if isTotal(c.raw("text")) && c.word("link") == "" {
		c.skip("fila de totales")
		return
	}
	file := c.state.(linkedInFile)
	p := &social.Post{
		From: c.origin(), Network: social.LinkedIn, AccountID: file.owner.id, AccountName: file.owner.name,
		Permalink: c.word("link"), Type: social.TypeOther, TypeReported: c.word("kind"), SnapshotAt: file.exported, Window: social.Lifetime, Format: c.format,
		Impressions: c.count("impressions"), VideoViews: c.count("views"), Clicks: c.count("clicks"), Reactions: c.count("likes"),
		Comments: c.count("comments"), Shares: c.count("reposts"), Follows: c.count("follows"), RateReported: c.number("rate"), Extra: c.others(),
	}
	p.Text, _ = c.text("text")
	if t, ok := linkedInTypes[strings.ToLower(p.TypeReported)]; ok {
		p.Type = t
	}
	m := linkedInURN.FindStringSubmatch(p.Permalink)
	if m == nil {
		c.fail(social.NoID, "link", "El enlace no trae el número de la publicación (urn:li:activity:…). Descargue de nuevo el archivo de LinkedIn.")
		return
	}
	p.ID = m[1]
	if at, ok := linkedInTime(p.ID); ok {
		p.PublishedAt, p.Precision, p.DateFrom = at, social.Second, "id"
		c.emit(p)
		return
	}
	day := c.day("date", file.dates)
	p.PublishedAt, p.Precision, p.DateFrom = day.Time().Add(12*time.Hour), social.Day, "file"
	c.emit(p)
}

// linkedInTime is the instant of an activity: its id is milliseconds of Unix time above 22 bits. Of 53 real posts 52
// agree with the day that the export prints; the other one was drafted a day before it was published.
func linkedInTime(id string) (t time.Time, ok bool) {
	n, err := strconv.ParseUint(id, 10, 63)
	if err != nil {
		return t, false
	}
	t = time.UnixMilli(int64(n >> 22)).UTC().Truncate(time.Second)
	return t, t.Year() >= 2003 && t.Year() <= 2100
}

// linkedInMetrics is the account by day. Of each figure there is an organic, a sponsored and a total column: the
// total counts. A reaction that was taken back makes a negative day.
var linkedInMetrics = tabular{
	name: "linkedin.content",
	layout: Layout{
		{"date", []string{"Date", "Fecha", "Data"}},
		{string(social.Impressions), []string{"Impressions (total)", "Impresiones (totales)", "Impresiones totales", "Impresiones (total)", "Impressões (total)", "Impressions", "Impressions (organic)", "Impresiones (orgánicas)"}},
		{string(social.Reach), []string{"Unique impressions (organic)", "Impresiones únicas (orgánicas)", "Impressões únicas (orgânicas)"}},
		{string(social.Clicks), []string{"Clicks (total)", "Clics (totales)", "Clics (total)", "Cliques (total)", "Clicks", "Clicks (organic)", "Clics (orgánicos)"}},
		{string(social.Reactions), []string{"Reactions (total)", "Reacciones (total)", "Reacciones (totales)", "Reações (total)", "Reactions", "Reactions (organic)", "Reacciones (generales)"}},
		{string(social.Comments), []string{"Comments (total)", "Comentarios (totales)", "Comentarios (total)", "Comentários (total)", "Comments", "Comments (organic)", "Comentarios (orgánicos)"}},
		{string(social.Shares), []string{"Reposts (total)", "Shares (total)", "Veces compartido (total)", "Compartilhamentos (total)", "Reposts", "Shares", "Reposts (organic)", "Veces compartido (orgánico)"}},
		{string(social.EngagementRate), []string{"Engagement rate (total)", "Tasa de interacción (total)", "Taxa de engajamento (total)", "Engagement rate", "Engagement rate (organic)", "Tasa de interacción (orgánica)"}},
		{otherField, []string{
			"Impressions (sponsored)", "Clicks (sponsored)", "Reactions (sponsored)", "Comments (sponsored)", "Reposts (sponsored)", "Engagement rate (sponsored)",
			"Impresiones (patrocinadas)", "Clics (patrocinados)", "Reacciones (patrocinadas)", "Comentarios (patrocinados)", "Veces compartido (patrocinado)", "Tasa de interacción (patrocinada)",
		}},
	},
	need:  []string{"date", string(social.Impressions), string(social.Reach), string(social.Clicks)},
	begin: linkedInBegin,
	row:   linkedInDayRow(linkedInSeries),
}

var linkedInSeries = []series{
	{social.Impressions, social.Sum}, {social.Reach, social.Unique}, {social.Clicks, social.Sum}, {social.Reactions, social.Sum},
	{social.Comments, social.Sum}, {social.Shares, social.Sum}, {social.EngagementRate, social.Ratio},
}

func linkedInDayRow(list []series) func(*cells) {
	return func(c *cells) {
		if isTotal(c.raw("date")) {
			c.skip("fila de totales")
			return
		}
		file := c.state.(linkedInFile)
		day := c.day("date", file.dates)
		c.emitSeries(file.owner, list, period{day, day, utcZone}, file.exported)
	}
}
