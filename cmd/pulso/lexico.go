package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"pulso/lexicon"
	"pulso/lexicon/english"
	"pulso/pipeline/store"
)

// loadLexicon is the shipped lexicon, or the shipped one under the office's own entries when the workspace has a
// folder lexico/.
func (a *app) loadLexicon() (*lexicon.Lexicon, error) {
	dir := filepath.Join(a.dir, "lexico")
	tables, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil || len(tables) == 0 {
		return lexicon.Spanish(), nil
	}
	l, err := lexicon.LoadWith(lexicon.Shipped(), os.DirFS(dir))
	if err != nil {
		return nil, &configError{fmt.Sprintf("el léxico propio (%s) tiene errores:\n%s", dir, err)}
	}
	return l, nil
}

// officeEntries are the lines of the office's own tables; empty when it has none. The tables have been loaded: their
// form is right.
func (a *app) officeEntries() ([]store.Entry, error) {
	paths, err := filepath.Glob(filepath.Join(a.dir, "lexico", "*.tsv"))
	if err != nil {
		return nil, fmt.Errorf("buscando el léxico propio: %w", err)
	}
	entries := []store.Entry{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("leyendo el léxico propio: %w", err)
		}
		header := true
		for line := range strings.Lines(strings.TrimPrefix(string(raw), "\ufeff")) {
			line = strings.TrimRight(line, "\r\n")
			switch {
			case strings.TrimSpace(line) == "", strings.HasPrefix(line, "#"):
			case header:
				header = false
			default:
				entries = append(entries, store.Entry{Table: filepath.Base(path), Line: line})
			}
		}
	}
	return entries, nil
}

// polarityNames are the classes in the office's words.
var polarityNames = map[lexicon.Polarity]string{lexicon.Negative: "negativo", lexicon.Neutral: "neutro", lexicon.Positive: "positivo"}

// signed prints a weight as a clerk adds it up: +2,5 or −1,0.
func signed(n float64, places int) string {
	s := strings.ReplaceAll(fmt.Sprintf("%+.*f", places, n), ".", ",")
	return strings.Replace(s, "-", "−", 1)
}

// A scorer scores texts one after the other: the lexicon for Spanish, the English model for English, which is
// restored when the first English text comes. It is not for concurrent use.
type scorer struct {
	lexicon *lexicon.Lexicon
	english *english.Model
	hits    []lexicon.Hit
}

// An opinion is what pulso says of one text, in the fields that `pulso score` adds.
type opinion struct {
	Sentiment  string     `json:"sentiment"`
	Score      float64    `json:"score"`
	Confidence float64    `json:"confidence"`
	Terms      []termJSON `json:"terms"`
	Intent     string     `json:"intent"`
	Irony      bool       `json:"irony"`
	Version    string     `json:"lexicon_version"`
}

type termJSON struct {
	Term         string  `json:"term"`
	Offset       int     `json:"offset"`
	Length       int     `json:"length"`
	Weight       float64 `json:"weight"`
	Contribution float64 `json:"contribution"`
	Negated      bool    `json:"negated"`
	Modifier     string  `json:"modifier"`
	Rule         string  `json:"rule"`
}

// scoreEnglish is the opinion of the English model.
func (s *scorer) scoreEnglish(text string) (lexicon.Score, error) {
	if s.english == nil {
		model, err := english.New()
		if err != nil {
			return lexicon.Score{}, fmt.Errorf("cargando el modelo de inglés: %w", err)
		}
		s.english = model
	}
	return s.english.Score(text)
}

func (s *scorer) opine(text string) (opinion, error) {
	if lexicon.Detect(text) == lexicon.LangEnglish {
		score, err := s.scoreEnglish(text)
		return opinionOf(score, nil, "english"), err
	}
	hits, score := s.lexicon.AppendHits(s.hits[:0], text)
	s.hits = hits
	return opinionOf(score, hits, s.lexicon.Version()), nil
}

func opinionOf(s lexicon.Score, hits []lexicon.Hit, version string) opinion {
	o := opinion{Sentiment: s.Polarity.String(), Score: s.Value, Confidence: s.Confidence, Intent: string(s.Intent), Irony: s.Irony, Version: version, Terms: make([]termJSON, len(hits))}
	for i, h := range hits {
		o.Terms[i] = termJSON{h.Term, h.Offset, h.Length, h.Weight, h.Contribution, h.Negated, h.Modifier, h.Rule}
	}
	return o
}
