//go:build office

package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// colombia is Colombian time, which has no summer time.
var colombia = time.FixedZone("Bogotá", -5*60*60)

// An exportSum is a sum over the exports: of a column, in a network, in a month.
type exportSum struct{ Network, Month, Name string }

type exportSums map[exportSum]float64

func (f exportSums) add(network string, at time.Time, name string, n float64) {
	f[exportSum{network, at.In(colombia).Format("2006-01"), name}] += n
}

// auditExports reads the demo's exports as they come from the networks, with readers that share nothing with ingest,
// and holds their sums against the store.
func auditExports(t *testing.T, dir string) {
	inbox := filepath.Join(dir, "inbox")
	views := commonViews(dir)
	t.Run("posts", func(t *testing.T) {
		want := exportSums{}
		readMetaContent(t, want, "facebook", filepath.Join(inbox, "facebook", "*_1396269028460001.csv"), map[string]string{
			"Reacciones": "reactions", "Comentarios": "comments", "Veces que se compartió": "shares", "Alcance": "reach", "Visualizaciones": "views", "Total de clics": "clicks"})
		readMetaContent(t, want, "instagram", filepath.Join(inbox, "instagram", "*_9833400970730002.csv"), map[string]string{
			"Me gusta": "reactions", "Comentarios": "comments", "Veces que se compartió": "shares", "Alcance": "reach", "Visualizaciones": "views", "Veces que se guardó": "saves"})
		readXContent(t, want, filepath.Join(inbox, "x", "account_analytics_content_*.csv"))
		readYouTubeTable(t, want, filepath.Join(inbox, "youtube", "*.zip"))
		compareExports(t, views+`
unpivot (select network as "Network", month as "Month", count(*)::double as posts, sum(reactions)::double as reactions, sum(comments)::double as comments, sum(shares)::double as shares, sum(saves)::double as saves,
  sum(reach)::double as reach, sum(views)::double as views, sum(clicks)::double as clicks, sum(impressions)::double as impressions from post where network <> 'linkedin' group by all)
on columns(* exclude ("Network", "Month")) into name "Name" value v`, want)
	})
	t.Run("accounts", func(t *testing.T) {
		want := exportSums{}
		readFollowers(t, want, filepath.Join(inbox, "seguidores.csv"))
		for _, series := range []struct{ network, file, metric string }{
			{"facebook", "Seguidores.csv", "followers_new"}, {"facebook", "Alcance.csv", "reach"}, {"facebook", "Visitas.csv", "profile_visits"},
			{"instagram", "Seguidores.csv", "followers_new"}, {"instagram", "Alcance.csv", "reach"}, {"instagram", "Interacciones.csv", "interactions"},
		} {
			readMetaSeries(t, want, series.network, filepath.Join(inbox, series.network, "2026-*", series.file), series.metric)
		}
		readXOverview(t, want, filepath.Join(inbox, "x", "account_overview_analytics_*.csv"))
		compareExports(t, views+`
select network as "Network", month as "Month", metric as "Name", sum(value) as v from metric
where metric = 'followers_total' or source_format in ('meta.metrics', 'x.overview') and metric in ('followers_new','followers_lost','reach','profile_visits','interactions','impressions') and not (network = 'x' and metric in ('interactions','profile_visits'))
group by all`, want)
	})
	t.Run("mentions", func(t *testing.T) {
		want := exportSums{}
		readXSearch(t, want, filepath.Join(inbox, "menciones", "x", "*.ndjson"))
		readYouTubeComments(t, want, filepath.Join(inbox, "menciones", "youtube", "*.json"))
		readMentions(t, want, "linkedin", filepath.Join(inbox, "menciones", "linkedin", "*.tsv"), '\t', "Fecha", "2006-01-02", "Reacciones", "Comentario")
		readMentions(t, want, "facebook", filepath.Join(inbox, "menciones", "facebook", "grupos-*.csv"), ';', "fecha", "02/01/2006 15:04", "me gusta", "texto")
		compareExports(t, views+`
unpivot (select network as "Network", month as "Month", count(*)::double as mentions, sum(likes)::double as likes from every_mention
  where network in ('x','youtube','linkedin') or source_format = 'generic.mentions' and source_name like '%grupos%' group by all)
on columns(* exclude ("Network", "Month")) into name "Name" value v`, want)
	})
}

