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
	Kind    string // own, service, other or city; the first own one takes what is said to the administration as a whole
	Words   []string
	Handles []string // with or without @
}

// A resolver finds what mentions are about and whom they are about, by the words of the configuration, by grammar
// (target_words.go) and by what they answer. It is read-only once made.
type resolver struct {
	topics   []Topic
	targets  []Target
	phrases  map[string][]phrase // by first word
	handles  map[string]int      // folded, without @ → target
	own      int                 // target that the entity as a whole stands for; -1 for none
	inCharge []int               // by topic: the target that answers for it; -1 for none
	accounts accounts
	posts    map[string]int // network and id of what the entity published → target
}

// A sense is what a phrase is evidence of.
type sense uint8

const (
	ofTopic  sense = iota
	ofTarget       // a configured word
	ofOffice
	ofSpeech
	ofLooseSpeech
	ofCity
)

// A phrase is the words of one entry; index is the topic or the target that it speaks of.
type phrase struct {
	rest   []string
	said   string // as it is written where it comes from
	sense  sense
	index  int
	unless []string // folded words that may not come next
}

func newResolver(topics []Topic, targets []Target, accounts accounts) *resolver {
	r := &resolver{topics: topics, targets: targets, phrases: map[string][]phrase{}, handles: map[string]int{}, own: -1, accounts: accounts, posts: map[string]int{}}
	for i, t := range topics {
		for _, w := range t.Words {
			r.learn(w, phrase{sense: ofTopic, index: i})
		}
	}
	for i, t := range targets {
		sense := ofTarget
		if t.Kind == "city" {
			sense = ofCity
		}
		for _, w := range t.Words {
			r.learn(w, phrase{sense: sense, index: i})
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
	if r.own >= 0 {
		r.learnGrammar()
	}
	r.inCharge = make([]int, len(topics))
	for i, t := range topics {
		r.inCharge[i] = r.dependency(t.Dependency)
	}
	return r
}

func (r *resolver) learn(text string, p phrase) {
	words := fields(text)
	if len(words) == 0 {
		return
	}
	p.rest, p.said = words[1:], text
	r.phrases[words[0]] = append(r.phrases[words[0]], p)
}

// resolve sets topic, dependency and target. The topic is the one with the most words in the text, the first in the
// configuration among equals.
func (r *resolver) resolve(m *social.Scored) {
	m.Topic, m.Dependency, m.Target, m.TargetRule, m.TargetEvidence = "", "", "", "", ""
	f := r.find(m)
	if f.topic >= 0 {
		m.Topic, m.Dependency = r.topics[f.topic].Name, r.topics[f.topic].Dependency
	}
	if v := r.judge(m, f); v.target >= 0 {
		m.Target, m.TargetRule, m.TargetEvidence = r.targets[v.target].Name, v.rule, v.evidence
	}
}

// found is what a text holds of the resolver's phrases.
type found struct {
	topic  int // -1 for none
	named  verdict
	spoken string // the first phrase that speaks to who governs
	loose  string // the same, of those also said to anybody
	city   verdict
}

// find looks the phrases up in a text, its handles left out: they are judged by themselves.
func (r *resolver) find(m *social.Scored) found {
	f := found{topic: -1, named: nobody, city: nobody}
	topics, targets := make([]int, len(r.topics)), make([]verdict, len(r.targets))
	counts := make([]int, len(r.targets))
	text := spokenWords(m.Text)
	for i, w := range text {
		for k := range r.phrases[w] {
			p := &r.phrases[w][k]
			if !startsWith(text[i+1:], p.rest) {
				continue
			}
			before, after := text[:i], text[i+1+len(p.rest):]
			if len(after) > 0 && contains(p.unless, after[0]) || r.isOwn(p) && r.ofOtherCity(after) {
				continue
			}
			switch p.sense {
			case ofTopic:
				topics[p.index]++
			case ofTarget, ofOffice:
				if counts[p.index]++; counts[p.index] == 1 {
					targets[p.index] = verdict{p.index, ruleOf(p.sense), p.said}
				}
			case ofSpeech:
				f.spoken = firstOf(f.spoken, p.said)
			case ofLooseSpeech:
				f.loose = firstOf(f.loose, p.said)
			case ofCity:
				if f.city.target < 0 && isSubject(before, after) {
					f.city = verdict{p.index, social.TargetCity, p.said}
				}
			}
		}
	}
	f.topic = most(topics)
	if t := most(counts); t >= 0 {
		f.named = targets[t]
	}
	return f
}

// isOwn says whether a phrase names the entity.
func (r *resolver) isOwn(p *phrase) bool {
	return p.sense == ofOffice || p.sense == ofTarget && r.targets[p.index].Kind == "own"
}

func ruleOf(s sense) social.TargetRule {
	if s == ofOffice {
		return social.TargetOffice
	}
	return social.TargetNamed
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

func contains(words []string, w string) bool {
	for _, x := range words {
		if x == w {
			return true
		}
	}
	return false
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

// fields are the folded words of a text.
func fields(s string) []string { return strings.Fields(fold(s)) }

// spokenWords are the fields of a text without its handles and addresses of mail, whose letters are no words.
func spokenWords(text string) []string {
	var b strings.Builder
	b.Grow(len(text))
	for field := range strings.FieldsSeq(text) {
		if strings.Contains(field, "@") {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		foldTo(&b, field)
	}
	return strings.Fields(b.String())
}

// fold reduces text to lower-case words of letters and digits without accents, so that «Acueducto» and «ACUEDÚCTO»
// are one word. The ñ loses its tilde too: half of the city writes without it.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	foldTo(&b, s)
	return b.String()
}

func foldTo(b *strings.Builder, s string) {
	begin, space := b.Len(), false
	for _, r := range s {
		r = bare(r)
		switch {
		case r >= 'a' && r <= 'z' || unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_':
			if space && b.Len() > begin {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			space = true
		}
	}
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
