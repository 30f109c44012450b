//go:build office

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// growthViews are the measures of activity 2 in SQL. One account stands for each network of the demo.
const growthViews = `
create view months as select unnest(['2026-08','2026-09','2026-10']) as month;
create view closing as
  select month, network, arg_max(value, period_end) as v from metric
  where metric = 'followers_total' and strftime(period_end, '%Y-%m') = month group by all;
-- What the network says of the whole month goes before the sum of its days.
create view total as
  select month, network, metric, coalesce(max(value) filter (granularity = 'month'), sum(value) filter (granularity = 'day')) as v
  from metric group by all;
create view gained as
  select month, network, coalesce(max(v) filter (metric = 'followers_net'), max(v) filter (metric = 'followers_new') - max(v) filter (metric = 'followers_lost')) as v
  from total group by all;
-- K02: closing less opening. YouTube's public counter has three figures; a change under half its step of 10 would say nothing.
create view growth as
  select m.month, n.name as network, o.v as opening, c.v as closing, c.v - o.v as step,
    case when n.name = 'youtube' and abs(c.v - o.v) < 5 then g.v else coalesce(c.v - o.v, g.v) end as net
  from months m cross join network n
  left join closing c on c.month = m.month and c.network = n.name
  left join closing o on o.month = month_before(m.month) and o.network = n.name
  left join gained g on g.month = m.month and g.network = n.name;
create view current as select g.*, title, place from growth g join network on name = network where month = '2026-10';
create view posts_of as
  select month, network, count(*) as posts, sum(k08) as k08,
    sum(k08) filter (reach is not null) / nullif(sum(reach) filter (k08 is not null), 0) as k11,
    median(k08 / reach) filter (reach > 0) as middle, avg(shares) as k13, sum(clicks) as clicks, sum(views) as views,
    count(*) filter (post_type in ('imagen','video','carrusel','en vivo','historia')) as seen,
    count(*) filter (post_type in ('imagen','video','carrusel','en vivo','historia','texto','enlace')) as typed
  from post group by all;
create macro share30(k, n) as case when n >= 30 then k / n end;
-- K16: the hours whose mean of interactions is in the upper quarter, of those with three posts; four hours at least.
create macro hours_over(since, til) as table
  select network, hour(moment) as hour, count(*) as n, avg(k08) as mean from post
  where month between since and til and published_precision <> 'day' and k08 is not null group by all;
create macro band_over(since, til) as table
  select network, hour from hours_over(since, til) h
  where n >= 3 and mean >= (select quantile_cont(mean, 0.75) from hours_over(since, til) g where g.network = h.network and n >= 3)
    and (select count(*) from hours_over(since, til) g where g.network = h.network and n >= 3) >= 4;
create macro judged_in(of, since, til) as table
  select p.*, b.hour is not null as inside from post p left join band_over(since, til) b on b.network = p.network and b.hour = hour(p.moment)
  where p.month = of and published_precision <> 'day' and p.network in (select network from band_over(since, til));
create view judged as from judged_in('2026-10', '2026-07', '2026-09');
create view in_band as select network, count(*) filter (inside) as k, count(*) as n from judged group by all;
`

func TestOfficeGrowth(t *testing.T) {
	dir := demoDir(t)
	a := newAudit(t, dir, "crecimiento", growthViews)
	for _, part := range []struct {
		name  string
		check func(*audit)
	}{
		{"followers", auditFollowers},
		{"posts", auditPosts},
		{"hours", auditHours},
		{"attention", auditAttention},
		{"policies", auditPolicies},
		{"cards", auditGrowthCards},
		{"intake", auditIntake},
		{"base", auditGrowthBase},
		{"summary sheet", auditGrowthSummary},
	} {
		t.Run(part.name, func(t *testing.T) {
			b := *a
			b.T = t
			part.check(&b)
		})
	}
	t.Run("exports", func(t *testing.T) { auditExports(t, dir) })
	t.Run("nothing unread", func(t *testing.T) {
		b := *a
		b.T = t
		// Dates of the networks' changes, definitions, and the few cases shown of a list that the base has whole.
		b.nothingUnread("Cambios de definición de las redes", "Indicadores de este informe", "Casos por revisar", "Métricas que faltan y qué se hizo/Métrica",
			"Lineamientos del procedimiento/N.º", "Lineamientos del procedimiento/Indicador", "Lineamientos del procedimiento/Meta")
	})
}

