package lexicon

import "strings"

// Accents: stress marks are moved by rule, ñ and ü are letters of their own.

var accentOff = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u")

func unaccent(s string) string { return accentOff.Replace(s) }

var acute = map[byte]string{'a': "á", 'e': "é", 'i': "í", 'o': "ó", 'u': "ú"}

func isVowel(s string) bool {
	return s != "" && strings.Contains("aeiouáéíóúü", s)
}

// vowelCount counts vowel letters; a diphthong counts twice, which is good
// enough to tell a monosyllable from a longer word.
func vowelCount(s string) int {
	n := 0
	for _, r := range s {
		if strings.ContainsRune("aeiouáéíóúü", r) {
			n++
		}
	}
	return n
}

// plural returns the plural of a noun or adjective, "" if it has none of its
// own (crisis, gratis).
func plural(s string) string {
	last := lastLetter(s)
	switch {
	case strings.Contains("aeoáéó", last):
		return s + "s"
	case strings.Contains("iu", last):
		return s + "s"
	case last == "í" || last == "ú":
		return s + "es"
	case last == "z":
		return strings.TrimSuffix(s, "z") + "ces"
	case last == "s" || last == "x":
		if stem, ok := accentedLast(s); ok {
			return stem + "es"
		}
		if vowelCount(s) == 1 {
			return s + "es"
		}
		return ""
	case strings.Contains("bcdfghjkmptvwy", last) && last != "d" && last != "y" && last != "j":
		return s + "s" // club, récord, internet, show
	case last == "n" && vowelCount(s) > 1 && !strings.ContainsAny(s, "áéíóú"):
		return pluralEn(s)
	}
	if stem, ok := accentedLast(s); ok {
		return stem + "es"
	}
	return s + "es"
}

// accentedLast unaccents a last syllable that bears the accent before n or s
// (canción, inglés); ok is false if it does not.
func accentedLast(s string) (string, bool) {
	r := []rune(s)
	if len(r) < 2 || !strings.ContainsRune("ns", r[len(r)-1]) || !strings.ContainsRune("áéíóú", r[len(r)-2]) {
		return s, false
	}
	if len(r) > 2 && strings.ContainsRune("íú", r[len(r)-2]) && strings.ContainsRune("aeo", r[len(r)-3]) {
		return s + "", true // país, países keep the hiatus
	}
	r[len(r)-2] = []rune(unaccent(string(r[len(r)-2])))[0]
	return string(r), true
}

// pluralEn gives joven, crimen, orden, imagen their antepenultimate accent.
func pluralEn(s string) string {
	r := []rune(s)
	seen := 0
	for i := len(r) - 1; i >= 0; i-- {
		if !strings.ContainsRune("aeiou", r[i]) {
			continue
		}
		seen++
		if seen == 2 {
			return string(r[:i]) + acute[byte(r[i])] + string(r[i+1:]) + "es"
		}
	}
	return s + "es"
}

// feminine returns the feminine of an adjective or of a noun of persons, ""
// if the word has one form for both.
func feminine(s string) string {
	stem, accented := accentedLast(s)
	switch {
	case strings.HasSuffix(s, "o"):
		return strings.TrimSuffix(s, "o") + "a"
	case strings.HasSuffix(s, "or") && !comparative[s]:
		return s + "a"
	case strings.HasSuffix(s, "ote") || strings.HasSuffix(s, "ete"):
		return strings.TrimSuffix(s, "e") + "a"
	case accented && !strings.HasSuffix(s, "ís"):
		return stem + "a"
	}
	return ""
}

var comparative = map[string]bool{"mejor": true, "peor": true, "mayor": true, "menor": true, "superior": true, "inferior": true,
	"anterior": true, "posterior": true, "interior": true, "exterior": true, "ulterior": true, "multicolor": true}

