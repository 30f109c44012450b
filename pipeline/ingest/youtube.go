package ingest

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// YouTube Studio, advanced mode: a zip of three tables, or one of them loose. The first column says what the rows
// are: videos, days, or values of another dimension. English and Portuguese were met as real files [V], Spanish is
// known from importers [C]. Figures have a decimal point and videos' days are in English in every language; days are
// those of the Pacific.

var youTubeDates = dateRule{layouts: []string{"Jan 2, 2006", "2006-01-02"}, zone: pacific}

var youTubeDays = dateRule{layouts: []string{time.DateOnly, "Jan 2, 2006"}}

const pacificZone = "America/Los_Angeles"

// youTubeLimit is the number of rows at which Studio cuts a table.
const youTubeLimit = 500

// youTubeFigures are the columns of figures that the tables share.
var youTubeFigures = Layout{
	{string(social.Views), []string{"Views", "Visualizações", "Vistas", "Visualizaciones"}},
	{string(social.WatchTimeHours), []string{"Watch time (hours)", "Tempo de exibição (horas)", "Tiempo de reproducción (horas)", "Tiempo de visualización (horas)"}},
	{string(social.FollowersNet), []string{"Subscribers", "Inscritos", "Suscriptores"}},
	{string(social.FollowersNew), []string{"Subscribers gained", "Inscrições obtidas", "Inscritos recebidos", "Suscriptores obtenidos", "Suscriptores ganados"}},
	{string(social.FollowersLost), []string{"Subscribers lost", "Inscrições perdidas", "Inscritos perdidos", "Suscriptores perdidos"}},
	{string(social.ThumbImpressions), []string{"Impressions", "Thumbnail impressions", "Impressões", "Impressões da miniatura", "Impresiones", "Impresiones de miniaturas"}},
	{string(social.ThumbCTR), []string{"Impressions click-through rate (%)", "Thumbnail click-through rate (%)", "Taxa de cliques de impressões (%)", "Taxa de cliques da miniatura (%)", "Tasa de clics de las impresiones (%)", "Tasa de clics de las miniaturas (%)"}},
	{string(social.Reactions), []string{"Likes", "Marcações \"Gostei\"", "Gostei", "Me gusta", "Me gusta (de vídeos)"}},
	{string(social.Comments), []string{"Comments added", "Comments", "Comentários adicionados", "Comentários", "Comentarios agregados", "Comentarios añadidos", "Comentarios"}},
	{string(social.Shares), []string{"Shares", "Compartilhamentos", "Elementos compartidos", "Veces compartido"}},
	{string(social.Reach), []string{"Unique viewers", "Espectadores únicos"}},
	{"avg_watch", []string{"Average view duration", "Duração média da visualização", "Duración promedio de vistas", "Duración media de las visualizaciones", "Duración promedio de las vistas"}},
	{"views_share", []string{"Views (%)", "Visualizações (%)", "Vistas (%)", "Visualizaciones (%)"}},
	{otherField, []string{
		"Engaged views", "Visualizações intencionais", "Vistas interesadas", "Vistas con interés", "Average percentage viewed (%)", "Porcentagem visualizada média (%)", "Porcentaje promedio reproducido (%)",
		"Stayed to watch (%)", "Continuaram assistindo (%)", "Average views per viewer", "Média de visualizações por espectador", "New viewers", "Novos espectadores",
		"Nuevos espectadores", "Returning viewers", "Espectadores recorrentes", "Espectadores recurrentes", "Casual viewers", "Regular viewers", "Dislikes", "Watch time (hours) (%)",
		"Tempo de exibição (horas) (%)", "Tiempo de reproducción (horas) (%)", "Estimated revenue (USD)", "Ingresos estimados (USD)", "RPM (USD)", "Hours streamed",
	}},
}

