package docx

import (
	"fmt"
	"strings"

	"pulso/reports"
)

// A document is word/document.xml while it is written, with what it refers to.
type document struct {
	out     builder
	rels    []rel
	charts  []part
	charted int // charts written so far
	marks   int // bookmarks written so far
}

// A builder writes WordprocessingML.
type builder struct{ strings.Builder }

func (b *builder) s(s string) { b.WriteString(s) }

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// para is a paragraph of a style around runs that are XML already.
func para(style, runs string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + runs + `</w:p>`
}

// run is text with its run properties. Line breaks of the text become line breaks.
func run(text, properties string) string {
	if text == "" {
		return ""
	}
	if properties != "" {
		properties = "<w:rPr>" + properties + "</w:rPr>"
	}
	lines := strings.Split(esc(text), "\n")
	return "<w:r>" + properties + `<w:t xml:space="preserve">` + strings.Join(lines, `</w:t><w:br/><w:t xml:space="preserve">`) + "</w:t></w:r>"
}

func (d *document) body(r *reports.Report) {
	d.out.s(xmlDec + `<w:document xmlns:w="` + nsW + `" xmlns:r="` + nsR + `" xmlns:wp="` + nsWP + `" xmlns:a="` + nsA + `" xmlns:c="` + nsC + `"><w:body>`)
	d.out.s(para("Title", run(r.Title, "")))
	if r.Subtitle != "" {
		d.out.s(para("Subtitle", run(r.Subtitle, "")))
	}
	d.control(r.Control.Fields())
	d.contents(r.Sections)
	for i := range r.Sections {
		d.section(&r.Sections[i], fmt.Sprint(i+1), 1)
	}
	d.out.s(fmt.Sprintf(`<w:sectPr><w:headerReference w:type="default" r:id="rHeader"/><w:footerReference w:type="default" r:id="rFooter"/><w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`,
		pageWidth, pageHeight, margin+700, margin, margin, margin))
}

// control prints the control fields two to a row.
func (d *document) control(fields [][2]string) {
	widths := []int{1750, textWidth/2 - 1750, 1750, textWidth - textWidth/2 - 1750}
	d.out.openTable(widths)
	for i := 0; i < len(fields); i += 2 {
		d.out.s(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for k := i; k < i+2; k++ {
			label, text := "", ""
			if k < len(fields) {
				label, text = fields[k][0], fields[k][1]
			}
			d.out.cell(widths[0], "E8EEF4", para("Cell", run(label, "<w:b/>")))
			d.out.cell(widths[1], "", para("Cell", run(text, "")))
		}
		d.out.s(`</w:tr>`)
	}
	d.out.s(`</w:tbl>`)
}

// contents lists the sections with links and page numbers. The entries are written out, since LibreOffice does not
// fill a TOC field and Word asks the reader before it does; the page fields are marked for update on opening.
func (d *document) contents(sections []reports.Section) {
	d.out.s(para("Caption", run("Contenido", "")))
	for i, s := range sections {
		page := fmt.Sprintf(`<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> PAGEREF %s \h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t></w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`, mark(i))
		d.out.s(para("Contents", fmt.Sprintf(`<w:hyperlink w:anchor="%s">%s%s</w:hyperlink>`, mark(i), run(fmt.Sprintf("%d. %s", i+1, s.Title), ""), page)))
	}
}

func mark(section int) string { return fmt.Sprintf("_seccion%d", section+1) }

func (d *document) section(s *reports.Section, number string, level int) {
	title := run(number+". "+s.Title, "")
	if level == 1 {
		title = fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/>%s<w:bookmarkEnd w:id="%d"/>`, d.marks, mark(d.marks), title, d.marks)
		d.marks++
	}
	d.out.s(para(fmt.Sprintf("Heading%d", min(level, 3)), title))
	for _, b := range s.Blocks {
		d.block(b)
	}
	for i := range s.Sections {
		d.section(&s.Sections[i], fmt.Sprintf("%s.%d", number, i+1), level+1)
	}
}

func (d *document) block(b reports.Block) {
	switch b := b.(type) {
	case *reports.Paragraph:
		d.paragraph(b)
	case *reports.List:
		for _, item := range b.Items {
			d.out.s(para("ListBullet", run(item, "")))
		}
	case *reports.Cards:
		d.cards(b.Cards)
	case *reports.Table:
		d.table(b)
	case *reports.Chart:
		d.chart(b)
	case *reports.Quote:
		d.out.s(para("Quote", run("«"+b.Text+"»", "")+run(" — "+b.Source, `<w:i w:val="0"/><w:color w:val="595959"/>`)))
	case *reports.Notice:
		d.out.s(para("Notice", run(b.Text, "")))
	}
}

// paragraph prints text, with the id of the rule that wrote it in small grey, so that a reader can ask why.
func (d *document) paragraph(p *reports.Paragraph) {
	runs := run(p.Text, "")
	if p.Author != "" {
		runs = run("Nota de "+p.Author+": ", "<w:b/>") + runs
	}
	if p.Rule != "" {
		runs += run(" ["+p.Rule+"]", `<w:color w:val="7F7F7F"/><w:sz w:val="15"/>`)
	}
	d.out.s(para("Normal", runs))
}

// link registers an external address and returns the runs as a hyperlink to it.
func (d *document) link(address, runs string) string {
	id := fmt.Sprintf("rLink%d", len(d.rels)+1)
	d.rels = append(d.rels, rel{id: id, kind: relOffice + "hyperlink", target: address, external: true})
	return `<w:hyperlink r:id="` + id + `">` + runs + `</w:hyperlink>`
}
