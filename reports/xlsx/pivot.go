package xlsx

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"pulso/reports"
)

// Where a pivot sheet puts its parts: what it is, what to do with it, the pivot, and the slicers beside it.
const (
	pivotTop   = 4 // first row of the pivot
	slicerSide = 2 // columns left free between the pivot and its slicers
)

// A tally is what a pivot shows before anybody refreshes it, gathered while its source is streamed: the source is
// never read again, and memory grows with the pairs of values only.
type tally struct {
	pivot             *reports.Pivot
	row, column, data int // positions in the source
	rows, columns     []string
	sums              map[[2]string]float64
}

// watch prepares the tallies of the pivots over a sheet that is about to be written.
func (b *book) watch(s *reports.Sheet) error {
	b.watching = b.watching[:0]
	for _, t := range b.tallies {
		if t.pivot.Source != s.Name {
			continue
		}
		t.row, t.column, t.data = s.Index(t.pivot.Rows), s.Index(t.pivot.Columns), s.Index(t.pivot.Sum)
		if t.row < 0 || t.column < 0 || t.pivot.Sum != "" && t.data < 0 {
			return fmt.Errorf("a pivot over %s names a column that it has not", s.Name)
		}
		b.watching = append(b.watching, t)
	}
	return nil
}

func (t *tally) add(data []reports.Datum) {
	row, column := label(data[t.row]), label(data[t.column])
	if !slices.Contains(t.rows, row) {
		t.rows = append(t.rows, row)
	}
	if !slices.Contains(t.columns, column) {
		t.columns = append(t.columns, column)
	}
	at := [2]string{row, column}
	if t.data < 0 {
		t.sums[at]++
		return
	}
	switch n := data[t.data].(type) {
	case int64:
		t.sums[at] += float64(n)
	case float64:
		t.sums[at] += n
	}
}

// label is a value as an item of a pivot; what is empty has the name that Excel in Spanish gives it.
func label(d reports.Datum) string {
	if s, ok := d.(string); ok && s != "" {
		return s
	}
	return noLabel
}

// What Excel in Spanish writes in a pivot of its own accord.
const (
	noLabel    = "(en blanco)"
	grandTotal = "Total general"
)

// pivot writes the sheet of a pivot, whose source is among the sheets before it.
func (b *book) pivot(s *reports.Sheet, before []reports.Sheet) error {
	source := slices.IndexFunc(before, func(x reports.Sheet) bool { return x.Name == s.Pivot.Source && x.Table != "" })
	if source < 0 {
		return fmt.Errorf("its source %s does not come before it", s.Pivot.Source)
	}
	t := slices.IndexFunc(b.tallies, func(t *tally) bool { return t.pivot == s.Pivot })
	return b.pivotSheet(s, &before[source], b.tallies[t])
}

// pivotSheet writes a sheet that holds a pivot. The pivot is made over a sheet that has only the source's header and
// goes away again, and is then pointed at the source's Table: excelize would otherwise read the streamed rows back.
// It is refreshed when Excel opens the book; until then, and in programs that know no pivots, the cells show what
// the refresh will.
func (b *book) pivotSheet(s *reports.Sheet, source *reports.Sheet, t *tally) error {
	const header = "_encabezado"
	f := b.file
	if _, err := f.NewSheet(s.Name); err != nil {
		return err
	}
	if len(t.rows) == 0 { // a slicer must have a button
		return f.SetSheetRow(s.Name, "A1", &[]any{"La hoja " + source.Name + " no tiene filas este mes: no hay tabla dinámica."})
	}
	if _, err := f.NewSheet(header); err != nil {
		return err
	}
	names := make([]string, len(source.Columns))
	for i, c := range source.Columns {
		names[i] = c.Name
	}
	if err := f.SetSheetRow(header, "A1", &names); err != nil {
		return err
	}
	corner, err := b.pivotCells(s, t)
	if err != nil {
		return err
	}
	data := excelize.PivotTableField{Data: t.pivot.Sum, Name: t.caption(), Subtotal: "Sum", NumFmt: 3}
	if t.pivot.Sum == "" {
		data.Data, data.Subtotal = source.Columns[0].Name, "Count"
	}
	err = f.AddPivotTable(&excelize.PivotTableOptions{
		Name: s.Name, DataRange: fmt.Sprintf("%s!A1:%s2", header, reports.ColumnLetters(len(names)-1)), PivotTableRange: fmt.Sprintf("%s!A%d:%s", s.Name, pivotTop, corner),
		Rows: []excelize.PivotTableField{{Data: t.pivot.Rows, DefaultSubtotal: true}}, Columns: []excelize.PivotTableField{{Data: t.pivot.Columns, DefaultSubtotal: true}},
		Data: []excelize.PivotTableField{data}, RowGrandTotals: true, ColGrandTotals: true, ShowDrill: true, ShowRowHeaders: true, ShowColHeaders: true, ShowLastColumn: true,
		CompactData: true, UseAutoFormatting: true, PivotTableStyleName: "PivotStyleLight16",
	})
	if err != nil {
		return err
	}
	for i, field := range t.pivot.Slicers {
		at, err := excelize.CoordinatesToCellName(len(t.columns)+2+slicerSide, pivotTop+i*slicerRows)
		if err != nil {
			return err
		}
		if err := f.AddSlicer(s.Name, &excelize.SlicerOptions{Name: field, Caption: field, Cell: at, TableSheet: s.Name, TableName: s.Name, Width: 180, Height: slicerHeight,
			Format: excelize.GraphicOptions{AltText: "Segmentación de datos: deja en la tabla dinámica solo los valores elegidos de " + field + "."}}); err != nil {
			return fmt.Errorf("slicer of %s: %w", field, err)
		}
	}
	if err := f.DeleteSheet(header); err != nil {
		return err
	}
	return b.settle(source.Table, t)
}

