package ingest

import (
	"regexp"
	"strings"

	"pulso/pipeline/social"
)

// The workbooks of followers, visitors and competitors of a LinkedIn Page [C]: not met as real files. In the daily
// sheet of followers «Total followers» is what the day added; in the breakdowns it is how many there are.

var linkedInFollowers = suite{&linkedInNewFollowers, &linkedInFollowerBreakdown}

var linkedInNewFollowers = tabular{
	name: "linkedin.followers",
	layout: Layout{
		{"date", []string{"Date", "Fecha", "Data"}},
		{string(social.FollowersNew), []string{"Total followers", "Total new followers", "Total de seguidores", "Seguidores totales", "Total de nuevos seguidores"}},
		{"organic", []string{"Organic followers", "Seguidores orgánicos", "Followers organic", "Seguidores orgânicos"}},
		{otherField, []string{
			"Sponsored followers", "Seguidores patrocinados", "Auto-invited followers", "Seguidores invitados automáticamente", "Seguidores convidados automaticamente",
		}},
	},
	need:  []string{"date", string(social.FollowersNew), "organic"},
	begin: linkedInBegin,
	row:   linkedInDayRow([]series{{social.FollowersNew, social.Sum}}),
}

// linkedInDimensions are the first columns of the breakdowns.
var linkedInDimensions = Layout{
	{"city", []string{"Location", "Ubicación", "Localidade", "Localização"}}, // «Bogotá, Colombia»
	{"country", []string{"Country/Region", "País o región", "País/Região"}},
	{"job_function", []string{"Job function", "Function", "Función laboral", "Función", "Função"}},
	{"seniority", []string{"Seniority", "Experience Level", "Nivel de responsabilidad", "Nivel de experiencia", "Antigüedad", "Nível de experiência"}},
	{"industry", []string{"Industry", "Sector", "Setor"}},
	{"company_size", []string{"Company size", "Tamaño de la empresa", "Tamaño de empresa", "Tamanho da empresa"}},
}

var linkedInFollowerBreakdown = linkedInBreakdown("linkedin.followers", "followers",
	"Total followers", "Total de seguidores", "Seguidores totales", "Number of followers")

// linkedInBreakdown is a sheet of two columns: a value of a dimension and a count.
func linkedInBreakdown(name, base string, counts ...string) tabular {
	return tabular{
		name:   name,
		layout: append(append(Layout{}, linkedInDimensions...), Column{"count", counts}),
		need:   []string{"count"},
		begin:  linkedInBegin,
		row: func(c *cells) {
			file := c.state.(linkedInFile)
			dimension := linkedInDimension(c.bound)
			if dimension == "" {
				c.failRow(social.BadRow, "No se sabe qué desglose es esta hoja. Descargue de nuevo el archivo de LinkedIn.")
				return
			}
			key, count := c.word(dimension), c.number("count")
			if isTotal(key) {
				c.skip("fila de totales")
				return
			}
			if key == "" || !count.OK {
				c.skip("fila sin desglose")
				return
			}
			c.emit(&social.Audience{From: c.origin(), Network: social.LinkedIn, AccountID: file.owner.id, AccountName: file.owner.name,
				Snapshot: file.exported, Base: base, Dimension: dimension, Key: key, Value: count.V, Unit: "count", Format: c.format})
		},
	}
}

// linkedInDimension is the dimension of a breakdown.
func linkedInDimension(b *binding) string {
	for _, d := range linkedInDimensions {
		if b.has(d.Field) {
			return d.Field
		}
	}
	return ""
}

var linkedInVisitors = suite{&linkedInVisits, &linkedInVisitorBreakdown}

// linkedInVisits counts views of the page by day. Unique visitors have no place in the vocabulary and are left out.
var linkedInVisits = tabular{
	name: "linkedin.visitors",
	layout: Layout{
		{"date", []string{"Date", "Fecha", "Data"}},
		{string(social.ProfileVisits), []string{
			"Total page views (total)", "Total page views", "Visualizaciones totales de la página (total)", "Visualizaciones de la página totales (total)",
			"Total de visualizaciones de la página (total)", "Total de visualizações da página (total)",
		}},
		{"visitors", []string{
			"Total unique visitors (total)", "Total unique visitors", "Visitantes únicos totales (total)", "Total de visitantes únicos (total)", "Total de visitantes únicos",
		}},
	},
	need:  []string{"date", string(social.ProfileVisits)},
	begin: linkedInBegin,
	row:   linkedInDayRow([]series{{social.ProfileVisits, social.Sum}}),
}

