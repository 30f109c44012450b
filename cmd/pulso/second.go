package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"pulso/lexicon"
	"pulso/lexicon/second"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports"
)

// memory is of how many months before the reported one decisions are learned from: what people talk about changes, and a
// month in a store of ten years must take no longer than in one of a year.
const memory = 12

// addSecond learns a second opinion from what people decided about the mentions of the month and of those before it.
// What was decided about later months is left out, so that making a past month again gives the same.
func addSecond(s *store.Store, snap *store.Snapshot, in *reports.Input) error {
	decisions, err := decided(s, snap)
	if err != nil {
		return err
	}
	o := &reports.SecondOpinion{Decisions: len(decisions), Least: second.Least, LeastOfClass: second.LeastOfClass}
	for _, d := range decisions {
		switch d.Class {
		case lexicon.Negative:
			o.Negative++
		case lexicon.Positive:
			o.Positive++
		}
	}
	in.Second = o
	if !second.Enough(decisions) {
		return nil
	}
	model, err := second.Learn(decisions)
	if err != nil {
		return fmt.Errorf("aprendiendo la segunda opinión: %w", err)
	}
	m, err := second.Evaluate(decisions)
	if err != nil {
		return fmt.Errorf("midiendo la segunda opinión: %w", err)
	}
	o.Ask, o.Right, o.First = model.Opinion, m.Right, m.First
	o.Apart, o.ApartWrong, o.Together, o.TogetherWrong = m.Apart, m.ApartWrong, m.Together, m.TogetherWrong
	return nil
}

// A verdict is the class that a person gave a mention, with the hash of the text that was read.
type verdict struct {
	class lexicon.Polarity
	text  string
}

// decided are the verdicts on Spanish mentions whose text is still the one that was judged.
func decided(s *store.Store, snap *store.Snapshot) ([]second.Decision, error) {
	verdicts, err := readVerdicts(s)
	if err != nil {
		return nil, err
	}
	var out []second.Decision
	for _, month := range slices.SortedFunc(maps.Keys(verdicts), social.Month.Compare) {
		if month.Compare(snap.Month.Add(-memory)) < 0 {
			continue
		}
		if month.Compare(snap.Month) > 0 {
			break
		}
		stored := snap
		if month != snap.Month {
			if stored, err = s.Snapshot(month, 0); errors.Is(err, store.ErrNoMonth) {
				continue
			}
			if err != nil {
				return nil, err
			}
		}
		of := verdicts[month]
		for m, err := range stored.Mentions() {
			if err != nil {
				return nil, fmt.Errorf("leyendo las menciones de %s: %w", month, err)
			}
			v, ok := of[m.Key]
			if !ok || m.Status != social.Valid || m.ScoredBy != "lexicon" || v.text != "" && v.text != store.TextHash(m.Text) {
				continue
			}
			out = append(out, second.Decision{Key: m.Key, Text: m.Text, Class: v.class, First: m.Sentiment})
		}
	}
	return out, nil
}

// readVerdicts are what people said last, by month and mention. Answers on the audit sample count as corrections do:
// without them a model would only see what the lexicon got wrong. Where there are both, the correction is what stands.
func readVerdicts(s *store.Store) (map[social.Month]map[string]verdict, error) {
	out := map[social.Month]map[string]verdict{}
	put := func(month social.Month, key, class, text string) {
		p, ok := social.ParsePolarity(class)
		if !ok {
			return
		}
		if out[month] == nil {
			out[month] = map[string]verdict{}
		}
		out[month][key] = verdict{p, text}
	}
	reviews, err := s.Reviews()
	if err != nil {
		return nil, err
	}
	for _, r := range reviews {
		put(r.Month, r.Mention, r.Class, r.Text)
	}
	decisions, err := s.Decisions()
	if err != nil {
		return nil, err
	}
	for _, d := range decisions {
		if d.Field == store.FieldSentiment {
			put(d.Month, d.Mention, d.To, d.Text)
		}
	}
	return out, nil
}
