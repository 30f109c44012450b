package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"testing/quick"

	"pulso/pipeline/social"
)

func rowsOf(c *csvReader) (rows []row) {
	for {
		r, ok := c.next()
		if !ok {
			return rows
		}
		rows = append(rows, keep(r))
	}
}

func TestCSVRows(t *testing.T) {
	for _, tt := range []struct {
		why  string
		in   string
		want string // line:cell|cell or line!reason
	}{
		{"plain", "a,b\nc,d\n", "1:a|b 2:c|d"},
		{"no line feed at the end, carriage returns", "a,b\r\nc,d", "1:a|b 2:c|d"},
		{"blank lines are rows, or line numbers would lie", "a\n\nb\n", "1:a 2: 3:b"},
		{"quoted delimiter, quote and line break", "\"a,\"\"x\"\"\nb\",c\nd,e\n", "1:a,\"x\"\nb|c 3:d|e"},
		{"quoted last cell at the end of the file", "a,\"b\"", "1:a|b"},
		{"empty quoted cells", "\"\",\"\"\n", "1:|"},
		{"a quote in the middle of a cell is text", "a\"b,c\n", "1:a\"b|c"},
		{"a quote that closes nothing is text", "\"él dijo \"no\" y ya\",c\n", "1:él dijo \"no\" y ya|c"},
		{"carriage return behind a closing quote", "\"a\"\r\n\"b\"\r\n", "1:a 2:b"},
		{"an open quote spoils its line only", "a,b\n\"c,d\ne,f\n", "1:a|b 2!bad_row 3:e|f"},
		{"Windows-1252 row in a file of UTF-8", "año\na\xf1o\n", "1:año 2:año"},
		{"neither encoding", "a\x81b\n", "1!bad_encoding"},
		{"NUL is kept for clean to drop", "a\x00b\n", "1:a\x00b"},
	} {
		var got []string
		for _, r := range rowsOf(newCSV(iotest.OneByteReader(strings.NewReader(tt.in)), ',', 1)) {
			if r.Bad != "" {
				got = append(got, fmt.Sprintf("%d!%s", r.Line, r.Bad))
				continue
			}
			got = append(got, fmt.Sprintf("%d:%s", r.Line, strings.Join(r.Cells, "|")))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.why, s, tt.want)
		}
	}
}

// TestCSVAgreesWithStandardLibrary holds for all that encoding/csv writes.
func TestCSVAgreesWithStandardLibrary(t *testing.T) {
	agree := func(table [][]string) bool {
		var buf bytes.Buffer
		w := csv.NewWriter(&buf)
		var want [][]string
		for _, r := range table {
			for i := range r {
				r[i] = strings.ToValidUTF8(strings.ReplaceAll(r[i], "\r", ""), "")
			}
			if len(r) > 1 {
				want = append(want, r)
				w.Write(r)
			}
		}
		w.Flush()
		var got [][]string
		for _, r := range rowsOf(newCSV(&buf, ',', 1)) {
			got = append(got, r.Cells)
		}
		return reflect.DeepEqual(got, want)
	}
	if err := quick.Check(agree, &quick.Config{MaxCount: 300}); err != nil {
		t.Error(err)
	}
}

func TestCSVLimits(t *testing.T) {
	long := strings.Repeat("x", maxRow+10)
	for _, tt := range []struct {
		why, in string
		want    []social.Reason
	}{
		{"endless line", "a,b\n" + long + "\nc,d\n", []social.Reason{"", social.TooLong, ""}},
		{"endless quoted cell", "a,b\n\"" + long + "\nc,d\n", []social.Reason{"", social.TooLong, ""}},
		{"quoted cell over many lines without end", "a,b\n\"x\n" + strings.Repeat("y,z\n", maxRow/4+100), nil},
		{"a million columns", strings.Repeat(",", 1_000_000) + "\nc,d\n", []social.Reason{social.TooLong, ""}},
		{"a million quoted columns", strings.Repeat(`"",`, 300_000) + "\nc,d\n", []social.Reason{social.TooLong, ""}},
	} {
		rows := rowsOf(newCSV(strings.NewReader(tt.in), ',', 1))
		if tt.want == nil {
			if rows[1].Bad != social.BadRow || rows[2].Bad != "" || len(rows) != maxRow/4+102 {
				t.Errorf("%s: %d rows, the second %q, the third %q", tt.why, len(rows), rows[1].Bad, rows[2].Bad)
			}
			continue
		}
		var got []social.Reason
		for _, r := range rows {
			got = append(got, r.Bad)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %d rows %.80q, want %q", tt.why, len(rows), got, tt.want)
		}
	}
}

// TestCSVOpenQuotesCostLittle: a file in which every line opens a quote may not take a scan to the end for each.
func TestCSVOpenQuotesCostLittle(t *testing.T) {
	c := newCSV(strings.NewReader(strings.Repeat("\"a,b\n", 400_000)), ',', 1)
	rows := 0
	for {
		r, ok := c.next()
		if !ok {
			break
		}
		rows++
		if r.Line != rows {
			t.Fatalf("row %d says line %d", rows, r.Line)
		}
	}
	if rows != 400_000 {
		t.Errorf("%d rows", rows)
	}
}

func TestCSVTellsThatItsSourceDied(t *testing.T) {
	c := newCSV(io.MultiReader(strings.NewReader("a,b\nc"), iotest.ErrReader(errDying)), ',', 1)
	rowsOf(c)
	if !errors.Is(c.err, errDying) {
		t.Errorf("err = %v", c.err)
	}
}

func TestSniffText(t *testing.T) {
	for _, tt := range []struct {
		why, in string
		want    textLayout
	}{
		{"commas", "a,b,c\n1,2,3\n", textLayout{delim: ','}},
		{"semicolons beside commas in the texts", "fecha;texto\n1;uno, dos, tres\n2;uno\n", textLayout{delim: ';'}},
		{"tabs", "a\tb\n1\t2,5\n", textLayout{delim: '\t'}},
		{"commas beside semicolons in quotes", "a,b\n1,\"x;y;z\"\n2,\"x;y\nz\"\n", textLayout{delim: ','}},
		{"the first line says it", "sep=;\na,b;c\n", textLayout{delim: ';', sep: true}},
		{"rows inside one column", "\"a,\"\"b c\"\",d\"\n\"1,\"\"2\"\",3\"\n", textLayout{delim: ',', wrapped: true}},
		{"old Mac", "a;b\r1;2\r", textLayout{delim: ';', mac: true}},
		{"one column", "comentario\nhola\n", textLayout{delim: ','}},
	} {
		if got := sniffText(utf8Text, []byte(tt.in), true); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.why, got, tt.want)
		}
	}
}
