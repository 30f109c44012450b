package ingest

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// The metric files of Meta Business Suite hold blocks one under the other, each with a title: a metric by day, or the
// composition of the audience. They are UTF-16 with a sep= line. Which metric of which network a block holds is said
// by its title alone, and often not even there.
const metaMetricsName = "meta.metrics"

// A metaBlock is what the title of a block is about.
type metaBlock struct {
	title   string
	network social.Network // empty when the title does not say
	metric  social.Metric  // empty when it is none that is kept
	audience
}

// An audience says what a block breaks down; its zero is no audience at all.
type audience struct {
	base, dimension string
}

// metaTitles are the words that tell a metric by the title of a block, in the order in which they are looked for.
var metaTitles = []struct {
	word   string
	metric social.Metric
}{
	{"link click", social.LinkClicks}, {"clics en el enlace", social.LinkClicks}, {"clics en enlace", social.LinkClicks}, {"cliques no link", social.LinkClicks}, {"cliques em ligac", social.LinkClicks},
	{"3-second", social.VideoViews}, {"3 segundos", social.VideoViews},
	{"net follow", social.FollowersNet}, {"seguidores netos", social.FollowersNet}, {"seguidores perdidos", social.FollowersLost}, {"lost follow", social.FollowersLost},
	{"unfollow", social.FollowersLost}, {"dejaron de seguir", social.FollowersLost}, {"deixaram de seguir", social.FollowersLost},
	{"follow", social.FollowersNew}, {"seguidores", social.FollowersNew}, {"seguimientos", social.FollowersNew}, {"seguimentos", social.FollowersNew},
	{"interaction", social.Interactions}, {"interaccion", social.Interactions}, {"interac", social.Interactions},
	{"visit", social.ProfileVisits}, {"visita", social.ProfileVisits},
	{"reach", social.Reach}, {"alcance", social.Reach},
	{"impression", social.Impressions}, {"impresion", social.Impressions}, {"impresso", social.Impressions},
	{"views", social.Views}, {"visualizac", social.Views},
}

// audienceTitles are the words that tell an audience block.
var audienceTitles = []struct{ word, dimension string }{
	{"age & gender", "age_gender"}, {"age and gender", "age_gender"}, {"sexo y edad", "age_gender"}, {"edad y sexo", "age_gender"}, {"edad y genero", "age_gender"}, {"genero y edad", "age_gender"},
	{"idade e genero", "age_gender"}, {"faixa etaria e genero", "age_gender"}, {"genero e idade", "age_gender"}, {"idade e sexo", "age_gender"}, {"sexo e idade", "age_gender"},
	{"countries", "country"}, {"paises", "country"}, {"cities", "city"}, {"ciudades", "city"}, {"cidades", "city"}, {"towns", "city"},
}

// blockOf tells what a title is about.
func blockOf(title string) metaBlock {
	key := headerKey(title)
	b := metaBlock{title: strings.TrimSpace(title)}
	switch {
	case strings.Contains(key, "facebook"):
		b.network = social.Facebook
	case strings.Contains(key, "instagram"):
		b.network = social.Instagram
	}
	for _, a := range audienceTitles {
		if strings.Contains(key, a.word) {
			b.audience = audience{"followers", a.dimension}
			if strings.Contains(key, "viewer") || strings.Contains(key, "espectador") {
				b.base = "viewers"
			}
			return b
		}
	}
	for _, m := range metaTitles {
		if strings.Contains(key, m.word) {
			b.metric = m.metric
			return b
		}
	}
	return b
}

var (
	metaDateHeaders  = map[string]bool{"date": true, "fecha": true, "data": true, "datum": true}
	metaValueHeaders = map[string]bool{"primary": true, "primario": true, "primaria": true, "principal": true}
	metaMetricDay    = dateRule{layouts: []string{"2006-01-02T15:04:05", "2006-01-02", "2006-01-02 15:04:05"}}
)

// isMetaHeader says whether r heads the days of a metric.
func isMetaHeader(r *row) bool {
	return len(r.Cells) >= 2 && metaDateHeaders[headerKey(r.Cells[0])] && metaValueHeaders[headerKey(r.Cells[1])]
}

// isFollowersHeader says whether r heads the one figure of a block of total followers.
func isFollowersHeader(r *row) bool {
	return strings.Contains(r.cell(0)+r.cell(1)+r.cell(2), "FOLLOW") && strings.Contains(strings.Join(r.Cells, ","), "UNIQUE_USERS")
}

// matchMetaMetrics looks for a title and, under it, the header of a metric, of followers or of an audience.
func matchMetaMetrics(s *Sample, _ Input) bool {
	for _, t := range s.Tables {
		title := ""
		for i := range t.Head[:min(len(t.Head), searchRows)] {
			r := &t.Head[i]
			if isTitle(r) {
				if title != "" && isFollowersHeader(r) {
					return true
				}
				title = r.Cells[0]
				continue
			}
			if title != "" && !r.blank() {
				return isMetaHeader(r) || isFollowersHeader(r) || blockOf(title).dimension != "" && len(r.Cells) > 1
			}
		}
	}
	return false
}

