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

// TestNumbersOfSheetsAndJSON: 4.125 is four and an eighth where the file holds a number, and what a person of es-CO wrote,
// thousands, where it holds a text.
func TestNumbersOfSheetsAndJSON(t *testing.T) {
	text := func(ref, s string) string { return `<c r="` + ref + `" t="inlineStr"><is><t>` + s + `</t></is></c>` }
	number := func(ref, v string) string { return `<c r="` + ref + `"><v>` + v + `</v></c>` }
	book := bookOf(t, `<row r="1">`+text("A1", "fecha")+text("B1", "red")+text("C1", "Horas de reproducción")+text("D1", "Seguidores")+`</row>`+
		`<row r="2">`+text("A2", "2026-10-05")+text("B2", "youtube")+number("C2", "4.125")+text("D2", "4.125")+`</row>`+
		`<row r="3">`+text("A3", "2026-10-06")+text("B3", "youtube")+text("C3", "4.125")+number("D3", "4125")+`</row>`+
		`<row r="4">`+text("A4", "2026-10-07")+text("B4", "youtube")+number("C4", "1.2E-2")+`</row>`, "")
	legacy, err := biffOf([]byte("-- Hoja --\nfecha,red,Horas de reproducción,Seguidores\n2026-10-05,youtube,#4.125,4.125\n2026-10-06,youtube,4.125,#4125\n2026-10-07,youtube,#0.012\n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"sheet":        string(book),
		"legacy sheet": string(legacy),
		"JSON": `{"fecha":"2026-10-05","red":"youtube","horas de reproduccion":4.125,"seguidores":"4.125"}` + "\n" +
			`{"fecha":"2026-10-06","red":"youtube","horas de reproduccion":"4.125","seguidores":4125}` + "\n" +
			`{"fecha":"2026-10-07","red":"youtube","horas de reproduccion":1.2E-2}` + "\n",
	} {
		format, out, _, err := read(t, file, Input{})
		var values []string
		for _, s := range out {
			_, metric, _ := strings.Cut(s, "Metric=")
			metric, value, _ := strings.Cut(metric, " Value=")
			value, _, _ = strings.Cut(value, " ")
			values = append(values, metric+" "+value)
		}
		want := "followers_total 4125|watch_time_hours 4.125|followers_total 4125|watch_time_hours 4125|watch_time_hours 0.012"
		if got := strings.Join(values, "|"); err != nil || format != "generic.metrics" || got != want {
			t.Errorf("%s: %s %v %v\n got %s\nwant %s", name, format, err, out, got, want)
		}
	}
	_, out, _, _ := read(t, `{"texto":"Sin agua","fecha":"2026-10-05","red":"x","me gusta":1.234}`+"\n", Input{})
	if len(out) != 1 || !strings.Contains(out[0], "bad_number") {
		t.Errorf("a number of likes with a fraction is no thousand: %v", out)
	}
}

// TestCommentsSayWhatTheyWereLeftOn: the office's account is known from the link or the ids of a comment, whatever month
// the post is of; an account that is not the office's is nobody's business.
func TestCommentsSayWhatTheyWereLeftOn(t *testing.T) {
	office := []social.Account{{Network: social.Facebook, ID: "100200300", Handle: "alcaldiaprueba"}, {Network: social.Instagram, Handle: "@alcaldia.prueba"}}
	for _, tt := range []struct{ why, row, want string }{
		{"a link to a comment on a post of the page", "facebook,1,,https://www.facebook.com/alcaldiaprueba/posts/777?comment_id=1", "Kind=comment ParentID=777 TargetAccount=alcaldiaprueba"},
		{"a link that names the page by number", "facebook,1,,https://www.facebook.com/permalink.php?story_fbid=777&id=100200300&comment_id=1", "Kind=comment ParentID=777 TargetAccount=100200300"},
		{"Facebook's own ids: page_post and post_comment", "facebook,777_1,100200300_777,", "Kind=comment ParentID=100200300_777 TargetAccount=100200300"},
		{"an answer to a comment: post_comment is no page_post", "facebook,777_2,777_1,", "Kind=reply ParentID=777_1"},
		{"an answer by its link", "facebook,2,,https://www.facebook.com/alcaldiaprueba/posts/777?comment_id=1&reply_comment_id=2", "Kind=post"},
		{"a comment on the post of somebody else", "facebook,1,,https://www.facebook.com/otra.persona/posts/777?comment_id=1", "Kind=comment ParentID=777"},
		{"a comment of Instagram", "instagram,1,,https://www.instagram.com/alcaldia.prueba/p/DIywAgBp-9_/c/180123/", "Kind=comment ParentID=DIywAgBp-9_ TargetAccount=alcaldia.prueba"},
		{"a publication of the page", "facebook,1,,https://www.facebook.com/alcaldiaprueba/posts/777", "Kind=post"},
	} {
		_, out, _, err := read(t, "texto,fecha,red,id,parent_id,enlace\nSin agua,2026-10-05,"+tt.row+"\n", Input{Accounts: office})
		if err != nil || len(out) != 1 {
			t.Errorf("%s: %v %v", tt.why, out, err)
			continue
		}
		_, got, _ := strings.Cut(out[0], " Kind=")
		got, _, _ = strings.Cut("Kind="+got, " Text=")
		if got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.why, got, tt.want)
		}
	}
}
