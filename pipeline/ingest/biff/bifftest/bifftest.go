// Package bifftest writes small legacy Excel workbooks (BIFF8 in an OLE2 container) for tests and for the sample
// exports: the same file for the same cells, to the byte.
//
// Its one idea: each Go type of a cell stands for one way in which real writers store it, so that a test chooses the
// record it wants to see read.
package bifftest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"time"
	"unicode/utf16"
)

// A Sheet is a worksheet. A cell is one of nil, string (shared string), Label, int (RK; a run of them MULRK), float64
// (NUMBER), bool, time.Time (NUMBER under a date format, by its wall clock), Clock, Err or Formula.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   [][]any
}

// A Label is a string kept in the cell itself.
type Label string

// A Clock is an elapsed time in days, shown as [h]:mm:ss.
type Clock float64

// An Err is an error code: 0x2A is #N/A.
type Err byte

// A Formula is a cell that saved the value of a formula: a string, float64, bool or Err.
type Formula struct{ Value any }

// A Book is a workbook with the settings that change how its cells are read.
type Book struct {
	Sheets   []Sheet
	Date1904 bool
	Password bool // announces encryption, without encrypting
	Version  uint16
}

// Write writes a workbook of sheets.
func Write(w io.Writer, sheets []Sheet) error { return Book{Sheets: sheets}.Write(w) }

// Write writes the workbook.
func (b Book) Write(w io.Writer) error {
	stream, err := b.stream()
	if err != nil {
		return err
	}
	return container(w, stream)
}

// styles is the number of style formats that have to stand before the cell formats.
const styles = 15

// Cell formats that the workbook declares, by index.
const (
	xfGeneral = iota + styles
	xfDate
	xfClock
	xfThousands
)

// formats are the number formats behind the cell formats: spelled ones from 164 on, as Excel numbers them.
var formats = []struct {
	id   uint16
	text string
}{{0, ""}, {164, `dd/mm/yyyy\ hh:mm:ss`}, {165, `[h]:mm:ss`}, {166, `[Red]#,##0" días"`}}

// A writer gathers records and the strings that cells share.
type writer struct {
	bytes.Buffer
	base1904 bool
	shared   []string
	index    map[string]uint32
}

func (b Book) stream() ([]byte, error) {
	out := &writer{base1904: b.Date1904, index: map[string]uint32{}}
	sheets := make([][]byte, len(b.Sheets))
	for i, s := range b.Sheets {
		w := &writer{base1904: b.Date1904, shared: out.shared, index: out.index}
		if err := w.sheet(s, b.version()); err != nil {
			return nil, fmt.Errorf("sheet %q: %w", s.Name, err)
		}
		sheets[i], out.shared = w.Bytes(), w.shared
	}

	out.record(0x0809, bof(b.version(), 0x0005))
	if b.Password {
		out.record(0x002F, make([]byte, 6))
	}
	out.record(0x0042, le16(1200)) // code page: UTF-16
	out.record(0x003D, window1)
	out.record(0x0022, le16(flag(b.Date1904)))
	for range 5 {
		out.record(0x0031, font)
	}
	for _, f := range formats[1:] {
		out.record(0x041E, append(le16(f.id), text16(f.text)...))
	}
	for range styles {
		out.record(0x00E0, xf(0, 0xFFF5))
	}
	for _, f := range formats {
		out.record(0x00E0, xf(f.id, 0x0001))
	}
	out.record(0x0293, []byte{0x00, 0x80, 0x00, 0xFF}) // the style Normal
	var holes []int                                    // where the offset of each sheet goes
	for _, s := range b.Sheets {
		holes = append(holes, out.Len()+4)
		name := utf16.Encode([]rune(s.Name))
		body := append(make([]byte, 4), byte(flag(s.Hidden)), 0, byte(len(name)), 1)
		out.record(0x0085, append(body, wideBytes(name)...))
	}
	out.sharedStrings()
	out.record(0x000A, nil)

	stream := out.Bytes()
	for i, s := range sheets {
		binary.LittleEndian.PutUint32(stream[holes[i]:], uint32(len(stream)))
		stream = append(stream, s...)
	}
	return stream, nil
}

