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
	return &cobra.Command{
		Use:     "inspect ARCHIVO…",
		Short:   "Dice qué es cada archivo: formato, cuenta, filas, meses y filas rechazadas; no escribe nada",
		Example: "  pulso -C redes inspect redes/inbox\n  pulso inspect descarga.csv --json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("falta decir qué archivos se inspeccionan")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.inspect(cmd.Context(), args) },
	}
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
	fmt.Fprintf(a.stdout, "\n  %s · %s\n  %d filas: %d con datos, %d rechazadas", network, account, i.Rows, i.Kept, i.Rejected)
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
		fmt.Fprintf(a.stdout, "  … y %d filas rechazadas más\n", more)
	}
}

func (a *app) printMonthsOf(i *pipeline.Inspection) {
	months := make([]string, 0, len(i.Months))
	for m, n := range i.Months {
		months = append(months, fmt.Sprintf("%s (%d)", m, n))
	}
	slices.Sort(months)
	if len(months) > 12 {
		months = append([]string{fmt.Sprintf("%d meses más", len(months)-12)}, months[len(months)-12:]...)
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
