package columns

import (
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"pulso/pipeline/social"
)

// The kinds of column. Each takes where in the record its value stands. Strings are copied out of a batch, since the
// batch is gone when the next one is read.

// text is NULL where the string is empty.
func text[T any, S ~string](name string, at func(*T) *S) column[T] {
	return column[T]{name, arrow.BinaryTypes.String, true,
		func(b array.Builder, v *T) {
			s := *at(v)
			if s == "" {
				b.AppendNull()
				return
			}
			b.(*array.StringBuilder).Append(string(s))
		},
		func(a arrow.Array, i int, v *T) { *at(v) = S(strings.Clone(a.(*array.String).Value(i))) }}
}

// words is a text that is there even when it is empty.
func words[T any, S ~string](name string, at func(*T) *S) column[T] {
	c := text(name, at)
	c.nullable = false
	c.put = func(b array.Builder, v *T) { b.(*array.StringBuilder).Append(string(*at(v))) }
	return c
}

func flag[T any](name string, at func(*T) *bool) column[T] {
	return column[T]{name, arrow.FixedWidthTypes.Boolean, false,
		func(b array.Builder, v *T) { b.(*array.BooleanBuilder).Append(*at(v)) },
		func(a arrow.Array, i int, v *T) { *at(v) = a.(*array.Boolean).Value(i) }}
}

func count[T any](name string, at func(*T) *int) column[T] {
	return column[T]{name, arrow.PrimitiveTypes.Int64, false,
		func(b array.Builder, v *T) { b.(*array.Int64Builder).Append(int64(*at(v))) },
		func(a arrow.Array, i int, v *T) { *at(v) = int(a.(*array.Int64).Value(i)) }}
}

func number[T any](name string, at func(*T) *float64) column[T] {
	return column[T]{name, arrow.PrimitiveTypes.Float64, false,
		func(b array.Builder, v *T) { b.(*array.Float64Builder).Append(*at(v)) },
		func(a arrow.Array, i int, v *T) { *at(v) = a.(*array.Float64).Value(i) }}
}

// numberIf is NULL where the value means nothing.
func numberIf[T any](name string, at func(*T) *float64, given func(*T) bool) column[T] {
	c := number(name, at)
	put := c.put
	c.nullable = true
	c.put = func(b array.Builder, v *T) {
		if !given(v) {
			b.AppendNull()
			return
		}
		put(b, v)
	}
	return c
}

func maybeCount[T any](name string, at func(*T) *social.Opt[int64]) column[T] {
	return column[T]{name, arrow.PrimitiveTypes.Int64, true,
		func(b array.Builder, v *T) {
			o := *at(v)
			if !o.OK {
				b.AppendNull()
				return
			}
			b.(*array.Int64Builder).Append(o.V)
		},
		func(a arrow.Array, i int, v *T) { *at(v) = social.Some(a.(*array.Int64).Value(i)) }}
}

func maybeNumber[T any](name string, at func(*T) *social.Opt[float64]) column[T] {
	return column[T]{name, arrow.PrimitiveTypes.Float64, true,
		func(b array.Builder, v *T) {
			o := *at(v)
			if !o.OK {
				b.AppendNull()
				return
			}
			b.(*array.Float64Builder).Append(o.V)
		},
		func(a arrow.Array, i int, v *T) { *at(v) = social.Some(a.(*array.Float64).Value(i)) }}
}

var microsUTC = &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}

func instant[T any](name string, at func(*T) *time.Time) column[T] {
	return column[T]{name, microsUTC, false,
		func(b array.Builder, v *T) {
			b.(*array.TimestampBuilder).Append(arrow.Timestamp(at(v).UnixMicro()))
		},
		func(a arrow.Array, i int, v *T) {
			*at(v) = time.UnixMicro(int64(a.(*array.Timestamp).Value(i))).UTC()
		}}
}

// day is NULL where the date is zero.
func day[T any](name string, at func(*T) *social.Date) column[T] {
	return column[T]{name, arrow.FixedWidthTypes.Date32, true,
		func(b array.Builder, v *T) {
			d := *at(v)
			if d.IsZero() {
				b.AppendNull()
				return
			}
			b.(*array.Date32Builder).Append(arrow.Date32FromTime(d.Time()))
		},
		func(a arrow.Array, i int, v *T) {
			*at(v) = social.DateOf(a.(*array.Date32).Value(i).ToTime(), time.UTC)
		}}
}

func texts[T any](name string, at func(*T) *[]string) column[T] {
	return column[T]{name, arrow.ListOfNonNullable(arrow.BinaryTypes.String), false,
		func(b array.Builder, v *T) {
			l := b.(*array.ListBuilder)
			l.Append(true)
			for _, s := range *at(v) {
				l.ValueBuilder().(*array.StringBuilder).Append(s)
			}
		},
		func(a arrow.Array, i int, v *T) {
			l := a.(*array.List)
			from, to := l.ValueOffsets(i)
			for j := from; j < to; j++ {
				*at(v) = append(*at(v), strings.Clone(l.ListValues().(*array.String).Value(int(j))))
			}
		}}
}
