package sentiment

import (
	"fmt"
	"strings"
	"testing"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
	"pulso/reports/reporttest"
)

func dumped(t *testing.T, in reports.Input) string {
	t.Helper()
	r, err := Build(in)
	if err != nil {
		t.Fatal(err)
	}
	all, err := reporttest.Dump(r)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A month of complaints about nothing and nobody that the configuration knows says so, with what they complain of.
func TestBlindSpots(t *testing.T) {
	now := crowd(october, 60, func(int) int { return 0 })
	for _, m := range now[:50] {
		m.Topic, m.Target, m.TargetRule = "", "", ""
	}
	all := dumped(t, input(now, nil))
	for _, want := range []string{
		"N-13 | 83,3 % de las menciones negativas (50 de 60) no hablan de ningún tema configurado; lo que más pesa en ellas: «sin agua» y «otra sin agua».",
		"N-14 | Solo se reconoce hacia quién van 16,7 % de las menciones (10 de 60).",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the report does not say: %s", want)
		}
	}
	if told := dumped(t, input(crowd(october, 60, func(int) int { return 0 }), nil)); strings.Contains(told, "N-13") || strings.Contains(told, "N-14") {
		t.Error("a month of known topics and targets is said to be blind")
	}
}

// A campaign of copies counts for nothing in the shares, and is told.
func TestCampaign(t *testing.T) {
	now := crowd(october, 100, func(int) int { return 5 })
	alone := dumped(t, input(now, nil))
	for i, m := range crowd(october, 40, func(int) int { return 0 }) {
		m.ID = fmt.Sprint(7000 + i)
		m.Key, m.Status = string(m.Network)+":"+m.ID, social.Spam
		now = append(now, m)
	}
	all := dumped(t, input(now, nil))
	if !strings.Contains(all, "N-10 | 28,6 % de lo leído (40 de 140) es el mismo texto repetido por muchos autores") {
		t.Error("the campaign is not told")
	}
	line := func(s string) string {
		_, rest, _ := strings.Cut(s, "P[S-02]")
		first, _, _ := strings.Cut(rest, "\n")
		return first
	}
	if line(all) != line(alone) {
		t.Errorf("the copies moved the shares: %q, without them %q", line(all), line(alone))
	}
}

// A positive peak has its finding as a negative one has, each with the terms of its sign.
func TestPeaksOfBothSigns(t *testing.T) {
	all := dumped(t, full())
	for _, want := range []string{
		"N-04 | El 20/10/2026 hubo 70 menciones, más de la mitad negativas (65); causa probable: 60 respuestas a la publicación facebook:777, tema «Agua y alcantarillado» y términos: «sin agua»",
		"N-11 | El 27/10/2026 hubo 69 menciones, más de la mitad positivas (63); causa probable: 60 respuestas a la publicación facebook:778 y términos: «bacano»",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the report does not say: %s", want)
		}
	}
}

// TestQuotesAreClear: what makes a mention unfit to speak for its class.
func TestQuotesAreClear(t *testing.T) {
	clear := func() *social.Scored {
		return &social.Scored{
			Mention: social.Mention{Text: "Muchas gracias a la Alcaldía por el parque tan bonito que nos hizo"}, Target: "Alcaldía", Final: lexicon.Positive, Sentiment: lexicon.Positive,
			Confidence: 0.9, ScoredBy: "lexicon", Intent: string(lexicon.Thanks), Terms: []social.Term{{Term: "gracias", Contribution: 1}, {Term: "bonito", Contribution: 2}},
		}
	}
	o := office()
	p := picks{office: &o, second: &reports.SecondOpinion{Ask: func(text string) (lexicon.Polarity, float64, bool) {
		return lexicon.Negative, 1, strings.Contains(text, "duda")
	}}}
	if tier, ok := p.clarity(clear()); tier != 0 || !ok {
		t.Fatalf("the clear one: %d, %v", tier, ok)
	}
	for name, spoil := range map[string]func(*social.Scored){
		"irony": func(m *social.Scored) { m.Irony = true }, "no target": func(m *social.Scored) { m.Target = "" }, "English": func(m *social.Scored) { m.ScoredBy = "english" },
		"link": func(m *social.Scored) { m.Text += " https://x.co/1" }, "quotation": func(m *social.Scored) { m.Text += " «así»" }, "laughter": func(m *social.Scored) { m.Text += " jajaja" },
		"contrast": func(m *social.Scored) { m.Text += ", pero tarde" }, "negated": func(m *social.Scored) { m.Terms[0].Negated = true }, "mixed": func(m *social.Scored) { m.Terms[0].Contribution = -1 },
		"unsure": func(m *social.Scored) { m.Confidence = 0.6 }, "second opinion": func(m *social.Scored) { m.Text += " duda" }, "intent": func(m *social.Scored) { m.Intent = string(lexicon.Complaint) },
		"no terms": func(m *social.Scored) { m.Terms = nil }, "neutral that asks nothing": func(m *social.Scored) { m.Final, m.Terms = lexicon.Neutral, nil },
	} {
		m := clear()
		spoil(m)
		if tier, ok := p.clarity(m); ok {
			t.Errorf("%s: quoted in tier %d", name, tier)
		}
	}
	decided := clear()
	decided.FinalBy, decided.Irony = "analyst", true
	if tier, ok := p.clarity(decided); tier != 0 || !ok {
		t.Error("what a person decided is in doubt")
	}
	elsewhere := clear()
	elsewhere.Target = "La ciudad"
	if tier, ok := p.clarity(elsewhere); tier == 0 || !ok {
		t.Error("a mention about another comes as early as one about the entity")
	}
}
