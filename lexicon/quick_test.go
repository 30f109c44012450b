package lexicon

import (
	"strings"
	"testing"
)

// TestQuickWords reads words eight bytes at a time and letter by letter: both
// must see the same.
func TestQuickWords(t *testing.T) {
	words := strings.Fields("a de agua Alcalde desagües ÁRBOL árbol ñoño Ñuñez PINGÜINO pingüinos acueducto alcantarillado electroencefalografista " +
		"alcantarillado. barrio, http https: hola: w.w pico. p: aa aá áa ññ éé leer creeer buenooooo BUENOO ABC ABc AbC AB Á ÑU ÉSE camión camiones " +
		"administración constitución inconstitucionalísimamente 2x m1erda x2 m*erda ma\u0301s ßa ª aª a× cœur naïve señoría* ÿ Ÿa a\u200bb a\xc3 \xc3 ñ\xc3\x28")
	for _, s := range sentences(t) {
		words = append(words, strings.Fields(s.text)...)
	}
	for _, word := range words {
		for _, text := range []string{word, word + " y algo más", "una " + word + " casa", "sin agua " + word} {
			checkQuick(t, text)
		}
	}
}

func checkQuick(t *testing.T, text string) {
	t.Helper()
	s := Spanish().scratch()
	s.prepare(text)
	if s.expand {
		return // the tokens are others now
	}
	for _, tok := range s.tokens {
		if tok.kind != kindWord || tok.flags&flagHashtag != 0 {
			continue
		}
		var w wordScan
		if end, ok := w.scan(s.text, int(tok.start), true); !ok || end != int(tok.end) {
			t.Fatalf("%q: word %q, letter by letter %q", text, s.text[tok.start:tok.end], s.text[tok.start:end])
		}
		slow := token{start: tok.start, end: tok.end, kind: kindWord, count: 1}
		if w.flags&wordCaps != 0 {
			slow.flags = flagCaps
		}
		if s.spell(&slow, w); slow != tok {
			t.Errorf("%q: %q is %+v, letter by letter %+v", text, s.text[tok.start:tok.end], tok, slow)
		}
	}
}
