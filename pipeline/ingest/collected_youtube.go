package ingest

import (
	"encoding/json"
	"regexp"
	"strconv"
	"time"

	"pulso/pipeline/social"
)

// Pages of the YouTube Data API (https://developers.google.com/youtube/v3/docs). Counts are strings, and one that the
// channel hides is not there. The comments of a page are read as in youtube_comments.go.

var readCollectedYouTube = collectedReader("collect.youtube", map[string]func(*collected){
	"channels": ytChannels,
	"videos":   ytVideos,
	"comments": ytCollectedComments,
	"replies":  ytCollectedComments,
})

// A ytList is the envelope of every answer.
type ytList struct {
	Items []json.RawMessage `json:"items"`
}

func ytChannels(c *collected) {
	type channel struct {
		ID         string `json:"id"`
		Statistics struct {
			Subscribers string `json:"subscriberCount"`
			Hidden      bool   `json:"hiddenSubscriberCount"`
		} `json:"statistics"`
	}
	var p ytList
	if !c.decode(&p) {
		return
	}
	each(c, p.Items, func(ch *channel, raw []byte) {
		n, err := strconv.ParseInt(ch.Statistics.Subscribers, 10, 64)
		switch {
		case ch.Statistics.Hidden, ch.Statistics.Subscribers == "":
			c.skip("el canal no muestra sus suscriptores")
		case err != nil || n < 0:
			c.fail(social.BadNumber, "subscriberCount", ch.Statistics.Subscribers, "Se esperaba un número entero. Avise a quien mantiene pulso.", raw)
		default:
			note := ""
			if n >= 1000 {
				note = "YouTube redondea los suscriptores a tres cifras: un crecimiento pequeño no se ve."
			}
			c.now(ch.ID, social.FollowersTotal, float64(n), note)
		}
	})
}

// A ytVideo is an element of videos.list.
type ytVideo struct {
	ID      string `json:"id"`
	Snippet struct {
		PublishedAt string `json:"publishedAt"`
		ChannelID   string `json:"channelId"`
		Title       string `json:"title"`
		Live        string `json:"liveBroadcastContent"` // none, upcoming or live
	} `json:"snippet"`
	ContentDetails struct {
		Duration string `json:"duration"` // PT1H2M3S
	} `json:"contentDetails"`
	Statistics struct {
		Views    string `json:"viewCount"`
		Likes    string `json:"likeCount"`
		Comments string `json:"commentCount"`
	} `json:"statistics"`
}

func ytVideos(c *collected) {
	var p ytList
	if !c.decode(&p) {
		return
	}
	each(c, p.Items, func(v *ytVideo, raw []byte) {
		at, err := time.Parse(time.RFC3339, v.Snippet.PublishedAt)
		switch {
		case v.ID == "":
			c.fail(social.NoID, "id", "", "El video no trae identificador. Borre este archivo y repita «pulso collect».", raw)
			return
		case err != nil || !sane(at):
			c.fail(social.BadDate, "publishedAt", v.Snippet.PublishedAt, "Se esperaba una fecha como 2026-10-31T22:30:00Z. Borre este archivo y repita «pulso collect».", raw)
			return
		case v.Snippet.Live == "upcoming":
			c.skip("transmisión programada que no ha empezado")
			return
		}
		post := &social.Post{
			From: c.origin(), Network: social.YouTube, AccountID: v.Snippet.ChannelID, ID: v.ID,
			Permalink: "https://www.youtube.com/watch?v=" + v.ID, PublishedAt: social.AtUTC(at), Precision: social.Second, DateFrom: "file",
			Type: social.TypeVideo, Window: social.Lifetime, SnapshotAt: c.day(), DurationS: isoSeconds(v.ContentDetails.Duration),
			Views: textCount(v.Statistics.Views), Reactions: textCount(v.Statistics.Likes), Comments: textCount(v.Statistics.Comments),
		}
		post.Text, _ = clean(v.Snippet.Title)
		c.emit(post)
	})
}

func ytCollectedComments(c *collected) {
	var p ytList
	if !c.decode(&p) {
		return
	}
	if len(p.Items) == 0 {
		c.skip("página sin comentarios")
	}
	yield := c.yield
	c.yield = func(rec social.Record, err error) bool {
		if m, ok := rec.(*social.Mention); ok {
			m.TargetAccount = c.Request.Account // the name by which the configuration knows it
		}
		return yield(rec, err)
	}
	for _, item := range p.Items {
		ytItem(c.page, item)
	}
}

// textCount is a count that is written as a string; absent when it is no count.
func textCount(s string) (n social.Opt[int64]) {
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || v < 0 {
		return n
	}
	return social.Some(v)
}

var isoDuration = regexp.MustCompile(`^P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,7})S)?)?$`)

// isoSeconds is a duration like PT1H2M3S; absent when it is none.
func isoSeconds(s string) (v social.Opt[float64]) {
	m := isoDuration.FindStringSubmatch(s)
	if m == nil || s == "P" || s == "PT" {
		return v
	}
	total := 0
	for i, each := range []int{24 * 60 * 60, 60 * 60, 60, 1} {
		n, _ := strconv.Atoi(m[i+1]) // what is left out is 0
		total += n * each
	}
	return social.Some(float64(total))
}
