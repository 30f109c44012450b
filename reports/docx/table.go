package docx

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"pulso/reports"
)

func (b *builder) openTable(widths []int) {
	b.s(`<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="` + strconv.Itoa(sum(widths)) + `" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		b.s(`<w:gridCol w:w="` + strconv.Itoa(w) + `"/>`)
	}
	b.s(`</w:tblGrid>`)
}

// cell is a cell with its paragraphs, which are XML already and stand in the middle of its height. An empty cell still
// needs a paragraph.
func (b *builder) cell(width int, fill, paragraphs string) {
	b.cellAt("center", width, fill, paragraphs)
}

// cellAt is a cell whose paragraphs stand at the top, center or bottom.
func (b *builder) cellAt(height string, width int, fill, paragraphs string) {
	shade := ""
	if fill != "" {
		shade = `<w:shd w:val="clear" w:color="auto" w:fill="` + fill + `"/>`
	}
	if paragraphs == "" {
		paragraphs = para("Cell", "")
	}
	b.s(`<w:tc><w:tcPr><w:tcW w:w="` + strconv.Itoa(width) + `" w:type="dxa"/>` + shade + `<w:vAlign w:val="` + height + `"/></w:tcPr>` + paragraphs + `</w:tc>`)
}

func sum(widths []int) int {
	n := 0
	for _, w := range widths {
		n += w
	}
	return n
}

// whole is how many rows a table may have to be kept on one page.
const whole = 12

// table prints caption, table and notes. Doubts that travel with values become numbered notes below it.
func (d *document) table(t *reports.Table) {
	d.out.s(para("Caption", run("Tabla "+strings.TrimPrefix(t.ID, "T")+". "+t.Title, "")))
	if len(t.Rows) == 0 {
		d.out.s(para("Normal", run(t.Empty, "<w:i/>")))
		return
	}
	widths := columnWidths(t.Columns, t.Rows)
	notes := &footnotes{}
	d.out.openTable(widths)
	d.out.s(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		d.out.cell(widths[i], "1F4E79", aligned("CellHead", c.Right, run(c.Title, "")))
	}
	d.out.s(`</w:tr>`)
	for r, row := range t.Rows {
		style := "Cell"
		if len(t.Rows) <= whole || r == len(t.Rows)-1 { // the notes below stay with the last row
			style = "CellKept"
		}
		d.out.s(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range row {
			d.out.cell(widths[i], "", aligned(style, t.Columns[i].Right, d.content(c, notes)))
		}
		d.out.s(`</w:tr>`)
	}
	d.out.s(`</w:tbl>`)
	d.below(notes, t.Notes, t.Sheet)
}

func (d *document) content(c reports.Cell, notes *footnotes) string {
	properties := ""
	if c.Bold {
		properties = "<w:b/>"
	}
	text := c.Text
	var doubts []string
	if c.Value != nil {
		text, doubts = strings.ReplaceAll(c.Value.String(), " ", "\u00a0"), c.Value.Notes
		if !c.Value.OK {
			text, doubts = missing, append([]string{c.Value.Missing}, doubts...)
			properties += `<w:i/><w:color w:val="595959"/>`
		}
	}
	if c.Link != "" {
		return d.link(c.Link, run(text, `<w:rStyle w:val="Hyperlink"/>`+properties))
	}
	return run(text, properties) + notes.mark(doubts)
}

// missing stands in a table for a value that there is not; its reason is a note below, where there is room for it.
const missing = "s.\u00a0d."

// below prints what stands under a table or a chart: numbered doubts, notes, and the sheet with the evidence. Its
// first paragraph also keeps two tables from growing together.
func (d *document) below(notes *footnotes, more []string, sheet string) {
	lines := make([]string, 0, len(notes.texts)+len(more)+1)
	for i, n := range notes.texts {
		lines = append(lines, fmt.Sprintf("(%d) %s", i+1, n))
	}
	lines = append(lines, more...)
	if sheet != "" {
		lines = append(lines, "Filas de respaldo: hoja "+sheet+" de la base.")
	}
	d.out.s(para("Below", run(strings.Join(lines, "\n"), "")))
}

// footnotes numbers each distinct doubt once for a table.
type footnotes struct{ texts []string }

func (f *footnotes) mark(notes []string) string {
	out := ""
	for _, n := range notes {
		out += run(fmt.Sprintf("\u00a0(%d)", f.number(n)), `<w:vertAlign w:val="superscript"/>`)
	}
	return out
}

func (f *footnotes) number(note string) int {
	for i, t := range f.texts {
		if t == note {
			return i + 1
		}
	}
	f.texts = append(f.texts, note)
	return len(f.texts)
}

func aligned(style string, right bool, runs string) string {
	if !right {
		return para(style, runs)
	}
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/><w:jc w:val="right"/></w:pPr>` + runs + `</w:p>`
}

// A column's text needs about these many twentieths of a point for each character in the table's 8 points, and for the
// cell's margins. The figures are measured on the widest of the fonts that stand in for Arial.
const (
	charWidth = 92
	cellSpace = 190
)

// columnWidths shares the text's width: first each column gets what its longest word needs, so that no word and no
// figure is broken, then the rest goes by the given shares, or by how much text a column without share holds.
func columnWidths(columns []reports.Column, rows [][]reports.Cell) []int {
	widths, wants := make([]int, len(columns)), make([]float64, len(columns))
	wanted := 0.0
	for i, c := range columns {
		word, text := measure(c.Title)
		for _, row := range rows {
			w, t := measure(shown(row[i]))
			word, text = max(word, w), max(text, t)
		}
		widths[i] = min(word, longestWord)*charWidth + cellSpace
		wants[i] = max(0, float64(min(text, longestText)*charWidth+cellSpace-widths[i]))
		if c.Width > 0 {
			wants[i] = max(0, c.Width*textWidth-float64(widths[i]))
		}
		wanted += wants[i]
	}
	spare := textWidth - sum(widths)
	if spare < 0 {
		return squeeze(widths)
	}
	for i := range widths {
		if wanted > 0 {
			widths[i] += int(float64(spare) * wants[i] / wanted)
		}
	}
	widths[len(widths)-1] += textWidth - sum(widths)
	return widths
}

// Beyond these many characters a word is broken and a text wraps whatever the column's width.
const (
	longestWord = 22
	longestText = 60
)

// noteMark takes the room of the mark of a note, which is set small.
const noteMark = "\u00a0·"

// measure is the longest word and the whole length of a text, in characters.
func measure(s string) (word, text int) {
	for w := range strings.FieldsSeq(s) {
		word = max(word, utf8.RuneCountInString(w))
	}
	return word, utf8.RuneCountInString(s)
}

// shown is the text of a cell as content prints it, without the marks of its notes.
func shown(c reports.Cell) string {
	switch {
	case c.Value == nil:
		return c.Text
	case !c.Value.OK:
		return missing + noteMark
	case len(c.Value.Notes) > 0:
		return strings.ReplaceAll(c.Value.String(), " ", "\u00a0") + noteMark
	}
	return strings.ReplaceAll(c.Value.String(), " ", "\u00a0")
}

// squeeze shrinks widths that together exceed the text's, each by the same share.
func squeeze(widths []int) []int {
	total := sum(widths)
	for i := range widths {
		widths[i] = widths[i] * textWidth / total
	}
	widths[len(widths)-1] += textWidth - sum(widths)
	return widths
}

// cardsPerRow is how many figures stand side by side on the first page.
const cardsPerRow = 4

func (d *document) cards(cards []reports.Card) {
	width := textWidth / cardsPerRow
	notes := &footnotes{}
	d.out.openTable([]int{width, width, width, width})
	for i := 0; i < len(cards); i += cardsPerRow {
		d.out.s(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for k := i; k < i+cardsPerRow; k++ {
			if k < len(cards) {
				d.out.cellAt("top", width, "F4F7FA", card(cards[k], notes))
				continue
			}
			d.out.cell(width, "", "")
		}
		d.out.s(`</w:tr>`)
	}
	d.out.s(`</w:tbl>`)
	d.below(notes, nil, "")
}

func card(c reports.Card, notes *footnotes) string {
	value := run(c.Value.String(), "")
	if !c.Value.OK {
		value = run(c.Value.Missing, `<w:b w:val="0"/><w:i/><w:sz w:val="18"/>`)
	}
	out := para("CardLabel", run(c.Label, "")+run("  "+c.Indicator, `<w:color w:val="7F7F7F"/><w:sz w:val="14"/>`)) +
		para("CardValue", value+notes.mark(c.Value.Notes))
	for _, k := range c.Compare {
		out += para("Small", run(k.Label+": "+k.Value.String(), "")+notes.mark(k.Value.Notes))
	}
	return out
}

// heatMap prints categories down and series across as a shaded table, since no native chart shows it. A doubtful cell
// is hatched, an absent one blank: neither is told by colour alone.
func (d *document) heatMap(c *reports.Chart) {
	first := 1400
	width := (textWidth - first) / len(c.Series)
	widths := []int{first}
	top := 0.0
	for _, s := range c.Series {
		widths = append(widths, width)
		for _, v := range s.Values {
			if v.OK {
				top = math.Max(top, v.N)
			}
		}
	}
	d.out.openTable(widths)
	d.out.s(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	d.out.cell(first, "1F4E79", para("CellHead", run(c.YTitle, "")))
	for _, s := range c.Series {
		d.out.cell(width, "1F4E79", aligned("CellHead", true, run(s.Name, "")))
	}
	d.out.s(`</w:tr>`)
	for i, category := range c.Categories {
		d.out.s(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		d.out.cell(first, "", para("CellKept", run(category, "")))
		for _, s := range c.Series {
			d.out.heat(width, s.Values[i], top)
		}
		d.out.s(`</w:tr>`)
	}
	d.out.s(`</w:tbl>`)
}

func (b *builder) heat(width int, v reports.Value, top float64) {
	if !v.OK {
		b.cell(width, "", "")
		return
	}
	text, fill := "", "FFFFFF"
	if top > 0 && v.N > 0 {
		text, fill = blue(v.N / top)
	}
	pattern := "clear"
	if len(v.Notes) > 0 {
		pattern, text, fill = "thinDiagStripe", "", "FFFFFF"
	}
	properties := ""
	if text != "" {
		properties = `<w:color w:val="` + text + `"/>`
	}
	b.s(`<w:tc><w:tcPr><w:tcW w:w="` + strconv.Itoa(width) + `" w:type="dxa"/><w:shd w:val="` + pattern + `" w:color="BFBFBF" w:fill="` + fill + `"/></w:tcPr>` +
		aligned("CellKept", true, run(v.String(), properties)) + `</w:tc>`)
}

// blue is the colour of text and of ground at a share of the greatest value, from white to the heading's blue, with
// a contrast of at least 4.5 to 1.
func blue(share float64) (text, fill string) {
	mix := func(from, to int) int { return from + int(share*float64(to-from)) }
	fill = fmt.Sprintf("%02X%02X%02X", mix(0xF2, 0x1F), mix(0xF7, 0x4E), mix(0xFC, 0x79))
	if share > 0.74 {
		return "FFFFFF", fill
	}
	return "", fill
}
