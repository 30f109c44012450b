package ingest

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"pulso/pipeline/ingest/biff"
	"pulso/pipeline/social"
)

// A table is what of a file reads as rows: a text with delimiters, or a sheet of a workbook.
type table struct {
	File   File
	Sheet  string                        // empty in a text
	Hidden bool                          // a hidden sheet: told of, not read
	Head   []row                         // the first rows, to recognise the file by
	Delim  byte                          // zero in a workbook
	rows   func() iter.Seq2[*row, error] // each is valid until the next
	hollow func() int                    // of a sheet that has been read: cells with a formula and without its result; nil elsewhere

	headings []*heading // of Head, made when they are first asked for
}

// heading is the i-th of the first rows as a header: every format looks at the same few.
func (t *table) heading(i int) *heading {
	for len(t.headings) <= i {
		t.headings = append(t.headings, headingOf(t.Head[len(t.headings)].Cells))
	}
	return t.headings[i]
}

// origin is the place of a row.
func (t *table) origin(line int) social.Origin { return t.File.origin(t.Sheet, line) }

// headRows is how many rows of a table are looked at to recognise it and to decide how its dates are written.
const headRows = 400

// keep is a copy of a row that outlives the next.
func keep(of *row) row {
	r := *of
	r.Cells = append([]string(nil), r.Cells...)
	r.typed = append([]bool(nil), r.typed...)
	r.raw = bytes.Clone(r.raw)
	return r
}

// headOf reads the first rows of a table; an error in the middle just ends it.
func headOf(rows iter.Seq2[*row, error]) []row {
	var head []row
	size := 0
	for r, err := range rows {
		if err != nil {
			break
		}
		for _, c := range r.Cells {
			size += len(c)
		}
		head = append(head, keep(r))
		if len(head) == headRows || size > headSize {
			break
		}
	}
	return head
}

// A textLayout is how a delimited text has to be read.
type textLayout struct {
	enc     encoding
	delim   byte
	sep     bool // the first line says the delimiter: sep=,
	wrapped bool // each row is the text of one quoted cell
	mac     bool // lines end in a carriage return alone
}

// text reads the file from its beginning in that layout.
func (l textLayout) csv(r io.Reader) *csvReader {
	r = l.enc.decoded(r)
	if l.mac {
		r = lineEnds{r}
	}
	if l.wrapped {
		r = &unwrapped{outer: newCSV(r, 0, 1)}
	}
	c := newCSV(r, l.delim, 1)
	if l.sep {
		c.next()
	}
	return c
}

// unwrapped reads the cells of a table of one column as text, a line each: what a spreadsheet leaves of a file that
// it opened as one column and saved.
type unwrapped struct {
	outer *csvReader
	left  []byte
}

func (u *unwrapped) Read(p []byte) (int, error) {
	for len(u.left) == 0 {
		r, ok := u.outer.next()
		if !ok {
			if u.outer.err != nil {
				return 0, u.outer.err
			}
			return 0, io.EOF
		}
		line := r.cell(0)
		if r.Bad != "" {
			line = string(r.raw)
		}
		u.left = append(append(u.left[:0], line...), '\n')
	}
	n := copy(p, u.left)
	u.left = u.left[n:]
	return n, nil
}

// delimiters are tried in this order; the first of equals wins.
var delimiters = []byte{',', ';', '\t', '|'}

// sniffText tells how a delimited text is to be read by its decoded head; complete says that the head is all of it.
func sniffText(enc encoding, head []byte, complete bool) textLayout {
	l := textLayout{enc: enc}
	if bytes.IndexByte(head, '\n') < 0 && bytes.Count(head, []byte{'\r'}) > 1 {
		l.mac = true
		head = bytes.ReplaceAll(head, []byte{'\r'}, []byte{'\n'})
	}
	if !complete {
		if i := bytes.LastIndexByte(head, '\n'); i > 0 {
			head = head[:i+1] // the last line may be cut
		}
	}
	first, _, _ := bytes.Cut(head, []byte{'\n'})
	if line := bytes.Trim(first, "\"\r "); len(line) == 5 && strings.EqualFold(string(line[:4]), "sep=") {
		l.sep, l.delim = true, line[4]
		return l
	}
	l.delim = sniffDelimiter(head)
	if l.delim == 0 {
		l.delim = ','
		inner, _ := io.ReadAll(io.LimitReader(&unwrapped{outer: newCSV(bytes.NewReader(head), 0, 1)}, headSize))
		if d := sniffDelimiter(inner); d != 0 && bytes.HasPrefix(bytes.TrimLeft(head, " "), []byte{'"'}) {
			l.delim, l.wrapped = d, true
		}
	}
	return l
}

