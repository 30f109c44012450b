package ingest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// Pages that pulso collect asked the networks' APIs for, one document a file: the request with its time, and beside it
// the answer as it came. The request says what the answer does not: which account was asked, what about, and when. No
// page of the real services was met yet: the readers follow the networks' documentation [D].

// A collected is such a page. Its figures are of the day of the request unless it says another.
type collected struct {
	*page
	Request struct {
		Network   social.Network `json:"network"`
		Account   string         `json:"account"` // as pulso.yaml names it
		Endpoint  string         `json:"endpoint"`
		Subject   string         `json:"subject"` // id of the post or the comment that the page is about
		URL       string         `json:"url"`
		Status    int            `json:"status"`
		Retrieved time.Time      `json:"retrieved_at"`
	} `json:"pulso"`
	Page json.RawMessage `json:"page"`
}

// matchCollected recognises the pages of one network. The request stands first in a page, so its head is enough.
func matchCollected(n social.Network) func(*Sample, Input) bool {
	return func(s *Sample, _ Input) bool {
		if s.Kind != jsonKind || !s.Paths.has("pulso.network", "pulso.endpoint", "pulso.url", "pulso.status") {
			return false
		}
		_, rest, ok := strings.Cut(s.Head, `"pulso":`)
		var request struct {
			Network social.Network `json:"network"`
		}
		return ok && json.NewDecoder(strings.NewReader(rest)).Decode(&request) == nil && request.Network == n
	}
}

// collectedReader reads pages by the part of their endpoint before a hyphen. A page of another endpoint is one that
// only led to others.
func collectedReader(format string, by map[string]func(*collected)) func(File, Input) Records {
	return pageReader(format, func(p *page, raw []byte) {
		c := &collected{page: p}
		if err := json.Unmarshal(raw, c); err != nil || c.Request.Retrieved.IsZero() || !sane(c.Request.Retrieved) {
			p.fail(social.BadJSON, "", "", "No es una página completa de «pulso collect». Borre este archivo y repita la orden: la vuelve a pedir.", raw)
			return
		}
		c.stampAll()
		kind, _, _ := strings.Cut(c.Request.Endpoint, "-")
		switch read := by[kind]; {
		case c.Request.Status >= 300:
			c.refused()
		case read == nil:
			c.skip("página que solo lleva a otras")
		default:
			read(c)
		}
	})
}

// stampAll makes every record say that it is of this format, and every figure that it is of the account that was asked
// for, by the name that pulso.yaml has for it.
func (c *collected) stampAll() {
	yield := c.yield
	c.yield = func(rec social.Record, err error) bool {
		switch r := rec.(type) {
		case *social.Mention:
			r.Format = c.format
		case *social.Post:
			r.Format, r.AccountName = c.format, c.Request.Account
		case *social.AccountMetric:
			r.Format, r.AccountName = c.format, c.Request.Account
		}
		return yield(rec, err)
	}
}

// refused tells of an answer with which the network declined. It is no row that was not understood: what it declined was
// told when it was asked, and asking again changes nothing.
func (c *collected) refused() {
	what := c.Request.Endpoint
	if c.Request.Subject != "" {
		what += " de " + c.Request.Subject
	}
	c.in.Note(fmt.Sprintf("La red no entregó %s: %s.", what, cut(c.errorText(), 200)))
	c.skip("respuesta con la que la red se negó")
}

// errorText is what the network says in an error, in any of the forms that they have.
func (c *collected) errorText() string {
	var e struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
		Errors []struct {
			Message string `json:"message"`
			Detail  string `json:"detail"`
		} `json:"errors"`
		Detail string `json:"detail"`
		Title  string `json:"title"`
	}
	_ = json.Unmarshal(c.Page, &e) // of another form it says nothing
	text := cmp.Or(e.Error.Message, e.Detail, e.Title)
	for _, one := range e.Errors {
		text = cmp.Or(text, one.Detail, one.Message)
	}
	return strings.TrimRight(line(cmp.Or(text, fmt.Sprintf("estado %d", c.Request.Status))), ".")
}

// day is the day of the request in the workspace's zone.
func (c *collected) day() social.Date { return social.DateOf(c.Request.Retrieved, c.in.Zone) }

// decode reads the answer into v. An answer of another form is rejected as a whole.
func (c *collected) decode(v any) bool {
	if err := json.Unmarshal(c.Page, v); err != nil {
		c.fail(social.BadJSON, c.Request.Endpoint, "", damagedPage, c.Page)
		return false
	}
	return true
}

// each reads the elements of a list one by one, of which a damaged one spoils no other.
func each[T any](c *collected, list []json.RawMessage, read func(item *T, raw []byte)) {
	if len(list) == 0 {
		c.skip("página sin resultados")
	}
	for _, raw := range list {
		c.item++
		var item T
		if json.Unmarshal(raw, &item) != nil {
			c.fail(social.BadJSON, c.Request.Endpoint, "", damagedPage, raw)
			continue
		}
		read(&item, raw)
	}
}

// now is a figure of the account at the instant of the request.
func (c *collected) now(id string, m social.Metric, value float64, note string) {
	day := c.day()
	c.emit(&social.AccountMetric{
		From: c.origin(), Network: c.Request.Network, AccountID: id, Metric: m, Value: value,
		ValueKind: social.Snapshot, Granularity: social.Instant, Start: day, End: day, Zone: c.in.Zone.String(), ExportedAt: day, Note: note,
	})
}
