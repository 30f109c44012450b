package columns

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"pulso/pipeline/social"
)

// A Verdict is what is said of one text, as the columns that Annotate adds.
type Verdict struct {
	Sentiment      string // negative, neutral, positive
	Score          float64
	Confidence     float64
	Terms          []social.Term
	Intent         string
	Irony          bool
	LexiconVersion string
}

// annotations are the columns that Annotate adds, in order.
var annotations = []column[Verdict]{
	words("sentiment", func(v *Verdict) *string { return &v.Sentiment }),
	number("score", func(v *Verdict) *float64 { return &v.Score }),
	number("confidence", func(v *Verdict) *float64 { return &v.Confidence }),
	{"terms", arrow.ListOfNonNullable(termType), false,
		func(b array.Builder, v *Verdict) { appendTerms(b.(*array.ListBuilder), v.Terms) }, nil},
	text("intent", func(v *Verdict) *string { return &v.Intent }),
	flag("irony", func(v *Verdict) *bool { return &v.Irony }),
	text("lexicon_version", func(v *Verdict) *string { return &v.LexiconVersion }),
}

// Annotate copies an IPC stream of mentions, adding to each batch what score says of its texts; score is given the
// texts of one batch and answers with one verdict for each, in order. All other columns pass as they are, whatever
// their type; those that have the name of an added one are replaced. The text column is called text and holds
// strings, plain, large or dictionary-coded; a NULL is scored as the empty text.
func Annotate(r io.Reader, w io.Writer, score func(texts []string) []Verdict) error {
	return annotate(r, w, score, memory.DefaultAllocator)
}

const textColumn = "text"

func annotate(r io.Reader, w io.Writer, score func([]string) []Verdict, mem memory.Allocator) (err error) {
	in, err := openStream(r, mem)
	if err != nil {
		return err
	}
	defer in.Release()
	where := in.Schema().FieldIndices(textColumn)
	if len(where) == 0 {
		return errors.New("falta la columna text, con el texto de las menciones")
	}
	if !holdsText(in.Schema().Field(where[0]).Type) {
		return fmt.Errorf("la columna text es de tipo %s y se esperaba texto", in.Schema().Field(where[0]).Type)
	}
	kept, schema := withAnnotations(in.Schema())
	out := ipc.NewWriter(w, ipc.WithSchema(schema), ipc.WithAllocator(mem))
	defer func() { err = errors.Join(err, out.Close()) }()
	for {
		batch, err := in.next()
		if err != nil {
			return err
		}
		if batch == nil {
			return nil
		}
		if err := annotateBatch(out, batch, where[0], kept, schema, score, mem); err != nil {
			return err
		}
	}
}

// withAnnotations is the schema of what goes out, and which columns of what comes in are kept in it.
func withAnnotations(s *arrow.Schema) (kept []int, out *arrow.Schema) {
	var fields []arrow.Field
	for i, f := range s.Fields() {
		if slices.ContainsFunc(annotations, func(c column[Verdict]) bool { return c.name == f.Name }) {
			continue
		}
		kept = append(kept, i)
		fields = append(fields, f)
	}
	for _, c := range annotations {
		fields = append(fields, arrow.Field{Name: c.name, Type: c.kind, Nullable: c.nullable})
	}
	meta := s.Metadata()
	return kept, arrow.NewSchema(fields, &meta)
}

func annotateBatch(out *ipc.Writer, batch arrow.Record, text int, kept []int, schema *arrow.Schema,
	score func([]string) []Verdict, mem memory.Allocator) (err error) {
	defer damaged(&err)
	texts := textsOf(batch.Column(text))
	verdicts := score(texts)
	if len(verdicts) != len(texts) {
		return fmt.Errorf("se calificaron %d textos de %d", len(verdicts), len(texts))
	}
	cells := make([]arrow.Array, 0, schema.NumFields())
	for _, i := range kept {
		cells = append(cells, batch.Column(i))
	}
	for _, c := range annotations {
		b := array.NewBuilder(mem, c.kind)
		defer b.Release()
		for i := range verdicts {
			c.put(b, &verdicts[i])
		}
		a := b.NewArray()
		defer a.Release()
		cells = append(cells, a)
	}
	rec := array.NewRecord(schema, cells, batch.NumRows())
	defer rec.Release()
	return out.Write(rec)
}

func holdsText(t arrow.DataType) bool {
	switch t := t.(type) {
	case *arrow.StringType, *arrow.LargeStringType:
		return true
	case *arrow.DictionaryType:
		return holdsText(t.ValueType)
	}
	return false
}

// textsOf are the texts of a column. They share its memory and end with its batch.
func textsOf(a arrow.Array) []string {
	texts := make([]string, a.Len())
	value := valueOf(a)
	for i := range texts {
		if a.IsValid(i) {
			texts[i] = value(i)
		}
	}
	return texts
}

func valueOf(a arrow.Array) func(int) string {
	switch a := a.(type) {
	case *array.String:
		return a.Value
	case *array.LargeString:
		return a.Value
	case *array.Dictionary:
		value := valueOf(a.Dictionary())
		return func(i int) string { return value(a.GetValueIndex(i)) }
	}
	return func(int) string { return "" }
}
