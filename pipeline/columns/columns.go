// Package columns carries the vocabulary as Arrow IPC streams to and from other programs.
//
// Its one idea: a table is a list of columns, and a column is a name, a type and where its value stands in the
// record. Schema, writing and reading all follow from the list; names and types are those of the stored tables.
package columns

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// batchRows is how many rows a record batch holds: small enough to stream, large enough that its header is nothing.
const batchRows = 4096

// What a stream that anybody may send can make us hold. The Arrow reader believes the sizes that a stream states.
const (
	maxBatchRows = 4 << 20
	maxBuffer    = 256 << 20
)

// A bounded allocator refuses a buffer of absurd size by a panic, which is how allocators refuse; damaged makes it
// an error.
type bounded struct{ memory.Allocator }

func (b bounded) Allocate(size int) []byte {
	if size > maxBuffer {
		panic(fmt.Sprintf("pide %d bytes de una vez", size))
	}
	return b.Allocator.Allocate(size)
}

func (b bounded) Reallocate(size int, old []byte) []byte {
	if size > maxBuffer {
		panic(fmt.Sprintf("pide %d bytes de una vez", size))
	}
	return b.Allocator.Reallocate(size, old)
}

// A column is a field of a table of records T.
type column[T any] struct {
	name     string
	kind     arrow.DataType
	nullable bool
	put      func(array.Builder, *T)
	get      func(arrow.Array, int, *T) // nil for what follows from other columns; never called for NULL
}

// A Table is the Arrow form of the records T.
type Table[T any] struct {
	columns []column[T]
	schema  *arrow.Schema
}

func newTable[T any](columns ...column[T]) *Table[T] {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c.name, Type: c.kind, Nullable: c.nullable}
	}
	return &Table[T]{columns: columns, schema: arrow.NewSchema(fields, nil)}
}

// Schema is the table's schema.
func (t *Table[T]) Schema() *arrow.Schema { return t.schema }

// Write writes rows as an IPC stream. It ends with the first error of rows.
func (t *Table[T]) Write(w io.Writer, rows iter.Seq2[*T, error]) error {
	return t.write(w, rows, memory.DefaultAllocator)
}

func (t *Table[T]) write(w io.Writer, rows iter.Seq2[*T, error], mem memory.Allocator) (err error) {
	out := ipc.NewWriter(w, ipc.WithSchema(t.schema), ipc.WithAllocator(mem))
	defer func() { err = errors.Join(err, out.Close()) }()
	b := array.NewRecordBuilder(mem, t.schema)
	defer b.Release()
	n := 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		t.append(b, row)
		if n++; n%batchRows > 0 {
			continue
		}
		if err := flush(out, b); err != nil {
			return err
		}
	}
	if n%batchRows == 0 {
		return nil
	}
	return flush(out, b)
}

func flush(out *ipc.Writer, b *array.RecordBuilder) error {
	batch := b.NewRecord()
	defer batch.Release()
	return out.Write(batch)
}

func (t *Table[T]) append(b *array.RecordBuilder, row *T) {
	for i, c := range t.columns {
		c.put(b.Field(i), row)
	}
}

// Read reads an IPC stream. Columns are found by name, so that a stream of another order, with more columns or with
// fewer is read too: what is missing is absent. A column of another type is an error. Rows do not share memory with
// the stream.
func (t *Table[T]) Read(r io.Reader) iter.Seq2[*T, error] {
	return t.read(r, memory.DefaultAllocator)
}

func (t *Table[T]) read(r io.Reader, mem memory.Allocator) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		in, err := openStream(r, mem)
		if err != nil {
			yield(nil, err)
			return
		}
		defer in.Release()
		at, err := t.locate(in.Schema())
		if err != nil {
			yield(nil, err)
			return
		}
		for {
			batch, err := in.next()
			if err != nil {
				yield(nil, err)
				return
			}
			if batch == nil {
				return
			}
			for i := range int(batch.NumRows()) {
				row, err := t.row(batch, at, i)
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// row is the i-th row of a batch of a stream whose columns stand where at says.
func (t *Table[T]) row(batch arrow.Record, at []int, i int) (v *T, err error) {
	defer damaged(&err)
	v = new(T)
	t.fill(batch, at, i, v)
	return v, nil
}

func (t *Table[T]) fill(batch arrow.Record, at []int, i int, v *T) {
	for c, where := range at {
		if where < 0 {
			continue
		}
		if cells := batch.Column(where); cells.IsValid(i) {
			t.columns[c].get(cells, i, v)
		}
	}
}

// locate finds the table's columns in a schema; -1 where a column is missing or nothing is read from it.
func (t *Table[T]) locate(s *arrow.Schema) ([]int, error) {
	at := make([]int, len(t.columns))
	for i, c := range t.columns {
		at[i] = -1
		where := s.FieldIndices(c.name)
		if len(where) == 0 || c.get == nil {
			continue
		}
		if found := s.Field(where[0]).Type; !arrow.TypeEqual(found, c.kind) {
			return nil, fmt.Errorf("la columna %s es de tipo %s y se esperaba %s", c.name, found, c.kind)
		}
		at[i] = where[0]
	}
	return at, nil
}

// A stream is an IPC stream being read.
type stream struct {
	*ipc.Reader
	tail *tail
}

// openStream reads the schema of an IPC stream. The Arrow reader panics on some damaged streams; here they are
// errors. One thing it cannot be kept from: a schema whose bytes lie about the number of its fields makes it ask the
// runtime for that much memory. So a stream is to come from a program, not from a stranger.
func openStream(r io.Reader, mem memory.Allocator) (s stream, err error) {
	defer damaged(&err)
	t := &tail{r: r}
	in, err := ipc.NewReader(t, ipc.WithAllocator(bounded{mem}))
	if err != nil {
		return stream{}, fmt.Errorf("no es una secuencia Arrow IPC: %w", err)
	}
	return stream{in, t}, nil
}

// next is the next batch, valid until the one after it; nil at the end.
func (s stream) next() (batch arrow.Record, err error) {
	defer damaged(&err)
	if s.Next() {
		batch := s.Record()
		if batch.NumRows() > maxBatchRows {
			return nil, fmt.Errorf("un lote de la secuencia Arrow tiene %d filas y se admiten %d: divídalo", batch.NumRows(), maxBatchRows)
		}
		return batch, nil
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("secuencia Arrow IPC dañada: %w", err)
	}
	if s.tail.last != endMark {
		return nil, errors.New("la secuencia Arrow IPC está incompleta: le falta la marca del final")
	}
	return nil, nil
}

// endMark ends a stream. The Arrow reader takes a stream without it for a whole one; but a program that was stopped
// while writing leaves just that, and a cut stream must not pass for a short one.
var endMark = [8]byte{0xff, 0xff, 0xff, 0xff}

// A tail remembers the last bytes that were read.
type tail struct {
	r    io.Reader
	last [8]byte
}

func (t *tail) Read(b []byte) (int, error) {
	n, err := t.r.Read(b)
	if n >= len(t.last) {
		copy(t.last[:], b[n-len(t.last):n])
	} else {
		copy(t.last[:], t.last[n:])
		copy(t.last[len(t.last)-n:], b[:n])
	}
	return n, err
}

func damaged(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("secuencia Arrow IPC dañada: %v", r)
	}
}
