//go:build office

package main

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The audits of office_growth_test.go and office_sentiment_test.go work every figure of the two documents out again, in
// SQL over the store and without any code of reports/, and hold it against what is printed. A query's columns bear the
// names of the printed table's columns, so a query reads as the definition of its table.

// auditedMonth is the month of the demo that is audited: the only one with two months before it.
const auditedMonth = "2026-10"

// An audit holds one document and its base against queries over the store they were made from.
type audit struct {
	*testing.T
	dir    string
	views  string // statements that every query starts with
	tables []*printedTable
	text   []string // paragraphs outside of tables
	sheets map[string][][]string
	said   map[string]bool // numbers found right, as they are printed
}

// A printedTable is a table of the document as a reader sees it. The first row is the head.
type printedTable struct {
	caption string // without «Tabla N. »; empty for a table without caption
	rows    [][]string
	checked map[[2]int]bool
}

// newAudit reads a document and its base, the base as LibreOffice computes it.
func newAudit(t *testing.T, dir, kind, views string) *audit {
	t.Helper()
	month := filepath.Join(dir, "reports", auditedMonth)
	a := &audit{T: t, dir: dir, views: commonViews(dir) + views, sheets: map[string][][]string{}, said: map[string]bool{}}
	a.tables, a.text = readDocument(t, filepath.Join(month, "informe-"+kind+"-"+auditedMonth+".docx"))
	base := filepath.Join(month, "base-"+kind+"-"+auditedMonth+".xlsx")
	computed := convert(t, base, `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1`, "csv")
	files, _ := filepath.Glob(filepath.Join(computed, "*.csv"))
	for _, file := range files {
		a.sheets[strings.TrimPrefix(stem(file), stem(base)+"-")] = readCSV(t, file)
	}
	return a
}

// commonViews are the tables of the store with what both audits need: Colombian time is UTC−5 all year.
func commonViews(dir string) string {
	table := func(name string) string {
		return fmt.Sprintf("read_parquet('%s', hive_partitioning=true, union_by_name=true)", filepath.ToSlash(filepath.Join(dir, "data", name, "*", "*.parquet")))
	}
	return `
create table network(name varchar, title varchar, place int);
insert into network values ('facebook','Facebook',1), ('x','X (Twitter)',2), ('instagram','Instagram',3), ('youtube','YouTube',4), ('linkedin','LinkedIn',5);
create macro es(x, places) as translate(case places when 0 then format('{:,.0f}', round(x::double)) else format('{:,.1f}', round(x::double, 1)) end, ',.', '.,');
create macro signed(x, places) as case when round(x, places) > 0 then '+' || es(x, places) when round(x, places) < 0 then '−' || es(-x, places) else es(0.0, places) end;
create macro per_cent(x) as es(x * 100, 1) || ' %';
create macro month_before(m) as strftime(strptime(m || '-01', '%Y-%m-%d') - interval 1 month, '%Y-%m');
create view metric as select * from ` + table("account_metrics") + `;
create view intake as select * from ` + table("intake") + ` where month = '` + auditedMonth + `';
create view reject as select * from ` + table("rejects") + ` where month = '` + auditedMonth + `';
create view post as
  select *, make_timestamp(epoch_us(published_at_utc)) - interval 5 hour as moment,
    case when coalesce(reactions, comments, shares, saves) is not null
      then coalesce(reactions,0) + coalesce(comments,0) + coalesce(shares,0) + coalesce(saves,0) end as k08
  from ` + table("posts") + `;
create view every_mention as
  select *, make_timestamp(epoch_us(published_at_utc)) - interval 5 hour as moment from ` + table("mentions") + `;
create view mention as select *, case sentiment_final when 'positive' then 'positiva' when 'negative' then 'negativa' else 'neutra' end as class,
  len(list_filter(terms, lambda t: not starts_with(t.term, 'cue_'))) as words -- signals such as a question mark are no words of the lexicon
  from every_mention where status = 'valid';
`
}

func (a *audit) query(query string) []map[string]any {
	a.Helper()
	return duck(a.T, a.views+query)
}

// table finds a printed table by its title.
func (a *audit) table(caption string) *printedTable {
	a.Helper()
	for _, p := range a.tables {
		if p.caption == caption {
			return p
		}
	}
	a.Fatalf("the document has no table «%s»", caption)
	return nil
}

// holds compares a table of the document, row by row in order, with a query. Columns are matched by name; places are
// the decimals that a column prints, 0 for those not named. A NULL must be printed as missing.
func (a *audit) holds(caption string, places map[string]int, query string) {
	a.Helper()
	p := a.table(caption)
	want := a.query(query)
	if len(want) != len(p.rows)-1 {
		a.Errorf("table «%s»: %d rows, SQL gives %d", caption, len(p.rows)-1, len(want))
	}
	for column := range want[0] {
		if !slices.Contains(p.rows[0], column) {
			a.Errorf("table «%s» has no column «%s»: %q", caption, column, p.rows[0])
		}
	}
	for i, expected := range want[:min(len(want), len(p.rows)-1)] {
		row := p.rows[i+1]
		for c, column := range p.rows[0] {
			value, ok := expected[column]
			if !ok {
				continue
			}
			p.checked[[2]int{i + 1, c}] = true
			if why := differs(row[c], value, places[column]); why != "" {
				a.Errorf("table «%s», row «%s», column «%s»: the document prints %q, SQL gives %v: %s", caption, row[0], column, row[c], value, why)
				continue
			}
			a.saw(row[c])
		}
	}
}

