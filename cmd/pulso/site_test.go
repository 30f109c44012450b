package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pulso/reports"
)

var bogota = time.FixedZone("America/Bogota", -5*3600)

func TestPublicationsOfEveryKindOfList(t *testing.T) {
	at := time.Date(2026, 10, 2, 13, 0, 0, 0, time.UTC)
	want := reports.Publication{URL: "https://ejemplo.gov.co/calle", Title: "Calle nueva", PublishedAt: at}
	undated := want
	undated.PublishedAt = time.Time{}
	untitled := undated
	untitled.Title = ""
	for name, c := range map[string]struct {
		content string
		want    reports.Publication
	}{
		"rss.xml":     {`<rss version="2.0"><channel><title>Noticias</title><link>https://ejemplo.gov.co</link><item><title> Calle nueva </title><link>https://ejemplo.gov.co/calle</link><pubDate>Fri, 02 Oct 2026 08:00:00 -0500</pubDate></item></channel></rss>`, want},
		"atom.xml":    {`<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>Calle nueva</title><link rel="self" href="https://ejemplo.gov.co/x"/><link href="https://ejemplo.gov.co/calle"/><published>2026-10-02T13:00:00Z</published><updated>2026-10-20T13:00:00Z</updated></entry></feed>`, want},
		"sitemap.xml": {`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://ejemplo.gov.co/calle </loc><lastmod>2026-10-20</lastmod></url></urlset>`, untitled},
		"news.xml":    {`<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://ejemplo.gov.co/calle</loc><n:news><n:publication_date>2026-10-02T08:00:00-05:00</n:publication_date><n:title>Calle nueva</n:title></n:news></url></urlset>`, want},
		"latin1.xml":  {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss><channel><item><title>Calle nueva</title><link>https://ejemplo.gov.co/calle</link><pubDate>el viernes \xe1</pubDate></item></channel></rss>", undated},
		"comas.csv":   {"URL,Título,Fecha\nhttps://ejemplo.gov.co/calle,Calle nueva,02/10/2026 08:00\n", want},
		"excel.csv":   {"T\xedtulo;Enlace;Fecha\r\nCalle nueva;https://ejemplo.gov.co/calle;2026-10-02 08:00\r\n", want},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(c.content), 0o666); err != nil {
			t.Fatal(err)
		}
		got, err := readPublications(path, bogota)
		if err != nil || len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
}

func TestPublicationsOfWhatIsNoList(t *testing.T) {
	for name, c := range map[string]struct{ content, says string }{
		"pagina.xml":   {"<html><body>hola</body></html>", "empieza por <html>"},
		"indice.xml":   {"<sitemapindex><sitemap><loc>https://ejemplo.gov.co/a.xml</loc></sitemap></sitemapindex>", "es un índice"},
		"texto.xml":    {"nada de XML", "se esperaba un mapa del sitio"},
		"columnas.csv": {"a,b\n1,2\n", "url, titulo y fecha"},
		"fecha.csv":    {"url,titulo,fecha\nhttps://ejemplo.gov.co,Hola,ayer\n", "fecha.csv!C2"},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(c.content), 0o666); err != nil {
			t.Fatal(err)
		}
		if got, err := readPublications(path, bogota); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, %v; want an error that says %q", name, got, err, c.says)
		}
	}
}
