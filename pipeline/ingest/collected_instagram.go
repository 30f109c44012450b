package ingest

import (
	"encoding/json"
	"strings"

	"pulso/pipeline/social"
)

// Pages of a professional account of Instagram, see collected_graph.go.

var readCollectedInstagram = collectedReader("collect.instagram", map[string]func(*collected){
	"profile":  graphFollowers,
	"media":    igPosts,
	"comments": igComments,
	"tags":     igTags,
	"insights": graphDays(map[string]series{
		"reach":              {social.Reach, social.Unique},
		"follower_count":     {social.FollowersNew, social.Sum},
		"views":              {social.Views, social.Sum},
		"total_interactions": {social.Interactions, social.Sum},
	}),
})

var igTypes = map[string]string{"IMAGE": social.TypeImage, "VIDEO": social.TypeVideo, "CAROUSEL_ALBUM": social.TypeCarousel}

// An igMedia is a medium of the account, or one of somebody who tagged it.
type igMedia struct {
	ID        string        `json:"id"`
	Caption   string        `json:"caption"`
	Type      string        `json:"media_type"`
	Product   string        `json:"media_product_type"` // FEED, REELS, STORY
	Permalink string        `json:"permalink"`
	Timestamp string        `json:"timestamp"`
	Username  string        `json:"username"`
	Likes     *int64        `json:"like_count"`
	Comments  *int64        `json:"comments_count"`
	Insights  graphInsights `json:"insights"`
}

func igPosts(c *collected) {
	var p graphList
	if !c.decode(&p) {
		return
	}
	each(c, p.Data, func(m *igMedia, raw []byte) {
		if !c.hasID(m.ID, raw) {
			return
		}
		at, ok := c.instant("timestamp", m.Timestamp, raw)
		if !ok {
			return
		}
		rec := &social.Post{
			From: c.origin(), Network: social.Instagram, ID: m.ID, Permalink: m.Permalink,
			PublishedAt: at, Precision: social.Second, DateFrom: "file", Type: social.TypeOther, TypeReported: strings.TrimSpace(m.Type + " " + m.Product), Window: social.Lifetime, SnapshotAt: c.day(),
			Reactions: optCount(m.Likes), Comments: optCount(m.Comments),
			Views: m.Insights.count("views"), Reach: m.Insights.count("reach"), Saves: m.Insights.count("saved"), Shares: m.Insights.count("shares"),
		}
		if t, ok := igTypes[m.Type]; ok {
			rec.Type = t
		}
		if m.Product == "STORY" {
			rec.Type = social.TypeStory
		}
		if n := m.Insights.count("total_interactions"); n.OK {
			rec.EngagementReported = social.Some(float64(n.V))
		}
		rec.Text, _ = clean(m.Caption)
		c.emit(rec)
	})
}

// An igComment is a comment with its answers, which have none of their own.
type igComment struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Timestamp string `json:"timestamp"`
	Username  string `json:"username"`
	From      struct {
		ID       string `json:"id"`
		Username string `json:"username"`
	} `json:"from"`
	Likes   *int64 `json:"like_count"`
	Replies struct {
		Data []json.RawMessage `json:"data"`
	} `json:"replies"`
}

func igComments(c *collected) {
	var p graphList
	if !c.decode(&p) {
		return
	}
	each(c, p.Data, func(m *igComment, raw []byte) {
		c.igMention(m, social.KindComment, c.Request.Subject, raw)
		for _, raw := range m.Replies.Data {
			c.item++
			var reply igComment
			if json.Unmarshal(raw, &reply) != nil {
				c.fail(social.BadJSON, "replies", "", damagedPage, raw)
				continue
			}
			c.igMention(&reply, social.KindReply, m.ID, raw)
		}
	})
}

func (c *collected) igMention(m *igComment, kind social.Kind, parent string, raw []byte) {
	if !c.hasID(m.ID, raw) {
		return
	}
	at, ok := c.instant("timestamp", m.Timestamp, raw)
	if !ok {
		return
	}
	handle := m.Username
	if handle == "" {
		handle = m.From.Username
	}
	c.emitMention(&social.Mention{
		From: c.origin(), Network: social.Instagram, ID: m.ID, Kind: kind, ParentID: parent, TargetAccount: c.Request.Account,
		AuthorID: m.From.ID, AuthorHandle: line(handle), PublishedAt: at, Precision: social.Second, DateFrom: "file", Likes: optCount(m.Likes),
	}, m.Text)
}

func igTags(c *collected) {
	var p graphList
	if !c.decode(&p) {
		return
	}
	each(c, p.Data, func(m *igMedia, raw []byte) {
		if !c.hasID(m.ID, raw) {
			return
		}
		at, ok := c.instant("timestamp", m.Timestamp, raw)
		if !ok {
			return
		}
		c.emitMention(&social.Mention{
			From: c.origin(), Network: social.Instagram, ID: m.ID, Kind: social.KindPost, TargetAccount: c.Request.Account, AuthorHandle: line(m.Username),
			URL: m.Permalink, PublishedAt: at, Precision: social.Second, DateFrom: "file", Likes: optCount(m.Likes), Replies: optCount(m.Comments),
		}, m.Caption)
	})
}
