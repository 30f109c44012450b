package ingest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"
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

func BenchmarkNDJSON(b *testing.B) {
	data := benchmarkLines()
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			s, _ := sample(File{Name: "a.ndjson", R: bytes.NewReader(data), Size: int64(len(data))})
			for range jsonTables(s)[0].rows() {
			}
		}
	})
	b.Run("encoding-json", func(b *testing.B) {
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
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			sc := bufio.NewScanner(bytes.NewReader(data))
			for sc.Scan() {
				var t tweet
				if err := json.Unmarshal(sc.Bytes(), &t); err != nil {
					b.Fatal(err)
				}
			}
		}
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
		w.SetRow(cell, []any{46000.5 + float64(i%30), fmt.Sprintf("No hay agua en el barrio %d", i), "vecina", "facebook", "https://www.facebook.com/1", i, i % 7})
	}
	w.Flush()
	buf, err := f.WriteToBuffer()
	if err != nil {
		b.Fatal(err)
	}
	return buf.Bytes()
}

func BenchmarkXLSX(b *testing.B) {
	data := benchmarkBook(b)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			w, err := openWorkbook(File{Name: "a.xlsx", R: bytes.NewReader(data), Size: int64(len(data))}, maxStrings)
			if err != nil {
				b.Fatal(err)
			}
			for range w.rows(w.sheets[0]) {
			}
		}
	})
	b.Run("excelize", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			f, err := excelize.OpenReader(bytes.NewReader(data))
			if err != nil {
				b.Fatal(err)
			}
			rows, err := f.Rows("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
				if _, err := rows.Columns(); err != nil {
					b.Fatal(err)
				}
			}
			f.Close()
		}
	})
}

// BenchmarkGeneric reads a table of mentions into mentions.
func BenchmarkGeneric(b *testing.B) {
	var buf bytes.Buffer
	buf.WriteString("fecha,texto,usuario,red,enlace,me_gusta,respuestas\n")
	for i := range 20_000 {
		fmt.Fprintf(&buf, "%02d/10/2026 22:30,No hay agua en el barrio desde hace tres días y nadie responde nada,vecina_%d,facebook,https://www.facebook.com/p/%d,%d,%d\n", 1+i%31, i, i, i%100, i%7)
	}
	data := buf.Bytes()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		f := File{Name: "a.csv", R: bytes.NewReader(data), Size: int64(len(data))}
		for range readGeneric(f, Input{Zone: bogota, Note: func(string) {}}, mentionRows) {
		}
	}
}
