package growth

import (
	"cmp"
	"fmt"
	"slices"

	"pulso/pipeline/social"
	"pulso/reports"
)

// A standing is a peer's or our own public figures on a network.
type standing struct {
	name         string
	own          bool
	followers    reports.Value
	growth       reports.Value
	posts        reports.Value
	interactions reports.Value
}

// standings are the accounts on a network that can be compared, largest first.
func (a *analysis) standings(n social.Network) []standing {
	var out []standing
	for _, p := range a.in.Peers {
		if p.Network != n || p.Month != a.now {
			continue
		}
		s := standing{name: p.Name, followers: reports.FromOpt(p.Followers, "sin dato"), posts: reports.FromOpt(p.Posts, "sin dato"), interactions: reports.FromOpt(p.Interactions, "sin dato"),
			growth: reports.NoValue("sin mes anterior", reports.Change)}
		for _, q := range a.in.Peers {
			if q.Network == n && q.Name == p.Name && q.Month == a.now.Add(-1) {
				s.growth = relative(s.followers, reports.FromOpt(q.Followers, "sin dato"))
			}
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil
	}
	for _, acc := range a.accounts {
		if acc.Network == n && acc.listed {
			public := func(p *social.Post) reports.Value {
				v := interactions(p)
				if v.OK && p.Saves.OK {
					v.N -= float64(p.Saves.V) // saves are not public, so peers' figures lack them
				}
				return v
			}
			out = append(out, standing{name: acc.Label(), own: true, followers: plain(a.closing(acc, 0)), growth: plain(a.rate(acc, 0)), posts: plain(a.posted(acc, 0)),
				interactions: plain(sumPosts(acc.months[0].posts, public, "sin dato"))})
		}
	}
	slices.SortStableFunc(out, func(x, y standing) int {
		return cmp.Or(-cmp.Compare(x.followers.N, y.followers.N), cmp.Compare(x.name, y.name))
	})
	return out
}

func relative(now, before reports.Value) reports.Value {
	switch {
	case !now.OK || !before.OK:
		return reports.NoValue("sin dato", reports.Change)
	case before.N == 0:
		return reports.NoValue("sin seguidores antes", reports.Change)
	}
	return reports.Num(now.N/before.N-1, reports.Change)
}

// perPost is public interactions over posts.
func (s *standing) perPost() reports.Value {
	return reports.Ratio(s.interactions, s.posts, "sin publicaciones").As(reports.Number)
}

// peers is the section that compares with other entities; without blocks when no figures of peers were given.
func peers(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "comparativo", Title: "Comparación con otras entidades"}
	t := &reports.Table{
		Title: "Cifras públicas de las cuentas comparadas", Sheet: "Comparativo",
		Columns: []reports.Column{{Title: "Red", Width: 0.12}, {Title: "Cuenta", Width: 0.28}, {Title: "Seguidores", Right: true}, {Title: "Crecimiento", Right: true}, {Title: "Publicaciones", Right: true, Width: 0.14}, {Title: "Interacciones públicas", Right: true, Width: 0.14}, {Title: "Por publicación", Right: true, Width: 0.13}},
		Notes:   []string{"Solo cifras que cualquiera puede ver; por eso las interacciones propias van sin guardados. Las entidades tienen poblaciones distintas: la posición no es una calificación."},
	}
	for _, n := range social.Networks {
		list := a.standings(n)
		for i := range list {
			x := &list[i]
			per := x.perPost()
			t.Rows = append(t.Rows, []reports.Cell{{Text: n.Title(), Bold: x.own}, {Text: x.name, Bold: x.own}, {Value: &x.followers, Bold: x.own}, {Value: &x.growth, Bold: x.own}, {Value: &x.posts, Bold: x.own}, {Value: &x.interactions, Bold: x.own}, {Value: &per, Bold: x.own}})
			if x.own && x.followers.OK {
				t.Notes = append(t.Notes, fmt.Sprintf("%s: %s ocupa el puesto %d de %d por seguidores.", n.Title(), x.name, i+1, len(list)))
			}
		}
	}
	if len(t.Rows) == 0 {
		return s, nil
	}
	t.ID = "T13"
	s.Blocks = append(s.Blocks, t)
	return s, nil
}

func (a *analysis) peerSheet() reports.Sheet {
	var rows reports.Rows
	for _, n := range social.Networks {
		for _, x := range a.standings(n) {
			rows = append(rows, []reports.Datum{n.Title(), x.name, x.own, x.followers.Cell(), x.growth.Cell(), x.posts.Cell(), x.interactions.Cell(), x.perPost().Cell()})
		}
	}
	return reports.Sheet{
		Name: "Comparativo", Table: "Comparativo", Freeze: true, Rows: rows.All(),
		Purpose: "Cifras públicas propias y de otras entidades. Vacía si no se entregaron.",
		Columns: []reports.SheetColumn{
			{Name: "red", Doc: "Red social.", Type: reports.Text, Width: 14},
			{Name: "cuenta", Doc: "Entidad o cuenta.", Type: reports.Text, Width: 36},
			{Name: "propia", Doc: "Sí cuando es de la oficina.", Type: reports.YesNo},
			{Name: "seguidores", Doc: "Seguidores al cierre.", Type: reports.Integer},
			{Name: "crecimiento", Doc: "Cambio frente al mes anterior, fracción.", Type: reports.Percent},
			{Name: "publicaciones", Doc: "Publicaciones del mes.", Type: reports.Integer},
			{Name: "interacciones", Doc: "Reacciones, comentarios y compartidos.", Type: reports.Integer},
			{Name: "por_publicacion", Doc: "Interacciones / publicaciones.", Type: reports.Decimal},
		},
	}
}
