package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"pulso/cmd/pulso/demo"
)

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo [CARPETA]",
		Short: "Un ejemplo completo, sin red: tres meses de una alcaldía inventada y los cuatro archivos del último",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return exactly(1, "como mucho una carpeta")(args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "pulso-demo"
			if len(args) == 1 {
				dir = args[0]
			}
			return a.demo(cmd.Context(), dir)
		},
	}
}

// demo unpacks the sample and runs its months, so that the last has earlier ones to be compared with. The sample has
// rejected rows on purpose; that it has them is no failure of the demo.
func (a *app) demo(ctx context.Context, dir string) error {
	if err := demo.Unpack(dir); err != nil {
		return fmt.Errorf("creando el espacio de trabajo de muestra: %w", err)
	}
	a.dir = dir
	w, err := a.openWorkspace()
	if err != nil {
		return err
	}
	last := len(demo.Months) - 1
	for _, m := range demo.Months[:last] {
		if _, err := w.run(ctx, m, ""); err != nil {
			return fmt.Errorf("haciendo %s: %w", m, err)
		}
	}
	s, err := w.run(ctx, demo.Months[last], "")
	if err != nil {
		return fmt.Errorf("haciendo %s: %w", demo.Months[last], err)
	}
	if err := a.printRun(s); err != nil || a.json {
		return err
	}
	fmt.Fprintf(a.stdout, "\nEl espacio de trabajo de muestra está en %s: abra los archivos, cambie %s o %s y repita con «pulso -C %s run --month %s».\n",
		dir, filepath.Join(dir, configName), filepath.Join(dir, "inbox"), dir, demo.Months[last])
	return nil
}
