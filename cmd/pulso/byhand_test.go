package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports/text"
)

// A published is a post as an official would write it down by hand.
type published struct {
	network                                                           social.Network
	id                                                                string
	at                                                                time.Time
	text                                                              string
	views, impressions, reach, likes, comments, shares, saves, clicks int // −1 where the network's export does not tell it
}

func (p published) link() string {
	switch p.network {
	case social.Facebook:
		return "https://www.facebook.com/reel/" + p.id
	case social.Instagram:
		return "https://www.instagram.com/p/" + p.id[:10] + "/"
	case social.X:
		return "https://x.com/AlcaldiaPrueba/status/" + p.id
	case social.YouTube:
		return "https://www.youtube.com/watch?v=" + p.id
	}
	return "https://www.linkedin.com/feed/update/urn:li:activity:" + p.id
}

var bogotaZone = time.FixedZone("-05", -5*3600)

// snowflake is the id that X gives out at an instant; LinkedIn's is the same number without its epoch.
func snowflake(t time.Time) string {
	return strconv.FormatInt((t.UnixMilli()-1288834974657)<<22|4097, 10)
}
func activity(t time.Time) string { return strconv.FormatInt(t.UnixMilli()<<22|4097, 10) }

// posted is the month of the test: two posts of each network, one of them in the last night of the month, which is
// already November at the networks' clocks or still October, as the zone has it.
var posted = func() []published {
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 10, day, hour, minute, 0, 0, bogotaZone) }
	return []published{
		{social.Facebook, "122100000000000011", at(5, 9, 30), "Jornada de vacunación en los barrios", 1200, -1, 900, 45, 6, 12, -1, 30},
		{social.Facebook, "122100000000000012", at(31, 22, 30), "Cierre de vías por obras", 800, -1, 640, 12, 9, 3, -1, 8},
		{social.Instagram, "18000000000000011", at(6, 12, 0), "Así avanza el malecón", 2300, -1, 1500, 210, 14, 20, 33, -1},
		{social.Instagram, "18000000000000012", at(31, 21, 45), "Concierto de cierre", 640, -1, 410, 51, 2, 1, 4, -1},
		{social.X, snowflake(at(7, 8, 0)), at(7, 8, 0), "Pico y placa del día", -1, 5400, -1, 31, 11, 17, 2, -1},
		{social.X, snowflake(at(31, 23, 10)), at(31, 23, 10), "Balance de la jornada", -1, 980, -1, 4, 1, 0, 0, -1},
		{social.YouTube, "aBcDeFgHi01", at(8, 2, 0), "Rendición de cuentas", 310, -1, -1, 22, 5, 3, -1, -1},
		{social.YouTube, "aBcDeFgHi02", at(20, 2, 0), "Consejo de gobierno", 95, -1, -1, 7, 1, 0, -1, -1},
		{social.LinkedIn, activity(at(9, 10, 15)), at(9, 10, 15), "Convocatoria para ingenieros", -1, 720, -1, 41, 3, 5, -1, 66},
		{social.LinkedIn, activity(at(30, 16, 0)), at(30, 16, 0), "Premio a la gestión", -1, 310, -1, 19, 0, 1, -1, 12},
	}
}()

// gained are the new followers of Instagram by day, from the first of the month.
var gained = []int{3, 1, 0, 5, 2, 0, 0, 4, 1, 1, 2, 0, 3, 6, 1, 0, 2, 2, 1, 0, 0, 7, 3, 2, 1, 0, 1, 2, 0, 4, 9}

// said are what citizens said, on X.
var said = []struct {
	at             time.Time
	author, text   string
	likes, replies int
}{
	{time.Date(2026, 10, 12, 9, 0, 0, 0, bogotaZone), "vecina_prueba", "Llevamos tres días sin agua y nadie responde", 14, 3},
	{time.Date(2026, 10, 31, 22, 50, 0, 0, bogotaZone), "tendero_prueba", "Excelente la jornada de salud, gracias", 5, 0},
}

// A tongue is the headers of the exports in one language.
type tongue struct {
	name                                             string
	facebook, instagram, youtube, linkedin, followed []string
	lifetime                                         string
}

