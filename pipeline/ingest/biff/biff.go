// Package biff reads the cells of legacy Excel workbooks (.xls, BIFF8 inside an OLE2 container), the form in which
// LinkedIn still exports its statistics.
//
// Its one idea: a workbook is refused whole or read whole. What a cell holds is decided by its record and its number
// format alone, so that a count of 1200 never becomes a date; a stream that ends early, points outside itself or is
// encrypted is an error that says what to do, never a shorter table.
package biff

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/richardlehane/mscfb"
)

// Limits. A .xls sheet has 65,536 rows by 256 columns; a year of LinkedIn statistics takes 200 kB.
const (
	MaxSize  = 32 << 20  // bytes of the file
	MaxCells = 1_500_000 // cells of all sheets together, gaps inside a row included
)

// The reasons for which a workbook as a whole is refused. They wrap into the errors of Open.
var (
	ErrProtected = errors.New("el libro .xls está protegido con contraseña: ábralo en Excel, quite la contraseña y vuelva a guardarlo")
	ErrOldFormat = errors.New("el libro es de Excel 95 o anterior: ábralo en Excel y guárdelo como .xlsx")
	ErrNotBook   = errors.New("el archivo no contiene un libro de Excel")
	ErrTooLarge  = errors.New("el libro .xls es demasiado grande: ábralo en Excel y guárdelo como .xlsx")
	ErrDamaged   = errors.New("el libro .xls está dañado o incompleto: descárguelo de nuevo")
)

// magic begins every OLE2 container.
var magic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// Is says whether a file that begins with head is an OLE2 container. It may hold something else than a workbook.
func Is(head []byte) bool { return bytes.HasPrefix(head, magic) }

// A Sheet is one worksheet. Chart and macro sheets are left out of a workbook.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   []Row // in order of Number; rows without cells are left out
}

// A Row is a row that has cells.
type Row struct {
	Number int    // 1-based, as Excel shows it
	Cells  []Cell // from column A to the last cell of the row; gaps are Empty
}

// Open reads a workbook of size bytes. Sheets come in the order of their tabs.
func Open(r io.ReaderAt, size int64) ([]Sheet, error) {
	stream, err := workbook(r, size)
	if err != nil {
		return nil, err
	}
	return parse(stream)
}

// workbook extracts the stream that holds the workbook from its container.
func workbook(r io.ReaderAt, size int64) ([]byte, error) {
	if size > MaxSize {
		return nil, fmt.Errorf("%w (%d MB)", ErrTooLarge, size>>20)
	}
	// A container is read in jumps, which a member of a zip pays for by inflating from its beginning each time.
	file := make([]byte, max(0, size))
	if _, err := r.ReadAt(file, 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("el libro .xls no se puede leer: %w", err)
	}
	doc, err := mscfb.New(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	streams := map[string]*mscfb.File{}
	for _, f := range doc.File {
		if len(f.Path) == 0 && f.Size > 0 {
			streams[strings.ToLower(f.Name)] = f
		}
	}
	f := streams["workbook"]
	switch {
	case f != nil:
	case streams["encryptedpackage"] != nil:
		return nil, ErrProtected
	case streams["book"] != nil:
		return nil, ErrOldFormat
	default:
		return nil, fmt.Errorf("%w (contiene: %s)", ErrNotBook, contents(streams))
	}
	// The declared size is the file's word. One beyond the file cannot be kept and must not be allocated.
	if f.Size > size {
		return nil, fmt.Errorf("%w (declara %d bytes y el archivo tiene %d)", ErrDamaged, f.Size, size)
	}
	b := make([]byte, f.Size)
	if _, err := io.ReadFull(f, b); err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	return b, nil
}

// contents names at most three streams, for the error that says what a container holds instead of a workbook.
func contents(streams map[string]*mscfb.File) string {
	var names []string
	for _, f := range streams {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	if len(names) == 0 {
		return "nada"
	}
	return strings.Join(names[:min(3, len(names))], ", ")
}
