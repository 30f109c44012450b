package ingest

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"strings"

	"pulso/pipeline/social"
)

// The feeds: RSS, Atom, and the Atom of Google Alerts, whose links go through google.com. An item is news that someone
// published about the office. Feeds are often one line long, so an item is known by its place and not by its line.
const feedName = "feed"

// maxItem bounds what is read between the beginnings of two items.
const maxItem = 1 << 20

var errLongItem = errors.New("una entrada es demasiado larga")

// A budget reads so much and no more until it is renewed.
type budget struct {
	r    io.Reader
	left int
	died error // why the source ended early
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLongItem
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	if err != nil && err != io.EOF {
		b.died = err
	}
	return n, err
}

func matchFeed(s *Sample, _ Input) bool {
	if s.Kind != xmlKind {
		return false
	}
	d := xml.NewDecoder(strings.NewReader(s.Head))
	d.Strict, d.CharsetReader = false, sameCharset
	for {
		t, err := d.Token()
		if err != nil {
			return false
		}
		if e, ok := t.(xml.StartElement); ok {
			return e.Name.Local == "rss" || e.Name.Local == "feed" || e.Name.Local == "RDF"
		}
	}
}

// sameCharset passes what a feed says of its encoding: the text has been decoded by its bytes.
func sameCharset(_ string, r io.Reader) (io.Reader, error) { return r, nil }

// A feedItem is the entry of any of the three.
type feedItem struct {
	Title     string     `xml:"title"`
	Links     []feedLink `xml:"link"`
	GUID      string     `xml:"guid"`
	ID        string     `xml:"id"`
	Published string     `xml:"published"`
	Updated   string     `xml:"updated"`
	PubDate   string     `xml:"pubDate"`
	Date      string     `xml:"date"` // Dublin Core
	Summary   string     `xml:"summary"`
	Content   string     `xml:"content"`
	Described string     `xml:"description"`
	Encoded   string     `xml:"encoded"` // content:encoded
	Author    struct {
		Name string `xml:"name"`
		Text string `xml:",chardata"`
	} `xml:"author"`
	Creator string `xml:"creator"`
	Source  string `xml:"source"`
}

type feedLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Text string `xml:",chardata"`
}

func readFeed(f File, in Input) Records {
	return func(yield func(social.Record, error) bool) {
		s, err := sample(f)
		if err != nil {
			yield(nil, err)
			return
		}
		src := &budget{r: s.reader(), left: maxItem}
		d := xml.NewDecoder(src)
		d.Strict, d.CharsetReader, d.Entity = false, sameCharset, xml.HTMLEntity
		for n := 1; ; {
			t, err := d.Token()
			if err == io.EOF {
				return
			}
			if err != nil {
				endFeed(f, n, src, err, yield)
				return
			}
			e, ok := t.(xml.StartElement)
			if !ok || e.Name.Local != "item" && e.Name.Local != "entry" {
				continue
			}
			src.left = maxItem
			var item feedItem
			if err := d.DecodeElement(&item, &e); err != nil {
				endFeed(f, n, src, err, yield)
				return
			}
			if !yield(item.record(f.origin("", n), in), nil) {
				return
			}
			n++
			src.left = maxItem
		}
	}
}

// endFeed tells that a feed ends before its end: because its source died, or with a reject of the entry at hand.
func endFeed(f File, n int, src *budget, err error, yield func(social.Record, error) bool) {
	if src.died != nil {
		yield(nil, fmt.Errorf("%s: la lectura se interrumpió en la entrada %d: %w. Copie de nuevo el archivo en la carpeta", f.label(), n, say(src.died)))
		return
	}
	reject := &social.Reject{From: f.origin("", n), Reason: social.BadRow, Format: feedName,
		Detail: fmt.Sprintf("El archivo está dañado o cortado en la entrada %d. Descárguelo de nuevo; las entradas anteriores sí se leyeron.", n)}
	if errors.Is(err, errLongItem) {
		reject.Reason = social.TooLong
	}
	yield(reject, nil)
}

var feedTime = dateRule{layouts: append([]string{"Mon, 02 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 02 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04:05 MST", "02 Jan 2006 15:04:05 -0700", "2006-01-02T15:04:05.999Z07:00"}, isoLayouts...)}

// record is the mention of an item, or its reject.
func (i *feedItem) record(from social.Origin, in Input) social.Record {
	link := realLink(i.link())
	title, body := plainText(i.Title), plainText(cmp.Or(i.Encoded, i.Content, i.Summary, i.Described))
	if strings.HasPrefix(body, title) {
		title = ""
	}
	text, raw := clean(strings.TrimSpace(title + "\n" + body))
	m := &social.Mention{From: from, Network: cmp.Or(in.Network, networkOfLink(link), social.Web), Kind: social.KindNews, Format: feedName,
		ID: cmp.Or(i.ID, i.GUID, link), Text: text, RawText: raw, URL: link, DateFrom: "file",
		AuthorName: line(cmp.Or(i.Author.Name, i.Creator, i.Source, i.Author.Text))}
	if m.AuthorName == "" {
		if u, err := url.Parse(link); err == nil {
			m.AuthorName = strings.TrimPrefix(u.Hostname(), "www.")
		}
	}
	reject := &social.Reject{From: from, Format: feedName, Raw: cut(text+" "+link, 2000)}
	printed := strings.TrimSpace(cmp.Or(i.Published, i.PubDate, i.Date, i.Updated))
	var ok bool
	m.PublishedAt, m.Precision, ok = feedTime.parse(printed, in.Zone)
	switch {
	case printed == "":
		reject.Reason, reject.Detail = social.NoDate, "La entrada no dice cuándo se publicó y no se sabe de qué mes es. Si importa, búsquela por su enlace y escríbala en una tabla con su fecha."
		return reject
	case !ok:
		reject.Reason, reject.Column, reject.Value = social.BadDate, "pubDate", cut(printed, 200)
		reject.Detail = "Se esperaba una fecha como Sat, 31 Oct 2026 22:30:00 +0000. Descargue de nuevo el archivo."
		return reject
	case text == "":
		reject.Reason, reject.Detail = social.NoText, "La entrada no trae título ni texto."
		return reject
	}
	return m
}

// link is the link of an item to what it is about.
func (i *feedItem) link() string {
	for _, l := range i.Links {
		if l.Href != "" && (l.Rel == "" || l.Rel == "alternate") {
			return l.Href
		}
	}
	for _, l := range i.Links {
		if t := strings.TrimSpace(l.Text); t != "" {
			return t
		}
	}
	return ""
}

// realLink is where a link of Google Alerts leads to; other links are as they are.
func realLink(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Path != "/url" || !strings.Contains(u.Hostname(), "google.") {
		return link
	}
	return cmp.Or(u.Query().Get("url"), u.Query().Get("q"), link)
}

// plainText is the text of a piece of HTML, entities resolved.
func plainText(s string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		out.WriteString(before)
		if !found {
			break
		}
		tag, after, closed := strings.Cut(rest, ">")
		if !closed {
			out.WriteString("<" + rest)
			break
		}
		switch name := strings.ToLower(strings.Trim(tag, "/ ")); {
		case strings.HasPrefix(name, "br"), name == "p", name == "div", name == "li":
			out.WriteString("\n")
		}
		s = after
	}
	var lines []string
	for _, l := range strings.Split(html.UnescapeString(out.String()), "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
