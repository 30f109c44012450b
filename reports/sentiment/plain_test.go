package sentiment

import "testing"

func TestPlainTerm(t *testing.T) {
	for term, want := range map[string]string{
		"bacano":                              "bacano",
		"cue_question":                        "[pregunta]",
		"otra vez sin {service}":              "otra vez sin [servicio]",
		"llevar {num} {time} {0-2} sin agua":  "llevar [número] [tiempo] … sin agua",
		"por fin <v:arreglar>|<v:tapar>|obra": "por fin arreglar/tapar/…",
		"😡":                                   "😡 (ira)",
	} {
		if got := spoken(term); got != want {
			t.Errorf("%s is printed as %s, want %s", term, got, want)
		}
	}
	if got := PlainModifier("muy ×1.4, negación ×-0.6"); got != "muy ×1,4, negación ×-0,6" {
		t.Errorf("modifier: %s", got)
	}
}