var noteMark = regexp.MustCompile(`(?:\s*\(\d+\))+$`)

// differs says why a printed cell is not the value, or nothing. Numbers must agree in their last printed digit.
func differs(printed string, want any, places int) string {
	printed = strings.TrimSpace(noteMark.ReplaceAllString(printed, ""))
	if printed == want {
		return ""
	}
	if want == nil {
		if printed == "s. d." || printed == "" || strings.HasPrefix(printed, "(") {
			return ""
		}
		return "it should be missing"
	}
	number, err := strconv.ParseFloat(fmt.Sprint(want), 64)
	if err != nil {
		if printed != want {
			return "other words"
		}
		return ""
	}
	got, decimals, err := parseSpanish(printed)
	switch {
	case err != nil:
		return err.Error()
	case decimals != places:
		return fmt.Sprintf("%d decimals instead of %d", decimals, places)
	case math.Abs(got-number) > 0.5*math.Pow10(-places)+1e-9:
		return "other number"
	}
	return ""
}

// parseSpanish reads 1.234,5 with its sign and says how many decimals it has. A percentage is read as the number shown.
func parseSpanish(s string) (n float64, decimals int, err error) {
	s = strings.TrimSpace(strings.TrimSuffix(s, "%"))
	s = strings.NewReplacer(".", "", "−", "-", "+", "").Replace(s)
	if _, frac, ok := strings.Cut(s, ","); ok {
		decimals = len(frac)
	}
	if n, err = strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64); err != nil {
		return 0, 0, errors.New("not a number")
	}
	return n, decimals, nil
}

// cards compares the figures of the first page with a query of columns id, value and any of the comparisons' labels, all
// as text; NULL stands for one that must be missing.
func (a *audit) cards(query string) {
	a.Helper()
	printed := map[string][]string{}
	for _, p := range a.tables {
		for _, row := range p.rows {
			for _, cell := range row {
				if id := cardID.FindStringSubmatch(cell); p.caption == "" && id != nil {
					printed[cell[:strings.Index(cell, "\n")]] = strings.Split(cell, "\n")[1:]
				}
			}
		}
	}
	want := a.query(query)
	if len(want) != len(printed) {
		a.Errorf("%d cards, SQL gives %d", len(printed), len(want))
	}
	for _, card := range want {
		title := fmt.Sprint(card["card"])
		lines := printed[title]
		if lines == nil {
			a.Errorf("no card «%s»", title)
			continue
		}
		delete(printed, title)
		for label, value := range card {
			if label == "card" {
				continue
			}
			got := lines[0]
			if label != "value" {
				if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, label+": ") }); i >= 0 {
					got = strings.TrimPrefix(lines[i], label+": ")
				} else if value == nil {
					continue
				}
			}
			got = noteMark.ReplaceAllString(got, "")
			if value == nil && strings.HasPrefix(got, "(") {
				continue
			}
			if got != value {
				a.Errorf("card «%s», %s: the document prints %q, SQL gives %v", title, label, got, value)
				continue
			}
			a.saw(got)
		}
	}
}

var cardID = regexp.MustCompile(`^.* {2}[KMQA]\d\d\n`)

var anyNumber = regexp.MustCompile(`\d[\d.]*(?:,\d+)?`)

func (a *audit) saw(printed string) {
	for _, n := range anyNumber.FindAllString(noteMark.ReplaceAllString(printed, ""), -1) {
		a.said[strings.TrimRight(n, ".")] = true
	}
}

var (
	ruleMark = regexp.MustCompile(`\[[A-Z]-\d\d\]$`)
	aDate    = regexp.MustCompile(`\d\d/\d\d/\d{4}|\b(?:T|C|K|M|P|A|Q)\d+[a-z]?\b|\b20\d\d\b|de 95 %`)
	quoted   = regexp.MustCompile(`«[^»]*»`)
)

