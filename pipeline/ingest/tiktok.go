package ingest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// The exports of TikTok: those of Business Suite [V], whose headers a business account sees in English, and those of
// TikTok Studio [C], a zip per section named <Section>_<account>.zip. Studio writes days without their year.

// tikTokLink takes the account and the id out of the link of a video.
var tikTokLink = regexp.MustCompile(`tiktok\.com/@([^/?#]+)/(?:video|photo)/(\d+)`)

// tikTokContent are the videos. Their instant comes from their id: 51 of 51 real rows print it some seconds later,
// in UTC although the account was in another zone.
var tikTokContent = tabular{
	name: "tiktok.content",
	layout: Layout{
		{"text", []string{"Video title", "Título del video", "Título do vídeo"}},
		{"link", []string{"Video link", "Enlace del video", "Link do vídeo"}},
		{"date", []string{"Post time", "Hora de publicación", "Horário da publicação"}},
		{"views", []string{"Video views", "Total views", "Total de visualizaciones", "Visualizaciones totales", "Visualizações do vídeo", "Total de visualizações"}},
		{"likes", []string{"Likes", "Total likes", "Total de Me gusta", "Me gusta totales", "Curtidas", "Total de curtidas"}},
		{"comments", []string{"Comments", "Total comments", "Total de comentarios", "Comentarios totales", "Comentários", "Total de comentários"}},
		{"shares", []string{"Shares", "Total shares", "Total de veces compartido", "Veces compartido", "Compartilhamentos", "Total de compartilhamentos"}},
		{"saves", []string{"Add to Favorites", "Total favorites", "Total bookmarks", "Añadidos a favoritos", "Adicionar aos favoritos"}},
		{"watch", []string{"Total play time"}},
		{"avg_watch", []string{"Average watch time"}},
		{"follows", []string{"New followers"}},
		{otherField, []string{"Watched full video", "Reached audience"}},
	},
	need:  []string{"text", "link", "views"},
	begin: tikTokBegin,
	row:   tikTokVideoRow,
	long:  true,
}

// A tikTokFile is what the name of a file tells of its rows: the account and the stretch of days.
type tikTokFile struct {
	owner owner
	year  func(time.Month, int) (int, bool) // of a day without year
}

var (
	tikTokAccount = regexp.MustCompile(`(?:Overview|Followers|Content|Viewers)_(?:\d{4}-\d{2}-\d{2}_)?(?:\d{9,}_)?([\w.]+?)(?:\.zip|\.csv|\.xlsx)?(?:\[|/|$)`)
	isoDayInName  = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)
)

func tikTokBegin(t *table, b *binding, in Input) any {
	account := ""
	if m := tikTokAccount.FindStringSubmatch(t.File.label()); m != nil && in.Account == "" {
		account = m[1]
	}
	return &tikTokFile{owner: ownerOf(social.TikTok, account, in), year: yearOf(t, b.index("date"))}
}

var tikTokInstants = dateRule{layouts: []string{"2006/01/02 15:04:05", "2006/1/2 15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006/01/02", "2006-01-02"}, zone: time.UTC}

func tikTokVideoRow(c *cells) {
	file := c.state.(*tikTokFile)
	c.rejoin("text", "link", "tiktok.com/")
	link := c.word("link")
	m := tikTokLink.FindStringSubmatch(link)
	if m == nil {
		if isTotal(c.raw("text")) {
			c.skip("fila de totales")
			return
		}
		c.fail(social.NoID, "link", "El enlace no trae el número del video (tiktok.com/@cuenta/video/…). Descargue de nuevo el archivo de TikTok.")
		return
	}
	p := &social.Post{
		From: c.origin(), Network: social.TikTok, AccountID: file.owner.id, AccountName: m[1], ID: m[2], Permalink: link,
		Type: social.TypeVideo, Window: social.Lifetime, Format: c.format,
		Views: c.count("views"), Reactions: c.count("likes"), Comments: c.count("comments"), Shares: c.count("shares"), Saves: c.count("saves"),
		Follows: c.count("follows"), WatchTimeS: c.clock("watch"), AvgWatchS: c.clock("avg_watch"), Extra: c.others(),
	}
	if strings.Contains(link, "/photo/") {
		p.Type = social.TypeCarousel
	}
	p.Text, _ = c.text("text")
	if at, ok := tikTokTime(p.ID); ok {
		p.PublishedAt, p.Precision, p.DateFrom = at, social.Second, "id"
	} else {
		p.PublishedAt, p.Precision = c.instant("date", tikTokInstants)
		p.DateFrom = "file"
	}
	c.emit(p)
}

