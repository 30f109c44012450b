package reports

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A mask replaces one kind of trace of a person. They are applied in order: links before handles, handles before
// names, documents after phones.
type mask struct {
	pattern *regexp.Regexp
	with    string
	// needs are characters without any of which the pattern cannot match: most mentions are spared most patterns.
	needs string
	// hints are parts of words one of which it needs besides, where the characters are in every text.
	hints []string
}

const digits = "0123456789"

func (m *mask) apply(text string) string {
	if !strings.ContainsAny(text, m.needs) || m.hints != nil && !slices.ContainsFunc(m.hints, func(h string) bool { return strings.Contains(text, h) }) {
		return text
	}
	return m.pattern.ReplaceAllString(text, m.with)
}

var masks = []mask{
	{regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"»)]+`), "[enlace]", ".", nil},
	{regexp.MustCompile(`(?i)\b(?:facebook|fb|instagram|twitter|x|tiktok|youtube|linkedin|wa|t)\.(?:com|me|be)/[^\s<>"»)]+`), "[enlace]", ".", nil},
	{regexp.MustCompile(`(?i)[\p{L}\p{N}._%+\-]+(?:@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+|\s?@\s?[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)*\.(?:com|co|net|org|edu|gov|es)\b)`), "[correo]", "@", nil},
	{regexp.MustCompile(`(?i)[\p{L}\p{N}._%+\-]+\s?(?:\(at\)|\[at\]|\barroba\b)\s?[\p{L}\p{N}\-]+(?:\s?(?:\.|\bpunto\b)\s?[\p{L}]{2,})+`), "[correo]", "aA", []string{"rroba", "RROBA", "at)", "AT)", "at]", "AT]"}},
	{regexp.MustCompile(`(?i)\b(?:calle|cll?|carrera|cra|kra|kr|cr|avenida|av|transversal|trans|tv|diagonal|diag|dg)\b\.?\s*\d{1,3}\s?(?:[a-z]|ra|ta|da)?(?:\s?bis)?\s*(?:#|n[°º]|no\.?|n[uú]mero|con)\s*\d{1,3}\s?[a-z]?(?:\s*[-–]\s*\d{1,3})?`), "[dirección]", digits, nil},
	{regexp.MustCompile(`(?i)\b(?:manzana|mz|mza)\b\.?\s*[\p{L}\d]{1,3}\b[\s,]*(?:casa|cs|lote|lt)\b\.?\s*\d{1,4}`), "[dirección]", digits, nil},
	{regexp.MustCompile(`(?i)\b(?:apto|apartamento|torre|bloque|casa)\b\.?\s*#?\s*\d{1,4}(?:\s*[-–]?\s*\d{1,4})?\b`), "[dirección]", digits, nil},
	{regexp.MustCompile(`(?i)\b(?:c\.?\s?c\.?|c[eé]dula|nit|t\.?\s?i\.?|documento|identificaci[oó]n|pasaporte)\s*(?:es\s*)?(?:n[°º]\.?|no\.?|n[uú]mero|de ciudadan[ií]a|#|:)?\s*(?:n[°º]\.?|no\.?|n[uú]mero|#|:)?\s*\d[\d. \-]{4,}\d`), "[documento]", digits, nil},
	{regexp.MustCompile(`(?i)\b(placas?)(\W{1,3}(?:de\s|n[uú]mero\s|no\.?\s)?)[a-z]{3}[\s\-]?\d{2}[a-z\d]\b`), "$1$2[placa]", digits, []string{"laca", "LACA"}},
	{regexp.MustCompile(`\b[A-Z]{3}-?\d{2}[A-Z\d]\b`), "[placa]", digits, nil},
	{regexp.MustCompile(`(?:\+?\(?57\)?[\s.\-]?)?\(?\b3\d{2}\)?[\s.\-]?\d{3}[\s.\-]?\d{2}[\s.\-]?\d{2}\b`), "[teléfono]", digits, nil},
	{regexp.MustCompile(`\(?\b60\d\)?[\s.\-]?\d{3}[\s.\-]?\d{2}[\s.\-]?\d{2}\b`), "[teléfono]", digits, nil},
	{regexp.MustCompile(`(?i)\b(tel[eé]fono|tel|cel|celular|m[oó]vil|whatsapp|wasap|wsp|ll[aá]m\w*)\b(\W{0,6})\d[\d .\-]{5,}\d`), "$1$2[teléfono]", digits, nil},
	{regexp.MustCompile(`\b\d{3}(?:[ \-]\d{4}|[ \-]\d{2}[ \-]\d{2})\b`), "[teléfono]", digits, nil},
	{regexp.MustCompile(`\b\d{1,3}(?:[.'’ ]\d{3}){2,3}(?:-\d)?\b`), "[número]", digits, nil},
	{regexp.MustCompile(`\d{6,}(?:-\d\b)?`), "[número]", digits, nil}, // also behind letters: «cc1082345678»
}

// ahead is how many of the masks come before handles and names.
const ahead = 4

// handle is a handle with what stands before it: a hyphen inside belongs to it. A letter before it makes it glued, which is
// somebody all the same unless it is the «@» of «vecin@s».
var (
	handle = regexp.MustCompile(`(^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_][\p{L}\p{N}_.\-]*)`)
	glued  = regexp.MustCompile(`([\p{L}\p{N}_])@([\p{L}\p{N}_][\p{L}\p{N}_.\-]{2,})`)
)

// Mask hides the people in a text that is going to be quoted: links, e-mails, handles, phones, identity numbers,
// addresses, names that a treatment or a common given name announces, and the author's own names. The handles for
// which official says true are public accounts and stay; nil keeps none.
//
// A name on its own, without treatment, and neither a common given name with a word in capitals nor with a common
// surname, is not recognised: a person reads the quotes before the report is signed.
func Mask(text string, official func(handle string) bool, authors ...string) string {
	for i := range masks[:ahead] {
		text = masks[i].apply(text)
	}
	if strings.Contains(text, "@") {
		text = maskHandles(text, official)
	}
	for _, a := range authors {
		text = maskAuthor(text, a)
	}
	for i := range masks[ahead:] {
		text = masks[ahead+i].apply(text)
	}
	return maskNames(text)
}

// maskHandles hides handles but those of public accounts. Several hidden ones in a row, such as a thread puts before a
// reply, are one: they say nothing.
func maskHandles(text string, official func(string) bool) string {
	for _, kind := range []*regexp.Regexp{handle, glued} {
		text = kind.ReplaceAllStringFunc(text, func(found string) string {
			g := kind.FindStringSubmatch(found)
			name := strings.TrimRight(g[2], ".-")
			first, _, _ := strings.Cut(name, "-")
			if official != nil && (official(name) || official(first)) {
				return found
			}
			return g[1] + "@usuario" + g[2][len(name):]
		})
	}
	return addressees.ReplaceAllString(text, "@usuario ")
}

var addressees = regexp.MustCompile(`(?:@usuario\s+){2,}`)

// longestName is how long a name can be, in bytes, and still be looked for in any case: a pattern's work is its length
// times the text's, and the name of an author may be as long as whoever made the export wants.
const longestName = 200

// maskAuthor hides the author's own handle or name where it is long enough not to be a common word.
func maskAuthor(text, author string) string {
	author = strings.TrimSpace(author)
	if len(author) > longestName {
		return strings.ReplaceAll(text, author, "[nombre]")
	}
	if utf8.RuneCountInString(author) < 5 || !utf8.ValidString(author) {
		return text
	}
	if !strings.Contains(strings.ToLower(text), strings.ToLower(author)) {
		return text // most texts: compiling a pattern for each would be most of the work
	}
	return regexp.MustCompile(`(?i)`+regexp.QuoteMeta(author)).ReplaceAllLiteralString(text, "[nombre]")
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
