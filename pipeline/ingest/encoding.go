package ingest

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// An encoding is how the bytes of a text file become characters. Windows-1252 is no value here: a row that is not
// valid UTF-8 is read as Windows-1252 by itself, because files that mix both exist and a row in Windows-1252 that
// happens to be valid UTF-8 practically does not.
type encoding int

const (
	utf8Text encoding = iota
	utf8BOM
	utf16LE
	utf16BE
)

var (
	bomUTF8    = []byte{0xEF, 0xBB, 0xBF}
	bomUTF16LE = []byte{0xFF, 0xFE}
	bomUTF16BE = []byte{0xFE, 0xFF}
)

// sniffEncoding tells the encoding of a text by its first bytes: by its mark, or, for UTF-16 without a mark, by the
// zeros that Latin letters leave in every other byte.
func sniffEncoding(head []byte) encoding {
	switch {
	case bytes.HasPrefix(head, bomUTF8):
		return utf8BOM
	case bytes.HasPrefix(head, bomUTF16LE):
		return utf16LE
	case bytes.HasPrefix(head, bomUTF16BE):
		return utf16BE
	}
	n := min(len(head), 4096) &^ 1
	even, odd := 0, 0
	for i := 0; i < n; i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	switch half := n / 2; {
	case n >= 4 && odd > half*6/10 && even < half/10:
		return utf16LE
	case n >= 4 && even > half*6/10 && odd < half/10:
		return utf16BE
	}
	return utf8Text
}

// decoded reads r as UTF-8 without mark. Bytes of a file that claims to be UTF-8 pass as they are.
func (e encoding) decoded(r io.Reader) io.Reader {
	switch e {
	case utf8BOM:
		var mark [3]byte
		if _, err := io.ReadFull(r, mark[:]); err != nil {
			return bytes.NewReader(nil)
		}
		return r
	case utf16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r)
	case utf16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(r)
	}
	return r
}

// fromWindows1252 reads b as Windows-1252; ok is false when it holds bytes that this code page leaves undefined,
// that is when the text is in neither encoding.
func fromWindows1252(b []byte) (s string, ok bool) {
	out := make([]byte, 0, len(b)+len(b)/4)
	ok = true
	for _, c := range b {
		if c < utf8.RuneSelf {
			out = append(out, c)
			continue
		}
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError {
			ok = false
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out), ok
}

// A lineEnds reader turns the lone carriage returns of old Mac files into line feeds.
type lineEnds struct{ r io.Reader }

func (l lineEnds) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
