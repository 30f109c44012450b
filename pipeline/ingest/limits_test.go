package ingest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"pulso/pipeline/social"
)

// zipped packs parts in order, as small as they go.
func zipped(t testing.TB, parts ...[2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for _, p := range parts {
		w, err := z.Create(p[0])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, p[1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bookOf is a workbook of one sheet.
func bookOf(t testing.TB, sheet, strings string) []byte {
	return zipped(t,
		[2]string{"xl/workbook.xml", `<workbook><sheets><sheet name="Hoja" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		[2]string{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`},
		[2]string{"xl/sharedStrings.xml", "<sst>" + strings + "</sst>"},
		[2]string{"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + sheet + "</sheetData></worksheet>"})
}

const bookHeader = `<row r="1"><c r="A1" t="inlineStr"><is><t>fecha</t></is></c><c r="B1" t="inlineStr"><is><t>texto</t></is></c><c r="C1" t="inlineStr"><is><t>red</t></is></c></row>`

func fileOf(name string, data []byte) File {
	return File{Name: name, R: bytes.NewReader(data), Size: int64(len(data))}
}

func TestBinaryFilesAreNamed(t *testing.T) {
	good := zipped(t, [2]string{"a.csv", strings.Repeat("fecha,texto,red\n31/10/2026,hola,x\n", 50)})
	locked := bytes.Clone(good)
	for _, at := range []int{6, bytes.Index(good, []byte("PK\x01\x02")) + 8} { // the flag of a password, in both headers
		locked[at] |= 1
	}
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"foto.png", []byte("\x89PNG\r\n\x1a\n0000"), "una imagen"},
		{"captura.jpg", []byte("\xff\xd8\xff\xe00000"), "una imagen"},
		{"video.mp4", []byte("\x00\x00\x00\x18ftypmp42000000"), "un audio o un video"},
		{"informe.pdf", []byte("%PDF-1.7"), "un PDF"},
		{"datos.rar", []byte("Rar!\x1a\x07\x00"), "RAR"},
		{"datos.gz", []byte("\x1f\x8b\x08\x00"), "gzip"},
		{"mes.parquet", []byte("PAR1xxxx"), "Parquet"},
		{"vacio.csv", nil, "un archivo vacío"},
		{"espacios.csv", []byte("\xef\xbb\xbf \r\n\r\n"), "un archivo vacío"},
		{"basura.csv", bytes.Repeat([]byte{1, 2, 3, 200, 250}, 100), "binario"},
		{"cortado.zip", good[:len(good)/2], "dañado o su descarga quedó incompleta"},
		{"clave.zip", locked, "protegido con contraseña"},
		{"libro.xlsb", zipped(t, [2]string{"xl/workbook.bin", "x"}), ".xlsb"},
		{"hoja.ods", zipped(t, [2]string{"mimetype", "x"}, [2]string{"content.xml", "x"}), "LibreOffice"},
		{"carta.docx", zipped(t, [2]string{"word/document.xml", "x"}), "Word"},
		{"roto.xls", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 y nada más"), ".xls"},
		{"sinhojas.xlsx", zipped(t, [2]string{"xl/workbook.xml", "<workbook/>"}), "un libro sin datos"},
		{"roto.xlsx", zipped(t, [2]string{"xl/workbook.xml", "<workbook><sheets><sheet"}), "guárdelo de nuevo"},
	} {
		_, err := Detect(fileOf(tt.name, tt.data), Input{Zone: bogota, Note: func(string) {}})
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.name) {
			t.Errorf("%s: %v, want it to say %q", tt.name, err, tt.want)
		}
	}
}

func TestUnrecognisedCanBeTold(t *testing.T) {
	_, err := Detect(fileOf("a.pdf", []byte("%PDF-1.7")), Input{})
	var un *Unrecognised
	if !errors.As(err, &un) || un.File != "a.pdf" || un.Hint == "" {
		t.Errorf("%#v", err)
	}
}

// peak runs f and says how many megabytes the heap grew to at most, looked at now and then by the records read.
func peak(f func(sample func())) float64 {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	most := before.HeapAlloc
	f(func() {
		runtime.ReadMemStats(&now)
		most = max(most, now.HeapAlloc)
	})
	return float64(most-before.HeapAlloc) / (1 << 20)
}

// TestHostileFilesStaySmall reads files that are small on the disk or endless inside: memory stays bounded and the
// end comes with words.
func TestHostileFilesStaySmall(t *testing.T) {
	big := strings.Repeat("a", 60<<20)
	for _, tt := range []struct {
		why  string
		data []byte
	}{
		{"a zip whose member inflates to 60 MB of one line", zipped(t, [2]string{"a.csv", "fecha,texto,red\n" + big})},
		{"a zip with a bomb in a zip", zipped(t, [2]string{"b.zip", string(zipped(t, [2]string{"a.csv", "fecha,texto,red\n" + big}))})},
		{"a workbook whose one cell has 60 MB", bookOf(t, bookHeader+`<row r="2"><c r="B2" t="inlineStr"><is><t>`+big+`</t></is></c></row>`, "")},
		{"a workbook whose tag never ends", bookOf(t, bookHeader+`<row r="2"><c `+big, "")},
		{"a workbook with 70 MB of shared strings", bookOf(t, bookHeader, strings.Repeat("<si><t>"+strings.Repeat("b", 30000)+"</t></si>", 2400))},
		{"a JSON value without end", []byte(`[{"fecha":"31/10/2026","texto":"` + big)},
		{"a list in an object behind 40 MB of line feeds", []byte(`{"items":[` + strings.Repeat("\n", 40<<20) + `{"fecha":"31/10/2026","texto":"a"}]}`)},
		{"a list in an object whose element has 60 MB", []byte(`{"items":[{"fecha":"31/10/2026","texto":"` + big + `"}]}`)},
		{"a JSON object that opens for ever", []byte(strings.Repeat(`{"a":`, 10<<20))},
		{"a list that opens for ever", []byte(strings.Repeat(`[`, 20<<20))},
		{"an XML that opens for ever", []byte("<rss>" + strings.Repeat(`<a>`, 10<<20))},
		{"a quote without end", []byte("fecha,texto,red\n31/10/2026,\"" + big)},
		{"5 MB of line feeds", []byte("fecha,texto,red\n31/10/2026,hola,x\n" + strings.Repeat("\n", 5<<20))},
	} {
		t.Run(tt.why, func(t *testing.T) {
			used := peak(func(look func()) {
				in := Input{Zone: bogota, Note: func(string) {}}
				format, err := Detect(fileOf("x", tt.data), in)
				look()
				if err != nil {
					return
				}
				n := 0
				for rec, err := range format.Read(fileOf("x", tt.data), in) {
					if n++; n%10000 == 1 {
						look()
					}
					if r, ok := rec.(*social.Reject); ok && len(r.Raw) > 8000 {
						t.Errorf("a reject keeps %d bytes of its row", len(r.Raw))
					}
					_ = err
				}
				look()
			})
			if used > 200 {
				t.Errorf("%.0f MB", used)
			}
		})
	}
}

func TestTooManyMembers(t *testing.T) {
	var parts [][2]string
	for range maxMembers + 1 {
		parts = append(parts, [2]string{"a.csv", "x"})
	}
	_, err := Detect(fileOf("muchos.zip", zipped(t, parts...)), Input{Zone: bogota, Note: func(string) {}})
	if err == nil || !strings.Contains(err.Error(), "se aceptan hasta") {
		t.Error(err)
	}
}

func TestZipInZipIsRead(t *testing.T) {
	inner := zipped(t, [2]string{"m.csv", "fecha,texto,usuario,red\n31/10/2026,hola,uno,facebook\n"})
	outer := zipped(t, [2]string{"adentro.zip", string(inner)}, [2]string{"libro.xlsx", string(bookOf(t, bookHeader+
		`<row r="2"><c r="A2" t="inlineStr"><is><t>31/10/2026</t></is></c><c r="B2" t="inlineStr"><is><t>hola</t></is></c><c r="C2" t="inlineStr"><is><t>x</t></is></c></row>`, ""))})
	in := Input{Zone: bogota, Note: func(s string) { t.Log(s) }}
	f := fileOf("entrega.zip", outer)
	format, err := Detect(f, in)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for rec, err := range format.Read(f, in) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, rec.Source().String())
	}
	if s := strings.Join(got, " "); s != "entrega.zip[adentro.zip!m.csv]:2 entrega.zip[libro.xlsx/Hoja]:2" {
		t.Error(s)
	}
}

// TestDamagedMemberIsAnError: what of a zip cannot be inflated is told as a damaged file and not passed over, in Spanish.
func TestDamagedMemberIsAnError(t *testing.T) {
	table := "fecha,texto,red\n" + strings.Repeat("31/10/2026,hola vecinos,x\n", 400)
	for _, other := range [][2]string{{"a.csv", table}, {"leame.txt", "nada"}} {
		data := zipped(t, other, [2]string{"b.csv", table})
		at := bytes.LastIndex(data, []byte("b.csv")) // the directory's entry; what is deflated stands before it
		at = bytes.LastIndex(data[:at], []byte("b.csv")) + len("b.csv") + 4
		for i := range 12 {
			data[at+i] ^= 0x5A
		}
		in := Input{Zone: bogota, Note: func(string) {}}
		f := fileOf("entrega.zip", data)
		format, err := Detect(f, in)
		if err == nil {
			for _, e := range format.Read(f, in) {
				err = e
			}
		}
		if err == nil || !strings.Contains(err.Error(), "entrega.zip[b.csv]") || strings.Contains(err.Error(), "flate") || strings.Contains(err.Error(), "unexpected") {
			t.Errorf("beside %s: %v", other[0], err)
		}
	}
}
