package ingest

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"pulso/pipeline/social"
)

// benchmarkLines is an NDJSON of mentions of some megabytes.
func benchmarkLines() []byte {
	var b bytes.Buffer
	for i := range 20_000 {
		fmt.Fprintf(&b, `{"id":"20490000000%08d","created_at":"2026-10-%02dT22:30:00.000Z","text":"No hay agua en el barrio desde hace tres d\u00edas, \"nadie\" responde https://t.co/x","author_id":"163%d","lang":"es","public_metrics":{"retweet_count":%d,"reply_count":2,"like_count":%d},"entities":{"mentions":[{"start":0,"end":9,"username":"alcaldia_prueba"}]},"source":"android"}`+"\n",
			i, 1+i%31, i, i%10, i%100)
	}
	return b.Bytes()
}

// beside reads the same bytes in turn by each reader, ours and that of the library they are held against, and reports
// for each of ours its best time as a part of the library's best in the same run: that is what changes least from one
// machine to another. Ours say how many rows or records they gave out.
func beside(b *testing.B, size int, library string, theirs func(), ours map[string]func() int) {
	b.SetBytes(int64(size))
	best, given := map[string]time.Duration{}, map[string]int{}
	timed := func(name string, read func() int) {
		start := time.Now()
		given[name] = read()
		if d := time.Since(start); best[name] == 0 || d < best[name] {
			best[name] = d
		}
	}
	for b.Loop() {
		for name, read := range ours {
			timed(name, read)
		}
		timed(library, func() int { theirs(); return 0 })
	}
	for name := range ours {
		b.ReportMetric(float64(best[name])/float64(best[library]), name+"/"+library)
		b.ReportMetric(float64(given[name])/best[name].Seconds(), name+"/s")
	}
}