// youTubeDimensions are the first columns of tables that break the channel's views down, and the dimension of an
// audience that each is.
var youTubeDimensions = Layout{
	{"city", []string{"Cities", "City", "Cidades", "Ciudades", "Ciudad"}},
	{"country", []string{"Geography", "Country", "País", "Localização geográfica", "Geografía", "Ubicación geográfica"}},
	{"age", []string{"Viewer age", "Idade do espectador", "Edad del usuario", "Edad del espectador", "Edad de los espectadores"}},
	{"gender", []string{"Viewer gender", "Gênero do espectador", "Género del usuario", "Género del espectador", "Sexo del espectador"}},
	{"traffic_source", []string{"Traffic source", "Origem do tráfego", "Fuente de tráfico", "Fuente del tráfico"}},
	{"playback_location", []string{"Playback location", "Local da reprodução", "Ubicación de reproducción", "Lugar de reproducción"}},
	{"device", []string{"Device type", "Tipo de dispositivo"}},
	{"operating_system", []string{"Operating system", "Sistema operacional", "Sistema operativo"}},
	{"subscription", []string{"Subscription status", "Status da inscrição", "Estado de suscripción", "Estado de la suscripción"}},
	{"subscription_source", []string{"Subscription source", "Origem da inscrição", "Fuente de suscripción"}},
	{"content_type", []string{"Content type", "Tipo de conteúdo", "Tipo de contenido"}},
	{"viewer_type", []string{"New and returning viewers", "Espectadores novos e recorrentes", "Espectadores nuevos y recurrentes"}},
	{"language", []string{"Subtitles and CC", "Legendas", "Subtítulos", "Audio track", "Faixa de áudio", "Pista de audio"}},
	{"sharing_service", []string{"Sharing service", "Serviço de compartilhamento", "Servicio para compartir"}},
	{"playlist", []string{"Playlist", "Lista de reproducción"}},
	{"product", []string{"YouTube product", "Produto do YouTube", "Producto de YouTube"}},
}

var youTubeDate = Column{"date", []string{"Date", "Data", "Fecha"}}

// youTubeContentColumns tell a table of videos.
var youTubeContentColumns = Layout{
	{"id", []string{"Content", "Video", "Conteúdo", "Contenido"}},
	{"title", []string{"Video title", "Título do vídeo", "Título del video", "Título del vídeo"}},
	{"published", []string{"Video publish time", "Horário de publicação do vídeo", "Tiempo de publicación del video", "Hora de publicación del video", "Hora de publicación del vídeo"}},
	{"duration", []string{"Duration", "Duração", "Duración"}},
}

var youTubeContent = tabular{
	name:   "youtube.content",
	layout: append(append(Layout{}, youTubeContentColumns...), youTubeFigures...),
	need:   []string{"id", "title"},
	begin:  youTubeBegin,
	row:    youTubeVideoRow,
}

// A youTubeFile is what the name of an export tells of all its rows, and how many were read.
type youTubeFile struct {
	owner  owner
	window period
	known  bool // window is
	rows   int
}

var youTubeName = regexp.MustCompile(`\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2} ([^/\[\]]+?)(?:\.zip|\.csv)?(?:[/\[]|$)`)

// youTubeBegin reads the name <Dimension> <start>_<end> <Channel>.zip, which a loose file may still have as folder.
// The end is not part of the window: the totals of real zips stop the day before it.
func youTubeBegin(t *table, b *binding, in Input) any {
	file := &youTubeFile{}
	channel := ""
	if m := youTubeName.FindStringSubmatch(t.File.label()); m != nil {
		channel = m[1]
	}
	if in.Account != "" { // the workspace knows the account better than a name that people may change
		channel = in.Account
	}
	file.owner = ownerOf(social.YouTube, channel, in)
	start, end, ok := windowOf(t.File)
	if file.known = ok && start != end; file.known {
		file.window = period{start, end.Add(-1), pacificZone}
	} else if b.has("date") {
		file.window, file.known = daysOf(t, b.index("date"))
	}
	return file
}

// daysOf is the stretch of the days of a column; ok is false when there is none or when the table is too long to be
// seen whole.
func daysOf(t *table, column int) (p period, ok bool) {
	if len(t.Head) >= headRows {
		return p, false
	}
	for _, r := range t.Head {
		day, isDay := youTubeDays.day(r.cell(column))
		switch {
		case !isDay:
		case !ok:
			p, ok = period{day, day, pacificZone}, true
		case day.Compare(p.start) < 0:
			p.start = day
		case day.Compare(p.end) > 0:
			p.end = day
		}
	}
	return p, ok
}

// total gives out the row of totals: the channel's figures for the window, which the rows below do not add up to.
func (y *youTubeFile) total(c *cells) {
	if !y.known {
		c.skip("fila de totales de un período que el archivo no dice")
		c.in.Note("La fila Total no se usó: ni el archivo ni su nombre dicen qué días abarca. Conserve el nombre del .zip de YouTube Studio (Contenido 2026-10-01_2026-11-01 Canal.zip).")
		return
	}
	c.emitSeries(y.owner, youTubeSeries, y.window, social.Date{})
}

