package ingest

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"math/bits"

	"pulso/pipeline/social"
)

// maxValue bounds one JSON value of a stream: a page of an API with five hundred posts and their authors takes 2 MB.
const maxValue = 8 << 20

// A jsonValue is one of the values that follow one another in a file: a line of a JSONL, the element of an outermost
// array, or a whole document.
type jsonValue struct {
	Line int    // where it begins
	Raw  []byte // valid until the next value
	Bad  social.Reason
	Why  string // Spanish: what is broken and what to do, when Bad is set
}

// A placer gives each value of a text a place of its own, where many may stand on one line.
type placer struct {
	file     File
	line, nr int // of the value placed last; nr counts those of its line
}

func (p *placer) place(v jsonValue) social.Origin {
	if v.Line != p.line {
		p.line, p.nr = v.Line, 0
	}
	if p.nr++; p.nr == 1 {
		return p.file.origin("", v.Line)
	}
	return p.file.origin(fmt.Sprintf("valor %d", p.nr), v.Line)
}

// jsonValues splits a text into its JSON values without reading them. An outermost array is not a value: its elements
// are. Whatever stands before the first bracket (the window.YTD.… = of an archive of X) is passed over.
//
// A value that is cut short spoils no other: a line break cannot stand inside a string, and no writer begins a line
// inside an object with the brace of another one, so either of them is where the next value begins.
func jsonValues(src io.Reader) iter.Seq2[jsonValue, error] {
	return func(yield func(jsonValue, error) bool) {
		s := splitter{src: src, buf: make([]byte, 64<<10), line: 1}
		for {
			v, ok := s.next()
			if !ok {
				break
			}
			if !yield(v, nil) {
				return
			}
		}
		if s.err != nil {
			yield(jsonValue{}, s.err)
		}
	}
}

const (
	cutValue  = "El JSON está cortado o dañado a partir de aquí. Descargue de nuevo esta parte; las demás filas sí se leyeron."
	longValue = "El JSON pasa de 8 MB en un solo elemento. Descargue la información en partes más pequeñas."
)

// A splitter holds in buf[start:end] what is read and not yet given out.
type splitter struct {
	src        io.Reader
	buf        []byte
	start, end int
	line       int
	begun      bool // a value has been given out
	lists      int  // lists that are open around the values
	cut        bool // the last value given out was cut short, which tells why a list is open at the end
	eof        bool
	err        error
}

// next finds the next value.
func (s *splitter) next() (v jsonValue, ok bool) {
	for {
		if s.start == s.end && !s.fill() {
			return s.last()
		}
		switch b := s.buf[s.start]; b {
		case '{':
			s.begun = true
			v = s.object()
			s.cut = v.Bad != ""
			return v, true
		case '\n':
			s.line++
		case '[':
			s.lists++
		case ']':
			s.lists--
		case ' ', '\t', '\r', ',', ';', 0:
		default:
			if s.begun {
				return s.stray(), true
			}
		}
		s.start++
	}
}

// last is the end of the text. A list that was begun and not closed lost elements, be it between two of them.
func (s *splitter) last() (jsonValue, bool) {
	if s.err != nil || !s.eof || s.lists <= 0 || s.cut {
		return jsonValue{}, false
	}
	s.cut = true
	return jsonValue{Line: s.line, Bad: social.BadJSON, Why: openList}, true
}

const openList = "La lista del JSON no se cierra: el archivo está incompleto y le faltan elementos al final. Descárguelo de nuevo; las demás filas sí se leyeron."

