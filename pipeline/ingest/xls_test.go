package ingest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/txtar"

	"pulso/pipeline/ingest/biff/bifftest"
)

func init() { transforms["biff"] = biffOf }

// biffOf makes a legacy workbook of a txtar archive: a file per sheet, named like the sheet, in CSV. A cell is a text
// unless it begins with a mark: # a number, @ a date, = the text of a formula.
func biffOf(b []byte) ([]byte, error) {
	var sheets []bifftest.Sheet
	for _, f := range txtar.Parse(b).Files {
		r := csv.NewReader(bytes.NewReader(f.Data))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		s := bifftest.Sheet{Name: f.Name}
		for _, row := range rows {
			var cells []any
			for _, c := range row {
				cell, err := biffCell(c)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", f.Name, err)
				}
				cells = append(cells, cell)
			}
			s.Rows = append(s.Rows, cells)
		}
		sheets = append(sheets, s)
	}
	var out bytes.Buffer
	err := bifftest.Write(&out, sheets)
	return out.Bytes(), err
}

func biffCell(s string) (any, error) {
	switch {
	case s == "":
		return nil, nil
	case s[0] == '@':
		return time.Parse(time.DateOnly, s[1:])
	case s[0] == '=':
		return bifftest.Formula{Value: s[1:]}, nil
	case s[0] != '#':
		return s, nil
	case strings.Contains(s, "."):
		return strconv.ParseFloat(s[1:], 64)
	}
	return strconv.Atoi(s[1:])
}
