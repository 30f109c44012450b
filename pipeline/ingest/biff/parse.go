package biff

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// Record types of BIFF8 ([MS-XLS] 2.3) that carry what we read. All others are stepped over.
const (
	recFormula    = 0x0006
	recEOF        = 0x000A
	recDate1904   = 0x0022
	recFilePass   = 0x002F
	recContinue   = 0x003C
	recBoundSheet = 0x0085
	recMulRK      = 0x00BD
	recRString    = 0x00D6
	recXF         = 0x00E0
	recSST        = 0x00FC
	recLabelSST   = 0x00FD
	recNumber     = 0x0203
	recLabel      = 0x0204
	recBoolErr    = 0x0205
	recString     = 0x0207
	recRK         = 0x027E
	recFormat     = 0x041E
	recBOF        = 0x0809
)

// biff8 is the version that a BOF of this format declares.
const biff8 = 0x0600

// A record is one record with its CONTINUE records: parts[0] is its own body.
type record struct {
	kind  uint16
	at    int // offset of its header in the stream
	parts [][]byte
}

// A scanner walks the records of a stream.
type scanner struct {
	stream []byte
	pos    int
}

// next is the record at hand with its continuations. A stream that ends without EOF record is damaged: next never
// reports an end.
func (s *scanner) next() (record, error) {
	kind, body, err := s.one()
	if err != nil {
		return record{}, err
	}
	rec := record{kind: kind, at: s.pos - 4 - len(body), parts: [][]byte{body}}
	for s.pos+2 <= len(s.stream) && binary.LittleEndian.Uint16(s.stream[s.pos:]) == recContinue {
		_, body, err := s.one()
		if err != nil {
			return record{}, err
		}
		rec.parts = append(rec.parts, body)
	}
	return rec, nil
}

func (s *scanner) one() (kind uint16, body []byte, err error) {
	rest := s.stream[s.pos:]
	if len(rest) < 4 {
		return 0, nil, fmt.Errorf("%w (termina en el byte %d sin marca de fin)", ErrDamaged, s.pos)
	}
	kind, n := binary.LittleEndian.Uint16(rest), int(binary.LittleEndian.Uint16(rest[2:]))
	if len(rest) < 4+n {
		return 0, nil, fmt.Errorf("%w (el registro del byte %d pasa del final)", ErrDamaged, s.pos)
	}
	s.pos += 4 + n
	return kind, rest[4 : 4+n : 4+n], nil
}

// A boundSheet is a sheet as the workbook's globals announce it.
type boundSheet struct {
	name   string
	offset int
	hidden bool
}

// A book is what the sheets need of the workbook's globals.
type book struct {
	bound    []boundSheet
	strings  []string
	formats  map[uint16]Kind // spelled number formats
	xf       []uint16        // number format of each cell format
	base1904 bool
	cells    int // still allowed
	bytes    int // of sheets still allowed: sheets do not share bytes, and a thousand names for one sheet are an attack
}

func parse(stream []byte) ([]Sheet, error) {
	b := &book{formats: map[uint16]Kind{}, cells: MaxCells, bytes: len(stream)}
	if err := b.globals(&scanner{stream: stream}); err != nil {
		return nil, err
	}
	var sheets []Sheet
	for _, bound := range b.bound {
		if bound.offset < 0 || bound.offset >= len(stream) {
			return nil, fmt.Errorf("%w (la hoja %q no está en el archivo)", ErrDamaged, bound.name)
		}
		s := &scanner{stream: stream, pos: bound.offset}
		rows, err := b.sheet(s)
		if err != nil {
			return nil, fmt.Errorf("hoja %q: %w", bound.name, err)
		}
		if b.bytes -= s.pos - bound.offset; b.bytes < 0 {
			return nil, fmt.Errorf("%w (varias hojas ocupan el mismo lugar)", ErrDamaged)
		}
		sheets = append(sheets, Sheet{Name: bound.name, Hidden: bound.hidden, Rows: rows})
	}
	return sheets, nil
}

// globals reads the first substream of a workbook.
func (b *book) globals(s *scanner) error {
	if err := begin(s); err != nil {
		return err
	}
	for {
		rec, err := s.next()
		if err != nil {
			return err
		}
		if rec.kind == recEOF {
			return nil
		}
		if err := b.global(rec); err != nil {
			return err
		}
	}
}

// begin reads the BOF record that a substream begins with.
func begin(s *scanner) error {
	bof, err := s.next()
	if err != nil {
		return err
	}
	body := bof.parts[0]
	if bof.kind != recBOF || len(body) < 4 {
		// Versions 2 to 4 have BOF records of other types.
		if bof.kind == 0x0009 || bof.kind == 0x0209 || bof.kind == 0x0409 {
			return ErrOldFormat
		}
		return fmt.Errorf("%w (en el byte %d se esperaba el comienzo de una hoja)", ErrDamaged, bof.at)
	}
	if binary.LittleEndian.Uint16(body) != biff8 {
		return ErrOldFormat
	}
	return nil
}

func (b *book) global(rec record) error {
	r := reader{parts: rec.parts}
	switch rec.kind {
	case recFilePass:
		return ErrProtected
	case recDate1904:
		b.base1904 = r.u16() == 1
	case recBoundSheet:
		offset, state, kind := int(int32(r.u32())), r.u8(), r.u8()
		name := r.text(int(r.u8()))
		if kind == 0 { // a worksheet: not a chart, not a macro sheet
			b.bound = append(b.bound, boundSheet{name, offset, state&3 != 0})
		}
	case recFormat:
		id := r.u16()
		b.formats[id] = formatKind(r.text(int(r.u16())))
	case recXF:
		r.u16() // font
		b.xf = append(b.xf, r.u16())
	case recSST:
		table, err := r.sharedStrings()
		if err != nil {
			return err
		}
		b.strings = table
	}
	return r.problem(rec)
}

