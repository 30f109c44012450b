package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports"
	"pulso/reports/xlsx"
)

func (a *app) correctCommand() *cobra.Command {
	var analyst string
	c := &cobra.Command{
		Use:   "correct BASE.xlsx",
		Short: "Toma las correcciones, las palabras, la evaluación y las peticiones que se anotaron en una base",
		Long: `Lee las hojas Correcciones, Lexico_Propuesto, Evaluacion y Peticiones de una base que se editó en Excel o
LibreOffice. Dice qué tomó y qué no, con la celda y qué hacer. Tomar dos veces el mismo archivo no cambia nada.
Lo que toma queda en corrections/ y en lexico/, y se ve en el informe después del siguiente «pulso run».`,
		Example: "  pulso correct base-sentimientos-2026-10.xlsx\n  pulso correct --analyst \"Prensa\" base-sentimientos-2026-10.xlsx",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(1, "un archivo .xlsx")(args) },
		RunE:    func(_ *cobra.Command, args []string) error { return a.correct(args[0], analyst) },
	}
	c.Flags().StringVar(&analyst, "analyst", "", "quién corrige, donde la columna analista está vacía")
	return c
}

// maxBase bounds the file that correct takes: several times the largest base.
const maxBase = 300 << 20

// A correcting is one base being taken into the workspace. What it decides is gathered first and written at the end.
type correcting struct {
	config   *config
	store    *store.Store
	edits    *xlsx.Edits
	mark     store.Mark // of the file; the cell and the analyst differ by row
	mentions map[string]*social.Scored
	months   map[string]social.Month
	official func(string) bool
	last     map[[2]string]store.Decision // by mention and field
	reasons  map[[2]string]bool           // mention and reason that the ledger has

	decisions []store.Decision
	cells     map[[2]string]xlsx.Entry // by mention and field: what this file said first
	reviews   []store.Review
	petitions []store.Petition
	refused   []xlsx.Refusal
	notes     []string
	repeated  int
}

// taken is what correct did, as `--json` gives it.
type taken struct {
	File        string         `json:"file"`
	SHA256      string         `json:"sha256"`
	Sheets      []string       `json:"sheets"`
	Corrections int            `json:"corrections"`
	Words       []string       `json:"words"`
	Reviews     int            `json:"reviews"`
	Petitions   int            `json:"petitions"`
	Repeated    int            `json:"repeated"` // what the ledgers had already
	Months      []string       `json:"months"`   // those that a run would now change
	Notes       []string       `json:"notes"`    // what was taken and has no effect
	Refused     []xlsx.Refusal `json:"refused"`
}

func (a *app) correct(path, analyst string) error {
	c, err := loadConfig(a.dir)
	if err != nil {
		return err
	}
	content, err := readBounded(path, maxBase)
	if err != nil {
		return err
	}
	edits, err := xlsx.ReadEdits(content)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	sum := sha256.Sum256(content)
	office := c.office()
	k := &correcting{
		config: c, store: store.Open(a.dir), edits: edits, official: office.Official(), refused: edits.Refusals,
		mark: store.Mark{Analyst: strings.TrimSpace(analyst), When: a.now().UTC().Truncate(1e9), Source: filepath.Base(path), SHA256: hex.EncodeToString(sum[:])},
	}
	if err := k.store.Recover(); err != nil {
		return err
	}
	if err := k.readStore(); err != nil {
		return err
	}
	k.judge()
	words, err := k.proposals(filepath.Join(a.dir, "lexico"))
	if err != nil {
		return err
	}
	t, err := k.write(words)
	if err != nil {
		return err
	}
	t.File = path
	if err := a.printTaken(t); err != nil {
		return err
	}
	if len(t.Refused) > 0 {
		return quiet(exitRejected)
	}
	return nil
}

// readBounded reads a file that a person named.
func readBounded(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("no existe %s", path)
	}
	if err != nil {
		return nil, fmt.Errorf("leyendo %s: %w", path, err)
	}
	switch {
	case info.IsDir():
		return nil, fmt.Errorf("%s es una carpeta: indique el archivo", path)
	case info.Size() > limit:
		return nil, fmt.Errorf("%s mide %d MB y el máximo es %d MB", path, info.Size()>>20, limit>>20)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("leyendo %s: %w", path, err)
	}
	return content, nil
}

