package growth

import (
	"slices"

	"pulso/pipeline/social"
	"pulso/reports"
)

// posts is the section on what was published.
func posts(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "publicaciones", Title: "Publicaciones"}
	s.Blocks = append(s.Blocks, a.frequency(), a.formats(), a.formatChart())
	return s, nil
}

// typesPublished are the types that some post of the month has, in the order of print.
func (a *analysis) typesPublished() []string {
	all := a.allPosts("", 0)
	var out []string
	for _, kind := range social.PostTypes {
		if slices.ContainsFunc(all, func(p *social.Post) bool { return postType(p) == kind }) {
			out = append(out, kind)
		}
	}
	return out
}

// postType is the post's type; one that the list does not know is «otro».
func postType(p *social.Post) string {
	if slices.Contains(social.PostTypes, p.Type) {
		return p.Type
	}
	return social.TypeOther
}

func countType(posts []*social.Post, kind string) int {
	n := 0
	for _, p := range posts {
		if postType(p) == kind {
			n++
		}
	}
	return n
}

// frequency is K07 by account, held against other months.
func (a *analysis) frequency() *reports.Table {
	t := &reports.Table{
		ID: "T5", Title: "Publicaciones por cuenta (K07)", Sheet: "Publicaciones",
		Columns: []reports.Column{{Title: "Cuenta", Width: 0.22}, {Title: "Publicaciones", Right: true, Width: 0.16}, {Title: "Por día", Right: true}, {Title: "Mes anterior", Right: true}, {Title: "Media de 3 meses", Right: true}, {Title: "Con imagen o video (K14)", Right: true}},
		Empty:   "No hay cuentas.",
		Notes:   []string{"Las historias se cuentan aparte: duran 24 horas y las redes las entregan incompletas.", "El procedimiento dice «preferiblemente» una imagen o un video: K14 es un indicador y no una falta."},
	}
	for _, acc := range a.accounts {
		posted := func(back int) reports.Value { return a.posted(acc, back) }
		now := posted(0)
		t.Rows = append(t.Rows, row(acc.label(), now, perDay(now, a.now), posted(1), a.mean(posted, 3).As(reports.Number), withMedia(acc.months[0].posts)))
	}
	if len(a.accounts) > 1 {
		posted := func(back int) reports.Value { return a.sum(a.posted, back, reports.Count) }
		now, mean := posted(0), a.mean(posted, 3).As(reports.Number)
		for back := 1; back <= 3; back++ {
			if mean.OK && a.stored[back] && !a.sameAccounts(a.posted, back) {
				mean = mean.With("no todos los meses reúnen las mismas cuentas")
				break
			}
		}
		t.Rows = append(t.Rows, bold(row("Suma de la oficina", now, perDay(now, a.now), posted(1), mean, withMedia(a.allPosts("", 0)))))
	}
	return t
}

func perDay(v reports.Value, m social.Month) reports.Value {
	if v.OK {
		v.N /= float64(m.Days())
	}
	return v.As(reports.Number)
}

// formats is the count of posts by network and type.
func (a *analysis) formats() *reports.Table {
	t := &reports.Table{
		ID: "T5b", Title: "Publicaciones por red y formato", Sheet: "Publicaciones",
		Columns: []reports.Column{{Title: "Red", Width: 0.22}},
		Empty:   "No hay publicaciones del mes en los insumos.",
		Notes:   []string{"El total incluye las historias, si las hay; K07 no las cuenta."},
	}
	kinds := a.typesPublished()
	if len(kinds) == 0 {
		return t
	}
	for _, kind := range kinds {
		t.Columns = append(t.Columns, reports.Column{Title: kind, Right: true})
	}
	t.Columns = append(t.Columns, reports.Column{Title: "Total", Right: true})
	for _, n := range append(a.networks(), "") {
		published := a.allPosts(n, 0)
		name := n.Title()
		if n == "" {
			name = "Todas"
		}
		if len(published) == 0 {
			cells := row(name)
			for range len(kinds) + 1 {
				cells = append(cells, reports.Cell{Text: "sin dato"})
			}
			t.Rows = append(t.Rows, cells)
			continue
		}
		cells := row(name)
		for _, kind := range kinds {
			v := reports.Int(countType(published, kind))
			cells = append(cells, reports.Cell{Value: &v})
		}
		v := reports.Int(len(published))
		cells = append(cells, reports.Cell{Value: &v, Bold: true})
		if n == "" {
			cells = bold(cells)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// formatChart is C3.
func (a *analysis) formatChart() *reports.Chart {
	c := &reports.Chart{ID: "C3", Title: "Publicaciones por red y formato", Kind: reports.StackedColumns, Unit: reports.Count, YTitle: "publicaciones", Sheet: "Publicaciones"}
	var networks []social.Network
	for _, n := range a.networks() {
		if len(a.allPosts(n, 0)) > 0 {
			networks = append(networks, n)
			c.Categories = append(c.Categories, n.Title())
		}
	}
	for _, kind := range a.typesPublished() {
		s := reports.Series{Name: kind}
		for _, n := range networks {
			s.Values = append(s.Values, reports.Int(countType(a.allPosts(n, 0), kind)))
		}
		c.Series = append(c.Series, s)
	}
	if len(networks) == 0 {
		c.Empty = "No hay publicaciones del mes en los insumos."
	}
	c.Alt = "Columnas apiladas con las publicaciones de cada red según su formato. " + sayPosts(a)
	return c
}