// Slicers stand one below the other.
const (
	slicerHeight = 200 // pixels
	slicerRows   = 11  // rows from one to the next
)

// settle makes the parts of the pivot just added say what its cells show, and read the Table instead of the sheet that
// goes away. excelize leaves its items to the refresh, and a part that names no items is no part that Excel writes.
func (b *book) settle(table string, t *tally) error {
	b.pivots++
	cache, pivot := fmt.Sprintf("xl/pivotCache/pivotCacheDefinition%d.xml", b.pivots), fmt.Sprintf("xl/pivotTables/pivotTable%d.xml", b.pivots)
	all := []replacement{
		{cache, `<worksheetSource [^>]*>`, `<worksheetSource name="` + table + `">`},
		{cache, `<sharedItems containsBlank="true" count="0"><m></m></sharedItems>`, `<sharedItems></sharedItems>`},
		{cache, `(<cacheField name="` + t.pivot.Rows + `"[^>]*>)<sharedItems></sharedItems>`, `$1` + sharedItems(t.rows)},
		{cache, `(<cacheField name="` + t.pivot.Columns + `"[^>]*>)<sharedItems></sharedItems>`, `$1` + sharedItems(t.columns)},
		{pivot, `(<pivotField axis="axisRow"[^>]*>)<items.*?</items>`, `$1` + fieldItems(len(t.rows))},
		{pivot, `(<pivotField axis="axisCol"[^>]*>)<items.*?</items>`, `$1` + fieldItems(len(t.columns))},
		{pivot, `<rowItems.*?</rowItems>`, lines("rowItems", len(t.rows))},
		{pivot, `<colItems.*?</colItems>`, lines("colItems", len(t.columns))},
		{pivot, `firstDataRow="1"`, `firstDataRow="2"`},
		{pivot, `dataCaption="Values"`, `dataCaption="Valores" grandTotalCaption="` + grandTotal + `"`},
	}
	for _, field := range t.pivot.Slicers {
		items := len(t.rows)
		if field == t.pivot.Columns {
			items = len(t.columns)
		}
		b.slicers++
		all = append(all, replacement{fmt.Sprintf("xl/slicerCaches/slicerCache%d.xml", b.slicers), `<items.*?</items>`, slicerItems(items)})
	}
	for _, r := range all {
		raw, ok := b.file.Pkg.Load(r.part)
		content, isBytes := raw.([]byte)
		if !ok || !isBytes {
			return fmt.Errorf("the pivot over %s has no part %s", table, r.part)
		}
		what := regexp.MustCompile(r.what)
		if !what.Match(content) {
			return fmt.Errorf("%s holds no %s", r.part, r.what)
		}
		b.file.Pkg.Store(r.part, what.ReplaceAll(content, []byte(r.by)))
	}
	return nil
}

// A replacement is a change in a part that excelize has written.
type replacement struct{ part, what, by string }

// sharedItems are the values of a field in the cache.
func sharedItems(labels []string) string {
	var s strings.Builder
	blank := ""
	for _, l := range labels {
		if l == noLabel {
			blank = ` containsBlank="1"`
			if len(labels) == 1 {
				blank = ` containsNonDate="0" containsString="0" containsBlank="1"`
			}
			s.WriteString("<m/>")
			continue
		}
		s.WriteString(`<s v="`)
		xml.EscapeText(&s, []byte(l))
		s.WriteString(`"/>`)
	}
	return fmt.Sprintf(`<sharedItems%s count="%d">%s</sharedItems>`, blank, len(labels), strings.ReplaceAll(s.String(), "$", "$$"))
}

