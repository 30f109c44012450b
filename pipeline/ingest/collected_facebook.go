package ingest

import (
	"strings"

	"pulso/pipeline/social"
)

// Pages of a page of Facebook, see collected_graph.go. Posts go by the number that Meta's exports print: the API puts
// the number of the page before it.

var readCollectedFacebook = collectedReader("collect.facebook", map[string]func(*collected){
	"profile":  graphFollowers,
	"posts":    fbPosts,
	"comments": fbComments,
	"tagged":   fbTagged,
	"insights": graphDays(map[string]series{
		"page_media_view":              {social.Views, social.Sum},
		"page_total_media_view_unique": {social.Reach, social.Unique},
		"page_follows":                 {social.FollowersTotal, social.Snapshot},
		"page_daily_follows":           {social.FollowersNew, social.Sum},
		"page_daily_unfollows_unique":  {social.FollowersLost, social.Sum},
		"page_post_engagements":        {social.Interactions, social.Sum},
		"page_views_total":             {social.ProfileVisits, social.Sum},
		"page_video_views":             {social.VideoViews, social.Sum},
	}),
})

// fbTypes are the ways in which a post came to be, as far as they tell its type.
var fbTypes = map[string]string{
	"added_photos": social.TypeImage, "added_video": social.TypeVideo, "shared_story": social.TypeLink, "mobile_status_update": social.TypeText,
}

func fbPosts(c *collected) {
	type post struct {
		ID         string     `json:"id"`
		Message    string     `json:"message"`
		Created    string     `json:"created_time"`
		Permalink  string     `json:"permalink_url"`
		StatusType string     `json:"status_type"`
		Reactions  graphTotal `json:"reactions"`
		Comments   graphTotal `json:"comments"`
		Shares     struct {
			Count *int64 `json:"count"`
		} `json:"shares"`
		Insights graphInsights `json:"insights"`
	}
	var p graphList
	if !c.decode(&p) {
		return
	}
	each(c, p.Data, func(f *post, raw []byte) {
		if !c.hasID(f.ID, raw) {
			return
		}
		at, ok := c.instant("created_time", f.Created, raw)
		if !ok {
			return
		}
		page, id := fbPostID(f.ID)
		rec := &social.Post{
			From: c.origin(), Network: social.Facebook, AccountID: page, ID: id, Permalink: f.Permalink,
			PublishedAt: at, Precision: social.Second, DateFrom: "file", Type: social.TypeOther, TypeReported: f.StatusType, Window: social.Lifetime, SnapshotAt: c.day(),
			Reactions: optCount(f.Reactions.Summary.Total), Comments: optCount(f.Comments.Summary.Total), Shares: optCount(f.Shares.Count),
			Views: f.Insights.count("post_media_view"), Reach: f.Insights.count("post_total_media_view_unique"), Clicks: f.Insights.count("post_clicks"),
		}
		if t, ok := fbTypes[f.StatusType]; ok {
			rec.Type = t
		}
		rec.Text, _ = clean(f.Message)
		c.emit(rec)
	})
}

// fbPostID parts the id of a post: the page, empty where it is not named, and the post.
func fbPostID(s string) (page, post string) {
	page, post, ok := strings.Cut(s, "_")
	if !ok {
		return "", s
	}
	return page, post
}

// A fbPerson is whoever Meta lets the page see.
type fbPerson struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// A fbComment is a comment on a post of the page, or a post of somebody who tagged it.
type fbComment struct {
	ID        string   `json:"id"`
	Message   string   `json:"message"`
	Created   string   `json:"created_time"`
	Permalink string   `json:"permalink_url"`
	Likes     *int64   `json:"like_count"`
	Replies   *int64   `json:"comment_count"`
	From      fbPerson `json:"from"`
	Parent    struct {
		ID string `json:"id"`
	} `json:"parent"`
}

func fbComments(c *collected) {
	page, post := fbPostID(c.Request.Subject)
	fbMentions(c, func(m *social.Mention, f *fbComment) {
		m.Kind, m.ParentID, m.TargetAccount = social.KindComment, post, c.Request.Account
		if f.Parent.ID != "" {
			m.Kind, m.ParentID = social.KindReply, f.Parent.ID
		}
		if f.From.ID == page && page != "" { // the page answers: by the name that the configuration has for it
			m.AuthorHandle = c.Request.Account
		}
	})
}

func fbTagged(c *collected) {
	fbMentions(c, func(m *social.Mention, _ *fbComment) { m.Kind, m.TargetAccount = social.KindPost, c.Request.Account })
}

func fbMentions(c *collected, place func(*social.Mention, *fbComment)) {
	var p graphList
	if !c.decode(&p) {
		return
	}
	each(c, p.Data, func(f *fbComment, raw []byte) {
		if !c.hasID(f.ID, raw) {
			return
		}
		at, ok := c.instant("created_time", f.Created, raw)
		if !ok {
			return
		}
		m := &social.Mention{
			From: c.origin(), Network: social.Facebook, ID: f.ID, AuthorID: f.From.ID, AuthorName: line(f.From.Name), URL: f.Permalink,
			PublishedAt: at, Precision: social.Second, DateFrom: "file", Likes: optCount(f.Likes), Replies: optCount(f.Replies),
		}
		place(m, f)
		c.emitMention(m, f.Message)
	})
}
