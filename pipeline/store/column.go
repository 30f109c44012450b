package store

import (
	"errors"
	"io"
	"os"
	"sync"

	"github.com/parquet-go/parquet-go"
)

// A table of a million rows is read by its columns: each column's pages give their values as they lie in the file, and
// a function puts each into its record. The library's own reading of rows makes a value of any type of each cell and
// sets it by reflection, which cost more than everything that a report does with the rows. The small tables are read
// that way all the same: it needs no list of columns.

// A source says how one column of the records T is read.
type source[T any] struct {
	path []string // of the column
	open func(parquet.Pages, byte) cursor[T]
}

// A cursor is a column being read: fill gives the next records their values.
type cursor[T any] interface {
	fill([]*T) error
	close() error
}

// column is the source of a column with at most one value a row. What put is not called for stays zero.
func column[T, V any](name string, decode func(parquet.Page) func(int) V, put func(*T, V)) source[T] {
	return source[T]{[]string{name}, func(pages parquet.Pages, present byte) cursor[T] {
		return &single[T, V]{levels[V]{pages: pages, present: present, decode: decode}, put}
	}}
}

// listColumn is the source of a column of a list: of the elements E of a record's list.
func listColumn[T, E, V any](list, name string, of func(*T) *[]E, decode func(parquet.Page) func(int) V, put func(*E, V)) source[T] {
	return source[T]{[]string{list, "list", "element", name}, func(pages parquet.Pages, present byte) cursor[T] {
		return &several[T, E, V]{levels[V]{pages: pages, present: present, decode: decode}, of, put}
	}}
}

// levels is what the cursors share: where they are in the current page of a column.
type levels[V any] struct {
	pages   parquet.Pages
	present byte // definition level of a value that is not NULL
	decode  func(parquet.Page) func(int) V

	page       parquet.Page
	value      func(int) V // of the page, by number; NULLs are not counted
	defined    []byte      // by place; empty where no place is NULL
	repeated   []byte      // by place: 0 where a row begins; empty in a column without lists
	at, places int
	values     int // that were before at
}

// more says whether there is a place left, and turns the page where it ends.
func (l *levels[V]) more() (bool, error) {
	for l.at == l.places {
		page, err := l.pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		parquet.Release(l.page)
		l.page, l.value = page, l.decode(page)
		l.defined, l.repeated = page.DefinitionLevels(), page.RepetitionLevels()
		l.at, l.places, l.values = 0, int(page.NumValues()), 0
	}
	return true, nil
}

// next is the value at the current place; false where it is NULL.
func (l *levels[V]) next() (v V, ok bool) {
	at := l.at
	l.at++
	if len(l.defined) > 0 && l.defined[at] != l.present {
		return v, false
	}
	l.values++
	return l.value(l.values - 1), true
}

func (l *levels[V]) close() error {
	parquet.Release(l.page)
	return l.pages.Close()
}

type single[T, V any] struct {
	levels[V]
	put func(*T, V)
}

func (c *single[T, V]) fill(records []*T) error {
	for _, r := range records {
		if more, err := c.more(); err != nil || !more {
			return errors.Join(err, cut(more))
		}
		if v, ok := c.next(); ok {
			c.put(r, v)
		}
	}
	return nil
}

type several[T, E, V any] struct {
	levels[V]
	of  func(*T) *[]E
	put func(*E, V)
}

func (c *several[T, E, V]) fill(records []*T) error {
	for _, r := range records {
		if more, err := c.more(); err != nil || !more {
			return errors.Join(err, cut(more))
		}
		if c.defined[c.at] == 0 { // an empty list takes a place, too
			c.at++
			continue
		}
		list := c.of(r)
		if *list == nil { // the first of the list's columns
			*list = make([]E, 0, c.length())
		}
		for i := 0; ; i++ {
			if i == len(*list) {
				var none E
				*list = append(*list, none)
			}
			if v, ok := c.next(); ok {
				c.put(&(*list)[i], v)
			}
			if more, err := c.more(); err != nil {
				return err
			} else if !more || c.repeated[c.at] == 0 {
				break
			}
		}
	}
	return nil
}

// length is how many elements of the list that begins here the page holds.
func (c *several[T, E, V]) length() int {
	n := 1
	for c.at+n < c.places && c.repeated[c.at+n] != 0 {
		n++
	}
	return n
}

