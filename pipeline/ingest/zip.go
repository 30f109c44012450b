package ingest

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The limits of a zip: what passes them is a bomb or a mistake, and is refused with words.
const (
	maxMembers     = 2000
	maxMember      = 1 << 30  // bytes that a member read as a stream may inflate to
	maxMemberInMem = 48 << 20 // bytes of a member that has to be held in memory: a workbook or a zip inside a zip
	maxZipDepth    = 2
)

// openZip reads the directory of a zip. Its error is Spanish and tells what to do.
func openZip(f File) (*zip.Reader, error) {
	z, err := zip.NewReader(f.R, f.Size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("%s: el archivo comprimido está dañado o su descarga quedó incompleta: descárguelo de nuevo (%w)", f.label(), say(err))
	}
	if len(z.File) > maxMembers {
		return nil, fmt.Errorf("%s: el archivo comprimido trae %d archivos y se aceptan hasta %d: saque de él los que interesan", f.label(), len(z.File), maxMembers)
	}
	return z, nil
}

// memberName is the name of a member as a path that stays inside its zip. Names that are not marked as UTF-8 are
// read as such where they are, else in the code page of DOS.
func memberName(m *zip.File) string {
	name := m.Name
	if m.NonUTF8 && !utf8.ValidString(name) {
		if s, err := charmap.CodePage437.NewDecoder().String(name); err == nil {
			name = s
		}
	}
	name = strings.ReplaceAll(strings.ToValidUTF8(name, "?"), `\`, "/")
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// members lists the files of a zip, each to be read like a file of the inbox, in the order of the zip's directory.
// Folders, links, macOS shadows and empty members are left out.
func members(f File) ([]File, error) {
	if strings.Count(f.Part, "!") >= maxZipDepth {
		return nil, fmt.Errorf("%s: hay demasiados archivos comprimidos uno dentro de otro: descomprímalo y deje los archivos sueltos", f.label())
	}
	z, err := openZip(f)
	if err != nil {
		return nil, err
	}
	var out []File
	times := map[string]int{}
	for _, m := range z.File {
		name := cmp.Or(memberName(m), "sin nombre")
		if !m.Mode().IsRegular() || m.UncompressedSize64 == 0 || strings.HasPrefix(name, "__MACOSX/") || path.Base(name) == ".DS_Store" {
			continue
		}
		if times[name]++; times[name] > 1 { // a row must be known by its file
			name = fmt.Sprintf("%s (%d)", name, times[name])
		}
		part := name
		if f.Part != "" {
			part = f.Part + "!" + name
		}
		size := int64(min(m.UncompressedSize64, maxMember))
		out = append(out, File{Name: f.Name, Part: part, R: &member{file: m}, Size: size})
	}
	return out, nil
}

// encrypted says whether any member of z asks for a password.
func encrypted(z *zip.Reader) bool {
	for _, m := range z.File {
		if m.Flags&1 != 0 {
			return true
		}
	}
	return false
}

// A member reads a member of a zip at any offset. Reading on from where the last read ended costs nothing more;
// going back inflates again from the beginning, which readers do once or twice. What has to jump about (a workbook
// inside a zip) goes through inMemory.
type member struct {
	file *zip.File
	r    io.ReadCloser
	at   int64
}

func (m *member) ReadAt(p []byte, off int64) (int, error) {
	if m.r == nil || off < m.at {
		if m.r != nil {
			m.r.Close()
			m.r = nil
		}
		r, err := m.file.Open()
		if err != nil {
			return 0, say(err)
		}
		m.r, m.at = r, 0
	}
	if off > m.at {
		n, err := io.CopyN(io.Discard, m.r, off-m.at)
		m.at += n
		if err == io.EOF {
			return 0, err
		}
		if err != nil {
			return 0, say(err)
		}
	}
	n, err := io.ReadFull(m.r, p)
	m.at += int64(n)
	if err == io.ErrUnexpectedEOF || err == io.EOF {
		if uint64(m.at) < m.file.UncompressedSize64 {
			return n, say(io.ErrUnexpectedEOF)
		}
		return n, io.EOF
	}
	if err != nil {
		return n, say(err)
	}
	return n, nil
}

// inMemory is f as a file that can be read at any offset at no cost, which only a member of a zip is not yet.
func inMemory(f File) (File, error) {
	if _, ok := f.R.(*member); !ok {
		return f, nil
	}
	if f.Size > maxMemberInMem {
		return f, fmt.Errorf("%s: pasa de %d MB dentro del comprimido: descomprímalo y deje el archivo suelto", f.label(), maxMemberInMem>>20)
	}
	b := make([]byte, f.Size)
	n, err := f.R.ReadAt(b, 0)
	if err != nil && err != io.EOF {
		return f, err
	}
	f.R, f.Size = bytes.NewReader(b[:n]), int64(n)
	return f, nil
}
