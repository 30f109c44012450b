package generate

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"pulso/pipeline/ingest/biff/bifftest"
)

// officialMonth writes what the office itself exports of its five networks.
func (m *maker) officialMonth(first time.Time, n int) error {
	m.facebookPosts(first, 44+3*n)
	m.instagramPosts(first, 36+2*n)
	m.metaMetrics(first, n)
	m.xContent(first, 50+4*n)
	m.xOverview(first)
	if err := m.youtube(first, 7+n); err != nil {
		return err
	}
	return m.linkedin(first, 10+n)
}

// losAngeles is the zone in which Meta prints the time of a post. A fixed offset would be wrong from November on.
var losAngeles = func() *time.Location {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		panic(err) // the program embeds the zone data
	}
	return zone
}()

func last(first time.Time) time.Time { return first.AddDate(0, 1, -1) }

func csvFile(rows [][]string, comma rune) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	w.WriteAll(rows)
	return b.Bytes()
}

const bom = "\uFEFF"

// postTime spreads posts over office hours and the evening.
func (m *maker) postTime(first time.Time) time.Time {
	hour := []int{7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 20}[m.rnd.IntN(12)]
	return first.AddDate(0, 0, m.rnd.IntN(last(first).Day())).Add(time.Duration(hour)*time.Hour + time.Duration(m.rnd.IntN(3600))*time.Second)
}

func (m *maker) around(n float64) int { return int(n * (0.5 + m.rnd.Float64())) }

var itoa = strconv.Itoa

func metaName(first time.Time, id string) string {
	return first.Format("Jan-02-2006") + "_" + last(first).Format("Jan-02-2006") + "_" + id + ".csv"
}

var facebookHeader = []string{
	"Identificador de la publicación", "Identificador de la página", "Nombre de la página", "Título", "Descripción", "Duración (segundos)", "Hora de publicación",
	"Tipo de subtítulo", "Enlace permanente", "Es una publicación cruzada", "Es una publicación compartida", "Tipo de publicación", "Idiomas", "Etiquetas personalizadas",
	"Estado de contenido financiado", "Comentario sobre los datos", "Fecha", "Visualizaciones", "Alcance", "Reacciones, comentarios y veces que se compartió", "Reacciones",
	"Comentarios", "Veces que se compartió", "Total de clics", "Clics en el enlace", "Clics de otro tipo", "Segundos reproducidos", "Segundos en promedio reproducidos", "Visualizaciones",
}

func (m *maker) facebookPosts(first time.Time, n int) {
	types := map[string]string{"imagen": "Fotos", "video": "Reels", "carrusel": "Fotos", "enlace": "Enlaces"}
	rows := [][]string{facebookHeader}
	for i := range n {
		p := publications[(i+m.rnd.IntN(3))%len(publications)]
		at := m.postTime(first)
		if i == n-1 {
			at = first.AddDate(0, 1, 0).Add(30 * time.Minute) // still last month in the network's zone, next month in ours
		}
		event, covered := covers(first, i)
		if covered {
			at = event.at
		}
		id := fmt.Sprintf("1220%d%09d", at.Unix()%1_000_000, m.next()*7919)
		reach := m.around(9000 * p.appeal)
		reactions, comments, shares, clicks := m.around(float64(reach)*0.035), m.around(float64(reach)*0.006), m.around(float64(reach)*0.009), m.around(float64(reach)*0.02)
		text := m.fill(p.text)
		if p.withWeb {
			text += ". Más información en https://www.puertomarejada.gov.co/noticias/" + itoa(m.next())
		}
		if covered {
			text = event.text
		}
		m.published("Facebook", id, "", text, at)
		seconds, average := "", ""
		if p.kind == "video" {
			seconds, average = itoa(reach*7), "9.378"
		}
		row := []string{
			id, pageID, officeName, "", text, "0", at.In(losAngeles).Format("01/02/2006 15:04"), "Sin subtítulos", "https://www.facebook.com/" + pageID + "/posts/" + id, "0", "0",
			types[p.kind], "", "", "Orgánico", "", "Total", itoa(reach * 13 / 10), itoa(reach), itoa(reactions + comments + shares), itoa(reactions), itoa(comments), itoa(shares),
			itoa(clicks), itoa(clicks / 3), itoa(clicks - clicks/3), seconds, average, itoa(reach * 13 / 10),
		}
		if i%19 == 7 {
			row[18], row[23] = "", "" // the network gives no reach for some posts
		}
		if i%17 == 5 {
			row = row[:len(row)-3] // and leaves off trailing fields of others
		}
		rows = append(rows, row)
	}
	m.files["inbox/facebook/"+metaName(first, "1396269028460001")] = append([]byte(bom), csvFile(rows, ',')...)
}

