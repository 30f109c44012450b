package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
	"testing"

	"pulso/reports"
	"pulso/reports/reporttest"
)

func render(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, reporttest.Sample()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func parts(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(content)
	}
	return out
}

func TestSameReportSameBytes(t *testing.T) {
	if !bytes.Equal(render(t), render(t)) {
		t.Error("the same report gave other bytes")
	}
}

// Word refuses a package with a part that is not well formed or a relation that leads nowhere.
func TestPackageIsWhole(t *testing.T) {
	all := parts(t, render(t))
	for name, content := range all {
		if strings.HasSuffix(name, ".xlsx") {
			parts(t, []byte(content))
			continue
		}
		wellFormed(t, name, content)
		if strings.HasSuffix(name, ".rels") {
			targets(t, all, name, content)
		}
	}
	for _, override := range strings.Split(all["[Content_Types].xml"], `PartName="/`)[1:] {
		name, _, _ := strings.Cut(override, `"`)
		if _, ok := all[name]; !ok {
			t.Errorf("content type of %s, which is not there", name)
		}
	}
}

func wellFormed(t *testing.T, name, content string) {
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

func targets(t *testing.T, all map[string]string, name, content string) {
	var rels struct {
		Relationship []struct {
			Target     string `xml:",attr"`
			TargetMode string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal([]byte(content), &rels); err != nil {
		t.Fatal(err)
	}
	for _, r := range rels.Relationship {
		at := path.Join(path.Dir(path.Dir(name)), r.Target)
		if _, ok := all[at]; !ok && r.TargetMode != "External" {
			t.Errorf("%s leads to %s, which is not there", name, at)
		}
	}
}

func TestSaysWhatTheReportSays(t *testing.T) {
	all := parts(t, render(t))
	doc := all["word/document.xml"]
	for _, want := range []string{
		"210.345", "+1,2\u00a0%", "sin alcance en los archivos", "2 h 15 min", "La comunidad creció 1,2 % &amp; &lt;más&gt; que en septiembre.",
		"[R01]", "Tabla 1. Cuentas", "(1) estimado", "(2) sin datos", "s.\u00a0d.", "No hubo publicaciones en el mes.", "Ninguna red informó alcance.",
		`descr="Columnas por día: suben de 10 a 1.200."`, "Filas de respaldo: hoja Crecimiento_Mensual de la base.",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("the document does not say %q", want)
		}
	}
	if !strings.Contains(all["word/header1.xml"], "NUMPAGES") || !strings.Contains(all["word/header1.xml"], "ME-GCE-P-009") {
		t.Error("the header lacks the procedure or «Página N de M»")
	}
}

func TestChartsLeaveGaps(t *testing.T) {
	chart := parts(t, render(t))["word/charts/chart1.xml"]
	if strings.Contains(chart, `<c:pt idx="1"><c:v>0</c:v>`) {
		t.Error("a missing value is drawn as 0")
	}
	if !strings.Contains(chart, `<c:pt idx="2"><c:v>1200</c:v></c:pt>`) || !strings.Contains(chart, `<c:dispBlanksAs val="gap"/>`) {
		t.Error("the chart lacks its cached values or draws blanks")
	}
}

func TestColumnWidthsFillTheText(t *testing.T) {
	for _, shares := range [][]float64{{0, 0, 0}, {0.3, 0, 0}, {1, 1}, {0.95, 0}, {0.2}} {
		columns := make([]reports.Column, len(shares))
		for i, share := range shares {
			columns[i].Width = share
		}
		if got := sum(columnWidths(columns, nil)); got != textWidth {
			t.Errorf("shares %v: widths add up to %d, want %d", shares, got, textWidth)
		}
	}
}

// A short table stands on one page with what is below it; of a long one only the last row is held to its notes.
func TestShortTablesStayWhole(t *testing.T) {
	for rows, kept := range map[int]int{1: 1, whole: whole, whole + 1: 1} {
		d := &document{}
		table := &reports.Table{ID: "T1", Columns: []reports.Column{{Title: "Cuenta"}}}
		for range rows {
			table.Rows = append(table.Rows, []reports.Cell{{Text: "Facebook"}})
		}
		d.table(table)
		if got := strings.Count(d.out.String(), `w:val="CellKept"`); got != kept {
			t.Errorf("%d rows: %d are kept with what follows, want %d", rows, got, kept)
		}
	}
}
