package main

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"

	"pulso/reports"
)

// publications are the pages of the official site, from the file that the configuration names: a table (CSV or Excel),
// the site's sitemap or its feed (RSS, Atom), saved in the workspace. Nil when none is named.
func (a *app) publications(c *config) ([]reports.Publication, error) {
	name := c.OfficialSite.Publications
	if name == "" {
		return nil, nil
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(a.dir, filepath.FromSlash(name))
	}
	pages, err := readPublications(path, c.zone)
	if err != nil {
		return nil, &configError{fmt.Sprintf("official_site.publications: %s: %s", name, err)}
	}
	return pages, nil
}

func readPublications(path string, zone *time.Location) ([]reports.Publication, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".xlsx":
		return tablePublications(path, zone)
	}
	content, err := readBounded(path, maxRecord)
	if err != nil {
		return nil, err
	}
	return xmlPublications(content, zone)
}

// The columns of the table of publications, by the names that site managers give them.
var (
	colURL       = []string{"url", "enlace", "direccion", "link"}
	colTitle     = []string{"titulo", "title"}
	colPublished = []string{"fecha", "fecha_publicacion", "publicado", "publicado_el", "date"}
)

func tablePublications(path string, zone *time.Location) ([]reports.Publication, error) {
	for _, column := range colURL {
		table, err := readTable(path, []string{column})
		if table == nil {
			if errors.As(err, new(*csv.ParseError)) || column == colURL[len(colURL)-1] {
				return nil, fmt.Errorf("se esperaba una tabla con las columnas url, titulo y fecha: %w", err)
			}
			continue
		}
		pages := []reports.Publication{}
		for _, row := range table.Rows {
			if row.Text(colURL...) == "" && row.Text(colTitle...) == "" {
				continue
			}
			at, ok := row.Time(zone, colPublished...)
			if !ok {
				return nil, fmt.Errorf("%s: la fecha «%s» no se entiende: escríbala como 31/10/2026 15:30, o déjela vacía", row.Cell(colPublished...), row.Text(colPublished...))
			}
			pages = append(pages, reports.Publication{URL: row.Text(colURL...), Title: row.Text(colTitle...), PublishedAt: at})
		}
		return pages, nil
	}
	return nil, nil
}

// csvRows reads a CSV as spreadsheets save it: in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs.
func csvRows(content []byte) ([][]string, error) {
	text, err := decoded(content)
	if err != nil {
		return nil, err
	}
	in := csv.NewReader(strings.NewReader(text))
	head, _, _ := strings.Cut(text, "\n")
	in.Comma = slices.MaxFunc([]rune{',', ';', '\t'}, func(x, y rune) int {
		return strings.Count(head, string(x)) - strings.Count(head, string(y))
	})
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	var rows [][]string
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("el CSV está dañado: %w", err)
		}
		for line, _ := in.FieldPos(0); len(rows) < line-1; { // blank lines count: cells are named by their line
			rows = append(rows, nil)
		}
		rows = append(rows, row)
	}
}

func decoded(content []byte) (string, error) {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content)
		return string(text), err
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if utf8.Valid(content) {
		return string(content), nil
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(content)
	return string(text), err
}

// An item is what a sitemap, an RSS or an Atom feed say of a page; each fills in its own of these fields.
type item struct {
	Loc  string `xml:"loc"`
	News struct {
		Date  string `xml:"publication_date"`
		Title string `xml:"title"`
	} `xml:"news"`
	Title string `xml:"title"`
	Links []struct {
		Href string `xml:"href,attr"`
		Rel  string `xml:"rel,attr"`
		Text string `xml:",chardata"`
	} `xml:"link"`
	PubDate   string `xml:"pubDate"`
	Published string `xml:"published"`
	Date      string `xml:"date"`
}

// xmlPublications reads a sitemap or a feed. When a page was last changed (lastmod, updated) does not say when it was
// published, and would accuse the office of a page that it only retouched. A page whose date is not understood has none: it was written by a
// machine, and nobody at the office can repair it.
func xmlPublications(content []byte, zone *time.Location) ([]reports.Publication, error) {
	d := xml.NewDecoder(bytes.NewReader(content))
	d.Strict = false
	d.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		e, err := ianaindex.IANA.Encoding(charset)
		if err != nil || e == nil {
			return nil, fmt.Errorf("no se conoce la codificación %s", charset)
		}
		return e.NewDecoder().Reader(r), nil
	}
	pages := []reports.Publication{}
	root := ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && root != "" {
			return pages, nil
		}
		if err != nil {
			return nil, fmt.Errorf("se esperaba un mapa del sitio (sitemap), RSS o Atom, o una tabla .csv o .xlsx: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if root == "" {
			if root = start.Name.Local; !slices.Contains([]string{"urlset", "rss", "feed", "RDF"}, root) {
				return nil, unknownRoot(root)
			}
			continue
		}
		if !slices.Contains([]string{"url", "item", "entry"}, start.Name.Local) {
			continue
		}
		var i item
		if err := d.DecodeElement(&i, &start); err != nil {
			return nil, fmt.Errorf("el XML está dañado: %w", err)
		}
		if page := i.page(zone); page.URL != "" {
			pages = append(pages, page)
		}
	}
}

func unknownRoot(root string) error {
	if root == "sitemapindex" {
		return errors.New("es un índice de mapas del sitio: descargue uno de los que nombra, el de noticias o entradas")
	}
	return fmt.Errorf("empieza por <%s>: se esperaba un mapa del sitio (urlset), RSS o Atom", root)
}

func (i *item) page(zone *time.Location) reports.Publication {
	p := reports.Publication{URL: strings.TrimSpace(i.Loc), Title: oneLine(i.Title)}
	if p.Title == "" {
		p.Title = oneLine(i.News.Title)
	}
	for _, link := range i.Links {
		if href := strings.TrimSpace(link.Href + link.Text); p.URL == "" && (link.Rel == "" || link.Rel == "alternate") {
			p.URL = href
		}
	}
	for _, said := range []string{i.News.Date, i.PubDate, i.Published, i.Date} {
		if at, ok := feedTime(strings.TrimSpace(said), zone); ok {
			p.PublishedAt = at
			break
		}
	}
	return p
}

// feedTime reads an instant of a feed; one without offset is on the office's clocks.
func feedTime(said string, zone *time.Location) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, said); err == nil {
			return at.UTC(), true
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, said, zone); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}
