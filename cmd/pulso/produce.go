package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports"
	"pulso/reports/docx"
	"pulso/reports/growth"
	"pulso/reports/sentiment"
	"pulso/reports/xlsx"
)

// analyses are the reports of a month.
var analyses = []func(reports.Input) (*reports.Report, error){growth.Build, sentiment.Build}

// prints are the files made of each report.
var prints = []struct {
	name   string // before the report's kind and the month
	ext    string
	render reports.Renderer
}{
	{"informe", "docx", docx.Render},
	{"base", "xlsx", xlsx.Render},
}

// produce makes the four files of a month from the store, one after the other.
func (a *app) produce(ctx context.Context, c *config, s *store.Store, snap *store.Snapshot, pseudonym func(social.Network, string) string, create store.Create) error {
	in, err := a.reportInput(c, s, snap)
	if err != nil {
		return err
	}
	if err := a.addEvidence(c, s, snap, &in); err != nil {
		return err
	}
	if err := addSecond(s, snap, &in); err != nil {
		return err
	}
	in.Pseudonym = func(network, author string) string { return pseudonym(social.Network(network), author) }
	for _, build := range analyses {
		r, err := build(in)
		if err != nil {
			return fmt.Errorf("analizando %s: %w", snap.Month, err)
		}
		for _, p := range prints {
			if err := ctx.Err(); err != nil {
				return err
			}
			name := fmt.Sprintf("%s-%s-%s.%s", p.name, r.Kind, snap.Month, p.ext)
			if err := create(name, func(w io.Writer) error { return p.render(w, r) }); err != nil {
				return fmt.Errorf("escribiendo el informe de %s en %s: %w", r.Kind, p.ext, err)
			}
		}
	}
	return nil
}

func (a *app) reportInput(c *config, s *store.Store, snap *store.Snapshot) (reports.Input, error) {
	notes, err := a.notes(snap.Month)
	if err != nil {
		return reports.Input{}, err
	}
	return reports.Input{
		Office: c.office(), Zone: c.zone, Current: reportMonth(snap), Notes: notes,
		Earlier: func(m social.Month) (reports.Month, bool, error) {
			earlier, err := s.Snapshot(m, 0)
			if errors.Is(err, store.ErrNoMonth) {
				return reports.Month{}, false, nil
			}
			if err != nil {
				return reports.Month{}, false, err
			}
			return reportMonth(earlier), true, nil
		},
	}, nil
}

func reportMonth(s *store.Snapshot) reports.Month {
	return reports.Month{
		Month: s.Month, Edition: s.Version, State: s.State.Title(),
		Mentions: s.Mentions(), Counted: s.CountedMentions(), Posts: s.LatestPosts(), Metrics: s.AccountMetrics(), Audience: s.Audience(), Rejects: s.Rejects(),
		Intakes: s.Inputs, Lexicon: s.Lexicon, Program: s.Program, Inputs: s.Fingerprint(),
	}
}

// notes are the analyst's own texts of a month: notes/2026-10/<section>.md.
func (a *app) notes(m social.Month) (map[string]string, error) {
	paths, err := filepath.Glob(filepath.Join(a.dir, "notes", m.String(), "*.md"))
	if err != nil {
		return nil, err
	}
	notes := map[string]string{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("leyendo una nota: %w", err)
		}
		notes[strings.TrimSuffix(filepath.Base(path), ".md")] = strings.TrimSpace(string(raw))
	}
	return notes, nil
}
