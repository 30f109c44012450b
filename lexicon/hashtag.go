package lexicon

import (
	"unicode"
	"unicode/utf8"
)

// hashtag splits #SantaMartaSinAgua into its words.
func (s *scratch) hashtag(i int) int {
	start := i + 1
	end := start
	for end < len(s.text) {
		r, size := rune(s.text[end]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s.text[end:])
		}
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		end += size
	}
	if end == start {
		return end
	}
	for piece := start; piece < end; {
		next := pieceEnd(s.text, piece, end)
		s.hashtagPiece(piece, next)
		piece = next
	}
	return end
}

// pieceEnd returns where the word that begins at i ends by its capitals: a
// capital after a small letter, a digit after a letter, an underscore.
func pieceEnd(text string, i, end int) int {
	prev := rune(0)
	for j, r := range text[i:end] {
		if j > 0 && (r == '_' || unicode.IsUpper(r) && unicode.IsLower(prev) || unicode.IsDigit(r) != unicode.IsDigit(prev)) {
			return i + j
		}
		prev = r
	}
	return end
}

func (s *scratch) hashtagPiece(i, end int) {
	if s.text[i] == '_' {
		i++
	}
	if i >= end {
		return
	}
	t := token{start: int32(i), end: int32(end), kind: kindWord, flags: flagHashtag, count: 1}
	s.words++
	var w wordScan
	stop, ok := w.scan(s.text[:end], i, true)
	if !ok || stop != end || w.flags&wordForeign != 0 || end-i > maxRunes {
		s.push(t)
		return
	}
	if w.flags&wordAccent != 0 {
		t.form = s.lex.accented(w.exact)
	}
	if t.form == 0 {
		t.form = s.lex.find(w.hash)
	}
	if t.form == 0 {
		t.form = s.variant(i, end, w.flags, &t.flags)
	}
	if t.form != 0 || end-i < 6 {
		s.push(t)
		return
	}
	s.segment(t)
}

// maxSegment is the longest word that a hashtag without capitals is cut into.
const maxSegment = 18

// segment splits a run of letters into known words, preferring long ones; what
// no word covers stays one unknown word.
func (s *scratch) segment(t token) {
	key, ok := s.readKey(int(t.start), int(t.end))
	if !ok {
		s.push(t)
		return
	}
	var best [maxWord + 1]int
	var from [maxWord + 1]uint8
	n := len(key)
	for i := range n {
		if best[i] > best[i+1] || from[i+1] == 0 {
			best[i+1], from[i+1] = best[i], 1
		}
		h := uint64(hashSeed)
		for j := i; j < n; j++ {
			h = (h ^ uint64(folded[key[j]])) * hashPrime
			size := j + 1 - i
			if size > maxSegment {
				break
			}
			if size < 2 || !s.lex.splits.has(h) {
				continue
			}
			if gain := best[i] + size*size; gain > best[j+1] {
				best[j+1], from[j+1] = gain, uint8(size)
			}
		}
	}
	s.cuts = s.cuts[:0]
	for at := n; at > 0; {
		size := int(from[at])
		s.cuts = append(s.cuts, int32(at))
		at -= size
	}
	s.pushSegments(t, key)
}

// pushSegments pushes the segments whose ends are in s.cuts, last first. Key
// positions and text positions run in step: one letter each.
func (s *scratch) pushSegments(t token, key []byte) {
	pos, at := int(t.start), 0
	for c := len(s.cuts) - 1; c >= 0; c-- {
		end := int(s.cuts[c])
		seg := t
		seg.start = int32(pos)
		from := at
		for at < end {
			at++
			if pos < int(t.end) {
				_, size := utf8.DecodeRuneInString(s.text[pos:])
				pos += size
			}
		}
		seg.end = int32(pos)
		seg.form = s.lex.find(hashPlain(key[from:end]))
		if seg.form == 0 && len(s.tokens) > 0 {
			// Unknown letters one after another are one unknown word.
			if last := &s.tokens[len(s.tokens)-1]; last.form == 0 && last.kind == kindWord && last.flags&flagHashtag != 0 && last.end == seg.start {
				last.end = seg.end
				continue
			}
		}
		s.push(seg)
	}
}