func auditFollowers(a *audit) {
	a.holds("Movimiento de seguidores por cuenta", map[string]int{"Tasa (K03)": 1}, `
with part as (select current.*, u.v as up, d.v as down from current
  left join total u on u.month = current.month and u.network = current.network and u.metric = 'followers_new'
  left join total d on d.month = current.month and d.network = current.network and d.metric = 'followers_lost')
select "Cuenta", "Inicio", "Altas", "Bajas", "Neto (K02)", "Cierre (K01)", "Tasa (K03)" from (
select place, title as "Cuenta", opening as "Inicio", up as "Altas", down as "Bajas", net as "Neto (K02)", closing as "Cierre (K01)", net / opening * 100 as "Tasa (K03)" from part
union all
select 9, 'Suma de la oficina', sum(opening), sum(up), sum(down), sum(net), sum(closing), sum(net) / sum(opening) * 100 from part) order by place`)

	// Where the net growth is not the closing less the opening, the reader must be told.
	p := a.table("Movimiento de seguidores por cuenta")
	for i, row := range a.query(`select title, step, net from current order by place`) {
		if cell := p.rows[i+1][4]; fmt.Sprint(row["step"]) != fmt.Sprint(row["net"]) && !noteMark.MatchString(cell) {
			a.Errorf("table «%s», row «%s»: net growth %q is not closing less opening (%v), and no note says why", p.caption, row["title"], cell, row["step"])
		}
	}

	a.holds("Crecimiento neto comparado y meta de seguidores", map[string]int{"Tasa media (K04)": 1, "De la meta (K05)": 1}, `
select title as "Cuenta", net as "Neto del mes",
  (select b.net from growth b where b.month = '2026-09' and b.network = current.network) as "Mes anterior",
  (select avg(b.net) from growth b where b.month in ('2026-07','2026-08','2026-09') and b.network = current.network) as "Media de 3 meses",
  null as "Mismo mes de 2025",
  (pow(closing / (select f.v from closing f where f.month = '2026-08' and f.network = current.network), 1.0/2) - 1) * 100 as "Tasa media (K04)",
  case network when 'facebook' then 120000 when 'instagram' then 48000 end as "Meta",
  closing / (case network when 'facebook' then 120000 when 'instagram' then 48000 end) * 100 as "De la meta (K05)"
from current order by place`)

	a.holds("Seguidores frente a la población (K06)", map[string]int{"Por cada cien habitantes": 1}, `
select title as "Cuenta", closing as "Seguidores", closing / 214000 * 100 as "Por cada cien habitantes" from current order by place`)
}

func auditPosts(a *audit) {
	// No post of the demo was taken down. That of 22:30 of California on the 30th is in the export of September, its month
	// there, and cannot be in that of October.
	for _, p := range a.tables {
		if p.caption == "Publicaciones que un exporte posterior ya no trae" {
			a.Errorf("table «%s»: no later export should bring %q", p.caption, p.rows[1:])
		}
	}
	a.holds("Publicaciones por cuenta (K07)", map[string]int{"Por día": 1, "Media de 3 meses": 1, "Con imagen o video (K14)": 1}, `
with by_network as (select place, title, name, p.posts, b.posts as before, (select avg(q.posts) from posts_of q where q.network = name and q.month < '2026-10') as usual, p.seen, p.typed
  from network join posts_of p on p.network = name and p.month = '2026-10' left join posts_of b on b.network = name and b.month = '2026-09'),
part as (select * from by_network union all select 9, 'Suma de la oficina', '', sum(posts), sum(before),
  (select avg(n) from (select count(*) as n from post where month < '2026-10' group by month)), sum(seen), sum(typed) from by_network)
select title as "Cuenta", posts as "Publicaciones", posts / 31 as "Por día", before as "Mes anterior", usual as "Media de 3 meses", share30(seen, typed) * 100 as "Con imagen o video (K14)"
from part order by place`)

	a.holds("Publicaciones por red y formato", nil, `
with part as (select place, title, post_type from post join network on name = network where month = '2026-10'
  union all select 9, 'Todas', post_type from post where month = '2026-10')
select title as "Red", count(*) filter (post_type = 'imagen') as imagen, count(*) filter (post_type = 'video') as video, count(*) filter (post_type = 'carrusel') as carrusel,
  count(*) filter (post_type = 'enlace') as enlace, count(*) filter (post_type not in ('imagen','video','carrusel','enlace')) as otro, count(*) as "Total"
from part group by place, title order by place`)

	views := `
create view seen as select m.month, name as network,
  coalesce((select v from total t where t.month = m.month and t.network = name and metric = 'views'),
    (select v from total t where t.month = m.month and t.network = name and metric = 'impressions'),
    (select p.views from posts_of p where p.month = m.month and p.network = name)) as v
from months m cross join network;
`
	a.holds("Alcance y vistas por cuenta", nil, views+`
select title as "Cuenta", (select v.value from metric v where v.month = '2026-10' and v.network = name and metric = 'reach' and granularity = 'month') as "Alcance mensual (K12)",
  (select v.value from metric v where v.month = '2026-09' and v.network = name and metric = 'reach' and granularity = 'month') as "Mes anterior",
  (select avg(v.value) from metric v where v.month = '2026-10' and v.network = name and metric = 'reach' and granularity = 'day') as "Alcance de un día medio, no sumable",
  (select v from seen where month = '2026-10' and network = name) as "Vistas", (select v from seen where month = '2026-09' and network = name) as "Vistas, mes anterior"
from network order by place`)

	a.holds("Interacción por cuenta", map[string]int{"Interacción del mes (K11)": 1, "Mediana por publicación": 1, "Compartidos por publicación (K13)": 1}, `
select title as "Cuenta", p.k08 as "Interacciones (K08)", b.k08 as "Mes anterior", p.k11 * 100 as "Interacción del mes (K11)", p.middle * 100 as "Mediana por publicación",
  p.k13 as "Compartidos por publicación (K13)", p.clicks as "Clics"
from network join posts_of p on p.network = name and p.month = '2026-10' join posts_of b on b.network = name and b.month = '2026-09' order by place`)

	for caption, order := range map[string]string{
		"Las de mayor interacción por alcance (K09)": "rate desc, reach desc, moment limit 10",
		"Las de menor interacción por alcance (K09)": "rate, reach, moment desc limit 5",
	} {
		a.holds(caption, map[string]int{"K09": 1}, `
with ranked as (select *, k08 / reach as rate from post join network on name = network where month = '2026-10' and reach >= 100 and k08 is not null and post_type <> 'historia')
select title as "Red", strftime(moment, '%d/%m/%Y %H:%M') as "Fecha y hora", post_type as "Formato", reach as "Alcance", k08 as "Interacciones", rate * 100 as "K09" from ranked order by `+order)
	}
	// The title of a post may hold numbers of its own.
	for _, caption := range []string{"Las de mayor interacción por alcance (K09)", "Las de menor interacción por alcance (K09)"} {
		p := a.table(caption)
		for i := range p.rows {
			p.checked[[2]int{i, 0}] = true
		}
	}

	a.holds("Cuentas oficiales y cobertura de los datos", nil, `
with days as (select network, period_end as day from metric where month = '2026-10' and strftime(period_end, '%Y-%m') = month and granularity = 'day'
  union select network, moment::date from post where month = '2026-10')
select title as "Red", strftime(min(day), '%d/%m/%Y') as "Primer dato", strftime(max(day), '%d/%m/%Y') as "Último dato", count(distinct day) || ' de 31' as "Días con dato",
  (select posts from posts_of p where p.network = name and p.month = '2026-10') as "Publicaciones"
from network join days on network = name group by name, title, place order by place`)
}

