package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"pulso/lexicon"
)

func (a *app) scoreCommand() *cobra.Command {
	from, to := "ndjson", ""
	c := &cobra.Command{
		Use:   "score",
		Short: "Califica las menciones que llegan por la entrada estándar",
		Long: `Lee menciones de la entrada estándar y las escribe calificadas en la salida estándar. Cada una trae al menos
«text»; los demás campos pasan como llegaron y se añaden sentiment, score, confidence, terms, intent, irony
y lexicon_version.`,
		Example: "  pulso score < menciones.ndjson > calificadas.ndjson\n  pulso score --from csv --to arrow < menciones.csv > calificadas.arrow",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := a.loadLexicon()
			if err != nil {
				return err
			}
			return a.score(cmd.Context(), l, from, to)
		},
	}
	c.Flags().StringVar(&from, "from", from, "formato de entrada: ndjson, csv o arrow")
	c.Flags().StringVar(&to, "to", to, "formato de salida: ndjson, csv o arrow (el de entrada si no se dice)")
	return c
}

// A filter scores mentions from a reader to a writer.
type filter func(ctx context.Context, l *lexicon.Lexicon, r io.Reader, w io.Writer) error

// filters are the pairs of formats that score can do. NDJSON and CSV keep the fields as they were written; Arrow keeps
// the columns of types that it knows.
var filters = map[[2]string]filter{
	{"ndjson", "ndjson"}: scoreNDJSON,
	{"csv", "csv"}:       scoreCSV,
	{"arrow", "arrow"}:   scoreArrow,
}

func (a *app) score(ctx context.Context, l *lexicon.Lexicon, from, to string) error {
	if to == "" {
		to = from
	}
	f, ok := filters[[2]string{from, to}]
	if !ok {
		return usage("no se sabe calificar de %q a %q; los formatos son ndjson, csv y arrow", from, to)
	}
	out := bufio.NewWriterSize(a.stdout, 1<<16)
	if err := f(ctx, l, bufio.NewReaderSize(a.stdin, 1<<16), out); err != nil {
		return errors.Join(err, out.Flush())
	}
	return out.Flush()
}

// maxLine bounds one mention of the input: longer than any network allows, short of filling the memory.
const maxLine = 16 << 20

// outputFields are the fields that score adds; an input that has them already is scored anew.
var outputFields = []string{"sentiment", "score", "confidence", "terms", "intent", "irony", "lexicon_version"}

func scoreNDJSON(ctx context.Context, l *lexicon.Lexicon, r io.Reader, w io.Writer) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	scorer := &scorer{lexicon: l}
	for n := 1; lines.Scan(); n++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := scoreObject(scorer, lines.Bytes(), w); err != nil {
			return fmt.Errorf("calificando la línea %d de la entrada: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("leyendo la entrada: %w", err)
	}
	return nil
}

// scoreObject writes a JSON object with the opinion's fields after its own, in their own order and spelling: numbers
// of 19 digits and unknown fields pass as they are.
func scoreObject(s *scorer, line []byte, w io.Writer) error {
	keys, values, err := objectFields(line)
	if err != nil {
		return err
	}
	var text string
	i := slices.Index(keys, "text")
	if i < 0 || json.Unmarshal(values[i], &text) != nil {
		return errors.New("falta el campo «text», o no es un texto")
	}
	var b bytes.Buffer
	separator := byte('{')
	for i, key := range keys {
		if slices.Contains(outputFields, key) {
			continue
		}
		name, _ := json.Marshal(key)
		b.WriteByte(separator)
		separator = ','
		b.Write(name)
		b.WriteByte(':')
		b.Write(values[i])
	}
	o, err := s.opine(text)
	if err != nil {
		return err
	}
	added := &bytes.Buffer{}
	e := json.NewEncoder(added)
	e.SetEscapeHTML(false)
	if err := e.Encode(o); err != nil {
		return err
	}
	b.WriteByte(',')
	b.Write(added.Bytes()[1:])
	_, err = w.Write(b.Bytes())
	return err
}

// objectFields are the keys and raw values of a JSON object, in order.
func objectFields(line []byte) (keys []string, values []json.RawMessage, err error) {
	d := json.NewDecoder(bytes.NewReader(line))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, nil, errors.New("se esperaba un objeto JSON por línea")
	}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, nil, fmt.Errorf("JSON dañado: %w", err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, nil, fmt.Errorf("JSON dañado: %w", err)
		}
		keys, values = append(keys, t.(string)), append(values, value)
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, fmt.Errorf("JSON dañado: %w", err)
	}
	return keys, values, nil
}

func scoreCSV(ctx context.Context, l *lexicon.Lexicon, r io.Reader, w io.Writer) error {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	head, err := in.Read()
	if err != nil {
		return fmt.Errorf("leyendo el encabezado: %w", err)
	}
	text := slices.Index(head, "text")
	if text < 0 {
		return fmt.Errorf("el encabezado no tiene la columna «text»: %q", head)
	}
	out := csv.NewWriter(w)
	scorer := &scorer{lexicon: l}
	if err := out.Write(append(slices.Clone(head), outputFields...)); err != nil {
		return err
	}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			out.Flush()
			return out.Error()
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("leyendo la entrada: %w", err)
		}
		o, err := scorer.opine(row[text])
		if err != nil {
			return err
		}
		terms, err := json.Marshal(o.Terms)
		if err != nil {
			return err
		}
		number := func(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) }
		if err := out.Write(append(row, o.Sentiment, number(o.Score), number(o.Confidence), string(terms), o.Intent, strconv.FormatBool(o.Irony), o.Version)); err != nil {
			return err
		}
	}
}
