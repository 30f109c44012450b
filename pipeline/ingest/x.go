package ingest

import (
	"regexp"
	"time"
	"unicode/utf8"

	"pulso/pipeline/social"
)

// The exports of X Analytics [V]: the new ones of x.com (posts, and the account by day) and the old ones of
// analytics.twitter.com, which ended in 2024. Both come in English, whatever the language of the page.

// xContent is account_analytics_content_<start>_<end>.csv. Its Date has no time and is in no known zone (139 of 141
// real rows agree with UTC, all agree with any zone from −3 to −10): the instant comes from the post's id.
var xContent = tabular{
	name: "x.content",
	layout: Layout{
		{"id", []string{"Post id"}},
		{"date", []string{"Date"}},
		{"text", []string{"Post text"}},
		{"link", []string{"Post Link", "Link"}},
		{"impressions", []string{"Impressions"}},
		{"likes", []string{"Likes"}},
		{"engagements", []string{"Engagements"}},
		{"bookmarks", []string{"Bookmarks"}},
		{"follows", []string{"New follows"}},
		{"replies", []string{"Replies"}},
		{"reposts", []string{"Reposts"}},
		{"url_clicks", []string{"Url clicks"}},
		{"video_views", []string{"Video views"}},
		// Share counts the use of the share button, which is no repost.
		{otherField, []string{"Share", "Shares", "Profile visits", "Detail expands", "Hashtag clicks", "Permalink clicks", "Media views"}},
	},
	need:  []string{"id", "text", "impressions", "engagements"},
	begin: xBegin(dateRule{layouts: []string{"Mon Jan 2 2006", "Mon, Jan 2, 2006"}}),
	row:   xPostRow,
}

// xOldContent is tweet_activity_metrics_<user>_<yyyymmdd>_<yyyymmdd>_<lang>.csv. Its time is UTC (888 of 888 real rows
// agree with their ids).
var xOldContent = tabular{
	name: "x.old_content",
	layout: Layout{
		{"id", []string{"Tweet id"}},
		{"date", []string{"time"}},
		{"text", []string{"Tweet text"}},
		{"link", []string{"Tweet permalink"}},
		{"impressions", []string{"impressions"}},
		{"likes", []string{"likes"}},
		{"engagements", []string{"engagements"}},
		{"rate", []string{"engagement rate"}},
		{"follows", []string{"follows"}},
		{"replies", []string{"replies"}},
		{"reposts", []string{"retweets"}},
		{"url_clicks", []string{"url clicks"}},
		{"video_views", []string{"media views"}},
		{otherField, append([]string{
			"user profile clicks", "hashtag clicks", "detail expands", "permalink clicks", "app opens", "app installs",
			"email tweet", "dial phone", "media engagements",
		}, xPromoted...)},
	},
	need:  []string{"id", "text", "impressions", "engagements"},
	begin: xBegin(dateRule{layouts: []string{"2006-01-02 15:04 -0700"}}),
	row:   xPostRow,
}

// xPromoted are the columns of paid promotion.
var xPromoted = []string{
	"promoted impressions", "promoted engagements", "promoted engagement rate", "promoted retweets", "promoted replies",
	"promoted likes", "promoted user profile clicks", "promoted url clicks", "promoted hashtag clicks",
	"promoted detail expands", "promoted permalink clicks", "promoted app opens", "promoted app installs",
	"promoted follows", "promoted email tweet", "promoted dial phone", "promoted media views", "promoted media engagements",
}

// xCut is the length from which a text of an export may have been cut.
const xCut = 275

// An xFile is what the rows of a file share.
type xFile struct {
	exported social.Date // the last day of the window, by the file's name: its figures are of then; zero when renamed
	dates    dateRule
}

func xBegin(dates dateRule) func(*table, *binding, Input) any {
	return func(t *table, _ *binding, _ Input) any {
		_, end, _ := windowOf(t.File)
		return xFile{end, dates}
	}
}

