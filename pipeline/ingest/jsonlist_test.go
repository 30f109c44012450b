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