// auditHours covers the band of hours: fixed by the three months before, and for the month to come.
func auditHours(a *audit) {
	p := a.table("Franja de mayor audiencia por red")
	for column, months := range map[int]string{1: "'2026-07','2026-09'", 3: "'2026-08','2026-10'"} {
		for i, row := range a.query(`select title, (select list(hour order by hour) from band_over(` + months + `) b where b.network = name) as hours from network order by place`) {
			cell := p.rows[i+1][column]
			p.checked[[2]int{i + 1, column}] = true
			hours, _ := row["hours"].([]any)
			if want := hoursInWords(hours); cell != want && !(want == "" && strings.HasPrefix(cell, "(")) {
				a.Errorf("table «%s», row «%s», column «%s»: the document prints %q, SQL gives %q", p.caption, row["title"], p.rows[0][column], cell, want)
			}
		}
	}
	a.holds(p.caption, map[string]int{"Publicadas dentro (K16)": 1}, `
select title as "Red", share30(k, n) * 100 as "Publicadas dentro (K16)" from network left join in_band on network = name order by place`)

	week := `select hour::int || ':00' as " ", lunes, martes, miércoles, jueves, viernes, sábado, domingo from (
pivot (select hour(moment) as hour, isodow(moment) as day, %s) on day in (1 as lunes, 2 as martes, 3 as miércoles, 4 as jueves, 5 as viernes, 6 as sábado, 7 as domingo) using any_value(v) group by hour) order by hour`
	a.week("Interacciones por publicación según día y hora, frente a lo usual en su red (1 = lo usual)", 1, fmt.Sprintf(week,
		`avg(k08 / usual) as v from (select *, avg(k08) over (partition by network) as usual from post where month between '2026-08' and '2026-10' and published_precision <> 'day' and k08 is not null) group by all`))
	a.week("Publicaciones propias del mes según día y hora", 0, fmt.Sprintf(week, `count(*) as v from post where month = '2026-10' and published_precision <> 'day' group by all`))
}

