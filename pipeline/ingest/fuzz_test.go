package ingest

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"pulso/pipeline/social"
)

// FuzzFormats reads anything by the format that recognises it. Rows keep one fate each, instants are sane, and what
// comes out is text.
func FuzzFormats(f *testing.F) {
	for _, e := range examples(f) {
		if len(e.data) < 64<<10 {
			f.Add(e.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := File{Name: "x", R: bytes.NewReader(data), Size: int64(len(data))}
		drain(t, file)
	})
}

// FuzzOneFormat reads anything by one format, recognised or not.
func FuzzOneFormat(f *testing.F) {
	for _, e := range examples(f) {
		for i, format := range Formats {
			if len(e.data) < 64<<10 && format.Name == e.format {
				f.Add(e.data, uint8(i))
			}
		}
	}
	in := Input{Zone: bogota, Note: func(string) {}}
	f.Fuzz(func(t *testing.T, data []byte, which uint8) {
		format := Formats[int(which)%len(Formats)]
		for rec := range format.Read(File{Name: "x", R: bytes.NewReader(data), Size: int64(len(data))}, in) {
			checkRecord(t, format.Name, rec)
		}
	})
}

// checkRecord checks what any reader promises of a record.
func checkRecord(t *testing.T, format string, rec social.Record) {
	var at time.Time
	switch r := rec.(type) {
	case *social.Mention:
		at = r.PublishedAt
		if r.Text == "" || r.Network == "" {
			t.Errorf("%s: a mention without text or network: %+v", format, r)
		}
	case *social.Post:
		at = r.PublishedAt
		if r.ID == "" {
			t.Errorf("%s: a post without id: %+v", format, r)
		}
	default:
		return
	}
	if !sane(at) || at.Location() != time.UTC {
		t.Errorf("%s: a record of %v", format, at)
	}
}

// FuzzCSV: every line of a text is in one row or inside the quotes of one, in order, and a row that stands in one line
// is read as if it might have stood in several.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("a,b\n\"c\nd\",\"e\"\"f\"\r\n"), byte(','))
	f.Add([]byte("\"a\nb;c\n"), byte(';'))
	f.Add([]byte("\"a\"b,\"\",c\"d\",\n\"\xE1\",\n"), byte(','))
	f.Fuzz(func(t *testing.T, data []byte, delim byte) {
		if delim == '\n' || delim == '"' || delim == '\r' || len(data) > 32<<10 {
			return
		}
		c, slow := newCSV(bytes.NewReader(data), delim, 1), newCSV(bytes.NewReader(data), delim, 1)
		for slow.fill() {
		}
		last := 0
		for {
			r, ok := c.next()
			if !ok {
				break
			}
			if r.Line <= last {
				t.Fatalf("line %d behind line %d", r.Line, last)
			}
			last = r.Line
			if bytes.IndexByte(r.raw, '"') < 0 {
				slow.next()
				continue
			}
			n := bytes.IndexByte(slow.buf[slow.start:slow.end], '\n')
			if n < 0 {
				n = slow.end - slow.start
			}
			if want := slow.quoted(n); r.Line != want.Line || r.Bad != want.Bad || !slices.Equal(r.Cells, want.Cells) {
				t.Fatalf("%q\n got %+v\nwant %+v", r.raw, r, want)
			}
		}
		if lines := bytes.Count(data, []byte{'\n'}) + 1; last > lines {
			t.Fatalf("line %d of %d", last, lines)
		}
	})
}

// FuzzText: cleaning twice changes nothing more, and nothing that is not text comes out.
func FuzzText(f *testing.F) {
	f.Add("acciÃ³n &amp;amp; cafe\u0301\x00")
	f.Add("Ā\x00Ā &amp;") // begins with a letter that the fast path does not know
	f.Fuzz(func(t *testing.T, s string) {
		text, _ := clean(validUTF8([]byte(s)))
		for _, r := range text {
			if r < 0x20 && r != '\n' && r != '\t' {
				t.Fatalf("%q holds %U", text, r)
			}
		}
		if again, _ := clean(text); again != text && !strings.ContainsAny(text, "&"+doubled) {
			t.Fatalf("%q becomes %q when it is cleaned again", text, again)
		}
		loose.number(s)
		cleanID(s)
		monthOf(s)
		chooseDates([]string{s}, false)
		latin1(s)
	})
}