// softened returns the stem before e or i with its sound kept: poco, poqu-.
func softened(stem string) string {
	switch {
	case strings.HasSuffix(stem, "gu"):
		return strings.TrimSuffix(stem, "u") + "ü"
	case strings.HasSuffix(stem, "c"):
		return strings.TrimSuffix(stem, "c") + "qu"
	case strings.HasSuffix(stem, "g"):
		return stem + "u"
	case strings.HasSuffix(stem, "z"):
		return strings.TrimSuffix(stem, "z") + "c"
	}
	return stem
}

// baseStem strips the final vowel and the accents.
func baseStem(s string) (stem string, vowel bool) {
	s = unaccent(s)
	if isVowel(lastLetter(s)) {
		return s[:len(s)-1], true
	}
	return s, false
}

// superlative returns the stem of the -ísimo forms.
func superlative(s string) string {
	switch {
	case strings.HasSuffix(s, "ble"):
		return unaccent(strings.TrimSuffix(s, "ble")) + "bil"
	case strings.HasSuffix(s, "io") && len(s) > 3:
		return unaccent(strings.TrimSuffix(s, "io"))
	case strings.HasSuffix(s, "n") || strings.HasSuffix(s, "r"):
		return unaccent(s) + "c"
	}
	stem, _ := baseStem(s)
	return softened(stem)
}

// diminutives returns the stems of the -ito forms (favorc-, buen-) and, for
// the -illo forms, the same.
func diminutive(s string) string {
	stem, vowel := baseStem(s)
	last := lastLetter(s)
	switch {
	case vowel && (last == "e" || last == "é") && vowelCount(s) <= 2 || last == "n" || last == "r":
		return unaccent(s) + "c"
	case vowel && strings.HasSuffix(stem, "i") && vowelCount(s) <= 3:
		return softened(strings.TrimSuffix(stem, "i"))
	}
	return softened(stem)
}

// adjectiveForms calls emit with every form of an adjective.
func adjectiveForms(lemma, fem string, dim bool, emit func(string)) {
	emit(lemma)
	if fem == "" {
		fem = feminine(lemma)
	}
	for _, s := range []string{lemma, fem} {
		if s == "" {
			continue
		}
		emit(s)
		if p := plural(s); p != "" {
			emit(p)
		}
	}
	adverb := lemma
	if fem != "" {
		adverb = fem
	}
	emit(adverb + "mente")
	emitEndings(superlative(lemma), "ísimo", "ísima", "ísimos", "ísimas", emit)
	if dim {
		emitEndings(diminutive(lemma), "ito", "ita", "itos", "itas", emit)
		emitEndings(diminutive(lemma), "illo", "illa", "illos", "illas", emit)
	}
}

func emitEndings(stem, a, b, c, d string, emit func(string)) {
	for _, e := range [...]string{a, b, c, d} {
		emit(stem + e)
	}
}

// nounForms calls emit with every form of a noun: number, diminutive,
// augmentative, and the feminine of a noun that has one.
func nounForms(lemma, fem string, dim bool, emit func(string)) {
	emit(lemma)
	if p := plural(lemma); p != "" {
		emit(p)
	}
	if fem != "" {
		emit(fem)
		emit(plural(fem))
	}
	if !dim || len(lemma) < 4 {
		return
	}
	stem := diminutive(lemma)
	ito, ita := "ito", "ita"
	if strings.HasSuffix(lemma, "a") && fem == "" {
		emit(stem + ita)
		emit(stem + ita + "s")
	} else {
		emitEndings(stem, ito, ita, ito+"s", ita+"s", emit)
	}
	big, _ := baseStem(lemma)
	big = softened(big)
	if len(big) < 4 {
		return
	}
	hard, _ := baseStem(lemma)
	emitEndings(softened(hard), "ón", "ona", "ones", "onas", func(f string) {
		emit(strings.Replace(f, softened(hard), hard, 1))
	})
	emitEndings(hard, "azo", "aza", "azos", "azas", emit)
	emitEndings(hard, "ote", "ota", "otes", "otas", emit)
}
