package sentiment

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// An aim is a target with the rule that found it.
type aim struct {
	target string
	rule   social.TargetRule
}

// A tally is a month of mentions, counted.
type tally struct {
	month     social.Month
	read      int // all mentions of the month, excluded ones too
	status    map[social.Status]int
	all       reports.Classes
	network   map[social.Network]*reports.Classes
	excluded  map[social.Network]map[social.Status]int
	kind      map[social.Network]map[social.Kind]int
	day       map[social.Date]*reports.Classes
	dayOf     map[social.Network]map[social.Date]int
	target    map[string]*reports.Classes
	aim       map[aim]*reports.Classes
	topic     map[string]*reports.Classes
	office    map[string]string // dependency of each topic, as the mentions say
	english   reports.Classes
	covered   int // valid mentions with a term or more
	irony     int
	corrected int
	// correctedOf is corrected, by network.
	correctedOf map[social.Network]int
	first, last social.Date    // days of its mentions, excluded ones too
	lexicon     string         // version under which the month was scored
	author      map[string]int // valid mentions by author, for their concentration only
}

func newTally(m social.Month) *tally {
	return &tally{
		month: m, status: map[social.Status]int{}, network: map[social.Network]*reports.Classes{},
		excluded: map[social.Network]map[social.Status]int{}, kind: map[social.Network]map[social.Kind]int{},
		day: map[social.Date]*reports.Classes{}, dayOf: map[social.Network]map[social.Date]int{},
		target: map[string]*reports.Classes{}, aim: map[aim]*reports.Classes{}, topic: map[string]*reports.Classes{}, office: map[string]string{}, correctedOf: map[social.Network]int{}, author: map[string]int{},
	}
}

func count[K comparable](m map[K]*reports.Classes, k K, p lexicon.Polarity) {
	c := m[k]
	if c == nil {
		c = &reports.Classes{}
		m[k] = c
	}
	c.Add(p)
}

func bump[K, L comparable](m map[K]map[L]int, k K, l L) {
	if m[k] == nil {
		m[k] = map[L]int{}
	}
	m[k][l]++
}

// add counts one mention on day d.
func (t *tally) add(m *social.Scored, d social.Date) {
	t.read++
	t.status[m.Status]++
	if d.Compare(t.last) > 0 {
		t.last = d
	}
	if t.first.IsZero() || d.Compare(t.first) < 0 {
		t.first = d
	}
	if m.Status != social.Valid {
		bump(t.excluded, m.Network, m.Status)
		return
	}
	t.all.Add(m.Final)
	count(t.network, m.Network, m.Final)
	count(t.day, d, m.Final)
	bump(t.dayOf, m.Network, d)
	bump(t.kind, m.Network, m.Kind)
	if m.Target != "" {
		count(t.target, m.Target, m.Final)
		count(t.aim, aim{m.Target, m.TargetRule}, m.Final)
	}
	if m.Topic != "" {
		count(t.topic, m.Topic, m.Final)
		// Which of several dependencies is kept must not depend on the order of reading.
		if t.office[m.Topic] == "" || m.Dependency != "" && m.Dependency < t.office[m.Topic] {
			t.office[m.Topic] = m.Dependency
		}
	}
	if who := authorOf(m); who != "" {
		t.author[string(m.Network)+":"+who]++
	}
	if m.ScoredBy == "english" {
		t.english.Add(m.Final)
	}
	if meaningful(m) > 0 {
		t.covered++
	}
	if m.Irony {
		t.irony++
	}
	if m.FinalBy == "analyst" {
		t.corrected++
		t.correctedOf[m.Network]++
	}
}

// of is the class counts of a key, zero when it has none.
func of[K comparable](m map[K]*reports.Classes, k K) reports.Classes {
	if c := m[k]; c != nil {
		return *c
	}
	return reports.Classes{}
}

// silent is how many days in a row at either end of a month without any mention make one doubt that the inputs
// cover it.
const silent = 3

// gap says, in Spanish, what stretch of the month the inputs cover when they seem to miss an end of it; else empty. Few
// mentions leave empty days by themselves.
func (t *tally) gap() string {
	if t.read < reports.MinSample || t.first.Day <= silent && t.month.Days()-t.last.Day < silent {
		return ""
	}
	return "las menciones van del " + reports.Day(t.first) + " al " + reports.Day(t.last)
}

// loudest is how many valid mentions the most active author wrote. Who that is does not matter and is not said.
func (t *tally) loudest() int {
	most := 0
	for _, n := range t.author {
		most = max(most, n)
	}
	return most
}

// networks are those with any mention, valid or excluded, in the order of print.
func (t *tally) networks() []social.Network {
	var out []social.Network
	for _, n := range append(slices.Clone(social.Networks), "") {
		if t.network[n] != nil || t.excluded[n] != nil {
			out = append(out, n)
		}
	}
	return out
}

// A word is what a term of the lexicon added up to in the month. Contributions are kept in millionths, so that their
// sum does not depend on the order of adding.
type word struct {
	term     string
	plus     int64 // contributions that raised scores
	minus    int64 // those that lowered them, negative
	uses     int
	mentions int
	regional bool
	example  string // smallest key of a mention with it
}

