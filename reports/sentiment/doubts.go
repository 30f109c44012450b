package sentiment

import (
	"cmp"
	"fmt"
	"slices"

	"pulso/pipeline/social"
	"pulso/reports"
)

// toReview is how many mentions the sheet Correcciones proposes for a person to look at.
const toReview = 100

// A doubt is a mention that a person should look at.
type doubt struct {
	*social.Scored
	apart bool // the second opinion gives another class
}

// doubts keeps the valid mentions that are most worth a person's time, and those that the office already corrected.
type doubts struct {
	second    *reports.SecondOpinion // nil where it does not tell what to review
	least     []doubt
	corrected []*social.Scored
}

// offer considers a valid mention; corrected says whether the ledger has a line on it.
func (d *doubts) offer(m *social.Scored, corrected bool) {
	if corrected || m.FinalBy == "analyst" {
		d.corrected = append(d.corrected, m)
		return
	}
	one := doubt{m, d.differs(m)}
	at, _ := slices.BinarySearchFunc(d.least, one, lessSure)
	if at == toReview {
		return
	}
	d.least = slices.Insert(d.least, at, one)
	if len(d.least) > toReview {
		d.least = d.least[:toReview]
	}
}

// differs says whether the second opinion is another than the lexicon's. Of English it has none: it learned from Spanish.
func (d *doubts) differs(m *social.Scored) bool {
	if d.second == nil || m.ScoredBy != "lexicon" {
		return false
	}
	class, _, ok := d.second.Ask(m.Text)
	return ok && class != m.Sentiment
}

// lessSure orders doubts: those of two opinions first, then by the score's own confidence.
func lessSure(x, y doubt) int {
	if x.apart != y.apart {
		if x.apart {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(x.Confidence, y.Confidence), cmp.Compare(x.Key, y.Key))
}

// first says which mentions the sheet begins with.
func (d *doubts) first() string {
	apart := 0
	for _, one := range d.least {
		if one.apart {
			apart++
		}
	}
	switch {
	case apart == 0:
		return "menos seguras"
	case apart == len(d.least):
		return "menos seguras, entre aquellas en que la segunda opinión da otra clase"
	}
	return fmt.Sprintf("%d en que la segunda opinión da otra clase y siguiendo por las menos seguras", apart)
}

// secondOpinion tells what the second opinion is worth; nothing when nobody asked for one.
func (a *analysis) secondOpinion() []reports.Block {
	s := a.in.Second
	if s == nil {
		return nil
	}
	if s.Ask == nil {
		return []reports.Block{&reports.Paragraph{Text: fmt.Sprintf("Segunda opinión: no hay decisiones suficientes: %d de %d (negativas, %d de %d; positivas, %d de %d). Con ellas, un modelo que aprende de las clases que dan las personas de la oficina ordena lo que conviene revisar primero. No cambia ninguna clase.",
			s.Decisions, s.Least, s.Negative, s.LeastOfClass, s.Positive, s.LeastOfClass)}}
	}
	t := &reports.Table{
		ID: "T10e", Title: "Segunda opinión: cuánto vale en decisiones que no había visto",
		Columns: []reports.Column{{Title: "Medida", Width: 0.52}, {Title: "Casos", Right: true}, {Title: "Decisiones", Right: true}, {Title: "Parte", Right: true}},
		Notes: []string{"Validación cruzada de cinco partes sobre el registro de correcciones y de la hoja Evaluacion, hasta este mes: el modelo aprende de cuatro partes y se le pregunta por la otra. El léxico se mide en las mismas decisiones.",
			"Quien corrige escoge sobre todo lo que el programa erró: el acierto del léxico aquí no es su acierto en el mes, que se mide con la muestra al azar.",
			"Fuente: los archivos ledger.ndjson y reviews.ndjson de la carpeta corrections, que reúnen las decisiones de todos los meses. Por eso estas cifras no se rehacen con la base de un solo mes."},
	}
	for _, m := range []struct {
		what string
		k, n int
	}{
		{"La segunda opinión coincide con la persona", s.Right, s.Decisions},
		{"El léxico coincide con la persona", s.First, s.Decisions},
		{"El léxico se equivocó donde la segunda opinión difiere de él", s.ApartWrong, s.Apart},
		{"El léxico se equivocó donde no difiere", s.TogetherWrong, s.Together},
	} {
		t.Rows = append(t.Rows, row(m.what, reports.Int(m.k), reports.Int(m.n), reports.Share(m.k, m.n, "decisiones")))
	}
	text := "La segunda opinión solo ordena la hoja Correcciones: primero las menciones en que difiere del léxico. No cambia ninguna clase."
	if !s.Helps() {
		text = "La segunda opinión no se usa este mes: donde difiere del léxico, el léxico no se equivocó más que en lo demás. La hoja Correcciones va por confianza."
	}
	return []reports.Block{t, &reports.Paragraph{Text: text}}
}