var linkedInVisitorBreakdown = linkedInBreakdown("linkedin.visitors", "visitors",
	"Total views", "Total de visualizaciones", "Visualizaciones totales", "Total de visualizações")

// linkedInCompetitors compares pages over a window that a note above the header tells. The office's own page is one of
// the rows; the others are of no concern to its figures.
var linkedInCompetitors = tabular{
	name: "linkedin.competitors",
	layout: Layout{
		{"page", []string{"Page", "Company", "Organization", "Página", "Empresa"}},
		{string(social.FollowersTotal), []string{"Total Followers", "Total de seguidores", "Seguidores totales"}},
		{string(social.FollowersNew), []string{"New Followers", "Nuevos seguidores", "Novos seguidores"}},
		{string(social.Interactions), []string{"Total post engagements", "Total post engagement", "Total de interacciones con publicaciones", "Interacciones totales con las publicaciones"}},
		{string(social.PostsPublished), []string{"Total posts", "Total de publicaciones", "Publicaciones totales"}},
	},
	need:  []string{"page", string(social.FollowersTotal), string(social.FollowersNew), string(social.Interactions)},
	begin: linkedInCompetitorsBegin,
	row:   linkedInCompetitorRow,
}

// A linkedInRivals is what the rows of a comparison share.
type linkedInRivals struct {
	window   period
	known    bool
	exported social.Date
}

var usDay = regexp.MustCompile(`\d{1,2}/\d{1,2}/\d{4}`)

func linkedInCompetitorsBegin(t *table, _ *binding, in Input) any {
	var r linkedInRivals
	_, r.exported = linkedInName(t.File)
	for _, row := range t.Head[:min(len(t.Head), searchRows)] {
		days := usDay.FindAllString(strings.Join(row.Cells, " "), -1)
		if len(days) < 2 {
			continue
		}
		start, okStart := monthFirst.day(days[0])
		end, okEnd := monthFirst.day(days[1])
		if okStart && okEnd && start.Compare(end) <= 0 {
			r.window, r.known = period{start, end, utcZone}, true
			break
		}
	}
	if in.Account == "" {
		in.Note("La comparación de LinkedIn trae varias páginas: indique en pulso.yaml (inbox) cuál es la de la entidad.")
	}
	return r
}

func linkedInCompetitorRow(c *cells) {
	r := c.state.(linkedInRivals)
	page := c.word("page")
	if !strings.EqualFold(page, c.in.Account) || page == "" {
		c.skip("página que no es la de la entidad")
		return
	}
	o := owner{network: social.LinkedIn, name: page}
	end := r.window.end
	if !r.known {
		end = r.exported
	}
	if v := c.number(string(social.FollowersTotal)); v.OK && !end.IsZero() {
		rec := c.metric(o, social.FollowersTotal, social.Snapshot, v.V, period{end, end, utcZone})
		rec.Granularity = social.Instant
		rec.ExportedAt = r.exported
		c.emit(rec)
	}
	if r.known {
		c.emitSeries(o, []series{{social.FollowersNew, social.Sum}, {social.Interactions, social.Sum}, {social.PostsPublished, social.Sum}}, r.window, r.exported)
	}
	if len(c.out) == 0 {
		c.skip("período que el archivo no dice")
	}
}

// matchLinkedInFollowers recognises also a workbook of which only the breakdowns are left.
func matchLinkedInFollowers(s *Sample, in Input) bool {
	return linkedInNewFollowers.match(s, in) || linkedInBreakdowns(s, &linkedInFollowerBreakdown)
}

func matchLinkedInVisitors(s *Sample, in Input) bool {
	return linkedInVisits.match(s, in) || linkedInBreakdowns(s, &linkedInVisitorBreakdown)
}

// linkedInBreakdowns says whether two sheets or more are breakdowns: one alone may be anybody's table.
func linkedInBreakdowns(s *Sample, f *tabular) bool {
	n := 0
	for _, t := range s.Tables {
		if _, b, ok := f.layout.find(t, f.need...); ok && linkedInDimension(b) != "" && len(b.header) == 2 {
			n++
		}
	}
	return n > 1
}
