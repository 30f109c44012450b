package sentiment

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"pulso/lexicon"
	"pulso/pipeline/social"
)

// The lexicon's entries and rules have names for those who write tables; here they get those that the office reads.

// signals are entries that stand for a sign of grammar and not for a word.
var signals = map[string]string{
	"cue_question": "[pregunta]", "cue_request": "[pide algo]", "cue_negation": "[negación]", "cue_exclamation": "[exclamación]",
	"cue_ellipsis": "[puntos suspensivos]", "cue_link": "[enlace]", "cue_handle": "[usuario]",
}

// slots are the classes of words that a pattern may hold.
var slots = map[string]string{
	"service": "servicio", "authority": "autoridad", "institution": "entidad", "topic": "tema", "defect": "daño", "work": "obra", "place": "lugar",
	"person": "persona", "time": "tiempo", "tax": "impuesto", "office": "trámite", "doc": "documento",
	"num": "número", "neg": "palabra negativa", "pos": "palabra positiva",
}

var ruleNames = map[string]string{
	lexicon.RuleWord: "palabra", lexicon.RulePhrase: "frase", lexicon.RuleComplaint: "queja", lexicon.RulePraise: "elogio", lexicon.RuleEmoji: "emoji",
	lexicon.RuleEmoticon: "emoticono", lexicon.RuleIrony: "ironía", lexicon.RuleNegation: "negación", lexicon.RuleQuestion: "pregunta",
	lexicon.RuleExclamation: "exclamación", lexicon.RuleEllipsis: "puntos suspensivos", lexicon.RuleLink: "enlace", lexicon.RuleHandle: "usuario", lexicon.RuleRequest: "petición",
}

// RuleName is the kind of evidence in the office's words; one that is not known here keeps its name.
func RuleName(rule string) string {
	if s, ok := ruleNames[rule]; ok {
		return s
	}
	return rule
}

var (
	slot = regexp.MustCompile(`\{([a-z_]+)\}`)
	gap  = regexp.MustCompile(`\{\d+-\d+\}`)
	verb = regexp.MustCompile(`<[a-z]+:([^>]+)>`)
)

// PlainTerm writes an entry as a person would: «otra vez sin {service}» is «otra vez sin [servicio]», and of many
// alternatives for a word the first two are enough.
func PlainTerm(term string) string {
	if s, ok := signals[term]; ok {
		return s
	}
	if !strings.ContainsAny(term, "{<|") {
		return term
	}
	term = slot.ReplaceAllStringFunc(term, func(found string) string {
		name := slot.FindStringSubmatch(found)[1]
		if s, ok := slots[name]; ok {
			name = s
		}
		return "[" + name + "]"
	})
	term = verb.ReplaceAllString(gap.ReplaceAllString(term, "…"), "$1")
	words := strings.Fields(term)
	for i, w := range words {
		choices := strings.Split(strings.TrimLeft(w, "^"), "|")
		if len(choices) > 2 {
			choices = append(choices[:2], "…")
		}
		words[i] = strings.Join(choices, "/")
	}
	return strings.Join(words, " ")
}

// spoken is PlainTerm for the document, where emoji get their meaning in words: not every printer shows them, and some
// people hear the document read. The meaning is the shipped lexicon's, where it has one.
func spoken(term string) string {
	if strings.ContainsFunc(term, func(r rune) bool { return r < utf8.RuneSelf || unicode.IsLetter(r) }) {
		return PlainTerm(term)
	}
	for _, h := range lexicon.Spanish().Explain(term) {
		if h.Rule == lexicon.RuleEmoji && h.Gloss != "" {
			gloss, _, _ := strings.Cut(h.Gloss, ";")
			return term + " (" + strings.TrimSpace(gloss) + ")"
		}
	}
	return term
}

// readAloud puts the meaning of each emoji in its place, for the same reasons. One whose meaning is not known stays.
func readAloud(text string) string {
	var b strings.Builder
	state, last := -1, ""
	for rest := text; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if cluster[0] >= utf8.RuneSelf {
			if name, ok := strings.CutPrefix(spoken(cluster), cluster+" ("); ok {
				if cluster != last { // a row of the same emoji is said once
					b.WriteString("[" + strings.TrimSuffix(name, ")") + "]")
				}
				last = cluster
				continue
			}
		}
		last = ""
		b.WriteString(cluster)
	}
	return b.String()
}

// PlainModifier prints factors with the comma of es-CO: «muy ×1,4».
func PlainModifier(m string) string { return decimalPoint.ReplaceAllString(m, "$1,$2") }

var decimalPoint = regexp.MustCompile(`(\d)\.(\d)`)

// isSignal says whether a hit is of grammar and so tells nothing of what a day was about.
func isSignal(term string) bool { return signals[term] != "" }

// meaningful is how many of a mention's hits are words and not signals.
func meaningful(m *social.Scored) int {
	n := 0
	for _, t := range m.Terms {
		if !isSignal(t.Term) {
			n++
		}
	}
	return n
}

// shortKey is a mention's key short enough for a table; the base's filter «comienza por» finds it.
func shortKey(key string) string {
	if strings.HasPrefix(key, "h:") && len(key) > 12 {
		return key[:12] + "…"
	}
	return key
}

func shortKeys(keys []string) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = shortKey(k)
	}
	return strings.Join(out, ", ")
}