func (b Book) version() uint16 {
	if b.Version != 0 {
		return b.Version
	}
	return 0x0600
}

// What programs want to see of a workbook before they show it: where its window stands, and a font.
var (
	window1 = []byte{0x68, 0x01, 0x0E, 0x01, 0x5C, 0x3A, 0xBE, 0x23, 0x38, 0, 0, 0, 0, 0, 1, 0, 0x58, 0x02}
	window2 = []byte{0xB6, 0x06, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	font    = append([]byte{0xC8, 0, 0, 0, 0xFF, 0x7F, 0x90, 0x01, 0, 0, 0, 0, 0, 0, 5, 0}, "Arial"...)
)

// xf is a format of cells or, by its kind, of styles.
func xf(number, kind uint16) []byte {
	body := append(append(le16(0), le16(number)...), le16(kind)...)
	return append(body, 0x20, 0, 0, 0x04, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0x20)
}

func bof(version, kind uint16) []byte {
	return append(append(le16(version), le16(kind)...), make([]byte, 12)...)
}

func (w *writer) record(kind uint16, body []byte) {
	w.Write(le16(kind))
	w.Write(le16(uint16(len(body))))
	w.Write(body)
}

func (w *writer) sheet(s Sheet, version uint16) error {
	w.record(0x0809, bof(version, 0x0010))
	width := 0
	for _, row := range s.Rows {
		width = max(width, len(row))
	}
	used := append(le32(0), le32(uint32(len(s.Rows)))...)
	w.record(0x0200, append(used, 0, 0, byte(width), byte(width>>8), 0, 0))
	for r, row := range s.Rows {
		if r > 0xFFFF || len(row) > 256 {
			return fmt.Errorf("row %d: a sheet has 65,536 rows of 256 cells", r+1)
		}
		for c := 0; c < len(row); {
			n, err := w.cells(uint16(r), uint16(c), row[c:])
			if err != nil {
				return fmt.Errorf("row %d, column %d: %w", r+1, c+1, err)
			}
			c += n
		}
	}
	w.record(0x023E, window2)
	w.record(0x000A, nil)
	return nil
}

// cells writes the first of cells, or as many as go into one record, and says how many.
func (w *writer) cells(row, col uint16, cells []any) (int, error) {
	if long(cells[0]) {
		return 0, fmt.Errorf("a text of more than %d bytes outside the shared strings", maxInline)
	}
	at := func(xf uint16) []byte { return append(append(le16(row), le16(col)...), le16(xf)...) }
	switch v := cells[0].(type) {
	case nil:
	case string:
		w.record(0x00FD, append(at(xfGeneral), le32(w.share(v))...))
	case Label:
		w.record(0x0204, append(at(xfGeneral), text16(string(v))...))
	case int:
		return w.ints(row, col, cells)
	case float64:
		w.record(0x0203, append(at(xfGeneral), le64(math.Float64bits(v))...))
	case bool:
		w.record(0x0205, append(at(xfGeneral), byte(flag(v)), 0))
	case Err:
		w.record(0x0205, append(at(xfGeneral), byte(v), 1))
	case time.Time:
		w.record(0x0203, append(at(xfDate), le64(math.Float64bits(w.serial(v)))...))
	case Clock:
		w.record(0x0203, append(at(xfClock), le64(math.Float64bits(float64(v)))...))
	case Formula:
		return 1, w.formula(at(xfGeneral), v.Value)
	default:
		return 0, fmt.Errorf("a cell of type %T", v)
	}
	return 1, nil
}

// maxInline is the longest text that is sure to fit into one record.
const maxInline = 4000

func long(cell any) bool {
	switch v := cell.(type) {
	case Label:
		return len(v) > maxInline
	case Formula:
		s, _ := v.Value.(string)
		return len(s) > maxInline
	}
	return false
}

// ints writes a run of integers: alone as RK, several as MULRK. They carry a number format with letters in a colour
// and in quotes, which a careless reader takes for a date.
func (w *writer) ints(row, col uint16, cells []any) (int, error) {
	var rks []byte
	n := 0
	for _, c := range cells {
		v, ok := c.(int)
		if !ok {
			break
		}
		if v < -1<<29 || v >= 1<<29 {
			return 0, fmt.Errorf("%d does not fit into an RK: write it as float64", v)
		}
		rks = append(append(rks, le16(xfThousands)...), le32(uint32(v)<<2|2)...)
		n++
	}
	head := append(le16(row), le16(col)...)
	if n == 1 {
		w.record(0x027E, append(head, rks...))
		return 1, nil
	}
	w.record(0x00BD, append(append(head, rks...), le16(col+uint16(n)-1)...))
	return n, nil
}

func (w *writer) formula(head []byte, value any) error {
	result := make([]byte, 8)
	result[6], result[7] = 0xFF, 0xFF
	switch v := value.(type) {
	case float64:
		result = le64(math.Float64bits(v))
	case string:
	case bool:
		result[0], result[2] = 1, byte(flag(v))
	case Err:
		result[0], result[2] = 2, byte(v)
	default:
		return fmt.Errorf("a formula of type %T", v)
	}
	w.record(0x0006, append(append(head, result...), make([]byte, 8)...))
	if s, ok := value.(string); ok {
		w.record(0x0207, text16(s))
	}
	return nil
}

func (w *writer) serial(t time.Time) float64 {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if w.base1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	y, m, d := t.Date()
	h, min, s := t.Clock()
	return time.Date(y, m, d, h, min, s, 0, time.UTC).Sub(epoch).Seconds() / 86400
}

func (w *writer) share(s string) uint32 {
	i, ok := w.index[s]
	if !ok {
		i = uint32(len(w.shared))
		w.index[s] = i
		w.shared = append(w.shared, s)
	}
	return i
}

// maxBody is the longest body of a record; what does not fit goes into CONTINUE records.
const maxBody = 8224

// sharedStrings writes the SST with its continuations. A string that is cut repeats its width at the cut, and one
// that could be narrow is narrow before the cut and wide after it, which Excel also does.
func (w *writer) sharedStrings() {
	body := append(le32(uint32(len(w.shared))), le32(uint32(len(w.shared)))...)
	kind := uint16(0x00FC)
	flush := func() {
		w.record(kind, body)
		kind, body = 0x003C, nil
	}
	for _, s := range w.shared {
		units := utf16.Encode([]rune(s))
		if len(body)+5 > maxBody {
			flush()
		}
		width := narrow(units)
		body = append(append(body, le16(uint16(len(units)))...), byte(width-1))
		for len(units) > 0 {
			n := min(len(units), (maxBody-len(body))/width)
			body = append(body, unitBytes(units[:n], width)...)
			if units = units[n:]; len(units) > 0 {
				flush()
				width = 2
				body = append(body, byte(width-1))
			}
		}
	}
	flush()
}

// narrow is the number of bytes that each unit needs.
func narrow(units []uint16) int {
	for _, u := range units {
		if u > 0xFF {
			return 2
		}
	}
	return 1
}

func unitBytes(units []uint16, width int) []byte {
	if width == 2 {
		return wideBytes(units)
	}
	b := make([]byte, len(units))
	for i, u := range units {
		b[i] = byte(u)
	}
	return b
}

func wideBytes(units []uint16) []byte {
	b := make([]byte, 0, 2*len(units))
	for _, u := range units {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// text16 is a string with its length in 16 bits and its flags.
func text16(s string) []byte {
	units := utf16.Encode([]rune(s))
	width := narrow(units)
	return append(append(le16(uint16(len(units))), byte(width-1)), unitBytes(units, width)...)
}

func flag(b bool) uint16 {
	if b {
		return 1
	}
	return 0
}

func le16(v uint16) []byte { return binary.LittleEndian.AppendUint16(nil, v) }
func le32(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }
func le64(v uint64) []byte { return binary.LittleEndian.AppendUint64(nil, v) }
