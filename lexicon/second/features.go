package second

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxText bounds what is read of a text, in bytes: a mention that goes on for longer is a pasted document.
const maxText = 4000

// shortest is the length in bytes of the shortest word that the model learns; it passes over what is shorter.
const shortest = 3

// features are the words of a text that the model is told, each once: that a word is there says more in short texts
// than how often. Links, handles and numbers say who and where, not how the author feels, and are left out.
func features(s string) []string {
	if len(s) > maxText {
		s = s[:maxText]
	}
	var out []string
	seen := map[string]bool{}
	add := func(w string) {
		if len(w) >= shortest && !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	for _, field := range strings.Fields(strings.ToValidUTF8(s, " ")) {
		if strings.HasPrefix(field, "@") || strings.Contains(field, "://") || strings.HasPrefix(field, "www.") {
			continue
		}
		for _, w := range words(field) {
			add(w)
		}
	}
	return out
}

// words parts what stands between two spaces into words without accents and emoji without their colour of skin.
func words(field string) []string {
	var out []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			out = append(out, string(short(word)))
			word = word[:0]
		}
	}
	for _, r := range norm.NFC.String(strings.ToLower(field)) {
		switch {
		case unicode.IsLetter(r):
			word = append(word, plain(r))
		case unicode.Is(unicode.So, r):
			end()
			out = append(out, string(r))
		default:
			end()
		}
	}
	end()
	return out
}

// plain is a letter without the accent that most people do not write; ñ is a letter of its own.
func plain(r rune) rune {
	switch r {
	case 'á':
		return 'a'
	case 'é':
		return 'e'
	case 'í':
		return 'i'
	case 'ó':
		return 'o'
	case 'ú', 'ü':
		return 'u'
	}
	return r
}

// short is a word without the runs of three letters or more that stand for a raised voice: buenoooo.
func short(word []rune) []rune {
	out := make([]rune, 0, len(word))
	for i := 0; i < len(word); {
		end := i
		for end < len(word) && word[end] == word[i] {
			end++
		}
		out = append(out, word[i])
		if end == i+2 {
			out = append(out, word[i])
		}
		i = end
	}
	return out
}
