package ingest

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"pulso/pipeline/social"
)

// The limits of a table in text. A post of Facebook has at most 63,206 characters; what passes these is hostile or
// broken.
const (
	maxRow   = 1 << 20 // bytes of a row, and so of a cell
	maxCells = 16384   // cells of a row: the columns of a workbook
	maxTorn  = 100     // rows whose quote never closes, after which a cell may not span lines any more
)

var tooManyCells = fmt.Sprintf("La fila tiene más de %d columnas. Descargue de nuevo el archivo.", maxCells)

// A row is a row of a table. Its cells are as read; those that a short row lacks read as empty.
type row struct {
	Line  int      // 1-based line of a text where the row begins, or row of a sheet
	Cells []string // valid until the next row is read; the strings stay valid
	Bad   social.Reason
	Why   string // Spanish: what is broken and what to do, when Bad is set
	raw   []byte // the row as read; valid until the next row is read
	typed []bool // cells that number says are numbers; nil where all are texts
	plain bool   // all of it is known to be a plainRun, so that its cells need no look of their own
}

// cell is the i-th cell of r; empty when r is shorter or i is negative.
func (r *row) cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// number says whether the i-th cell of r is a number in the file itself, and not a text that may look like one.
func (r *row) number(i int) bool { return i >= 0 && i < len(r.typed) && r.typed[i] }

// blank says whether r holds nothing but spaces.
func (r *row) blank() bool {
	if r.Bad != "" {
		return false
	}
	for _, c := range r.Cells {
		if trimmed(c) != "" {
			return false
		}
	}
	return true
}

// rawText is the row as it was read, for a Reject: cut to 2,000 characters.
func (r *row) rawText() string {
	if r.raw != nil {
		return cut(validUTF8(r.raw), 2000)
	}
	return cut(strings.Join(r.Cells, " | "), 2000)
}

// validUTF8 is b as text whatever its encoding.
func validUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	s, _ := fromWindows1252(b)
	return s
}

// cut shortens s to at most n characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// A csvReader reads delimited text row by row in memory bounded by maxRow.
//
// It is ours because encoding/csv ends at the first broken quote, does not say where the next row begins after one,
// and has no limit to a row. Quotes are read as spreadsheets write them: a quote inside a quoted cell that closes
// nothing is text. A quote that never closes spoils the line that opened it and no other.
type csvReader struct {
	src   io.Reader
	delim byte
	line  int // number of the next line

	buf        []byte // buf[start:end] is read and not yet given out
	start, end int
	eof        bool
	err        error // why src ended early

	row   row // given out last
	cells []string
	text  []byte // cells of a row with quotes, one after another
	ends  []int  // where each cell ends in text
	torn  int
}

func newCSV(src io.Reader, delim byte, line int) *csvReader {
	return &csvReader{src: src, delim: delim, line: line, buf: make([]byte, 64<<10)}
}

