package growth

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"pulso/pipeline/social"
	"pulso/reports"
)

// sheets are the data sheets of the base, made before the sections so that formulas can name their cells.
type sheets struct {
	monthly, daily, posts, hours, quality reports.Sheet
	rows                                  struct{ monthly, posts int }
}

func (a *analysis) makeSheets() {
	monthly, daily, posts := a.monthlyRows(), a.dailyRows(), a.postRows()
	a.sheet.rows.monthly, a.sheet.rows.posts = len(monthly), len(posts)
	a.sheet.monthly = reports.Sheet{
		Name: "Crecimiento_Mensual", Table: "Crecimiento_Mensual", Freeze: true, Rows: monthly.All(),
		Purpose: "Una fila por cuenta y mes, hasta 13 meses: seguidores, alcance, vistas, interacciones.",
		Columns: []reports.SheetColumn{
			{Name: "mes", Doc: "Mes, por su primer día.", Type: reports.DateOnly},
			{Name: "red", Doc: "Red social.", Type: reports.Text, Width: 14},
			{Name: "cuenta", Doc: "Nombre de la cuenta.", Type: reports.Text, Width: 30},
			{Name: "dependencia", Doc: "Dependencia de la cuenta; vacío si no está configurada.", Type: reports.Text},
			{Name: "inicio", Doc: "Seguidores al comenzar el mes (cierre del mes anterior). Vacío si no hay.", Type: reports.Integer},
			{Name: "altas", Doc: "Seguidores nuevos, brutos. Vacío si la red no los dio.", Type: reports.Integer},
			{Name: "bajas", Doc: "Seguidores perdidos. Vacío si la red no los dio.", Type: reports.Integer},
			{Name: "neto", Doc: "Crecimiento neto (K02).", Type: reports.Integer},
			{Name: "cierre", Doc: "Seguidores al cierre (K01).", Type: reports.Integer},
			{Name: "tasa", Doc: "Tasa de crecimiento (K03), fracción.", Type: reports.Percent},
			{Name: "publicaciones", Doc: "Publicaciones sin historias (K07). Vacío si no hay exporte de contenido: no es cero.", Type: reports.Integer},
			{Name: "interacciones", Doc: "Interacciones de las publicaciones del mes (K08).", Type: reports.Integer},
			{Name: "alcance_mensual", Doc: "Alcance único del mes según la red (K12). Vacío si la red no lo da; no se suma.", Type: reports.Integer},
			{Name: "vistas", Doc: "Vistas del mes.", Type: reports.Integer},
			{Name: "er_alcance", Doc: "Interacción del mes por alcance (K11), fracción.", Type: reports.Percent},
			{Name: "meta_seguidores", Doc: "Meta configurada; solo en el mes del informe.", Type: reports.Integer},
			{Name: "notas", Doc: "Dudas sobre las cifras de la fila y motivos de las celdas vacías.", Type: reports.Text, Width: 60},
		},
	}
	a.sheet.daily = reports.Sheet{
		Name: "Crecimiento_Diario", Table: "Crecimiento_Diario", Freeze: true, Rows: daily.All(),
		Purpose: "Una fila por cuenta y día con dato. Los días son los de la red, sin convertir.",
		Columns: []reports.SheetColumn{
			{Name: "fecha", Doc: "Día, como lo imprime la red.", Type: reports.DateOnly},
			{Name: "red", Doc: "Red social.", Type: reports.Text, Width: 14},
			{Name: "cuenta", Doc: "Nombre de la cuenta.", Type: reports.Text, Width: 30},
			{Name: "seguidores", Doc: "Captura de seguidores totales del día.", Type: reports.Integer},
			{Name: "altas", Doc: "Seguidores nuevos, brutos.", Type: reports.Integer},
			{Name: "bajas", Doc: "Seguidores perdidos.", Type: reports.Integer},
			{Name: "neto", Doc: "Seguidores netos del día.", Type: reports.Integer},
			{Name: "fuente", Doc: "Archivo y fila de donde sale el primer dato.", Type: reports.Text, Width: 48},
			{Name: "capturado_en", Doc: "Día en que se exportó; vacío si el archivo no lo dice.", Type: reports.DateOnly},
			{Name: "calidad", Doc: "Observaciones del dato.", Type: reports.Text, Width: 40},
		},
	}
	a.sheet.posts = reports.Sheet{
		Name: "Publicaciones", Table: "Publicaciones", Freeze: true, Rows: posts.All(),
		Purpose: "Una fila por publicación del mes, con sus cifras hasta el corte.",
		Columns: postColumns,
	}
	hours := a.hourRows()
	a.sheet.hours = reports.Sheet{
		Name: "Horarios", Table: "Horarios", Freeze: true, Rows: hours.All(),
		Purpose: "Publicaciones e interacciones por red y hora en tres meses, y franjas.",
		Columns: []reports.SheetColumn{
			{Name: "red", Doc: "Red social.", Type: reports.Text, Width: 14},
			{Name: "hora", Doc: "Hora de Colombia, de 0 a 23.", Type: reports.Integer},
			{Name: "publicaciones_antes", Doc: "Publicaciones de los tres meses anteriores al del informe.", Type: reports.Integer},
			{Name: "media_antes", Doc: "Media de interacciones por publicación en esos meses.", Type: reports.Decimal},
			{Name: "en_franja_del_mes", Doc: "Sí cuando la hora está en la franja que regía en el mes; vacío si no hubo franja.", Type: reports.YesNo},
			{Name: "publicaciones_ahora", Doc: "Publicaciones del mes del informe y los dos anteriores.", Type: reports.Integer},
			{Name: "media_ahora", Doc: "Media de interacciones por publicación en esos meses.", Type: reports.Decimal},
			{Name: "en_franja_siguiente", Doc: "Sí cuando la hora está en la franja del mes siguiente; vacío si no hay franja.", Type: reports.YesNo},
		},
	}
	quality := a.qualityRows()
	a.sheet.quality = reports.Sheet{
		Name: "Calidad_Datos", Table: "Calidad_Datos", Freeze: true, Rows: quality.All(),
		Purpose: "Qué cubren los datos de cada cuenta y métrica, y qué falta.",
		Columns: []reports.SheetColumn{
			{Name: "red", Doc: "Red social.", Type: reports.Text, Width: 14},
			{Name: "cuenta", Doc: "Nombre de la cuenta.", Type: reports.Text, Width: 30},
			{Name: "metrica", Doc: "Métrica o indicador.", Type: reports.Text, Width: 30},
			{Name: "dias_con_dato", Doc: "Días del mes con dato; vacío en los indicadores.", Type: reports.Integer},
			{Name: "dias_mes", Doc: "Días del mes.", Type: reports.Integer},
			{Name: "completitud", Doc: "Días con dato / días del mes; vacío en los indicadores.", Type: reports.Percent},
			{Name: "primer_dato", Doc: "Primer día con dato.", Type: reports.DateOnly},
			{Name: "ultimo_dato", Doc: "Último día con dato.", Type: reports.DateOnly},
			{Name: "zona", Doc: "Zona horaria de los días; vacío si la fuente no la dice.", Type: reports.Text},
			{Name: "observacion", Doc: "Qué falta y por qué.", Type: reports.Text, Width: 60},
		},
	}
}

