package main

import (
	"strings"
	"testing"
)

// A goal that no policy reads, or a percentage where a fraction is meant, would be held against the office in silence.
func TestGoals(t *testing.T) {
	const office = "entity: {name: Alcaldía de Prueba}\naccounts: [{network: x, handle: prueba}]\ngoals: "
	for goals, want := range map[string]string{
		"{K16: 0.6}": "",
		"{K16: 60}":  "no es una fracción",
		"{K99: 0.6}": `"K99" no tiene meta`,
	} {
		c, err := parseConfig([]byte(office + goals + "\n"))
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", goals, err)
		case want == "" && c.office().Goals["K16"] != 0.6:
			t.Errorf("%s: the reports get %v", goals, c.office().Goals)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: got %v, want %q", goals, err, want)
		}
	}
}
