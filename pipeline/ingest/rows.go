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
	c := &cells{table: t, in: in, bound: b, numbers: f.numbers, format: f.name, width: len(b.header), from: t.origin(0)}
	for _, h := range b.header {
		c.header = append(c.header, strings.TrimSpace(h))
	}
	if f.begin != nil {
		c.state = f.begin(t, b, in)
	}
	var blank lineSpans // since the last row that holds something: those that end the table are no rows
	for r, err := range t.rows() {
		if err != nil {
			yield(nil, err)
			return false
		}
		if r.Line <= header {
			continue
		}
		if r.blank() {
			blank.add(r.Line)
			continue
		}
		if len(blank) > 0 && !c.skipBlank(blank, yield) {
			return false
		}
		blank = blank[:0]
		c.begin(r)
		switch {
		case r.Bad != "":
			c.failRow(r.Bad, r.Why)
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

// skipBlank gives out the blank lines in the middle of a table.
func (c *cells) skipBlank(blank lineSpans, yield func(social.Record, error) bool) bool {
	for line := range blank.lines() {
		if !yield(&social.Skip{From: c.table.origin(line), Reason: "fila en blanco"}, nil) {
			return false
		}
	}
	return true
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
	row     *row
	table   *table
	in      Input
	bound   *binding
	numbers numberProfile
	format  string
	width   int
	header  []string // without spaces around
	state   any
	from    social.Origin // of any row of the table, but for its line
	asked   places        // fields in the order in which rows ask for them
	next    int           // place in asked of what the row at hand asks for next, if it is like the others

	bad *social.Reject
	out []social.Record
}

func (c *cells) begin(r *row) {
	c.row, c.bad, c.out, c.next = r, nil, c.out[:0], 0
	c.from.Line = r.Line
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
func (c *cells) origin() social.Origin { return c.from }

// emit gives out a record of the row.
func (c *cells) emit(rec social.Record) { c.out = append(c.out, rec) }

// skip says that the row is no data; reason is Spanish.
func (c *cells) skip(reason string) {
	c.out = append(c.out[:0], &social.Skip{From: c.origin(), Reason: reason})
}

// fail rejects the row because of a field; the first reason counts. Detail is Spanish: what was expected, what to do.
func (c *cells) fail(reason social.Reason, field, detail string) {
	c.failAt(reason, c.bound.index(field), detail)
}

func (c *cells) failAt(reason social.Reason, column int, detail string) {
	if c.bad != nil {
		return
	}
	c.bad = &social.Reject{From: c.origin(), Reason: reason, Value: cut(c.row.cell(column), 200), Detail: detail, Raw: c.row.rawText(), Format: c.format}
	if column >= 0 {
		c.bad.Column = c.header[column]
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
	for i, h := range c.header {
		v := trimmed(c.row.cell(i))
		if v == "" {
			continue
		}
		filled++
		if h != "" && !unlikeStart(v[0], h[0]) && strings.EqualFold(v, h) {
			same++
		} else if filled > 2 && same == 0 {
			return false
		}
	}
	return same > 1 && same*2 > filled || same == 1 && filled == 1 && c.width == 1
}

// unlikeStart says that texts that begin with these bytes differ in more than their case.
func unlikeStart(a, b byte) bool { return a < 0x80 && b < 0x80 && a|0x20 != b|0x20 }

// overflows says whether the row has something behind the last column.
func (c *cells) overflows() bool {
	for i := c.width; i < len(c.row.Cells); i++ {
		if strings.TrimSpace(c.row.Cells[i]) != "" {
			return true
		}
	}
	return false
}

// column is the column of a field; −1 when there is none. One row asks for the same fields as another, in the same
// order: what this one asks for next is mostly found at once.
func (c *cells) column(field string) int {
	if i := c.next; i < len(c.asked) && c.asked[i].field == field {
		c.next++
		return c.asked[i].index
	}
	return c.outOfOrder(field)
}

// outOfOrder is the column of a field that other rows did not ask for next.
func (c *cells) outOfOrder(field string) int {
	for i := c.next; i < len(c.asked); i++ {
		if c.asked[i].field == field {
			c.next = i + 1
			return c.asked[i].index
		}
	}
	index := c.bound.index(field)
	if c.next == len(c.asked) {
		c.asked.put(field, index)
		c.next++
	}
	return index
}

// has says whether the table has a column for the field.
func (c *cells) has(field string) bool { return c.column(field) >= 0 }

// raw is the cell of a field as read.
func (c *cells) raw(field string) string { return c.row.cell(c.column(field)) }

// word is a cell that holds a name, a link or a word; what says «no value» reads as empty.
func (c *cells) word(field string) string { return c.wordAt(c.column(field)) }

func (c *cells) wordAt(column int) string {
	s := c.row.cell(column)
	if s == "" {
		return ""
	}
	if !c.row.plain || !tight(s) || strings.IndexByte(s, '\n') >= 0 {
		s = line(s)
	}
	if missing(s) {
		return ""
	}
	return s
}

// text is a cell that holds a text, and what the source wrote where that differs.
func (c *cells) text(field string) (text, raw string) { return c.textAt(c.column(field)) }

func (c *cells) textAt(column int) (text, raw string) {
	s := c.row.cell(column)
	if c.row.plain && tight(s) {
		return s, ""
	}
	return clean(s)
}

// id is a cell that holds an id.
func (c *cells) id(field string) (id string, damaged bool) { return cleanID(c.raw(field)) }

// profile is how the numbers of a column are written: as those of the format are, unless the cell is a number in the
// file itself, which has a decimal point whatever the texts of the format have.
func (c *cells) profile(column int) numberProfile {
	if c.row.number(column) {
		return dotDecimal
	}
	return c.numbers
}

// count is a cell that holds a whole number.
func (c *cells) count(field string) social.Opt[int64] { return c.countAt(c.column(field)) }

func (c *cells) countAt(column int) (v social.Opt[int64]) {
	s := c.row.cell(column)
	if s == "" {
		return v
	}
	if n, ok := digits(s, len(s)); ok && len(s) <= 15 {
		return social.Some(int64(n))
	}
	if missing(s) {
		return v
	}
	n, ok := c.profile(column).count(s)
	if ok {
		return social.Some(n)
	}
	if _, fraction := c.profile(column).number(s); fraction {
		c.failAt(social.BadNumber, column, "Se esperaba un número entero. Si una hoja de cálculo puso o quitó puntos y comas, descargue de nuevo el archivo; si no, corrija la celda.")
	} else {
		c.failNumber(column)
	}
	return v
}

// number is a cell that holds any number; a trailing % is passed over.
func (c *cells) number(field string) (v social.Opt[float64]) {
	column := c.column(field)
	s := c.row.cell(column)
	if missing(s) {
		return v
	}
	n, ok := c.profile(column).number(s)
	if !ok {
		c.failNumber(column)
		return v
	}
	return social.Some(n)
}

func (c *cells) failNumber(column int) {
	if damagedNumber(c.row.cell(column)) {
		c.failAt(social.DamagedCell, column, "Excel cambió la cifra por una fecha y no se puede recuperar. Descargue de nuevo el archivo de la red y déjelo sin abrirlo en Excel.")
		return
	}
	c.failAt(social.BadNumber, column, "Se esperaba un número como 1234. Corrija la celda o descargue de nuevo el archivo.")
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
