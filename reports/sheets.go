package reports

import (
	"cmp"
	"fmt"
	"iter"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// MaxRows is how many rows of data a sheet holds under its header: Excel's 1.048.576 less one.
const MaxRows = 1<<20 - 1

// A Rows is a sheet's data that is small enough to be kept.
type Rows [][]Datum

// All yields the rows.
func (r Rows) All() iter.Seq2[[]Datum, error] {
	return func(yield func([]Datum, error) bool) {
		for _, row := range r {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Cell is a value as a sheet's cell: a number, or empty where there is none.
func (v Value) Cell() Datum {
	switch {
	case !v.OK:
		return nil
	case v.Unit == Count || v.Unit == Delta:
		return int64(v.N)
	}
	return v.N
}

// OptCell is an optional number as a cell.
func OptCell[T int64 | float64](o social.Opt[T]) Datum {
	if !o.OK {
		return nil
	}
	return o.V
}

// TextCell is a text as a cell; an empty one is an empty cell.
func TextCell(s string) Datum {
	if s == "" {
		return nil
	}
	return s
}

// DateCell is a day as a cell; a zero one is an empty cell.
func DateCell(d social.Date) Datum {
	if d.IsZero() {
		return nil
	}
	return d
}

// TimeCell is an instant as a cell, in the clock of zone; a zero one is an empty cell, and so is one of which only
// the day is known, because its hour would be invented.
func TimeCell(t time.Time, p social.Precision, zone *time.Location) Datum {
	if t.IsZero() || p == social.Day {
		return nil
	}
	return t.In(zone)
}

// Index is the position of a column, -1 when the sheet has none of that name.
func (s *Sheet) Index(column string) int {
	for i, c := range s.Columns {
		if c.Name == column {
			return i
		}
	}
	return -1
}

// Cells names the cells of a column that hold rows of data, as 'Menciones'!$B$2:$B$101. Plain ranges and not table
// references, because LibreOffice computes the former only. A sheet without rows gives its first empty cell.
func (s *Sheet) Cells(column string, rows int) string {
	c := ColumnLetters(s.Index(column))
	return fmt.Sprintf("'%s'!$%s$2:$%s$%d", s.Name, c, c, max(rows, 1)+1)
}

// ColumnLetters is the spreadsheet's name of the column at index i, counted from 0.
func ColumnLetters(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

// Literal writes a text as a formula's string.
func Literal(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// Criterion writes a text as a criterion of COUNTIFS that means exactly it: wildcards are escaped, and an equals
// sign before keeps a text that begins with < or > from being a comparison.
func Criterion(s string) string {
	return Literal("=" + strings.NewReplacer("~", "~~", "*", "~*", "?", "~?").Replace(s))
}

// A Where is one condition of a formula: a column's cells and a criterion, already written as a formula's argument.
type Where struct{ Cells, Criterion string }

// CountIfs counts the rows that meet all conditions.
func CountIfs(where ...Where) string { return "COUNTIFS(" + conditions(where) + ")" }

// SumIfs adds the cells of the rows that meet all conditions.
func SumIfs(cells string, where ...Where) string {
	return "SUMIFS(" + cells + "," + conditions(where) + ")"
}

func conditions(where []Where) string {
	parts := make([]string, 0, 2*len(where))
	for _, w := range where {
		parts = append(parts, w.Cells, w.Criterion)
	}
	return strings.Join(parts, ",")
}

// Live is a formula with the value that it must give. What a missing value prints is in the formula itself: see
// SumOr and FromMinimum.
func Live(expr string, v Value) Formula { return Formula{Expr: expr, Cached: v} }

// FromMinimum guards a formula: while n, a formula too, is below MinSample it gives the reason instead.
func FromMinimum(n, expr string, v Value) Formula {
	return Live(fmt.Sprintf("IF(%s<%d,%s,%s)", n, MinSample, Literal(cmp.Or(v.Missing, "menos de 30")), expr), v)
}

// SumOr is SumIfs, or the reason why v is missing when none of those rows holds a number: no data is not zero.
func SumOr(cells string, v Value, where ...Where) Formula {
	counted := append(where[:len(where):len(where)], Where{cells, Literal(">-1E+300")})
	return Live("IF("+CountIfs(counted...)+"=0,"+Literal(cmp.Or(v.Missing, "sin dato"))+","+SumIfs(cells, where...)+")", v)
}

// MonthCriterion is a month as a criterion on a column of first days. A text «2026-10» would not do: spreadsheets
// read it as a date in some languages.
func MonthCriterion(m social.Month) string { return fmt.Sprintf("DATE(%d,%d,1)", m.Year, int(m.Month)) }

// CountOr is a count, or the reason why v is missing while n, a formula too, is zero.
func CountOr(n, expr string, v Value) Formula {
	return Live("IF("+n+"=0,"+Literal(cmp.Or(v.Missing, "sin dato"))+","+expr+")", v)
}

// Parts writes a formula over a sheet that may have been split because its rows do not fit: f is asked for each part
// and the results are added.
func (s *Sheet) Parts(rows int, f func(part *Sheet, rows int) string) string {
	if rows <= MaxRows {
		return f(s, rows)
	}
	var sum []string
	for i := 0; rows > 0; i++ {
		part := *s
		if i > 0 {
			part.Name = fmt.Sprintf("%s_%d", s.Name, i+1)
		}
		sum = append(sum, f(&part, min(rows, MaxRows)))
		rows -= MaxRows
	}
	return "(" + strings.Join(sum, "+") + ")"
}
