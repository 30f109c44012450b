package fetch

import (
	"encoding/json"
	"net/url"
	"time"

	"pulso/pipeline/social"
)

// Professional accounts of Instagram (https://developers.facebook.com/docs/instagram-platform), through the login of
// Facebook: the account, its media of the month with their figures, the comments on media of the month and of the thirty
// days before, the media of others that tag the account, and its daily figures. Stories are gone after a day and are not
// asked for.
var instagram = Source{
	Network: social.Instagram,
	Server:  graphServer,
	sign:    signGraph,
	judge:   judgeGraph,
	walk:    walkInstagram,
}

// The metrics of an account come as a line of days (series) or as the total of the stretch that is asked for (totals); a
// stretch has at most thirty days. instagramOfMedia are those that all kinds of media have.
var (
	instagramSeries  = []string{"reach", "follower_count"}
	instagramTotals  = []string{"views", "total_interactions"}
	instagramOfMedia = []string{"reach", "views", "saved", "shares", "total_interactions"}
)

const (
	instagramStretch   = 28                  // days of one request
	instagramFollowers = 30 * 24 * time.Hour // follower_count goes no further back
)

const instagramFields = "id,caption,media_type,media_product_type,permalink,timestamp,like_count,comments_count"

func walkInstagram(v *visit) error {
	if v.job.Account.ID == "" {
		return v.startOver(Unknown, "la API de Instagram pide el número de la cuenta profesional: escríbalo como id en accounts, en pulso.yaml.")
	}
	account := url.PathEscape(v.job.Account.ID)
	var profile struct {
		ID string `json:"id"`
	}
	ok, err := v.get(call{endpoint: "profile", path: account, query: url.Values{"fields": {"id,username,name,followers_count,media_count"}}}, &profile)
	if err != nil {
		return err
	}
	if !ok || profile.ID == "" {
		return v.startOver(Unknown, "Instagram no entrega esta cuenta: revise id en accounts, en pulso.yaml (es el número de la cuenta profesional), y los permisos de la clave.")
	}
	media, err := instagramMedia(v, account)
	if err != nil {
		return err
	}
	if err := commentsOf(v, media, url.Values{
		"fields": {"id,text,timestamp,username,like_count,from{id,username},replies{id,text,timestamp,username,like_count,from{id,username}}"}, "limit": {"50"},
	}); err != nil {
		return err
	}
	if _, err := list(v, call{endpoint: "tags", path: account + "/tags", query: url.Values{"fields": {"id,caption,media_type,permalink,timestamp,username,like_count,comments_count"}, "limit": {"50"}}},
		"after", func(l *graphList[igMedia]) string {
			v.items += len(l.Data)
			return untilBefore(l, v.start)
		}); err != nil {
		return err
	}
	return instagramDays(v, account)
}

// An igMedia is what a listing of media must tell to go on.
type igMedia struct {
	ID        string    `json:"id"`
	Timestamp graphTime `json:"timestamp"`
	Comments  int       `json:"comments_count"`
}

// untilBefore is the cursor of the next page, unless all of this one is of before start: the newest come first.
func untilBefore(l *graphList[igMedia], start time.Time) string {
	older := len(l.Data) > 0
	for _, m := range l.Data {
		older = older && m.Timestamp.Before(start)
	}
	if older {
		return ""
	}
	return l.next()
}

// instagramMedia lists the media whose comments may be of the month, and asks for those of the month with their figures.
func instagramMedia(v *visit, account string) (media []graphPost, err error) {
	first := ""
	path := account + "/media"
	if _, err := list(v, call{endpoint: "list", path: path, query: url.Values{"fields": {"id,timestamp,comments_count"}, "limit": {"100"}}}, "after", func(l *graphList[igMedia]) string {
		for _, m := range l.Data {
			if at := m.Timestamp.Time; at.Before(v.start.Add(-lookBack)) || !at.Before(v.month.End(v.c.Zone)) {
				continue
			}
			if first == "" && v.inMonth(m.Timestamp.Time) {
				first = m.ID
			}
			media = append(media, graphPost{m.ID, m.Timestamp.Time, m.Comments})
		}
		return untilBefore(l, v.start.Add(-lookBack))
	}); err != nil || first == "" {
		return media, err
	}
	known, err := probe(v, first, instagramOfMedia)
	if err != nil {
		return nil, err
	}
	return media, withInsights(v, call{endpoint: "media", path: path, query: url.Values{"fields": {instagramFields}, "limit": {"25"}}}, known, func(l *graphList[igMedia]) string {
		for _, m := range l.Data {
			if v.inMonth(m.Timestamp.Time) {
				v.items++
			}
		}
		return untilBefore(l, v.start)
	})
}

// instagramDays asks for the daily figures of the account.
func instagramDays(v *visit, account string) error {
	days := v.days()
	for _, m := range instagramSeries {
		for rest := reachable(v, m, days); len(rest) > 0; {
			n := min(len(rest), instagramStretch)
			if err := instagramInsight(v, account, m, rest[0], rest[n-1].AddDate(0, 0, 1), nil); err != nil {
				return err
			}
			rest = rest[n:]
		}
	}
	for _, m := range instagramTotals {
		for _, d := range days {
			if err := instagramInsight(v, account, m, d, d.AddDate(0, 0, 1), url.Values{"metric_type": {"total_value"}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// reachable are the days for which Instagram still tells a metric.
func reachable(v *visit, metric string, days []time.Time) []time.Time {
	if metric != "follower_count" {
		return days
	}
	oldest := v.take.Begun.Add(-instagramFollowers)
	for i, d := range days {
		if !d.Before(oldest) {
			if i > 0 {
				v.note("Instagram cuenta los seguidores nuevos de los últimos 30 días: los de antes del %s ya no se pueden pedir. Descargue también durante el mes.", v.day(d))
			}
			return days[i:]
		}
	}
	if len(days) > 0 {
		v.note("Instagram cuenta los seguidores nuevos de los últimos 30 días: los de %s ya no se pueden pedir.", v.month)
	}
	return nil
}

func instagramInsight(v *visit, account, metric string, since, until time.Time, also url.Values) error {
	q := url.Values{"metric": {metric}, "period": {"day"}, "since": {unix(since)}, "until": {unix(until)}}
	for k, values := range also {
		q[k] = values
	}
	var answer graphList[json.RawMessage]
	_, err := v.get(call{endpoint: "insights-" + metric, path: account + "/insights", query: q}, &answer)
	return err
}
