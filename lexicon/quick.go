package lexicon

import "math/bits"

// Most words are of Spanish letters alone. This file reads these eight bytes
// at a time, and asks nothing of them but what looking them up needs.

// In each of eight bytes, one bit or all but one.
const (
	eachHigh = 0x8080808080808080
	eachLow7 = 0x7F7F7F7F7F7F7F7F
	eachCase = 0x2020202020202020
)

// load8 reads eight bytes of a text.
func load8(t string) uint64 {
	_ = t[7]
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 | uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
}

// loadEnd is load8 at i near the end of a text of eight bytes or more; zeros
// stand for what is beyond it.
func loadEnd(t string, i int) uint64 {
	return load8(t[len(t)-8:]) >> (8 * uint(i+8-len(t)) & 63)
}

// nonLetters sets the high bit of each of eight bytes that is no letter A to Z.
func nonLetters(x uint64) uint64 {
	low := (x | eachCase) & eachLow7
	// A letter's byte plus 0x1F has the high bit, plus 0x05 has not.
	return ((low + 0x1F1F1F1F1F1F1F1F) &^ (low + 0x0505050505050505) &^ x & eachHigh) ^ eachHigh
}

// latinLead is the first byte of the two of á, ñ and their like.
const latinLead = 0xC3

// wordEnd are the bytes that a word of letters ends at: a digit, a star or a
// byte of another rune would belong to it, or need a second look.
var wordEnd = func() (end [256]bool) {
	for b := range end {
		end[b] = classOf[b] == classSpace || classOf[b] == classPunct && b != '*'
	}
	return
}()

// quickWords reads words of Spanish letters with single spaces between them and
// pushes their tokens. It returns where it stops: at i if what stands there is
// no such word.
func (s *scratch) quickWords(i int) int {
	text := s.text
	if len(text) < 8 {
		return i
	}
	for {
		start, hash, small := i, uint64(wordSeed), uint64(0)
		for i < len(text) {
			var x uint64
			if i+8 <= len(text) {
				x = load8(text[i:])
			} else {
				x = loadEnd(text, i)
			}
			other := nonLetters(x)
			if other == 0 {
				hash, small = mix(hash, x|eachCase), small|x
				i += 8
				continue
			}
			n := bits.TrailingZeros64(other) &^ 7
			if byte(x>>(n&63)) == latinLead {
				if i = s.latinWord(start, i, hash, small); i == start {
					return start
				}
				goto pushed
			}
			if n > 0 {
				letters := uint64(1)<<(n&63) - 1
				hash, small = mix(hash, (x|eachCase)&letters), small|x&letters
				i += n >> 3
			}
			break
		}
		if i < len(text) && !endsWord(text, start, i) {
			return start
		}
		hash = withLength(hash, i-start)
		if t := s.pushWord(start, i, small&eachCase == 0 && i-start > 2); !s.quickForm(t, hash) {
			s.spell(t, wordScan{hash: hash, flags: wordPlain})
		}
	pushed:
		if i+1 >= len(text) || text[i] != ' ' {
			return i
		}
		if i++; asciiLetter[text[i]] == 0 && text[i] != latinLead {
			return i
		}
	}
}

// endsWord reports whether a word of letters ends before text[i]. One that may
// be the beginning of a link is left to those who know links.
func endsWord(text string, start, i int) bool {
	c := text[i]
	return wordEnd[c] && !((c == ':' || c == '.') && linkBegins[text[start]])
}

// pushWord pushes the token of a word, which then gets its form.
func (s *scratch) pushWord(start, end int, caps bool) *token {
	t := s.push(kindWord, 0, start, end)
	if caps {
		t.flags = flagCaps
	}
	s.words++
	return t
}

// latinWord goes on with a word at the piece in which it has its first letter
// of two bytes, and pushes its token. hash and small are of the pieces before.
// It returns where the word ends, start if it is of another kind.
func (s *scratch) latinWord(start, i int, hash, small uint64) int {
	text := s.text
	plain := hasher{hash: hash, letters: i - start}
	exact := plain
	flags, caps := wordLatin, true
	for {
		x := uint64(0)
		if i+8 <= len(text) {
			x = load8(text[i:])
		} else if i < len(text) {
			x = loadEnd(text, i)
		}
		n := bits.TrailingZeros64(nonLetters(x)) &^ 7 // 64 if all are letters
		letters := uint64(1)<<n - 1
		small |= x & letters
		plain.addPiece((x|eachCase)&letters, n)
		exact.addPiece((x|eachCase)&letters, n)
		if i += n >> 3; n == 64 {
			continue
		}
		if i >= len(text) || text[i] != latinLead {
			break
		}
		if i+1 == len(text) || text[i+1]&0xC0 != 0x80 || !letter[latin(latinLead, text[i+1])] {
			return start
		}
		code := latin(latinLead, text[i+1])
		b := lower[code]
		caps = caps && b != code
		if folded[b] != b {
			flags |= wordAccent
		}
		plain.add(folded[b])
		exact.add(b)
		i += 2
	}
	if i < len(text) && !endsWord(text, start, i) {
		return start
	}
	caps = caps && small&eachCase == 0 && plain.letters > 2
	w := wordScan{hash: plain.sum(), exact: exact.sum(), flags: flags}
	if t := s.pushWord(start, i, caps); flags&wordAccent != 0 && s.lex.accents.has(w.exact) || !s.quickForm(t, w.hash) {
		s.spell(t, w)
	}
	return i
}