// fill reads more of the source behind buf[start:end] and says whether there was more. It does not grow a row
// beyond maxRow.
func (c *csvReader) fill() bool {
	if c.eof {
		return false
	}
	if c.start > 0 {
		copy(c.buf, c.buf[c.start:c.end])
		c.end -= c.start
		c.start = 0
	}
	if c.end == len(c.buf) {
		if c.end >= maxRow {
			return false
		}
		c.buf = append(c.buf, make([]byte, len(c.buf))...)
	}
	for range 100 {
		n, err := c.src.Read(c.buf[c.end:])
		c.end += n
		if err != nil {
			c.eof = true
			if err != io.EOF {
				c.err = err
			}
		}
		if n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	c.eof, c.err = true, io.ErrNoProgress
	return false
}

// next reads a row, which is valid until the next one; ok is false at the end, where c.err says whether the source died.
func (c *csvReader) next() (r *row, ok bool) {
	searched := 0
	for {
		if i := bytes.IndexByte(c.buf[c.start+searched:c.end], '\n'); i >= 0 {
			return c.take(searched + i), true
		}
		searched = c.end - c.start
		if c.fill() {
			continue
		}
		if !c.eof {
			return c.overlong(fmt.Sprintf("La línea pasa de %d KB. Descargue de nuevo el archivo sin abrirlo con otro programa.", maxRow>>10)), true
		}
		if c.end == c.start {
			return nil, false
		}
		return c.take(c.end - c.start), true
	}
}

// take gives out the row that begins at start, whose first line has n bytes.
func (c *csvReader) take(n int) *row {
	raw := bytes.TrimSuffix(c.buf[c.start:c.start+n], []byte{'\r'})
	text, gap := raw, 1
	if bytes.IndexByte(raw, '"') < 0 {
		c.plainLine(raw)
	} else if c.quotedLine(raw) {
		text, gap = c.text, 0
	} else {
		return c.quoted(n)
	}
	c.row = row{Line: c.line, raw: raw}
	c.advance(n + 1)
	c.line++
	return c.finish(text, gap)
}

// plainLine notes where the cells of a line without quotes end.
func (c *csvReader) plainLine(line []byte) {
	c.ends = c.ends[:0]
	from := 0
	for len(c.ends) < maxCells {
		i := bytes.IndexByte(line[from:], c.delim)
		if i < 0 {
			break
		}
		c.ends = append(c.ends, from+i)
		from += i + 1
	}
	c.ends = append(c.ends, len(line))
}

// quotedLine takes in the cells of a row with quotes if all of it stands in one line; ok is false if it may not.
func (c *csvReader) quotedLine(line []byte) (ok bool) {
	c.text, c.ends = c.text[:0], c.ends[:0]
	for pos := 0; ; pos++ {
		if pos < len(line) && line[pos] == '"' {
			if pos, ok = c.cellInLine(line, pos+1); !ok {
				return false
			}
		} else {
			end := len(line)
			if i := bytes.IndexByte(line[pos:], c.delim); i >= 0 {
				end = pos + i
			}
			c.text = append(c.text, line[pos:end]...)
			pos = end
		}
		c.ends = append(c.ends, len(c.text))
		if pos == len(line) {
			return len(c.ends) <= maxCells
		}
	}
}

// cellInLine takes in the quoted cell whose text begins at pos and says where it ends, behind its closing quote.
func (c *csvReader) cellInLine(line []byte, pos int) (end int, closed bool) {
	for {
		i := bytes.IndexByte(line[pos:], '"')
		if i < 0 {
			return pos, false
		}
		c.text = append(c.text, line[pos:pos+i]...)
		pos += i + 1
		switch {
		case pos == len(line) || line[pos] == c.delim:
			return pos, true
		case line[pos] == '"':
			pos++
		}
		c.text = append(c.text, '"')
	}
}

// quoted gives out the row that begins at start and holds quotes, in however many lines; its first has n bytes.
func (c *csvReader) quoted(n int) *row {
	c.text, c.ends = c.text[:0], c.ends[:0]
	pos := 0 // from start
	for {
		var closed, more bool
		if c.at(pos) && c.buf[c.start+pos] == '"' {
			pos, closed = c.quotedCell(pos + 1)
			if !closed {
				return c.tornRow(n)
			}
		} else {
			pos = c.plainCell(pos)
		}
		c.ends = append(c.ends, len(c.text))
		if len(c.ends) > maxCells {
			return c.overlong(tooManyCells)
		}
		pos, more = c.separator(pos)
		if more {
			continue
		}
		c.row = row{Line: c.line, raw: bytes.TrimRight(c.buf[c.start:min(c.start+pos, c.end)], "\r\n")}
		c.line += bytes.Count(c.buf[c.start:min(c.start+pos, c.end)], []byte{'\n'})
		if c.eof && c.start+pos >= c.end && c.end > c.start && c.buf[c.end-1] != '\n' {
			c.line++
		}
		c.advance(pos)
		return c.finish(c.text, 0)
	}
}

// at says whether there is a byte at pos from start, reading more if need be.
func (c *csvReader) at(pos int) bool {
	for c.start+pos >= c.end {
		if !c.fill() {
			return false
		}
	}
	return true
}

// plainCell takes in the unquoted cell at pos and says where it ends.
func (c *csvReader) plainCell(pos int) int {
	from := pos
	for c.at(pos) {
		rest := c.buf[c.start+pos : c.end]
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			rest = rest[:i]
		}
		i := bytes.IndexByte(rest, c.delim)
		if i >= 0 {
			pos += i
			break
		}
		pos += len(rest)
		if c.start+pos < c.end {
			break
		}
	}
	cell := c.buf[c.start+from : c.start+pos]
	if c.atLineEnd(pos) {
		cell = bytes.TrimSuffix(cell, []byte{'\r'})
	}
	c.text = append(c.text, cell...)
	return pos
}

