package main

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"unicode"

	"pulso/lexicon"
	"pulso/pipeline/store"
	"pulso/reports/xlsx"
)

// A proposal is a word that an analyst wants in the office's lexicon, with the table where it goes.
type proposal struct {
	xlsx.Word
	term  string
	table string
	from  *float64   // weight that the term had, the shipped one included
	was   *wordEntry // the office's entry before, nil for none
	mark  store.Mark
}

// proposals turn the sheet Lexico_Propuesto into entries of the office's tables.
type proposals struct {
	dir     string                // lexico/ of the workspace
	shipped map[string]*wordTable // the program's own tables
	office  map[string]*wordTable
	changed map[string]bool // tables that now differ from the disk
	added   []proposal
	same    int // proposals that were there already
	refused []xlsx.Refusal
}

func readProposals(dir string) (*proposals, error) {
	shipped, err := readWordTables(lexicon.Shipped(), nil)
	if err != nil {
		return nil, err
	}
	office, err := readWordTables(os.DirFS(dir), shipped)
	if err != nil {
		return nil, &configError{fmt.Sprintf("el léxico propio (%s) tiene errores:\n%s", dir, err)}
	}
	return &proposals{dir: dir, shipped: shipped, office: office, changed: map[string]bool{}}, nil
}

// kindTables say where a proposal of a kind goes when the lexicon does not have the term yet.
var kindTables = map[string]string{
	"adjetivo": "adjectives.tsv", "sustantivo": "nouns.tsv", "nombre": "nouns.tsv", "verbo": "verbs.tsv", "adverbio": "adverbs.tsv",
	"interjeccion": "interjections.tsv", "exclamacion": "interjections.tsv", "frase": "phrases.tsv", "expresion": "phrases.tsv", "emoji": "emoji.tsv",
	"palabra": "", "": "",
}

// take puts one proposal into the tables, or among the refusals.
func (p *proposals) take(w xlsx.Word, mark store.Mark) {
	q := proposal{Word: w, mark: mark, term: strings.ToLower(strings.Join(strings.Fields(strings.Trim(w.Term.Value, "«»\"“”.,;:¡!¿")), " "))}
	kind, known := kindTables[w.Kind.Value]
	switch {
	case !known:
		p.refuse(w.Kind.Cell, "«%s» no es un tipo: escriba palabra o frase (también sirven adjetivo, sustantivo, verbo, adverbio, interjección y emoji)", w.Kind.Value)
		return
	case !plainTerm(q.term):
		p.refuse(w.Term.Cell, "«%s» no sirve como término: escriba solo la palabra o la frase, sin signos", w.Term.Value)
		return
	}
	q.table = p.tableOf(q.term, kind)
	for _, before := range p.added {
		if before.term == q.term && before.Weight != q.Weight {
			p.refuse(w.Term.Cell, "«%s» ya se propone con otro peso en %s: deje una sola", q.term, before.Term.Cell)
			return
		}
		if before.term == q.term {
			return
		}
	}
	office, shipped := p.office[q.table].find(q.term), p.shipped[q.table].find(q.term)
	var like []string
	for _, known := range []*wordEntry{office, shipped} {
		if known == nil {
			continue
		}
		if weight, ok := p.office[q.table].weight(known); ok && q.from == nil {
			like, q.from = known.cells, &weight
		}
	}
	if q.from != nil && *q.from == w.Weight {
		p.same++
		return
	}
	if office != nil {
		q.was = new(*office)
	}
	p.office[q.table].put(q.term, w.Weight, like, q.evidence())
	p.changed[q.table] = true
	p.added = append(p.added, q)
}

func (p *proposals) refuse(cell, format string, args ...any) {
	p.refused = append(p.refused, xlsx.Refusal{Cell: cell, Why: fmt.Sprintf(format, args...)})
}

// plainTerm says whether a term is words or emoji: the signs of the tables' pattern language are for editors.
func plainTerm(term string) bool {
	if term == "" || len(term) > 80 {
		return false
	}
	for _, r := range term {
		sign := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || strings.ContainsRune(" '’-\u200d", r)
		if !sign && !emojiRune(r) {
			return false
		}
	}
	return true
}

func emojiRune(r rune) bool { return unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) }

