package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pulso/pipeline/social"
)

// token is the secret of all tests: no saved byte, message or error may hold it. It has the signs that addresses and
// JSON escape.
const token = "EAABcTk3n+/=deLaOficina%7C42"

// october is the month of all tests, taken on the third of November at six in Bogotá.
var (
	october = social.Month{Year: 2026, Month: time.October}
	bogota  = func() *time.Location {
		z, err := time.LoadLocation("America/Bogota")
		if err != nil {
			panic(err)
		}
		return z
	}()
	theThird = time.Date(2026, 11, 3, 11, 0, 0, 0, time.UTC)
)

// An office is a collector with a server of invented pages in place of a network.
type office struct {
	*Collector
	t      *testing.T
	mu     sync.Mutex // of asked
	job    Job
	clock  time.Time
	asked  []string // path and query of every request, in order
	waited []time.Duration
	// answer gives the page of a request; what it does not write is 404.
	answer http.HandlerFunc
}

func newOffice(t *testing.T, n social.Network, a social.Account, answer http.HandlerFunc) *office {
	t.Helper()
	o := &office{t: t, clock: theThird, answer: answer, job: Job{Source: SourceOf(n), Account: a, Token: token, Variable: "CLAVE_DE_PRUEBA"}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock() // a request that its asker gave up may still be answered
		defer o.mu.Unlock()
		q := r.URL.Query()
		q.Del("access_token")
		o.asked = append(o.asked, strings.TrimPrefix(r.URL.Path, "/")+"?"+q.Encode())
		w.Header().Set("Content-Type", "application/json")
		o.answer(w, r)
	}))
	t.Cleanup(server.Close)
	o.Collector = &Collector{
		Dir: t.TempDir(), Zone: bogota, Now: func() time.Time { return o.clock }, Servers: map[social.Network]string{n: server.URL},
		Wait: func(ctx context.Context, d time.Duration) error {
			o.waited = append(o.waited, d)
			o.clock = o.clock.Add(d)
			return ctx.Err()
		},
	}
	return o
}

func (o *office) collect() (Outcome, error) {
	o.t.Helper()
	o.mu.Lock()
	o.asked = nil
	o.mu.Unlock()
	out, err := o.Collect(context.Background(), october, o.job)
	o.checkSecrecy(out, err)
	return out, err
}

// whole collects and wants that nothing was left to ask for.
func (o *office) whole() Outcome {
	o.t.Helper()
	out, err := o.collect()
	if err != nil || !out.Done {
		o.t.Fatalf("not collected whole: %+v, %v", out, err)
	}
	return out
}

// checkSecrecy looks for the token in whatever is kept or said.
func (o *office) checkSecrecy(out Outcome, err error) {
	o.t.Helper()
	said := fmt.Sprintf("%+v %v", out, err)
	for name, content := range o.files() {
		said += "\n" + name + "\n" + content
	}
	for _, form := range []string{token, "EAABcTk3n", "deLaOficina"} {
		if i := strings.Index(said, form); i >= 0 {
			o.t.Fatalf("the token is told: …%s…", said[max(0, i-200):min(len(said), i+100)])
		}
	}
}

