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
	// needs are characters without any of which the pattern cannot match: most mentions are spared most patterns.
	needs string
}

const digits = "0123456789"

func (m *mask) apply(text string) string {
	if !strings.ContainsAny(text, m.needs) {
		return text
	}
	return m.pattern.ReplaceAllString(text, m.with)
}

var masks = []mask{
	{regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"»)]+`), "[enlace]", "."},
	{regexp.MustCompile(`(?i)\b(?:facebook|fb|instagram|twitter|x|tiktok|youtube|linkedin|wa|t)\.(?:com|me|be)/[^\s<>"»)]+`), "[enlace]", "."},
	{regexp.MustCompile(`(?i)[\p{L}\p{N}._%+\-]+\s?@\s?[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`), "[correo]", "@"},
	{regexp.MustCompile(`(?i)\b(?:calle|cll?|carrera|cra|kra|kr|cr|avenida|av|transversal|trans|tv|diagonal|diag|dg)\b\.?\s*\d{1,3}\s?[a-z]?(?:\s?bis)?\s*(?:#|n[°º]|no\.?|n[uú]mero|con)\s*\d{1,3}\s?[a-z]?(?:\s*[-–]\s*\d{1,3})?`), "[dirección]", digits},
	{regexp.MustCompile(`(?i)\b(?:manzana|mz|mza)\b\.?\s*[\p{L}\d]{1,3}\b[\s,]*(?:casa|cs|lote|lt)\b\.?\s*\d{1,4}`), "[dirección]", digits},
	{regexp.MustCompile(`(?i)\b(?:apto|apartamento|torre|bloque|casa)\b\.?\s*#?\s*\d{1,4}(?:\s*[-–]?\s*\d{1,4})?\b`), "[dirección]", digits},
	{regexp.MustCompile(`(?i)\b(?:c\.?\s?c\.?|c[eé]dula|nit|t\.?\s?i\.?|documento|identificaci[oó]n|pasaporte)\s*(?:n[°º]\.?|no\.?|n[uú]mero|de ciudadan[ií]a|#|:)?\s*(?:n[°º]\.?|no\.?|n[uú]mero|#|:)?\s*\d[\d. \-]{4,}\d`), "[documento]", digits},
	{regexp.MustCompile(`(?:\+?\(?57\)?[\s.\-]?)?\(?\b3\d{2}\)?[\s.\-]?\d{3}[\s.\-]?\d{2}[\s.\-]?\d{2}\b`), "[teléfono]", digits},
	{regexp.MustCompile(`\(?\b60\d\)?[\s.\-]?\d{3}[\s.\-]?\d{2}[\s.\-]?\d{2}\b`), "[teléfono]", digits},
	{regexp.MustCompile(`(?i)\b(tel[eé]fono|tel|cel|celular|m[oó]vil|whatsapp|wasap|wsp|ll[aá]m\w*)\b(\W{0,6})\d[\d .\-]{5,}\d`), "$1$2[teléfono]", digits},
	{regexp.MustCompile(`\b\d{1,3}(?:\.\d{3}){2,3}\b`), "[número]", digits},
	{regexp.MustCompile(`\b\d{6,}\b`), "[número]", digits},
}

var handle = regexp.MustCompile(`(^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_][\p{L}\p{N}_.]*)`)

// Mask hides the people in a text that is going to be quoted: links, e-mails, handles, phones, identity numbers,
// addresses, names that a treatment or a common given name announces, and the author's own names. The handles for
// which official says true are public accounts and stay; nil keeps none.
//
// A name on its own, without treatment and not among the common given names, is not recognised: a person reads the
// quotes before the report is signed.
func Mask(text string, official func(handle string) bool, authors ...string) string {
	for i := range masks[:3] {
		text = masks[i].apply(text)
	}
	if strings.Contains(text, "@") {
		text = maskHandles(text, official)
	}
	for _, a := range authors {
		text = maskAuthor(text, a)
	}
	for i := range masks[3:] {
		text = masks[3+i].apply(text)
	}
	if strings.ToLower(text) == text {
		return text // names are known by their capitals
	}
	return maskNames(text)
}

// maskHandles hides handles but those of public accounts.
func maskHandles(text string, official func(handle string) bool) string {
	return handle.ReplaceAllStringFunc(text, func(found string) string {
		g := handle.FindStringSubmatch(found)
		name := strings.TrimRight(g[2], ".")
		if official != nil && official(name) {
			return found
		}
		return g[1] + "@usuario" + g[2][len(name):]
	})
}

// maskAuthor hides the author's own handle or name where it is long enough not to be a common word.
func maskAuthor(text, author string) string {
	author = strings.TrimSpace(author)
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