var tongues = []tongue{
	{"español",
		[]string{"Identificador de la publicación", "Identificador de la página", "Nombre de la página", "Descripción", "Hora de publicación", "Enlace permanente", "Tipo de publicación", "Fecha", "Visualizaciones", "Alcance", "Reacciones", "Comentarios", "Veces que se compartió", "Total de clics"},
		[]string{"Identificador de la publicación", "Identificador de la cuenta", "Nombre de usuario de la cuenta", "Descripción", "Hora de publicación", "Enlace permanente", "Tipo de publicación", "Fecha", "Visualizaciones", "Alcance", "Me gusta", "Comentarios", "Veces que se compartió", "Veces que se guardó"},
		[]string{"Contenido", "Título del video", "Tiempo de publicación del video", "Vistas", "Me gusta", "Comentarios agregados", "Elementos compartidos"},
		[]string{"Título de la publicación", "Enlace de la publicación", "Tipo de publicación", "Fecha de creación", "Impresiones", "Clics", "Recomendaciones", "Comentarios", "Veces compartido"},
		[]string{"Seguidores de Instagram", "Fecha", "Primary"}, "Total"},
	{"English",
		[]string{"Post ID", "Page ID", "Page name", "Description", "Publish time", "Permalink", "Post type", "Date", "Views", "Reach", "Reactions", "Comments", "Shares", "Total clicks"},
		[]string{"Post ID", "Account ID", "Account username", "Description", "Publish time", "Permalink", "Post type", "Date", "Views", "Reach", "Likes", "Comments", "Shares", "Saves"},
		[]string{"Content", "Video title", "Video publish time", "Views", "Likes", "Comments added", "Shares"},
		[]string{"Post title", "Post link", "Post type", "Created date", "Impressions", "Clicks", "Likes", "Comments", "Reposts"},
		[]string{"Instagram follows", "Date", "Primary"}, "Lifetime"},
	{"português",
		[]string{"Identificação da publicação", "Identificação da Página", "Nome da Página", "Descrição", "Horário de publicação", "Link permanente", "Tipo de publicação", "Data", "Visualizações", "Alcance", "Reações", "Comentários", "Compartilhamentos", "Total de cliques"},
		[]string{"Identificação da publicação", "Identificação da conta", "Nome de usuário da conta", "Descrição", "Horário de publicação", "Link permanente", "Tipo de publicação", "Data", "Visualizações", "Alcance", "Curtidas", "Comentários", "Compartilhamentos", "Salvamentos"},
		[]string{"Conteúdo", "Título do vídeo", "Horário de publicação do vídeo", "Visualizações", "Gostei", "Comentários adicionados", "Compartilhamentos"},
		[]string{"Título da publicação", "Link da publicação", "Tipo de publicação", "Data de criação", "Impressões", "Cliques", "Gostei", "Comentários", "Compartilhamentos"},
		[]string{"Seguidores no Instagram", "Data", "Primary"}, "Vitalício"},
}

// exports are the files that the networks would give out of the month.
func (l tongue) exports(t *testing.T) map[string][]byte {
	pacific, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[social.Network][][]string{social.Facebook: {l.facebook}, social.Instagram: {l.instagram}, social.LinkedIn: {l.linkedin},
		social.X:       {{"Post id", "Date", "Post text", "Link", "Impressions", "Likes", "Engagements", "Bookmarks", "Share", "New follows", "Replies", "Reposts"}},
		social.YouTube: {l.youtube, {"Total", "", "", "405", "29", "6", "3"}}}
	for _, p := range posted {
		meta, n := p.at.In(pacific).Format("01/02/2006 15:04"), strconv.Itoa
		var row []string
		switch p.network {
		case social.Facebook:
			row = []string{p.id, "100000000000001", "Alcaldía de Prueba", p.text, meta, p.link(), "Reels", l.lifetime, n(p.views), n(p.reach), n(p.likes), n(p.comments), n(p.shares), n(p.clicks)}
		case social.Instagram:
			row = []string{p.id, "17840000000000001", "alcaldia_prueba", p.text, meta, p.link(), "Reel", l.lifetime, n(p.views), n(p.reach), n(p.likes), n(p.comments), n(p.shares), n(p.saves)}
		case social.X:
			row = []string{p.id, p.at.Format("Mon Jan 2 2006"), p.text, p.link(), n(p.impressions), n(p.likes), "0", n(p.saves), "0", "0", n(p.comments), n(p.shares)}
		case social.YouTube:
			row = []string{p.id, p.text, p.at.Format("Jan 2, 2006"), n(p.views), n(p.likes), n(p.comments), n(p.shares)}
		case social.LinkedIn:
			row = []string{p.text, p.link(), "Video", p.at.UTC().Format("01/02/2006"), n(p.impressions), n(p.clicks), n(p.likes), n(p.comments), n(p.shares)}
		}
		rows[p.network] = append(rows[p.network], row)
	}
	files := map[string][]byte{"x/mentions.jsonl": xPages()}
	for network, table := range rows {
		files[string(network)+"/export.csv"] = append([]byte("\ufeff"), table2csv(t, ',', table)...)
	}
	metric := fmt.Sprintf("sep=,\n%q\n%q,%q\n", l.followed[0], l.followed[1], l.followed[2])
	for i, n := range gained {
		if n > 0 { // Instagram leaves out the days without any
			metric += fmt.Sprintf("\"2026-10-%02dT00:00:00\",\"%d\"\n", i+1, n)
		}
	}
	if files["instagram/follows.csv"], err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(metric)); err != nil {
		t.Fatal(err)
	}
	return files
}

