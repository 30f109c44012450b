package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"pulso/reports/xlsx"
)

// TestLoop runs the scripts that need a base which somebody edited: $BASE is one that LibreOffice wrote, with what a
// person does to a workbook, about the mentions of the scripts' inbox.
func TestLoop(t *testing.T) {
	base, err := filepath.Abs("../../reports/xlsx/testdata/editada-libreoffice.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/loop",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("BASE", base)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "same": same, "sheet": sheet},
	})
}

// sheet BOOK NAME FILE writes the cells of a worksheet to a file, a row a line and tabs between them.
func sheet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: sheet book name file")
	}
	content, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	book, err := xlsx.OpenBook(content)
	ts.Check(err)
	defer book.Close()
	table, err := book.Table(args[1])
	ts.Check(err)
	if table == nil {
		ts.Fatalf("%s has no sheet %s but %v", args[0], args[1], book.Sheets())
	}
	var b bytes.Buffer
	for _, row := range table.Rows {
		cells := make([]string, len(table.Columns))
		for i, column := range table.Columns {
			cells[i] = row.Text(xlsx.Fold(column))
		}
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), b.Bytes(), 0o666))
}
