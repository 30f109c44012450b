package lexicon

import (
	"unicode"
	"unicode/utf8"
)

// This file reads a word and finds its form under the spellings that people
// use.

// maxWord is the longest word that is looked up; longer runs of letters are
// tokens that nothing knows.
const maxWord = 48

// maxRunes bounds the bytes of a word for which other spellings are tried.
const maxRunes = 400

// A wordScan is what one pass over a word has seen.
type wordScan struct {
	hash  uint64 // of the word without accents
	exact uint64 // of the word as it is, if it has accents
	flags wordFlags
}

type wordFlags uint16

const (
	wordAccent  wordFlags = 1 << iota
	wordDouble            // a letter twice in a row where Spanish has it once
	wordTriple            // a letter three times or more
	wordDigit             // digits among the letters
	wordStar              // m*erda
	wordForeign           // letters outside Latin-1
	wordCaps              // ALL CAPS, three letters or more
	wordPlain             // letters A to Z, read by quickWords, which looks for nothing else
	wordLatin             // Spanish letters, read by quickWords, which looks for nothing else but accents
)

// scan reads the letters from i on. ok is false when the text must be cleaned
// first.
func (w *wordScan) scan(text string, i int, cleaned bool) (end int, ok bool) {
	plain, exact := newHasher(), newHasher()
	var flags wordFlags
	var prev byte
	run, letters, uppers := 0, 0, 0
	for i < len(text) {
		c := text[i]
		b := asciiLetter[c]
		size := 1
		if b != 0 {
			uppers += int((b ^ c) >> 5)
		} else {
			switch classOf[c] {
			case classDigit:
				flags |= wordDigit
				b = c
				letters--
			case classLatin:
				if i+1 >= len(text) || text[i+1]&0xC0 != 0x80 || !letter[latin(c, text[i+1])] {
					goto done
				}
				code := latin(c, text[i+1])
				b = lower[code]
				if b != code {
					uppers++
				}
				if bare := folded[b]; bare != b {
					if flags&wordAccent == 0 {
						exact = plain
						flags |= wordAccent
					}
					exact.add(b)
					plain.add(bare)
					letters++
					run, prev = 1, bare
					i += 2
					continue
				}
				size = 2
			case classHigh:
				r, n := utf8.DecodeRuneInString(text[i:])
				if !cleaned && needsCleaning(r) {
					return i, false
				}
				if !unicode.IsLetter(r) && !unicode.IsMark(r) || r == utf8.RuneError || isVariation(r) {
					goto done
				}
				flags |= wordForeign
				i += n
				letters++
				continue
			case classPunct:
				if c != '*' || !starInside(text, i) {
					goto done
				}
				flags |= wordStar
				if prev == '*' {
					i++
					continue
				}
				b = c
				letters--
			default:
				goto done
			}
		}
		letters++
		if b == prev {
			run++
			flags |= doubles(b, run)
		} else {
			run = 1
		}
		prev = b
		plain.add(b)
		if flags&wordAccent != 0 {
			exact.add(b)
		}
		i += size
	}
done:
	if uppers > 2 && uppers == letters {
		flags |= wordCaps
	}
	w.hash, w.exact, w.flags = plain.sum(), exact.sum(), flags
	return i, true
}

// starInside reports whether a star stands inside a masked word: m*erda,
// m**rda.
func starInside(text string, i int) bool {
	if i == 0 || classOf[text[i-1]] == classSpace {
		return false
	}
	for i < len(text) && text[i] == '*' {
		i++
	}
	return i < len(text) && classOf[text[i]] == classLetter
}

// word reads one word and pushes its token.
func (s *scratch) word(i int, cleaned bool) (int, bool) {
	var w wordScan
	end, ok := w.scan(s.text, i, cleaned)
	if !ok {
		return i, false
	}
	s.spell(s.pushWord(i, end, w.flags&wordCaps != 0), w)
	return end, true
}

// quickForm gives a word its form if that is all there is to do, as it is for
// most; the rest is for spell.
func (s *scratch) quickForm(t *token, hash uint64) bool {
	l := s.lex
	slot := l.slots[l.index(hash)]
	if slot&^slotForm != slotCheck(hash) {
		return false
	}
	t.form = l.forms[slot&slotForm]
	return !t.form.has(flagTriple | flagExpand)
}

// spell finds the form of a word, whatever way it is spelt.
func (s *scratch) spell(t *token, w wordScan) {
	l := s.lex
	t.form = 0
	id := l.find(w.hash)
	if w.flags&wordAccent != 0 {
		if exact := l.accented(w.exact); exact != 0 {
			id = exact
		}
	}
	if w.flags&(wordPlain|wordLatin) != 0 && (id == 0 || l.forms[id].has(flagTriple)) {
		w.look(s.text[:t.end], int(t.start))
	}
	if id == 0 {
		if w.flags&^(wordCaps|wordAccent) == 0 && !s.mayVary(int(t.start), int(t.end)) {
			return // spelt plainly and known to nobody
		}
		if id = s.variant(int(t.start), int(t.end), w.flags, &t.flags); id == 0 {
			return
		}
	} else if w.flags&wordTriple != 0 {
		t.flags |= flagElongated
	}
	t.form = l.forms[id]
	s.expand = s.expand || t.form.has(flagExpand)
}

