package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"pulso/cmd/pulso/demo"
)

// TestREADME runs the commands that README.md shows, in its order, in an empty folder, as a newcomer would.
func TestREADME(t *testing.T) {
	if testing.Short() {
		t.Skip("whole months; go test without -short runs them")
	}
	raw, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	ran := 0
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(raw), -1) {
		for line := range strings.Lines(block[1]) {
			if runsREADMELine(t, strings.TrimSpace(line)) {
				ran++
			}
		}
	}
	if ran < 7 {
		t.Errorf("%d commands of README.md ran: where are the others?", ran)
	}
}

// runsREADMELine runs a line that calls pulso. Lines that call Go are what brought us here.
func runsREADMELine(t *testing.T, line string) bool {
	t.Helper()
	command, _, _ := strings.Cut(line, " #")
	args := words(command)
	switch {
	case len(args) == 0, args[0] == "go" && args[1] != "run":
		return false
	case args[0] == "go":
		args = args[3:]
	case args[0] == "./pulso":
		args = args[1:]
	default:
		t.Errorf("README.md shows %q, and the test does not know how to run it", line)
		return false
	}
	var out bytes.Buffer
	code := run(context.Background(), args, nil, &out, &out)
	if code != exitDone && code != exitRejected {
		t.Errorf("README.md shows %q: status %d\n%s", line, code, &out)
	}
	if args[0] == "init" { // steps 2 and 3 are a person's: write the accounts, drop the files
		if err := os.Remove(filepath.Join(args[1], configName)); err != nil {
			t.Fatal(err)
		}
		if err := demo.Unpack(args[1]); err != nil {
			t.Fatal(err)
		}
	}
	return true
}

// words splits a command line at spaces, with double quotes.
func words(line string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`"([^"]*)"|(\S+)`).FindAllStringSubmatch(line, -1) {
		out = append(out, m[1]+m[2])
	}
	return out
}

// TestSampleConfig holds the configuration that init writes against the program that reads it.
func TestSampleConfig(t *testing.T) {
	c, err := parseConfig(sampleConfig)
	if err != nil {
		t.Fatalf("sample.yaml is not accepted: %v", err)
	}
	if c.TimeZone != "America/Bogota" || len(c.Accounts) != 5 {
		t.Errorf("sample.yaml: got zone %s and %d accounts", c.TimeZone, len(c.Accounts))
	}
}

func TestConfigMistakesAreToldTogether(t *testing.T) {
	_, err := parseConfig([]byte("entity: {name: A}\naccounts: [{network: feisbuk}]\ntargets: [{name: X, kind: mine}]\ncolumns: [{files: \"a.csv\", texto: t}]\noffice_hours: {days: [lunes], from: \"8\"}\n"))
	if err == nil {
		t.Fatal("a configuration with six mistakes was accepted")
	}
	for _, want := range []string{"accounts[0].network", "falta id o handle", "targets[0].kind", "línea 4, columna 28: columns[0]: el campo \"texto\" no existe", "office_hours.days", "\"8\" no es una hora"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the message does not tell of %s:\n%v", want, err)
		}
	}
}

func TestMonthAskedFor(t *testing.T) {
	c, err := parseConfig(sampleConfig)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{now: func() time.Time { return time.Date(2026, 11, 1, 4, 30, 0, 0, time.UTC) }} // 23:30 of 31 October in Bogotá
	cases := []struct{ asked, want, why string }{
		{"", "2026-09", "October has not ended in Bogotá although it has in UTC"},
		{"2026-10", "2026-10", "a month that runs may be asked for"},
		{"2026-11", "", "November has not begun"},
		{"nov", "", "no month"},
	}
	for _, tc := range cases {
		m, err := c.month(a, tc.asked)
		if got := m.String(); err == nil && got != tc.want || err != nil && tc.want != "" {
			t.Errorf("%q: got %s (%v), want %q: %s", tc.asked, got, err, tc.want, tc.why)
		}
	}
}
