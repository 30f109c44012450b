package xlsx

import (
	"archive/zip"
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// writeStable writes the workbook so that the same report has the same bytes. excelize varies two things between
// runs: the order of [Content_Types].xml, which comes from a map, and the date of the zip's entries. What it writes goes
// to a temporary file: its own buffer would hold the whole workbook twice.
func (b *book) writeStable(w io.Writer, stamp time.Time) (err error) {
	raw, err := os.CreateTemp("", "pulso-*.xlsx")
	if err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	defer func() { err = errors.Join(err, raw.Close(), os.Remove(raw.Name())) }()
	buffered := bufio.NewWriterSize(raw, 1<<20)
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return &splicer{zip.NewWriter(buffered), b.rows} })
	_, err = b.file.WriteToBuffer() // of which nothing is left to be in the buffer
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = allPlaced(b.rows)
	}
	if err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	size, err := raw.Seek(0, io.SeekCurrent)
	if err != nil {
		return fmt.Errorf("reading the workbook back: %w", err)
	}
	in, err := zip.NewReader(raw, size)
	if err != nil {
		return fmt.Errorf("reading the workbook back: %w", err)
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return cmp.Compare(rank(a.Name), rank(b.Name)) })
	out := zip.NewWriter(w)
	for _, member := range in.File {
		if err := copyMember(out, member, stamp); err != nil {
			return fmt.Errorf("writing %s: %w", member.Name, err)
		}
	}
	return out.Close()
}

// rank puts [Content_Types].xml first, as the packaging convention has it.
func rank(name string) string {
	if name == "[Content_Types].xml" {
		return ""
	}
	return name
}

func copyMember(out *zip.Writer, member *zip.File, stamp time.Time) error {
	if member.Name == "[Content_Types].xml" {
		return writeContentTypes(out, member, stamp)
	}
	if strings.HasPrefix(member.Name, "xl/drawings/") {
		return writeDrawing(out, member, stamp)
	}
	head := member.FileHeader
	head.SetModTime(stamp) //nolint:staticcheck // sets the DOS fields that CreateRaw writes as they are
	head.Modified = stamp
	head.Extra = nil
	to, err := out.CreateRaw(&head)
	if err != nil {
		return err
	}
	from, err := member.OpenRaw()
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return err
}

var contentType = regexp.MustCompile(`<(?:Default|Override)[^>]*>(?:</(?:Default|Override)>)?`)

func writeContentTypes(out *zip.Writer, member *zip.File, stamp time.Time) error {
	from, err := member.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	raw, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	text := string(raw)
	items := contentType.FindAllString(text, -1)
	if len(items) == 0 {
		return fmt.Errorf("no content types found")
	}
	start := strings.Index(text, items[0])
	end := strings.LastIndex(text, items[len(items)-1]) + len(items[len(items)-1])
	slices.Sort(items)
	to, err := out.CreateHeader(&zip.FileHeader{Name: member.Name, Method: zip.Deflate, Modified: stamp})
	if err != nil {
		return err
	}
	_, err = io.WriteString(to, text[:start]+strings.Join(items, "")+text[end:])
	return err
}

// slicerFallback is what a program that knows no slicers shows in their place, which excelize says in English.
var slicerFallback = strings.NewReplacer(
	"This shape represents a table slicer. Table slicers are not supported in this version of Excel.", "Aquí hay una segmentación de datos, que este programa no muestra.",
	"If the shape was modified in an earlier version of Excel, or if the workbook was saved in Excel 2007 or earlier, the slicer can&#39;t be used.", "En Excel 2010 o posterior filtra la tabla dinámica con botones.",
)

func writeDrawing(out *zip.Writer, member *zip.File, stamp time.Time) error {
	from, err := member.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	raw, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	to, err := out.CreateHeader(&zip.FileHeader{Name: member.Name, Method: zip.Deflate, Modified: stamp})
	if err != nil {
		return err
	}
	_, err = slicerFallback.WriteString(to, string(raw))
	return err
}
