package ingest

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// A Mapping is how the generic reader takes a table, for a person to confirm: what goes to pulso.yaml, and what shows
// whether it is right.
type Mapping struct {
	Columns
	Sheet  string         // of a workbook
	Row    int            // of the header: line of a text, row of a sheet
	Read   []MappedColumn // from left to right
	Left   []MappedColumn // columns that are not read, with an empty Field
	Dated  string         // a date of the table and how it is read: «05/10/2026 → 2026-10-05»; empty when it has none
	Style  string         // Spanish: how numbers are read
	Doubts []string       // Spanish: what was supposed
	Lacks  []string       // Spanish: without which no row is read; the mapping is complete when empty
}

// A MappedColumn is a column of a table and what it holds.
type MappedColumn struct {
	Header string
	Field  string
	Values []string // the first different ones, at most three
}

// A Wish is what a person has decided of a mapping before it is proposed; what is left empty is guessed.
type Wish struct {
	Columns
	Sheet string
	Leave []string // headers of columns that must not be read
}

// A MisfitError says, in Spanish, what of a wish the table does not have.
type MisfitError struct{ text string }

func (e *MisfitError) Error() string { return e.text }

func misfit(format string, args ...any) error { return &MisfitError{fmt.Sprintf(format, args...)} }

// Propose says how the generic reader takes the table of a file. Its error is Spanish: the file is no table, another
// format reads it already, or, a *MisfitError, the wish does not fit it.
func Propose(f File, in Input, wish Wish) (*Mapping, error) {
	s, err := readable(f)
	if err != nil {
		return nil, err
	}
	if err := mappable(f, s, in); err != nil {
		return nil, err
	}
	p, err := plannedFor(s, in, wish)
	if err != nil {
		return nil, err
	}
	return p.mapping(in, wish), nil
}

// mappable says why the columns of a file need no mapping or cannot have one.
func mappable(f File, s *Sample, in Input) error {
	format, err := Detect(f, in)
	var un *Unrecognised
	switch {
	case err != nil && !errors.As(err, &un):
		return err
	case s.Kind == jsonKind || s.Kind == scriptKind:
		return fmt.Errorf("%s: es un JSON, sin encabezado que se pueda recordar: indique sus campos en pulso.yaml (columns: files, text, created_at…)", f.label())
	case s.Kind == zipKind:
		return fmt.Errorf("%s: es un archivo comprimido: descomprímalo e indique las columnas de cada archivo", f.label())
	case len(s.Tables) == 0:
		return err
	case err == nil && format.Decline != "":
		return fmt.Errorf("%s: %s", f.label(), format.Decline)
	}
	if err == nil {
		if _, ok := genericKind(format); !ok {
			return fmt.Errorf("%s: ya se lee como %s (%s) y no necesita que se le digan las columnas", f.label(), format.Title, format.Name)
		}
	}
	return nil
}

// plannedFor finds the table that is meant and how to read it.
func plannedFor(s *Sample, in Input, wish Wish) (*genericPlan, error) {
	kinds := []string{postRows, mentionRows, metricRows}
	if wish.Kind != "" {
		kinds = []string{wish.Kind}
	}
	cols := wish.Columns
	cols.Header, cols.leave = nil, wish.Leave
	in.Columns = []Columns{cols}
	var tables []*table
	for _, t := range s.Tables {
		if !t.Hidden && len(t.Head) > 0 && (wish.Sheet == "" || strings.EqualFold(t.Sheet, wish.Sheet)) {
			tables = append(tables, t)
		}
	}
	if len(tables) == 0 && wish.Sheet != "" {
		return nil, misfit("%s: no tiene una hoja visible y con datos llamada «%s»", s.File.label(), wish.Sheet)
	}
	for _, t := range tables {
		for _, kind := range kinds {
			if p := genericPlanOf(t, in, kind); p != nil {
				return p, wish.fits(p)
			}
		}
	}
	if wish.Kind == "" || len(tables) == 0 {
		return nil, misfit("%s: es %s, y por sus nombres no se sabe qué trae: dígalo con --kind (mentions, posts o metrics) y con --column \"COLUMNA=campo\" para cada columna que importa. Los campos más usados son text, created_at, author, url y likes (mentions); url, created_at, text, reach y reactions (posts); month o start, network y followers_total (metrics); «pulso inspect --help» los trae todos",
			s.File.label(), s.foundTable())
	}
	for _, t := range tables {
		if p := bestHeader(t, &cols, wish.Kind); p != nil {
			if err := wish.fits(p); err != nil {
				return nil, err
			}
			return p, nil
		}
	}
	return nil, fmt.Errorf("%s: no se encontró el encabezado de la tabla", s.File.label())
}

