package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"pulso/pipeline/social"
)

// The fields of a mention that a decision may change.
const (
	FieldSentiment = "sentiment" // To is negative, neutral or positive
	FieldTarget    = "target"
	FieldTopic     = "topic"
)

// A Decision is one line of the corrections ledger: what an analyst decided about one field of one mention. Lines
// are only ever added; changing one's mind is another line.
type Decision struct {
	Mention string       `json:"mention"` // Scored.Key
	Month   social.Month `json:"month"`
	Field   string       `json:"field"`
	From    string       `json:"from"` // what the analyst saw
	To      string       `json:"to"`
	Text    string       `json:"text,omitempty"` // TextHash of the text that the analyst read; empty when unknown
	Reason  string       `json:"reason,omitempty"`
	Analyst string       `json:"analyst"`
	When    time.Time    `json:"when"`
	Source  string       `json:"source,omitempty"` // file that the decision came in
	SHA256  string       `json:"sha256,omitempty"` // of that file
	Cell    string       `json:"cell,omitempty"`   // Correcciones!C14
}

// TextHash identifies the words that a decision is about: another spelling of signs and spaces is the same text.
func TextHash(text string) string { return Hash([]byte(social.NormalText(text)))[:16] }

// same says whether two decisions say the same thing, whenever and wherever they were said.
func (d Decision) same(e Decision) bool {
	return d.Mention == e.Mention && d.Field == e.Field && d.From == e.From && d.To == e.To && d.Text == e.Text &&
		d.Reason == e.Reason && d.Analyst == e.Analyst
}

// maxDecision bounds a line of the ledger.
const maxDecision = 64 << 10

// Decisions reads the ledger in the order in which it was written; there is none in a new workspace. A line that
// is not a decision is an error that names it: a ledger is evidence, and nothing of it is passed over.
func (s *Store) Decisions() ([]Decision, error) {
	b, err := readFile(s.ledger)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, diskError("leer", s.ledger, err)
	}
	var all []Decision
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, maxDecision)
	n := 0
	for lines.Scan() {
		n++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		d, err := parseDecision(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w. Recupere el archivo de una copia de seguridad", s.ledger, n, err)
		}
		all = append(all, d)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", s.ledger, n+1, err)
	}
	return all, nil
}

func parseDecision(line []byte) (Decision, error) {
	var d Decision
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		return d, fmt.Errorf("la línea no es una corrección: %w", err)
	}
	return d, d.check()
}

func (d Decision) check() error {
	if d.Mention == "" {
		return errors.New("la corrección no dice de qué mención es")
	}
	switch d.Field {
	case FieldSentiment:
		if _, ok := social.ParsePolarity(d.To); !ok {
			return fmt.Errorf("la clase %q no existe: se esperaba negative, neutral o positive", d.To)
		}
	case FieldTarget, FieldTopic:
	default:
		return fmt.Errorf("el campo %q no se puede corregir", d.Field)
	}
	return nil
}

// withDecisions is the ledger with more decisions, and how many of them were new.
func (s *Store) withDecisions(decisions []Decision) (content []byte, added int, err error) {
	for i, d := range decisions {
		if err := d.check(); err != nil {
			return nil, 0, fmt.Errorf("corrección %d: %w", i+1, err)
		}
	}
	all, err := s.Decisions()
	if err != nil {
		return nil, 0, err
	}
	if content, err = wholeLines(s.ledger); err != nil {
		return nil, 0, err
	}
	for _, d := range decisions {
		if said(all, d) {
			continue
		}
		line, err := json.Marshal(d)
		if err != nil {
			return nil, 0, fmt.Errorf("corrección de %s: %w", d.Mention, err)
		}
		if len(line) >= maxDecision {
			return nil, 0, fmt.Errorf("corrección de %s: es demasiado larga (%d bytes, y caben %d): acorte el motivo", d.Mention, len(line), maxDecision)
		}
		content = append(append(content, line...), '\n')
		all = append(all, d)
		added++
	}
	return content, added, nil
}

// wholeLines is a ledger as it stands, to be written anew with more lines and swapped in: a crash in the middle of an
// append would leave half a line.
func wholeLines(path string) ([]byte, error) {
	content, err := readFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, diskError("leer", path, err)
	}
	if len(content) > 0 && content[len(content)-1] != '\n' {
		content = append(content, '\n')
	}
	return content, nil
}

// said says whether d repeats what its analyst last said of that field of that mention.
func said(all []Decision, d Decision) bool {
	for _, e := range slices.Backward(all) {
		if e.Mention == d.Mention && e.Field == d.Field {
			return e.same(d)
		}
	}
	return false
}

// LedgerPath is where the ledger is, for messages.
func (s *Store) LedgerPath() string { return filepath.ToSlash(s.ledger) }
