package lexicon

import (
	"unicode"
	"unicode/utf8"
)

// A token is a piece of the text that the rules look at. Offsets are bytes
// into the cleaned text.
type token struct {
	start, end int32
	form       int32  // form, 0 for a word that the lexicon does not know
	entry      int32  // entry with a weight of its own, -1 for none
	set        uint16 // pattern symbols
	kind       tokenKind
	flags      tokenFlags
	punct      byte  // code of a punctuation mark
	count      uint8 // how often a mark or emoji is repeated, saturating
}

type tokenKind uint8

const (
	kindWord tokenKind = iota
	kindNumber
	kindPunct
	kindEmoji
	kindLink
	kindHandle
)

type tokenFlags uint8

const (
	flagCaps      tokenFlags = 1 << iota // ALL CAPS, three letters or more
	flagElongated                        // buenoooo
	flagHashtag
	flagStrong // ends a clause
	flagWeak   // comma: ends a clause for negation and frames
)

// Punctuation codes; those above ASCII are Latin-1 or C1.
const (
	markEllipsis = 0x85
	markOpenExcl = 0xA1
	markOpenQues = 0xBF
)

var punctuation = map[string]byte{".": '.', ",": ',', ";": ';', ":": ':', "!": '!', "?": '?', "¡": markOpenExcl, "¿": markOpenQues,
	"…": markEllipsis, "...": markEllipsis, "(": '(', ")": ')', "\"": '"', "-": '-', "%": '%', "$": '$', "/": '/'}

func isPunctuation(s string) bool { _, ok := punctuation[s]; return ok }

var strongMark = [256]bool{'.': true, ';': true, ':': true, '!': true, '?': true, markEllipsis: true, '(': true, ')': true, '\n': true, markOpenExcl: true, markOpenQues: true, '-': true}

// sentenceMark ends a sentence.
var sentenceMark = [256]bool{'.': true, '!': true, '?': true, '\n': true}

// maxWord is the longest word that is looked up; longer runs of letters are
// tokens that nothing knows.
const maxWord = 48

// maxRunes bounds the bytes of a word for which other spellings are tried.
const maxRunes = 400

// tokenize fills s.tokens from s.text. It returns false when the text holds
// something that must be cleaned first (decomposed letters, HTML entities,
// letter look-alikes).
func (s *scratch) tokenize(cleaned bool) bool {
	text := s.text
	n := len(text)
	s.tokens, s.pending = s.tokens[:0], s.pending[:0]
	s.words = 0
	for i := 0; i < n; {
		c := text[i]
		switch classOf[c] {
		case classLetter:
			if (c|0x20 == 'h' || c|0x20 == 'w' || c|0x20 == 'p') && isLink(text[i:]) {
				i = s.link(i)
				continue
			}
			next, ok := s.word(i, cleaned)
			if !ok {
				return false
			}
			i = next
		case classSpace:
			if c == '\n' {
				s.mark('\n', i, i+1)
			}
			i++
		case classDigit:
			next, ok := s.numeral(i, cleaned)
			if !ok {
				return false
			}
			i = next
		case classPunct:
			if c == '&' && !cleaned && entityLength(text[i:]) > 0 {
				return false
			}
			i = s.sign(i)
		case classLatin:
			if i+1 < n && letter[latin(c, text[i+1])] && text[i+1]&0xC0 == 0x80 {
				next, ok := s.word(i, cleaned)
				if !ok {
					return false
				}
				i = next
				continue
			}
			i = s.latinSign(i)
		default:
			next, ok := s.high(i, cleaned)
			if !ok {
				return false
			}
			i = next
		}
	}
	s.resolve()
	return true
}

// latin decodes a rune of two bytes below U+0100.
func latin(first, second byte) byte { return first<<6 | second&0x3F }

func isLink(t string) bool {
	return hasPrefixFold(t, "http://") || hasPrefixFold(t, "https://") || hasPrefixFold(t, "www.") || hasPrefixFold(t, "pic.twitter.com")
}

func hasPrefixFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if lower[s[i]] != prefix[i] {
			return false
		}
	}
	return true
}

// push adds a token that is no word or whose form is known.
func (s *scratch) push(t token) {
	f := &s.lex.forms[t.form]
	t.set = f.set
	if t.kind != kindEmoji {
		t.entry = f.entry
	}
	if f.flags&flagExpand != 0 {
		t.entry = -1
		s.expand = true
	}
	s.tokens = append(s.tokens, t)
}

