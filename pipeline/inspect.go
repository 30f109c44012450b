package pipeline

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"pulso/pipeline/ingest"
	"pulso/pipeline/social"
)

// An Inspection says what a file is, whatever month it is of.
type Inspection struct {
	File     string         `json:"file"`
	SHA256   string         `json:"sha256"`
	Format   *string        `json:"format"` // nil when nothing recognised it
	Title    string         `json:"title,omitempty"`
	Unmet    bool           `json:"unmet,omitempty"` // the layout is known from documentation and has not met a real file
	Network  social.Network `json:"network"`
	Account  string         `json:"account"`
	Rows     int            `json:"rows"`
	Kept     int            `json:"kept"`
	Rejected int            `json:"rejected"`
	From     string         `json:"from"`   // first and last day of its rows;
	To       string         `json:"to"`     // empty when none tells a day
	Months   map[string]int `json:"months"` // rows by month
	Declined bool           `json:"declined"`
	Reason   string         `json:"reason,omitempty"` // Spanish: why it was declined, not recognised or not read
	Notes    []string       `json:"notes,omitempty"`
	Rejects  []string       `json:"rejects,omitempty"` // the first ones, in Spanish
}

// maxShownRejects is how many rejects an inspection spells out.
const maxShownRejects = 20

// Inspect says what the file at path is. A file of the inbox is read with what the configuration says of it. Its
// error is for a file that cannot be opened; one that cannot be understood is an Inspection with a Reason.
func (p *Pipeline) Inspect(ctx context.Context, path string) (*Inspection, error) {
	name := p.inboxName(path)
	file, err := openInput(ctx, path, name)
	if err != nil {
		return nil, err
	}
	defer file.f.Close()
	var notes noteList
	said := p.input(name)
	said.Note = notes.add
	i := &Inspection{File: name, SHA256: file.sha256, Network: said.Network, Account: said.Account, Months: map[string]int{}}
	format, err := ingest.Detect(file.File, said)
	if err != nil {
		i.Reason = reasonOf(err)
		return i, nil
	}
	i.Format, i.Title, i.Unmet = &format.Name, format.Title, format.Unmet
	if i.Network == "" {
		i.Network = format.Network
	}
	if format.Decline != "" {
		i.Declined, i.Reason = true, format.Decline
		return i, nil
	}
	if err := i.read(ctx, p, format.Read(file.File, said)); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		i.Reason = err.Error()
	}
	i.Notes = notes.sorted()
	return i, nil
}

func reasonOf(err error) string {
	var u *ingest.Unrecognised
	if errors.As(err, &u) {
		return "No se reconoce el formato: " + u.Found + ". " + u.Hint
	}
	return err.Error()
}

// inboxName is the path inside the inbox, with slashes, or the bare path for a file that lies elsewhere.
func (p *Pipeline) inboxName(path string) string {
	root, errRoot := filepath.Abs(filepath.Join(p.Dir, "inbox"))
	full, errFull := filepath.Abs(path)
	if errRoot == nil && errFull == nil {
		if rel, err := filepath.Rel(root, full); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return strings.TrimPrefix(filepath.ToSlash(path), "./")
}

func (i *Inspection) read(ctx context.Context, p *Pipeline, records ingest.Records) error {
	var row social.Origin
	var from, to social.Date
	networks, accounts := map[social.Network]bool{}, map[string]bool{}
	for record, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		first := i.Rows == 0 || record.Source() != row
		if first {
			row = record.Source()
			i.Rows++
		}
		day, n, account, known := p.facts(record)
		if r, ok := record.(*social.Reject); ok {
			i.reject(r, first)
			continue
		}
		if !known || !first {
			continue
		}
		networks[n], accounts[account] = true, true
		i.Kept++
		if !day.IsZero() {
			span(&from, &to, day)
			i.Months[day.InMonth().String()]++
		}
	}
	if n, ok := single(networks); ok && i.Network == "" {
		i.Network = n
	}
	if a, ok := single(accounts); ok && i.Account == "" {
		i.Account = a
	}
	if !from.IsZero() {
		i.From, i.To = from.String(), to.String()
	}
	return nil
}

// single is what all rows say, when they all say the same.
func single[K comparable](said map[K]bool) (k K, ok bool) {
	for k := range said {
		return k, len(said) == 1
	}
	return k, false
}

func (i *Inspection) reject(r *social.Reject, first bool) {
	if first {
		i.Rejected++
	}
	if len(i.Rejects) < maxShownRejects {
		i.Rejects = append(i.Rejects, r.String())
	}
}

// facts are the day, network and account of a record; known is false for a row that is no data.
func (p *Pipeline) facts(record social.Record) (day social.Date, n social.Network, account string, known bool) {
	switch r := record.(type) {
	case *social.Mention:
		return social.DateOf(r.PublishedAt, p.Zone), r.Network, r.TargetAccount, true
	case *social.Post:
		return social.DateOf(r.PublishedAt, p.Zone), r.Network, firstOf(r.AccountName, r.AccountID), true
	case *social.AccountMetric:
		return r.End, r.Network, firstOf(r.AccountName, r.AccountID), true
	case *social.Audience:
		return r.Snapshot, r.Network, firstOf(r.AccountName, r.AccountID), true
	}
	return social.Date{}, "", "", false
}