// rejoin puts together a text that its own delimiters tore into cells, for want of quotes: the cells up to the one
// that begins with a link are the text. A row of another shape is left as it is, too long.
func (c *cells) rejoin(text, link, mark string) {
	if !c.overflows() {
		return
	}
	from, to := c.bound.index(text), c.bound.index(link)
	extra := len(c.row.Cells) - c.width
	if from != 0 || to != 1 || !strings.Contains(c.row.cell(to+extra), mark) {
		c.failRow(social.BadRow, fmt.Sprintf("La fila tiene %d celdas y el encabezado %d: al texto le faltan comillas. Corrija la fila o descargue de nuevo el archivo.", len(c.row.Cells), c.width))
		return
	}
	joined := strings.Join(c.row.Cells[:extra+1], string(c.table.Delim))
	c.row.Cells = append([]string{joined}, c.row.Cells[extra+1:]...)
}

// tikTokDays is the account by day: the overviews of both products, and Studio's history of followers.
var tikTokDays = tabular{
	name: "tiktok.daily",
	layout: Layout{
		{"date", []string{"Date", "Fecha", "Data"}},
		{string(social.VideoViews), []string{"Video views", "Visualizaciones de video", "Visualizaciones de videos", "Visualizações do vídeo", "Visualizações de vídeo"}},
		{string(social.Reach), []string{"Reached audience", "Audiencia alcanzada", "Público alcanzado", "Público alcançado"}},
		{string(social.ProfileVisits), []string{"Profile views", "Visualizaciones de perfil", "Visualizaciones del perfil", "Visualizações do perfil"}},
		{string(social.Reactions), []string{"Likes", "Me gusta", "Curtidas"}},
		{string(social.Shares), []string{"Shares", "Veces compartido", "Compartidos", "Compartilhamentos"}},
		{string(social.Comments), []string{"Comments", "Comentarios", "Comentários"}},
		{string(social.FollowersNet), []string{"Net growth", "Difference in followers from previous day", "Crecimiento neto", "Diferencia de seguidores con respecto al día anterior"}},
		{string(social.FollowersNew), []string{"New followers", "Nuevos seguidores", "Novos seguidores"}},
		{string(social.FollowersLost), []string{"Lost followers", "Seguidores perdidos"}},
		{string(social.FollowersTotal), []string{"Total followers", "Followers", "Seguidores", "Total de seguidores"}},
		{string(social.EngagedUsers), []string{"Engaged audience", "Audiencia participativa", "Público envolvido"}},
		{otherField, []string{"Phone number clicks", "Leads submission", "Website clicks", "Email clicks", "Product link clicks"}},
	},
	begin: tikTokBegin,
	row: func(c *cells) {
		if isTotal(c.raw("date")) {
			c.skip("fila de totales")
			return
		}
		file := c.state.(*tikTokFile)
		day := c.dayOf("date", file.year)
		for _, s := range tikTokSeries {
			v := c.number(string(s.metric))
			if !v.OK {
				continue
			}
			rec := c.metric(file.owner, s.metric, s.kind, v.V, period{start: day, end: day})
			if s.kind == social.Snapshot {
				rec.Granularity = social.Instant
			}
			c.emit(rec)
		}
	},
}

var tikTokSeries = []series{
	{social.VideoViews, social.Sum}, {social.Reach, social.Unique}, {social.ProfileVisits, social.Sum}, {social.Reactions, social.Sum},
	{social.Shares, social.Sum}, {social.Comments, social.Sum}, {social.FollowersNet, social.Sum}, {social.FollowersNew, social.Sum},
	{social.FollowersLost, social.Sum}, {social.FollowersTotal, social.Snapshot}, {social.EngagedUsers, social.Unique},
}

// matchTikTokDays tells the account by day by pairs of columns that no other network's export has.
func matchTikTokDays(s *Sample, _ Input) bool {
	_, b, ok := tikTokDays.layout.in(s, "date")
	if !ok || b.index("date") != 0 {
		return false
	}
	return b.has(string(social.VideoViews), string(social.ProfileVisits), string(social.Reactions)) ||
		b.has(string(social.Reach), string(social.EngagedUsers)) ||
		b.has(string(social.FollowersTotal)) && strings.HasPrefix(headerKey(b.headerOf(string(social.FollowersNet))), "dif")
}

var (
	tikTokFullDays = dateRule{layouts: []string{"2006/01/02", "2006/1/2", time.DateOnly}}
	dayAndMonth    = regexp.MustCompile(`^(\d{1,2})(?: de)? (\pL+)$`)
	monthAndDay    = regexp.MustCompile(`^(\pL+) (\d{1,2})$`)
)

