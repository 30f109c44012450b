package fetch

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"pulso/pipeline/social"
)

// youTubePages are those of an invented channel: a video of the month, one of before it, a thread with more replies than
// the listing shows, and one of September.
var youTubePages = map[string]string{
	"channels":       `{"items":[{"id":"UCdemo","contentDetails":{"relatedPlaylists":{"uploads":"UUdemo"}},"statistics":{"subscriberCount":"12300"}}]}`,
	"playlistItems":  `{"items":[{"contentDetails":{"videoId":"v1","videoPublishedAt":"2026-10-31T23:30:00Z"}},{"contentDetails":{"videoId":"v0","videoPublishedAt":"2026-10-01T04:59:59Z"}}]}`,
	"videos":         `{"items":[{"id":"v1","statistics":{"viewCount":"42"}}]}`,
	"commentThreads": `{"items":[{"id":"h1","snippet":{"topLevelComment":{"snippet":{"publishedAt":"2026-10-20T10:00:00Z"}},"totalReplyCount":7}}]}`,
	"comments":       `{"items":[{"id":"h1.r1"},{"id":"h1.r2"}]}`,
}

func TestYouTubeAsksForTheMonth(t *testing.T) {
	o := newOffice(t, social.YouTube, social.Account{Network: social.YouTube, Handle: "AlcaldiaDemo"}, routes(youTubePages))
	out := o.whole()
	for i, want := range []string{"channels?forHandle=%40AlcaldiaDemo", "playlistItems?", "videos?id=v1&", "commentThreads?allThreadsRelatedToChannelId=UCdemo", "comments?maxResults=100&parentId=h1"} {
		if i >= len(o.asked) || !strings.HasPrefix(o.asked[i], want) {
			t.Errorf("request %d: got %q, want %s…", i, o.asked, want)
		}
	}
	if out.Items != 4 { // a video, a thread, two replies
		t.Errorf("got %d items, want 4", out.Items)
	}
}

// A listing that is ordered by time ends where the month begins.
func TestYouTubeStopsBeforeTheMonth(t *testing.T) {
	pages := 0
	o := newOffice(t, social.YouTube, social.Account{Network: social.YouTube, ID: "UCdemo"}, nil)
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "commentThreads") {
			routes(youTubePages)(w, r)
			return
		}
		at := theThird.AddDate(0, 0, -10*pages)
		pages++
		fmt.Fprintf(w, `{"nextPageToken":"p%d","items":[{"id":"h%d","snippet":{"topLevelComment":{"snippet":{"publishedAt":%q}}}}]}`, pages, pages, at.Format(time.RFC3339))
	}
	o.whole()
	if pages != 5 { // 3 November, 24, 14 and 4 October, 24 September
		t.Errorf("asked for %d pages of comments, want 5", pages)
	}
}

func TestYouTubeErrors(t *testing.T) {
	fail := func(status int, reason string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"error":{"code":%d,"message":"said by the network","errors":[{"domain":"youtube","reason":%q}]}}`, status, reason)
		}
	}
	account := social.Account{Network: social.YouTube, Handle: "AlcaldiaDemo"}

	o := newOffice(t, social.YouTube, account, routes(youTubePages))
	o.always(fail(403, "quotaExceeded"))
	o.stops(Limited, "cuota diaria", "04/11/2026 a las 03:00") // midnight of the Pacific in Bogotá

	o = newOffice(t, social.YouTube, account, routes(youTubePages))
	o.always(fail(400, "keyInvalid"))
	o.stops(Denied, "said by the network", "CLAVE_DE_PRUEBA")

	o = newOffice(t, social.YouTube, account, nil)
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/comments") {
			fail(403, "commentsDisabled")(w, r)
			return
		}
		routes(youTubePages)(w, r)
	}
	out := o.whole()
	if len(out.Refused) != 1 || out.Refused[0].What != "replies de h1" || !strings.Contains(out.Refused[0].Why, "said by the network") {
		t.Errorf("got the refusals %+v", out.Refused)
	}
	if again := o.whole(); len(o.asked) > 0 || len(again.Refused) != 1 {
		t.Errorf("a refusal was asked for again, or forgotten: %v, %+v", o.asked, again)
	}

	o = newOffice(t, social.YouTube, account, routes(map[string]string{"channels": `{"kind":"youtube#channelListResponse"}`}))
	_, err := o.collect()
	if err == nil || !strings.Contains(err.Error(), "no conoce este canal") {
		t.Errorf("a channel that is not there: %v", err)
	}
}

// While the month lasts each day has its take; the last one begins when the figures have settled.
func TestTakes(t *testing.T) {
	o := newOffice(t, social.YouTube, social.Account{Network: social.YouTube, Handle: "AlcaldiaDemo"}, routes(youTubePages))
	for _, step := range []struct {
		day     string
		asks    bool
		partial bool
		why     string
	}{
		{"2026-10-08T15:00:00Z", true, true, "the month lasts"},
		{"2026-10-08T23:00:00Z", false, true, "one take a day"},
		{"2026-10-15T15:00:00Z", true, true, "a week later there is more"},
		{"2026-11-02T15:00:00Z", true, true, "the last days are still counted"},
		{"2026-11-03T11:00:00Z", true, false, "all has settled"},
		{"2026-12-24T15:00:00Z", false, false, "never again"},
	} {
		o.clock, _ = time.Parse(time.RFC3339, step.day)
		out := o.whole()
		if asked := len(o.asked) > 0; asked != step.asks || out.Partial != step.partial {
			t.Errorf("%s: %s: asked %t, partial %t", step.day, step.why, asked, out.Partial)
		}
	}
}

func TestTokenOverPlainHTTP(t *testing.T) {
	o := newOffice(t, social.YouTube, social.Account{Network: social.YouTube, Handle: "AlcaldiaDemo"}, routes(youTubePages))
	o.Servers[social.YouTube] = "http://youtube.example/v3"
	if _, err := o.collect(); err == nil || !strings.Contains(err.Error(), "no va por https") {
		t.Errorf("got %v, want a refusal to send the token", err)
	}
}

// A take that was cut short is ended first, and then, since days have gone by, another one is taken.
func TestTakeOfAnEarlierDay(t *testing.T) {
	o := newOffice(t, social.YouTube, social.Account{Network: social.YouTube, Handle: "AlcaldiaDemo"}, routes(youTubePages))
	answer := o.answer
	o.clock = time.Date(2026, 10, 8, 15, 0, 0, 0, time.UTC)
	o.always(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	o.stops(Unreachable)
	o.answer, o.clock = answer, time.Date(2026, 10, 15, 15, 0, 0, 0, time.UTC)
	if out := o.whole(); out.Found != 1 || out.Pages != 4+5 || out.Day.String() != "2026-10-15" {
		t.Errorf("got %+v, want four pages of the 8th and five of the 15th", out)
	}

	// A finished take of a later day, by a clock that was set back, is the last one.
	o.clock = time.Date(2026, 10, 14, 15, 0, 0, 0, time.UTC)
	if out := o.whole(); len(o.asked) > 0 || out.Day.String() != "2026-10-15" {
		t.Errorf("got %+v after %v", out, o.asked)
	}
}
