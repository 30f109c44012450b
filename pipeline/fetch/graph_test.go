package fetch

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pulso/pipeline/social"
)

// The pages of an invented page of Facebook and an invented account of Instagram: a post of the month, one of September
// with a late comment, and paging links that repeat the token of the request, as Meta's do.
var (
	facebookAccount = social.Account{Network: social.Facebook, Handle: "AlcaldiaDemo"}
	facebookPages   = map[string]string{
		"AlcaldiaDemo": `{"id":"100","name":"Alcaldía de Ejemplo","username":"AlcaldiaDemo","followers_count":20100,"fan_count":19000}`,
		"me":           `{"id":"100"}`,
		"100/posts": `{"data":[{"id":"100_1","created_time":"2026-10-20T14:00:00+0000","message":"Obras","comments":{"data":[],"summary":{"total_count":2}}},
{"id":"100_2","created_time":"2026-09-25T14:00:00+0000","comments":{"data":[],"summary":{"total_count":1}}},{"id":"100_3","created_time":"2026-09-20T14:00:00+0000","comments":{"data":[],"summary":{"total_count":0}}}],
"paging":{"cursors":{"before":"a","after":"b"},"previous":"https:\/\/graph.facebook.com\/v25.0\/100\/posts?access_token=EAABcTk3n\u00252B\/\u003DdeLaOficina\u0025257C42&limit=100"}}`,
		"100_1/comments": `{"data":[{"id":"1_1","message":"Muy bien","created_time":"2026-10-21T10:00:00+0000"}],"paging":{"cursors":{"before":"a","after":"b"}}}`,
		"100_2/comments": `{"data":[{"id":"2_1","message":"Sigue el hueco","created_time":"2026-10-02T10:00:00+0000"}]}`,
		"100/tagged":     `{"data":[]}`,
		"100_1/insights": `{"data":[{"name":"post_media_view","period":"lifetime","values":[{"value":10}]}]}`,
		"100/insights":   `{"data":[{"name":"page_follows","period":"day","values":[{"value":20100,"end_time":"2026-10-02T07:00:00+0000"}]}]}`,
	}
	instagramAccount = social.Account{Network: social.Instagram, ID: "178", Handle: "AlcaldiaDemo"}
	instagramPages   = map[string]string{
		"178":           `{"id":"178","username":"alcaldiademo","followers_count":8100,"media_count":500}`,
		"178/media":     `{"data":[{"id":"9001","timestamp":"2026-10-20T14:00:00+0000","comments_count":1},{"id":"9000","timestamp":"2026-08-01T14:00:00+0000","comments_count":4}]}`,
		"9001/insights": `{"data":[{"name":"reach","period":"lifetime","values":[{"value":10}]}]}`,
		"9001/comments": `{"data":[{"id":"1","text":"Muy bien","timestamp":"2026-10-21T10:00:00+0000","username":"vecina"}]}`,
		"178/tags":      `{"data":[]}`,
		"178/insights":  `{"data":[]}`,
	}
)

