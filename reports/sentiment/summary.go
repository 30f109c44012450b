package sentiment

import (
	"fmt"
	"slices"

	"pulso/lexicon"
	"pulso/reports"
)

func share(p lexicon.Polarity) func(*tally) reports.Value {
	return func(t *tally) reports.Value { return t.all.Share(p) }
}

// summary is the first page: figures and five sentences.
func summary(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "resumen", Title: "Resumen"}
	valid := func(t *tally) reports.Value { return reports.Int(t.all.Total()) }
	nss := func(t *tally) reports.Value { return t.all.NSS() }
	polar := func(t *tally) reports.Value { return t.all.Polar() }
	coverage := func(t *tally) reports.Value { return reports.Share(t.covered, t.all.Total(), "menciones") }

	cards := []reports.Card{
		{Indicator: "M01", Label: "Menciones válidas", Value: valid(a.now), Compare: a.compare(valid)},
		{Indicator: "M04", Label: "Sentimiento neto total", Value: withMargin(a.now.all), Compare: a.compare(nss)},
		{Indicator: "M05", Label: "Sentimiento neto polar", Value: polar(a.now), Compare: a.compare(polar)},
		{Indicator: "M03", Label: "Positivas", Value: share(lexicon.Positive)(a.now), Compare: a.compare(share(lexicon.Positive))},
		{Indicator: "M03", Label: "Negativas", Value: share(lexicon.Negative)(a.now), Compare: a.compare(share(lexicon.Negative))},
		{Indicator: "M03", Label: "Neutras", Value: share(lexicon.Neutral)(a.now), Compare: a.compare(share(lexicon.Neutral))},
		{Indicator: "Q01", Label: "Cobertura del léxico", Value: coverage(a.now), Compare: []reports.Comparison{{Label: "mes anterior", Value: a.at(1, coverage)}}},
	}
	if a.hasTargets() {
		own := func(t *tally) reports.Value { return a.own(t).NSS() }
		cards = slices.Insert(cards, 2, reports.Card{Indicator: "M04", Label: "Sentimiento neto hacia la entidad", Value: overHowMany(a.own(a.now)), Compare: a.compare(own)})
	}
	s.Blocks = append(s.Blocks, &reports.Cards{Cards: cards})
	for _, rule := range []struct {
		id    string
		write func(*analysis) string
	}{
		{"S-01", sayVolume},
		{"S-02", sayClasses},
		{"S-10", saySummaryEntity},
		{"S-03", sayChange},
		{"S-04", sayTopics},
		{"S-05", sayPeaks},
	} {
		if text := rule.write(a); text != "" {
			s.Blocks = append(s.Blocks, &reports.Paragraph{Text: text, Rule: rule.id})
		}
	}
	return s, nil
}

// withMargin is NSS with its interval as a note.
func withMargin(c reports.Classes) reports.Value {
	v := c.NSS()
	if !v.OK || !c.Margin().OK {
		return v
	}
	return v.With("margen de 95 %: " + plusMinus(c.Margin()) + " puntos")
}

// overHowMany is withMargin with the number of mentions behind it.
func overHowMany(c reports.Classes) reports.Value {
	v := withMargin(c)
	if !v.OK {
		return v
	}
	return v.With("sobre " + reports.Plural(c.Total(), "mención", "menciones"))
}

// plusMinus writes a margin: «±3,1», or why there is none.
func plusMinus(margin reports.Value) string {
	if !margin.OK {
		return margin.String()
	}
	return "±" + margin.String()
}

func sayVolume(a *analysis) string {
	n := a.now.all.Total()
	read := "se leyeron"
	if a.now.read == 1 {
		read = "se leyó"
	}
	text := fmt.Sprintf("En %s %s %s; %s al análisis después de las exclusiones", reports.MonthName(a.month), read,
		reports.Plural(a.now.read, "mención", "menciones"), enter(n))
	if gap := a.now.gap(); gap != "" {
		return text + "; " + gap + ", así que los insumos no parecen cubrir todo el mes."
	}
	if before := a.before(); before != nil && before.gap() == "" {
		was := before.all.Total()
		switch {
		case n > was:
			text += fmt.Sprintf(", %s más que en %s", reports.Fixed(float64(n-was), 0), reports.MonthName(before.month))
		case n < was:
			text += fmt.Sprintf(", %s menos que en %s", reports.Fixed(float64(was-n), 0), reports.MonthName(before.month))
		default:
			text += ", las mismas que en " + reports.MonthName(before.month)
		}
	}
	return text + "."
}

func enter(n int) string {
	switch n {
	case 0:
		return "ninguna entra"
	case 1:
		return "1 entra"
	}
	return reports.Fixed(float64(n), 0) + " entran"
}

func sayClasses(a *analysis) string {
	c := a.now.all
	if why := reports.TooFew(c.Total(), "menciones"); why != "" {
		if c.Total() == 0 {
			return "No hay menciones válidas de la ciudadanía en el mes: no se puede hablar de sentimiento."
		}
		return fmt.Sprintf("Hay %s, %s y %s. Son menos de %d: no se dan porcentajes ni sentimiento neto.",
			reports.Plural(c.Positive, "mención positiva", "menciones positivas"), reports.Plural(c.Negative, "negativa", "negativas"), reports.Plural(c.Neutral, "neutra", "neutras"), reports.MinSample)
	}
	return fmt.Sprintf("De las menciones válidas, %s son positivas, %s negativas y %s neutras; el sentimiento neto total es de %s puntos (margen de 95 %%: %s).",
		c.Share(lexicon.Positive), c.Share(lexicon.Negative), c.Share(lexicon.Neutral), c.NSS(), plusMinus(c.Margin()))
}

