package fetch

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"pulso/pipeline/social"
)

// xPages are those of an invented account. The page of mentions has a cursor although it is empty, and one of its posts
// refers to a deleted one.
var xPages = map[string]string{
	"2/users/by":             `{"data":[{"id":"10","username":"AlcaldiaDemo","public_metrics":{"followers_count":5120}}]}`,
	"2/users/10/tweets":      `{"data":[{"id":"2107079604433846274","text":"Mañana, feria del empleo","author_id":"10"}],"meta":{"result_count":1}}`,
	"2/users/10/mentions":    `{"data":[{"id":"2107079604433846275","text":"@AlcaldiaDemo sin agua","author_id":"20"}],"errors":[{"title":"Not Found Error","detail":"Could not find tweet"}],"meta":{"result_count":1}}`,
	"2/tweets/search/recent": `{"data":[{"id":"2107079604433846276","text":"sin agua en la alcaldía","author_id":"30"}],"meta":{"result_count":1}}`,
}

var xAccountDemo = social.Account{Network: social.X, Handle: "AlcaldiaDemo"}

func xOffice(t *testing.T, answer http.HandlerFunc) *office {
	o := newOffice(t, social.X, xAccountDemo, answer)
	o.job.Search = `"alcaldía de ejemplo" -is:retweet`
	return o
}

// asks wants a request to begin with a path and to have parameters.
func asks(t *testing.T, request, path string, parameters map[string]string) {
	t.Helper()
	got, query, _ := strings.Cut(request, "?")
	q, err := url.ParseQuery(query)
	if err != nil || got != path {
		t.Errorf("got the request %s, want %s", request, path)
	}
	for k, want := range parameters {
		if q.Get(k) != want {
			t.Errorf("%s: got %s=%q, want %q", path, k, q.Get(k), want)
		}
	}
}

func TestXAsksForTheMonth(t *testing.T) {
	o := xOffice(t, routes(xPages))
	out := o.whole()
	if len(o.asked) != 4 || out.Items != 3 {
		t.Fatalf("got %d requests and %d items: %v", len(o.asked), out.Items, o.asked)
	}
	month := map[string]string{"start_time": "2026-10-01T05:00:00Z", "end_time": "2026-11-01T05:00:00Z", "max_results": "100"}
	asks(t, o.asked[0], "2/users/by", map[string]string{"usernames": "AlcaldiaDemo"})
	asks(t, o.asked[1], "2/users/10/tweets", month)
	asks(t, o.asked[2], "2/users/10/mentions", month)
	asks(t, o.asked[3], "2/tweets/search/recent", map[string]string{"start_time": "2026-10-27T11:01:00Z", "end_time": "2026-11-01T05:00:00Z", "query": o.job.Search})
	if notes := fmt.Sprint(out.Notes); !strings.Contains(notes, "antes del 27/10/2026") {
		t.Errorf("nobody is told what a search no longer finds: %s", notes)
	}

	// In the middle of the month nothing is lost yet, and the end is the present.
	o = xOffice(t, routes(xPages))
	o.clock = time.Date(2026, 10, 6, 15, 0, 0, 0, time.UTC)
	out = o.whole()
	asks(t, o.asked[3], "2/tweets/search/recent", map[string]string{"start_time": "2026-10-01T05:00:00Z", "end_time": "2026-10-06T14:59:00Z"})
	if len(out.Notes) > 0 {
		t.Errorf("got the notes %v", out.Notes)
	}

	// A month of long ago is not searched at all.
	o = xOffice(t, routes(xPages))
	o.clock = time.Date(2027, 1, 20, 15, 0, 0, 0, time.UTC)
	out = o.whole()
	if len(o.asked) != 3 || !strings.Contains(fmt.Sprint(out.Notes), "ya no se puede pedir") {
		t.Errorf("got the requests %v and the notes %v", o.asked, out.Notes)
	}
}

// A page without posts may have a next one.
func TestXEmptyPageWithCursor(t *testing.T) {
	o := xOffice(t, nil)
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/mentions") && r.URL.Query().Get("pagination_token") == "" {
			fmt.Fprint(w, `{"meta":{"result_count":0,"next_token":"sigue"}}`)
			return
		}
		routes(xPages)(w, r)
	}
	if o.whole(); len(o.asked) != 5 || !strings.Contains(o.asked[3], "pagination_token=sigue") {
		t.Errorf("got the requests %v", o.asked)
	}
}

// X says in its headers how many requests are left and, in seconds since 1970, when there are more.
func TestXLimits(t *testing.T) {
	headers := func(w http.ResponseWriter, remaining string, reset time.Time) {
		w.Header().Set("x-rate-limit-remaining", remaining)
		w.Header().Set("x-rate-limit-reset", fmt.Sprint(reset.Unix()))
	}
	o := xOffice(t, nil)
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if len(o.asked) == 2 {
			headers(w, "0", theThird.Add(100*time.Second))
		}
		routes(xPages)(w, r)
	}
	o.whole()
	if len(o.waited) != 1 || o.waited[0] != 100*time.Second {
		t.Errorf("waited %v, want 100 s before the third request", o.waited)
	}

	o = xOffice(t, routes(xPages))
	o.always(func(w http.ResponseWriter, _ *http.Request) {
		headers(w, "0", theThird.Add(15*time.Minute))
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, `{"errors":[{"code":88,"message":"Rate limit exceeded"}]}`)
	})
	o.stops(Limited, "Rate limit exceeded", "03/11/2026 a las 06:15")
}

func TestXErrors(t *testing.T) {
	o := xOffice(t, routes(map[string]string{"2/users/by": `{"errors":[{"title":"Not Found Error","detail":"Could not find user with usernames: [AlcaldiaDemo]."}]}`}))
	if _, err := o.collect(); err == nil || !strings.Contains(err.Error(), "X no conoce esta cuenta") || !strings.Contains(err.Error(), "Could not find user") || len(o.pages()) > 0 {
		t.Errorf("an account that is not there: %v, and the pages %v", err, o.pages())
	}

	// A status of success with errors and nothing else is a refusal.
	o = xOffice(t, nil)
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/mentions") {
			fmt.Fprint(w, `{"errors":[{"title":"Authorization Error","detail":"Sorry, you are not authorized to see this."}]}`)
			return
		}
		routes(xPages)(w, r)
	}
	if out := o.whole(); len(out.Refused) != 1 || !strings.Contains(out.Refused[0].Why, "not authorized to see") {
		t.Errorf("got the refusals %+v", out.Refused)
	}

	o = xOffice(t, nil)
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/recent") {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"title":"Client Forbidden","detail":"your access level does not include search","type":"about:blank","status":403}`)
			return
		}
		routes(xPages)(w, r)
	}
	if out := o.whole(); len(out.Refused) != 1 || out.Refused[0].What != "search" || !strings.Contains(out.Refused[0].Why, "access level") {
		t.Errorf("got the refusals %+v", out.Refused)
	}
}