// object gives out the value that begins with the brace at start.
func (s *splitter) object() jsonValue {
	v := jsonValue{Line: s.line}
	var depth, newlines int
	var quoted, escaped, spread bool
	for i := 0; ; i++ {
		if s.start+i == s.end && !s.fill() {
			if !s.eof {
				return s.overlong(v)
			}
			v.Bad, v.Why = social.BadJSON, cutValue
			return s.give(v, i, newlines)
		}
		b := s.buf[s.start+i]
		switch {
		case b == '\n':
			newlines++
			spread = spread || i <= 2 // a lone brace begins a document that is spread over lines
			if quoted || !spread && s.restarts(i+1) {
				v.Bad, v.Why = social.BadJSON, cutValue
				return s.give(v, i+1, newlines)
			}
		case escaped:
			escaped = false
			i += insideRun(s.buf[s.start+i+1 : s.end])
		case quoted:
			escaped = b == '\\'
			quoted = b != '"'
		case b == '"':
			quoted = true
			i += insideRun(s.buf[s.start+i+1 : s.end])
		case b == '{', b == '[':
			depth++
		case b == '}', b == ']':
			if depth--; depth == 0 {
				return s.give(v, i+1, newlines)
			}
		}
	}
}

const strayText = "En medio del archivo hay un texto que no es un dato, como una página de error. Descargue de nuevo esta parte; las demás filas sí se leyeron."

// stray gives out what stands between two values and is none, up to the line where the next one may begin.
func (s *splitter) stray() jsonValue {
	raw, _, _ := bytes.Cut(s.buf[s.start:min(s.start+2000, s.end)], []byte("\n{"))
	v := jsonValue{Line: s.line, Bad: social.BadJSON, Why: strayText, Raw: bytes.Clone(raw)}
	for {
		i := bytes.IndexByte(s.buf[s.start:s.end], '\n')
		if i < 0 {
			s.start = s.end
			if !s.fill() {
				return v
			}
			continue
		}
		s.start += i + 1
		s.line++
		if s.start == s.end && !s.fill() {
			return v
		}
		if b := s.buf[s.start]; b == '{' || b == '[' {
			return v
		}
	}
}

// insideRun is how many bytes of the inside of a string can be passed at once: those before its closing quote, an escape
// or a line break.
func insideRun(b []byte) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	for i := 0; i+8 <= len(b) && i < 16; i += 8 { // names and numbers end soon: three searches would take longer
		w := eight(b[i : i+8])
		quote, slash, line := w^'"'*ones, w^'\\'*ones, w^'\n'*ones
		if found := ((quote-ones)&^quote | (slash-ones)&^slash | (line-ones)&^line) & tops; found != 0 {
			return i + bits.TrailingZeros64(found)>>3
		}
	}
	n := len(b)
	for _, stop := range []byte{'"', '\\', '\n'} {
		if i := bytes.IndexByte(b[:n], stop); i >= 0 {
			n = i
		}
	}
	return n
}

// restarts says whether a new object begins at the beginning of the line at i.
func (s *splitter) restarts(i int) bool {
	if s.start+i == s.end && !s.fill() {
		return false
	}
	return s.buf[s.start+i] == '{'
}

// give gives out the first n bytes.
func (s *splitter) give(v jsonValue, n, newlines int) jsonValue {
	v.Raw = s.buf[s.start : s.start+n]
	s.start += n
	s.line += newlines
	return v
}

// overlong passes a value that is too long, up to the end of its line, and gives out its beginning.
func (s *splitter) overlong(v jsonValue) jsonValue {
	v.Bad, v.Why = social.TooLong, longValue
	v.Raw = bytes.Clone(s.buf[s.start : s.start+2000])
	s.line += bytes.Count(s.buf[s.start:s.end], []byte{'\n'})
	s.start = s.end
	for s.fill() {
		if i := bytes.IndexByte(s.buf[s.start:s.end], '\n'); i >= 0 {
			s.start += i // the line break itself is counted by next
			break
		}
		s.start = s.end
	}
	return v
}

// fill reads more behind buf[start:end] and says whether there was more. It does not hold more than maxValue.
func (s *splitter) fill() bool {
	if s.eof {
		return false
	}
	if s.start > 0 {
		copy(s.buf, s.buf[s.start:s.end])
		s.end -= s.start
		s.start = 0
	}
	if s.end == len(s.buf) {
		if s.end >= maxValue {
			return false
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.src.Read(s.buf[s.end:])
		s.end += n
		if err != nil {
			s.eof = true
			if err != io.EOF {
				s.err = err
			}
		}
		if n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	s.eof, s.err = true, io.ErrNoProgress
	return false
}
