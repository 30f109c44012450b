package fetch

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// What Facebook and Instagram share: the Graph API (https://developers.facebook.com/docs/graph-api). Figures of a day are
// of a day of the Pacific. A request that names one metric that Meta no longer has is refused as a whole, and Meta
// removes metrics twice a year: so each metric is asked for by itself, and one that is refused is told.

// graphServer is with its version: Meta serves each for two years.
const graphServer = "https://graph.facebook.com/v25.0"

// lookBack is for how long after a post its comments are asked for, counted back from the beginning of the month: no
// listing of the Graph API goes by the time of the comment.
const lookBack = 30 * 24 * time.Hour

func signGraph(r *http.Request, token string) {
	q := r.URL.Query()
	q.Set("access_token", token)
	r.URL.RawQuery = q.Encode()
}

// A graphList is a page of a listing.
type graphList[T any] struct {
	Data   []T `json:"data"`
	Paging struct {
		Cursors struct {
			After string `json:"after"`
		} `json:"cursors"`
		Next string `json:"next"` // with the token of the request
	} `json:"paging"`
}

// next is the cursor of the next page. It is next that tells whether there is one: the last page has a cursor, too, and a
// page may be short, or empty, before the last.
func (l *graphList[T]) next() string {
	if l.Paging.Next == "" {
		return ""
	}
	if l.Paging.Cursors.After != "" {
		return l.Paging.Cursors.After
	}
	u, err := url.Parse(l.Paging.Next)
	if err != nil {
		return ""
	}
	return u.Query().Get("after")
}

// A graphTime is an instant with an offset without colon: 2026-10-05T12:05:00+0000.
type graphTime struct{ time.Time }

func (t *graphTime) UnmarshalJSON(raw []byte) (err error) {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return err
	}
	if t.Time, err = time.Parse("2006-01-02T15:04:05-0700", text); err != nil {
		t.Time, err = time.Parse(time.RFC3339, text)
	}
	return err
}

// A graphPost is what a listing must tell of a post so that its comments and figures can be asked for.
type graphPost struct {
	id       string
	at       time.Time
	comments int
}

// probe says which metrics of a post Meta still has, by asking for each of one post.
func probe(v *visit, post string, metrics []string) (known []string, err error) {
	for _, m := range metrics {
		var page graphList[json.RawMessage]
		ok, err := v.get(call{endpoint: "probe-" + m, subject: post, path: post + "/insights", query: url.Values{"metric": {m}}}, &page)
		if err != nil {
			return nil, err
		}
		if ok {
			known = append(known, m)
		}
	}
	return known, nil
}

// withInsights lists posts with the figures of the known metrics in them, or without, where Meta refuses that for one of
// them and with it for all.
func withInsights[T any](v *visit, r call, known []string, each func(*graphList[T]) string) error {
	plain := r
	if len(known) > 0 {
		q := url.Values{}
		for k, values := range r.query {
			q[k] = values
		}
		q.Set("fields", q.Get("fields")+",insights.metric("+strings.Join(known, ",")+"){name,period,values}")
		r.query = q
		if ok, err := list(v, r, "after", each); ok || err != nil {
			return err
		}
		plain.endpoint += "-plain"
	}
	_, err := list(v, plain, "after", each)
	return err
}

// commentsOf asks for the comments of each post, by what is asked of a post.
func commentsOf(v *visit, posts []graphPost, query url.Values) error {
	type comment struct {
		Created   graphTime `json:"created_time"` // Facebook
		Timestamp graphTime `json:"timestamp"`    // Instagram
	}
	for _, p := range posts {
		if p.comments == 0 {
			continue
		}
		if _, err := list(v, call{endpoint: "comments", subject: p.id, path: p.id + "/comments", query: query}, "after", func(l *graphList[comment]) string {
			v.items += len(l.Data)
			older := len(l.Data) > 0
			for _, c := range l.Data {
				older = older && latestOf(c.Created, c.Timestamp).Before(v.start)
			}
			if older { // the newest come first
				return ""
			}
			return l.next()
		}); err != nil {
			return err
		}
	}
	return nil
}

func latestOf(a, b graphTime) time.Time {
	if a.After(b.Time) {
		return a.Time
	}
	return b.Time
}

// days are the days of the Pacific of the month that are over, each as its first instant.
func (v *visit) days() []time.Time {
	var days []time.Time
	for d := v.month.Start(pacific); d.Before(v.month.End(pacific)) && !d.AddDate(0, 0, 1).After(v.take.Begun); d = d.AddDate(0, 0, 1) {
		days = append(days, d)
	}
	return days
}

// judgeGraph reads {"error":{"message","type","code","error_subcode","is_transient"}} and the headers of the quotas.
func judgeGraph(a *answer) verdict {
	free := graphFree(a)
	if a.status < 300 {
		return verdict{until: free}
	}
	var e struct {
		Error struct {
			Message   string `json:"message"`
			Code      int    `json:"code"`
			Transient bool   `json:"is_transient"`
		} `json:"error"`
	}
	_ = json.Unmarshal(a.body, &e) // of another form it says nothing, and the status decides
	v := verdict{said: fmt.Sprintf("Meta contestó %d: %s", cmp.Or(e.Error.Code, a.status), e.Error.Message)}
	switch code := e.Error.Code; {
	case code == 190, code == 102, code == 0 && a.status == http.StatusUnauthorized:
		v.meaning = denied
	case code == 4, code == 17, code == 32, code == 613, code >= 80000 && code <= 80014:
		v.meaning, v.until = limited, free
	case code == 10, code >= 200 && code < 300:
		v.meaning, v.always, v.help = refused, true, "A la clave le falta un permiso: vea en README.md los que necesita."
	case code == 1, code == 2, e.Error.Transient:
		v.meaning = passing
	case code == 100 && strings.Contains(e.Error.Message, "metric"):
		v.meaning, v.always = refused, true
	default:
		v.meaning = refused
	}
	return v
}

// graphFree is when requests are free again, where the headers say that a quota is used up; else zero. Quotas are in
// percent, of a rolling hour where nothing says otherwise.
func graphFree(a *answer) time.Time {
	var app struct {
		Calls float64 `json:"call_count"`
	}
	if json.Unmarshal([]byte(a.header.Get("X-App-Usage")), &app) == nil && app.Calls >= 100 {
		return a.at.Add(time.Hour)
	}
	var business map[string][]struct {
		Calls   float64 `json:"call_count"`
		Minutes float64 `json:"estimated_time_to_regain_access"`
	}
	_ = json.Unmarshal([]byte(a.header.Get("X-Business-Use-Case-Usage")), &business) // without it nothing is known
	var free time.Time
	for _, uses := range business {
		for _, u := range uses {
			if until := a.at.Add(time.Duration(min(u.Minutes, 48*60) * float64(time.Minute))); u.Minutes > 0 && until.After(free) {
				free = until
			}
		}
	}
	return free
}
