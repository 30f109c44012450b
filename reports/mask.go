package reports

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A mask replaces one kind of trace of a person. They are applied in order: links before handles, handles before
// names, documents after phones.
type mask struct {
	pattern *regexp.Regexp
	with    string
	// may is false for a text that the pattern cannot match, which is most of them: a pattern takes a hundred times as
	// long to say so.
	may func(text string, n *numbers) bool
}

func apply(masks []mask, text string, n *numbers) string {
	for i := range masks {
		if m := &masks[i]; m.may(text, n) {
			text = m.pattern.ReplaceAllString(text, m.with)
		}
	}
	return text
}

// contacts are the masks before handles: what is left of links without their scheme, and addresses of mail.
var contacts = []mask{
	{regexp.MustCompile(`(?i)\b(?:facebook|fb|instagram|twitter|x|tiktok|youtube|linkedin|wa|t)\.(?:com|me|be)/[^\s<>"»)]+`), "[enlace]",
		func(text string, _ *numbers) bool { return strings.Contains(text, "/") }},
	{regexp.MustCompile(`(?i)[\p{L}\p{N}._%+\-]+(?:@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+|\s?@\s?[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)*\.(?:com|co|net|org|edu|gov|es)\b)`), "[correo]",
		func(text string, _ *numbers) bool { return hasDomain(text) }},
	{regexp.MustCompile(`(?i)[\p{L}\p{N}._%+\-]+\s?(?:\(at\)|\[at\]|\barroba\b)\s?[\p{L}\p{N}\-]+(?:\s?(?:\.|\bpunto\b)\s?[\p{L}]{2,})+`), "[correo]",
		func(text string, _ *numbers) bool { return hasAny(text, "rroba", "RROBA", "at)", "AT)", "at]", "AT]") }},
}

// figures are the masks after handles: what a person is known by in numbers.
var figures = []mask{
	{regexp.MustCompile(`(?i)\b(?:calle|cll?|carrera|cra|kra|kr|cr|avenida|av|transversal|trans|tv|diagonal|diag|dg)\b\.?\s*\d{1,3}\s?(?:[a-z]|ra|ta|da)?(?:\s?bis)?\s*(?:#|n[°º]|no\.?|n[uú]mero|con)\s*\d{1,3}\s?[a-z]?(?:\s*[-–]\s*\d{1,3})?`), "[dirección]", addressed},
	{regexp.MustCompile(`(?i)\b(?:manzana|mz|mza)\b\.?\s*[\p{L}\d]{1,3}\b[\s,]*(?:casa|cs|lote|lt)\b\.?\s*\d{1,4}`), "[dirección]", addressed},
	{regexp.MustCompile(`(?i)\b(?:apto|apartamento|torre|bloque|casa)\b\.?\s*#?\s*\d{1,4}(?:\s*[-–]?\s*\d{1,4})?\b`), "[dirección]", addressed},
	{regexp.MustCompile(`(?i)\b(?:c\.?\s?c\.?|c[eé]dula|nit|t\.?\s?i\.?|documento|identificaci[oó]n|pasaporte)\s*(?:es\s*)?(?:n[°º]\.?|no\.?|n[uú]mero|de ciudadan[ií]a|#|:)?\s*(?:n[°º]\.?|no\.?|n[uú]mero|#|:)?\s*\d[\d. \-]{4,}\d`), "[documento]",
		func(_ string, n *numbers) bool { return n.stretch >= 6 }},
	{regexp.MustCompile(`(?i)\b(placas?)(\W{1,3}(?:de\s|n[uú]mero\s|no\.?\s)?)[a-z]{3}[\s\-]?\d{2}[a-z\d]\b`), "$1$2[placa]",
		func(text string, _ *numbers) bool { return hasAny(text, "laca", "LACA") }},
	{regexp.MustCompile(`\b[A-Z]{3}-?\d{2}[A-Z\d]\b`), "[placa]",
		func(_ string, n *numbers) bool { return n.plate }},
	{regexp.MustCompile(`(?:\+?\(?57\)?[\s.\-]?)?\(?\b3\d{2}\)?[\s.\-]?\d{3}[\s.\-]?\d{2}[\s.\-]?\d{2}\b`), "[teléfono]",
		func(_ string, n *numbers) bool { return n.digits >= 10 }},
	{regexp.MustCompile(`\(?\b60\d\)?[\s.\-]?\d{3}[\s.\-]?\d{2}[\s.\-]?\d{2}\b`), "[teléfono]",
		func(_ string, n *numbers) bool { return n.digits >= 10 }},
	{regexp.MustCompile(`(?i)\b(tel[eé]fono|tel|cel|celular|m[oó]vil|whatsapp|wasap|wsp|ll[aá]m\w*)\b(\W{0,6})\d[\d .\-]{5,}\d`), "$1$2[teléfono]",
		func(_ string, n *numbers) bool { return n.stretch >= 7 }},
	{regexp.MustCompile(`\b\d{3}(?:[ \-]\d{4}|[ \-]\d{2}[ \-]\d{2})\b`), "[teléfono]",
		func(_ string, n *numbers) bool { return n.stretch >= 8 }},
	{regexp.MustCompile(`\b\d{1,3}(?:[.'’ ]\d{3}){2,3}(?:-\d)?\b`), "[número]",
		func(_ string, n *numbers) bool { return n.digits >= 7 }},
	{regexp.MustCompile(`\d{6,}(?:-\d\b)?`), "[número]", // also behind letters: «cc1082345678»
		func(_ string, n *numbers) bool { return n.run >= 6 }},
}