// book is the base, in the order of its sheets.
func (a *analysis) book(r *reports.Report) reports.Workbook {
	return a.in.Book(r, reports.Base{
		Kind:    "crecimiento",
		Purpose: "Base de datos sobre crecimiento de las redes sociales oficiales de " + a.in.Office.Entity + ", " + reports.MonthName(a.now) + ".",
		Sheets: []reports.Sheet{a.summarySheet(), a.sheet.monthly, a.sheet.daily, a.sheet.posts, pivotSheet(), a.sheet.hours, a.policySheet(), a.exceptionSheet(),
			reports.AttentionSheet(a.attention, a.in.Zone), reports.PetitionSheet(a.petitions), a.eventSheet(), a.peerSheet(), a.sheet.quality},
		Editable: []string{"Peticiones"}, Indicators: used, Breaks: a.breaks(),
	})
}

// pivotSheet is the sheet Dinamica: the posts' interactions for the office to turn.
func pivotSheet() reports.Sheet {
	return reports.Sheet{
		Name: "Dinamica", Purpose: "Tabla dinámica de la hoja Publicaciones: interacciones por red y formato.", Rows: reports.Rows(nil).All(),
		Pivot: &reports.Pivot{Source: "Publicaciones", Rows: "red", Columns: "formato", Sum: "interacciones", Slicers: []string{"red", "formato"}},
	}
}

func notes(named map[string]reports.Value, order ...string) reports.Datum {
	var out []string
	for _, name := range order {
		if why := reports.Footnote(named[name]); why != "" {
			out = append(out, name+": "+why)
		}
	}
	return reports.TextCell(strings.Join(out, "; "))
}

