// Package asking finds what a Spanish text asks of an authority, and in which words.
//
// Its one idea: to complain is not to ask. A request is an act of speech with words of its own (a formula, an order, a
// question that waits for an answer) and an object; a text without both asks for nothing, however angry it is. The words
// are data, in words.go.
package asking

import (
	"strings"
	"unicode"
)

// A Kind is what is asked, in the words of the law of petitions.
type Kind string

// The kinds, the one that prevails in a text with several at the top.
const (
	Complaint    Kind = "queja" // lodged as such: «pongo la queja»
	Claim        Kind = "reclamo"
	Denunciation Kind = "denuncia"
	Opinion      Kind = "consulta"
	Request      Kind = "petición"
	Information  Kind = "información"
	Suggestion   Kind = "sugerencia"
)

var ranks = []Kind{Complaint, Claim, Denunciation, Opinion, Request, Information, Suggestion}

// An Ask is what a text asks.
type Ask struct {
	Kind Kind
	Cue  string // the words that ask, as the tables of this package write them
	Wish bool   // it wishes or proposes and does not ask outright: «ojalá hagan»
}

// Find gives what the text asks; false when it asks for nothing, or for nothing that has a name.
func Find(text string) (Ask, bool) {
	best, found := Ask{}, false
	for _, c := range clauses(text) {
		if a, ok := c.ask(); ok && (!found || rank(a) < rank(best)) {
			best, found = a, true
		}
	}
	return best, found
}

func rank(a Ask) int {
	for i, k := range ranks {
		if a.Kind == k {
			return i
		}
	}
	return len(ranks)
}

// A clause is what stands between two full stops, its words folded.
type clause struct {
	words    []string
	accented []bool // the word is written with an accent, as asking words are
	question bool
}

// clauses cuts a text at full stops, question and exclamation marks. A point within a number or a word does not cut, and
// handles and links are no words.
func clauses(text string) []clause {
	var out []clause
	var now clause
	end := func(question bool) {
		if len(now.words) > 0 {
			now.question = now.question || question
			out = append(out, now)
		}
		now = clause{}
	}
	for _, field := range strings.Fields(text) {
		if strings.ContainsAny(field, "@") || strings.Contains(field, "://") {
			continue
		}
		if strings.HasPrefix(field, "¿") {
			end(false)
			now.question = true
		}
		tail := strings.TrimRightFunc(field, func(r rune) bool { return strings.ContainsRune(".,;:!?)»\"”…", r) })
		for _, w := range strings.FieldsFunc(strings.ToLower(tail), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
			folded := unaccent.Replace(w)
			now.words, now.accented = append(now.words, folded), append(now.accented, folded != w)
		}
		switch ends := field[len(tail):]; {
		case strings.Contains(ends, "?"):
			end(true)
		case strings.ContainsAny(ends, ".!…;") && !abbreviations[fold(tail)]:
			end(false)
		}
	}
	end(false)
	return out
}

// ask is what a clause asks, by the tables in order.
func (c *clause) ask() (Ask, bool) {
	for i := range c.words {
		for _, f := range formulas[c.words[i]] {
			if rest, ok := after(c.words[i:], f.words); ok && !c.denied(i) && !c.told(i) && hasObject(rest) && (!f.asked || c.question) {
				return Ask{f.kind, f.said, f.wish}, true
			}
		}
	}
	for i, w := range c.words {
		if orderForms[w] && c.orders(i) && hasObject(c.words[i+1:]) {
			return Ask{Request, w, c.before(i, 1) == "ojala" || c.before(i, 2) == "ojala"}, true
		}
	}
	if c.question && !c.rhetorical() {
		return c.asksToKnow()
	}
	return Ask{}, false
}

// asksToKnow looks for an asking word at the beginning of a question, greetings and one more word left out.
func (c *clause) asksToKnow() (Ask, bool) {
	start := 0
	for start < len(c.words) && idle[c.words[start]] && len(questions[c.words[start]]) == 0 {
		start++
	}
	for i := start; i < min(start+2, len(c.words)); i++ {
		for _, q := range questions[c.words[i]] {
			rest, ok := after(c.words[i:], q.words)
			switch {
			case !ok || !names(rest, 1):
				continue
			case len(q.words) == 1 && (!names(rest, 2) || !c.accented[i] && !asksNext[rest[0]]):
				continue // «cuando metes la pata …» asks nothing, whatever ends the clause; «¿a qué hora abren?» says what it asks
			}
			return Ask{Information, q.said, false}, true
		}
	}
	return Ask{}, false
}

// after are the words behind with, where words begin with it.
func after(words, with []string) ([]string, bool) {
	if len(words) < len(with) {
		return nil, false
	}
	for i, w := range with {
		if words[i] != w {
			return nil, false
		}
	}
	return words[len(with):], true
}

// before is the word so many places before word i; empty where there is none.
func (c *clause) before(i, back int) string {
	if back > i {
		return ""
	}
	return c.words[i-back]
}

// denied says whether a «no» stands before word i: «no arreglan», «ya no pido nada».
func (c *clause) denied(i int) bool { return denials[c.before(i, 1)] }

// told says whether word i is in a subordinate clause, where something is told and not asked: «cuando denunciamos …».
func (c *clause) told(i int) bool { return subordinators[c.before(i, 1)] || c.before(i, 1) == "que" }

// orders says whether the order at word i is one. After «que» it is only where a wish or a request stands before that:
// «esperamos que arreglen», but not «impide que instalen»; a time, a purpose or a «se» make something else of it.
func (c *clause) orders(i int) bool {
	if c.denied(i) || c.before(i, 1) == "se" {
		return false
	}
	if c.before(i, 1) == "que" && !wishes[c.before(i, 2)] {
		return false
	}
	return !subordinators[c.before(i, 1)] && !subordinators[c.before(i, 2)]
}

// hasObject says whether words name something.
func hasObject(words []string) bool { return names(words, 2) }

// names says whether there are so many words of substance, the number of a place counting as one.
func names(words []string, least int) bool {
	n := 0
	for _, w := range words {
		if !idle[w] && (len(w) > 2 || w[0] >= '0' && w[0] <= '9') {
			n++
		}
	}
	return n >= least
}

// rhetorical says whether a question complains and waits for no answer.
func (c *clause) rhetorical() bool {
	text := " " + strings.Join(c.words, " ") + " "
	for _, r := range rhetoric {
		if strings.Contains(text, " "+r+" ") {
			return true
		}
	}
	return false
}

// fold is a text in lower case without accents.
func fold(s string) string { return unaccent.Replace(strings.ToLower(s)) }

var unaccent = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "ñ", "n")