// tableOf is where a term is, in the office's tables or the shipped ones, or else where its kind and its shape put it.
// A word of no kind is taken as a noun, or as an adjective where it ends like one: both give it its plural.
func (p *proposals) tableOf(term, kind string) string {
	for _, tables := range []map[string]*wordTable{p.office, p.shipped} {
		for _, name := range wordTables {
			if tables[name].find(term) != nil {
				return name
			}
		}
	}
	switch {
	case strings.ContainsFunc(term, emojiRune):
		return "emoji.tsv"
	case strings.Contains(term, " "):
		return "phrases.tsv"
	case kind != "":
		return kind
	case strings.HasSuffix(term, "mente"):
		return "adverbs.tsv"
	case strings.HasSuffix(term, "o"):
		return "adjectives.tsv"
	}
	return "nouns.tsv"
}

// evidence is the comment above the entry.
func (q *proposal) evidence() string {
	said := q.mark.When.Format("2006-01-02")
	if q.mark.Analyst != "" {
		said += ", " + q.mark.Analyst
	}
	said += ", " + q.mark.Source + " " + q.Term.Cell
	if q.Reason != "" {
		said += ": " + q.Reason
	}
	if q.Example != "" {
		said += " · ejemplo: «" + q.Example + "»"
	}
	return said
}

// validate compiles the tables as they would be and takes out what they do not bear, until they compile. What stood
// there before and does not compile is the office's to repair, and an error.
func (p *proposals) validate() error {
	for len(p.added) > 0 {
		l, err := lexicon.LoadWith(lexicon.Shipped(), p)
		if err == nil {
			p.dropSilent(l)
			return nil
		}
		if !p.drop(lexicon.Problems(err)) {
			return &configError{fmt.Sprintf("el léxico propio (%s) tiene errores:\n%s", p.dir, err)}
		}
	}
	return nil
}

// drop refuses the proposals that problems are about; false when there are none.
func (p *proposals) drop(problems []*lexicon.Problem) bool {
	dropped := false
	for _, problem := range problems {
		table := p.office[problem.File]
		if table == nil {
			continue
		}
		i := slices.IndexFunc(p.added, func(q proposal) bool { return q.table == problem.File && q.term == table.term(problem.Line) })
		if i < 0 {
			continue
		}
		q := p.added[i]
		p.refuse(q.Term.Cell, "el léxico no admite «%s»: %s", q.term, problem.Message)
		table.restore(q.term, q.was)
		p.added = slices.Delete(p.added, i, i+1)
		dropped = true
	}
	return dropped
}

// dropSilent refuses the proposals that would never count, because another entry is always in their way.
func (p *proposals) dropSilent(l *lexicon.Lexicon) {
	p.added = slices.DeleteFunc(p.added, func(q proposal) bool {
		found := slices.ContainsFunc(l.Explain(q.term), func(h lexicon.Hit) bool { return h.Table == q.table })
		if found || q.Weight == 0 {
			return false
		}
		p.refuse(q.Term.Cell, "«%s» no llegaría a contar: otra entrada del léxico ya ocupa esas palabras; vea cuál con «pulso explain \"%s\"»", q.term, q.term)
		p.office[q.table].restore(q.term, q.was)
		return true
	})
}

// lines are what the ledger of words says of the proposals that were taken.
func (p *proposals) lines() []store.Word {
	words := make([]store.Word, len(p.added))
	for i, q := range p.added {
		words[i] = store.Word{Term: q.term, Table: q.table, From: q.from, To: q.Weight, Reason: q.Reason, Example: q.Example, Mark: q.mark}
	}
	return words
}

// tables are the texts of those tables that the proposals changed.
func (p *proposals) tables() map[string][]byte {
	texts := map[string][]byte{}
	for _, q := range p.added {
		texts[q.table] = []byte(p.office[q.table].String())
	}
	return texts
}

// describe says one proposal as it was taken.
func (q *proposal) describe() string {
	if q.from == nil {
		return fmt.Sprintf("«%s» %s (nueva, en lexico/%s)", q.term, weightText(q.Weight), q.table)
	}
	return fmt.Sprintf("«%s» %s (antes %s, en lexico/%s)", q.term, weightText(q.Weight), weightText(*q.from), q.table)
}

func weightText(w float64) string {
	if w == 0 {
		return "0"
	}
	if w == math.Trunc(w) {
		return signed(w, 0)
	}
	return signed(w, 1)
}

// Open makes the office's tables, as they would be, a folder that the lexicon can load: those on the disk under the
// changed ones. It is what validate compiles.
func (p *proposals) Open(name string) (fs.File, error) {
	table := p.office[name]
	if table == nil || !p.changed[name] {
		return os.DirFS(p.dir).Open(name)
	}
	return openText(name, table.String()), nil
}
