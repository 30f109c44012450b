package fetch

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// YouTube Data API v3 (https://developers.google.com/youtube/v3/docs): the channel, the month's videos with their
// figures, and the comments of all videos from the newest back to the beginning of the month. It serves whoever has a
// key, so it knows what everybody can see: subscribers are rounded to three digits, and figures are those of today.
var youTube = Source{
	Network: social.YouTube,
	Server:  "https://www.googleapis.com/youtube/v3",
	sign:    func(r *http.Request, token string) { r.Header.Set("X-Goog-Api-Key", token) },
	judge:   judgeYouTube,
	walk:    walkYouTube,
}

// ytMany is the most that one request for videos may name.
const ytMany = 50

func walkYouTube(v *visit) error {
	uploads, channel, err := ytChannel(v)
	if err != nil {
		return err
	}
	videos, err := ytUploads(v, uploads)
	if err != nil {
		return err
	}
	for len(videos) > 0 {
		n := min(len(videos), ytMany)
		var page struct{}
		if _, err := v.get(call{endpoint: "videos", path: "videos", query: url.Values{
			"part": {"snippet,statistics,contentDetails"}, "id": {strings.Join(videos[:n], ",")}, "maxResults": {"50"},
		}}, &page); err != nil {
			return err
		}
		videos = videos[n:]
	}
	return ytComments(v, channel)
}

// ytChannel asks who the channel is, and for the playlist of all its videos.
func ytChannel(v *visit) (uploads, channel string, err error) {
	who := url.Values{"part": {"snippet,statistics,contentDetails"}}
	if id := v.job.Account.ID; id != "" {
		who.Set("id", id)
	} else {
		who.Set("forHandle", "@"+v.job.Account.Handle)
	}
	var page struct {
		Items []struct {
			ID             string `json:"id"`
			ContentDetails struct {
				Related struct {
					Uploads string `json:"uploads"`
				} `json:"relatedPlaylists"`
			} `json:"contentDetails"`
		} `json:"items"`
	}
	ok, err := v.get(call{endpoint: "channels", path: "channels", query: who}, &page)
	if err != nil {
		return "", "", err
	}
	if !ok || len(page.Items) == 0 {
		return "", "", v.startOver(Unknown, "YouTube no conoce este canal: revise id o handle en accounts, en pulso.yaml.")
	}
	c := page.Items[0]
	return c.ContentDetails.Related.Uploads, c.ID, nil
}

// ytUploads lists the month's videos. The playlist is in the order of publication, the newest first, save for videos
// that were kept private for a while: a page without any of the month or later ends it.
func ytUploads(v *visit, playlist string) (videos []string, err error) {
	type uploads struct {
		Items []struct {
			ContentDetails struct {
				VideoID   string    `json:"videoId"`
				Published time.Time `json:"videoPublishedAt"`
			} `json:"contentDetails"`
		} `json:"items"`
		Next string `json:"nextPageToken"`
	}
	if playlist == "" {
		return nil, nil
	}
	q := url.Values{"part": {"contentDetails"}, "playlistId": {playlist}, "maxResults": {"50"}}
	_, err = list(v, call{endpoint: "uploads", path: "playlistItems", query: q}, "pageToken", func(p *uploads) string {
		older := true
		for _, item := range p.Items {
			at := item.ContentDetails.Published
			if v.inMonth(at) {
				videos = append(videos, item.ContentDetails.VideoID)
			}
			older = older && at.Before(v.start)
		}
		if older && len(p.Items) > 0 {
			return ""
		}
		return p.Next
	})
	v.items += len(videos)
	return videos, err
}

// A ytThread is a comment with the first of its replies.
type ytThread struct {
	ID      string `json:"id"`
	Snippet struct {
		TopLevel struct {
			Snippet struct {
				Published time.Time `json:"publishedAt"`
			} `json:"snippet"`
		} `json:"topLevelComment"`
		Replies int `json:"totalReplyCount"`
	} `json:"snippet"`
	Replies struct {
		Comments []json.RawMessage `json:"comments"`
	} `json:"replies"`
}

// ytComments lists the threads of all videos, the newest first, until one began before the month; and the replies of
// those of which the listing shows a part only. New replies to threads of before the month are not to be had: no listing
// of YouTube is ordered by them.
func ytComments(v *visit, channel string) error {
	type threads struct {
		Items []ytThread `json:"items"`
		Next  string     `json:"nextPageToken"`
	}
	var cut []string
	q := url.Values{"part": {"snippet,replies"}, "allThreadsRelatedToChannelId": {channel}, "order": {"time"}, "textFormat": {"plainText"}, "maxResults": {"100"}}
	_, err := list(v, call{endpoint: "comments", path: "commentThreads", query: q}, "pageToken", func(p *threads) string {
		for _, t := range p.Items {
			v.items += 1 + len(t.Replies.Comments)
			at := t.Snippet.TopLevel.Snippet.Published
			if at.Before(v.start) {
				return ""
			}
			if v.inMonth(at) && t.Snippet.Replies > len(t.Replies.Comments) {
				cut = append(cut, t.ID)
			}
		}
		return p.Next
	})
	if err != nil {
		return err
	}
	type replies struct {
		Items []json.RawMessage `json:"items"`
		Next  string            `json:"nextPageToken"`
	}
	for _, id := range cut {
		q := url.Values{"part": {"snippet"}, "parentId": {id}, "textFormat": {"plainText"}, "maxResults": {"100"}}
		if _, err := list(v, call{endpoint: "replies", subject: id, path: "comments", query: q}, "pageToken", func(p *replies) string {
			v.items += len(p.Items)
			return p.Next
		}); err != nil {
			return err
		}
	}
	return nil
}

// judgeYouTube reads {"error":{"code","message","errors":[{"reason"}]}}.
func judgeYouTube(a *answer) verdict {
	if a.status < 300 {
		return verdict{}
	}
	var e struct {
		Error struct {
			Message string `json:"message"`
			Errors  []struct {
				Reason string `json:"reason"`
			} `json:"errors"`
			Details []struct {
				Reason string `json:"reason"`
			} `json:"details"`
		} `json:"error"`
	}
	_ = json.Unmarshal(a.body, &e) // of another form it says nothing, and the status decides
	said := fmt.Sprintf("YouTube contestó %d: %s", a.status, e.Error.Message)
	for _, r := range append(e.Error.Errors, e.Error.Details...) {
		switch r.Reason {
		case "quotaExceeded", "dailyLimitExceeded":
			y, m, d := a.at.In(pacific).Date()
			return verdict{meaning: limited, until: time.Date(y, m, d+1, 0, 0, 0, 0, pacific), said: "se acabó la cuota diaria de YouTube"}
		case "rateLimitExceeded", "userRateLimitExceeded":
			return verdict{meaning: limited, until: a.at.Add(time.Minute), said: "demasiadas consultas por minuto"}
		case "keyInvalid", "API_KEY_INVALID", "keyExpired":
			return verdict{meaning: denied, said: said}
		case "accessNotConfigured", "ipRefererBlocked", "API_KEY_SERVICE_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED", "SERVICE_DISABLED":
			return verdict{meaning: denied, said: said, help: "En la consola de Google Cloud, habilite «YouTube Data API v3» y permita a la clave usarla desde este equipo."}
		}
	}
	if a.status == http.StatusUnauthorized {
		return verdict{meaning: denied, said: said}
	}
	return verdict{meaning: refused, said: said}
}
