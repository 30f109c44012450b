package sentiment

import (
	"slices"

	"pulso/reports"
)

// terms is the section on the words that move the result, by what they add up to and not by how often they are said.
func terms(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "terminos", Title: "Términos que mueven el resultado"}
	s.Blocks = append(s.Blocks,
		&reports.Paragraph{Text: "El aporte de un término es la suma de lo que agregó a los puntajes de las menciones válidas, con sus modificadores y negaciones. Una palabra muy dicha y de poco peso aporta poco. La hoja Terminos tiene cada aparición, también las señales que no son palabras (enlaces, preguntas, negaciones), que aquí no se cuentan. Entre corchetes van los espacios que se llenan con una palabra de una lista."},
		a.termTable("T8", "Términos que más suman", func(w *word) int64 { return w.plus + w.minus }),
		a.termTable("T8b", "Términos que más restan", func(w *word) int64 { return -w.plus - w.minus }))
	return s, nil
}

func (a *analysis) termTable(id, title string, weight func(*word) int64) *reports.Table {
	t := &reports.Table{
		ID: id, Title: title, Sheet: "Terminos",
		Columns: []reports.Column{{Title: "Término", Width: 0.33}, {Title: "Aporte", Right: true}, {Title: "Apariciones", Right: true, Width: 0.14}, {Title: "Menciones", Right: true, Width: 0.13}, {Title: "Voz regional", Width: 0.11}, {Title: "Ejemplo en la base", Width: 0.18}},
		Empty:   "Ningún término tuvo aporte de este signo.",
	}
	all := slices.DeleteFunc(sortedWords(a.words, weight), func(w *word) bool { return weight(w) <= 0 || isSignal(w.term) })
	for _, w := range all[:min(20, len(all))] {
		cells := row(spoken(w.term), reports.Num(w.total(), reports.Number), reports.Int(w.uses), reports.Int(w.mentions))
		t.Rows = append(t.Rows, append(cells, reports.Cell{Text: regional(w.regional)}, reports.Cell{Text: shortKey(w.example)}))
	}
	return t
}

func regional(yes bool) string {
	if yes {
		return "sí"
	}
	return ""
}
