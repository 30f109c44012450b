package ingest

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"pulso/pipeline/social"
)

var (
	facebookObjectLink = regexp.MustCompile(`facebook\.com/(\d+)_(\d+)`)
	facebookPostLink   = regexp.MustCompile(`facebook\.com/(?:groups/)?([^/?#]+)/(?:posts|videos|photos|reel)/(?:[^/?#]+/)*?(\d+|pfbid\w+)`)
	linkedInPostLink   = regexp.MustCompile(`linkedin\.com/posts/([^/?#_]+)_[^/?#]*?(?:activity|ugcPost|share)-(\d+)`)
)

// postOfLink is the account and the id of the post that a link leads to, as far as the link says.
func postOfLink(link string) (account, id string) {
	if account, id = statusOf(link); id != "" {
		return account, id
	}
	if account, id = shortcodeOf(link); id != "" {
		return account, id
	}
	for _, layout := range []*regexp.Regexp{facebookObjectLink, facebookPostLink, linkedInPostLink, tikTokLink} {
		if m := layout.FindStringSubmatch(link); m != nil {
			return m[1], m[2]
		}
	}
	u, err := url.Parse(link)
	if err != nil {
		return "", ""
	}
	q := u.Query()
	for _, key := range []string{"v", "story_fbid", "fbid"} {
		if id = q.Get(key); id != "" {
			return q.Get("id"), id
		}
	}
	if host := strings.TrimPrefix(strings.ToLower(u.Host), "www."); host == "youtu.be" {
		return "", strings.Trim(u.Path, "/")
	}
	return "", ""
}

// leftOn is the account and the post that a comment of Facebook or Instagram was left on, as far as it says so itself:
// the link to a comment leads through its post, and the ids of Facebook are made of page, post and comment. Empty
// for what is no comment on a post, such as an answer to another comment.
func leftOn(m *social.Mention) (account, post string) {
	switch m.Network {
	case social.Facebook:
		if strings.Contains(m.URL, "comment_id=") && !strings.Contains(m.URL, "reply_comment_id=") {
			return postOfLink(m.URL)
		}
		page, id, ok := strings.Cut(m.ParentID, "_")
		if ok && digitsOnly(page) && digitsOnly(id) && strings.HasPrefix(m.ID, id+"_") {
			return page, m.ParentID
		}
	case social.Instagram:
		if strings.Contains(m.URL, "/c/") && !strings.Contains(m.URL, "/r/") {
			return shortcodeOf(m.URL)
		}
	}
	return "", ""
}

// official says whether one of the office's accounts goes by a name or an id.
func (in Input) official(n social.Network, name string) bool {
	return name != "" && slices.ContainsFunc(in.Accounts, func(a social.Account) bool {
		return a.Network == n && (a.ID == name || strings.EqualFold(strings.TrimPrefix(a.Handle, "@"), name))
	})
}
