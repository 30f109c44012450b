// Package text prints a report as plain text: for the terminal, and as the form in which a report is reviewed.
//
// Its one idea: everything that the document says is here too, in the same order and with the same figures, one
// line for one fact, so that a difference between two reports is a difference between two texts.
package text

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"pulso/reports"
)

// Render prints the report's document. It is a reports.Renderer.
func Render(w io.Writer, r *reports.Report) error {
	p := printer{w: bufio.NewWriter(w)}
	p.line(r.Title)
	p.line(strings.Repeat("=", utf8.RuneCountInString(r.Title)))
	if r.Subtitle != "" {
		p.line(r.Subtitle)
	}
	p.line("")
	for _, f := range r.Control.Fields() {
		p.line(f[0] + ": " + f[1])
	}
	for i := range r.Sections {
		p.section(&r.Sections[i], fmt.Sprint(i+1))
	}
	return p.w.Flush()
}

// A printer writes lines. bufio keeps the first error until Flush.
type printer struct{ w *bufio.Writer }

func (p printer) line(s string) {
	p.w.WriteString(s)
	p.w.WriteByte('\n')
}

func (p printer) section(s *reports.Section, number string) {
	p.line("")
	p.line(number + ". " + s.Title)
	for _, b := range s.Blocks {
		p.line("")
		p.block(b)
	}
	for i := range s.Sections {
		p.section(&s.Sections[i], fmt.Sprintf("%s.%d", number, i+1))
	}
}

func (p printer) block(b reports.Block) {
	switch b := b.(type) {
	case *reports.Paragraph:
		p.line(b.Text + rule(b.Rule))
	case *reports.List:
		for _, s := range b.Items {
			p.line("- " + s)
		}
	case *reports.Cards:
		for _, c := range b.Cards {
			p.card(c)
		}
	case *reports.Table:
		p.table(b)
	case *reports.Chart:
		p.chart(b)
	case *reports.Quote:
		p.line("«" + b.Text + "» (" + b.Source + ")")
	case *reports.Notice:
		p.line("[!] " + b.Text)
	}
}

func rule(id string) string {
	if id == "" {
		return ""
	}
	return " [" + id + "]"
}

func (p printer) card(c reports.Card) {
	s := c.Indicator + " " + c.Label + ": " + noted(c.Value)
	for _, k := range c.Compare {
		s += " · " + k.Label + ": " + noted(k.Value)
	}
	p.line(strings.TrimSpace(s))
}

func noted(v reports.Value) string {
	if len(v.Notes) == 0 {
		return v.String()
	}
	return v.String() + " {" + strings.Join(v.Notes, "; ") + "}"
}

func (p printer) table(t *reports.Table) {
	p.line(t.ID + ". " + t.Title)
	if len(t.Rows) == 0 {
		p.line("  (" + t.Empty + ")")
		return
	}
	rows := make([][]string, 0, len(t.Rows)+1)
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Title
	}
	rows = append(rows, head)
	for _, r := range t.Rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = c.Text
			if c.Value != nil {
				cells[i] = noted(*c.Value)
			}
		}
		rows = append(rows, cells)
	}
	p.grid(rows, t.Columns)
	for _, n := range t.Notes {
		p.line("  Nota: " + n)
	}
}

// maxCell bounds a column so that one long text does not widen the whole table.
const maxCell = 60

func (p printer) grid(rows [][]string, columns []reports.Column) {
	widths := make([]int, len(columns))
	for _, r := range rows {
		for i, c := range r {
			widths[i] = max(widths[i], min(maxCell, utf8.RuneCountInString(c)))
		}
	}
	for _, r := range rows {
		var b strings.Builder
		for i, c := range r {
			b.WriteString("  ")
			b.WriteString(pad(c, widths[i], columns[i].Right))
		}
		p.line(strings.TrimRight(b.String(), " "))
	}
}

func pad(s string, width int, right bool) string {
	n := utf8.RuneCountInString(s)
	if n > width {
		return string([]rune(s)[:width-1]) + "…"
	}
	space := strings.Repeat(" ", width-n)
	if right {
		return space + s
	}
	return s + space
}

func (p printer) chart(c *reports.Chart) {
	p.line(c.ID + ". " + c.Title)
	p.line("  " + c.Alt)
	if c.Empty != "" {
		p.line("  (" + c.Empty + ")")
		return
	}
	for _, s := range c.Series {
		values := make([]string, len(s.Values))
		for i, v := range s.Values {
			values[i] = c.Categories[i] + "=" + v.String()
		}
		p.line("  " + s.Name + ": " + strings.Join(values, " "))
	}
	for _, n := range c.Notes {
		p.line("  Nota: " + n)
	}
}
