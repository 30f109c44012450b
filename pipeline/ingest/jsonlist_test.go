package ingest

import (
	"strings"
	"testing"

	"pulso/pipeline/social"
)

// A download that breaks off between two elements of a list leaves nothing broken to see: only the bracket is missing.
func TestOpenListIsTold(t *testing.T) {
	cases := []struct {
		text, why string
		bad       int
	}{
		{`[{"a":1},{"a":2}]`, "a whole list", 0},
		{"{\"a\":1}\n{\"a\":2}\n", "lines", 0},
		{`[{"a":1},{"a":2},`, "broken off between elements", 1},
		{`[{"a":1},{"a":`, "broken off inside one: told once", 1},
		{`[`, "nothing but its beginning", 1},
	}
	for _, c := range cases {
		bad := 0
		for v, err := range jsonValues(strings.NewReader(c.text)) {
			if err != nil {
				t.Fatal(err)
			}
			if v.Bad == social.BadJSON {
				bad++
			}
		}
		if bad != c.bad {
			t.Errorf("%s: %d values told as broken, want %d: %s", c.text, bad, c.bad, c.why)
		}
	}
}

// A list inside an object is read to its end however long the document is; what is cut or too long in it is told.
func TestListInAnObject(t *testing.T) {
	element := `{"a":"` + strings.Repeat("x", 1<<20) + `"},`
	cases := []struct {
		text, why string
		good, bad int
	}{
		{`{"meta":{"n":[1,{"x":2}]},"items":[{"a":1},{"a":2}],"next":null}`, "behind other values", 2, 0},
		{`{"others":[` + strings.Repeat(element, 60) + `{}],"items":[{"a":1}]}`, "behind 60 MB of another list", 1, 0},
		{`{"items":[` + strings.Repeat(element, 60) + `{"a":1}]}`, "60 MB of it", 61, 0},
		{`{"items":[{"a":1},{"a":2},`, "broken off between elements", 2, 1},
		{`{"items":[{"a":1},{"a":`, "broken off inside one", 1, 1},
		{`{"meta":[1,2`, "broken off before it", 0, 1},
		{`{"items":[{"a":1},{"a":"` + strings.Repeat("x", 9<<20) + `"}]}`, "an element of 9 MB", 1, 1},
	}
	for _, c := range cases {
		good, bad := 0, 0
		for v, err := range listValues(strings.NewReader(c.text), "items") {
			if err != nil {
				t.Fatal(err)
			}
			if v.Bad == social.BadJSON {
				bad++
			} else {
				good++
			}
		}
		if good != c.good || bad != c.bad {
			t.Errorf("%s: got %d values and %d told as broken, want %d and %d", c.why, good, bad, c.good, c.bad)
		}
	}
}
