package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"pulso/pipeline/social"
)

// jsonTables are the objects of a JSON text as rows, whose header are the names that the first objects use: those of
// a sequence or an outermost array, or, where the document is one object, those of each list inside it. The objects
// inside an object are columns too, user.name, down to one level; numbers keep all their digits.
func jsonTables(s *Sample) []*table {
	if s.Kind != jsonKind {
		return nil
	}
	flat := jsonTable(s, func() iter.Seq2[jsonValue, error] { return jsonValues(s.reader()) })
	tables := []*table{flat}
	for _, list := range s.Paths.lists() {
		t := jsonTable(s, func() iter.Seq2[jsonValue, error] { return listValues(s.reader(), list) })
		if len(t.Head) > 1 {
			tables = append(tables, t)
		}
	}
	return tables
}

// lists are the outermost names that hold lists of objects, sorted.
func (p jsonPaths) lists() []string {
	seen := map[string]bool{}
	for path := range p {
		if name, _, ok := strings.Cut(path, "[]."); ok && !strings.ContainsAny(name, ".[") {
			seen[name] = true
		}
	}
	out := make([]string, 0, len(seen))
	for name := range seen {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// jsonTable makes a table of JSON values.
func jsonTable(s *Sample, values func() iter.Seq2[jsonValue, error]) *table {
	t := &table{File: s.File, Delim: '{'}
	columns := &jsonColumns{at: map[string]int{}}
	n, last, crowded := 0, 0, false
	for v, err := range values() {
		if err != nil || n == headRows {
			break
		}
		n++
		crowded = crowded || v.Line == last
		last = v.Line
		if v.Bad != "" {
			continue
		}
		o := objectReader{see: func(key []byte, _ []byte, _ bool) {
			columns.add(key)
		}}
		o.read(v.Raw)
	}
	t.rows = func() iter.Seq2[*row, error] {
		return func(yield func(*row, error) bool) {
			if !yield(&row{Cells: columns.names}, nil) {
				return
			}
			jsonRows(s.File, values(), columns, crowded, yield)
		}
	}
	t.Head = headOf(t.rows())
	return t
}

// jsonRows yields a row for each value. Where several values stand in one line (crowded), a row is known by its place
// among the values instead of its line.
func jsonRows(f File, values iter.Seq2[jsonValue, error], columns *jsonColumns, crowded bool, yield func(*row, error) bool) {
	n := 0
	object := jsonRow{columns: columns, spans: make([][2]int, len(columns.names)), cells: make([]string, len(columns.names)), typed: make([]bool, len(columns.names))}
	o := objectReader{see: object.see}
	var r row
	for v, err := range values {
		if err != nil {
			yield(nil, fmt.Errorf("%s: la lectura se interrumpió: %w. Copie de nuevo el archivo en la carpeta", f.label(), err))
			return
		}
		n++
		if crowded {
			v.Line = n
		}
		object.begin()
		r = row{Line: v.Line, raw: v.Raw, Bad: v.Bad, Why: v.Why}
		if r.Bad == "" && !o.read(v.Raw) {
			r.Bad, r.Why = social.BadJSON, "Este elemento del JSON está dañado. Descargue de nuevo el archivo; los demás sí se leyeron."
		}
		object.fill(&r)
		if !yield(&r, nil) {
			return
		}
	}
}

// listValues yields the elements of a list that stands by its name in the one object that r holds. Their Line is
// their place in the list. The document may be of any length, one element of it may not: where it is too long or the
// document breaks off, a broken value says so.
func listValues(r io.Reader, name string) iter.Seq2[jsonValue, error] {
	return func(yield func(jsonValue, error) bool) {
		src := &budget{r: r}
		d := json.NewDecoder(src)
		n := 1
		broken := func(err error) {
			why := cutValue
			if errors.Is(err, errLongItem) {
				why = longValue
			}
			yield(jsonValue{Line: n, Bad: social.BadJSON, Why: why}, nil)
		}
		token := func() (json.Token, error) {
			src.left = maxValue
			return d.Token()
		}
		if t, err := token(); err != nil || t != json.Delim('{') {
			return
		}
		for {
			t, err := token()
			if err != nil {
				broken(err)
				return
			}
			if t == json.Delim('}') {
				return
			}
			if t == name {
				break
			}
			if err := skipValue(token); err != nil {
				broken(err)
				return
			}
		}
		if t, err := token(); err != nil || t != json.Delim('[') {
			return
		}
		var raw json.RawMessage
		for ; d.More(); n++ {
			src.left = maxValue
			if err := d.Decode(&raw); err != nil {
				broken(err)
				return
			}
			if len(raw) > 0 && raw[0] == '{' && !yield(jsonValue{Line: n, Raw: raw}, nil) {
				return
			}
			src.left = maxValue
		}
		if _, err := token(); err != nil { // the bracket that closes the list
			broken(err)
		}
	}
}

// skipValue passes one value, however long.
func skipValue(token func() (json.Token, error)) error {
	for depth := 0; ; {
		t, err := token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// An objectReader reads the values of one JSON object and of the objects in it, one level down.
type objectReader struct {
	see  func(key, value []byte, quoted bool) // value of a string is without its quotes, escapes unresolved
	name []byte
	b    []byte
	i    int
}

// read reads the object that b holds; it says whether the JSON is sound.
func (o *objectReader) read(b []byte) bool {
	o.b, o.i, o.name = b, 0, o.name[:0]
	o.space()
	return o.object(0)
}

func (o *objectReader) space() {
	for o.i < len(o.b) && (o.b[o.i] == ' ' || o.b[o.i] == '\n' || o.b[o.i] == '\t' || o.b[o.i] == '\r') {
		o.i++
	}
}

// next passes c if it comes next.
func (o *objectReader) next(c byte) bool {
	o.space()
	if o.i < len(o.b) && o.b[o.i] == c {
		o.i++
		return true
	}
	return false
}

func (o *objectReader) object(depth int) bool {
	if !o.next('{') {
		return false
	}
	if o.next('}') {
		return true
	}
	prefix := len(o.name)
	for {
		o.space()
		key, ok := o.str()
		if !ok || !o.next(':') {
			return false
		}
		o.name = append(o.name[:prefix], key...)
		o.space()
		if !o.value(depth) {
			return false
		}
		if o.next(',') {
			continue
		}
		o.name = o.name[:prefix]
		return o.next('}')
	}
}

func (o *objectReader) value(depth int) bool {
	if o.i >= len(o.b) {
		return false
	}
	from := o.i
	switch o.b[o.i] {
	case '"':
		s, ok := o.str()
		if ok {
			o.see(o.name, s, true)
		}
		return ok
	case '{':
		if depth == 0 {
			o.name = append(o.name, '.')
			return o.object(depth + 1)
		}
		fallthrough
	case '[':
		if !o.skip() {
			return false
		}
	default:
		for o.i < len(o.b) && o.b[o.i] != ',' && o.b[o.i] != '}' && o.b[o.i] > ' ' {
			o.i++
		}
	}
	if o.i == from {
		return false
	}
	o.see(o.name, o.b[from:o.i], false)
	return true
}

// str reads a string and gives what stands between its quotes.
func (o *objectReader) str() ([]byte, bool) {
	if o.i >= len(o.b) || o.b[o.i] != '"' {
		return nil, false
	}
	from := o.i + 1
	for i := from; ; {
		n := bytes.IndexByte(o.b[i:], '"')
		if n < 0 {
			return nil, false
		}
		i += n
		slashes := 0
		for i-1-slashes >= from && o.b[i-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			o.i = i + 1
			return o.b[from:i], true
		}
		i++
	}
}

// skip passes an object or a list.
func (o *objectReader) skip() bool {
	depth := 0
	for o.i < len(o.b) {
		switch o.b[o.i] {
		case '"':
			if _, ok := o.str(); !ok {
				return false
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				o.i++
				return true
			}
		}
		o.i++
	}
	return false
}
