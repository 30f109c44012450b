package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"pulso/lexicon"
	"pulso/reports/sentiment"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "explain TEXTO",
		Short:   "Explica la polaridad de un texto, palabra por palabra",
		Example: "  pulso explain \"Llevamos tres días sin agua y nadie responde\"",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(1, "un texto entre comillas")(args) },
		RunE: func(_ *cobra.Command, args []string) error {
			l, err := a.loadLexicon()
			if err != nil {
				return err
			}
			return a.explain(l, args[0])
		},
	}
}

func (a *app) explain(l *lexicon.Lexicon, text string) error {
	if a.json {
		o, err := (&scorer{lexicon: l}).opine(text)
		if err != nil {
			return err
		}
		return a.printJSON(o)
	}
	if lexicon.Detect(text) == lexicon.LangEnglish {
		return a.explainEnglish(l, text)
	}
	hits, s := l.AppendHits(nil, text)
	fmt.Fprintln(a.stdout, marked(text, hits))
	fmt.Fprintf(a.stdout, "\n%s · puntaje %s · confianza %.0f %%", polarityNames[s.Polarity], signed(s.Value, 2), s.Confidence*100)
	if s.Intent != "" {
		fmt.Fprintf(a.stdout, " · intención: %s", s.Intent)
	}
	if s.Irony {
		fmt.Fprint(a.stdout, " · posible ironía")
	}
	fmt.Fprint(a.stdout, "\n\n")
	if len(hits) == 0 {
		fmt.Fprintln(a.stdout, "El léxico no reconoce ninguna palabra con carga en este texto.")
		return nil
	}
	printHits(a.stdout, hits, s)
	return nil
}

// explainEnglish says what run would say of an English text. A model of many thousand small votes has no words to show.
func (a *app) explainEnglish(l *lexicon.Lexicon, text string) error {
	s, err := (&scorer{lexicon: l}).scoreEnglish(text)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%s\n\n%s · confianza %.0f %%\n\nEl texto está en inglés: lo clasifica un modelo estadístico que no explica palabra por palabra, y se informa aparte.\n", text, polarityNames[s.Polarity], s.Confidence*100)
	return nil
}

func printHits(w io.Writer, hits []lexicon.Hit, s lexicon.Score) {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "término\tentrada\tpeso\tmodificadores\taporte\tregla\tde dónde")
	sum := 0.0
	for _, h := range hits {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s:%d\n", oneLine(h.Text), sentiment.PlainTerm(h.Term), signed(h.Weight, 1), sentiment.PlainModifier(h.Modifier), signed(h.Contribution, 2), sentiment.RuleName(h.Rule), h.Table, h.Line)
		sum += h.Contribution
	}
	fmt.Fprintf(t, "suma\t\t\t\t%s\t\t\n", signed(sum, 2))
	t.Flush()
	for _, h := range hits {
		if h.Gloss != "" && h.Table != "params.tsv" { // the notes of parameters are for who tunes the engine
			fmt.Fprintf(w, "  %s: %s\n", sentiment.PlainTerm(h.Term), h.Gloss)
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// marked is the text with its terms between brackets and their contribution after them. Hits that overlap an earlier
// one (an intensifier inside a phrase) are told in the table only.
func marked(text string, hits []lexicon.Hit) string {
	var b strings.Builder
	at := 0
	for _, h := range hits {
		if h.Offset < at || h.Length == 0 {
			continue
		}
		b.WriteString(text[at:h.Offset])
		fmt.Fprintf(&b, "[%s %s]", text[h.Offset:h.Offset+h.Length], signed(h.Contribution, 1))
		at = h.Offset + h.Length
	}
	return b.String() + text[at:]
}

func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