func millionths(x float64) int64 { return int64(math.Round(x * 1e6)) }

func (w *word) total() float64 { return float64(w.plus+w.minus) / 1e6 }

// addWords counts a mention's terms.
func addWords(words map[string]*word, m *social.Scored) {
	for i, t := range m.Terms {
		w := words[t.Term]
		if w == nil {
			w = &word{term: t.Term}
			words[t.Term] = w
		}
		if c := millionths(t.Contribution); c > 0 {
			w.plus += c
		} else {
			w.minus += c
		}
		w.uses++
		w.regional = w.regional || t.Regional
		if w.example == "" || m.Key < w.example {
			w.example = m.Key
		}
		if !slices.ContainsFunc(m.Terms[:i], func(u social.Term) bool { return u.Term == t.Term }) {
			w.mentions++
		}
	}
}

// load reads the month in full and counts the twelve before it.
func (a *analysis) load() error {
	a.now = newTally(a.month)
	a.months[0] = a.now
	a.now.lexicon = a.in.Current.Lexicon
	a.words, a.untold = map[string]*word{}, map[string]*word{}
	a.picks.seed, a.audit.seed = a.month.String(), a.month.String()
	a.picks.office = &a.in.Office
	a.audit.answers = map[string]reports.Review{}
	for _, r := range a.in.Reviews {
		if r.Month == a.month {
			a.audit.answers[r.Key] = r
		}
	}
	a.readLedger()
	if a.in.Second.Helps() {
		a.doubts.second, a.picks.second = a.in.Second, a.in.Second
	}
	a.raised = make([]raised, len(alarms))
	official, requests := a.in.Office.Official(), a.in.Requests()
	err := a.each(a.month, a.in.Current.Mentions, func(m *social.Scored, d social.Date) {
		a.now.add(m, d)
		requests.Add(m)
		if m.Status == social.Valid {
			addWords(a.words, m)
			if m.Final == lexicon.Negative && m.Topic == "" {
				addWords(a.untold, m)
			}
			a.picks.offer(m, official)
			a.doubts.offer(m, a.ledger[m.Key] != nil)
			a.meet(m)
			a.audit.offer(m)
			a.alert(m)
		}
	})
	if err != nil {
		return err
	}
	a.attention, a.petitions = requests.End()
	for back := 1; back < depth; back++ {
		if err := a.loadEarlier(back); err != nil {
			return err
		}
	}
	return a.findPeaks()
}

func (a *analysis) loadEarlier(back int) error {
	if a.in.Earlier == nil {
		return nil
	}
	m, ok, err := a.in.Earlier(a.month.Add(-back))
	if err != nil {
		return fmt.Errorf("abrir %s: %w", a.month.Add(-back), err)
	}
	if !ok {
		return nil
	}
	t := newTally(m.Month)
	t.lexicon = m.Lexicon
	a.months[back] = t
	return a.each(m.Month, m.ToCount(), t.add)
}

// each calls f with every one of a month's mentions and its day in the office's zone.
func (a *analysis) each(m social.Month, mentions iter.Seq2[*social.Scored, error], f func(*social.Scored, social.Date)) error {
	if mentions == nil {
		return nil
	}
	for s, err := range mentions {
		if err != nil {
			return fmt.Errorf("leer las menciones de %s: %w", m, err)
		}
		f(s, social.DateOf(s.PublishedAt, a.in.Zone))
	}
	return nil
}

// at is a figure of the month back; missing when the store has no such month.
func (a *analysis) at(back int, figure func(*tally) reports.Value) reports.Value {
	t := a.months[back]
	if t == nil {
		v := figure(newTally(a.month.Add(-back)))
		return reports.NoValue("sin datos", v.Unit)
	}
	return figure(t)
}

// compare gives what a figure is held against.
func (a *analysis) compare(figure func(*tally) reports.Value) []reports.Comparison {
	return []reports.Comparison{
		{Label: "mes anterior", Value: a.at(1, figure)},
		{Label: "media de 3 meses", Value: a.mean(figure)},
		{Label: "mismo mes de " + fmt.Sprint(a.month.Year-1), Value: a.at(12, figure)},
	}
}

// mean is the mean of a figure over the three months before; months without it are left out, and it is said.
func (a *analysis) mean(figure func(*tally) reports.Value) reports.Value {
	var out reports.Value
	n := 0
	for back := 1; back <= 3; back++ {
		v := a.at(back, figure)
		out.Unit = v.Unit
		if v.OK {
			out.N += v.N
			n++
		} else {
			out.Missing = cmp.Or(out.Missing, v.Missing)
		}
	}
	if n == 0 {
		return out
	}
	out.N, out.OK, out.Missing = out.N/float64(n), true, ""
	if n < 3 {
		out = out.With(fmt.Sprintf("%d de 3 meses", n))
	}
	return out
}

// before is the tally of the month before, nil when there is none.
func (a *analysis) before() *tally { return a.months[1] }
