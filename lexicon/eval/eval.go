// Package eval measures the lexicon on labelled text: what share of each
// polarity, intent, irony mark and negation scope it gets right.
//
// The one idea: a measure is a pure function of a reader and a lexicon, so
// that the command only prints and a test needs no file.
package eval

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"sort"
	"strings"

	"pulso/lexicon"
)

// labels in the order of the confusion matrix.
var labels = [3]string{"N", "NEU", "P"}

// Labels returns the polarity labels in the order of the confusion matrix.
func Labels() []string { return labels[:] }

// A Row is one labelled text.
type Row struct {
	Line    int
	Label   int // index into Labels
	Text    string
	Columns map[string]string // the other columns, for slices
}

// maxLine bounds one line of a labelled file.
const maxLine = 4 << 20

// A sheet is a tab-separated file without quoting, one header line first.
type sheet struct {
	scanner *bufio.Scanner
	header  map[string]int
	names   []string
	line    int
}

func openSheet(r io.Reader, required ...string) (*sheet, error) {
	s := &sheet{scanner: bufio.NewScanner(r), header: make(map[string]int)}
	s.scanner.Buffer(make([]byte, 0, 64<<10), maxLine)
	if !s.scanner.Scan() {
		if err := s.scanner.Err(); err != nil {
			return nil, fmt.Errorf("al leer la cabecera: %w", err)
		}
		return nil, fmt.Errorf("el archivo está vacío; se esperaba una cabecera con %s", strings.Join(required, ", "))
	}
	s.line = 1
	s.names = strings.Split(strings.TrimPrefix(strings.TrimRight(s.scanner.Text(), "\r"), "\ufeff"), "\t")
	for i, name := range s.names {
		s.header[name] = i
	}
	for _, name := range required {
		if _, ok := s.header[name]; !ok {
			return nil, fmt.Errorf("falta la columna %q; la cabecera es %q", name, strings.Join(s.names, ", "))
		}
	}
	return s, nil
}

// next returns the cells of the next line; nil at the end.
func (s *sheet) next() ([]string, error) {
	for s.scanner.Scan() {
		s.line++
		line := strings.TrimRight(s.scanner.Text(), "\r")
		if line == "" {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != len(s.names) {
			return nil, fmt.Errorf("línea %d: tiene %d columnas; se esperaban %d", s.line, len(cells), len(s.names))
		}
		return cells, nil
	}
	if err := s.scanner.Err(); err != nil {
		return nil, fmt.Errorf("después de la línea %d: %w", s.line, err)
	}
	return nil, nil
}

// Read reads labelled texts: columns label (N, NEU, P) and text, all others
// kept for slices.
func Read(r io.Reader) ([]Row, error) {
	s, err := openSheet(r, "label", "text")
	if err != nil {
		return nil, err
	}
	var rows []Row
	for {
		cells, err := s.next()
		if err != nil || cells == nil {
			return rows, err
		}
		row := Row{Line: s.line, Label: -1, Text: cells[s.header["text"]], Columns: make(map[string]string)}
		for i, name := range labels {
			if cells[s.header["label"]] == name {
				row.Label = i
			}
		}
		if row.Label < 0 {
			return nil, fmt.Errorf("línea %d: la etiqueta %q no existe; se espera N, NEU o P", s.line, cells[s.header["label"]])
		}
		for i, name := range s.names {
			if name != "label" && name != "text" {
				row.Columns[name] = cells[i]
			}
		}
		rows = append(rows, row)
	}
}

// coreSources are the sub-corpora in which people judged the polarity of the
// whole text; the value says whether they are about politics.
var coreSources = map[string]bool{"tass2020": false, "intertass2017": false, "udelar_tweets_uy": true, "polvirality_es": true, "sentimp21_es": true}

// Core reports whether a row belongs to the headline figure: its source is a
// core one, or it names no source at all.
func (r *Row) Core() bool {
	source, named := r.Columns["source"]
	_, core := coreSources[source]
	return core || !named
}

// Politics reports whether a row belongs to the politics part of the core.
func (r *Row) Politics() bool { return coreSources[r.Columns["source"]] }

// ClassMeasure is how well one class is found.
type ClassMeasure struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Support   int     `json:"support"`
}

// A Measure is the quality on a set of texts.
type Measure struct {
	Rows      int                     `json:"rows"`
	MacroF1   float64                 `json:"macro_f1"`
	Accuracy  float64                 `json:"accuracy"`
	ByClass   map[string]ClassMeasure `json:"by_class"`
	Confusion [3][3]int               `json:"confusion"` // rows: label; columns: what the lexicon said
	Coverage  float64                 `json:"coverage"`  // share of texts with at least one hit
	covered   int
}