// readStore finds the mentions that the file speaks of, in whatever month they are, and what was decided before.
func (k *correcting) readStore() error {
	k.mentions, k.months = map[string]*social.Scored{}, map[string]social.Month{}
	k.last, k.reasons, k.cells = map[[2]string]store.Decision{}, map[[2]string]bool{}, map[[2]string]xlsx.Entry{}
	decisions, err := k.store.Decisions()
	if err != nil {
		return err
	}
	for _, d := range decisions {
		k.last[[2]string{d.Mention, d.Field}] = d
		k.reasons[[2]string{d.Mention, d.Reason}] = true
	}
	asked := map[string]bool{}
	for _, c := range k.edits.Corrections {
		asked[c.Mention.Value] = true
	}
	for _, r := range k.edits.Reviews {
		asked[r.Mention.Value] = true
	}
	for _, p := range k.edits.Petitions {
		asked[p.Mention.Value] = true
	}
	if len(asked) == 0 {
		return nil
	}
	months, err := k.store.Months()
	if err != nil {
		return fmt.Errorf("leyendo los meses guardados: %w", err)
	}
	for _, m := range months {
		if err := k.find(m, asked); err != nil {
			return fmt.Errorf("leyendo el mes %s: %w", m, err)
		}
	}
	return nil
}

func (k *correcting) find(month social.Month, asked map[string]bool) error {
	snap, err := k.store.Snapshot(month, 0)
	if err != nil {
		return err
	}
	for m, err := range snap.Mentions() {
		if err != nil {
			return err
		}
		if asked[m.Key] && m.Status != social.Duplicate {
			k.mentions[m.Key], k.months[m.Key] = m, month
		}
	}
	return nil
}

func (k *correcting) refuse(cell, format string, args ...any) {
	k.refused = append(k.refused, xlsx.Refusal{Cell: cell, Why: fmt.Sprintf(format, args...)})
}

// judge holds each row against the store.
func (k *correcting) judge() {
	for _, c := range k.edits.Corrections {
		k.correction(c)
	}
	answered := map[string]xlsx.Review{}
	for _, r := range k.edits.Reviews {
		before, twice := answered[r.Mention.Value]
		if twice && (before.Class.Value != r.Class.Value || before.Second.Value != r.Second.Value) {
			k.refuse(r.Class.Cell, "contradice a %s, sobre la misma mención: deje una sola fila", before.Class.Cell)
		}
		if !twice {
			answered[r.Mention.Value] = r
			k.review(r)
		}
	}
	entered := map[string]string{}
	for _, p := range k.edits.Petitions {
		if first, twice := entered[p.Mention.Value]; twice {
			k.refuse(p.Cell, "la misma mención ya está en %s: deje una sola fila", first)
			continue
		}
		entered[p.Mention.Value] = p.Cell
		k.petition(p)
	}
}

// mention is the stored mention of a row, refused where there is none or its text is no longer what the analyst read.
func (k *correcting) mention(id xlsx.Entry, read string) (*social.Scored, bool) {
	m := k.mentions[id.Value]
	if m == nil {
		k.refuse(id.Cell, "la mención %s no está en ningún mes guardado: revise que el identificador esté completo; si su archivo salió de inbox, devuélvalo y repita «pulso run»", id.Value)
		return nil, false
	}
	if read != "" && !sameText(read, reports.Mask(m.Text, k.official, m.AuthorName, m.AuthorHandle)) {
		k.refuse(id.Cell, "el texto de la mención %s cambió después de hacerse esta base: léala en la base más reciente y corríjala allí", id.Value)
		return nil, false
	}
	return m, true
}

// sameText compares what a cell shows with a masked text: spreadsheets change spaces and cut what is too long. Handles do not
// count: how they are masked is no part of what the analyst read.
func sameText(cell, text string) bool {
	was, is := social.NormalText(anyHandle.ReplaceAllString(cell, "")), social.NormalText(anyHandle.ReplaceAllString(text, ""))
	return was == is || strings.HasSuffix(cell, "…") && strings.HasPrefix(is, was)
}

var anyHandle = regexp.MustCompile(`@\S+`)

