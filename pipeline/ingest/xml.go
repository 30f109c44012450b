package ingest

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxToken bounds a tag or a text of an XML part: an xlsx cell holds at most 32,767 characters.
const maxToken = 1 << 20

var errXML = errors.New("el XML de una de sus hojas está dañado o cortado")

// An xmlScanner reads the XML that spreadsheets are made of: tags, their attributes and the text between them.
// encoding/xml checks and allocates what nobody asks for here, and takes ten times as long.
type xmlScanner struct {
	src        io.Reader
	buf        []byte
	start, end int
	eof        bool
	err        error

	name  []byte // of the tag read last, without prefix
	attrs []byte
	text  []byte // between the tag before and the one read last, entities unresolved
	open  bool   // the tag opens an element
	close bool   // the tag closes one; a tag <a/> does both
}

func newXML(src io.Reader) *xmlScanner {
	return &xmlScanner{src: src, buf: make([]byte, 64<<10)}
}

// fill reads more behind buf[start:end], keeping what is there.
func (x *xmlScanner) fill() bool {
	if x.eof || x.err != nil {
		return false
	}
	if x.start > 0 {
		copy(x.buf, x.buf[x.start:x.end])
		x.end -= x.start
		x.start = 0
	}
	if x.end == len(x.buf) {
		if x.end >= maxToken {
			x.err = errXML
			return false
		}
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	for range 100 {
		n, err := x.src.Read(x.buf[x.end:])
		x.end += n
		if err == io.EOF {
			x.eof = true
		} else if err != nil {
			x.err = err
			return n > 0
		}
		if n > 0 || x.eof {
			return n > 0
		}
	}
	x.err = io.ErrNoProgress
	return false
}

// index finds b at or behind from (relative to start), reading more if need be; −1 at the end.
func (x *xmlScanner) index(from int, b byte) int {
	for {
		if i := bytes.IndexByte(x.buf[x.start+from:x.end], b); i >= 0 {
			return from + i
		}
		from = x.end - x.start
		if !x.fill() {
			return -1
		}
	}
}

// next reads up to the end of the next tag, passing comments, declarations and instructions.
func (x *xmlScanner) next() bool {
	for {
		lt := x.index(0, '<')
		if lt < 0 {
			return false
		}
		gt := x.index(lt+1, '>')
		if gt < 0 {
			if x.err == nil {
				x.err = errXML
			}
			return false
		}
		tag := x.buf[x.start+lt+1 : x.start+gt]
		if len(tag) > 0 && (tag[0] == '!' || tag[0] == '?') {
			x.start += gt + 1
			continue
		}
		x.text = x.buf[x.start : x.start+lt]
		x.start += gt + 1
		x.tag(tag)
		return true
	}
}

func (x *xmlScanner) tag(tag []byte) {
	x.open, x.close = true, false
	if len(tag) > 0 && tag[0] == '/' {
		x.open, x.close = false, true
		tag = tag[1:]
	} else if len(tag) > 0 && tag[len(tag)-1] == '/' {
		x.close = true
		tag = tag[:len(tag)-1]
	}
	x.name, x.attrs = tag, nil
	if i := bytes.IndexAny(tag, " \t\r\n"); i >= 0 {
		x.name, x.attrs = tag[:i], tag[i+1:]
	}
	if i := bytes.LastIndexByte(x.name, ':'); i >= 0 {
		x.name = x.name[i+1:]
	}
}

// attr is the value of the attribute of that name, without regard to its prefix; nil when there is none.
func (x *xmlScanner) attr(name string) []byte {
	rest := x.attrs
	for {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return nil
		}
		key := bytes.TrimSpace(rest[:eq])
		if i := bytes.LastIndexByte(key, ':'); i >= 0 {
			key = key[i+1:]
		}
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return rest[1 : 1+end]
		}
		rest = rest[end+2:]
	}
}

// plainXML says that b stands for itself.
func plainXML(b []byte) bool {
	return bytes.IndexByte(b, '&') < 0 && !bytes.Contains(b, []byte("_x")) && utf8.Valid(b)
}

// appendXMLText appends xmlText of b to dst.
func appendXMLText(dst, b []byte) []byte {
	if plainXML(b) {
		return append(dst, b...)
	}
	return append(dst, xmlText(b)...)
}

// xmlText resolves the entities of b and the _x000D_ escapes of spreadsheets.
func xmlText(b []byte) string {
	if plainXML(b) {
		return string(b)
	}
	s := validUTF8(b)
	var out strings.Builder
	out.Grow(len(s))
	for len(s) > 0 {
		i := strings.IndexAny(s, "&_")
		if i < 0 {
			break
		}
		out.WriteString(s[:i])
		s = s[i:]
		if s[0] == '_' {
			s = xmlEscape(&out, s)
			continue
		}
		s = xmlEntity(&out, s)
	}
	out.WriteString(s)
	return out.String()
}

var xmlEntities = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

// xmlEntity writes the entity that s begins with and gives the rest.
func xmlEntity(out *strings.Builder, s string) string {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 0 {
		out.WriteByte('&')
		return s[1:]
	}
	name := s[1:end]
	if text, ok := xmlEntities[name]; ok {
		out.WriteString(text)
		return s[end+1:]
	}
	if strings.HasPrefix(name, "#") {
		digits, base := name[1:], 10
		if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
			digits, base = digits[1:], 16
		}
		if n, err := strconv.ParseUint(digits, base, 32); err == nil && n <= utf8.MaxRune {
			out.WriteRune(rune(n))
			return s[end+1:]
		}
	}
	out.WriteByte('&')
	return s[1:]
}

// xmlEscape writes the character that an escape like _x000D_ at the beginning of s stands for and gives the rest.
func xmlEscape(out *strings.Builder, s string) string {
	if len(s) >= 7 && s[1] == 'x' && s[6] == '_' {
		if n, err := strconv.ParseUint(s[2:6], 16, 16); err == nil {
			out.WriteRune(rune(n))
			return s[7:]
		}
	}
	out.WriteByte('_')
	return s[1:]
}