// week compares a map of hours and weekdays. It prints the hours between the first and the last that have something.
func (a *audit) week(caption string, places int, query string) {
	a.Helper()
	p := a.table(caption)
	want := map[string]map[string]any{}
	for _, row := range a.query(query) {
		want[fmt.Sprint(row[" "])] = row
	}
	seen := 0
	for i, row := range p.rows[1:] {
		expected := want[row[0]]
		if expected != nil {
			seen++
		}
		p.checked[[2]int{i + 1, 0}] = true
		for c, day := range p.rows[0][1:] {
			p.checked[[2]int{i + 1, c + 1}] = true
			if why := differs(row[c+1], expected[day], places); why != "" {
				a.Errorf("table «%s», row «%s», column «%s»: the document prints %q, SQL gives %v: %s", caption, row[0], day, row[c+1], expected[day], why)
			}
		}
	}
	if seen != len(want) {
		a.Errorf("table «%s»: %d hours with posts, SQL gives %d", caption, seen, len(want))
	}
}

// hoursInWords joins hours that follow each other: 9:00 a 10:59 y 12:00 a 12:59.
func hoursInWords(hours []any) string {
	var spans [][2]int
	for _, h := range hours {
		hour := 0
		fmt.Sscan(fmt.Sprint(h), &hour)
		if n := len(spans); n > 0 && spans[n-1][1] == hour-1 {
			spans[n-1][1] = hour
			continue
		}
		spans = append(spans, [2]int{hour, hour})
	}
	var words []string
	for _, s := range spans {
		words = append(words, fmt.Sprintf("%d:00 a %d:59", s[0], s[1]))
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " y " + words[n-1]
	}
	return strings.Join(words, "")
}

// requestViews are the mentions that ask for something. In October and November of 2026 the holidays on weekdays are the
// 12th of October and the 2nd and 16th of November. Day-only mentions have no hour to be judged by.
const requestViews = `
create view workday as select d, row_number() over (order by d) as k from (select unnest(generate_series(date '2026-09-01', date '2026-12-31', interval 1 day))::date as d)
  where isodow(d) <= 5 and d not in (date '2026-10-12', date '2026-11-02', date '2026-11-16', date '2026-12-08', date '2026-12-25');
create view request as
  select *, moment::date as day, published_precision <> 'day' as timed,
    published_precision <> 'day' and isodow(moment) <= 5 and moment::date <> date '2026-10-12' and hour(moment) between 8 and 16 as open_hours,
    case intent when 'peticion' then 'petición' when 'pregunta' then 'información' else intent end as asks
  from mention where month = '2026-10' and intent in ('peticion','pregunta','queja','reclamo','denuncia','sugerencia');
`

func auditAttention(a *audit) {
	a.answering("title", "network.place", "Red", "Todas")
	a.petitions()
}

// answerViews give each request its first official reply; minutes count those of office hours, from 8 to 17, apart.
const answerViews = `
create view answer as
  with first_reply as (select r.dedup_key, min(o.moment) as at_last from request r join every_mention o on o.status = 'own' and o.network = r.network and o.parent_id = r.mention_id and o.moment >= r.moment group by r.dedup_key)
  select r.*, f.at_last as answered, case when timed then date_diff('second', r.moment, f.at_last) / 60 end as minutes,
    case when timed and f.at_last is not null then (select coalesce(sum(greatest(0, date_diff('second', greatest(r.moment, d + interval 8 hour), least(f.at_last, d + interval 17 hour)))), 0) / 60 from workday where d between r.moment::date and f.at_last::date) end as open_minutes
  from request r left join first_reply f on f.dedup_key = r.dedup_key where asks <> 'sugerencia';
create view heard as select distinct network as net from every_mention where month = '2026-10' and status = 'own' and parent_id is not null;
create macro span(m) as case when round(m) < 60 then round(m)::int || ' min' else es(floor(round(m) / 60), 0) || ' h ' || (round(m)::int % 60) || ' min' end;
`

// answering is the table of answers by a column of the requests, which both documents print.
func (a *audit) answering(by, place, label, all string) {
	a.Helper()
	a.holds("Menciones que piden respuesta, y respuestas", map[string]int{"Tasa (A01)": 1}, requestViews+answerViews+`
-- A network whose files bring no reply of the office at all says nothing of its answers.
with part as (select `+place+` as row, `+by+` as label, answer.*, heard.net is not null as known from answer join network on name = network left join heard on heard.net = network
  union all select 9, '`+all+`', answer.*, heard.net is not null from answer left join heard on heard.net = network)
select label as "`+label+`", count(*) as "Por responder", case when bool_or(known) then count(answered) end as "Respondidas",
  case when count(*) filter (known) >= 30 then count(answered) / count(*) filter (known) * 100 end as "Tasa (A01)", span(median(minutes)) as "Mediana (A02)",
  span(quantile_cont(minutes, 0.9)) as "Percentil 90", span(median(open_minutes)) as "Mediana en horario" from part group by row, label order by row`)
}

