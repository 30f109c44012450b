package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"path"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// The limits of a workbook.
const (
	maxPart    = 1 << 30  // bytes that a sheet may inflate to; it is read as a stream
	maxStrings = 32 << 20 // bytes of all shared strings, which stay in memory: some 200,000 comments
	maxSheets  = 200
	maxStyles  = 1 << 16 // formats of numbers and of cells, each
	maxRows    = 1 << 20 // what Excel itself can hold
)

var errTooManyRows = errors.New("la hoja tiene más de 1.048.576 filas, que es lo que cabe en Excel: el archivo está dañado o no es lo que dice ser. Descárguelo de nuevo, en partes más pequeñas")

// A workbook is an xlsx file. It is read by a scanner of ours because a month of comments opened through a general
// library costs sixteen times what inflating and scanning the sheet costs.
//
// Every cell comes out as text: a number as Excel stores it, a date as 2026-10-31 or 2026-10-31 22:30:00, a formula
// as the value saved with it, an error as it shows (#N/A). A number of more than 15 digits comes out with exponent
// (1.80560846362722E+16), since Excel has already lost its last digits.
type workbook struct {
	file   File
	zip    *zip.Reader
	sheets []sheetPart
	dates  []dateStyle // by cell style
	serial serialDates
	text   []byte // the shared strings, one after another
	ends   []uint32
	hollow int // cells of the sheet read last that have a formula and not its result
}

type sheetPart struct {
	name   string
	hidden bool
	part   *zip.File
}

// openWorkbook reads all of a workbook but its sheets. Of the shared strings it reads at most limit bytes: the rest
// reads as empty, which is enough to recognise a file by its first rows.
func openWorkbook(f File, limit int) (*workbook, error) {
	f, err := inMemory(f)
	if err != nil {
		return nil, err
	}
	z, err := openZip(f)
	if err != nil {
		return nil, err
	}
	w := &workbook{file: f, zip: z}
	if err := w.readBook(); err != nil {
		return nil, w.fail(err)
	}
	if err := w.readStyles(); err != nil {
		return nil, w.fail(err)
	}
	if err := w.readStrings(limit); err != nil {
		return nil, w.fail(err)
	}
	return w, nil
}

func (w *workbook) fail(err error) error {
	return fmt.Errorf("%s: el libro de Excel no se puede leer: %w. Ábralo en Excel, guárdelo de nuevo como .xlsx y déjelo otra vez en la carpeta", w.file.label(), say(err))
}

