package pipeline

import (
	"regexp"
	"strings"

	"pulso/pipeline/social"
)

// hide puts pseudonyms in the place of what names people in a mention: its author everywhere, and whom its text
// addresses unless that is the office itself or somebody whom the configuration names. It comes after keys,
// duplicates and own accounts have been decided, which goes by who wrote, and before scoring, so that the offsets of
// the terms are of the text that is kept.
func (p *Pipeline) hide(m *social.Mention, r *resolver) {
	handle := m.AuthorHandle
	if author := firstOf(m.AuthorHandle, m.AuthorName, m.AuthorID); author != "" {
		m.AuthorHandle = p.Pseudonym(m.Network, author)
	}
	m.AuthorID, m.AuthorName = "", ""
	m.URL = withoutAuthor(m.URL, handle)
	m.Text = p.hideAddressed(m.Network, m.Text, r)
	m.RawText = p.hideAddressed(m.Network, m.RawText, r)
}

// addressed is a handle in a text. What stands before it tells it from the domain of an address of mail.
var addressed = regexp.MustCompile(`(^|[^\p{L}\p{N}_.@])@([\p{L}\p{N}_][\p{L}\p{N}_.]*[\p{L}\p{N}_]|[\p{L}\p{N}_])`)

func (p *Pipeline) hideAddressed(n social.Network, text string, r *resolver) string {
	if !strings.Contains(text, "@") {
		return text
	}
	return addressed.ReplaceAllStringFunc(text, func(found string) string {
		before, name, _ := strings.Cut(found, "@")
		if _, configured := r.handles[fold(name)]; configured || r.accounts.named(n, name) != nil {
			return found
		}
		return before + "@" + p.Pseudonym(n, name)
	})
}

// withoutAuthor is a link that does not name its author: on X and TikTok every link to a post does. X finds a post by
// its number alone; of another network's link nothing is left.
func withoutAuthor(url, handle string) string {
	if handle == "" || !strings.Contains(strings.ToLower(url), strings.ToLower(handle)) {
		return url
	}
	if _, id, ok := strings.Cut(url, "/status/"); ok {
		return "https://x.com/i/status/" + id
	}
	return ""
}
