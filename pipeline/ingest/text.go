package ingest

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// clean makes of a text as a source wrote it the text that is scored and shown: NFC, without control characters, with
// entities and doubly encoded characters resolved. Raw is what the source wrote where that differs, else empty.
func clean(s string) (text, raw string) {
	if plain(s) {
		return s, ""
	}
	text = strings.ReplaceAll(s, "\r\n", "\n")
	text = repair(text)
	if strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(text)
	}
	text = strings.Map(printable, text)
	text = strings.TrimSpace(norm.NFC.String(text))
	if text == s {
		return text, ""
	}
	return text, s
}

// plain says that clean has nothing to do: printable ASCII without entities nor spaces around it.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b >= 0x7F || b < 0x20 && b != '\n' || b == '&' {
			return false
		}
	}
	return s == "" || s[0] > ' ' && s[len(s)-1] > ' '
}

// printable drops what is no character of a text: controls but line feed and tab, marks of byte order, characters
// that could not be decoded.
func printable(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case r == '\r':
		return '\n'
	case r == '\u2028' || r == '\u2029':
		return '\n'
	case unicode.IsControl(r) || r == '\uFEFF' || r == '\uFFFE' || r == '\uFFFF':
		return -1
	}
	return r
}

// line is a cell that holds a name, a link or a word: clean, on one line.
func line(s string) string {
	s, _ = clean(s)
	if strings.ContainsAny(s, "\n\t") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// repair undoes UTF-8 that was read as Windows-1252 or Latin-1 and written as UTF-8 again: «acciÃ³n» is «acción». It
// does so only if all of the text can be read back and becomes valid: of a mixed text the sound half would be lost.
func repair(s string) string {
	if !strings.ContainsAny(s, "ÂÃÐÑâãð") {
		return s
	}
	b := make([]byte, 0, len(s))
	high := false
	for _, r := range s {
		switch {
		case r < 0x80:
			b = append(b, byte(r))
			continue
		case r <= 0xFF:
			b = append(b, byte(r))
		default:
			c, ok := charmap.Windows1252.EncodeRune(r)
			if !ok {
				return s
			}
			b = append(b, c)
		}
		high = true
	}
	if !high || !utf8.Valid(b) {
		return s
	}
	return string(b)
}
