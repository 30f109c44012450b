package sentiment

import (
	"cmp"
	"maps"
	"slices"

	"pulso/lexicon"
	"pulso/reports"
)

// targetKinds are the kinds of a target in the order of print, with their Spanish names.
var targetKinds = []struct{ kind, name string }{
	{"own", "entidad"}, {"service", "empresa de servicios"}, {"other", "otro"}, {"city", "ciudad"},
}

func (a *analysis) hasTargets() bool { return len(a.in.Office.Targets) > 0 }

// kindOf is the kind of a target by its name; a name that is not configured is of kind other.
func (a *analysis) kindOf(name string) string {
	for _, t := range a.in.Office.Targets {
		if t.Name == name {
			return t.Kind
		}
	}
	return "other"
}

func kindName(kind string) string {
	for _, k := range targetKinds {
		if k.kind == kind {
			return k.name
		}
	}
	return kind
}

// own are the mentions about the entity itself: the headline where targets are configured.
func (a *analysis) own(t *tally) reports.Classes {
	var sum reports.Classes
	for name, c := range t.target {
		if a.kindOf(name) == "own" {
			sum = sum.Plus(*c)
		}
	}
	return sum
}

// targets is the section on whom the feeling is about; without blocks when no target is configured.
func targets(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "objetivo", Title: "¿Hacia quién va el sentimiento?"}
	if !a.hasTargets() {
		return s, nil
	}
	t := &reports.Table{
		ID: "T5", Title: "Menciones válidas por objetivo y clase", Sheet: "Objetivo",
		Columns: classColumns("Objetivo", "Tipo"),
		Notes:   []string{"El titular sobre la entidad cuenta solo los objetivos de tipo «entidad». Un insulto a un tercero es negativo, pero no es contra la Alcaldía."},
	}
	for _, name := range a.targetNames() {
		c := of(a.now.target, name)
		t.Rows = append(t.Rows, classRow([]string{name, kindName(a.kindOf(name))}, c))
	}
	t.Rows = append(t.Rows, classRow([]string{"Sin objetivo reconocido", ""}, untargeted(a.now)), bold(classRow([]string{"Total hacia la entidad", "entidad"}, a.own(a.now))))
	s.Blocks = append(s.Blocks, t)
	return s, nil
}

// targetNames are the targets with mentions: by kind, then by number of mentions.
func (a *analysis) targetNames() []string {
	rank := func(name string) int {
		return slices.IndexFunc(targetKinds, func(k struct{ kind, name string }) bool { return k.kind == a.kindOf(name) })
	}
	return slices.SortedFunc(maps.Keys(a.now.target), func(x, y string) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), -cmp.Compare(a.now.target[x].Total(), a.now.target[y].Total()), cmp.Compare(x, y))
	})
}

// classColumns are the columns of a table of classes by something.
func classColumns(labels ...string) []reports.Column {
	var out []reports.Column
	for _, l := range labels {
		out = append(out, reports.Column{Title: l, Width: 0.34 / float64(len(labels))})
	}
	for _, l := range []string{"n", "Positivas", "Negativas", "Neutras", "% negativas", "NSS total"} {
		out = append(out, reports.Column{Title: l, Right: true})
	}
	return out
}

func classRow(labels []string, c reports.Classes) []reports.Cell {
	var cells []reports.Cell
	for _, l := range labels {
		cells = append(cells, reports.Cell{Text: l})
	}
	return append(cells, row("", reports.Int(c.Total()), reports.Int(c.Positive), reports.Int(c.Negative), reports.Int(c.Neutral), c.Share(lexicon.Negative), c.NSS())[1:]...)
}

// untargeted are the mentions without target.
func untargeted(t *tally) reports.Classes {
	rest := t.all
	for _, c := range t.target {
		rest = rest.Minus(*c)
	}
	return rest
}