// xPages is what the API of X would answer.
func xPages() []byte {
	var data, users []string
	for i, m := range said {
		data = append(data, fmt.Sprintf(`{"id":%q,"author_id":"%d","created_at":%q,"text":%q,"public_metrics":{"retweet_count":0,"reply_count":%d,"like_count":%d,"quote_count":0}}`,
			snowflake(m.at), 100+i, m.at.UTC().Format("2006-01-02T15:04:05.000Z"), m.text, m.replies, m.likes))
		users = append(users, fmt.Sprintf(`{"id":"%d","username":%q,"name":%q}`, 100+i, m.author, m.author))
	}
	return []byte(`{"data":[` + strings.Join(data, ",") + `],"includes":{"users":[` + strings.Join(users, ",") + `]},"meta":{"result_count":2}}` + "\n")
}

// typed are the same facts as an official would type them.
func typed(t *testing.T) map[string][]byte {
	n := func(v int) string {
		if v < 0 {
			return ""
		}
		return strconv.Itoa(v)
	}
	accounts := map[social.Network]string{social.Facebook: "Alcaldía de Prueba", social.Instagram: "alcaldia_prueba", social.X: "AlcaldiaPrueba", social.YouTube: "Canal de Prueba", social.LinkedIn: "alcaldia-de-prueba"}
	posts := [][]string{{"Fecha", "Red", "Cuenta", "Identificador", "Enlace", "Texto", "Tipo", "Visualizaciones", "Impresiones", "Alcance", "Me gusta", "Comentarios", "Compartidos", "Guardados", "Clics"}}
	for _, p := range posted {
		kind := "video"
		if p.network == social.X || p.network == social.LinkedIn {
			kind = "otro"
		}
		layout := "02/01/2006 15:04"
		if p.network == social.YouTube { // whose export tells the day and no hour
			layout = "02/01/2006"
		}
		posts = append(posts, []string{p.at.Format(layout), p.network.Title(), accounts[p.network], p.id, p.link(), p.text, kind,
			n(p.views), n(p.impressions), n(p.reach), n(p.likes), n(p.comments), n(p.shares), n(p.saves), n(p.clicks)})
	}
	followers := [][]string{{"Fecha", "Red", "Cuenta", "Nuevos seguidores"}}
	for i, v := range gained {
		if v > 0 {
			followers = append(followers, []string{fmt.Sprintf("%02d/10/2026", i+1), "Instagram", "alcaldia_prueba", strconv.Itoa(v)})
		}
	}
	mentions := [][]string{{"Fecha", "Red", "Usuario", "Texto", "Me gusta", "Respuestas", "Id publicacion"}}
	for _, m := range said {
		mentions = append(mentions, []string{m.at.Format("02/01/2006 15:04:05"), "X", "@" + m.author, m.text, strconv.Itoa(m.likes), strconv.Itoa(m.replies), snowflake(m.at)})
	}
	return map[string][]byte{"publicaciones.csv": table2csv(t, ';', posts), "seguidores.csv": table2csv(t, ';', followers), "menciones.csv": table2csv(t, ';', mentions)}
}

