package store

import (
	"fmt"
	"io"
	"iter"
	"reflect"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"pulso/pipeline/social"
)

// An Extract is a table of a month in forms that other programs read: rows of cells, or a Parquet file.
type Extract struct {
	Columns []string
	// Rows yields the cells of each row, in the order of Columns: nil where there is no value, else a string, bool,
	// int64, float64, time.Time in UTC, social.Date, or a list ([]string, []social.Term). The slice is used again.
	Rows    iter.Seq2[[]any, error]
	parquet func(io.Writer) error
}

// WriteParquet writes the rows as a Parquet file.
func (e *Extract) WriteParquet(w io.Writer) error { return e.parquet(w) }

// Extract is a table as it is stored, every column of it; nil for a table that does not exist. Its Parquet is the
// stored file.
func (s *Snapshot) Extract(table string) *Extract {
	var e *Extract
	switch table {
	case Mentions:
		e = extract[social.Scored, mentionRow](s.Mentions())
	case Posts:
		e = extract[social.Post, postRow](s.Posts())
	case AccountMetrics:
		e = extract[social.AccountMetric, accountMetricRow](s.AccountMetrics())
	case Audience:
		e = extract[social.Audience, audienceRow](s.Audience())
	case Rejects:
		e = extract[social.Reject, rejectRow](s.Rejects())
	case Intake:
		e = extract[social.Intake, intakeRow](s.intake())
	default:
		return nil
	}
	e.parquet = func(w io.Writer) error { return copyFile(w, s.path(table)) }
	return e
}

func copyFile(w io.Writer, path func() (string, error)) error {
	name, err := path()
	if err != nil {
		return err
	}
	f, err := openFile(name)
	if err != nil {
		return diskError("leer", name, err)
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

func extract[T, R any, P row[T, R]](records iter.Seq2[*T, error]) *Extract {
	fields := fieldsOf(reflect.TypeFor[R]())
	return &Extract{
		Columns: names(fields),
		Rows: func(yield func([]any, error) bool) {
			cells := make([]any, len(fields))
			var r R
			for v, err := range records {
				if err != nil {
					yield(nil, err)
					return
				}
				P(&r).from(v)
				fillCells(cells, fields, reflect.ValueOf(&r).Elem())
				if !yield(cells, nil) {
					return
				}
			}
		},
	}
}

// A field is a column of a row type, as its tag describes it.
type field struct {
	name               string
	optional, day, utc bool
}

func fieldsOf(t reflect.Type) []field {
	fields := make([]field, t.NumField())
	for i := range fields {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("parquet"), ",")
		options = "," + options + ","
		fields[i] = field{name, strings.Contains(options, ",optional,"), strings.Contains(options, ",date,"), strings.Contains(options, ",timestamp(")}
	}
	return fields
}

func names(fields []field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.name
	}
	return out
}

func fillCells(cells []any, fields []field, r reflect.Value) {
	for i, f := range fields {
		cells[i] = f.cell(r.Field(i))
	}
}

// cell is a field's value as an Extract gives it. An optional text that is empty is stored as NULL.
func (f field) cell(v reflect.Value) any {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	switch x := v.Interface().(type) {
	case string:
		if x == "" && f.optional {
			return nil
		}
		return x
	case int64:
		if f.utc {
			return time.UnixMicro(x).UTC()
		}
		return x
	case int32:
		if f.day {
			return date(&x)
		}
		return int64(x)
	case []termRow:
		terms := make([]social.Term, len(x))
		for i, t := range x {
			terms[i] = social.Term{Term: t.Term, Offset: int(t.Offset), Length: int(t.Length), Weight: t.Weight, Contribution: t.Contribution, Negated: t.Negated, Modifier: t.Modifier, Rule: t.Rule, Regional: t.Regional}
		}
		return terms
	default:
		return x
	}
}

// tableOf makes an extract of rows that are in memory.
func tableOf[R any](table string, month social.Month, p Provenance, rows []R) *Extract {
	fields := fieldsOf(reflect.TypeFor[R]())
	return &Extract{
		Columns: names(fields),
		Rows: func(yield func([]any, error) bool) {
			cells := make([]any, len(fields))
			for i := range rows {
				fillCells(cells, fields, reflect.ValueOf(&rows[i]).Elem())
				if !yield(cells, nil) {
					return
				}
			}
		},
		parquet: func(w io.Writer) error {
			out := parquet.NewGenericWriter[R](w,
				parquet.Compression(&zstd.Codec{}),
				parquet.CreatedBy("pulso", "", ""),
				parquet.KeyValueMetadata("pulso.table", "public_"+table),
				parquet.KeyValueMetadata("pulso.month", month.String()),
				parquet.KeyValueMetadata("pulso.program", p.Program),
				parquet.KeyValueMetadata("pulso.lexicon", p.Lexicon),
			)
			if _, err := out.Write(rows); err != nil {
				return fmt.Errorf("escribir los datos abiertos: %w", err)
			}
			return out.Close()
		},
	}
}
