// Package ingest turns the files that networks and listening tools export into the office's vocabulary.
//
// Its one idea: a format is a value in a list (Formats), recognised by what the file holds and never by its name,
// and reading it yields one record or more for every row, a bad row being a record too. Nothing here opens a
// connection, decides a month or drops a row.
package ingest

import (
	"fmt"
	"io"
	"iter"
	"time"

	"pulso/pipeline/social"
)

// A File is an input at hand: a file of the inbox, or a member of a zip, which is read like a file. Its bytes do not
// change while it is read.
type File struct {
	Name string // path inside the inbox, with slashes: what an Origin prints
	Part string // member of a zip; empty for a file of the inbox
	R    io.ReaderAt
	Size int64
}

// origin is the place of a line of f. Sheet is the sheet of a workbook, empty elsewhere.
func (f File) origin(sheet string, line int) social.Origin {
	part := f.Part
	if sheet != "" && part != "" {
		part += "/"
	}
	return social.Origin{File: f.Name, Part: part + sheet, Line: line}
}

// reader reads f from its beginning.
func (f File) reader() io.Reader { return io.NewSectionReader(f.R, 0, f.Size) }

// label is how a message names f: the member too where there is one.
func (f File) label() string {
	if f.Part == "" {
		return f.Name
	}
	return f.Name + "[" + f.Part + "]"
}

// An Input is what the workspace knows of a file that the file may not say of itself.
type Input struct {
	Zone     *time.Location   // the workspace's zone, for dates that carry none
	Network  social.Network   // by the inbox rules of pulso.yaml; empty when none matches
	Account  string           // handle or id, likewise
	Accounts []social.Account // the official ones, for tables that name networks and not accounts; nil when unknown
	Columns  []Columns        // how to read the columns, for the generic reader; see columnsOf
	Note     func(string)     // receives remarks on the file as a whole, in Spanish; never nil while reading
}

// Records yields the records of a file in reading order. An error ends it and means that the file as a whole
// cannot be read; it says where and what to do.
type Records = iter.Seq2[social.Record, error]

// A Format is one export layout.
type Format struct {
	Name    string         // stable id: meta.content
	Title   string         // Spanish, for people
	Network social.Network // empty when the layout serves several
	Unmet   bool           // known from code or documentation only: it has not met a real file
	Match   func(*Sample, Input) bool
	Read    func(File, Input) Records
	// Decline says, in Spanish, why files of this layout are recognised and left out; empty for all that are read.
	Decline string
}

// An Unrecognised error says that no format matches a file, and what was looked for.
type Unrecognised struct {
	File  string
	Found string // what the file seems to be: «un PDF», «una tabla con las columnas …»
	Hint  string // what to do
}

func (e *Unrecognised) Error() string {
	return fmt.Sprintf("%s: no se reconoce el formato: %s. %s", e.File, e.Found, e.Hint)
}

// Detect finds the format of a file, or tells with *Unrecognised what it saw instead.
func Detect(f File, in Input) (*Format, error) {
	s, err := sample(f)
	if err != nil {
		return nil, err
	}
	for i := range Formats {
		if Formats[i].Match(s, in) {
			return defined(configured(&Formats[i], s, in)), nil
		}
	}
	if a, err := archiveOf(s, in); a != nil || err != nil {
		return a, err
	}
	return nil, s.unrecognised()
}
