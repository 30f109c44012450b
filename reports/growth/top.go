package growth

import (
	"cmp"
	"slices"

	"pulso/pipeline/social"
	"pulso/reports"
)

// minReach is the least reach of a post that is ranked: with fewer, three interactions of colleagues make a record.
const minReach = 100

// A ranking is a post with its account.
type ranking struct {
	*social.Post
	account *account
}

// ranked are the posts that can be compared, best K09 first; ties go to the larger reach, then to the earlier.
func (a *analysis) ranked() []ranking {
	var out []ranking
	for _, acc := range a.accounts {
		for _, p := range acc.months[0].posts {
			if erReach(p).OK && p.Reach.V >= minReach && p.Type != social.TypeStory {
				out = append(out, ranking{p, acc})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y ranking) int {
		return cmp.Or(-cmp.Compare(erReach(x.Post).N, erReach(y.Post).N), -cmp.Compare(x.Reach.V, y.Reach.V),
			x.PublishedAt.Compare(y.PublishedAt), cmp.Compare(x.ID, y.ID))
	})
	return out
}

// title is the beginning of a post's own words.
func title(p *social.Post, n int) string {
	return cmp.Or(reports.Excerpt(p.Text, n), "sin texto")
}

// topPosts is the section on the best and the weakest posts.
func topPosts(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "destacadas", Title: "Publicaciones destacadas"}
	all := a.ranked()
	best := all[:min(10, len(all))]
	empty := "Ninguna publicación trae a la vez interacciones y un alcance de 100 cuentas o más."
	s.Blocks = append(s.Blocks, a.rankingTable("T7", "Las de mayor interacción por alcance (K09)", best, empty))
	// With fewer than fifteen the two lists would share posts.
	if len(all) >= 15 {
		last := slices.Clone(all[len(all)-5:])
		slices.Reverse(last)
		s.Blocks = append(s.Blocks, a.rankingTable("T7b", "Las de menor interacción por alcance (K09)", last, empty))
	}
	if n := len(a.allPosts("", 0)); n > len(all) {
		verb := " del mes se comparan "
		if len(all) == 1 {
			verb = " del mes se compara "
		}
		s.Blocks = append(s.Blocks, &reports.Paragraph{Text: "De " + reports.Plural(n, "publicación", "publicaciones") + verb + reports.Fixed(float64(len(all)), 0) +
			": las demás no traen interacciones o alcance, tienen un alcance menor de 100 cuentas o son historias."})
	}
	return s, nil
}

func (a *analysis) rankingTable(id, name string, list []ranking, empty string) *reports.Table {
	t := &reports.Table{
		ID: id, Title: name, Sheet: "Publicaciones", Empty: empty,
		Columns: []reports.Column{{Title: "Publicación", Width: 0.33}, {Title: "Red", Width: 0.12}, {Title: "Fecha y hora", Width: 0.12}, {Title: "Formato", Width: 0.1}, {Title: "Alcance", Right: true, Width: 0.1}, {Title: "Interacciones", Right: true, Width: 0.14}, {Title: "K09", Right: true, Width: 0.09}},
	}
	for _, r := range list {
		reached, inter, rate := reports.FromOpt(r.Reach, "sin alcance"), interactions(r.Post), plain(erReach(r.Post))
		t.Rows = append(t.Rows, []reports.Cell{
			{Text: title(r.Post, 100), Link: r.Permalink}, {Text: r.Network.Title()}, {Text: reports.Moment(r.PublishedAt, r.Precision, a.in.Zone)},
			{Text: postType(r.Post)}, {Value: &reached}, {Value: &inter}, {Value: &rate},
		})
	}
	return t
}