// saySummaryEntity is the headline about the entity in words; empty where no targets are configured.
func saySummaryEntity(a *analysis) string {
	if !a.hasTargets() {
		return ""
	}
	own := a.own(a.now)
	if why := reports.TooFew(own.Total(), "menciones"); why != "" {
		return sayEntity(a) + fmt.Sprintf(" Con menos de %d menciones hacia ella no se da su sentimiento neto.", reports.MinSample)
	}
	text := fmt.Sprintf("Hacia la entidad, el sentimiento neto es de %s puntos (margen de 95 %%: %s)", own.NSS(), plusMinus(own.Margin()))
	if b := a.before(); b != nil {
		if change, margin, significant := own.Shift(a.own(b)); significant {
			text += fmt.Sprintf("; frente a %s cambió %s puntos (margen %s): el cambio es significativo", reports.MonthName(b.month), change, plusMinus(margin))
		} else if change.OK {
			text += fmt.Sprintf("; frente a %s no hay cambio significativo (%s puntos, margen %s)", reports.MonthName(b.month), change, plusMinus(margin))
		}
	}
	return text + ". " + sayEntity(a)
}

func sayChange(a *analysis) string {
	before := a.before()
	if before == nil {
		return "No hay datos de " + reports.MonthName(a.month.Add(-1)) + ": no se puede decir si el sentimiento cambió."
	}
	change, margin, significant := a.now.all.Shift(before.all)
	switch {
	case !change.OK && a.now.all.NSS().OK:
		return fmt.Sprintf("No se compara con %s: ese mes tuvo menos de %d menciones válidas.", reports.MonthName(before.month), reports.MinSample)
	case !change.OK:
		return fmt.Sprintf("No se compara con %s: este mes tiene menos de %d menciones válidas.", reports.MonthName(before.month), reports.MinSample)
	case !significant:
		return fmt.Sprintf("Frente a %s no hay cambio significativo del sentimiento neto (%s puntos, margen %s: el intervalo incluye el 0).", reports.MonthName(before.month), change, plusMinus(margin))
	case change.N > 0:
		return fmt.Sprintf("Frente a %s el sentimiento neto mejoró %s puntos (margen %s): el cambio es significativo.", reports.MonthName(before.month), reports.Fixed(change.N, 1), plusMinus(margin))
	}
	return fmt.Sprintf("Frente a %s el sentimiento neto bajó %s puntos (margen %s): el cambio es significativo.", reports.MonthName(before.month), reports.Fixed(-change.N, 1), plusMinus(margin))
}

func sayTopics(a *analysis) string {
	worst := a.topicsBy(lexicon.Negative)
	best := a.topicsBy(lexicon.Positive)
	if len(worst) == 0 && len(best) == 0 {
		if !a.hasTopics() {
			return "No hay temas configurados: la lectura por términos está en la sección correspondiente."
		}
		return "Ninguna mención positiva o negativa del mes habla de los temas configurados."
	}
	text := ""
	if len(worst) > 0 {
		text = "Los temas con más menciones negativas son " + a.topicCounts(worst, lexicon.Negative)
		if len(worst) == 1 {
			text = "El tema con más menciones negativas es " + a.topicCounts(worst, lexicon.Negative)
		}
	}
	if len(best) > 0 {
		switch {
		case text == "" && len(best) == 1:
			text = "El tema con más menciones positivas es "
		case text == "":
			text = "Los temas con más menciones positivas son "
		default:
			text += "; con más positivas, "
		}
		text += a.topicCounts(best, lexicon.Positive)
	}
	return text + "."
}

func (a *analysis) topicCounts(names []string, p lexicon.Polarity) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = fmt.Sprintf("%s (%s)", n, reports.Fixed(float64(of(a.now.topic, n).Of(p)), 0))
	}
	return reports.Join(parts)
}

func sayPeaks(a *analysis) string {
	if a.before() == nil {
		return "No se buscan días pico: no hay datos de " + reports.MonthName(a.month.Add(-1)) + " con que compararlos."
	}
	if len(a.peaks) == 0 {
		return "Ningún día se salió de lo usual en número de menciones."
	}
	shown := a.highest(3)
	parts := make([]string, len(shown))
	for i, p := range shown {
		parts[i] = fmt.Sprintf("%s (%s)", reports.Day(p.day), reports.Plural(p.classes.Total(), "mención", "menciones"))
	}
	if len(parts) == 1 {
		return "Hubo un día pico: " + parts[0] + "."
	}
	if n := len(a.peaks); n > len(parts) {
		return fmt.Sprintf("Hubo %d días pico; los más altos, %s.", n, reports.Join(parts))
	}
	return fmt.Sprintf("Hubo %d días pico: %s.", len(parts), reports.Join(parts))
}
