package docx

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"pulso/reports"
)

// formats are the number formats of axes and labels. The locale prefix makes readers that honour it print 1.234,5
// whatever the machine's language.
var formats = map[reports.Unit]string{
	reports.Count:   "[$-240A]#,##0",
	reports.Number:  "[$-240A]#,##0.0",
	reports.Rate:    "[$-240A]0.0%",
	reports.Points:  "[$-240A]0.0",
	reports.Scale:   "[$-240A]0.00",
	reports.Minutes: "[$-240A]#,##0",
	reports.Hours:   "[$-240A]#,##0.0",
	reports.Change:  "[$-240A]0.0%",
	reports.Delta:   "[$-240A]#,##0",
}

var palette = []string{"1F4E79", "C55A11", "548235", "7F6000", "7030A0", "2E75B6", "808080"}

// A shape is how a chart kind is said in DrawingML.
type shape struct {
	element  string // barChart or lineChart
	dir      string
	grouping string
	overlap  bool
}

var shapes = map[reports.ChartKind]shape{
	reports.Columns:        {"barChart", "col", "clustered", false},
	reports.StackedColumns: {"barChart", "col", "stacked", true},
	reports.StackedPercent: {"barChart", "bar", "percentStacked", true},
	reports.Bars:           {"barChart", "bar", "clustered", false},
	reports.StackedBars:    {"barChart", "bar", "stacked", true},
	reports.Lines:          {"lineChart", "", "standard", false},
}

// English Metric Units of the chart's frame: the text's width and about 7.5 cm, or 4.5 cm where it is one of several
// alike; bars grow with their categories.
const (
	emuPerDXA   = 635
	chartHeight = 2_700_000
	smallHeight = 1_620_000
	barHeight   = 260_000
)

func (d *document) chart(c *reports.Chart) {
	d.out.s(para("Caption", run("Gráfico "+strings.TrimPrefix(c.ID, "C")+". "+c.Title, "")))
	switch {
	case c.Empty != "":
		d.out.s(para("Normal", run(c.Empty, "<w:i/>")))
		return
	case c.Kind == reports.HeatMap:
		d.heatMap(c)
	default:
		d.native(c)
	}
	d.below(&footnotes{}, c.Notes, c.Sheet)
}

func (d *document) native(c *reports.Chart) {
	d.charted++
	n := d.charted
	id := fmt.Sprintf("rChart%d", n)
	d.rels = append(d.rels, rel{id: id, kind: relOffice + "chart", target: fmt.Sprintf("charts/chart%d.xml", n)})
	d.charts = append(d.charts,
		part{fmt.Sprintf("word/charts/chart%d.xml", n), chartXML(c)},
		part{fmt.Sprintf("word/charts/_rels/chart%d.xml.rels", n), relations([]rel{{id: "rId1", kind: relOffice + "package", target: fmt.Sprintf("../embeddings/valores%d.xlsx", n)}})},
		part{fmt.Sprintf("word/embeddings/valores%d.xlsx", n), valuesBook(c)},
	)
	height := chartHeight
	switch {
	case c.Small:
		height = smallHeight
	case shapes[c.Kind].dir == "bar":
		height = max(chartHeight/2, barHeight*(len(c.Categories)+3))
	}
	d.out.s(`<w:p><w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">`)
	d.out.s(fmt.Sprintf(`<wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Gráfico %d" descr="%s" title="%s"/><wp:cNvGraphicFramePr/>`, textWidth*emuPerDXA, height, n, n, esc(c.Alt), esc(c.Title)))
	d.out.s(`<a:graphic><a:graphicData uri="` + nsC + `"><c:chart r:id="` + id + `"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`)
}

// chartXML is the chart part: references into the embedded workbook with the values cached beside them, so that a
// reader shows the chart without opening the workbook and Word can still edit it.
func chartXML(c *reports.Chart) string {
	sh := shapes[c.Kind]
	var b builder
	b.s(xmlDec + `<c:chartSpace xmlns:c="` + nsC + `" xmlns:a="` + nsA + `" xmlns:r="` + nsR + `"><c:date1904 val="0"/><c:lang val="es-CO"/><c:roundedCorners val="0"/>`)
	b.s(`<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:` + sh.element + `>`)
	if sh.dir != "" {
		b.s(`<c:barDir val="` + sh.dir + `"/>`)
	}
	b.s(`<c:grouping val="` + sh.grouping + `"/><c:varyColors val="0"/>`)
	for i := range c.Series {
		b.series(c, i, sh)
	}
	if sh.element == "barChart" {
		b.s(`<c:gapWidth val="60"/>`)
		if sh.overlap {
			b.s(`<c:overlap val="100"/>`)
		}
	} else {
		b.s(`<c:marker val="1"/>`)
	}
	b.s(`<c:axId val="111"/><c:axId val="112"/></c:` + sh.element + `>`)
	b.axes(c, sh)
	b.s(`</c:plotArea>`)
	if len(c.Series) > 1 {
		b.s(`<c:legend><c:legendPos val="b"/><c:overlay val="0"/>` + fontProperties + `</c:legend>`)
	}
	b.s(`<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>`)
	return b.String()
}

