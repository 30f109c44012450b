package fetch

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"pulso/pipeline/social"
)

// X API v2 (https://docs.x.com/x-api): the account, what it published in the month, who mentioned it, and what a search
// of the office's own finds. X gives the last 800 mentions of an account and searches seven days back: of a month of many
// mentions, and of the search, whoever asks once only gets the end. X charges for every post it gives.
var x = Source{
	Network: social.X,
	Server:  "https://api.x.com",
	sign:    func(r *http.Request, token string) { r.Header.Set("Authorization", "Bearer "+token) },
	judge:   judgeX,
	walk:    walkX,
}

const (
	xMentions  = 800                // the most that X gives of an account
	xSearchAge = 7 * 24 * time.Hour // the oldest post that a search finds
	xMargin    = time.Minute        // a search may not reach to the present moment, nor to the very end of its week
)

// xFields is what every listing of posts asks for beside the text.
var xFields = url.Values{
	"max_results":  {"100"},
	"tweet.fields": {"attachments,author_id,conversation_id,created_at,in_reply_to_user_id,lang,note_tweet,public_metrics,referenced_tweets"},
	"expansions":   {"author_id,in_reply_to_user_id,referenced_tweets.id,referenced_tweets.id.author_id"},
	"user.fields":  {"name,public_metrics,username"},
}

// An xListing is what a listing must tell to go on.
type xListing struct {
	Data []json.RawMessage `json:"data"`
	Meta struct {
		Next string `json:"next_token"`
	} `json:"meta"`
}

func walkX(v *visit) error {
	id, err := xAccount(v)
	if err != nil {
		return err
	}
	from, to := v.start, v.end
	if latest := v.take.Begun.Add(-xMargin); to.After(latest) {
		to = latest
	}
	if !from.Before(to) {
		return nil // the month began a minute ago
	}
	if _, err := xPosts(v, "tweets", "2/users/"+id+"/tweets", "pagination_token", from, to, nil); err != nil {
		return err
	}
	mentions, err := xPosts(v, "mentions", "2/users/"+id+"/mentions", "pagination_token", from, to, nil)
	if err != nil {
		return err
	}
	if mentions >= xMentions {
		v.note("X entrega solo las últimas %d menciones de una cuenta y el mes tiene más: las primeras faltan, salvo las que ya se descargaron. Descargue cada semana.", xMentions)
	}
	return xSearch(v, to)
}

// xAccount asks for the account's followers, and for its id.
func xAccount(v *visit) (id string, err error) {
	r := call{endpoint: "users", path: "2/users/by", query: url.Values{"usernames": {v.job.Account.Handle}, "user.fields": {"public_metrics"}}}
	if v.job.Account.Handle == "" {
		r.path, r.query = "2/users", url.Values{"ids": {v.job.Account.ID}, "user.fields": {"public_metrics"}}
	}
	var page struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	ok, err := v.get(r, &page)
	if err != nil {
		return "", err
	}
	if !ok || len(page.Data) == 0 || page.Data[0].ID == "" {
		return "", v.startOver(Unknown, "X no conoce esta cuenta: revise id o handle en accounts, en pulso.yaml.")
	}
	return page.Data[0].ID, nil
}

// xPosts lists posts of [from, to) and counts them.
func xPosts(v *visit, endpoint, path, cursor string, from, to time.Time, also url.Values) (n int, err error) {
	q := url.Values{"start_time": {xTime(from)}, "end_time": {xTime(to)}}
	for _, more := range []url.Values{xFields, also} {
		for k, values := range more {
			q[k] = values
		}
	}
	_, err = list(v, call{endpoint: endpoint, path: path, query: q}, cursor, func(p *xListing) string {
		n += len(p.Data)
		return p.Meta.Next // a page may be empty and have a next one
	})
	v.items += n
	return n, err
}

func xTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// xSearch asks for what the office's search finds of the last week, as far as that is of the month.
func xSearch(v *visit, to time.Time) error {
	if v.job.Search == "" {
		return nil
	}
	from := v.start
	if oldest := v.take.Begun.Add(-xSearchAge + xMargin); from.Before(oldest) {
		from = oldest
		upTo := from
		if to.Before(upTo) {
			upTo = to
		}
		v.note("La búsqueda de X llega a siete días atrás: lo publicado antes del %s y no descargado hasta entonces ya no se puede pedir. Descargue cada semana.", v.day(upTo))
	}
	if !from.Before(to) {
		return nil
	}
	_, err := xPosts(v, "search", "2/tweets/search/recent", "next_token", from, to, url.Values{"query": {v.job.Search}})
	return err
}

// judgeX reads both forms of error, {"title","detail","status"} and {"errors":[{"code","message"}]}. An answer with data
// and errors is a page: some of what it refers to has been deleted. One with errors and without data is a refusal, although
// its status says otherwise.
func judgeX(a *answer) verdict {
	reset := xReset(a)
	var e struct {
		Data   json.RawMessage `json:"data"`
		Title  string          `json:"title"`
		Detail string          `json:"detail"`
		Errors []struct {
			Message string `json:"message"`
			Detail  string `json:"detail"`
		} `json:"errors"`
	}
	_ = json.Unmarshal(a.body, &e) // of another form it says nothing, and the status decides
	if a.status < 300 && (len(e.Data) > 0 || len(e.Errors) == 0) {
		if a.header.Get("X-Rate-Limit-Remaining") == "0" {
			return verdict{until: reset}
		}
		return verdict{}
	}
	text := cmp.Or(e.Detail, e.Title)
	for _, one := range e.Errors {
		text = cmp.Or(text, one.Detail, one.Message)
	}
	v := verdict{said: fmt.Sprintf("X contestó %d: %s", a.status, text)}
	switch a.status {
	case http.StatusTooManyRequests:
		v.meaning, v.until = limited, reset
	case http.StatusUnauthorized:
		v.meaning = denied
	case http.StatusPaymentRequired:
		v.meaning, v.help = denied, "La cuenta de desarrollo de X no tiene saldo: recárguela y repita la orden."
	case http.StatusForbidden:
		v.meaning, v.always, v.help = refused, true, "Revise los permisos de la aplicación en la consola de desarrollo de X."
	default:
		v.meaning = refused
	}
	return v
}

// xReset is when X allows requests of the kind again; zero when it does not say.
func xReset(a *answer) time.Time {
	n, err := strconv.ParseInt(a.header.Get("X-Rate-Limit-Reset"), 10, 64)
	if err != nil || n <= 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
