package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"pulso/reports"
)

// valuesSheet holds the values of the charts that are drawn over no sheet of their own.
const valuesSheet = "Datos_Graficos"

var kinds = map[reports.ChartKind]excelize.ChartType{
	reports.Columns:        excelize.Col,
	reports.StackedColumns: excelize.ColStacked,
	reports.StackedPercent: excelize.ColPercentStacked,
	reports.Bars:           excelize.Bar,
	reports.StackedBars:    excelize.BarStacked,
	reports.Lines:          excelize.Line,
}

var palette = []string{"1F4E79", "C55A11", "548235", "7F6000", "7030A0", "2E75B6", "808080"}

// chart puts a native chart on a sheet, over the cells that it names or over Datos_Graficos. A chart of a kind that
// Excel cannot draw, or without values, is left to the document.
func (b *book) chart(sheet string, c *reports.SheetChart) error {
	kind, ok := kinds[c.Chart.Kind]
	if !ok || c.Chart.Empty != "" {
		return nil
	}
	categories, values := c.CatRange, c.ValRange
	if categories == "" {
		categories, values = b.reserve(c.Chart)
	}
	series := make([]excelize.ChartSeries, len(c.Chart.Series))
	for i, s := range c.Chart.Series {
		color := s.Color
		if color == "" {
			color = palette[i%len(palette)]
		}
		series[i] = excelize.ChartSeries{
			Name: head(values[i]), Categories: categories, Values: values[i],
			Fill:   excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}},
			Line:   excelize.LineOptions{Width: 2},
			Marker: excelize.ChartMarker{Symbol: "none"},
		}
	}
	dark := excelize.Font{Color: "404040", Size: 9}
	legend := "bottom"
	if len(series) == 1 {
		legend = "none"
	}
	return b.file.AddChart(sheet, c.At, &excelize.Chart{
		Type: kind, Series: series,
		Title:        excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Chart.Title, Font: &excelize.Font{Bold: true, Size: 12, Color: "1F4E79"}}}},
		Legend:       excelize.ChartLegend{Position: legend},
		Dimension:    excelize.ChartDimension{Width: 720, Height: 320},
		ShowBlanksAs: "gap",
		Format:       excelize.GraphicOptions{AltText: c.Chart.Alt},
		XAxis:        excelize.ChartAxis{Font: dark, TickLabelPosition: excelize.ChartTickLabelLow},
		YAxis:        excelize.ChartAxis{Font: dark, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: unitFormats[c.Chart.Unit]}},
	})
}

// head is the cell above a range: the series' name, which excelize takes as a reference and never as text.
func head(values string) string {
	sheet, cells, _ := strings.Cut(values, "!")
	first, _, _ := strings.Cut(cells, ":")
	column, row, err := excelize.CellNameToCoordinates(strings.ReplaceAll(first, "$", ""))
	if err != nil || row < 2 {
		return values
	}
	name, _ := excelize.ColumnNumberToName(column)
	return fmt.Sprintf("%s!$%s$%d", sheet, name, row-1)
}

// reserve says where the values of a chart will stand in Datos_Graficos: a row of heads, then a row per category.
func (b *book) reserve(c *reports.Chart) (categories string, values []string) {
	first := b.used + 2
	last := first + len(c.Categories) - 1
	b.charts = append(b.charts, c)
	b.used = last + 1
	ref := func(column int) string {
		name, _ := excelize.ColumnNumberToName(column)
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", valuesSheet, name, first, name, last)
	}
	for i := range c.Series {
		values = append(values, ref(i+2))
	}
	return ref(1), values
}

// chartData writes Datos_Graficos, in the places that reserve promised.
func (b *book) chartData() error {
	if len(b.charts) == 0 {
		return nil
	}
	if _, err := b.file.NewSheet(valuesSheet); err != nil {
		return err
	}
	out, err := b.file.NewStreamWriter(valuesSheet)
	if err != nil {
		return err
	}
	if err := out.SetColWidth(1, 1, 28); err != nil {
		return err
	}
	row := 1
	put := func(cells []any) {
		if err == nil {
			err = out.SetRow(fmt.Sprintf("A%d", row), cells)
		}
		row++
	}
	for _, c := range b.charts {
		head := []any{excelize.Cell{StyleID: b.styles.header, Value: clean(c.Title)}}
		for _, s := range c.Series {
			head = append(head, excelize.Cell{StyleID: b.styles.header, Value: clean(s.Name)})
		}
		put(head)
		for i, category := range c.Categories {
			cells := []any{excelize.Cell{StyleID: b.styles.data[reports.Text], Value: clean(category)}}
			for _, s := range c.Series {
				cells = append(cells, b.gap(s.Values[i]))
			}
			put(cells)
		}
		row++
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// gap is a value as a chart wants it: a missing one is an empty cell, which is drawn as a gap.
func (b *book) gap(v reports.Value) any {
	if !v.OK {
		return nil
	}
	return b.value(v)
}
