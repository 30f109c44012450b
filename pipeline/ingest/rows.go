package ingest

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// A tabular is a format whose files are tables with a header row: a layout, and a function from a row to records.
type tabular struct {
	name    string // of the format, stamped on every record
	layout  Layout
	need    []string // the fields without which a table is not of this format
	numbers numberProfile
	// row makes records of a row by c.emit, c.skip or c.fail.
	row func(c *cells)
	// begin, when set, looks at a table before its rows are read; what it returns is c.state of every row.
	begin func(t *table, b *binding, in Input) any
	// long says that a row with more cells than the header is passed to row as it is rather than rejected.
	long bool
}

// match says whether a sample holds a table of the format.
func (f *tabular) match(s *Sample, _ Input) bool {
	_, _, ok := f.layout.in(s, f.need...)
	return ok
}

// matchLinked is match for layouts whose headers others use too: the links of the first rows must not lead to another
// network.
func (f *tabular) matchLinked(link string, network social.Network) func(*Sample, Input) bool {
	return func(s *Sample, _ Input) bool {
		t, b, ok := f.layout.in(s, f.need...)
		if !ok {
			return false
		}
		for _, r := range t.Head {
			if n := networkOfLink(r.cell(b.index(link))); n != "" {
				return n == network
			}
		}
		return true
	}
}

// read reads every table of the format in a file.
func (f *tabular) read(file File, in Input) Records {
	return func(yield func(social.Record, error) bool) {
		s, err := readable(file)
		if err != nil {
			yield(nil, err)
			return
		}
		tellHidden(s.Tables, in)
		for _, t := range s.Tables {
			at, b, ok := f.layout.find(t, f.need...)
			if !ok {
				if t.Sheet != "" && len(t.Head) > 0 && !t.Hidden {
					in.Note(fmt.Sprintf("La hoja «%s» no se leyó: no trae las columnas de este formato.", t.Sheet))
				}
				continue
			}
			if !f.readTable(t, t.Head[at].Line, b, in, yield) {
				return
			}
		}
	}
}

// tellHidden tells of the sheets that are not read because nobody sees them.
func tellHidden(tables []*table, in Input) {
	for _, t := range tables {
		if t.Hidden {
			in.Note(fmt.Sprintf("La hoja oculta «%s» no se leyó.", t.Sheet))
		}
	}
}

// tellUnknown tells of the columns that no field claims.
func tellUnknown(names []string, in Input) {
	const shown = 12
	switch n := len(names); {
	case n > shown:
		in.Note(fmt.Sprintf("Columnas que no se usan: %s y %d más.", strings.Join(names[:shown], ", "), n-shown))
	case n > 0:
		in.Note("Columnas que no se usan: " + strings.Join(names, ", ") + ".")
	}
}

// readTable reads the rows of t that follow its header; it says whether more is wanted.
func (f *tabular) readTable(t *table, header int, b *binding, in Input, yield func(social.Record, error) bool) bool {
	tellUnknown(b.unknown, in)
	c := &cells{table: t, in: in, bound: b, numbers: f.numbers, format: f.name, width: len(b.header)}
	if f.begin != nil {
		c.state = f.begin(t, b, in)
	}
	for r, err := range withoutBlankEnd(t.rows(), header) {
		if err != nil {
			yield(nil, err)
			return false
		}
		c.begin(r)
		switch {
		case r.Bad != "":
			c.failRow(r.Bad, r.Why)
		case r.blank():
			c.skip("fila en blanco")
		case c.headerAgain():
			c.skip("encabezado repetido")
		case !f.long && c.overflows():
			c.failRow(social.BadRow, fmt.Sprintf("La fila tiene %d celdas y el encabezado %d: sobra un separador o faltan comillas. Corrija la fila o descargue de nuevo el archivo.", len(r.Cells), c.width))
		default:
			f.row(c)
		}
		if !c.flush(yield) {
			return false
		}
	}
	if t.hollow != nil && t.hollow() > 0 {
		in.Note(fmt.Sprintf("Celdas de la hoja «%s» con fórmula y sin su resultado guardado, que se leyeron vacías: %d. Abra el libro en Excel, guárdelo y déjelo otra vez en la carpeta.", t.Sheet, t.hollow()))
	}
	return true
}

