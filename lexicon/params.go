package lexicon

import (
	"sort"
	"strconv"
)

// params are the global numbers of params.tsv; the note beside each value
// there says what it does. A number that is missing, unknown or twice is a
// problem, so the table and this struct cannot drift apart.
type params struct {
	// How a sum becomes a polarity.
	squash            float64
	positiveThreshold float64
	negativeThreshold float64

	// Negation.
	negatePositive float64
	negateNegative float64
	negationWords  float64

	// Degree, emphasis, repetition.
	degreeWords float64
	degreeMax   float64
	caps        float64
	elongation  float64
	exclamation float64
	repeat      float64
	repeatMax   float64
	hashtag     float64

	// Mood: factors to praise and to complaint inside a frame.
	wishPositive, wishNegative               float64
	conditionalPositive, conditionalNegative float64
	requestPositive, requestNegative         float64
	questionPositive, questionNegative       float64
	reportPositive, reportNegative           float64
	quotePositive, quoteNegative             float64

	// Irony.
	ironyThreshold float64
	ironyFactor    float64
	ironyMixed     float64
	ironyQuotes    float64
	ironyEmoji     float64

	// Intent.
	intentPattern  float64
	intentQuestion float64
	intentPolarity float64

	// Structure: weights of what is no word.
	cueNegation    float64
	cueQuestion    float64
	cueExclamation float64
	cueEllipsis    float64
	cueLink        float64
	cueHandle      float64
	cueRequest     float64
	cueMost        float64 // how often a cue counts at most

	// Kinds of text: factors to everything in them.
	retweet float64
	link    float64

	laughter float64 // factor to complaint in a text that laughs
	thanks   float64 // factor to thanks in a text that asks for something

	// Confidence: logistic in the distance to the nearest threshold.
	confidencePositive, confidencePositiveSlope float64
	confidenceNeutral, confidenceNeutralSlope   float64
	confidenceNegative, confidenceNegativeSlope float64
}

func (p *params) fields() map[string]*float64 {
	return map[string]*float64{
		"squash":                    &p.squash,
		"positive_threshold":        &p.positiveThreshold,
		"negative_threshold":        &p.negativeThreshold,
		"negate_positive":           &p.negatePositive,
		"negate_negative":           &p.negateNegative,
		"negation_words":            &p.negationWords,
		"degree_words":              &p.degreeWords,
		"degree_max":                &p.degreeMax,
		"caps":                      &p.caps,
		"elongation":                &p.elongation,
		"exclamation":               &p.exclamation,
		"repeat":                    &p.repeat,
		"repeat_max":                &p.repeatMax,
		"hashtag":                   &p.hashtag,
		"wish_positive":             &p.wishPositive,
		"wish_negative":             &p.wishNegative,
		"conditional_positive":      &p.conditionalPositive,
		"conditional_negative":      &p.conditionalNegative,
		"request_positive":          &p.requestPositive,
		"request_negative":          &p.requestNegative,
		"question_positive":         &p.questionPositive,
		"question_negative":         &p.questionNegative,
		"report_positive":           &p.reportPositive,
		"report_negative":           &p.reportNegative,
		"quote_positive":            &p.quotePositive,
		"quote_negative":            &p.quoteNegative,
		"irony_threshold":           &p.ironyThreshold,
		"irony_factor":              &p.ironyFactor,
		"irony_mixed":               &p.ironyMixed,
		"irony_quotes":              &p.ironyQuotes,
		"irony_emoji":               &p.ironyEmoji,
		"intent_pattern":            &p.intentPattern,
		"intent_question":           &p.intentQuestion,
		"intent_polarity":           &p.intentPolarity,
		"cue_negation":              &p.cueNegation,
		"cue_question":              &p.cueQuestion,
		"cue_exclamation":           &p.cueExclamation,
		"cue_ellipsis":              &p.cueEllipsis,
		"cue_link":                  &p.cueLink,
		"cue_handle":                &p.cueHandle,
		"cue_request":               &p.cueRequest,
		"cue_most":                  &p.cueMost,
		"retweet":                   &p.retweet,
		"link":                      &p.link,
		"laughter":                  &p.laughter,
		"thanks":                    &p.thanks,
		"confidence_positive":       &p.confidencePositive,
		"confidence_positive_slope": &p.confidencePositiveSlope,
		"confidence_neutral":        &p.confidenceNeutral,
		"confidence_neutral_slope":  &p.confidenceNeutralSlope,
		"confidence_negative":       &p.confidenceNegative,
		"confidence_negative_slope": &p.confidenceNegativeSlope,
	}
}

// read fills the params from the rows of params.tsv.
func (p *params) read(rows []row) (problems []error) {
	fields := p.fields()
	for _, r := range rows {
		field, ok := fields[r.cells[0]]
		if !ok {
			problems = append(problems, r.problem("el parámetro %q no existe", r.cells[0]))
			continue
		}
		value, err := strconv.ParseFloat(r.cells[1], 64)
		if err != nil || value != value || value > 1000 || value < -1000 {
			problems = append(problems, r.problem("el valor %q de %s no es un número entre -1000 y 1000", r.cells[1], r.cells[0]))
		}
		*field = value
		delete(fields, r.cells[0])
	}
	var missing []string
	for name := range fields {
		missing = append(missing, name)
	}
	sort.Strings(missing)
	for _, name := range missing {
		problems = append(problems, &Problem{File: "params.tsv", Message: "falta el parámetro " + name})
	}
	return problems
}
