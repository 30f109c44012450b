package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"pulso/pipeline"
	"pulso/pipeline/ingest"
	"pulso/pipeline/social"
)

// mapOptions are the flags of inspect --map: what a person decides of a mapping beforehand.
type mapOptions struct {
	on, yes                                       bool
	columns                                       []string
	kind, network, account, dates, numbers, sheet string
	zone                                          string
}

const mapHelp = `Con --map muestra cómo se lee una tabla que ninguna red exporta (qué columna es cada dato, cómo vienen las
fechas y los números, qué no se lee) y, cuando se confirma, lo guarda en pulso.yaml (columns). Desde entonces todo
archivo con las mismas columnas se lee así, igual cada mes; repetir la orden cambia lo guardado. En una terminal
pregunta antes de guardar; en un proceso sin terminal hace falta --yes. Si no se confirma, no se guarda nada y el
estado de salida es 1.

Campos, por tipo de tabla:
`

// kindFields lists the fields of each kind of table, for the help.
func kindFields() string {
	var out []string
	for _, kind := range ingest.GenericKinds {
		out = append(out, fmt.Sprintf("  %-9s%s", kind, strings.Join(ingest.KindFields(kind), ", ")))
	}
	return strings.Join(out, "\n")
}

func (o *mapOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.on, "map", false, "propone cómo leer las columnas de una tabla y lo guarda en pulso.yaml")
	f.BoolVar(&o.yes, "yes", false, "con --map: guarda sin preguntar")
	f.StringArrayVar(&o.columns, "column", nil, "con --map: `COLUMNA=campo`, qué dato es una columna; sin campo, la columna no se lee; se puede repetir")
	f.StringVar(&o.kind, "kind", "", "con --map: `TIPO` de la tabla: mentions, posts o metrics")
	f.StringVar(&o.network, "network", "", "con --map: `RED` de todas las filas")
	f.StringVar(&o.account, "account", "", "con --map: `CUENTA` oficial de la que son las filas")
	f.StringVar(&o.dates, "dates", "", "con --map: `ORDEN` de las fechas: "+strings.Join(ingest.DateOrders(), ", "))
	f.StringVar(&o.numbers, "numbers", "", "con --map: `FORMA` de los números: "+strings.Join(ingest.NumberStyles(), ", "))
	f.StringVar(&o.sheet, "sheet", "", "con --map: `HOJA` del libro")
	f.StringVar(&o.zone, "time-zone", "", "con --map: `ZONA` horaria de las fechas, si no es la de la oficina")
}

// given says whether any flag was used that needs --map.
func (o *mapOptions) given() bool {
	return o.yes || len(o.columns) > 0 || o.kind+o.network+o.account+o.dates+o.numbers+o.sheet+o.zone != ""
}

// wish checks the flags and puts them in the reader's terms.
func (o *mapOptions) wish() (w ingest.Wish, err error) {
	oneOf := func(flag, value string, of []string) {
		if err == nil && value != "" && !slices.Contains(of, value) {
			err = usage("--%s %s: se esperaba uno de %s", flag, value, strings.Join(of, ", "))
		}
	}
	oneOf("kind", o.kind, ingest.GenericKinds)
	oneOf("dates", o.dates, ingest.DateOrders())
	oneOf("numbers", o.numbers, ingest.NumberStyles())
	if err == nil && o.network != "" && !knownNetwork(o.network) {
		err = usage("--network %s: no es una red; use una de %s", o.network, networkNames())
	}
	w.Columns = ingest.Columns{Kind: o.kind, Network: social.Network(o.network), Account: o.account, Dates: o.dates, Numbers: o.numbers, Fields: map[string]string{}}
	w.Sheet = o.sheet
	if o.zone != "" && err == nil {
		if w.TimeZone, err = time.LoadLocation(o.zone); err != nil {
			err = usage("--time-zone %s: no es una zona horaria; por ejemplo America/Bogota", o.zone)
		}
	}
	for _, c := range o.columns {
		i := strings.LastIndexByte(c, '=')
		column, field := strings.TrimSpace(c[:max(i, 0)]), strings.TrimSpace(c[i+1:])
		switch {
		case err != nil:
		case column == "":
			err = usage("--column %s: se esperaba COLUMNA=campo, por ejemplo \"lo que dijo=text\"", c)
		case field == "":
			w.Leave = append(w.Leave, column)
		case w.Fields[field] != "":
			err = usage("--column %s: el campo %s ya es la columna «%s»: un dato es una sola columna", c, field, w.Fields[field])
		default:
			w.Fields[field] = column
		}
	}
	return w, err
}

