package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"pulso/pipeline/social"
	"pulso/reports"
)

// TestRowsAreThoseOfExcelize writes the same cells through excelize's StreamWriter, byte for byte.
func TestRowsAreThoseOfExcelize(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	st, err := newStyles(f)
	if err != nil {
		t.Fatal(err)
	}
	s := &reports.Sheet{}
	for range 30 { // beyond column Z
		for _, c := range []reports.CellType{reports.Text, reports.Decimal} {
			s.Columns = append(s.Columns, reports.SheetColumn{Type: c})
		}
	}
	b, r := &book{styles: st}, newRows(s, "Sheet1", &st)
	out, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	pick := rand.New(rand.NewPCG(1, 2))
	for number := 1; number <= 400; number++ {
		row := make([]reports.Datum, len(s.Columns))
		cells := make([]any, len(row))
		for i := range row {
			row[i] = anyDatum(pick)
			if cells[i] = b.cell(row[i], s.Columns[i].Type); cells[i] == nil {
				continue
			}
			if c := cells[i].(excelize.Cell); c.StyleID == st.free[s.Columns[i].Type] {
				c.StyleID = st.data[s.Columns[i].Type]
				cells[i] = c
			}
		}
		at, _ := excelize.CoordinatesToCellName(1, number)
		if err := out.SetRow(at, cells); err != nil {
			t.Fatal(err)
		}
		if err := r.add(number, row); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	if err := r.writeTo(&got); err != nil {
		t.Fatal(err)
	}
	_, want, _ := strings.Cut(firstSheet(t, f), "<sheetData>")
	want, _, _ = strings.Cut(want, endOfRows)
	for i := range min(len(want), got.Len()) {
		if want[i] != got.String()[i] {
			t.Fatalf("at %d:\n got %.120s\nwant %.120s", i, got.String()[max(i-40, 0):], want[max(i-40, 0):])
		}
	}
	if got.Len() != len(want) {
		t.Errorf("got %d bytes, want %d", got.Len(), len(want))
	}
}

var hostile = strings.Split("|a|=1+1| x|y |\n|\t|á|😡|<b>|&amp;|\"'|]]>|\r\n|\x00|\x1f|\uFFFD|\uFFFE|\xff|\xe2\x84|_x0041_|_x005F_|_x00ZZ_|_x12_|&#xA;|"+strings.Repeat("ñ", 40_000), "|")

func anyDatum(pick *rand.Rand) reports.Datum {
	switch pick.IntN(12) {
	case 0:
		return nil
	case 1:
		return pick.Int64() - math.MaxInt64/2
	case 2:
		return math.Float64frombits(pick.Uint64())
	case 3:
		return math.Round(pick.NormFloat64()*1e6) / 1e4
	case 4:
		return pick.NormFloat64() * math.Pow10(pick.IntN(40)-20)
	case 5:
		return pick.IntN(2) == 0
	case 6:
		return time.Unix(pick.Int64N(2e9), 0).UTC()
	case 7:
		return social.Date{Year: 2026, Month: 10, Day: pick.IntN(31) + 1}
	case 8:
		return reports.Value{N: pick.Float64(), OK: pick.IntN(2) == 0, Unit: reports.Points, Missing: "sin dato"}
	case 9:
		return reports.Live(`IF(A1<30,"n > 1",B2)`, reports.Value{N: pick.Float64(), OK: pick.IntN(2) == 0, Missing: "sin «dato» & más"})
	}
	return hostile[pick.IntN(len(hostile))] + hostile[pick.IntN(len(hostile)-1)]
}

func firstSheet(t *testing.T, f *excelize.File) string {
	t.Helper()
	raw, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(raw.Bytes()), int64(raw.Len()))
	if err != nil {
		t.Fatal(err)
	}
	part, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
