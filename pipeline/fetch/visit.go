package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"
	_ "time/tzdata" // the days of the Pacific, on machines without zone files

	"pulso/pipeline/social"
)

// A visit is one walk of a source: what it asks through.
type visit struct {
	ctx    context.Context
	c      *Collector
	src    *Source
	job    Job
	month  social.Month
	server *url.URL
	take   *take
	secret secret

	start, end time.Time       // the month, as far as it has come: [start, end)
	numbers    map[string]int  // pages asked for, by endpoint
	closed     map[string]bool // endpoints that refuse always
	endpoint   string          // the one at work
	notBefore  time.Time       // the network asked for a pause

	saved, found, items int // what an Outcome tells, of this take alone
	refused             []Refusal
	notes               []string
}

func newVisit(ctx context.Context, c *Collector, j Job, m social.Month, server *url.URL, t *take) *visit {
	v := &visit{
		ctx: ctx, c: c, src: j.Source, job: j, month: m, server: server, take: t, secret: newSecret(j.Token),
		start: m.Start(c.Zone), end: m.End(c.Zone), numbers: map[string]int{}, closed: map[string]bool{},
	}
	if t.Begun.Before(v.end) {
		v.end = t.Begun
	}
	return v
}

// A call is one request of a walk.
type call struct {
	endpoint string // names the page's file
	subject  string // id of what it is about; empty for the account itself
	path     string
	query    url.Values
}

// get gives the page of a call, from the take or from the network, decoded into page. It is false, and the walk goes
// on without it, when the network refuses: that is told in the outcome.
func (v *visit) get(r call, page any) (ok bool, err error) {
	if err := v.ctx.Err(); err != nil {
		return false, err
	}
	v.endpoint = r.endpoint
	if v.closed[r.endpoint] {
		return false, nil
	}
	v.numbers[r.endpoint]++
	u := v.server.JoinPath(r.path)
	u.RawQuery = r.query.Encode()
	path := v.pagePath(r.endpoint, v.numbers[r.endpoint])

	asked := v.secret.strike(u.String())
	saved, err := readPage(path, asked)
	if err != nil {
		return false, err
	}
	if saved != nil {
		v.found++
	} else if saved, err = v.fetch(r, u, asked, path); err != nil {
		return false, err
	}
	v.progress(0)
	said := v.src.judge(&answer{status: saved.Request.Status, body: saved.Page, at: saved.Request.Retrieved})
	if said.meaning != good {
		v.refuse(r, said)
		return false, nil
	}
	if err := json.Unmarshal(saved.Page, page); err != nil {
		return false, v.problem(Unreachable, "la página %s no tiene la forma que documenta la red (%v). Borre ese archivo y repita la orden; si vuelve a ocurrir, avise a quien mantiene pulso", path, err)
	}
	return true, nil
}

// fetch asks the network and saves what it says, a refusal too, so that it is not asked for again.
func (v *visit) fetch(r call, u *url.URL, asked, path string) (*savedPage, error) {
	if pause := v.notBefore.Sub(v.c.Now()); pause > patience {
		return nil, v.limit(verdict{until: v.notBefore, said: "las consultas de este rato se acabaron"})
	} else if pause > 0 {
		if err := v.pause(pause); err != nil {
			return nil, err
		}
	}
	a, said, err := v.ask(u)
	if err != nil {
		return nil, err
	}
	v.notBefore = said.until
	p := &savedPage{
		Request: request{
			Network: v.src.Network, Account: v.job.name(), Endpoint: r.endpoint, Subject: r.subject, URL: asked,
			Status: a.status, Retrieved: social.AtUTC(a.at).Truncate(time.Second),
		},
	}
	if len(a.body) > maxPage {
		p.Request.Status, p.Page = http.StatusRequestEntityTooLarge, []byte(tooLong)
	} else {
		p.Page = []byte(v.secret.strike(string(a.body)))
	}
	content, err := p.encode()
	if err != nil {
		return nil, err
	}
	if err := writeFile(path, content); err != nil {
		return nil, err
	}
	v.saved++
	return p, nil
}

// tooLong stands in place of an answer that is, in the forms that all networks' errors have.
const tooLong = `{"error":{"message":"la respuesta era demasiado larga y no se guardó"},"detail":"la respuesta era demasiado larga y no se guardó"}`

// refuse tells of a refusal. One that holds for an endpoint as a whole closes it.
func (v *visit) refuse(r call, said verdict) {
	what := r.endpoint
	if r.subject != "" {
		what += " de " + r.subject
	}
	if said.always {
		v.closed[r.endpoint] = true
		what = r.endpoint
	}
	why := v.secret.strike(said.said)
	if said.help != "" {
		why += ". " + said.help
	}
	if re := (Refusal{What: what, Why: why}); !slices.Contains(v.refused, re) {
		v.refused = append(v.refused, re)
	}
}

// startOver is a problem that the first pages of a walk tell. They are not kept, or the answer would be the same for ever.
func (v *visit) startOver(kind Kind, format string, args ...any) error {
	for endpoint, n := range v.numbers {
		for ; n > 0; n-- {
			if err := os.Remove(v.pagePath(endpoint, n)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("borrando una página que no sirve: %w", err)
			}
		}
	}
	v.saved, v.found = 0, 0
	p := v.problem(kind, format, args...)
	for _, r := range v.refused {
		p.Text += " " + r.Why + "."
	}
	return p
}

// pagePath is the file of the nth page of an endpoint.
func (v *visit) pagePath(endpoint string, n int) string {
	return filepath.Join(v.take.folder, fmt.Sprintf("%s-%04d.json", safeName(endpoint), n))
}

// maxPages ends a listing that does not end: a server that repeats itself under new cursors.
const maxPages = 2000

// list gives the pages of a listing one after the other to each, which returns the cursor of the next one, or nothing
// at the last. It is false when the network refused the first page.
func list[T any](v *visit, r call, cursor string, each func(page *T) (next string)) (ok bool, err error) {
	seen := map[string]bool{}
	for n := 1; ; n++ {
		var page T
		got, err := v.get(r, &page)
		if err != nil || !got {
			return n > 1, err
		}
		next := each(&page)
		switch {
		case next == "":
			return true, nil
		case seen[next], n >= maxPages:
			v.note("La lista %s de %s se repite y se dejó en la página %d: puede faltarle el final.", r.endpoint, v.src.Network.Title(), n)
			return true, nil
		}
		seen[next] = true
		q := url.Values{}
		for k, values := range r.query {
			q[k] = values
		}
		q.Set(cursor, next)
		r.query = q
	}
}

// note tells something about the collection as a whole, once.
func (v *visit) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(v.notes, text) {
		v.notes = append(v.notes, text)
	}
}

func (v *visit) progress(wait time.Duration) {
	if v.c.Progress != nil {
		v.c.Progress(Step{Network: v.src.Network, Account: v.job.name(), Endpoint: v.endpoint, Pages: v.saved + v.found, Wait: wait})
	}
}

// inMonth says whether t belongs to the month.
func (v *visit) inMonth(t time.Time) bool {
	return !t.Before(v.start) && t.Before(v.month.End(v.c.Zone))
}

// day is an instant as messages print it.
func (v *visit) day(t time.Time) string { return t.In(v.c.Zone).Format("02/01/2006") }

// isObject says whether a body is one JSON object.
func isObject(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) > 0 && body[0] == '{' && json.Valid(body)
}

// pacific is where Meta and YouTube count their days and renew their quotas.
var pacific = func() *time.Location {
	z, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		panic(err) // the database of zones is built in
	}
	return z
}()
