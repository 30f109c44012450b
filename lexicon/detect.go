package lexicon

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Lang is the language a text is written in: one of the constants below.
type Lang string

// The languages that are told apart.
const (
	LangSpanish Lang = "es"
	LangEnglish Lang = "en"
	LangOther   Lang = "other"
	LangUnknown Lang = "und" // no word to judge by: only emoji, links, numbers
)

// functionWords are short and common words that one language has and its
// neighbours lack or use far less.
var functionWords = map[Lang]string{
	LangSpanish: `el los las y que qué en una un por con para del se es está esta este esto pero más mas muy sin nos ya hay son su sus al lo le les mi
		yo ellos ustedes usted todo todos como cómo cuando cuándo hasta porque gracias señor señores alcalde agua día días años gente ciudad favor buenos buenas hola donde
		dónde fue ser hacer tiene tienen estamos estoy están quien quién nada siempre así eso ese esa también aquí bien mal vamos puro pura jaja jajaja q xq tmb pq mk cule
		de la no si sí te ni a o me muchas muchos mucho mucha linda lindo desde otra otro ahora era esos esas`,
	LangEnglish: `the and of to is are was were it this that with for you your we our they have has had not but what when where who why how very so just from at by
		all there here will would can should been be my i am i'm don't it's can't we're won't didn't in on he she about these their out up more some any too as if an
		love place beach city please thanks thank people great good bad best worst nice happy new never again much lol omg wow u guys open water food`,
	LangOther: `não você voce uma muito isso também são nós os das dos pra obrigado obrigada ele ela foi tem mais à ao em com um bom boa eu seu sua dia melhor onde gente
		le et est une des du pas pour dans avec ce cette vous nous je merci très c'est il elle sont qui quelle où ne beaucoup bonjour plage
		che di è sono della per non grazie mille molto questo questa gli bella ma anche siamo stati tutti buongiorno c'è la e
		der die das und ist nicht ich wir sie mit für auf ein eine sehr danke war guten vielen dank ohne wo aus gut
		het een van niet wat we naar och så en bir çok miasto bardzo tack`,
}

// shared are words of more than one of these languages: they say little.
const shared = `a o de la no si te en que se es por un me mi su nos le les una para como son al ser todo e he dia gente`

// A functionWord is what a word says for each language; the word itself is
// only its hash.
type functionWord struct {
	hash  uint64
	votes [3]int8
}

// functionTable is an open-addressing table with room to spare.
var functionTable = functionWordTable()

const functionSlots = 1 << 10

func functionWordTable() (table [functionSlots]functionWord) {
	votes := make(map[string][3]int8)
	for i, lang := range [...]Lang{LangSpanish, LangEnglish, LangOther} {
		for _, w := range strings.Fields(functionWords[lang]) {
			key, _ := keyOf(w)
			v := votes[key]
			v[i] = 2
			votes[key] = v
		}
	}
	for _, w := range strings.Fields(shared) {
		v := votes[w]
		for i := range v {
			v[i] = min(v[i], 1)
		}
		votes[w] = v
	}
	for _, key := range slices.Sorted(maps.Keys(votes)) {
		h := hashKey(key)
		i := functionSlot(h)
		for table[i].hash != 0 {
			i = (i + 1) % functionSlots
		}
		table[i] = functionWord{h, votes[key]}
	}
	return
}

func functionSlot(h uint64) int { return int(h >> lengthBits % functionSlots) }

func findFunctionWord(h uint64) *functionWord {
	for i := functionSlot(h); ; i = (i + 1) % functionSlots {
		if f := &functionTable[i]; f.hash == h {
			return f
		} else if f.hash == 0 {
			return nil
		}
	}
}

// Spellings that Spanish hardly has. Those of English name it; the others only
// say that a word is foreign.
var (
	englishSpellings = []string{"th", "wh", "sh", "ght", "ck", "oo", "ee", "ow", "ay", "ly ", "ing ", "ed "}
	foreignSpellings = []string{"ss", "tt", "pp", "zz", "ff", "sch", "lh", "nh", "\xe3", "\xf5", "\xe7", "\xe8", "\xe0", "\xea", "\xf4", "\xf9", "\xe4", "\xf6", "\xdf", "eau", "oux", "ij", "aa", "gn", "k ", "sz", "ng ", "ei", "ou", "w"}
)

// What the letters at one place of a word give away.
const (
	spelledEnglish uint8 = 1 << iota
	spelledForeign
	spelledLonger // some spelling of three letters or more begins so
)

// The spellings by their first letter or first two, so that a word is read
// once and not once for each of them. A letter that is not ASCII has code 0
// and stands in no spelling of two letters.
var spelledOne, spelledTwo, longSpelled = spellingTables()

type longSpelling struct {
	text string
	says uint8
}

