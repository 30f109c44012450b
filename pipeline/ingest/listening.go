package ingest

import (
	"cmp"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// The exports of listening and collecting tools: tables of mentions with headers of their own. None has been met as a
// file; their headers are known from importers written against them and from documentation, which is why they are
// marked as unmet where Formats lists them.

// A listening is such a tool: a layout, and how its dates, numbers and networks are written.
type listening struct {
	tabular
	when    dateRule
	network func(c *cells) (network social.Network, named string)
}

func newListening(l listening) *listening {
	l.row = func(c *cells) { l.mention(c) }
	return &l
}

// mention makes a mention of a row.
func (l *listening) mention(c *cells) {
	network, named := l.network(c)
	if network == "" {
		network = cmp.Or(c.in.Network, networkOfLink(c.word("url")))
	}
	if network == "" && named != "" {
		c.skip("red que no se informa: " + cut(named, 60))
		return
	}
	m := &social.Mention{From: c.origin(), Network: network, Format: c.format}
	if network == "" {
		c.fail(social.NoNetwork, "network", "Ni la fila ni la configuración dicen de qué red es. Ponga el archivo en una carpeta con regla en pulso.yaml (inbox: files, network).")
		return
	}
	m.ID, m.IDDamaged = c.id("id")
	m.URL = c.word("url")
	if _, status := statusOf(m.URL); status != "" {
		m.ID, m.IDDamaged = status, false
	}
	l.published(c, m)
	m.Text, m.RawText = c.text("text")
	if missing(m.Text) {
		m.Text, m.RawText = c.text("snippet")
	}
	if title, _ := c.text("title"); title != "" && !missing(title) && !strings.HasPrefix(m.Text, strings.TrimRight(title, "….")) {
		m.Text = strings.TrimSpace(title + "\n" + m.Text)
	}
	if missing(m.Text) {
		c.fail(social.NoText, "text", "La fila no trae texto. Exporte de nuevo con la columna del texto completo.")
		return
	}
	m.AuthorID, _ = c.id("author_id")
	m.AuthorHandle, m.AuthorName = authorOf(c.word("author_handle"), c.word("author_name"), c.word("author"))
	if network == social.Web && m.AuthorName == "" {
		m.AuthorHandle, m.AuthorName = "", m.AuthorHandle
	}
	m.AuthorFollowers = c.count("author_followers")
	m.Likes, m.Replies, m.Shares, m.Views = c.count("likes"), c.count("replies"), c.count("shares"), c.count("views")
	m.Lang, m.Place, m.SourceSentiment = c.word("lang"), c.word("place"), c.word("sentiment")
	m.ParentID, _ = c.id("parent_id")
	if m.ParentID == m.ID {
		m.ParentID = ""
	}
	m.Kind = kindOf(c.word("kind"), c.word("is_repost"), m.Text, m.ParentID)
	if network == social.Web && m.Kind == social.KindPost {
		m.Kind = social.KindNews
	}
	c.emit(m)
}

// published reads the instant of m, by its id where that tells it.
func (l *listening) published(c *cells, m *social.Mention) {
	if t, ok := xTime(m.ID); ok && m.Network == social.X && !m.IDDamaged {
		m.PublishedAt, m.Precision, m.DateFrom = t, social.Second, "id"
		return
	}
	m.DateFrom = "file"
	if c.has("unix") && !missing(c.raw("unix")) {
		if t, p, ok := readUnix(c.raw("unix")); ok {
			m.PublishedAt, m.Precision = social.AtUTC(t), p
			return
		}
	}
	if clock := strings.TrimSpace(c.raw("time")); clock != "" {
		t, p, ok := l.when.parse(strings.TrimSpace(c.raw("created_at"))+" "+clock, c.in.Zone)
		if ok {
			m.PublishedAt, m.Precision = t, p
			return
		}
	}
	m.PublishedAt, m.Precision = c.instant("created_at", l.when)
}

// namedNetwork reads the network from its column.
func namedNetwork(c *cells) (social.Network, string) {
	named := c.word("network")
	return networkOf(named), named
}

// fourCAT is the CSV of 4CAT, whose columns depend on the platform but for the first ones.
var fourCAT = newListening(listening{
	tabular: tabular{name: "4cat", numbers: dotDecimal, need: []string{"id", "parent_id", "created_at", "text"}, layout: Layout{
		{"id", []string{"id"}}, {"parent_id", []string{"thread_id"}},
		{"created_at", []string{"timestamp"}}, {"unix", []string{"unix_timestamp"}},
		{"text", []string{"body"}}, {"title", []string{"subject"}},
		{"author", []string{"author"}}, {"author_name", []string{"author_fullname", "author_name"}}, {"author_id", []string{"author_id"}}, {"author_followers", []string{"author_followers"}},
		{"url", []string{"url", "post_url", "tiktok_url", "permalink"}}, {"network", []string{"platform", "source_platform"}},
		{"likes", []string{"likes", "num_likes", "like_count"}}, {"replies", []string{"comments", "num_comments", "reply_count"}}, {"shares", []string{"shares", "retweet_count", "num_shares"}}, {"views", []string{"views", "plays", "impression_count"}},
		{"is_repost", []string{"is_retweet"}}, {"lang", []string{"language", "lang"}}, {"place", []string{"location_name", "location"}}, {"kind", []string{"post_type"}},
	}},
	when:    dateRule{layouts: []string{"2006-01-02 15:04:05", "2006-01-02T15:04:05"}, zone: time.UTC},
	network: namedNetwork,
})

// facepager is the CSV of Facepager, whose columns after the first ones are what its user asked for.
var facepager = newListening(listening{
	tabular: tabular{name: "facepager", numbers: dotDecimal, need: []string{"id", "query_status", "text", "created_at"}, layout: Layout{
		{"id", []string{"object_id"}}, {"query_status", []string{"query_status"}},
		{"text", []string{"message", "text", "caption", "snippet.textOriginal", "snippet.topLevelComment.snippet.textOriginal", "full_text"}},
		{"created_at", []string{"created_time", "created_at", "timestamp", "snippet.publishedAt", "snippet.topLevelComment.snippet.publishedAt"}},
		{"author", []string{"from.name", "username", "user.screen_name", "snippet.authorDisplayName"}}, {"author_id", []string{"from.id", "user.id"}},
		{"url", []string{"permalink_url", "permalink"}},
		{"likes", []string{"likes.summary.total_count", "reactions.summary.total_count", "like_count", "favorite_count", "snippet.likeCount"}},
		{"replies", []string{"comments.summary.total_count", "comment_count", "comments_count", "reply_count"}}, {"shares", []string{"shares.count", "retweet_count"}},
		{"network", []string{"query_type"}},                                     // Facebook:/<Object ID>/comments
		{"", []string{"id", "parent_id", "level", "object_type", "query_time"}}, // numbers of Facepager's own tree
	}},
	when: dateRule{layouts: []string{"2006-01-02T15:04:05-0700", "2006-01-02T15:04:05Z07:00", time.RubyDate}, zone: time.UTC},
	network: func(c *cells) (social.Network, string) {
		service, _, _ := strings.Cut(c.word("network"), ":")
		return networkOf(service), service
	},
})

// crowdTangle is the CSV of CrowdTangle, closed in August 2024. Its totals have thousands commas.
var crowdTangle = newListening(listening{
	tabular: tabular{name: "crowdtangle", numbers: dotThousands, need: []string{"author_name", "created_at", "total"}, layout: Layout{
		{"author_name", []string{"Page Name", "Group Name", "Account"}}, {"author_handle", []string{"User Name"}}, {"author_id", []string{"Facebook Id", "Account Id"}},
		{"author_followers", []string{"Followers at Posting"}}, {"created_at", []string{"Post Created"}}, {"kind", []string{"Type"}}, {"total", []string{"Total Interactions"}},
		{"likes", []string{"Likes", "Favorites"}}, {"replies", []string{"Comments"}}, {"shares", []string{"Shares"}}, {"views", []string{"Total Views", "Post Views", "Views"}},
		{"url", []string{"URL"}}, {"text", []string{"Message", "Description"}}, {"title", []string{"Image Text", "Link Text"}},
		{"", []string{"Page Category", "Page Admin Top Country", "Page Description", "Page Created", "Likes at Posting", "Post Created Date", "Post Created Time", "Love", "Wow", "Haha", "Sad", "Angry", "Care", "Video Share Status",
			"Is Video Owner?", "Post Views", "Total Views For All Crossposts", "Video Length", "Final Link", "Link", "Sponsor Id", "Sponsor Name", "Sponsor Category", "Overperforming Score", "Photo", "Title"}},
	}},
	when: dateRule{layouts: []string{"2006-01-02 15:04:05 MST", "2006-01-02 15:04:05"}, zone: newYork},
	network: func(c *cells) (social.Network, string) {
		return networkOfLink(c.word("url")), ""
	},
})

// newYork is where CrowdTangle printed its times: EST in winter, EDT in summer.
var newYork = zone("America/New_York")

// meltwater is the tab-separated UTF-16 table of Meltwater.
var meltwater = newListening(listening{
	tabular: tabular{name: "meltwater", numbers: dotThousands, need: []string{"created_at", "id", "source_name", "text"}, layout: Layout{
		{"created_at", []string{"Date", "Fecha"}}, {"time", []string{"Time", "Hora"}}, {"id", []string{"Document ID", "ID del documento"}}, {"url", []string{"URL"}},
		{"network", []string{"Source Type", "Information Type", "Tipo de fuente"}}, {"source_name", []string{"Source Name", "Source", "Nombre de la fuente"}},
		{"author_name", []string{"Author Name", "Nombre del autor"}}, {"author_handle", []string{"Author Handle", "Identificador del autor"}},
		{"title", []string{"Title", "Headline", "Título"}}, {"snippet", []string{"Opening Text", "Texto inicial"}}, {"text", []string{"Hit Sentence", "Oración de la mención"}},
		{"place", []string{"City", "State", "Country", "País"}}, {"lang", []string{"Language", "Idioma"}}, {"sentiment", []string{"Sentiment", "Sentimiento"}}, {"views", []string{"Views"}},
		{"likes", []string{"Likes", "Me gusta"}}, {"replies", []string{"Replies", "Comments", "Comentarios"}}, {"shares", []string{"Shares", "Reposts", "Compartidos"}},
		{"", []string{"Input Name", "Keywords", "Reach", "AVE", "Engagement", "Social Echo", "Editorial Echo", "Content Type", "Source Domain", "Influencer", "Document Tags", "Custom Categories", "Region", "Alternate Date Format"}},
	}},
	when: dateRule{layouts: []string{"02-Jan-2006 3:04 PM", "02-Jan-2006 03:04PM", "02-Jan-2006 15:04", "2006-01-02 15:04:05", "02-Jan-2006", "2006-01-02"}},
	network: func(c *cells) (social.Network, string) {
		named := c.word("network")
		return cmp.Or(networkOf(named), networkOf(c.word("source_name"))), named
	},
})

// brandwatch is the table of Brandwatch, under rows that say what was asked for.
var brandwatch = newListening(listening{
	tabular: tabular{name: "brandwatch", numbers: dotThousands, need: []string{"query", "created_at", "text"}, layout: Layout{
		{"query", []string{"Query Id", "Query Name"}}, {"created_at", []string{"Date"}}, {"title", []string{"Title"}}, {"text", []string{"Full Text", "Snippet"}},
		{"url", []string{"Url", "Original Url"}}, {"sentiment", []string{"Sentiment"}}, {"network", []string{"Page Type", "Content Source Name", "Content Source"}}, {"lang", []string{"Language"}},
		{"place", []string{"City", "Region", "Country"}}, {"author", []string{"Author"}}, {"author_name", []string{"Full Name"}}, {"author_followers", []string{"X Followers", "Twitter Followers"}},
		{"id", []string{"Mention Id", "Guid", "Resource Id"}}, {"kind", []string{"Thread Entry Type", "Engagement Type"}}, {"parent_id", []string{"X Reply to", "Twitter Reply to"}},
		{"likes", []string{"X Likes", "Likes", "Facebook Likes", "Instagram Likes", "Twitter Likes"}}, {"replies", []string{"X Replies", "Comments", "Facebook Comments", "Instagram Comments", "Twitter Reply Count"}},
		{"shares", []string{"X Reposts", "Shares", "Facebook Shares", "Twitter Retweets"}}, {"views", []string{"Impressions"}},
		{"", []string{"Domain", "Country Code", "Avatar", "Added", "Updated", "Assignment", "Priority", "Status", "Tags", "Starred", "Checked", "Parent Blog Name", "Entity Info", "Reach (new)", "Potential Audience"}},
	}},
	when:    dateRule{layouts: []string{"2006-01-02 15:04:05.0", "2006-01-02 15:04:05", "2006-01-02T15:04:05Z07:00"}},
	network: namedNetwork,
})