// standardCSV reads a table by the library.
func standardCSV(b *testing.B, data []byte) {
	r := csv.NewReader(bytes.NewReader(data))
	r.ReuseRecord, r.FieldsPerRecord, r.LazyQuotes = true, -1, true
	for {
		if _, err := r.Read(); err == io.EOF {
			return
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

// recordsOf reads a file by the format that recognises it, as a month does, and counts what it gives out.
func recordsOf(b *testing.B, f File) (n int) {
	in := Input{Zone: bogota, Note: func(string) {}}
	format, err := Detect(f, in)
	if err != nil {
		b.Fatal(err)
	}
	for rec, err := range format.Read(f, in) {
		if err != nil {
			b.Fatal(err)
		}
		if _, bad := rec.(*social.Reject); !bad {
			n++
		}
	}
	return n
}

// BenchmarkNDJSON: rows, and mentions ready to be scored, cost at most half of what encoding/json takes to fill a struct.
func BenchmarkNDJSON(b *testing.B) {
	type tweet struct {
		ID        string `json:"id"`
		CreatedAt string `json:"created_at"`
		Text      string `json:"text"`
		AuthorID  string `json:"author_id"`
		Lang      string `json:"lang"`
		Source    string `json:"source"`
		Metrics   struct {
			Retweets int `json:"retweet_count"`
			Replies  int `json:"reply_count"`
			Likes    int `json:"like_count"`
		} `json:"public_metrics"`
	}
	data := benchmarkLines()
	beside(b, len(data), "encoding-json", func() {
		sc := bufio.NewScanner(bytes.NewReader(data))
		for sc.Scan() {
			var t tweet
			if err := json.Unmarshal(sc.Bytes(), &t); err != nil {
				b.Fatal(err)
			}
		}
	}, map[string]func() int{
		"rows": func() (n int) {
			s, _ := sample(fileOf("a.ndjson", data))
			for range jsonTables(s)[0].rows() {
				n++
			}
			return n
		},
		"records": func() (n int) {
			for range readGeneric(fileOf("a.ndjson", data), Input{Zone: bogota, Note: func(string) {}}, mentionRows) {
				n++
			}
			return n
		},
	})
}

// benchmarkBook is a workbook of mentions.
func benchmarkBook(b *testing.B) []byte {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	w.SetRow("A1", []any{"fecha", "texto", "usuario", "red", "enlace", "me gusta", "respuestas"})
	for i := range 10_000 {
		cell, _ := excelize.CoordinatesToCellName(1, i+2)
		w.SetRow(cell, []any{fmt.Sprintf("2026-10-%02d 12:00:00", 1+i%30), fmt.Sprintf("No hay agua en el barrio %d", i), "vecina", "facebook", "https://www.facebook.com/1", i, i % 7})
	}
	w.Flush()
	buf, err := f.WriteToBuffer()
	if err != nil {
		b.Fatal(err)
	}
	return buf.Bytes()
}

// BenchmarkXLSX: rows cost at most half of what excelize takes to give them out.
func BenchmarkXLSX(b *testing.B) {
	data := benchmarkBook(b)
	beside(b, len(data), "excelize", func() {
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		rows, err := f.Rows("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			if _, err := rows.Columns(); err != nil {
				b.Fatal(err)
			}
		}
	}, map[string]func() int{
		"rows": func() (n int) {
			w, err := openWorkbook(fileOf("a.xlsx", data), maxStrings)
			if err != nil {
				b.Fatal(err)
			}
			for range w.rows(w.sheets[0]) {
				n++
			}
			return n
		},
		"records": func() int { return recordsOf(b, fileOf("a.xlsx", data)) },
	})
}

// benchmarkTable is a table of mentions such as listening tools give out: real lengths, accents, emoji, some quotes.
func benchmarkTable() []byte {
	texts := []string{
		"Llevamos tres días sin agua en el barrio y nadie de la empresa responde ¿hasta cuándo? 😡",
		`"Gracias por el arreglo de la calle, ya era hora, quedó muy bonita 👏👏"`,
		"Muy buena la jornada de vacunación",
		"\"Jornada de salud\n\nmañana en el barrio, con cita\"",
		`"Dicen que ""mañana"" arreglan el alumbrado del parque, pero eso mismo dijeron hace un mes, dos meses, tres meses…"`,
		"@AlcaldiaPrueba por favor la recolección de basuras no pasa desde el lunes por la carrera cuarta https://t.co/a1B2c3D4e5",
	}
	var buf bytes.Buffer
	buf.WriteString("id,network,author,created_at,text,likes,replies,shares,url\n")
	for i := range 50_000 {
		fmt.Fprintf(&buf, "%d,facebook,u%d,2026-10-%02dT%02d:15:54Z,%s,%d,%d,%d,https://example.org/facebook/%d\n",
			1900000000000000001+i*7919, i/3, 1+i%30, i%24, texts[i%len(texts)], i%100, i%4, i%3, i)
	}
	return buf.Bytes()
}

// BenchmarkCSV: rows cost at most 1.5 of what encoding/csv takes. Records are mentions ready to be scored: dates read,
// texts cleaned, networks and ids told, which encoding/csv does not do.
func BenchmarkCSV(b *testing.B) {
	data := benchmarkTable()
	f := fileOf("a.csv", data)
	beside(b, len(data), "encoding-csv", func() { standardCSV(b, data) }, map[string]func() int{
		"rows": func() (n int) {
			s, _ := sample(f)
			for range s.Tables[0].rows() {
				n++
			}
			return n
		},
		"records": func() int { return recordsOf(b, f) },
	})
}

// BenchmarkExports reads exports in the networks' own layouts, and tables in people's: examples whose rows are repeated
// until they take a few megabytes. Detecting the format counts.
func BenchmarkExports(b *testing.B) {
	const size = 4 << 20
	for _, e := range examples(b) {
		switch e.path {
		case "testdata/x.content/account_analytics_content_2026-10-01_2026-10-31.crlf.csv", "testdata/meta.content.facebook/es.bom.csv",
			"testdata/crowdtangle/historico.csv", "testdata/generic.mentions/hoja_es.csv", "testdata/generic.mentions/fechas_en_letras.csv":
		default:
			continue
		}
		b.Run(e.format+"/"+e.name, func(b *testing.B) {
			header, rows, _ := bytes.Cut(e.data, []byte{'\n'})
			data := append(append(bytes.Clone(header), '\n'), bytes.Repeat(rows, size/len(rows))...)
			f := fileOf(e.name, data)
			beside(b, len(data), "encoding-csv", func() { standardCSV(b, data) }, map[string]func() int{
				"records": func() int { return recordsOf(b, f) },
			})
		})
	}
}
