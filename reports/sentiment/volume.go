package sentiment

import (
	"fmt"

	"pulso/pipeline/social"
	"pulso/reports"
)

var kindNames = []struct {
	kind social.Kind
	name string
}{
	{social.KindPost, "Publicación"}, {social.KindComment, "Comentario"}, {social.KindReply, "Respuesta"}, {social.KindQuote, "Cita"},
	{social.KindMessage, "Mensaje"}, {social.KindReview, "Reseña"}, {social.KindNews, "Noticia"}, {"", "Otra"},
}

// volume is the section on how many mentions there are and of what kind.
func volume(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "volumen", Title: "Volumen"}
	c := &reports.Chart{ID: "C1", Title: "Menciones válidas por día y red", Kind: reports.StackedColumns, Unit: reports.Count, YTitle: "menciones", Sheet: "Menciones"}
	for d := range a.month.Days() {
		c.Categories = append(c.Categories, fmt.Sprint(d+1))
	}
	for _, n := range a.now.networks() {
		if of(a.now.network, n).Total() == 0 {
			continue
		}
		line := reports.Series{Name: n.Title()}
		for d := range a.month.Days() {
			line.Values = append(line.Values, reports.Int(a.now.dayOf[n][social.Date{Year: a.month.Year, Month: a.month.Month, Day: d + 1}]))
		}
		c.Series = append(c.Series, line)
	}
	if len(c.Series) == 0 {
		c.Empty = "No hay menciones válidas en el mes."
	}
	c.Alt = "Columnas apiladas con las menciones válidas de cada día por red. " + sayVolume(a)
	s.Blocks = append(s.Blocks, c, a.kindTable())
	return s, nil
}

func (a *analysis) kindTable() *reports.Table {
	t := &reports.Table{
		ID: "T2", Title: "Menciones válidas por red y tipo, y amplificación (M02)", Sheet: "Menciones",
		Columns: []reports.Column{{Title: "Red", Width: 0.2}},
		Empty:   "No hay menciones en el mes.",
		Notes:   []string{"La amplificación son los compartidos sin palabras propias: no se clasifican ni entran en las válidas."},
	}
	if a.now.read == 0 {
		return t
	}
	var shown []int
	for i, k := range kindNames {
		n := 0
		for _, kinds := range a.now.kind {
			n += kindCount(kinds, k.kind)
		}
		if n > 0 {
			shown = append(shown, i)
			t.Columns = append(t.Columns, reports.Column{Title: k.name, Right: true})
		}
	}
	t.Columns = append(t.Columns, reports.Column{Title: "Válidas", Right: true}, reports.Column{Title: "Amplificación", Right: true})
	total := make([]int, len(shown)+2)
	for _, n := range a.now.networks() {
		var numbers []int
		for _, i := range shown {
			numbers = append(numbers, kindCount(a.now.kind[n], kindNames[i].kind))
		}
		numbers = append(numbers, of(a.now.network, n).Total(), a.now.excluded[n][social.Share])
		t.Rows = append(t.Rows, countRow(n.Title(), numbers, false))
		for i, k := range numbers {
			total[i] += k
		}
	}
	t.Rows = append(t.Rows, countRow("Todas", total, true))
	return t
}

// kindCount is the count of a kind; the empty kind stands for every one that the list does not name.
func kindCount(kinds map[social.Kind]int, k social.Kind) int {
	if k != "" {
		return kinds[k]
	}
	n := 0
	for _, c := range kinds {
		n += c
	}
	for _, known := range kindNames {
		if known.kind != "" {
			n -= kinds[known.kind]
		}
	}
	return n
}

func countRow(label string, numbers []int, bold bool) []reports.Cell {
	cells := []reports.Cell{{Text: label, Bold: bold}}
	for _, n := range numbers {
		v := reports.Int(n)
		cells = append(cells, reports.Cell{Value: &v, Bold: bold})
	}
	return cells
}

// row is a table row of a label and values.
func row(label string, values ...reports.Value) []reports.Cell {
	cells := []reports.Cell{{Text: label}}
	for _, v := range values {
		cells = append(cells, reports.Cell{Value: &v})
	}
	return cells
}

func bold(cells []reports.Cell) []reports.Cell {
	for i := range cells {
		cells[i].Bold = true
	}
	return cells
}
