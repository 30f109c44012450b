package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"pulso/pipeline/social"
)

// apiToken is the secret of these tests: it may be in no file and no message.
const apiToken = "AIzaSyInventada0123456789abcdefghijk"

const apiConfigText = `entity: {name: Alcaldía de Ejemplo}
accounts:
  - {network: youtube, handle: AlcaldiaDemo, name: Alcaldía de Ejemplo}
apis:
  - {network: youtube, variable: YOUTUBE_CLAVE}
`

// An apiOffice is a workspace whose networks are invented.
type apiOffice struct {
	*app
	t      *testing.T
	asked  int
	status int               // of every answer, when it is not 0
	pages  map[string]string // by path
	out    bytes.Buffer
	clock  time.Time
}

func newAPIOffice(t *testing.T, yaml string, pages map[string]string) *apiOffice {
	t.Helper()
	o := &apiOffice{t: t, pages: pages, clock: time.Date(2026, 11, 3, 11, 0, 0, 0, time.UTC)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.asked++
		page, ok := o.pages[strings.TrimPrefix(r.URL.Path, "/")]
		switch {
		case o.status != 0:
			w.WriteHeader(o.status)
			fmt.Fprintf(w, `{"error":{"code":%d,"message":"dicho por la red"},"title":"dicho por la red","status":%d}`, o.status, o.status)
		case !ok:
			t.Errorf("nobody answers %s", r.URL)
			w.WriteHeader(http.StatusNotFound)
		default:
			fmt.Fprint(w, page)
		}
	}))
	t.Cleanup(server.Close)
	servers := map[social.Network]string{}
	for _, n := range social.Networks {
		servers[n] = server.URL
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, configName), []byte(yaml), 0o666); err != nil {
		t.Fatal(err)
	}
	o.app = &app{dir: dir, stdin: strings.NewReader(""), now: func() time.Time { return o.clock }, servers: servers}
	o.app.stdout, o.app.stderr = &o.out, &o.out
	return o
}

// run runs a command line, wants its exit status, and gives what it said.
func (o *apiOffice) run(want int, args ...string) string {
	o.t.Helper()
	o.out.Reset()
	o.asked, o.app.json = 0, false
	code := o.execute(context.Background(), append([]string{"-C", o.dir}, args...))
	said := o.out.String()
	if code != want {
		o.t.Fatalf("pulso %s: status %d, want %d\n%s", strings.Join(args, " "), code, want, said)
	}
	if strings.Contains(said, apiToken) {
		o.t.Fatalf("pulso %s tells the token:\n%s", strings.Join(args, " "), said)
	}
	return said
}

func wants(t *testing.T, said string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(said, p) {
			t.Errorf("it does not say %q:\n%s", p, said)
		}
	}
}

// youTubeAnswers are those of an invented channel.
var youTubeAnswers = map[string]string{
	"channels":      `{"items":[{"id":"UCdemo","contentDetails":{"relatedPlaylists":{"uploads":"UUdemo"}},"statistics":{"subscriberCount":"12300","hiddenSubscriberCount":false}}]}`,
	"playlistItems": `{"items":[{"contentDetails":{"videoId":"v1","videoPublishedAt":"2026-10-20T23:30:00Z"}}]}`,
	"videos":        `{"items":[{"id":"v1","snippet":{"publishedAt":"2026-10-20T23:30:00Z","channelId":"UCdemo","title":"Rendición de cuentas"},"contentDetails":{"duration":"PT2M"},"statistics":{"viewCount":"4217","likeCount":"97","commentCount":"3"}}]}`,
	"commentThreads": `{"items":[
{"id":"h1","snippet":{"videoId":"v1","topLevelComment":{"id":"h1","snippet":{"channelId":"UCdemo","videoId":"v1","textDisplay":"Qué bueno, quedó excelente","authorDisplayName":"@vecina-demo","publishedAt":"2026-10-21T10:00:00Z"}},"totalReplyCount":1},"replies":{"comments":[{"id":"h1.r1","snippet":{"channelId":"UCdemo","parentId":"h1","textDisplay":"Gracias por escribirnos","authorDisplayName":"@AlcaldiaDemo","publishedAt":"2026-10-21T12:00:00Z"}}]}},
{"id":"h2","snippet":{"videoId":"v1","topLevelComment":{"id":"h2","snippet":{"channelId":"UCdemo","videoId":"v1","textDisplay":"Seguimos sin agua, qué pésimo servicio","authorDisplayName":"@vecino-demo","publishedAt":"2026-10-20T23:59:00Z"}},"totalReplyCount":0}}]}`,
}

