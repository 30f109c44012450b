package pipeline

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// The causes by which two versions of a month differ.
const (
	CauseInputs      = "inputs"
	CauseCorrections = "corrections"
	CauseEvidence    = "evidence"
	CauseLexicon     = "lexicon"
	CauseConfig      = "config"
	CauseProgram     = "program"
)

// Causes lists the causes in the order in which they are told.
var Causes = []string{CauseInputs, CauseCorrections, CauseEvidence, CauseLexicon, CauseConfig, CauseProgram}

var causeNames = map[string]string{
	CauseInputs: "archivos", CauseCorrections: "correcciones", CauseEvidence: "registros", CauseLexicon: "léxico", CauseConfig: "configuración", CauseProgram: "programa",
}

// A Comparison is what differs between two versions of a month, and why. Everything in it follows from the two
// versions' manifests and rows: nothing is taken from anybody's word.
type Comparison struct {
	Month   social.Month   `json:"month"`
	From    int            `json:"from"` // versions
	To      int            `json:"to"`
	Causes  []string       `json:"causes"` // of those in Causes that changed between the two
	State   [2]store.State `json:"state"`
	Reason  string         `json:"reason,omitempty"` // of the later version
	Program [2]string      `json:"program"`
	Inputs  []InputChange  `json:"inputs"`
	Records []RecordChange `json:"records"` // of the office's own
	// Corrected are the mentions whose class an analyst decided in one version and not, or otherwise, in the other.
	Corrected []Move        `json:"corrected"`
	Entries   []EntryChange `json:"entries"` // of the office's own lexicon, those too that no mention of the month met
	Terms     []TermChange  `json:"terms"`   // entries of the lexicon that weigh otherwise in mentions that both versions have
	Moved     []Move        `json:"moved"`   // mentions of another class, the corrected ones included
	Came      []Change      `json:"came"`    // valid mentions that one version has and the other has not, by cause
	Went      []Change      `json:"went"`
	Targets   int           `json:"targets"` // mentions of another target,
	Topics    int           `json:"topics"`  // of another topic
	Figures   []Figure      `json:"figures"` // those that moved
}

// An InputChange is a file that one version has and the other has not, or has with other content.
type InputChange struct {
	File   string `json:"file"`
	Change string `json:"change"` // added, removed, changed
	Kept   [2]int `json:"kept"`   // rows of the month that it gave
}

// A RecordChange is one of the office's records whose part on the month came, went or changed. Name is its path below
// the workspace; it moves figures of the reports and none of the rows.
type RecordChange struct {
	Name   string `json:"name"`
	Change string `json:"change"` // added, removed, changed
	Rows   [2]int `json:"rows"`
}

