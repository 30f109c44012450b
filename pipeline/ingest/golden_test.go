package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/tools/txtar"

	"pulso/pipeline/social"
)

var update = flag.Bool("update", false, "rewrite the expected records in testdata")

// bogota is the zone of the workspace in all tests.
var bogota = zone("America/Bogota")

// An example is a file of testdata as an office would have it. Its name tells how its text, kept here as plain UTF-8
// to be read in review, becomes that file: publico.utf16le.csv, ventas.cp1252.csv, libro.xlsx.txtar.
type example struct {
	path   string // in testdata
	format string // the folder
	name   string // in the inbox
	data   []byte
}

// transforms are applied in the order of the parts of a name, which they remove from it.
var transforms = map[string]func([]byte) ([]byte, error){
	"utf16le": func(b []byte) ([]byte, error) {
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewEncoder().Bytes(b)
	},
	"utf16be": func(b []byte) ([]byte, error) {
		return unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewEncoder().Bytes(b)
	},
	"utf16nobom": func(b []byte) ([]byte, error) {
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes(b)
	},
	"cp1252": charmap.Windows1252.NewEncoder().Bytes,
	"bom":    func(b []byte) ([]byte, error) { return append([]byte("\uFEFF"), b...), nil },
	"crlf":   func(b []byte) ([]byte, error) { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")), nil },
	"mac":    func(b []byte) ([]byte, error) { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r")), nil },
	"txtar":  zipOf,
}

// zipOf packs the files of a txtar archive.
func zipOf(b []byte) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range txtar.Parse(b).Files {
		w, err := z.Create(f.Name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Data); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

func examples(t testing.TB) []example {
	t.Helper()
	paths, err := filepath.Glob("testdata/*/*")
	if err != nil {
		t.Fatal(err)
	}
	var out []example
	for _, p := range paths {
		if strings.HasSuffix(p, ".want") || filepath.Base(filepath.Dir(p)) == "fuzz" {
			continue
		}
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		e := example{path: p, format: filepath.Base(filepath.Dir(p)), data: data}
		var name []string
		for _, part := range strings.Split(filepath.Base(p), ".") {
			transform, ok := transforms[part]
			if !ok {
				name = append(name, part)
				continue
			}
			if e.data, err = transform(e.data); err != nil {
				t.Fatal(p, err)
			}
		}
		e.name = strings.Join(name, ".")
		out = append(out, e)
	}
	return out
}

func (e example) file() File {
	return File{Name: e.name, R: bytes.NewReader(e.data), Size: int64(len(e.data))}
}

// TestExamples reads every example by the format that recognises it, which must be the one that its folder is named
// after, and compares what comes out with the .want beside it. An example whose folder is «unrecognised» must be
// refused.
func TestExamples(t *testing.T) {
	for _, e := range examples(t) {
		t.Run(e.format+"/"+filepath.Base(e.path), func(t *testing.T) {
			got := reading(t, e)
			want := e.path + ".want"
			if *update {
				if err := os.WriteFile(want, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			expected, err := os.ReadFile(want)
			if err != nil {
				t.Fatal(err)
			}
			if diff := firstDifference(got, string(expected)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// reading is what Detect and Read make of an example, as text.
func reading(t *testing.T, e example) string {
	t.Helper()
	var out strings.Builder
	var notes []string
	in := Input{Zone: bogota, Note: func(s string) { notes = append(notes, s) }}
	format, err := Detect(e.file(), in)
	if e.format == "unrecognised" {
		if err == nil {
			t.Fatalf("recognised as %s; it should be refused", format.Name)
		}
		return fmt.Sprintln("error:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if format.Name != e.format {
		t.Fatalf("recognised as %s; its folder says %s", format.Name, e.format)
	}
	if format.Decline != "" {
		return fmt.Sprintln("declined:", format.Decline)
	}
	for rec, err := range format.Read(e.file(), in) {
		if err != nil {
			fmt.Fprintln(&out, "error:", err)
			break
		}
		fmt.Fprintln(&out, printed(rec))
	}
	for _, n := range notes {
		fmt.Fprintln(&out, "note:", n)
	}
	return out.String()
}

// printed is a record on one line: its place, its type, and every field that has a value.
func printed(rec social.Record) string {
	v := reflect.ValueOf(rec).Elem()
	from := rec.Source()
	place := fmt.Sprint(from.Line)
	if from.Part != "" {
		place = "[" + from.Part + "]:" + place
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s", place, v.Type().Name())
	for i := range v.NumField() {
		field, name := v.Field(i), v.Type().Field(i).Name
		if name == "From" || name == "Format" || field.IsZero() && name != "Value" {
			continue
		}
		fmt.Fprintf(&out, " %s=%s", name, printedValue(field.Interface()))
	}
	return out.String()
}

func printedValue(v any) string {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.RFC3339)
	case float64:
		return fmt.Sprint(v)
	case social.Opt[int64]:
		return fmt.Sprint(v.V)
	case social.Opt[float64]:
		return fmt.Sprint(v.V)
	case fmt.Stringer:
		return v.String()
	}
	if s := fmt.Sprint(v); !strings.ContainsAny(s, " \n\t\"") && s != "" {
		return s
	}
	return fmt.Sprintf("%q", fmt.Sprint(v))
}

// firstDifference says where two texts part, line by line.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		var a, b string
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\n got: %s\nwant: %s", i+1, a, b)
		}
	}
	return ""
}

// TestEveryFormatHasAnExample holds for all layouts, those of the networks too.
func TestEveryFormatHasAnExample(t *testing.T) {
	has := map[string]bool{}
	for _, e := range examples(t) {
		has[e.format] = true
	}
	for _, f := range Formats {
		if !has[f.Name] {
			t.Errorf("%s has no folder in testdata", f.Name)
		}
	}
}

// TestFormatsAreDescribed checks the list itself: unique names, a Spanish title, both functions.
func TestFormatsAreDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats {
		if f.Name == "" || f.Title == "" || f.Match == nil || f.Read == nil {
			t.Errorf("%+v lacks something", f.Name)
		}
		if seen[f.Name] {
			t.Errorf("%s is listed twice", f.Name)
		}
		seen[f.Name] = true
	}
}

// TestForeignFiles lets every format read every example of the others: it may reject all of it, but it has to end, in
// order, without crashing.
func TestForeignFiles(t *testing.T) {
	for _, e := range examples(t) {
		for _, f := range Formats {
			if f.Name != e.format {
				for range f.Read(e.file(), Input{Zone: bogota, Note: func(string) {}}) {
				}
			}
		}
	}
}

var errDying = errors.New("the disk died")

// A dying reader fails behind its first n bytes.
type dying struct {
	data []byte
	n    int64
}

func (d dying) ReadAt(p []byte, off int64) (int, error) {
	if off >= d.n {
		return 0, errDying
	}
	n := copy(p, d.data[off:d.n])
	if n < len(p) {
		return n, errDying
	}
	return n, nil
}

// TestDyingReader reads every example from a disk that fails in its middle: an error or a reject must tell, nothing
// may crash, and the rows that are given out must be of those that the whole file has.
func TestDyingReader(t *testing.T) {
	for _, e := range examples(t) {
		if e.format == "unrecognised" {
			continue
		}
		format, err := Detect(e.file(), Input{Zone: bogota, Note: func(string) {}})
		if err != nil {
			t.Errorf("%s: %v", e.path, err)
			continue
		}
		for _, part := range []int{0, 1, 3, 7, 9} {
			n := int64(len(e.data) * part / 10)
			f := File{Name: e.name, R: dying{e.data, n}, Size: int64(len(e.data))}
			failed := false
			for _, err := range format.Read(f, Input{Zone: bogota, Note: func(string) { failed = true }}) {
				if err != nil {
					failed = true
				}
			}
			if !failed && format.Decline == "" {
				t.Errorf("%s: read %d of %d bytes before the disk died, and nobody was told", e.path, n, len(e.data))
			}
		}
	}
}

// TestTruncated cuts every example at many places: nothing may crash, and every row has one fate.
func TestTruncated(t *testing.T) {
	for _, e := range examples(t) {
		step := max(1, len(e.data)/11)
		for n := 0; n < len(e.data); n += step {
			f := File{Name: e.name, R: bytes.NewReader(e.data[:n]), Size: int64(n)}
			drain(t, f)
		}
	}
}

// drain reads a file if any format takes it and checks what holds for all readings.
func drain(t testing.TB, f File) (records int) {
	t.Helper()
	in := Input{Zone: bogota, Note: func(string) {}}
	format, err := Detect(f, in)
	if err != nil {
		if len(err.Error()) < 10 {
			t.Errorf("the error %q helps nobody", err)
		}
		return 0
	}
	return checkRecords(t, format.Name, format.Read(f, in))
}

// checkRecords reads to the end, counts the records, and checks that a rejected or skipped row gives that one record
// and that the records of a row follow one another.
func checkRecords(t testing.TB, name string, recs Records) (records int) {
	seen := map[social.Origin]bool{}
	var last social.Origin
	alone := false
	for rec, err := range recs {
		if err != nil {
			break
		}
		records++
		from := rec.Source()
		_, rejected := rec.(*social.Reject)
		_, skipped := rec.(*social.Skip)
		if from == last && (alone || rejected || skipped) {
			t.Errorf("%s: the row %v has another record beside its reject or skip", name, from)
		}
		if from != last && seen[from] {
			t.Errorf("%s: the row %v comes again", name, from)
		}
		seen[from] = true
		last, alone = from, rejected || skipped
		if r, ok := rec.(*social.Reject); ok && (r.Reason == "" || r.Detail == "") {
			t.Errorf("%s: the reject of %v does not say what to do", name, from)
		}
	}
	return records
}
