package sentiment

import (
	"fmt"

	"pulso/reports"
)

// quality is the section on how good the classification is.
func quality(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "calidad", Title: "Calidad de los datos y de la clasificación"}
	n := a.now.all.Total()
	t := &reports.Table{
		ID: "T10d", Title: "Lo que se sabe de la clasificación del mes", Sheet: "Menciones",
		Columns: []reports.Column{{Title: "Medida", Width: 0.45}, {Title: "Menciones", Right: true}, {Title: "De las válidas", Right: true}},
	}
	for _, m := range []struct {
		name string
		k    int
	}{
		{"Con un término del léxico o más (Q01)", a.now.covered},
		{"Con posible ironía o duda", a.now.irony},
		{"Clasificadas con el modelo de inglés", a.now.english.Total()},
		{"Corregidas por la oficina", a.now.corrected},
	} {
		t.Rows = append(t.Rows, row(m.name, reports.Int(m.k), reports.Share(m.k, n, "menciones")))
	}
	s.Blocks = append(s.Blocks, a.measured()...)
	s.Blocks = append(s.Blocks, t, a.correctionTable())
	if words := a.wordTable(); words != nil {
		s.Blocks = append(s.Blocks, words)
	}
	s.Blocks = append(s.Blocks, a.secondOpinion()...)
	if len(a.doubts.least) == 0 {
		return s, nil
	}
	s.Blocks = append(s.Blocks, &reports.Paragraph{Text: fmt.Sprintf("La hoja Correcciones propone %s que conviene revisar, empezando por las %s. Lo que la oficina corrija se aplica en la siguiente corrida y no se pierde.",
		reports.Plural(len(a.doubts.least), "mención", "menciones"), a.doubts.first())})
	return s, nil
}
