package lexicon

import (
	"math/bits"
	"sort"
	"unicode/utf8"
)

// isEmoji reports whether a rune begins an emoji.
func isEmoji(r rune) bool {
	switch {
	case r >= 0x1F000 && r <= 0x1FAFF:
		return true
	case r >= 0x2600 && r <= 0x27BF, r >= 0x2B00 && r <= 0x2BFF, r >= 0x2190 && r <= 0x21FF, r >= 0x2300 && r <= 0x23FF, r >= 0x25A0 && r <= 0x25FF, r >= 0x2900 && r <= 0x297F:
		return true
	case r == 0x203C || r == 0x2049 || r == 0x3030 || r == 0x303D || r == 0x3297 || r == 0x3299:
		return true
	}
	return false
}

const joiner = '\u200d'

func isVariation(r rune) bool { return r == '\ufe0f' || r == '\ufe0e' || r == '\u20e3' }

func isSkin(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF }

func isFlag(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// cluster reads one emoji with its modifiers and pushes it if the lexicon
// gives it a weight. Skin tone and presentation do not change the meaning.
func (s *scratch) cluster(i int) int {
	text := s.text
	r, size := utf8.DecodeRuneInString(text[i:])
	key := utf8.AppendRune(s.key[:0], r)
	end := i + size
	first, begins := len(key), r
	flag := isFlag(r)
	for end < len(text) {
		r, size = utf8.DecodeRuneInString(text[end:])
		switch {
		case isVariation(r) || isSkin(r) || r >= 0xE0020 && r <= 0xE007F:
			end += size
			continue
		case flag && isFlag(r):
			flag = false
			key = utf8.AppendRune(key, r)
			end += size
			continue
		case r == joiner:
			next, n := utf8.DecodeRuneInString(text[end+size:])
			if n == 0 || !isEmoji(next) || len(key) > 32 {
				goto done
			}
			key = utf8.AppendRune(utf8.AppendRune(key, joiner), next)
			end += size + n
			continue
		}
		break
	}
done:
	s.key = key
	e, ok := int32(0), false
	if len(key) > first {
		e, ok = s.lex.emoji[string(key)]
	}
	if !ok {
		e = s.lex.emojiRunes.find(begins)
	}
	s.emoji(e, i, end)
	return end
}

// An emojiTable gives the emoji of one rune their entries, by open addressing.
type emojiTable struct {
	slots []emojiSlot
	shift uint8
}

type emojiSlot struct{ r, entry int32 }

func newEmojiTable(emoji map[string]int32) emojiTable {
	width := bits.Len(uint(len(emoji))) + 1
	t := emojiTable{make([]emojiSlot, 1<<width), uint8(32 - width)}
	for key, entry := range emoji {
		if r, size := utf8.DecodeRuneInString(key); size == len(key) {
			i := t.index(r)
			for t.slots[i].r != 0 {
				i = (i + 1) % len(t.slots)
			}
			t.slots[i] = emojiSlot{r, entry}
		}
	}
	return t
}

func (t *emojiTable) index(r rune) int { return int(uint32(r) * 0x9E3779B1 >> t.shift) }

// find returns the entry of an emoji, -1 if it has none.
func (t *emojiTable) find(r rune) int32 {
	for i := t.index(r); ; i = (i + 1) % len(t.slots) {
		switch t.slots[i].r {
		case r:
			return t.slots[i].entry
		case 0:
			return -1
		}
	}
}

// emoji pushes an emoji or emoticon; the same one repeated is one token.
func (s *scratch) emoji(e int32, start, end int) {
	if k := len(s.tokens) - 1; k >= 0 && s.tokens[k].kind == kindEmoji && s.tokens[k].form.entry() == e {
		t := &s.tokens[k]
		if t.count < 255 {
			t.count++
		}
		t.end = int32(end)
		return
	}
	s.push(kindEmoji, newForm(e, 0, 0, flagActs), start, end).flags = flagOpens
}

// emojiKey is the cluster of a table entry without skin tone and variation;
// "" if it is none.
func emojiKey(text string) string {
	var key []byte
	for i, r := range text {
		if i == 0 && !isEmoji(r) {
			return ""
		}
		if !isVariation(r) && !isSkin(r) {
			key = utf8.AppendRune(key, r)
		}
	}
	return string(key)
}

// emoticons are matched byte by byte, the longest first.
type emoticons struct {
	begins [256]bool
	second [256][4]uint64 // by first byte, the bytes that may follow it
	by     [256][]emoticon
}

type emoticon struct {
	text  string
	entry int32
}

func (e *emoticons) add(text string, entry int32) {
	c := text[0]
	e.begins[c] = true
	if len(text) > 1 {
		e.second[c][text[1]/64] |= 1 << (text[1] % 64)
	}
	e.by[c] = append(e.by[c], emoticon{text, entry})
	sort.SliceStable(e.by[c], func(i, j int) bool { return len(e.by[c][i].text) > len(e.by[c][j].text) })
}

// match returns the entry of the emoticon at i and its length, -1 if there is
// none. One that ends in a letter or digit must end there (:D, not :De).
func (e *emoticons) match(text string, i int) (entry int32, size int) {
	if i+1 >= len(text) {
		return -1, 0
	}
	if next := text[i+1]; e.second[text[i]][next/64]>>(next%64)&1 == 0 {
		return -1, 0
	}
	for _, m := range e.by[text[i]] {
		end := i + len(m.text)
		if end > len(text) || text[i:end] != m.text {
			continue
		}
		if end < len(text) && (isHandleByte(text[end]) && isHandleByte(text[end-1]) || text[end] == '/') {
			continue
		}
		return m.entry, len(m.text)
	}
	return -1, 0
}
