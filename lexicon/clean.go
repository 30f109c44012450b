package lexicon

import (
	"html"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Most texts are scored as they stand. The few that hold decomposed letters,
// HTML entities or letter look-alikes are first rewritten into s.clean, with
// s.origin giving for every byte of it the offset in the original.

// needsCleaning reports whether a rune cannot be tokenised as it stands:
// combining marks, full-width and mathematical letters, and what hides between
// letters (zero-width space, soft hyphen).
func needsCleaning(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036F:
		return true
	case r >= 0x1D400 && r <= 0x1D7FF, r >= 0xFF01 && r <= 0xFF5E:
		return true
	case r == 0x200B || r == 0x2060 || r == 0xFEFF:
		return true
	}
	return false
}

// maxEntity is the longest HTML entity that is decoded.
const maxEntity = 12

// entityLength returns the length of the HTML entity that t begins with, 0 if
// there is none.
func entityLength(t string) int {
	if len(t) < 4 {
		return 0
	}
	for i := 1; i < len(t) && i < maxEntity; i++ {
		c := t[i]
		if c == ';' {
			if i > 1 && html.UnescapeString(t[:i+1]) != t[:i+1] {
				return i + 1
			}
			return 0
		}
		if classOf[c] != classLetter && classOf[c] != classDigit && c != '#' {
			return 0
		}
	}
	return 0
}

// cleanText rewrites s.text. The result is tokenised; hits are mapped back
// through s.origin.
func (s *scratch) cleanText() {
	text := s.text
	s.clean, s.origin = s.clean[:0], s.origin[:0]
	s.stage, s.stageAt = s.stage[:0], s.stageAt[:0]
	for i := 0; i < len(text); {
		if n := entityLength(text[i:]); text[i] == '&' && n > 0 {
			s.stageBytes(html.UnescapeString(text[i:i+n]), i)
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == 0x200B || r == 0x2060 || r == 0xFEFF:
		case r >= 0x1D400 && r <= 0x1D7FF, r >= 0xFF01 && r <= 0xFF5E:
			s.stageBytes(norm.NFKC.String(text[i:i+size]), i)
		default:
			s.stageBytes(text[i:i+size], i)
		}
		i += size
	}
	s.compose()
	s.text = string(s.clean)
}

func (s *scratch) stageBytes(piece string, at int) {
	for range len(piece) {
		s.stageAt = append(s.stageAt, int32(at))
	}
	s.stage = append(s.stage, piece...)
}

// compose turns s.stage into NFC. Each composed segment maps to the offset
// where it began.
func (s *scratch) compose() {
	var it norm.Iter
	it.InitString(norm.NFC, string(s.stage))
	for !it.Done() {
		at := it.Pos()
		segment := it.Next()
		origin := int32(len(s.original))
		if at < len(s.stageAt) {
			origin = s.stageAt[at]
		}
		for range segment {
			s.origin = append(s.origin, origin)
		}
		s.clean = append(s.clean, segment...)
	}
}

// offset maps an offset of the tokenised text to the original.
func (s *scratch) offset(i int) int {
	if !s.cleaned {
		return i
	}
	if i >= len(s.origin) {
		return len(s.original)
	}
	return int(s.origin[i])
}

// runeStart moves an offset back to a rune boundary of the original.
func runeStart(text string, i int) int {
	for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}
