package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"pulso/lexicon"
	"pulso/lexicon/eval"
)

func (a *app) evalCommand() *cobra.Command {
	var by []string
	var errorsFile string
	var least float64
	c := &cobra.Command{
		Use:   "eval ARCHIVO.tsv",
		Short: "Mide la calidad de la clasificación con textos rotulados por personas",
		Long: `Lee una tabla separada por tabulaciones y mide según sus columnas:
  label (N, NEU, P) y text        macro-F1, exactitud, F1 por clase y matriz de confusión
  intent y text                   polaridad y acierto de la intención
  ironic (0, 1) y text            precisión y exhaustividad de la marca de ironía
  tokens, cue_tags y scope_tags   negadores y alcance de la negación`,
		Example: "  pulso eval dev.tsv --by country --errors errores.tsv\n  pulso eval dev.tsv --min 0.52",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(1, "un archivo")(args) },
		RunE: func(_ *cobra.Command, args []string) error {
			l, err := a.loadLexicon()
			if err != nil {
				return err
			}
			return a.eval(l, args[0], by, errorsFile, least)
		},
	}
	c.Flags().StringSliceVar(&by, "by", nil, "columnas por las que se desglosa")
	c.Flags().StringVar(&errorsFile, "errors", "", "archivo donde se escribe cada texto mal clasificado, con sus términos")
	c.Flags().Float64Var(&least, "min", 0, "macro-F1 mínimo: por debajo, el estado de salida es 4")
	return c
}

func (a *app) eval(l *lexicon.Lexicon, path string, by []string, errorsFile string, least float64) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("leyendo los textos rotulados: %w", err)
	}
	head, _, _ := strings.Cut(string(raw), "\n")
	columns := strings.Split(strings.TrimSpace(head), "\t")
	has := func(name string) bool { return slices.Contains(columns, name) }
	r := bytes.NewReader(raw)
	switch {
	case has("label") && has("text"):
		return a.evalPolarity(l, r, by, errorsFile, least)
	case has("intent") && has("text"):
		return printMeasure(a, printIntent)(eval.Intent(l, r))
	case has("ironic") && has("text"):
		return printMeasure(a, func(w io.Writer, b eval.Binary) { printBinary(w, "ironía", b) })(eval.Irony(l, r))
	case has("cue_tags") && has("scope_tags"):
		return printMeasure(a, func(w io.Writer, n eval.NegationReport) {
			printBinary(w, "negadores", n.Cue)
			printBinary(w, "alcance", n.Scope)
		})(eval.Negation(l, r))
	}
	return fmt.Errorf("%s: se esperaba una tabla con las columnas label y text (vea «pulso eval --help») y se halló %q", path, columns)
}

// printMeasure prints a measure as JSON or as text.
func printMeasure[M any](a *app, text func(io.Writer, M)) func(M, error) error {
	return func(m M, err error) error {
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(m)
		}
		text(a.stdout, m)
		return nil
	}
}

func (a *app) evalPolarity(l *lexicon.Lexicon, r io.Reader, by []string, errorsFile string, least float64) error {
	rows, err := eval.Read(r)
	if err != nil {
		return fmt.Errorf("leyendo los textos rotulados: %w", err)
	}
	var mistakes []eval.Mistake
	report := eval.Polarity(l, rows, by, func(m eval.Mistake) { mistakes = append(mistakes, m) })
	if errorsFile != "" {
		if err := writeMistakes(errorsFile, mistakes); err != nil {
			return fmt.Errorf("escribiendo los errores: %w", err)
		}
	}
	if err := printMeasure(a, printReport)(report, nil); err != nil {
		return err
	}
	if report.MacroF1 < least {
		fmt.Fprintf(a.stderr, "pulso: el macro-F1 (%.4f) está por debajo del mínimo pedido (%.4f)\n", report.MacroF1, least)
		return quiet(exitDifference)
	}
	return nil
}

func printReport(w io.Writer, r eval.Report) {
	fmt.Fprintf(w, "%d textos · macro-F1 %.4f · exactitud %.4f · cobertura del léxico %.4f\n\n", r.Rows, r.MacroF1, r.Accuracy, r.Coverage)
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "clase\tprecisión\texhaustividad\tF1\ttextos\tdicho N\tdicho NEU\tdicho P\t")
	for i, label := range eval.Labels() {
		c := r.ByClass[label]
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t%.3f\t%d\t%d\t%d\t%d\t\n", label, c.Precision, c.Recall, c.F1, c.Support, r.Confusion[i][0], r.Confusion[i][1], r.Confusion[i][2])
	}
	t.Flush()
	fmt.Fprintln(w)
	t = tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "parte\ttextos\tmacro-F1\texactitud\tF1 N\tF1 NEU\tF1 P\t")
	for _, name := range r.Names() {
		s := r.Slices[name]
		fmt.Fprintf(t, "%s\t%d\t%.4f\t%.4f\t%.3f\t%.3f\t%.3f\t\n", name, s.Rows, s.MacroF1, s.Accuracy, s.ByClass["N"].F1, s.ByClass["NEU"].F1, s.ByClass["P"].F1)
	}
	t.Flush()
	fmt.Fprintln(w, "\nconfianza dicha y acierto:")
	for _, b := range r.Calibration {
		fmt.Fprintf(w, "  %.1f  %5d textos  dicha %.2f  acierto %.2f\n", b.From, b.Rows, b.Confidence, b.Accuracy)
	}
}

func printBinary(w io.Writer, what string, b eval.Binary) {
	fmt.Fprintf(w, "%s: precisión %.3f · exhaustividad %.3f · F1 %.3f (%d marcados, %d por marcar, %d filas)\n", what, b.Precision, b.Recall, b.F1, b.Marked, b.True, b.Rows)
}

func printIntent(w io.Writer, r eval.IntentReport) {
	fmt.Fprintf(w, "%d textos · macro-F1 de la intención %.4f\n", r.Rows, r.MacroF1)
	names := make([]string, 0, len(r.ByLabel))
	for name := range r.ByLabel {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b := r.ByLabel[name]
		fmt.Fprintf(w, "  %-26s %5d textos · negativo %5.1f %% · neutro %5.1f %% · positivo %5.1f %%\n", name, b.Rows, b.Negative*100, b.Neutral*100, b.Positive*100)
	}
}

// writeMistakes writes each wrong text with what was said and why, to be read.
func writeMistakes(path string, all []eval.Mistake) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(f)
	w := csv.NewWriter(buffered)
	w.Comma = '\t'
	w.Write([]string{"line", "label", "said", "score", "text", "hits"})
	for _, m := range all {
		hits := make([]string, len(m.Hits))
		for i, h := range m.Hits {
			hits[i] = fmt.Sprintf("%s=%+.2f[%s]", h.Term, h.Contribution, h.Rule)
		}
		w.Write([]string{strconv.Itoa(m.Row.Line), m.Label, m.Said.Polarity.String(), strconv.FormatFloat(m.Said.Value, 'f', 3, 64), m.Row.Text, strings.Join(hits, " ")})
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	return f.Close()
}
