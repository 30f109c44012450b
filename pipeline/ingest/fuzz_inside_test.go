package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"pulso/pipeline/social"
)

// The targets here change what is inside a container: a mutated zip is hardly ever a zip any more, and its readers would
// not be reached.

// stored packs files into a zip without deflating them.
func stored(t testing.TB, files [][2]string) File {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Store})
		if err != nil {
			t.Skip(err) // a name that no zip can have
		}
		if _, err := w.Write([]byte(f[1])); err != nil {
			t.Skip(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Skip(err)
	}
	return fileOf("x", out.Bytes())
}

// readBy reads a file by some formats, recognised or not, and checks what they give out.
func readBy(t *testing.T, f File, names ...string) {
	in := Input{Zone: bogota, Note: func(string) {}}
	for _, format := range Formats {
		for _, name := range names {
			if format.Name == name {
				checkRecords(t, name, func(yield func(social.Record, error) bool) {
					for rec, err := range format.Read(f, in) {
						if err == nil {
							checkRecord(t, name, rec)
						}
						if !yield(rec, err) {
							return
						}
					}
				})
			}
		}
	}
}

// FuzzWorkbook changes the parts of an xlsx.
func FuzzWorkbook(f *testing.F) {
	const strings = `<sst><si><t>fecha</t></si><si><t>texto</t></si><si><r><t>Sin </t></r><r><t>agua</t></r><rPh><t>x</t></rPh></si></sst>`
	const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>red</t></is></c></row>`+
		`<row r="2"><c r="A2" s="1"><v>46300.5</v></c><c r="B2" t="s"><v>2</v></c><c r="C2" t="str"><f>A1</f><v>facebook</v></c></row></sheetData></worksheet>`, strings, styles)
	f.Add(`<worksheet><sheetData><row><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c><f>1+1</f></c></row></sheetData><hyperlinks><hyperlink ref="A1" r:id="rId1"/></hyperlinks></worksheet>`, `<sst/>`, `<styleSheet/>`)
	f.Fuzz(func(t *testing.T, sheet, shared, styles string) {
		file := stored(t, [][2]string{
			{"xl/workbook.xml", `<workbook><workbookPr/><sheets><sheet name="Hoja" sheetId="1" r:id="rId1"/></sheets></workbook>`},
			{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`},
			{"xl/worksheets/sheet1.xml", sheet}, {"xl/sharedStrings.xml", shared}, {"xl/styles.xml", styles},
		})
		drain(t, file)
		readBy(t, file, "generic.mentions", "exportcomments", "linkedin.content")
		last := 0
		w, err := openWorkbook(file, maxStrings)
		if err != nil {
			return
		}
		for r, err := range w.rows(w.sheets[0]) {
			if err != nil {
				break
			}
			if r.Line < 1 {
				t.Fatalf("row %d behind row %d", r.Line, last)
			}
			last = r.Line
		}
	})
}

// FuzzZip changes the names and the contents of the members of a zip, one of them a zip again.
func FuzzZip(f *testing.F) {
	f.Add("Table data.csv", "Content,Video title,Video publish time,Views\nTotal,,,1\nabcdefghijk,x,\"Oct 5, 2026\",1\n", "a/b.csv", "fecha,texto,red\n05/10/2026,hola,x\n")
	f.Add("../../etc/x", "{}", `C:\x.json`, `[{"text":"a","created_at":"2026-10-05","red":"x"}]`)
	f.Fuzz(func(t *testing.T, name, content, innerName, inner string) {
		z := stored(t, [][2]string{{innerName, inner}})
		bytesOf := make([]byte, z.Size)
		if _, err := z.R.ReadAt(bytesOf, 0); err != nil {
			t.Fatal(err)
		}
		file := stored(t, [][2]string{{name, content}, {"b.zip", string(bytesOf)}})
		drain(t, file)
		files, err := members(file)
		if err != nil {
			return
		}
		for _, m := range files {
			if m.Part == "" || m.Part[0] == '/' || m.Part == ".." || len(m.Part) > 2 && m.Part[:3] == "../" {
				t.Fatalf("a member is called %q", m.Part)
			}
		}
	})
}

