// Package reports is what a report says, apart from what it looks like: a document of sections and a workbook of
// sheets, made of values that are a number or the reason why there is none.
//
// Its one idea: the document and the workbook are two prints of one Report, so a figure has one place where it is
// computed and cannot differ between them. The package is pure: it has no clock, opens no file and knows no format.
package reports

import (
	"io"
	"iter"
	"time"

	"pulso/pipeline/social"
)

// A Report is one of the month's two analyses, with its base.
type Report struct {
	Kind     string // "crecimiento" or "sentimientos": the stem of the files' names
	Title    string
	Subtitle string
	Month    social.Month
	Control  Control
	Sections []Section
	Book     Workbook
}

// A Control is the document-control header of the office's quality system. What the configuration does not give
// stays empty and is printed as «sin asignar», never invented.
type Control struct {
	Entity     string
	Process    string
	Procedure  string
	Activity   string
	Code       string
	Version    string // of the format, by the configuration
	Period     string // «octubre de 2026»
	Cut        string // last day of data that the report has seen, dd/mm/aaaa
	State      string // preliminar or definitivo
	Edition    string // version of the month in the store
	PreparedBy string
	ReviewedBy string
	ApprovedBy string
	BaseFile   string // name of the workbook that is this document's evidence
	Program    string // program, lexicon and rules versions in one line
	Inputs     string // fingerprint of the month's inputs and configuration
}

// A Section is a numbered heading with its blocks. Numbers are given by the renderer, from the order.
type Section struct {
	ID       string // stable: notes/ and tests refer to it
	Title    string
	Blocks   []Block
	Sections []Section
}

// A Block is one of *Paragraph, *List, *Cards, *Table, *Chart, *Quote, *Notice.
type Block interface{ block() }

// A Paragraph is running text. Rule names the rule that wrote it; empty for fixed text. Author is set for the
// analyst's own words, which are marked as such.
type Paragraph struct {
	Text   string
	Rule   string
	Author string
}

// A List is a bulleted list.
type List struct{ Items []string }

// Cards are the figures of the first page.
type Cards struct{ Cards []Card }

// A Card is one indicator with what it is compared with.
type Card struct {
	Indicator string // id: K01, M04
	Label     string
	Value     Value
	Compare   []Comparison
}

// A Comparison is the same figure at another time, or its target.
type Comparison struct {
	Label string // «mes anterior», «mismo mes de 2025», «meta»
	Value Value
}

// A Table is a titled table. Rows are as long as Columns. An empty table prints Empty, in words.
type Table struct {
	ID      string // T1: as the text refers to it
	Title   string
	Columns []Column
	Rows    [][]Cell
	Empty   string // why there are no rows
	Notes   []string
	Sheet   string // sheet of the base that holds the rows behind it
}

// A Column is the head of a table's column.
type Column struct {
	Title string
	Right bool    // figures are aligned right
	Width float64 // share of the table's width; 0 shares what is left evenly
}

// A Cell is text, or a value when Value is set. Link makes it a hyperlink. Bold marks totals.
type Cell struct {
	Text  string
	Value *Value
	Link  string
	Bold  bool
}

// A ChartKind is one of the shapes that all renderers can draw natively.
type ChartKind int

// The kinds of chart.
const (
	Columns ChartKind = iota
	StackedColumns
	StackedPercent
	Bars
	StackedBars
	Lines
	HeatMap // categories × series as a shaded table: no native chart shows it
)

// A Chart is a native chart with its values. Missing values are gaps, not zeros.
type Chart struct {
	ID         string // C1
	Title      string
	Alt        string // text alternative, compulsory: what a reader who cannot see it should know
	Kind       ChartKind
	Categories []string
	Series     []Series
	Unit       Unit
	YTitle     string
	Notes      []string
	Sheet      string // sheet of the base with the rows behind it
	Empty      string // why there is nothing to draw; set when every value is missing
	Small      bool   // one of several alike, drawn low so that they can be seen together
}

// A Series is one line or one set of bars. Color is RRGGBB; empty takes the palette's next.
type Series struct {
	Name   string
	Values []Value
	Color  string
}

// A Quote is a citizen's words, with people masked.
type Quote struct {
	Text   string
	Source string // «Facebook, 12/10/2026»
	Key    string // mention key in the base
}

// A Notice is what the reader must know before trusting what follows: missing data, a series break.
type Notice struct{ Text string }

func (*Paragraph) block() {}
func (*List) block()      {}
func (*Cards) block()     {}
func (*Table) block()     {}
func (*Chart) block()     {}
func (*Quote) block()     {}
func (*Notice) block()    {}

// A Workbook is the Excel base of a report: its evidence, sheet by sheet.
type Workbook struct {
	Title    string
	Subject  string
	Sheets   []Sheet
	Controls []string // lines of document properties
}

// A Sheet is one worksheet. A data sheet is an Excel Table: one header row, no blanks, no merges, no subtotals.
// On every sheet, free ones too, row 1 holds the columns' names and rows begin in row 2: formulas count on it.
type Sheet struct {
	Name    string // ≤ 31 characters, Spanish
	Purpose string // what it holds, for LEEME
	Table   string // name of the Excel Table; empty for a free sheet (LEEME, Resumen)
	Columns []SheetColumn
	Rows    iter.Seq2[[]Datum, error] // each row is as long as Columns
	Charts  []SheetChart
	Lists   []DropDown
	Freeze  bool   // header row and first column stay in view
	Pivot   *Pivot // the sheet holds this instead of columns and rows
}

// A Pivot is a pivot table over a data sheet that stands before it in the workbook, for a person to turn and filter.
// Fields are names of the source's columns.
type Pivot struct {
	Source  string // name of the sheet, which has a Table
	Rows    string
	Columns string
	Sum     string   // what is added; empty counts rows
	Slicers []string // of Rows and Columns, those with a button for each value
}

// A SheetColumn describes a column; Doc goes to the sheet Diccionario.
type SheetColumn struct {
	Name  string // header: lower case, ASCII, with underscores: id_publicacion
	Doc   string // meaning, unit, what an empty cell means
	Type  CellType
	Width float64 // characters; 0 is chosen by type
}

// A CellType decides number format and alignment.
type CellType int

// The types of a column. ID is text whatever it looks like.
const (
	Text CellType = iota
	ID
	Integer
	Decimal
	Percent // fraction, printed with %
	DateOnly
	DateTime // in the workspace's zone
	YesNo
	Link // text in data sheets; a hyperlink only in free sheets
)

// A Datum is one of nil (empty), string, int64, float64, bool, time.Time, social.Date or Formula.
type Datum any

// A Formula is a live formula with the value that pulso computed, so that a reader without recalculation sees it
// and a test can hold one against the other. Expr is in the file's own language (English names, commas).
type Formula struct {
	Expr   string
	Cached Value
}

// A SheetChart is a native chart over a sheet's own cells.
type SheetChart struct {
	Chart    *Chart
	At       string // top left cell
	CatRange string // 'Diario'!$A$2:$A$32; empty: the renderer writes the chart's values beside it
	ValRange []string
}

// A DropDown restricts a column's cells to a list.
type DropDown struct {
	Column int // index into Columns
	Values []string
	Rows   int // how many rows below the header
}

// A Renderer prints a report's document or workbook.
type Renderer func(io.Writer, *Report) error

// Stamp is the instant written into files whose format wants one: the end of the report's month in UTC, so that
// the same report has the same bytes whenever it is printed.
func (r *Report) Stamp() time.Time { return r.Month.End(time.UTC) }
