package reports

import "slices"

// An Indicator is what a figure means: the sheet Diccionario prints it, cards and tables name it by its ID.
type Indicator struct {
	ID      string
	Name    string
	Doc     string // what it tells and how it must not be read
	Formula string
	Unit    string
	Source  string // fields that it is made from
	Window  string // over what time
	Missing string // when there is none, and what is printed then
	Since   string // definition's version, by its date; empty for the first
}

// Indicators is every indicator of the two reports, in the order of the dictionary.
var Indicators = slices.Concat(growthIndicators, attentionIndicators, sentimentIndicators, qualityIndicators)

// IndicatorByID is the indicator of that id.
func IndicatorByID(id string) (Indicator, bool) {
	for _, i := range Indicators {
		if i.ID == id {
			return i, true
		}
	}
	return Indicator{}, false
}

// IndicatorsOf are the indicators of the given ids, in that order.
func IndicatorsOf(ids ...string) []Indicator {
	var out []Indicator
	for _, id := range ids {
		if i, ok := IndicatorByID(id); ok {
			out = append(out, i)
		}
	}
	return out
}
