package lexicon

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestLint checks that each fault that Load lets pass is told with its place.
func TestLint(t *testing.T) {
	tables := fstest.MapFS{
		"params.tsv":     shippedParams(t),
		"adjectives.tsv": {Data: []byte("term\tweight\tflags\tsource\tgloss\nmalo\t-2\t\town\t\nbueno\t2\t\town\t\n")},
		"costeno.tsv":    {Data: []byte("term\tweight\tpos\tflags\tsource\tgloss\nbueno\t1\ta\t\tcosteno\t\n")},
		"phrases.tsv":    {Data: []byte("pattern\tweight\tintent\tsource\tgloss\nmuy malo\t-3\t\town\t\n")},
		"neutral.tsv":    {Data: []byte("pattern\tweight\tintent\tsource\tgloss\nmuy malo\t0\t\town\t\n")},
		"chat.tsv":       {Data: []byte("form\texpansion\tsource\tgloss\nmalo\tbueno\town\t\nq tal\tqué tal\town\t\n")},
	}
	var got []string
	for _, p := range Lint(tables, nil) {
		got = append(got, p.Error())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		"adjectives.tsv:3: \"bueno\" va antes de \"malo\"",
		"costeno.tsv:2: \"bueno\" no tiene glosa",
		"costeno.tsv:2: \"bueno\" ya está en adjectives.tsv:3",
		"neutral.tsv:2: \"muy malo\" ya está en phrases.tsv:2",
		"neutral.tsv:2: «muy malo» nunca dispara: gana «muy malo» (phrases.tsv:2)",
		"chat.tsv:2: \"malo\" ya es una palabra del léxico",
		"chat.tsv:3: \"q tal\" no es una sola palabra",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no problem %q in\n%s", want, all)
		}
	}
}

func TestSuggest(t *testing.T) {
	judged := []Judged{
		{"la obra quedó zarrapastruda", Negative},
		{"qué parque tan zarrapastrudo, zarrapastruda la cancha", Negative},
		{"pésimo y zarrapastruda", Negative}, // already right: asks for nothing
	}
	got := Spanish().Suggest(judged, 2)
	if len(got) != 1 || got[0].Word != "zarrapastruda" || got[0].Negative != 2 || got[0].Example != judged[0].Text {
		t.Errorf("Suggest = %+v, want zarrapastruda in two negative texts", got)
	}
}

func TestNegations(t *testing.T) {
	const text = "el parque no está limpio, pero nunca huele mal"
	got := Spanish().Negations(text)
	if len(got) != 2 {
		t.Fatalf("Negations = %+v, want two", got)
	}
	if cue, scope := text[got[0].Cue[0]:got[0].Cue[1]], text[got[0].Scope[0]:got[0].Scope[1]]; cue != "no" || scope != "el parque no está limpio" {
		t.Errorf("first negation is %q over %q", cue, scope)
	}
	if cue, scope := text[got[1].Cue[0]:got[1].Cue[1]], text[got[1].Scope[0]:got[1].Scope[1]]; cue != "nunca" || scope != "nunca huele mal" {
		t.Errorf("second negation is %q over %q", cue, scope)
	}
}
