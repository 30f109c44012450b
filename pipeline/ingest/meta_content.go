package ingest

import (
	"path"
	"regexp"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// The content exports of Meta Business Suite: a row for each post of a page of Facebook or an account of Instagram.
//
// Their headers are translated, their numbers and dates are not: plain integers, decimal point, month first. Their
// times are those of Los Angeles wherever the account is, which the creation times inside Instagram's shortcodes
// prove; a post of the night of the 31st there is of the next month here.
var metaContent = Layout{
	{"post_id", []string{"Post ID", "Identificador de la publicación", "Identificação da publicação", "Identificador da publicação", "Publicerings-id", "Bericht-id", "Bericht-ID"}},
	{"page_id", []string{"Page ID", "Identificador de la página", "Identificação da Página", "Identificador da Página", "Sid-id", "Pagina-id"}},
	{"page_name", []string{"Page name", "Nombre de la página", "Nome da Página", "Sidnamn", "Paginanaam"}},
	{"account_id", []string{"Account ID", "Identificador de la cuenta", "Identificação da conta", "Identificador da conta", "Konto-id", "Account-id"}},
	{"username", []string{"Account username", "Nombre de usuario de la cuenta", "Nome de usuário da conta", "Nome de utilizador da conta", "Kontots användarnamn", "Gebruikersnaam van account"}},
	{"account_name", []string{"Account name", "Nombre de la cuenta", "Nome da conta", "Kontonamn", "Accountnaam"}},
	{"title", []string{"Title", "Título", "Titel"}},
	{"text", []string{"Description", "Descripción", "Descrição", "Beskrivning", "Beschrijving"}},
	{"duration", []string{"Duration (sec)", "Duración (segundos)", "Duração (segundos)", "Duração (s)", "Varaktighet (sek)", "Duur (sec.)"}},
	{"published", []string{"Publish time", "Hora de publicación", "Horário de publicação", "Hora de publicação", "Publiceringstid", "Publicatietijdstip"}},
	{"permalink", []string{"Permalink", "Enlace permanente", "Link permanente", "Ligação permanente", "Permalänk"}},
	{"type", []string{"Post type", "Tipo de publicación", "Tipo de publicação", "Inläggstyp", "Berichttype"}},
	{"share", []string{"Is share", "Es una publicación compartida", "É um compartilhamento"}},
	{"date", []string{"Date", "Fecha", "Data", "Datum"}},
	{"views", []string{"Visualizaciones", "Visualizações", "Views", "Visningar", "Weergaven"}},
	{"impressions", []string{"Impresiones", "Impressions", "Impressões", "Exponeringar"}},
	{"reach", []string{"Reach", "Alcance", "Räckvidd", "Bereik"}},
	{"reactions", []string{"Reactions", "Likes", "Reacciones", "Me gusta", "Curtidas", "Gostos", "Reações", "Reaktioner", "Gilla-markeringar", "Reacties"}},
	{"comments", []string{"Comments", "Comentarios", "Comentários", "Kommentarer", "Opmerkingen"}},
	{"shares", []string{"Shares", "Veces que se compartió", "Compartilhamentos", "Partilhas", "Delningar", "Deelacties"}},
	{"saves", []string{"Saves", "Veces que se guardó", "Salvamentos", "Guardados", "Guardadas", "Sparade objekt"}},
	{"follows", []string{"Follows", "Seguimientos", "Seguimentos", "Följer"}},
	{"clicks", []string{"Total clicks", "Total de clics", "Total de cliques", "Totalt antal klick"}},
	{"link_clicks", []string{"Link Clicks", "Clics en el enlace", "Cliques no link", "Cliques em ligações", "Länkklick"}},
	{"other_clicks", []string{"Other Clicks", "Clics de otro tipo", "Outros cliques"}},
	{"engagement", []string{"Reactions, Comments and Shares", "Reacciones, comentarios y veces que se compartió", "Reações, comentários e compartilhamentos"}},
	{"video_views", []string{"3-second video views", "Reproducciones de video de 3 segundos", "Visualizações do vídeo por 3 segundos"}},
	{"minute_views", []string{"1-minute video views", "Reproducciones de video de 1 minuto"}},
	{"watch", []string{"Seconds viewed", "Segundos reproducidos", "Segundos visualizados"}},
	{"avg_watch", []string{"Average Seconds viewed", "Segundos en promedio reproducidos", "Média de segundos visualizados"}},
	{"organic_views", []string{"Views from Organic posts", "Visualizaciones de Publicaciones orgánicas"}},
	{"paid_views", []string{"Views from Boosted posts", "Visualizaciones de Publicaciones promocionadas"}},
	{"organic_reach", []string{"Reach from Organic posts", "Alcance de Publicaciones orgánicas"}},
	{"paid_reach", []string{"Reach from Boosted posts", "Alcance de Publicaciones promocionadas"}},
	{"hidden_by", []string{"Negative feedback from users", "Comentarios negativos de los usuarios"}}, // people who hid the post, not what they said of it
	// Known and of no use here; named so that nobody is told that they are strange.
	{"", []string{"Caption type", "Tipo de subtítulo", "Is crosspost", "Es una publicación cruzada", "Languages", "Idiomas", "Custom labels", "Etiquetas personalizadas",
		"Funded content status", "Estado de contenido financiado", "Data comment", "Comentario sobre los datos", "Comentário de dados", "Comentário sobre os dados",
		"Matched Audience Targeting Consumption (Photo Click)", "Consumo de segmentación del público coincidente (Photo Click)", "Estimated earnings (USD)", "Ingresos estimados (USD)",
		"Ad impressions", "3-Second viewers", "1-minute viewers", "Espectadores de 3 segundos", "Espectadores de 1 minuto", "3-second video views from Boosted posts",
		"3-second video views from Organic posts", "Unique negative feedback from users", "Distribución", "Distribution", "Interacciones"}},
}

// metaKept are the columns that go into Post.Extra.
var metaKept = []string{"other_clicks", "minute_views", "organic_views", "paid_views", "organic_reach", "paid_reach", "hidden_by"}

var (
	facebookContent  = &tabular{name: "meta.content.facebook", layout: metaContent, need: []string{"post_id", "published", "page_id"}, begin: beginMeta, row: metaPost}
	instagramContent = &tabular{name: "meta.content.instagram", layout: metaContent, need: []string{"post_id", "published", "username"}, begin: beginMeta, row: metaPost}
)

var (
	metaTime = dateRule{layouts: []string{"1/2/2006 15:04", "1/2/2006 15:04:05", "1/2/2006"}, zone: pacific}
	metaDay  = dateRule{layouts: []string{"1/2/2006", "2006-01-02", "1/2/2006 15:04", "2006-01-02T15:04:05"}}
)

// A metaFile is what holds for all the rows of a content export.
type metaFile struct {
	network  social.Network
	exported social.Date // last day of the window in the file's name; zero when the file was renamed
	repeated bool        // the posts repeat without a column that says the day
	swapped  bool        // a spreadsheet read the dates as day/month: its date cells have them the wrong way round
}

func beginMeta(t *table, b *binding, in Input) any {
	m := metaFile{network: social.Instagram, exported: windowEnd(t.File)}
	if b.has("page_id") {
		m.network = social.Facebook
	}
	ids := map[string]bool{}
	rows := 0
	for _, r := range t.Head[1:] {
		if id := r.cell(b.index("post_id")); id != "" {
			ids[id] = true
			rows++
		}
	}
	if rows > 4 && len(ids)*2 < rows && !b.has("date") {
		m.repeated = true
		in.Note("El archivo repite cada publicación en varias filas sin decir de qué día son: sus cifras se guardan como parciales y no como totales. Descargue el contenido sin desglose por día.")
	}
	if t.Delim == 0 {
		m.swapped = swappedDates(t, b.index("published"))
	}
	if t.Delim == 0 || t.Delim == ';' {
		in.Note("El archivo fue guardado de nuevo con una hoja de cálculo, que puede cambiar identificadores y fechas. Es mejor dejar el archivo tal como lo entrega Meta.")
	}
	if m.swapped {
		in.Note("La hoja de cálculo leyó como día/mes las fechas que Meta escribe como mes/día; se volvieron a su orden.")
	}
	return m
}

// swappedDates says whether the date cells of a column have day and month the wrong way round. A spreadsheet set to
// day/month turns what it can of Meta's month/day texts into such dates and leaves the others, whose day is above 12,
// as the texts they were; a spreadsheet set to month/day turns them all, rightly.
func swappedDates(t *table, column int) bool {
	texts, above := 0, false
	for _, r := range t.Head {
		cell := strings.TrimSpace(r.cell(column))
		if d, ok := (dateRule{layouts: isoLayouts}).day(cell); ok {
			above = above || d.Day > 12
		} else if d, ok := metaDay.day(cell); ok && d.Day > 12 {
			texts++
		}
	}
	return texts > 0 && !above
}

// published reads when the post of a row was published.
func (m metaFile) published(c *cells) (time.Time, social.Precision) {
	if !m.swapped {
		return c.instant("published", metaTime)
	}
	day, ok := (dateRule{layouts: isoLayouts}).day(c.raw("published"))
	if !ok {
		return c.instant("published", metaTime)
	}
	t, p := c.instant("published", metaTime)
	clock := t.In(pacific)
	return social.AtUTC(time.Date(day.Year, time.Month(day.Day), int(day.Month), clock.Hour(), clock.Minute(), clock.Second(), 0, pacific)), p
}

var metaName = regexp.MustCompile(`[A-Z][a-z]{2}-\d{2}-\d{4}_([A-Z][a-z]{2}-\d{2}-\d{4})_\d+`)

// windowEnd is the last day of the window that the name of a content export says, Apr-01-2025_Jun-30-2025_98….csv.
func windowEnd(f File) social.Date {
	name := f.Name
	if f.Part != "" {
		name = f.Part
	}
	m := metaName.FindStringSubmatch(path.Base(name))
	if m == nil {
		return social.Date{}
	}
	d, _ := dateRule{layouts: []string{"Jan-02-2006"}}.day(m[1])
	return d
}

// metaPost makes a post of a row.
func metaPost(c *cells) {
	m := c.state.(metaFile)
	if c.table.Delim == ';' {
		c.numbers = commaDecimal
	}
	p := &social.Post{From: c.origin(), Network: m.network, Format: c.format, DateFrom: "file", Window: social.Lifetime, SnapshotAt: m.exported}
	p.ID, p.IDDamaged = c.id("post_id")
	if p.ID == "" {
		c.fail(social.NoID, "post_id", "La publicación no trae identificador. Descargue de nuevo el contenido de Meta Business Suite.")
		return
	}
	p.PublishedAt, p.Precision = m.published(c)
	p.AccountID, p.AccountName = c.word("account_id"), c.word("username")
	if m.network == social.Facebook {
		p.AccountID, p.AccountName = c.word("page_id"), c.word("page_name")
	}
	if _, damaged := cleanID(p.AccountID); damaged {
		p.AccountID = ""
	}
	p.Permalink = c.word("permalink")
	p.TypeReported = c.word("type")
	p.Type = postType(p.TypeReported)
	p.Text = metaText(c)
	metaFigures(c, p)
	m.window(c, p)
	c.emit(p)
}

// metaText is the description, with the title before it where that says something else.
func metaText(c *cells) string {
	title, _ := c.text("title")
	text, _ := c.text("text")
	switch {
	case text == "" || missing(text):
		return title
	case title == "" || strings.Contains(text, strings.TrimRight(title, "….")):
		return text
	}
	return title + "\n" + text
}

func metaFigures(c *cells, p *social.Post) {
	p.DurationS = c.number("duration")
	p.Views, p.Impressions, p.Reach = c.count("views"), c.count("impressions"), c.count("reach")
	p.Reactions, p.Comments, p.Shares, p.Saves = c.count("reactions"), c.count("comments"), c.count("shares"), c.count("saves")
	p.Clicks, p.LinkClicks, p.Follows = c.count("clicks"), c.count("link_clicks"), c.count("follows")
	p.VideoViews = c.count("video_views")
	p.WatchTimeS, p.AvgWatchS = c.number("watch"), c.number("avg_watch")
	p.EngagementReported = c.number("engagement")
	p.Extra = c.extra(metaKept...)
}

// window tells what time the figures of p cover: a date in the date column makes it one day of a daily breakdown, a
// word (Lifetime, Total, Vitalício) all the time since publication.
func (m metaFile) window(c *cells, p *social.Post) {
	if m.repeated {
		p.Window = social.Range
		return
	}
	s := c.raw("date")
	if s == "" || s[0] < '0' || s[0] > '9' {
		return
	}
	if day, ok := metaDay.day(s); ok {
		p.Window, p.SnapshotAt = social.OneDay, day
	}
}

// postTypes are the words that tell the type of a post, in the networks' languages, in the order in which they are
// looked for: a live video is live before it is a video.
var postTypes = []struct{ word, kind string }{
	{"live", social.TypeLive}, {"en vivo", social.TypeLive}, {"ao vivo", social.TypeLive}, {"en directo", social.TypeLive},
	{"story", social.TypeStory}, {"stories", social.TypeStory}, {"historia", social.TypeStory}, {"storie", social.TypeStory},
	{"carousel", social.TypeCarousel}, {"carrusel", social.TypeCarousel}, {"carrossel", social.TypeCarousel}, {"secuencia", social.TypeCarousel}, {"album", social.TypeCarousel}, {"multi photo", social.TypeCarousel}, {"multi image", social.TypeCarousel}, {"document", social.TypeCarousel}, {"sidecar", social.TypeCarousel},
	{"reel", social.TypeVideo}, {"video", social.TypeVideo}, {"short", social.TypeVideo}, {"igtv", social.TypeVideo}, {"clip", social.TypeVideo}, {"gif", social.TypeVideo},
	{"image", social.TypeImage}, {"imagen", social.TypeImage}, {"imagem", social.TypeImage}, {"photo", social.TypeImage}, {"foto", social.TypeImage}, {"picture", social.TypeImage},
	{"link", social.TypeLink}, {"enlace", social.TypeLink}, {"article", social.TypeLink}, {"articulo", social.TypeLink},
	{"text", social.TypeText}, {"texto", social.TypeText}, {"status", social.TypeText}, {"estado", social.TypeText},
}

// postType reduces a network's own word for a type of post.
func postType(reported string) string {
	key := headerKey(reported)
	if key == "" {
		return social.TypeOther
	}
	for _, t := range postTypes {
		if strings.Contains(key, t.word) {
			return t.kind
		}
	}
	return social.TypeOther
}

// The video export of Facebook: hundreds of columns of how long people kept watching, and the figures of each video.
var metaVideo = &tabular{name: "meta.video", need: []string{"asset_id", "published"}, row: videoPost, layout: append(Layout{
	{"asset_id", []string{"Video asset ID", "Universal video ID", "Identificador del activo de video", "Identificador universal de video"}},
}, metaContent...)}

func videoPost(c *cells) {
	id, damaged := c.id("asset_id")
	if post, d := c.id("post_id"); post != "" {
		id, damaged = post, d
	}
	p := &social.Post{From: c.origin(), Network: social.Facebook, Format: c.format, ID: id, IDDamaged: damaged, DateFrom: "file", Window: social.Lifetime,
		SnapshotAt: windowEnd(c.table.File), Type: social.TypeVideo, TypeReported: c.word("type")}
	if id == "" {
		c.fail(social.NoID, "asset_id", "El video no trae identificador. Descargue de nuevo los videos de Meta Business Suite.")
		return
	}
	p.PublishedAt, p.Precision = c.instant("published", metaTime)
	p.AccountID, p.AccountName = c.word("page_id"), c.word("page_name")
	p.Permalink, p.Text = c.word("permalink"), metaText(c)
	metaFigures(c, p)
	metaFile{}.window(c, p)
	c.emit(p)
}

// The post sheet of the Insights export that Facebook retired: two header rows, of which the second describes the
// first.
var facebookInsights = &tabular{name: "meta.insights", need: []string{"post_id", "published", "type"}, row: insightsPost, layout: Layout{
	{"post_id", []string{"Post ID"}}, {"permalink", []string{"Permalink"}}, {"text", []string{"Post Message"}}, {"type", []string{"Type"}}, {"published", []string{"Posted"}},
	{"reach", []string{"Lifetime Post Total Reach"}}, {"impressions", []string{"Lifetime Post Total Impressions"}}, {"engaged", []string{"Lifetime Engaged Users"}},
	{"clicks", []string{"Lifetime Post Consumptions"}}, {"video_views", []string{"Lifetime Total Video Views"}},
	{"organic_reach", []string{"Lifetime Post organic reach"}}, {"paid_reach", []string{"Lifetime Post Paid Reach"}},
	{"", []string{"Countries", "Languages", "Audience Targeting"}},
}}

// matchInsights asks for a column that only the retired export has: the needed ones may be anybody's.
func matchInsights(s *Sample, _ Input) bool {
	_, b, ok := facebookInsights.layout.in(s, facebookInsights.need...)
	return ok && (b.has("reach") || b.has("impressions") || b.has("engaged"))
}

func insightsPost(c *cells) {
	if strings.TrimSpace(c.raw("post_id")) == "" && strings.TrimSpace(c.raw("published")) == "" {
		c.skip("fila que describe las columnas")
		return
	}
	p := &social.Post{From: c.origin(), Network: social.Facebook, Format: c.format, DateFrom: "file", Window: social.Lifetime}
	p.ID, p.IDDamaged = c.id("post_id")
	if p.ID == "" {
		c.fail(social.NoID, "post_id", "La publicación no trae identificador. Use la exportación de contenido de Meta Business Suite.")
		return
	}
	p.PublishedAt, p.Precision = c.instant("published", metaTime)
	p.AccountID, p.AccountName = c.in.account()
	p.Permalink, p.TypeReported = c.word("permalink"), c.word("type")
	p.Type = postType(p.TypeReported)
	p.Text, _ = c.text("text")
	p.Reach, p.Impressions, p.Clicks, p.VideoViews = c.count("reach"), c.count("impressions"), c.count("clicks"), c.count("video_views")
	p.Extra = c.extra("engaged", "organic_reach", "paid_reach")
	c.emit(p)
}

// adsReport recognises reports of Ads Manager, which are left out: what was paid for is no organic figure.
var adsReport = Layout{
	{"cost", []string{"CPM (custo por 1.000 impressões)", "CPM (cost per 1,000 impressions)", "CPM (costo por mil impresiones)", "CPM (coste por 1000 impresiones)", "Amount spent", "Amount spent (USD)", "Amount spent (COP)",
		"Importe gastado", "Importe gastado (USD)", "Importe gastado (COP)", "Valor usado", "Valor usado (BRL)", "Custo por resultado", "Costo por resultado", "Costo por resultados", "Coste por resultado", "Cost per result", "Cost per results"}},
	{"unit", []string{"Anúncios", "Ad name", "Ads", "Campaign name", "Ad set name", "Nombre del anuncio", "Anuncios", "Nombre de la campaña", "Nombre del conjunto de anuncios", "Nome da campanha", "Nome do anúncio"}},
}

func matchAds(s *Sample, _ Input) bool {
	_, _, ok := adsReport.in(s, "cost", "unit")
	return ok
}

// noRecords is the reader of a format that is recognised and left out.
func noRecords(File, Input) Records { return func(func(social.Record, error) bool) {} }
