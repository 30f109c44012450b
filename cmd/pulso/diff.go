package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"pulso/pipeline"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports"
	"pulso/reports/sentiment"
)

func (a *app) diffCommand() *cobra.Command {
	var month string
	c := &cobra.Command{
		Use:   "diff --month MES [A B]",
		Short: "Qué cambió entre dos versiones de un mes, y por qué",
		Long: `Compara dos versiones de un mes: qué archivos, correcciones y entradas del léxico cambiaron, qué menciones pasaron
a otra clase y qué cifras se movieron. Sin A ni B, la última versión con la anterior; con una sola, esa con la última.`,
		Example: "  pulso diff --month 2026-10\n  pulso diff --month 2026-10 1 3",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 2 {
				return exactly(2, "como mucho dos versiones")(args)
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.diff(month, args) },
	}
	c.Flags().StringVar(&month, "month", "", "el mes (AAAA-MM)")
	return c
}

func (a *app) diff(month string, args []string) error {
	c, err := loadConfig(a.dir)
	if err != nil {
		return err
	}
	m, err := parseMonth(month)
	if err != nil {
		return err
	}
	s := store.Open(a.dir)
	versions, err := s.Versions(m)
	if errors.Is(err, store.ErrNoMonth) {
		return noMonth(m)
	}
	if err != nil {
		return err
	}
	history, err := s.History(m)
	if err != nil {
		return err
	}
	if err := askedPruned(c, history, args); err != nil {
		return err
	}
	from, to, err := pair(m, versions, args)
	if err != nil {
		return err
	}
	before, err := s.Snapshot(m, from)
	if err != nil {
		return err
	}
	after, err := s.Snapshot(m, to)
	if err != nil {
		return err
	}
	found, err := pipeline.Diff(before, after)
	if err != nil {
		return fmt.Errorf("comparando las versiones %d y %d de %s: %w", from, to, m, err)
	}
	if a.json {
		return a.printJSON(found)
	}
	printDiff(a.stdout, found)
	return nil
}

// askedPruned says who pruned a version that is asked for.
func askedPruned(c *config, history []*store.Manifest, args []string) error {
	for _, m := range history {
		if m.Pruned != nil && slices.Contains(args, strconv.Itoa(m.Version)) {
			return usage("las filas de la versión %d de %s las borró %s con «pulso prune» el %s; lo que se anotó de ella se ve con «pulso months --month %s»",
				m.Version, m.Month, m.Pruned.User, m.Pruned.When.In(c.zone).Format("02/01/2006 15:04"), m.Month)
		}
	}
	return nil
}

// pair is which versions are compared: those asked for, which must be stored, the earlier one first.
func pair(m social.Month, versions []*store.Manifest, args []string) (from, to int, err error) {
	last := versions[len(versions)-1].Version
	asked := []int{}
	for _, arg := range args {
		n, err := strconv.Atoi(arg)
		if err != nil {
			return 0, 0, usage("%q no es una versión: es un número, como los de «pulso months»", arg)
		}
		stored := make([]string, len(versions))
		found := false
		for i, v := range versions {
			stored[i] = strconv.Itoa(v.Version)
			found = found || v.Version == n
		}
		if !found {
			return 0, 0, usage("la versión %d de %s no está guardada; están %s", n, m, reports.Join(stored))
		}
		asked = append(asked, n)
	}
	switch {
	case len(asked) == 2:
		return min(asked[0], asked[1]), max(asked[0], asked[1]), nil
	case len(asked) == 1:
		return min(asked[0], last), last, nil
	case len(versions) == 1:
		return 0, 0, fmt.Errorf("el mes %s solo tiene la versión %d: no hay con qué compararla", m, last)
	}
	return versions[len(versions)-2].Version, last, nil
}

// shownMoves is how many mentions and entries are told one by one; `--json` has them all.
const shownMoves = 20

func printDiff(w io.Writer, c *pipeline.Comparison) {
	fmt.Fprintf(w, "%s: de la versión %d a la %d\n\n", reports.MonthName(c.Month), c.From, c.To)
	if c.Same() {
		fmt.Fprintln(w, "Las filas y las cifras son las mismas. Si los informes difieren, es por un mes anterior o por el programa que los hizo.")
		return
	}
	fmt.Fprintln(w, "Por qué cambió")
	why := c.Why()
	for _, line := range why {
		fmt.Fprintln(w, "  "+line)
	}
	if len(why) == 0 {
		fmt.Fprintln(w, "  Ningún archivo, corrección, léxico ni configuración cambió.")
	}
	printEntries(w, c)
	printTerms(w, c.Terms)
	printMoves(w, c)
	printFigures(w, c.Figures)
}

