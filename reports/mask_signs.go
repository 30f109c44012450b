package reports

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is in most texts, or has to be looked for in most, is found here by hand.

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isWordByte says whether a pattern's \b takes a byte for a part of a word.
func isWordByte(c byte) bool { return isASCIILetter(c) || isDigit(c) || c == '_' }

// isSpace says whether a byte is what a pattern's \s is.
func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'
}

// isLetterOrNumber is the patterns' [\p{L}\p{N}].
func isLetterOrNumber(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIILetter(byte(r)) || isDigit(byte(r))
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

func hasAny(text string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// maskLinks hides links: (?i)\b(?:https?://|www\.)[^\s<>"»)]+
//
// A text without any point has none: «https://…» is what is left of a link that was cut, and leads to nobody.
func maskLinks(text string) string {
	if !strings.Contains(text, ".") || !hasAny(text, "://", "ww.", "WW.", "wW.", "Ww.") {
		return text
	}
	var b strings.Builder
	copied := 0
	for i := 0; i < len(text); i++ {
		n := linkAt(text, i)
		if n == 0 {
			continue
		}
		b.WriteString(text[copied:i])
		b.WriteString("[enlace]")
		copied = i + n
		i = copied - 1
	}
	if copied == 0 {
		return text
	}
	b.WriteString(text[copied:])
	return b.String()
}

// linkAt is how long the link that begins at i is, in bytes; 0 where none does.
func linkAt(text string, i int) int {
	if c := text[i] | 0x20; c != 'h' && c != 'w' || i > 0 && isWordByte(text[i-1]) {
		return 0
	}
	scheme := len("www.")
	if rest := text[i:]; len(rest) < scheme || !strings.EqualFold(rest[:scheme], "www.") {
		before, _, found := strings.Cut(rest[:min(len(rest), len("httpſ://"))], "://")
		if !found || !strings.EqualFold(before, "http") && !strings.EqualFold(before, "https") {
			return 0
		}
		scheme = len(before) + len("://")
	}
	end := i + scheme
	for end < len(text) {
		c := text[end]
		if isSpace(c) || c == '<' || c == '>' || c == '"' || c == ')' || strings.HasPrefix(text[end:], "»") {
			break
		}
		end++
	}
	if end == i+scheme {
		return 0
	}
	return end - i
}

// hasDomain says whether behind some at sign there is something with a point inside: what an address of mail ends in.
func hasDomain(text string) bool {
	for at := strings.IndexByte(text, '@'); at >= 0; {
		rest := text[at+1:]
		if rest != "" && isSpace(rest[0]) {
			rest = rest[1:]
		}
		name := strings.IndexFunc(rest, func(r rune) bool { return r != '-' && !isLetterOrNumber(r) })
		if name > 0 && rest[name] == '.' {
			if r, _ := utf8.DecodeRuneInString(rest[name+1:]); r == '-' || isLetterOrNumber(r) {
				return true
			}
		}
		next := strings.IndexByte(text[at+1:], '@')
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// maskHandles hides handles but those of public accounts. Several hidden ones in a row, such as a thread puts before a
// reply, are one: they say nothing.
func maskHandles(text string, official func(string) bool) string {
	text = replaceHandles(text, official, func(before rune, name string) bool {
		return before != '@' && before != '_' && !isLetterOrNumber(before)
	})
	text = replaceHandles(text, official, func(before rune, name string) bool {
		return (before == '_' || isLetterOrNumber(before)) && utf8.RuneCountInString(name) > 2
	})
	return joinAddressees(text)
}

// start stands for what is before the first letter of a text.
const start = ' '

// replaceHandles hides the handles for which is says true, given what stands before the at sign. A hyphen inside a handle
// belongs to it. A letter before it makes it glued, which is somebody all the same unless it is the «@» of «vecin@s».
// What stands before one handle cannot be the end of another.
func replaceHandles(text string, official func(string) bool, is func(before rune, name string) bool) string {
	var b strings.Builder
	copied, free := 0, 0 // text before copied is written; before free, it belongs to a handle
	for at := strings.IndexByte(text, '@'); at >= 0 && at < len(text); {
		end := handleEnd(text, at+1)
		before, size := rune(start), 0
		if at > 0 {
			before, size = utf8.DecodeLastRuneInString(text[:at])
		}
		if name := text[at+1 : end]; name != "" && at-size >= free && is(before, name) {
			free = end
			if name = strings.TrimRight(name, ".-"); !public(official, name) {
				b.WriteString(text[copied:at])
				b.WriteString("@usuario")
				copied = at + 1 + len(name)
			}
		}
		next := strings.IndexByte(text[at+1:], '@')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	if copied == 0 {
		return text
	}
	b.WriteString(text[copied:])
	return b.String()
}

// handleEnd is where the handle that begins at i ends: at i where none does.
func handleEnd(text string, i int) int {
	for end, r := range text[i:] {
		if r == '_' || isLetterOrNumber(r) || end > 0 && (r == '.' || r == '-') {
			continue
		}
		return i + end
	}
	return len(text)
}

func public(official func(string) bool, name string) bool {
	if official == nil {
		return false
	}
	if official(name) {
		return true
	}
	first, _, hyphen := strings.Cut(name, "-")
	return hyphen && official(first)
}

// joinAddressees makes one of several hidden handles in a row, each with space behind it.
func joinAddressees(text string) string {
	const hidden = "@usuario"
	var b strings.Builder
	copied := 0
	for i := strings.Index(text, hidden); i >= 0; {
		end, n := i, 0
		for strings.HasPrefix(text[end:], hidden) {
			behind := end + len(hidden)
			space := behind
			for space < len(text) && isSpace(text[space]) {
				space++
			}
			if space == behind {
				break
			}
			end = space
			n++
		}
		if n >= 2 {
			b.WriteString(text[copied:i])
			b.WriteString(hidden + " ")
			copied = end
		} else {
			end = i + len(hidden)
		}
		next := strings.Index(text[end:], hidden)
		if next < 0 {
			break
		}
		i = end + next
	}
	if copied == 0 {
		return text
	}
	b.WriteString(text[copied:])
	return b.String()
}

// numbers is what the figures of a text are like. Masking takes from them and adds nothing, so that what was counted
// before one mask holds for the next.
type numbers struct {
	digits  int  // in the whole text
	run     int  // of the longest row of digits
	stretch int  // bytes of the longest row of digits with points, spaces and hyphens between them
	plate   bool // three capitals stand before some digits
	place   bool // a word of an address stands before some digits
}

func numbersOf(text string) numbers {
	var n numbers
	from, last := -1, -1 // of the stretch: where it began, and its last digit
	for i := 0; i < len(text); i++ {
		c := text[i]
		if !isDigit(c) {
			if c != '.' && c != ' ' && c != '-' {
				from = -1
			}
			continue
		}
		end := i
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		if from < 0 {
			from = i
		}
		last = end
		n.digits += end - i
		n.run = max(n.run, end-i)
		n.stretch = max(n.stretch, last-from)
		n.plate = n.plate || capitalsBefore(text[:i])
		n.place = n.place || placeBefore(text[:i])
		i = end - 1
	}
	return n
}

// capitalsBefore says whether a text ends in three capitals, with a hyphen or without.
func capitalsBefore(text string) bool {
	text = strings.TrimSuffix(text, "-")
	for i := 1; i <= 3; i++ {
		if len(text) < i || text[len(text)-i] < 'A' || text[len(text)-i] > 'Z' {
			return false
		}
	}
	return true
}

// addressWords are those that the patterns of addresses have before digits.
var addressWords = set(`calle cl cll carrera cra kra kr cr avenida av transversal trans tv diagonal diag dg
	casa cs lote lt apto apartamento torre bloque`)

// placeBefore says whether a text ends in a word of an address, with a point, space or number sign behind it or not. A
// sign beyond ASCII may be a letter of one, since a pattern that tells no capitals takes «ſ» for an s.
func placeBefore(text string) bool {
	text = strings.TrimRight(text, "# .\t\n\f\r")
	from := len(text)
	for from > 0 && isASCIILetter(text[from-1]) {
		from--
	}
	if from > 0 && text[from-1] >= utf8.RuneSelf {
		r, _ := utf8.DecodeLastRuneInString(text[:from])
		return r == 'ſ' || r == '\u212a' || isAddressWord(text[from:])
	}
	return isAddressWord(text[from:])
}

func isAddressWord(w string) bool {
	var lower [len("apartamento")]byte
	if len(w) > len(lower) {
		return false
	}
	for i := range len(w) {
		lower[i] = w[i] | 0x20
	}
	return addressWords[string(lower[:len(w)])]
}

func addressed(_ string, n *numbers) bool { return n.place }
