package lexicon

import (
	"io/fs"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Lint looks for what Load lets pass but an editor should know: entries out of
// order, terms twice across tables, entries that can never fire. office may be
// nil. Faults that keep the tables from loading come first.
func Lint(base, office fs.FS) []*Problem {
	src, problems := readSources(base, office)
	b := newBuilder(src)
	b.problems = problems
	b.build()
	if len(b.problems) > 0 {
		sortProblems(b.problems)
		var list []*Problem
		for _, err := range b.problems {
			list = append(list, Problems(err)...)
		}
		return list
	}
	b.problems = nil
	b.lintOrder()
	b.lintTwice()
	b.lintGloss()
	b.lintAliases()
	b.lintDead()
	sortProblems(b.problems)
	var list []*Problem
	for _, err := range b.problems {
		list = append(list, Problems(err)...)
	}
	return list
}

// lintOrder wants every table sorted by its key in byte order.
func (b *builder) lintOrder() {
	for _, spec := range tables {
		last, office := "", false
		for _, r := range b.src.rows[spec.name] {
			if r.office != office {
				last, office = "", r.office
			}
			if r.key() < last {
				b.problem(r, "%q va antes de %q (orden de bytes)", r.cells[0], last)
			}
			last = r.key()
		}
	}
}

// lintTwice wants a term in one word table and a pattern in one pattern table.
func (b *builder) lintTwice() {
	for _, words := range []bool{true, false} {
		seen := make(map[string]row)
		for _, spec := range tables {
			if spec.words != words || !words && (!slices.Contains(spec.columns, "weight") || spec.columns[0] != "pattern" || spec.name == "intents.tsv" || spec.name == "irony.tsv") {
				continue
			}
			for _, r := range b.src.rows[spec.name] {
				if first, ok := seen[r.cells[0]]; ok {
					b.problem(r, "%q ya está en %s:%d", r.cells[0], first.file, first.line)
					continue
				}
				seen[r.cells[0]] = r
			}
		}
	}
}

// lintGloss wants a gloss on regional words.
func (b *builder) lintGloss() {
	for _, r := range b.src.rows["costeno.tsv"] {
		if r.cells[5] == "" {
			b.problem(r, "%q no tiene glosa", r.cells[0])
		}
	}
}

// lintAliases tells of chat spellings that are words of the lexicon, and of
// those that are not one word: neither is ever used.
func (b *builder) lintAliases() {
	for _, file := range []string{"chat.tsv", "masked.tsv"} {
		for _, r := range b.src.rows[file] {
			if strings.ContainsAny(r.cells[0], " '’") {
				b.problem(r, "%q no es una sola palabra", r.cells[0])
				continue
			}
			key, _ := keyOf(collapseStars(r.cells[0]))
			if id, ok := b.ids[key]; ok && b.words[id].flags&flagExpand == 0 {
				b.problem(r, "%q ya es una palabra del léxico", r.cells[0])
			}
		}
	}
}

// lintDead tells of entries that no text can reach: words all of whose forms
// belong to others, and patterns in whose way another always is.
func (b *builder) lintDead() {
	alive := make(map[int32]bool)
	for i := range b.words {
		if b.words[i].flags&flagExpand == 0 {
			alive[b.words[i].entry] = true
		}
	}
	for i, e := range b.lex.entries {
		if n := &b.lex.notes[i]; e.role == roleWord && !alive[int32(i)] {
			b.problems = append(b.problems, &Problem{n.file, n.line, "«" + n.term + "» nunca dispara: todas sus formas son de otras entradas"})
		}
	}
	for _, p := range b.patterns {
		text, winner := b.tryExamples(p)
		if winner != p.entry {
			message := "«" + p.row.cells[0] + "» nunca dispara"
			if winner >= 0 {
				n := &b.lex.notes[winner]
				message += ": gana «" + n.term + "» (" + n.file + ":" + strconv.Itoa(n.line) + ")"
			}
			b.problem(p.row, "%s; se probó con «%s»", message, text)
		}
	}
}

// tryExamples makes several texts for a pattern, each by other alternatives,
// until it fires on one.
func (b *builder) tryExamples(p pendingPattern) (text string, winner int32) {
	for variant := range 6 {
		text = b.example(p.items, variant)
		if winner = b.winner(text, p.entry); winner == p.entry {
			break
		}
	}
	return text, winner
}

// winner matches a text made for an entry as scoring does, and returns the
// entry of the same role that fires: the one wanted, else another, else -1.
func (b *builder) winner(text string, wanted int32) int32 {
	s := b.lex.scratch()
	s.prepare(text)
	winner := int32(-1)
	var f finding
	for i := range s.tokens {
		s.findAt(i, &f)
		r := b.lex.entries[wanted].role
		if !f.has(r) {
			continue
		}
		if f.entry[r] == wanted {
			return wanted
		}
		if winner < 0 {
			winner = f.entry[r]
		}
	}
	return winner
}

// example writes a short text that a pattern describes.
func (b *builder) example(items []item, variant int) string {
	var words []string
	for _, it := range items {
		switch {
		case it.gap:
			for range it.min + variant%(it.max-it.min+1) {
				words = append(words, "zzz")
			}
		case it.optional && variant%2 == 0:
		default:
			if w := b.exampleWord(it, variant); w != "" {
				words = append(words, w)
			}
		}
	}
	return strings.Join(words, " ")
}

func (b *builder) exampleWord(it item, variant int) string {
	k := variant % (len(it.symbols) + len(it.phrases))
	if k >= len(it.symbols) {
		return strings.Join(it.phrases[k-len(it.symbols)], " ")
	}
	switch symbol := it.symbols[k]; symbol {
	case symStart, symEnd:
		return ""
	case symNumber:
		return "3"
	case symNegator:
		return "no"
	case symPositive, symNegative:
		return b.polar(symbol == symPositive)
	default:
		kind, name, _ := strings.Cut(symbol, ":")
		if kind == "c" {
			return b.classes[name][variant%len(b.classes[name])]
		}
		return name
	}
}

// polar returns a word of the wanted sign.
func (b *builder) polar(positive bool) string {
	for id := range b.words {
		w := &b.words[id]
		if w.flags&flagExpand != 0 || w.entry < 0 || b.lex.entries[w.entry].role != roleWord || len(b.keys[id]) < 4 {
			continue
		}
		if weight := b.lex.entries[w.entry].weight; weight != 0 && (weight > 0) == positive {
			return wordOf(b.keys[id])
		}
	}
	return ""
}

// A TableSize is how large one table is.
type TableSize struct {
	Table    string `json:"table"`
	Entries  int    `json:"entries"`
	Regional int    `json:"regional"` // Colombian or Costeño entries
	Positive int    `json:"positive"`
	Negative int    `json:"negative"`
}

// Stats are the sizes of a lexicon.
type Stats struct {
	Version   string      `json:"version"`
	Lemmas    int         `json:"lemmas"`    // entries of the word tables
	Patterns  int         `json:"patterns"`  // entries of several words, slots or roles
	Regional  int         `json:"regional"`  // Colombian or Costeño entries
	Spellings int         `json:"spellings"` // inflected forms that are recognised
	Tables    []TableSize `json:"tables"`
}

// Stats returns the sizes of the lexicon, tables in name order.
func (l *Lexicon) Stats() Stats {
	st := Stats{Version: l.version}
	for _, s := range l.slots {
		if s != 0 {
			st.Spellings++
		}
	}
	sizes := make(map[string]*TableSize)
	for i, e := range l.entries {
		if e.role == roleCue {
			continue
		}
		n := &l.notes[i]
		size := sizes[n.file]
		if size == nil {
			size = &TableSize{Table: n.file}
			sizes[n.file] = size
		}
		size.Entries++
		if n.regional {
			size.Regional++
			st.Regional++
		}
		switch {
		case e.role == roleWord:
			st.Lemmas++
		case e.role != roleEmoji:
			st.Patterns++
		}
		if e.role == roleWord || e.role == rolePhrase || e.role == roleEmoji {
			switch {
			case e.weight > 0:
				size.Positive++
			case e.weight < 0:
				size.Negative++
			}
		}
	}
	for _, size := range sizes {
		st.Tables = append(st.Tables, *size)
	}
	sort.Slice(st.Tables, func(i, j int) bool { return st.Tables[i].Table < st.Tables[j].Table })
	return st
}
