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
	for k := range s.pending {
		p := s.pending[k]
		tok := &s.tokens[min(int(p.token), len(s.tokens)-1)]
		if s.expand || tok.kind != kindWord {
			continue // the tokens are others now
		}
		var w wordScan
		if end, ok := w.scan(s.text, int(tok.start), true); !ok || end != int(tok.end) {
			t.Fatalf("%q: word %q, letter by letter %q", text, s.text[tok.start:tok.end], s.text[tok.start:end])
		}
		if caps := w.flags&wordCaps != 0; caps != (tok.flags&flagCaps != 0) {
			t.Errorf("%q: capitals of %q: %v, letter by letter %v", text, s.text[tok.start:tok.end], !caps, caps)
		}
		if p.hash != w.hash || w.flags&wordAccent != 0 && p.exact != w.exact {
			t.Errorf("%q: %q has other hashes letter by letter", text, s.text[tok.start:tok.end])
		}
		if p.flags&(wordPlain|wordLatin) != 0 {
			p.look(s.text[:tok.end], int(tok.start))
		}
		if got, want := p.flags&^wordCaps, w.flags&^wordCaps; got != want {
			t.Errorf("%q: %q has flags %b, letter by letter %b", text, s.text[tok.start:tok.end], got, want)
		}
	}
}
