package ingest

import (
	"html"
	"math/bits"
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
	if !tight(s) {
		return false
	}
	n := plainRun(s)
	return n == len(s) || s[n] >= 0x80 && !strings.ContainsFunc(s[n:], odd) && norm.NFC.IsNormalString(s)
}

// tight says that s has no spaces around it, as far as its bytes tell.
func tight(s string) bool { return s == "" || s[0] > ' ' && s[len(s)-1] > ' ' }

// trimmed is strings.TrimSpace, which most cells need not be asked for.
func trimmed(s string) string {
	if s != "" && s[0] > ' ' && s[0] < 0x80 && s[len(s)-1] > ' ' && s[len(s)-1] < 0x80 {
		return s
	}
	return strings.TrimSpace(s)
}

// plainRun is the length of what s begins with of the characters that Spanish texts are made of and that never have to
// be changed: ASCII without controls but line feeds, the letters and signs of Latin-1, typographic signs, emoji. It is
// UTF-8 and ends with a whole character.
func plainRun[T string | []byte](s T) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	i := 0
	for i+8 <= len(s) {
		// Eight bytes as one number: the upper bit of a byte of the sums below is set where it is what is looked for, and
		// of the first such byte it is right.
		w := eight(s[i : i+8])
		control := w - 0x20*ones
		ampersand := (w ^ '&'*ones) - ones
		deleted := w + ones
		found := (w | control | ampersand | deleted) & tops
		if found == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(found) >> 3
		if s[i] == 0xC3 && i+1 < len(s) && latinTail[s[i+1]] {
			i += 2
			continue
		}
		n := plainCharacter(s, i)
		if n == 0 {
			return i
		}
		i += n
	}
	for i < len(s) {
		n := plainCharacter(s, i)
		if n == 0 {
			return i
		}
		i += n
	}
	return i
}

// eight is eight bytes as one number, the first of them lowest: the compiler makes one load of it.
func eight[T string | []byte](s T) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// plainCharacter is the length of the character at i if it is one of a plainRun; else zero.
func plainCharacter[T string | []byte](s T, i int) int {
	rest := len(s) - i
	switch b := s[i]; {
	case b < 0x80:
		if b < 0x20 && b != '\n' || b == '&' || b == 0x7F {
			return 0
		}
		return 1
	case rest < 2 || s[i+1]&0xC0 != 0x80:
		return 0
	case b == 0xC3 && latinTail[s[i+1]]: // á é í ó ú ñ ü
		return 2
	case b == 0xC2 && s[i+1] >= 0xA0: // ¡ ¿ « »
		return 2
	case rest < 3 || s[i+2]&0xC0 != 0x80:
		return 0
	case b == 0xE2 && s[i+1] == 0x80 && s[i+2] >= 0x8B && s[i+2] != 0xA8 && s[i+2] != 0xA9: // … “ ” — and joiners
		return 3
	case b == 0xEF && s[i+1] == 0xB8 && s[i+2] == 0x8F: // what makes an emoji of a sign
		return 3
	case b == 0xF0 && rest > 3 && s[i+1] == 0x9F && s[i+3]&0xC0 == 0x80:
		return 4
	}
	return 0
}

// latinTail are the second bytes of the letters that begin with 0xC3 but those of doubled, all of which do, too.
var latinTail = func() (tail [256]bool) {
	for r := 'À'; r <= 'ÿ'; r++ {
		tail[string(r)[1]] = !strings.ContainsRune(doubled, r)
	}
	return tail
}()

// odd says that r may have to be changed: a control, an ampersand, a line separator, a mark of byte order, or the
// beginning of a doubly encoded character.
func odd(r rune) bool {
	return r < ' ' && r != '\n' || r == '&' || r >= 0x7F && (r < 0xA0 || strings.ContainsRune(doubled, r) || r == '\u2028' || r == '\u2029' || r == '\uFEFF' || r == '\uFFFE' || r == '\uFFFF')
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
	if strings.IndexByte(s, '\n') >= 0 || strings.IndexByte(s, '\t') >= 0 {
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
