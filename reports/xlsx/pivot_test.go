package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"pulso/reports"
	"pulso/reports/reporttest"
)

// A pivot shows its figures before anybody refreshes it, and its parts say the same as its cells.
func TestPivot(t *testing.T) {
	raw := render(t, reporttest.Sample())
	f := open(t, raw)
	for cell, want := range map[string]string{
		"A4": "Suma de cantidad", "B4": "clase_corregida", "A5": "id_publicacion", "B5": "(en blanco)", "C5": "Total general",
		"A6": "1900000000000007919", "B6": "1", "A7": "3", "B7": "", "A8": "-e0JZNRR-QA", "B8": "2", "A9": "Total general", "C9": "3",
	} {
		if got, _ := f.GetCellValue("Dinamica", cell); got != want {
			t.Errorf("Dinamica!%s: got %q, want %q", cell, got, want)
		}
	}
	for part, want := range map[string]string{
		"xl/pivotCache/pivotCacheDefinition1.xml": `<worksheetSource name="Datos">|refreshOnLoad="true"|<sharedItems count="3"><s v="1900000000000007919"/>|<sharedItems containsNonDate="0" containsString="0" containsBlank="1" count="1"><m/></sharedItems>`,
		"xl/pivotTables/pivotTable1.xml":          `ref="A4:C9"|<items count="4"><item x="0"/>|<rowItems count="4">|<colItems count="2">`,
		"xl/slicerCaches/slicerCache1.xml":        `sourceName="id_publicacion"|<items count="3"><i x="0" s="1"/>`,
		"xl/slicerCaches/slicerCache2.xml":        `sourceName="clase_corregida"|<items count="1"><i x="0" s="1"/></items>`,
		"xl/drawings/drawing1.xml":                "segmentación de datos, que este programa no muestra",
	} {
		content := member(t, raw, part)
		wellFormed(t, part, content)
		for _, w := range strings.Split(want, "|") {
			if !strings.Contains(content, w) {
				t.Errorf("%s does not hold %s", part, w)
			}
		}
	}
	if strings.Contains(member(t, raw, "xl/workbook.xml"), "_encabezado") {
		t.Error("the sheet that lends its header to the pivot is still there")
	}
}

func wellFormed(t *testing.T, part, content string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(content)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%s: %v", part, err)
			return
		}
	}
}

// A slicer without buttons would be no valid part: a source without rows has no pivot.
func TestPivotOverNothing(t *testing.T) {
	r := reporttest.Sample()
	r.Book.Sheets[1].Rows = reports.Rows(nil).All()
	raw := render(t, r)
	if got, _ := open(t, raw).GetCellValue("Dinamica", "A1"); !strings.Contains(got, "no tiene filas") {
		t.Errorf("got %q", got)
	}
	if strings.Contains(member(t, raw, "[Content_Types].xml"), "pivot") {
		t.Error("there is a pivot over no rows")
	}
}