// fits says what of the wish the table does not have.
func (w Wish) fits(p *genericPlan) error {
	if _, err := w.Columns.Check(); err != nil {
		return misfit("%v", err)
	}
	header := p.table.Head[p.at].Cells
	wanted := slices.Clone(w.Leave)
	for _, field := range slices.Sorted(maps.Keys(w.Fields)) {
		if !slices.Contains(genericLayout(p.kind, nil).fields(), field) {
			return misfit("el campo %q no es de una tabla de tipo %s; los suyos son %s", field, p.kind, strings.Join(genericLayout(p.kind, nil).fields(), ", "))
		}
		wanted = append(wanted, w.Fields[field])
	}
	for _, name := range wanted {
		if !slices.Contains(headerKeys(header), headerKey(name)) {
			return misfit("%s:%d: la columna «%s» no está en el encabezado, que trae %s", p.table.File.label(), p.header, name, quotedList(header))
		}
	}
	return nil
}

// mapping is what the plan makes of its table.
func (p *genericPlan) mapping(in Input, wish Wish) *Mapping {
	m := &Mapping{Columns: wish.Columns, Sheet: p.table.Sheet, Row: p.header}
	m.Kind, m.Fields = p.kind, map[string]string{}
	m.leave = nil
	fieldAt := map[int]string{}
	for _, at := range p.bound.at {
		fieldAt[at.index] = at.field
	}
	said := p.cols.over(in)
	said.Note = func(s string) { m.Doubts = append(m.Doubts, s) }
	p.prepare(said)
	if _, chosen := wish.Fields["id"]; p.ordinal && !chosen {
		delete(fieldAt, p.bound.index("id"))
		m.Doubts = append(m.Doubts, fmt.Sprintf("La columna «%s» solo numera las filas y no se toma como identificador.", p.bound.headerOf("id")))
	}
	for i, h := range p.table.Head[p.at].Cells {
		h = line(h)
		if headerKey(h) == "" {
			continue
		}
		m.Header = append(m.Header, h)
		col := MappedColumn{Header: h, Field: fieldAt[i], Values: p.firstValues(i)}
		if col.Field == "" {
			m.Left = append(m.Left, col)
			continue
		}
		m.Read = append(m.Read, col)
		m.Fields[col.Field] = h
	}
	if in.Network == "" && !p.bound.has("network") { // what an inbox rule says of this file is not so of others
		m.Network = p.network
	}
	p.decideDates(m)
	p.decideNumbers(m)
	p.lacks(m, p.network)
	return m
}

// firstValues are the first different values of a column.
func (p *genericPlan) firstValues(i int) []string {
	var out []string
	for _, r := range p.table.Head[p.at+1:] {
		v := line(r.cell(i))
		if v == "" || slices.Contains(out, v) {
			continue
		}
		if out = append(out, cut(v, 60)); len(out) == 3 {
			break
		}
	}
	return out
}