func cut(more bool) error {
	if more {
		return nil
	}
	return errDamaged
}

// together is how many neighbours' texts share one piece of memory: a caller who keeps one record of a month keeps no
// more than those.
const together = 16

// texts decodes a column of texts. Those of a dictionary are made once for all rows that have them.
func texts(page parquet.Page) func(int) string {
	data := page.Data()
	if d := page.Dictionary(); d != nil {
		number := data.Int32()
		words := d.Page().Data()
		word := apart(words.ByteArray())
		return func(i int) string { return word[number[i]] }
	}
	bytes, offsets := data.ByteArray()
	run, from, to := "", 0, 0 // the texts from … to, and their bytes
	return func(i int) string {
		if i >= to {
			from, to = i, min(i+together, len(offsets)-1)
			run = string(bytes[offsets[from]:offsets[to]])
		}
		return run[offsets[i]-offsets[from] : offsets[i+1]-offsets[from]]
	}
}

func apart(bytes []byte, offsets []uint32) []string {
	all := string(bytes)
	words := make([]string, max(len(offsets), 1)-1)
	for i := range words {
		words[i] = all[offsets[i]:offsets[i+1]]
	}
	return words
}

func whole(page parquet.Page) func(int) int64 {
	data := page.Data()
	n := data.Int64()
	return func(i int) int64 { return n[i] }
}

func short(page parquet.Page) func(int) int32 {
	data := page.Data()
	n := data.Int32()
	return func(i int) int32 { return n[i] }
}

func decimals(page parquet.Page) func(int) float64 {
	data := page.Data()
	n := data.Double()
	return func(i int) float64 { return n[i] }
}

func flags(page parquet.Page) func(int) bool {
	data := page.Data()
	bits := data.Boolean()
	return func(i int) bool { return bits[i/8]>>(i%8)&1 != 0 }
}

// A batch of records is filled at a time, column by column.
const batch = 256

// readColumns yields the records of a file, each a fresh one, from those of its columns that sources name. A column
// that the file does not have, because an earlier program wrote it, stays zero. While the caller looks at one batch,
// another goroutine fills the next: to read a month is a third of making its reports.
func readColumns[T any](f *os.File, sources []source[T], yield func(*T) bool) error {
	var err error
	batches, stop := make(chan []*T, 1), make(chan struct{})
	var filling sync.WaitGroup
	filling.Go(func() {
		defer close(batches)
		defer func() {
			if r := recover(); r != nil { // see guarded
				err = errDamaged
			}
		}()
		err = fillBatches(f, sources, func(records []*T) bool {
			select {
			case batches <- records:
				return true
			case <-stop:
				return false
			}
		})
	})
	defer filling.Wait() // the file is closed next
	defer close(stop)
	for records := range batches {
		for _, r := range records {
			if !yield(r) {
				return nil
			}
		}
	}
	return err
}

func fillBatches[T any](f *os.File, sources []source[T], give func([]*T) bool) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	in, err := parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return err
	}
	for _, group := range in.RowGroups() {
		if more, err := fillGroup(in.Schema(), group, sources, give); err != nil || !more {
			return err
		}
	}
	return nil
}

func fillGroup[T any](schema *parquet.Schema, group parquet.RowGroup, sources []source[T], give func([]*T) bool) (more bool, err error) {
	var cursors []cursor[T]
	defer func() {
		for _, c := range cursors {
			err = errors.Join(err, c.close())
		}
	}()
	chunks := group.ColumnChunks()
	for _, s := range sources {
		if leaf, ok := schema.Lookup(s.path...); ok {
			cursors = append(cursors, s.open(chunks[leaf.ColumnIndex].Pages(), byte(leaf.MaxDefinitionLevel)))
		}
	}
	if len(cursors) == 0 {
		return false, errDamaged
	}
	for left := group.NumRows(); left > 0; left -= batch {
		records := make([]*T, min(left, batch))
		for i := range records {
			records[i] = new(T)
		}
		for _, c := range cursors {
			if err := c.fill(records); err != nil {
				return false, err
			}
		}
		if !give(records) {
			return false, nil
		}
	}
	return true, nil
}