const fontProperties = `<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="850"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang="es-CO"/></a:p></c:txPr>`

func (b *builder) series(c *reports.Chart, i int, sh shape) {
	s := c.Series[i]
	color := s.Color
	if color == "" {
		color = palette[i%len(palette)]
	}
	column := columnName(i + 2)
	last := len(c.Categories) + 1
	b.s(fmt.Sprintf(`<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx><c:strRef><c:f>Valores!$%s$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>%s</c:v></c:pt></c:strCache></c:strRef></c:tx>`, i, i, column, esc(s.Name)))
	if sh.element == "barChart" {
		b.s(`<c:spPr><a:solidFill><a:srgbClr val="` + color + `"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`)
	} else {
		b.s(`<c:spPr><a:ln w="25400"><a:solidFill><a:srgbClr val="` + color + `"/></a:solidFill></a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="4"/><c:spPr><a:solidFill><a:srgbClr val="` + color + `"/></a:solidFill></c:spPr></c:marker>`)
	}
	b.s(fmt.Sprintf(`<c:cat><c:strRef><c:f>Valores!$A$2:$A$%d</c:f><c:strCache><c:ptCount val="%d"/>`, last, len(c.Categories)))
	for k, name := range c.Categories {
		b.s(fmt.Sprintf(`<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, k, esc(name)))
	}
	b.s(fmt.Sprintf(`</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Valores!$%s$2:$%s$%d</c:f><c:numCache><c:formatCode>%s</c:formatCode><c:ptCount val="%d"/>`, column, column, last, esc(formats[c.Unit]), len(s.Values)))
	for k, v := range s.Values {
		if v.OK {
			b.s(fmt.Sprintf(`<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, k, number(v.N)))
		}
	}
	b.s(`</c:numCache></c:numRef></c:val>`)
	if sh.element == "lineChart" {
		b.s(`<c:smooth val="0"/>`)
	}
	b.s(`</c:ser>`)
}

func (b *builder) axes(c *reports.Chart, sh shape) {
	category, value, order := "b", "l", "minMax"
	if sh.dir == "bar" {
		category, value, order = "l", "b", "maxMin"
	}
	format, crosses := formats[c.Unit], "autoZero"
	if c.Kind == reports.StackedPercent {
		format = "0%"
	}
	if sh.dir == "bar" {
		crosses = "max"
	}
	b.s(`<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="` + order + `"/></c:scaling><c:delete val="0"/><c:axPos val="` + category + `"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>` + fontProperties + `<c:crossAx val="112"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>`)
	b.s(`<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/>` + bounds(c) + `</c:scaling><c:delete val="0"/><c:axPos val="` + value + `"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>`)
	if c.YTitle != "" {
		b.s(`<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="850" b="0"/></a:pPr><a:r><a:rPr lang="es-CO" sz="850" b="0"/><a:t>` + esc(c.YTitle) + `</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`)
	}
	b.s(`<c:numFmt formatCode="` + esc(format) + `" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>` + fontProperties + `<c:crossAx val="111"/><c:crosses val="` + crosses + `"/></c:valAx>`)
}

// bounds are the ends of a scale of points: zero is on it and it spans twenty at least, or a change that means nothing looks
// like a fall. Other scales are the reader's own.
func bounds(c *reports.Chart) string {
	if c.Unit != reports.Points {
		return ""
	}
	low, high := 0.0, 0.0
	for _, s := range c.Series {
		for _, v := range s.Values {
			if v.OK {
				low, high = min(low, v.N), max(high, v.N)
			}
		}
	}
	low, high = math.Floor(low/10)*10, math.Ceil(high/10)*10
	if high-low < 20 {
		low, high = low-10, high+10
	}
	return `<c:max val="` + number(high) + `"/><c:min val="` + number(low) + `"/>`
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// columnName is the letters of a 1-based column.
func columnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
