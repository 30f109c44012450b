package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports"
)

func (a *app) lexiconCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "lexicon",
		Short: "Revisa el léxico, dice cuánto tiene y qué palabras piden las correcciones",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	none := func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) }
	var least int
	suggest := &cobra.Command{
		Use:   "suggest",
		Short: "Palabras sin peso que aparecen en las menciones que los analistas corrigieron",
		Long: `Busca en las menciones que los analistas corrigieron o evaluaron, y que el léxico califica distinto, las palabras a
las que ninguna entrada da peso. Son una pista: el peso lo decide quien edita la hoja Lexico_Propuesto o lexico/.`,
		Args: none,
		RunE: func(*cobra.Command, []string) error { return a.suggest(least) },
	}
	suggest.Flags().IntVar(&least, "min", 2, "en cuántas menciones corregidas debe estar la palabra")
	c.AddCommand(
		&cobra.Command{Use: "lint", Short: "Problemas de las tablas, con archivo y línea", Args: none, RunE: func(*cobra.Command, []string) error { return a.lint() }},
		&cobra.Command{Use: "stats", Short: "Entradas por tabla, por signo y por región, y formas que se reconocen", Args: none, RunE: func(*cobra.Command, []string) error { return a.lexiconStats() }},
		suggest,
	)
	return c
}

// officeTables is the folder of the office's own tables; nil when it has none.
func (a *app) officeTables() fs.FS {
	dir := filepath.Join(a.dir, "lexico")
	if tables, err := filepath.Glob(filepath.Join(dir, "*.tsv")); err != nil || len(tables) == 0 {
		return nil
	}
	return os.DirFS(dir)
}

// A fault is a problem of a table, as `--json` gives it. File tells the office's tables from the shipped ones.
type fault struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

func (f fault) String() string {
	if f.Line == 0 {
		return f.File + ": " + f.Message
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message)
}

func (a *app) lint() error {
	faults := a.faults()
	if a.json {
		if err := a.printJSON(map[string]any{"problems": faults}); err != nil {
			return err
		}
	} else {
		for _, f := range faults {
			fmt.Fprintln(a.stdout, f)
		}
		if len(faults) == 0 {
			fmt.Fprintln(a.stdout, "El léxico no tiene problemas.")
		}
	}
	if len(faults) > 0 {
		return quiet(exitDifference)
	}
	return nil
}

// faults are the problems of the shipped tables, then those that the office's tables add.
func (a *app) faults() []fault {
	faults := []fault{}
	shipped := map[lexicon.Problem]bool{}
	for _, p := range lexicon.Lint(lexicon.Shipped(), nil) {
		shipped[*p] = true
		faults = append(faults, fault{"léxico de pulso/" + p.File, p.Line, p.Message})
	}
	office := a.officeTables()
	if office == nil {
		return faults
	}
	faults = append(faults, a.strangers()...)
	_, err := lexicon.LoadWith(lexicon.Shipped(), office)
	for _, p := range lexicon.Lint(lexicon.Shipped(), office) {
		if shipped[*p] {
			continue
		}
		folder := "lexico/"
		if err == nil && !speaksOf(office, p) {
			folder = "léxico de pulso/" // an entry of ours that one of the office's now keeps from firing
		}
		faults = append(faults, fault{folder + p.File, p.Line, p.Message})
	}
	return faults
}

// strangers are the files of lexico/ that are no table: nobody reads them, which a misspelt name would not show.
func (a *app) strangers() []fault {
	var faults []fault
	tables, _ := filepath.Glob(filepath.Join(a.dir, "lexico", "*.tsv"))
	for _, path := range tables {
		name := filepath.Base(path)
		if _, err := fs.Stat(lexicon.Shipped(), name); err != nil {
			faults = append(faults, fault{"lexico/" + name, 0, "no es el nombre de ninguna tabla, así que no se lee"})
		}
	}
	return faults
}

// speaksOf says whether a problem of tables that load is of the office's table of that name: its line then holds what
// the message quotes.
func speaksOf(office fs.FS, p *lexicon.Problem) bool {
	raw, err := fs.ReadFile(office, p.File)
	if err != nil {
		return false
	}
	lines := strings.Split(string(raw), "\n")
	if p.Line < 1 || p.Line > len(lines) {
		return false
	}
	first, _, _ := strings.Cut(strings.TrimSpace(lines[p.Line-1]), "\t")
	return first != "" && strings.Contains(p.Message, first)
}

