package sentiment

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"pulso/lexicon"
	"pulso/pipeline/social"
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
		Notes:   []string{"El titular sobre la entidad cuenta solo los objetivos de tipo «entidad». Un insulto a un tercero es negativo, pero no es contra la Alcaldía. Lo que no tiene objetivo reconocido no se le atribuye a nadie."},
	}
	for _, name := range a.targetNames() {
		c := of(a.now.target, name)
		t.Rows = append(t.Rows, classRow([]string{name, kindName(a.kindOf(name))}, c))
	}
	t.Rows = append(t.Rows, classRow([]string{"Sin objetivo reconocido", ""}, untargeted(a.now)), bold(classRow([]string{"Total hacia la entidad", "entidad"}, a.own(a.now))))
	s.Blocks = append(s.Blocks, &reports.Paragraph{Rule: "S-10", Text: sayEntity(a)}, t, a.ruleTable())
	return s, nil
}

// sayEntity says on how much the headline about the entity rests.
func sayEntity(a *analysis) string {
	n, own := a.now.all.Total(), a.own(a.now).Total()
	aimed := n - untargeted(a.now).Total()
	if aimed == 0 {
		return "De ninguna mención válida se reconoce hacia quién va: no hay sentimiento hacia la entidad que informar."
	}
	part := func(k int) string {
		if v := reports.Share(k, n, "menciones"); v.OK {
			return reports.Fixed(float64(k), 0) + " (" + v.String() + ")"
		}
		return reports.Fixed(float64(k), 0)
	}
	text := fmt.Sprintf("El sentimiento hacia la entidad se apoya en %s de %s", part(own), reports.Plural(n, "mención válida", "menciones válidas"))
	if inferred := a.ruled(social.TargetInferred, true).Total(); inferred > 0 {
		text += fmt.Sprintf("; de ellas, %s por el tema y no porque el texto la nombre", reports.Plural(inferred, "se le atribuye a ella", "se le atribuyen a ella"))
	}
	if aimed == n {
		return text + ". Se reconoce hacia quién van todas."
	}
	return text + ". Se reconoce hacia quién van " + part(aimed) + "; las demás no se le atribuyen a nadie."
}

// ruled are the mentions whose target a rule found; own keeps those about the entity.
func (a *analysis) ruled(rule social.TargetRule, own bool) reports.Classes {
	var sum reports.Classes
	for to, c := range a.now.aim {
		if to.rule == rule && (!own || a.kindOf(to.target) == "own") {
			sum = sum.Plus(*c)
		}
	}
	return sum
}

// ruleTable says by what rules the targets were found, and what the headline would be without the inferred ones.
func (a *analysis) ruleTable() *reports.Table {
	t := &reports.Table{
		ID: "T5b", Title: "Por qué se reconoció el objetivo", Sheet: "Menciones",
		Columns: []reports.Column{{Title: "Regla", Width: 0.22}, {Title: "Qué quiere decir", Width: 0.42}, {Title: "Menciones", Right: true}, {Title: "Hacia la entidad", Right: true}, {Title: "NSS total hacia la entidad", Right: true}},
		Empty:   "De ninguna mención válida se reconoce hacia quién va.",
		Notes:   []string{"Las reglas se prueban en este orden y vale la primera que acierta. La base trae la regla y su evidencia en cada mención (columnas por_que_objetivo y evidencia_objetivo)."},
	}
	for _, r := range reports.TargetRules {
		all, own := a.ruled(r.Rule, false), a.ruled(r.Rule, true)
		if all.Total() > 0 {
			t.Rows = append(t.Rows, append([]reports.Cell{{Text: r.Name}, {Text: r.Doc}}, row("", reports.Int(all.Total()), reports.Int(own.Total()), own.NSS())[1:]...))
		}
	}
	if len(t.Rows) == 0 {
		return t
	}
	own := a.own(a.now)
	if inferred := a.ruled(social.TargetInferred, true); inferred.Total() > 0 {
		rest := own.Minus(inferred)
		aimed := a.now.all.Minus(untargeted(a.now)).Minus(a.ruled(social.TargetInferred, false))
		t.Rows = append(t.Rows, append([]reports.Cell{{Text: "Sin las inferidas"}, {}}, row("", reports.Int(aimed.Total()), reports.Int(rest.Total()), rest.NSS())[1:]...))
	}
	total := a.now.all.Minus(untargeted(a.now))
	t.Rows = append(t.Rows, bold(append([]reports.Cell{{Text: "Todas"}, {}}, row("", reports.Int(total.Total()), reports.Int(own.Total()), own.NSS())[1:]...)))
	return t
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
