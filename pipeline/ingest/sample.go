package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

// headSize is how much of a file is read to recognise it.
const headSize = 256 << 10

// A kind is what a file is made of, whatever it is about.
type kind string

// The kinds of a file. Those that end in “file” are never read.
const (
	emptyFile   kind = "empty"
	textKind    kind = "text" // a table with delimiters, or prose
	jsonKind    kind = "json" // a document or a sequence of values (NDJSON, JSONL)
	scriptKind  kind = "js"   // JSON behind window.YTD.… =
	xmlKind     kind = "xml"
	htmlFile    kind = "html"
	xlsxKind    kind = "xlsx"
	xlsKind     kind = "xls"
	zipKind     kind = "zip"
	pdfFile     kind = "pdf"
	imageFile   kind = "image"
	mediaFile   kind = "media"
	rarFile     kind = "rar"
	gzipFile    kind = "gzip"
	sevenZip    kind = "7z"
	xlsbFile    kind = "xlsb"
	odsFile     kind = "ods"
	docxFile    kind = "docx"
	parquetFile kind = "parquet"
	lockedFile  kind = "locked"
	brokenFile  kind = "broken"
	binaryFile  kind = "binary"
)

// A Sample is what is known of a file before it is read: enough to recognise its format.
type Sample struct {
	File    File
	Kind    kind
	Head    string    // beginning of a text, decoded; the last character may be cut
	Tables  []*table  // the table of a text, the sheets of a workbook; of a JSON text once genericTables looked at it
	Paths   jsonPaths // of a JSON text: where values stand in its head
	Members []File    // of a zip
	Err     error     // why a file of a known kind cannot be read; Spanish, complete
}

// sample looks at the beginning of f. An error means that the bytes cannot be had at all.
func sample(f File) (*Sample, error) {
	s := &Sample{File: f}
	raw := make([]byte, min(f.Size, headSize))
	n, err := f.R.ReadAt(raw, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: el archivo no se puede leer: %w. Copie de nuevo el archivo en la carpeta", f.label(), err)
	}
	raw = raw[:n]
	s.Kind = magic(raw)
	switch s.Kind {
	case zipKind:
		s.lookIntoZip()
	case xlsKind:
		s.Tables, s.Err = xlsTables(f)
	case textKind:
		s.lookIntoText(raw, int64(n) == f.Size)
	}
	if s.Err != nil && s.Kind != lockedFile {
		s.Kind = brokenFile
	}
	return s, nil
}

// readable is sample for a reader: a file of a known kind that cannot be read is an error, too.
func readable(f File) (*Sample, error) {
	s, err := sample(f)
	if err != nil {
		return nil, err
	}
	return s, s.Err
}

