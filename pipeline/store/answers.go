package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"pulso/pipeline/social"
)

// Beside the ledger of corrections stand three more, kept in the same way: one JSON object a line, lines only ever
// added, the last one on a mention or word counts.
//
//	corrections/reviews.ndjson      answers on the audit samples
//	corrections/petitions.ndjson    what the office decided and did about probable petitions
//	corrections/words.ndjson        entries that the office gave its own lexicon

// A Mark says where a line of a ledger comes from: the evidence behind it.
type Mark struct {
	Analyst string    `json:"analyst,omitempty"`
	When    time.Time `json:"when"`
	Source  string    `json:"source,omitempty"` // file that it came in
	SHA256  string    `json:"sha256,omitempty"` // of that file
	Cell    string    `json:"cell,omitempty"`   // Evaluacion!C14
}

// A Review is an analyst's class for one mention of an audit sample.
type Review struct {
	Mention string       `json:"mention"` // Scored.Key
	Month   social.Month `json:"month"`
	Class   string       `json:"class"`            // negative, neutral, positive
	Second  string       `json:"second,omitempty"` // the same mention read again, blind
	Text    string       `json:"text,omitempty"`   // TextHash of the text that the analyst read
	Mark
}

func (r Review) subject() string { return r.Mention }

func (r Review) said() Review { r.Mark = Mark{Analyst: r.Analyst}; return r }

func (r Review) check() error {
	_, ok := social.ParsePolarity(r.Class)
	_, second := social.ParsePolarity(r.Second)
	switch {
	case r.Mention == "":
		return errors.New("la respuesta no dice de qué mención es")
	case !ok || r.Second != "" && !second:
		return fmt.Errorf("la clase %q no existe: se esperaba negative, neutral o positive", r.Class+r.Second)
	}
	return nil
}

// A Petition is what the office decided and did about a probable petition. Empty fields are not known.
type Petition struct {
	Mention     string       `json:"mention"`
	Month       social.Month `json:"month"`
	ReceivedOn  social.Date  `json:"received_on,omitzero"` // day of the mention
	Decision    string       `json:"decision,omitempty"`
	Type        string       `json:"type,omitempty"`
	ForwardedOn social.Date  `json:"forwarded_on,omitzero"`
	Filing      string       `json:"filing,omitempty"`
	ClosedOn    social.Date  `json:"closed_on,omitzero"`
	State       string       `json:"state,omitempty"`
	Mark
}

func (p Petition) subject() string { return p.Mention }

func (p Petition) said() Petition { p.Mark = Mark{}; return p }

func (p Petition) check() error {
	if p.Mention == "" {
		return errors.New("la petición no dice de qué mención es")
	}
	return nil
}

// A Word is an entry that the office gave its own lexicon.
type Word struct {
	Term    string   `json:"term"`
	Table   string   `json:"table"`          // nouns.tsv
	From    *float64 `json:"from,omitempty"` // weight before, of the office's entry or else the shipped one; nil where there was none
	To      float64  `json:"to"`
	Reason  string   `json:"reason,omitempty"`
	Example string   `json:"example,omitempty"`
	Mark
}

func (w Word) subject() string { return w.Term }

// said leaves From out: the same proposal taken twice finds its own weight before it.
func (w Word) said() Word { w.Mark, w.From = Mark{}, nil; return w }

func (w Word) check() error {
	if w.Term == "" || w.Table == "" {
		return errors.New("la entrada no dice qué palabra es, o de qué tabla")
	}
	return nil
}

// An answer is a line of one of these ledgers. Two lines that have said the same are one.
type answer[T any] interface {
	comparable
	subject() string
	said() T
	check() error
}

// Reviews reads the answers on audit samples in the order in which they were written.
func (s *Store) Reviews() ([]Review, error) { return answers[Review](s.answersPath("reviews")) }

// Petitions reads the register of petitions in the order in which it was written.
func (s *Store) Petitions() ([]Petition, error) { return answers[Petition](s.answersPath("petitions")) }

// Words reads what became part of the office's lexicon, in the order in which it was taken.
func (s *Store) Words() ([]Word, error) { return answers[Word](s.answersPath("words")) }

func (s *Store) answersPath(name string) string {
	return filepath.Join(filepath.Dir(s.ledger), name+".ndjson")
}

func answers[T answer[T]](path string) ([]T, error) {
	b, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, diskError("leer", path, err)
	}
	var all []T
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, maxDecision)
	n := 0
	for lines.Scan() {
		n++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var a T
		dec := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		dec.DisallowUnknownFields()
		err := dec.Decode(&a)
		if err == nil {
			err = a.check()
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: la línea está dañada: %w. Recupere el archivo de una copia de seguridad", path, n, err)
		}
		all = append(all, a)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", path, n+1, err)
	}
	return all, nil
}

// withAnswers is a ledger with more lines, and how many of them were new.
func withAnswers[T answer[T]](path string, more []T) (content []byte, added int, err error) {
	for i, a := range more {
		if err := a.check(); err != nil {
			return nil, 0, fmt.Errorf("línea %d: %w", i+1, err)
		}
	}
	if len(more) == 0 {
		return nil, 0, nil
	}
	all, err := answers[T](path)
	if err != nil {
		return nil, 0, err
	}
	if content, err = wholeLines(path); err != nil {
		return nil, 0, err
	}
	last := map[string]T{}
	for _, a := range all {
		last[a.subject()] = a.said()
	}
	for _, a := range more {
		if before, ok := last[a.subject()]; ok && before == a.said() {
			continue
		}
		line, err := json.Marshal(a)
		if err != nil {
			return nil, 0, fmt.Errorf("línea sobre %s: %w", a.subject(), err)
		}
		if len(line) >= maxDecision {
			return nil, 0, fmt.Errorf("línea sobre %s: es demasiado larga", a.subject())
		}
		content = append(append(content, line...), '\n')
		last[a.subject()] = a.said()
		added++
	}
	return content, added, nil
}
