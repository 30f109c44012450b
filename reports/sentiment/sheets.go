package sentiment

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// book is the base, in the order of its sheets.
func (a *analysis) book(r *reports.Report) reports.Workbook {
	mentions := a.mentionSheet()
	return a.in.Book(r, reports.Base{
		Kind:    "sentimientos",
		Purpose: "Base de datos del análisis de sentimientos en redes sociales de " + a.in.Office.Entity + ", " + reports.MonthName(a.month) + ". " + a.privacy(),
		Sheets: []reports.Sheet{a.summarySheet(&mentions), mentions, pivotSheet(), a.termSheet(), a.dailySheet(), a.monthlySheet(), a.topicSheet(), a.targetSheet(),
			a.correctionSheet(), a.proposalSheet(), reports.PetitionSheet(a.petitions), reports.AttentionSheet(a.attention, a.in.Zone), a.auditSheet(), a.excludedSheet()},
		Editable: []string{"Correcciones", "Lexico_Propuesto", "Peticiones", "Evaluacion"}, Indicators: used,
	})
}

// pivotSheet is the sheet Dinamica: the mentions for the office to turn.
func pivotSheet() reports.Sheet {
	return reports.Sheet{
		Name: "Dinamica", Purpose: "Tabla dinámica de la hoja Menciones: menciones por red y clase final.", Rows: reports.Rows(nil).All(),
		Pivot: &reports.Pivot{Source: "Menciones", Rows: "red", Columns: "clase_final", Slicers: []string{"red", "clase_final"}},
	}
}

