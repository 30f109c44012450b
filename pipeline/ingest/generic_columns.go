package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// Columns fixes what the generic reader would guess of a table. One with a Header is a mapping that a person has
// confirmed: it is for tables with these headers, in any order and in any file, and reads the columns that it names and
// no others. One without is for all tables of a file, and what it leaves empty is guessed.
type Columns struct {
	Line     int      // of pulso.yaml where it stands, for messages; zero when unknown
	Header   []string // as the file writes them
	Kind     string   // mentions, metrics or posts
	Network  social.Network
	Account  string
	TimeZone *time.Location
	Dates    string            // one of DateOrders; decided by the first rows where empty
	Numbers  string            // one of NumberStyles; as people write them where empty
	Fields   map[string]string // field name (text, created_at, author, …) → header in the file
	leave    []string          // headers that nothing may claim, while a mapping is proposed
}

// DateOrders are the names by which pulso.yaml may fix how dates are written.
func DateOrders() []string {
	names := make([]string, len(dateFamilies))
	for i, f := range dateFamilies {
		names[i] = f.key
	}
	return names
}

// numberStyles are the names by which pulso.yaml may fix how numbers are written.
var numberStyles = []struct {
	key, name string
	profile   numberProfile
}{
	{"comma", "con coma decimal (1.234,5)", commaDecimal},
	{"point", "con punto decimal (1,234.5)", dotThousands},
	{"loose", "como los escribe una persona (1.234 es mil doscientos treinta y cuatro; también 1,5K y 9 mil)", loose},
}

// NumberStyles are the names by which pulso.yaml may fix how numbers are written.
func NumberStyles() []string {
	names := make([]string, len(numberStyles))
	for i, s := range numberStyles {
		names[i] = s.key
	}
	return names
}

// columnsOf is what the configuration says of the columns of a table: the mapping of its header, else the first that
// is for the whole file; nil when nothing does.
func (in Input) columnsOf(t *table) *Columns {
	var whole *Columns
	for i := range in.Columns {
		switch c := &in.Columns[i]; {
		case c.confirmed():
			for _, r := range t.Head[:min(len(t.Head), searchRows)] {
				if c.sameHeader(r.Cells) {
					return c
				}
			}
		case whole == nil:
			whole = c
		}
	}
	return whole
}

// confirmed says whether c is a mapping of a header.
func (c *Columns) confirmed() bool { return c != nil && len(c.Header) > 0 }

// sameHeader says whether a row has the headers of the mapping, in any order.
func (c *Columns) sameHeader(cells []string) bool {
	return slices.Equal(headerKeys(c.Header), headerKeys(cells))
}

// headerKeys are the keys of the headers of a row that are not empty, sorted.
func headerKeys(cells []string) []string {
	var keys []string
	for _, c := range cells {
		if key := headerKey(c); key != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// SameHeader says whether two headers are of the same columns, in any order.
func SameHeader(a, b []string) bool { return slices.Equal(headerKeys(a), headerKeys(b)) }

// over is what the workspace says of a file with what c says of the table over it.
func (c *Columns) over(in Input) Input {
	if c == nil {
		return in
	}
	in.Network, in.Account = cmp.Or(c.Network, in.Network), cmp.Or(c.Account, in.Account)
	in.Zone = cmp.Or(c.TimeZone, in.Zone)
	return in
}

// profile is how the numbers of the table are written.
func (c *Columns) profile() numberProfile {
	if c != nil {
		for _, s := range numberStyles {
			if s.key == c.Numbers {
				return s.profile
			}
		}
	}
	return loose
}

// dateFamily is how the dates of the table are written; nil when the configuration does not say.
func (c *Columns) dateFamily() *dateFamily {
	if c == nil {
		return nil
	}
	return dateFamilyOf(c.Dates)
}

// place is how a message names what was configured.
func (c *Columns) place() string {
	if c.Line == 0 {
		return "pulso.yaml (columns)"
	}
	return fmt.Sprintf("pulso.yaml (columns, línea %d)", c.Line)
}

// configured is a format that says so where pulso.yaml fixes the columns of what it reads.
func configured(f *Format, s *Sample, in Input) *Format {
	kind, ok := genericKind(f)
	if !ok || len(in.Columns) == 0 {
		return f
	}
	for _, p := range genericPlans(s, in, kind) {
		if p.cols != nil {
			fixed := *f
			fixed.Title += ", con las columnas fijadas en " + p.cols.place()
			return &fixed
		}
	}
	return f
}

// Check says, in Spanish, what is wrong with a mapping by itself: nil when nothing is. Field is the one it is about,
// empty when it is about none.
func (c Columns) Check() (field string, err error) {
	taken := map[string]string{}
	for _, field := range slices.Sorted(maps.Keys(c.Fields)) {
		key := headerKey(c.Fields[field])
		switch {
		case !slices.Contains(GenericFields(), field):
			return field, fmt.Errorf("el campo %q no existe; los campos son %s", field, strings.Join(GenericFields(), ", "))
		case c.confirmed() && !slices.Contains(headerKeys(c.Header), key):
			return field, fmt.Errorf("la columna «%s» no está en el encabezado, que trae %s", c.Fields[field], quotedList(c.Header))
		case taken[key] != "":
			return field, fmt.Errorf("la columna «%s» ya es %s: cada columna es un solo campo", c.Fields[field], taken[key])
		}
		taken[key] = field
	}
	return "", nil
}
