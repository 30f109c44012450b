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
	if len(s.text) < 8 {
		return i
	}
	for {
		i = s.shortWords(i)
		end := s.spanishWord(i)
		if end == i {
			return i
		}
		i = end
		if i+1 >= len(s.text) || s.text[i] != ' ' {
			return i
		}
		i++
	}
}

// shortWords reads words of up to seven letters A to Z as long as a space
// follows each: more than half of all words. It returns where the first other
// word or sign begins.
func (s *scratch) shortWords(i int) int {
	text, l, tokens := s.text, s.lex, s.tokens
	for i+8 <= len(text) {
		x := load8(text[i : i+8])
		other := nonLetters(x)
		n := bits.TrailingZeros64(other) >> 3
		if n&7 == 0 || byte(x>>(uint(n)<<3&63)) != ' ' {
			break
		}
		letters := (other ^ (other - 1)) >> 8 // all bits below the first byte that is no letter
		hash := mix(wordSeed, (x|eachCase)&letters)&^maxLength | uint64(n)
		if len(tokens) == cap(tokens) {
			tokens = append(tokens, token{})[:len(tokens)]
		}
		tokens = tokens[:len(tokens)+1]
		t := &tokens[len(tokens)-1]
		t.start, t.end, t.kind, t.flags, t.punct, t.count = int32(i), int32(i+n), kindWord, 0, 0, 1
		if x&letters&eachCase == 0 && n > 2 {
			t.flags = flagCaps
		}
		i += n + 1
		slot := l.slots[l.index(hash)]
		if t.form = l.forms[slot&slotForm]; slot&^slotForm != slotCheck(hash) || t.form.has(flagTriple|flagExpand) {
			s.spell(t, wordScan{hash: hash, flags: wordPlain})
		}
	}
	s.words += len(tokens) - len(s.tokens)
	s.tokens = tokens
	return i
}

// spanishWord reads a word of Spanish letters and pushes its token. It returns
// where the word ends, i if what stands there is none.
func (s *scratch) spanishWord(i int) int {
	text := s.text
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
			return s.latinWord(start, i, hash, small)
		}
		if n > 0 {
			letters := uint64(1)<<(n&63) - 1
			hash, small = mix(hash, (x|eachCase)&letters), small|x&letters
			i += n >> 3
		}
		break
	}
	if i == start || i < len(text) && !endsWord(text, start, i) {
		return start
	}
	hash = withLength(hash, i-start)
	if t := s.pushWord(start, i, small&eachCase == 0 && i-start > 2); !s.quickForm(t, hash) {
		s.spell(t, wordScan{hash: hash, flags: wordPlain})
	}
	return i
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