// dueViews give each probable petition its last day. What a text asks is not worked out again here: the sheet Peticiones says
// it, and SQL holds against it to whom the mention goes, what the other sheets say and every date.
func (a *audit) dueViews() string {
	var b strings.Builder
	b.WriteString(requestViews + "create table asked(dedup_key varchar, asks varchar);\n")
	for _, row := range a.sheets["Peticiones"][1:] {
		fmt.Fprintf(&b, "insert into asked values ('%s', '%s');\n", row[0], row[4])
	}
	b.WriteString(`
create view due as
  select m.*, asks, moment::date as day, (select w.d from workday w where w.k = (select count(*) from workday x where x.d <= m.moment::date) + case asks when 'información' then 10 when 'consulta' then 30 else 15 end) as due_on
  from mention m join asked using (dedup_key) where month = '2026-10' and target in ('Alcaldía', 'Alcalde', 'Dependencias');
`)
	return b.String()
}

// petitions is the table of probable requests, which both documents print.
func (a *audit) petitions() {
	a.Helper()
	a.holds("Peticiones probables por tipo y estado del término", nil, a.dueViews()+`
select asks as "Tipo probable", count(*) as "Propuestas", 0 as "Confirmadas", 0 as "Descartadas", count(*) as "Por decidir",
  count(*) filter (due_on < date '2026-10-31') as "Fecha límite propuesta ya pasada, sin decidir o sin cerrar" from due group by asks order by count(*) desc, asks`)
	a.sheet("Peticiones", []string{"id_mencion"}, a.dueViews()+`
select dedup_key as id_mencion, title as red, strftime(day, '%d/%m/%Y') as fecha, asks as tipo_probable, strftime(due_on, '%d/%m/%Y') as vence, topic as tema, dependency as dependencia
from due join network on name = network`)
}

// policyViews read the office's own records: pages of its site, editorial log, events and public figures of others.
func policyViews(dir string) string {
	table := func(name string) string {
		return "read_csv('" + filepath.ToSlash(filepath.Join(dir, "registros", name)) + "', delim=';', header=true, all_varchar=true)"
	}
	return `
create macro words_of(s) as list_filter(string_split(trim(regexp_replace(strip_accents(lower(s)), '[^a-z0-9]+', ' ', 'g')), ' '), lambda w: len(w) >= 4);
create view page as select row_number() over () as n, regexp_extract(url, 'puertomarejada.*') as link, strptime(fecha, '%d/%m/%Y %H:%M') as up, words_of(titulo) as title_words from ` + table("sitio.csv") + `;
create view informed as
  with linked as (select *, rtrim(regexp_extract(lower(text), 'puertomarejada[.]gov[.]co/[^ ]*'), '.,;') as link, words_of(text) as said from post where month = '2026-10' and post_type <> 'historia'),
    found as (select l.post_id, l.network, arg_min(p.up, p.n) as up, count(p.n) as pages from linked l left join page p on case when l.link <> '' then p.link = l.link
      else len(title_words) >= 4 and len(list_filter(title_words, lambda w: list_contains(said, w))) >= 0.7 * len(title_words) and l.moment - p.up between interval '-2 days' and interval '7 days' end group by all)
  select l.*, case when pages = 0 then case when l.link <> '' then 'kept' else 'unknown' end when published_precision <> 'day' and up > l.moment then 'late' else 'kept' end as fate
  from linked l join found using (post_id, network);
create view approved as
  select p.*, a.fecha is not null and strptime(a.fecha, '%d/%m/%Y %H:%M') <= p.moment as yes from post p join network on name = p.network left join ` + table("aprobaciones.csv") + ` a on (a.id_publicacion = p.post_id and a.red in (title, name, 'X') or a.enlace = p.permalink) where p.month = '2026-10';
create view event as
  with listed as (select *, strptime(inicio, '%d/%m/%Y %H:%M') as since, strptime(fin, '%d/%m/%Y %H:%M') as til from ` + table("eventos.csv") + `)
  select evento, inicio, since, transmision_prevista as planned, transmision_hecha as done, espectadores, min(date_diff('second', since, moment) / 60) as minutes, coalesce(bool_or(moment >= til), false) as closed
  from listed left join post on contains(lower(text), lower(palabras)) and published_precision <> 'day' and moment between since and til + interval 1 day where strftime(since, '%Y-%m') = '2026-10' group by all;
create view peer as select *, case red when 'X' then 'X (Twitter)' else red end as net from ` + table("comparativo.csv") + `;
`
}