// allAnswers adds those of accounts of the other networks, all invented.
func allAnswers() map[string]string {
	pages := map[string]string{
		"2/users/by":          `{"data":[{"id":"10","username":"AlcaldiaDemo","public_metrics":{"followers_count":5127}}]}`,
		"2/users/10/tweets":   `{"data":[{"id":"2107079604433846274","text":"Mañana, feria del empleo","author_id":"10","created_at":"2026-10-05T12:05:00.000Z","public_metrics":{"like_count":31,"impression_count":2113}}],"meta":{"result_count":1}}`,
		"2/users/10/mentions": `{"data":[{"id":"2107274639569846275","text":"@AlcaldiaDemo gracias, excelente gestión","author_id":"30","created_at":"2026-10-06T01:00:00.000Z","lang":"es"}],"includes":{"users":[{"id":"30","username":"samario_demo"}]},"meta":{"result_count":1}}`,
		"AlcaldiaDemo":        `{"id":"100","name":"Alcaldía de Ejemplo","followers_count":20119}`,
		"me":                  `{"id":"100"}`,
		"100/posts":           `{"data":[{"id":"100_1","message":"Obras del parque","created_time":"2026-10-20T14:00:00+0000","reactions":{"summary":{"total_count":45}},"comments":{"summary":{"total_count":1}},"insights":{"data":[{"name":"post_media_view","period":"lifetime","values":[{"value":1531}]}]}}]}`,
		"100_1/insights":      `{"data":[{"name":"post_media_view","period":"lifetime","values":[{"value":1531}]}]}`,
		"100_1/comments":      `{"data":[{"id":"1_1","message":"Qué desastre, nadie responde","created_time":"2026-10-21T10:00:00+0000","from":{"id":"7001","name":"Vecina Inventada"}}]}`,
		"100/tagged":          `{"data":[]}`,
		"100/insights":        `{"data":[{"name":"page_follows","period":"day","values":[{"value":20107,"end_time":"2026-11-01T07:00:00+0000"}]}]}`,
		"178":                 `{"id":"178","username":"alcaldiademo","followers_count":8137}`,
		"178/media":           `{"data":[{"id":"9001","caption":"El parque","media_type":"VIDEO","media_product_type":"REELS","timestamp":"2026-10-20T14:00:00+0000","like_count":210,"comments_count":1,"insights":{"data":[{"name":"views","period":"lifetime","values":[{"value":5119}]}]}}]}`,
		"9001/insights":       `{"data":[{"name":"views","period":"lifetime","values":[{"value":5119}]}]}`,
		"9001/comments":       `{"data":[{"id":"17900000000000001","text":"Quedó hermoso","timestamp":"2026-10-21T10:00:00+0000","username":"vecina_demo"}]}`,
		"178/tags":            `{"data":[]}`,
		"178/insights":        `{"data":[]}`,
	}
	maps.Copy(pages, youTubeAnswers)
	return pages
}

const allConfigText = `entity: {name: Alcaldía de Ejemplo}
accounts:
  - {network: facebook, handle: AlcaldiaDemo, name: Alcaldía de Ejemplo}
  - {network: x, handle: AlcaldiaDemo, name: Alcaldía de Ejemplo}
  - {network: instagram, id: "178", handle: alcaldiademo, name: Alcaldía de Ejemplo}
  - {network: youtube, handle: AlcaldiaDemo, name: Alcaldía de Ejemplo}
apis:
  - {network: facebook, variable: FACEBOOK_CLAVE}
  - {network: x, variable: X_CLAVE}
  - {network: instagram, variable: INSTAGRAM_CLAVE}
  - {network: youtube, variable: YOUTUBE_CLAVE}
`

