package store

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/parquet-go/parquet-go"

	"pulso/pipeline/social"
)

// The tables of a month, as their folders are called.
const (
	Mentions       = "mentions"
	Posts          = "posts"
	AccountMetrics = "account_metrics"
	Audience       = "audience"
	Rejects        = "rejects"
	Intake         = "intake"
)

// Tables lists the tables in the order in which the manifest names their files.
var Tables = []string{Mentions, Posts, AccountMetrics, Audience, Rejects, Intake}

const (
	// rowsPerGroup bounds what writing and reading hold in memory; a month of an office is one to three groups.
	rowsPerGroup = 64 << 10
	rowsPerRead  = 128
	writeSize    = 256 << 10
)

// A row is a table's row type R, made from the vocabulary's type T.
type row[T, R any] interface {
	*R
	from(*T)
}

// A readable row is one that is read as it was written; the mentions are read by their columns instead.
type readable[T, R any] interface {
	row[T, R]
	to() *T
}

// A tableWriter writes one table of a month to a temporary file and takes its hash on the way.
type tableWriter[T, R any, P row[T, R]] struct {
	table string
	dir   string
	temp  string
	file  file
	hash  hash.Hash
	buf   *bufio.Writer
	out   *parquet.GenericWriter[R]
	rows  []R
	n     int64
	bytes int64
}

func (w *tableWriter[T, R, P]) begin(dir, table string, month social.Month, p Provenance, c *codec) error {
	if err := makeFolder(dir); err != nil {
		return diskError("crear la carpeta", dir, err)
	}
	f, err := createTemp(dir, tempPattern)
	if err != nil {
		return diskError("crear un archivo en", dir, err)
	}
	w.table, w.dir, w.temp, w.file, w.hash = table, dir, f.Name(), f, sha256.New()
	w.buf = bufio.NewWriterSize(io.MultiWriter(f, w.hash), writeSize)
	w.out = parquet.NewGenericWriter[R](w.buf,
		parquet.Compression(c),
		parquet.MaxRowsPerRowGroup(rowsPerGroup),
		parquet.CreatedBy("pulso", "", ""),
		parquet.KeyValueMetadata("pulso.format", formatText),
		parquet.KeyValueMetadata("pulso.table", table),
		parquet.KeyValueMetadata("pulso.month", month.String()),
		parquet.KeyValueMetadata("pulso.program", p.Program),
		parquet.KeyValueMetadata("pulso.lexicon", p.Lexicon),
		parquet.KeyValueMetadata("pulso.config", p.Config),
	)
	w.rows = make([]R, 0, rowsPerRead)
	return nil
}

func (w *tableWriter[T, R, P]) add(v *T) error {
	w.rows = w.rows[:len(w.rows)+1]
	P(&w.rows[len(w.rows)-1]).from(v)
	if len(w.rows) < cap(w.rows) {
		return nil
	}
	return w.flush()
}

func (w *tableWriter[T, R, P]) flush() error {
	n, err := w.out.Write(w.rows)
	w.n += int64(n)
	w.rows = w.rows[:0]
	return diskError("escribir en", w.dir, err)
}

// finish makes the temporary file durable.
func (w *tableWriter[T, R, P]) finish() error {
	if err := w.flush(); err != nil {
		return err
	}
	err := w.out.Close()
	if err == nil {
		err = w.buf.Flush()
	}
	if err == nil {
		err = w.file.Sync()
	}
	err = errors.Join(err, w.file.Close())
	w.file = nil
	if err != nil {
		return diskError("escribir en", w.dir, err)
	}
	info, err := stat(w.temp)
	if err != nil {
		return diskError("leer", w.temp, err)
	}
	w.bytes = info.Size()
	return nil
}

// stored is the file as the manifest names it. The name holds the hash: equal tables are one file, whatever
// version they belong to, and a name never means two contents.
func (w *tableWriter[T, R, P]) stored(month social.Month) File {
	sum := hex.EncodeToString(w.hash.Sum(nil))
	return File{Table: w.table, Path: w.table + "/month=" + month.String() + "/" + w.table + "-" + sum[:12] + ".parquet",
		SHA256: sum, Bytes: w.bytes, Rows: w.n}
}

func (w *tableWriter[T, R, P]) abort() {
	if w.temp == "" {
		return
	}
	if w.file != nil {
		w.file.Close()
	}
	remove(w.temp)
	dropIfEmpty(w.dir, filepath.Dir(w.dir))
}

// read yields the rows of a Parquet file in stored order, each a fresh value, holding one page per column at a
// time. Ending early is fine; the file is open only while the loop runs.
func read[T any](path func() (string, error), rows func(*os.File, func(*T) bool) error) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		name, err := path()
		if err != nil {
			yield(nil, err)
			return
		}
		f, err := openFile(name)
		if err != nil {
			yield(nil, diskError("leer", name, err))
			return
		}
		defer f.Close()
		if err := guarded(f, rows, func(v *T) bool { return yield(v, nil) }); err != nil {
			yield(nil, diskError("leer", name, err))
		}
	}
}

// guarded reads rows. The Parquet reader panics on some damaged files; a damaged file is an answer here, not a fault.
// What the loop's own body panics with goes on.
func guarded[T any](f *os.File, rows func(*os.File, func(*T) bool) error, yield func(*T) bool) (err error) {
	yielding := false
	defer func() {
		if r := recover(); r != nil {
			if yielding {
				panic(r)
			}
			err = errDamaged
		}
	}()
	return rows(f, func(v *T) bool {
		yielding = true
		more := yield(v)
		yielding = false
		return more
	})
}

func readRows[T, R any, P readable[T, R]](f *os.File, yield func(*T) bool) error {
	in := parquet.NewGenericReader[R](f)
	defer in.Close()
	rows := make([]R, rowsPerRead)
	for {
		clear(rows)
		n, err := in.Read(rows)
		for i := range rows[:n] {
			if !yield(P(&rows[i]).to()) {
				return nil
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

var errDamaged = errors.New("el archivo Parquet está dañado")

// A Column describes one column of a stored table, for those who must agree with it.
type Column struct {
	Name     string
	Type     string // Parquet's own words: STRING, INT(64,true), TIMESTAMP(isAdjustedToUTC=true,unit=MICROS), DOUBLE, LIST …
	Nullable bool
}

// Schema is the columns of a table in stored order; nil for a table that does not exist.
func Schema(table string) []Column {
	schemas := map[string]*parquet.Schema{
		Mentions:       parquet.SchemaOf(mentionRow{}),
		Posts:          parquet.SchemaOf(postRow{}),
		AccountMetrics: parquet.SchemaOf(accountMetricRow{}),
		Audience:       parquet.SchemaOf(audienceRow{}),
		Rejects:        parquet.SchemaOf(rejectRow{}),
		Intake:         parquet.SchemaOf(intakeRow{}),
	}
	schema, ok := schemas[table]
	if !ok {
		return nil
	}
	var columns []Column
	for _, f := range schema.Fields() {
		columns = append(columns, Column{Name: f.Name(), Type: f.Type().String(), Nullable: f.Optional()})
	}
	return slices.Clip(columns)
}
