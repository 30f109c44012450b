package lexicon

import (
	"bytes"
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

var functionKeys = func() map[string][3]int8 {
	m := make(map[string][3]int8)
	for i, lang := range [...]Lang{LangSpanish, LangEnglish, LangOther} {
		for _, w := range strings.Fields(functionWords[lang]) {
			key, _ := keyOf(w)
			v := m[key]
			v[i] = 2
			m[key] = v
		}
	}
	for _, w := range strings.Fields(shared) {
		v := m[w]
		for i := range v {
			v[i] = min(v[i], 1)
		}
		m[w] = v
	}
	return m
}()

// Spellings that Spanish hardly has. Those of English name it; the others only
// say that a word is foreign.
var (
	englishSpellings = []string{"th", "wh", "sh", "ght", "ck", "oo", "ee", "ow", "ay", "ly ", "ing ", "ed "}
	foreignSpellings = []string{"ss", "tt", "pp", "zz", "ff", "sch", "lh", "nh", "\xe3", "\xf5", "\xe7", "\xe8", "\xe0", "\xea", "\xf4", "\xf9", "\xe4", "\xf6", "\xdf", "eau", "oux", "ij", "aa", "gn", "k ", "sz", "ng ", "ei", "ou", "w"}
)

// detectWords is how many words of a text are looked at.
const detectWords = 60

// Detect tells Spanish from English and from other languages by function
// words and spellings. It is made for short texts, and a text that nothing
// gives away is Spanish, for this office writes to Spanish speakers.
func Detect(text string) Lang {
	var votes [3]int
	words, foreign := 0, 0
	var buf [28]byte
	for i := 0; i < len(text) && words < detectWords; {
		if skip := skipNoWord(text[i:]); skip > 0 {
			i += skip
			continue
		}
		key := buf[:0]
		start := i
		for i < len(text) {
			r, size := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsLetter(r) && !(r == '\'' && i > start) {
				break
			}
			i += size
			if r > 0xFF {
				foreign++
				continue
			}
			if len(key) < len(buf)-1 {
				key = append(key, lower[byte(r)])
			}
		}
		if i == start {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		words++
		vote(&votes, key)
	}
	return decide(votes, words, foreign)
}

// vote counts what one word says.
func vote(votes *[3]int, key []byte) {
	if v, ok := functionKeys[string(key)]; ok {
		for k := range votes {
			votes[k] += int(v[k])
		}
		return
	}
	if len(key) < 3 {
		return
	}
	if bytes.IndexByte(key, 0xF1) >= 0 || bytes.HasSuffix(key, []byte("ci\xf3n")) || bytes.HasSuffix(key, []byte("dad")) {
		votes[0] += 2
		return
	}
	key = append(key, ' ')
	english, other := contains(key, englishSpellings), contains(key, foreignSpellings)
	switch {
	case english:
		votes[1]++
	case other:
		votes[2]++
	}
}

func contains(key []byte, spellings []string) bool {
	for _, s := range spellings {
		if bytes.Contains(key, []byte(s)) {
			return true
		}
	}
	return false
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
