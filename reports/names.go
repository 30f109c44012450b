package reports

import (
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A word is a run of letters of a text.
type word struct{ start, end int }

// wordsOf are the words of a text; an apostrophe inside a word belongs to it.
func wordsOf(text string) []word {
	out := make([]word, 0, len(text)/5+1)
	start := -1
	for i, r := range text {
		if unicode.IsLetter(r) || start >= 0 && (r == '\'' || r == '’') {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			out = append(out, word{start, i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, word{start, len(text)})
	}
	return out
}

// maskNames hides names: what follows a treatment («el señor …», «me llamo …»), a common given name with the
// capitalised words after it, and one with a common surname after it, however they are written; unless a word before makes
// it the name of a place. In a text all in capitals every word looks like a name, so there only common given names do.
func maskNames(text string) string {
	if !hasSuspect(text) {
		return text
	}
	words := wordsOf(text)
	shouting := strings.ToUpper(text) == text
	var b strings.Builder
	copied := 0
	for i := 0; i < len(words); i++ {
		first := i
		switch w := words[i]; {
		case announces(text, words[:i+1]) && i+1 < len(words) && onlyBetween(text[w.end:words[i+1].start], " .,:\n\t"):
			next := text[words[i+1].start:words[i+1].end]
			if !capital(next) || publicOffice[strings.ToLower(next)] || shouting && !given(next) {
				continue
			}
			first = i + 1
		case isGiven(text[w.start:w.end]) && !(i > 0 && places[strings.ToLower(text[words[i-1].start:words[i-1].end])]):
			if last := surnameEnd(text, words, i); last > i {
				b.WriteString(text[copied:w.start])
				b.WriteString("[nombre]")
				copied = words[last].end
				i = last
				continue
			}
			if !capital(text[w.start:w.end]) {
				continue
			}
			if i+1 == len(words) || !blank(text[w.end:words[i+1].start]) || !capital(text[words[i+1].start:words[i+1].end]) {
				continue
			}
		default:
			continue
		}
		last := nameEnd(text, words, first)
		b.WriteString(text[copied:words[first].start])
		b.WriteString("[nombre]")
		copied = words[last].end
		i = last
	}
	b.WriteString(text[copied:])
	return b.String()
}

// hasSuspect says whether a text has a word at which a name may begin, or right behind which.
func hasSuspect(text string) bool {
	var bare [longestSuspect + utf8.UTFMax]byte // the word so far, as bareName has it
	n := 0
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf && isASCIILetter(byte(r)):
			if n <= longestSuspect {
				bare[n] = byte(r) | 0x20
				n++
			}
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			if n <= longestSuspect {
				n += utf8.EncodeRune(bare[n:], Bare(r))
			}
		case n > 0 && (r == '\'' || r == '’'): // inside a word, and in none that is suspect
			n = len(bare)
		default:
			if isSuspect(bare[:n]) {
				return true
			}
			n = 0
		}
	}
	return isSuspect(bare[:n])
}

func isSuspect(bare []byte) bool {
	n := len(bare)
	return n > 0 && n <= longestSuspect && suspectLengths[bare[0]]>>n&1 != 0 && suspects[string(bare)]
}

// surnameEnd is the last word of a given name at first with its other given names and one or two common surnames, in
// capitals or not; first when no surname follows.
func surnameEnd(text string, words []word, first int) int {
	last, end := first, first
	for next := first + 1; next < len(words) && next <= first+5 && blank(text[words[next-1].end:words[next].start]); next++ {
		switch w := text[words[next].start:words[next].end]; {
		case surnames[bareName(w)]:
			last, end = next, next
		case isGiven(w) && end == first, particles[strings.ToLower(w)]:
			// «ana maría de la hoz»: a surname may still come
		default:
			return last
		}
	}
	return last
}

// nameEnd is the last word of the name that begins at first: up to three more in capitals, with the particles of
// surnames between them.
func nameEnd(text string, words []word, first int) int {
	last := first
	for capitals := 1; capitals < 4; capitals++ {
		next := last + 1
		for next < len(words) && next < last+3 && particles[text[words[next].start:words[next].end]] {
			next++
		}
		if next >= len(words) || !capital(text[words[next].start:words[next].end]) {
			return last
		}
		for i := last; i < next; i++ {
			if !blank(text[words[i].end:words[i+1].start]) {
				return last
			}
		}
		last = next
	}
	return last
}

func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) && utf8.RuneCountInString(w) > 1
}

func blank(gap string) bool { return onlyBetween(gap, " \n\t") }

func onlyBetween(gap, allowed string) bool { return gap != "" && strings.Trim(gap, allowed) == "" }

