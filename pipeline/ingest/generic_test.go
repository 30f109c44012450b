package ingest

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pulso/pipeline/social"
)

// read reads a text by the format that recognises it, and gives the format's name, the records as printed, and the
// error that ended it.
func read(t *testing.T, text string, in Input) (name string, out []string, notes string, err error) {
	t.Helper()
	in.Note = func(s string) { notes += s + "\n" }
	if in.Zone == nil {
		in.Zone = bogota
	}
	f := fileOf("a.csv", []byte(text))
	format, err := Detect(f, in)
	if err != nil {
		return "", nil, notes, err
	}
	for rec, err := range format.Read(f, in) {
		if err != nil {
			return format.Name, out, notes, err
		}
		out = append(out, printed(rec))
	}
	return format.Name, out, notes, nil
}

func TestConfiguredColumns(t *testing.T) {
	madrid := zone("Europe/Madrid")
	text := "cuando;que dijo;quien;extra\n2026-10-31 22:30;Todo bien;uno;1\n"
	if _, _, _, err := read(t, text, Input{}); err == nil {
		t.Error("without configuration nobody knows what these columns are")
	}
	cols := Columns{Kind: "mentions", Network: social.Facebook, TimeZone: madrid, Fields: map[string]string{"text": "Que dijo", "created_at": "cuando", "author": "quien"}}
	name, out, _, err := read(t, text, Input{Columns: []Columns{cols}})
	want := "2 Mention Network=facebook Kind=post AuthorHandle=uno Text=\"Todo bien\" PublishedAt=2026-10-31T21:30:00Z Precision=minute DateFrom=file"
	if err != nil || name != "generic.mentions" || len(out) != 1 || out[0] != want {
		t.Errorf("%s %v %v\nwant %s", name, out, err, want)
	}
	cols.Fields["url"] = "vínculo"
	if _, _, _, err := read(t, text, Input{Columns: []Columns{cols}}); err == nil || !strings.Contains(err.Error(), "«vínculo»") {
		t.Errorf("a configured column that is not there: %v", err)
	}
}

func TestConfiguredKindDecides(t *testing.T) {
	text := "fecha,red,texto,enlace,alcance,me gusta\n31/10/2026,facebook,Obras,https://www.facebook.com/1,10,2\n"
	if name, _, _, _ := read(t, text, Input{}); name != "generic.posts" {
		t.Errorf("read as %s", name)
	}
	if name, out, _, _ := read(t, text, Input{Columns: []Columns{{Kind: "mentions"}}}); name != "generic.mentions" || len(out) != 1 {
		t.Errorf("read as %s: %v", name, out)
	}
}

func TestInboxRuleGivesNetworkAndAccount(t *testing.T) {
	text := "fecha,comentario\n31/10/2026,hola\n"
	_, out, _, _ := read(t, text, Input{Network: social.Instagram, Account: "@alcaldia_prueba"})
	if len(out) != 1 || !strings.Contains(out[0], "Network=instagram") || !strings.Contains(out[0], "TargetAccount=alcaldia_prueba") {
		t.Error(out)
	}
}

// TestFiguresOfPostsAreNotFiguresOfTheAccount: a row per post and day would be added up as if it were of the account.
func TestFiguresOfPostsAreNotFiguresOfTheAccount(t *testing.T) {
	text := "date,organic id,impressions,likes\n" + strings.Repeat("2026-10-31,1,10,2\n2026-10-31,2,10,2\n2026-10-31,3,10,2\n", 3)
	if name, _, _, err := read(t, text, Input{}); err == nil {
		t.Errorf("read as %s", name)
	}
}

func TestMetricsWithoutNetworkAreTold(t *testing.T) {
	name, out, notes, _ := read(t, "fecha,seguidores\n31/10/2026,100\n", Input{})
	if name != "generic.metrics" || len(out) != 1 || strings.Contains(out[0], "Network=") || !strings.Contains(notes, "de qué red") {
		t.Error(name, out, notes)
	}
}

