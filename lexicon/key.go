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
// most are, from one load and one multiplication.
const (
	wordSeed  = 0x9E3779B97F4A7C15
	wordPrime = 0xD6E8FEB86659FD93
)

func mix(h, piece uint64) uint64 {
	h = (h ^ piece) * wordPrime
	return h ^ h>>32
}

// A hash ends in the length of its word, for words of each length have a part
// of the table to themselves.
const (
	lengthBits = 4
	maxLength  = 1<<lengthBits - 1
)

func withLength(h uint64, letters int) uint64 {
	return h&^maxLength | uint64(min(letters, maxLength))
}

// A hasher takes a key byte by byte.
type hasher struct {
	hash, piece uint64
	shift       uint8
	letters     int
}

func newHasher() hasher { return hasher{hash: wordSeed} }

func (h *hasher) add(b byte) {
	h.letters++
	h.piece |= uint64(b) << (h.shift & 63)
	if h.shift += 8; h.shift == 64 {
		h.hash, h.piece, h.shift = mix(h.hash, h.piece), 0, 0
	}
}

// addPiece takes up to eight key bytes, the first in the low byte, given as
// their bits.
func (h *hasher) addPiece(piece uint64, n int) {
	h.letters += n >> 3
	h.piece |= piece << (h.shift & 63)
	filled := int(h.shift) + n
	if filled >= 64 {
		h.hash = mix(h.hash, h.piece)
		h.piece = piece >> (64 - h.shift)
		filled -= 64
	}
	h.shift = uint8(filled)
}

func (h *hasher) sum() uint64 {
	if h.shift == 0 {
		return withLength(h.hash, h.letters)
	}
	return withLength(mix(h.hash, h.piece), h.letters)
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
func hashPlain[K string | []byte](key K) uint64 {
	h := newHasher()
	for i := range len(key) {
		h.add(folded[key[i]])
	}
	return h.sum()
}

// FNV-1a, 64 bits, for the pieces of hashtags: it grows by a letter at a time.
const (
	hashSeed  = 14695981039346656037
	hashPrime = 1099511628211
)

// A slot holds a form in its low 20 bits and 44 bits of the hash above them; 0
// is empty. Together with the place in the table, two different words are
// confused once in some 10^13 look-ups, so the words themselves are not kept.
// The builder checks that no two words of the lexicon are.
type slot uint64

const (
	slotBits = 20
	slotForm = 1<<slotBits - 1
)

func slotCheck(h uint64) slot { return slot(h<<(slotBits-lengthBits)) &^ slotForm }

// A spellings is the open-addressing table of all words. Short words are the
// ones that texts are made of, and there are few: with a part of the table for
// each length, three words of four are found in a few pages that stay in the
// cache.
type spellings struct {
	slots []slot              // ends with an empty one
	parts [maxLength + 1]part // by length; the last holds all longer words
}

type part struct{ start, size uint32 }

// newSpellings makes room for so many words of each length.
func newSpellings(count [maxLength + 1]int) spellings {
	var t spellings
	total := 0
	for length, n := range count {
		t.parts[length] = part{uint32(total), uint32(3*n + 1)}
		total += 3*n + 1
	}
	t.slots = make([]slot, total+1)
	return t
}

// index is where the search for a hash begins.
func (t *spellings) index(h uint64) uint64 {
	p := t.parts[h&maxLength]
	return uint64(p.start) + h>>32*uint64(p.size)>>32
}

// add gives a hash a form; false if the table cannot tell it from another.
func (t *spellings) add(h uint64, form int32) bool {
	i := t.index(h)
	for t.slots[i] != 0 {
		if t.slots[i]&^slotForm == slotCheck(h) {
			return false
		}
		i++
	}
	t.slots[i] = slotCheck(h) | slot(form)
	if i == uint64(len(t.slots)-1) {
		t.slots = append(t.slots, 0)
	}
	return true
}

// find returns the form of the word with that hash, 0 if there is none.
func (t *spellings) find(h uint64) int32 {
	check := slotCheck(h)
	for i := t.index(h); ; i++ {
		s := t.slots[i]
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
