package fetch

import (
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"pulso/pipeline/social"
)

// Pages of Facebook (https://developers.facebook.com/docs/pages-api): the page, its posts of the month with their
// figures, the comments on posts of the month and of the thirty days before, what others published with a tag of the
// page, and the page's daily figures. All of it wants the token of the page: to that of a person Meta answers with empty
// lists.
var facebook = Source{
	Network: social.Facebook,
	Server:  graphServer,
	sign:    signGraph,
	judge:   judgeGraph,
	walk:    walkFacebook,
}

// facebookDaily and facebookOfPost are the metrics of Meta's list of 2026
// (https://developers.facebook.com/docs/platforminsights/page). Package ingest says what each is.
var (
	facebookDaily = []string{
		"page_media_view", "page_total_media_view_unique", "page_follows", "page_daily_follows", "page_daily_unfollows_unique",
		"page_post_engagements", "page_views_total", "page_video_views",
	}
	facebookOfPost = []string{"post_media_view", "post_total_media_view_unique", "post_clicks"}
)

const facebookFields = "id,message,created_time,permalink_url,status_type,shares,reactions.summary(total_count).limit(0),comments.summary(true).limit(0)"

func walkFacebook(v *visit) error {
	page, err := facebookPage(v)
	if err != nil {
		return err
	}
	posts, err := facebookPosts(v, page)
	if err != nil {
		return err
	}
	if err := facebookFigures(v, page, posts); err != nil {
		return err
	}
	if err := commentsOf(v, posts, url.Values{
		"fields": {"id,message,created_time,like_count,comment_count,from{id,name},parent{id},permalink_url"},
		"filter": {"stream"}, "order": {"reverse_chronological"}, "limit": {"100"},
	}); err != nil {
		return err
	}
	if _, err := list(v, call{endpoint: "tagged", path: page + "/tagged", query: url.Values{
		"fields": {"id,message,created_time,permalink_url,from{id,name}"}, "since": {unix(v.start)}, "until": {unix(v.end)}, "limit": {"50"},
	}}, "after", func(l *graphList[json.RawMessage]) string {
		v.items += len(l.Data)
		return l.next()
	}); err != nil {
		return err
	}
	return facebookDays(v, page)
}

func unix(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// facebookPage asks for the page, and whether the token is its own.
func facebookPage(v *visit) (id string, err error) {
	name := v.job.Account.ID
	if name == "" {
		name = v.job.Account.Handle
	}
	var page, me struct {
		ID string `json:"id"`
	}
	ok, err := v.get(call{endpoint: "profile", path: url.PathEscape(name), query: url.Values{"fields": {"id,name,username,followers_count,fan_count"}}}, &page)
	if err != nil {
		return "", err
	}
	if !ok || page.ID == "" {
		return "", v.startOver(Unknown, "Facebook no entrega esta página: revise id o handle en accounts, en pulso.yaml, y los permisos de la clave.")
	}
	if ok, err = v.get(call{endpoint: "me", path: "me", query: url.Values{"fields": {"id"}}}, &me); err != nil {
		return "", err
	}
	if !ok || me.ID != page.ID {
		return "", v.startOver(Denied, "la clave no es la de la página sino la de una persona o de otra página, y con ella Facebook entrega listas vacías. Genere la clave de la página, póngala en la variable %s.", v.job.Variable)
	}
	return page.ID, nil
}

// facebookPosts lists the posts whose comments may be of the month.
func facebookPosts(v *visit, page string) (posts []graphPost, err error) {
	type post struct {
		ID       string    `json:"id"`
		Created  graphTime `json:"created_time"`
		Comments struct {
			Summary struct {
				Total int `json:"total_count"`
			} `json:"summary"`
		} `json:"comments"`
	}
	_, err = list(v, call{endpoint: "list", path: page + "/posts", query: url.Values{
		"fields": {"id,created_time,comments.summary(true).limit(0)"},
		"since":  {unix(v.start.Add(-lookBack))}, "until": {unix(v.end)}, "limit": {"100"},
	}}, "after", func(l *graphList[post]) string {
		for _, p := range l.Data {
			posts = append(posts, graphPost{p.ID, p.Created.Time, p.Comments.Summary.Total})
		}
		return l.next()
	})
	return posts, err
}

// facebookFigures asks for the posts of the month with their figures.
func facebookFigures(v *visit, page string, posts []graphPost) error {
	var known []string
	for _, p := range posts {
		if !v.inMonth(p.at) {
			continue
		}
		var err error
		if known, err = probe(v, p.id, facebookOfPost); err != nil {
			return err
		}
		break
	}
	return withInsights(v, call{endpoint: "posts", path: page + "/posts", query: url.Values{
		"fields": {facebookFields}, "since": {unix(v.start)}, "until": {unix(v.end)}, "limit": {"25"},
	}}, known, func(l *graphList[json.RawMessage]) string {
		v.items += len(l.Data)
		return l.next()
	})
}

// facebookDays asks for the daily figures. The first value is of the day of since; what until leaves in or out is
// documented for no metric, so that a day more is asked for.
func facebookDays(v *visit, page string) error {
	days := v.days()
	if len(days) == 0 {
		return nil
	}
	until := days[len(days)-1].AddDate(0, 0, 2)
	for _, m := range facebookDaily {
		var answer graphList[json.RawMessage]
		if _, err := v.get(call{endpoint: "insights-" + m, path: page + "/insights", query: url.Values{
			"metric": {m}, "period": {"day"}, "since": {days[0].Format(time.DateOnly)}, "until": {until.Format(time.DateOnly)},
		}}, &answer); err != nil {
			return err
		}
	}
	return nil
}
