package lexicon

import (
	"unicode/utf8"
)

// Words are looked up by keys: one byte per letter, Latin-1, lower case. A
// byte is enough because every Spanish letter is in Latin-1; a word with any
// other letter is foreign and is never looked up.

// byteClass is what the tokeniser does with a byte of the text.
type byteClass uint8

const (
	classSpace byteClass = iota
	classLetter
	classDigit
	classPunct
	classLatin // first byte of U+0080 to U+00FF
	classHigh  // any other byte of a longer rune, or a stray one
)

var (
	classOf [256]byteClass
	lower   [256]byte // Latin-1 letters to lower case
	folded  [256]byte // lower-case Latin-1 letters without their accents; ñ stays
	letter  [256]bool // Latin-1 code is a letter
	isUpper [256]bool
)

func init() {
	for b := range 256 {
		lower[b], folded[b] = byte(b), byte(b)
		switch {
		case b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z':
			classOf[b], letter[b] = classLetter, true
		case b >= '0' && b <= '9':
			classOf[b] = classDigit
		case b == 0xC2 || b == 0xC3:
			classOf[b] = classLatin
		case b >= 0x80:
			classOf[b] = classHigh
		case b > ' ' && b < 0x7F:
			classOf[b] = classPunct
		}
		if b >= 'A' && b <= 'Z' || b >= 0xC0 && b <= 0xDE && b != 0xD7 {
			lower[b], isUpper[b] = byte(b+0x20), true
		}
		if b >= 0xC0 && b != 0xD7 && b != 0xF7 || b == 0xAA || b == 0xBA {
			letter[b] = true
		}
	}
	const from = "\xe0\xe1\xe2\xe3\xe4\xe5\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf2\xf3\xf4\xf5\xf6\xf9\xfa\xfb\xfc\xfd\xff"
	const to = "aaaaaaceeeeiiiiooooouuuuyy"
	for i := range len(from) {
		folded[from[i]] = to[i]
	}
}

// appendKey appends the key of a word; ok is false if it has a letter outside
// Latin-1.
func appendKey(dst []byte, word string) (key []byte, ok bool) {
	for _, r := range word {
		if r > 0xFF || r == utf8.RuneError {
			return dst, false
		}
		dst = append(dst, lower[byte(r)])
	}
	return dst, true
}

func keyOf(word string) (string, bool) {
	k, ok := appendKey(nil, word)
	return string(k), ok
}

// foldKey returns the key without accents.
func foldKey(key string) string {
	out := []byte(key)
	for i, b := range out {
		out[i] = folded[b]
	}
	return string(out)
}

// wordOf turns a key back into UTF-8.
func wordOf(key string) string {
	r := make([]rune, len(key))
	for i := range len(key) {
		r[i] = rune(key[i])
	}
	return string(r)
}

// FNV-1a, 64 bits.
const (
	hashSeed  = 14695981039346656037
	hashPrime = 1099511628211
)

func hashKey(key []byte) uint64 {
	h := uint64(hashSeed)
	for _, b := range key {
		h = (h ^ uint64(b)) * hashPrime
	}
	return h
}

// A slot holds a form in its low 20 bits and 44 bits of the hash above them; 0
// is empty. Together with the place in the table, two different words are
// confused once in some 10^13 look-ups, so the words themselves are not kept.
// The builder checks that no two words of the lexicon are.
type slot uint64

const (
	slotBits = 20
	slotForm = 1<<slotBits - 1
)

func slotIndex(h uint64) uint64 { return h ^ h>>29 }
func slotCheck(h uint64) slot   { return slot(h) &^ slotForm }

// find returns the form of the word with that hash, 0 if there is none.
func (l *Lexicon) find(h uint64) int32 {
	check := slotCheck(h)
	for i := slotIndex(h) & l.slotMask; ; i = (i + 1) & l.slotMask {
		s := l.slots[i]
		if s&^slotForm == check || s == 0 {
			return int32(s & slotForm)
		}
	}
}

// A bitmap is a set of hashes that may hold a few that were never added. It is
// small enough to stay in the cache where the table of forms is not.
type bitmap []uint64

const bitmapBits = 18

func newBitmap() bitmap { return make(bitmap, 1<<bitmapBits/64) }

func (m bitmap) add(h uint64) { i := h >> (64 - bitmapBits); m[i/64] |= 1 << (i % 64) }

func (m bitmap) has(h uint64) bool { i := h >> (64 - bitmapBits); return m[i/64]&(1<<(i%64)) != 0 }
