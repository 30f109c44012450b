package sentiment

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"regexp"
	"slices"
	"unicode/utf8"

	"pulso/lexicon"
	"pulso/lexicon/asking"
	"pulso/pipeline/social"
	"pulso/reports"
)

// The quotes are drawn and not chosen: among the valid mentions of a class whose class is least in doubt (see clarity),
// whose masked text is of 40 to 280 characters, the five that come first in an order fixed by a hash of month and key; one
// for each author and each text. Drawing by strength would show the loudest, and by likes the best known.
const (
	quotesPerClass = 5
	shortest       = 40
	longest        = 280
	// spare are kept besides, for when an author or a text comes twice.
	spare = 60
)

// A pick is a mention that may be quoted.
type pick struct {
	clarity int
	order   [sha256.Size]byte
	key     string
	author  string
	text    string
	source  *social.Scored
}

// picks keeps the first candidates of each class in the order of the draw.
type picks struct {
	seed   string
	office *reports.Office
	second *reports.SecondOpinion // nil where it does not help
	class  [3][]pick              // by polarity + 1
}

// sureFrom is the confidence from which a class of one sign is quoted: what it prints is right four times in five.
const sureFrom = 0.7

// clarity says how far a mention speaks for its class, 0 the most; false when it should not be quoted. What a person decided
// is beyond doubt. Else: the text goes to somebody known, has no link (the reader does not see what is linked), no words of
// others in quotation marks, no laughter, no contrast, no doubt of irony, and the second opinion, where there is one, is of
// the same mind.
func (p *picks) clarity(m *social.Scored) (int, bool) {
	if m.ScoredBy == "english" || len(p.office.Targets) > 0 && m.Target == "" || muddy.MatchString(m.Text) {
		return 0, false
	}
	if m.FinalBy == "analyst" {
		return 0, true
	}
	if m.Irony || p.doubted(m) {
		return 0, false
	}
	tier, ok := evident(m)
	if !p.office.Owns(m) {
		tier += 3
	}
	return tier, ok
}

// muddy are the marks of a text that is not clear by itself.
var muddy = regexp.MustCompile(`(?i)://|["“”«»]|🤣|😂|😅|\bja(?:ja)+|\bje(?:je)+|\b(?:pero|aunque|sin embargo)\b`)

// evident is how plainly a mention's own terms and intent say its class: two terms or more of one sign, none negated, and an
// intent that goes with it. A neutral one is quoted where it asks for information: of a text without any term nobody knows
// that it is neutral.
func evident(m *social.Scored) (int, bool) {
	intent := lexicon.Intent(m.Intent)
	words := 0
	for _, t := range m.Terms {
		if isSignal(t.Term) {
			continue
		}
		if t.Negated || t.Contribution*float64(m.Final) < 0 || m.Final == lexicon.Neutral && t.Contribution != 0 {
			return 0, false
		}
		words++
	}
	if m.Final == lexicon.Neutral {
		ask, ok := asking.Find(m.Text)
		return 0, ok && ask.Kind == asking.Information
	}
	switch goes, ok := saidBy[intent]; {
	case ok && goes != m.Final || m.Confidence < sureFrom || words == 0:
		return 0, false
	case words < 2:
		return 2, true
	case ok:
		return 0, true
	}
	return 1, true
}

// saidBy are the intents that go with a class, and so against the others.
var saidBy = map[lexicon.Intent]lexicon.Polarity{
	lexicon.Thanks: lexicon.Positive, lexicon.Congratulation: lexicon.Positive,
	lexicon.Complaint: lexicon.Negative, lexicon.Claim: lexicon.Negative, lexicon.Denunciation: lexicon.Negative,
	lexicon.Question: lexicon.Neutral, lexicon.Petition: lexicon.Negative, lexicon.Suggestion: lexicon.Neutral,
}

// doubted says whether the second opinion gives another class.
func (p *picks) doubted(m *social.Scored) bool {
	if p.second == nil {
		return false
	}
	class, _, ok := p.second.Ask(m.Text)
	return ok && class != m.Final
}

// offer considers a valid mention. What it keeps does not depend on the order of the offers.
func (p *picks) offer(m *social.Scored, official func(string) bool) {
	if n := utf8.RuneCountInString(m.Text); n < shortest || n > 3*longest {
		return
	}
	clarity, ok := p.clarity(m)
	if !ok {
		return
	}
	c := pick{clarity: clarity, order: sha256.Sum256([]byte(p.seed + "\x00" + m.Key)), key: m.Key}
	list := &p.class[int(m.Final)+1]
	at, _ := slices.BinarySearchFunc(*list, c, func(x, y pick) int {
		return cmp.Or(cmp.Compare(x.clarity, y.clarity), bytes.Compare(x.order[:], y.order[:]), cmp.Compare(x.key, y.key))
	})
	if at == spare {
		return
	}
	c.text = reports.Excerpt(masked(m, official), 1<<16)
	if utf8.RuneCountInString(c.text) > longest || utf8.RuneCountInString(hiddenHandle.ReplaceAllString(c.text, "")) < shortest {
		return
	}
	c.author = string(m.Network) + ":" + authorOf(m)
	c.source = m
	*list = slices.Insert(*list, at, c)
	if len(*list) > spare {
		*list = (*list)[:spare]
	}
}

// hiddenHandle is a handle as a masked text has it, of which nothing is read.
var hiddenHandle = regexp.MustCompile(`@[\p{L}\p{N}_.\-]+\s*`)

// authorOf is what tells authors apart, the most stable first.
func authorOf(m *social.Scored) string { return cmp.Or(m.AuthorID, m.AuthorHandle, m.AuthorName) }

// masked is a mention's text with the people in it hidden.
func masked(m *social.Scored, official func(string) bool) string {
	return reports.Mask(m.Text, official, m.AuthorName, m.AuthorHandle)
}

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
	s.Blocks = append(s.Blocks, &reports.Paragraph{Text: "Hasta cinco menciones por clase, sorteadas con una regla fija y no escogidas entre las de clase más clara: hacia alguien reconocido y antes hacia la entidad, sin duda de ironía, negaciones, contrastes, risas, términos de signo contrario, citas ni enlaces; primero las de dos términos o más y confianza alta, y las neutras son preguntas por un dato o un trámite; de 40 a 280 caracteres, una por autor. Por eso son ejemplos nítidos y no una muestra: la muestra al azar está en la hoja Evaluacion. Se enmascaran enlaces, usuarios, correos, teléfonos, documentos, direcciones y nombres reconocibles; revíselas antes de publicar el informe."})
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