// A mapResult is what inspect --map says of a file.
type mapResult struct {
	File      string         `json:"file"`
	Sheet     string         `json:"sheet,omitempty"`
	HeaderRow int            `json:"header_row"`
	Kind      string         `json:"kind"`
	Columns   []mapColumn    `json:"columns"`
	Network   social.Network `json:"network"`
	Account   string         `json:"account"`
	Dates     string         `json:"dates,omitempty"`
	Dated     string         `json:"date_example,omitempty"`
	Numbers   string         `json:"numbers"`
	Notes     []string       `json:"notes,omitempty"`
	Missing   []string       `json:"missing,omitempty"`
	Rows      int            `json:"rows"`
	Kept      int            `json:"kept"`
	Rejected  int            `json:"rejected"`
	Config    string         `json:"config"`
	Saved     bool           `json:"saved"`
	Replaced  bool           `json:"replaced"`
	mapping   *ingest.Mapping
	reading   *pipeline.Inspection
}

type mapColumn struct {
	Column string   `json:"column"`
	Field  string   `json:"field"` // empty when the column is not read
	Values []string `json:"values"`
}

// inspectMap proposes a mapping of a file and, when it is confirmed, writes it to pulso.yaml.
func (a *app) inspectMap(ctx context.Context, o *mapOptions, path string) error {
	c, err := loadConfig(a.dir)
	if err != nil {
		return err
	}
	wish, err := o.wish()
	if err != nil {
		return err
	}
	r, err := a.propose(ctx, c, path, wish)
	if err != nil {
		return err
	}
	if !a.json {
		a.printMapping(r)
	}
	save, err := a.confirm(o, r)
	if save {
		r.Replaced, err = saveMapping(a.dir, r.File, r.mapping.Columns)
		r.Saved = err == nil
	}
	if a.json {
		return errors.Join(a.printJSON(map[string]any{"map": r}), err)
	}
	if r.Saved {
		how := "Guardado"
		if r.Replaced {
			how = "Guardado en lugar de lo anterior,"
		}
		fmt.Fprintf(a.stdout, "%s en %s: todo archivo con estas columnas se leerá así.\n", how, r.Config)
	}
	return err
}

// propose finds a mapping, and reads the file by it to say what would come out.
func (a *app) propose(ctx context.Context, c *config, path string, wish ingest.Wish) (*mapResult, error) {
	p := &pipeline.Pipeline{Dir: a.dir, Zone: c.zone, Accounts: c.accounts(), Input: c.input}
	before, err := p.Inspect(ctx, path)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("abriendo %s: %w", path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("abriendo %s: %w", path, err)
	}
	said := c.input(before.File)
	m, err := ingest.Propose(ingest.File{Name: before.File, R: f, Size: info.Size()}, said, wish)
	if misfit := new(ingest.MisfitError); errors.As(err, &misfit) {
		return nil, &configError{err.Error()}
	}
	if err != nil {
		return nil, err
	}
	p.Input = func(name string) ingest.Input {
		in := c.input(name)
		in.Columns = []ingest.Columns{m.Columns}
		return in
	}
	r := &mapResult{File: before.File, Sheet: m.Sheet, HeaderRow: m.Row, Kind: m.Kind, Dates: m.Dates, Dated: m.Dated, Numbers: m.Numbers,
		Notes: m.Doubts, Missing: m.Lacks, Config: filepath.Join(a.dir, configName), mapping: m}
	for _, col := range slices.Concat(m.Read, m.Left) {
		r.Columns = append(r.Columns, mapColumn{col.Header, col.Field, col.Values})
	}
	if r.reading, err = p.Inspect(ctx, path); err != nil {
		return nil, err
	}
	r.Network, r.Account = r.reading.Network, r.reading.Account
	r.Rows, r.Kept, r.Rejected = r.reading.Rows, r.reading.Kept, r.reading.Rejected
	return r, nil
}

