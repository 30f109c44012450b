//go:build office

package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// These tests need LibreOffice, poppler and DuckDB, and so are not part of `go test ./...`: .ci/office installs them.

// demoDir makes the demo's workspace once for all tests of this file.
func demoDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pulso-demo")
	var out bytes.Buffer
	if code := run(context.Background(), []string{"demo", dir}, nil, &out, &out); code != 0 {
		t.Fatalf("pulso demo: status %d\n%s", code, &out)
	}
	return dir
}

func TestOffice(t *testing.T) {
	dir := demoDir(t)
	month := filepath.Join(dir, "reports", "2026-10")
	t.Run("documents", func(t *testing.T) {
		for _, kind := range []string{"crecimiento", "sentimientos"} {
			checkDocument(t, filepath.Join(month, "informe-"+kind+"-2026-10.docx"))
		}
	})
	t.Run("workbooks", func(t *testing.T) {
		for _, kind := range []string{"crecimiento", "sentimientos"} {
			checkWorkbook(t, filepath.Join(month, "base-"+kind+"-2026-10.xlsx"))
		}
	})
	t.Run("store", func(t *testing.T) { checkStore(t, dir) })
}

// checkDocument converts the document and reads its pages as text.
func checkDocument(t *testing.T, path string) {
	pages := pdfText(t, path)
	if n := strings.Count(pages, "\f"); n < 5 {
		t.Errorf("%s: %d pages: LibreOffice did not open it whole", path, n)
	}
	if !regexp.MustCompile(`Página 2 de \d+`).MatchString(pages) {
		t.Errorf("%s: no «Página 2 de N»", path)
	}
	forbid(t, path, pages)
}

// foreignWords are words that a report in Spanish cannot hold; programs' own words stand for a leak of a template or a field.
var foreignWords = regexp.MustCompile(`(?:^|[^\pL])(the|and|with|Sheet\d|Page \d|null|NaN|true|false|cue_\w+|<nil>|%!)(?:$|[^\pL])`)

func forbid(t *testing.T, path, text string) {
	t.Helper()
	if strings.Contains(text, "###") {
		t.Errorf("%s: a cell is too narrow for its number: ###", path)
	}
	for _, word := range []string{"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "Err:5"} {
		if strings.Contains(text, word) {
			t.Errorf("%s: a formula gives %s", path, word)
		}
	}
	for line := range strings.Lines(text) {
		if foreignWords.MatchString(line) && !strings.Contains(line, "«") {
			t.Errorf("%s: not Spanish: %s", path, strings.TrimSpace(line))
		}
	}
}

func pdfText(t *testing.T, path string) string {
	t.Helper()
	out := convert(t, path, "pdf", "pdf")
	text, err := exec.Command("pdftotext", "-layout", filepath.Join(out, stem(path)+".pdf"), "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(text)
}

func stem(path string) string { return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) }