func (a *app) lexiconStats() error {
	l, err := a.loadLexicon()
	if err != nil {
		return err
	}
	s := l.Stats()
	if a.json {
		return a.printJSON(s)
	}
	fmt.Fprintf(a.stdout, "Léxico %s: %s lemas, %s expresiones, %s formas que se reconocen; %s entradas de Colombia y del Caribe.\n\n", s.Version,
		number(s.Lemmas), number(s.Patterns), number(s.Spellings), number(s.Regional))
	t := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "entradas\tpositivas\tnegativas\tregionales\t  tabla")
	for _, table := range s.Tables {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t  %s\n", number(table.Entries), number(table.Positive), number(table.Negative), number(table.Regional), table.Table)
	}
	return t.Flush()
}

func number(n int) string { return reports.Fixed(float64(n), 0) }

// A suggestion is a word that the corrections ask for, as `--json` gives it.
type suggestion struct {
	Word     string `json:"word"`
	Negative int    `json:"negative"` // mentions of each class, as people decided, in which it stands unexplained
	Neutral  int    `json:"neutral"`
	Positive int    `json:"positive"`
	Example  string `json:"example"` // masked
}

func (a *app) suggest(least int) error {
	c, err := loadConfig(a.dir)
	if err != nil {
		return err
	}
	l, err := a.loadLexicon()
	if err != nil {
		return err
	}
	judged, err := judgedTexts(store.Open(a.dir))
	if err != nil {
		return err
	}
	office := c.office()
	found := []suggestion{}
	for _, w := range l.Suggest(judged, least) {
		found = append(found, suggestion{w.Word, w.Negative, w.Neutral, w.Positive, reports.Mask(oneLine(w.Example), office.Official())})
	}
	if a.json {
		return a.printJSON(map[string]any{"judged": len(judged), "words": found})
	}
	a.printSuggestions(found, len(judged))
	return nil
}

func (a *app) printSuggestions(found []suggestion, judged int) {
	if len(found) == 0 {
		fmt.Fprintf(a.stdout, "Ninguna palabra sin peso se repite en las %s que decidió una persona.\n", reports.Plural(judged, "mención", "menciones"))
		return
	}
	fmt.Fprintf(a.stdout, "Palabras sin peso en las menciones que una persona decidió distinto que el léxico (de %s decididas):\n\n", number(judged))
	t := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "palabra\tnegativas\tneutras\tpositivas\tejemplo")
	for _, s := range found {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%s\n", s.Word, s.Negative, s.Neutral, s.Positive, limited(s.Example, 90))
	}
	t.Flush()
	fmt.Fprintln(a.stdout, "\nPropóngalas en la hoja Lexico_Propuesto de la base, con su peso, y tómelas con «pulso correct».")
}

// judgedTexts are the stored texts of which a person has decided the class, in a correction or in the evaluation. The
// last decision counts; one about other words than the mention now has does not.
func judgedTexts(s *store.Store) ([]lexicon.Judged, error) {
	decisions, err := s.Decisions()
	if err != nil {
		return nil, err
	}
	reviews, err := s.Reviews()
	if err != nil {
		return nil, err
	}
	type verdict struct{ class, text string }
	said := map[string]verdict{}
	for _, r := range reviews {
		said[r.Mention] = verdict{r.Class, r.Text}
	}
	for _, d := range decisions {
		if d.Field == store.FieldSentiment {
			said[d.Mention] = verdict{d.To, d.Text}
		}
	}
	texts := map[string]string{}
	if len(said) > 0 {
		if texts, err = storedTexts(s, func(key string) bool { _, ok := said[key]; return ok }); err != nil {
			return nil, err
		}
	}
	var judged []lexicon.Judged
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		v := said[key]
		if v.text != "" && v.text != store.TextHash(texts[key]) {
			continue
		}
		class, _ := social.ParsePolarity(v.class)
		judged = append(judged, lexicon.Judged{Text: texts[key], Polarity: class})
	}
	return judged, nil
}

// storedTexts are the texts of mentions by key, over all months. English ones are left out: the lexicon does not read
// them.
func storedTexts(s *store.Store, wanted func(string) bool) (map[string]string, error) {
	months, err := s.Months()
	if err != nil {
		return nil, fmt.Errorf("leyendo los meses guardados: %w", err)
	}
	texts := map[string]string{}
	for _, month := range months {
		snap, err := s.Snapshot(month, 0)
		if err != nil {
			return nil, err
		}
		for m, err := range snap.Mentions() {
			if err != nil {
				return nil, fmt.Errorf("leyendo las menciones de %s: %w", month, err)
			}
			if m.Status != social.Duplicate && m.Lang != string(lexicon.LangEnglish) && wanted(m.Key) {
				texts[m.Key] = m.Text
			}
		}
	}
	return texts, nil
}
