// Package fetch asks the networks' APIs for a month of an account and saves the answers as files of the inbox.
//
// Its one idea: an API is an export that the program downloads itself. A source (one file here, one line of Sources)
// walks its network's listings page by page; each answer is saved as it came, in a file of its own, and read later by
// package ingest like any export. A walk is a function of the answers, so an interrupted one is resumed by walking it
// again: a page that is on disk is read from there and not asked for a second time.
//
// # Files
//
// Below inbox/api, with the pages of a listing numbered in the order in which they were asked for:
//
//	<network>/<account>/<month>/<day>/<endpoint>-0001.json
//	<network>/<account>/<month>/<day>/.take.json
//
// A day's folder is a take: what the network answered from that day on, until the walk was through. While the month
// lasts, and for the two days in which the networks still settle their figures, every day may have a take of its own,
// and the later one brings what was said and counted since. The take begun after that is the last: it is never asked
// for again. Whoever wants it anew deletes its folder. A page is
//
//	{
//	"pulso": {"network", "account", "endpoint", "subject", "url", "status", "retrieved_at"},
//	"page": the answer, byte for byte
//	}
//
// where the token of the request, which Meta repeats in the links of its answers, is struck out everywhere.
//
// # What it was built from
//
// The sources follow the networks' documentation and the code of public connectors. No request was ever made by this
// package against the real services: its tests ask a server of invented pages.
package fetch

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"time"

	"pulso/pipeline/social"
)

// A Source is one network's API.
type Source struct {
	Network social.Network
	// Server is where requests go; the token is sent nowhere else.
	Server string
	// sign adds the token to a request.
	sign func(r *http.Request, token string)
	// judge says what an answer means. It is asked about answers of every status but 5xx, which are tried again.
	judge func(a *answer) verdict
	// walk asks for everything of the month. It saves pages by asking, and reads in them only where to go on.
	walk func(v *visit) error
}

// Sources lists the APIs. LinkedIn is not among them: its statistics are open only to partners that it has approved,
// and too little of them is documented to be built without an account that may ask.
var Sources = []*Source{&facebook, &x, &instagram, &youTube}

// SourceOf is the source of a network; nil when it has none.
func SourceOf(n social.Network) *Source {
	for _, s := range Sources {
		if s.Network == n {
			return s
		}
	}
	return nil
}

// A Job is one account of one API.
type Job struct {
	Source  *Source
	Account social.Account
	Token   string // in no file, message or error that comes of the job
	// Variable is where the token came from: what messages call it by.
	Variable string
	// Search is a query of the network's own syntax for mentions that name no account; empty for none. X only.
	Search string
}

// name is how the account goes in folders and pages.
func (j Job) name() string {
	if j.Account.Handle != "" {
		return j.Account.Handle
	}
	return j.Account.ID
}

// A Collector asks for months.
type Collector struct {
	Dir  string           // inbox/api of the workspace
	Zone *time.Location   // decides the month
	Now  func() time.Time // the clock, which this package has not
	// Progress is told of every page and every wait. Nil: nobody watches.
	Progress func(Step)
	// Servers replaces the servers of sources, by network: a test's own, plain http on this machine included.
	Servers map[social.Network]string
	// Wait sleeps for the time that a network asked for or that follows a failure; nil for a timer. Tests do not wait.
	Wait func(context.Context, time.Duration) error
}

// A Step is how far a collection is.
type Step struct {
	Network  social.Network
	Account  string
	Endpoint string
	Pages    int           // saved or found saved so far
	Wait     time.Duration // how long it waits before it goes on; 0 when it does not
}

// An Outcome says what became of a job. Its texts are Spanish.
type Outcome struct {
	Network social.Network
	Account string
	Folder  string // of the last take, below Dir, with slashes
	Day     social.Date
	Pages   int       // saved by this call
	Found   int       // saved by an earlier one
	Items   int       // posts, comments and mentions in all of them
	Refused []Refusal // what the network did not give although the walk was through
	Notes   []string
	Partial bool // the month, or the settling of its figures, was not over when the take began
	Done    bool // there is no more to ask for today
}

// A Refusal is a request that the network declined in a way that asking again does not change.
type Refusal struct {
	What string `json:"what"` // the endpoint, and what of
	Why  string `json:"why"`
}

// A Kind tells Problems apart.
type Kind string

// The kinds of a Problem.
const (
	Limited     Kind = "limit"       // too many requests: see Until
	Denied      Kind = "denied"      // the token has expired, is wrong, or may not
	Unreachable Kind = "unreachable" // no answer, or none that is the API's
	Unknown     Kind = "unknown"     // the account is not there
)

// A Problem is why a job could not be ended. What it saved stays, and the next Collect goes on from there.
type Problem struct {
	Network social.Network
	Account string
	Kind    Kind
	Text    string    // Spanish: what happened and what to do
	Until   time.Time // when to ask again; zero when that is not known
}

func (p *Problem) Error() string {
	return fmt.Sprintf("%s, cuenta %s: %s", p.Network.Title(), p.Account, p.Text)
}

// Collect takes a month of an account. On a *Problem and when the context ends the outcome still says what was saved.
func (c *Collector) Collect(ctx context.Context, month social.Month, j Job) (Outcome, error) {
	out := Outcome{Network: j.Source.Network, Account: j.name()}
	server, err := c.server(j.Source)
	if err != nil {
		return out, err
	}
	folder := filepath.Join(c.Dir, string(j.Source.Network), safeName(j.name()), month.String())
	for {
		t, err := c.pick(folder, month)
		if err != nil {
			return out, err
		}
		out.Folder, out.Day, out.Partial = t.below(c.Dir), t.day, !t.settled
		if t.Finished != nil {
			out.Found, out.Items, out.Refused, out.Notes, out.Done = t.Pages, t.Items, t.Refused, t.Notes, true
			return out, nil
		}
		v := newVisit(ctx, c, j, month, server, t)
		err = v.src.walk(v)
		out.Pages, out.Found, out.Items = out.Pages+v.saved, out.Found+v.found, out.Items+v.items
		out.Refused, out.Notes = v.refused, v.notes
		if err := cmp.Or(ctx.Err(), err); err != nil {
			return out, err
		}
		if err := t.finish(c.Now(), v); err != nil {
			return out, err
		}
		if t.fresh || t.settled {
			out.Done = true
			return out, nil
		}
	}
}

// server is where the requests of a source go. A token is sent in the clear to this machine only.
func (c *Collector) server(s *Source) (*url.URL, error) {
	base := s.Server
	if other := c.Servers[s.Network]; other != "" {
		base = other
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("la dirección de la API de %s: %w", s.Network.Title(), err)
	}
	if host := u.Hostname(); u.Scheme != "https" && host != "127.0.0.1" && host != "::1" {
		return nil, fmt.Errorf("la API de %s no va por https: no se le envía la clave", s.Network.Title())
	}
	return u, nil
}