// count notes the row at which Studio stops.
func (y *youTubeFile) count(c *cells) {
	if y.rows++; y.rows == youTubeLimit {
		c.in.Note(fmt.Sprintf("YouTube Studio entrega como máximo %d filas: pueden faltar las de menos vistas. El total del canal sí está completo.", youTubeLimit))
	}
}

// youTubeSeries are the figures of the channel. Subscribers is the net change, not the total.
var youTubeSeries = []series{
	{social.Views, social.Sum}, {social.WatchTimeHours, social.Sum}, {social.FollowersNet, social.Sum}, {social.FollowersNew, social.Sum},
	{social.FollowersLost, social.Sum}, {social.ThumbImpressions, social.Sum}, {social.ThumbCTR, social.Ratio}, {social.Reactions, social.Sum},
	{social.Comments, social.Sum}, {social.Shares, social.Sum}, {social.Reach, social.Unique},
}

func youTubeVideoRow(c *cells) {
	file := c.state.(*youTubeFile)
	id := strings.TrimSpace(c.raw("id")) // « -e0JZNRR-QA»: a space keeps spreadsheets from reading a formula
	if isTotal(id) {
		file.total(c)
		return
	}
	file.count(c)
	if id == "" {
		c.fail(social.NoID, "id", "La fila no trae el código del video. Descargue de nuevo el archivo de YouTube Studio.")
		return
	}
	if c.word("published") == "" {
		c.skip("video sin fecha de publicación: YouTube no la da de los privados, los eliminados ni los programados")
		return
	}
	p := &social.Post{
		From: c.origin(), Network: social.YouTube, AccountID: file.owner.id, AccountName: file.owner.name, ID: id,
		IDDamaged: strings.HasPrefix(id, "#"), Permalink: "https://www.youtube.com/watch?v=" + id, Type: social.TypeVideo, DateFrom: "file",
		SnapshotAt: file.window.end, Window: social.Range, Format: c.format,
		Views: c.count(string(social.Views)), Follows: c.count(string(social.FollowersNet)), Reactions: c.count(string(social.Reactions)),
		Comments: c.count(string(social.Comments)), Shares: c.count(string(social.Shares)), DurationS: c.clock("duration"), AvgWatchS: c.clock("avg_watch"),
		Extra: c.others(),
	}
	if p.IDDamaged { // #NAME?: an id that begins with a hyphen, opened in a spreadsheet
		p.Permalink = ""
	}
	p.Text, _ = c.text("title")
	if h := c.number(string(social.WatchTimeHours)); h.OK {
		p.WatchTimeS = social.Some(h.V * 3600)
	}
	// Impressions of thumbnails are no impressions in the sense of other networks.
	p.Extra = c.keep(p.Extra, string(social.ThumbImpressions), string(social.ThumbCTR), string(social.FollowersNew), string(social.FollowersLost), string(social.Reach))
	p.PublishedAt, p.Precision = c.instant("published", youTubeDates)
	c.emit(p)
}

// keep adds to extra the cells of fields that a post has no place for, under their headers.
func (c *cells) keep(extra map[string]string, fields ...string) map[string]string {
	for _, f := range fields {
		if v := c.raw(f); !missing(v) {
			if extra == nil {
				extra = map[string]string{}
			}
			extra[c.bound.headerOf(f)] = v
		}
	}
	return extra
}

// clock is a cell that holds seconds, or h:mm:ss.
func (c *cells) clock(field string) (v social.Opt[float64]) {
	parts := strings.Split(strings.TrimSpace(c.raw(field)), ":")
	if len(parts) == 1 {
		return c.number(field)
	}
	seconds := 0.0
	for _, p := range parts {
		n, err := strconv.ParseUint(p, 10, 32)
		if err != nil || len(parts) > 3 {
			c.fail(social.BadNumber, field, "Se esperaba una duración como 0:03:56. Corrija la celda o descargue de nuevo el archivo.")
			return v
		}
		seconds = seconds*60 + float64(n)
	}
	return social.Some(seconds)
}