func spellingTables() (one [256]uint8, two [32 * 32]uint8, long []longSpelling) {
	add := func(spellings []string, says uint8) {
		for _, s := range spellings {
			switch len(s) {
			case 1:
				one[s[0]] |= says
			case 2:
				two[letterPair(s[0], s[1])] |= says
			default:
				two[letterPair(s[0], s[1])] |= spelledLonger
				long = append(long, longSpelling{s, says})
			}
		}
	}
	add(englishSpellings, spelledEnglish)
	add(foreignSpellings, spelledForeign)
	return
}

func letterPair(a, b byte) int { return int(letterCode[a])<<5 | int(letterCode[b]) }

var letterCode = func() (code [256]uint8) {
	for c := byte('a'); c <= 'z'; c++ {
		code[c] = c - 'a' + 1
	}
	code[' '] = 27 // the end of the word
	return
}()

// spelled returns what the spelling of a key gives away; the key ends in a
// space.
func spelled(key []byte) (says uint8) {
	for i := range len(key) - 1 {
		two := spelledTwo[letterPair(key[i], key[i+1])]
		says |= spelledOne[key[i]] | two
		if two&spelledLonger == 0 {
			continue
		}
		for _, long := range longSpelled {
			if len(key)-i >= len(long.text) && string(key[i:i+len(long.text)]) == long.text {
				says |= long.says
			}
		}
	}
	return says
}

// detectWords is how many words of a text are looked at.
const detectWords = 60

// Detect tells Spanish from English and from other languages by function
// words and spellings. It is made for short texts, and a text that nothing
// gives away is Spanish, for this office writes to Spanish speakers.
func Detect(text string) Lang {
	var votes [3]int
	words, foreign := 0, 0
	var buf [32]byte
	for i := 0; i < len(text) && words < detectWords; {
		c := text[i]
		if asciiLetter[c] == 0 && c < utf8.RuneSelf && c != '@' && c != '#' {
			i++
			continue
		}
		if skip := skipNoWord(text[i:]); skip > 0 {
			i += skip
			continue
		}
		n, start := 0, i
		for i < len(text) {
			b := asciiLetter[text[i]]
			size := 1
			if b == 0 {
				r := rune(text[i])
				if r >= utf8.RuneSelf {
					r, size = utf8.DecodeRuneInString(text[i:])
				}
				if !unicode.IsLetter(r) && !(r == '\'' && i > start) {
					break
				}
				if r > 0xFF {
					foreign++
					i += size
					continue
				}
				b = lower[byte(r)]
			}
			i += size
			if n < maxDetected {
				buf[n] = b
				n++
			}
		}
		if i == start {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		words++
		vote(&votes, &buf, n)
	}
	return decide(votes, words, foreign)
}

// maxDetected is how many letters of a word are looked at.
const maxDetected = 27

// vote counts what one word says: the first n bytes of buf.
func vote(votes *[3]int, buf *[32]byte, n int) {
	if f := findFunctionWord(hashShort(buf, n)); f != nil {
		for k := range votes {
			votes[k] += int(f.votes[k])
		}
		return
	}
	if n < 3 {
		return
	}
	key := buf[:n]
	if bytes.IndexByte(key, 0xF1) >= 0 || bytes.HasSuffix(key, []byte("ci\xf3n")) || bytes.HasSuffix(key, []byte("dad")) {
		votes[0] += 2
		return
	}
	buf[n] = ' '
	switch says := spelled(buf[:n+1]); {
	case says&spelledEnglish != 0:
		votes[1]++
	case says&spelledForeign != 0:
		votes[2]++
	}
}

// hashShort is hashKey of the first n bytes of buf.
func hashShort(buf *[32]byte, n int) uint64 {
	h, i := uint64(wordSeed), 0
	for ; n-i >= 8; i += 8 {
		h = mix(h, binary.LittleEndian.Uint64(buf[i:]))
	}
	if i < n {
		h = mix(h, binary.LittleEndian.Uint64(buf[i:])&(1<<(8*(n-i))-1))
	}
	return withLength(h, n)
}

// skipNoWord returns the length of a link, handle or hashtag at the start of
// t, 0 if there is none.
func skipNoWord(t string) int {
	if t[0] != '@' && t[0] != '#' && !isLink(t) {
		return 0
	}
	n := 1
	for n < len(t) && t[n] > ' ' {
		n++
	}
	return n
}

func decide(votes [3]int, words, foreign int) Lang {
	switch {
	case foreign > 0 && foreign >= 2*words:
		return LangOther // another script, or letters that Latin-1 lacks
	case words == 0:
		return LangUnknown
	case votes[1] > votes[0] && votes[1] >= votes[2]:
		return LangEnglish
	case votes[2] > votes[0] || foreign > 0 && votes[0] <= 1:
		return LangOther
	}
	return LangSpanish
}
