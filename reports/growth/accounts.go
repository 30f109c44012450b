package growth

import (
	"cmp"
	"fmt"
	"strings"

	"pulso/pipeline/social"
	"pulso/reports"
)

// covered are the days of the month back of which the files say anything of the account: a daily value, a capture
// or a post.
func (a *analysis) covered(acc *account, back int) map[social.Date]bool {
	f := &acc.months[back]
	days := map[social.Date]bool{}
	for _, values := range f.daily {
		for d := range values {
			days[d] = true
		}
	}
	for _, p := range f.posts {
		days[social.DateOf(p.PublishedAt, a.in.Zone)] = true
	}
	return days
}

// completeness is Q05 over the configured accounts. A value of the whole month covers all its days.
func (a *analysis) completeness(back int) reports.Value {
	if why := a.absent(back); why != "" {
		return reports.NoValue(why, reports.Rate)
	}
	have, all := 0, 0
	for _, acc := range a.accounts {
		if !acc.listed {
			continue
		}
		days := acc.months[back].month.Days()
		all += days
		if len(acc.months[back].whole) > 0 {
			have += days
			continue
		}
		have += len(a.covered(acc, back))
	}
	if all == 0 {
		return reports.NoValue("sin cuentas configuradas", reports.Rate)
	}
	v := reports.Num(float64(have)/float64(all), reports.Rate)
	if v.N < 0.95 {
		v = v.With(reports.Partial)
	}
	return v
}

// accounts is the section on the accounts and on the quality of the data.
func accounts(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "ficha", Title: "Ficha técnica y calidad de los datos"}
	t := &reports.Table{
		ID: "T1", Title: "Cuentas oficiales y cobertura de los datos", Sheet: "Calidad_Datos",
		Columns: []reports.Column{{Title: "Red", Width: 0.11}, {Title: "Cuenta", Width: 0.2}, {Title: "Dependencia y responsable", Width: 0.19}, {Title: "Primer dato", Width: 0.12}, {Title: "Último dato", Width: 0.12}, {Title: "Días con dato", Right: true, Width: 0.11}, {Title: "Publicaciones", Right: true, Width: 0.15}},
		Empty:   "No hay cuentas configuradas ni datos de ninguna cuenta.",
	}
	for _, acc := range a.accounts {
		t.Rows = append(t.Rows, a.accountRow(acc))
		switch {
		case acc.unnamed():
			t.Notes = append(t.Notes, acc.label()+": los insumos no dicen de qué cuenta son; asigne esos archivos a una cuenta en la configuración.")
		case !acc.listed:
			t.Notes = append(t.Notes, acc.label()+": viene en los insumos y no está en la configuración.")
		}
	}
	s.Blocks = append(s.Blocks, t)
	if a.homeless > 0 {
		s.Blocks = append(s.Blocks, &reports.Notice{Text: sayHomeless(a.homeless)})
	}
	s.Blocks = append(s.Blocks, a.newcomers()...)
	s.Blocks = append(s.Blocks, reports.BreakTable("T2", a.breaks()), a.missingTable())
	if t := a.goneTable(); t != nil {
		s.Blocks = append(s.Blocks, t)
	}
	return s, nil
}

func sayHomeless(n int) string {
	if n == 1 {
		return "1 valor de métricas no dice de qué red o cuenta es y no entra en ninguna cifra. Asigne su archivo a una red y a una cuenta en la configuración."
	}
	return reports.Fixed(float64(n), 0) + " valores de métricas no dicen de qué red o cuenta son y no entran en ninguna cifra. Asigne sus archivos a una red y a una cuenta en la configuración."
}

func (a *analysis) breaks() []reports.Break {
	return reports.BreaksBetween(a.now.Add(1-depth), a.now, a.networks())
}

func (a *analysis) accountRow(acc *account) []reports.Cell {
	days := sortedSet(a.covered(acc, 0))
	first, last := "sin dato", "sin dato"
	if len(days) > 0 {
		first, last = reports.Day(days[0]), reports.Day(days[len(days)-1])
	}
	who := strings.Trim(acc.Dependency+" · "+acc.Responsible, " ·")
	if acc.Responsible == "" && acc.listed {
		who = strings.Trim(acc.Dependency+" · sin responsable asignado", " ·")
	}
	name := acc.Label()
	if acc.Handle != "" && acc.Handle != name {
		name += " (@" + strings.TrimPrefix(acc.Handle, "@") + ")"
	}
	posted := a.posted(acc, 0)
	return []reports.Cell{
		{Text: acc.Network.Title()}, {Text: name, Link: acc.URL}, {Text: cmp.Or(who, "sin asignar")},
		{Text: first}, {Text: last}, {Text: fmt.Sprintf("%d de %d", len(days), a.now.Days())}, {Value: &posted},
	}
}

func sortedSet(days map[social.Date]bool) []social.Date {
	values := map[social.Date]*social.AccountMetric{}
	for d := range days {
		values[d] = nil
	}
	return sortedDays(values)
}

// A need is a figure that the report wants of every account, and what is done without it.
type need struct {
	name string
	of   func(*analysis, *account) reports.Value
	then string
}

var needs = []need{
	{"seguidores al cierre (K01)", func(a *analysis, acc *account) reports.Value { return a.closing(acc, 0) }, "No se calcula el crecimiento con cierres; se usan altas y bajas si las hay."},
	{"crecimiento neto (K02)", func(a *analysis, acc *account) reports.Value { return a.net(acc, 0) }, "La cuenta no entra en la suma del crecimiento."},
	{"publicaciones (K07)", func(a *analysis, acc *account) reports.Value { return a.posted(acc, 0) }, "No hay exporte de contenido de la cuenta: no se cuenta como cero y queda por fuera de las sumas."},
	{"interacciones (K08)", func(a *analysis, acc *account) reports.Value { return a.engaged(acc, 0) }, "La cuenta no entra en la suma de interacciones."},
	{"alcance mensual (K12)", func(a *analysis, acc *account) reports.Value { return a.monthlyReach(acc, 0) }, "No se reemplaza por la suma de los días: contaría varias veces a la misma persona."},
}

func (a *analysis) missingTable() *reports.Table {
	t := &reports.Table{
		ID: "T3", Title: "Métricas que faltan y qué se hizo", Sheet: "Calidad_Datos",
		Columns: []reports.Column{{Title: "Cuentas", Width: 0.25}, {Title: "Métrica", Width: 0.2}, {Title: "Motivo", Width: 0.25}, {Title: "Tratamiento", Width: 0.3}},
		Empty:   "No falta ninguna de las métricas que el informe usa.",
	}
	type gap struct{ metric, why, then string }
	var gaps []gap // in the order in which they are met
	of := map[gap][]string{}
	add := func(g gap, acc *account) {
		if of[g] == nil {
			gaps = append(gaps, g)
		}
		of[g] = append(of[g], acc.label())
	}
	for _, acc := range a.accounts {
		if len(a.covered(acc, 0)) == 0 && len(acc.months[0].whole) == 0 {
			add(gap{"todas", "ningún archivo del mes trae datos de la cuenta", "La cuenta no entra en ninguna suma del mes."}, acc)
			continue
		}
		for _, n := range needs {
			if v := n.of(a, acc); !v.OK {
				add(gap{n.name, v.Missing, n.then}, acc)
			}
		}
	}
	for _, g := range gaps {
		t.Rows = append(t.Rows, []reports.Cell{{Text: reports.Join(of[g])}, {Text: g.metric}, {Text: g.why}, {Text: g.then}})
	}
	return t
}