func table2csv(t *testing.T, delim rune, rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = delim
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const byHandConfig = `entity: {name: Alcaldía de Prueba}
accounts:
  - {network: facebook, id: "100000000000001", name: Alcaldía de Prueba}
  - {network: instagram, id: "17840000000000001", handle: alcaldia_prueba}
  - {network: x, handle: AlcaldiaPrueba}
  - {network: youtube, name: Canal de Prueba, handle: "@canaldeprueba"}
  - {network: linkedin, handle: alcaldia-de-prueba}
privacy: {authors: handle}
`

// TestSameFiguresAsByHand: a month of one file of each network, in each of three languages, says what the same facts say
// that were typed by hand: row by row in the store and word by word in both reports, but for which files they came from.
func TestSameFiguresAsByHand(t *testing.T) {
	wantFacts, wantReports := monthOfFiles(t, typed(t))
	if n := strings.Count(wantFacts, "\n"); n != len(posted)+22+len(said) {
		t.Fatalf("%d facts were kept of what was typed:\n%s", n, wantFacts)
	}
	for _, l := range tongues {
		t.Run(l.name, func(t *testing.T) {
			facts, told := monthOfFiles(t, l.exports(t))
			for _, diff := range []string{firstOther(facts, wantFacts), firstOther(told, wantReports)} {
				if diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func firstOther(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d\n exported: %s\nby hand:   %s", i+1, g[i], w[i])
		}
	}
	if len(g) != len(w) {
		return fmt.Sprintf("%d lines from the exports, %d by hand", len(g), len(w))
	}
	return ""
}

// monthOfFiles runs October with the given inbox and gives its facts, a line each, and what its reports say.
func monthOfFiles(t *testing.T, inbox map[string][]byte) (facts, told string) {
	t.Helper()
	dir := t.TempDir()
	for name, data := range inbox {
		path := filepath.Join(dir, "inbox", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, configName), []byte(byHandConfig), 0o666); err != nil {
		t.Fatal(err)
	}
	a := &app{dir: dir, stdout: io.Discard, stderr: io.Discard, now: func() time.Time { return time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC) }}
	w, err := a.openWorkspace()
	if err != nil {
		t.Fatal(err)
	}
	w.pipeline.Produce = nil
	month := social.Month{Year: 2026, Month: time.October}
	if _, err := w.pipeline.Run(t.Context(), month, ""); err != nil {
		t.Fatal(err)
	}
	snap, err := w.pipeline.Store().Snapshot(month, 0)
	if err != nil {
		t.Fatal(err)
	}
	in, err := a.reportInput(w.config, w.pipeline.Store(), snap)
	if err != nil {
		t.Fatal(err)
	}
	in.Pseudonym = func(_, author string) string { return author }
	for _, build := range analyses {
		r, err := build(in)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := text.Render(&b, r); err != nil {
			t.Fatal(err)
		}
		told += withoutFiles(b.String())
	}
	facts = factsOf(t, snap)
	return facts, told
}

// factsOf lists what the store says of posts, accounts and mentions, without where it was read.
func factsOf(t *testing.T, snap *store.Snapshot) string {
	var lines []string
	opt := func(v social.Opt[int64]) string {
		if !v.OK {
			return "-"
		}
		return strconv.FormatInt(v.V, 10)
	}
	for p, err := range snap.Posts() {
		if err != nil {
			t.Fatal(err)
		}
		layout := "2006-01-02 15:04"
		if p.Precision == social.Day {
			layout = time.DateOnly
		}
		lines = append(lines, fmt.Sprintln("post", p.Network, p.ID, p.AccountID, p.AccountName, p.PublishedAt.In(bogotaZone).Format(layout), p.Type, p.Text, p.DefinitionVersion,
			opt(p.Views), opt(p.Impressions), opt(p.Reach), opt(p.Reactions), opt(p.Comments), opt(p.Shares), opt(p.Saves), opt(p.Clicks)))
	}
	for m, err := range snap.AccountMetrics() {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintln("metric", m.Network, m.AccountName, m.Metric, m.Value, m.Granularity, m.Start, m.End))
	}
	for m, err := range snap.Mentions() {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintln("mention", m.Network, m.Kind, m.AuthorHandle, m.PublishedAt.In(bogotaZone).Format("2006-01-02 15:04"), m.Text, opt(m.Likes), opt(m.Replies), m.Status, m.Sentiment, m.Score))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// fileLine are the lines of a report that name its files, their hashes and how many rows they had, totals included.
var fileLine = regexp.MustCompile(`\.csv|\.jsonl|huella|Huella|archivos?\b|filas|^Total( \d+)+ Sí$`)

func withoutFiles(told string) string {
	var kept []string
	for _, line := range strings.Split(told, "\n") {
		if line = strings.Join(strings.Fields(line), " "); !fileLine.MatchString(line) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
