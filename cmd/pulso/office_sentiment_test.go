//go:build office

package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// sentimentViews are the measures of activity 3 in SQL.
const sentimentViews = `
create macro share30(k, n) as case when n >= 30 then k / n end;
create macro nss(p, q, n) as case when n >= 30 then (p - q) / n * 100 end;
create macro polar(p, q) as case when p + q >= 30 then (p - q) / (p + q) * 100 end;
create macro variance_of(p, q, n) as (p / n + q / n - pow((p - q) / n, 2)) / n;
create macro margin(p, q, n) as case when n >= 30 then 1.959963984540054 * sqrt(variance_of(p, q, n)) * 100 end;
-- The score interval of Wilson for k of n.
create macro wilson(k, n, side) as ((k / n + 3.8414588206941227 / (2 * n)) + side * 1.959963984540054 * sqrt(k / n * (1 - k / n) / n + 3.8414588206941227 / (4 * n * n))) / (1 + 3.8414588206941227 / n);
create macro class_cell(k, n) as es(k, 0) || case when n >= 30 then ': ' || per_cent(k / n) || ' (' || per_cent(wilson(k, n, -1)) || ' a ' || per_cent(wilson(k, n, 1)) || ')' else '' end;
create view tally as select month, network, count(*) as n, count(*) filter (class = 'positiva') as p, count(*) filter (class = 'negativa') as q, count(*) filter (class = 'neutra') as u from mention group by all;
create view by_network as
  select month, title, place, n, p, q, u from tally join network on name = network
  union all select month, 'Todas', 9, sum(n), sum(p), sum(q), sum(u) from tally group by month;
create view whole as select * from by_network where place = 9;
create view about_own as select month, count(*) as n, count(*) filter (class = 'positiva') as p, count(*) filter (class = 'negativa') as q, count(*) filter (target_rule = 'inferred') as inferred
  from mention where target in ('Alcaldía', 'Alcalde', 'Dependencias') group by month;
create table kind_of(target varchar, kind varchar, rank int);
insert into kind_of values ('Alcaldía','entidad',1), ('Alcalde','entidad',1), ('Dependencias','entidad',1), ('Empresas de servicios','empresa de servicios',2), ('La ciudad','ciudad',3);
create view daily as
  with days as (select unnest(generate_series(date '2026-08-01', date '2026-10-31', interval 1 day))::date as day),
    counted as (select day, count(class) as n, count(*) filter (class = 'positiva') as p, count(*) filter (class = 'negativa') as q, count(*) filter (class = 'neutra') as u
      from days left join mention on moment::date = day group by day),
    windowed as (select *, list(n) over (order by day rows between 28 preceding and 1 preceding) as earlier,
      sum(n) over week as n7, sum(p) over week as p7, sum(q) over week as q7 from counted window week as (order by day rows between 6 preceding and current row)),
    middled as (select *, list_aggregate(earlier, 'median') as middle from windowed)
  select *, case when len(earlier) = 28 then (n - middle) / greatest(1.4826 * list_aggregate(list_transform(earlier, lambda x: abs(x - middle)), 'median'), 1) end as z from middled;
create view term as
  select network, dedup_key, class, unnest(terms, recursive := true) from mention where month = '2026-10';
`

