package sentiment

import (
	"fmt"
	"math"

	"pulso/lexicon"
	"pulso/reports"
)

// A confusion counts reviewed mentions by the class that the program gave (rows) and by the one that a person gave
// (columns), in the order negative, neutral, positive; Size is how many mentions of each given class the month has.
//
// The sample is drawn by given class, with more of the rare ones. So a row's shares are right as they stand, and
// everything that runs down a column is weighted by Size/row.
type confusion struct {
	Count [3][3]int
	Size  [3]int
}

func index(p lexicon.Polarity) int { return int(p) + 1 }

func (c *confusion) row(i int) int { return c.Count[i][0] + c.Count[i][1] + c.Count[i][2] }

func (c *confusion) reviewed() int { return c.row(0) + c.row(1) + c.row(2) }

// complete says whether every class that the month has was reviewed at least twice: without that nothing can be said
// of the whole.
func (c *confusion) complete() bool {
	for i := range 3 {
		if c.Size[i] > 0 && c.row(i) < 2 {
			return false
		}
	}
	return c.reviewed() > 0
}

// weighted is how many mentions of the month the cell stands for.
func (c *confusion) weighted(i, j int) float64 {
	if n := c.row(i); n > 0 {
		return float64(c.Size[i]) * float64(c.Count[i][j]) / float64(n)
	}
	return 0
}

func (c *confusion) total() float64 { return float64(c.Size[0] + c.Size[1] + c.Size[2]) }

func (c *confusion) column(j int) float64 {
	return c.weighted(0, j) + c.weighted(1, j) + c.weighted(2, j)
}

// precision of class j: of those given it, how many have it.
func (c *confusion) precision(j int) reports.Value {
	if c.row(j) == 0 {
		return reports.NoValue("sin menciones de la clase", reports.Rate)
	}
	return reports.Num(float64(c.Count[j][j])/float64(c.row(j)), reports.Rate)
}

// recall of class j: of those that have it, how many were given it.
func (c *confusion) recall(j int) reports.Value {
	if c.column(j) == 0 {
		return reports.NoValue("sin menciones de la clase", reports.Rate)
	}
	return reports.Num(c.weighted(j, j)/c.column(j), reports.Rate)
}

func (c *confusion) f1(j int) reports.Value {
	p, r := c.precision(j), c.recall(j)
	if !p.OK || !r.OK {
		return reports.NoValue("sin menciones de la clase", reports.Rate)
	}
	if p.N+r.N == 0 {
		return reports.Num(0, reports.Rate)
	}
	return reports.Num(2*p.N*r.N/(p.N+r.N), reports.Rate)
}

// macroF1 is the mean of the classes' F1, of those that have one.
func (c *confusion) macroF1() reports.Value {
	sum, n := 0.0, 0
	for j := range 3 {
		if v := c.f1(j); v.OK {
			sum += v.N
			n++
		}
	}
	if n == 0 {
		return reports.NoValue("sin menciones revisadas", reports.Rate)
	}
	return reports.Num(sum/float64(n), reports.Rate)
}

// accuracy is the share of the month's mentions that have the class they were given, with its standard error.
func (c *confusion) accuracy() (share, se float64) {
	variance := 0.0
	for i := range 3 {
		n := c.row(i)
		if n == 0 {
			continue
		}
		w := float64(c.Size[i]) / c.total()
		share += w * float64(c.Count[i][i]) / float64(n)
		variance += w * w * c.spread(i, i)
	}
	return share, math.Sqrt(variance)
}

// spread is the variance of a row's share of class j in the sample: smoothed, so that a row of one class is not taken
// for certainty, and smaller as the sample nears the whole.
func (c *confusion) spread(i, j int) float64 {
	n := float64(c.row(i))
	p := (float64(c.Count[i][j]) + 0.5) / (n + 1)
	whole := 1 - n/math.Max(float64(c.Size[i]), n)
	return p * (1 - p) / math.Max(n-1, 1) * whole
}

// adjusted is the share of class j in the month as a person would have classified it, with its standard error: what
// the program gave, corrected by what the sample says of each given class.
//
// The textbook way (Rogan and Gladen) inverts the matrix of the true classes' error rates. With a sample drawn by given
// class those rates are only known through these, and the inverse blows up where classes are confused; the shares
// within each given class are what the sample measures, so they are applied as they are.
func (c *confusion) adjusted(j int) (share, se float64) {
	variance := 0.0
	for i := range 3 {
		if c.row(i) == 0 {
			continue
		}
		w := float64(c.Size[i]) / c.total()
		share += c.weighted(i, j) / c.total()
		variance += w * w * c.spread(i, j)
	}
	return share, math.Sqrt(variance)
}

// kappa is Cohen's, weighted back to the month.
func (c *confusion) kappa() reports.Value {
	agree, _ := c.accuracy()
	chance := 0.0
	for j := range 3 {
		chance += float64(c.Size[j]) / c.total() * c.column(j) / c.total()
	}
	if chance >= 1 {
		return reports.NoValue("todas de una sola clase", reports.Scale)
	}
	return reports.Num((agree-chance)/(1-chance), reports.Scale)
}

// span prints an interval of 95 % around a share.
func span(share, se float64) string {
	low, high := max(0, share-1.96*se), min(1, share+1.96*se)
	return reports.Num(low, reports.Rate).String() + " a " + reports.Num(high, reports.Rate).String()
}

