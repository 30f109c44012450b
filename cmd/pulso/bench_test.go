package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// BenchmarkMonthOfFloor makes whole months, from a CSV file to the four files of the office, and between them writes the
// same mentions as one worksheet of fifteen columns through excelize, which is the least that a program in Go would do.
// of_floor is the time of the one over that of the other; with -cpu 1 it compares work, with more what one waits for.
func BenchmarkMonthOfFloor(b *testing.B) {
	if testing.Short() {
		b.Skip("takes half a minute")
	}
	const mentions = 50_000
	rows := benchRows(mentions)
	dir := b.TempDir()
	workspace := filepath.Join(dir, "redes")
	if code := run(b.Context(), []string{"init", workspace}, strings.NewReader(""), io.Discard, os.Stderr); code != 0 {
		b.Fatalf("init: status %d", code)
	}
	writeBenchCSV(b, filepath.Join(workspace, "inbox", "menciones.csv"), rows)
	config := filepath.Join(workspace, "pulso.yaml")
	said, err := os.ReadFile(config)
	if err != nil {
		b.Fatal(err)
	}
	var month, floor time.Duration
	n := 0
	for b.Loop() {
		n++ // another word, so that the month is made and stored each time
		if err := os.WriteFile(config, []byte(strings.Replace(string(said), "words: [agua,", fmt.Sprintf("words: [agua%d, agua,", n), 1)), 0o666); err != nil {
			b.Fatal(err)
		}
		begin := time.Now()
		if code := run(context.Background(), []string{"-C", workspace, "run", "--month", "2026-10"}, strings.NewReader(""), io.Discard, os.Stderr); code != 0 {
			b.Fatalf("run: status %d", code)
		}
		made := time.Now()
		writeFloor(b, filepath.Join(dir, "piso.xlsx"), rows)
		month, floor = month+made.Sub(begin), floor+time.Since(made)
	}
	b.ReportMetric(month.Seconds()/floor.Seconds(), "of_floor")
	b.ReportMetric(float64(mentions*n)/month.Seconds(), "mentions/s")
}

// benchRows are invented mentions of a month, with their header, of a length as is usual on the networks.
func benchRows(n int) [][]string {
	openings := []string{"Excelente la brigada de hoy", "Llevamos días sin agua", "Gracias @AlcaldiaEjemplo", "¿A qué hora abren la ventanilla?", "Qué vergüenza de calle", "RT @vecina: en la tarde llovió", "Good morning from the beach, it was a lovely day"}
	middles := []string{"en el barrio que queda detrás del estadio", "frente al colegio, como siempre", "y nadie responde a los que llaman", "con el apoyo de toda la comunidad", "mientras el hueco de la esquina crece"}
	endings := []string{"😡", "👏👏", "#SantaMarta", "https://example.org/nota", "señor Alcalde, cumpla", "ojalá siga así.", ""}
	networks := []string{"facebook", "x", "instagram", "youtube", "linkedin"}
	rows := [][]string{{"id", "network", "author", "created_at", "text", "likes", "replies", "shares", "url"}}
	for i := range n {
		text := fmt.Sprintf("%s %s; van %d veces en la semana y %s. %s", openings[i%7], middles[i/7%5], i%90, middles[i/3%5], endings[i/5%7])
		network := networks[i*i%5]
		rows = append(rows, []string{strconv.Itoa(1900000000000000000 + i*7919), network, fmt.Sprintf("u%d", i*7%(n/3+1)),
			fmt.Sprintf("2026-10-%02dT%02d:%02d:%02dZ", 2+i%29, i%24, i%60, i/60%60), text, strconv.Itoa(i % 50), strconv.Itoa(i % 4), strconv.Itoa(i % 3),
			fmt.Sprintf("https://example.org/%s/%d", network, i)})
	}
	return rows
}

func writeBenchCSV(b *testing.B, path string, rows [][]string) {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := csv.NewWriter(f)
	if err := w.WriteAll(rows); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// writeFloor writes what a mention is and what was found of it: nine texts and six numbers.
func writeFloor(b *testing.B, path string, rows [][]string) {
	b.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for i, r := range rows[1:] {
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		err := w.SetRow(at, []any{r[0], r[1], "Comentario", 46000 + float64(i)/1e4, 46000.0 + float64(i%30), r[2], r[4], r[8],
			"Alcaldía", "Agua y alcantarillado", float64(i%200)/100 - 1, "negativa", i % 50, i % 4, i % 3})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		b.Fatal(err)
	}
}
