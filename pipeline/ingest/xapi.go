package ingest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// Pages of version 2 of the X API as twarc2 and our own collector save them, one object each; also twarc2's flat
// form, one tweet an object [V]. What a page is about is told by its request: the timeline of an account holds the
// office's own posts, everything else mentions. A line may hold a page of a hundred tweets, so the place of a tweet
// is its line and its number in the page.

const xapiName = "x.api"

// matchXAPI recognises pages by their envelope and flat tweets by their fields.
func matchXAPI(s *Sample, _ Input) bool {
	if s.Kind != jsonKind {
		return false
	}
	p := s.Paths
	return p.has("__twarc") ||
		p.has("data[].id", "data[].text", "data[].author_id") || p.has("data.id", "data.text", "data.author_id") ||
		p.has("data[].tweet_count", "data[].start", "data[].end") ||
		p.has("data[].username", "data[].public_metrics.followers_count") || p.has("data.username", "data.public_metrics.followers_count") ||
		p.has("id", "text", "author_id", "public_metrics") || p.has("id", "text", "author_id", "conversation_id") ||
		p.has("meta.result_count") && !p.has("data") || xProblemPage(p)
}

// xProblemPage recognises a page that is nothing but an error of the API.
func xProblemPage(p jsonPaths) bool {
	return p.has("title", "detail", "type", "status") && !p.has("data") || p.has("errors[].code", "errors[].message") && !p.has("data")
}

var readXAPI = pageReader(xapiName, func(p *page, raw []byte) {
	x := xReader{page: p}
	var item xElement
	var envelope xPage
	switch {
	case json.Unmarshal(raw, &item) != nil || json.Unmarshal(raw, &envelope) != nil:
		p.fail(social.BadJSON, "", "", damagedPage, raw)
	case item.Text != nil && len(envelope.Data) == 0:
		x.tweet(raw)
	default:
		x.envelope(&envelope, raw)
	}
})

// An xReader makes the records of one page.
type xReader struct {
	*page
	users map[string]*xUser
	texts map[string]string // of the tweets that others refer to
	place map[string]string
	owner string // id of the account whose timeline the page is
	at    string // when the page was retrieved
}

var xTimeline = regexp.MustCompile(`/2/users/(\d+)/tweets(?:\?|$)`)

// envelope reads a page.
func (x *xReader) envelope(e *xPage, raw []byte) {
	if m := xTimeline.FindStringSubmatch(e.Twarc.URL); m != nil {
		x.owner = m[1]
	}
	x.at = e.Twarc.RetrievedAt
	x.join(e)
	items := xElements(e.Data)
	switch {
	case len(items) == 0 && len(e.Errors) > 0:
		x.fail(social.ErrorMessage, "errors", e.Errors[0].text(), e.Errors[0].help(), raw)
		return
	case len(items) == 0 && e.Detail+e.Title != "":
		x.fail(social.ErrorMessage, "detail", e.xProblem.text(), e.xProblem.help(), raw)
		return
	case len(items) == 0:
		x.skip("página sin resultados")
		return
	}
	if n := len(e.Errors); n > 0 {
		x.in.Note(fmt.Sprintf("Línea %d: la página menciona elementos que X no entregó: %d (%s).", x.from.Line, n, e.Errors[0].Title))
	}
	for i, item := range items {
		x.item = i + 1
		x.data(item)
	}
}

// xElements are the elements of data, be it a list or a single one.
func xElements(data json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		return list
	}
	if len(data) > 0 && data[0] == '{' {
		return []json.RawMessage{data}
	}
	return nil
}

// join makes what the tweets of a page refer to findable.
func (x *xReader) join(e *xPage) {
	x.users, x.texts, x.place = map[string]*xUser{}, map[string]string{}, map[string]string{}
	for i := range e.Includes.Users {
		x.users[e.Includes.Users[i].ID] = &e.Includes.Users[i]
	}
	for i := range e.Includes.Tweets {
		x.texts[e.Includes.Tweets[i].ID] = e.Includes.Tweets[i].words()
	}
	for _, p := range e.Includes.Places {
		x.place[p.ID] = p.FullName
	}
}