func (a *analysis) monthlyRows() reports.Rows {
	var rows reports.Rows
	for back := depth - 1; back >= 0; back-- {
		if !a.stored[back] {
			continue
		}
		for _, acc := range a.accounts {
			f := &acc.months[back]
			v := map[string]reports.Value{
				"inicio": a.opening(acc, back), "neto": a.net(acc, back), "cierre": a.closing(acc, back), "publicaciones": a.posted(acc, back),
				"interacciones": a.engaged(acc, back), "alcance": a.monthlyReach(acc, back), "vistas": a.monthViews(acc, back),
			}
			var goal reports.Datum
			if back == 0 {
				goal = acc.goal().Cell()
			}
			rows = append(rows, []reports.Datum{social.Date{Year: f.month.Year, Month: f.month.Month, Day: 1}, acc.Network.Title(), acc.Label(), reports.TextCell(acc.Dependency),
				v["inicio"].Cell(), f.total(social.FollowersNew).Cell(), f.total(social.FollowersLost).Cell(), v["neto"].Cell(), v["cierre"].Cell(),
				a.rate(acc, back).Cell(), v["publicaciones"].Cell(), v["interacciones"].Cell(), v["alcance"].Cell(), v["vistas"].Cell(),
				weighted(f.posts).Cell(), goal, notes(v, "inicio", "neto", "cierre", "publicaciones", "interacciones", "alcance", "vistas")})
		}
	}
	return rows
}

func (a *analysis) dailyRows() reports.Rows {
	var rows reports.Rows
	for _, acc := range a.accounts {
		f := &acc.months[0]
		for d := range a.now.Days() {
			day := social.Date{Year: a.now.Year, Month: a.now.Month, Day: d + 1}
			var cells [4]reports.Datum
			var source, remark []string
			var exported social.Date
			for i, m := range []social.Metric{social.FollowersTotal, social.FollowersNew, social.FollowersLost, social.FollowersNet} {
				v := f.daily[m][day]
				if v == nil {
					continue
				}
				cells[i] = int64(v.Value)
				source = append(source, v.From.String())
				if v.ExportedAt.Compare(exported) > 0 {
					exported = v.ExportedAt
				}
				if v.Note != "" {
					remark = append(remark, v.Note)
				}
			}
			if len(source) == 0 {
				continue
			}
			if cells[3] == nil {
				if v := acc.dayNet(day); v.OK {
					cells[3] = v.Cell()
					remark = append(remark, "neto "+calculated)
				}
			}
			rows = append(rows, []reports.Datum{day, acc.Network.Title(), acc.Label(), cells[0], cells[1], cells[2], cells[3],
				source[0], reports.DateCell(exported), reports.TextCell(strings.Join(remark, "; "))})
		}
	}
	return rows
}