// TestCollectThenRun takes a month of every network twice, as it lasts and when it is over, makes its reports, and finds
// in them the figures that the networks gave.
func TestCollectThenRun(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole month; go test without -short runs it")
	}
	for _, n := range []string{"FACEBOOK", "X", "INSTAGRAM", "YOUTUBE"} {
		t.Setenv(n+"_CLAVE", apiToken)
	}
	o := newAPIOffice(t, allConfigText, allAnswers())

	o.clock = time.Date(2026, 10, 31, 15, 0, 0, 0, time.UTC)
	wants(t, o.run(exitDone, "collect", "--month", "2026-10"), "YouTube, cuenta AlcaldiaDemo: completo, provisional", "4 páginas nuevas", "inbox/api/youtube/alcaldiademo/2026-10/2026-10-31")
	o.clock = time.Date(2026, 11, 3, 11, 0, 0, 0, time.UTC)
	said := o.run(exitDone, "run", "--month", "2026-10")
	wants(t, said, "2026-10: 5 menciones válidas", "4 publicaciones · 0 filas rechazadas", "api/youtube/alcaldiademo/2026-10/2026-10-31/")
	if o.asked < 50 {
		t.Errorf("the settled month was asked for with %d requests", o.asked)
	}
	growth := wordsOf(t, filepath.Join(o.dir, "reports", "2026-10", "informe-crecimiento-2026-10.docx"))
	wants(t, growth, "20.107", "5.127", "8.137", "12.300", "1.531", "5.119", "4.217", "K08388") // the last: 45 + 31 + 210 + 97 reactions, and 5 comments
	wants(t, wordsOf(t, filepath.Join(o.dir, "reports", "2026-10", "informe-sentimientos-2026-10.docx")), "Hay 3 menciones positivas, 2 negativas y 0 neutras")

	wants(t, o.run(exitDone, "run", "--month", "2026-10"), "nada cambió")
	if o.asked != 0 {
		t.Errorf("a month that is whole was asked for again, with %d requests", o.asked)
	}
	wants(t, o.run(exitDone, "collect", "--month", "2026-10", "--network", "x"), "X (Twitter), cuenta AlcaldiaDemo: ya estaba descargado")
	o.clock = time.Now() // doctor holds the clock against the files
	wants(t, o.run(exitDone, "doctor"), "todos reconocidos", "YouTube: la clave de YOUTUBE_CLAVE está")
	checkNoToken(t, o.dir)
}

// wordsOf is the text of a Word file.
func wordsOf(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(raw), "")
}

