package reports

import "testing"

func TestNumber(t *testing.T) {
	first, second, annex := &Table{ID: "T3b", Rows: [][]Cell{{{Text: "x"}}}}, &Table{ID: "T9", Notes: []string{"como en la " + Ref("T3b")}, Rows: [][]Cell{{{Text: Refs("T3b, C4")}}}}, &Table{ID: "A2"}
	chart := &Chart{ID: "C4"}
	text := &Paragraph{Text: "Ver la " + Ref("T9") + " y " + Ref("T77") + "; T-230 y T9 quedan."}
	r := &Report{Sections: []Section{{Blocks: []Block{text, first}, Sections: []Section{{Blocks: []Block{chart}}}}, {Blocks: []Block{second, annex}}}}
	r.Number()
	for got, want := range map[string]string{
		first.ID: "T1", second.ID: "T2", chart.ID: "C1", annex.ID: "A1", text.Text: "Ver la Tabla 2 y la base; T-230 y T9 quedan.",
		second.Notes[0]: "como en la Tabla 1", second.Rows[0][0].Text: "Tabla 1, Gráfico 1",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