// rowsOf yields the rows of each mention for which keep is true.
func rowsOf(mentions iter.Seq2[*social.Scored, error], keep func(*social.Scored) bool, rows func(*social.Scored) [][]reports.Datum) iter.Seq2[[]reports.Datum, error] {
	return func(yield func([]reports.Datum, error) bool) {
		if mentions == nil {
			return
		}
		for m, err := range mentions {
			if err != nil {
				yield(nil, fmt.Errorf("leer las menciones: %w", err))
				return
			}
			if !keep(m) {
				continue
			}
			for _, r := range rows(m) {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

func valid(m *social.Scored) bool { return m.Status == social.Valid }

// author is how the base names a mention's author.
func (a *analysis) author(m *social.Scored) reports.Datum {
	who := authorOf(m)
	switch {
	case who == "":
		return nil
	case a.in.Office.ShowAuthors:
		return reports.TextCell(cmp.Or(m.AuthorHandle, m.AuthorName, m.AuthorID))
	case a.in.Pseudonym == nil:
		return nil
	}
	return reports.TextCell(a.in.Pseudonym(string(m.Network), who))
}

// link is a mention's address, which names its author on most networks and so is shown only where authors are.
func (a *analysis) link(m *social.Scored) reports.Datum {
	if !a.in.Office.ShowAuthors {
		return nil
	}
	return reports.TextCell(m.URL)
}

func (a *analysis) mentionSheet() reports.Sheet {
	official := a.in.Office.Official()
	return reports.Sheet{
		Name: "Menciones", Table: "Menciones", Freeze: true,
		Purpose: "Una fila por mención válida, con su clase y por qué.",
		Columns: []reports.SheetColumn{
			{Name: "id_mencion", Doc: "Clave de la mención: red e identificador de la red, o huella del contenido si la red no da identificador.", Type: reports.ID, Width: 30},
			{Name: "red", Doc: "Red social.", Type: reports.Text, Width: 14},
			{Name: "tipo", Doc: "Publicación, comentario, respuesta, cita, mensaje, reseña o noticia.", Type: reports.Text, Width: 14},
			{Name: "fecha_hora", Doc: "Momento, hora de Colombia; vacío si la fuente solo da el día.", Type: reports.DateTime},
			{Name: "fecha", Doc: "Día, en Colombia.", Type: reports.DateOnly},
			{Name: "autor_seudonimo", Doc: "Seudónimo del autor, siempre el mismo para el mismo autor; vacío si no se conoce o no hay clave. Es el usuario si la configuración muestra autores.", Type: reports.Text},
			{Name: "texto_enmascarado", Doc: "Texto con las personas enmascaradas.", Type: reports.Text, Width: 80},
			{Name: "enlace", Doc: "Dirección de la mención; vacío cuando los autores van con seudónimo.", Type: reports.Link},
			{Name: "id_publicacion", Doc: "Publicación o comentario que responde; vacío si no responde a ninguno o no se sabe.", Type: reports.ID},
			{Name: "objetivo", Doc: "Hacia quién va; vacío si no se reconoce.", Type: reports.Text},
			{Name: "por_que_objetivo", Doc: "La regla que lo reconoció, como en la tabla de reglas del documento; vacío sin objetivo.", Type: reports.Text, Width: 28},
			{Name: "evidencia_objetivo", Doc: "La palabra, el usuario, la publicación o el tema en que se apoya la regla.", Type: reports.Text, Width: 28},
			{Name: "tema", Doc: "Tema; vacío si no se reconoce.", Type: reports.Text},
			{Name: "dependencia", Doc: "Dependencia que responde por el tema.", Type: reports.Text},
			{Name: "puntaje", Doc: "M07, de −1 a +1.", Type: reports.Decimal},
			{Name: "clase_auto", Doc: "Clase que dio el programa.", Type: reports.Text, Width: 12},
			{Name: "clase_final", Doc: "Clase que cuenta, después de las correcciones.", Type: reports.Text, Width: 12},
			{Name: "origen_clase", Doc: "auto o analista.", Type: reports.Text, Width: 12},
			{Name: "confianza", Doc: "De 0 a 1: qué tan a menudo acierta un puntaje así.", Type: reports.Decimal},
			{Name: "duda_ironia", Doc: "Sí cuando el elogio podría no ser sincero.", Type: reports.YesNo},
			{Name: "explicacion", Doc: "Cada término con lo que aportó y por qué.", Type: reports.Text, Width: 70},
			{Name: "n_terminos", Doc: "Términos hallados, sin contar señales como enlaces o preguntas.", Type: reports.Integer},
			{Name: "amplificacion", Doc: "Veces que se compartió; vacío si la red no lo dice.", Type: reports.Integer},
			{Name: "es_peticion_probable", Doc: "Sí cuando pide algo a la entidad con palabras de pedir; lo decide una persona.", Type: reports.YesNo},
			{Name: "tipo_peticion", Doc: "Tipo probable; vacío si no pide nada.", Type: reports.Text},
			{Name: "idioma", Doc: "es o en.", Type: reports.Text, Width: 8},
			{Name: "version_lexico", Doc: "Versión del léxico con que se puntuó.", Type: reports.ID, Width: 16},
			{Name: "origen", Doc: "Archivo y fila de donde sale.", Type: reports.Text, Width: 40},
		},
		Rows: rowsOf(a.in.Current.Mentions, valid, func(m *social.Scored) [][]reports.Datum {
			kind := a.in.Office.PetitionType(m)
			return [][]reports.Datum{{m.Key, m.Network.Title(), kindTitle(m.Kind), reports.TimeCell(m.PublishedAt, m.Precision, a.in.Zone), social.DateOf(m.PublishedAt, a.in.Zone),
				a.author(m), reports.TextCell(masked(m, official)), a.link(m), reports.TextCell(m.ParentID), reports.TextCell(m.Target), reports.TextCell(reports.TargetRuleName(m.TargetRule)), reports.TextCell(m.TargetEvidence), reports.TextCell(m.Topic), reports.TextCell(m.Dependency),
				m.Score, reports.ClassName(m.Sentiment), reports.ClassName(m.Final), origin(m), m.Confidence, m.Irony, reports.TextCell(explain(m)), int64(meaningful(m)),
				reports.OptCell(m.Shares), kind != "", reports.TextCell(kind), reports.TextCell(m.Lang), reports.TextCell(m.LexiconVersion), m.From.String()}}
		}),
	}
}

func kindTitle(k social.Kind) string {
	for _, x := range kindNames {
		if x.kind == k && k != "" {
			return x.name
		}
	}
	return "Otra"
}

func origin(m *social.Scored) string {
	if m.FinalBy == "analyst" {
		return "analista"
	}
	return "auto"
}

// explain writes the score as the sum that it is: «bacano» +2,00 (muy ×1,25) · «sirve» −1,20 (negado).
func explain(m *social.Scored) string {
	parts := make([]string, 0, len(m.Terms))
	for _, t := range m.Terms {
		if isSignal(t.Term) && t.Contribution == 0 {
			continue
		}
		part := "«" + PlainTerm(t.Term) + "» " + reports.Num(t.Contribution, reports.Scale).String()
		var why []string
		if t.Modifier != "" {
			why = append(why, PlainModifier(t.Modifier))
		}
		if t.Negated && !strings.Contains(t.Modifier, "negaci") {
			why = append(why, "negado")
		}
		if t.Regional {
			why = append(why, "voz regional")
		}
		if len(why) > 0 {
			part += " (" + strings.Join(why, ", ") + ")"
		}
		parts = append(parts, part)
		if len(parts) == 50 {
			parts = append(parts, "los demás, en la hoja Terminos")
			break
		}
	}
	return strings.Join(parts, " · ")
}

func (a *analysis) termSheet() reports.Sheet {
	return reports.Sheet{
		Name: "Terminos", Table: "Terminos", Freeze: true,
		Purpose: "Una fila por término hallado en cada mención válida: los sumandos de cada puntaje.",
		Columns: []reports.SheetColumn{
			{Name: "id_mencion", Doc: "Mención en la hoja Menciones.", Type: reports.ID, Width: 30},
			{Name: "termino", Doc: "Entrada del léxico.", Type: reports.Text, Width: 24},
			{Name: "peso_base", Doc: "Peso de la entrada, de −5 a +5.", Type: reports.Decimal},
			{Name: "modificador", Doc: "Lo que cambió el peso; vacío si nada.", Type: reports.Text, Width: 30},
			{Name: "negado", Doc: "Sí cuando una negación lo alcanza.", Type: reports.YesNo},
			{Name: "aporte", Doc: "Lo que sumó al puntaje.", Type: reports.Decimal},
			{Name: "regla", Doc: "Regla que lo halló.", Type: reports.Text},
			{Name: "regional", Doc: "Sí cuando es voz de Colombia o del Caribe.", Type: reports.YesNo},
			{Name: "posicion", Doc: "Byte del texto original donde empieza.", Type: reports.Integer},
		},
		Rows: rowsOf(a.in.Current.ToCount(), valid, func(m *social.Scored) [][]reports.Datum {
			rows := make([][]reports.Datum, len(m.Terms))
			for i, t := range m.Terms {
				rows[i] = []reports.Datum{m.Key, PlainTerm(t.Term), t.Weight, reports.TextCell(PlainModifier(t.Modifier)), t.Negated, t.Contribution, reports.TextCell(RuleName(t.Rule)), t.Regional, int64(t.Offset)}
			}
			return rows
		}),
	}
}

func (a *analysis) dailySheet() reports.Sheet {
	var rows reports.Rows
	for n := 1; n <= a.month.Days(); n++ {
		d := a.day(n)
		c := of(a.now.day, d)
		z := a.peakScore(d)
		rows = append(rows, []reports.Datum{d, reports.WeekdayName(d.Time().Weekday()), int64(c.Total()), int64(c.Positive), int64(c.Negative), int64(c.Neutral),
			a.weekNSS(d).Cell(), z.Cell(), reports.IsPeak(c.Total(), z), reports.TextCell(reports.Holiday(d))})
	}
	charted := &reports.Chart{
		Title: "Menciones positivas y negativas por día", Alt: "Columnas con las menciones positivas y negativas de cada día.", Kind: reports.Columns, Unit: reports.Count,
		Series: []reports.Series{{Name: "positivas", Color: blue}, {Name: "negativas", Color: orange}},
	}
	last := a.month.Days() + 1
	return reports.Sheet{
		Charts: []reports.SheetChart{{Chart: charted, At: "L2", CatRange: fmt.Sprintf("'Diario'!$A$2:$A$%d", last),
			ValRange: []string{fmt.Sprintf("'Diario'!$D$2:$D$%d", last), fmt.Sprintf("'Diario'!$E$2:$E$%d", last)}}},
		Name: "Diario", Table: "Diario", Freeze: true, Rows: rows.All(),
		Purpose: "Una fila por día del mes: menciones válidas por clase y días pico.",
		Columns: []reports.SheetColumn{
			{Name: "fecha", Doc: "Día, en Colombia.", Type: reports.DateOnly},
			{Name: "dia_semana", Doc: "Día de la semana.", Type: reports.Text, Width: 12},
			{Name: "menciones", Doc: "Menciones válidas.", Type: reports.Integer},
			{Name: "positivas", Doc: "Menciones positivas.", Type: reports.Integer},
			{Name: "negativas", Doc: "Menciones negativas.", Type: reports.Integer},
			{Name: "neutras", Doc: "Menciones neutras.", Type: reports.Integer},
			{Name: "nss_7_dias", Doc: "Sentimiento neto total de los siete días que terminan en la fecha; vacío con menos de 30 menciones o antes del séptimo día.", Type: reports.Decimal},
			{Name: "z", Doc: "M10: distancia a los 28 días anteriores; vacío si no los hay.", Type: reports.Decimal},
			{Name: "dia_pico", Doc: "Sí con z de 3 o más y 10 menciones o más.", Type: reports.YesNo},
			{Name: "festivo", Doc: "Festivo de Colombia; vacío si no lo es.", Type: reports.Text, Width: 24},
		},
	}
}

// classSheet are the columns of a sheet of classes by something, after its own first columns.
func classSheet(first ...reports.SheetColumn) []reports.SheetColumn {
	return append(first,
		reports.SheetColumn{Name: "menciones", Doc: "Menciones válidas.", Type: reports.Integer},
		reports.SheetColumn{Name: "positivas", Doc: "Menciones positivas.", Type: reports.Integer},
		reports.SheetColumn{Name: "negativas", Doc: "Menciones negativas.", Type: reports.Integer},
		reports.SheetColumn{Name: "neutras", Doc: "Menciones neutras.", Type: reports.Integer},
		reports.SheetColumn{Name: "porcentaje_negativas", Doc: "Negativas / menciones; vacío con menos de 30.", Type: reports.Percent},
		reports.SheetColumn{Name: "nss_total", Doc: "Sentimiento neto total, en puntos; vacío con menos de 30.", Type: reports.Decimal},
		reports.SheetColumn{Name: "menciones_mes_anterior", Doc: "Menciones válidas del mes anterior; vacío si no hay datos.", Type: reports.Integer},
		reports.SheetColumn{Name: "negativas_mes_anterior", Doc: "Menciones negativas del mes anterior; vacío si no hay datos.", Type: reports.Integer},
	)
}

func (a *analysis) classData(c reports.Classes, before func(*tally) reports.Classes) []reports.Datum {
	return []reports.Datum{int64(c.Total()), int64(c.Positive), int64(c.Negative), int64(c.Neutral), c.Share(lexicon.Negative).Cell(), c.NSS().Cell(),
		a.at(1, func(t *tally) reports.Value { return reports.Int(before(t).Total()) }).Cell(),
		a.at(1, func(t *tally) reports.Value { return reports.Int(before(t).Negative) }).Cell()}
}

func (a *analysis) topicSheet() reports.Sheet {
	var rows reports.Rows
	for _, name := range a.topicNames() {
		rows = append(rows, append([]reports.Datum{name, reports.TextCell(a.dependency(name))}, a.classData(of(a.now.topic, name), func(t *tally) reports.Classes { return of(t.topic, name) })...))
	}
	rows = append(rows, append([]reports.Datum{"Sin tema reconocido", nil}, a.classData(untold(a.now), untold)...))
	return reports.Sheet{
		Name: "Temas", Table: "Temas", Freeze: true, Rows: rows.All(),
		Purpose: "Una fila por tema con menciones, y una para las que no tienen.",
		Columns: classSheet(reports.SheetColumn{Name: "tema", Doc: "Tema configurado.", Type: reports.Text, Width: 30}, reports.SheetColumn{Name: "dependencia", Doc: "Dependencia que responde.", Type: reports.Text, Width: 24}),
	}
}

func (a *analysis) targetSheet() reports.Sheet {
	var rows reports.Rows
	for _, name := range a.targetNames() {
		rows = append(rows, append([]reports.Datum{name, kindName(a.kindOf(name))}, a.classData(of(a.now.target, name), func(t *tally) reports.Classes { return of(t.target, name) })...))
	}
	rows = append(rows, append([]reports.Datum{"Sin objetivo reconocido", nil}, a.classData(untargeted(a.now), untargeted)...))
	return reports.Sheet{
		Name: "Objetivo", Table: "Objetivo", Freeze: true, Rows: rows.All(),
		Purpose: "Una fila por objetivo del sentimiento, y una para las menciones sin objetivo.",
		Columns: classSheet(reports.SheetColumn{Name: "objetivo", Doc: "Hacia quién va.", Type: reports.Text, Width: 30}, reports.SheetColumn{Name: "clase_objetivo", Doc: "Entidad, empresa de servicios, otro o ciudad.", Type: reports.Text, Width: 24}),
	}
}

// correctionSheet is one of the two that the office edits.
func (a *analysis) correctionSheet() reports.Sheet {
	official := a.in.Office.Official()
	var rows reports.Rows
	slices.SortFunc(a.doubts.corrected, func(x, y *social.Scored) int { return cmp.Compare(x.Key, y.Key) })
	for _, m := range a.doubts.corrected {
		d := a.ledger[m.Key]
		if d == nil {
			d = &decision{class: reports.ClassName(m.Final)}
		}
		rows = append(rows, []reports.Datum{m.Key, reports.TextCell(masked(m, official)), reports.ClassName(m.Sentiment), reports.TextCell(d.class), reports.TextCell(d.target), reports.TextCell(d.topic),
			reports.TextCell(d.last.Reason), reports.TextCell(d.last.By), reports.DateCell(d.last.On)})
	}
	for _, m := range a.doubts.least {
		rows = append(rows, []reports.Datum{m.Key, reports.TextCell(masked(m.Scored, official)), reports.ClassName(m.Sentiment), nil, nil, nil, nil, nil, nil})
	}
	s := reports.Sheet{
		Name: "Correcciones", Table: "Correcciones", Freeze: true, Rows: rows.All(),
		Purpose: "Para editar: la clase, el objetivo o el tema correctos de una mención. Trae las ya corregidas y las menos seguras; se pueden agregar filas con otros id_mencion.",
		Columns: []reports.SheetColumn{
			{Name: "id_mencion", Doc: "Clave de la mención, tal como está en la hoja Menciones.", Type: reports.ID, Width: 30},
			{Name: "texto_enmascarado", Doc: "Texto, para leerlo al corregir; no se edita.", Type: reports.Text, Width: 80},
			{Name: "clase_auto", Doc: "Clase que dio el programa; no se edita.", Type: reports.Text, Width: 12},
			{Name: "clase_corregida", Doc: "Clase correcta, de la lista; vacío si no cambia.", Type: reports.Text, Width: 16},
			{Name: "objetivo_corregido", Doc: "Objetivo correcto, de la lista; vacío si no cambia.", Type: reports.Text, Width: 22},
			{Name: "tema_corregido", Doc: "Tema correcto, de la lista; vacío si no cambia.", Type: reports.Text, Width: 22},
			{Name: "motivo", Doc: "Por qué se corrige.", Type: reports.Text, Width: 40},
			{Name: "analista", Doc: "Quién corrige.", Type: reports.Text},
			{Name: "fecha", Doc: "Día de la corrección.", Type: reports.DateOnly},
		},
	}
	s.Lists = []reports.DropDown{{Column: 3, Values: []string{"positiva", "negativa", "neutra"}, Rows: listRows}}
	var targets, topics []string
	for _, t := range a.in.Office.Targets {
		targets = append(targets, t.Name)
	}
	for _, t := range a.in.Office.Topics {
		topics = append(topics, t.Name)
	}
	s.Lists = append(s.Lists, list(4, targets)...)
	s.Lists = append(s.Lists, list(5, topics)...)
	return s
}

// listRows is how far down drop-downs reach: beyond the rows given, for those that the office adds.
const listRows = 2000

// list is a column's drop-down, none when the values do not fit into the 255 characters that Excel allows.
func list(column int, values []string) []reports.DropDown {
	joined := strings.Join(values, ",")
	if len(values) == 0 || len([]rune(joined)) > 255 || strings.Count(joined, ",") != len(values)-1 {
		return nil
	}
	return []reports.DropDown{{Column: column, Values: values, Rows: listRows}}
}

// proposalSheet is the other one that the office edits; it comes empty.
func (a *analysis) proposalSheet() reports.Sheet {
	return reports.Sheet{
		Name: "Lexico_Propuesto", Table: "Lexico_Propuesto", Freeze: true, Rows: reports.Rows{}.All(),
		Purpose: "Para editar: palabras o frases que el léxico debería conocer, con su peso.",
		Columns: []reports.SheetColumn{
			{Name: "termino", Doc: "Palabra o frase.", Type: reports.Text, Width: 30},
			{Name: "peso", Doc: "De −5 (muy negativo) a 5 (muy positivo).", Type: reports.Decimal},
			{Name: "tipo", Doc: "Palabra o frase, de la lista.", Type: reports.Text},
			{Name: "ejemplo", Doc: "Mención donde se usa así.", Type: reports.Text, Width: 60},
			{Name: "motivo", Doc: "Por qué se propone.", Type: reports.Text, Width: 40},
		},
		Lists: []reports.DropDown{{Column: 2, Values: []string{"palabra", "frase"}, Rows: listRows}},
	}
}

func (a *analysis) excludedSheet() reports.Sheet {
	official := a.in.Office.Official()
	return reports.Sheet{
		Name: "Excluidas", Table: "Excluidas", Freeze: true,
		Purpose: "Una fila por mención que no entra al análisis, con su motivo.",
		Columns: []reports.SheetColumn{
			{Name: "id_mencion", Doc: "Clave de la mención.", Type: reports.ID, Width: 30},
			{Name: "red", Doc: "Red social.", Type: reports.Text, Width: 14},
			{Name: "fecha", Doc: "Día, en Colombia.", Type: reports.DateOnly},
			{Name: "motivo", Doc: "Por qué se excluyó.", Type: reports.Text, Width: 50},
			{Name: "duplicado_de", Doc: "Mención que repite; vacío en los demás motivos.", Type: reports.ID, Width: 30},
			{Name: "texto_enmascarado", Doc: "Texto con las personas enmascaradas.", Type: reports.Text, Width: 80},
			{Name: "origen", Doc: "Archivo y fila de donde sale.", Type: reports.Text, Width: 40},
		},
		Rows: rowsOf(a.in.Current.Mentions, func(m *social.Scored) bool { return !valid(m) }, func(m *social.Scored) [][]reports.Datum {
			why := cmp.Or(statusNames[m.Status], string(m.Status))
			return [][]reports.Datum{{m.Key, m.Network.Title(), social.DateOf(m.PublishedAt, a.in.Zone), why, reports.TextCell(m.DuplicateOf), reports.TextCell(masked(m, official)), m.From.String()}}
		}),
	}
}