var instagramHeader = []string{
	"Identificador de la publicación", "Identificador de la cuenta", "Nombre de usuario de la cuenta", "Nombre de la cuenta", "Descripción", "Duración (segundos)", "Hora de publicación",
	"Enlace permanente", "Tipo de publicación", "Comentario sobre los datos", "Fecha", "Visualizaciones", "Alcance", "Me gusta", "Veces que se compartió", "Comentarios", "Veces que se guardó", "Seguimientos",
}

func (m *maker) instagramPosts(first time.Time, n int) {
	types := map[string]string{"imagen": "Imagen de Instagram", "video": "Reel de Instagram", "carrusel": "Secuencia de Instagram", "enlace": "Imagen de Instagram"}
	rows := [][]string{instagramHeader}
	for i := range n {
		p := publications[(i+m.rnd.IntN(2))%len(publications)]
		at := m.postTime(first)
		reach := m.around(4200 * p.appeal)
		follows := ""
		if p.kind != "carrusel" {
			follows = itoa(m.rnd.IntN(12))
		}
		id := fmt.Sprintf("1805%013d", at.Unix()*977+int64(m.next()))
		m.published("Instagram", id, "", "", at)
		rows = append(rows, []string{
			id, igID, igHandle, officeName, m.fill(p.text) + " #PuertoMarejada", "0", at.In(losAngeles).Format("01/02/2006 15:04"),
			"https://www.instagram.com/p/demo" + itoa(m.next()) + "/", types[p.kind], "", "Total", itoa(reach * 14 / 10), itoa(reach), itoa(m.around(float64(reach) * 0.05)), itoa(m.around(float64(reach) * 0.01)),
			itoa(m.around(float64(reach) * 0.004)), itoa(m.around(float64(reach) * 0.006)), follows,
		})
	}
	m.files["inbox/instagram/"+metaName(first, "9833400970730002")] = append([]byte(bom), csvFile(rows, ',')...)
}

// metaMetrics writes the daily lines of Facebook and Instagram as Meta does: UTF-16, sep=, and a title. «Alcance» and
// «Interacciones» do not say of which network they are; the folder does, by the rule in pulso.yaml.
func (m *maker) metaMetrics(first time.Time, n int) {
	month := first.Format("2006-01")
	for _, f := range []struct {
		path, title string
		level       float64
		sparse      bool
	}{
		{"inbox/facebook/" + month + "/Seguidores.csv", "Seguidores de Facebook", 34, false},
		{"inbox/facebook/" + month + "/Alcance.csv", "Alcance", 21000, false},
		{"inbox/facebook/" + month + "/Visitas.csv", "Visitas a Facebook", 480, false},
		{"inbox/instagram/" + month + "/Seguidores.csv", "Seguidores de Instagram", 21, true},
		{"inbox/instagram/" + month + "/Alcance.csv", "Alcance", 9400, false},
		{"inbox/instagram/" + month + "/Interacciones.csv", "Interacciones con el contenido", 620, false},
	} {
		var b strings.Builder
		fmt.Fprintf(&b, "sep=,\n\"%s\"\n\"Fecha\",\"Primary\"\n", f.title)
		for day := first; day.Before(first.AddDate(0, 1, 0)); day = day.AddDate(0, 0, 1) {
			value := m.around(f.level * (1 + 0.06*float64(n)))
			if f.sparse && m.rnd.IntN(9) == 0 {
				continue
			}
			fmt.Fprintf(&b, "\"%sT00:00:00\",\"%d\"\n", day.Format(time.DateOnly), value)
		}
		b.WriteString("\n")
		m.files[f.path] = utf16LE(b.String())
	}
	if n == len(months)-1 {
		m.files["inbox/instagram/"+month+"/Público.csv"] = utf16LE(audienceCSV)
	}
}

const audienceCSV = `sep=,
"Seguidores de Instagram"
"IG_ACCOUNT,FOLLOW,UNIQUE_USERS"
"48211"

"Seguidores de Instagram por sexo y edad"
"Edad","Mujeres","Hombres"
"18-24","9,8%","7,1%"
"25-34","18,4%","13,2%"
"35-44","14,6%","10,3%"
"45-54","9,1%","6,4%"
"55-64","4,6%","3,2%"
"65+","1,9%","1,4%"

"Seguidores de Instagram por principales ciudades"
"Principales ciudades","Valor"
"Puerto Marejada, Colombia","61,3%"
"Barranquilla, Colombia","8,7%"
"Bogotá, Colombia","6,2%"

"Seguidores de Instagram por principales países"
"Principales países","Valor"
"Colombia","91,5%"
"Estados Unidos","3,1%"
"Venezuela","2,4%"
`

