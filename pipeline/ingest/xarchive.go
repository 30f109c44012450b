package ingest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// The archive that X gives its users: data/tweets.js and tweets-part1.js …, a script that assigns a list [V]. It holds
// what the account itself published. Counts are strings; reposts carry none of their own.

const xArchiveName = "x.archive"

func matchXArchive(s *Sample, _ Input) bool {
	return s.Kind == scriptKind && (s.Paths.has("tweet.id_str") || s.Paths.has("tweet.full_text"))
}

// An xArchived is an element of the list.
type xArchived struct {
	Tweet struct {
		ID        string `json:"id_str"`
		CreatedAt string `json:"created_at"`
		Text      string `json:"full_text"`
		Likes     string `json:"favorite_count"`
		Reposts   string `json:"retweet_count"`
		Entities  struct {
			Media []json.RawMessage `json:"media"`
			URLs  []json.RawMessage `json:"urls"`
		} `json:"entities"`
		Extended struct {
			Media []struct {
				Type string `json:"type"`
			} `json:"media"`
		} `json:"extended_entities"`
	} `json:"tweet"`
}

var readXArchive = pageReader(xArchiveName, func(p *page, raw []byte) {
	var a xArchived
	if json.Unmarshal(raw, &a) != nil {
		p.fail(social.BadJSON, "", "", damagedPage, raw)
		return
	}
	t := a.Tweet
	switch {
	case !digitsOnly(t.ID):
		p.fail(social.NoID, "id_str", t.ID, "La publicación no trae su número. Descargue de nuevo el archivo de X.", raw)
		return
	case strings.HasPrefix(t.Text, "RT @"):
		p.skip("repost de la propia cuenta: no es una publicación suya")
		return
	}
	at, source := xArchivedInstant(t.ID, t.CreatedAt)
	if source == "" {
		p.fail(social.BadDate, "created_at", t.CreatedAt, "Se esperaba una fecha como Sat Oct 31 22:30:00 +0000 2026. Descargue de nuevo el archivo de X.", raw)
		return
	}
	o := ownerOf(social.X, "", p.in)
	post := &social.Post{
		From: p.origin(), Network: social.X, AccountID: o.id, AccountName: o.name, ID: t.ID, Permalink: xLink(nil, t.ID),
		PublishedAt: at, Precision: social.Second, DateFrom: source, Type: a.kind(), Window: social.Lifetime,
		Reactions: archivedCount(t.Likes), Shares: archivedCount(t.Reposts), Format: xArchiveName,
	}
	post.Text, _ = clean(t.Text)
	p.emit(post)
})

// xArchivedInstant is when a post was published and what says so; nothing does when source is empty.
func xArchivedInstant(id, created string) (at time.Time, source string) {
	if at, ok := xTime(id); ok {
		return at.Truncate(time.Second), "id"
	}
	at, err := time.Parse(time.RubyDate, created)
	if err != nil || !sane(at) {
		return at, ""
	}
	return social.AtUTC(at), "file"
}

// kind is the type of a post by what is attached to it.
func (a *xArchived) kind() string {
	switch media := a.Tweet.Extended.Media; {
	case len(media) > 1:
		return social.TypeCarousel
	case len(media) == 1 && media[0].Type != "photo":
		return social.TypeVideo
	case len(media) == 1, len(a.Tweet.Entities.Media) > 0:
		return social.TypeImage
	case len(a.Tweet.Entities.URLs) > 0:
		return social.TypeLink
	}
	return social.TypeText
}

// archivedCount reads a count that the archive writes as a string.
func archivedCount(s string) (v social.Opt[int64]) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return social.Some(n)
	}
	return v
}
