package lexicon

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// This file reads the tables of words and derives the forms of each lemma.

type irregular struct {
	model string
	forms []string
}

func (b *builder) readBlocked() {
	for _, r := range b.src.rows["blocked.tsv"] {
		key, ok := keyOf(r.cells[0])
		if !ok {
			b.problem(r, "%q no es una palabra", r.cells[0])
			continue
		}
		b.blocked[key] = true
	}
}

func (b *builder) readIrregular() {
	for _, r := range b.src.rows["irregular.tsv"] {
		pos := posOf(r.cells[1])
		if pos == "" {
			b.problem(r, "la categoría %q no existe; se espera a, n, v, adv o intj", r.cells[1])
			continue
		}
		irr := b.irregular[pos+":"+r.cells[0]]
		for _, f := range strings.FieldsFunc(r.cells[2], func(c rune) bool { return c == ',' || c == ' ' }) {
			if model, ok := strings.CutPrefix(f, "model="); ok {
				if !isModel(model) {
					b.problem(r, "no hay modelo de conjugación %q", model)
				}
				irr.model = model
				continue
			}
			irr.forms = append(irr.forms, f)
		}
		b.irregular[pos+":"+r.cells[0]] = irr
	}
}

func posOf(s string) string {
	switch s {
	case "a", "adj":
		return "a"
	case "n", "noun":
		return "n"
	case "v", "verb":
		return "v"
	case "adv", "intj", "phrase":
		return s
	}
	return ""
}

func (b *builder) readClasses() {
	for _, r := range b.src.rows["classes.tsv"] {
		class, member := r.cells[0], r.cells[1]
		b.classes[class] = append(b.classes[class], member)
		if strings.ContainsAny(member, " -") {
			continue // a sequence of words, put into the patterns that use it
		}
		if member == "" {
			b.problem(r, "falta el miembro de la clase %s", class)
			continue
		}
		nounForms(member, "", false, func(f string) {
			if id := b.form(f); id >= 0 {
				b.mark(id, "c:"+class)
				b.words[id].flags |= classFlags[class]
			}
		})
	}
}

// classFlags are the classes that rules look at, beside patterns.
var classFlags = map[string]formFlags{classScopeEnd: flagScopeEnd, classScopeStart: flagScopeStart, classCuePart: flagCuePart, classCueWord: flagCueWord}

var wordTables = []struct{ file, pos string }{
	{"adjectives.tsv", "a"}, {"nouns.tsv", "n"}, {"verbs.tsv", "v"}, {"adverbs.tsv", "adv"}, {"interjections.tsv", "intj"},
}

var posRank = map[string]int{"a": 0, "n": 1, "adv": 2, "intj": 3, "v": 4}

func (b *builder) readWords() {
	for _, t := range wordTables {
		for _, r := range b.src.rows[t.file] {
			b.word(r, t.pos, r.cells[1], r.cells[2], r.cells[3], r.cells[4])
		}
	}
	for _, r := range b.src.rows["costeno.tsv"] {
		pos := posOf(r.cells[2])
		switch {
		case pos == "":
			b.problem(r, "la categoría %q no existe; se espera a, n, v, adv, intj o phrase", r.cells[2])
		case pos == "phrase" || strings.Contains(r.cells[0], " "):
			b.pattern(r, r.cells[1], "", RulePhrase, r.cells[4], r.cells[5])
		default:
			b.word(r, pos, r.cells[1], r.cells[3], r.cells[4], r.cells[5])
		}
	}
}

func (b *builder) weight(r row, text string) float64 {
	w, err := strconv.ParseFloat(text, 64)
	if err != nil || w < -5 || w > 5 || w*2 != math.Trunc(w*2) {
		b.problem(r, "el peso %q no vale; se espera un múltiplo de 0.5 entre -5 y 5", text)
		return 0
	}
	return w
}

func regional(source string) bool { return source == "costeno" || source == "co" }

// word reads one entry of a word table and generates its forms.
func (b *builder) word(r row, pos, weight, flags, source, gloss string) {
	if strings.Contains(r.cells[0], " ") {
		b.problem(r, "%q tiene espacios; las expresiones van en phrases.tsv", r.cells[0])
		return
	}
	id := b.entry(r, entry{weight: b.weight(r, weight), rule: ruleIndex(RuleWord), role: roleWord}, source, gloss)
	f, err := parseFlags(flags)
	if err != nil {
		b.problem(r, "%v", err)
		return
	}
	rank := posRank[pos] + 10
	if r.office {
		rank -= 100
	}
	lemma := r.cells[0]
	if b.form(lemma) < 0 {
		b.problem(r, "%q tiene letras que no son del español", lemma)
		return
	}
	b.lemmas[pos+":"+lemma] = true
	emit := func(word string, host bool) { b.derived(pos, lemma, word, host, id, rank, f) }
	if !b.inflect(pos, lemma, f, emit) {
		b.problem(r, "%q no es un infinitivo", lemma)
	}
}