func auditPolicies(a *audit) {
	views := policyViews(a.dir)
	a.holds("Lineamientos del procedimiento", nil, views+`
with pages as (select count(*) filter (fate = 'kept') as k, count(*) as n from informed), log as (select count(*) filter (yes) as k, count(*) as n from approved), band as (select sum(k) as k, sum(n) as n from in_band),
  media as (select sum(seen) as k, sum(typed) as n from posts_of where month = '2026-10'),
  events as (select count(*) filter (minutes <= 60 and closed) as k, count(*) filter (planned is not null and planned = done) as streamed, count(*) as n from event)
select "Resultado", "Casos" from (
select 1 as place, per_cent(k / n) as "Resultado", n - k as "Casos" from pages union all
select 2, per_cent(k / n), n - k from log union all
select 3, per_cent(share30(k, n)), n - k from media union all
select 4, per_cent(share30(k, n)), n - k from band union all
select 5, (select count(*) from network)::varchar, 0 union all select 6, k::varchar, n - k from events union all select 7, streamed::varchar, n - streamed from events) order by place`)
	kept := a.sheets["Excepciones"][:1:1]
	for _, row := range a.sheets["Excepciones"][1:] {
		if row[0] == "P1" || row[0] == "P2" || row[0] == "P3" || row[0] == "P4" {
			kept = append(kept, row)
		}
	}
	a.sheets["Excepciones of posts"] = kept
	a.sheet("Excepciones of posts", []string{"lineamiento", "enlace"}, views+`
select 'P1' as lineamiento, permalink as enlace, title as cuenta from informed join network on name = network where fate <> 'kept'
union all select 'P2', permalink, title from approved join network on name = network where not yes
union all select 'P3', permalink, title from post join network on name = network where month = '2026-10' and post_type in ('texto','enlace')
union all select 'P4', permalink, title from judged join network on name = network where not inside`)

	a.holds("Cobertura de los eventos (K17)", nil, views+`
select evento as "Evento", inicio as "Inicio", round(minutes)::int || ' min' as "Primera publicación", case when closed then 'sí' else 'no' end as "Cierre", espectadores as "Espectadores" from event order by since`)
	a.holds("Cifras públicas de las cuentas comparadas", map[string]int{"Crecimiento": 1, "Por publicación": 1}, views+`
with figure as (
  select p.net, p.entidad as who, p.seguidores::double as f, (p.seguidores::double / b.seguidores::double - 1) * 100 as g, p.publicaciones::double as n, p.interacciones::double as k
  from peer p left join peer b on b.entidad = p.entidad and b.red = p.red and b.mes = '2026-09' where p.mes = '2026-10'
  union all select c.title, 'Alcaldía de Puerto Marejada', c.closing, c.net / c.opening * 100, (select count(*) from post p where p.month = '2026-10' and p.network = c.network),
    (select sum(coalesce(reactions, 0) + coalesce(comments, 0) + coalesce(shares, 0)) from post p where p.month = '2026-10' and p.network = c.network) from current c where c.title in (select net from peer))
select net as "Red", who as "Cuenta", f as "Seguidores", g as "Crecimiento", n as "Publicaciones", k as "Interacciones públicas", k / n as "Por publicación" from figure join network on title = net order by place, f desc`)
}

func auditGrowthCards(a *audit) {
	a.cards(`
with k1 as (select month, sum(closing) as v, count(closing) as n from growth group by month),
  k2 as (select month, sum(net) as v, count(net) as n, sum(net) filter (opening is not null) / sum(opening) filter (net is not null) as rate from growth group by month),
  k7 as (select month, sum(posts) as v, sum(k08) as k08, sum(seen) as seen, sum(typed) as typed from posts_of group by month)
select 'Seguidores al cierre (suma de la oficina)  K01' as card, es(any_value(v) filter (month = '2026-10'), 0) as value,
  es(any_value(v) filter (month = '2026-09'), 0) as "mes anterior", es(avg(v) filter (month < '2026-10' and n = 5), 0) as "media de 3 meses", null as "mismo mes de 2025" from k1
union all select 'Crecimiento neto  K02', signed(any_value(v) filter (month = '2026-10'), 0), signed(any_value(v) filter (month = '2026-09'), 0), signed(avg(v) filter (month < '2026-10' and n = 5), 0), null from k2
union all select 'Tasa de crecimiento  K03', signed(any_value(rate) filter (month = '2026-10') * 100, 1) || ' %', signed(any_value(rate) filter (month = '2026-09') * 100, 1) || ' %', signed(avg(rate) filter (month < '2026-10') * 100, 1) || ' %', null from k2
union all select 'Publicaciones  K07', es(any_value(v) filter (month = '2026-10'), 0), es(any_value(v) filter (month = '2026-09'), 0), es(avg(v) filter (month < '2026-10'), 0), null from k7
union all select 'Interacciones (suma de la oficina)  K08', es(any_value(k08) filter (month = '2026-10'), 0), es(any_value(k08) filter (month = '2026-09'), 0), es(avg(k08) filter (month < '2026-10'), 0), null from k7
union all select 'Publicaciones con imagen o video  K14', per_cent(any_value(seen / typed) filter (month = '2026-10')), per_cent(any_value(seen / typed) filter (month = '2026-09')), per_cent(avg(seen / typed) filter (month < '2026-10')), null from k7
union all select 'Publicaciones en franja de mayor audiencia  K16', per_cent(sum(k) / sum(n)), (select per_cent(share30(count(*) filter (inside), count(*))) from judged_in('2026-09', '2026-06', '2026-08')),
  (select per_cent(share30(count(*) filter (inside), count(*))) from judged_in('2026-09', '2026-06', '2026-08')), null from in_band -- no band for August: nothing is stored before it
union all select 'Completitud de los datos  Q05', per_cent(any_value(v) filter (month = '2026-10')), per_cent(any_value(v) filter (month = '2026-09')), null, null from (
  select month, count(*) / (5 * day(last_day(strptime(month || '-01', '%Y-%m-%d')))) as v from (
    select distinct month, network, period_end as day from metric where strftime(period_end, '%Y-%m') = month and granularity = 'day'
    union select distinct month, network, moment::date from post) group by month)`)
	a.sentences(`
select es(any_value(v) filter (month = '2026-10') - any_value(v) filter (month = '2026-09'), 0) as more_posts,
  es(any_value(k11) filter (month = '2026-09' and network = 'instagram') * 100, 1) as best_before,
  (select es(count(*), 0) from post where month = '2026-10' and reach >= 100 and k08 is not null and post_type <> 'historia') as ranked
from (select month, sum(posts) over (partition by month) as v, k11, network from posts_of)`, requestViews+answerViews+`
select es(count(*) filter (open_hours), 0) as open, es(count(*) filter (open_hours and answered is not null), 0) as open_answered,
  es(count(*) filter (timed and not open_hours), 0) as shut, es(count(*) filter (timed and not open_hours and answered is not null), 0) as shut_answered, es(count(*), 0) as asked from answer where network in (from heard)`, policyViews(a.dir)+`select es(count(*) filter (fate = 'late'), 0) as late from informed`)
}

