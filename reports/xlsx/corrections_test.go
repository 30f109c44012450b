package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"pulso/pipeline/social"
	"pulso/reports"
)

// editada-libreoffice.xlsx is a base as LibreOffice wrote it after a person had worked in it: columns moved and
// renamed in capitals, a title above the header, blank and filtered rows, a sheet of notes, half-filled rows.
func TestReadEditsOfLibreOffice(t *testing.T) {
	content, err := os.ReadFile("testdata/editada-libreoffice.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	e, err := ReadEdits(content)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"Correcciones", "Lexico_Propuesto", "Peticiones", "Evaluacion"}; !slices.Equal(e.Sheets, want) {
		t.Errorf("sheets %v, want %v", e.Sheets, want)
	}
	c := e.Corrections[0]
	if c.Mention.Value != "facebook:1805640391" || c.Class != (Entry{"negative", "Correcciones!C4"}) || c.Seen != "neutral" || c.Analyst.Value != "Analista Uno" || c.Reason != "hueco peligroso" || c.Text == "" {
		t.Errorf("first correction: %+v", c)
	}
	if c := e.Corrections[2]; c.Class.Value != "" || c.Target.Value != "acueducto" || c.Topic != (Entry{"AGUA", "Correcciones!H7"}) {
		t.Errorf("a correction of target and topic alone: %+v", c)
	}
	if w := e.Words[0]; w.Term.Value != "Manjol" || w.Weight != -1.5 || w.Kind.Value != "palabra" {
		t.Errorf("first word: %+v", w)
	}
	if len(e.Reviews) != 3 || e.Reviews[0].Class.Value != "positive" || e.Reviews[0].Second.Value != "positive" || e.Reviews[1].Second.Value != "" {
		t.Errorf("reviews: %+v", e.Reviews)
	}
	want := Petition{
		Mention: Entry{"facebook:1805640935", "Peticiones!A6"}, Decision: reports.IsPetition, ForwardedOn: social.Date{Year: 2026, Month: time.October, Day: 14},
		Filing: "2026-0451", State: "trasladada", Cell: "Peticiones!N6",
	}
	if len(e.Petitions) != 1 || e.Petitions[0] != want {
		t.Errorf("petitions %+v, want %+v", e.Petitions, want)
	}
	cells, why := Grouped(e.Refusals)
	wantCells := []string{"Correcciones!C8", "Correcciones!C12", "Correcciones!C17", "Lexico_Propuesto!C4", "Lexico_Propuesto!A6", "Peticiones!N3", "Evaluacion!D4"}
	if got := slices.Concat(cells...); !slices.Equal(got, wantCells) {
		t.Errorf("refused cells %v (%v), want %v", got, why, wantCells)
	}
}

// bookOf makes a workbook as Excel would hold it.
func bookOf(t testing.TB, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for name, rows := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			if err == nil {
				err = f.SetSheetRow(name, at, &row)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadEditsRefusesWithTheCell(t *testing.T) {
	head := []any{"id_mencion", "clase_corregida", "motivo"}
	for name, c := range map[string]struct {
		row        []any
		cell, says string
	}{
		"an id that Excel made a number": {[]any{1.9e18, "positiva"}, "Correcciones!A2", "no es un id_mencion"},
		"no id":                          {[]any{"", "positiva"}, "Correcciones!A2", "falta el identificador"},
		"an error of a formula":          {[]any{"x:1", "#N/A"}, "Correcciones!B2", "no es una clase"},
		"a reason alone":                 {[]any{"x:1", "", "porque sí"}, "Correcciones!B2", "falta qué se corrige"},
	} {
		e, err := ReadEdits(bookOf(t, map[string][][]any{"Correcciones": {head, c.row}}))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(e.Corrections) > 0 || len(e.Refusals) != 1 || e.Refusals[0].Cell != c.cell || !strings.Contains(e.Refusals[0].Why, c.says) {
			t.Errorf("%s: took %v, refused %v; want %s: %s", name, e.Corrections, e.Refusals, c.cell, c.says)
		}
	}
}

func TestReadEditsFindsTheTextOfAnAddedRow(t *testing.T) {
	e, err := ReadEdits(bookOf(t, map[string][][]any{
		"correcciones": {{"ID Mención", "Clase corregida"}, {"x:7", "Neutral"}},
		"Menciones_2":  {{"id_mencion", "texto_enmascarado"}, {"x:6", "otro"}, {"x:7", "el texto que leyó"}},
	}))
	if err != nil || len(e.Corrections) != 1 || e.Corrections[0].Text != "el texto que leyó" || e.Corrections[0].Class.Value != "neutral" {
		t.Errorf("ReadEdits = %+v, %v", e, err)
	}
}

func TestReadEditsOfWhatIsNoBase(t *testing.T) {
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"a text":                    {[]byte("id_mencion,clase_corregida\n"), "no es un libro"},
		"an old or locked workbook": {ole, "protegido"},
		"half a zip":                {bookOf(t, nil)[:900], "no se puede leer"},
		"nothing":                   {nil, "no es un libro"},
	} {
		if _, err := ReadEdits(c.content); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one that says %q", name, err, c.says)
		}
	}
	if _, err := ReadEdits(bookOf(t, map[string][][]any{"Ventas": {{"mes", "total"}}})); !errors.Is(err, ErrNoBase) {
		t.Errorf("another workbook: error %v", err)
	}
	twice := map[string][][]any{"Correcciones": {{"id_mencion", "clase_corregida", "Clase Corregida"}, {"x:1", "", "positiva"}}}
	if _, err := ReadEdits(bookOf(t, twice)); err == nil || !strings.Contains(err.Error(), "Correcciones!B1 y en Correcciones!C1") {
		t.Errorf("a column twice: error %v", err)
	}
}