var postColumns = []reports.SheetColumn{
	{Name: "id_publicacion", Doc: "Identificador de la red, como texto.", Type: reports.ID},
	{Name: "red", Doc: "Red social.", Type: reports.Text, Width: 14},
	{Name: "cuenta", Doc: "Nombre de la cuenta.", Type: reports.Text, Width: 30},
	{Name: "fecha_hora", Doc: "Momento de la publicación, hora de Colombia; vacío si la fuente solo da el día.", Type: reports.DateTime},
	{Name: "fecha", Doc: "Día de la publicación.", Type: reports.DateOnly},
	{Name: "hora", Doc: "Hora del día, de 0 a 23; vacío si la fuente solo da el día.", Type: reports.Integer},
	{Name: "dia_semana", Doc: "Día de la semana.", Type: reports.Text, Width: 12},
	{Name: "formato", Doc: "Tipo de publicación.", Type: reports.Text, Width: 12},
	{Name: "tiene_imagen", Doc: "Sí cuando lleva imagen; vacío si no se sabe.", Type: reports.YesNo},
	{Name: "tiene_video", Doc: "Sí cuando lleva video; vacío si no se sabe.", Type: reports.YesNo},
	{Name: "texto", Doc: "Texto de la publicación.", Type: reports.Text, Width: 60},
	{Name: "enlace", Doc: "Dirección de la publicación.", Type: reports.Link, Width: 40},
	{Name: "url_web_previa", Doc: "Página del sitio oficial que le corresponde (P1); vacío si no se halló.", Type: reports.Link, Width: 40},
	{Name: "min_web_antes", Doc: "Minutos que la página salió antes que la publicación; negativo si salió después, vacío si no se sabe.", Type: reports.Integer},
	{Name: "aprobado_por", Doc: "Quién la aprobó, según la bitácora editorial (P2); vacío si no está.", Type: reports.Text},
	{Name: "tema", Doc: "Tema configurado cuyas palabras tiene el texto; vacío si ninguno.", Type: reports.Text},
	{Name: "alcance", Doc: "Cuentas alcanzadas; no se suma entre publicaciones.", Type: reports.Integer},
	{Name: "vistas", Doc: "Vistas.", Type: reports.Integer},
	{Name: "reacciones", Doc: "Reacciones o «me gusta».", Type: reports.Integer},
	{Name: "comentarios", Doc: "Comentarios o respuestas.", Type: reports.Integer},
	{Name: "compartidos", Doc: "Veces que se compartió.", Type: reports.Integer},
	{Name: "guardados", Doc: "Veces que se guardó.", Type: reports.Integer},
	{Name: "clics", Doc: "Clics.", Type: reports.Integer},
	{Name: "interacciones", Doc: "K08: reacciones + comentarios + compartidos + guardados.", Type: reports.Integer},
	{Name: "er_alcance", Doc: "K09: interacciones / alcance, fracción.", Type: reports.Percent},
	{Name: "er_seguidores", Doc: "K10: interacciones / seguidores del día, fracción.", Type: reports.Percent},
	{Name: "seguidores_dia", Doc: "Seguidores en la última captura hasta el día de la publicación.", Type: reports.Integer},
	{Name: "en_franja", Doc: "Sí cuando salió en la franja que regía (K16); vacío si no se puede decir.", Type: reports.YesNo},
	{Name: "definicion_version", Doc: "Versión de las definiciones de la red con que se midió.", Type: reports.Text},
	{Name: "corte", Doc: "Día del exporte del que salen las cifras; vacío si el archivo no lo dice.", Type: reports.DateOnly},
	{Name: "ya_no_aparece", Doc: "Día del primer exporte posterior que cubre su fecha y no la trae: se borró, se archivó o se ocultó; vacío si sigue apareciendo o no hay exporte posterior.", Type: reports.DateOnly},
	{Name: "origen", Doc: "Archivo y fila de donde sale.", Type: reports.Text, Width: 48},
}

func (a *analysis) postRows() reports.Rows {
	var rows reports.Rows
	for _, acc := range a.accounts {
		for _, p := range acc.months[0].posts {
			local := p.PublishedAt.In(a.in.Zone)
			page := a.page(p)
			approval, _ := a.approval(p)
			var hour, image, video, banded reports.Datum
			if p.Precision != social.Day {
				hour = int64(local.Hour())
			}
			if _, ok := visual(p); ok {
				image = p.Type == social.TypeImage || p.Type == social.TypeCarousel
				video = p.Type == social.TypeVideo || p.Type == social.TypeLive
			}
			if in, ok := a.inBand(p); ok {
				banded = in
			}
			rows = append(rows, []reports.Datum{p.ID, acc.Network.Title(), acc.Label(), reports.TimeCell(p.PublishedAt, p.Precision, a.in.Zone), social.DateOf(p.PublishedAt, a.in.Zone), hour,
				reports.WeekdayName(local.Weekday()), postType(p), image, video, reports.TextCell(p.Text), reports.TextCell(p.Permalink),
				reports.TextCell(page.url), minutesCell(page.ahead), reports.TextCell(approval.ApprovedBy), reports.TextCell(a.topicOf(p)),
				reports.OptCell(p.Reach), reports.OptCell(p.Views), reports.OptCell(p.Reactions), reports.OptCell(p.Comments), reports.OptCell(p.Shares),
				reports.OptCell(p.Saves), reports.OptCell(p.Clicks), interactions(p).Cell(), erReach(p).Cell(), a.erFollowers(acc, p).Cell(),
				a.followersOn(acc, social.DateOf(p.PublishedAt, a.in.Zone)).Cell(), banded, reports.TextCell(p.DefinitionVersion), reports.DateCell(p.SnapshotAt), reports.DateCell(a.goneSince(p)), p.From.String()})
		}
	}
	return rows
}

func (a *analysis) hourRows() reports.Rows {
	var rows reports.Rows
	for _, n := range a.networks() {
		before, now := a.band[n], a.next[n]
		for h := range 24 {
			b, c := before.hours[h], now.hours[h]
			if b.n == 0 && c.n == 0 {
				continue
			}
			rows = append(rows, []reports.Datum{n.Title(), int64(h), int64(b.n), meanCell(b), bandCell(before, h), int64(c.n), meanCell(c), bandCell(now, h)})
		}
	}
	return rows
}

func meanCell(s slot) reports.Datum {
	if s.n == 0 {
		return nil
	}
	return s.mean()
}

