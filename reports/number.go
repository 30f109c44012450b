package reports

import (
	"fmt"
	"regexp"
	"strings"
)

// Ref names a table or a chart by the id under which it is made: T6. Number puts in its place what the caption says,
// «Tabla 5», so that a table may come, go or move without a sentence that points beside it.
func Ref(id string) string { return refMark + id + refMark }

// Refs is Ref for a list of ids: «T6, C4».
func Refs(ids string) string {
	return tableOrChart.ReplaceAllStringFunc(ids, Ref)
}

// refMark stands around an id; no text of a file has it, since control characters are dropped on reading.
const refMark = "\x01"

var tableOrChart = regexp.MustCompile(`\b[TC]\d+[a-z]?\b`)

var refs = regexp.MustCompile(refMark + `([TCA]\d+[a-z]?)` + refMark)

// Number gives the report's tables and charts their numbers, in the order of print and without gaps, and resolves the
// references to them. Those of the annex (A) go by themselves.
func (r *Report) Number() {
	names := map[string]string{}
	last := map[byte]int{}
	next := func(id string) string {
		series := id[0]
		last[series]++
		now := fmt.Sprintf("%c%d", series, last[series])
		names[id] = map[byte]string{'T': "Tabla ", 'C': "Gráfico ", 'A': "Tabla A"}[series] + fmt.Sprint(last[series])
		return now
	}
	each(r.Sections, func(b Block) {
		switch b := b.(type) {
		case *Table:
			b.ID = next(b.ID)
		case *Chart:
			b.ID = next(b.ID)
		}
	})
	resolve := func(text string) string {
		if !strings.Contains(text, refMark) {
			return text
		}
		return refs.ReplaceAllStringFunc(text, func(found string) string {
			id := strings.Trim(found, refMark)
			if name, ok := names[id]; ok {
				return name
			}
			return "la base" // the table has no place in this month's document
		})
	}
	each(r.Sections, func(b Block) {
		switch b := b.(type) {
		case *Paragraph:
			b.Text = resolve(b.Text)
		case *Notice:
			b.Text = resolve(b.Text)
		case *Table:
			b.Notes = resolveAll(b.Notes, resolve)
			for _, row := range b.Rows {
				for i := range row {
					row[i].Text = resolve(row[i].Text)
				}
			}
		case *Chart:
			b.Notes = resolveAll(b.Notes, resolve)
		}
	})
}

func resolveAll(texts []string, resolve func(string) string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = resolve(t)
	}
	return out
}

// each calls f with every block of sections, in the order of print.
func each(sections []Section, f func(Block)) {
	for i := range sections {
		for _, b := range sections[i].Blocks {
			f(b)
		}
		each(sections[i].Sections, f)
	}
}