// convert has LibreOffice write path in another format, with formulas computed anew.
func convert(t *testing.T, path, format, ext string) string {
	t.Helper()
	out, profile := t.TempDir(), t.TempDir()
	recalculate := `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`
	if err := os.MkdirAll(filepath.Join(profile, "user"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(recalculate), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("soffice", "-env:UserInstallation=file://"+profile, "--headless", "--convert-to", format, "--outdir", out, path)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	if made, _ := filepath.Glob(filepath.Join(out, "*."+ext)); len(made) == 0 {
		t.Fatalf("LibreOffice made nothing of %s", path)
	}
	return out
}

// checkWorkbook has LibreOffice compute the formulas of Resumen and holds them against the values that pulso cached.
func checkWorkbook(t *testing.T, path string) {
	// Field separator comma, quote ", UTF-8, values as they are rather than as shown, formulas as values, every sheet.
	computed := convert(t, path, `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1`, "csv")
	sheets, _ := filepath.Glob(filepath.Join(computed, "*.csv"))
	if len(sheets) < 8 {
		t.Errorf("%s: %d sheets, want at least 8", path, len(sheets))
	}
	for _, sheet := range sheets {
		raw, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if quotes.MatchString(sheet) {
			continue
		}
		forbid(t, sheet, string(raw))
	}
	cached := cachedFormulas(t, path)
	if len(cached) < 10 {
		t.Errorf("%s: Resumen has %d formulas, want at least 10", path, len(cached))
	}
	rows := readCSV(t, filepath.Join(computed, stem(path)+"-Resumen.csv"))
	for at, want := range cached {
		column, row := int(at[0]-'A'), 0
		fmt.Sscan(at[1:], &row)
		got := rows[row-1][column]
		if !sameFigure(got, want) {
			t.Errorf("%s Resumen!%s: LibreOffice computes %q, pulso printed %q", stem(path), at, got, want)
		}
	}
}

// quotes are the sheets that hold the words of citizens and files, in whatever language they are.
var quotes = regexp.MustCompile(`-(Menciones|Terminos|Excluidas|Correcciones|Rechazos|Evaluacion|Peticiones)`)

// sameFigure compares what LibreOffice shows (30,4054 %) with the number in the file (0.304054).
func sameFigure(got, want string) bool {
	percent := strings.HasSuffix(got, "%")
	got = strings.TrimSpace(strings.TrimSuffix(got, "%"))
	g, gerr := strconv.ParseFloat(strings.ReplaceAll(got, ",", "."), 64)
	if percent {
		g /= 100
	}
	w, werr := strconv.ParseFloat(want, 64)
	if gerr != nil || werr != nil {
		return got == want
	}
	return math.Abs(g-w) <= 1e-9*math.Max(1, math.Abs(w))
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

var formulaCell = regexp.MustCompile(`<c r="([A-Z]+\d+)"[^>]*?(?: t="(\w+)")?[^>]*><f>[^<]*</f><v>([^<]*)</v>`)

// cachedFormulas are the formula cells of Resumen with the values that stand in the file.
func cachedFormulas(t *testing.T, path string) map[string]string {
	t.Helper()
	sheet, err := exec.Command("unzip", "-p", path, sheetPart(t, path, "Resumen")).Output()
	if err != nil {
		t.Fatalf("unzip: %v", err)
	}
	out := map[string]string{}
	for _, m := range formulaCell.FindAllStringSubmatch(string(sheet), -1) {
		out[m[1]] = m[3]
	}
	return out
}

func sheetPart(t *testing.T, path, name string) string {
	t.Helper()
	book, err := exec.Command("unzip", "-p", path, "xl/workbook.xml").Output()
	if err != nil {
		t.Fatal(err)
	}
	rels, err := exec.Command("unzip", "-p", path, "xl/_rels/workbook.xml.rels").Output()
	if err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`<sheet name="` + name + `"[^>]*r:id="(\w+)"`).FindSubmatch(book)
	if id == nil {
		t.Fatalf("%s has no sheet %s", path, name)
	}
	for _, rel := range regexp.MustCompile(`<Relationship [^>]*>`).FindAllString(string(rels), -1) {
		if strings.Contains(rel, `Id="`+string(id[1])+`"`) {
			target := regexp.MustCompile(`Target="/?([^"]*)"`).FindStringSubmatch(rel)[1]
			return "xl/" + strings.TrimPrefix(target, "xl/")
		}
	}
	t.Fatalf("%s: no part for sheet %s", path, name)
	return ""
}

// checkStore counts every table of every month with DuckDB and holds it against the manifest.
func checkStore(t *testing.T, dir string) {
	s := store.Open(dir)
	months, err := s.Months()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range months {
		snap, err := s.Snapshot(m, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range snap.Files {
			if got := duckCount(t, dir, f.Table, m, ""); got != f.Rows {
				t.Errorf("%s %s: DuckDB counts %d rows, the manifest %d", m, f.Table, got, f.Rows)
			}
		}
		if got, want := duckCount(t, dir, store.Mentions, m, " and status = 'valid'"), int64(snap.Counts.ByStatus[string(social.Valid)]); got != want {
			t.Errorf("%s: DuckDB counts %d valid mentions, the manifest %d", m, got, want)
		}
	}
}

func duckCount(t *testing.T, dir, table string, m social.Month, and string) int64 {
	t.Helper()
	glob := filepath.ToSlash(filepath.Join(dir, "data", table, "*", "*.parquet"))
	rows := duck(t, fmt.Sprintf("select count(*) as n from read_parquet('%s', hive_partitioning=true) where month = '%s'%s", glob, m, and))
	n, err := strconv.ParseInt(fmt.Sprint(rows[0]["n"]), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// duck runs a query in DuckDB, through its Node package.
func duck(t *testing.T, query string) []map[string]any {
	t.Helper()
	modules := os.Getenv("DUCKDB_MODULES")
	if modules == "" {
		t.Fatal("DUCKDB_MODULES is not set: run make office")
	}
	script := filepath.Join(filepath.Dir(modules), "query.mjs")
	code := "import { DuckDBInstance } from '@duckdb/node-api';\nconst c = await (await DuckDBInstance.create(':memory:')).connect();\nconst r = await c.runAndReadAll(process.argv[2]);\nconsole.log(JSON.stringify(r.getRowObjectsJson()));\n"
	if err := os.WriteFile(script, []byte(code), 0o666); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command("node", script, query)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("duckdb: %v\n%s\n%s", err, query, &stderr)
	}
	var rows []map[string]any
	if err := json.Unmarshal(out, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}