// Mask hides the people in a text that is going to be quoted: links, e-mails, handles, phones, identity numbers,
// addresses, names that a treatment or a common given name announces, and the author's own names. The handles for
// which official says true are public accounts and stay; nil keeps none.
//
// A name on its own, without treatment, and neither a common given name with a word in capitals nor with a common
// surname, is not recognised: a person reads the quotes before the report is signed.
func Mask(text string, official func(handle string) bool, authors ...string) string {
	text = maskLinks(text)
	text = apply(contacts, text, nil)
	if strings.Contains(text, "@") {
		text = maskHandles(text, official)
	}
	for _, a := range authors {
		text = maskAuthor(text, a)
	}
	if n := numbersOf(text); n.digits > 0 {
		text = apply(figures, text, &n)
	}
	return maskNames(text)
}

// longestName is how long a name can be, in bytes, and still be looked for in any case: a pattern's work is its length
// times the text's, and the name of an author may be as long as whoever made the export wants.
const longestName = 200

// maskAuthor hides the author's own handle or name where it is long enough not to be a common word.
func maskAuthor(text, author string) string {
	author = strings.TrimSpace(author)
	if len(author) > longestName {
		return strings.ReplaceAll(text, author, "[nombre]")
	}
	if utf8.RuneCountInString(author) < 5 || !utf8.ValidString(author) || !mayHold(text, author) {
		return text // most texts: compiling a pattern for each would be most of the work
	}
	if !strings.Contains(strings.ToLower(text), strings.ToLower(author)) {
		return text
	}
	return regexp.MustCompile(`(?i)`+regexp.QuoteMeta(author)).ReplaceAllLiteralString(text, "[nombre]")
}

// mayHold is false for most texts that do not hold a name in any case: those without one of its digits, hyphens or
// spaces, which have no case, and those without its first three letters.
func mayHold(text, name string) bool {
	for i := range len(name) {
		if c := name[i]; c < utf8.RuneSelf && !isASCIILetter(c) && strings.IndexByte(text, c) < 0 {
			return false
		}
	}
	const first = 3
	if strings.ContainsFunc(name[:first], func(r rune) bool { return r >= utf8.RuneSelf }) || hasAny(text, "İ", "\u212a") {
		return true // whose cases are not one byte's
	}
	for i := range max(len(text)-first+1, 0) {
		if text[i]|0x20 == name[0]|0x20 && text[i+1]|0x20 == name[1]|0x20 && text[i+2]|0x20 == name[2]|0x20 {
			return true
		}
	}
	return false
}

// Official says which handles belong to the office or to a configured target: they are public and stay in quotes.
func (o *Office) Official() func(handle string) bool {
	known := map[string]bool{}
	for _, a := range o.Accounts {
		known[strings.ToLower(strings.TrimPrefix(a.Handle, "@"))] = true
	}
	for _, t := range o.Targets {
		for _, h := range t.Handles {
			known[strings.ToLower(strings.TrimPrefix(h, "@"))] = true
		}
	}
	delete(known, "")
	return func(handle string) bool { return known[strings.ToLower(handle)] }
}