// part finds a part by its name; nil when there is none.
func (w *workbook) part(name string) *zip.File {
	for _, m := range w.zip.File {
		if strings.EqualFold(strings.ReplaceAll(m.Name, `\`, "/"), name) {
			return m
		}
	}
	return nil
}

// scan reads the tags of a part until see says stop.
func scan(part *zip.File, see func(*xmlScanner) (more bool)) error {
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	x := newXML(io.LimitReader(r, maxPart))
	for x.next() {
		if !see(x) {
			return nil
		}
	}
	return x.err
}

// readBook reads the list of sheets and the date system.
func (w *workbook) readBook() error {
	book := w.part("xl/workbook.xml")
	if book == nil {
		return fmt.Errorf("le falta la lista de hojas")
	}
	targets := map[string]string{}
	if rels := w.part("xl/_rels/workbook.xml.rels"); rels != nil {
		err := scan(rels, func(x *xmlScanner) bool {
			if x.open && string(x.name) == "Relationship" {
				targets[xmlText(x.attr("Id"))] = xmlText(x.attr("Target"))
			}
			return len(targets) < maxMembers
		})
		if err != nil {
			return err
		}
	}
	return scan(book, func(x *xmlScanner) bool {
		if !x.open {
			return true
		}
		switch string(x.name) {
		case "workbookPr":
			v := string(x.attr("date1904"))
			w.serial = serialDates(v == "1" || v == "true")
		case "sheet":
			target := targets[xmlText(x.attr("id"))] // r:id, which is not sheetId
			if strings.HasPrefix(target, "/") {
				target = target[1:]
			} else {
				target = path.Join("xl", target)
			}
			if part := w.part(target); part != nil && strings.Contains(target, "worksheets/") {
				state := string(x.attr("state"))
				w.sheets = append(w.sheets, sheetPart{
					name: xmlText(x.attr("name")), hidden: state == "hidden" || state == "veryHidden", part: part})
			}
		}
		return len(w.sheets) < maxSheets
	})
}

// readStyles notes which cell styles show a number as a date.
func (w *workbook) readStyles() error {
	styles := w.part("xl/styles.xml")
	if styles == nil {
		return nil
	}
	codes := map[int]dateStyle{}
	cells := false
	return scan(styles, func(x *xmlScanner) bool {
		switch string(x.name) {
		case "numFmt":
			if id, err := strconv.Atoi(string(x.attr("numFmtId"))); x.open && err == nil {
				codes[id] = dateStyleOf(xmlText(x.attr("formatCode")))
			}
		case "cellXfs":
			cells = x.open && !x.close
		case "xf":
			if !cells || !x.open {
				break
			}
			id, _ := strconv.Atoi(string(x.attr("numFmtId")))
			style, ok := codes[id]
			if !ok {
				style = builtinDateStyle(id)
			}
			w.dates = append(w.dates, style)
		}
		return len(w.dates) < maxStyles && len(codes) < maxStyles
	})
}

// readStrings reads the table of shared strings.
func (w *workbook) readStrings(limit int) error {
	table := w.part("xl/sharedStrings.xml")
	if table == nil {
		return nil
	}
	w.text = make([]byte, 0, min(table.UncompressedSize64, uint64(limit))) // at once: growing would hold it twice
	inText, phonetic := false, false
	over := false
	err := scan(table, func(x *xmlScanner) bool {
		if inText && !phonetic {
			w.text = appendXMLText(w.text, x.text)
		}
		switch string(x.name) {
		case "t":
			inText = x.open && !x.close
		case "rPh":
			phonetic = x.open && !x.close
			inText = false
		case "si":
			inText = false
			if x.close {
				w.ends = append(w.ends, uint32(len(w.text)))
			}
		default:
			inText = false
		}
		over = len(w.text)+4*len(w.ends) > limit
		return !over
	})
	if err == nil && over && limit >= maxStrings {
		return fmt.Errorf("sus textos pasan de %d MB: divídalo en libros más pequeños", maxStrings>>20)
	}
	return err
}

// shared is the i-th shared string.
func (w *workbook) shared(i int) string {
	if i < 0 || i >= len(w.ends) {
		return ""
	}
	from := uint32(0)
	if i > 0 {
		from = w.ends[i-1]
	}
	return string(w.text[from:w.ends[i]])
}

// rows reads the rows of a sheet that hold something, with their numbers in the sheet.
func (w *workbook) rows(s sheetPart) iter.Seq2[*row, error] {
	return func(yield func(*row, error) bool) {
		r, err := s.part.Open()
		if err != nil {
			yield(nil, w.fail(err))
			return
		}
		defer r.Close()
		w.hollow = 0
		x := newXML(io.LimitReader(r, maxPart))
		var sr sheetRow
		for x.next() {
			if string(x.name) != "row" || !x.open {
				continue
			}
			if sr.number(x); sr.line > maxRows {
				yield(nil, errTooManyRows)
				return
			}
			if x.close {
				continue
			}
			sr.read(x, w)
			if len(sr.cells) > 0 && !yield(sr.row(), nil) {
				return
			}
			if x.err != nil {
				break
			}
		}
		if x.err != nil {
			yield(nil, w.fail(x.err))
		}
	}
}

// A sheetRow gathers the cells of a row of a sheet.
type sheetRow struct {
	line  int
	col   int // of the cell read last, from 0
	size  int
	cells []string
	typed []bool // the cells that are numbers
	text  []byte
	bad   bool
}

// number takes the number of a row from its tag; a row without number follows the one before.
func (sr *sheetRow) number(x *xmlScanner) {
	sr.line++
	if n, err := strconv.Atoi(string(x.attr("r"))); err == nil && n > 0 {
		sr.line = n
	}
	sr.col, sr.size, sr.bad = -1, 0, false
	sr.cells, sr.typed = sr.cells[:0], sr.typed[:0]
}

// read takes in the cells up to the end of the row.
func (sr *sheetRow) read(x *xmlScanner, w *workbook) {
	for x.next() {
		if string(x.name) == "row" {
			return
		}
		if string(x.name) != "c" || !x.open {
			continue
		}
		col := sr.col + 1
		if n := columnNumber(x.attr("r")); n >= 0 {
			col = n
		}
		sr.col = col
		kind, style := cellKind(x.attr("t")), 0
		if s := x.attr("s"); s != nil {
			style, _ = strconv.Atoi(string(s))
		}
		if x.close {
			continue
		}
		text, hollow := sr.cellText(x)
		if hollow {
			w.hollow++
			continue
		}
		v, typed := w.value(kind, style, text)
		sr.put(col, v, typed)
	}
}

// put places a value in its column; typed says that it is a number.
func (sr *sheetRow) put(col int, v string, typed bool) {
	sr.size += len(v)
	if col >= maxCells || sr.size > maxRow {
		sr.bad = true
		return
	}
	if v == "" {
		return
	}
	for len(sr.cells) <= col {
		sr.cells, sr.typed = append(sr.cells, ""), append(sr.typed, false)
	}
	sr.cells[col], sr.typed[col] = v, typed
}

func (sr *sheetRow) row() *row {
	r := &row{Line: sr.line, Cells: sr.cells, typed: sr.typed}
	if sr.bad {
		r.Bad, r.Why = social.TooLong, "La fila es demasiado larga o tiene demasiadas columnas. Revise el libro y guárdelo de nuevo."
	}
	return r
}

// columnNumber is the column of a reference like AB12, from 0; −1 when there is none.
func columnNumber(ref []byte) int {
	n := 0
	for i, b := range ref {
		b &^= 0x20
		if b < 'A' || b > 'Z' {
			if i == 0 {
				return -1
			}
			break
		}
		if n = n*26 + int(b-'A') + 1; n > 1<<20 {
			break
		}
	}
	return n - 1
}

// A cellType is the t of a cell.
type cellType byte

const (
	numberCell cellType = iota
	sharedCell
	textCell // str, inlineStr, d (already ISO 8601) and e
	boolCell
)

func cellKind(t []byte) cellType {
	switch string(t) {
	case "", "n":
		return numberCell
	case "s":
		return sharedCell
	case "b":
		return boolCell
	}
	return textCell
}

// cellText reads up to the end of a cell and gives its value: v, or the text of is; never the formula. Hollow says that there
// is a formula and no value. The text is valid until the next cell is read.
func (sr *sheetRow) cellText(x *xmlScanner) (text []byte, hollow bool) {
	sr.text = sr.text[:0]
	var in, formula, valued bool
	for x.next() {
		if in && len(sr.text) < maxRow {
			sr.text = append(sr.text, x.text...)
		}
		in = false
		switch string(x.name) {
		case "v", "t":
			in = x.open && !x.close
			valued = true
		case "f":
			formula = true
		case "c", "row":
			return sr.text, formula && !valued
		}
	}
	return sr.text, formula && !valued
}

// value is a cell as text; number says that it is one, and no date.
func (w *workbook) value(kind cellType, style int, v []byte) (text string, number bool) {
	switch kind {
	case sharedCell:
		i, err := strconv.Atoi(string(bytes.TrimSpace(v)))
		if err != nil {
			return "", false
		}
		return w.shared(i), false
	case textCell:
		return xmlText(v), false
	case boolCell:
		if string(v) == "1" {
			return "true", false
		}
		return "false", false
	}
	v = bytes.TrimSpace(v)
	if style > 0 && style < len(w.dates) && w.dates[style] != noDate {
		if f, err := strconv.ParseFloat(string(v), 64); err == nil {
			return w.serial.text(f, w.dates[style]), false
		}
	}
	return sheetNumber(string(v)), true
}

// sheetNumber is a stored number as text: whole numbers as they are, fractions as short as they can be, and what has
// more digits than Excel keeps with an exponent.
func sheetNumber(v string) string {
	if len(v) <= 15 && strings.Trim(v, "0123456789") == "" {
		return v
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return v
	}
	if math.Abs(f) >= 1e15 {
		return strconv.FormatFloat(f, 'E', 14, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// A dateStyle says how a number format shows a date.
type dateStyle byte

const (
	noDate dateStyle = iota
	dayStyle
	timeStyle // date with time of day
	spanStyle // time of day or a duration alone
)

// builtinDateStyle tells the date formats among those that every workbook has by number.
func builtinDateStyle(id int) dateStyle {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return dayStyle
	case id == 22:
		return timeStyle
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return spanStyle
	}
	return noDate
}

// dateStyleOf tells what a number format shows by its letters, without literals, colours and languages.
func dateStyleOf(code string) dateStyle {
	code, _, _ = strings.Cut(code, ";")
	day, clock := false, false
	for i := 0; i < len(code); i++ {
		switch b := code[i]; b {
		case '"':
			if end := strings.IndexByte(code[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				break
			}
			if in := strings.ToLower(code[i+1 : i+end]); strings.Trim(in, "h") == "" || strings.Trim(in, "m") == "" || strings.Trim(in, "s") == "" {
				clock = true
			}
			i += end
		case 'y', 'Y', 'd', 'D':
			day = true
		case 'h', 'H', 's', 'S':
			clock = true
		case 'm', 'M':
			// Months or minutes: the letters around them say which. A format of months alone is a date.
			if !strings.ContainsAny(strings.ToLower(code), "hs") {
				day = true
			}
		case '0', '#', '?':
			if !clock {
				return noDate
			}
		}
	}
	switch {
	case day && clock:
		return timeStyle
	case day:
		return dayStyle
	case clock:
		return spanStyle
	}
	return noDate
}

// A serialDates is the date system of a workbook: false counts days from 1900, true from 1904.
type serialDates bool

// time is the wall-clock time that a serial number stands for; ok is false outside the years 1900 to 9999. The 29th
// of February of 1900, which never was, and the days before it are read as Excel shows them from March on.
func (from1904 serialDates) time(serial float64) (t time.Time, ok bool) {
	if !(serial >= 0 && serial < 2958466) {
		return t, false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if serial < 60 {
		epoch = epoch.AddDate(0, 0, 1)
	}
	seconds := math.Round(serial * 86400)
	return epoch.AddDate(0, 0, int(seconds)/86400).Add(time.Duration(int(seconds)%86400) * time.Second), true
}

// text is a serial number as ISO text, in the detail that its style shows.
func (from1904 serialDates) text(serial float64, style dateStyle) string {
	t, ok := from1904.time(serial)
	if !ok {
		return strconv.FormatFloat(serial, 'f', -1, 64)
	}
	if style == spanStyle {
		s := int(math.Round(serial * 86400))
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	if style == dayStyle && serial == math.Trunc(serial) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.DateTime)
}