func bandCell(b *band, h int) reports.Datum {
	if b.missing != "" {
		return nil
	}
	return b.best[h]
}

func sortedMetrics(daily map[social.Metric]map[social.Date]*social.AccountMetric) []social.Metric {
	return slices.Sorted(maps.Keys(daily))
}

func (a *analysis) qualityRows() reports.Rows {
	var rows reports.Rows
	month := a.now.Days()
	for _, acc := range a.accounts {
		f := &acc.months[0]
		add := func(name string, days []social.Date, zone, remark string) {
			r := []reports.Datum{acc.Network.Title(), acc.Label(), name, int64(len(days)), int64(month), float64(len(days)) / float64(month), nil, nil, reports.TextCell(zone), reports.TextCell(remark)}
			if len(days) > 0 {
				r[6], r[7] = days[0], days[len(days)-1]
			}
			rows = append(rows, r)
		}
		add("todos los datos (Q05)", sortedSet(a.covered(acc, 0)), "", "")
		for _, m := range sortedMetrics(f.daily) {
			days := sortedDays(f.daily[m])
			remark := ""
			if len(days) < month {
				remark = fmt.Sprintf("faltan %d días", month-len(days))
			}
			add(reports.MetricName(m), days, f.daily[m][days[0]].Zone, remark)
		}
		for _, n := range needs {
			if why := reports.Footnote(n.of(a, acc)); why != "" {
				rows = append(rows, []reports.Datum{acc.Network.Title(), acc.Label(), n.name, nil, nil, nil, nil, nil, nil, why})
			}
		}
	}
	return rows
}

func minutesCell(v reports.Value) reports.Datum { return v.As(reports.Count).Cell() }

func (a *analysis) policySheet() reports.Sheet {
	var rows reports.Rows
	for _, p := range a.policies {
		result := p.result
		result.Notes = nil
		rows = append(rows, []reports.Datum{p.id, p.text, p.measure, result.String(), reports.TextCell(p.target), p.verdict, int64(len(p.exceptions)), reports.TextCell(strings.Join(append(p.result.Notes[:len(p.result.Notes):len(p.result.Notes)], p.note), " "))})
	}
	return reports.Sheet{
		Name: "Politicas", Table: "Politicas", Freeze: true, Rows: rows.All(),
		Purpose: "Lineamientos de operación del procedimiento, con su veredicto.",
		Columns: []reports.SheetColumn{
			{Name: "lineamiento", Doc: "Código, en el orden del procedimiento.", Type: reports.Text, Width: 12},
			{Name: "texto", Doc: "Qué pide.", Type: reports.Text, Width: 60},
			{Name: "indicador", Doc: "Cómo se mide.", Type: reports.Text, Width: 50},
			{Name: "resultado", Doc: "Resultado, o por qué no lo hay.", Type: reports.Text, Width: 24},
			{Name: "meta", Doc: "Con qué se compara; vacío si no hay meta.", Type: reports.Text},
			{Name: "veredicto", Doc: "cumple, no cumple, sin evidencia, sin meta configurada o indicador.", Type: reports.Text},
			{Name: "casos", Doc: "Filas de la hoja Excepciones.", Type: reports.Integer},
			{Name: "nota", Doc: "Detalle del resultado.", Type: reports.Text, Width: 60},
		},
	}
}

func (a *analysis) exceptionSheet() reports.Sheet {
	var rows reports.Rows
	for _, p := range a.policies {
		for _, e := range p.exceptions {
			rows = append(rows, []reports.Datum{e.policy, e.account, e.what, e.why, e.verdict, reports.TextCell(e.link)})
		}
	}
	return reports.Sheet{
		Name: "Excepciones", Table: "Excepciones", Freeze: true, Rows: rows.All(),
		Purpose: "Cada publicación, cuenta o evento que no cumple un lineamiento o no tiene con qué probarlo.",
		Columns: []reports.SheetColumn{
			{Name: "lineamiento", Doc: "Código del lineamiento.", Type: reports.Text, Width: 12},
			{Name: "cuenta", Doc: "Cuenta, o «eventos».", Type: reports.Text, Width: 24},
			{Name: "que", Doc: "Fecha y comienzo del texto, cuenta o evento.", Type: reports.Text, Width: 70},
			{Name: "motivo", Doc: "Por qué está aquí.", Type: reports.Text, Width: 50},
			{Name: "estado", Doc: "no cumple, sin evidencia, por revisar o indicador.", Type: reports.Text},
			{Name: "enlace", Doc: "Dirección de la publicación; vacío si no la hay.", Type: reports.Link, Width: 40},
		},
	}
}
