package pipeline

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

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

// profile is a link into somebody's account. TikTok and YouTube write an at sign before its name, as a text does.
var profile = regexp.MustCompile(`(?i)\b((?:x|twitter|instagram|facebook|fb|threads)\.(?:com|net)/)([\p{L}\p{N}_.]+)`)

// noAccount are what stands in the place of an account in the networks' own addresses.
var noAccount = map[string]bool{"events": true, "explore": true, "groups": true, "hashtag": true, "home": true, "i": true, "intent": true, "media": true,
	"p": true, "pages": true, "permalink.php": true, "photo": true, "photo.php": true, "reel": true, "reels": true, "search": true, "share": true,
	"sharer": true, "stories": true, "story.php": true, "tv": true, "video": true, "videos": true, "watch": true}

// hideAddressed puts pseudonyms in the place of the handles in a text and in its links.
func (p *Pipeline) hideAddressed(n social.Network, text string, r *resolver) string {
	hidden := func(name string) string {
		if _, configured := r.handles[fold(name)]; configured || r.accounts.named(n, name) != nil {
			return name
		}
		return p.Pseudonym(n, name)
	}
	if strings.Contains(text, "@") {
		text = replaceHandles(text, addressed, hidden)
		text = replaceHandles(text, glued, hidden)
	}
	if hasProfile(text) {
		text = profile.ReplaceAllStringFunc(text, func(found string) string {
			before, name, _ := strings.Cut(found, "/")
			if noAccount[strings.ToLower(name)] {
				return found
			}
			return before + "/" + hidden(name)
		})
	}
	return text
}

// hasProfile is false for most texts without a profile: compiled patterns take their time to find nothing.
func hasProfile(text string) bool {
	for at := range len(text) {
		if text[at] == '/' && at >= 4 && (strings.EqualFold(text[at-4:at], ".com") || strings.EqualFold(text[at-4:at], ".net")) {
			return true
		}
	}
	return false
}

// addressed tells a handle from the domain of an address of mail by what stands before it.
func addressed(before rune, _ string) (handle, hide bool) {
	handle = before != '@' && !isHandleLetter(before)
	return handle, handle
}

// glued is a handle behind a word without a space. The two letters of «vecin@s» are no handle, and what has a point inside
// is the domain of an address of mail.
func glued(before rune, name string) (handle, hide bool) {
	handle = isHandleLetter(before) && utf8.RuneCountInString(name) > 2
	return handle, handle && !strings.Contains(name, ".")
}

func isHandleLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// replaceHandles replaces what is says is a handle to be hidden, given what stands before its at sign: a space at the
// beginning of a text. What belongs to one handle does not stand before another.
func replaceHandles(text string, is func(before rune, name string) (handle, hide bool), hidden func(name string) string) string {
	var b strings.Builder
	copied, free := 0, 0 // text before copied is written; before free, it belongs to a handle
	for at := 0; at < len(text); at++ {
		if text[at] != '@' {
			continue
		}
		name := handleAt(text[at+1:])
		before, size := ' ', 0
		if at > 0 {
			before, size = utf8.DecodeLastRuneInString(text[:at])
		}
		if name == "" || at-size < free {
			continue
		}
		handle, hide := is(before, name)
		if handle {
			free = at + 1 + len(name)
		}
		if hide {
			b.WriteString(text[copied : at+1])
			b.WriteString(hidden(name))
			copied = free
		}
	}
	if copied == 0 {
		return text
	}
	b.WriteString(text[copied:])
	return b.String()
}

// handleAt is the handle that a text begins with: letters, digits and underscores, and points between them.
func handleAt(text string) string {
	for i, r := range text {
		if !isHandleLetter(r) && (i == 0 || r != '.') {
			return strings.TrimRight(text[:i], ".")
		}
	}
	return strings.TrimRight(text, ".")
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