// data reads an element of data by what it is.
func (x *xReader) data(raw []byte) {
	var item xElement
	if err := json.Unmarshal(raw, &item); err != nil {
		x.fail(social.BadJSON, "data", "", damagedPage, raw)
		return
	}
	switch {
	case item.Text != nil:
		x.tweet(raw)
	case item.Username != nil:
		x.user(raw)
	case item.TweetCount != nil:
		x.skip("conteo de publicaciones de una búsqueda: no es una cifra de la cuenta")
	case item.MemberCount != nil:
		x.skip("lista de X")
	default:
		x.skip("elemento que no es publicación ni cuenta")
	}
}

// tweet makes a mention of a tweet, or a post where the page is the timeline of an account.
func (x *xReader) tweet(raw []byte) {
	var t xTweet
	if err := json.Unmarshal(raw, &t); err != nil {
		x.fail(social.BadJSON, "", "", damagedPage, raw)
		return
	}
	at, source := xInstant(&t)
	switch {
	case !digitsOnly(t.ID):
		x.fail(social.NoID, "id", t.ID, "La publicación no trae su número. Repita la descarga de la página.", raw)
	case source == "":
		x.fail(social.BadDate, "created_at", t.CreatedAt, "Se esperaba una fecha como 2026-10-31T22:30:00.000Z. Repita la descarga pidiendo el campo created_at.", raw)
	case x.owner != "" && t.AuthorID == x.owner:
		x.post(&t, at, source)
	default:
		x.mention(&t, at, source)
	}
}

// xInstant is when a tweet was published: by its id, or as the page says for the ids of before 2010; source says which
// of the two and is empty when neither does.
func xInstant(t *xTweet) (at time.Time, source string) {
	if at, ok := xTime(t.ID); ok {
		return at.Truncate(time.Second), "id"
	}
	at, err := time.Parse(time.RFC3339, t.CreatedAt)
	if err != nil || !sane(at) {
		return at, ""
	}
	return social.AtUTC(at), "file"
}

// author is the user who wrote t; nil when neither page nor tweet says.
func (x *xReader) author(t *xTweet) *xUser {
	if t.Author != nil {
		return t.Author
	}
	return x.users[t.AuthorID]
}

func (x *xReader) post(t *xTweet, at time.Time, source string) {
	if t.ref("retweeted") != nil {
		x.skip("repost de la propia cuenta: no es una publicación suya")
		return
	}
	p := &social.Post{
		From: x.origin(), Network: social.X, AccountID: t.AuthorID, ID: t.ID, Permalink: xLink(x.author(t), t.ID),
		PublishedAt: at, Precision: social.Second, DateFrom: source, Type: social.TypeText, Window: social.Lifetime, Format: xapiName,
		Impressions: optCount(t.Metrics.Impressions), Reactions: optCount(t.Metrics.Likes), Comments: optCount(t.Metrics.Replies),
		Shares: xShares(t), Saves: optCount(t.Metrics.Bookmarks),
	}
	if u := x.author(t); u != nil {
		p.AccountName = u.Username
	}
	if len(t.Attachments.MediaKeys) > 0 {
		p.Type = social.TypeOther // of what kind, only the media say, which are not always there
	}
	p.Text, _ = clean(t.words())
	p.SnapshotAt = x.day()
	x.emit(p)
}

// day is the day of the request; zero when it was not noted.
func (x *xReader) day() social.Date {
	at, err := time.Parse(time.RFC3339, x.at)
	if err != nil {
		return social.Date{}
	}
	return social.DateOf(at, x.in.Zone)
}

