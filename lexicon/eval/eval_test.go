package eval

import (
	"strings"
	"testing"

	"pulso/lexicon"
)

func TestPolarity(t *testing.T) {
	const file = "id\tlabel\tcountry\tsource\ttext\n" +
		"1\tP\tCO\ttass2020\texcelente trabajo, felicitaciones\n" +
		"2\tN\tCO\tpolvirality_es\tpésimo servicio\n" +
		"3\tN\tES\ttass2020\texcelente trabajo\n" +
		"4\tNEU\tES\theadlines_ar\tla reunión es mañana\n"
	rows, err := Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	mistakes := 0
	report := Polarity(lexicon.Spanish(), rows, []string{"country"}, func(m Mistake) {
		mistakes++
		if m.Row.Line != 4 || len(m.Hits) == 0 {
			t.Errorf("mistake %+v, want line 4 with its hits", m)
		}
	})
	if report.Rows != 3 || mistakes != 1 || report.Confusion != [3][3]int{{1, 0, 1}, {}, {0, 0, 1}} {
		t.Errorf("report = %+v, %d mistakes", report, mistakes)
	}
	if got := report.Slices["country=CO"]; got.Accuracy != 1 || got.Rows != 2 {
		t.Errorf("country=CO = %+v", got)
	}
	if got := report.Slices["politics"].Rows; got != 1 {
		t.Errorf("politics has %d rows, want 1", got)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"", "vacío"},
		{"label\n", "falta la columna"},
		{"label\ttext\nX\thola\n", "línea 2"},
		{"label\ttext\nN\n", "línea 2"},
	} {
		if _, err := Read(strings.NewReader(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Read(%q) = %v, want an error with %q", c.file, err, c.want)
		}
	}
}

func TestNegation(t *testing.T) {
	const file = "tokens\tcue_tags\tscope_tags\nel agua no llega , pero hay luz\t3 3 1 3 3 3 3 3\t1 1 0 1 0 0 0 0\n"
	report, err := Negation(lexicon.Spanish(), strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if report.Cue.F1 != 1 || report.Scope.F1 != 1 {
		t.Errorf("report = %+v, want all found", report)
	}
}

func TestIntent(t *testing.T) {
	const file = "intent\ttext\n" +
		"informativo_demandante\t¿Cuáles son los requisitos?\n" +
		"informativo_demandante\tSugiero que pongan canecas\n" +
		"informativo_colaborador\tEl viernes abre la feria del libro https://ejemplo.co/a\n" +
		"entretenido\tjajaja el bus parece un horno\n" +
		"destructivo\tqué servicio tan pésimo\n" +
		"expresivo\tllueve en la bahía\n"
	report, err := Intent(lexicon.Spanish(), strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for label, c := range report.ByClass {
		if c.F1 != 1 {
			t.Errorf("%s = %+v, want all found", label, c)
		}
	}
	if report.Rows != 6 || report.MacroF1 != 1 {
		t.Errorf("%d rows, macro-F1 %v; want 6 and 1", report.Rows, report.MacroF1)
	}
}