// FuzzJSON changes JSON and NDJSON: every object that encoding/json takes is one value with the same text, or, where a
// text is no UTF-8, with what it says in Windows-1252.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"data":[{"id":"1","text":"a\u00ed\ud83d\ude00","created_at":"2026-10-05T10:00:00Z"}],"includes":{"users":[{"id":"1"}]}}`))
	f.Add([]byte("{\"text\":\"a\",\"n\":1e5}\n{\"text\":\"b\"\n{\"text\":null}\n"))
	f.Add([]byte("{\"id\":\"1\",\"text\":\"espa\xf1a\"}"))
	f.Add([]byte(`[{"timestamp":1,"data":[{"comment":{"comment":"\u00c3\u00b3"}}]},{"messages":[{"content":"x","timestamp_ms":1}]}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := fileOf("x", data)
		drain(t, file)
		readBy(t, file, xapiName, xArchiveName, dyiName, zeeschuimerName, "youtube.comments", "metricool.timeline", "generic.mentions")
		var object map[string]any
		if bytes.IndexByte(data, '\n') >= 0 || json.Unmarshal(data, &object) != nil || object == nil {
			return
		}
		values := 0
		for v, err := range jsonValues(bytes.NewReader(data)) {
			values++
			if err != nil || v.Bad != "" || !json.Valid(v.Raw) {
				t.Fatalf("%q gave %+v, %v", data, v, err)
			}
			o := objectReader{see: func(key, value []byte, quoted bool) {
				want, ok := object[unquoteJSON(key)].(string)
				if !utf8.Valid(value) {
					want, _ = charmap.Windows1252.NewDecoder().String(string(value))
				}
				if got := unquoteJSON(value); quoted && ok && bytes.Count(data, key) == 1 && bytes.IndexByte(key, '.') < 0 && got != want && !bytes.ContainsAny(value, "\\") {
					t.Fatalf("%q is %q, want %q", value, got, want)
				}
			}}
			o.read(v.Raw)
		}
		if values != 1 {
			t.Fatalf("%q gave %d values", data, values)
		}
	})
}

// FuzzFeed changes RSS and Atom.
func FuzzFeed(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><item><title>Obras</title><link>https://www.ejemplo.com/a</link><pubDate>Sat, 31 Oct 2026 22:30:00 +0000</pubDate><description>&lt;b&gt;Las&lt;/b&gt; obras</description></item></channel></rss>`))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:1</id><title type="html">&lt;b&gt;Agua&lt;/b&gt;</title><link href="https://www.google.com/url?url=https://www.ejemplo.com"/><published>2026-10-31T22:30:00Z</published><content>x</content></entry>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := fileOf("x", data)
		drain(t, file)
		readBy(t, file, feedName)
	})
}

// FuzzMapping proposes a mapping of any table, and reads the table by it: a mapping that lacks nothing passes its own
// check and finds the header that it was made of.
func FuzzMapping(f *testing.F) {
	f.Add([]byte("fecha;texto;red;me gusta\n05/10/2026;hola;x;1,5\n"), "")
	f.Add([]byte("mes,red,seguidores\n2026-10,x,1.234\n"), "metrics")
	f.Add([]byte("Título\n\nfecha,fecha,\"a,b\",#\n1,2,3,4\n"), "mentions")
	f.Fuzz(func(t *testing.T, data []byte, kind string) {
		in := Input{Zone: bogota, Note: func(string) {}}
		m, err := Propose(fileOf("x", data), in, Wish{Columns: Columns{Kind: kind}})
		if err != nil || len(m.Lacks) > 0 {
			return
		}
		if field, err := m.Check(); err != nil {
			t.Fatalf("%s: %v in %+v", field, err, m)
		}
		in.Columns = []Columns{m.Columns}
		s, err := sample(fileOf("x", data))
		if err != nil {
			t.Fatal(err)
		}
		if len(genericPlans(s, in, m.Kind)) == 0 {
			t.Fatalf("the mapping does not find its table: %+v", m)
		}
		drain(t, fileOf("x", data))
		for range readGeneric(fileOf("x", data), in, m.Kind) {
		}
	})
}