// A Move is a mention that changed its class.
type Move struct {
	Mention string   `json:"mention"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	Cause   string   `json:"cause"`
	Words   []string `json:"words"` // terms that weigh otherwise in it
}

// A TermChange is an entry of the lexicon with its weight before and after; nil where it weighs nothing in the month.
type TermChange struct {
	Term     string   `json:"term"`
	Before   *float64 `json:"before"`
	After    *float64 `json:"after"`
	Mentions int      `json:"mentions"` // in which that matters
}

// An EntryChange is a line of the office's lexicon that came, went or changed. Before and After are its cells, with tabs
// between them; empty where there is no such line.
type EntryChange struct {
	Table    string `json:"table"`
	Term     string `json:"term"`
	Change   string `json:"change"` // added, removed, changed
	Before   string `json:"before,omitempty"`
	After    string `json:"after,omitempty"`
	Mentions int    `json:"mentions"` // in which its weight is another one
}

// A Change is so many mentions by one cause.
type Change struct {
	Cause string `json:"cause"`
	N     int    `json:"n"`
}

// A Figure is a figure of the month before and after, with what each cause did to it where that can be told.
type Figure struct {
	Name   string             `json:"name"` // Spanish
	Before float64            `json:"before"`
	After  float64            `json:"after"`
	By     map[string]float64 `json:"by,omitempty"`
}

// Diff compares two versions of a month, an earlier and a later one.
func Diff(a, b *store.Snapshot) (*Comparison, error) {
	c := &Comparison{
		Month: b.Month, From: a.Version, To: b.Version, State: [2]store.State{a.State, b.State}, Reason: b.Reason, Program: [2]string{a.Program, b.Program},
		Causes: []string{}, Inputs: []InputChange{}, Records: []RecordChange{}, Corrected: []Move{}, Entries: []EntryChange{}, Terms: []TermChange{}, Moved: []Move{}, Came: []Change{}, Went: []Change{}, Figures: []Figure{},
	}
	c.inputs(social.ByTake(a.Inputs), social.ByTake(b.Inputs))
	if a.Evidence != nil { // a version of an earlier program does not tell what it was made from
		c.Records = append(c.Records, ChangedEvidence(a.Evidence, b.Evidence)...)
	}
	if a.Entries != nil {
		c.Entries = append(c.Entries, changedEntries(a.Entries, b.Entries)...)
	}
	d := differing{Comparison: c, by: map[string]map[string]float64{}, came: map[string]int{}, went: map[string]int{}, terms: map[string]*TermChange{}, names: names{number: map[string]uint32{}}}
	for _, cause := range []struct {
		name    string
		changed bool
	}{
		{CauseInputs, len(c.Inputs) > 0},
		{CauseCorrections, a.Corrections.SHA256 != b.Corrections.SHA256},
		{CauseEvidence, len(c.Records) > 0},
		{CauseLexicon, a.Lexicon != b.Lexicon},
		{CauseConfig, a.Config != b.Config},
		{CauseProgram, a.Program != b.Program},
	} {
		if cause.changed {
			c.Causes = append(c.Causes, cause.name)
		}
	}
	if err := d.mentions(a, b); err != nil {
		return nil, err
	}
	if err := d.figures(a, b); err != nil {
		return nil, err
	}
	d.end()
	return c, nil
}

// ChangedEvidence is what differs between two lists of records, by name.
func ChangedEvidence(a, b []store.Evidence) []RecordChange {
	before := map[string]store.Evidence{}
	for _, e := range a {
		before[e.Name] = e
	}
	var changes []RecordChange
	for _, e := range b {
		was, had := before[e.Name]
		delete(before, e.Name)
		switch {
		case !had:
			changes = append(changes, RecordChange{e.Name, "added", [2]int{0, e.Rows}})
		case was != e:
			changes = append(changes, RecordChange{e.Name, "changed", [2]int{was.Rows, e.Rows}})
		}
	}
	for name, e := range before {
		changes = append(changes, RecordChange{name, "removed", [2]int{e.Rows, 0}})
	}
	slices.SortFunc(changes, func(x, y RecordChange) int { return cmp.Compare(x.Name, y.Name) })
	return changes
}

// changedEntries is what differs between two lists of entries, by table and term.
func changedEntries(a, b []store.Entry) []EntryChange {
	lines := func(all []store.Entry) map[store.Entry]string {
		by := map[store.Entry]string{}
		for _, e := range all {
			key := store.Entry{Table: e.Table, Line: e.Term()}
			by[key] = strings.TrimPrefix(by[key]+"\n"+e.Line, "\n")
		}
		return by
	}
	before, after := lines(a), lines(b)
	var changes []EntryChange
	for key, was := range before {
		if is, still := after[key]; !still {
			changes = append(changes, EntryChange{Table: key.Table, Term: key.Line, Change: "removed", Before: was})
		} else if is != was {
			changes = append(changes, EntryChange{Table: key.Table, Term: key.Line, Change: "changed", Before: was, After: is})
		}
	}
	for key, is := range after {
		if _, had := before[key]; !had {
			changes = append(changes, EntryChange{Table: key.Table, Term: key.Line, Change: "added", After: is})
		}
	}
	slices.SortFunc(changes, func(x, y EntryChange) int { return cmp.Or(cmp.Compare(x.Table, y.Table), cmp.Compare(x.Term, y.Term)) })
	return changes
}

func (c *Comparison) inputs(a, b []social.Intake) {
	before, after := map[string]social.Intake{}, map[string]social.Intake{}
	for _, in := range a {
		before[in.File] = in
	}
	for _, in := range b {
		after[in.File] = in
		was, had := before[in.File]
		switch {
		case !had:
			c.Inputs = append(c.Inputs, InputChange{in.File, "added", [2]int{0, in.Kept}})
		case was.SHA256 != in.SHA256:
			c.Inputs = append(c.Inputs, InputChange{in.File, "changed", [2]int{was.Kept, in.Kept}})
		}
	}
	for _, in := range a {
		if _, still := after[in.File]; !still {
			c.Inputs = append(c.Inputs, InputChange{in.File, "removed", [2]int{in.Kept, 0}})
		}
	}
	slices.SortFunc(c.Inputs, func(x, y InputChange) int { return cmp.Compare(x.File, y.File) })
}

// A differing is a comparison being made.
type differing struct {
	*Comparison
	by         map[string]map[string]float64 // class → cause → change in number
	came, went map[string]int
	terms      map[string]*TermChange
	names      names
}

// A side is what a comparison keeps of a mention: few bytes, since all of one version are kept to walk the other.
type side struct {
	valid         bool
	byAnalyst     bool
	auto, final   int8   // lexicon.Polarity
	target, topic uint32 // numbers of names
	weights       []termWeight
}

// A termWeight is what a term weighs in a mention. The term is the number of a name.
type termWeight struct {
	term   uint32
	weight float64
}

// names number what many mentions have: terms, targets, topics.
type names struct {
	number map[string]uint32
	all    []string
}

func (n *names) of(name string) uint32 {
	i, known := n.number[name]
	if !known {
		i = uint32(len(n.all))
		n.all, n.number[name] = append(n.all, name), i
	}
	return i
}

// sideOf puts the weights of the mention's terms, the last of each, into room.
func (d *differing) sideOf(m *social.Scored, room []termWeight) side {
	s := side{
		valid: m.Status == social.Valid, byAnalyst: m.FinalBy == store.ByAnalyst, auto: int8(m.Sentiment), final: int8(m.Final),
		target: d.names.of(m.Target), topic: d.names.of(m.Topic), weights: room[:0],
	}
	for _, t := range m.Terms {
		w := termWeight{d.names.of(t.Term), t.Weight}
		if i := slices.IndexFunc(s.weights, func(x termWeight) bool { return x.term == w.term }); i >= 0 {
			s.weights[i] = w
		} else {
			s.weights = append(s.weights, w)
		}
	}
	return s
}

// mentionID is a mention's key in few bytes.
func mentionID(m *social.Scored) [16]byte {
	sum := sha256.Sum256([]byte(m.Key))
	return [16]byte(sum[:16])
}

// mentions walks the later version beside the earlier one. Duplicates have the key of what they repeat and are left
// out: they are counted among the figures.
func (d *differing) mentions(a, b *store.Snapshot) error {
	before := make(map[[16]byte]side, a.Counts.Mentions)
	var room []termWeight
	for m, err := range a.Mentions() {
		if err != nil {
			return fmt.Errorf("leer las menciones de la versión %d: %w", a.Version, err)
		}
		if m.Status != social.Duplicate {
			was := d.sideOf(m, room)
			room, was.weights = was.weights, slices.Clone(was.weights)
			before[mentionID(m)] = was
		}
	}
	for m, err := range b.Mentions() {
		if err != nil {
			return fmt.Errorf("leer las menciones de la versión %d: %w", b.Version, err)
		}
		if m.Status == social.Duplicate {
			continue
		}
		id := mentionID(m)
		is := d.sideOf(m, room)
		room = is.weights
		d.mention(m.Key, before[id], is)
		delete(before, id)
	}
	for _, was := range before {
		d.mention("", was, side{}) // those that went are counted, not named
	}
	return nil
}

func (d *differing) mention(key string, was, is side) {
	switch {
	case !was.valid && !is.valid:
		return
	case !was.valid:
		cause := d.cause(CauseInputs, CauseConfig, CauseProgram)
		d.came[cause]++
		d.count(lexicon.Polarity(is.final), cause, 1)
		// A correction may come together with its mention: it is told among the corrections all the same.
		if is.byAnalyst {
			d.Corrected = append(d.Corrected, Move{key, lexicon.Polarity(is.auto).String(), lexicon.Polarity(is.final).String(), CauseCorrections, []string{}})
		}
		return
	case !is.valid:
		cause := d.cause(CauseInputs, CauseConfig, CauseProgram)
		d.went[cause]++
		d.count(lexicon.Polarity(was.final), cause, -1)
		return
	}
	if was.target != is.target {
		d.Targets++
	}
	if was.topic != is.topic {
		d.Topics++
	}
	words := d.words(was.weights, is.weights)
	corrected := was.byAnalyst != is.byAnalyst || is.byAnalyst && was.final != is.final
	cause := CauseCorrections
	if !corrected {
		cause = d.cause(CauseLexicon, CauseProgram, CauseConfig, CauseInputs)
	}
	move := Move{key, lexicon.Polarity(was.final).String(), lexicon.Polarity(is.final).String(), cause, words}
	if corrected {
		d.Corrected = append(d.Corrected, move)
	}
	if was.final != is.final {
		d.Moved = append(d.Moved, move)
		d.count(lexicon.Polarity(was.final), cause, -1)
		d.count(lexicon.Polarity(is.final), cause, 1)
	}
}

// cause is the first of those that may explain a change and did change; the program where none did.
func (d *differing) cause(may ...string) string {
	for _, cause := range may {
		if slices.Contains(d.Causes, cause) {
			return cause
		}
	}
	return CauseProgram
}

func (d *differing) count(class lexicon.Polarity, cause string, n float64) {
	name := classFigures[class]
	if d.by[name] == nil {
		d.by[name] = map[string]float64{}
	}
	d.by[name][cause] += n
	if d.by[figureValid] == nil {
		d.by[figureValid] = map[string]float64{}
	}
	d.by[figureValid][cause] += n
}

// words are the terms that weigh otherwise in a mention, noted for the month as well.
func (d *differing) words(was, is []termWeight) []string {
	words := []string{}
	note := func(number uint32, before, after *float64) {
		term := d.names.all[number]
		words = append(words, term)
		t := d.terms[term]
		if t == nil {
			t = &TermChange{Term: term, Before: copied(before), After: copied(after)}
			d.terms[term] = t
		}
		t.Mentions++
	}
	in := func(list []termWeight, term uint32) *float64 {
		for i := range list {
			if list[i].term == term {
				return &list[i].weight
			}
		}
		return nil
	}
	for i := range was {
		if after := in(is, was[i].term); after == nil || *after != was[i].weight {
			note(was[i].term, &was[i].weight, after)
		}
	}
	for i := range is {
		if in(was, is[i].term) == nil {
			note(is[i].term, nil, &is[i].weight)
		}
	}
	slices.Sort(words)
	return words
}

// copied is a value of its own: the weights of a mention lie where the next one's will.
func copied(p *float64) *float64 {
	if p == nil {
		return nil
	}
	return new(*p)
}

// The names of the figures that causes are told of.
const (
	figureValid    = "Menciones válidas"
	figurePositive = "Menciones positivas"
	figureNegative = "Menciones negativas"
	figureNeutral  = "Menciones neutras"
)

var classFigures = map[lexicon.Polarity]string{lexicon.Positive: figurePositive, lexicon.Negative: figureNegative, lexicon.Neutral: figureNeutral}

// statusFigures name the mentions that do not count.
var statusFigures = map[social.Status]string{
	social.Own: "Menciones propias", social.Duplicate: "Menciones repetidas", social.Share: "Compartidas sin texto", social.Spam: "Menciones de campañas",
	social.OtherTongue: "Menciones en otros idiomas", social.Empty: "Menciones sin texto",
}

// figures compares the figures of the two versions, in the order in which they are told.
func (d *differing) figures(a, b *store.Snapshot) error {
	was, err := figuresOf(a)
	if err != nil {
		return err
	}
	is, err := figuresOf(b)
	if err != nil {
		return err
	}
	names := was.names
	for _, name := range is.names {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if was.value[name] != is.value[name] {
			d.Figures = append(d.Figures, Figure{Name: name, Before: was.value[name], After: is.value[name], By: d.by[name]})
		}
	}
	return nil
}

type figures struct {
	names []string
	value map[string]float64
}

func (f *figures) add(name string, n float64) {
	if _, ok := f.value[name]; !ok {
		f.names = append(f.names, name)
	}
	f.value[name] += n
}

func figuresOf(s *store.Snapshot) (figures, error) {
	f := figures{value: map[string]float64{}}
	c := s.Counts
	positive, negative, neutral := c.BySentiment[lexicon.Positive.String()], c.BySentiment[lexicon.Negative.String()], c.BySentiment[lexicon.Neutral.String()]
	f.add("Menciones leídas", float64(c.Mentions))
	f.add(figureValid, float64(c.ByStatus[string(social.Valid)]))
	f.add(figurePositive, float64(positive))
	f.add(figureNegative, float64(negative))
	f.add(figureNeutral, float64(neutral))
	if n := positive + negative + neutral; n > 0 {
		f.add("Sentimiento neto total (puntos)", float64(positive-negative)/float64(n)*100)
	}
	f.add("Menciones corregidas", float64(c.Corrected))
	for _, status := range social.Funnel {
		f.add(statusFigures[status], float64(c.ByStatus[string(status)]))
	}
	for _, n := range social.Networks {
		f.add("Menciones válidas de "+n.Title(), float64(c.ByNetwork[string(n)]))
	}
	if err := f.posts(s); err != nil {
		return f, err
	}
	f.add("Filas rechazadas", float64(c.Rejects))
	return f, f.followers(s)
}

func (f *figures) posts(s *store.Snapshot) error {
	for p, err := range s.LatestPosts() {
		if err != nil {
			return fmt.Errorf("leer las publicaciones de la versión %d: %w", s.Version, err)
		}
		f.add("Publicaciones de "+p.Network.Title(), 1)
		for _, n := range []social.Opt[int64]{p.Reactions, p.Comments, p.Shares, p.Saves} {
			if n.OK {
				f.add("Interacciones de las publicaciones de "+p.Network.Title(), float64(n.V))
			}
		}
	}
	return nil
}

// followers are the last level of each account.
func (f *figures) followers(s *store.Snapshot) error {
	last := map[string]*social.AccountMetric{}
	for m, err := range s.AccountMetrics() {
		if err != nil {
			return fmt.Errorf("leer los valores de las cuentas de la versión %d: %w", s.Version, err)
		}
		if m.Metric != social.FollowersTotal {
			continue
		}
		name := "Seguidores de " + cmp.Or(m.AccountName, m.AccountID, "la cuenta") + " en " + m.Network.Title()
		if before := last[name]; before == nil || m.End.Compare(before.End) >= 0 {
			last[name] = m
		}
	}
	for _, name := range slices.Sorted(maps.Keys(last)) {
		f.add(name, last[name].Value)
	}
	return nil
}

// end puts what was gathered in order.
func (d *differing) end() {
	for _, name := range slices.Sorted(maps.Keys(d.terms)) {
		d.Terms = append(d.Terms, *d.terms[name])
	}
	slices.SortStableFunc(d.Terms, func(x, y TermChange) int { return cmp.Compare(y.Mentions, x.Mentions) })
	for i := range d.Entries {
		if t := d.terms[d.Entries[i].Term]; t != nil {
			d.Entries[i].Mentions = t.Mentions
		}
	}
	byKey := func(x, y Move) int { return cmp.Compare(x.Mention, y.Mention) }
	slices.SortFunc(d.Corrected, byKey)
	slices.SortFunc(d.Moved, byKey)
	for _, cause := range Causes {
		if n := d.came[cause]; n > 0 {
			d.Came = append(d.Came, Change{cause, n})
		}
		if n := d.went[cause]; n > 0 {
			d.Went = append(d.Went, Change{cause, n})
		}
	}
	for _, by := range d.by {
		maps.DeleteFunc(by, func(_ string, n float64) bool { return n == 0 })
	}
}

// Same says whether the two versions tell the same of the month.
func (c *Comparison) Same() bool {
	return len(c.Causes) == 0 && len(c.Figures) == 0 && len(c.Moved) == 0 && c.State[0] == c.State[1]
}