// withoutBlankEnd yields the rows below the header without the blank ones that end the table.
func withoutBlankEnd(rows iter.Seq2[row, error], header int) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		var blank lineSpans
		for r, err := range rows {
			if err == nil && r.Line <= header {
				continue
			}
			if err == nil && r.blank() {
				blank.add(r.Line)
				continue
			}
			if err == nil {
				for line := range blank.lines() {
					if !yield(row{Line: line}, nil) {
						return
					}
				}
				blank = blank[:0]
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// lineSpans are runs of line numbers: a file may end in millions of blank lines.
type lineSpans [][2]int

func (s *lineSpans) add(line int) {
	if n := len(*s); n > 0 && (*s)[n-1][1] == line-1 {
		(*s)[n-1][1] = line
		return
	}
	*s = append(*s, [2]int{line, line})
}

func (s lineSpans) lines() iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, span := range s {
			for line := span[0]; line <= span[1]; line++ {
				if !yield(line) {
					return
				}
			}
		}
	}
}

// A cells reads the cells of a row by field and remembers the first that it does not understand, so that a row
// function can be written straight down.
type cells struct {
	row     row
	table   *table
	in      Input
	bound   *binding
	numbers numberProfile
	format  string
	width   int
	state   any

	bad *social.Reject
	out []social.Record
}

func (c *cells) begin(r row) {
	c.row, c.bad, c.out = r, nil, c.out[:0]
}

// flush yields what became of the row: its records, or what is wrong with it.
func (c *cells) flush(yield func(social.Record, error) bool) bool {
	if c.bad != nil {
		return yield(c.bad, nil)
	}
	if len(c.out) == 0 {
		return yield(&social.Skip{From: c.origin(), Reason: "fila sin valores"}, nil)
	}
	for _, rec := range c.out {
		if !yield(rec, nil) {
			return false
		}
	}
	return true
}

// origin is the place of the row.
func (c *cells) origin() social.Origin { return c.table.origin(c.row.Line) }

// emit gives out a record of the row.
func (c *cells) emit(rec social.Record) { c.out = append(c.out, rec) }

// skip says that the row is no data; reason is Spanish.
func (c *cells) skip(reason string) {
	c.out = append(c.out[:0], &social.Skip{From: c.origin(), Reason: reason})
}

// fail rejects the row because of a field; the first reason counts. Detail is Spanish: what was expected, what to do.
func (c *cells) fail(reason social.Reason, field, detail string) {
	if c.bad == nil {
		c.bad = &social.Reject{From: c.origin(), Reason: reason, Column: c.bound.headerOf(field), Value: cut(c.raw(field), 200),
			Detail: detail, Raw: c.row.rawText(), Format: c.format}
	}
}

// failRow rejects the row as a whole.
func (c *cells) failRow(reason social.Reason, detail string) {
	if c.bad == nil {
		c.bad = &social.Reject{From: c.origin(), Reason: reason, Detail: detail, Raw: c.row.rawText(), Format: c.format}
	}
}

// headerAgain says whether the row repeats the header.
func (c *cells) headerAgain() bool {
	same, filled := 0, 0
	for i, h := range c.bound.header {
		v := c.row.cell(i)
		if strings.TrimSpace(v) == "" {
			continue
		}
		filled++
		if strings.EqualFold(strings.TrimSpace(v), strings.TrimSpace(h)) {
			same++
		} else if filled > 2 && same == 0 {
			return false
		}
	}
	return same > 1 && same*2 > filled || same == 1 && filled == 1 && c.width == 1
}

// overflows says whether the row has something behind the last column.
func (c *cells) overflows() bool {
	for i := c.width; i < len(c.row.Cells); i++ {
		if strings.TrimSpace(c.row.Cells[i]) != "" {
			return true
		}
	}
	return false
}

// has says whether the table has a column for the field.
func (c *cells) has(field string) bool { return c.bound.has(field) }

// raw is the cell of a field as read.
func (c *cells) raw(field string) string { return c.row.cell(c.bound.index(field)) }

// word is a cell that holds a name, a link or a word; what says «no value» reads as empty.
func (c *cells) word(field string) string {
	s := c.raw(field)
	if s == "" {
		return ""
	}
	if s = line(s); missing(s) {
		return ""
	}
	return s
}

// text is a cell that holds a text, and what the source wrote where that differs.
func (c *cells) text(field string) (text, raw string) { return clean(c.raw(field)) }

// id is a cell that holds an id.
func (c *cells) id(field string) (id string, damaged bool) { return cleanID(c.raw(field)) }

