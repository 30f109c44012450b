package reports

import (
	"strings"
	"testing"
	"time"

	"pulso/pipeline/social"
)

func TestColumnLetters(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := ColumnLetters(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

func TestFormulas(t *testing.T) {
	s := Sheet{Name: "Menciones", Columns: []SheetColumn{{Name: "red"}, {Name: "clase"}}}
	got := CountIfs(Where{s.Cells("clase", 10), Criterion(`¿"*"?`)})
	if want := `COUNTIFS('Menciones'!$B$2:$B$11,"=~¿""~*""~?")`; got != strings.Replace(want, "~¿", "¿", 1) {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := s.Cells("red", 0); got != "'Menciones'!$A$2:$A$2" {
		t.Errorf("an empty sheet's cells are %s", got)
	}
	parts := s.Parts(MaxRows+5, func(part *Sheet, n int) string { return part.Cells("red", n) })
	if want := "('Menciones'!$A$2:$A$1048576+'Menciones_2'!$A$2:$A$6)"; parts != want {
		t.Errorf("got %s, want %s", parts, want)
	}
}

// A dictionary entry that lacks a part would be printed with a hole.
func TestIndicatorsAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, i := range Indicators {
		if seen[i.ID] {
			t.Errorf("%s is twice in the list", i.ID)
		}
		seen[i.ID] = true
		for field, text := range map[string]string{"name": i.Name, "doc": i.Doc, "formula": i.Formula, "unit": i.Unit, "source": i.Source, "window": i.Window, "missing": i.Missing} {
			if text == "" {
				t.Errorf("%s has no %s", i.ID, field)
			}
		}
	}
	if len(seen) != 17+3+10+5 {
		t.Errorf("%d indicators", len(seen))
	}
}

func TestCrossed(t *testing.T) {
	month := func(y, m int) social.Month { return social.Month{Year: y, Month: time.Month(m)} }
	for _, c := range []struct {
		before, now social.Month
		want        bool
	}{
		{month(2025, 3), month(2025, 4), true},
		{month(2025, 4), month(2025, 5), true}, // the break fell inside April
		{month(2025, 5), month(2025, 6), false},
		{month(2024, 4), month(2025, 4), true},
		{month(2025, 2), month(2025, 3), false},
	} {
		if _, got := Crossed(social.Instagram, social.Views, c.before, c.now); got != c.want {
			t.Errorf("Instagram views from %s to %s: crossed %v, want %v", c.before, c.now, got, c.want)
		}
	}
}