// compareExports compares a query of columns Network, Month, Name and v with the sums over the exports, both ways round.
func compareExports(t *testing.T, query string, want exportSums) {
	t.Helper()
	rows := duck(t, query)
	for _, row := range rows {
		key := exportSum{fmt.Sprint(row["Network"]), fmt.Sprint(row["Month"]), fmt.Sprint(row["Name"])}
		got, err := strconv.ParseFloat(fmt.Sprint(row["v"]), 64)
		if err != nil {
			t.Fatal(err)
		}
		expected, ok := want[key]
		if !ok || expected != got {
			t.Errorf("%s, %s, %s: the store has %v, the exports %v", key.Network, key.Month, key.Name, got, expected)
		}
		delete(want, key)
	}
	for key, n := range want {
		if key.Month >= "2026-08" && key.Month <= auditedMonth {
			t.Errorf("%s, %s, %s: the exports have %v, the store nothing", key.Network, key.Month, key.Name, n)
		}
	}
}

// eachExportRow reads the tables that match the pattern, row by row by the names of their columns; the first column of a
// name counts.
func eachExportRow(t *testing.T, pattern string, comma rune, use func(map[string]string)) {
	t.Helper()
	files, _ := filepath.Glob(pattern)
	if len(files) < 3 {
		t.Fatalf("%s: %d files, want one a month", pattern, len(files))
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		exportRows(t, file, bytes.NewReader(bytes.TrimPrefix(raw, []byte("\uFEFF"))), comma, use)
	}
}

func exportRows(t *testing.T, name string, r io.Reader, comma rune, use func(map[string]string)) {
	t.Helper()
	table := csv.NewReader(r)
	table.Comma, table.LazyQuotes, table.FieldsPerRecord = comma, true, -1
	rows, err := table.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, cells := range rows[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			if _, ok := row[rows[0][i]]; !ok {
				row[rows[0][i]] = cell
			}
		}
		use(row)
	}
}

func exportTime(t *testing.T, layout, s string, zone *time.Location) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(layout, s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// exportNumber reads a whole number; an empty cell is nothing and is not counted.
func exportNumber(t *testing.T, s string) (n float64, ok bool) {
	t.Helper()
	if s == "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n, true
}

// readMetaContent reads content exports of Meta Business Suite, whose hours are those of California: in summer time, UTC−7,
// in all three months.
func readMetaContent(t *testing.T, into exportSums, network, pattern string, columns map[string]string) {
	california := time.FixedZone("PDT", -7*60*60)
	seen := map[string]bool{}
	eachExportRow(t, pattern, ',', func(row map[string]string) {
		if id := row["Identificador de la publicación"]; seen[id] {
			t.Errorf("%s: post %s stands in two exports", network, id)
		} else {
			seen[id] = true
		}
		at := exportTime(t, "01/02/2006 15:04", row["Hora de publicación"], california)
		into.add(network, at, "posts", 1)
		for column, name := range columns {
			if n, ok := exportNumber(t, row[column]); ok {
				into.add(network, at, name, n)
			}
		}
	})
}

// readXContent takes each post's instant from its id: milliseconds since the network's own epoch stand above 22 bits.
func readXContent(t *testing.T, into exportSums, pattern string) {
	eachExportRow(t, pattern, ',', func(row map[string]string) {
		id, err := strconv.ParseInt(row["Post id"], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		at := time.UnixMilli(id>>22 + 1288834974657)
		into.add("x", at, "posts", 1)
		for column, name := range map[string]string{"Likes": "reactions", "Replies": "comments", "Reposts": "shares", "Bookmarks": "saves", "Impressions": "impressions"} {
			if n, ok := exportNumber(t, row[column]); ok {
				into.add("x", at, name, n)
			}
		}
	})
}

// readYouTubeTable reads the table of a content export; its row Total is of the channel and not of a video.
func readYouTubeTable(t *testing.T, into exportSums, pattern string) {
	files, _ := filepath.Glob(pattern)
	if len(files) != 3 {
		t.Fatalf("%s: %d files, want 3", pattern, len(files))
	}
	for _, file := range files {
		z, err := zip.OpenReader(file)
		if err != nil {
			t.Fatal(err)
		}
		part, err := z.Open("Datos de la tabla.csv")
		if err != nil {
			t.Fatal(err)
		}
		exportRows(t, file, part, ',', func(row map[string]string) {
			if row["Contenido"] == "Total" || row["Hora de publicación del video"] == "" {
				return
			}
			at := exportTime(t, "Jan 2, 2006", row["Hora de publicación del video"], colombia)
			into.add("youtube", at, "posts", 1)
			for column, name := range map[string]string{"Me gusta": "reactions", "Comentarios agregados": "comments", "Elementos compartidos": "shares", "Vistas": "views"} {
				if n, ok := exportNumber(t, row[column]); ok {
					into.add("youtube", at, name, n)
				}
			}
		})
		z.Close()
	}
}

func readFollowers(t *testing.T, into exportSums, path string) {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	exportRows(t, path, file, ';', func(row map[string]string) {
		n, _ := exportNumber(t, row["seguidores"])
		into.add(strings.ToLower(row["red"]), exportTime(t, "02/01/2006", row["fecha"], colombia), "followers_total", n)
	})
}

// readMetaSeries reads a card of Meta's statistics: UTF-16, a line for Excel, the title, the head and the days.
func readMetaSeries(t *testing.T, into exportSums, network, pattern, metric string) {
	files, _ := filepath.Glob(pattern)
	if len(files) != 3 {
		t.Fatalf("%s: %d files, want 3", pattern, len(files))
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		units := make([]uint16, 0, len(raw)/2)
		for i := 2; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])|uint16(raw[i+1])<<8)
		}
		for _, line := range strings.Split(string(utf16.Decode(units)), "\n") {
			day, value, ok := strings.Cut(strings.ReplaceAll(strings.TrimSpace(line), `"`, ""), ",")
			at, err := time.ParseInLocation("2006-01-02T15:04:05", day, colombia)
			if !ok || err != nil {
				continue
			}
			if n, ok := exportNumber(t, value); ok {
				into.add(network, at, metric, n)
			}
		}
	}
}