// count is a cell that holds a whole number.
func (c *cells) count(field string) (v social.Opt[int64]) {
	s := c.raw(field)
	if missing(s) {
		return v
	}
	n, ok := c.numbers.count(s)
	if ok {
		return social.Some(n)
	}
	if _, fraction := c.numbers.number(s); fraction {
		c.fail(social.BadNumber, field, "Se esperaba un número entero. Si una hoja de cálculo puso o quitó puntos y comas, descargue de nuevo el archivo; si no, corrija la celda.")
	} else {
		c.failNumber(field, s)
	}
	return v
}

// number is a cell that holds any number; a trailing % is passed over.
func (c *cells) number(field string) (v social.Opt[float64]) {
	s := c.raw(field)
	if missing(s) {
		return v
	}
	n, ok := c.numbers.number(s)
	if !ok {
		c.failNumber(field, s)
		return v
	}
	return social.Some(n)
}

func (c *cells) failNumber(field, s string) {
	if damagedNumber(s) {
		c.fail(social.DamagedCell, field, "Excel cambió la cifra por una fecha y no se puede recuperar. Descargue de nuevo el archivo de la red y déjelo sin abrirlo en Excel.")
		return
	}
	c.fail(social.BadNumber, field, "Se esperaba un número como 1234. Corrija la celda o descargue de nuevo el archivo.")
}

// damagedNumber says whether s looks like the date that a spreadsheet makes of a number: 3.ene, 11-mar, 2026-03-11.
func damagedNumber(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	if _, ok := (dateRule{layouts: isoLayouts}).day(s); ok {
		return true
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == '-' || r == '/' || r == ' ' })
	if len(parts) < 2 || len(parts) > 3 {
		return false
	}
	for _, p := range parts {
		if _, ok := months[p]; ok || englishMonth[p] {
			return true
		}
	}
	return false
}

var englishMonth = map[string]bool{"jan": true, "feb": true, "mar": true, "apr": true, "may": true, "jun": true, "jul": true, "aug": true, "sep": true, "oct": true, "nov": true, "dec": true}

// instant is a cell that holds a date that the row cannot do without.
func (c *cells) instant(field string, rule dateRule) (t time.Time, p social.Precision) {
	s := c.raw(field)
	if missing(s) {
		c.fail(social.NoDate, field, "La celda de la fecha está vacía. Complétela o descargue de nuevo el archivo.")
		return t, p
	}
	t, p, ok := rule.parse(s, c.in.Zone)
	if !ok && c.table.Delim == 0 {
		t, p, ok = dateRule{layouts: isoLayouts, zone: rule.zone}.parse(s, c.in.Zone)
	}
	if !ok {
		c.fail(social.BadDate, field, fmt.Sprintf("Se esperaba una fecha como %s. Corrija la celda o descargue de nuevo el archivo.", rule.example()))
	}
	return t, p
}

// day is a cell that holds a calendar day that the row cannot do without.
func (c *cells) day(field string, rule dateRule) social.Date {
	s := c.raw(field)
	if missing(s) {
		c.fail(social.NoDate, field, "La celda de la fecha está vacía. Complétela o descargue de nuevo el archivo.")
		return social.Date{}
	}
	d, ok := rule.day(s)
	if !ok && c.table.Delim == 0 {
		d, ok = dateRule{layouts: isoLayouts}.day(s)
	}
	if !ok {
		c.fail(social.BadDate, field, fmt.Sprintf("Se esperaba una fecha como %s. Corrija la celda o descargue de nuevo el archivo.", rule.example()))
	}
	return d
}

// exampleInstant is printed in a format's first layout to show what its dates look like.
var exampleInstant = time.Date(2026, 10, 31, 22, 30, 0, 0, time.UTC)

func (d dateRule) example() string {
	if len(d.layouts) == 0 {
		return "2026-10-31"
	}
	return exampleInstant.Format(d.layouts[0])
}

// extra gathers, as read and under their headers, the given fields and the second columns of bound fields; nil when
// they hold nothing.
func (c *cells) extra(fields ...string) map[string]string {
	var out map[string]string
	keep := func(name, v string) {
		if missing(v) {
			return
		}
		if out == nil {
			out = map[string]string{}
		}
		out[name] = cut(strings.TrimSpace(v), 1000)
	}
	for _, f := range fields {
		keep(c.bound.headerOf(f), c.raw(f))
	}
	for _, s := range c.bound.second {
		keep(s.name, c.row.cell(s.index))
	}
	return out
}
