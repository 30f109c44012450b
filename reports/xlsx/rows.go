package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"pulso/pipeline/social"
	"pulso/reports"
)

// The rows of a data sheet are written here, with the bytes that excelize's StreamWriter would give them: it takes four
// times as long, most of it over memory that lives as long as a cell, and a month has sixty million cells. All else of
// the sheet is excelize's: the rows are put between its header and its end when it writes the workbook, see splicer.

// rows are the rows of one worksheet, as XML.
type rows struct {
	name    string // of the worksheet
	columns []string
	styles  []int // of the columns
	book    *styles
	buf     []byte
	file    *os.File // what no longer fits in buf; nil while everything does
	placed  bool     // in the worksheet
}

// rowsInMemory is how many bytes of rows are kept before they go to a file.
const rowsInMemory = 1 << 20

func newRows(s *reports.Sheet, name string, st *styles) *rows {
	r := &rows{name: name, book: st}
	for i, c := range s.Columns {
		r.columns = append(r.columns, reports.ColumnLetters(i))
		r.styles = append(r.styles, st.data[c.Type])
	}
	return r
}

// add writes a row under its number. A row is not wider than the header.
func (r *rows) add(number int, data []reports.Datum) error {
	if len(data) > len(r.columns) {
		return fmt.Errorf("row %d has %d cells under %d columns", number, len(data), len(r.columns))
	}
	r.buf = append(r.buf, `<row r="`...)
	r.buf = strconv.AppendInt(r.buf, int64(number), 10)
	r.buf = append(r.buf, `">`...)
	for i, d := range data {
		if err := r.cell(cellAt{r.columns[i], number, r.styles[i]}, d); err != nil {
			return err
		}
	}
	r.buf = append(r.buf, `</row>`...)
	if len(r.buf) < rowsInMemory {
		return nil
	}
	return r.spill()
}

func (r *rows) spill() (err error) {
	if r.file == nil {
		if r.file, err = os.CreateTemp("", "pulso-*.xml"); err != nil {
			return err
		}
	}
	_, err = r.file.Write(r.buf)
	r.buf = r.buf[:0]
	return err
}

// writeTo gives all rows to w.
func (r *rows) writeTo(w io.Writer) error {
	if r.file != nil {
		if _, err := r.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if _, err := io.Copy(w, r.file); err != nil {
			return err
		}
	}
	_, err := w.Write(r.buf)
	return err
}

func (r *rows) close() error {
	if r.file == nil {
		return nil
	}
	return errors.Join(r.file.Close(), os.Remove(r.file.Name()))
}

// A cellAt is where a cell is and what it looks like.
type cellAt struct {
	column string
	row    int
	style  int
}

// cell writes a datum. What is missing has no cell.
func (r *rows) cell(at cellAt, d reports.Datum) error {
	switch v := d.(type) {
	case nil:
	case string:
		r.text(at, clean(v))
	case bool:
		r.text(at, yesNo(v))
	case int64:
		r.whole(at, v)
	case float64:
		r.number(at, v)
	case time.Time:
		r.number(at, serial(v))
	case social.Date:
		if !v.IsZero() {
			r.number(at, serial(v.Time()))
		}
	case reports.Value:
		r.value(at, v)
	case reports.Formula:
		r.formula(at, v)
	default:
		return fmt.Errorf("%s%d: a cell cannot hold a %T", at.column, at.row, d)
	}
	return nil
}

func (r *rows) value(at cellAt, v reports.Value) {
	if !v.OK {
		at.style = r.book.missing
		r.text(at, v.Missing)
		return
	}
	at.style = r.book.units[v.Unit]
	r.number(at, v.N)
}

func (r *rows) formula(at cellAt, f reports.Formula) {
	at.style = r.book.units[f.Cached.Unit]
	r.open(at)
	if !f.Cached.OK {
		r.buf = append(r.buf, ` t="str"`...)
	}
	r.buf = append(r.buf, `><f>`...)
	r.buf = appendEscaped(r.buf, f.Expr)
	r.buf = append(r.buf, `</f><v>`...)
	if f.Cached.OK {
		r.digits(f.Cached.N)
	} else {
		r.buf = appendEscaped(r.buf, f.Cached.Missing)
	}
	r.buf = append(r.buf, `</v></c>`...)
}

func (r *rows) open(at cellAt) {
	r.buf = append(r.buf, `<c r="`...)
	r.buf = append(r.buf, at.column...)
	r.buf = strconv.AppendInt(r.buf, int64(at.row), 10)
	r.buf = append(r.buf, `" s="`...)
	r.buf = strconv.AppendInt(r.buf, int64(at.style), 10)
	r.buf = append(r.buf, '"')
}

func (r *rows) whole(at cellAt, n int64) {
	r.open(at)
	r.buf = append(r.buf, `><v>`...)
	r.buf = strconv.AppendInt(r.buf, n, 10)
	r.buf = append(r.buf, `</v></c>`...)
}