func TestOfficeSentiment(t *testing.T) {
	dir := demoDir(t)
	a := newAudit(t, dir, "sentimientos", sentimentViews)
	for _, part := range []struct {
		name  string
		check func(*audit)
	}{
		{"funnel", auditFunnel},
		{"classes", auditClasses},
		{"days", auditDays},
		{"topics and targets", auditTopics},
		{"terms", auditTerms},
		{"requests", (*audit).petitions},
		{"alerts", auditAlerts},
		{"answers", func(a *audit) {
			a.answering("case class when 'negativa' then 'Negativas' else 'Las demás' end", "case class when 'negativa' then 1 else 2 end", "Menciones", "Todas")
		}},
		{"intake", (*audit).intake},
		{"months", auditMonths},
		{"cards", auditSentimentCards},
		{"base", auditSentimentBase},
		{"summary sheet", auditSentimentSummary},
	} {
		t.Run(part.name, func(t *testing.T) {
			b := *a
			b.T = t
			part.check(&b)
		})
	}
	t.Run("nothing unread", func(t *testing.T) {
		b := *a
		b.T = t
		b.nothingUnread("Indicadores de este informe", "Días pico (M10)/Causa probable", "Días pico (M10)/Menciones para ver en la base",
			"Términos que más suman/Término", "Términos que más restan/Término", "Términos que más suman/Ejemplo en la base", "Términos que más restan/Ejemplo en la base",
			"Lo que se sabe de la clasificación del mes/Medida", "El mes frente a otros meses/Medida", "Alertas por palabras/Para ver en la base")
	})
}

func auditFunnel(a *audit) {
	a.holds("De las menciones leídas a las válidas (M01)", map[string]int{"De las leídas": 1}, `
with read as (select case status when 'own' then 1 when 'duplicate' then 2 when 'share' then 3 when 'spam' then 4 when 'empty' then 6 when 'valid' then 7 else 5 end as step from every_mention where month = '2026-10'),
  counted as (select s.step, (select count(*) from read where read.step = s.step) as k from (select unnest([1, 2, 3, 4, 5, 6, 7]) as step) s union all select 0, count(*) from read)
select k as "Menciones", k / (select count(*) from read) * 100 as "De las leídas" from counted order by step`)
	a.holds("Menciones válidas por red y tipo, y amplificación (M02)", nil, `
with part as (select network.place, title, status, kind from every_mention join network on name = network where month = '2026-10'
  union all select 9, 'Todas', status, kind from every_mention where month = '2026-10')
select title as "Red", count(*) filter (status = 'valid' and kind = 'post') as "Publicación", count(*) filter (status = 'valid' and kind = 'comment') as "Comentario",
  count(*) filter (status = 'valid' and kind = 'reply') as "Respuesta", count(*) filter (status = 'valid') as "Válidas", count(*) filter (status = 'share') as "Amplificación"
from part group by place, title order by place`)
	a.holds("Lo que se sabe de la clasificación del mes", map[string]int{"De las válidas": 1}, `
with counted as (select count(*) as n, count(*) filter (words > 0) as covered, count(*) filter (irony) as doubtful, count(*) filter (scored_by = 'english') as english,
  count(*) filter (sentiment_by = 'analyst') as corrected from mention where month = '2026-10')
select k as "Menciones", share30(k, n) * 100 as "De las válidas" from (
  select 1 as place, covered as k, n from counted union all select 2, doubtful, n from counted union all select 3, english, n from counted union all select 4, corrected, n from counted) order by place`)
}

func auditClasses(a *audit) {
	a.holds("Menciones por red y clase (M03), con intervalo de 95 %", nil, `
select title as "Red", n, class_cell(p, n) as "Positivas", class_cell(q, n) as "Negativas", class_cell(u, n) as "Neutras" from by_network where month = '2026-10' order by place`)
	a.holds("Sentimiento neto por red", map[string]int{"NSS total (M04)": 1, "Margen de 95 % (M06)": 1, "NSS polar (M05)": 1, "NSS total, mes anterior": 1, "Cambio": 1}, `
select r.title as "Red", nss(r.p, r.q, r.n) as "NSS total (M04)", margin(r.p, r.q, r.n) as "Margen de 95 % (M06)", polar(r.p, r.q) as "NSS polar (M05)",
  nss(b.p, b.q, b.n) as "NSS total, mes anterior", nss(r.p, r.q, r.n) - nss(b.p, b.q, b.n) as "Cambio",
  case when abs(nss(r.p, r.q, r.n) - nss(b.p, b.q, b.n)) > 1.959963984540054 * 100 * sqrt(variance_of(r.p, r.q, r.n) + variance_of(b.p, b.q, b.n)) then 'sí' else 'no: sin cambio significativo' end as "¿Significativo?"
from by_network r join by_network b on b.month = '2026-09' and b.place = r.place where r.month = '2026-10' order by r.place`)
}

