package lexicon

import (
	"strings"
	"testing"
)

// TestTables is the review of the data: every table is sorted, no term stands
// twice, every pattern parses, every entry fires.
func TestTables(t *testing.T) {
	for _, p := range Lint(Shipped(), nil) {
		t.Error(p)
	}
}

func TestSizes(t *testing.T) {
	st := Spanish().Stats()
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"lemmas", st.Lemmas, 7000},
		{"patterns", st.Patterns, 1200},
		{"regional entries", st.Regional, 600},
	} {
		if c.got < c.want {
			t.Errorf("%d %s, want %d or more", c.got, c.what, c.want)
		}
	}
}

// TestEnye checks that ñ is never n: the two words differ.
func TestEnye(t *testing.T) {
	for _, pair := range [][2]string{{"año", "ano"}, {"daño", "dano"}, {"engaño", "engano"}} {
		a, b := Spanish().unweighted(pair[0]+" "+pair[1]), Spanish().Explain(pair[1])
		if len(b) > 0 && b[0].Term == pair[0] {
			t.Errorf("%q fires for %q (%v)", pair[0], pair[1], a)
		}
	}
}

// TestSpellings checks that a word is found under the spellings that people
// use.
func TestSpellings(t *testing.T) {
	for _, c := range []struct{ text, term string }{
		{"pesimo", "pésimo"}, {"PÉSIMO", "pésimo"}, {"pèsimo", "pésimo"}, {"pesimoooo", "pésimo"}, {"corruptos", "corrupto"},
		{"malísimas", "malo"}, {"m*erda", "mierda"}, {"m1erda", "mierda"}, {"𝗽𝗲𝘀𝗶𝗺𝗼", "pésimo"}, {"p&eacute;simo", "pésimo"},
		{"felicítenlos", "felicitar"}, {"felicitándolo", "felicitar"}, {"#QueBuenoYPesimo", "pésimo"}, {"😡🏽", "😡"},
	} {
		found := false
		for _, h := range Spanish().Explain(c.text) {
			found = found || h.Term == c.term
		}
		if !found {
			t.Errorf("%q does not fire in %q: %+v", c.term, c.text, Spanish().Explain(c.text))
		}
	}
}

// TestRules checks each rule on a pair of texts: the second must score lower
// than the first.
func TestRules(t *testing.T) {
	for _, c := range []struct{ rule, more, less string }{
		{"degree", "muy bonito", "bonito"},
		{"degree", "malo", "muy malo"},
		{"negation", "es bonito", "no es bonito"},
		{"negation ends at a contrast", "no es grande pero bonito", "no es bonito"},
		{"contrast", "caro pero bonito", "bonito pero caro"},
		{"wish", "arreglaron muy bonito", "ojalá arreglen bonito"},
		{"question", "es bueno", "¿es bueno?"},
		{"caps", "BONITO el parque", "bonito el parque"},
		{"emoji repeated", "😡", "😡😡😡"},
		{"retweet", "qué bonito parque", "RT @alguien: qué bonito parque"},
	} {
		more, less := Spanish().Score(c.more), Spanish().Score(c.less)
		if more.Sum <= less.Sum {
			t.Errorf("%s: %q scores %.2f, not more than %q with %.2f", c.rule, c.more, more.Sum, c.less, less.Sum)
		}
	}
}

// TestNoAllocation checks the promise of Score.
func TestNoAllocation(t *testing.T) {
	if raced {
		t.Skip("the race detector empties pools at random; go test without it measures")
	}
	l := Spanish()
	text := strings.Join(mentions, " ")
	l.Score(text)
	if n := testing.AllocsPerRun(200, func() { l.Score(text) }); n >= 1 {
		t.Errorf("Score allocates %.0f times", n)
	}
}