func (k *correcting) correction(c xlsx.Correction) {
	m, ok := k.mention(c.Mention, c.Text)
	if !ok {
		return
	}
	analyst := limited(c.Analyst.Value, 100)
	if analyst == "" {
		analyst = k.mark.Analyst
	}
	from := c.Seen
	if from == "" {
		from = m.Sentiment.String()
	}
	for _, f := range []struct {
		field, from string
		to          xlsx.Entry
		what        string
		names       []string
	}{
		{store.FieldSentiment, from, c.Class, "", nil},
		{store.FieldTarget, m.Target, c.Target, "objetivo", k.targets()},
		{store.FieldTopic, m.Topic, c.Topic, "tema", k.topics()},
	} {
		if f.to.Value == "" {
			continue
		}
		if f.what != "" {
			if f.to.Value, ok = known(f.to.Value, f.names); !ok {
				k.refuse(f.to.Cell, "no existe ese %s: use uno de %s, o agréguelo a pulso.yaml", f.what, strings.Join(f.names, ", "))
				continue
			}
		}
		d := store.Decision{
			Mention: m.Key, Month: k.months[m.Key], Field: f.field, From: f.from, To: f.to.Value, Text: store.TextHash(m.Text), Reason: limited(c.Reason, 1000),
			Analyst: analyst, When: k.mark.When, Source: k.mark.Source, SHA256: k.mark.SHA256, Cell: f.to.Cell,
		}
		k.decide(d, f.to, c.Analyst.Cell)
	}
}

// decide adds a decision unless the ledger, or another row of the file, has it.
func (k *correcting) decide(d store.Decision, to xlsx.Entry, analystCell string) {
	key := [2]string{d.Mention, d.Field}
	if first, twice := k.cells[key]; twice {
		if first.Value != to.Value {
			k.refuse(to.Cell, "contradice a %s, sobre la misma mención: deje una sola fila", first.Cell)
		}
		return
	}
	k.cells[key] = to
	if k.repeats(d) {
		k.repeated++
		return
	}
	if d.Analyst == "" {
		k.refuse(analystCell, "falta quién corrige: escriba su nombre en la columna analista, o repita la orden con --analyst \"su nombre\"")
		return
	}
	if m := k.mentions[d.Mention]; m.Status != social.Valid {
		k.notes = append(k.notes, fmt.Sprintf("%s: la mención está entre las excluidas; la corrección se anota y no cambia las cifras", to.Cell))
	}
	k.decisions = append(k.decisions, d)
}

// repeats says whether a decision is what the ledger says already. A base shows the corrections taken before, so most
// rows of a base that comes back are such; the class that the program gave may since have changed, which is no news.
func (k *correcting) repeats(d store.Decision) bool {
	last, ok := k.last[[2]string{d.Mention, d.Field}]
	return ok && last.To == d.To && last.Text == d.Text && (d.Analyst == "" || d.Analyst == last.Analyst) &&
		(d.Reason == "" || k.reasons[[2]string{d.Mention, d.Reason}])
}

func (k *correcting) targets() []string {
	var names []string
	for _, t := range k.config.Targets {
		names = append(names, t.Name)
	}
	return names
}

func (k *correcting) topics() []string {
	var names []string
	for _, t := range k.config.Topics {
		names = append(names, t.Name)
	}
	return names
}

// known is a name as the configuration writes it, however the cell capitalises it.
func known(said string, names []string) (string, bool) {
	for _, n := range names {
		if xlsx.Fold(n) == xlsx.Fold(said) {
			return n, true
		}
	}
	return said, false
}

func (k *correcting) review(r xlsx.Review) {
	m, ok := k.mention(r.Mention, r.Text)
	if !ok {
		return
	}
	k.reviews = append(k.reviews, store.Review{Mention: m.Key, Month: k.months[m.Key], Class: r.Class.Value, Second: r.Second.Value, Text: store.TextHash(m.Text), Mark: k.at(r.Class.Cell, r.Analyst)})
}

func (k *correcting) petition(p xlsx.Petition) {
	m, ok := k.mention(p.Mention, "")
	if !ok {
		return
	}
	k.petitions = append(k.petitions, store.Petition{
		Mention: m.Key, Month: k.months[m.Key], ReceivedOn: social.DateOf(m.PublishedAt, k.config.zone), Decision: p.Decision, Type: p.Type, ForwardedOn: p.ForwardedOn, Filing: limited(p.Filing, 100),
		ClosedOn: p.ClosedOn, State: p.State, Mark: k.at(p.Cell, p.Analyst),
	})
}

// at is the mark of a cell.
func (k *correcting) at(cell, analyst string) store.Mark {
	mark := k.mark
	mark.Cell = cell
	if analyst != "" {
		mark.Analyst = limited(analyst, 100)
	}
	return mark
}

