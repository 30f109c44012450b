package main

import "testing"

// TestSameText: what a spreadsheet does to a text, and how its handles are masked, is no change of it; other words are.
func TestSameText(t *testing.T) {
	for _, x := range []struct {
		cell, text string
		same       bool
	}{
		{"Hola,  vecinos\n ", "Hola, vecinos", true},
		{"@usuario se fue la luz", "@usuario-12ab @usuario-34cd se fue la luz", true},
		{"se fue la luz en el bar…", "se fue la luz en el barrio La Esperanza", true},
		{"se fue el agua", "se fue la luz", false},
		{"se fue la", "se fue la luz", false},
	} {
		if got := sameText(x.cell, x.text); got != x.same {
			t.Errorf("%q and %q: got %v", x.cell, x.text, got)
		}
	}
}
