package lexicon

import (
	"unicode"
	"unicode/utf8"
)

// A token is a piece of the text that the rules look at. Offsets are bytes
// into the cleaned text.
type token struct {
	form       form // 0 for a word that the lexicon does not know; of an emoji it has but the entry
	start, end int32
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
	flagOpens  // a clause begins after it
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

// markFlags are what a mark ends and opens.
var markFlags = [256]tokenFlags{'.': endsClause, ';': endsClause, ':': endsClause, '!': endsClause, '?': endsClause, markEllipsis: endsClause,
	'(': endsClause, ')': endsClause, '\n': endsClause, markOpenExcl: endsClause, markOpenQues: endsClause, '-': endsClause,
	',': flagWeak | flagOpens, '"': flagOpens}

const endsClause = flagStrong | flagOpens

// sentenceMark ends a sentence.
var sentenceMark = [256]bool{'.': true, '!': true, '?': true, '\n': true}

// tokenize fills s.tokens from s.text. It returns false when the text holds
// something that must be cleaned first (decomposed letters, HTML entities,
// letter look-alikes).
func (s *scratch) tokenize(cleaned bool) bool {
	text := s.text
	n := len(text)
	s.tokens = s.tokens[:0]
	s.words, s.expand = 0, false
	for i := 0; i < n; {
		c := text[i]
		switch classOf[c] {
		case classLetter:
			if end := s.quickWords(i); end > i {
				i = end
				continue
			}
			if linkBegins[c] && isLink(text[i:]) {
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
			if end := s.quickWords(i); end > i {
				i = end
				continue
			}
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
	if s.expand {
		s.expandTokens()
	}
	return true
}

// latin decodes a rune of two bytes below U+0100.
func latin(first, second byte) byte { return first<<6 | second&0x3F }

// linkBegins are the letters that a link can begin with.
var linkBegins = [256]bool{'h': true, 'H': true, 'w': true, 'W': true, 'p': true, 'P': true}

func isLink(t string) bool {
	if len(t) < 4 || t[3] != 'p' && t[3] != 'P' && t[3] != '.' {
		return false
	}
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

// newToken appends a token, whose fields are then set.
func (s *scratch) newToken() *token {
	if k := len(s.tokens); k < cap(s.tokens) {
		s.tokens = s.tokens[:k+1]
	} else {
		s.tokens = append(s.tokens, token{})
	}
	return &s.tokens[len(s.tokens)-1]
}

// push adds a token. Its fields are set one by one: a literal would be built
// elsewhere and copied, and the copy waits for the parts.
func (s *scratch) push(kind tokenKind, f form, start, end int) *token {
	t := s.newToken()
	t.form, t.start, t.end = f, int32(start), int32(end)
	t.kind, t.flags, t.punct, t.count = kind, 0, 0, 1
	return t
}

// link skips to the next space.
func (s *scratch) link(i int) int {
	end := i
	for end < len(s.text) && s.text[end] > ' ' {
		end++
	}
	s.push(kindLink, s.lex.url, i, end).flags = flagOpens
	return end
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
	// Some numbers stand in patterns: un 10, 24 horas.
	form := s.lex.number
	if id := s.lex.find(hashKey(text[i:end])); id != 0 {
		form = s.lex.forms[id].without(flagKnown)
	}
	s.push(kindNumber, form, i, end)
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
	t := s.push(kindPunct, s.lex.marks[code], start, end)
	t.flags, t.punct = markFlags[code], code
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

func isHandleByte(c byte) bool { return handleByte[c] }

var handleByte = func() (is [256]bool) {
	for b := range is {
		is[b] = classOf[b] == classLetter || classOf[b] == classDigit || b == '_'
	}
	return
}()

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
		if s.tokens[:k+1][k].kind == kindWord {
			s.words--
		}
		for end < len(s.text) && (isHandleByte(s.text[end]) || s.text[end] == '.' && end+1 < len(s.text) && isHandleByte(s.text[end+1])) {
			end++
		}
	}
	s.push(kindHandle, s.lex.handle, start, end).flags = flagOpens
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
