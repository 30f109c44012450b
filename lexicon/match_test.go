package lexicon

import (
	"testing"
	"testing/fstest"
)

// TestFindAt checks what the lexicon has prepared for a first word and for two
// against a plain walk of the automaton from its root.
func TestFindAt(t *testing.T) {
	tables := fstest.MapFS{
		"params.tsv":     shippedParams(t),
		"adjectives.tsv": {Data: []byte("term\tweight\tflags\tsource\tgloss\nbueno\t2\t\town\t\nmalo\t-2\t\town\t\n")},
		"phrases.tsv":    {Data: []byte("pattern\tweight\tintent\tsource\tgloss\n^ malo {0-2} no $\t1\t\town\t\n{pos} {neg}\t1\t\town\t\n{pos} {pos}|{neg} {neg}\t2\t\town\t\nbueno $\t1\t\town\t\n")},
		"negators.tsv":   {Data: []byte("pattern\tscope\tsource\tgloss\nno\tright\town\t\nno malo?\tnone\town\t\n")},
	}
	small, err := Load(tables)
	if err != nil {
		t.Fatal(err)
	}
	src, _ := readSources(Shipped(), nil)
	b := newBuilder(src)
	b.maxPairs = 100
	b.build()
	texts := append(hostile(), mentions...)
	for _, s := range sentences(t) {
		texts = append(texts, s.text)
	}
	for _, text := range texts {
		checkFindings(t, Spanish(), text)
		checkFindings(t, b.lex, text) // nearly all openings are walked
	}
	for _, text := range []string{"bueno malo malo", "bueno bueno malo, malo", "malo no", "malo es que no, no malo no", "no bueno", "buena mala"} {
		checkFindings(t, small, text)
	}
}

func checkFindings(t *testing.T, l *Lexicon, text string) {
	t.Helper()
	s := l.scratch()
	s.prepare(text)
	for i := range s.tokens {
		var got, want finding
		s.findAt(i, &got)
		s.walk(&l.auto.states[0], i, &want)
		if s.clauseStartsAt(i) {
			s.steps(&l.auto.states[l.auto.anchored], i, &want)
		}
		if got.roles != want.roles {
			t.Fatalf("%q: token %d: roles %b, walked %b", text, i, got.roles, want.roles)
		}
		for r := range roleCount {
			if want.has(r) && (got.entry[r] != want.entry[r] || got.end[r] != want.end[r]) {
				t.Fatalf("%q: token %d: entry %d to %d, walked %d to %d", text, i, got.entry[r], got.end[r], want.entry[r], want.end[r])
			}
		}
	}
}

// TestSift checks that read passes over no token that does something.
func TestSift(t *testing.T) {
	l := Spanish()
	for _, sentence := range sentences(t) {
		s := l.scratch()
		s.prepare(sentence.text)
		active := make(map[int32]bool)
		for _, at := range s.sift() {
			active[at.token] = true
		}
		known := 0
		for i := range s.tokens {
			tok := &s.tokens[i]
			var f finding
			if s.findAt(i, &f); f.roles != 0 && !active[int32(i)] {
				t.Errorf("%q: token %d begins a pattern and is not read", sentence.text, i)
			}
			weighs := tok.form.entry() >= 0 && !tok.form.has(flagExpand)
			if (weighs || tok.kind > kindNumber || tok.form.has(flagScopeEnd|flagLaughter)) && !active[int32(i)] {
				t.Errorf("%q: token %d acts by itself and is not read", sentence.text, i)
			}
			if tok.kind == kindWord && tok.form != 0 {
				known++
			}
		}
		if s.known != known {
			t.Errorf("%q: %d known words are counted, %d are there", sentence.text, s.known, known)
		}
	}
}