func readXOverview(t *testing.T, into exportSums, pattern string) {
	eachExportRow(t, pattern, ',', func(row map[string]string) {
		at := exportTime(t, "Mon, Jan 2, 2006", row["Date"], colombia)
		for column, metric := range map[string]string{"Impressions": "impressions", "New follows": "followers_new", "Unfollows": "followers_lost"} {
			if n, ok := exportNumber(t, row[column]); ok {
				into.add("x", at, metric, n)
			}
		}
	})
}

// readXSearch reads one mention a line; a damaged line is no mention.
func readXSearch(t *testing.T, into exportSums, pattern string) {
	files, _ := filepath.Glob(pattern)
	for _, path := range files {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(file)
		for lines.Scan() {
			var m struct {
				Created time.Time `json:"created_at"`
				Likes   float64   `json:"likes"`
			}
			if json.Unmarshal(lines.Bytes(), &m) == nil {
				into.add("x", m.Created, "mentions", 1)
				into.add("x", m.Created, "likes", m.Likes)
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
		file.Close()
	}
}

func readYouTubeComments(t *testing.T, into exportSums, pattern string) {
	files, _ := filepath.Glob(pattern)
	for _, path := range files {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var comments []struct {
			At    time.Time `json:"published_at"`
			Likes float64   `json:"like_count"`
		}
		if err := json.Unmarshal(raw, &comments); err != nil {
			t.Fatal(err)
		}
		for _, c := range comments {
			into.add("youtube", c.At, "mentions", 1)
			into.add("youtube", c.At, "likes", c.Likes)
		}
	}
}

// readMentions reads mentions from a table; rows without a date or a text are no mentions.
func readMentions(t *testing.T, into exportSums, network, pattern string, comma rune, date, layout, likes, text string) {
	eachExportRow(t, pattern, comma, func(row map[string]string) {
		at, err := time.ParseInLocation(layout, row[date], colombia)
		if err != nil || strings.TrimSpace(row[text]) == "" {
			return
		}
		into.add(network, at, "mentions", 1)
		if n, ok := exportNumber(t, row[likes]); ok {
			into.add(network, at, "likes", n)
		}
	})
}
