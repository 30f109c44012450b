// Package docx prints a report as a Word document, straight to OOXML.
//
// Its one idea: what a report needs of the format is little (headings, a controlled header, tables, native charts),
// so it is written part by part over archive/zip. No library that can be had does header, page numbers, tables and
// charts at once, and none repeats its bytes; this does, since nothing here depends on a clock or a map.
package docx

import (
	"archive/zip"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"time"

	"pulso/reports"
)

//go:embed parts/styles.xml
var stylesXML string

//go:embed parts/numbering.xml
var numberingXML string

//go:embed parts/settings.xml
var settingsXML string

// Render prints the report's document. It is a reports.Renderer.
func Render(w io.Writer, r *reports.Report) error {
	d := &document{}
	d.body(r)
	z := zip.NewWriter(w)
	for _, p := range d.parts(r) {
		to, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: r.Stamp()})
		if err != nil {
			return fmt.Errorf("creating part %s: %w", p.name, err)
		}
		if _, err := io.WriteString(to, p.content); err != nil {
			return fmt.Errorf("writing part %s: %w", p.name, err)
		}
	}
	return z.Close()
}

// A part is one file of the package.
type part struct{ name, content string }

// Namespaces and relationship types of ECMA-376.
const (
	nsW    = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsR    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsWP   = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
	nsA    = "http://schemas.openxmlformats.org/drawingml/2006/main"
	nsC    = "http://schemas.openxmlformats.org/drawingml/2006/chart"
	nsRels = "http://schemas.openxmlformats.org/package/2006/relationships"
	xmlDec = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

	relOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordType  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// A rel is one relationship of a part. External ones are hyperlinks.
type rel struct {
	id, kind, target string
	external         bool
}

func relations(rels []rel) string {
	var b strings.Builder
	b.WriteString(xmlDec + `<Relationships xmlns="` + nsRels + `">`)
	for _, r := range rels {
		mode := ""
		if r.external {
			mode = ` TargetMode="External"`
		}
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s" Target="%s"%s/>`, r.id, r.kind, esc(r.target), mode)
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

// parts are all parts of the package, in a fixed order, [Content_Types].xml first as the convention has it.
func (d *document) parts(r *reports.Report) []part {
	rels := append([]rel{
		{id: "rStyles", kind: relOffice + "styles", target: "styles.xml"},
		{id: "rNumbering", kind: relOffice + "numbering", target: "numbering.xml"},
		{id: "rSettings", kind: relOffice + "settings", target: "settings.xml"},
		{id: "rHeader", kind: relOffice + "header", target: "header1.xml"},
		{id: "rFooter", kind: relOffice + "footer", target: "footer1.xml"},
	}, d.rels...)
	out := []part{
		{"[Content_Types].xml", d.contentTypes()},
		{"_rels/.rels", relations([]rel{
			{id: "rId1", kind: relOffice + "officeDocument", target: "word/document.xml"},
			{id: "rId2", kind: nsRels + "/metadata/core-properties", target: "docProps/core.xml"},
			{id: "rId3", kind: relOffice + "extended-properties", target: "docProps/app.xml"},
		})},
		{"docProps/core.xml", coreXML(r)},
		{"docProps/app.xml", xmlDec + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>pulso</Application></Properties>`},
		{"word/document.xml", d.out.String()},
		{"word/_rels/document.xml.rels", relations(rels)},
		{"word/styles.xml", stylesXML},
		{"word/numbering.xml", numberingXML},
		{"word/settings.xml", settingsXML},
		{"word/header1.xml", headerXML(r)},
		{"word/footer1.xml", footerXML(r)},
	}
	return append(out, d.charts...)
}

func (d *document) contentTypes() string {
	var b strings.Builder
	b.WriteString(xmlDec + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`)
	b.WriteString(`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	b.WriteString(`<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>`)
	override := func(name, kind string) { fmt.Fprintf(&b, `<Override PartName="/%s" ContentType="%s"/>`, name, kind) }
	override("word/document.xml", wordType+"document.main+xml")
	override("word/styles.xml", wordType+"styles+xml")
	override("word/numbering.xml", wordType+"numbering+xml")
	override("word/settings.xml", wordType+"settings+xml")
	override("word/header1.xml", wordType+"header+xml")
	override("word/footer1.xml", wordType+"footer+xml")
	override("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	override("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
	for i := range d.charted {
		override(fmt.Sprintf("word/charts/chart%d.xml", i+1), "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")
	}
	b.WriteString(`</Types>`)
	return b.String()
}

func coreXML(r *reports.Report) string {
	stamp := r.Stamp().Format(time.RFC3339)
	return xmlDec + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + esc(r.Title) + `</dc:title><dc:subject>` + esc(r.Subtitle) + `</dc:subject><dc:creator>` + esc(r.Control.Entity) + `</dc:creator><dc:language>es-CO</dc:language>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:modified></cp:coreProperties>`
}

// esc escapes text for XML and drops the control characters that XML 1.0 cannot hold.
func esc(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF || r == 0xFFFD {
			return -1
		}
		return r
	}, s)
	return escaper.Replace(s)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
