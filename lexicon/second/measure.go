package second

import "pulso/lexicon"

// Folds is how many parts Measure cuts the decisions into.
const Folds = 5

// A Measure is what a second opinion was worth on decisions that it had not seen, beside what the lexicon was worth on
// the very same ones.
type Measure struct {
	N     int // decisions
	Right int // where the second opinion is the person's
	First int // where the lexicon's class is
	// Apart are the decisions where the two differ, ApartWrong those among them where the lexicon was wrong: they are
	// what ordering by disagreement brings up. Together are those where they agree, or where the model has no opinion.
	Apart, ApartWrong       int
	Together, TogetherWrong int
}

// Evaluate learns Folds times from all the decisions but a part and asks about that part. Every part has its share of
// each class. A decision of a class that is not learned counts as missed; one without opinion too.
func Evaluate(decisions []Decision) (Measure, error) {
	var m Measure
	of := byClass(decisions)
	for fold := range Folds {
		var seen, held []Decision
		for _, c := range classes {
			for i, d := range of[c] {
				if i%Folds == fold {
					held = append(held, d)
				} else {
					seen = append(seen, d)
				}
			}
		}
		model, err := learn(seen, LeastOfClass*(Folds-1)/Folds)
		if err != nil {
			return Measure{}, err
		}
		for _, d := range held {
			class, _, ok := model.Opinion(d.Text)
			m.count(d, class, ok)
		}
	}
	return m, nil
}

func (m *Measure) count(d Decision, class lexicon.Polarity, ok bool) {
	wrong := 0
	if d.First != d.Class {
		wrong = 1
	}
	m.N++
	m.First += 1 - wrong
	if ok && class == d.Class {
		m.Right++
	}
	if ok && class != d.First {
		m.Apart++
		m.ApartWrong += wrong
		return
	}
	m.Together++
	m.TogetherWrong += wrong
}
