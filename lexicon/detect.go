package lexicon

import (
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

// Function words that one language has and its neighbours lack, or has far
// more often. Portuguese, French and Italian are here only so that they are
// not taken for Spanish.
var functionWords = map[Lang][]string{
	LangSpanish: {"el", "los", "las", "y", "que", "qué", "en", "una", "un", "por", "con", "para", "del", "se", "es", "está", "esta", "este", "esto", "pero",
		"más", "mas", "muy", "sin", "nos", "ya", "hay", "son", "su", "sus", "al", "lo", "le", "les", "mi", "yo", "ellos", "ustedes", "usted", "todo", "todos", "como", "cómo",
		"cuando", "cuándo", "hasta", "porque", "gracias", "señor", "alcalde", "agua", "día", "días", "años", "gente", "ciudad", "favor", "buenos", "buenas", "hola", "donde", "dónde",
		"fue", "ser", "hacer", "tiene", "tienen", "estamos", "estoy", "están", "quien", "quién", "nada", "siempre", "así", "eso", "ese", "esa", "también", "aquí", "bien", "mal", "vamos", "puro", "jaja", "jajaja", "q", "xq", "de", "la", "no", "si", "sí", "te", "ni", "a", "o"},
	LangEnglish: {"the", "and", "of", "to", "is", "are", "was", "were", "it", "this", "that", "with", "for", "you", "your", "we", "our", "they", "have", "has", "had", "not", "but", "what",
		"when", "where", "who", "why", "how", "very", "so", "just", "from", "at", "by", "all", "there", "here", "will", "would", "can", "should", "been", "be", "my", "i'm", "don't", "it's", "i",
		"beautiful", "great", "good", "bad", "love", "place", "beach", "city", "please", "thanks", "thank", "people", "in", "on", "he", "she", "about", "these", "their", "out", "up", "more", "water", "dirty", "amazing", "awful", "nice"},
	LangOther: {"não", "você", "voce", "uma", "muito", "isso", "também", "são", "nós", "os", "das", "dos", "pra", "obrigado", "obrigada", "ele", "ela", "foi", "tem", "mais", "à", "ao", "em", "com", "um", "bom", "boa", "eu", "seu", "sua",
		"le", "les", "et", "est", "une", "des", "du", "pas", "pour", "dans", "avec", "ce", "cette", "vous", "nous", "je", "merci", "très", "c'est", "il", "elle", "sont", "qui",
		"che", "di", "è", "sono", "della", "per", "non", "grazie", "molto", "questo", "questa", "il", "gli", "città", "bella", "ma", "anche",
		"der", "die", "das", "und", "ist", "nicht", "ich", "wir", "sie", "mit", "für", "auf", "ein", "eine", "sehr", "danke", "schön", "het", "een", "van", "niet"},
}

var functionKeys = func() map[string][3]int8 {
	m := make(map[string][3]int8)
	for i, lang := range [...]Lang{LangSpanish, LangEnglish, LangOther} {
		for _, w := range functionWords[lang] {
			key, _ := keyOf(w)
			v := m[key]
			v[i] = 2
			m[key] = v
		}
	}
	// Shared by Spanish and its neighbours: they say little.
	for _, w := range []string{"a", "o", "de", "la", "no", "si", "te", "en", "que", "se", "es", "por", "un", "me", "mi", "su", "nos", "le", "les", "una", "para", "como", "son", "al", "ser", "quando", "todo"} {
		v := m[w]
		if v[0] == 2 {
			v[0] = 1
		}
		m[w] = v
	}
	return m
}()

// detectWords is how many words of a text are looked at.
const detectWords = 60

// Detect tells Spanish from English and from other languages by function
// words and letters. It is made for short texts: a mention of two words that
// nothing gives away is Spanish, for this office writes to Spanish speakers.
func Detect(text string) Lang {
	var votes [3]int
	words, foreign := 0, 0
	var buf [24]byte
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
			b := lower[byte(r)]
			switch b {
			case 0xF1: // ñ
				votes[0] += 3
			case 0xE3, 0xF5, 0xE7, 0xEA, 0xF4, 0xE8, 0xE0, 0xF2, 0xE4, 0xF6, 0xDF, 0xE2:
				votes[2]++
			}
			if len(key) < len(buf) {
				key = append(key, b)
			}
		}
		if i == start {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		words++
		if v, ok := functionKeys[string(key)]; ok {
			for k := range votes {
				votes[k] += int(v[k])
			}
		}
	}
	return decide(votes, words, foreign)
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
	case foreign > 2*words && foreign > 3:
		return LangOther // another script
	case words == 0:
		return LangUnknown
	case votes[1] > votes[0] && votes[1] >= votes[2]:
		return LangEnglish
	case votes[2] > votes[0]+1:
		return LangOther
	}
	return LangSpanish
}
