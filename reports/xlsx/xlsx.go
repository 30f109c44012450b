// Package xlsx prints a report's base as an Excel workbook.
//
// Its one idea: a data sheet is a table that a person can filter, pivot and audit without repairing it first, so
// ids stay text, empty stays empty, text that looks like a formula stays text, and the same report has the same
// bytes. Sheets are streamed: memory does not grow with the rows of more than one sheet.
package xlsx

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"pulso/pipeline/social"
	"pulso/reports"
)

// Limits of the format, from Excel's own specification.
const (
	maxRows  = 1_048_576
	maxUnits = 32_767 // UTF-16 code units of a cell's text
)

// Render prints the report's workbook. It is a reports.Renderer.
func Render(w io.Writer, r *reports.Report) error {
	b, err := newBook(r)
	if err != nil {
		return err
	}
	defer b.close()
	for _, s := range r.Book.Sheets {
		if s.Pivot != nil {
			b.tallies = append(b.tallies, &tally{pivot: s.Pivot, sums: map[[2]string]float64{}})
		}
	}
	for i := range r.Book.Sheets {
		if err := b.sheet(&r.Book.Sheets[i], r.Book.Sheets[:i]); err != nil {
			return fmt.Errorf("writing sheet %s: %w", r.Book.Sheets[i].Name, err)
		}
	}
	if err := b.chartData(); err != nil {
		return fmt.Errorf("writing the values of charts: %w", err)
	}
	return b.writeStable(w, r.Stamp())
}

// placeholder is the sheet that excelize creates with a new file. It goes with the first of ours, before a row is
// written: to delete a sheet excelize reads all others back into memory, and then writes them a second time.
const placeholder = "Sheet1"

// A book is a workbook being written.
type book struct {
	file   *excelize.File
	styles styles
	charts []*reports.Chart // whose values go to their own sheet, in order
	used   int              // rows already used of that sheet
	rows   map[string]*rows // of data sheets, by the path of their part

	tallies  []*tally // of all pivots
	watching []*tally // of those over the sheet being written
	pivots   int      // made so far
	slicers  int
}

func newBook(r *reports.Report) (*book, error) {
	f := excelize.NewFile()
	st, err := newStyles(f)
	if err != nil {
		return nil, fmt.Errorf("creating styles: %w", err)
	}
	stamp := r.Stamp().Format(time.RFC3339)
	err = f.SetDocProps(&excelize.DocProperties{
		Title: r.Book.Title, Subject: r.Book.Subject, Creator: r.Control.Entity, LastModifiedBy: r.Control.Entity,
		Description: strings.Join(r.Book.Controls, "\n"), Language: "es-CO", Created: stamp, Modified: stamp, Version: r.Control.Edition,
	})
	if err != nil {
		return nil, fmt.Errorf("setting document properties: %w", err)
	}
	if err := f.SetAppProps(&excelize.AppProperties{Application: "pulso"}); err != nil {
		return nil, fmt.Errorf("setting application properties: %w", err)
	}
	return &book{file: f, styles: st, rows: map[string]*rows{}}, nil
}

// close lets go of the temporary files. What is left of them does no harm.
func (b *book) close() {
	b.file.Close()
	for _, r := range b.rows {
		r.close()
	}
}

// sheet writes one sheet, and further ones named _2, _3 … when it has more rows than Excel takes.
func (b *book) sheet(s *reports.Sheet, before []reports.Sheet) error {
	if s.Pivot != nil {
		return b.pivot(s, before)
	}
	if err := b.watch(s); err != nil {
		return err
	}
	part := &page{book: b, sheet: s, name: s.Name}
	if err := part.begin(); err != nil {
		return err
	}
	for row, err := range s.Rows {
		if err != nil {
			return err
		}
		if part.last == maxRows {
			if part, err = part.next(); err != nil {
				return err
			}
		}
		if err := part.row(row); err != nil {
			return err
		}
		for _, t := range b.watching {
			t.add(row)
		}
	}
	return part.end()
}

// A page is one worksheet of a sheet.
type page struct {
	book  *book
	sheet *reports.Sheet
	name  string
	part  int
	out   *excelize.StreamWriter
	data  *rows // of a data sheet; nil in a free one, whose rows have heights
	last  int   // last row written
	cells []any
}

