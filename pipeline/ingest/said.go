package ingest

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"io"
)

// A said error is one of a library, in words for a clerk; what it is stays to be asked for.
type said struct {
	words string
	err   error
}

func (s *said) Error() string { return s.words }
func (s *said) Unwrap() error { return s.err }

// libraryWords say what the libraries say in English.
var libraryWords = []struct {
	is    error
	words string
}{
	{zip.ErrFormat, "no es un archivo comprimido válido"},
	{zip.ErrAlgorithm, "usa una forma de comprimir que no se conoce"},
	{zip.ErrChecksum, "lo que se descomprime no es lo que se comprimió"},
	{io.ErrUnexpectedEOF, "se acaba antes de tiempo"},
	{io.EOF, "se acaba antes de tiempo"},
	{io.ErrNoProgress, "el disco no entrega los datos"},
}

// say is an error in Spanish, as far as it is a known one.
func say(err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) {
		return &said{"los datos comprimidos están dañados", err}
	}
	for _, l := range libraryWords {
		if errors.Is(err, l.is) {
			return &said{l.words, err}
		}
	}
	return err
}
