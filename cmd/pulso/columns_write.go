package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"pulso/pipeline/ingest"
)

// Pulso.yaml belongs to the office: a mapping is written into it line by line, so that everything else keeps its bytes,
// and the result is read back before it is kept.

// saveMapping writes a mapping into the workspace's pulso.yaml, in the place of the one with the same header if there
// is one, and says whether there was.
func saveMapping(dir, file string, m ingest.Columns) (replaced bool, err error) {
	path, err := filepath.EvalSymlinks(filepath.Join(dir, configName))
	if err != nil {
		return false, fmt.Errorf("buscando la configuración: %w", err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return false, fmt.Errorf("leyendo la configuración: %w", err)
	}
	edited, replaced, err := withMapping(raw, file, m)
	if err != nil {
		return false, fmt.Errorf("%s no se cambió: %w. Agregue a mano estas líneas:\ncolumns:\n%s", path, err, strings.Join(mappingLines(m, "  "), "\n"))
	}
	return replaced, replaceFile(path, edited)
}

// withMapping is a configuration with a mapping added, or put in the place of the one that has its header and is for the
// file.
func withMapping(raw []byte, file string, m ingest.Columns) (edited []byte, replaced bool, err error) {
	before, err := parseConfig(raw)
	if err != nil {
		return nil, false, err
	}
	text, mark := bytes.CutPrefix(raw, []byte("\xEF\xBB\xBF"))
	end := "\n"
	if bytes.Contains(text, []byte("\r\n")) {
		end = "\r\n"
	}
	lines := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	old := slices.IndexFunc(before.Columns, func(r columnsRule) bool {
		return len(r.Header) > 0 && r.forFile(file) && ingest.SameHeader(r.Header, m.Header)
	})
	if lines, err = placeMapping(lines, before.Columns, old, m); err != nil {
		return nil, false, err
	}
	edited = []byte(strings.Join(lines, end))
	if mark {
		edited = append([]byte("\xEF\xBB\xBF"), edited...)
	}
	return edited, old >= 0, sameBut(before, edited, old, m)
}

var emptyColumns = regexp.MustCompile(`^columns:\s*(?:\[\s*\]|null|~)?\s*(#.*)?$`)

// placeMapping puts the lines of a mapping where they belong: in the place of rule old, below the last rule, or in a
// list of its own at the end.
func placeMapping(lines []string, rules []columnsRule, old int, m ingest.Columns) ([]string, error) {
	key, err := lineOfColumns(strings.Join(lines, "\n"))
	if err != nil {
		return nil, err
	}
	switch {
	case key == 0:
		for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
			lines = lines[:len(lines)-1]
		}
		return append(append(lines, "", "columns:"), append(mappingLines(m, "  "), "")...), nil
	case len(rules) == 0:
		found := emptyColumns.FindStringSubmatch(lines[key-1])
		if found == nil {
			return nil, fmt.Errorf("no se entiende la lista columns de la línea %d", key)
		}
		lines[key-1] = strings.TrimSpace("columns: " + found[1])
		return slices.Insert(lines, key, mappingLines(m, "  ")...), nil
	}
	at := len(rules) - 1
	if old >= 0 {
		at = old
	}
	first, last, indent, ok := ruleLines(lines, rules[at].line)
	if !ok {
		return nil, fmt.Errorf("la regla de la línea %d no está en una línea propia que empiece por un guion", rules[at].line)
	}
	if old >= 0 {
		return slices.Replace(lines, first, last, mappingLines(m, indent)...), nil
	}
	return slices.Insert(lines, last, mappingLines(m, indent)...), nil
}

// lineOfColumns is the line of the key columns; zero when there is none.
func lineOfColumns(text string) (int, error) {
	f, err := parser.ParseBytes([]byte(text), 0)
	if err != nil || len(f.Docs) == 0 {
		return 0, errors.New("no es YAML válido")
	}
	mapping, ok := f.Docs[0].Body.(ast.MapNode)
	if !ok {
		return 0, errors.New("no es una lista de claves")
	}
	for pairs := mapping.MapRange(); pairs.Next(); {
		if key := pairs.Key().GetToken(); key.Value == "columns" {
			return key.Position.Line, nil
		}
	}
	return 0, nil
}

