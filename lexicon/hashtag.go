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
		if !inTag(r) {
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

// inTag reports whether a rune belongs to a hashtag. A mark that stays apart
// from its letter does, as in Arabic; what the text must be cleaned of ends the
// tag, so that it is met.
func inTag(r rune) bool {
	if needsCleaning(r) || isVariation(r) {
		return false
	}
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
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
	s.words++
	var w wordScan
	stop, ok := w.scan(s.text[:end], i, true)
	if !ok || stop != end || w.flags&wordForeign != 0 || end-i > maxRunes {
		s.pushTag(0, i, end)
		return
	}
	id, flags := int32(0), flagHashtag
	if w.flags&wordAccent != 0 {
		id = s.lex.accented(w.exact)
	}
	if id == 0 {
		id = s.lex.find(w.hash)
	}
	if id == 0 {
		id = s.variant(i, end, w.flags, &flags)
	}
	if id == 0 && end-i >= 6 {
		s.segment(i, end)
		return
	}
	f := s.lex.forms[id]
	s.push(kindWord, f, i, end).flags = flags
	s.expand = s.expand || f.has(flagExpand)
}

// pushTag pushes a word of a hashtag.
func (s *scratch) pushTag(f form, start, end int) {
	s.push(kindWord, f, start, end).flags = flagHashtag
}

// maxSegment is the longest word that a hashtag without capitals is cut into.
const maxSegment = 18

// beginsWords reports whether so many letters are enough to ask whether any
// word begins with them: from most places of a hashtag none does, and the
// longer words there need not be tried.
func beginsWords(size int) bool { return size == 4 || size == 7 }

// minSquare is the least that the squares of the lengths of the words may come
// to for each letter that they cover.
const minSquare = 3.5

// segment splits a run of letters into known words, preferring long ones. One
// that they do not cover whole, or only in small pieces, stays one unknown
// word: short words are found in any name, and mean nothing there.
func (s *scratch) segment(start, stop int) {
	key, ok := s.readKey(start, stop)
	if !ok {
		s.pushTag(0, start, stop)
		return
	}
	var best [maxWord + 1]int // squares of the lengths of the words up to here
	var from [maxWord + 1]int // length of the last of them, 0 if none ends here
	n := len(key)
	for i := range n {
		if i > 0 && from[i] == 0 {
			continue
		}
		h := uint64(hashSeed)
		for size := 1; size <= min(n-i, maxSegment); size++ {
			letter := folded[key[i+size-1]]
			h = (h ^ uint64(letter)) * hashPrime
			gain := best[i] + size*size
			// The bitmap takes one false word in five, and only the table knows.
			// Of the words of one letter, y alone joins others.
			if (size > 1 || letter == 'y') && gain > best[i+size] && s.lex.splits.has(h) && s.lex.find(hashPlain(key[i:i+size])) != 0 {
				best[i+size], from[i+size] = gain, size
			}
			if beginsWords(size) && !s.lex.stems.has(h) {
				break
			}
		}
	}
	if from[n] == 0 || float64(best[n]) < minSquare*float64(n) {
		s.pushTag(0, start, stop)
		return
	}
	s.cuts = s.cuts[:0]
	for at := n; at > 0; at -= from[at] {
		s.cuts = append(s.cuts, int32(at))
	}
	s.pushSegments(start, stop, key)
}

// pushSegments pushes the segments whose ends are in s.cuts, last first. Key
// positions and text positions run in step: one letter each.
func (s *scratch) pushSegments(pos, stop int, key []byte) {
	at := 0
	for c := len(s.cuts) - 1; c >= 0; c-- {
		end := int(s.cuts[c])
		start, from := pos, at
		for at < end {
			at++
			if pos < stop {
				_, size := utf8.DecodeRuneInString(s.text[pos:])
				pos += size
			}
		}
		s.pushTag(s.lex.forms[s.lex.find(hashPlain(key[from:end]))], start, pos)
	}
}