// youTubeTotals is the channel by day: Totals.csv, which has the one figure that was on screen, or the table by date.
var youTubeTotals = tabular{
	name:   "youtube.daily",
	layout: append(Layout{youTubeDate}, youTubeFigures...),
	need:   []string{"date"},
	begin:  youTubeBegin,
	row: func(c *cells) {
		file := c.state.(*youTubeFile)
		if isTotal(c.raw("date")) {
			file.total(c)
			return
		}
		day := c.day("date", youTubeDays)
		c.emitSeries(file.owner, youTubeSeries, period{day, day, pacificZone}, social.Date{})
	},
}

// matchYouTubeContent recognises the table of videos. The chart has the same columns behind its days.
func matchYouTubeContent(s *Sample, _ Input) bool {
	_, b, ok := youTubeContent.layout.in(s, youTubeContent.need...)
	return ok && b.index("id") == 0 && b.has("published") && figures(b, youTubeSeries)
}

// matchYouTubeTotals tells the channel by day from the many tables that have a date and views: by a figure that only
// YouTube has, by the zip it came in, or because the workspace says what the file is.
func matchYouTubeTotals(s *Sample, in Input) bool {
	t, b, ok := youTubeTotals.layout.in(s, "date")
	if !ok || t.Delim != ',' || !figures(b, youTubeSeries) || matchYouTubeChart(s, in) {
		return false
	}
	switch strings.ToLower(path.Base(s.File.Part)) {
	case "totals.csv", "total.csv", "totales.csv", "totais.csv":
		return true
	}
	return youTubeOnly(b) || in.Network == social.YouTube
}

// youTubeOnly says whether a table has a column that no other network's export has.
func youTubeOnly(b *binding) bool {
	return b.has(string(social.WatchTimeHours)) || b.has(string(social.ThumbCTR)) || b.has("avg_watch")
}

// figures says whether a table has any column of a list.
func figures(b *binding, list []series) bool {
	for _, s := range list {
		if b.has(string(s.metric)) {
			return true
		}
	}
	return false
}

// youTubeAudience breaks the views of the window down by a dimension.
var youTubeAudience = tabular{
	name:   "youtube.audience",
	layout: append(append(Layout{{"name", []string{"City name", "Nome da cidade", "Nombre de la ciudad"}}}, youTubeDimensions...), youTubeFigures...),
	begin:  youTubeBegin,
	row:    youTubeDimensionRow,
}

// youTubeDimension is the dimension of a table; empty when it has none.
func youTubeDimension(b *binding) string {
	for _, d := range youTubeDimensions {
		if b.index(d.Field) == 0 {
			return d.Field
		}
	}
	return ""
}

func matchYouTubeAudience(s *Sample, in Input) bool {
	_, b, ok := youTubeAudience.layout.in(s)
	return ok && youTubeDimension(b) != "" && (youTubeOnly(b) || in.Network == social.YouTube) && (b.has(string(social.Views)) || b.has("views_share"))
}

func youTubeDimensionRow(c *cells) {
	file := c.state.(*youTubeFile)
	dimension := youTubeDimension(c.bound)
	key := c.word(dimension)
	if isTotal(key) {
		file.total(c)
		return
	}
	file.count(c)
	a := &social.Audience{
		From: c.origin(), Network: social.YouTube, AccountID: file.owner.id, AccountName: file.owner.name, Snapshot: file.window.end,
		Base: "viewers", Dimension: dimension, Key: key, Unit: "count", Format: c.format,
	}
	if name := c.word("name"); name != "" {
		a.Key = name // the cities' own codes say nothing to a reader
	}
	v := c.number(string(social.Views))
	if !v.OK {
		v, a.Unit = c.number("views_share"), "percent"
	}
	if !v.OK || a.Key == "" {
		c.skip("fila sin vistas")
		return
	}
	a.Value = v.V
	c.emit(a)
}

// matchYouTubeChart recognises the days of the few rows that Studio drew.
func matchYouTubeChart(s *Sample, _ Input) bool {
	layout := append(append(Layout{youTubeDate}, youTubeContentColumns...), youTubeAudience.layout...)
	_, b, ok := layout.in(s, "date")
	if !ok || b.index("date") != 0 || !figures(b, youTubeSeries) {
		return false
	}
	return b.index("id") == 1 || youTubeSecond(b)
}

// youTubeSecond says whether the second column is a dimension.
func youTubeSecond(b *binding) bool {
	for _, d := range youTubeDimensions {
		if b.index(d.Field) == 1 {
			return true
		}
	}
	return false
}
