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

// The tables of letters, by byte or Latin-1 code: the class of a byte; ASCII
// letters in lower case and 0 for the rest; Latin-1 letters in lower case; those
// without their accents, ñ staying; whether a code is a letter.
var classOf, asciiLetter, lower, folded, letter = letterTables()

func letterTables() (class [256]byteClass, ascii, small, plain [256]byte, isLetter [256]bool) {
	for b := range 256 {
		small[b], plain[b] = byte(b), byte(b)
		switch {
		case b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z':
			class[b], isLetter[b], ascii[b] = classLetter, true, byte(b)|0x20
		case b >= '0' && b <= '9':
			class[b] = classDigit
		case b == 0xC2 || b == 0xC3:
			class[b] = classLatin
		case b >= 0x80:
			class[b] = classHigh
		case b > ' ' && b < 0x7F:
			class[b] = classPunct
		}
		if b >= 'A' && b <= 'Z' || b >= 0xC0 && b <= 0xDE && b != 0xD7 {
			small[b] = byte(b + 0x20)
		}
		if b >= 0xC0 && b != 0xD7 && b != 0xF7 || b == 0xAA || b == 0xBA {
			isLetter[b] = true
		}
	}
	const from = "\xe0\xe1\xe2\xe3\xe4\xe5\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf2\xf3\xf4\xf5\xf6\xf9\xfa\xfb\xfc\xfd\xff"
	const to = "aaaaaaceeeeiiiiooooouuuuyy"
	for i := range len(from) {
		plain[from[i]] = to[i]
	}
	return
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

// Words are hashed eight key bytes at a time, the last piece filled up with
// zeros, so that the tokeniser can take a word of up to eight letters, which
// most are, from one load and one multiplication. For these words no two have
// the same hash.
const (
	wordSeed  = 0x9E3779B97F4A7C15
	wordPrime = 0xD6E8FEB86659FD93
)

func mix(h, piece uint64) uint64 {
	h = (h ^ piece) * wordPrime
	return h ^ h>>32
}

// A hasher takes a key byte by byte.
type hasher struct {
	hash, piece uint64
	shift       uint8
}

func newHasher() hasher { return hasher{hash: wordSeed} }

func (h *hasher) add(b byte) {
	h.piece |= uint64(b) << (h.shift & 63)
	if h.shift += 8; h.shift == 64 {
		h.hash, h.piece, h.shift = mix(h.hash, h.piece), 0, 0
	}
}

func (h *hasher) sum() uint64 {
	if h.shift == 0 {
		return h.hash
	}
	return mix(h.hash, h.piece)
}

// hashKey hashes a key as it is.
func hashKey[K string | []byte](key K) uint64 {
	h := newHasher()
	for i := range len(key) {
		h.add(key[i])
	}
	return h.sum()
}

// hashPlain hashes a key without its accents.
func hashPlain(key []byte) uint64 {
	h := newHasher()
	for _, b := range key {
		h.add(folded[b])
	}
	return h.sum()
}

// FNV-1a, 64 bits, for the pieces of hashtags: it grows by a letter at a time.
const (
	hashSeed  = 14695981039346656037
	hashPrime = 1099511628211
)

func hashSplit(key string) uint64 {
	h := uint64(hashSeed)
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * hashPrime
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
type bitmap struct {
	words []uint64
	shift uint8
}

func newBitmap(bits uint8) bitmap { return bitmap{make([]uint64, 1<<bits/64), 64 - bits} }

func (m *bitmap) add(h uint64) { i := h >> m.shift; m.words[i/64] |= 1 << (i % 64) }

func (m *bitmap) has(h uint64) bool { i := h >> m.shift; return m.words[i/64]&(1<<(i%64)) != 0 }
