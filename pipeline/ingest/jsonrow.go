package ingest

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

const maxJSONColumns = 1000

// jsonColumns are the columns of a table of JSON objects: the names that the first of them use.
type jsonColumns struct {
	names []string
	at    map[string]int // places in names
}

// add makes a column of a name that has none.
func (c *jsonColumns) add(name []byte) {
	if _, ok := c.at[string(name)]; !ok && len(c.names) < maxJSONColumns {
		c.at[string(name)] = len(c.names)
		c.names = append(c.names, string(name))
	}
}

// A jsonRow gathers the cells of one object after another.
type jsonRow struct {
	columns *jsonColumns
	next    int      // the column of the next value, if this object has its names in the order of the first
	text    []byte   // the values, a line feed behind each
	spans   [][2]int // where the value of each column begins and ends in text
	cells   []string
	typed   []bool
}

func (j *jsonRow) begin() {
	j.next, j.text = 0, j.text[:0]
	clear(j.spans)
	clear(j.typed)
}

// see takes in a value. What is null or empty is no value.
func (j *jsonRow) see(key, value []byte, quoted bool) {
	i := j.next
	if i >= len(j.columns.names) || j.columns.names[i] != string(key) {
		var ok bool
		if i, ok = j.columns.at[string(key)]; !ok {
			return
		}
	}
	j.next = i + 1
	from := len(j.text)
	switch {
	case quoted:
		j.text = appendUnquoted(j.text, value)
	case string(value) == "null" || string(value) == "[]" || string(value) == "{}":
		return
	default:
		j.text = append(j.text, value...)
	}
	j.spans[i] = [2]int{from, len(j.text)}
	j.typed[i] = !quoted && (value[0] == '-' || value[0] >= '0' && value[0] <= '9')
	j.text = append(j.text, '\n')
}

// fill cuts the cells of the object out of its text.
func (j *jsonRow) fill(r *row) {
	n := plainRun(j.text)
	r.plain = n == len(j.text)
	sound := r.plain || utf8.Valid(j.text[n:])
	s := string(j.text)
	for i, at := range j.spans {
		if j.cells[i] = s[at[0]:at[1]]; !sound {
			j.cells[i] = validUTF8(j.text[at[0]:at[1]])
		}
	}
	r.Cells, r.typed = j.cells, j.typed
}

// unquoteJSON is what stands between the quotes of a JSON string as text.
func unquoteJSON(b []byte) string { return validUTF8(appendUnquoted(nil, b)) }

// appendUnquoted appends what stands between the quotes of a JSON string, its escapes resolved.
func appendUnquoted(out, b []byte) []byte {
	for {
		i := bytes.IndexByte(b, '\\')
		if i < 0 || i+1 == len(b) {
			return append(out, b...)
		}
		out = append(out, b[:i]...)
		n := 2 // bytes of the escape
		switch c := b[i+1]; c {
		case 'n':
			out = append(out, '\n')
		case 't':
			out = append(out, '\t')
		case 'r':
			out = append(out, '\r')
		case 'b', 'f':
			out = append(out, ' ')
		case 'u':
			var r rune
			r, n = escapedRune(b[i:])
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, c)
		}
		b = b[i+n:]
	}
}

// escapedRune reads \uXXXX, or the two of a surrogate pair, and says how many bytes it took.
func escapedRune(b []byte) (r rune, n int) {
	unit := func(b []byte) rune {
		if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
			return utf8.RuneError
		}
		v, err := strconv.ParseUint(string(b[2:6]), 16, 16)
		if err != nil {
			return utf8.RuneError
		}
		return rune(v)
	}
	r = unit(b)
	if r == utf8.RuneError {
		return r, 2
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if pair := utf16.DecodeRune(r, unit(b[6:])); pair != utf8.RuneError {
		return pair, 12
	}
	return utf8.RuneError, 6
}
