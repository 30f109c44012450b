package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"pulso/pipeline/social"
)

// The limits of a workbook that comes back from a person's desk, or from somewhere else under the same name.
const (
	maxInflated = 1 << 30  // bytes of all parts
	maxHeld     = 64 << 20 // bytes of one part in memory; excelize reads a larger one from a temporary file
	maxCells    = 30 << 20 // cells read from one sheet
	maxAbove    = 30       // rows above the header that a person may have added
)

// A Book is a workbook opened for reading: a base that somebody edited, or a table that an office keeps.
type Book struct {
	file *excelize.File
	zero time.Time // day 0 of its dates
}

// OpenBook opens a workbook of the format .xlsx. Its error says in Spanish what the file is instead. Close it.
func OpenBook(content []byte) (b *Book, err error) {
	defer recovered(&err)
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxInflated, UnzipXMLSizeLimit: maxHeld, RawCellValue: true})
	if err != nil {
		return nil, notWorkbook(content, err)
	}
	zero := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if p, err := f.GetWorkbookProps(); err == nil && p.Date1904 != nil && *p.Date1904 {
		zero = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return &Book{file: f, zero: zero}, nil
}

// recovered turns a panic of excelize on a hostile file into an error: a damaged workbook must not end the program.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("el libro de Excel está dañado (%v): ábralo en Excel o LibreOffice y guárdelo otra vez como .xlsx", r)
	}
}

func notWorkbook(content []byte, err error) error {
	switch {
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return errors.New("es un libro protegido con contraseña o del formato antiguo .xls: guárdelo sin contraseña como «Libro de Excel (.xlsx)»")
	case bytes.Contains(content[:min(len(content), 100)], []byte("opendocument")):
		return errors.New("es una hoja de LibreOffice (.ods): guárdela con «Guardar como» en formato .xlsx")
	case !bytes.HasPrefix(content, []byte("PK")):
		return errors.New("no es un libro de Excel (.xlsx)")
	}
	return fmt.Errorf("el libro de Excel no se puede leer (%w): ábralo en Excel o LibreOffice y guárdelo otra vez como .xlsx", err)
}

// Close lets go of the file's temporary parts.
func (b *Book) Close() error { return b.file.Close() }

// Sheets are the names of its worksheets, in order.
func (b *Book) Sheets() []string { return b.file.GetSheetList() }

// A Table is a worksheet's rows under its header. Columns are known by their names, wherever they were moved and
// however they were capitalised.
type Table struct {
	Sheet   string
	Header  int      // row number of the header, 1-based
	Columns []string // as written
	Rows    []Row
	index   map[string]int
	zero    time.Time
}

// A Row is one row of a table that holds anything.
type Row struct {
	Number int // 1-based, as the spreadsheet shows it
	table  *Table
	cells  []string
}

// Table finds the worksheet of that name, and in it the first row that names all of the needed columns. It is nil
// without error when the book has no such sheet or the sheet no such header.
func (b *Book) Table(sheet string, needed ...string) (t *Table, err error) {
	defer recovered(&err)
	at := slices.IndexFunc(b.Sheets(), func(name string) bool { return Fold(name) == Fold(sheet) })
	if at < 0 {
		return nil, nil
	}
	name := b.Sheets()[at]
	rows, err := b.rows(name)
	if err != nil {
		return nil, fmt.Errorf("la hoja %s no se puede leer: %w", name, err)
	}
	t, err = NewTable(name, rows, needed...)
	if t != nil {
		t.zero = b.zero
	}
	return t, err
}

func (b *Book) rows(sheet string) ([][]string, error) {
	in, err := b.file.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var rows [][]string
	cells := 0
	for in.Next() {
		row, err := in.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		if cells += len(row) + 1; cells > maxCells {
			return nil, fmt.Errorf("tiene más de %d celdas", maxCells)
		}
		rows = append(rows, row)
	}
	return rows, in.Error()
}

// NewTable makes a table of rows of texts, as a CSV file holds them. It is nil without error when none of the first
// rows names all of the needed columns.
func NewTable(name string, rows [][]string, needed ...string) (*Table, error) {
	t := &Table{Sheet: name, zero: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)}
	for i := range min(len(rows), maxAbove) {
		index := map[string]int{}
		for column, cell := range slices.Backward(rows[i]) {
			index[Fold(cell)] = column
		}
		if slices.ContainsFunc(needed, func(n string) bool { _, ok := index[n]; return !ok }) {
			continue
		}
		t.Header, t.Columns, t.index = i+1, rows[i], index
		break
	}
	if t.index == nil {
		return nil, nil
	}
	if err := t.twice(); err != nil {
		return nil, err
	}
	for i, cells := range rows[t.Header:] {
		if slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			t.Rows = append(t.Rows, Row{Number: t.Header + 1 + i, table: t, cells: cells})
		}
	}
	return t, nil
}

