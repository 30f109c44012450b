package sentiment

import (
	"fmt"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// The rules, in the order in which their findings are printed. A rule that sees nothing says nothing.
var rules = []func(*analysis) []reports.Finding{
	findEntity,
	findShift,
	findTopics,
	findRisingTopics,
	findPeaks,
	findAlarms,
	findUnanswered,
	findCampaigns,
	findLoudest,
	findBias,
	findBlindness,
	findUntold,
	findAimless,
}

// findings is the section on what follows from the figures.
func findings(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "hallazgos", Title: "Conclusiones y recomendaciones"}
	s.Blocks = append(s.Blocks, reports.FindingTable("T15", "Las menciones no son una encuesta: hablan quienes quieren hablar.", rules, a))
	return s, nil
}

// findEntity: towards the entity there is more of one sign than chance explains.
func findEntity(a *analysis) []reports.Finding {
	own := a.own(a.now)
	nss, margin := own.NSS(), own.Margin()
	if !a.hasTargets() || !nss.OK || !margin.OK || nss.N <= margin.N && nss.N >= -margin.N {
		return nil
	}
	word, advice := "negativo", "Ver en la "+reports.Ref("T6")+" y la "+reports.Ref("T8b")+" de qué se trata, y llevarlo al comité con las dependencias que responden."
	if nss.N > 0 {
		word, advice = "positivo", "Ver en la "+reports.Ref("T8")+" qué se agradece, y sostenerlo."
	}
	return []reports.Finding{reports.Found("N-12", fmt.Sprintf("El sentimiento hacia la entidad es %s: %s positivas y %s negativas de %s menciones (%s puntos, margen %s).", word, reports.Fixed(float64(own.Positive), 0),
		reports.Fixed(float64(own.Negative), 0), reports.Fixed(float64(own.Total()), 0), nss, plusMinus(margin)), "T5", advice)}
}

// findShift: net sentiment changed for more than chance.
func findShift(a *analysis) []reports.Finding {
	if a.before() == nil {
		return nil
	}
	change, margin, significant := a.now.all.Shift(a.before().all)
	if !significant {
		return nil
	}
	word, advice := "mejoró", "Ver en la "+reports.Ref("T6")+" y la "+reports.Ref("T8")+" qué temas y términos lo explican, y sostener lo que se hizo."
	if change.N < 0 {
		word, advice = "empeoró", "Ver en la "+reports.Ref("T6")+" y la "+reports.Ref("T8b")+" qué temas y términos lo explican, y llevarlos al comité con la dependencia que responde."
	}
	n := change
	n.N = max(n.N, -n.N)
	return []reports.Finding{reports.Found("N-01", fmt.Sprintf("El sentimiento neto %s %s puntos frente a %s (margen %s).", word, reports.Fixed(n.N, 1), reports.MonthName(a.before().month), plusMinus(margin)), "T3b", advice)}
}

// weighty is the part of the negative mentions from which a topic is told.
const weighty = 0.15

// findTopics: a good part of the negative mentions are of one topic.
func findTopics(a *analysis) []reports.Finding {
	var out []reports.Finding
	for _, name := range a.topicNames() {
		c := of(a.now.topic, name)
		v := reports.Share(c.Negative, a.now.all.Negative, "menciones negativas")
		if !v.OK || v.N < weighty {
			continue
		}
		advice := "Preparar una respuesta única y verificada sobre el tema"
		if d := a.dependency(name); d != "" {
			advice += " con " + d
		}
		out = append(out, reports.Found("N-02", fmt.Sprintf("«%s» reúne %s de las menciones negativas (%s de %s).", name, v, reports.Fixed(float64(c.Negative), 0), reports.Fixed(float64(a.now.all.Negative), 0)), "T6, C4", advice+"."))
	}
	return out
}