// link skips to the next space.
func (s *scratch) link(i int) int {
	end := i
	for end < len(s.text) && s.text[end] > ' ' {
		end++
	}
	s.push(token{start: int32(i), end: int32(end), form: s.lex.url, kind: kindLink, count: 1})
	return end
}

// A wordScan is what one pass over a word has seen.
type wordScan struct {
	hash  uint64
	tail  uint32 // last four key bytes
	flags wordFlags
}

type wordFlags uint8

const (
	wordAccent  wordFlags = 1 << iota
	wordDouble            // a letter twice in a row
	wordTriple            // a letter three times or more
	wordDigit             // digits among the letters
	wordStar              // m*erda
	wordForeign           // letters outside Latin-1
	wordCaps              // ALL CAPS, three letters or more
)

// scan reads the letters from i on. ok is false when the text must be cleaned
// first.
func (w *wordScan) scan(text string, i int, cleaned bool) (end int, ok bool) {
	h := uint64(hashSeed)
	var tail uint32
	var flags wordFlags
	var prev byte
	run, letters, uppers := 0, 0, 0
	for i < len(text) {
		c := text[i]
		b := lower[c]
		size := 1
		switch classOf[c] {
		case classLetter:
			if b != c {
				uppers++
			}
			letters++
		case classDigit:
			flags |= wordDigit
		case classLatin:
			if i+1 >= len(text) || text[i+1]&0xC0 != 0x80 || !letter[latin(c, text[i+1])] {
				goto done
			}
			code := latin(c, text[i+1])
			b = lower[code]
			if b != code {
				uppers++
			}
			letters++
			if folded[b] != b {
				flags |= wordAccent
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
		default:
			goto done
		}
		if b == prev {
			run++
			flags |= wordDouble
			if run >= 3 {
				flags |= wordTriple
			}
		} else {
			run = 1
		}
		prev = b
		h = (h ^ uint64(b)) * hashPrime
		tail = tail<<8 | uint32(b)
		i += size
	}
done:
	if uppers > 2 && uppers == letters {
		flags |= wordCaps
	}
	w.hash, w.tail, w.flags = h, tail, flags
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

// A pendingWord is a word token that waits for its form.
type pendingWord struct {
	wordScan
	token int32
	slot  slot
}

// word reads one word and pushes its token, to be looked up by resolve.
func (s *scratch) word(i int, cleaned bool) (int, bool) {
	s.pending = append(s.pending, pendingWord{})
	p := &s.pending[len(s.pending)-1]
	end, ok := p.scan(s.text, i, cleaned)
	if !ok {
		return i, false
	}
	p.token = int32(len(s.tokens))
	t := token{start: int32(i), end: int32(end), entry: -1, kind: kindWord, count: 1}
	if p.flags&wordCaps != 0 {
		t.flags = flagCaps
	}
	s.tokens = append(s.tokens, t)
	s.words++
	return end, true
}

// resolve looks up all words of the text. The table is larger than the cache
// and every look-up waits for memory, so the loops are apart: the loads of one
// loop depend on nothing and run at the same time.
func (s *scratch) resolve() {
	l := s.lex
	for k := range s.pending {
		p := &s.pending[k]
		p.slot = l.slots[slotIndex(p.hash)&l.slotMask]
	}
	s.expand = false
	for k := range s.pending {
		p := &s.pending[k]
		id := int32(p.slot & slotForm)
		if p.slot != 0 && p.slot&^slotForm != slotCheck(p.hash) {
			id = l.find(p.hash)
		}
		t := &s.tokens[p.token]
		if id == 0 {
			if id = s.variant(int(t.start), int(t.end), &p.wordScan, &t.flags); id == 0 {
				continue
			}
		} else if p.flags&wordTriple != 0 {
			t.flags |= flagElongated
		}
		f := &l.forms[id]
		t.form, t.set, t.entry = id, f.set, f.entry
		if f.flags&flagExpand != 0 {
			t.entry = -1
			s.expand = true
		}
	}
	if s.expand {
		s.expandTokens()
	}
}

// expandTokens puts the words that a chat spelling stands for in its place.
func (s *scratch) expandTokens() {
	l := s.lex
	s.spare = append(s.spare[:0], s.tokens...)
	s.tokens = s.tokens[:0]
	for _, t := range s.spare {
		f := &l.forms[t.form]
		if t.kind == kindEmoji || f.flags&flagExpand == 0 {
			s.tokens = append(s.tokens, t)
			continue
		}
		for _, id := range l.expands[f.entry : f.entry+int32(f.size)] {
			to := &l.forms[id]
			t.form, t.set, t.entry = id, to.set, to.entry
			if to.flags&flagExpand != 0 {
				t.entry = -1 // an expansion is not expanded again
			}
			s.tokens = append(s.tokens, t)
		}
	}
}

// numeral reads a number, or a word that begins with a digit (1ra, 100pre).
func (s *scratch) numeral(i int, cleaned bool) (int, bool) {
	text := s.text
	end := i
	for end < len(text) {
		c := text[end]
		if classOf[c] == classDigit {
			end++
			continue
		}
		if (c == '.' || c == ',' || c == ':') && end+1 < len(text) && classOf[text[end+1]] == classDigit {
			end++
			continue
		}
		break
	}
	if end < len(text) && (classOf[text[end]] == classLetter) {
		return s.word(i, cleaned)
	}
	s.push(token{start: int32(i), end: int32(end), form: s.lex.number, entry: -1, kind: kindNumber, count: 1})
	return end, true
}

// mark pushes a punctuation token; a repeated mark is one token.
func (s *scratch) mark(code byte, start, end int) {
	if k := len(s.tokens) - 1; k >= 0 && s.tokens[k].kind == kindPunct && s.tokens[k].punct == code {
		t := &s.tokens[k]
		if t.count < 255 {
			t.count++
		}
		t.end = int32(end)
		return
	}
	t := token{start: int32(start), end: int32(end), form: s.lex.punct[code], kind: kindPunct, punct: code, count: 1}
	switch {
	case strongMark[code]:
		t.flags = flagStrong
	case code == ',':
		t.flags = flagWeak
	}
	s.push(t)
}

// sign reads what an ASCII punctuation byte begins.
func (s *scratch) sign(i int) int {
	text := s.text
	c := text[i]
	if s.lex.emotics.begins[c] {
		if e, size := s.lex.emotics.match(text, i); e >= 0 {
			s.emoji(e, i, i+size)
			return i + size
		}
	}
	switch c {
	case '.':
		end := i
		for end < len(text) && text[end] == '.' {
			end++
		}
		if end-i > 1 {
			s.mark(markEllipsis, i, end)
		} else {
			s.mark('.', i, end)
		}
		return end
	case ',', ';', ':', '!', '?', '(', ')', '"', '%', '$', '/':
		s.mark(c, i, i+1)
	case '[', '{':
		s.mark('(', i, i+1)
	case ']', '}':
		s.mark(')', i, i+1)
	case '-', '|':
		if i == 0 || text[i-1] <= ' ' {
			s.mark('-', i, i+1)
		}
	case '@':
		return s.at(i)
	case '#':
		return s.hashtag(i)
	}
	return i + 1
}

func isHandleByte(c byte) bool {
	return classOf[c] == classLetter || classOf[c] == classDigit || c == '_'
}

// at reads a handle, or the rest of an e-mail address.
func (s *scratch) at(i int) int {
	end := i + 1
	for end < len(s.text) && isHandleByte(s.text[end]) {
		end++
	}
	if end == i+1 {
		return end
	}
	start := i
	if k := len(s.tokens) - 1; k >= 0 && int(s.tokens[k].end) == i && (s.tokens[k].kind == kindWord || s.tokens[k].kind == kindNumber) {
		start = int(s.tokens[k].start)
		s.tokens = s.tokens[:k]
		if n := len(s.pending) - 1; n >= 0 && int(s.pending[n].token) == k {
			s.pending = s.pending[:n]
			s.words--
		}
		for end < len(s.text) && (isHandleByte(s.text[end]) || s.text[end] == '.' && end+1 < len(s.text) && isHandleByte(s.text[end+1])) {
			end++
		}
	}
	s.push(token{start: int32(start), end: int32(end), form: s.lex.handle, kind: kindHandle, count: 1})
	return end
}

// latinSign reads a mark of the Latin-1 block.
func (s *scratch) latinSign(i int) int {
	if i+1 >= len(s.text) || s.text[i+1]&0xC0 != 0x80 {
		return i + 1
	}
	switch code := latin(s.text[i], s.text[i+1]); code {
	case markOpenExcl, markOpenQues:
		s.mark(code, i, i+2)
	case 0xAB, 0xBB: // « »
		s.mark('"', i, i+2)
	}
	return i + 2
}

// high reads what a rune above U+00FF begins.
func (s *scratch) high(i int, cleaned bool) (int, bool) {
	r, size := utf8.DecodeRuneInString(s.text[i:])
	if !cleaned && needsCleaning(r) {
		return i, false
	}
	switch {
	case r == utf8.RuneError && size == 1:
	case r == '…':
		s.mark(markEllipsis, i, i+size)
	case r == '“' || r == '”' || r == '„' || r == '″':
		s.mark('"', i, i+size)
	case r == '–' || r == '—':
		s.mark('-', i, i+size)
	case r == '\u2028' || r == '\u2029':
		s.mark('\n', i, i+size)
	case isEmoji(r):
		return s.cluster(i), true
	case unicode.IsLetter(r) || unicode.IsMark(r) && !isVariation(r):
		return s.word(i, cleaned)
	}
	return i + size, true
}

// variant looks for a word under another spelling: without accents, with its
// lengthened letters folded, with digits for letters, without its clitics, as
// laughter. It returns 0 if nothing knows it.
func (s *scratch) variant(i, end int, w *wordScan, flags *tokenFlags) int32 {
	if w.flags&wordForeign != 0 || end-i > maxRunes {
		return 0
	}
	clitic := cliticTail(w.tail)
	if w.flags == 0 && clitic == 0 && !laughs(w.tail) {
		return 0
	}
	key, ok := s.readKey(i, end)
	if !ok {
		return 0
	}
	if id := s.lookup(key); id != 0 {
		if w.flags&wordTriple != 0 {
			*flags |= flagElongated
		}
		return id
	}
	if isLaughter(key) {
		return s.lex.laughter
	}
	if w.flags&wordDouble != 0 {
		if id := s.shortened(key); id != 0 {
			if w.flags&wordTriple != 0 {
				*flags |= flagElongated
			}
			return id
		}
	}
	if w.flags&wordDigit != 0 {
		if id := s.leet(key); id != 0 {
			return id
		}
	}
	if clitic > 0 {
		return s.host(key)
	}
	return 0
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

// lookup finds a key as it is, then without accents.
func (s *scratch) lookup(key []byte) int32 {
	if id := s.lex.find(hashKey(key)); id != 0 {
		return id
	}
	h := uint64(hashSeed)
	accent := false
	for _, b := range key {
		accent = accent || folded[b] != b
		h = (h ^ uint64(folded[b])) * hashPrime
	}
	if !accent {
		return 0
	}
	return s.lex.find(h)
}

// shortened folds lengthened letters: runs of three or more to one, then to
// two (creeer), then every run to one.
func (s *scratch) shortened(key []byte) int32 {
	for _, rule := range [...]struct{ from, to int }{{3, 1}, {3, 2}, {2, 1}} {
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

func foldRuns(dst, key []byte, from, to int) []byte {
	for i := 0; i < len(key); {
		j := i
		for j < len(key) && key[j] == key[i] {
			j++
		}
		n := j - i
		if n >= from {
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
	id := s.lookup(key)
	if id != 0 && s.lex.forms[id].flags&flagHost != 0 {
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
	stop, ok := w.scan(s.text, i, true)
	if !ok || stop != end || w.flags&wordForeign != 0 || end-i > maxRunes {
		s.push(t)
		return
	}
	if t.form = s.lex.find(w.hash); t.form == 0 {
		t.form = s.variant(i, end, &w, &t.flags)
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
			h = (h ^ uint64(key[j])) * hashPrime
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
		h := uint64(hashSeed)
		for at < end {
			h = (h ^ uint64(key[at])) * hashPrime
			at++
			if pos < int(t.end) {
				_, size := utf8.DecodeRuneInString(s.text[pos:])
				pos += size
			}
		}
		seg.end = int32(pos)
		seg.form = s.lex.find(h)
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