// A grid gathers the cells of a sheet.
type grid struct {
	rows []Row
	at   map[int]int // row number → index in rows
	book *book
}

// sheet reads the worksheet substream that begins where s stands.
func (b *book) sheet(s *scanner) ([]Row, error) {
	if err := begin(s); err != nil {
		return nil, err
	}
	g := grid{at: map[int]int{}, book: b}
	pending := (func(Cell) error)(nil) // where the text of a formula goes
	for depth := 1; ; {
		rec, err := s.next()
		if err != nil {
			return nil, err
		}
		switch {
		case rec.kind == recBOF: // a chart inside the sheet: its cells are a cache
			depth++
		case rec.kind == recEOF:
			depth--
		case depth > 1:
		case rec.kind == recString && pending != nil:
			r := reader{parts: rec.parts}
			c := Cell{Kind: Text, Text: r.text(int(r.u16()))}
			if err := r.problem(rec); err != nil {
				return nil, err
			}
			if err := pending(c); err != nil {
				return nil, err
			}
			pending = nil
		default:
			if pending, err = g.record(rec, pending); err != nil {
				return nil, err
			}
		}
		if depth == 0 {
			slices.SortFunc(g.rows, func(a, b Row) int { return a.Number - b.Number })
			return g.rows, nil
		}
	}
}

// record puts the cells of rec in their places. It returns where the text of a formula goes once its STRING record
// comes, which is pending itself for the records that may stand between the two.
func (g *grid) record(rec record, pending func(Cell) error) (func(Cell) error, error) {
	r := reader{parts: rec.parts}
	switch rec.kind {
	case recMulRK:
		return nil, g.mulRK(rec)
	case recFormula, recNumber, recRK, recLabel, recRString, recLabelSST, recBoolErr:
	default:
		return pending, nil
	}
	row, col, xf := r.u16(), r.u16(), r.u16()
	var cell Cell
	switch rec.kind {
	case recNumber:
		cell = g.book.number(math.Float64frombits(r.u64()), xf)
	case recRK:
		cell = g.book.number(rk(r.u32()), xf)
	case recLabel, recRString:
		cell = Cell{Kind: Text, Text: r.text(int(r.u16()))}
	case recLabelSST:
		i := r.u32()
		if uint64(i) >= uint64(len(g.book.strings)) {
			return nil, fmt.Errorf("%w (fila %d: texto compartido %d de %d)", ErrDamaged, int(row)+1, i, len(g.book.strings))
		}
		cell = Cell{Kind: Text, Text: g.book.strings[i]}
	case recBoolErr:
		value, isError := r.u8(), r.u8()
		if cell = (Cell{Kind: Bool, Value: float64(value)}); isError != 0 {
			cell = errorCell(value)
		}
	case recFormula:
		bits := r.u64()
		if bits>>48 != 0xFFFF {
			cell = g.book.number(math.Float64frombits(bits), xf)
			break
		}
		switch value := byte(bits >> 16); byte(bits) {
		case 0:
			if err := r.problem(rec); err != nil {
				return nil, err
			}
			return func(c Cell) error { return g.put(row, col, c) }, nil
		case 1:
			cell = Cell{Kind: Bool, Value: float64(value)}
		case 2:
			cell = errorCell(value)
		}
	}
	if err := r.problem(rec); err != nil {
		return nil, err
	}
	return nil, g.put(row, col, cell)
}

// mulRK reads a run of numbers in one row.
func (g *grid) mulRK(rec record) error {
	r := reader{parts: rec.parts}
	row, col := r.u16(), r.u16()
	for n := (len(rec.parts[0]) - 6) / 6; n > 0; n-- {
		xf := r.u16()
		cell := g.book.number(rk(r.u32()), xf)
		if err := g.put(row, col, cell); err != nil {
			return err
		}
		col++
	}
	return r.problem(rec)
}

// put sets a cell. A cell that comes twice is what it was last, as in Excel.
func (g *grid) put(row, col uint16, c Cell) error {
	if c.Kind == Empty {
		return nil
	}
	if col > 255 {
		return fmt.Errorf("%w (fila %d: columna %d)", ErrDamaged, int(row)+1, int(col)+1)
	}
	i, ok := g.at[int(row)]
	if !ok {
		i = len(g.rows)
		g.at[int(row)] = i
		g.rows = append(g.rows, Row{Number: int(row) + 1})
	}
	cells := &g.rows[i].Cells
	if grow := int(col) + 1 - len(*cells); grow > 0 {
		if g.book.cells -= grow; g.book.cells < 0 {
			return fmt.Errorf("%w (más de %d celdas)", ErrTooLarge, MaxCells)
		}
		*cells = append(*cells, make([]Cell, grow)...)
	}
	(*cells)[col] = c
	return nil
}

// number is the cell of v under cell format xf. An unknown format shows the bare number.
func (b *book) number(v float64, xf uint16) Cell {
	kind := Number
	if int(xf) < len(b.xf) {
		id := b.xf[xf]
		spelled, ok := b.formats[id]
		if kind = builtin(id); ok {
			kind = spelled
		}
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Cell{Kind: Error, Text: "#NUM!"}
	}
	return numeric(v, kind, b.base1904)
}

// rk unpacks a number of 30 bits: an integer or the top of a float, either divided by a hundred or not.
func rk(u uint32) float64 {
	var v float64
	if u&2 != 0 {
		v = float64(int32(u) >> 2)
	} else {
		v = math.Float64frombits(uint64(u&^3) << 32)
	}
	if u&1 != 0 {
		v /= 100
	}
	return v
}