// fieldItems are the items of an axis, with its subtotal.
func fieldItems(n int) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, `<item x="%d"/>`, i)
	}
	return fmt.Sprintf(`<items count="%d">%s<item t="default"/></items>`, n+1, s.String())
}

// lines are the rows or the columns that the pivot shows: one of each item, and the total.
func lines(element string, n int) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, `<i><x v="%d"/></i>`, i)
	}
	return fmt.Sprintf(`<%s count="%d">%s<i t="grand"><x/></i></%s>`, element, n+1, s.String(), element)
}

// slicerItems are the buttons of a slicer, all of them pressed.
func slicerItems(n int) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, `<i x="%d" s="1"/>`, i)
	}
	return fmt.Sprintf(`<items count="%d">%s</items>`, n, s.String())
}

func (t *tally) caption() string {
	if t.pivot.Sum == "" {
		return "Filas"
	}
	return "Suma de " + t.pivot.Sum
}

// pivotCells writes the cells of a pivot as Excel lays them out, and gives its last one. Items are in the order in
// which Excel sorts them.
func (b *book) pivotCells(s *reports.Sheet, t *tally) (corner string, err error) {
	f := b.file
	slices.SortFunc(t.rows, collate)
	slices.SortFunc(t.columns, collate)
	total := map[string]float64{}
	grid := [][]any{{t.caption(), t.pivot.Columns}, {t.pivot.Rows}}
	for _, c := range t.columns {
		grid[1] = append(grid[1], c)
	}
	grid[1] = append(grid[1], grandTotal)
	for _, r := range t.rows {
		line, sum := []any{r}, 0.0
		for _, c := range t.columns {
			n, ok := t.sums[[2]string{r, c}]
			line = append(line, cellOf(n, ok))
			sum, total[c] = sum+n, total[c]+n
		}
		grid = append(grid, append(line, sum))
	}
	last, sum := []any{grandTotal}, 0.0
	for _, c := range t.columns {
		last, sum = append(last, total[c]), sum+total[c]
	}
	grid = append(grid, append(last, sum))

	if err := f.SetSheetRow(s.Name, "A1", &[]any{s.Purpose}); err != nil {
		return "", err
	}
	hint := "En Excel se actualiza al abrir el libro; arrastre otros campos para ver las mismas filas de otra manera. En LibreOffice: clic derecho sobre la tabla, Actualizar."
	if err := f.SetSheetRow(s.Name, "A2", &[]any{hint}); err != nil {
		return "", err
	}
	for i, line := range grid {
		if err := f.SetSheetRow(s.Name, fmt.Sprintf("A%d", pivotTop+i), &line); err != nil {
			return "", err
		}
	}
	corner, err = excelize.CoordinatesToCellName(len(t.columns)+2, pivotTop+len(grid)-1)
	if err != nil {
		return "", err
	}
	if err := b.pivotLook(s.Name, corner, len(t.columns)+2, len(grid)); err != nil {
		return "", err
	}
	return corner, nil
}

func cellOf(n float64, ok bool) any {
	if !ok {
		return nil
	}
	return n
}

func (b *book) pivotLook(sheet, corner string, columns, rows int) error {
	f := b.file
	end := reports.ColumnLetters(columns - 1)
	if err := f.SetColWidth(sheet, "A", "A", 24); err != nil {
		return err
	}
	if err := f.SetColWidth(sheet, "B", end, 16); err != nil {
		return err
	}
	for _, look := range []struct {
		from, to string
		style    int
	}{
		{"A1", "A1", b.styles.title},
		{fmt.Sprintf("A%d", pivotTop), fmt.Sprintf("%s%d", end, pivotTop+1), b.styles.header},
		{fmt.Sprintf("B%d", pivotTop+2), corner, b.styles.units[reports.Count]},
	} {
		if err := f.SetCellStyle(sheet, look.from, look.to, look.style); err != nil {
			return err
		}
	}
	return (&page{book: b, name: sheet}).layout()
}

// collate compares as spreadsheets sort: without regard to case or accents, and what is empty last.
func collate(x, y string) int {
	if x == noLabel || y == noLabel {
		return strings.Compare(strconv.FormatBool(x == noLabel), strconv.FormatBool(y == noLabel))
	}
	return cmp.Or(strings.Compare(Fold(x), Fold(y)), strings.Compare(x, y))
}