// expandTokens puts the words that a chat spelling stands for in its place.
func (s *scratch) expandTokens() {
	l := s.lex
	s.spare = append(s.spare[:0], s.tokens...)
	s.tokens = s.tokens[:0]
	for _, t := range s.spare {
		if !t.form.has(flagExpand) {
			s.tokens = append(s.tokens, t)
			continue
		}
		for k := t.form.entry(); l.expands[k] != 0; k++ {
			part := t
			part.form = l.expands[k]
			if t.kind != kindWord {
				part.form = part.form.without(flagKnown)
			}
			s.tokens = append(s.tokens, part)
		}
	}
}

// variant looks for a word under another spelling: without accents, with its
// lengthened letters folded, with digits for letters, without its clitics, as
// laughter. It returns 0 if nothing knows it.
func (s *scratch) variant(i, end int, w wordFlags, flags *tokenFlags) int32 {
	if w&wordForeign != 0 || end-i > maxRunes {
		return 0
	}
	clitic := cliticTail(s.tail(i, end))
	key, ok := s.readKey(i, end)
	if !ok {
		return 0
	}
	if isLaughter(key) {
		return s.lex.laughter
	}
	if w&wordDouble != 0 {
		if id := s.shortened(key, w&wordTriple != 0); id != 0 {
			if w&wordTriple != 0 {
				*flags |= flagElongated
			}
			return id
		}
	}
	if w&wordDigit != 0 {
		if id := s.leet(key); id != 0 {
			return id
		}
	}
	if clitic > 0 {
		return s.host(key)
	}
	return 0
}

// look finds the flags that quickWords has left out.
func (w *wordScan) look(text string, i int) {
	if w.flags&wordPlain == 0 {
		w.scan(text, i, true)
		return
	}
	w.flags = 0
	if len(text) >= 8 && len(text)-i <= 8 && !repeats(loadEnd(text, i)|eachCase, len(text)-i) {
		return
	}
	run := 1
	for i++; i < len(text); i++ {
		if (text[i]^text[i-1])&^0x20 != 0 {
			run = 1
			continue
		}
		run++
		w.flags |= doubles(text[i]|0x20, run)
	}
}

// repeats reports whether two neighbours of the first n of eight bytes are the
// same.
func repeats(x uint64, n int) bool {
	const each = 0x0101010101010101
	d := x ^ x>>8 | ^uint64(0)<<(8*uint(n-1)&63)
	return (d-each)&^d&eachHigh != 0
}

// doubles are the flags of a letter so many times in a row. The doubles that
// Spanish writes itself are none.
func doubles(letter byte, run int) wordFlags {
	switch {
	case run > 2:
		return wordDouble | wordTriple
	case letter == 'r' || letter == 'l' || letter == 'c' || letter == 'n':
		return 0
	}
	return wordDouble
}

// mayVary reports whether a word of letters alone may be a verb with clitics or
// laughter.
func (s *scratch) mayVary(i, end int) bool {
	if end-i > 1 && !varies[letterPair(lower[s.text[end-2]], lower[s.text[end-1]])] && s.text[end-1]|s.text[end-2] < 0x80 {
		return false
	}
	tail := s.tail(i, end)
	return cliticTail(tail) > 0 || laughs(tail)
}

// varies are the last two letters of such words, and of a few others.
var varies = func() (pairs [32 * 32]bool) {
	for a := byte('a'); a <= 'z'; a++ {
		for b := byte('a'); b <= 'z'; b++ {
			tail := uint32(a)<<8 | uint32(b)
			pairs[letterPair(a, b)] = cliticTail(tail) > 0 || cliticTail('l'<<16|tail) > 0 || cliticTail('n'<<16|tail) > 0 || laughs(tail)
		}
	}
	return
}()

// tail returns the last key bytes of the word text[i:end] without accents, the
// very last in the low byte; the word has no letters outside Latin-1.
func (s *scratch) tail(i, end int) (tail uint32) {
	for shift := 0; shift < 32 && end > i; shift += 8 {
		end--
		b := s.text[end]
		if b >= 0x80 && end > i {
			end--
			b = latin(s.text[end], b)
		}
		tail |= uint32(folded[lower[b]]) << shift
	}
	return tail
}

// readKey reads the key of text[i:end] into s.key, runs of a letter cut to
// three.
func (s *scratch) readKey(i, end int) (key []byte, ok bool) {
	key = s.key[:0]
	for i < end {
		c := s.text[i]
		b := lower[c]
		i++
		if classOf[c] == classLatin {
			b = lower[latin(c, s.text[i])]
			i++
		}
		n := len(key)
		if n >= 3 && key[n-1] == b && key[n-2] == b && key[n-3] == b || n > 0 && b == '*' && key[n-1] == '*' {
			continue
		}
		if n >= maxWord {
			return nil, false
		}
		key = append(key, b)
	}
	s.key = key
	return key, true
}

