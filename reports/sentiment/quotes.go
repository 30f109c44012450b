package sentiment

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"regexp"
	"slices"
	"unicode/utf8"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// The quotes are drawn and not chosen: among the valid mentions of a class without a doubt of irony, whose masked
// text is of 40 to 280 characters, the five that come first in an order fixed by a hash of month and key; one for
// each author and each text. Drawing by strength would show the loudest, and by likes the best known.
const (
	quotesPerClass = 5
	shortest       = 40
	longest        = 280
	// spare are kept besides, for when an author or a text comes twice.
	spare = 60
)

// A pick is a mention that may be quoted.
type pick struct {
	order  [sha256.Size]byte
	key    string
	author string
	text   string
	source *social.Scored
}

// picks keeps the first candidates of each class in the order of the draw.
type picks struct {
	seed  string
	class [3][]pick // by polarity + 1
}

// offer considers a valid mention. What it keeps does not depend on the order of the offers.
func (p *picks) offer(m *social.Scored, official func(string) bool) {
	if m.Irony || m.ScoredBy == "english" || utf8.RuneCountInString(m.Text) < shortest/2 || utf8.RuneCountInString(m.Text) > 2*longest {
		return
	}
	c := pick{order: sha256.Sum256([]byte(p.seed + "\x00" + m.Key)), key: m.Key}
	list := &p.class[int(m.Final)+1]
	at, _ := slices.BinarySearchFunc(*list, c, func(x, y pick) int {
		return cmp.Or(bytes.Compare(x.order[:], y.order[:]), cmp.Compare(x.key, y.key))
	})
	if at == spare {
		return
	}
	c.text = reports.Excerpt(masked(m, official), 1<<16)
	if n := utf8.RuneCountInString(c.text); n < shortest || n > longest {
		return
	}
	c.author = string(m.Network) + ":" + authorOf(m)
	c.source = m
	*list = slices.Insert(*list, at, c)
	if len(*list) > spare {
		*list = (*list)[:spare]
	}
}

// authorOf is what tells authors apart, the most stable first.
func authorOf(m *social.Scored) string { return cmp.Or(m.AuthorID, m.AuthorHandle, m.AuthorName) }

// masked is a mention's text with the people in it hidden.
func masked(m *social.Scored, official func(string) bool) string {
	return addressees.ReplaceAllString(reports.Mask(m.Text, official, m.AuthorName, m.AuthorHandle), "@usuario ")
}

// addressees are the hidden handles that a reply begins or goes on with: one stands for all, since they say nothing.
var addressees = regexp.MustCompile(`(?:@usuario(?:-[0-9a-f]+)?\s+){2,}`)

// chosen are the quotes of a class.
func (p *picks) chosen(class lexicon.Polarity) []pick {
	var out []pick
	authors, texts := map[string]bool{}, map[string]bool{}
	for _, c := range p.class[int(class)+1] {
		words := social.NormalText(c.text)
		anonymous := authorOf(c.source) == ""
		if len(out) == quotesPerClass || texts[words] || !anonymous && authors[c.author] {
			continue
		}
		authors[c.author], texts[words] = true, true
		out = append(out, c)
	}
	return out
}

// quotes is the section with citizens' own words.
func quotes(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "voces", Title: "Voces ciudadanas"}
	s.Blocks = append(s.Blocks, &reports.Paragraph{Text: "Cinco menciones por clase, sorteadas con una regla fija y no escogidas: válidas, sin duda de ironía, de 40 a 280 caracteres, una por autor. Se enmascaran enlaces, usuarios, correos, teléfonos, documentos, direcciones y nombres reconocibles; revíselas antes de publicar el informe."})
	for _, class := range reports.ClassesInOrder {
		part := reports.Section{ID: "voces-" + classSeries[class], Title: map[lexicon.Polarity]string{lexicon.Positive: "Positivas", lexicon.Negative: "Negativas", lexicon.Neutral: "Neutras"}[class]}
		for _, c := range a.picks.chosen(class) {
			part.Blocks = append(part.Blocks, &reports.Quote{
				Text: readAloud(c.text), Key: c.key,
				Source: c.source.Network.Title() + ", " + reports.Moment(c.source.PublishedAt, social.Day, a.in.Zone),
			})
		}
		if len(part.Blocks) == 0 {
			part.Blocks = append(part.Blocks, &reports.Paragraph{Text: "Ninguna mención de esta clase cumple la regla."})
		}
		s.Sections = append(s.Sections, part)
	}
	return s, nil
}
