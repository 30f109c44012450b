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
	text = strings.TrimSpace(norm.NFC.String(strings.Map(printable, text)))
	if text == s {
		return text, ""
	}
	return text, s
}

// plain says that clean has nothing to do: no entities, no controls, nothing that looks doubly encoded, no spaces
// around, and NFC already.
func plain(s string) bool {
	if s == "" {
		return true
	}
	if s[0] <= ' ' || s[len(s)-1] <= ' ' {
		return false
	}
	ascii := true
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b < 0x20 && b != '\n' || b == '&' || b == 0x7F:
			return false
		case b >= 0x80:
			ascii = false
		}
	}
	return ascii || !strings.ContainsFunc(s, odd) && norm.NFC.IsNormalString(s)
}

// odd says that r may have to be changed: a control, a line separator, a mark of byte order, or the beginning of a
// doubly encoded character.
func odd(r rune) bool {
	return r >= 0x7F && (r < 0xA0 || strings.ContainsRune(doubled, r) || r == '\u2028' || r == '\u2029' || r == '\uFEFF' || r == '\uFFFE' || r == '\uFFFF')
}

// doubled are what the first bytes of Latin letters, of signs and of emoji become when UTF-8 is read as Windows-1252.
const doubled = "ÂÃÐâð"

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
	if !strings.ContainsAny(s, doubled) {
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