// printEntries tells the lines of the office's lexicon that changed, those without effect too.
func printEntries(w io.Writer, c *pipeline.Comparison) {
	entries := c.Entries
	if len(entries) == 0 {
		return
	}
	// An entry without a weight of its own (a negator, a blocked word) may move a mention that has no other word than before.
	without := "sin efecto en las menciones del mes"
	if slices.ContainsFunc(c.Moved, func(m pipeline.Move) bool { return m.Cause == pipeline.CauseLexicon && len(m.Words) == 0 }) {
		without = "ninguna mención del mes la tiene con otro peso"
	}
	fmt.Fprintln(w, "\nEntradas del léxico de la oficina que cambiaron")
	for _, e := range entries[:min(len(entries), shownMoves)] {
		effect := without
		if e.Mentions > 0 {
			effect = "en " + reports.Plural(e.Mentions, "mención", "menciones")
		}
		line := map[string]string{"added": "nueva, " + cells(e.After), "removed": "quitada, decía " + cells(e.Before), "changed": cells(e.Before) + " → " + cells(e.After)}[e.Change]
		fmt.Fprintf(w, "  lexico/%s «%s»: %s (%s)\n", e.Table, e.Term, line, effect)
	}
	more(w, len(entries))
}

// cells are the cells of a line after its term, those that say something.
func cells(line string) string {
	_, rest, _ := strings.Cut(line, "\t")
	return strings.Join(strings.Fields(rest), " · ")
}

func printTerms(w io.Writer, terms []pipeline.TermChange) {
	if len(terms) == 0 {
		return
	}
	fmt.Fprintln(w, "\nPalabras que pesan distinto")
	for _, t := range terms[:min(len(terms), shownMoves)] {
		fmt.Fprintf(w, "  «%s»: %s, en %s\n", sentiment.PlainTerm(t.Term), weightChange(t), reports.Plural(t.Mentions, "mención", "menciones"))
	}
	more(w, len(terms))
}

func weightChange(t pipeline.TermChange) string {
	switch {
	case t.Before == nil:
		return "ahora cuenta, con " + weightText(*t.After)
	case t.After == nil:
		return "ya no cuenta; pesaba " + weightText(*t.Before)
	}
	return weightText(*t.Before) + " → " + weightText(*t.After)
}

func printMoves(w io.Writer, c *pipeline.Comparison) {
	for _, came := range c.Came {
		fmt.Fprintf(w, "\nMenciones que entraron: %s (%s).", number(came.N), pipeline.CauseName(came.Cause))
	}
	for _, went := range c.Went {
		fmt.Fprintf(w, "\nMenciones que salieron: %s (%s).", number(went.N), pipeline.CauseName(went.Cause))
	}
	if len(c.Came)+len(c.Went) > 0 {
		fmt.Fprintln(w)
	}
	if c.Targets+c.Topics > 0 {
		fmt.Fprintf(w, "\n%s de objetivo distinto y %s de tema distinto.\n", reports.Plural(c.Targets, "mención", "menciones"), reports.Plural(c.Topics, "mención", "menciones"))
	}
	if len(c.Moved) == 0 {
		return
	}
	fmt.Fprintln(w, "\nMenciones que pasaron a otra clase")
	for _, m := range c.Moved[:min(len(c.Moved), shownMoves)] {
		fmt.Fprintf(w, "  %s: %s → %s (%s", m.Mention, className(store.FieldSentiment, m.From), className(store.FieldSentiment, m.To), pipeline.CauseName(m.Cause))
		if len(m.Words) > 0 {
			fmt.Fprintf(w, ": «%s»", strings.Join(m.Words, "», «"))
		}
		fmt.Fprintln(w, ")")
	}
	more(w, len(c.Moved))
}

func more(w io.Writer, n int) {
	if n > shownMoves {
		fmt.Fprintf(w, "  y %d más (con --json se ven todas)\n", n-shownMoves)
	}
}

func printFigures(w io.Writer, figures []pipeline.Figure) {
	if len(figures) == 0 {
		fmt.Fprintln(w, "\nNinguna cifra se movió.")
		return
	}
	fmt.Fprintln(w, "\nCifras que se movieron")
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, f := range figures {
		fmt.Fprintf(t, "  %s\t%s → %s\t(%s)\t%s\n", f.Name, figureText(f.Before), figureText(f.After), signedFigure(f.After-f.Before), byCause(f.By))
	}
	t.Flush()
}

// byCause tells what each cause did to a figure.
func byCause(by map[string]float64) string {
	var parts []string
	for _, cause := range pipeline.Causes {
		if n := by[cause]; n != 0 {
			parts = append(parts, pipeline.CauseName(cause)+" "+signedFigure(n))
		}
	}
	return strings.Join(parts, ", ")
}

func figureText(n float64) string {
	if n == math.Trunc(n) {
		return reports.Fixed(n, 0)
	}
	return reports.Fixed(n, 1)
}

func signedFigure(n float64) string {
	if n > 0 {
		return "+" + figureText(n)
	}
	return strings.Replace(figureText(n), "-", "−", 1)
}
