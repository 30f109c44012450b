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
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"pulso/pipeline/columns"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

func (a *app) exportCommand() *cobra.Command {
	var e export
	c := &cobra.Command{
		Use:   "export --month MES --table TABLA --format FORMATO",
		Short: "Escribe una tabla de un mes para otros programas, o lo que puede publicarse como datos abiertos",
		Long: `Escribe una tabla de un mes guardado: mentions, posts, account_metrics, audience, rejects o intake, en formato
parquet, arrow, csv o ndjson. Con --public escribe solo lo que puede ser dato abierto: sin textos, autores, enlaces ni
identificadores; las menciones van contadas por red, objetivo, tema y clase, y los grupos de menos de tres se cuentan
sin objetivo ni tema.`,
		Example: "  pulso export --month 2026-10 --table mentions --format csv --public -o menciones-2026-10.csv\n  pulso export --month 2026-10 --table posts --format parquet > posts.parquet",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.export(cmd.Context(), e) },
	}
	c.Flags().StringVar(&e.month, "month", "", "el mes (AAAA-MM)")
	c.Flags().StringVar(&e.table, "table", store.Mentions, "la tabla: "+strings.Join(store.Tables, ", "))
	c.Flags().StringVar(&e.format, "format", "", "parquet, arrow, csv o ndjson (sin él, el de la extensión de -o, o csv)")
	c.Flags().BoolVar(&e.public, "public", false, "solo lo que puede publicarse como datos abiertos")
	c.Flags().StringVarP(&e.out, "output", "o", "", "archivo de salida (sin él, la salida estándar)")
	return c
}

// An export is what the command line asks for.
type export struct {
	month, table, format, out string
	public                    bool
}

// exportFormats write an extract; arrow is not among them, since it needs the records themselves.
var exportFormats = map[string]func(io.Writer, *store.Extract) error{
	"parquet": func(w io.Writer, e *store.Extract) error { return e.WriteParquet(w) },
	"csv":     writeCSV,
	"ndjson":  writeNDJSON,
}

func (a *app) export(ctx context.Context, e export) error {
	if _, err := loadConfig(a.dir); err != nil {
		return err
	}
	m, err := parseMonth(e.month)
	if err != nil {
		return err
	}
	if e.format == "" {
		e.format = "csv"
		if ext := strings.TrimPrefix(filepath.Ext(e.out), "."); exportFormats[ext] != nil || ext == "arrow" {
			e.format = ext
		}
	}
	switch {
	case !slices.Contains(store.Tables, e.table):
		return usage("no existe la tabla %q; las tablas son %s", e.table, strings.Join(store.Tables, ", "))
	case e.format == "arrow" && e.public:
		return usage("los datos abiertos se escriben en csv, ndjson o parquet")
	case exportFormats[e.format] == nil && e.format != "arrow":
		return usage("no se sabe escribir el formato %q; los formatos son parquet, arrow, csv y ndjson", e.format)
	}
	snap, err := store.Open(a.dir).Snapshot(m, 0)
	if errors.Is(err, store.ErrNoMonth) {
		return noMonth(m)
	}
	if err != nil {
		return err
	}
	return a.writeOut(e.out, func(w io.Writer) error { return e.write(ctx, w, snap) })
}

func (e export) write(ctx context.Context, w io.Writer, snap *store.Snapshot) error {
	if e.format == "arrow" {
		return writeArrow(ctx, w, snap, e.table)
	}
	rows := snap.Extract(e.table)
	if e.public {
		var err error
		if rows, err = snap.Public(e.table); err != nil {
			return err
		}
	}
	rows.Rows = until(ctx, rows.Rows)
	return exportFormats[e.format](w, rows)
}

// until yields what all yields, until the command is interrupted.
func until[T any](ctx context.Context, all iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range all {
			if err == nil {
				err = ctx.Err()
			}
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// writeOut gives a writer on the named file, which appears only once it is whole, or on the standard output.
func (a *app) writeOut(path string, write func(io.Writer) error) error {
	if path == "" {
		out := bufio.NewWriterSize(a.stdout, 1<<16)
		return errors.Join(write(out), out.Flush())
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".pulso-*.tmp")
	if err != nil {
		return fmt.Errorf("escribiendo %s: %w", path, err)
	}
	out := bufio.NewWriterSize(f, 1<<16)
	err = errors.Join(write(out), out.Flush(), f.Chmod(0o644), f.Close()) // a temporary file is for its owner only
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("escribiendo %s: %w", path, err), os.Remove(f.Name()))
	}
	return nil
}

func writeArrow(ctx context.Context, w io.Writer, snap *store.Snapshot, table string) error {
	switch table {
	case store.Mentions:
		return columns.Mentions.Write(w, until(ctx, snap.Mentions()))
	case store.Posts:
		return columns.Posts.Write(w, until(ctx, snap.Posts()))
	case store.AccountMetrics:
		return columns.AccountMetrics.Write(w, until(ctx, snap.AccountMetrics()))
	case store.Audience:
		return columns.Audience.Write(w, until(ctx, snap.Audience()))
	case store.Rejects:
		return columns.Rejects.Write(w, until(ctx, snap.Rejects()))
	}
	return columns.Intake.Write(w, intakes(snap))
}

func intakes(snap *store.Snapshot) iter.Seq2[*social.Intake, error] {
	return func(yield func(*social.Intake, error) bool) {
		for i := range snap.Inputs {
			if !yield(&snap.Inputs[i], nil) {
				return
			}
		}
	}
}

// writeCSV writes UTF-8 with the mark by which Excel knows it. A cell that a spreadsheet would take for a formula gets
// an apostrophe: what a stranger wrote must not be computed at an office.
func writeCSV(w io.Writer, e *store.Extract) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(e.Columns); err != nil {
		return err
	}
	line := make([]string, len(e.Columns))
	for cells, err := range e.Rows {
		if err != nil {
			return err
		}
		for i, cell := range cells {
			if line[i], err = csvCell(cell); err != nil {
				return err
			}
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func csvCell(cell any) (string, error) {
	switch v := cell.(type) {
	case nil:
		return "", nil
	case string:
		if v != "" && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
			return "'" + v, nil
		}
		return v, nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	case time.Time:
		return v.Format(time.RFC3339Nano), nil
	case bool, int64, social.Date:
		return fmt.Sprint(v), nil
	}
	raw, err := jsonCell(cell)
	return string(raw), err
}

// jsonCell is a value as NDJSON has it; the terms have the names that `pulso score` gives them.
func jsonCell(cell any) ([]byte, error) {
	switch v := cell.(type) {
	case []social.Term:
		terms := make([]termJSON, len(v))
		for i, t := range v {
			terms[i] = termJSON{t.Term, t.Offset, t.Length, t.Weight, t.Contribution, t.Negated, t.Modifier, t.Rule}
		}
		cell = terms
	case []string:
		if v == nil {
			cell = []string{}
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(cell)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

func writeNDJSON(w io.Writer, e *store.Extract) error {
	keys := make([][]byte, len(e.Columns))
	for i, name := range e.Columns {
		keys[i] = []byte(`,"` + name + `":`)
	}
	keys[0] = append([]byte("{"), keys[0][1:]...)
	var line bytes.Buffer
	for cells, err := range e.Rows {
		if err != nil {
			return err
		}
		line.Reset()
		for i, cell := range cells {
			value, err := jsonCell(cell)
			if err != nil {
				return err
			}
			line.Write(keys[i])
			line.Write(value)
		}
		line.WriteString("}\n")
		if _, err := w.Write(line.Bytes()); err != nil {
			return err
		}
	}
	return nil
}
