package main

import (
	"strings"
	"testing"

	"pulso/pipeline/ingest"
)

// aMapping is what inspect --map would write of a small table.
var aMapping = ingest.Columns{Header: []string{"Día", "no", `Dijo, "así"`}, Kind: "mentions", Numbers: "loose", Fields: map[string]string{"created_at": "Día", "text": `Dijo, "así"`}}

const aMappingText = `- header: [Día, "no", "Dijo, \"así\""]
  kind: mentions
  numbers: loose
  fields:
    created_at: Día
    text: "Dijo, \"así\""
`

// aConfig is a configuration with columns as written, between what must keep its bytes.
func aConfig(columns string) string {
	return "entity: {name: Prueba}   # uno\naccounts:\n- {network: x, handle: prueba}\n" + columns + "# dos\ndocument: {code: \"\"}\n"
}

func indented(by string) string {
	return by + strings.TrimSuffix(strings.ReplaceAll(aMappingText, "\n", "\n"+by), by)
}

// TestWithMapping writes a mapping into configurations of every shape: what is not the mapping keeps its bytes.
func TestWithMapping(t *testing.T) {
	old := "- {header: ['dijo, \"ASÍ\"', \"No\", dia], kind: posts, url: dia}\n"
	for _, c := range []struct {
		name, before, after string
		replaced            bool
	}{
		{"no list", "", "", false},
		{"empty list", "columns:\n", "columns:\n" + indented("  "), false},
		{"empty list in brackets", "columns: []  # nada\n", "columns: # nada\n" + indented("  "), false},
		{"below the last", "columns:\n    - {files: a, text: b} # éste\n\n    # suelto\n", "columns:\n    - {files: a, text: b} # éste\n" + indented("    ") + "\n    # suelto\n", false},
		{"without indent", "columns:\n- files: a\n  text: b\n", "columns:\n- files: a\n  text: b\n" + aMappingText, false},
		{"replaced", "columns:\n  " + old + "  # y\n  - {files: a, text: b}\n", "columns:\n" + indented("  ") + "  # y\n  - {files: a, text: b}\n", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, replaced, err := withMapping([]byte(aConfig(c.before)), "m.csv", aMapping)
			want := aConfig(c.after)
			if c.before == "" {
				want += "\ncolumns:\n" + indented("  ")
			}
			if err != nil || replaced != c.replaced || string(got) != want {
				t.Errorf("replaced %v, error %v\n got:\n%s\nwant:\n%s", replaced, err, got, want)
			}
			windows := "\uFEFF" + strings.ReplaceAll(aConfig(c.before), "\n", "\r\n")
			got, _, err = withMapping([]byte(windows), "m.csv", aMapping)
			if err != nil || string(got) != "\uFEFF"+strings.ReplaceAll(want, "\n", "\r\n") {
				t.Errorf("with a mark and \\r\\n: error %v\n%q", err, got)
			}
		})
	}
}

// TestWithMappingRefuses leaves alone what it cannot edit line by line.
func TestWithMappingRefuses(t *testing.T) {
	for _, columns := range []string{"columns: [{files: a, text: b}]\n", "columns:\n  -\n    files: a\n    text: b\n"} {
		if got, _, err := withMapping([]byte(aConfig(columns)), "m.csv", aMapping); err == nil {
			t.Errorf("%q became\n%s", columns, got)
		}
	}
}