func checkNoToken(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.Contains(raw, []byte(apiToken)) {
			t.Errorf("%s holds the token", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCollectSaysWhatIsMissing(t *testing.T) {
	t.Setenv("YOUTUBE_CLAVE", "")
	cases := []struct{ yaml, why string }{
		{strings.Split(apiConfigText, "apis:")[0], "no hay ninguna API configurada"},
		{apiConfigText, "la variable YOUTUBE_CLAVE no está puesta"},
		{strings.Replace(apiConfigText, "variable: YOUTUBE_CLAVE", "token: "+apiToken, 1), "una clave no se escribe en pulso.yaml"},
		{strings.Replace(apiConfigText, "YOUTUBE_CLAVE", apiToken, 1), "Si es la clave misma, bórrela"},
		{apiConfigText + "    token: " + apiToken + "\n", "línea"}, // broken YAML is quoted without its secrets
		{strings.Replace(apiConfigText, "network: youtube, variable", "network: linkedin, variable", 1), "no descarga de la API de LinkedIn"},
		{strings.Replace(apiConfigText, "{network: youtube, variable", "{network: youtube, account: otra, variable", 1), `no hay en accounts una cuenta de YouTube que sea "otra"`},
		{strings.Replace(apiConfigText, "variable:", "search: agua, variable:", 1), "solo X tiene búsqueda"},
	}
	for _, tc := range cases {
		o := newAPIOffice(t, tc.yaml, nil)
		wants(t, o.run(exitUsage, "collect", "--month", "2026-10"), tc.why)
	}
	o := newAPIOffice(t, apiConfigText, nil)
	wants(t, o.run(exitUsage, "collect", "--month", "2026-12"), "no ha empezado")
	wants(t, o.run(exitUsage, "collect", "--network", "linkedin"), "pulso descarga de")
	wants(t, o.run(exitUsage, "run", "--month", "2026-10"), "YOUTUBE_CLAVE no está puesta", "--no-collect")
	if err := os.Mkdir(filepath.Join(o.dir, "inbox"), 0o777); err != nil {
		t.Fatal(err)
	}
	wants(t, o.run(exitDone, "doctor"), "aviso  API de las redes: YouTube: la variable YOUTUBE_CLAVE no está puesta")
	t.Setenv("YOUTUBE_CLAVE", apiToken)
	wants(t, o.run(exitDone, "doctor"), "bien   API de las redes: YouTube: la clave de YOUTUBE_CLAVE está")
}

func TestTokenFromAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clave")
	if err := os.WriteFile(path, []byte(apiToken+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CLAVE_EN_ARCHIVO", "")
	t.Setenv("CLAVE_EN_ARCHIVO_FILE", path)
	if token, err := readToken("CLAVE_EN_ARCHIVO"); token != apiToken || err != nil {
		t.Errorf("got %q, %v", token, err)
	}
	for _, bad := range []string{"corta", "con espacios adentro", "con\nsalto de línea", strings.Repeat("a", mostToken+1)} {
		t.Setenv("CLAVE_EN_ARCHIVO", bad)
		if _, err := readToken("CLAVE_EN_ARCHIVO"); err == nil || strings.Contains(err.Error(), bad) {
			t.Errorf("%.20q: got %v, want an error that does not show it", bad, err)
		}
	}
}

// A network that fails leaves what it gave, and the month as it was.
func TestCollectProblems(t *testing.T) {
	t.Setenv("YOUTUBE_CLAVE", apiToken)
	o := newAPIOffice(t, apiConfigText, youTubeAnswers)
	o.status = http.StatusUnauthorized
	wants(t, o.run(exitFailed, "collect", "--month", "2026-10"), "sin completar", "dicho por la red", "la variable YOUTUBE_CLAVE")
	wants(t, o.run(exitFailed, "run", "--month", "2026-10"), "el mes no cambió", "--no-collect")

	said := o.run(exitFailed, "collect", "--month", "2026-10", "--json")
	var got struct {
		APIs []collectedJSON `json:"apis"`
	}
	if err := json.Unmarshal([]byte(said), &got); err != nil || len(got.APIs) != 1 || got.APIs[0].Problem == nil || got.APIs[0].Problem.Kind != "denied" {
		t.Errorf("--json: %v\n%s", err, said)
	}
	checkNoToken(t, o.dir)

	ctx, stop := context.WithCancel(context.Background())
	stop()
	o.out.Reset()
	if code := o.execute(ctx, []string{"-C", o.dir, "collect", "--month", "2026-10"}); code != exitInterrupted {
		t.Errorf("interrupted: status %d, want %d", code, exitInterrupted)
	}
}

// run asks for a month that may have news: neither for one of long ago, nor for one that is closed, nor when it is told
// not to.
func TestRunCollectsWhatMayHaveNews(t *testing.T) {
	if testing.Short() {
		t.Skip("whole months; go test without -short runs them")
	}
	t.Setenv("YOUTUBE_CLAVE", apiToken)
	o := newAPIOffice(t, apiConfigText, youTubeAnswers)
	o.clock = time.Date(2026, 10, 31, 15, 0, 0, 0, time.UTC)
	o.run(exitDone, "collect", "--month", "2026-10")
	settled := time.Date(2026, 11, 3, 11, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		clock time.Time
		args  []string
		asks  bool
		why   string
	}{
		{settled, []string{"run", "--month", "2026-10", "--no-collect"}, false, "it is told not to"},
		{settled.AddDate(0, 2, 0), []string{"run", "--month", "2026-10"}, false, "the month is of long ago"},
		{settled, []string{"close", "--month", "2026-10"}, false, "it only closes"},
		{settled, []string{"run", "--month", "2026-10"}, false, "the month is closed"},
		{settled, []string{"collect", "--month", "2026-10"}, true, "whoever says collect, means it"},
	} {
		o.clock = step.clock
		o.run(exitDone, step.args...)
		if asked := o.asked > 0; asked != step.asks {
			t.Errorf("%v: asked %t, want %t: %s", step.args, asked, step.asks, step.why)
		}
	}
}
