package xlsx

import (
	"github.com/xuri/excelize/v2"

	"pulso/reports"
)

// locale makes readers that honour it print 1.234,5 whatever the machine's language; Excel itself prints numbers
// by the machine's own, which in the office is es-CO.
const locale = "[$-240A]"

var formats = map[reports.CellType]string{
	reports.Text:     "@",
	reports.ID:       "@",
	reports.Integer:  locale + "#,##0",
	reports.Decimal:  locale + "#,##0.00",
	reports.Percent:  locale + `0.0\ %`,
	reports.DateOnly: locale + "dd/mm/yyyy",
	reports.DateTime: locale + "dd/mm/yyyy hh:mm",
	reports.YesNo:    "@",
	reports.Link:     "@",
}

var unitFormats = map[reports.Unit]string{
	reports.Count:   locale + "#,##0",
	reports.Number:  locale + "#,##0.0",
	reports.Rate:    locale + `0.0\ %`,
	reports.Points:  locale + "+#,##0.0;-#,##0.0;0.0",
	reports.Scale:   locale + "+0.00;-0.00;0.00",
	reports.Minutes: locale + "#,##0",
	reports.Hours:   locale + "#,##0.0",
	reports.Change:  locale + `+0.0\ %;-0.0\ %;0.0\ %`,
	reports.Delta:   locale + "+#,##0;-#,##0;0",
}

// across is how cells stand in their column, where it is not as text does: a figure's reason in words stands where the
// figure would, and a date or a yes does not touch the next column.
var across = map[reports.CellType]string{
	reports.Integer: "right", reports.Decimal: "right", reports.Percent: "right",
	reports.DateOnly: "center", reports.DateTime: "center", reports.YesNo: "center",
}

// styles are the style numbers of one workbook.
type styles struct {
	header, missing int
	title           int
	head            map[reports.CellType]int // a column's name, above what it names
	data            map[reports.CellType]int // data sheets: one line a row
	free            map[reports.CellType]int // LEEME, Resumen: text wraps
	units           map[reports.Unit]int
}

func newStyles(f *excelize.File) (styles, error) {
	s := styles{head: map[reports.CellType]int{}, data: map[reports.CellType]int{}, free: map[reports.CellType]int{}, units: map[reports.Unit]int{}}
	var err error
	add := func(to *int, st excelize.Style) {
		if err == nil {
			*to, err = f.NewStyle(&st)
		}
	}
	header := func(to *int, horizontal string) {
		add(to, excelize.Style{
			Font:      &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: "FFFFFF"},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
			Alignment: &excelize.Alignment{Horizontal: horizontal, Vertical: "center"},
		})
	}
	header(&s.header, "")
	add(&s.missing, excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11, Italic: true, Color: "595959"}, Alignment: &excelize.Alignment{Horizontal: "right", WrapText: true, Vertical: "top"}})
	// Styles are made in the order of their type, not of a map, so that their numbers are the same in every run.
	for t := reports.Text; t <= reports.Link; t++ {
		var head, data, free int
		format := formats[t]
		header(&head, across[t])
		add(&data, excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Horizontal: across[t], Vertical: "top"}})
		add(&free, excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Horizontal: across[t], Vertical: "top", WrapText: true}})
		s.head[t], s.data[t], s.free[t] = head, data, free
	}
	for u := reports.Count; u <= reports.Delta; u++ {
		var id int
		format := unitFormats[u]
		add(&id, excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Horizontal: "right", Vertical: "top", WrapText: true}})
		s.units[u] = id
	}
	add(&s.title, excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 14, Bold: true, Color: "1F4E79"}})
	return s, err
}
