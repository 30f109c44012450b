package sentiment

import (
	"cmp"
	"maps"
	"slices"

	"pulso/lexicon"
	"pulso/reports"
)

func (a *analysis) hasTopics() bool { return len(a.in.Office.Topics) > 0 }

// topicNames are the topics with mentions, the one with most negative first.
func (a *analysis) topicNames() []string {
	return slices.SortedFunc(maps.Keys(a.now.topic), func(x, y string) int {
		p, q := a.now.topic[x], a.now.topic[y]
		return cmp.Or(-cmp.Compare(p.Negative, q.Negative), -cmp.Compare(p.Total(), q.Total()), cmp.Compare(x, y))
	})
}

// topicsBy are the three topics with most mentions of a class, those with any.
func (a *analysis) topicsBy(p lexicon.Polarity) []string {
	names := slices.SortedFunc(maps.Keys(a.now.topic), func(x, y string) int {
		return cmp.Or(-cmp.Compare(a.now.topic[x].Of(p), a.now.topic[y].Of(p)), cmp.Compare(x, y))
	})
	names = slices.DeleteFunc(names, func(n string) bool { return a.now.topic[n].Of(p) == 0 })
	return names[:min(3, len(names))]
}

// dependency is who answers for a topic: as configured, else as the mentions say.
func (a *analysis) dependency(topic string) string {
	for _, t := range a.in.Office.Topics {
		if t.Name == topic {
			return t.Dependency
		}
	}
	return a.now.office[topic]
}

// topics is the section on what people talk about; without blocks when no topic is configured.
func topics(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "temas", Title: "Temas y dependencias"}
	if !a.hasTopics() {
		return s, nil
	}
	s.Blocks = append(s.Blocks, a.topicTable(), a.pareto(), a.topicHeat())
	return s, nil
}

func (a *analysis) topicTable() *reports.Table {
	t := &reports.Table{
		ID: "T6", Title: "Menciones válidas por tema", Sheet: "Temas",
		Columns: []reports.Column{{Title: "Tema", Width: 0.2}, {Title: "Dependencia", Width: 0.16}, {Title: "n", Right: true, Width: 0.06}, {Title: "De las válidas", Right: true}, {Title: "Negativas", Right: true}, {Title: "% negativas", Right: true}, {Title: "Aporte al negativo (M08)", Right: true}, {Title: "NSS total", Right: true}, {Title: "Negativas, mes anterior", Right: true}},
		Empty:   "Ninguna mención válida habla de los temas configurados.",
	}
	for _, name := range a.topicNames() {
		t.Rows = append(t.Rows, a.topicRow(name, of(a.now.topic, name), a.at(1, func(t *tally) reports.Value { return reports.Int(of(t.topic, name).Negative) })))
	}
	if len(t.Rows) > 0 {
		t.Rows = append(t.Rows, a.topicRow("Sin tema reconocido", untold(a.now), a.at(1, func(t *tally) reports.Value { return reports.Int(untold(t).Negative) })))
	}
	return t
}

func (a *analysis) topicRow(name string, c reports.Classes, before reports.Value) []reports.Cell {
	cells := []reports.Cell{{Text: name}, {Text: a.dependency(name)}}
	return append(cells, row("", reports.Int(c.Total()), reports.Share(c.Total(), a.now.all.Total(), "menciones"), reports.Int(c.Negative), c.Share(lexicon.Negative),
		reports.Share(c.Negative, a.now.all.Negative, "menciones negativas"), c.NSS(), before)[1:]...)
}

// untold are the mentions without topic.
func untold(t *tally) reports.Classes {
	rest := t.all
	for _, c := range t.topic {
		rest = rest.Minus(*c)
	}
	return rest
}

// pareto is C4: the topics that carry the negative mentions.
func (a *analysis) pareto() *reports.Chart {
	c := &reports.Chart{ID: "C4", Title: "Menciones negativas por tema", Kind: reports.Bars, Unit: reports.Count, YTitle: "menciones negativas", Sheet: "Temas"}
	bars := reports.Series{Name: "negativas", Color: orange}
	for _, name := range a.topicNames() {
		if n := of(a.now.topic, name).Negative; n > 0 && len(c.Categories) < 12 {
			c.Categories = append(c.Categories, name)
			bars.Values = append(bars.Values, reports.Int(n))
		}
	}
	if len(c.Categories) == 0 {
		c.Empty = "Ninguna mención negativa habla de los temas configurados."
	} else {
		c.Series = []reports.Series{bars}
	}
	c.Alt = "Barras con las menciones negativas de cada tema, de mayor a menor. " + sayTopics(a)
	return c
}

// topicHeat is C5: topics by class.
func (a *analysis) topicHeat() *reports.Chart {
	c := &reports.Chart{ID: "C5", Title: "Menciones por tema y clase", Kind: reports.HeatMap, Unit: reports.Count, Sheet: "Temas",
		Alt: "Cuadro sombreado con las menciones de cada tema por clase. " + sayTopics(a)}
	c.Categories = a.topicNames()
	for _, p := range reports.ClassesInOrder {
		line := reports.Series{Name: classSeries[p], Color: classColor[p]}
		for _, name := range c.Categories {
			line.Values = append(line.Values, reports.Int(of(a.now.topic, name).Of(p)))
		}
		c.Series = append(c.Series, line)
	}
	if len(c.Categories) == 0 {
		c.Empty = "Ninguna mención válida habla de los temas configurados."
	}
	return c
}