// announces says whether the words end in what comes before a name.
func announces(text string, words []word) bool {
	at := func(back int) string {
		if back >= len(words) {
			return ""
		}
		w := words[len(words)-1-back]
		return strings.ToLower(text[w.start:w.end])
	}
	return treatments[at(0)] || at(1) == "me" && at(0) == "llamo" || at(2) == "mi" && at(1) == "nombre" && at(0) == "es"
}

// isGiven says whether a word is a common given name, with its accents or without.
func isGiven(w string) bool { return givenNames[bareName(w)] }

func given(w string) bool { return isGiven(w) && capital(w) }

// bareName is a word in lower case without accents, as half of the city writes names.
func bareName(w string) string {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return strings.Map(Bare, w)
		}
	}
	return w // most words
}

// Bare is a letter in lower case without its accent; the ñ is a letter of its own.
func Bare(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	switch r = unicode.ToLower(r); r {
	case 'á':
		return 'a'
	case 'é':
		return 'e'
	case 'í':
		return 'i'
	case 'ó':
		return 'o'
	case 'ú', 'ü':
		return 'u'
	}
	return r
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

func bareSet(words string) map[string]bool { return set(strings.Map(Bare, words)) }

func merged(sets ...map[string]bool) map[string]bool {
	out := map[string]bool{}
	for _, s := range sets {
		maps.Copy(out, s)
	}
	return out
}

var (
	treatments = set("sr sra srta dr dra ing lic arq prof abg señor señora señorita doctor doctora don doña ingeniero ingeniera licenciado licenciada profesor profesora patrullero patrullera agente inspector inspectora atentamente atte firma firmado")
	particles  = set("de del la las los y")

	// places come before the name of a place that is called after a person.
	places = set(`san santa santo sta avenida calle carrera plaza plazoleta glorieta parque jardín barrio conjunto edificio colegio escuela instituto biblioteca museo auditorio
		teatro coliseo estadio aeropuerto quinta puente hospital clínica iglesia playa comercial cívico cc simón`)

	// publicOffice are words in capitals that follow a treatment and name a post, not a person.
	publicOffice = set(`alcalde alcaldesa gobernador gobernadora presidente presidenta secretario secretaria concejal concejala ministro ministra
		gerente director directora personero personera contralor contralora juez jueza usuario usuaria ciudadano ciudadana dios jesús`)

	// givenNames are common enough in Colombia that, before another word in capitals, they name a person.
	givenNames = bareSet(`adriana alejandra alejandro alfonso alfredo ana andrea andrés antonio armando beatriz camila camilo carlos
		carmen carolina catalina clara claudia cristian cristina césar daniel daniela david diana diego eduardo edwin
		elena enrique ernesto esteban fabián felipe fernanda fernando francisco gabriel gabriela germán gloria gonzalo
		guillermo gustavo hernán hugo héctor iván jaime javier jesús jhon johana john jorge josé juan juana juliana
		julio julián karen katherine laura leidy leonardo liliana lina lucía luis luisa luz manuel marcela margarita
		mariana mario marta martha martín maría mauricio mercedes miguel mónica nancy natalia nelson nicolás orlando
		oscar pablo paola patricia paula pedro rafael ramón ricardo roberto rodrigo rosa rubén sandra santiago sara
		sebastián sergio sofía tatiana valentina verónica viviana víctor william wilson yaneth yolanda ángela óscar`)

	// surnames are common in Colombia. Those that are common words as well (Castillo, Flores, Ríos, Torres) are left out:
	// behind a given name in lower case they are more often the word.
	surnames = bareSet(`rodríguez gonzález gonzales gómez garcía martínez lópez hernández pérez sánchez ramírez díaz muñoz rojas moreno jiménez vargas
		gutiérrez ortiz álvarez castro ruiz suárez romero fernández valencia herrera quintero osorio ospina acosta rivera giraldo peña medina cárdenas restrepo
		parra correa castaño guerrero marín arias vásquez mejía salazar ávila cortés zapata arango velásquez montoya orozco pineda henao bedoya franco
		villegas duarte barrios ochoa camargo caicedo pinedo zúñiga avendaño escobar murillo benavides polo ospino pacheco charris daza vives`)

	// suspects are the words at which a name may begin, or right behind which.
	suspects = merged(givenNames, treatments, set("llamo nombre"))
)

// longestSuspect is the length of the longest of the suspects, in bytes; suspectLengths has a bit for the length of each,
// by its first letter. Most words of a text have neither in common with any name.
const longestSuspect = 15

var suspectLengths = func() (lengths [256]uint32) {
	for w := range suspects {
		lengths[w[0]] |= 1 << len(w)
	}
	return lengths
}()
