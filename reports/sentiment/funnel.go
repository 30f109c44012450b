package sentiment

import (
	"fmt"

	"pulso/pipeline/social"
	"pulso/reports"
)

var statusNames = map[social.Status]string{
	social.Valid:       "Válidas",
	social.Own:         "Propias: publicadas por una cuenta oficial o de una dependencia",
	social.Duplicate:   "Duplicadas: la misma mención ya se había leído",
	social.Share:       "Compartidas sin palabras propias (amplificación)",
	social.Spam:        "Repetidas en masa: el mismo texto por muchos autores, o en la lista configurada",
	social.OtherTongue: "En otros idiomas: ni español ni inglés",
	social.Empty:       "Vacías: sin palabras, emojis ni signos que leer",
}

// funnel is the section from what was read to what counts.
func funnel(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "ficha", Title: "Ficha técnica: de lo leído a lo válido"}
	t := &reports.Table{
		ID: "T1", Title: "De las menciones leídas a las válidas (M01)", Sheet: "Excluidas",
		Columns: []reports.Column{{Title: "Paso", Width: 0.6}, {Title: "Menciones", Right: true}, {Title: "De las leídas", Right: true}},
		Notes:   []string{"Leídas = válidas + todas las exclusiones. Las filas excluidas están en la hoja Excluidas. Los «me gusta» no son menciones ni sentimiento."},
	}
	add := func(label string, n int, bold bool) {
		v, part := reports.Int(n), reports.Share(n, a.now.read, "menciones")
		t.Rows = append(t.Rows, []reports.Cell{{Text: label, Bold: bold}, {Value: &v, Bold: bold}, {Value: &part, Bold: bold}})
	}
	add("Leídas en el mes", a.now.read, true)
	for _, status := range social.Funnel {
		add("− "+statusNames[status], a.now.status[status], false)
	}
	add("= Válidas", a.now.status[social.Valid], true)
	s.Blocks = append(s.Blocks, t)
	if gap := a.now.gap(); gap != "" {
		s.Blocks = append(s.Blocks, &reports.Notice{Text: "Los insumos no parecen cubrir todo el mes: " + gap + ". Las diferencias con otros meses en número de menciones pueden ser de cobertura."})
	}
	if b := a.before(); b != nil && b.gap() != "" {
		s.Blocks = append(s.Blocks, &reports.Notice{Text: "Los insumos de " + reports.MonthName(b.month) + " no parecen cubrir todo ese mes: " + b.gap() + "."})
	}
	s.Blocks = append(s.Blocks, &reports.List{Items: a.facts()})
	return s, nil
}

// facts are the limits that a reader must know.
func (a *analysis) facts() []string {
	n := a.now.all.Total()
	out := []string{
		"Léxico: versión " + reports.Excerpt(a.in.Current.Lexicon, 13) + ". Programa: " + a.in.Current.Program + ".",
		"Cobertura del léxico (Q01): " + reports.Share(a.now.covered, n, "menciones").String() + ". Una mención sin términos conocidos queda neutra.",
		"Correcciones de la oficina aplicadas: " + reports.Fixed(float64(a.now.corrected), 0) + ".",
		"Menciones con posible ironía o duda: " + reports.Fixed(float64(a.now.irony), 0) + ". El programa las señala y no adivina.",
	}
	if e := a.now.english.Total(); e > 0 {
		out = append(out, "En inglés: "+reports.Plural(e, "mención", "menciones")+" ("+reports.Share(e, n, "menciones").String()+"), clasificadas con otro modelo; están incluidas y se distinguen en la base.")
	}
	if k := a.now.loudest(); n >= reports.MinSample && k*10 >= n {
		out = append(out, fmt.Sprintf("Concentración: un solo autor escribió %s de las menciones válidas (%s). La opinión de uno pesa como la de muchos.", reports.Share(k, n, "menciones"), reports.Fixed(float64(k), 0)))
	}
	if b := a.before(); b != nil && b.lexicon != a.now.lexicon {
		out = append(out, "El mes anterior se puntuó con otra versión del léxico: parte del cambio puede venir de ahí. Para compararlos sin esa duda se vuelve a puntuar el mes anterior.")
	}
	return append(out, "Las menciones son las que llegan por las redes y las búsquedas configuradas: no son una encuesta ni representan a toda la población.")
}
