package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"time"

	"pulso/reports"
)

// valuesBook is the small workbook behind a chart: what Word opens on «Editar datos». It is five fixed parts, so
// its bytes depend on the values alone.
func valuesBook(c *reports.Chart) string {
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	parts := []part{
		{"[Content_Types].xml", xmlDec + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + sheetType + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + sheetType + `worksheet+xml"/></Types>`},
		{"_rels/.rels", relations([]rel{{id: "rId1", kind: relOffice + "officeDocument", target: "xl/workbook.xml"}})},
		{"xl/workbook.xml", xmlDec + `<workbook xmlns="` + main + `" xmlns:r="` + nsR + `"><sheets><sheet name="Valores" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relations([]rel{{id: "rId1", kind: relOffice + "worksheet", target: "worksheets/sheet1.xml"}})},
		{"xl/worksheets/sheet1.xml", valuesSheet(c, main)},
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		// Writing to a bytes.Buffer cannot go wrong, so neither can the zip around it.
		to, _ := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		io.WriteString(to, p.content)
	}
	z.Close()
	return out.String()
}

func valuesSheet(c *reports.Chart, namespace string) string {
	var b builder
	b.s(xmlDec + `<worksheet xmlns="` + namespace + `"><sheetData><row r="1">` + text("A1", ""))
	for i, s := range c.Series {
		b.s(text(columnName(i+2)+"1", s.Name))
	}
	b.s(`</row>`)
	for k, name := range c.Categories {
		row := k + 2
		b.s(fmt.Sprintf(`<row r="%d">`, row) + text(fmt.Sprintf("A%d", row), name))
		for i, s := range c.Series {
			if v := s.Values[k]; v.OK {
				b.s(fmt.Sprintf(`<c r="%s%d"><v>%s</v></c>`, columnName(i+2), row, number(v.N)))
			}
		}
		b.s(`</row>`)
	}
	b.s(`</sheetData></worksheet>`)
	return b.String()
}

func text(at, s string) string {
	return `<c r="` + at + `" t="inlineStr"><is><t xml:space="preserve">` + esc(s) + `</t></is></c>`
}
