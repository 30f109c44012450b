package social

import "pulso/lexicon"

// ParsePolarity reads a polarity as it is stored and exchanged: "negative", "neutral" or "positive".
func ParsePolarity(s string) (lexicon.Polarity, bool) {
	for _, p := range []lexicon.Polarity{lexicon.Negative, lexicon.Neutral, lexicon.Positive} {
		if p.String() == s {
			return p, true
		}
	}
	return lexicon.Neutral, false
}
