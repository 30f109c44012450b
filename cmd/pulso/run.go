package main

import (
	"fmt"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"pulso/pipeline"
	"pulso/pipeline/social"
	"pulso/reports"
)

func (a *app) runCommand() *cobra.Command {
	var month, reason string
	var noCollect bool
	c := &cobra.Command{
		Use:   "run",
		Short: "Hace el mes completo: lee inbox, califica, guarda y escribe los cuatro archivos",
		Long: `Hace el mes completo. Sin --month, el último mes terminado en la zona horaria del espacio de trabajo.
Repetirlo sin que nada haya cambiado no cambia nada.

Si hay API en pulso.yaml, primero descarga de ellas como «pulso collect», siempre que el mes sea el último o el
que corre y no esté cerrado.`,
		Example: "  pulso run\n  pulso -C redes run --month 2026-10",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := a.openWorkspace()
			if err != nil {
				return err
			}
			m, err := w.config.month(a, month)
			if err != nil {
				return err
			}
			var notes []string
			if !noCollect {
				if notes, err = w.collectFirst(cmd.Context(), m); err != nil {
					return err
				}
			}
			s, err := w.run(cmd.Context(), m, reason)
			if err != nil {
				return err
			}
			s.Notes = append(notes, s.Notes...)
			if err := a.printRun(s); err != nil {
				return err
			}
			if s.Manifest.Counts.Rejects > 0 {
				return quiet(exitRejected)
			}
			return nil
		},
	}
	c.Flags().StringVar(&month, "month", "", "el mes (AAAA-MM)")
	c.Flags().StringVar(&reason, "reason", "", "motivo para cambiar un mes cerrado")
	c.Flags().BoolVar(&noCollect, "no-collect", false, "no descarga nada de las API")
	return c
}

// A made month as `--json` gives it.
type made struct {
	Month     string          `json:"month"`
	Version   int             `json:"version"`
	State     string          `json:"state"`
	Changed   bool            `json:"changed"`
	Counts    any             `json:"counts"`
	Files     []string        `json:"files"`
	Inputs    []social.Intake `json:"inputs"`
	Conflicts []string        `json:"conflicts"`
	Notes     []string        `json:"notes"`
}

// printRun ends a command that made a month: what was read, what became of it, and where the files are.
func (a *app) printRun(s *pipeline.Summary) error {
	m := s.Manifest
	files := make([]string, len(m.Reports))
	for i, r := range m.Reports {
		files[i] = filepath.Join(s.Folder, r.Name)
	}
	if a.json {
		out := made{Month: m.Month.String(), Version: m.Version, State: string(m.State), Changed: s.Changed, Counts: m.Counts, Files: files, Inputs: s.Intakes, Conflicts: []string{}, Notes: append([]string{}, s.Notes...)}
		for _, c := range s.Conflicts {
			out.Conflicts = append(out.Conflicts, c.What)
		}
		return a.printJSON(out)
	}
	a.printIntakes(m.Inputs)
	a.printUnused(m.Inputs)
	for _, note := range s.Notes {
		fmt.Fprintln(a.stdout, "Aviso:", note)
	}
	for _, c := range s.Conflicts {
		fmt.Fprintln(a.stdout, "Corrección por revisar:", c.What)
	}
	fmt.Fprintf(a.stdout, "\n%s: %s de %s del mes · %s · %s\n", m.Month, reports.Plural(m.Counts.ByStatus[string(social.Valid)], "mención válida", "menciones válidas"),
		reports.Fixed(float64(m.Counts.Mentions), 0), reports.Plural(m.Counts.Posts, "publicación", "publicaciones"), reports.Plural(m.Counts.Rejects, "fila rechazada", "filas rechazadas"))
	if m.Counts.Rejects > 0 {
		fmt.Fprintln(a.stdout, "Las filas rechazadas están en la hoja Rechazos de las bases, con su archivo, su línea y qué hacer.")
	}
	what := "nada cambió; los archivos son los mismos"
	if s.Changed {
		what = "guardada"
	}
	fmt.Fprintf(a.stdout, "Versión %d (%s): %s.\n\n", m.Version, m.State.Title(), what)
	for _, f := range files {
		fmt.Fprintln(a.stdout, "  "+f)
	}
	return nil
}

// printUnused says why a file gave the month nothing, which a row of figures does not.
func (a *app) printUnused(inputs []social.Intake) {
	for _, in := range inputs {
		if in.Kept > 0 || in.Excluded == 0 {
			continue
		}
		for _, note := range in.Notes {
			fmt.Fprintf(a.stdout, "Aviso: %s: %s\n", in.File, note)
		}
	}
}

func (a *app) printIntakes(inputs []social.Intake) {
	if len(inputs) == 0 {
		return
	}
	t := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "leídas\taceptadas\trepetidas\tde otro mes\texcluidas\trechazadas\t  archivo")
	for _, in := range social.ByTake(inputs) {
		if in.Declined != "" {
			fmt.Fprintf(t, "–\t–\t–\t–\t–\t–\t  %s: %s\n", in.File, in.Declined)
			continue
		}
		fmt.Fprintf(t, "%d\t%d\t%d\t%d\t%d\t%d\t  %s\n", in.Read, in.Kept, in.Duplicate, in.OtherMonth, in.Excluded, in.Rejected, in.File)
	}
	t.Flush()
}
