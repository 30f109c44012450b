package pipeline

import (
	"regexp"
	"strings"

	"pulso/pipeline/social"
)

// hide puts pseudonyms in the place of what names people in a mention: its author everywhere unless that is the
// office, and whom its text addresses unless that is the office or somebody whom the configuration names. It comes
// after keys, duplicates and own accounts have been decided, which goes by who wrote, and before scoring, so that the
// offsets of the terms are of the text that is kept.
func (p *Pipeline) hide(m *social.Scored, r *resolver) {
	if m.Status != social.Own {
		handle := m.AuthorHandle
		if author := firstOf(m.AuthorHandle, m.AuthorName, m.AuthorID); author != "" {
			m.AuthorHandle = p.Pseudonym(m.Network, author)
		}
		m.AuthorID, m.AuthorName = "", ""
		m.URL = withoutAuthor(m.URL, handle)
	}
	m.Text = p.hideAddressed(m.Network, m.Text, r)
	m.RawText = p.hideAddressed(m.Network, m.RawText, r)
}

// addressed is a handle in a text. What stands before it tells it from the domain of an address of mail.
var addressed = regexp.MustCompile(`(^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_][\p{L}\p{N}_.]*[\p{L}\p{N}_]|[\p{L}\p{N}_])`)

// glued is a handle behind a word without a space, and the domain of an address of mail, which has a point inside. The two
// letters of «vecin@s» are no handle.
var glued = regexp.MustCompile(`([\p{L}\p{N}_])@([\p{L}\p{N}_][\p{L}\p{N}_.]+[\p{L}\p{N}_])`)

// profile is a link into somebody's account. TikTok and YouTube write an at sign before its name, as a text does.
var profile = regexp.MustCompile(`(?i)\b((?:x|twitter|instagram|facebook|fb|threads)\.(?:com|net)/)([\p{L}\p{N}_.]+)`)

// noAccount are what stands in the place of an account in the networks' own addresses.
var noAccount = map[string]bool{"events": true, "explore": true, "groups": true, "hashtag": true, "home": true, "i": true, "intent": true, "media": true,
	"p": true, "pages": true, "permalink.php": true, "photo": true, "photo.php": true, "reel": true, "reels": true, "search": true, "share": true,
	"sharer": true, "stories": true, "story.php": true, "tv": true, "video": true, "videos": true, "watch": true}

// hideAddressed puts pseudonyms in the place of the handles in a text and in its links.
func (p *Pipeline) hideAddressed(n social.Network, text string, r *resolver) string {
	hidden := func(before, name string) string {
		if _, configured := r.handles[fold(name)]; configured || r.accounts.named(n, name) != nil {
			return before + name
		}
		return before + p.Pseudonym(n, name)
	}
	if strings.Contains(text, "@") {
		text = addressed.ReplaceAllStringFunc(text, func(found string) string {
			before, name, _ := strings.Cut(found, "@")
			return hidden(before+"@", name)
		})
		text = glued.ReplaceAllStringFunc(text, func(found string) string {
			before, name, _ := strings.Cut(found, "@")
			if strings.Contains(name, ".") {
				return found
			}
			return hidden(before+"@", name)
		})
	}
	if strings.Contains(text, "/") {
		text = profile.ReplaceAllStringFunc(text, func(found string) string {
			before, name, _ := strings.Cut(found, "/")
			if noAccount[strings.ToLower(name)] {
				return found
			}
			return hidden(before+"/", name)
		})
	}
	return text
}

// reply is whom a post answers. Only there does an office's post address a citizen: those that it names further on are
// other entities, for all to see.
var reply = regexp.MustCompile(`^\s*(?:\.?@[\p{L}\p{N}_.]+\s*)+`)

// hideAnswered puts a pseudonym in the place of whom a post answers.
func (p *Pipeline) hideAnswered(post *social.Post, r *resolver) {
	post.Text = reply.ReplaceAllStringFunc(post.Text, func(to string) string { return p.hideAddressed(post.Network, to, r) })
}

// withoutAuthor is a link that does not name its author: on X and TikTok every link to a post does. X finds a post by
// its number alone; of another network's link nothing is left.
func withoutAuthor(url, handle string) string {
	if _, id, ok := strings.Cut(url, "/status/"); ok {
		return "https://x.com/i/status/" + id
	}
	if handle == "" || !strings.Contains(strings.ToLower(url), strings.ToLower(handle)) {
		return url
	}
	return ""
}
