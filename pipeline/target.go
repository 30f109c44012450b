package pipeline

import (
	"slices"
	"strings"
	"unicode"

	"pulso/lexicon"
	"pulso/lexicon/asking"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// A verdict is a target with the reason for it.
type verdict struct {
	target   int // -1 for none
	rule     social.TargetRule
	evidence string
}

var nobody = verdict{target: -1}

// judge says whom a mention is about. What the text says itself comes first, then what it answers, then what grammar
// gives away, and last what can only be inferred; a rule that is not sure leaves the mention without target, because a
// wrong name in a headline is worse than a missing one.
func (r *resolver) judge(m *social.Scored, f found) verdict {
	h := r.handlesOf(m)
	answered := r.answered(m)
	switch {
	case f.named.target >= 0:
		return f.named
	case h.first.target >= 0:
		return h.first
	case h.running.target >= 0:
		return h.running
	case answered.target >= 0:
		return answered
	}
	if h.others || answersSomebody(m) {
		return f.city // what is said to somebody else is about them, or about what they said
	}
	if f.spoken != "" {
		return verdict{r.own, social.TargetSpokenTo, f.spoken}
	}
	if f.loose != "" && asksOrJudges[lexicon.Intent(m.Intent)] {
		return verdict{r.own, social.TargetSpokenTo, f.loose}
	}
	if f.topic >= 0 && r.inCharge[f.topic] >= 0 && complains(m) {
		return verdict{r.inCharge[f.topic], social.TargetInferred, r.topics[f.topic].Name + ", a cargo de " + r.topics[f.topic].Dependency}
	}
	return f.city
}

// answersSomebody says whether a mention that does not answer the entity answers somebody else.
func answersSomebody(m *social.Scored) bool {
	return m.Kind == social.KindReply && (m.ParentID != "" || m.TargetAccount != "")
}

// asksOrJudges are the intents of those who speak to an office, as against those who chat.
var asksOrJudges = map[lexicon.Intent]bool{
	lexicon.Petition: true, lexicon.Question: true, lexicon.Complaint: true, lexicon.Claim: true, lexicon.Denunciation: true,
	lexicon.Suggestion: true, lexicon.Thanks: true, lexicon.Congratulation: true,
}

// complains says whether a mention is a complaint or a request and not talk about the topic.
func complains(m *social.Scored) bool {
	switch lexicon.Intent(m.Intent) {
	case lexicon.Complaint, lexicon.Claim, lexicon.Denunciation, lexicon.Petition:
		return true
	}
	return false
}

// handles is what the handles of a text say.
type handles struct {
	first   verdict // the text begins with the handle of a target
	running verdict // it has one further on
	others  bool    // it has one that is no target's
}

// handlesOf judges the handles of a text. Those behind the first at the beginning were put there by the thread and say
// nothing; nor does one at the end, unless the text asks or judges: events and news are signed with the handle of whoever
// may care.
func (r *resolver) handlesOf(m *social.Scored) handles {
	h := handles{first: nobody, running: nobody}
	if !strings.Contains(m.Text, "@") {
		return h
	}
	fields := strings.Fields(m.Text)
	tail := len(fields)
	for tail > 0 && signs(fields[tail-1]) {
		tail--
	}
	leading := true
	for i, field := range fields {
		name, ok := handleIn(field)
		if !ok {
			leading = false
			continue
		}
		t := r.targetOf(m.Network, name)
		switch {
		case t < 0:
			h.others = true
		case i == 0:
			h.first = verdict{t, social.TargetAddressed, "@" + name}
		case leading || h.running.target >= 0:
		case i < tail || m.Sentiment < 0 || asksOrJudges[lexicon.Intent(m.Intent)]:
			h.running = verdict{t, social.TargetCited, "@" + name}
		}
	}
	return h
}

// signs says whether a field is no word of the sentence but a handle, a tag, a link or an ornament.
func signs(field string) bool {
	return isHandle(field) || strings.HasPrefix(field, "#") || strings.Contains(field, "://") || !strings.ContainsFunc(field, unicode.IsLetter)
}

func isHandle(field string) bool { _, ok := handleIn(field); return ok }

// handleIn is the handle that a field of a text is, without @ and the signs around it.
func handleIn(field string) (name string, ok bool) {
	name, ok = strings.CutPrefix(strings.TrimLeft(field, ".,;:¡!¿?(\"“"), "@")
	return strings.TrimRight(name, ".,;:!?…)\"”"), ok
}

// targetOf is the target that goes by a handle; -1 for none.
func (r *resolver) targetOf(n social.Network, handle string) int {
	if t, ok := r.handles[fold(strings.TrimPrefix(handle, "@"))]; ok {
		return t
	}
	if a := r.accounts.named(n, handle); a != nil {
		return r.accountTarget(a)
	}
	return -1
}

// accountTarget is the target that an official account stands for: the one that is called like it or like its
// dependency, else the entity as a whole.
func (r *resolver) accountTarget(a *social.Account) int {
	if t, ok := r.handles[fold(a.Handle)]; ok {
		return t
	}
	for _, name := range []string{a.Name, a.Dependency} {
		if t := r.called(name); t >= 0 {
			return t
		}
	}
	return r.own
}

// called is the target of a name.
func (r *resolver) called(name string) int {
	name = fold(name)
	return slices.IndexFunc(r.targets, func(t Target) bool {
		return name != "" && (fold(t.Name) == name || slices.ContainsFunc(t.Words, func(w string) bool { return fold(w) == name }))
	})
}

// dependency is the target that answers for a topic by the name of its dependency: the one of that name, else the entity's
// group of dependencies where there is one, else the entity as a whole; -1 for a topic in nobody's charge.
func (r *resolver) dependency(name string) int {
	if name == "" {
		return -1
	}
	if t := r.called(name); t >= 0 {
		return t
	}
	if t := slices.IndexFunc(r.targets, func(t Target) bool { return t.Kind == "own" && strings.HasPrefix(fold(t.Name), "dependencia") }); t >= 0 {
		return t
	}
	return r.own
}

// answered is whom a mention answers: the entity, where it was left on one of its publications or accounts.
func (r *resolver) answered(m *social.Scored) verdict {
	if m.Kind == social.KindReply && m.Network != social.X {
		return nobody // below a publication a reply answers a comment, and exports name the publication or its account all the same
	}
	if t, ok := r.posts[postKeyOf(m.Network, m.ParentID)]; ok && m.ParentID != "" {
		return verdict{t, social.TargetAnswered, "publicación " + m.ParentID}
	}
	if m.TargetAccount == "" {
		return nobody
	}
	if t := r.targetOf(m.Network, m.TargetAccount); t >= 0 {
		return verdict{t, social.TargetAnswered, "cuenta " + strings.TrimPrefix(m.TargetAccount, "@")}
	}
	return nobody
}

func postKeyOf(n social.Network, id string) string { return string(n) + "\x00" + id }

// published notes something that an official account put out: what answers it is about the account.
func (r *resolver) published(n social.Network, id string, names ...string) {
	if a := r.accounts.named(n, names...); a != nil && id != "" {
		r.posts[postKeyOf(n, id)] = r.accountTarget(a)
	}
}

// learnPosts notes what the entity published in the month being made.
func (r *resolver) learnPosts(in *month) error {
	for _, p := range in.posts {
		r.published(p.v.Network, p.v.ID, p.v.AccountID, p.v.AccountName)
	}
	for e := range in.mentions.all() {
		if !e.is(social.Own) {
			continue
		}
		m, err := in.pile.at(e.place)
		if err != nil {
			return err
		}
		r.published(m.Network, m.ID, m.AuthorID, m.AuthorHandle, m.AuthorName)
	}
	return nil
}

// learnStored is learnPosts of a month that is already stored.
func (r *resolver) learnStored(from *store.Snapshot) error {
	for p, err := range from.Posts() {
		if err != nil {
			return err
		}
		r.published(p.Network, p.ID, p.AccountID, p.AccountName)
	}
	for m, err := range from.Mentions() {
		if err != nil {
			return err
		}
		if m.Status == social.Own {
			r.published(m.Network, m.ID, m.AuthorID, m.AuthorHandle, m.AuthorName)
		}
	}
	return nil
}

// learnGrammar adds the phrases of target_words.go. Where the configuration has a word, its own target takes it.
func (r *resolver) learnGrammar() {
	head := slices.IndexFunc(r.targets, func(t Target) bool {
		return t.Kind == "own" && slices.ContainsFunc(append([]string{t.Name}, t.Words...), func(w string) bool { return strings.HasPrefix(fold(w), "alcalde") })
	})
	for _, f := range officeForms {
		index := r.own
		if f.head && head >= 0 {
			index = head
		}
		unless := make([]string, len(f.unless))
		for i, w := range f.unless {
			unless[i] = fold(w)
		}
		if !r.knows(f.words) {
			r.learn(f.words, phrase{sense: ofOffice, index: index, unless: unless})
		}
	}
	for _, s := range spokenTo {
		sense := ofSpeech
		if s.loose {
			sense = ofLooseSpeech
		}
		if !r.knows(s.words) {
			r.learn(s.words, phrase{sense: sense, index: r.own})
		}
	}
	for _, order := range asking.Orders {
		r.learn(order, phrase{sense: ofLooseSpeech, index: r.own})
	}
}

// knows says whether the configuration gives some target the last word of a phrase, or the phrase.
func (r *resolver) knows(text string) bool {
	words := fields(text)
	return slices.ContainsFunc(r.targets, func(t Target) bool {
		return slices.ContainsFunc(t.Words, func(w string) bool {
			f := fold(w)
			return f == fold(text) || f == words[len(words)-1] || f == words[0]
		})
	})
}

// ofOtherCity says whether what follows a word for the administration makes it another city's: «de Medellín».
func (r *resolver) ofOtherCity(after []string) bool {
	if len(after) < 2 || after[0] != "de" {
		return false
	}
	for _, city := range otherCities {
		if startsWith(after[1:], fields(city)) {
			return !slices.ContainsFunc(r.targets, func(t Target) bool {
				return t.Kind == "city" && slices.ContainsFunc(append([]string{t.Name}, t.Words...), func(w string) bool { return fold(w) == fold(city) })
			})
		}
	}
	return false
}

// isSubject says whether a city named between these words is what the sentence is about and not where it happens.
func isSubject(before, after []string) bool {
	article := len(before) > 0 && (before[len(before)-1] == "la" || before[len(before)-1] == "una")
	if article {
		before = before[:len(before)-1]
	}
	if len(before) > 0 && placeOf[before[len(before)-1]] {
		return false
	}
	if len(before) > 0 && cityBefore[before[len(before)-1]] {
		return len(before) < 2 || !placeOf[before[len(before)-2]]
	}
	return len(after) > 0 && cityIs[after[0]]
}
