package reports

import "pulso/pipeline/social"

// Requests reads a month's mentions for what citizens ask: what waits for an answer, and what may be a petition. Both
// reports say it; each gives every mention to Add in the pass that it makes anyway, in any order.
type Requests struct {
	attendance
	proposing
}

// Requests begins to read those of the input's month.
func (in *Input) Requests() *Requests {
	return &Requests{newAttendance(&in.Office, in.Zone), newProposing(in)}
}

// Add reads one mention.
func (r *Requests) Add(m *social.Scored) {
	r.attendance.add(m)
	r.proposing.add(m)
}

// End gives how the office answered, and the probable petitions: those of the month by date, then those of other months
// that the office still has open. Nothing may be added after it.
func (r *Requests) End() (*Attention, []Proposal) { return r.attention(), r.proposals() }