// quotedCell takes in the quoted cell whose text begins at pos and says where it ends, behind its closing quote.
func (c *csvReader) quotedCell(pos int) (end int, closed bool) {
	for {
		if !c.at(pos) {
			return pos, false
		}
		rest := c.buf[c.start+pos : c.end]
		i := bytes.IndexByte(rest, '"')
		if c.torn >= maxTorn {
			if j := bytes.IndexByte(rest, '\n'); j >= 0 && (i < 0 || j < i) {
				return pos, false
			}
		}
		if i < 0 {
			c.text = append(c.text, rest...)
			pos += len(rest)
			continue
		}
		c.text = append(c.text, rest[:i]...)
		pos += i + 1
		if !c.at(pos) {
			return pos, c.eof
		}
		switch b := c.buf[c.start+pos]; {
		case b == '"':
			c.text = append(c.text, '"')
			pos++
		case b == c.delim || c.atLineEnd(pos):
			return pos, true
		case b == '\r' && c.atLineEnd(pos+1):
			return pos + 1, true
		default:
			c.text = append(c.text, '"')
		}
	}
}

// atLineEnd says whether a line ends at pos.
func (c *csvReader) atLineEnd(pos int) bool { return !c.at(pos) || c.buf[c.start+pos] == '\n' }

// separator passes what ends a cell at pos; more says that another cell of the row follows.
func (c *csvReader) separator(pos int) (next int, more bool) {
	if !c.at(pos) {
		return pos, false
	}
	return pos + 1, c.buf[c.start+pos] == c.delim
}

// tornRow gives out the first line alone, of n bytes, of a row whose quote never closes.
func (c *csvReader) tornRow(n int) *row {
	c.torn++
	c.row = row{Line: c.line, Bad: social.BadRow,
		Why: "Unas comillas se abren y no se cierran. Revise esta fila en el archivo o vuelva a descargarlo de la red.",
		raw: bytes.TrimSuffix(c.buf[c.start:c.start+n], []byte{'\r'})}
	c.advance(n + 1)
	c.line++
	return &c.row
}

// overlong passes a line that exceeds a limit, whatever its quotes, and gives out its beginning.
func (c *csvReader) overlong(why string) *row {
	c.row = row{Line: c.line, Bad: social.TooLong, Why: why, raw: bytes.Clone(c.buf[c.start:min(c.start+2000, c.end)])}
	for {
		if i := bytes.IndexByte(c.buf[c.start:c.end], '\n'); i >= 0 {
			c.advance(i + 1)
			break
		}
		c.start = c.end
		if !c.fill() {
			break
		}
	}
	c.line++
	return &c.row
}

func (c *csvReader) advance(n int) { c.start = min(c.start+n, c.end) }

// finish cuts the cells of the row out of text. Gap is the number of bytes between two cells there.
func (c *csvReader) finish(text []byte, gap int) *row {
	r := &c.row
	if len(c.ends) > maxCells {
		r.Bad, r.Why = social.TooLong, tooManyCells
		return r
	}
	n := plainRun(text)
	r.plain = n == len(text)
	c.cells = slices.Grow(c.cells[:0], len(c.ends))
	if r.plain || utf8.Valid(text[n:]) {
		c.cells = c.cells[:len(c.ends)]
		s, from := string(text), 0
		for i, end := range c.ends {
			c.cells[i] = s[from:end]
			from = end + gap
		}
	} else {
		c.foreignCells(text, gap)
	}
	r.Cells = c.cells
	return r
}

// foreignCells cuts the cells out of a text that is no UTF-8.
func (c *csvReader) foreignCells(text []byte, gap int) {
	from := 0
	for _, end := range c.ends {
		s, ok := fromWindows1252(text[from:end])
		if !ok && c.row.Bad == "" {
			c.row.Bad = social.BadEncoding
			c.row.Why = "El texto no está en UTF-8 ni en la codificación de Windows. Descargue de nuevo el archivo."
		}
		c.cells = append(c.cells, s)
		from = end + gap
	}
}
