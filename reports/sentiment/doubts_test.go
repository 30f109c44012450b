package sentiment

import (
	"strings"
	"testing"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// reviewed are the rows of Correcciones, the paragraphs of the section on quality, and its table on the second opinion.
func reviewed(t *testing.T, in reports.Input) (keys []string, text string, table *reports.Table) {
	t.Helper()
	r, err := Build(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Book.Sheets {
		if s.Name != "Correcciones" {
			continue
		}
		for row, err := range s.Rows {
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, row[0].(string))
		}
	}
	for _, s := range r.Sections {
		if s.ID != "calidad" {
			continue
		}
		for _, b := range s.Blocks {
			switch b := b.(type) {
			case *reports.Paragraph:
				text += b.Text + "\n"
			case *reports.Table:
				if strings.HasPrefix(b.Title, "Segunda opinión") {
					table = b
				}
			}
		}
	}
	return keys, text, table
}

// opinions differs from the lexicon on what speaks of rubbish, and has none on what speaks of taxes.
func opinions(text string) (lexicon.Polarity, float64, bool) {
	return lexicon.Positive, 0.9, strings.Contains(text, "basura")
}

func TestSecondOpinionOrders(t *testing.T) {
	mentions := crowd(october, 210, func(i int) int { return i })
	mentions[4].ScoredBy = "english" // speaks of rubbish, but the model learned from Spanish
	in := reports.Input{Office: office(), Zone: bogota, Current: reports.Month{Month: october, Mentions: seq(mentions), Rejects: seq[*social.Reject](nil)}}
	in.Second = &reports.SecondOpinion{Decisions: 80, Least: 60, LeastOfClass: 15, Ask: opinions, Right: 60, First: 50, Apart: 40, ApartWrong: 25, Together: 40, TogetherWrong: 5}
	of := map[string]*social.Scored{}
	for _, m := range mentions {
		of[m.Key] = m
	}

	keys, text, table := reviewed(t, in)
	if len(keys) != toReview {
		t.Fatalf("%d rows to review", len(keys))
	}
	for i, key := range keys {
		if apart := strings.Contains(of[key].Text, "basura"); i < 29 && !apart {
			t.Errorf("row %d: a mention on which both agree, before others on which they do not", i)
		}
		if i > 0 && i != 29 && of[key].Confidence < of[keys[i-1]].Confidence {
			t.Errorf("row %d: confidence %v after %v", i, of[key].Confidence, of[keys[i-1]].Confidence)
		}
	}
	if !strings.Contains(text, "empezando por las 29 en que la segunda opinión da otra clase") || !strings.Contains(text, "No cambia ninguna clase") {
		t.Errorf("the report does not say how the sheet is ordered:\n%s", text)
	}
	if table == nil || table.Rows[0][3].Value.String() != "75,0 %" || table.Rows[2][3].Value.String() != "62,5 %" {
		t.Errorf("the report does not print what the second opinion is worth: %+v", table)
	}

	in.Second.ApartWrong, in.Second.TogetherWrong = 10, 20
	worse, text, _ := reviewed(t, in)
	in.Second = nil
	plain, _, none := reviewed(t, in)
	if strings.Join(worse, " ") != strings.Join(plain, " ") || !strings.Contains(text, "no se usa este mes") {
		t.Errorf("a second opinion that tells nothing orders the sheet:\n%s", text)
	}
	if none != nil {
		t.Error("a table on a second opinion that nobody asked for")
	}
}

func TestTooFewDecisions(t *testing.T) {
	in := reports.Input{Office: office(), Zone: bogota, Current: reports.Month{Month: october, Mentions: seq(crowd(october, 40, func(i int) int { return i })), Rejects: seq[*social.Reject](nil)}}
	in.Second = &reports.SecondOpinion{Decisions: 12, Negative: 8, Positive: 3, Least: 60, LeastOfClass: 15}
	_, text, table := reviewed(t, in)
	if want := "no hay decisiones suficientes: 12 de 60 (negativas, 8 de 15; positivas, 3 de 15)"; !strings.Contains(text, want) || table != nil {
		t.Errorf("no %q in:\n%s", want, text)
	}
}