func xPostRow(c *cells) {
	file := c.state.(xFile)
	id, damaged := c.id("id")
	link := c.word("link")
	handle, linked := statusOf(link)
	source := "id"
	if linked != "" && (id == "" || damaged) {
		id, damaged, source = linked, false, "link"
	}
	if id == "" {
		c.fail(social.NoID, "id", "La publicación no trae su número. Descargue de nuevo el archivo de X.")
		return
	}
	p := &social.Post{
		From: c.origin(), Network: social.X, AccountName: handle, ID: id, IDDamaged: damaged, Permalink: link,
		Type: social.TypeOther, Window: social.Lifetime, SnapshotAt: file.exported, Format: c.format,
		Impressions: c.count("impressions"), Reactions: c.count("likes"), Comments: c.count("replies"), Shares: c.count("reposts"),
		Saves: c.count("bookmarks"), LinkClicks: c.count("url_clicks"), Follows: c.count("follows"), VideoViews: c.count("video_views"),
		EngagementReported: c.number("engagements"), RateReported: c.number("rate"), Extra: c.others(),
	}
	if handle == "" {
		o := ownerOf(social.X, "", c.in)
		p.AccountID, p.AccountName = o.id, o.name
	}
	p.Text, _ = c.text("text")
	p.TextTruncated = utf8.RuneCountInString(p.Text) >= xCut
	if at, ok := xTime(id); ok && !damaged {
		p.PublishedAt, p.Precision, p.DateFrom = at.Truncate(time.Second), social.Second, source
	} else {
		p.PublishedAt, p.Precision = c.instant("date", file.dates)
		p.DateFrom = "file"
	}
	c.emit(p)
}

// xOverview is account_overview_analytics.csv: the account by day. It never has the total of followers, and does not
// say which account it is of.
var xOverview = tabular{
	name: "x.overview",
	layout: Layout{
		{"date", []string{"Date"}},
		{string(social.Impressions), []string{"Impressions"}},
		{string(social.Reactions), []string{"Likes"}},
		{string(social.Interactions), []string{"Engagements"}},
		{string(social.Saves), []string{"Bookmarks"}},
		{string(social.FollowersNew), []string{"New follows"}},
		{string(social.FollowersLost), []string{"Unfollows"}},
		{string(social.Comments), []string{"Replies"}},
		{string(social.Shares), []string{"Reposts"}},
		{string(social.ProfileVisits), []string{"Profile visits"}},
		{string(social.PostsPublished), []string{"Create Post"}},
		{string(social.VideoViews), []string{"Video views"}},
		{otherField, []string{"Share", "Shares", "Media views"}},
	},
	need: []string{"date", string(social.Impressions), string(social.Interactions), string(social.FollowersNew), string(social.FollowersLost)},
	row:  xDayRow,
}

// xOldOverview is daily_tweet_activity_metrics_<user>_<yyyymmdd>_<yyyymmdd>_<lang>.csv.
var xOldOverview = tabular{
	name: "x.old_overview",
	layout: Layout{
		{"date", []string{"Date"}},
		{string(social.PostsPublished), []string{"Tweets published"}},
		{string(social.Impressions), []string{"impressions"}},
		{string(social.Interactions), []string{"engagements"}},
		{string(social.EngagementRate), []string{"engagement rate"}},
		{string(social.Shares), []string{"retweets"}},
		{string(social.Comments), []string{"replies"}},
		{string(social.Reactions), []string{"likes"}},
		{string(social.ProfileVisits), []string{"user profile clicks"}},
		{string(social.LinkClicks), []string{"url clicks"}},
		{string(social.FollowersNew), []string{"follows"}},
		{string(social.VideoViews), []string{"media views"}},
		{otherField, append([]string{
			"hashtag clicks", "detail expands", "permalink clicks", "app opens", "app installs", "email tweet", "dial phone", "media engagements",
		}, xPromoted...)},
	},
	need: []string{"date", string(social.PostsPublished), string(social.Impressions), string(social.Interactions)},
	row:  xDayRow,
}

var xSeries = []series{
	{social.Impressions, social.Sum}, {social.Reactions, social.Sum}, {social.Interactions, social.Sum}, {social.Saves, social.Sum},
	{social.FollowersNew, social.Sum}, {social.FollowersLost, social.Sum}, {social.Comments, social.Sum}, {social.Shares, social.Sum},
	{social.ProfileVisits, social.Sum}, {social.PostsPublished, social.Sum}, {social.VideoViews, social.Sum}, {social.LinkClicks, social.Sum},
	{social.EngagementRate, social.Ratio},
}

var xDays = dateRule{layouts: []string{"Mon, Jan 2, 2006", "Mon Jan 2 2006", time.DateOnly}}

func xDayRow(c *cells) {
	if isTotal(c.raw("date")) {
		c.skip("fila de totales")
		return
	}
	day := c.day("date", xDays)
	c.emitSeries(ownerOf(social.X, xUserInName(c.table.File.Name), c.in), xSeries, period{start: day, end: day}, social.Date{})
}

// isTotal says whether the first cell of a row is that of a row of totals.
func isTotal(s string) bool {
	switch headerKey(s) {
	case "total", "totals", "totales", "totais", "grand total", "total general":
		return true
	}
	return false
}

var xUserFile = regexp.MustCompile(`tweet_activity_metrics_(\w+?)_\d{8}_\d{8}`)

// xUserInName is the account that an old export carries in its name, and nowhere else.
func xUserInName(name string) string {
	if m := xUserFile.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return ""
}