func TestCellsOfATable(t *testing.T) {
	rows := [][]string{{"Fecha", "número", "Sí o no"}, {"46326", "1.234,5", "sí"}, {"31/10/2026 22:30", "−2", "X"}, {"2026-10-31T22:30:00-05:00", "", "quizás"}, {"ayer", "dos", ""}}
	table, err := NewTable("t", rows, "fecha")
	if err != nil || len(table.Rows) != 4 {
		t.Fatalf("NewTable: %v, %v", table, err)
	}
	zone := time.FixedZone("Bogotá", -5*3600)
	day := social.Date{Year: 2026, Month: time.October, Day: 31}
	if d, ok := table.Rows[0].Day("fecha"); !ok || d != day {
		t.Errorf("a serial date: %v %v", d, ok)
	}
	at := time.Date(2026, 11, 1, 3, 30, 0, 0, time.UTC)
	for _, i := range []int{1, 2} {
		if got, ok := table.Rows[i].Time(zone, "fecha"); !ok || !got.Equal(at) {
			t.Errorf("row %d: time %v %v, want %v", i, got, ok, at)
		}
	}
	if _, ok := table.Rows[3].Day("fecha"); ok {
		t.Error("«ayer» became a day")
	}
	if n, ok := table.Rows[0].Float("numero"); !ok || n != 1234.5 {
		t.Errorf("1.234,5 is %v %v", n, ok)
	}
	if n, ok := table.Rows[1].Float("numero"); !ok || n != -2 {
		t.Errorf("−2 is %v %v", n, ok)
	}
	if _, ok := table.Rows[2].Float("numero"); ok {
		t.Error("an empty cell became a number")
	}
	if yes, known, ok := table.Rows[3].YesNo("si_o_no"); yes || known || !ok {
		t.Errorf("an empty cell answers %v %v %v", yes, known, ok)
	}
	if _, _, ok := table.Rows[2].YesNo("si_o_no"); ok {
		t.Error("«quizás» is an answer")
	}
}

// Each part of a real workbook damaged in turn: what comes back is either edits or an error, never both, never a crash.
func TestReadEditsOfDamagedBooks(t *testing.T) {
	whole, err := os.ReadFile("testdata/editada-libreoffice.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 7))
	for round := range 150 {
		content := damaged(t, whole, r)
		e, err := ReadEdits(content)
		if (e == nil) == (err == nil) {
			t.Fatalf("round %d: ReadEdits gave %v and %v", round, e, err)
		}
	}
}

// damaged is a workbook with one of its parts cut and overwritten.
func damaged(t *testing.T, whole []byte, r *rand.Rand) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	victim := r.IntN(len(in.File))
	for i, member := range in.File {
		part, err := fs.ReadFile(in, member.Name)
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; i == victim && n < 1+r.IntN(6) && len(part) > 1; n++ {
			at := r.IntN(len(part))
			part[at] = byte(r.IntN(256))
			if r.IntN(3) == 0 {
				part = append(part[:at], part[at+r.IntN(len(part)-at):]...)
			}
		}
		w, err := out.Create(member.Name)
		if err == nil {
			_, err = w.Write(part)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzReadEdits(f *testing.F) {
	f.Add(bookOf(f, map[string][][]any{"Correcciones": {{"id_mencion", "clase_corregida"}, {"x:1", "positiva"}}}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		e, err := ReadEdits(content)
		if (e == nil) == (err == nil) {
			t.Errorf("ReadEdits gave %v and %v", e, err)
		}
	})
}