func auditIntake(a *audit) {
	a.intake()
	a.sheet("Control", []string{"archivo"}, `
select source_name as archivo, sha256, read as leidas, kept as conservadas, duplicate as duplicadas, other_month as otro_mes, excluded as excluidas, rejected as rechazadas from intake`)
}

// intake is the table of the files read and that of rejected rows, which both documents print.
func (a *audit) intake() {
	a.Helper()
	a.holds("Insumos del mes y destino de sus filas", nil, `
select "Archivo", "Leídas", "Conservadas", "Duplicadas", "Otro mes", "Excluidas", "Rechazadas", "Cuadra" from (
select source_name as place, source_name as "Archivo", read as "Leídas", kept as "Conservadas", duplicate as "Duplicadas", other_month as "Otro mes",
  excluded as "Excluidas", rejected as "Rechazadas", case when read = kept + duplicate + other_month + excluded + rejected then 'Sí' else 'No' end as "Cuadra" from intake
union all select '~', 'Total', sum(read), sum(kept), sum(duplicate), sum(other_month), sum(excluded), sum(rejected), 'Sí' from intake) order by place`)
	a.holds("Filas rechazadas por motivo", nil, `
select case reason when 'bad_date' then 'La fecha no se entiende' when 'bad_json' then 'El JSON está dañado' when 'no_text' then 'Falta el texto' end as "Motivo", count(*) as "Filas",
  arg_min(source_name || ':' || source_row, (source_name, source_row)) as "Primer caso" from reject group by reason order by count(*) desc, 1`)
	a.sheet("Rechazos", []string{"archivo", "fila"}, `select source_name as archivo, source_row as fila, "column" as columna from reject`)
	if got := a.query(`select (select sum(rejected) from intake) as counted, (select count(*) from reject) as kept`)[0]; fmt.Sprint(got["counted"]) != fmt.Sprint(got["kept"]) {
		a.Errorf("the intake counts %v rejected rows, the store keeps %v", got["counted"], got["kept"])
	}
}