// twice refuses a header that names a column twice: which of the two was meant is not for a program to guess.
func (t *Table) twice() error {
	for i, name := range t.Columns {
		if first := t.index[Fold(name)]; Fold(name) != "" && first != i {
			return fmt.Errorf("la columna «%s» está dos veces, en %s y en %s: deje una sola", name, t.at(first, t.Header), t.at(i, t.Header))
		}
	}
	return nil
}

// Has says whether the table has a column of one of these names.
func (t *Table) Has(names ...string) bool { return t.column(names) >= 0 }

func (t *Table) column(names []string) int {
	for _, n := range names {
		if i, ok := t.index[n]; ok {
			return i
		}
	}
	return -1
}

func (t *Table) at(column, row int) string {
	cell, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		return fmt.Sprintf("%s!%d", t.Sheet, row)
	}
	return t.Sheet + "!" + cell
}

// Cell is the address of a row's cell in the first of these columns that the table has: Correcciones!C14. Without
// such a column it is the row's: Correcciones!14.
func (r Row) Cell(names ...string) string {
	if i := r.table.column(names); i >= 0 {
		return r.table.at(i, r.Number)
	}
	return fmt.Sprintf("%s!%d", r.table.Sheet, r.Number)
}

// Text is the row's text in the first of these columns that the table has, without the spaces around it; empty when
// the cell is.
func (r Row) Text(names ...string) string {
	i := r.table.column(names)
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	text := r.cells[i]
	if !norm.NFC.IsNormalString(text) {
		text = norm.NFC.String(text)
	}
	return strings.TrimFunc(text, func(c rune) bool { return unicode.IsSpace(c) || c == '\u200b' || c == '\ufeff' })
}

// Day is the day that a cell holds, as a date of the spreadsheet or as a text; ok is false when it is neither. An
// empty cell is the zero day.
func (r Row) Day(names ...string) (d social.Date, ok bool) {
	text := r.Text(names...)
	if text == "" {
		return social.Date{}, true
	}
	at, ok := r.table.instant(text)
	if !ok {
		return social.Date{}, false
	}
	return social.DateOf(at, time.UTC), true
}

// Time is the instant that a cell holds, read on the clocks of zone unless it says its own offset; see Day.
func (r Row) Time(zone *time.Location, names ...string) (at time.Time, ok bool) {
	text := r.Text(names...)
	if text == "" {
		return time.Time{}, true
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC(), true
	}
	wall, ok := r.table.instant(text)
	if !ok {
		return time.Time{}, false
	}
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone).UTC(), true
}

// Layouts of dates as people here write them: the day before the month.
var layouts = []string{
	"2006-01-02", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2/1/2006", "2/1/2006 15:04:05", "2/1/2006 15:04", "2-1-2006", "2-1-2006 15:04:05", "2-1-2006 15:04", "2.1.2006", "20060102",
}

func (t *Table) instant(text string) (time.Time, bool) {
	for _, layout := range layouts {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	serial, err := strconv.ParseFloat(text, 64)
	if err != nil || serial < 1 || serial > 2958465 { // Excel's own range, to the end of the year 9999
		return time.Time{}, false
	}
	seconds := int64(serial*86400 + 0.5)
	return t.zero.Add(time.Duration(seconds) * time.Second), true
}

// Float is the number that a cell holds, as a number of the spreadsheet or as a text with decimal comma; ok is false
// for anything else and for an empty cell.
func (r Row) Float(names ...string) (n float64, ok bool) {
	text := strings.NewReplacer("−", "-", "–", "-", "+", "", " ", "", "\u00a0", "").Replace(r.Text(names...))
	if strings.Contains(text, ",") { // 1.234,5
		text = strings.ReplaceAll(strings.ReplaceAll(text, ".", ""), ",", ".")
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && n-n == 0
}

// YesNo is what a cell answers; ok is false for anything but yes and no, known is false for an empty cell.
func (r Row) YesNo(names ...string) (yes, known, ok bool) {
	switch Fold(r.Text(names...)) {
	case "":
		return false, false, true
	case "si", "s", "1", "true", "verdadero", "x":
		return true, true, true
	case "no", "n", "0", "false", "falso":
		return false, true, true
	}
	return false, false, false
}

// Fold is a name as it is compared: lower case, without accents, words joined by one underscore.
func Fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}
