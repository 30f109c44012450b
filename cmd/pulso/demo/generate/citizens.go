package generate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// A said is one citizen's mention before it is written in a layout.
type said struct {
	at   time.Time
	who  person
	text string
}

// citizenMonth shares the month's mentions among the five networks, each in the layout of the tool that brings it.
func (m *maker) citizenMonth(first time.Time, n int) error {
	if err := m.facebookComments(first, m.talk(first, n*28/100)); err != nil {
		return err
	}
	m.facebookGroups(first, m.talk(first, n*14/100))
	m.xSearch(first, m.talk(first, n*28/100))
	if err := m.instagramComments(first, m.talk(first, n*18/100)); err != nil {
		return err
	}
	m.youtubeComments(first, m.talk(first, n*8/100))
	m.linkedinComments(first, m.talk(first, n*4/100))
	return nil
}

func (m *maker) talk(first time.Time, n int) []said {
	out := make([]said, 0, n)
	for range n {
		at, mood := m.at(first)
		var text string
		switch {
		case m.rnd.IntN(60) == 0:
			text = m.english()
		case mood != "":
			text, _ = m.say(mood)
		default:
			text, _ = m.say()
		}
		out = append(out, said{at, pick(m.rnd, m.people), text})
	}
	return out
}

func (m *maker) english() string {
	var lines []string
	for line := range strings.Lines(englishTSV) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return pick(m.rnd, lines) + ". " + m.fill(pick(m.rnd, englishAsides))
}

var englishAsides = []string{"We were at {lugar} at {hora}", "My wife and I stayed near {lugar}", "We came for {dias}", "We walked from {lugar} to {lugar}", "Our hotel was in {barrio}", "I took the bus to {barrio}"}

// facebookComments is a workbook of ExportComments.com: title, source, header in the sixth row, dates as serials.
func (m *maker) facebookComments(first time.Time, all []said) error {
	const sheet = "ExportComments.com"
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	date, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	if err != nil {
		return err
	}
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	rows := [][]any{
		{"ExportComments.com"}, {"Source URL", "https://www.facebook.com/" + pageID + "_demo"}, {}, {}, {},
		{nil, nil, "Name (click to view profile)", "Profile ID", "Date", "Likes", "Comment", "(view source)"},
	}
	for i, s := range all {
		var reply any
		if i%9 == 4 {
			reply = 1
		}
		local := time.Date(s.at.Year(), s.at.Month(), s.at.Day(), s.at.Hour(), s.at.Minute(), s.at.Second(), 0, time.UTC)
		serial := local.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
		rows = append(rows, []any{i + 1, reply, s.who.name, "ID: " + s.who.id, excelize.Cell{StyleID: date, Value: serial}, m.rnd.IntN(30), s.text, "view comment"})
	}
	for i, row := range rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	stamp := first.AddDate(0, 1, 2).UTC().Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "ExportComments.com", Created: stamp, Modified: stamp}); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return err
	}
	stable, err := stableZip(b.Bytes())
	m.files["inbox/menciones/facebook/comentarios-"+first.Format("2006-01")+".xlsx"] = stable
	return err
}

// facebookGroups is a list kept by hand and saved by Excel in Spanish: semicolons, Windows-1252, dates by day first. In
// October three of its rows are spoilt, as happens.
func (m *maker) facebookGroups(first time.Time, all []said) {
	rows := [][]string{{"fecha", "usuario", "texto", "me gusta", "enlace"}}
	for _, s := range all {
		rows = append(rows, []string{s.at.Format("02/01/2006 15:04"), s.who.name, latin(s.text), itoa(m.rnd.IntN(15)), "https://www.facebook.com/groups/vecinosmarejada/posts/" + itoa(m.next())})
	}
	if first.Month() == time.October {
		rows[12][0], rows[57][0], rows[120][2] = "32/10/2026 08:00", "ayer", ""
		rows = append(rows, rows[30], rows[31], rows[32]) // pasted twice
	}
	text, err := charmap.Windows1252.NewEncoder().Bytes(bytes.ReplaceAll(csvFile(rows, ';'), []byte("\n"), []byte("\r\n")))
	if err != nil {
		panic(err) // latin leaves nothing that the code page lacks
	}
	m.files["inbox/menciones/facebook/grupos-"+first.Format("2006-01")+".csv"] = text
}

