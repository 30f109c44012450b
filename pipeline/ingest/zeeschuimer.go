package ingest

import (
	"cmp"
	"encoding/json"
	"time"

	"pulso/pipeline/social"
)

// Zeeschuimer saves what a browser saw: a line for each item, with the platform's own object inside. Those of
// Instagram, TikTok and X are read.
const zeeschuimerName = "zeeschuimer"

func matchZeeschuimer(s *Sample, _ Input) bool {
	return s.Kind == jsonKind && s.Paths.has("item_id", "source_platform", "timestamp_collected", "data")
}

var readZeeschuimer = pageReader(zeeschuimerName, zeeschuimerItem)

type zeeschuimerLine struct {
	ID       string          `json:"item_id"`
	Platform string          `json:"source_platform"`
	Data     json.RawMessage `json:"data"`
}

func zeeschuimerItem(p *page, raw []byte) {
	var l zeeschuimerLine
	if json.Unmarshal(raw, &l) != nil {
		p.fail(social.BadJSON, "", "", damagedPage, raw)
		return
	}
	m := &social.Mention{From: p.origin(), Format: zeeschuimerName, Network: networkOf(l.Platform), ID: l.ID, Kind: social.KindPost, Precision: social.Second, DateFrom: "file"}
	var text string
	var at int64
	var ok bool
	switch m.Network {
	case social.TikTok:
		text, at, ok = tikTokSeen(l.Data, m)
	case social.Instagram:
		text, at, ok = instagramSeen(l.Data, m)
	case social.X:
		text, at, ok = xSeen(l.Data, m)
	default:
		p.skip("red que no se informa: " + cut(l.Platform, 60))
		return
	}
	m.Text, m.RawText = clean(text)
	m.PublishedAt = social.AtUTC(time.Unix(at, 0))
	switch {
	case !ok:
		p.fail(social.BadJSON, "data", "", "El elemento no tiene la forma que se esperaba de esta red. Repita la captura con la versión actual de Zeeschuimer.", raw)
	case !sane(m.PublishedAt):
		p.fail(social.NoDate, "data", "", "El elemento no dice cuándo se publicó y no se sabe de qué mes es. Repita la captura con la versión actual de Zeeschuimer.", raw)
	case m.Text == "":
		p.skip("publicación sin texto")
	default:
		p.emit(m)
	}
}

// tikTokSeen fills in a video of TikTok.
func tikTokSeen(raw []byte, m *social.Mention) (text string, at int64, ok bool) {
	var v struct {
		ID     string          `json:"id"`
		Desc   string          `json:"desc"`
		At     json.RawMessage `json:"createTime"` // a number, or a number in quotes
		Author json.RawMessage `json:"author"`     // an object, or just the handle
		Stats  struct {
			Likes    *int64 `json:"diggCount"`
			Comments *int64 `json:"commentCount"`
			Shares   *int64 `json:"shareCount"`
			Plays    *int64 `json:"playCount"`
		} `json:"stats"`
	}
	if json.Unmarshal(raw, &v) != nil {
		return "", 0, false
	}
	var author struct {
		ID       string `json:"id"`
		Handle   string `json:"uniqueId"`
		Nickname string `json:"nickname"`
	}
	if json.Unmarshal(v.Author, &author) != nil {
		author.Handle = unquoted(v.Author)
	}
	m.ID = cmp.Or(v.ID, m.ID)
	m.AuthorID, m.AuthorHandle, m.AuthorName = author.ID, author.Handle, author.Nickname
	m.Likes, m.Replies, m.Shares, m.Views = optCount(v.Stats.Likes), optCount(v.Stats.Comments), optCount(v.Stats.Shares), optCount(v.Stats.Plays)
	if author.Handle != "" {
		m.URL = "https://www.tiktok.com/@" + author.Handle + "/video/" + m.ID
	}
	n, found := dotDecimal.count(unquoted(v.At))
	if t, ok := tikTokTime(m.ID); !found && ok {
		n, m.DateFrom = t.Unix(), "id"
	}
	return v.Desc, n, true
}

// unquoted is a JSON string or number as text.
func unquoted(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// instagramSeen fills in a post of Instagram.
func instagramSeen(raw []byte, m *social.Mention) (text string, at int64, ok bool) {
	var v struct {
		Code    string `json:"code"`
		At      int64  `json:"taken_at"`
		Caption *struct {
			Text string `json:"text"`
		} `json:"caption"`
		User struct {
			Username string `json:"username"`
			FullName string `json:"full_name"`
		} `json:"user"`
		Likes    *int64 `json:"like_count"`
		Comments *int64 `json:"comment_count"`
		Plays    *int64 `json:"play_count"`
	}
	if json.Unmarshal(raw, &v) != nil || v.Code == "" {
		return "", 0, false
	}
	m.URL = "https://www.instagram.com/p/" + v.Code + "/"
	m.AuthorHandle, m.AuthorName = v.User.Username, v.User.FullName
	m.Likes, m.Replies, m.Views = optCount(v.Likes), optCount(v.Comments), optCount(v.Plays)
	if t, ok := shortcodeTime(v.Code); v.At == 0 && ok {
		v.At, m.DateFrom = t.Unix(), "link"
	}
	if v.Caption != nil {
		text = v.Caption.Text
	}
	return text, v.At, true
}

// xSeen fills in a post of X.
func xSeen(raw []byte, m *social.Mention) (text string, at int64, ok bool) {
	var v struct {
		ID     string `json:"rest_id"`
		Legacy struct {
			Text    string `json:"full_text"`
			Lang    string `json:"lang"`
			ReplyTo string `json:"in_reply_to_status_id_str"`
			Likes   *int64 `json:"favorite_count"`
			Replies *int64 `json:"reply_count"`
			Reposts *int64 `json:"retweet_count"`
		} `json:"legacy"`
		Note struct {
			Results struct {
				Result struct {
					Text string `json:"text"`
				} `json:"result"`
			} `json:"note_tweet_results"`
		} `json:"note_tweet"`
		Core struct {
			Users struct {
				Result struct {
					ID     string `json:"rest_id"`
					Legacy struct {
						Handle    string `json:"screen_name"`
						Name      string `json:"name"`
						Followers *int64 `json:"followers_count"`
					} `json:"legacy"`
				} `json:"result"`
			} `json:"user_results"`
		} `json:"core"`
	}
	if json.Unmarshal(raw, &v) != nil {
		return "", 0, false
	}
	m.ID = cmp.Or(v.ID, m.ID)
	t, ok := xTime(m.ID)
	if !ok {
		return "", 0, false
	}
	user := v.Core.Users.Result
	m.AuthorID, m.AuthorHandle, m.AuthorName, m.AuthorFollowers = user.ID, user.Legacy.Handle, user.Legacy.Name, optCount(user.Legacy.Followers)
	m.Likes, m.Replies, m.Shares, m.Lang, m.ParentID = optCount(v.Legacy.Likes), optCount(v.Legacy.Replies), optCount(v.Legacy.Reposts), v.Legacy.Lang, v.Legacy.ReplyTo
	m.DateFrom, m.URL = "id", "https://x.com/i/status/"+m.ID
	text = cmp.Or(v.Note.Results.Result.Text, v.Legacy.Text)
	m.Kind = kindOf("", "", text, m.ParentID)
	return text, t.Unix(), true
}