// TestPrintedDayStays: a figure of a day is of the day that the export prints, whatever its zone.
func TestPrintedDayStays(t *testing.T) {
	_, out, _, _ := read(t, "date,network,followers\n2026-10-31T00:00:00Z,x,100\n", Input{})
	if len(out) != 1 || !strings.Contains(out[0], "Start=2026-10-31") {
		t.Error(out)
	}
}

func TestFieldsOfTheMonthBoundary(t *testing.T) {
	_, out, _, _ := read(t, "fecha,texto,red\n31/10/2026 23:59,uno,facebook\n31/10/2026,dos,facebook\n", Input{Zone: time.UTC})
	if len(out) != 2 || !strings.Contains(out[0], "PublishedAt=2026-10-31T23:59:00Z Precision=minute") || !strings.Contains(out[1], "PublishedAt=2026-10-31T00:00:00Z Precision=day") {
		t.Error(out)
	}
}

// TestEncodings reads the same table in every encoding and line end.
func TestEncodings(t *testing.T) {
	text := "fecha,texto,usuario,red\n31/10/2026,Año nuevo señor,uno,facebook\n"
	for _, how := range []string{"utf16le", "utf16be", "utf16nobom", "cp1252", "bom", "crlf", "mac"} {
		b, err := transforms[how]([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		_, out, _, err := read(t, string(b), Input{})
		if err != nil || len(out) != 1 || !strings.Contains(out[0], `Text="Año nuevo señor"`) {
			t.Errorf("%s: %v %v", how, out, err)
		}
	}
}

// TestFieldsAreNamed: every field of the generic layouts has a name in Spanish, and nothing else has.
func TestFieldsAreNamed(t *testing.T) {
	fields := map[string]bool{}
	for _, layout := range []Layout{genericMention, genericPost, genericMetric} {
		for _, f := range layout.fields() {
			fields[f] = true
		}
	}
	if got := slices.Sorted(maps.Keys(fields)); !slices.Equal(got, GenericFields()) {
		t.Errorf("layouts %v\ntitles %v", got, GenericFields())
	}
}

// TestOnlyWhatTheHeadersProve: tables that share headers with a layout and are something else are not taken for it.
func TestOnlyWhatTheHeadersProve(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"account_id,date,organic_tweet_id,impressions,engagements,follows,unfollows,likes\na1,2026-10-14T07:00:00,66,1,2,0,0,1\n", ""},                                           // a report by post and day, with the columns of X's days
		{"id,created_at,description,friends_count,listed_count,screen_name,url\n9,2012-10-26T05:53:02,Somos la alcaldía,1,2,alcaldia_prueba,https://x.com/alcaldia_prueba\n", ""}, // people
		{"Contenido,Título del video,Responsable\n1,Obras,Prensa\n", ""},                                                                                                          // a plan of what to film
		{"Post ID,Type,Posted\n1,Foto,31/10/2026\n", ""},                                                                                                                          // no figure of the retired export
		{"Página,Total de seguidores,Nuevos seguidores,Fecha\nAlcaldía,10,1,31/10/2026\n", "generic.metrics"},                                                                     // nobody's competitors
		{"Post title,Post link,Created date,Impressions,Reach\nObras,https://www.facebook.com/1,2026-10-31,10,9\n", ""},                                                           // not LinkedIn's
		{"Video title,Video link,Post time,Video views\nObras,https://www.youtube.com/watch?v=abcdefghijk,2026-10-31 10:00:00,10\n", ""},                                          // not TikTok's
		{"Video title,Video link,Post time,Video views\nObras,https://www.tiktok.com/@prueba/video/7298000000000000000,2026/10/31 10:00:00,10\n", "tiktok.content"},
		{"Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts\n\"Sat, Oct 31, 2026\",1,1,1,1,1,1,1,1,1\n", "x.overview"},
		{"Contenido,Título del video,Hora de publicación del video,Visualizaciones\nTotal,,,5\nabcdefghijk,Obras,\"Oct 31, 2026\",5\n", "youtube.content"},
	} {
		name, out, _, err := read(t, c.text, Input{})
		if name != c.want || c.want == "" && err == nil {
			t.Errorf("%q\nread as %q: %v, %v; want %q", c.text, name, out, err, c.want)
		}
	}
}