func (p *page) next() (*page, error) {
	if err := p.end(); err != nil {
		return nil, err
	}
	q := &page{book: p.book, sheet: p.sheet, part: p.part + 1}
	q.name = fmt.Sprintf("%s_%d", p.sheet.Name, q.part+1)
	return q, q.begin()
}

// begin creates the worksheet. What excelize does not stream (validation, charts) is set before the stream opens:
// once it is flushed such calls succeed and are lost.
func (p *page) begin() error {
	f := p.book.file
	if _, err := f.NewSheet(p.name); err != nil {
		return err
	}
	if err := f.DeleteSheet(placeholder); err != nil { // nothing from the second sheet on
		return err
	}
	if err := p.dropDowns(); err != nil {
		return err
	}
	if p.part == 0 {
		for i := range p.sheet.Charts {
			if err := p.book.chart(p.name, &p.sheet.Charts[i]); err != nil {
				return err
			}
		}
	}
	if err := p.layout(); err != nil {
		return err
	}
	out, err := f.NewStreamWriter(p.name)
	if err != nil {
		return err
	}
	p.out = out
	if p.sheet.Table != "" {
		p.data = newRows(p.sheet, p.name, &p.book.styles)
		p.book.rows[p.path()] = p.data
	}
	for i, c := range p.sheet.Columns {
		if err := out.SetColWidth(i+1, i+1, width(c)); err != nil {
			return err
		}
	}
	if p.sheet.Freeze {
		if err := out.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
			return err
		}
	}
	return p.header()
}

// path is that of the worksheet in the workbook's file.
func (p *page) path() string {
	for id, name := range p.book.file.GetSheetMap() {
		if name == p.name {
			return fmt.Sprintf("xl/worksheets/sheet%d.xml", id)
		}
	}
	return ""
}

func (p *page) layout() error {
	f, yes, zero := p.book.file, true, 0
	landscape, paper := "landscape", 9 // A4
	if err := f.SetPageLayout(p.name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToWidth: new(1), FitToHeight: &zero}); err != nil {
		return err
	}
	if err := f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if p.sheet != nil && p.sheet.Table != "" { // the header again on every printed page
		if err := f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + p.name + "'!$1:$1", Scope: p.name}); err != nil {
			return err
		}
	}
	return f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&RPágina &P de &N"})
}

func (p *page) header() error {
	if !named(p.sheet.Columns) {
		return nil
	}
	cells := make([]any, len(p.sheet.Columns))
	for i, c := range p.sheet.Columns {
		cells[i] = excelize.Cell{StyleID: p.book.styles.head[c.Type], Value: c.Name}
	}
	return p.write(cells)
}

func named(columns []reports.SheetColumn) bool {
	for _, c := range columns {
		if c.Name != "" {
			return true
		}
	}
	return false
}

func (p *page) row(data []reports.Datum) error {
	if p.data != nil {
		p.last++
		return p.data.add(p.last, data)
	}
	p.cells = p.cells[:0]
	for i, d := range data {
		t := reports.Text
		if i < len(p.sheet.Columns) {
			t = p.sheet.Columns[i].Type
		}
		p.cells = append(p.cells, p.book.cell(d, t))
	}
	return p.write(p.cells, excelize.RowOpts{Height: lineHeight * float64(p.lines(p.cells))})
}

func (p *page) write(cells []any, opts ...excelize.RowOpts) error {
	p.last++
	at, err := excelize.CoordinatesToCellName(1, p.last)
	if err != nil {
		return err
	}
	return p.out.SetRow(at, cells, opts...)
}

// lineHeight is the height of a line of text, in points.
const lineHeight = 15

// lines is how many lines the tallest cell of a row takes when its text wraps. A streamed row has no height of its
// own until somebody edits it, so that wrapped text would lie over the row below.
func (p *page) lines(cells []any) int {
	most := 1
	for i, c := range cells {
		text, ok := textOf(c)
		if !ok || i >= len(p.sheet.Columns) {
			continue
		}
		perLine := max(4, int(width(p.sheet.Columns[i])*0.9))
		n := 0
		for line := range strings.SplitSeq(text, "\n") {
			n += 1 + utf8.RuneCountInString(line)/perLine
		}
		most = max(most, n)
	}
	return min(most, maxHeight/lineHeight)
}

