package reports

import (
	"regexp"
	"strings"
)

// A mask replaces one kind of trace of a person. They are applied in order: links before handles, handles before
// names, documents after phones.
type mask struct {
	pattern *regexp.Regexp
	with    string
}

var masks = []mask{
	{regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"»)]+`), "[enlace]"},
	{regexp.MustCompile(`(?i)\b(?:facebook|fb|instagram|twitter|x|tiktok|youtube|linkedin|wa|t)\.(?:com|me|be)/[^\s<>"»)]+`), "[enlace]"},
	{regexp.MustCompile(`(?i)[\p{L}\p{N}._%+\-]+\s?@\s?[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`), "[correo]"},
	{regexp.MustCompile(`(?i)\b(?:calle|cll?|carrera|cra|kra|kr|cr|avenida|av|transversal|trans|tv|diagonal|diag|dg)\b\.?\s*\d{1,3}\s?[a-z]?(?:\s?bis)?\s*(?:#|n[°º]|no\.?|n[uú]mero|con)\s*\d{1,3}\s?[a-z]?(?:\s*[-–]\s*\d{1,3})?`), "[dirección]"},
	{regexp.MustCompile(`(?i)\b(?:manzana|mz|mza)\b\.?\s*[\p{L}\d]{1,3}\b[\s,]*(?:casa|cs|lote|lt)\b\.?\s*\d{1,4}`), "[dirección]"},
	{regexp.MustCompile(`(?i)\b(?:apto|apartamento|torre|bloque|casa)\b\.?\s*#?\s*\d{1,4}(?:\s*[-–]?\s*\d{1,4})?\b`), "[dirección]"},
	{regexp.MustCompile(`(?i)\b(?:c\.?\s?c\.?|c[eé]dula|nit|t\.?\s?i\.?|documento|identificaci[oó]n|pasaporte)\s*(?:n[°º]\.?|no\.?|n[uú]mero|de ciudadan[ií]a|#|:)?\s*(?:n[°º]\.?|no\.?|n[uú]mero|#|:)?\s*\d[\d. \-]{4,}\d`), "[documento]"},
	{regexp.MustCompile(`(?:\+?\(?57\)?[\s.\-]?)?\(?\b3\d{2}\)?[\s.\-]?\d{3}[\s.\-]?\d{2}[\s.\-]?\d{2}\b`), "[teléfono]"},
	{regexp.MustCompile(`\(?\b60\d\)?[\s.\-]?\d{3}[\s.\-]?\d{2}[\s.\-]?\d{2}\b`), "[teléfono]"},
	{regexp.MustCompile(`(?i)\b(tel[eé]fono|tel|cel|celular|m[oó]vil|whatsapp|wasap|wsp|ll[aá]m\w*)\b(\W{0,6})\d[\d .\-]{5,}\d`), "$1$2[teléfono]"},
	{regexp.MustCompile(`\b\d{1,3}(?:\.\d{3}){2,3}\b`), "[número]"},
	{regexp.MustCompile(`\b\d{6,}\b`), "[número]"},
}

// properName is one to four words in capitals joined by the particles of surnames.
const properName = `\p{Lu}[\p{L}'’]+(?:\s+(?:de\s+la\s+|de\s+los\s+|del\s+|de\s+|la\s+)?\p{Lu}[\p{L}'’]*\.?){0,3}`

var (
	handle = regexp.MustCompile(`(^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_][\p{L}\p{N}_.]*)`)
	// treated is a name after what announces one.
	treated = regexp.MustCompile(`((?i:\b(?:sr|sra|srta|dr|dra|ing|lic|arq|prof|abg)\.?|\b(?:señora?|señorita|doctora?|don|doña|ingenier[oa]|licenciad[oa]|profesora?|patruller[oa]|agente|inspector[a]?|me llamo|mi nombre es|atentamente|atte\.?|firma|firmado)[,:]?)\s+)(` + properName + `)`)
	// named is a common given name followed by another word in capitals.
	named = regexp.MustCompile(`(?:^|[^\p{L}])((` + strings.Join(givenNames, "|") + `)(?:\s+\p{Lu}[\p{L}'’]+){1,3})`)
	saint = regexp.MustCompile(`(?i)(?:^|\P{L})(?:san|santa|santo|sta|avenida|parque|barrio|colegio|estadio|aeropuerto|quinta de|puente|hospital|playa|centro comercial)\.?\s*$`)
)

// publicOffice are words in capitals that follow a treatment and name a post, not a person.
var publicOffice = map[string]bool{
	"alcalde": true, "alcaldesa": true, "gobernador": true, "gobernadora": true, "presidente": true, "presidenta": true,
	"secretario": true, "secretaria": true, "concejal": true, "concejala": true, "ministro": true, "ministra": true,
	"gerente": true, "director": true, "directora": true, "personero": true, "personera": true, "contralor": true,
	"contralora": true, "juez": true, "jueza": true, "usuario": true, "usuaria": true, "ciudadano": true, "ciudadana": true,
	"dios": true, "jesús": true,
}

// givenNames are common enough in Colombia that, before another word in capitals, they name a person.
var givenNames = []string{
	"Adriana", "Alejandra", "Alejandro", "Alfonso", "Alfredo", "Ana", "Andrea", "Andrés", "Ángela", "Antonio", "Armando",
	"Beatriz", "Camila", "Camilo", "Carlos", "Carmen", "Carolina", "Catalina", "César", "Clara", "Claudia", "Cristian",
	"Cristina", "Daniel", "Daniela", "David", "Diana", "Diego", "Eduardo", "Edwin", "Elena", "Enrique", "Ernesto",
	"Esteban", "Fabián", "Felipe", "Fernando", "Fernanda", "Francisco", "Gabriel", "Gabriela", "Germán", "Gloria",
	"Gonzalo", "Guillermo", "Gustavo", "Héctor", "Hernán", "Hugo", "Iván", "Jaime", "Javier", "Jesús", "Jhon", "Johana",
	"John", "Jorge", "José", "Juan", "Juana", "Juliana", "Julián", "Julio", "Karen", "Katherine", "Laura", "Leidy",
	"Leonardo", "Liliana", "Lina", "Lucía", "Luis", "Luisa", "Luz", "Manuel", "Marcela", "Margarita", "María", "Mariana",
	"Mario", "Marta", "Martha", "Martín", "Mauricio", "Mercedes", "Miguel", "Mónica", "Nancy", "Natalia", "Nelson",
	"Nicolás", "Orlando", "Óscar", "Oscar", "Pablo", "Paola", "Patricia", "Paula", "Pedro", "Rafael", "Ramón", "Ricardo",
	"Roberto", "Rodrigo", "Rosa", "Rubén", "Sandra", "Santiago", "Sara", "Sebastián", "Sergio", "Sofía", "Tatiana",
	"Valentina", "Verónica", "Víctor", "Viviana", "William", "Wilson", "Yaneth", "Yolanda",
}

// Mask hides the people in a text that is going to be quoted: links, e-mails, handles, phones, identity numbers,
// addresses, names that a treatment or a common given name announces, and the author's own names. The handles for
// which official says true are public accounts and stay; nil keeps none.
//
// A name on its own, without treatment and not among the common given names, is not recognised: a person reads the
// quotes before the report is signed.
func Mask(text string, official func(handle string) bool, authors ...string) string {
	for _, m := range masks[:3] {
		text = m.pattern.ReplaceAllString(text, m.with)
	}
	text = handle.ReplaceAllStringFunc(text, func(found string) string {
		g := handle.FindStringSubmatch(found)
		name := strings.TrimRight(g[2], ".")
		if official != nil && official(name) {
			return found
		}
		return g[1] + "@usuario" + g[2][len(name):]
	})
	for _, a := range authors {
		text = maskAuthor(text, a)
	}
	for _, m := range masks[3:] {
		text = m.pattern.ReplaceAllString(text, m.with)
	}
	text = treated.ReplaceAllStringFunc(text, func(found string) string {
		g := treated.FindStringSubmatch(found)
		first, _, _ := strings.Cut(g[2], " ")
		if publicOffice[strings.ToLower(first)] {
			return found
		}
		return g[1] + "[nombre]"
	})
	return maskNamed(text)
}

// maskNamed hides common given names with what follows, unless the words before make it the name of a place.
func maskNamed(text string) string {
	var b strings.Builder
	last := 0
	for _, at := range named.FindAllStringSubmatchIndex(text, -1) {
		start, end := at[2], at[3]
		if saint.MatchString(text[:start]) {
			continue
		}
		b.WriteString(text[last:start])
		b.WriteString("[nombre]")
		last = end
	}
	b.WriteString(text[last:])
	return b.String()
}

// maskAuthor hides the author's own handle or name where it is long enough not to be a common word.
func maskAuthor(text, author string) string {
	author = strings.TrimSpace(author)
	if len([]rune(author)) < 5 {
		return text
	}
	word, err := regexp.Compile(`(?i)` + regexp.QuoteMeta(author))
	if err != nil {
		return text
	}
	return word.ReplaceAllLiteralString(text, "[nombre]")
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
