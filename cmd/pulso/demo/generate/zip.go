package generate

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"slices"
	"time"
)

// stableZip rewrites a workbook without what varies between runs: the order of its parts and their dates.
func stableZip(raw []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		w, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: time.Date(2026, time.October, 31, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		if f.Name == "[Content_Types].xml" {
			content = sortTypes(content)
		}
		if _, err := w.Write(content); err != nil {
			return nil, err
		}
	}
	if err := out.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// sortTypes orders the elements of [Content_Types].xml, which excelize writes in the order of a map.
func sortTypes(content []byte) []byte {
	const open = "<Override"
	head, rest, ok := bytes.Cut(content, []byte(open))
	if !ok {
		return content
	}
	body, tail, _ := bytes.Cut(rest, []byte("</Types>"))
	items := bytes.Split(body, []byte(open))
	slices.SortFunc(items, bytes.Compare)
	out := append([]byte{}, head...)
	for _, item := range items {
		out = append(append(out, open...), item...)
	}
	return append(append(out, "</Types>"...), tail...)
}