// dayOf is a cell that holds a calendar day, perhaps without its year: 9 de junio, 9 June, June 9.
func (c *cells) dayOf(field string, year func(time.Month, int) (int, bool)) social.Date {
	month, day, ok := yearless(c.raw(field))
	if !ok {
		return c.day(field, tikTokFullDays)
	}
	y, ok := year(month, day)
	if !ok {
		c.fail(social.BadDate, field, "TikTok no escribe el año y el nombre del archivo tampoco lo dice. Agregue al nombre el primer día del período, por ejemplo Followers_2026-10-01_cuenta.zip.")
		return social.Date{}
	}
	d := social.Date{Year: y, Month: month, Day: day}
	if social.DateOf(d.Time(), time.UTC) != d {
		c.fail(social.BadDate, field, fmt.Sprintf("El año %d no tiene ese día. Corrija la celda o descargue de nuevo el archivo.", y))
	}
	return d
}

// yearless reads a day of the year.
func yearless(s string) (time.Month, int, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	var name, digits string
	if m := dayAndMonth.FindStringSubmatch(s); m != nil {
		digits, name = m[1], m[2]
	} else if m := monthAndDay.FindStringSubmatch(s); m != nil {
		name, digits = m[1], m[2]
	}
	day, err := strconv.Atoi(digits)
	month, ok := monthNamed(name)
	return month, day, err == nil && ok && day >= 1 && day <= 31
}

// monthNamed is the month of a Spanish, Portuguese or English name.
func monthNamed(name string) (time.Month, bool) {
	if n, err := strconv.Atoi(months[name]); err == nil {
		return time.Month(n), true
	}
	for m := time.January; m <= time.December; m++ {
		if en := strings.ToLower(m.String()); name == en || name == en[:3] {
			return m, true
		}
	}
	return 0, false
}

// yearOf gives the days of a column their year. The name of the file carries a day, which is the first of the period
// (Overview_2026-09-25_1790891174_cuenta.zip) or, where the column ends with it, the last one. Without one it is the
// day on which the zip says it was made.
func yearOf(t *table, column int) func(time.Month, int) (int, bool) {
	anchor, ok := (dateRule{layouts: []string{time.DateOnly}}).day(isoDayInName.FindString(t.File.label()))
	isLast := false
	if m, zipped := t.File.R.(*member); !ok && zipped && sane(m.file.Modified) {
		anchor, isLast, ok = social.DateOf(m.file.Modified, time.UTC), true, true
	}
	if !ok {
		return func(time.Month, int) (int, bool) { return 0, false }
	}
	for _, r := range t.Head {
		if month, day, ok := yearless(r.cell(column)); ok && r.Line > t.Head[0].Line+1 {
			isLast = isLast || month == anchor.Month && day == anchor.Day
		}
	}
	return func(month time.Month, day int) (int, bool) {
		d := social.Date{Year: anchor.Year, Month: month, Day: day}
		switch {
		case isLast && d.Compare(anchor) > 0:
			return anchor.Year - 1, true
		case !isLast && d.Compare(anchor) < 0:
			return anchor.Year + 1, true
		}
		return anchor.Year, true
	}
}

// tikTokAudience breaks the followers down; shares are fractions.
var tikTokAudience = tabular{
	name: "tiktok.audience",
	layout: Layout{
		{"gender", []string{"Gender", "Género", "Gênero"}},
		{"country", []string{"Top territories", "Principales territorios", "Principais territórios"}},
		{"share", []string{"Distribution", "Distribución", "Distribuição"}},
	},
	need:  []string{"share"},
	begin: tikTokBegin,
	row: func(c *cells) {
		file := c.state.(*tikTokFile)
		a := &social.Audience{From: c.origin(), Network: social.TikTok, AccountID: file.owner.id, AccountName: file.owner.name,
			Base: "followers", Dimension: "gender", Key: c.word("gender"), Unit: "percent", Format: c.format}
		if c.has("country") {
			a.Dimension, a.Key = "country", c.word("country")
		}
		share := c.number("share")
		if a.Key == "" || !share.OK {
			c.skip("fila sin distribución")
			return
		}
		if a.Value = share.V; !strings.Contains(c.raw("share"), "%") {
			a.Value *= 100
		}
		c.emit(a)
	},
}

func matchTikTokAudience(s *Sample, _ Input) bool {
	_, b, ok := tikTokAudience.layout.in(s, "share")
	return ok && (b.has("gender") || b.has("country")) && len(b.header) == 2
}