// ruleLines are the lines, from 0 and without the last, of the list item whose first key stands in the given line, from
// 1. Blank lines and comments that follow it are not its own.
func ruleLines(lines []string, line int) (first, last int, indent string, ok bool) {
	first = line - 1
	rest := strings.TrimLeft(lines[first], " ")
	if !strings.HasPrefix(rest, "-") {
		return 0, 0, "", false
	}
	indent = lines[first][:len(lines[first])-len(rest)]
	last = first + 1
	for i := last; i < len(lines); i++ {
		rest := strings.TrimLeft(lines[i], " ")
		if rest == "" || rest[0] == '#' {
			continue
		}
		if len(lines[i])-len(rest) <= len(indent) {
			break
		}
		last = i + 1
	}
	return first, last, indent, true
}

// mappingLines is a mapping as an item of a list in YAML.
func mappingLines(m ingest.Columns, indent string) []string {
	header := make([]string, len(m.Header))
	for i, h := range m.Header {
		header[i] = yamlScalar(h)
	}
	out := []string{indent + "- header: [" + strings.Join(header, ", ") + "]"}
	add := func(key, value string) {
		if value != "" {
			out = append(out, indent+"  "+key+": "+value)
		}
	}
	add("kind", m.Kind)
	add("network", string(m.Network))
	if m.Account != "" {
		add("account", yamlScalar(m.Account))
	}
	if m.TimeZone != nil {
		add("time_zone", m.TimeZone.String())
	}
	add("dates", m.Dates)
	add("numbers", m.Numbers)
	out = append(out, indent+"  fields:")
	fields := slices.Sorted(maps.Keys(m.Fields))
	slices.SortStableFunc(fields, func(a, b string) int {
		return slices.Index(m.Header, m.Fields[a]) - slices.Index(m.Header, m.Fields[b])
	})
	for _, field := range fields {
		out = append(out, indent+"    "+field+": "+yamlScalar(m.Fields[field]))
	}
	return out
}

var (
	plainScalar  = regexp.MustCompile(`^\p{L}[\p{L}\p{N}_ ./()-]*[\p{L}\p{N})]$`)
	notPlainWord = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|null|y|n)$`)
)

// yamlScalar is a text as YAML takes it: as it is where that is safe, else in the quotes that JSON and YAML share.
func yamlScalar(s string) string {
	if plainScalar.MatchString(s) && !notPlainWord.MatchString(s) {
		return s
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""` // a string always encodes
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// sameBut reads an edited configuration and says whether anything but the mapping is different in it.
func sameBut(before *config, edited []byte, old int, m ingest.Columns) error {
	after, err := parseConfig(edited)
	if err != nil {
		return err
	}
	want := rulesOf(before)
	m.Line = 0
	if old >= 0 {
		want[old] = m
	} else {
		want = append(want, m)
	}
	a, b := *before, *after
	a.Columns, b.Columns = nil, nil
	if !reflect.DeepEqual(a, b) || !slices.EqualFunc(want, rulesOf(after), sameRule) {
		return errors.New("al escribir la regla cambiaría algo más")
	}
	return nil
}

func rulesOf(c *config) []ingest.Columns {
	out := make([]ingest.Columns, len(c.Columns))
	for i := range c.Columns {
		out[i] = c.Columns[i].columns()
		out[i].Line = 0
	}
	return out
}

func sameRule(a, b ingest.Columns) bool {
	zone := func(c ingest.Columns) string {
		if c.TimeZone == nil {
			return ""
		}
		return c.TimeZone.String()
	}
	same := zone(a) == zone(b)
	a.TimeZone, b.TimeZone = nil, nil
	return same && reflect.DeepEqual(a, b)
}
