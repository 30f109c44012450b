package pipeline

import (
	"cmp"
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
	CauseLexicon     = "lexicon"
	CauseConfig      = "config"
	CauseProgram     = "program"
)

// Causes lists the causes in the order in which they are told.
var Causes = []string{CauseInputs, CauseCorrections, CauseLexicon, CauseConfig, CauseProgram}

var causeNames = map[string]string{
	CauseInputs: "archivos", CauseCorrections: "correcciones", CauseLexicon: "léxico", CauseConfig: "configuración", CauseProgram: "programa",
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
	// Corrected are the mentions whose class an analyst decided in one version and not, or otherwise, in the other.
	Corrected []Move       `json:"corrected"`
	Terms     []TermChange `json:"terms"` // entries of the lexicon that weigh otherwise in mentions that both versions have
	Moved     []Move       `json:"moved"` // mentions of another class, the corrected ones included
	Came      []Change     `json:"came"`  // valid mentions that one version has and the other has not, by cause
	Went      []Change     `json:"went"`
	Targets   int          `json:"targets"` // mentions of another target,
	Topics    int          `json:"topics"`  // of another topic
	Figures   []Figure     `json:"figures"` // those that moved
}

// An InputChange is a file that one version has and the other has not, or has with other content.
type InputChange struct {
	File   string `json:"file"`
	Change string `json:"change"` // added, removed, changed
	Kept   [2]int `json:"kept"`   // rows of the month that it gave
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
		Causes: []string{}, Inputs: []InputChange{}, Corrected: []Move{}, Terms: []TermChange{}, Moved: []Move{}, Came: []Change{}, Went: []Change{}, Figures: []Figure{},
	}
	c.inputs(a.Inputs, b.Inputs)
	d := differing{Comparison: c, by: map[string]map[string]float64{}, came: map[string]int{}, went: map[string]int{}, terms: map[string]*TermChange{}}
	for _, cause := range []struct {
		name    string
		changed bool
	}{
		{CauseInputs, len(c.Inputs) > 0},
		{CauseCorrections, a.Corrections.SHA256 != b.Corrections.SHA256},
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
}

// A side is what a comparison keeps of a mention.
type side struct {
	valid         bool
	byAnalyst     bool
	auto, final   lexicon.Polarity
	target, topic string
	terms         map[string]float64
}

func sideOf(m *social.Scored) side {
	s := side{valid: m.Status == social.Valid, byAnalyst: m.FinalBy == store.ByAnalyst, auto: m.Sentiment, final: m.Final, target: m.Target, topic: m.Topic}
	if len(m.Terms) > 0 {
		s.terms = make(map[string]float64, len(m.Terms))
	}
	for _, t := range m.Terms {
		s.terms[t.Term] = t.Weight
	}
	return s
}

// mentions walks the later version beside the earlier one. Duplicates have the key of what they repeat and are left
// out: they are counted among the figures.
func (d *differing) mentions(a, b *store.Snapshot) error {
	before := map[string]side{}
	for m, err := range a.Mentions() {
		if err != nil {
			return fmt.Errorf("leer las menciones de la versión %d: %w", a.Version, err)
		}
		if m.Status != social.Duplicate {
			before[m.Key] = sideOf(m)
		}
	}
	for m, err := range b.Mentions() {
		if err != nil {
			return fmt.Errorf("leer las menciones de la versión %d: %w", b.Version, err)
		}
		if m.Status == social.Duplicate {
			continue
		}
		was := before[m.Key]
		delete(before, m.Key)
		d.mention(m.Key, was, sideOf(m))
	}
	for _, key := range slices.Sorted(maps.Keys(before)) {
		d.mention(key, before[key], side{})
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
		d.count(is.final, cause, 1)
		// A correction may come together with its mention: it is told among the corrections all the same.
		if is.byAnalyst {
			d.Corrected = append(d.Corrected, Move{key, is.auto.String(), is.final.String(), CauseCorrections, []string{}})
		}
		return
	case !is.valid:
		cause := d.cause(CauseInputs, CauseConfig, CauseProgram)
		d.went[cause]++
		d.count(was.final, cause, -1)
		return
	}
	if was.target != is.target {
		d.Targets++
	}
	if was.topic != is.topic {
		d.Topics++
	}
	words := d.words(was.terms, is.terms)
	corrected := was.byAnalyst != is.byAnalyst || is.byAnalyst && was.final != is.final
	cause := CauseCorrections
	if !corrected {
		cause = d.cause(CauseLexicon, CauseProgram, CauseConfig, CauseInputs)
	}
	move := Move{key, was.final.String(), is.final.String(), cause, words}
	if corrected {
		d.Corrected = append(d.Corrected, move)
	}
	if was.final != is.final {
		d.Moved = append(d.Moved, move)
		d.count(was.final, cause, -1)
		d.count(is.final, cause, 1)
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
func (d *differing) words(was, is map[string]float64) []string {
	words := []string{}
	note := func(term string, before, after *float64) {
		words = append(words, term)
		t := d.terms[term]
		if t == nil {
			t = &TermChange{Term: term, Before: before, After: after}
			d.terms[term] = t
		}
		t.Mentions++
	}
	for term, weight := range was {
		after, still := is[term]
		switch {
		case !still:
			note(term, &weight, nil)
		case after != weight:
			note(term, &weight, &after)
		}
	}
	for term, weight := range is {
		if _, had := was[term]; !had {
			note(term, nil, &weight)
		}
	}
	slices.Sort(words)
	return words
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

// Why says the causes in words that need no knowledge of the program, one sentence each.
func (c *Comparison) Why() []string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, in := range c.Inputs {
		switch in.Change {
		case "added":
			say("Archivo nuevo: %s, con %s del mes.", in.File, rowsText(in.Kept[1]))
		case "removed":
			say("Ya no está el archivo %s, que tenía %s del mes.", in.File, rowsText(in.Kept[0]))
		default:
			say("Cambió el archivo %s: antes %s del mes, ahora %s.", in.File, rowsText(in.Kept[0]), rowsText(in.Kept[1]))
		}
	}
	if slices.Contains(c.Causes, CauseCorrections) {
		say("Correcciones de los analistas: %s de clase distinta por decisión de una persona.", mentionsText(len(c.Corrected)))
	}
	if slices.Contains(c.Causes, CauseLexicon) {
		say("El léxico cambió. Entradas que pesan distinto en las menciones del mes: %d.", len(c.Terms))
	}
	if slices.Contains(c.Causes, CauseConfig) {
		say("Cambió la configuración (pulso.yaml o la clave de los seudónimos).")
	}
	if slices.Contains(c.Causes, CauseProgram) {
		say("Cambió el programa: de la versión %s a la %s.", c.Program[0], c.Program[1])
	}
	if c.State[0] != c.State[1] {
		say("El mes pasó de %s a %s.", c.State[0].Title(), c.State[1].Title())
	}
	if c.Reason != "" {
		say("Motivo anotado: %s.", strings.TrimSuffix(c.Reason, "."))
	}
	return lines
}

// CauseName is a cause in Spanish.
func CauseName(cause string) string { return causeNames[cause] }

func rowsText(n int) string { return counted(n, "fila", "filas") }

func mentionsText(n int) string { return counted(n, "mención", "menciones") }

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