// decideDates fixes how the dates of the table are written, and shows it by the first.
func (p *genericPlan) decideDates(m *Mapping) {
	for _, field := range []string{"created_at", "start"} {
		texts := p.samples(field)
		if len(texts) == 0 {
			continue
		}
		if p.dates == nil {
			m.Lacks = append(m.Lacks, fmt.Sprintf("qué columna es la fecha: «%s» no tiene fechas que se entiendan, por ejemplo «%s»", p.bound.headerOf(field), cut(texts[0], 40)))
			return
		}
		m.Dates = p.dates.key
		for _, s := range texts {
			if t, precision, ok := p.date(s, p.table.Delim == 0); ok {
				layout := time.DateOnly + " 15:04"
				if precision == social.Day {
					layout = time.DateOnly
				}
				m.Dated = s + " → " + t.In(p.zone).Format(layout)
				return
			}
		}
	}
}

// decideNumbers fixes how the numbers of the table are written: with one decimal sign where a number shows it and all
// others agree, else as people write them.
func (p *genericPlan) decideNumbers(m *Mapping) {
	if m.Numbers == "" {
		m.Numbers = p.numbersStyle(m)
	}
	for _, s := range numberStyles {
		if s.key == m.Numbers {
			m.Style = s.name
		}
	}
}

// decimalMark tells a number that can be read in one way only.
var (
	commaOnly = regexp.MustCompile(`^[+-]?(\d+|\d{1,3}(\.\d{3})+),(\d{1,2}|\d{4,})$|^[+-]?\d{1,3}(\.\d{3}){2,}$`)
	pointOnly = regexp.MustCompile(`^[+-]?(\d+|\d{1,3}(,\d{3})+)\.(\d{1,2}|\d{4,})$|^[+-]?\d{1,3}(,\d{3}){2,}$`)
)

func (p *genericPlan) numbersStyle(m *Mapping) string {
	if p.table.Delim == 0 {
		return "loose" // the numbers of a sheet are no texts
	}
	comma, point, other := false, false, false
	for _, col := range m.Read {
		if !numberFields[col.Field] {
			continue
		}
		for _, v := range p.samples(col.Field) {
			v = strings.TrimSpace(strings.TrimSuffix(v, "%"))
			_, plain := plainNumber(v)
			switch {
			case missing(v) || digitsOnly(v):
			case commaOnly.MatchString(v):
				comma = true
			case pointOnly.MatchString(v):
				point = true
			case !plain:
				if _, ok := commaDecimal.number(v); !ok {
					other = true
				}
			}
		}
	}
	switch {
	case comma && !point && !other:
		return "comma"
	case point && !comma && !other:
		return "point"
	}
	return "loose"
}

// lacks says what is missing for the rows to be read.
func (p *genericPlan) lacks(m *Mapping, network social.Network) {
	want := func(ok bool, what string) {
		if !ok {
			m.Lacks = append(m.Lacks, what)
		}
	}
	has := func(fields ...string) bool {
		return slices.ContainsFunc(fields, func(f string) bool { return m.Fields[f] != "" })
	}
	switch p.kind {
	case mentionRows:
		want(has("text"), "qué columna es el texto (text)")
		want(has("created_at", "unix"), "qué columna es la fecha (created_at)")
	case postRows:
		want(has("id", "url"), "qué columna es el enlace o el identificador de la publicación (url o id)")
		want(has("created_at", "unix"), "qué columna es la fecha (created_at)")
	case metricRows:
		measured := slices.ContainsFunc(metricFields, func(f metricField) bool { return has(string(f.metric)) })
		want(measured || m.Fields["metric"] != "" && m.Fields["value"] != "", "qué columna es una cifra (followers_total, reach…), o cuáles son el nombre de la cifra y su valor (metric y value)")
		want(has("start", "month"), "qué columna es el día o el mes (start o month)")
	}
	links := slices.ContainsFunc(p.samples("url"), func(s string) bool { return networkOfLink(s) != "" })
	want(has("network") || network != "" || links, "de qué red es (una columna «red», o --network)")
}
