package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pulso/pipeline"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports"
)

// records are the tables that the office keeps by hand. One that is not there is nil, and Files says where each stands.
type records struct {
	Publications []reports.Publication
	Approvals    []reports.Approval
	Events       []reports.Event
	Peers        []reports.Peer
	files        recordFiles
}

// recordFiles are the paths of the records that were read, as the office sees them.
type recordFiles struct{ approvals, events, peers string }

// records reads them. Everything that is wrong in them is told at once.
func (a *app) records(c *config) (r records, err error) {
	if r.Publications, err = a.publications(c); err != nil {
		return r, err
	}
	problems := &recordProblems{}
	r.Approvals, r.files.approvals = readRecord(a, problems, "aprobaciones", c.zone, approvalColumns, approval)
	r.Events, r.files.events = readRecord(a, problems, "eventos", c.zone, eventColumns, event)
	r.Peers, r.files.peers = readRecord(a, problems, "comparativo", c.zone, peerColumns, peer)
	return r, problems.err()
}

// What of a dated list bears on a month reaches a little beyond it: a page may be published some days before the post
// that tells of it, or after, and a publication is approved before it is made.
const (
	beforeMonth = 31 * 24 * time.Hour
	afterMonth  = 7 * 24 * time.Hour
)

// near says whether an instant bears on a month; one that the record does not say may bear on any.
func near(at time.Time, m social.Month, zone *time.Location) bool {
	return at.IsZero() || !at.Before(m.Start(zone).Add(-beforeMonth)) && at.Before(m.End(zone).Add(afterMonth))
}

// evidence is what of the office's records bears on a month. Only that part of each counts: a line about another month,
// in a table that grows all year, must not make a new version of a month that was closed long ago.
func (a *app) evidence(c *config, m social.Month) ([]store.Evidence, error) {
	r, err := a.records(c)
	if err != nil {
		return nil, err
	}
	s := store.Open(a.dir)
	reviews, errReviews := s.Reviews()
	petitions, errPetitions := s.Petitions()
	notes, errNotes := a.notes(m)
	for _, err := range []error{errReviews, errPetitions, errNotes} {
		if err != nil {
			return nil, err
		}
	}
	all := []store.Evidence{
		evidenceOf(c.OfficialSite.Publications, r.Publications, func(p reports.Publication) bool { return near(p.PublishedAt, m, c.zone) }),
		evidenceOf(r.files.approvals, r.Approvals, func(x reports.Approval) bool { return near(x.ApprovedAt, m, c.zone) }),
		evidenceOf(r.files.events, r.Events, func(e reports.Event) bool { return social.MonthOf(e.Start, c.zone) == m }),
		evidenceOf(r.files.peers, r.Peers, func(p reports.Peer) bool { return p.Month == m || p.Month == m.Add(-1) }),
		evidenceOf("corrections/reviews.ndjson", reviews, func(x store.Review) bool { return x.Month == m }),
		evidenceOf("corrections/petitions.ndjson", petitions, func(p store.Petition) bool { return p.Month == m }),
	}
	for _, section := range slices.Sorted(maps.Keys(notes)) {
		lines := strings.Split(notes[section], "\n")
		all = append(all, evidenceOf("notes/"+m.String()+"/"+section+".md", lines, func(string) bool { return true }))
	}
	all = slices.DeleteFunc(all, func(e store.Evidence) bool { return e.Rows == 0 })
	slices.SortFunc(all, func(x, y store.Evidence) int { return cmp.Compare(x.Name, y.Name) })
	return all, nil
}

// evidenceOf takes the hash of those rows that bear on the month, as they were understood: another order of columns, or
// the same table saved as Excel or as CSV, says the same.
func evidenceOf[T any](name string, rows []T, bears func(T) bool) store.Evidence {
	e := store.Evidence{Name: name}
	var text []byte
	for _, row := range rows {
		if !bears(row) {
			continue
		}
		line, err := json.Marshal(row)
		if err != nil {
			line = fmt.Append(nil, row) // texts, numbers and times always encode
		}
		text = append(append(text, line...), '\n')
		e.Rows++
	}
	e.SHA256 = store.Hash(text)
	return e
}

// pending says which records no longer say what the reports of the current version were made from.
func (a *app) pending(c *config, m *store.Manifest) ([]store.Fault, error) {
	if m.Evidence == nil { // stored by a program that did not keep it
		return nil, nil
	}
	now, err := a.evidence(c, m.Month)
	if err != nil {
		return nil, err
	}
	var faults []store.Fault
	for _, change := range pipeline.ChangedEvidence(m.Evidence, now) {
		faults = append(faults, store.Fault{Month: m.Month, Version: m.Version, File: change.Name, Problem: recordProblemText[change.Change]})
	}
	return faults, nil
}

// recordProblemText says what became of a record since the reports were made.
var recordProblemText = map[string]string{
	"added":   "no estaba cuando se hicieron los informes",
	"removed": "ya no está, o ya no tiene filas del mes",
	"changed": "sus filas del mes cambiaron después de hacerse los informes",
}