// maxHeight is the height of Excel's tallest row, in points.
const maxHeight = 409

func textOf(cell any) (string, bool) {
	c, ok := cell.(excelize.Cell)
	if !ok {
		return "", false
	}
	text, ok := c.Value.(string)
	return text, ok
}

// end makes the range a Table and closes the stream. A Table needs a row below its header even when it is empty.
func (p *page) end() error {
	if p.sheet.Table != "" {
		corner, err := excelize.CoordinatesToCellName(len(p.sheet.Columns), max(p.last, 2))
		if err != nil {
			return err
		}
		name := p.sheet.Table
		if p.part > 0 {
			name = fmt.Sprintf("%s_%d", name, p.part+1)
		}
		if err := p.out.AddTable(&excelize.Table{Range: "A1:" + corner, Name: name, StyleName: "TableStyleLight9"}); err != nil {
			return err
		}
	}
	return p.out.Flush()
}

func (p *page) dropDowns() error {
	for _, d := range p.sheet.Lists {
		column, err := excelize.ColumnNumberToName(d.Column + 1)
		if err != nil {
			return err
		}
		v := excelize.NewDataValidation(true)
		v.Sqref = fmt.Sprintf("%s2:%s%d", column, column, d.Rows+1)
		if err := v.SetDropList(d.Values); err != nil {
			return fmt.Errorf("list of column %s: %w", column, err)
		}
		v.SetError(excelize.DataValidationErrorStyleStop, "Valor no permitido", "Elija un valor de la lista.")
		if err := p.book.file.AddDataValidation(p.name, v); err != nil {
			return err
		}
	}
	return nil
}

// cell is the datum of a free sheet as excelize takes it. The type of the column decides the style, not the look of the
// value.
func (b *book) cell(d reports.Datum, t reports.CellType) any {
	style := b.styles.free[t]
	switch v := d.(type) {
	case nil:
		return nil
	case string:
		return excelize.Cell{StyleID: style, Value: clean(v)}
	case bool:
		return excelize.Cell{StyleID: style, Value: yesNo(v)}
	case time.Time:
		return excelize.Cell{StyleID: style, Value: serial(v)}
	case social.Date:
		if v.IsZero() {
			return nil
		}
		return excelize.Cell{StyleID: style, Value: serial(v.Time())}
	case reports.Value:
		return b.value(v)
	case reports.Formula:
		return b.formula(v)
	}
	return excelize.Cell{StyleID: style, Value: d}
}

func (b *book) value(v reports.Value) any {
	if !v.OK {
		return excelize.Cell{StyleID: b.styles.missing, Value: v.Missing}
	}
	return excelize.Cell{StyleID: b.styles.units[v.Unit], Value: v.N}
}

func (b *book) formula(f reports.Formula) any {
	c := excelize.Cell{StyleID: b.styles.units[f.Cached.Unit], Formula: f.Expr}
	if f.Cached.OK {
		c.Value = f.Cached.N
		return c
	}
	c.Value = f.Cached.Missing
	return c
}

func yesNo(v bool) string {
	if v {
		return "Sí"
	}
	return "No"
}

// serial is t's wall clock as Excel counts days since the end of 1899.
func serial(t time.Time) float64 {
	y, m, d := t.Date()
	wall := time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	return wall.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Seconds() / 86400
}

// clean removes what Excel refuses (control characters, halves of surrogate pairs) and cuts at its limit, which
// counts UTF-16 units. A text of = + - @ needs nothing: it is written as a string cell, never as a formula.
func clean(s string) string {
	units, plain := 0, true
	for i, r := range s {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			plain = false
		}
		n := 1
		if r > 0xFFFF {
			n = 2
		}
		if units+n > maxUnits-1 {
			s = s[:i] + "…"
			break
		}
		units += n
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// width is the column's own width, or one that shows its header and its type's usual content.
func width(c reports.SheetColumn) float64 {
	if c.Width > 0 {
		return c.Width
	}
	usual := map[reports.CellType]float64{
		reports.Text: 22, reports.ID: 24, reports.Integer: 11, reports.Decimal: 11, reports.Percent: 10,
		reports.DateOnly: 12, reports.DateTime: 18, reports.YesNo: 8, reports.Link: 30,
	}
	return max(usual[c.Type], float64(len(c.Name))+4)
}
