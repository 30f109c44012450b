package ingest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A Layout says by which headers the columns of a format go, in every language that has been met. Columns are found
// by their header and never by their position: exports order them as their users like.
type Layout []Column

// A Column is a field of a layout and its headers. How they are accented, capitalised and spaced does not matter. The
// empty field gathers headers that are known and not read.
type Column struct {
	Field   string
	Headers []string
}

// fields lists the fields of l, each once, in its order.
func (l Layout) fields() []string {
	var names []string
	for _, c := range l {
		if c.Field != "" && !slices.Contains(names, c.Field) {
			names = append(names, c.Field)
		}
	}
	return names
}

// headerKey reduces a header to what identifies it: lower case, no accents, single spaces, no marks around it.
func headerKey(s string) string {
	if isKey(s) {
		return s
	}
	return keyOf(s)
}

func keyOf(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if !ascii {
		s = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFD.String(s))
	}
	s = strings.ToLower(strings.ReplaceAll(s, "_", " "))
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == 0 || r == '\uFEFF' }), " ")
	return strings.Trim(s, ` "'*:`)
}

// isKey says that s is its own headerKey, as what programs call their columns mostly is.
func isKey(s string) bool {
	const around = " \"'*:"
	if s == "" {
		return true
	}
	if strings.IndexByte(around, s[0]) >= 0 || strings.IndexByte(around, s[len(s)-1]) >= 0 {
		return false
	}
	for i := range len(s) {
		b := s[i]
		if b < ' ' || b > '~' || b == '_' || b >= 'A' && b <= 'Z' || b == ' ' && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// layoutKeys are the headerKeys of the headers of layouts, which are the same for every file.
var layoutKeys sync.Map

// layoutKey is the headerKey of a header of a layout.
func layoutKey(header string) string {
	if key, ok := layoutKeys.Load(header); ok {
		return key.(string)
	}
	key := headerKey(header)
	layoutKeys.Store(header, key)
	return key
}

// A heading is a row taken for a header.
type heading struct {
	cells []string
	keys  []string         // of the cells
	at    map[string][]int // columns by their key, from left to right
}

func headingOf(cells []string) *heading {
	h := &heading{cells: cells, keys: make([]string, len(cells)), at: make(map[string][]int, len(cells))}
	for i, c := range cells {
		if h.keys[i] = headerKey(c); h.keys[i] != "" {
			h.at[h.keys[i]] = append(h.at[h.keys[i]], i)
		}
	}
	return h
}

// A binding says which column of a table holds which field.
type binding struct {
	header  []string
	at      places
	second  []repeated // further columns of a bound field
	unknown []string   // headers that no field claims, as written
}

// A repeated column has the header of one to its left, or another header of the same field.
type repeated struct {
	index int
	name  string // header, numbered where the same one came before: «Views (2)»
}

// places are the columns of the bound fields. They are a list because a row asks for twenty fields and a table has ten:
// looking through the list costs less than a map does.
type places []struct {
	field string
	index int
}

// of is the column of a field; −1 when there is none.
func (p places) of(field string) int {
	for i := range p {
		if p[i].field == field {
			return p[i].index
		}
	}
	return -1
}

// put binds a field that has no column yet.
func (p *places) put(field string, index int) {
	*p = append(*p, struct {
		field string
		index int
	}{field, index})
}

// bind finds the columns of a header row. Of several columns of one field the one whose header stands first in the
// layout counts, then the leftmost; the others are kept as second.
func (l Layout) bind(heading *heading) *binding {
	header := heading.cells
	b := &binding{header: header}
	claimed := map[int]bool{}
	for _, c := range l {
		for _, h := range c.Headers {
			for n, i := range heading.at[layoutKey(h)] {
				bound := b.at.of(c.Field) >= 0
				switch {
				case claimed[i] || c.Field == "":
				case !bound:
					b.at.put(c.Field, i)
				case n == 0:
					b.second = append(b.second, repeated{i, strings.TrimSpace(header[i])})
				default:
					b.second = append(b.second, repeated{i, fmt.Sprintf("%s (%d)", strings.TrimSpace(header[i]), n+1)})
				}
				claimed[i] = true
			}
		}
	}
	for i, h := range header {
		if !claimed[i] && heading.keys[i] != "" {
			b.unknown = append(b.unknown, strings.TrimSpace(h))
		}
	}
	return b
}

// has says whether all the fields have a column.
func (b *binding) has(fields ...string) bool {
	for _, f := range fields {
		if b.at.of(f) < 0 {
			return false
		}
	}
	return true
}

// index is the column of a field; −1 when there is none.
func (b *binding) index(field string) int { return b.at.of(field) }

// headerOf is the header by which the file calls a field.
func (b *binding) headerOf(field string) string {
	if i := b.at.of(field); i >= 0 {
		return strings.TrimSpace(b.header[i])
	}
	return ""
}

// searchRows is how far down a header row may stand: below titles, notes and metadata.
const searchRows = 15

// find looks for the header row of l among the first rows of t: the first that binds all the needed fields. Index is
// its place in t.Head.
func (l Layout) find(t *table, need ...string) (index int, b *binding, ok bool) {
	if t.Hidden {
		return 0, nil, false
	}
	for i, r := range t.Head[:min(len(t.Head), searchRows)] {
		if r.Bad != "" || len(r.Cells) < len(need) || !l.named(t.heading(i), need) {
			continue
		}
		if b := l.bind(t.heading(i)); b.has(need...) {
			return i, b, true
		}
	}
	return 0, nil, false
}

// named says whether each of the fields has its header in a row, which most rows lack: to bind them takes much longer.
func (l Layout) named(row *heading, fields []string) bool {
	return !slices.ContainsFunc(fields, func(field string) bool {
		return !slices.ContainsFunc(l, func(c Column) bool {
			return c.Field == field && slices.ContainsFunc(c.Headers, func(h string) bool { return row.at[layoutKey(h)] != nil })
		})
	})
}

// in looks for the layout in any of the tables of a sample.
func (l Layout) in(s *Sample, need ...string) (t *table, b *binding, ok bool) {
	for _, t := range s.Tables {
		if _, b, ok := l.find(t, need...); ok {
			return t, b, true
		}
	}
	return nil, nil, false
}