func auditDays(a *audit) {
	a.holds("Días pico (M10)", map[string]int{"z": 1}, `
select strftime(day, '%d/%m/%Y') as "Día", n as "Menciones", z, p as "Positivas", q as "Negativas" from daily where day >= date '2026-10-01' and z >= 3 and n >= 10 order by day`)
	a.sheet("Diario", []string{"fecha"}, `
select strftime(day, '%d/%m/%Y') as fecha, n as menciones, p as positivas, q as negativas, u as neutras, case when day(day) >= 7 then nss(p7, q7, n7) end as nss_7_dias, z, case when z >= 3 and n >= 10 then 'Sí' else 'No' end as dia_pico
from daily where day >= date '2026-10-01'`)
}

func auditTopics(a *audit) {
	a.holds("Menciones válidas por objetivo y clase", map[string]int{"% negativas": 1, "NSS total": 1}, `
with part as (
  select rank, coalesce(m.target, 'Sin objetivo reconocido') as name, coalesce(kind, '') as type, class from (select target, class from mention where month = '2026-10') m left join kind_of k on k.target = m.target
  union all select 9, 'Total hacia la entidad', 'entidad', class from mention where month = '2026-10' and target in (select target from kind_of where kind = 'entidad'))
select name as "Objetivo", type as "Tipo", count(*) as n, count(*) filter (class = 'positiva') as "Positivas", count(*) filter (class = 'negativa') as "Negativas", count(*) filter (class = 'neutra') as "Neutras",
  share30(count(*) filter (class = 'negativa'), count(*)) * 100 as "% negativas", nss(count(*) filter (class = 'positiva'), count(*) filter (class = 'negativa'), count(*)) as "NSS total"
from part group by rank, name, type order by coalesce(rank, 8), count(*) desc, name`)

	a.holds("Por qué se reconoció el objetivo", map[string]int{"NSS total hacia la entidad": 1}, `
with aimed as (select target_rule as rule, class, kind_of.kind = 'entidad' as own from mention join kind_of using (target) where month = '2026-10'),
  part as (select list_position(['named','office','addressed','cited','answered','spoken_to','inferred','city','analyst'], rule) as place, class, own from aimed
    union all select 10, class, own from aimed where rule <> 'inferred' union all select 11, class, own from aimed)
select count(*) as "Menciones", count(*) filter (own) as "Hacia la entidad",
  nss(count(*) filter (own and class = 'positiva'), count(*) filter (own and class = 'negativa'), count(*) filter (own)) as "NSS total hacia la entidad" from part group by place order by place`)

	views := `
create view topics as select month, coalesce(topic, 'Sin tema reconocido') as name, topic is null as none, any_value(dependency) as dependency, count(*) as n,
  count(*) filter (class = 'positiva') as p, count(*) filter (class = 'negativa') as q, count(*) filter (class = 'neutra') as u from mention group by month, topic;
`
	a.holds("Menciones válidas por tema", map[string]int{"De las válidas": 1, "% negativas": 1, "Aporte al negativo (M08)": 1, "NSS total": 1}, views+`
select t.name as "Tema", coalesce(t.dependency, '') as "Dependencia", t.n, t.n / w.n * 100 as "De las válidas", t.q as "Negativas", share30(t.q, t.n) * 100 as "% negativas",
  share30(t.q, w.q) * (t.q / share30(t.q, w.q) / w.q) * 100 as "Aporte al negativo (M08)", nss(t.p, t.q, t.n) as "NSS total", coalesce(b.q, 0) as "Negativas, mes anterior"
from topics t join whole w on w.month = t.month left join topics b on b.month = '2026-09' and b.name = t.name where t.month = '2026-10' order by t.none, t.q desc, t.name`)
	a.holds("Menciones por tema y clase", nil, views+`
select p as positivas, q as negativas, u as neutras from topics where month = '2026-10' and not none order by q desc, name`)
	a.sheet("Temas", []string{"tema"}, views+`
select t.name as tema, t.dependency as dependencia, t.n as menciones, t.p as positivas, t.q as negativas, t.u as neutras, share30(t.q, t.n) as porcentaje_negativas, nss(t.p, t.q, t.n) as nss_total,
  b.n as menciones_mes_anterior, b.q as negativas_mes_anterior from topics t left join topics b on b.month = '2026-09' and b.name = t.name where t.month = '2026-10'`)
	a.sheet("Objetivo", []string{"objetivo"}, `
with part as (select month, coalesce(target, 'Sin objetivo reconocido') as name, class from mention), counted as (
  select month, name, count(*) as n, count(*) filter (class = 'positiva') as p, count(*) filter (class = 'negativa') as q, count(*) filter (class = 'neutra') as u from part group by all)
select c.name as objetivo, c.n as menciones, c.p as positivas, c.q as negativas, c.u as neutras, share30(c.q, c.n) as porcentaje_negativas, nss(c.p, c.q, c.n) as nss_total,
  b.n as menciones_mes_anterior, b.q as negativas_mes_anterior from counted c left join counted b on b.month = '2026-09' and b.name = c.name where c.month = '2026-10'`)
}

