package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"pulso/reports"
	"pulso/reports/reporttest"
)

func render(t *testing.T, r *reports.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t *testing.T, raw []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestSameReportSameBytes(t *testing.T) {
	first := render(t, reporttest.Sample())
	for range 5 {
		if !bytes.Equal(first, render(t, reporttest.Sample())) {
			t.Fatal("the same report gave other bytes")
		}
	}
}

func TestSheetsInOrder(t *testing.T) {
	f := open(t, render(t, reporttest.Sample()))
	if got, want := strings.Join(f.GetSheetList(), " "), "LEEME Datos Dinamica Vacia Resumen Datos_Graficos"; got != want {
		t.Errorf("sheets: got %s, want %s", got, want)
	}
}

func TestCells(t *testing.T) {
	f := open(t, render(t, reporttest.Sample()))
	cases := []struct{ sheet, cell, want, why string }{
		{"Datos", "A2", "1900000000000007919", "ids of 19 digits stay text, to the last digit"},
		{"Datos", "A3", "-e0JZNRR-QA", "an id that begins with a sign is no formula"},
		{"Datos", "B2", `=HYPERLINK("http://example.org")`, "a citizen's text is never a formula"},
		{"Datos", "B3", "nulo y campana", "control characters go"},
		{"Datos", "D3", "", "a missing value is an empty cell, not 0"},
		{"Datos", "E3", "", "a zero date is empty"},
		{"Datos", "G2", "Sí", "booleans are words"},
		{"LEEME", "B2", "3", "a formula carries its cached value"},
		{"LEEME", "B3", "sin mes anterior", "what is missing says why"},
	}
	for _, c := range cases {
		got, err := f.GetCellValue(c.sheet, c.cell, excelize.Options{RawCellValue: true})
		if err != nil || got != c.want {
			t.Errorf("%s!%s: got %q (%v), want %q: %s", c.sheet, c.cell, got, err, c.want, c.why)
		}
	}
	if formula, _ := f.GetCellFormula("Datos", "B2"); formula != "" {
		t.Errorf("Datos!B2 holds the formula %q", formula)
	}
	if formula, _ := f.GetCellFormula("LEEME", "B2"); formula != "SUM(Datos!C2:C4)" {
		t.Errorf("LEEME!B2: got formula %q", formula)
	}
}

func TestDatesAreSerials(t *testing.T) {
	f := open(t, render(t, reporttest.Sample()))
	raw, _ := f.GetCellValue("Datos", "E2", excelize.Options{RawCellValue: true})
	shown, _ := f.GetCellValue("Datos", "E2")
	if raw != "46326" || shown != "31/10/2026" {
		t.Errorf("31 October 2026: got %s shown as %s, want 46326 shown as 31/10/2026", raw, shown)
	}
	if shown, _ := f.GetCellValue("Datos", "F2"); shown != "31/10/2026 23:59" {
		t.Errorf("date and time: got %s", shown)
	}
}

func TestLongTextIsCutAtExcelsLimit(t *testing.T) {
	f := open(t, render(t, reporttest.Sample()))
	got, _ := f.GetCellValue("Datos", "B4")
	if n := len(utf16.Encode([]rune(got))); n > maxUnits || n < maxUnits-2 || !strings.HasSuffix(got, "…") {
		t.Errorf("got %d UTF-16 units ending in %q, want at most %d and a sign that it was cut", n, got[len(got)-4:], maxUnits)
	}
}

func TestTablesAndLists(t *testing.T) {
	f := open(t, render(t, reporttest.Sample()))
	for sheet, want := range map[string]string{"Datos": "A1:H4", "Vacia": "A1:B2"} {
		tables, err := f.GetTables(sheet)
		if err != nil || len(tables) != 1 || tables[0].Range != want {
			t.Errorf("%s: got tables %v (%v), want one of %s", sheet, tables, err, want)
		}
	}
	lists, err := f.GetDataValidations("Datos")
	if err != nil || len(lists) != 1 || lists[0].Sqref != "H2:H4" {
		t.Errorf("drop-downs: got %v (%v)", lists, err)
	}
	panes, err := f.GetPanes("Datos")
	if err != nil || !panes.Freeze {
		t.Errorf("panes: got %+v (%v)", panes, err)
	}
}

// Every printed page of a data sheet begins with its header.
func TestHeaderOnEveryPage(t *testing.T) {
	titles := map[string]string{}
	for _, n := range open(t, render(t, reporttest.Sample())).GetDefinedName() {
		if n.Name == "_xlnm.Print_Titles" {
			titles[n.Scope] = n.RefersTo
		}
	}
	if len(titles) != 2 || titles["Datos"] != "'Datos'!$1:$1" || titles["Vacia"] != "'Vacia'!$1:$1" {
		t.Errorf("print titles: %v", titles)
	}
}

func TestChartIsThere(t *testing.T) {
	raw := render(t, reporttest.Sample())
	f := open(t, raw)
	if got, _ := f.GetCellValue("Datos_Graficos", "A2"); got != "01/10" {
		t.Errorf("values of the chart: got %q, want 01/10", got)
	}
	if got, _ := f.GetCellValue("Datos_Graficos", "B3"); got != "" {
		t.Errorf("a missing value of a chart: got %q, want an empty cell", got)
	}
	chart := member(t, raw, "xl/charts/chart1.xml")
	for _, want := range []string{"<f>Datos_Graficos!$B$1</f>", "<f>Datos_Graficos!$B$2:$B$4</f>", "<f>Datos_Graficos!$A$2:$A$4</f>"} {
		if !strings.Contains(strings.ReplaceAll(strings.ReplaceAll(chart, "'", ""), "&#39;", ""), want) {
			t.Errorf("the chart does not refer to %s", want)
		}
	}
}

func member(t *testing.T, raw []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.ReadFile(z, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestErrorOfRowsStops(t *testing.T) {
	r := reporttest.Sample()
	broken := errors.New("store: page 3 damaged")
	r.Book.Sheets[1].Rows = func(yield func([]reports.Datum, error) bool) { yield(nil, broken) }
	err := Render(&bytes.Buffer{}, r)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "Datos") {
		t.Errorf("got %v, want the rows' own error with the sheet's name", err)
	}
}