// sniffDelimiter is the delimiter that gives most rows the same number of cells; zero when none gives more than one.
func sniffDelimiter(head []byte) byte {
	best, bestScore := byte(0), 0.0
	for _, d := range delimiters {
		counts := map[int]int{}
		c, n := newCSV(bytes.NewReader(head), d, 1), 0
		for n < 50 {
			r, ok := c.next()
			if !ok {
				break
			}
			if len(r.Cells) == 1 && strings.TrimSpace(r.Cells[0]) == "" {
				continue
			}
			n++
			if len(r.Cells) > 1 {
				counts[len(r.Cells)]++
			}
		}
		for width, rows := range counts {
			score := float64(rows)/float64(n) + 0.001*float64(min(width, 50))
			if score > bestScore+1e-9 {
				best, bestScore = d, score
			}
		}
	}
	return best
}

// textTable is the table of a text.
func textTable(f File, l textLayout) *table {
	t := &table{File: f, Delim: l.delim}
	t.rows = func() iter.Seq2[*row, error] {
		return func(yield func(*row, error) bool) {
			c := l.csv(f.reader())
			for {
				r, ok := c.next()
				if !ok {
					break
				}
				if !yield(r, nil) {
					return
				}
			}
			if c.err != nil {
				yield(nil, fmt.Errorf("%s: la lectura se interrumpió en la línea %d: %w. Copie de nuevo el archivo en la carpeta", f.label(), c.line, say(c.err)))
			}
		}
	}
	t.Head = headOf(t.rows())
	return t
}

// xlsxTables are the sheets of an xlsx file. Their heads are read with few shared strings, their rows with all.
func xlsxTables(f File) ([]*table, error) {
	quick, err := openWorkbook(f, 4<<20)
	if err != nil {
		return nil, err
	}
	var full *workbook
	var out []*table
	for i, s := range quick.sheets {
		t := &table{File: f, Sheet: s.name, Hidden: s.hidden}
		t.rows = func() iter.Seq2[*row, error] {
			return func(yield func(*row, error) bool) {
				if full == nil {
					if full, err = openWorkbook(f, maxStrings); err != nil {
						yield(nil, err)
						return
					}
				}
				full.rows(full.sheets[i])(yield)
			}
		}
		t.hollow = func() int {
			if full == nil {
				return 0
			}
			return full.hollow
		}
		t.Head = headOf(quick.rows(s))
		out = append(out, t)
	}
	return out, nil
}

// xlsTables are the sheets of a legacy .xls file.
func xlsTables(f File) ([]*table, error) {
	sheets, err := biff.Open(f.R, f.Size)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.label(), err)
	}
	var out []*table
	for _, s := range sheets {
		t := &table{File: f, Sheet: s.Name, Hidden: s.Hidden}
		t.rows = func() iter.Seq2[*row, error] {
			return func(yield func(*row, error) bool) {
				for _, r := range s.Rows {
					if !yield(xlsRow(r), nil) {
						return
					}
				}
			}
		}
		t.Head = headOf(t.rows())
		out = append(out, t)
	}
	return out, nil
}

func xlsRow(r biff.Row) *row {
	out := &row{Line: r.Number, Cells: make([]string, len(r.Cells)), typed: make([]bool, len(r.Cells))}
	for i, c := range r.Cells {
		out.Cells[i], out.typed[i] = c.String(), c.Kind == biff.Number
		if c.Kind == biff.Number && len(out.Cells[i]) > 15 {
			out.Cells[i] = sheetNumber(strconv.FormatFloat(c.Value, 'g', -1, 64))
		}
	}
	return out
}