// files are the contents of all files, by their path below the collector's folder.
func (o *office) files() map[string]string {
	all := map[string]string{}
	err := filepath.WalkDir(o.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		rel, _ := filepath.Rel(o.Dir, path)
		all[filepath.ToSlash(rel)] = string(raw)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

// pages are the names of the saved pages in order.
func (o *office) pages() []string {
	var names []string
	for name := range o.files() {
		if !strings.HasSuffix(name, takeName) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// routes answers by path.
func routes(pages map[string]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"error":{"code":404,"message":"not in this test"},"title":"Not Found","detail":"not in this test","status":404}`)
			return
		}
		fmt.Fprint(w, page)
	}
}

// cases gives every source with an account and pages that lead it through its whole walk.
func cases() map[social.Network]struct {
	account social.Account
	pages   map[string]string
} {
	return map[social.Network]struct {
		account social.Account
		pages   map[string]string
	}{
		social.Facebook: {facebookAccount, facebookPages}, social.Instagram: {instagramAccount, instagramPages},
		social.YouTube: {social.Account{Network: social.YouTube, Handle: "AlcaldiaDemo"}, youTubePages},
		social.X:       {xAccountDemo, xPages},
	}
}

// TestSources holds every source against a server that fails in each way in which servers do.
func TestSources(t *testing.T) {
	for _, s := range Sources {
		c, ok := cases()[s.Network]
		if !ok {
			t.Errorf("%s has no pages to be tested with", s.Network)
			continue
		}
		t.Run(string(s.Network), func(t *testing.T) {
			for name, test := range map[string]func(*testing.T, *office){
				"whole": whole, "resumed": resumed, "twice": twice, "throttled": throttled, "failing": failing, "stalled": stalled, "expired": expired,
				"cut": cut, "portal": portal, "redirected": redirected, "huge": huge, "interrupted": interrupted, "repeating": repeating,
			} {
				t.Run(name, func(t *testing.T) { test(t, newOffice(t, s.Network, c.account, routes(c.pages))) })
			}
		})
	}
}

func whole(t *testing.T, o *office) {
	out := o.whole()
	if out.Pages != len(o.asked) || out.Pages != len(o.pages()) || out.Partial || len(out.Refused) > 0 {
		t.Errorf("got %+v for %d requests and %d pages", out, len(o.asked), len(o.pages()))
	}
	for _, name := range o.pages() {
		var p savedPage
		if err := json.Unmarshal([]byte(o.files()[name]), &p); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p.Request.Status != 200 || !p.Request.Retrieved.Equal(theThird) || p.Request.Network != o.job.Source.Network || p.Request.Account != "AlcaldiaDemo" {
			t.Errorf("%s: the request is %+v", name, p.Request)
		}
		if !strings.Contains(name, "/alcaldiademo/2026-10/2026-11-03/") {
			t.Errorf("%s is not in the folder of its account, month and day", name)
		}
	}
}

// twice: a take of a month that has settled is never asked for again, and a deleted folder is.
func twice(t *testing.T, o *office) {
	first := o.whole()
	files := o.files()
	o.clock = o.clock.AddDate(0, 0, 5)
	again := o.whole()
	if len(o.asked) > 0 || again.Pages != 0 || again.Found != first.Pages || again.Items != first.Items {
		t.Errorf("the second time: %d requests, %+v", len(o.asked), again)
	}
	for name, content := range o.files() {
		if files[name] != content {
			t.Errorf("%s has changed", name)
		}
	}
	if err := os.RemoveAll(filepath.Join(o.Dir, filepath.FromSlash(again.Folder))); err != nil {
		t.Fatal(err)
	}
	if anew := o.whole(); anew.Pages != first.Pages {
		t.Errorf("after its folder was deleted: %+v", anew)
	}
}

// resumed: wherever a collection ends, the next one asks for the rest only, and has the same pages in the end.
func resumed(t *testing.T, o *office) {
	answer := o.answer
	total := o.whole().Pages
	want := o.pages()
	for stop := 0; stop < total; stop += 1 + stop/3 {
		o.Dir = t.TempDir()
		o.answer = func(w http.ResponseWriter, r *http.Request) {
			if len(o.asked) > stop {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			answer(w, r)
		}
		out, err := o.collect()
		var p *Problem
		if !errors.As(err, &p) || p.Kind != Unreachable || out.Pages != stop || out.Done {
			t.Fatalf("stopped after %d pages: %+v, %v", stop, out, err)
		}
		o.answer, o.clock = answer, theThird
		if out := o.whole(); out.Pages != total-stop || out.Found != stop || len(o.asked) != total-stop {
			t.Errorf("resumed after %d of %d pages: %+v with %d requests", stop, total, out, len(o.asked))
		}
		if got := o.pages(); !slices.Equal(got, want) {
			t.Errorf("resumed after %d pages: got the pages %v, want %v", stop, got, want)
		}
	}
}

// wrong lets the first requests go wrong.
func (o *office) wrong(times int, fail http.HandlerFunc) {
	answer := o.answer
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if len(o.asked) <= times {
			fail(w, r)
			return
		}
		answer(w, r)
	}
}

// always lets every request from the second on go wrong.
func (o *office) always(fail http.HandlerFunc) {
	answer := o.answer
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if len(o.asked) > 1 {
			fail(w, r)
			return
		}
		answer(w, r)
	}
}

// stops wants that the collection stops with a problem of a kind that says what to do, the first page being saved.
func (o *office) stops(kind Kind, says ...string) {
	o.t.Helper()
	out, err := o.collect()
	var p *Problem
	if !errors.As(err, &p) || p.Kind != kind || out.Pages != 1 || out.Done {
		o.t.Fatalf("got %+v, %v; want one page and a problem of kind %s", out, err, kind)
	}
	for _, want := range says {
		if !strings.Contains(err.Error(), want) {
			o.t.Errorf("the message does not say %q: %v", want, err)
		}
	}
}

func throttled(t *testing.T, o *office) {
	answer := o.answer
	o.wrong(1, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "40")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	o.whole()
	if len(o.waited) != 1 || o.waited[0] != 40*time.Second {
		t.Errorf("waited %v, want the 40 s of Retry-After", o.waited)
	}

	o.Dir, o.clock, o.answer = t.TempDir(), theThird, answer
	o.always(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, `{"error":{"code":429,"message":"slow down"},"title":"Too Many Requests","status":429}`)
	})
	o.stops(Limited, "después del 03/11/2026 a las 08:00", "está guardado")
}

func failing(t *testing.T, o *office) {
	o.wrong(2, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	o.whole()
	if len(o.waited) != 2 || o.waited[1] <= o.waited[0] {
		t.Errorf("waited %v, want growing waits", o.waited)
	}
}

func stalled(t *testing.T, o *office) {
	timeout := httpClient.Timeout
	httpClient.Timeout = 50 * time.Millisecond
	t.Cleanup(func() { httpClient.Timeout = timeout })
	o.always(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(time.Second):
		}
	})
	o.stops(Unreachable, "no contestó a tiempo", "repita la orden más tarde")
}

func expired(_ *testing.T, o *office) {
	o.always(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintf(w, `{"error":{"code":190,"message":"The token %s has expired","errors":[{"reason":"authError"}]},"title":"Unauthorized","detail":"Unauthorized %s","status":401}`, token, token)
	})
	o.stops(Denied, "CLAVE_DE_PRUEBA", "genere otra")
}

func cut(_ *testing.T, o *office) {
	o.always(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, `{"items":[`)
	})
	o.stops(Unreachable, "la conexión se cortó")
}

func portal(_ *testing.T, o *office) {
	o.always(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Bienvenido a la red wifi</html>") })
	o.stops(Unreachable, "algo que no es de su API")
}

// redirected: the token does not go to where an answer points.
func redirected(t *testing.T, o *office) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the other server was asked for %s", r.URL.Path)
	}))
	defer other.Close()
	o.always(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/?access_token="+token, http.StatusFound)
	})
	o.stops(Unreachable, "remite a otro servidor")
}

// huge: an endless answer is cut off, told and not kept.
func huge(t *testing.T, o *office) {
	answer := o.answer
	o.whole()
	last := o.asked[len(o.asked)-1]
	o.Dir = t.TempDir()
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if o.asked[len(o.asked)-1] != last {
			answer(w, r)
			return
		}
		fmt.Fprint(w, `{"data":"`)
		for chunk := strings.Repeat("a", 1<<20); ; {
			if _, err := fmt.Fprint(w, chunk); err != nil {
				return
			}
		}
	}
	out := o.whole()
	if len(out.Refused) == 0 || !strings.Contains(fmt.Sprint(out.Refused), "demasiado larga") {
		t.Errorf("nobody is told of the answer that is too long: %+v", out)
	}
	for name, content := range o.files() {
		if len(content) > 1<<20 {
			t.Errorf("%s has %d bytes", name, len(content))
		}
	}
}

// interrupted: what was saved is whole, and the command ends.
func interrupted(t *testing.T, o *office) {
	ctx, stop := context.WithCancel(context.Background())
	o.always(func(_ http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	})
	out, err := o.Collect(ctx, october, o.job)
	if !errors.Is(err, context.Canceled) || out.Pages != 1 {
		t.Fatalf("got %+v, %v", out, err)
	}
	for name, content := range o.files() {
		if !json.Valid([]byte(content)) {
			t.Errorf("%s is not whole: %s", name, content)
		}
	}
	if len(o.files()) != 2 {
		t.Errorf("got the files %v, want a page and the take", o.files())
	}
}

// repeating: a listing whose server gives the same cursor for ever comes to an end.
func repeating(t *testing.T, o *office) {
	answer := o.answer
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		var page map[string]any
		rec := httptest.NewRecorder()
		answer(rec, r)
		if err := json.Unmarshal(rec.Body.Bytes(), &page); err != nil {
			t.Error(err)
		}
		page["nextPageToken"] = "MISMA"
		page["paging"] = map[string]any{"next": "https://graph.example/?after=MISMA&access_token=" + token, "cursors": map[string]any{"after": "MISMA"}}
		if meta, ok := page["meta"].(map[string]any); ok {
			meta["next_token"] = "MISMA"
		}
		json.NewEncoder(w).Encode(page)
	}
	out, err := o.collect()
	if err != nil || !strings.Contains(fmt.Sprint(out.Notes), "se repite") {
		t.Errorf("got %+v, %v; want a note on the listing that repeats itself", out, err)
	}
}

// The token is struck out however it is written, and nothing else is.
func TestSecret(t *testing.T) {
	s := newSecret(token)
	for _, tc := range []struct{ text, want string }{
		{`{"next":"https:\/\/graph.facebook.com\/?access_token=EAABcTk3n\u00252B\/\u003DdeLaOficina\u0025257C42&limit=5"}`, `{"next":"https:\/\/graph.facebook.com\/?access_token=(clave)&limit=5"}`},
		{"?a=1&access_token=" + "EAABcTk3n%2B%2F%3DdeLaOficina%257C42", "?a=1&access_token=(clave)"},
		{"Bearer " + token + ".", "Bearer (clave)."},
		{`"\\` + token + `"`, `"\\(clave)"`},
		{`"x":"?access_token=OTRA123\u0026after=b"`, `"x":"?access_token=(clave)\u0026after=b"`},
		{"EAABcTk3n de la oficina", "EAABcTk3n de la oficina"},
	} {
		if got := s.strike(tc.text); got != tc.want {
			t.Errorf("%s\n got %s\nwant %s", tc.text, got, tc.want)
		}
	}
}

// Folders of accounts are names that every system takes, and two accounts never share one.
func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{"AlcaldiaDemo": "alcaldiademo", "alcaldia_demo": "alcaldia_demo", "17840000000000001": "17840000000000001"} {
		if got := safeName(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	for _, name := range []string{"../otra", "node.js", "con:dos", "café"} {
		if got := safeName(name); strings.Trim(got, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			t.Errorf("%s: got %s", name, got)
		}
	}
	if safeName("alcaldia.demo") == safeName("alcaldia_demo") {
		t.Error("two accounts share a folder")
	}
}
