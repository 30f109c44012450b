package pipeline

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"pulso/pipeline/social"
)

// A Topic is what people talk about, with the dependency that answers for it.
type Topic struct {
	Name       string
	Dependency string
	Words      []string // words and phrases
}

// A Target is whom a feeling may be about.
type Target struct {
	Name    string
	Kind    string // own, service, other or city; the first own one takes what was left on an official account
	Words   []string
	Handles []string // with or without @
}

// A resolver finds what mentions are about, by the words of the configuration. It is read-only once made.
type resolver struct {
	topics   []Topic
	targets  []Target
	words    map[string][]phrase // by first word
	handles  map[string]int      // folded, without @ → target
	own      int                 // target that the official accounts stand for; -1 for none
	accounts accounts
}

// A phrase is the words of one entry; topic or target says of what, the other one is -1.
type phrase struct {
	rest          []string
	topic, target int
}

func newResolver(topics []Topic, targets []Target, accounts accounts) *resolver {
	r := &resolver{topics: topics, targets: targets, words: map[string][]phrase{}, handles: map[string]int{}, own: -1, accounts: accounts}
	for i, t := range topics {
		for _, w := range t.Words {
			r.learn(w, i, -1)
		}
	}
	for i, t := range targets {
		for _, w := range t.Words {
			r.learn(w, -1, i)
		}
		for _, h := range t.Handles {
			if h := fold(strings.TrimPrefix(h, "@")); h != "" {
				if _, ok := r.handles[h]; !ok {
					r.handles[h] = i
				}
			}
		}
		if t.Kind == "own" && r.own < 0 {
			r.own = i
		}
	}
	return r
}

func (r *resolver) learn(text string, topic, target int) {
	words := strings.Fields(fold(text))
	if len(words) == 0 {
		return
	}
	r.words[words[0]] = append(r.words[words[0]], phrase{words[1:], topic, target})
}

// resolve sets topic, dependency and target. The topic is the one with the most words in the text, the first in the
// configuration among equals. So is the target; without a word for one, a handle that the text addresses decides,
// and then the official account that the mention was left on.
func (r *resolver) resolve(m *social.Scored) {
	topics, targets := make([]int, len(r.topics)), make([]int, len(r.targets))
	text := strings.Fields(fold(m.Text))
	for i, w := range text {
		for _, p := range r.words[w] {
			if !startsWith(text[i+1:], p.rest) {
				continue
			}
			if p.topic >= 0 {
				topics[p.topic]++
			} else {
				targets[p.target]++
			}
		}
	}
	if t := most(topics); t >= 0 {
		m.Topic, m.Dependency = r.topics[t].Name, r.topics[t].Dependency
	}
	if t := most(targets); t >= 0 {
		m.Target = r.targets[t].Name
	} else if t := r.addressed(m); t >= 0 {
		m.Target = r.targets[t].Name
	}
}

func (r *resolver) addressed(m *social.Scored) int {
	for _, field := range strings.Fields(m.Text) {
		name, ok := strings.CutPrefix(strings.TrimLeft(field, ".,;:¡!¿?(\"“"), "@")
		if !ok {
			continue
		}
		name = strings.TrimRight(name, ".,;:!?)\"”")
		if t, ok := r.handles[fold(name)]; ok {
			return t
		}
		if r.accounts.named(m.Network, name) != nil {
			return r.own
		}
	}
	if m.TargetAccount == "" {
		return -1
	}
	if t, ok := r.handles[fold(strings.TrimPrefix(m.TargetAccount, "@"))]; ok {
		return t
	}
	if r.accounts.named(m.Network, m.TargetAccount) != nil {
		return r.own
	}
	return -1
}

func startsWith(words, with []string) bool {
	if len(words) < len(with) {
		return false
	}
	for i, w := range with {
		if words[i] != w {
			return false
		}
	}
	return true
}

// most is the index of the highest count above zero, the first among equals; -1 for none.
func most(counts []int) int {
	best := -1
	for i, n := range counts {
		if n > 0 && (best < 0 || n > counts[best]) {
			best = i
		}
	}
	return best
}

// fold reduces text to lower-case words of letters and digits without accents, so that «Acueducto» and «ACUEDÚCTO»
// are one word. The ñ loses its tilde too: half of the city writes without it.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		r = bare(r)
		switch {
		case r >= 'a' && r <= 'z' || unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_':
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			space = true
		}
	}
	return b.String()
}

// bare is a letter in lower case without its accents; another sign is itself.
func bare(r rune) rune {
	if r < unicode.MaxASCII {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	if r = unicode.ToLower(r); r <= maxAccented {
		return accented[r]
	}
	return r
}

// maxAccented is the last letter of Latin Extended-A, beyond which there are no accents of our languages.
const maxAccented = 0x17f

// accented are the letters up to maxAccented without their accents.
var accented = func() (table [maxAccented + 1]rune) {
	for r := range table {
		table[r] = rune(r)
		if unicode.IsLetter(rune(r)) {
			table[r] = []rune(norm.NFD.String(string(rune(r))))[0]
		}
	}
	return table
}()
