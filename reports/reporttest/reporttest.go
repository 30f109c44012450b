// Package reporttest has a report that uses every block, unit and kind of cell: what the renderers are tested on.
//
// Its one idea: the sample is hostile as citizens are (formulas, controls, emoji) and incomplete as months are
// (missing values with reasons, doubts, empty tables), so that a renderer that prints it well prints any report.
package reporttest

import (
	"iter"
	"slices"
	"strings"
	"time"

	"pulso/pipeline/social"
	"pulso/reports"
)

// Sample is a report with invented contents.
func Sample() *reports.Report {
	return &reports.Report{
		Kind: "crecimiento", Title: "Informe mensual de crecimiento de las redes oficiales", Subtitle: "Octubre de 2026",
		Month: social.Month{Year: 2026, Month: time.October},
		Control: reports.Control{
			Entity: "Alcaldía de Ejemplo", Process: "Gestión de las comunicaciones estratégicas", Procedure: "ME-GCE-P-009",
			Activity: "2", Period: "octubre de 2026", Cut: "31/10/2026", State: "abierto", Edition: "1", BaseFile: "base-crecimiento-2026-10.xlsx",
			Program: "pulso 0.1", Inputs: "9f2c4a",
		},
		Sections: []reports.Section{summary(), figures()},
		Book:     workbook(),
	}
}

func summary() reports.Section {
	return reports.Section{ID: "resumen", Title: "Resumen", Blocks: []reports.Block{
		&reports.Cards{Cards: []reports.Card{
			{Indicator: "K01", Label: "Seguidores al cierre", Value: reports.Int(210345), Compare: []reports.Comparison{{Label: "mes anterior", Value: reports.Num(1234, reports.Delta)}}},
			{Indicator: "K03", Label: "Tasa de crecimiento", Value: reports.Num(0.0123, reports.Change).With("estimado: la última captura es del 28/10/2026")},
			{Indicator: "K11", Label: "Interacción por alcance", Value: reports.NoValue("sin alcance en los archivos", reports.Rate)},
			{Indicator: "M04", Label: "Sentimiento neto", Value: reports.Num(-12.34, reports.Points)},
			{Indicator: "A02", Label: "Mediana de respuesta", Value: reports.Num(135, reports.Minutes)},
		}},
		&reports.Paragraph{Text: "La comunidad creció 1,2 % & <más> que en septiembre.", Rule: "R01"},
		&reports.Paragraph{Text: "Texto de la analista.", Author: "la oficina"},
		&reports.List{Items: []string{"Primer hallazgo.", "Segundo hallazgo."}},
		&reports.Notice{Text: "El 15/11/2025 Facebook dejó de informar impresiones: las cifras no se comparan con las anteriores."},
		&reports.Quote{Text: "Llevamos tres días sin agua 😡", Source: "Facebook, 12/10/2026", Key: "facebook:1"},
	}}
}

func figures() reports.Section {
	value := func(v reports.Value) reports.Cell { return reports.Cell{Value: &v} }
	return reports.Section{ID: "cifras", Title: "Cifras", Sections: []reports.Section{{ID: "tablas", Title: "Tablas y gráficos", Blocks: []reports.Block{
		&reports.Table{
			ID: "T1", Title: "Cuentas", Sheet: "Crecimiento_Mensual", Notes: []string{"Fuente: archivos de las redes."},
			Columns: []reports.Column{{Title: "Red", Width: 0.3}, {Title: "Cierre", Right: true}, {Title: "Tasa", Right: true}, {Title: "Enlace"}},
			Rows: [][]reports.Cell{
				{{Text: "Facebook"}, value(reports.Int(210345)), value(reports.Num(0.0123, reports.Change).With("estimado")), {Text: "ver", Link: "https://example.org/?a=1&b=2"}},
				{{Text: "Instagram", Bold: true}, value(reports.NoValue("sin datos", reports.Count)), value(reports.NoValue("sin mes anterior", reports.Change)), {}},
			},
		},
		&reports.Table{ID: "T2", Title: "Sin filas", Columns: []reports.Column{{Title: "Red"}}, Empty: "No hubo publicaciones en el mes."},
		chart("C1", reports.Columns), chart("C2", reports.StackedPercent), chart("C3", reports.Lines), chart("C4", reports.StackedColumns),
		chart("C5", reports.Bars), chart("C6", reports.HeatMap),
		&reports.Chart{ID: "C7", Title: "Vacío", Alt: "Sin datos.", Empty: "Ninguna red informó alcance."},
	}}}}
}