// signatures are the first bytes of what is no text.
var signatures = []struct {
	kind kind
	head string
}{
	{zipKind, "PK\x03\x04"}, {zipKind, "PK\x05\x06"},
	{xlsKind, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"},
	{pdfFile, "%PDF"},
	{imageFile, "\x89PNG"}, {imageFile, "\xFF\xD8\xFF"}, {imageFile, "GIF8"}, {imageFile, "BM\x36"}, {imageFile, "II*\x00"}, {imageFile, "MM\x00*"},
	{rarFile, "Rar!"}, {gzipFile, "\x1F\x8B"}, {sevenZip, "7z\xBC\xAF\x27\x1C"}, {parquetFile, "PAR1"},
	{mediaFile, "OggS"}, {mediaFile, "ID3"}, {mediaFile, "\x1A\x45\xDF\xA3"},
}

// magic tells the kind of a file by its first bytes; textKind when they may be a text.
func magic(head []byte) kind {
	if blankBytes(head) {
		return emptyFile
	}
	for _, sig := range signatures {
		if bytes.HasPrefix(head, []byte(sig.head)) {
			return sig.kind
		}
	}
	switch {
	case len(head) > 12 && string(head[4:8]) == "ftyp":
		return mediaFile
	case len(head) > 12 && string(head[:4]) == "RIFF":
		if string(head[8:12]) == "WEBP" {
			return imageFile
		}
		return mediaFile
	}
	return textKind
}

// blankBytes says whether head holds nothing but spaces, zeros and marks of byte order.
func blankBytes(head []byte) bool {
	for _, b := range head {
		if strings.IndexByte(" \t\r\n\x00\xEF\xBB\xBF\xFF\xFE", b) < 0 {
			return false
		}
	}
	return true
}

// lookIntoZip tells a workbook from a zip of files.
func (s *Sample) lookIntoZip() {
	z, err := openZip(s.File)
	if err != nil {
		s.Err = err
		return
	}
	has := func(name string) bool {
		for _, m := range z.File {
			if strings.EqualFold(strings.ReplaceAll(m.Name, `\`, "/"), name) {
				return true
			}
		}
		return false
	}
	switch {
	case has("xl/workbook.xml"):
		s.Kind = xlsxKind
		s.Tables, s.Err = xlsxTables(s.File)
	case has("xl/workbook.bin"):
		s.Kind = xlsbFile
	case has("word/document.xml"):
		s.Kind = docxFile
	case has("mimetype") && has("content.xml"):
		s.Kind = odsFile
	case encrypted(z):
		s.Kind = lockedFile
	default:
		s.Members, s.Err = members(s.File)
	}
}

// lookIntoText tells JSON and XML from tables.
func (s *Sample) lookIntoText(raw []byte, complete bool) {
	enc := sniffEncoding(raw)
	head, _ := io.ReadAll(enc.decoded(bytes.NewReader(raw)))
	if binary(head) {
		s.Kind = binaryFile
		return
	}
	s.Head = validUTF8(head)
	if utf8.Valid(head[:max(0, len(head)-utf8.UTFMax)]) {
		s.Head = strings.ToValidUTF8(string(head), "")
	}
	start := strings.TrimLeft(s.Head, " \t\r\n\uFEFF")
	lower := strings.ToLower(start[:min(len(start), 400)])
	switch {
	case strings.HasPrefix(start, "window.YTD"), strings.HasPrefix(start, "window.__"):
		s.Kind = scriptKind
		if i := strings.IndexAny(start, "[{"); i >= 0 {
			s.Paths = pathsOf(start[i:])
		}
		return
	case strings.HasPrefix(start, "{"), strings.HasPrefix(start, "["):
		if paths := pathsOf(start); len(paths) > 0 || jsonLooks(start) {
			s.Kind, s.Paths = jsonKind, paths
			return
		}
	case strings.HasPrefix(lower, "<!doctype html"), strings.HasPrefix(lower, "<html"):
		s.Kind = htmlFile
		return
	case strings.HasPrefix(start, "<") && strings.Contains(start, ">"):
		s.Kind = xmlKind
		return
	}
	s.Tables = []*table{textTable(s.File, sniffText(enc, head, complete))}
}

// reader reads a text from its beginning, decoded.
func (s *Sample) reader() io.Reader {
	head := make([]byte, min(s.File.Size, 4096))
	n, _ := s.File.R.ReadAt(head, 0)
	return sniffEncoding(head[:n]).decoded(s.File.reader())
}

// jsonLooks says whether a text without any value in its head is JSON all the same: [] or {}.
func jsonLooks(start string) bool {
	t := strings.TrimSpace(start)
	return t == "[]" || t == "{}"
}

// binary says whether decoded bytes are no text: too many control characters.
func binary(head []byte) bool {
	head = head[:min(len(head), 8192)]
	odd := 0
	for _, b := range head {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != 0 || b == 0x7F {
			odd++
		}
	}
	return odd > len(head)/20 || bytes.Count(head, []byte{0}) > len(head)/4
}

// whatItIs says in words, for each kind that is never read, what a file is and what to do.
var whatItIs = map[kind][2]string{
	emptyFile:   {"un archivo vacío", "Descárguelo de nuevo de la red."},
	pdfFile:     {"un PDF", "Descargue los datos en CSV o en Excel: de un PDF no se leen cifras."},
	imageFile:   {"una imagen", "Descargue los datos en CSV o en Excel: de una captura de pantalla no se leen cifras."},
	mediaFile:   {"un audio o un video", "Saque el archivo de la carpeta de entrada."},
	htmlFile:    {"una página web", "Descargue los datos en CSV, en Excel o en JSON en lugar de guardar la página."},
	rarFile:     {"un archivo comprimido RAR", "Descomprímalo y deje los archivos sueltos."},
	sevenZip:    {"un archivo comprimido 7z", "Descomprímalo y deje los archivos sueltos."},
	gzipFile:    {"un archivo comprimido gzip", "Descomprímalo y deje el archivo suelto."},
	xlsbFile:    {"un libro de Excel binario (.xlsb)", "Ábralo en Excel y guárdelo como libro de Excel (.xlsx)."},
	odsFile:     {"una hoja de LibreOffice (.ods)", "Ábrala y guárdela como libro de Excel (.xlsx)."},
	docxFile:    {"un documento de Word", "Descargue los datos en CSV o en Excel."},
	parquetFile: {"un archivo Parquet", "Los meses ya guardados no van en la carpeta de entrada; expórtelos en CSV."},
	lockedFile:  {"un archivo comprimido protegido con contraseña", "Descomprímalo con su contraseña y deje los archivos sueltos."},
	binaryFile:  {"un archivo binario desconocido", "Descargue los datos en CSV, en Excel o en JSON."},
}

// unrecognised says what a file seems to be when no format matches it.
func (s *Sample) unrecognised() error {
	e := &Unrecognised{File: s.File.label()}
	if s.Err != nil {
		return s.Err
	}
	if words, ok := whatItIs[s.Kind]; ok {
		e.Found, e.Hint = words[0], words[1]
		return e
	}
	switch s.Kind {
	case zipKind:
		e.Found = fmt.Sprintf("un archivo comprimido con %s", quotedList(memberNames(s.Members)))
		e.Hint = "Descomprímalo y deje solo los archivos que la red entrega."
	case xmlKind:
		e.Found, e.Hint = "un XML que no es RSS ni Atom", "Descargue los datos en CSV, en Excel o en JSON."
	case jsonKind, scriptKind:
		e.Found = "un JSON con los campos " + quotedList(s.Paths.names())
		e.Hint = "Si trae menciones, publicaciones o cifras de una cuenta, indique en pulso.yaml (columns) qué campo es cada dato; si no, saque el archivo de la carpeta inbox."
	default:
		e.Found, e.Hint = s.foundTable(), mapHint
	}
	return e
}

const mapHint = "Si trae menciones, publicaciones o cifras de una cuenta, diga qué columna es cada dato con «pulso inspect --map ARCHIVO» o en pulso.yaml (columns); si no, saque el archivo de la carpeta inbox."

// foundTable names the columns of the table that no format claims.
func (s *Sample) foundTable() string {
	for _, t := range s.Tables {
		for _, r := range t.Head {
			if len(r.Cells) > 1 && !r.blank() {
				return "una tabla con las columnas " + quotedList(r.Cells)
			}
		}
	}
	for _, t := range s.Tables {
		for _, r := range t.Head {
			if !r.blank() {
				return "un texto que empieza por " + quotedList(r.Cells[:min(1, len(r.Cells))])
			}
		}
	}
	return "un libro sin datos"
}

func memberNames(files []File) []string {
	var names []string
	for _, f := range files {
		names = append(names, path.Base(f.Part))
	}
	return names
}

// quotedList prints the first eight of a list of names.
func quotedList(names []string) string {
	var out []string
	for _, n := range names {
		if n = strings.TrimSpace(n); n == "" {
			continue
		}
		if len(out) == 8 {
			return strings.Join(out, ", ") + "…"
		}
		out = append(out, "«"+cut(n, 60)+"»")
	}
	if len(out) == 0 {
		return "(sin nombres)"
	}
	return strings.Join(out, ", ")
}
