package biff_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"pulso/pipeline/ingest/biff"
	"pulso/pipeline/ingest/biff/bifftest"
)

func write(t testing.TB, b bifftest.Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(file []byte) ([]biff.Sheet, error) {
	return biff.Open(bytes.NewReader(file), int64(len(file)))
}

// dump prints sheets as text: one line a row, its number first, cells between bars.
func dump(sheets []biff.Sheet) string {
	var b strings.Builder
	for _, s := range sheets {
		b.WriteString("# " + s.Name)
		if s.Hidden {
			b.WriteString(" (hidden)")
		}
		b.WriteByte('\n')
		for _, r := range s.Rows {
			b.WriteString(string(rune('0' + r.Number)))
			for _, c := range r.Cells {
				b.WriteString("|" + c.String())
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func TestEveryKindOfCell(t *testing.T) {
	at := time.Date(2026, 10, 31, 22, 15, 7, 0, time.UTC)
	file := write(t, bifftest.Book{Sheets: []bifftest.Sheet{
		{Name: "Métricas", Rows: [][]any{
			{"Nota de la hoja"},
			{"Fecha", "Impresiones", "Tasa", nil, "Ñandú 🌊"},
			{at, 1200, 0.0625, nil, 3.5},
			{time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC), 1, 2, -3, 4},
			{bifftest.Label("=no es fórmula"), true, bifftest.Err(0x2A), bifftest.Clock(1.5)},
			nil,
			{bifftest.Formula{Value: "texto de fórmula"}, bifftest.Formula{Value: 41413.0}, bifftest.Formula{Value: true}, bifftest.Formula{Value: bifftest.Err(0x07)}},
		}},
		{Name: "Oculta", Hidden: true, Rows: [][]any{{"x"}}},
		{Name: "Vacía"},
	}})
	sheets, err := open(file)
	if err != nil {
		t.Fatal(err)
	}
	want := `# Métricas
1|Nota de la hoja
2|Fecha|Impresiones|Tasa||Ñandú 🌊
3|2026-10-31 22:15:07|1200|0.0625||3.5
4|2026-10-31|1|2|-3|4
5|=no es fórmula|TRUE|#N/A|36:00:00
7|texto de fórmula|41413|TRUE|#DIV/0!
# Oculta (hidden)
1|x
# Vacía
`
	if got := dump(sheets); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// 1200 stands under the format [Red]#,##0" días", whose letters are a colour and a quoted word.
	if c := sheets[0].Rows[2].Cells[1]; c.Kind != biff.Number {
		t.Errorf("1200 is of kind %d, want a number: counts must not become dates", c.Kind)
	}
}

func TestDatesOf1904(t *testing.T) {
	at := time.Date(2026, 2, 28, 13, 0, 0, 0, time.UTC)
	rows := []bifftest.Sheet{{Name: "a", Rows: [][]any{{at, 1200.0}}}}
	for _, base1904 := range []bool{false, true} {
		sheets, err := open(write(t, bifftest.Book{Sheets: rows, Date1904: base1904}))
		if err != nil {
			t.Fatal(err)
		}
		cells := sheets[0].Rows[0].Cells
		if !cells[0].Time().Equal(at) || cells[1].Value != 1200 {
			t.Errorf("1904=%v: got %v and %v", base1904, cells[0], cells[1])
		}
	}
}

// The strings of a sheet go into records of 8 kB; a text may be cut anywhere and change its width at the cut.
func TestSharedStringsAcrossRecords(t *testing.T) {
	var rows [][]any
	var want []string
	for i := range 400 {
		s := strings.Repeat("año ", i%90) + "🌊" + strings.Repeat("x", i)
		if i%3 == 0 {
			s = strings.Repeat("z", 40*i+1)
		}
		rows, want = append(rows, []any{s}), append(want, s)
	}
	sheets, err := open(write(t, bifftest.Book{Sheets: []bifftest.Sheet{{Name: "a", Rows: rows}}}))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range sheets[0].Rows {
		if got := r.Cells[0].Text; got != want[i] {
			t.Fatalf("row %d: got %d bytes %.40q, want %d bytes %.40q", i+1, len(got), got, len(want[i]), want[i])
		}
	}
}

func TestRefusals(t *testing.T) {
	sheet := []bifftest.Sheet{{Name: "a", Rows: [][]any{{"hola", 1, 2, 3.25}}}}
	good := write(t, bifftest.Book{Sheets: sheet})
	patch := func(at int, v uint32) []byte {
		b := bytes.Clone(good)
		binary.LittleEndian.PutUint32(b[at:], v)
		return b
	}
	label := bytes.Index(good, []byte{0xFD, 0, 10, 0}) // the record of "hola"
	bound := bytes.Index(good, []byte{0x85, 0})        // where the sheet begins
	name := bytes.Index(good, []byte("W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"))
	renamed := func(s string) []byte {
		b := bytes.Clone(good)
		copy(b[name:name+64], make([]byte, 64))
		for i := range len(s) {
			b[name+2*i] = s[i]
		}
		b[name+64] = byte(2*len(s) + 2)
		return b
	}
	for _, c := range []struct {
		why  string
		file []byte
		want error
	}{
		{"announces encryption", write(t, bifftest.Book{Sheets: sheet, Password: true}), biff.ErrProtected},
		{"an xlsx with a password is an OLE2 file too", renamed("EncryptedPackage"), biff.ErrProtected},
		{"Excel 95", write(t, bifftest.Book{Sheets: sheet, Version: 0x0500}), biff.ErrOldFormat},
		{"Excel 95 names its stream otherwise", renamed("Book"), biff.ErrOldFormat},
		{"a Word document", renamed("WordDocument"), biff.ErrNotBook},
		{"cut in the middle", good[:len(good)/2], biff.ErrDamaged},
		{"only the magic", good[:8], biff.ErrDamaged},
		{"points to a string that is not there", patch(label+10, 7), biff.ErrDamaged},
		{"the sheet lies outside", patch(bound+4, 1<<30), biff.ErrDamaged},
		{"the sheet begins in the middle of a record", patch(bound+4, 5), biff.ErrDamaged},
		{"the stream claims to be larger than the file", patch(name+120, 1<<30), biff.ErrDamaged},
		{"nothing at all", nil, biff.ErrDamaged},
	} {
		sheets, err := open(c.file)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v and %d sheets, want %v", c.why, err, len(sheets), c.want)
		}
	}
}

// A name for each row of a hostile directory must not read the same sheet a thousand times.
func TestSheetsDoNotShareBytes(t *testing.T) {
	var rows [][]any
	for range 200 {
		rows = append(rows, []any{1, 2, 3, 4, 5, 6, 7, 8})
	}
	file := write(t, bifftest.Book{Sheets: []bifftest.Sheet{{Name: "a", Rows: rows}, {Name: "b", Rows: rows}, {Name: "c"}}})
	first := bytes.Index(file, []byte{0x85, 0})
	second := first + 4 + int(binary.LittleEndian.Uint16(file[first+2:]))
	third := second + 4 + int(binary.LittleEndian.Uint16(file[second+2:]))
	copy(file[second+4:second+8], file[first+4:first+8])
	copy(file[third+4:third+8], file[first+4:first+8])
	if _, err := open(file); !errors.Is(err, biff.ErrDamaged) {
		t.Errorf("got %v, want %v", err, biff.ErrDamaged)
	}
}

// What the largest files can hold of each thing must fit into memory and end within seconds.
func TestHostileBooks(t *testing.T) {
	header := write(t, bifftest.Book{Sheets: []bifftest.Sheet{{Name: "a"}}})[:512]
	le := binary.LittleEndian
	directory := func(size int) []byte { // every sector but the tables' is directory
		file := append([]byte(nil), header...)
		sectors := size/512 - 1
		tables := (sectors + 127) / 128
		tables = min(tables, 109)
		sectors = min(sectors, tables*128)
		body := make([]byte, sectors*512)
		le.PutUint32(file[44:], uint32(tables))
		le.PutUint32(file[48:], uint32(tables))
		for i := range 109 {
			le.PutUint32(file[76+4*i:], uint32(min(i, tables-1)))
		}
		for i := tables; i < sectors; i++ {
			next := uint32(i + 1)
			if i == sectors-1 {
				next = 0xFFFFFFFE
			}
			le.PutUint32(body[4*i:], next)
			for e := range 4 {
				entry := body[i*512+e*128:]
				entry[64], entry[66] = 4, 2
				le.PutUint32(entry[68:], uint32((i-tables)*4+e+1)) // leans on the next one: a tree that is a list
				le.PutUint32(entry[72:], 0xFFFFFFFF)
				le.PutUint32(entry[76:], 0xFFFFFFFF)
			}
		}
		return append(file, body...)
	}
	for _, c := range []struct {
		why  string
		file []byte
	}{
		{"a container that is all directory", directory(7 << 20)},
		{"beyond the limit", make([]byte, biff.MaxSize+1)},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := open(c.file)
		runtime.ReadMemStats(&after)
		if err == nil {
			t.Errorf("%s: read", c.why)
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 200 {
			t.Errorf("%s: allocated %d MB", c.why, mb)
		}
	}
}

func TestWriteIsDeterministic(t *testing.T) {
	b := bifftest.Book{Sheets: []bifftest.Sheet{{Name: "a", Rows: [][]any{{"uno", "dos", "uno", 1.5}}}}}
	if !bytes.Equal(write(t, b), write(t, b)) {
		t.Error("the same cells gave two files")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(write(f, bifftest.Book{Sheets: []bifftest.Sheet{{Name: "a", Rows: [][]any{
		{"hola", bifftest.Label("á"), 1, 2, 3.5, true, bifftest.Err(7), time.Unix(0, 0).UTC(), bifftest.Formula{Value: "x"}},
		{strings.Repeat("largo ", 2000)},
	}}}}))
	f.Fuzz(func(t *testing.T, file []byte) {
		sheets, err := open(file)
		if err != nil {
			if sheets != nil {
				t.Error("an error with sheets: a workbook is refused whole")
			}
			return
		}
		cells := 0
		for _, s := range sheets {
			for i, r := range s.Rows {
				if i > 0 && r.Number <= s.Rows[i-1].Number {
					t.Fatal("rows out of order")
				}
				for _, c := range r.Cells {
					_ = c.String()
				}
				cells += len(r.Cells)
			}
		}
		if cells > biff.MaxCells {
			t.Errorf("%d cells", cells)
		}
	})
}
