package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"pulso/pipeline/ingest"
	"pulso/pipeline/social"
)

// A columnsRule fixes the columns of the generic reader: of the files that its glob matches, or of the tables that have
// its header, which is what inspect --map writes. The columns stand under fields, or beside the other keys where no
// key has their name; they are the reader's own field names (text, created_at, author …) and checked against its list.
type columnsRule struct {
	Files, Kind, Network, Account, TimeZone string
	Fields                                  map[string]string

	Header  []string `json:",omitempty"` // left out of the fingerprint of a configuration from before there were headers
	Dates   string   `json:",omitempty"`
	Numbers string   `json:",omitempty"`

	line     int                       // where the rule begins
	at       map[string]token.Position // of the columns in Fields
	problems []string
}

// UnmarshalYAML takes the known keys and leaves the others to Fields. A struct with an inline map would say the same,
// but the decoder cannot be strict about it. What is wrong waits in problems, to be told with all else.
func (r *columnsRule) UnmarshalYAML(node ast.Node) error {
	r.Fields, r.at = map[string]string{}, map[string]token.Position{}
	mapping, ok := node.(ast.MapNode)
	if !ok {
		r.bad(node.GetToken(), "se esperaba una regla entre llaves, como {files: \"menciones/*.csv\", text: texto}")
		return nil
	}
	known := map[string]*string{"files": &r.Files, "kind": &r.Kind, "network": &r.Network, "account": &r.Account, "time_zone": &r.TimeZone, "dates": &r.Dates, "numbers": &r.Numbers}
	for pairs := mapping.MapRange(); pairs.Next(); {
		key, value := pairs.Key().GetToken(), pairs.Value()
		if r.line == 0 {
			r.line = key.Position.Line
		}
		switch to := known[key.Value]; {
		case to != nil:
			*to = r.scalar(key, value)
		case key.Value == "header":
			r.header(key, value)
		case key.Value == "fields":
			r.fields(key, value)
		default:
			r.field(key, value)
		}
	}
	return nil
}

func (r *columnsRule) bad(at *token.Token, format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf("línea %d, columna %d: columns: ", at.Position.Line, at.Position.Column)+fmt.Sprintf(format, args...))
}

// scalar is the text that stands beside a key.
func (r *columnsRule) scalar(key *token.Token, value ast.Node) string {
	if s, ok := value.(ast.ScalarNode); ok && value.Type() != ast.NullType {
		return strings.TrimSpace(s.GetToken().Value)
	}
	r.bad(key, "la clave %q necesita un texto al lado", key.Value)
	return ""
}

func (r *columnsRule) header(key *token.Token, value ast.Node) {
	list, ok := value.(ast.ArrayNode)
	if !ok {
		r.bad(key, "header es la lista de las columnas del archivo, como [fecha, texto, usuario]")
		return
	}
	for items := list.ArrayRange(); items.Next(); {
		if name := r.scalar(key, items.Value()); name != "" {
			r.Header = append(r.Header, name)
		}
	}
}

func (r *columnsRule) fields(key *token.Token, value ast.Node) {
	mapping, ok := value.(ast.MapNode)
	if !ok {
		r.bad(key, "fields dice qué columna es cada dato, como {text: texto, created_at: fecha}")
		return
	}
	for pairs := mapping.MapRange(); pairs.Next(); {
		r.field(pairs.Key().GetToken(), pairs.Value())
	}
}

// field takes the column of a field; one field is one column.
func (r *columnsRule) field(key *token.Token, value ast.Node) {
	if before, twice := r.at[key.Value]; twice {
		r.bad(key, "%q ya está en la línea %d: un dato es una sola columna", key.Value, before.Line)
		return
	}
	if name := r.scalar(key, value); name != "" {
		r.Fields[key.Value], r.at[key.Value] = name, *key.Position
	}
}

// check tells what is wrong with a rule; where is its place in the list.
func (r *columnsRule) check(bad func(string, ...any), where string) {
	for _, p := range r.problems {
		bad("%s", p)
	}
	if len(r.problems) > 0 {
		return
	}
	switch {
	case r.Files == "" && len(r.Header) == 0:
		bad("línea %d: %s: falta de qué archivos es: files (un patrón, como \"menciones/*.csv\") o header (las columnas del archivo)", r.line, where)
	case r.Files != "" && !doublestar.ValidatePattern(r.Files):
		bad("%s.files: %q no es un patrón de archivos; por ejemplo \"menciones/*.csv\"", where, r.Files)
	}
	if r.Network != "" && !knownNetwork(r.Network) {
		bad("%s.network: %q no es una red; use una de %s", where, r.Network, networkNames())
	}
	oneOf := func(key, value string, of []string) {
		if value != "" && !slices.Contains(of, value) {
			bad("%s.%s: %q no es ninguno de %s", where, key, value, strings.Join(of, ", "))
		}
	}
	oneOf("kind", r.Kind, ingest.GenericKinds)
	oneOf("dates", r.Dates, ingest.DateOrders())
	oneOf("numbers", r.Numbers, ingest.NumberStyles())
	if len(r.Header) > 0 && r.Kind == "" {
		bad("línea %d: %s: con header hace falta kind: %s", r.line, where, strings.Join(ingest.GenericKinds, ", "))
	}
	if _, err := time.LoadLocation(r.TimeZone); err != nil {
		bad("%s.time_zone: %q no es una zona horaria", where, r.TimeZone)
	}
	if field, err := r.columns().Check(); err != nil {
		at := r.at[field]
		bad("línea %d, columna %d: %s: %v", at.Line, at.Column, where, err)
	}
}

// columns is the rule in the reader's own terms.
func (r *columnsRule) columns() ingest.Columns {
	c := ingest.Columns{Line: r.line, Header: r.Header, Kind: r.Kind, Network: social.Network(r.Network), Account: r.Account, Dates: r.Dates, Numbers: r.Numbers, Fields: r.Fields}
	if r.TimeZone != "" {
		c.TimeZone, _ = time.LoadLocation(r.TimeZone) // one that does not exist does not pass check
	}
	return c
}

// forFile says whether the rule may be for a file; the reader sees to the header.
func (r *columnsRule) forFile(file string) bool {
	return r.Files == "" || doublestar.MatchUnvalidated(r.Files, file)
}