// review fills the confusion with the office's answers on the month's sample. Corrections are not answers: the
// mentions that somebody chose to look at are not like the rest. Answers outlive the lexicon under which they were
// drawn, and are counted under the class that the mention has now.
func (a *analysis) review() (c confusion, again [3][3]int, twice int) {
	for _, p := range reports.ClassesInOrder {
		c.Size[index(p)] = a.audit.classSize(p)
	}
	for _, m := range a.audit.read {
		r := a.audit.answers[m.Key]
		c.Count[index(m.Sentiment)][index(r.Class)]++
		if r.Second.OK {
			again[index(r.Class)][index(r.Second.V)]++
			twice++
		}
	}
	return c, again, twice
}

// measured are the blocks on the quality that the sample shows.
func (a *analysis) measured() []reports.Block {
	c, again, twice := a.review()
	n := c.reviewed()
	if len(a.audit.drawn()) == 0 {
		return []reports.Block{&reports.Notice{Text: "No hay menciones válidas con que medir la calidad de la clasificación."}}
	}
	if n < reports.MinSample || !c.complete() {
		return []reports.Block{&reports.Notice{Text: fmt.Sprintf("La calidad de la clasificación de este mes no está medida: hay %s de la hoja Evaluacion (se piden %d) y hacen falta %d o más, con dos de cada clase.",
			reports.Plural(n, "respuesta", "respuestas"), len(a.audit.drawn()), reports.MinSample)}}
	}
	blocks := []reports.Block{a.matrix(&c), a.scores(&c), a.prevalence(&c)}
	share, se := c.accuracy()
	text := fmt.Sprintf("En una muestra al azar de %s, la clase del programa coincide con la de la persona en %s de los casos (intervalo de 95 %%: %s); F1 media, %s; kappa, %s.",
		reports.Plural(n, "mención", "menciones"), reports.Num(share, reports.Rate), span(share, se), c.macroF1(), c.kappa())
	if n < auditSize && n < len(a.audit.drawn()) {
		text += fmt.Sprintf(" Faltan respuestas: la muestra completa es de %d.", len(a.audit.drawn()))
	}
	blocks = append(blocks, &reports.Paragraph{Text: text, Rule: "S-08"})
	if twice >= reports.MinSample {
		same := again[0][0] + again[1][1] + again[2][2]
		blocks = append(blocks, &reports.Paragraph{Rule: "S-09", Text: fmt.Sprintf("La persona se repite a sí misma en %s de las %d menciones que leyó dos veces: es el techo de lo que se le puede pedir al programa.", reports.Share(same, twice, "lecturas"), twice)})
	}
	return blocks
}

// matrix is T10: counts, as they were reviewed.
func (a *analysis) matrix(c *confusion) *reports.Table {
	t := &reports.Table{
		ID: "T10", Title: "Muestra del mes: clase del programa y clase de la persona", Sheet: "Evaluacion",
		Columns: []reports.Column{{Title: "El programa dijo", Width: 0.25}, {Title: "Persona: positiva", Right: true}, {Title: "Persona: negativa", Right: true}, {Title: "Persona: neutra", Right: true}, {Title: "Revisadas", Right: true}, {Title: "En el mes", Right: true}},
		Notes:   []string{"La muestra se sortea por clase y red con una semilla fija. Las clases escasas están representadas de más; las demás tablas lo corrigen con el tamaño de cada clase en el mes."},
	}
	for _, p := range reports.ClassesInOrder {
		i := index(p)
		t.Rows = append(t.Rows, countRow(reports.ClassName(p), []int{c.Count[i][2], c.Count[i][0], c.Count[i][1], c.row(i), c.Size[i]}, false))
	}
	return t
}

func (a *analysis) scores(c *confusion) *reports.Table {
	t := &reports.Table{
		ID: "T10b", Title: "Precisión, exhaustividad y F1 por clase (Q02)", Sheet: "Evaluacion",
		Columns: []reports.Column{{Title: "Clase", Width: 0.2}, {Title: "Precisión", Right: true}, {Title: "Intervalo de 95 %", Right: true, Width: 0.26}, {Title: "Exhaustividad", Right: true}, {Title: "F1", Right: true}},
		Notes:   []string{"Precisión: de las que el programa llamó así, cuántas lo son. Exhaustividad: de las que lo son, cuántas halló."},
	}
	for _, p := range reports.ClassesInOrder {
		j := index(p)
		cells := row(reports.ClassName(p), c.precision(j))
		interval := "(sin menciones)"
		if n := c.row(j); n > 0 {
			low, high := reports.Wilson(c.Count[j][j], n)
			interval = reports.Num(low, reports.Rate).String() + " a " + reports.Num(high, reports.Rate).String()
		}
		cells = append(cells, reports.Cell{Text: interval})
		t.Rows = append(t.Rows, append(cells, row("", c.recall(j), c.f1(j))[1:]...))
	}
	return t
}

// prevalence is T10c: the classes as counted, and as a person would have counted them.
func (a *analysis) prevalence(c *confusion) *reports.Table {
	t := &reports.Table{
		ID: "T10c", Title: "Distribución contada y distribución ajustada por los errores de clasificación", Sheet: "Evaluacion",
		Columns: []reports.Column{{Title: "Clase", Width: 0.2}, {Title: "Contada por el programa", Right: true, Width: 0.22}, {Title: "Ajustada", Right: true}, {Title: "Intervalo de 95 % de la ajustada", Right: true, Width: 0.3}},
		Notes:   []string{"La distribución ajustada aplica a cada clase lo que la muestra dice de ella. Donde el intervalo no contiene la contada, la cifra contada está sesgada y conviene citar la ajustada."},
	}
	for _, p := range reports.ClassesInOrder {
		j := index(p)
		share, se := c.adjusted(j)
		t.Rows = append(t.Rows, append(row(reports.ClassName(p), reports.Num(float64(c.Size[j])/c.total(), reports.Rate), reports.Num(share, reports.Rate)), reports.Cell{Text: span(share, se)}))
	}
	return t
}