// isTitle says whether r holds one cell of words.
func isTitle(r *row) bool {
	if strings.TrimSpace(r.cell(0)) == "" || r.Bad != "" {
		return false
	}
	for _, c := range r.Cells[1:] {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	_, number := plainNumber(strings.TrimSpace(r.Cells[0]))
	return !number
}

// A metaReader reads the blocks of a metric file.
type metaReader struct {
	table *table
	in    Input
	yield func(social.Record, error) bool

	block   metaBlock
	read    func(*metaReader, *row) bool // reads a row of the block; nil before its header
	columns []string                     // header of the block
	first   social.Date
	last    social.Date
	days    int
	rounded bool
	named   map[string]bool // titles whose network nobody said, already told
}

func readMetaMetrics(f File, in Input) Records {
	return func(yield func(social.Record, error) bool) {
		s, err := readable(f)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, t := range s.Tables {
			m := metaReader{table: t, in: in, yield: yield, named: map[string]bool{}}
			if !m.rows(t.rows()) {
				return
			}
		}
	}
}

// rows reads a table; it says whether more is wanted.
func (m *metaReader) rows(rows iter.Seq2[*row, error]) bool {
	for r, err := range rows {
		if err != nil {
			m.yield(nil, err)
			return false
		}
		if !m.row(r) {
			return false
		}
	}
	m.endBlock()
	return true
}

// row takes in a row: the end of a block, its title, its header or its data.
func (m *metaReader) row(r *row) bool {
	switch {
	case r.Bad != "":
		return m.reject(r, r.Bad, "", r.Why)
	case r.blank():
		m.endBlock()
	case isFollowersHeader(r):
		m.read = (*metaReader).followers
	case isMetaHeader(r):
		m.columns, m.read = keep(r).Cells, (*metaReader).day
	case isTitle(r) && (m.read == nil && m.block.dimension == "" || blockOf(r.Cells[0]).known()):
		m.endBlock()
		m.block = blockOf(r.Cells[0])
	case m.read != nil:
		return m.read(m, r)
	case m.block.dimension != "":
		return m.audienceHeader(r)
	default:
		return m.reject(r, social.BadRow, "", "La fila está fuera de los bloques de este archivo (título, encabezado y días). Descargue de nuevo la métrica de Meta Business Suite.")
	}
	return true
}

// known says whether the title means something.
func (b metaBlock) known() bool { return b.metric != "" || b.dimension != "" }

// endBlock tells what is particular of the block that ends.
func (m *metaReader) endBlock() {
	if m.days > 0 {
		span := int(m.last.Time().Sub(m.first.Time()).Hours()/24) + 1
		if absent := span - m.days; absent > 0 {
			missing := fmt.Sprintf("faltan %d días", absent)
			if absent == 1 {
				missing = "falta 1 día"
			}
			m.in.Note(fmt.Sprintf("«%s»: entre el %s y el %s %s. Meta omite en Instagram los días sin seguimientos; quedan sin dato y no en cero, porque el archivo no dice qué período se descargó.",
				m.block.title, m.first.Time().Format("02/01/2006"), m.last.Time().Format("02/01/2006"), missing))
		}
	}
	if m.rounded {
		m.in.Note(fmt.Sprintf("«%s»: hay días con hora de la tarde; se tomó la medianoche más cercana.", m.block.title))
	}
	m.block, m.read, m.columns, m.days, m.rounded = metaBlock{}, nil, nil, 0, false
}

// network is that of the block: its title's, else the inbox rule's, else none, which is told once for each title.
func (m *metaReader) network() social.Network {
	if m.block.network != "" {
		return m.block.network
	}
	if m.in.Network == "" && !m.named[m.block.title] {
		m.named[m.block.title] = true
		m.in.Note(fmt.Sprintf("El título «%s» no dice si es de Facebook o de Instagram: las cifras quedan sin red. Ponga el archivo en una carpeta con regla en pulso.yaml (inbox: files, network).", m.block.title))
	}
	return m.in.Network
}

// account is the configured account as id or as name.
func (in Input) account() (id, name string) {
	if digitsOnly(in.Account) {
		return in.Account, ""
	}
	return "", strings.TrimPrefix(in.Account, "@")
}

// day reads a day of a metric.
func (m *metaReader) day(r *row) bool {
	t, _, ok := metaMetricDay.parse(r.cell(0), time.UTC)
	if !ok {
		return m.reject(r, social.BadDate, r.cell(0), "Se esperaba un día como 2026-10-31T00:00:00. Descargue de nuevo la métrica de Meta Business Suite.")
	}
	if t.Hour() >= 12 {
		m.rounded = true
		t = t.Add(12 * time.Hour)
	}
	date := social.DateOf(t, time.UTC)
	if m.days == 0 || date.Compare(m.first) < 0 {
		m.first = date
	}
	if m.days == 0 || date.Compare(m.last) > 0 {
		m.last = date
	}
	m.days++
	if missing(r.cell(1)) {
		return m.yield(&social.Skip{From: m.table.origin(r.Line), Reason: "día sin valor"}, nil)
	}
	v, ok := dotDecimal.number(r.cell(1))
	if !ok {
		return m.reject(r, social.BadNumber, r.cell(1), "Se esperaba un número. Descargue de nuevo la métrica de Meta Business Suite.")
	}
	if m.block.metric == "" {
		return m.yield(&social.Skip{From: m.table.origin(r.Line), Reason: "métrica que no se usa: " + cut(m.block.title, 80)}, nil)
	}
	kind := social.Sum
	if m.block.metric == social.Reach {
		kind = social.Unique
	}
	id, name := m.in.account()
	return m.yield(&social.AccountMetric{From: m.table.origin(r.Line), Network: m.network(), AccountID: id, AccountName: name, Metric: m.block.metric,
		Value: v, ValueKind: kind, Granularity: social.PerDay, Start: date, End: date, Zone: pacific.String(), Format: metaMetricsName}, nil)
}

// followers reads the total of followers.
func (m *metaReader) followers(r *row) bool {
	n, ok := dotDecimal.count(r.cell(0))
	if !ok {
		return m.reject(r, social.BadNumber, r.cell(0), "Se esperaba el total de seguidores. Descargue de nuevo el público de Meta Business Suite.")
	}
	id, name := m.in.account()
	m.in.Note("El total de seguidores del archivo de público no trae fecha: cuenta para el mes solo si se anota el día en que se descargó.")
	return m.yield(&social.AccountMetric{From: m.table.origin(r.Line), Network: m.network(), AccountID: id, AccountName: name, Metric: social.FollowersTotal,
		Value: float64(n), ValueKind: social.Snapshot, Granularity: social.Instant, Format: metaMetricsName}, nil)
}

// audienceHeader takes in the first row of an audience: genders, the header of a list, or the names whose values
// stand in the row below.
func (m *metaReader) audienceHeader(r *row) bool {
	m.columns = keep(r).Cells
	switch {
	case m.block.dimension == "age_gender":
		m.read = (*metaReader).ages
	case len(r.Cells) == 2 && audienceValueHeaders[headerKey(r.Cells[1])]:
		m.read = (*metaReader).listed
	default:
		m.read = (*metaReader).values
	}
	return true
}

var audienceValueHeaders = map[string]bool{"valor": true, "value": true, "values": true, "valores": true}

// genders are the headers of the columns of an age and gender block.
var genders = map[string]string{
	"women": "mujeres", "mujeres": "mujeres", "mulheres": "mujeres", "female": "mujeres", "femenino": "mujeres", "kvinnor": "mujeres",
	"men": "hombres", "hombres": "hombres", "homens": "hombres", "male": "hombres", "masculino": "hombres", "man": "hombres",
}

// ages reads an age group: a cell for each gender.
func (m *metaReader) ages(r *row) bool {
	var keys, values []string
	for i := 1; i < len(m.columns); i++ {
		gender := genders[headerKey(m.columns[i])]
		if gender == "" {
			gender = strings.ToLower(strings.TrimSpace(m.columns[i]))
		}
		keys = append(keys, gender+" "+strings.TrimSpace(r.cell(0)))
		values = append(values, r.cell(i))
	}
	return m.audienceRow(r, keys, values)
}

// listed reads a row of name and value.
func (m *metaReader) listed(r *row) bool {
	return m.audienceRow(r, []string{line(r.cell(0))}, []string{r.cell(1)})
}

// values reads the values of the names in the row above.
func (m *metaReader) values(r *row) bool {
	if len(r.Cells) != len(m.columns) {
		return m.reject(r, social.BadRow, "", fmt.Sprintf("Los valores (%d) no son tantos como los nombres de la fila de arriba (%d). Descargue de nuevo el público de Meta Business Suite.", len(r.Cells), len(m.columns)))
	}
	return m.audienceRow(r, m.columns, r.Cells)
}

// audienceRow yields a cell of the audience for each key; percents may have a decimal comma and a sign.
func (m *metaReader) audienceRow(r *row, keys, values []string) bool {
	id, name := m.in.account()
	var out []social.Record
	for i, key := range keys {
		if missing(values[i]) {
			continue
		}
		v, ok := dotDecimal.number(strings.Replace(values[i], ",", ".", 1))
		if !ok {
			return m.reject(r, social.BadNumber, values[i], "Se esperaba un porcentaje. Descargue de nuevo el público de Meta Business Suite.")
		}
		out = append(out, &social.Audience{From: m.table.origin(r.Line), Network: m.network(), AccountID: id, AccountName: name,
			Base: m.block.base, Dimension: m.block.dimension, Key: line(key), Value: v, Unit: "percent", Format: metaMetricsName})
	}
	if len(out) == 0 {
		out = append(out, &social.Skip{From: m.table.origin(r.Line), Reason: "fila sin valores"})
	}
	for _, rec := range out {
		if !m.yield(rec, nil) {
			return false
		}
	}
	return true
}

func (m *metaReader) reject(r *row, reason social.Reason, value, detail string) bool {
	return m.yield(&social.Reject{From: m.table.origin(r.Line), Reason: reason, Value: cut(value, 200), Detail: detail,
		Raw: r.rawText(), Format: metaMetricsName}, nil)
}