func utf16LE(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func (m *maker) xContent(first time.Time, n int) {
	rows := [][]string{{"Post id", "Date", "Post text", "Link", "Impressions", "Likes", "Engagements", "Bookmarks", "Share", "New follows", "Replies", "Reposts", "Profile visits", "Detail expands", "Url clicks", "Hashtag clicks", "Permalink clicks"}}
	for range n {
		p := pick(m.rnd, publications)
		at := m.postTime(first)
		id := m.snowflake(at)
		m.published("X", id, "", "", at)
		seen := m.around(2600 * p.appeal)
		likes, reposts, replies := m.around(float64(seen)*0.008), m.around(float64(seen)*0.004), m.around(float64(seen)*0.003)
		rows = append(rows, []string{
			id, at.Format("Mon Jan 02 2006"), strings.ReplaceAll(m.fill(p.text), "&", "&amp;"), "https://x.com/" + officeHandle + "/status/" + id, itoa(seen), itoa(likes), itoa(likes + reposts + replies + seen/50),
			itoa(m.rnd.IntN(4)), itoa(m.rnd.IntN(3)), itoa(m.rnd.IntN(3)), itoa(replies), itoa(reposts), itoa(seen / 200), itoa(seen / 80), itoa(seen / 150), itoa(m.rnd.IntN(5)), "0",
		})
	}
	name := fmt.Sprintf("inbox/x/account_analytics_content_%s_%s.csv", first.Format(time.DateOnly), last(first).Format(time.DateOnly))
	m.files[name] = bytes.ReplaceAll(csvFile(rows, ','), []byte("\n"), []byte("\r\n"))
}

func (m *maker) xOverview(first time.Time) {
	rows := [][]string{{"Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows", "Unfollows", "Replies", "Reposts", "Profile visits", "Create Post", "Video views", "Media views"}}
	for day := last(first); !day.Before(first); day = day.AddDate(0, 0, -1) {
		seen := m.around(5200)
		rows = append(rows, []string{day.Format("Mon, Jan 2, 2006"), itoa(seen), itoa(seen / 110), itoa(seen / 40), itoa(m.rnd.IntN(6)), itoa(m.rnd.IntN(5)), itoa(m.rnd.IntN(14)), itoa(m.rnd.IntN(9)), itoa(seen / 300), itoa(seen / 240), itoa(seen / 130), itoa(1 + m.rnd.IntN(3)), itoa(seen / 9), itoa(seen / 6)})
	}
	m.files["inbox/x/account_overview_analytics_"+first.Format("2006-01")+".csv"] = bytes.ReplaceAll(csvFile(rows, ','), []byte("\n"), []byte("\r\n"))
}

// youtube writes a Studio zip in Spanish: the table with its Total row, the chart and one metric per day.
func (m *maker) youtube(first time.Time, n int) error {
	table := [][]string{{"Contenido", "Título del video", "Hora de publicación del video", "Duración", "Vistas", "Tiempo de reproducción (horas)", "Suscriptores", "Duración promedio de vistas", "Impresiones", "Tasa de clics de las impresiones (%)", "Me gusta", "Comentarios agregados", "Elementos compartidos"}}
	var views, subscribers, impressions int
	var rows [][]string
	for i := range n {
		p := publications[(i*5+1)%len(publications)]
		at := m.postTime(first)
		seen := m.around(640 * p.appeal)
		gained := m.rnd.IntN(9) - 1
		id := fmt.Sprintf("dm%s%05dK", string(rune('A'+i)), m.next()*13%100000)
		m.published("YouTube", id, "", "", at)
		if i == 2 {
			id = " -" + id // Studio shields ids that begin with a sign by a space
		}
		rows = append(rows, []string{id, m.fill(p.text), at.Format("Jan 2, 2006"), itoa(95 + m.rnd.IntN(1200)), itoa(seen), fmt.Sprintf("%.4f", float64(seen)*0.041), itoa(gained), "0:02:27", itoa(seen * 9), "4.1", itoa(seen / 24), itoa(seen / 90), itoa(seen / 60)})
		views, subscribers, impressions = views+seen, subscribers+gained, impressions+seen*9
	}
	views, subscribers, impressions = views*5/4, subscribers+38, impressions*5/4 // older videos count in the channel's total
	table = append(table, []string{"Total", "", "", "", itoa(views), fmt.Sprintf("%.4f", float64(views)*0.041), itoa(subscribers), "0:02:27", itoa(impressions), "4.1", itoa(views / 24), itoa(views / 90), itoa(views / 60)})
	table = append(table, rows...)
	totals, chart := [][]string{{"Fecha", "Vistas"}}, [][]string{{"Fecha", "Contenido", "Vistas"}}
	for day := first; day.Before(first.AddDate(0, 1, 0)); day = day.AddDate(0, 0, 1) {
		totals = append(totals, []string{day.Format(time.DateOnly), itoa(m.around(float64(views) / 31))})
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range []struct {
		name string
		rows [][]string
	}{{"Datos de la tabla.csv", table}, {"Datos del gráfico.csv", chart}, {"Totales.csv", totals}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: first})
		if err != nil {
			return err
		}
		if _, err := w.Write(csvFile(f.rows, ',')); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	// Studio names the day after the last one.
	m.files[fmt.Sprintf("inbox/youtube/Contenido %s_%s %s.zip", first.Format(time.DateOnly), first.AddDate(0, 1, 0).Format(time.DateOnly), officeName)] = b.Bytes()
	return nil
}

// linkedin writes the page's legacy .xls in Spanish, with text dates in the American order that it uses everywhere.
func (m *maker) linkedin(first time.Time, n int) error {
	days := [][]any{{"Métricas de interacción agregadas de tus publicaciones orgánicas y patrocinadas. Todas las fechas están en UTC."}, {
		"Fecha", "Impresiones (orgánicas)", "Impresiones (patrocinadas)", "Impresiones (totales)", "Impresiones únicas (orgánicas)", "Clics (orgánicos)", "Clics (patrocinados)", "Clics (totales)",
		"Reacciones (generales)", "Reacciones (patrocinadas)", "Reacciones (total)", "Comentarios (orgánicos)", "Comentarios (patrocinados)", "Comentarios (totales)",
		"Veces compartido (orgánico)", "Veces compartido (patrocinado)", "Veces compartido (total)", "Tasa de interacción (orgánica)", "Tasa de interacción (patrocinada)", "Tasa de interacción (total)",
	}}
	for day := first; day.Before(first.AddDate(0, 1, 0)); day = day.AddDate(0, 0, 1) {
		seen := m.around(310)
		clicks, reactions, comments, shares := seen/22, seen/35, m.rnd.IntN(3), m.rnd.IntN(3)
		rate := float64(clicks+reactions+comments+shares) / float64(max(seen, 1))
		days = append(days, []any{day.Format("01/02/2006"), seen, 0, seen, seen * 7 / 10, clicks, 0, clicks, reactions, 0, reactions, comments, 0, comments, shares, 0, shares, rate, 0.0, rate})
	}
	posts := [][]any{{"Métricas de interacción de cada publicación. La fecha de creación indica cuándo se creó la publicación. Todas las fechas están en UTC."}, {
		"Título de la publicación", "Enlace de la publicación", "Tipo de publicación", "Nombre de la campaña", "Anunciado por", "Fecha de creación", "Fecha de inicio de la campaña", "Fecha de finalización de la campaña", "Público",
		"Impresiones", "Visualizaciones", "Visualizaciones fuera del sitio", "Clics", "Porcentaje de clics", "Recomendaciones", "Comentarios", "Veces compartido", "Seguidores", "Tasa de interacción", "Tipo de contenido",
	}}
	for range n {
		p := pick(m.rnd, publications)
		at := m.postTime(first)
		seen := m.around(720 * p.appeal)
		clicks, likes, comments, shares := seen/20, seen/30, m.rnd.IntN(5), m.rnd.IntN(6)
		text, link := m.fill(p.text), fmt.Sprintf("https://www.linkedin.com/feed/update/urn:li:activity:%d", at.UnixMilli()<<22|int64(m.next()))
		m.published("LinkedIn", "", link, "", at)
		posts = append(posts, []any{text, link, "Orgánico", "", "Comunicaciones", at.Format("01/02/2006"), "", "", "Todos los seguidores",
			seen, "", "", clicks, float64(clicks) / float64(max(seen, 1)), likes, comments, shares, "", float64(clicks+likes+comments+shares) / float64(max(seen, 1)), ""})
	}
	var b bytes.Buffer
	if err := bifftest.Write(&b, []bifftest.Sheet{{Name: "Indicadores", Rows: days}, {Name: "Todas las publicaciones", Rows: posts}}); err != nil {
		return err
	}
	m.files[fmt.Sprintf("inbox/linkedin/alcaldia-puerto-marejada_content_%d.xls", first.AddDate(0, 1, 1).UnixMilli())] = b.Bytes()
	return nil
}
