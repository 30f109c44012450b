package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// folders are what a workspace has besides its configuration, with what each is for.
var folders = []struct{ name, purpose string }{
	{"inbox", "aquí se dejan los archivos que exportan las redes; pulso nunca los cambia"},
	{"lexico", "palabras propias de la oficina, con la misma forma que el léxico de pulso"},
	{"corrections", "el registro de las correcciones de los analistas"},
	{"notes", "textos propios para las secciones del informe, por mes"},
}

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "init CARPETA",
		Short:   "Crea un espacio de trabajo con su configuración comentada",
		Example: "  pulso init redes",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(1, "una carpeta")(args) },
		RunE:    func(_ *cobra.Command, args []string) error { return a.init(args[0]) },
	}
}

func (a *app) init(dir string) error {
	path := filepath.Join(dir, configName)
	if _, err := os.Lstat(path); err == nil {
		return &configError{fmt.Sprintf("%s ya existe: la carpeta ya es un espacio de trabajo y no se toca", path)}
	} else if !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("revisando %s: %w", path, err)
	}
	for _, f := range folders {
		if err := os.MkdirAll(filepath.Join(dir, f.name), 0o777); err != nil {
			return fmt.Errorf("creando el espacio de trabajo: %w", err)
		}
	}
	if err := os.WriteFile(path, sampleConfig, 0o666); err != nil {
		return fmt.Errorf("creando el espacio de trabajo: %w", err)
	}
	if a.json {
		return a.printJSON(map[string]string{"workspace": dir, "config": path})
	}
	fmt.Fprintf(a.stdout, "Espacio de trabajo creado en %s\n\n", dir)
	for _, f := range folders {
		fmt.Fprintf(a.stdout, "  %-12s %s\n", f.name+"/", f.purpose)
	}
	fmt.Fprintf(a.stdout, "\nSiga así:\n  1. Escriba en %s el nombre de la entidad y sus cuentas.\n  2. Deje en %s los archivos del mes.\n  3. Revíselos: pulso -C %s inspect %s\n  4. Haga el mes: pulso -C %s run\n", path, filepath.Join(dir, "inbox"), dir, filepath.Join(dir, "inbox"), dir)
	return nil
}