func metaError(status, code int, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"error":{"message":%q,"type":"OAuthException","code":%d,"fbtrace_id":"A1"}}`, message, code)
	}
}

// named gives the requests whose path ends so.
func (o *office) named(end string) (all []string) {
	for _, a := range o.asked {
		if path, _, _ := strings.Cut(a, "?"); strings.HasSuffix(path, end) {
			all = append(all, a)
		}
	}
	return all
}

func TestFacebookAsksForTheMonth(t *testing.T) {
	o := newOffice(t, social.Facebook, facebookAccount, routes(facebookPages))
	o.whole()
	if got := o.named("/comments"); len(got) != 2 {
		t.Errorf("asked for the comments of %v, want those of the two posts that have some", got)
	}
	lists := o.named("100/posts")
	if len(lists) != 2 {
		t.Fatalf("asked for %v", lists)
	}
	september := fmt.Sprint(october.Start(bogota).Add(-lookBack).Unix())
	asks(t, lists[0], "100/posts", map[string]string{"since": september, "until": fmt.Sprint(october.End(bogota).Unix())})
	if fields := lists[1]; !strings.Contains(fields, "insights.metric%28post_media_view%2Cpost_total_media_view_unique%2Cpost_clicks%29") {
		t.Errorf("the posts are asked for without their figures: %s", fields)
	}
	days := o.named("100/insights")
	if len(days) != len(facebookDaily) {
		t.Errorf("asked for %d daily metrics, want each by itself: %d", len(days), len(facebookDaily))
	}
	asks(t, days[0], "100/insights", map[string]string{"metric": "page_media_view", "period": "day", "since": "2026-10-01", "until": "2026-11-02"})
}

// One metric that Meta has removed spoils no other, and is told once.
func TestFacebookRemovedMetric(t *testing.T) {
	o := newOffice(t, social.Facebook, facebookAccount, nil)
	removed := []string{"page_video_views", "post_clicks"}
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if m := r.URL.Query().Get("metric"); slices.Contains(removed, m) {
			metaError(400, 100, "(#100) The value must be a valid insights metric")(w, r)
			return
		}
		routes(facebookPages)(w, r)
	}
	out := o.whole()
	if len(out.Refused) != 2 || out.Refused[0].What != "probe-post_clicks" || out.Refused[1].What != "insights-page_video_views" {
		t.Errorf("got the refusals %+v", out.Refused)
	}
	if posts := o.named("100/posts"); strings.Contains(posts[1], "post_clicks") || !strings.Contains(posts[1], "post_media_view") {
		t.Errorf("the posts are asked for with %s", posts[1])
	}
}

// Where Meta refuses the figures with the posts, the posts come without.
func TestFacebookPostsWithoutFigures(t *testing.T) {
	o := newOffice(t, social.Facebook, facebookAccount, nil)
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Query().Get("fields"), "insights") {
			metaError(400, 100, "(#100) Tried accessing nonexisting field (insights)")(w, r)
			return
		}
		routes(facebookPages)(w, r)
	}
	if out := o.whole(); len(out.Refused) != 1 || len(o.named("100/posts")) != 3 {
		t.Errorf("got %+v after %v", out, o.named("100/posts"))
	}
}

// The token of a person gets empty lists: that is told, and forgotten once the right one is there.
func TestFacebookTokenOfAPerson(t *testing.T) {
	pages := map[string]string{}
	for path, page := range facebookPages {
		pages[path] = page
	}
	pages["me"] = `{"id":"555"}`
	o := newOffice(t, social.Facebook, facebookAccount, routes(pages))
	if _, err := o.collect(); err == nil || !strings.Contains(err.Error(), "no es la de la página") || len(o.pages()) != 0 {
		t.Errorf("got %v and the pages %v", err, o.pages())
	}
	pages["me"] = facebookPages["me"]
	o.whole()
}

func TestGraphErrors(t *testing.T) {
	o := newOffice(t, social.Facebook, facebookAccount, routes(facebookPages))
	o.always(metaError(400, 190, "Error validating access token: Session has expired"))
	o.stops(Denied, "Session has expired", "La clave venció", "CLAVE_DE_PRUEBA")

	for _, code := range []int{4, 17, 32, 613, 80001} {
		o = newOffice(t, social.Facebook, facebookAccount, routes(facebookPages))
		o.always(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Business-Use-Case-Usage", `{"100":[{"type":"pages","call_count":100,"total_cputime":25,"total_time":25,"estimated_time_to_regain_access":19}]}`)
			metaError(400, code, "Application request limit reached")(w, r)
		})
		o.stops(Limited, "Application request limit reached", "03/11/2026 a las 06:19")
	}

	o = newOffice(t, social.Facebook, facebookAccount, routes(facebookPages))
	o.wrong(1, metaError(500, 2, "Service temporarily unavailable"))
	o.whole()
	o = newOffice(t, social.Facebook, facebookAccount, routes(facebookPages))
	o.wrong(1, metaError(400, 1, "An unknown error occurred"))
	o.whole()
	if len(o.waited) != 1 {
		t.Errorf("waited %v, want one wait for a failure of the moment", o.waited)
	}

	// A permission that is missing closes an endpoint and no other.
	o = newOffice(t, social.Facebook, facebookAccount, nil)
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/comments") {
			metaError(403, 10, "(#10) This endpoint requires the 'pages_read_user_content' permission")(w, r)
			return
		}
		routes(facebookPages)(w, r)
	}
	if out := o.whole(); len(out.Refused) != 1 || len(o.named("/comments")) != 1 || !strings.Contains(out.Refused[0].Why, "pages_read_user_content") {
		t.Errorf("got the refusals %+v after %v", out.Refused, o.named("/comments"))
	}

	// A quota that is used up is respected before Meta refuses.
	o = newOffice(t, social.Facebook, facebookAccount, nil)
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-App-Usage", `{"call_count":100,"total_time":25,"total_cputime":25}`)
		routes(facebookPages)(w, r)
	}
	o.stops(Limited, "03/11/2026 a las 07:00")
}

func TestInstagramAsksForTheMonth(t *testing.T) {
	o := newOffice(t, social.Instagram, instagramAccount, routes(instagramPages))
	out := o.whole()
	if got := o.named("/comments"); len(got) != 1 || !strings.HasPrefix(got[0], "9001/") {
		t.Errorf("asked for the comments of %v", got)
	}
	by := map[string]int{}
	for _, a := range o.named("178/insights") {
		for _, m := range slices.Concat(instagramSeries, instagramTotals) {
			if strings.Contains(a, "metric="+m+"&") {
				by[m]++
			}
		}
	}
	// October has 31 days, and a stretch at most 30; of the new followers the first days can no longer be had.
	if want := map[string]int{"reach": 2, "follower_count": 1, "views": 31, "total_interactions": 31}; fmt.Sprint(by) != fmt.Sprint(want) {
		t.Errorf("asked for the daily figures %v, want %v", by, want)
	}
	if !strings.Contains(fmt.Sprint(out.Notes), "antes del 05/10/2026") {
		t.Errorf("nobody is told of the days that are gone: %v", out.Notes)
	}
	pacificDay := time.Date(2026, 10, 1, 7, 0, 0, 0, time.UTC).Unix()
	asks(t, o.named("178/insights")[0], "178/insights", map[string]string{"since": fmt.Sprint(pacificDay), "until": fmt.Sprint(pacificDay + 28*24*60*60)})
}

func TestInstagramWithoutNumber(t *testing.T) {
	o := newOffice(t, social.Instagram, social.Account{Network: social.Instagram, Handle: "AlcaldiaDemo"}, routes(instagramPages))
	if _, err := o.collect(); err == nil || !strings.Contains(err.Error(), "escríbalo como id") {
		t.Errorf("got %v", err)
	}
}
