package reporttest

import (
	"fmt"
	"strings"
	"time"

	"pulso/pipeline/social"
	"pulso/reports"
)

// Dump writes everything that a report holds, plainly: what goldens of the analyses compare. Sheets whose name is in
// whole are written out; of the others come the header and the first row, without formulas.
func Dump(r *reports.Report, whole ...string) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s · %s · %s · %s\n", r.Kind, r.Title, r.Subtitle, r.Month)
	for _, f := range r.Control.Fields() {
		fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
	}
	for i := range r.Sections {
		dumpSection(&b, &r.Sections[i], 1)
	}
	for i := range r.Book.Sheets {
		if err := dumpSheet(&b, &r.Book.Sheets[i], whole); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

func dumpSection(b *strings.Builder, s *reports.Section, level int) {
	fmt.Fprintf(b, "\n%s %s [%s]\n", strings.Repeat("#", level), s.Title, s.ID)
	for _, block := range s.Blocks {
		dumpBlock(b, block)
	}
	for i := range s.Sections {
		dumpSection(b, &s.Sections[i], level+1)
	}
}

func dumpBlock(b *strings.Builder, block reports.Block) {
	switch x := block.(type) {
	case *reports.Paragraph:
		fmt.Fprintf(b, "P[%s%s] %s\n", x.Rule, x.Author, x.Text)
	case *reports.List:
		for _, s := range x.Items {
			fmt.Fprintf(b, "- %s\n", s)
		}
	case *reports.Cards:
		for _, c := range x.Cards {
			fmt.Fprintf(b, "* %s %s: %s\n", c.Indicator, c.Label, printed(c.Value))
			for _, k := range c.Compare {
				fmt.Fprintf(b, "    %s: %s\n", k.Label, printed(k.Value))
			}
		}
	case *reports.Table:
		dumpTable(b, x)
	case *reports.Chart:
		dumpChart(b, x)
	case *reports.Quote:
		fmt.Fprintf(b, "« %s » %s [%s]\n", x.Text, x.Source, x.Key)
	case *reports.Notice:
		fmt.Fprintf(b, "! %s\n", x.Text)
	}
}

func printed(v reports.Value) string {
	if len(v.Notes) == 0 {
		return v.String()
	}
	return v.String() + " {" + strings.Join(v.Notes, "; ") + "}"
}

func dumpTable(b *strings.Builder, t *reports.Table) {
	fmt.Fprintf(b, "T[%s → %s] %s\n", t.ID, t.Sheet, t.Title)
	if len(t.Rows) == 0 {
		fmt.Fprintf(b, "  (%s)\n", t.Empty)
		return
	}
	var titles []string
	for _, c := range t.Columns {
		titles = append(titles, c.Title)
	}
	fmt.Fprintf(b, "  %s\n", strings.Join(titles, " | "))
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = c.Text
			if c.Value != nil {
				cells[i] = printed(*c.Value)
			}
		}
		fmt.Fprintf(b, "  %s\n", strings.Join(cells, " | "))
	}
	for _, n := range t.Notes {
		fmt.Fprintf(b, "  nota: %s\n", n)
	}
}

func dumpChart(b *strings.Builder, c *reports.Chart) {
	fmt.Fprintf(b, "C[%s → %s] %s\n  alt: %s\n", c.ID, c.Sheet, c.Title, c.Alt)
	if c.Empty != "" {
		fmt.Fprintf(b, "  (%s)\n", c.Empty)
		return
	}
	fmt.Fprintf(b, "  %s\n", strings.Join(c.Categories, " | "))
	for _, s := range c.Series {
		values := make([]string, len(s.Values))
		for i, v := range s.Values {
			if values[i] = "·"; v.OK {
				values[i] = v.String() + strings.Repeat("?", min(len(v.Notes), 1))
			}
		}
		fmt.Fprintf(b, "  %s: %s\n", s.Name, strings.Join(values, " "))
	}
	for _, n := range c.Notes {
		fmt.Fprintf(b, "  nota: %s\n", n)
	}
}

func dumpSheet(b *strings.Builder, s *reports.Sheet, whole []string) error {
	fmt.Fprintf(b, "\n= %s (%s) %s\n", s.Name, s.Table, s.Purpose)
	all := false
	for _, name := range whole {
		all = all || name == s.Name
	}
	for i, c := range s.Columns {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(c.Name)
	}
	b.WriteByte('\n')
	n := 0
	for row, err := range s.Rows {
		if err != nil {
			return err
		}
		if len(row) != len(s.Columns) {
			return fmt.Errorf("sheet %s, row %d: %d cells under %d columns", s.Name, n+2, len(row), len(s.Columns))
		}
		if n++; n > 1 && !all {
			continue
		}
		for i, d := range row {
			if i > 0 {
				b.WriteString(" | ")
			}
			if f, ok := d.(reports.Formula); ok && !all {
				d = f.Cached.String()
			}
			b.WriteString(Cell(d))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(b, "(%d)\n", n)
	return nil
}

// Cell writes a datum plainly.
func Cell(d reports.Datum) string {
	switch x := d.(type) {
	case nil:
		return ""
	case time.Time:
		return x.Format("2006-01-02 15:04")
	case social.Date:
		return x.String()
	case reports.Formula:
		return "=" + x.Expr + " → " + x.Cached.String()
	case bool:
		return reports.YesOrNo(x)
	case float64:
		return fmt.Sprintf("%.4g", x)
	}
	return fmt.Sprint(d)
}