// number writes as many digits as Excel keeps. What is no number stays visible as what it is.
func (r *rows) number(at cellAt, n float64) {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		r.text(at, fmt.Sprint(n))
		return
	}
	r.open(at)
	r.buf = append(r.buf, `><v>`...)
	r.digits(n)
	r.buf = append(r.buf, `</v></c>`...)
}

func (r *rows) digits(n float64) {
	from := len(r.buf)
	r.buf = strconv.AppendFloat(r.buf, n, 'f', -1, 64)
	r.buf = r.buf[:from+len(fifteen(r.buf[from:]))]
}

// fifteen cuts a number after its fifteenth significant digit, where Excel does: further decimals go, further whole
// digits become zeros.
func fifteen(digits []byte) []byte {
	if len(digits) <= 15 {
		return digits
	}
	point := bytes.IndexByte(digits, '.')
	whole := point
	if point < 0 {
		whole = len(digits)
	}
	significant := 0
	for i, c := range digits {
		if c < '0' || c > '9' || significant == 0 && c == '0' {
			continue
		}
		if significant++; significant <= 15 {
			continue
		}
		if i > whole {
			return bytes.TrimSuffix(digits[:i], []byte("."))
		}
		for ; i < whole; i++ {
			digits[i] = '0'
		}
		return digits[:whole]
	}
	return digits
}

func (r *rows) text(at cellAt, s string) {
	r.open(at)
	r.buf = append(r.buf, ` t="inlineStr"><is><t`...)
	if s != "" && (isEdge(s[0]) || isEdge(s[len(s)-1])) {
		r.buf = append(r.buf, ` xml:space="preserve"`...)
	}
	r.buf = append(r.buf, '>')
	r.buf = appendEscaped(r.buf, s)
	r.buf = append(r.buf, `</t></is></c>`...)
}

// isEdge says whether a byte at the edge of a text would be lost unless it is to be preserved.
func isEdge(c byte) bool { return c == '\t' || c == '\n' || c == '\r' || c == ' ' }

// entities are the bytes that XML writes otherwise.
var entities = [utf8.RuneSelf]string{'"': "&#34;", '\'': "&#39;", '&': "&amp;", '<': "&lt;", '>': "&gt;", '\t': "&#x9;", '\r': "&#xD;"}

// appendEscaped appends a text as XML has it. Underscores that begin what Excel reads as a character of that number
// («_x0041_») are written as such a number themselves.
func appendEscaped(to []byte, s string) []byte {
	copied := 0
	for i := 0; i < len(s); {
		instead, size := "", 1
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			if size = n; r == utf8.RuneError && n == 1 {
				instead = "\uFFFD"
			}
		case c == '_':
			if isCharacterNumber(s[i:]) {
				instead = "_x005F_"
			}
		default:
			instead = entities[c]
		}
		if instead != "" {
			to = append(append(to, s[copied:i]...), instead...)
			copied = i + size
		}
		i += size
	}
	return append(to, s[copied:]...)
}

// isCharacterNumber says whether a text begins with _x, four hexadecimal digits and _.
func isCharacterNumber(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

// allPlaced wants that every row that was made is in the workbook.
func allPlaced(sheets map[string]*rows) error {
	for path, r := range sheets {
		if !r.placed {
			return fmt.Errorf("the rows of %s found no place in %q", r.name, path)
		}
	}
	return nil
}

// A splicer is the zip that excelize writes to. Into the worksheets that rows names by their path it puts their rows.
type splicer struct {
	excelize.ZipWriter
	rows map[string]*rows
}

func (z *splicer) Create(path string) (io.Writer, error) {
	w, err := z.ZipWriter.Create(path)
	if err != nil || z.rows[path] == nil {
		return w, err
	}
	return &splice{w: w, rows: z.rows[path]}, nil
}

// endOfRows is what stands behind the header row that excelize wrote.
const endOfRows = "</sheetData>"

// A splice is a worksheet that excelize is writing.
type splice struct {
	w    io.Writer
	rows *rows
	held []byte // the sheet up to endOfRows, until that has come
}

func (s *splice) Write(b []byte) (int, error) {
	if s.rows.placed {
		return s.w.Write(b)
	}
	s.held = append(s.held, b...)
	at := bytes.Index(s.held, []byte(endOfRows))
	if at < 0 {
		return len(b), nil
	}
	s.rows.placed = true
	if _, err := s.w.Write(s.held[:at]); err != nil {
		return 0, err
	}
	if err := s.rows.writeTo(s.w); err != nil {
		return 0, fmt.Errorf("writing the rows of %s: %w", s.rows.name, err)
	}
	_, err := s.w.Write(s.held[at:])
	return len(b), err
}
