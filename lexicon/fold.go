package lexicon

import "math"

// This file sums the records of a text up.

// mixed suspects irony where praise and complaint stand in one sentence
// without a contrast word.
func (s *scratch) mixed(from int) {
	if s.st.afterBy >= 0 || s.lex.params.ironyMixed == 0 {
		return
	}
	plus, minus := false, false
	for _, r := range s.records[from:] {
		switch c := r.weight * r.factor; {
		case c >= 2:
			plus = true
		case c <= -2:
			minus = true
		}
	}
	if plus && minus {
		s.doubt += s.lex.params.ironyMixed
	}
}

// fold adds the cues, decides irony and sums everything up.
func (s *scratch) fold() Score {
	p := &s.lex.params
	score := Score{Words: s.words, Known: s.known}
	score.Irony = s.ironic()
	if s.words > 0 {
		s.soften()
		s.addCues()
		s.passedOn()
	}
	for k := range s.records {
		score.Sum += s.records[k].weight * s.records[k].factor
	}
	score.Hits = len(s.records)
	score.Value = score.Sum / math.Sqrt(score.Sum*score.Sum+p.squash)
	switch {
	case score.Value >= p.positiveThreshold:
		score.Polarity = Positive
	case score.Value <= -p.negativeThreshold:
		score.Polarity = Negative
	}
	score.Confidence = s.confidence(&score)
	score.Intent = s.decideIntent(&score)
	return score
}

// ironic decides irony, and turns the praise of an ironic text.
func (s *scratch) ironic() bool {
	p := &s.lex.params
	if s.doubt < p.ironyThreshold || s.doubt == 0 {
		return false
	}
	certain, praise := false, false
	for k := range s.records {
		r := &s.records[k]
		if s.lex.entries[r.entry].rule == ironyRule {
			certain = true
			continue
		}
		if r.weight*r.factor > 0 {
			praise = true
		}
	}
	if !certain && !praise && s.cued < p.ironyThreshold {
		return false
	}
	for k := range s.records {
		if r := &s.records[k]; r.weight*r.factor > 0 {
			s.scale(k, -1, modIrony, p.ironyFactor)
		}
	}
	return true
}

func (s *scratch) addCues() {
	for i, n := range s.cueSeen {
		e := s.lex.builtin[i]
		if n == 0 || s.lex.entries[e].weight == 0 {
			continue
		}
		s.records = append(s.records, record{start: -1, end: -1, entry: e, weight: s.lex.entries[e].weight, factor: 1})
		if n > 1 {
			s.scale(len(s.records)-1, -1, modRepeat, min(float64(n), s.lex.params.cueMost))
		}
	}
}

// soften takes the edge off complaint in a text that laughs, and the praise off
// the thanks with which a question or a request ends.
func (s *scratch) soften() {
	p := &s.lex.params
	asks := s.cueSeen[cueQuestion] > 0 || s.cueSeen[cueRequest] > 0
	if !asks && !s.laughs {
		return
	}
	for k := range s.records {
		r := &s.records[k]
		switch {
		case s.laughs && r.weight*r.factor < 0:
			s.scale(k, -1, modLaughter, p.laughter)
		case asks && r.weight > 0 && s.lex.entries[r.entry].is&isThanks != 0:
			s.scale(k, -1, modThanks, p.thanks)
		}
	}
}

// passedOn weakens everything in a text that passes on what others wrote: a
// retweet, or a headline with its link.
func (s *scratch) passedOn() {
	p := &s.lex.params
	if len(s.original) > 4 && s.original[:4] == "RT @" {
		for k := range s.records {
			s.scale(k, -1, modRetweet, p.retweet)
		}
	}
	if s.cueSeen[cueLink] > 0 {
		for k := range s.records {
			s.scale(k, -1, modLink, p.link)
		}
	}
}

// confidence is a logistic of the distance to the nearest threshold, one for
// each polarity.
func (s *scratch) confidence(score *Score) float64 {
	p := &s.lex.params
	var a, b, d float64
	switch score.Polarity {
	case Positive:
		a, b, d = p.confidencePositive, p.confidencePositiveSlope, score.Value-p.positiveThreshold
	case Negative:
		a, b, d = p.confidenceNegative, p.confidenceNegativeSlope, -p.negativeThreshold-score.Value
	default:
		a, b = p.confidenceNeutral, p.confidenceNeutralSlope
		d = min(p.positiveThreshold-score.Value, score.Value+p.negativeThreshold)
	}
	return 1 / (1 + math.Exp(-(a + b*d)))
}

// decideIntent takes the intent with the greatest strength; without any, a
// question mark or the polarity decides.
func (s *scratch) decideIntent(score *Score) Intent {
	if s.words == 0 {
		return NoIntent
	}
	p := &s.lex.params
	best, strength := 0, 0.0
	for i := 1; i <= len(Intents); i++ {
		if kind := Intents[i-1]; score.Polarity == Negative && (kind == Congratulation || kind == Thanks) {
			continue // "felicitaciones por el hueco" congratulates nobody
		}
		if s.intent[i] > strength {
			best, strength = i, s.intent[i]
		}
	}
	if strength < p.intentQuestion && s.cueSeen[cueQuestion] > 0 {
		return Question
	}
	if best > 0 && strength >= p.intentPolarity {
		return Intents[best-1]
	}
	if score.Polarity == Negative {
		return Complaint
	}
	return OtherIntent
}