func (m *Measure) add(label, said int, covered bool) {
	m.Rows++
	m.Confusion[label][said]++
	if covered {
		m.covered++
	}
}

func (m *Measure) finish() {
	m.ByClass = make(map[string]ClassMeasure, len(labels))
	right, classes := 0, 0
	for k, name := range labels {
		truth, said := 0, 0
		for j := range labels {
			truth += m.Confusion[k][j]
			said += m.Confusion[j][k]
		}
		hit := m.Confusion[k][k]
		right += hit
		c := ClassMeasure{Support: truth, Precision: share(hit, said), Recall: share(hit, truth)}
		c.F1 = share(2*hit, truth+said)
		m.ByClass[name] = c
		if truth+said > 0 {
			m.MacroF1 += c.F1
			classes++
		}
	}
	if classes > 0 {
		m.MacroF1 /= float64(classes)
	}
	m.Accuracy = share(right, m.Rows)
	m.Coverage = share(m.covered, m.Rows)
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// A Bin is the texts whose confidence lies in one tenth.
type Bin struct {
	From       float64 `json:"from"`
	Rows       int     `json:"rows"`
	Confidence float64 `json:"confidence"` // mean of what the lexicon said
	Accuracy   float64 `json:"accuracy"`   // share that was right
}

// A Mistake is a text that the lexicon got wrong, with its reasons.
type Mistake struct {
	Row   Row
	Said  lexicon.Score
	Hits  []lexicon.Hit
	Label string
}

// A Report is everything measured on one polarity file. The embedded Measure
// is of the core rows.
type Report struct {
	Measure
	Slices      map[string]Measure `json:"slices"`
	Calibration []Bin              `json:"calibration"`
	Version     string             `json:"lexicon_version"`
}

// Polarity measures polarity. The headline is the core rows; by names further
// columns to slice by. Slices are named "all", "politics", "other" and
// "column=value"; those of a column are taken over the core rows, except the
// column "source", which shows all. Each mistake on a core row is given to
// mistake, if it is not nil.
func Polarity(lex *lexicon.Lexicon, rows []Row, by []string, mistake func(Mistake)) Report {
	report := Report{Slices: make(map[string]Measure), Version: lex.Version()}
	slices := make(map[string]*Measure)
	count := func(name string, label, said int, covered bool) {
		m := slices[name]
		if m == nil {
			m = &Measure{}
			slices[name] = m
		}
		m.add(label, said, covered)
	}
	bins := make([]Bin, 10)
	for i := range rows {
		r := &rows[i]
		score := lex.Score(r.Text)
		said, covered := int(score.Polarity)+1, score.Hits > 0
		core := r.Core()
		count("all", r.Label, said, covered)
		if !core {
			count("other", r.Label, said, covered)
		}
		if r.Politics() {
			count("politics", r.Label, said, covered)
		}
		for _, column := range by {
			if core || column == "source" {
				count(column+"="+r.Columns[column], r.Label, said, covered)
			}
		}
		if !core {
			continue
		}
		report.Measure.add(r.Label, said, covered)
		bin := &bins[min(int(score.Confidence*10), 9)]
		bin.Rows++
		bin.Confidence += score.Confidence
		if said == r.Label {
			bin.Accuracy++
		} else if mistake != nil {
			mistake(Mistake{Row: *r, Said: score, Hits: lex.Explain(r.Text), Label: labels[r.Label]})
		}
	}
	report.Measure.finish()
	for name, m := range slices {
		m.finish()
		report.Slices[name] = *m
	}
	report.Calibration = finishBins(bins)
	return report
}

func finishBins(bins []Bin) []Bin {
	var out []Bin
	for i, b := range bins {
		if b.Rows == 0 {
			continue
		}
		b.From = float64(i) / 10
		b.Confidence = round(b.Confidence / float64(b.Rows))
		b.Accuracy = round(b.Accuracy / float64(b.Rows))
		out = append(out, b)
	}
	return out
}

func round(x float64) float64 { return math.Round(x*1000) / 1000 }

// Names returns the slice names of a report in the order in which they are
// shown: the fixed ones, then by name.
func (r *Report) Names() []string {
	names := make([]string, 0, len(r.Slices))
	for name := range r.Slices {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := strings.Contains(names[i], "="), strings.Contains(names[j], "=")
		if a != b {
			return b
		}
		return names[i] < names[j]
	})
	return names
}