// sentences checks that each number in a sentence written by a rule is one that some table or card was found right to
// print, or one that the queries give besides: a text in each column.
func (a *audit) sentences(queries ...string) {
	a.Helper()
	for _, query := range queries {
		for _, row := range a.query(query) {
			for _, text := range row {
				a.saw(fmt.Sprint(text))
			}
		}
	}
	var said []string
	for _, p := range a.text {
		if ruleMark.MatchString(p) {
			said = append(said, p)
		}
	}
	if len(said) < 5 {
		a.Errorf("%d sentences with their rule, want at least 5", len(said))
	}
	findings := a.table("Hallazgos por reglas")
	for i, row := range findings.rows[1:] {
		said = append(said, row[1]+" ["+row[0]+"]", row[3]+" ["+row[0]+"]")
		for c := range row {
			findings.checked[[2]int{i + 1, c}] = true
		}
	}
	for _, sentence := range said {
		plain := aDate.ReplaceAllString(quoted.ReplaceAllString(ruleMark.ReplaceAllString(sentence, ""), ""), "")
		for _, n := range anyNumber.FindAllString(plain, -1) {
			if n = strings.TrimRight(n, "."); !a.said[n] {
				a.Errorf("sentence «%s»: no audited figure is %s", sentence, n)
			}
		}
	}
}

// nothingUnread reports the cells with a digit that no comparison looked at, in tables other than those exempt, which
// hold no figures of the month.
func (a *audit) nothingUnread(exempt ...string) {
	a.Helper()
	for _, p := range a.tables {
		if p.caption == "" || slices.Contains(exempt, p.caption) {
			continue
		}
		for i, row := range p.rows[1:] {
			for c, cell := range row {
				plain := noteMark.ReplaceAllString(cell, "")
				if anyNumber.MatchString(plain) && !p.checked[[2]int{i + 1, c}] && !slices.Contains(exempt, p.caption+"/"+p.rows[0][c]) {
					a.Errorf("table «%s», row «%s», column «%s»: nothing checks %q", p.caption, row[0], p.rows[0][c], cell)
				}
			}
		}
	}
}

// sheet compares a sheet with a query: the rows that have the values of the key columns, each row of the query once. All
// rows of the sheet must be asked for. A NULL must be an empty cell or, in a formula's, a reason in words.
func (a *audit) sheet(name string, keys []string, query string) {
	a.Helper()
	rows := a.sheets[name]
	if len(rows) == 0 {
		a.Fatalf("the base has no sheet %s", name)
	}
	column := map[string]int{}
	for i, h := range rows[0] {
		column[h] = i
	}
	byKey := map[string][]string{}
	for _, row := range rows[1:] {
		byKey[a.key(keys, func(k string) any { return row[column[k]] })] = row
	}
	want := a.query(query)
	if len(want) != len(rows)-1 || len(byKey) != len(want) {
		a.Errorf("sheet %s: %d rows with %d keys, SQL gives %d rows", name, len(rows)-1, len(byKey), len(want))
	}
	wrong := 0
	for _, expected := range want {
		key := a.key(keys, func(k string) any { return expected[k] })
		row := byKey[key]
		if row == nil {
			a.Errorf("sheet %s has no row «%s»", name, key)
			continue
		}
		for h, value := range expected {
			i, ok := column[h]
			if !ok {
				a.Fatalf("sheet %s has no column %s", name, h)
			}
			if !sameCell(row[i], value) {
				if wrong++; wrong <= 20 {
					a.Errorf("sheet %s, row «%s», column %s: the sheet has %q, SQL gives %v", name, key, h, row[i], value)
				}
			}
		}
	}
}

func (a *audit) key(names []string, of func(string) any) string {
	var parts []string
	for _, n := range names {
		value := of(n)
		if value == nil {
			value = ""
		}
		parts = append(parts, fmt.Sprint(value))
	}
	return strings.Join(parts, " · ")
}

func sameCell(cell string, want any) bool {
	if want == nil {
		return !anyNumber.MatchString(cell) || strings.Contains(cell, "menos de")
	}
	text := fmt.Sprint(want)
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		return cell == text
	}
	return sameFigure(cell, text)
}

// readDocument gives the tables with their captions and the paragraphs outside of them.
func readDocument(t *testing.T, path string) (tables []*printedTable, text []string) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	part, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	var caption, style, words string
	var cell []string
	var open *printedTable
	d := xml.NewDecoder(part)
	for {
		token, err := d.Token()
		if err == io.EOF {
			return tables, text
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "tbl":
				open = &printedTable{caption: caption, checked: map[[2]int]bool{}}
				tables, caption = append(tables, open), ""
			case "tr":
				open.rows = append(open.rows, nil)
			case "tc":
				cell = nil
			case "p":
				style, words = "", ""
			case "pStyle":
				style = e.Attr[0].Value
			case "t":
				var run string
				if err := d.DecodeElement(&run, &e); err != nil {
					t.Fatal(err)
				}
				words += strings.ReplaceAll(run, "\u00a0", " ") // a printed space that does not break
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "p":
				switch {
				case open != nil:
					cell = append(cell, words)
				case style == "Caption":
					_, caption, _ = strings.Cut(words, ". ")
				case words != "":
					text = append(text, words)
				}
			case "tc":
				open.rows[len(open.rows)-1] = append(open.rows[len(open.rows)-1], strings.Join(cell, "\n"))
			case "tbl":
				open = nil
			}
		}
	}
}