func auditGrowthBase(a *audit) {
	a.sheet("Crecimiento_Mensual", []string{"mes", "red"}, `
select '01/' || g.month[6:7] || '/2026' as mes, title as red, opening as inicio, closing as cierre, net as neto, net / opening as tasa, posts as publicaciones, p.k08 as interacciones, k11 as er_alcance,
  (select v from total t where t.month = g.month and t.network = g.network and metric = 'followers_new') as altas,
  (select v from total t where t.month = g.month and t.network = g.network and metric = 'followers_lost') as bajas,
  (select t.value from metric t where t.month = g.month and t.network = g.network and metric = 'reach' and granularity = 'month') as alcance_mensual
from growth g join network on name = g.network left join posts_of p on p.network = g.network and p.month = g.month`)
	a.sheet("Crecimiento_Diario", []string{"fecha", "red"}, `
select strftime(period_end, '%d/%m/%Y') as fecha, title as red, max(value) filter (metric = 'followers_total') as seguidores, max(value) filter (metric = 'followers_new') as altas,
  max(value) filter (metric = 'followers_lost') as bajas, max(value) filter (metric = 'followers_new') - max(value) filter (metric = 'followers_lost') as neto
from metric join network on name = network where month = '2026-10' and strftime(period_end, '%Y-%m') = month and granularity = 'day' and metric in ('followers_total','followers_new','followers_lost') group by all`)
	a.sheet("Publicaciones", []string{"id_publicacion"}, `
with captured as (select network, period_end as day, value as v from metric where metric = 'followers_total' and month >= '2026-09'),
  dated as (select p.*, (select arg_max(v, day) from captured c where c.network = p.network and day <= p.moment::date) as followers from post p where month = '2026-10')
select post_id as id_publicacion, title as red, strftime(moment, '%d/%m/%Y') as fecha, case when published_precision <> 'day' then hour(moment) end as hora, post_type as formato,
  reach as alcance, views as vistas, reactions as reacciones, comments as comentarios, shares as compartidos, saves as guardados, clicks as clics, k08 as interacciones,
  k08 / nullif(reach, 0) as er_alcance, k08 / followers as er_seguidores, followers as seguidores_dia,
  (select case when j.inside then 'Sí' else 'No' end from judged j where j.network = dated.network and j.post_id = dated.post_id) as en_franja
from dated join network on name = network`)
	a.sheet("Horarios", []string{"red", "hora"}, `
select title as red, hour as hora, coalesce(b.n, 0) as publicaciones_antes, b.mean as media_antes, coalesce(c.n, 0) as publicaciones_ahora, c.mean as media_ahora,
  case when exists (from band_over('2026-07','2026-09') x where x.network = name) then case when exists (from band_over('2026-07','2026-09') x where x.network = name and x.hour = hours.hour) then 'Sí' else 'No' end end as en_franja_del_mes,
  case when exists (from band_over('2026-08','2026-10') x where x.network = name) then case when exists (from band_over('2026-08','2026-10') x where x.network = name and x.hour = hours.hour) then 'Sí' else 'No' end end as en_franja_siguiente
from (select network, hour from hours_over('2026-07','2026-10')) hours join network on name = network
  left join hours_over('2026-07','2026-09') b using (network, hour) left join hours_over('2026-08','2026-10') c using (network, hour)`)
	a.sheet("Atencion", []string{"id_mencion"}, requestViews+`
select dedup_key as id_mencion, title as red, asks as tipo, class as clase, strftime(day, '%d/%m/%Y') as fecha, case when timed then case when open_hours then 'Sí' else 'No' end end as en_horario
from request join network on name = network where asks <> 'sugerencia'`)
}

// auditGrowthSummary covers each live formula of Resumen, as LibreOffice computes it.
func auditGrowthSummary(a *audit) {
	a.sheet("Resumen", []string{"red"}, `
with part as (select place, title, n.opening, n.net, n.closing, p.posts, p.k08, p.k11, s.shares, p.views, nullif(p.typed, 0) as typed, p.seen, b.k, b.n
  from current n join posts_of p on p.network = n.network and p.month = '2026-10' left join in_band b on b.network = n.network
  join (select network, sum(shares) as shares from post where month = '2026-10' group by network) s on s.network = n.network),
total as (select * from part union all select 9, 'Suma de la oficina', sum(opening), sum(net), sum(closing), sum(posts), sum(k08), null, sum(shares), sum(views), sum(typed), sum(seen) filter (typed > 0), sum(k), sum(n) from part)
select title as red, opening as seguidores_inicio, net as neto, closing as seguidores_cierre, posts as publicaciones, k08 as interacciones, k11 as er_alcance, shares as compartidos, views as vistas,
  case when typed > 0 then seen end as con_imagen_o_video, share30(seen, typed) as porcentaje_imagen_o_video, k as en_franja, share30(k, n) as porcentaje_en_franja from total`)
}

// TestOfficeRecount has figures worked out from the exports themselves, by a program that shares nothing with this one,
// for each month of the demo. That program must also notice when an export says something else.
func TestOfficeRecount(t *testing.T) {
	dir := demoDir(t)
	recount := func(month string) (string, error) {
		text, err := exec.Command("python3", filepath.Join("..", "..", ".ci", "recount"), dir, month).CombinedOutput()
		return string(text), err
	}
	for _, month := range []string{"2026-08", "2026-09", auditedMonth} {
		text, err := recount(month)
		if err != nil {
			t.Errorf("%s: %v\n%s", month, err, text)
		}
		t.Log(strings.TrimSpace(text))
	}
	export := filepath.Join(dir, "inbox", "seguidores.csv")
	raw, err := os.ReadFile(export)
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.LastIndexAny(raw, "0123456789")
	raw[i] = '0' + '9' - raw[i] // another digit
	if err := os.WriteFile(export, raw, 0o666); err != nil {
		t.Fatal(err)
	}
	if text, err := recount(auditedMonth); err == nil || !strings.Contains(text, "differs") {
		t.Errorf("an export changed and the recount agrees all the same: %v\n%s", err, text)
	}
}
