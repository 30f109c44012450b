package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pulso/pipeline"
	"pulso/pipeline/social"
)

func (a *app) inspectCommand() *cobra.Command {
	var o mapOptions
	cmd := &cobra.Command{
		Use:   "inspect ARCHIVO…",
		Short: "Dice qué es cada archivo: formato, cuenta, filas, meses y filas rechazadas; sin --map no escribe nada",
		Long:  "Dice qué es cada archivo: formato, cuenta, filas, meses y filas rechazadas. Sin --map no escribe nada.\n\n" + mapHelp + kindFields(),
		Example: `  pulso -C redes inspect redes/inbox
  pulso inspect descarga.csv --json
  pulso -C redes inspect --map redes/inbox/menciones.csv
  pulso -C redes inspect --map encuesta.xlsx --kind mentions --network facebook --column "lo que dijo=text" --yes`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return usage("falta decir qué archivos se inspeccionan")
			case o.on && len(args) > 1:
				return usage("--map es para un solo archivo y se dieron %d", len(args))
			case !o.on && o.given():
				return usage("las opciones --yes, --column, --kind, --network, --account, --dates, --numbers, --sheet y --time-zone son de --map")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.on {
				return a.inspectMap(cmd.Context(), &o, args[0])
			}
			return a.inspect(cmd.Context(), args)
		},
	}
	o.flags(cmd)
	return cmd
}

// inspect works outside a workspace too: what a pulso.yaml would say of the files is then unknown.
func (a *app) inspect(ctx context.Context, args []string) error {
	p := &pipeline.Pipeline{Dir: a.dir}
	c, err := loadConfig(a.dir)
	switch {
	case err == nil:
		p.Zone, p.Input, p.Accounts = c.zone, c.input, c.accounts()
	case isWorkspace(a.dir):
		return err
	default:
		if c, err = parseConfig(sampleConfig); err != nil {
			return err
		}
		p.Zone = c.zone
	}
	paths, err := expand(args)
	if err != nil {
		return err
	}
	found := make([]*pipeline.Inspection, 0, len(paths))
	for _, path := range paths {
		i, err := p.Inspect(ctx, path)
		if err != nil {
			return err
		}
		i.Reason = inSpanish(i.Reason)
		found = append(found, i)
	}
	if a.json {
		return a.printJSON(map[string]any{"files": found})
	}
	for _, i := range found {
		a.printInspection(i)
	}
	return nil
}

func isWorkspace(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, configName))
	return err == nil
}

// expand lists the files named, and those below the folders named, by path.
func expand(args []string) ([]string, error) {
	var paths []string
	for _, arg := range args {
		if info, err := os.Lstat(arg); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return nil, fmt.Errorf("%s no es un archivo (es un enlace o un dispositivo): inspeccione el archivo mismo", arg)
		}
		err := filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.Type().IsRegular() && !strings.HasPrefix(entry.Name(), ".") {
				paths = append(paths, path)
			}
			return nil
		})
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("no existe %s", arg)
		}
		if err != nil {
			return nil, fmt.Errorf("recorriendo %s: %w", arg, err)
		}
	}
	return paths, nil
}

func (a *app) printInspection(i *pipeline.Inspection) {
	fmt.Fprintln(a.stdout, i.File)
	if i.Format == nil || i.Declined {
		fmt.Fprintf(a.stdout, "  no se lee: %s\n\n", i.Reason)
		return
	}
	fmt.Fprintf(a.stdout, "  %s (%s)", i.Title, *i.Format)
	if i.Unmet {
		fmt.Fprint(a.stdout, " · formato conocido solo por su documentación: revise el resultado")
	}
	network, account := "sin red indicada", "sin cuenta indicada"
	if i.Network != "" {
		network = i.Network.Title()
	}
	if i.Account != "" {
		account = i.Account
	}
	fmt.Fprintf(a.stdout, "\n  %s · %s\n  %s", network, account, rowCounts(i))
	if other := i.Rows - i.Kept - i.Rejected; other > 0 {
		fmt.Fprintf(a.stdout, ", %d que no son datos (totales, encabezados, filas sin valores)", other)
	}
	if i.From != "" {
		fmt.Fprintf(a.stdout, " · del %s al %s", day(i.From), day(i.To))
	}
	fmt.Fprintln(a.stdout)
	a.printMonthsOf(i)
	if i.Reason != "" {
		fmt.Fprintln(a.stdout, "  no se pudo leer todo:", i.Reason)
	}
	for _, n := range i.Notes {
		fmt.Fprintln(a.stdout, "  aviso:", n)
	}
	a.printRejects(i)
	fmt.Fprintln(a.stdout)
}

// shownRejects is how many rejected rows the screen shows; --json has more, the base all.
const shownRejects = 5

func (a *app) printRejects(i *pipeline.Inspection) {
	for n, r := range i.Rejects {
		if n == shownRejects {
			break
		}
		fmt.Fprintln(a.stdout, "  rechazada:", r)
	}
	if more := i.Rejected - shownRejects; more > 0 {
		fmt.Fprintf(a.stdout, "  … y %s\n", counted(more, "fila rechazada más", "filas rechazadas más"))
	}
}

// rowCounts says how many rows there are and what became of them.
func rowCounts(i *pipeline.Inspection) string {
	return fmt.Sprintf("%s: %d con datos, %s", counted(i.Rows, "fila", "filas"), i.Kept, counted(i.Rejected, "rechazada", "rechazadas"))
}

// counted is a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func (a *app) printMonthsOf(i *pipeline.Inspection) {
	months := make([]string, 0, len(i.Months))
	for m, n := range i.Months {
		months = append(months, fmt.Sprintf("%s (%d)", m, n))
	}
	slices.Sort(months)
	if len(months) > 12 {
		earlier := counted(len(months)-12, "mes anterior", "meses anteriores")
		months = append([]string{earlier}, months[len(months)-12:]...)
	}
	if len(months) > 0 {
		fmt.Fprintln(a.stdout, "  meses:", strings.Join(months, ", "))
	}
}

// day prints a day of an inspection as the office writes it.
func day(s string) string {
	d, err := social.ParseDate(s)
	if err != nil {
		return s
	}
	return d.Time().Format("02/01/2006")
}