func chart(id string, kind reports.ChartKind) *reports.Chart {
	return &reports.Chart{
		ID: id, Title: "Menciones por día", Alt: "Columnas por día: suben de 10 a 1.200.", Kind: kind, Unit: reports.Count, YTitle: "menciones",
		Categories: []string{"01/10", "02/10", "03/10"}, Sheet: "Diario",
		Series: []reports.Series{
			{Name: "Facebook", Values: []reports.Value{reports.Int(10), reports.NoValue("sin datos", reports.Count), reports.Int(1200)}},
			{Name: "X & Cía.", Values: []reports.Value{reports.Int(40), reports.Int(5).With("n < 3"), reports.Int(700)}},
		},
	}
}

func workbook() reports.Workbook {
	total := reports.Int(3)
	return reports.Workbook{Title: "Base de crecimiento", Subject: "octubre de 2026", Controls: []string{"ME-GCE-P-009"}, Sheets: []reports.Sheet{
		{Name: "LEEME", Purpose: "Qué es", Columns: []reports.SheetColumn{{Width: 28}, {Width: 90}}, Rows: rows(
			[]reports.Datum{"Base de crecimiento", "Octubre de 2026"},
			[]reports.Datum{"Menciones", reports.Formula{Expr: "SUM(Datos!C2:C4)", Cached: total}},
			[]reports.Datum{"Tasa", reports.NoValue("sin mes anterior", reports.Rate)},
		)},
		{Name: "Datos", Table: "Datos", Freeze: true, Columns: []reports.SheetColumn{
			{Name: "id_publicacion", Type: reports.ID}, {Name: "texto", Type: reports.Text, Width: 40}, {Name: "cantidad", Type: reports.Integer},
			{Name: "tasa", Type: reports.Percent}, {Name: "fecha", Type: reports.DateOnly}, {Name: "fecha_hora", Type: reports.DateTime}, {Name: "tiene_video", Type: reports.YesNo},
			{Name: "clase_corregida", Type: reports.Text},
		}, Rows: rows(
			[]reports.Datum{"1900000000000007919", "=HYPERLINK(\"http://example.org\")", int64(1), 0.125, social.Date{Year: 2026, Month: time.October, Day: 31}, time.Date(2026, 10, 31, 23, 59, 59, 0, time.UTC), true, nil},
			[]reports.Datum{"-e0JZNRR-QA", "nulo\x00 y campana\x07", int64(2), nil, social.Date{}, nil, false, nil},
			[]reports.Datum{"3", strings.Repeat("😡", 20000), nil, nil, nil, nil, nil, nil},
		), Lists: []reports.DropDown{{Column: 7, Values: []string{"negativo", "neutro", "positivo"}, Rows: 3}}},
		{Name: "Dinamica", Purpose: "Cantidades por texto y video", Pivot: &reports.Pivot{Source: "Datos", Rows: "id_publicacion", Columns: "clase_corregida", Sum: "cantidad", Slicers: []string{"id_publicacion", "clase_corregida"}}, Rows: rows()},
		{Name: "Vacia", Table: "Vacia", Columns: []reports.SheetColumn{{Name: "fecha", Type: reports.DateOnly}, {Name: "valor", Type: reports.Decimal}}, Rows: rows()},
		{Name: "Resumen", Columns: []reports.SheetColumn{{Name: "Indicador", Width: 30}, {Name: "Valor", Width: 16}}, Rows: rows(
			[]reports.Datum{"Filas", reports.Formula{Expr: "COUNTA(Datos!A2:A4)", Cached: total}},
		), Charts: []reports.SheetChart{{Chart: chart("C1", reports.Columns), At: "D2"}}},
	}}
}

func rows(r ...[]reports.Datum) iter.Seq2[[]reports.Datum, error] {
	return func(yield func([]reports.Datum, error) bool) {
		for row := range slices.Values(r) {
			if !yield(row, nil) {
				return
			}
		}
	}
}