// latin drops what Windows-1252 cannot write: emoji, in such files, are question marks.
func latin(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFF {
			return '?'
		}
		return r
	}, strings.NewReplacer("«", "\"", "»", "\"").Replace(s))
}

// xSearch is what a search export gives: NDJSON with ids, replies, reposts, and the office's own posts among the
// citizens'. The last ten days come again in a second file, as when somebody exports twice.
func (m *maker) xSearch(first time.Time, all []said) {
	for range len(all) / 12 { // reposts add a voice, not an opinion
		s := pick(m.rnd, all)
		all = append(all, said{s.at.Add(time.Hour), pick(m.rnd, m.people), "RT @" + s.who.handle + ": " + s.text})
	}
	for range len(all) / 60 {
		p := pick(m.rnd, publications)
		at, _ := m.at(first)
		all = append(all, said{at, person{"900", officeName, officeHandle}, m.fill(p.text)})
	}
	if first.Month() == time.October {
		copied := "Vecinos: firmemos todos para que no cierren la biblioteca pública de Puerto Marejada, la decisión se toma esta semana y nadie nos consultó"
		for i := range 24 {
			all = append(all, said{first.AddDate(0, 0, 19).Add(time.Duration(i) * time.Minute), m.people[i*17], copied})
		}
		all = append(all, said{first.AddDate(0, 0, 3), m.people[5], "Que cidade linda, voltaremos com certeza no próximo ano com a família inteira"}, said{first.AddDate(0, 0, 4), m.people[6], "https://t.co/demo"})
	}
	var whole, again bytes.Buffer
	late := first.AddDate(0, 0, 21)
	dice := rand.New(rand.NewPCG(uint64(first.Month()), 28))
	for i, s := range all {
		id := m.snowflake(s.at)
		line := xLine{id, s.at.UTC().Format(time.RFC3339), s.text, s.who.handle, s.who.name, m.rnd.IntN(20), m.rnd.IntN(6), m.rnd.IntN(4), "x", ""}.json()
		whole.Write(line)
		if s.at.After(late) && m.rnd.IntN(3) == 0 {
			again.Write(line)
		}
		if a, ok := answerTo(dice, first, s); ok {
			reply := strconv.FormatInt((a.at.UnixMilli()-1288834974657)<<22|int64(0x3f0000+i), 10)
			whole.Write(xLine{reply, a.at.UTC().Format(time.RFC3339), "@" + s.who.handle + " " + a.text, officeHandle, officeName, 0, 0, 0, "x", id}.json())
		}
	}
	month := first.Format("2006-01")
	if first.Month() == time.October {
		fmt.Fprintf(&whole, "{\"id\":\"%s\",\"created_at\":\"2026-10-31T23:1", m.snowflake(last(first))) // the download broke off here
		m.files["inbox/menciones/x/busqueda-"+month+"-segunda.ndjson"] = again.Bytes()
	}
	m.files["inbox/menciones/x/busqueda-"+month+".ndjson"] = whole.Bytes()
}

// An xLine is a post as the search gives it.
type xLine struct {
	ID        string `json:"id"`
	At        string `json:"created_at"`
	Text      string `json:"text"`
	Username  string `json:"username"`
	Name      string `json:"name"`
	Likes     int    `json:"likes"`
	Reposts   int    `json:"retweets"`
	Replies   int    `json:"replies"`
	Network   string `json:"network"`
	InReplyTo string `json:"in_reply_to_status_id,omitempty"`
}

func (x xLine) json() []byte {
	line, err := json.Marshal(x)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return append(line, '\n')
}