// accented finds a word by the hash with its accents, where they make it
// another word than it is without: está, esta.
func (l *Lexicon) accented(exact uint64) int32 {
	if !l.accents.has(exact) {
		return 0
	}
	return l.find(exact)
}

// lookup finds a key as it is, then without accents.
func (s *scratch) lookup(key []byte) int32 {
	exact, plain := hashKey(key), hashPlain(key)
	if exact != plain {
		if id := s.lex.accented(exact); id != 0 {
			return id
		}
	}
	return s.lex.find(plain)
}

// shortened folds lengthened letters: runs of three or more to one, then to
// two (creeer), then every run to one.
func (s *scratch) shortened(key []byte, triple bool) int32 {
	rules := shortenings[:]
	if !triple {
		rules = rules[2:]
	}
	for _, rule := range rules {
		s.key2 = foldRuns(s.key2[:0], key, rule.from, rule.to)
		if len(s.key2) == len(key) || len(s.key2) < 2 {
			continue
		}
		if id := s.lookup(s.key2); id != 0 {
			return id
		}
		if isLaughter(s.key2) {
			return s.lex.laughter
		}
	}
	return 0
}

var shortenings = [...]struct{ from, to int }{{3, 1}, {3, 2}, {2, 1}}

// doubled are the letters that Spanish writes twice: perro and pero differ.
var doubled = [256]bool{'r': true, 'l': true, 'c': true, 'n': true, 'e': true, 'o': true}

func foldRuns(dst, key []byte, from, to int) []byte {
	for i := 0; i < len(key); {
		j := i
		for j < len(key) && key[j] == key[i] {
			j++
		}
		n := j - i
		if n >= from && (from > 2 || !doubled[key[i]]) {
			n = to
		}
		for range n {
			dst = append(dst, key[i])
		}
		i = j
	}
	return dst
}

var leetLetters = [256]byte{'0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't'}

// leet reads digits as the letters they look like: m1erda.
func (s *scratch) leet(key []byte) int32 {
	s.key2 = s.key2[:0]
	letters := 0
	for _, b := range key {
		if b >= '0' && b <= '9' {
			if b = leetLetters[b]; b == 0 {
				return 0
			}
		} else {
			letters++
		}
		s.key2 = append(s.key2, b)
	}
	if letters < 3 {
		return 0
	}
	return s.lookup(s.key2)
}

// cliticTail returns the length of the clitic that a word may end in, 0 for
// none.
func cliticTail(tail uint32) int {
	last2, last3 := tail&0xFFFF, tail&0xFFFFFF
	switch last2 {
	case 'm'<<8 | 'e', 't'<<8 | 'e', 's'<<8 | 'e', 'l'<<8 | 'o', 'l'<<8 | 'a', 'l'<<8 | 'e':
		return 2
	}
	switch last3 {
	case 'n'<<16 | 'o'<<8 | 's', 'l'<<16 | 'o'<<8 | 's', 'l'<<16 | 'a'<<8 | 's', 'l'<<16 | 'e'<<8 | 's':
		return 3
	}
	return 0
}

func tailOf(key []byte) (tail uint32) {
	for _, b := range key[max(0, len(key)-4):] {
		tail = tail<<8 | uint32(folded[b])
	}
	return tail
}

// host strips up to two clitics and returns the verb form below them:
// arréglenlo, dígannoslo, vámonos.
func (s *scratch) host(key []byte) int32 {
	for range 2 {
		n := cliticTail(tailOf(key))
		if n == 0 || len(key)-n < 3 {
			return 0
		}
		nos := n == 3 && folded[key[len(key)-3]] == 'n'
		key = key[:len(key)-n]
		if id := s.hostForm(key); id != 0 {
			return id
		}
		if nos && key[len(key)-1] == 'o' {
			s.key2 = append(append(s.key2[:0], key...), 's')
			if id := s.hostForm(s.key2); id != 0 {
				return id
			}
		}
	}
	return 0
}

func (s *scratch) hostForm(key []byte) int32 {
	if !s.lex.hosts.has(hashPlain(key)) {
		return 0
	}
	id := s.lookup(key)
	if id != 0 && s.lex.forms[id].has(flagHost) {
		return id
	}
	return 0
}

// laughs is a cheap test of the last letters: ja, je, ji, jo, js, ha, aj, hs.
func laughs(tail uint32) bool {
	a, b := byte(tail), byte(tail>>8)
	return a == 'j' || b == 'j' || a == 'h' || b == 'h'
}

// isLaughter reports whether a key is laughter: jaja, jejeje, jsjs, hahaha,
// ajajaj.
func isLaughter(key []byte) bool {
	if len(key) < 4 {
		return false
	}
	jays, others := 0, 0
	var vowel byte
	for _, b := range key {
		switch b {
		case 'j', 'h':
			jays++
		case 'a', 'e', 'i', 'o', 'u', 's', 'k', 'd':
			if b == 'a' || vowel == 0 {
				vowel = b
			}
			others++
		default:
			return false
		}
	}
	return jays >= 2 && jays*3 >= others
}