// xShares are reposts and quotes.
func xShares(t *xTweet) social.Opt[int64] {
	n := optCount(t.Metrics.Retweets)
	if n.OK && t.Metrics.Quotes != nil {
		n.V += *t.Metrics.Quotes
	}
	return n
}

func xLink(u *xUser, id string) string {
	if u == nil || u.Username == "" {
		return "https://x.com/i/status/" + id
	}
	return "https://x.com/" + u.Username + "/status/" + id
}

// xKinds are the ways in which a tweet refers to another one, the strongest first: who answers with a quote answers.
var xKinds = []struct {
	ref  string
	kind social.Kind
}{{"retweeted", social.KindRepost}, {"replied_to", social.KindReply}, {"quoted", social.KindQuote}}

func (x *xReader) mention(t *xTweet, at time.Time, source string) {
	m := &social.Mention{
		From: x.origin(), Network: social.X, ID: t.ID, Kind: social.KindPost, AuthorID: t.AuthorID, URL: xLink(x.author(t), t.ID),
		PublishedAt: at, Precision: social.Second, DateFrom: source, Lang: xLang(t.Lang), Place: t.Geo.FullName, Format: xapiName,
		Likes: optCount(t.Metrics.Likes), Replies: optCount(t.Metrics.Replies), Shares: xShares(t), Views: optCount(t.Metrics.Impressions),
	}
	if u := x.author(t); u != nil {
		m.AuthorHandle, m.AuthorName, m.AuthorFollowers = u.Username, line(u.Name), optCount(u.Metrics.Followers)
		if m.AuthorID == "" {
			m.AuthorID = u.ID
		}
	}
	if m.Place == "" {
		m.Place = x.place[t.Geo.PlaceID]
	}
	if m.TargetAccount = t.InReplyTo; t.InReplyToUser != nil {
		m.TargetAccount = t.InReplyToUser.Username
	} else if u := x.users[t.InReplyTo]; u != nil {
		m.TargetAccount = u.Username
	}
	words := t.words()
	for _, k := range xKinds {
		r := t.ref(k.ref)
		if r == nil {
			continue
		}
		m.Kind, m.ParentID = k.kind, r.ID
		if k.kind == social.KindRepost { // the page cuts the text of a repost
			words = x.whole(r, words)
		}
		break
	}
	if m.Text, m.RawText = clean(words); m.Text == "" {
		x.skip(noWords)
		return
	}
	x.emit(m)
}

// whole is the text of the tweet that r refers to; words when the page does not have it.
func (x *xReader) whole(r *xRef, words string) string {
	if r.Note.Text != "" {
		return r.Note.Text
	}
	if r.Text != "" {
		return r.Text
	}
	if s := x.texts[r.ID]; s != "" {
		return s
	}
	return words
}

// xLang is a language as X says it; its codes for «no language» (und, qme, zxx …) are none.
func xLang(s string) string {
	if len(s) != 2 {
		return ""
	}
	return strings.ToLower(s)
}

// user makes the number of followers of an account of its page.
func (x *xReader) user(raw []byte) {
	var u xUser
	if err := json.Unmarshal(raw, &u); err != nil {
		x.fail(social.BadJSON, "data", "", damagedPage, raw)
		return
	}
	if u.Metrics.Followers == nil {
		x.skip("cuenta sin número de seguidores")
		return
	}
	day := x.day()
	if day.IsZero() {
		x.fail(social.NoDate, "__twarc.retrieved_at", "", "La página no dice de qué día es el número de seguidores. Guárdela con twarc2 o con pulso collect, que anotan la hora.", raw)
		return
	}
	x.emit(&social.AccountMetric{
		From: x.origin(), Network: social.X, AccountID: u.ID, AccountName: u.Username, Metric: social.FollowersTotal, Value: float64(*u.Metrics.Followers),
		ValueKind: social.Snapshot, Granularity: social.Instant, Start: day, End: day, Zone: x.in.Zone.String(), ExportedAt: day, Format: xapiName,
	})
}
