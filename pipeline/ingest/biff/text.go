package biff

import (
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// A reader takes the fields of a record one after the other, across its CONTINUE parts. After the first field that is
// not there all others are zero and problem tells.
type reader struct {
	parts [][]byte
	pos   int // in parts[0]
	short bool
}

// take is the next n bytes, joined where they span parts; nil when they are not there.
func (r *reader) take(n int) []byte {
	if r.advance(); len(r.parts) > 0 && len(r.parts[0])-r.pos >= n {
		b := r.parts[0][r.pos : r.pos+n]
		r.pos += n
		return b
	}
	var b []byte
	for n > 0 {
		if r.advance(); len(r.parts) == 0 {
			r.short = true
			return nil
		}
		k := min(n, len(r.parts[0])-r.pos)
		b = append(b, r.parts[0][r.pos:r.pos+k]...)
		r.pos += k
		n -= k
	}
	return b
}

// advance drops the parts that are used up.
func (r *reader) advance() {
	for len(r.parts) > 0 && r.pos >= len(r.parts[0]) {
		r.parts, r.pos = r.parts[1:], 0
	}
}

func (r *reader) u8() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) u16() uint16 {
	if b := r.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *reader) u32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *reader) u64() uint64 {
	if b := r.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// problem says that rec was too short for what it should hold.
func (r *reader) problem(rec record) error {
	if !r.short {
		return nil
	}
	return fmt.Errorf("%w (registro %#04x del byte %d incompleto)", ErrDamaged, rec.kind, rec.at)
}

// Flags of a string.
const (
	wide     = 1 // two bytes per character
	phonetic = 4
	rich     = 8
)

// text is a string of n UTF-16 units whose flags come next. Some writers leave out the flags of an empty one.
func (r *reader) text(n int) string {
	if r.advance(); n == 0 && len(r.parts) == 0 {
		return ""
	}
	flags := r.u8()
	var runs, extra int
	if flags&rich != 0 {
		runs = int(r.u16())
	}
	if flags&phonetic != 0 {
		extra = int(r.u32())
	}
	s := r.characters(n, flags&wide != 0)
	r.skip(4*runs + extra)
	return s
}

// characters reads n UTF-16 units. A part that begins amid the characters opens with a flag that says anew how wide
// they are: the trap of shared strings, where a text may change width on the way.
func (r *reader) characters(n int, isWide bool) string {
	var units []uint16
	for n > 0 && !r.short {
		if len(r.parts) > 0 && r.pos >= len(r.parts[0]) {
			r.parts, r.pos = r.parts[1:], 0
			isWide = r.u8()&wide != 0
		}
		if len(r.parts) == 0 {
			r.short = true
			break
		}
		rest := r.parts[0][r.pos:]
		if !isWide {
			k := min(n, len(rest))
			for _, c := range rest[:k] {
				units = append(units, uint16(c))
			}
			r.pos += k
			n -= k
			continue
		}
		if len(rest) == 1 { // half a character: no writer splits there
			r.short = true
			break
		}
		k := min(n, len(rest)/2)
		for i := range k {
			units = append(units, binary.LittleEndian.Uint16(rest[2*i:]))
		}
		r.pos += 2 * k
		n -= k
	}
	return decode(units)
}

// decode is UTF-16 as a string; a lone surrogate becomes U+FFFD.
func decode(units []uint16) string {
	b := make([]byte, 0, len(units))
	for _, c := range utf16.Decode(units) {
		b = utf8.AppendRune(b, c)
	}
	return string(b)
}

// skip steps over n bytes of formatting.
func (r *reader) skip(n int) {
	for n > 0 && !r.short {
		if r.advance(); len(r.parts) == 0 {
			r.short = true
			return
		}
		k := min(n, len(r.parts[0])-r.pos)
		r.pos += k
		n -= k
	}
}

// sharedStrings reads the table of strings that cells point into. Its count is the file's word and allocates nothing.
func (r *reader) sharedStrings() ([]string, error) {
	r.u32() // uses
	n := r.u32()
	if n > MaxCells {
		return nil, fmt.Errorf("%w (%d textos)", ErrTooLarge, n)
	}
	var table []string
	for ; n > 0 && !r.short; n-- {
		table = append(table, r.text(int(r.u16())))
	}
	return table, nil
}