func (k *correcting) proposals(dir string) (*proposals, error) {
	if len(k.edits.Words) == 0 {
		return nil, nil
	}
	p, err := readProposals(dir)
	if err != nil {
		return nil, err
	}
	for _, w := range k.edits.Words {
		w.Reason, w.Example = limited(w.Reason, 500), limited(w.Example, 500)
		p.take(w, k.at(w.Term.Cell, w.Analyst))
	}
	return p, p.validate()
}

// limited is a text of one line, cut to so many letters: a ledger is read by people.
func limited(s string, most int) string {
	r := []rune(oneLine(s))
	if len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return string(r)
}

// write puts everything that was taken on the disk, all or nothing.
func (k *correcting) write(p *proposals) (*taken, error) {
	t := &taken{SHA256: k.mark.SHA256, Sheets: k.edits.Sheets, Words: []string{}, Months: []string{}, Repeated: k.repeated}
	taking := store.Taking{Decisions: k.decisions, Reviews: k.reviews, Petitions: k.petitions}
	if p != nil {
		taking.Words, taking.Tables = p.lines(), p.tables()
	}
	n, err := k.store.Take(taking)
	if err != nil {
		return nil, err
	}
	t.Corrections, t.Reviews, t.Petitions = n.Decisions, n.Reviews, n.Petitions
	t.Repeated += len(k.decisions) - t.Corrections + len(k.reviews) - t.Reviews + len(k.petitions) - t.Petitions
	if p != nil {
		for _, q := range p.added {
			t.Words = append(t.Words, q.describe())
		}
		t.Repeated += p.same
		k.refused = append(k.refused, p.refused...)
	}
	t.Notes = append([]string{}, k.notes...)
	t.Refused = append([]xlsx.Refusal{}, k.refused...)
	t.Months, err = k.affected(t)
	return t, err
}

// affected are the months whose next run differs by what was taken: a word bears on every one.
func (k *correcting) affected(t *taken) ([]string, error) {
	months := map[string]bool{}
	for _, d := range k.decisions {
		months[d.Month.String()] = t.Corrections > 0
	}
	for _, r := range k.reviews {
		months[r.Month.String()] = months[r.Month.String()] || t.Reviews > 0
	}
	for _, p := range k.petitions {
		months[p.Month.String()] = months[p.Month.String()] || t.Petitions > 0
	}
	if len(t.Words) > 0 {
		all, err := k.store.Months()
		if err != nil {
			return nil, fmt.Errorf("leyendo los meses guardados: %w", err)
		}
		for _, m := range all {
			months[m.String()] = true
		}
	}
	maps.DeleteFunc(months, func(_ string, changed bool) bool { return !changed })
	return append([]string{}, slices.Sorted(maps.Keys(months))...), nil
}

func (a *app) printTaken(t *taken) error {
	if a.json {
		return a.printJSON(t)
	}
	fmt.Fprintf(a.stdout, "%s (hojas %s)\n", t.File, strings.Join(t.Sheets, ", "))
	fmt.Fprintf(a.stdout, "Tomado: %s, %s, %s y %s.\n", reports.Plural(t.Corrections, "corrección", "correcciones"), reports.Plural(len(t.Words), "palabra para el léxico", "palabras para el léxico"),
		reports.Plural(t.Reviews, "respuesta de la evaluación", "respuestas de la evaluación"), reports.Plural(t.Petitions, "petición", "peticiones"))
	if t.Repeated > 0 {
		fmt.Fprintf(a.stdout, "Ya se había tomado antes: %s.\n", reports.Plural(t.Repeated, "anotación", "anotaciones"))
	}
	for _, w := range t.Words {
		fmt.Fprintln(a.stdout, "  "+w)
	}
	for _, note := range t.Notes {
		fmt.Fprintln(a.stdout, "Aviso:", note)
	}
	if len(t.Refused) > 0 {
		fmt.Fprintln(a.stdout, "\nNo se tomó:")
		cells, why := xlsx.Grouped(t.Refused)
		for i := range why {
			fmt.Fprintf(a.stdout, "  %s: %s\n", strings.Join(cells[i], ", "), why[i])
		}
	}
	if len(t.Months) > 0 {
		fmt.Fprintln(a.stdout, "\nPara que se vea en los informes:")
		for _, m := range t.Months {
			fmt.Fprintf(a.stdout, "  pulso run --month %s\n", m)
		}
	}
	return nil
}