// findRisingTopics: the share of negative mentions within a topic rose for more than chance.
func findRisingTopics(a *analysis) []reports.Finding {
	if a.before() == nil {
		return nil
	}
	var out []reports.Finding
	for _, name := range a.topicNames() {
		now, then := of(a.now.topic, name), of(a.before().topic, name)
		change, margin, significant := now.Shift(then)
		if !significant {
			continue
		}
		word := "mejoró"
		if change.N < 0 {
			word = "empeoró"
		}
		n := max(change.N, -change.N)
		out = append(out, reports.Found("N-03", fmt.Sprintf("El sentimiento neto del tema «%s» %s %s puntos (margen %s; n = %s y %s).", name, word, reports.Fixed(n, 1), plusMinus(margin), reports.Fixed(float64(now.Total()), 0), reports.Fixed(float64(then.Total()), 0)), "T6",
			"Contrastar con lo que pasó en el servicio durante el mes antes de atribuirlo a la comunicación."))
	}
	return out
}

// findPeaks: days out of the ordinary that were mostly of one sign, with what may have caused them and where to read it.
func findPeaks(a *analysis) []reports.Finding {
	var out []reports.Finding
	for _, p := range a.highest(mostPeaks) {
		sign := p.sign()
		if sign == lexicon.Neutral {
			continue
		}
		rule, advice := "N-04", "Documentar qué pasó ese día y cuánto tardó la primera explicación oficial."
		if sign == lexicon.Positive {
			rule, advice = "N-11", "Documentar qué se hizo y cómo se contó ese día, para repetirlo; comprobar antes que no fue un evento ajeno a la entidad."
		}
		out = append(out, reports.Found(rule, fmt.Sprintf("El %s hubo %s, más de la mitad %s (%s); causa probable: %s.", reports.Day(p.day), reports.Plural(p.classes.Total(), "mención", "menciones"),
			classSeries[sign], reports.Fixed(float64(p.classes.Of(sign)), 0), p.cause()), "T4, C3", advice))
	}
	return out
}

// findAlarms: mentions of danger to people.
func findAlarms(a *analysis) []reports.Finding {
	var out []reports.Finding
	for i := range 2 {
		if n := a.raised[i].n; n > 0 {
			out = append(out, reports.Found("N-05", fmt.Sprintf("%s: %s con esas palabras.", alarms[i].name, reports.Plural(n, "mención", "menciones")), "T9b",
				"Leerlas y, si alguna es cierta, comprobar que se remitió a Gestión del Riesgo o a la Policía."))
		}
	}
	return out
}

// findUnanswered: less than half of the negative requests got an answer.
func findUnanswered(a *analysis) []reports.Finding {
	s := a.attention.Sum(func(q *reports.Request) bool { return q.Class == lexicon.Negative && a.attention.Told(q.Network) })
	if !s.Rate.OK || s.Rate.N >= 0.5 {
		return nil
	}
	where := ""
	if names, all := a.attention.Networks(); !all {
		where = " en " + reports.Join(names) + ", de donde los insumos traen las respuestas"
	}
	return []reports.Finding{reports.Found("N-06", fmt.Sprintf("Se respondió %s de las %s menciones negativas que pedían respuesta%s.", s.Rate, reports.Fixed(float64(s.Answerable), 0), where), "T11",
		"Responder primero las quejas con muchas réplicas, y remitir a la Ventanilla PQRSD las que sean peticiones.")}
}

// campaignShare is the part of what was read from which mass copies are told.
const campaignShare = 0.02

// findCampaigns: a good part of what was read are copies of the same text by many authors. They are not counted as
// opinions, and that somebody copied is news all the same.
func findCampaigns(a *analysis) []reports.Finding {
	copies := 0
	for _, of := range a.now.excluded {
		copies += of[social.Spam]
	}
	v := reports.Share(copies, a.now.read, "menciones leídas")
	if !v.OK || v.N < campaignShare {
		return nil
	}
	return []reports.Finding{reports.Found("N-10", fmt.Sprintf("%s de lo leído (%s de %s) es el mismo texto repetido por muchos autores: no entra en los porcentajes.", v, reports.Fixed(float64(copies), 0), reports.Fixed(float64(a.now.read), 0)), "T1, Excluidas",
		"Leer en la hoja Excluidas qué se repite y quién lo pide: una campaña puede ser una petición colectiva.")}
}