// derived adds one form of a lemma.
func (b *builder) derived(pos, lemma, word string, host bool, entry int32, rank int, f flags) {
	key, ok := keyOf(word)
	if !ok || key == "" || f.not[word] {
		return
	}
	if word != lemma && b.blocked[key] && !f.only[word] {
		return
	}
	id := b.formByKey(key)
	b.mark(id, pos+":"+lemma)
	if host {
		b.words[id].flags |= flagHost
	}
	if word == lemma {
		rank -= 10
	}
	if entry >= 0 {
		b.claim(id, entry, rank)
	}
}

// inflect emits the forms of a lemma; false if a verb is no infinitive.
func (b *builder) inflect(pos, lemma string, f flags, emit func(string, bool)) bool {
	irr := b.irregular[pos+":"+lemma]
	plain := func(word string) { emit(word, false) }
	emit(lemma, false)
	for _, word := range irr.forms {
		emit(word, false)
	}
	switch {
	case len(f.only) > 0:
		for word := range f.only {
			emit(word, false)
		}
		return true
	case f.fixed:
		return true
	case pos == "a":
		adjectiveForms(lemma, f.feminine, !f.nodim, plain)
	case pos == "n":
		nounForms(lemma, f.feminine, !f.nodim, plain)
	case pos == "v":
		model := f.model
		if model == "" {
			model = irr.model
		}
		infinitive := lemma
		if strings.HasSuffix(lemma, "rse") {
			infinitive = strings.TrimSuffix(lemma, "se")
		}
		return conjugate(infinitive, model, emit)
	}
	return true
}

type flags struct {
	fixed, nodim    bool
	model, feminine string
	not, only       map[string]bool
}

func parseFlags(text string) (flags, error) {
	f := flags{}
	for _, flag := range strings.Fields(text) {
		name, value, _ := strings.Cut(flag, "=")
		switch name {
		case "fixed":
			f.fixed = true
		case "nodim":
			f.nodim = true
		case "model":
			if !isModel(value) {
				return f, errors.New("no hay modelo de conjugación " + strconv.Quote(value))
			}
			f.model = value
		case "f":
			f.feminine = value
		case "not":
			f.not = set(value)
		case "only":
			f.only = set(value)
		default:
			return f, errors.New("la marca " + strconv.Quote(flag) + " no existe")
		}
	}
	return f, nil
}

// readAliases reads chat spellings and masked words: a form that stands for
// one or more others.
func (b *builder) readAliases(file string) {
	for _, r := range b.src.rows[file] {
		if strings.ContainsAny(r.cells[0], " '’") {
			continue
		}
		key, ok := keyOf(collapseStars(r.cells[0]))
		if !ok || strings.Contains(r.cells[0], " ") {
			b.problem(r, "%q no es una sola palabra", r.cells[0])
			continue
		}
		words := strings.Fields(r.cells[1])
		if len(words) == 0 || len(words) > 8 {
			b.problem(r, "la expansión %q debe tener de 1 a 8 palabras", r.cells[1])
			continue
		}
		if b.rankOf(key) < 10 {
			continue // a word of the word tables is meant as itself
		}
		id := b.formByKey(key)
		b.chat[wordOf(key)] = words
		f := &b.words[id]
		f.entry = int32(len(b.expands))
		f.flags |= flagExpand
		for _, w := range words {
			target := b.form(w)
			if target < 0 {
				b.problem(r, "la expansión %q tiene letras que no son del español", w)
				target = id
			}
			b.expands = append(b.expands, target)
		}
		b.expands = append(b.expands, 0)
	}
}

func (b *builder) rankOf(key string) int {
	if id, ok := b.ids[key]; ok {
		return b.rank[id]
	}
	return math.MaxInt
}

func collapseStars(s string) string {
	for strings.Contains(s, "**") {
		s = strings.ReplaceAll(s, "**", "*")
	}
	return s
}

func set(list string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Split(list, ",") {
		m[w] = true
	}
	return m
}