// confirm says whether the mapping is to be written; the error says why it is not.
func (a *app) confirm(o *mapOptions, r *mapResult) (bool, error) {
	switch {
	case len(r.Missing) > 0:
		return false, &configError{"no se guardó nada, falta decir: " + strings.Join(r.Missing, "; ")}
	case r.Rejected > r.Kept:
		return false, fmt.Errorf("no se guardó nada: así se rechazarían %d de %d filas; corrija la lectura con --column, --dates o --numbers", r.Rejected, r.Rows)
	case o.yes:
		return true, nil
	}
	unasked := errors.New("no se guardó nada: si la lectura es correcta, repita la orden con --yes")
	in, ok := a.stdin.(*os.File)
	if !ok || !isTerminal(in) || a.json {
		return false, unasked
	}
	fmt.Fprintf(a.stdout, "¿Guardar esta lectura en %s? [s/N] ", r.Config)
	answer, err := bufio.NewReader(in).ReadString('\n')
	if err != nil { // nobody is there, as on cron's /dev/null
		fmt.Fprintln(a.stdout)
		return false, unasked
	}
	if !slices.Contains([]string{"s", "si", "sí"}, strings.ToLower(strings.TrimSpace(answer))) {
		return false, errors.New("no se guardó nada")
	}
	return true, nil
}

var kindTitles = map[string]string{"mentions": "menciones", "posts": "publicaciones propias", "metrics": "cifras de cuentas"}

func (a *app) printMapping(r *mapResult) {
	m := r.mapping
	where := fmt.Sprintf("encabezado en la línea %d", m.Row)
	if m.Sheet != "" {
		where = fmt.Sprintf("hoja «%s», encabezado en la fila %d", m.Sheet, m.Row)
	}
	fmt.Fprintf(a.stdout, "%s\n  tabla de %s (%s) · %s\n\n", r.File, kindTitles[m.Kind], m.Kind, where)
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "  COLUMNA\tSE LEE COMO\tPOR EJEMPLO")
	for _, col := range m.Read {
		fmt.Fprintf(w, "  %s\t%s (%s)\t%s\n", col.Header, ingest.FieldTitle(col.Field), col.Field, strings.Join(col.Values, " · "))
	}
	for _, col := range m.Left {
		fmt.Fprintf(w, "  %s\tno se lee\t%s\n", col.Header, strings.Join(col.Values, " · "))
	}
	w.Flush()
	fmt.Fprintln(a.stdout)
	say := func(what, value string) {
		if value != "" {
			fmt.Fprintf(a.stdout, "  %-9s%s\n", what, value)
		}
	}
	if m.Dates != "" {
		say("fechas:", strings.TrimSuffix(m.Dates+": "+m.Dated, ": "))
	}
	say("números:", m.Numbers+": "+m.Style)
	say("red:", placeOf(string(r.Network), m.Fields["network"], string(m.Network)))
	say("cuenta:", placeOf(r.Account, m.Fields[accountField(m)], m.Account))
	for _, d := range m.Doubts {
		say("aviso:", d)
	}
	for _, l := range m.Lacks {
		say("falta:", l)
	}
	fmt.Fprint(a.stdout, "  así son  ", rowCounts(r.reading))
	if r.reading.From != "" {
		fmt.Fprintf(a.stdout, " · del %s al %s", day(r.reading.From), day(r.reading.To))
	}
	fmt.Fprintln(a.stdout)
	a.printRejects(r.reading)
	fmt.Fprintln(a.stdout)
}

func accountField(m *ingest.Mapping) string {
	if m.Kind == "mentions" {
		return "target_account"
	}
	return "account"
}

// placeOf says where a network or an account comes from.
func placeOf(value, column, fixed string) string {
	switch {
	case column != "":
		return fmt.Sprintf("la de la columna «%s»", column)
	case fixed != "":
		return fixed + ", en todos los archivos con estas columnas"
	case value != "":
		return value + ", por el archivo o por su carpeta (inbox en pulso.yaml)"
	}
	return "la que diga inbox en pulso.yaml; para este archivo, ninguna"
}