// instagramComments is a workbook with Spanish headers, as an assistant keeps it.
func (m *maker) instagramComments(first time.Time, all []said) error {
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	rows := [][]any{{"id", "fecha", "usuario", "comentario", "me_gusta", "red"}}
	for _, s := range all {
		rows = append(rows, []any{fmt.Sprintf("1798%013d", s.at.Unix()*31+int64(m.next())), s.at.Format("2006-01-02 15:04:05"), s.who.handle, s.text, m.rnd.IntN(40), "Instagram"})
	}
	if first.Month() == time.October {
		rows[9][1] = "sin fecha"
	}
	for i, row := range rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	stamp := first.AddDate(0, 1, 2).UTC().Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{Creator: officeName, Created: stamp, Modified: stamp}); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return err
	}
	stable, err := stableZip(b.Bytes())
	m.files["inbox/menciones/instagram/comentarios-"+first.Format("2006-01")+".xlsx"] = stable
	return err
}

// youtubeComments is a JSON array, as scripts around the API leave it.
func (m *maker) youtubeComments(first time.Time, all []said) {
	type comment struct {
		ID      string `json:"id"`
		Author  string `json:"author"`
		At      string `json:"published_at"`
		Text    string `json:"text"`
		Likes   int    `json:"like_count"`
		VideoID string `json:"video_id"`
		Network string `json:"network"`
		Parent  string `json:"parentId,omitempty"`
	}
	var out []comment
	dice := rand.New(rand.NewPCG(uint64(first.Month()), 29))
	for _, s := range all {
		id := fmt.Sprintf("Ugdemo%09d", m.next()*7919)
		out = append(out, comment{id, "@" + s.who.handle, s.at.UTC().Format(time.RFC3339), s.text, m.rnd.IntN(12), "dmA00013K", "youtube", ""})
		if a, ok := answerTo(dice, first, s); ok {
			out = append(out, comment{id + ".r1", "@" + officeHandle, a.at.UTC().Format(time.RFC3339), a.text, 0, "dmA00013K", "youtube", id})
		}
	}
	raw, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	m.files["inbox/menciones/youtube/comentarios-"+first.Format("2006-01")+".json"] = append(raw, '\n')
}

// linkedinComments is a table copied out of the page: tabs, and days without hours.
func (m *maker) linkedinComments(first time.Time, all []said) {
	var b strings.Builder
	b.WriteString("Fecha\tAutor\tComentario\tReacciones\tRed\n")
	for _, s := range all {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%d\tLinkedIn\n", s.at.Format(time.DateOnly), s.who.name, s.text, m.rnd.IntN(9))
	}
	m.files["inbox/menciones/linkedin/comentarios-"+first.Format("2006-01")+".tsv"] = []byte(b.String())
}

// followersByHand is the list of follower counts that somebody writes down on the last day of each month, since no
// export gives the total of every network.
func (m *maker) followersByHand() {
	rows := [][]string{{"fecha", "red", "cuenta", "seguidores"}}
	level := map[string]float64{"Facebook": 118_400, "X": 61_250, "Instagram": 46_900, "YouTube": 8_930, "LinkedIn": 5_410}
	growth := map[string]float64{"Facebook": 1.006, "X": 1.001, "Instagram": 1.013, "YouTube": 1.009, "LinkedIn": 1.011}
	day := time.Date(2026, time.July, 31, 0, 0, 0, 0, bogota)
	for i := range 4 {
		for _, network := range []string{"Facebook", "X", "Instagram", "YouTube", "LinkedIn"} {
			handle := map[string]string{"Instagram": igHandle, "LinkedIn": "alcaldia-puerto-marejada"}[network]
			if handle == "" {
				handle = officeHandle
			}
			count := int(level[network])
			if network == "YouTube" {
				count = count / 10 * 10 // shown rounded
			}
			rows = append(rows, []string{day.Format("02/01/2006"), network, handle, itoa(count)})
			level[network] *= growth[network] + 0.0007*float64(i)
		}
		day = time.Date(2026, time.August+time.Month(i)+1, 0, 0, 0, 0, 0, bogota)
	}
	m.files["inbox/seguidores.csv"] = csvFile(rows, ';')
}
