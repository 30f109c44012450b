package second

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/quick"

	"pulso/lexicon"
)

var voices = map[lexicon.Polarity][]string{
	lexicon.Negative: {"otra vez el caño rebosado en %s, qué abandono", "llevamos semanas con el hueco de %s y nadie aparece", "la basura de %s sigue ahí, qué desidia"},
	lexicon.Neutral:  {"¿a qué hora abren la oficina de %s?", "mañana hay cierre de vía en %s por la carrera", "¿dónde se paga el impuesto en %s?"},
	lexicon.Positive: {"qué belleza quedó el parque de %s, felicitaciones", "gracias por la jornada de salud en %s, muy amables", "quedó hermoso el malecón de %s, orgullosos"},
}

var places = []string{"San Isidro", "Loma Fresca", "el centro", "Puerto Nuevo", "Altos", "la playa", "Caracolí"}

// decisions invents as many of each class; the lexicon is given wrong on every fourth.
func decisions(negative, neutral, positive int) []Decision {
	var out []Decision
	add := func(c lexicon.Polarity, n int) {
		for i := range n {
			d := Decision{Key: fmt.Sprintf("x:%d%d", c+1, i), Text: fmt.Sprintf(voices[c][i%3], places[i%len(places)]), Class: c, First: c}
			if i%4 == 0 {
				d.First = (c+2)%3 - 1
			}
			out = append(out, d)
		}
	}
	add(lexicon.Negative, negative)
	add(lexicon.Neutral, neutral)
	add(lexicon.Positive, positive)
	return out
}

func learned(t *testing.T, d []Decision) *Model {
	t.Helper()
	m, err := Learn(d)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEnough(t *testing.T) {
	for _, c := range []struct {
		negative, neutral, positive int
		want                        bool
	}{{0, 0, 0, false}, {15, 29, 15, false}, {15, 30, 15, true}, {14, 100, 15, false}, {100, 100, 14, false}, {45, 0, 15, true}} {
		d := decisions(c.negative, c.neutral, c.positive)
		if got := Enough(d); got != c.want {
			t.Errorf("Enough(%d negative, %d neutral, %d positive) = %v", c.negative, c.neutral, c.positive, got)
		} else if got {
			learned(t, d)
			if _, err := Evaluate(d); err != nil {
				t.Errorf("enough to learn from but not to evaluate: %v", err)
			}
		}
	}
}

func TestOpinion(t *testing.T) {
	m := learned(t, decisions(60, 20, 25))
	for _, c := range []struct {
		text string
		want lexicon.Polarity
		ok   bool
	}{
		{"el hueco y la basura, qué abandono", lexicon.Negative, true},
		{"GRACIAS, quedó hermosooooo el parque", lexicon.Positive, true},
		{"¿dónde se paga?", lexicon.Neutral, true},
		{"zzz yyy", 0, false}, // words never seen
		{"@basura https://example.org/hueco 123", 0, false},
		{"", 0, false},
		{"\xff\xfe", 0, false},
	} {
		got, belief, ok := m.Opinion(c.text)
		if got != c.want || ok != c.ok {
			t.Errorf("Opinion(%q) = %v, %v; want %v, %v", c.text, got, ok, c.want, c.ok)
		}
		if ok && (belief <= 1.0/3 || belief > 1) {
			t.Errorf("Opinion(%q): belief %v", c.text, belief)
		}
	}
}

// A class that people give more often must not win by that alone.
func TestBalanced(t *testing.T) {
	m := learned(t, decisions(300, 0, 20))
	if got, _, ok := m.Opinion("belleza"); !ok || got != lexicon.Positive {
		t.Errorf("with 15 times as many negative decisions, praise is %v, %v", got, ok)
	}
}

// A class with few decisions is not learned, and so is never given.
func TestFewNeutral(t *testing.T) {
	m := learned(t, decisions(40, LeastOfClass-1, 40))
	if got, _, ok := m.Opinion("¿a qué hora abren la oficina?"); ok && got == lexicon.Neutral {
		t.Error("a class that was not learned is given")
	}
	if _, err := Learn(decisions(40, 40, 0)[:54]); err == nil {
		t.Error("a model of one class")
	}
}

func TestLongText(t *testing.T) {
	m := learned(t, decisions(40, 40, 40))
	long := strings.Repeat("hueco basura abandono desidia semanas nadie ", 1000)
	if got, belief, ok := m.Opinion(long); !ok || got != lexicon.Negative || math.IsNaN(belief) {
		t.Errorf("Opinion of a long text = %v, %v, %v", got, belief, ok)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	d := decisions(50, 30, 25)
	m := learned(t, d)
	worth, err := Evaluate(d)
	if err != nil {
		t.Fatal(err)
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(d), func(i, j int) { d[i], d[j] = d[j], d[i] })
	again, err := Evaluate(d)
	if err != nil {
		t.Fatal(err)
	}
	if worth != again {
		t.Errorf("Evaluate = %+v, shuffled %+v", worth, again)
	}
	n := learned(t, d)
	for _, one := range d {
		c, p, _ := m.Opinion(one.Text)
		if e, q, _ := n.Opinion(one.Text); c != e || p != q {
			t.Fatalf("Opinion(%q) = %v %v, shuffled %v %v", one.Text, c, p, e, q)
		}
	}
}

func TestEvaluate(t *testing.T) {
	d := decisions(40, 40, 40)
	m, err := Evaluate(d)
	if err != nil {
		t.Fatal(err)
	}
	if m.N != 120 || m.First != 90 || m.Apart+m.Together != m.N || m.ApartWrong+m.TogetherWrong != 30 {
		t.Errorf("Evaluate = %+v: 120 decisions, and the lexicon wrong on 30", m)
	}
	if m.Right < 110 || m.ApartWrong < 25 {
		t.Errorf("Evaluate = %+v: texts this plain are learned", m)
	}
	// Classes drawn by lot cannot be learned: what a model says of texts that it has seen would look as if they were.
	r := rand.New(rand.NewPCG(3, 4))
	for i := range d {
		d[i].Class = classes[r.IntN(3)]
	}
	if m, err = Evaluate(d); err != nil || m.Right > 60 {
		t.Errorf("Evaluate on classes by lot = %+v, %v", m, err)
	}
}

func TestHostile(t *testing.T) {
	m := learned(t, decisions(30, 30, 30))
	err := quick.Check(func(s string) bool {
		_, belief, ok := m.Opinion(s + " hueco parque " + s)
		return !ok || belief > 0 && belief <= 1
	}, nil)
	if err != nil {
		t.Error(err)
	}
}

func TestFeatures(t *testing.T) {
	got := strings.Join(features("¡QUÉ buenoooo! LLave 👏🏽👏🏽 el ñame, Ñame @alguien www.example.org 2026 no"), " ")
	if want := "que bueno llave 👏 ñame"; got != want {
		t.Errorf("features = %q, want %q", got, want)
	}
}