func auditTerms(a *audit) {
	for caption, order := range map[string]string{"Términos que más suman": "desc", "Términos que más restan": "asc"} {
		query := `
with weighed as (select term, sum(contribution) as total, count(*) as uses, count(distinct dedup_key) as mentions, bool_or(regional) as regional from term where not starts_with(term, 'cue_') group by term)
select %s from weighed order by round(total, 6) ` + order + `, term limit 20`
		a.holds(caption, map[string]int{"Aporte": 1}, fmt.Sprintf(query, `total as "Aporte", uses as "Apariciones", mentions as "Menciones", case when regional then 'sí' else '' end as "Voz regional"`))
		// A term that is plain words is printed as the lexicon has it, an emoji with its name; only patterns are put in words.
		p := a.table(caption)
		for i, row := range a.query(fmt.Sprintf(query, "term")) {
			if term := fmt.Sprint(row["term"]); !strings.ContainsAny(term, "|<>[]{}*_") && p.rows[i+1][0] != term && !strings.HasPrefix(p.rows[i+1][0], term+" (") {
				a.Errorf("table «%s», row %d: the document prints %q, SQL gives %q", caption, i+1, p.rows[i+1][0], term)
			}
		}
	}
}

// comma reads a number as LibreOffice writes it, with a comma.
func comma(t *testing.T, s string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func atoi(v any) (n int) {
	fmt.Sscan(fmt.Sprint(v), &n)
	return n
}

// auditAlerts looks for words at the beginning of a word, whatever their accents and whatever stands between them.
func auditAlerts(a *audit) {
	a.holds("Alertas por palabras", nil, `
with plain as (select ' ' || regexp_replace(strip_accents(lower(regexp_replace(text, '@[\w.-]+', ' ', 'g'))), '[^a-z0-9]+', ' ', 'g') as said from mention where month = '2026-10'),
  alert(place, name, words) as (values
    (1, 'Emergencia o riesgo para personas', ' (emergencia|auxilio|se esta inundando|inundados|inundacion|incendio|derrumbe|desplome|heridos?|ahogado|explosion|fuga de gas|electrocut|cables? caidos?)'),
    (2, 'Amenaza o violencia', ' (amenaza de muerte|(me|nos) amenazaron|amenazados|extorsion|vacuna a los comerciantes|los? van? a matar|los vamos a matar|balacera|sicarios?)'),
    (3, 'Corte de un servicio', ' (sin (agua|luz|energia|gas)|no hay (agua|luz|energia)|se fue (la luz|el agua)|cortaron (el agua|la luz)|apagon)'))
select name as "Alerta", count(*) as "Menciones" from alert join plain on regexp_matches(said, words) group by place, name order by place`)
}

func auditMonths(a *audit) {
	a.holds("El mes frente a otros meses", nil, `
with part as (select month, n, share30(p, n) as pos, share30(q, n) as neg, share30(u, n) as neu, nss(p, q, n) as total, polar(p, q) as pol from whole),
  wide as (select c, any_value(v) filter (month = '2026-10') as a, any_value(v) filter (month = '2026-09') as b, avg(v) filter (month < '2026-10') as m
    from (select month, unnest([1, 2, 3, 4, 5, 6]) as c, unnest([n, pos, neg, neu, total, pol]) as v from part) group by c)
select case when c = 1 then es(a, 0) when c < 5 then per_cent(a) else signed(a, 1) end as "octubre de 2026", case when c = 1 then es(b, 0) when c < 5 then per_cent(b) else signed(b, 1) end as "septiembre de 2026",
  case when c = 1 then es(m, 0) when c < 5 then per_cent(m) else signed(m, 1) end as "Media de 3 meses", null as "octubre de 2025" from wide order by c`)
	a.sheet("Mensual", []string{"mes"}, `
select '01/' || month[6:7] || '/2026' as mes, (select count(*) from every_mention e where e.month = whole.month) as leidas, n as validas, p as positivas, q as negativas, u as neutras, nss(p, q, n) as nss_total,
  margin(p, q, n) as margen, polar(p, q) as nss_polar from whole`)
}

func auditSentimentCards(a *audit) {
	a.cards(`
with figure as (select month, 'Menciones válidas  M01' as card, n as v, 'count' as unit from whole
    union all select month, 'Sentimiento neto total  M04', nss(p, q, n), 'points' from whole union all select month, 'Sentimiento neto hacia la entidad  M04', nss(p, q, n), 'points' from about_own
    union all select month, 'Sentimiento neto polar  M05', polar(p, q), 'points' from whole union all select month, 'Positivas  M03', share30(p, n), 'rate' from whole
    union all select month, 'Negativas  M03', share30(q, n), 'rate' from whole union all select month, 'Neutras  M03', share30(u, n), 'rate' from whole
    union all select month, 'Cobertura del léxico  Q01', share30(count(*) filter (words > 0), count(*)), 'rate' from mention group by month),
  wide as (select card, unit, any_value(v) filter (month = '2026-10') as a, any_value(v) filter (month = '2026-09') as b, avg(v) filter (month < '2026-10') as m from figure group by all)
select card, case unit when 'count' then es(a, 0) when 'points' then signed(a, 1) else per_cent(a) end as value, case unit when 'count' then es(b, 0) when 'points' then signed(b, 1) else per_cent(b) end as "mes anterior",
  case when card like 'Cobertura%' then null when unit = 'count' then es(m, 0) when unit = 'points' then signed(m, 1) else per_cent(m) end as "media de 3 meses", null as "mismo mes de 2025" from wide`)
	a.sentences(`
select es(r.n - b.n, 0) as more, es(margin(r.p, r.q, r.n), 1) as margin, es(1.959963984540054 * 100 * sqrt(variance_of(r.p, r.q, r.n) + variance_of(b.p, b.q, b.n)), 1) as shift,
  (select count(*) from daily where day >= date '2026-10-01' and z >= 3 and n >= 10)::varchar as peaks
from whole r join whole b on b.month = '2026-09' where r.month = '2026-10'`, `
select es(o.n, 0) as own, per_cent(o.n / w.n) as share, es(margin(o.p, o.q, o.n), 1) as margin, es(o.inferred, 0) as inferred, es(w.n, 0) as valid,
  (select es(count(*), 0) from mention where month = '2026-10' and target is not null) as aimed, (select per_cent(count(target) / count(*)) from mention where month = '2026-10') as coverage
from about_own o join whole w using (month) where month = '2026-10'`, `
select es(abs(nss(r.p, r.q, r.n) - nss(b.p, b.q, b.n)), 1) as change, es(1.959963984540054 * 100 * sqrt(variance_of(r.p, r.q, r.n) + variance_of(b.p, b.q, b.n)), 1) as margin
from about_own r join about_own b on b.month = '2026-09' where r.month = '2026-10'`, `
with topics as (select month, topic, count(*) as n, count(*) filter (class = 'positiva') as p, count(*) filter (class = 'negativa') as q from mention where topic is not null group by all)
select es(abs(nss(r.p, r.q, r.n) - nss(b.p, b.q, b.n)), 1) as change, es(1.959963984540054 * 100 * sqrt(variance_of(r.p, r.q, r.n) + variance_of(b.p, b.q, b.n)), 1) as margin, r.n::varchar as n, b.n::varchar as before
from topics r join topics b on b.month = '2026-09' and b.topic = r.topic where r.month = '2026-10'`, requestViews+answerViews+`
select es(count(*), 0) as asked, per_cent(count(answered) / count(*)) as rate from answer where class = 'negativa' and network in (from heard)`)
}

func auditSentimentBase(a *audit) {
	a.sheet("Menciones", []string{"id_mencion"}, `
select dedup_key as id_mencion, title as red, strftime(moment, '%d/%m/%Y') as fecha, target as objetivo, target_evidence as evidencia_objetivo, topic as tema, dependency as dependencia, score as puntaje, class as clase_final,
  sentiment_confidence as confianza, words as n_terminos, lang as idioma, case when irony then 'Sí' else 'No' end as duda_ironia from mention join network on name = network where month = '2026-10'`)
	// A mention may have a term twice in one place, so the sheet Terminos is compared by mention.
	sums := [][]string{{"id_mencion", "n", "aporte"}}
	at := map[string]int{}
	for _, row := range a.sheets["Terminos"][1:] {
		if at[row[0]] == 0 {
			at[row[0]] = len(sums)
			sums = append(sums, []string{row[0], "0", "0"})
		}
		sum := sums[at[row[0]]]
		sum[1] = fmt.Sprint(atoi(sum[1]) + 1)
		sum[2] = fmt.Sprint(comma(a.T, sum[2]) + comma(a.T, row[5]))
	}
	a.sheets["Terminos by mention"] = sums
	a.sheet("Terminos by mention", []string{"id_mencion"}, `select dedup_key as id_mencion, count(*) as n, sum(contribution) as aporte from term where contribution <> 0 or not starts_with(term, 'cue_') group by dedup_key`)
	a.sheet("Excluidas", []string{"origen"}, `
select source_name || coalesce('[' || source_part || ']', '') || ':' || source_row as origen, title as red, strftime(moment, '%d/%m/%Y') as fecha from every_mention join network on name = network
where month = '2026-10' and status <> 'valid'`)
	a.sheet("Control", []string{"archivo"}, `
select source_name as archivo, sha256, read as leidas, kept as conservadas, duplicate as duplicadas, other_month as otro_mes, excluded as excluidas, rejected as rechazadas from intake`)
}

// auditSentimentSummary covers each live formula of Resumen, as LibreOffice computes it.
func auditSentimentSummary(a *audit) {
	a.sheet("Resumen", []string{"red"}, `
select title as red, n as validas, p as positivas, q as negativas, u as neutras, share30(p, n) as porcentaje_positivas, share30(q, n) as porcentaje_negativas, share30(u, n) as porcentaje_neutras,
  nss(p, q, n) as nss_total, margin(p, q, n) as margen_nss, polar(p, q) as nss_polar, 0 as corregidas from by_network where month = '2026-10'`)
}