// findLoudest: one author wrote a quarter of the valid mentions or more.
func findLoudest(a *analysis) []reports.Finding {
	k, n := a.now.loudest(), a.now.all.Total()
	v := reports.Share(k, n, "menciones")
	if !v.OK || v.N < 0.25 {
		return nil
	}
	return []reports.Finding{reports.Found("N-09", fmt.Sprintf("Un solo autor escribió %s de las menciones válidas (%s de %s).", v, reports.Fixed(float64(k), 0), reports.Fixed(float64(n), 0)), "Ficha técnica",
		"Leer el resultado con y sin ese autor antes de citarlo; si es una cuenta de medios o de la entidad, agregarla a la configuración.")}
}

// findBias: the audit shows that the counted shares are off.
func findBias(a *analysis) []reports.Finding {
	c, _, _ := a.review()
	if c.reviewed() < reports.MinSample || !c.complete() {
		return nil
	}
	var off []string
	for _, p := range reports.ClassesInOrder {
		share, se := c.adjusted(index(p))
		counted := float64(c.Size[index(p)]) / c.total()
		if counted < share-1.96*se || counted > share+1.96*se {
			off = append(off, fmt.Sprintf("%s (contada %s, ajustada %s)", classSeries[p], reports.Num(counted, reports.Rate), reports.Num(share, reports.Rate)))
		}
	}
	if len(off) == 0 {
		return nil
	}
	return []reports.Finding{reports.Found("N-07", "La muestra revisada indica que la cuenta del programa está sesgada en "+reports.Join(off)+".", "T10c",
		"Citar la distribución ajustada y proponer al léxico los términos de las menciones mal clasificadas.")}
}

// findBlindness: many mentions without a term that the lexicon knows.
func findBlindness(a *analysis) []reports.Finding {
	v := reports.Share(a.now.covered, a.now.all.Total(), "menciones")
	if !v.OK || v.N >= 0.6 {
		return nil
	}
	return []reports.Finding{reports.Found("N-08", fmt.Sprintf("El léxico solo halló términos en %s de las menciones: muchas neutras pueden no serlo.", v), "T10d",
		"Revisar la hoja Correcciones y proponer en Lexico_Propuesto las palabras que faltan.")}
}

// findUntold: most of the negative mentions are about none of the configured topics, and with what words they complain.
func findUntold(a *analysis) []reports.Finding {
	c := untold(a.now)
	v := reports.Share(c.Negative, a.now.all.Negative, "menciones negativas")
	if !a.hasTopics() || !v.OK || v.N < 0.5 {
		return nil
	}
	var names []string
	for _, w := range sortedWords(a.untold, func(w *word) int64 { return -w.plus - w.minus }) {
		if len(names) < 5 && w.mentions > 1 && w.total() < 0 && !isSignal(w.term) {
			names = append(names, "«"+spoken(w.term)+"»")
		}
	}
	text := fmt.Sprintf("%s de las menciones negativas (%s de %s) no hablan de ningún tema configurado", v, reports.Fixed(float64(c.Negative), 0), reports.Fixed(float64(a.now.all.Negative), 0))
	if len(names) > 0 {
		text += "; lo que más pesa en ellas: " + reports.Join(names)
	}
	return []reports.Finding{reports.Found("N-13", text+".", "T6, Menciones", "Leer en la hoja Menciones las negativas sin tema, y agregar a topics en pulso.yaml las palabras con que la gente nombra lo que falta.")}
}

// findAimless: of most mentions nobody knows to whom they go.
func findAimless(a *analysis) []reports.Finding {
	n := a.now.all.Total()
	aimed := n - untargeted(a.now).Total()
	v := reports.Share(aimed, n, "menciones")
	if !a.hasTargets() || !v.OK || v.N >= 0.5 {
		return nil
	}
	return []reports.Finding{reports.Found("N-14", fmt.Sprintf("Solo se reconoce hacia quién van %s de las menciones (%s de %s).", v, reports.Fixed(float64(aimed), 0), reports.Fixed(float64(n), 0)), "T5, T5b",
		"Agregar a targets en pulso.yaml los usuarios y los nombres con que se habla de la entidad y de las demás, y en inbox la cuenta (account) de cada carpeta de comentarios.")}
}
