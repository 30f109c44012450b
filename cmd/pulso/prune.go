package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"pulso/pipeline/store"
	"pulso/reports"
)

func (a *app) pruneCommand() *cobra.Command {
	var month string
	keep := 3
	c := &cobra.Command{
		Use:   "prune",
		Short: "Borra versiones antiguas de los meses; las cerradas y las últimas se conservan",
		Long: `Borra las versiones anteriores de cada mes, salvo la actual, las últimas --keep y las que se cerraron como
preliminares o definitivas. Lo borrado ya no se puede comparar con «pulso diff»; qué cambió en cada versión, por qué,
sus huellas y quién la borró quedan anotados: se ven con «pulso months --month MES» y en el anexo del informe.`,
		Args: func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE: func(*cobra.Command, []string) error { return a.prune(month, keep) },
	}
	c.Flags().StringVar(&month, "month", "", "solo este mes (AAAA-MM)")
	c.Flags().IntVar(&keep, "keep", keep, "cuántas versiones anteriores a la actual se conservan")
	return c
}

// A pruned month as `--json` gives it.
type pruned struct {
	Month   string `json:"month"`
	Removed []int  `json:"removed"`
}

func (a *app) prune(month string, keep int) error {
	if _, err := loadConfig(a.dir); err != nil {
		return err
	}
	if keep < 0 {
		return usage("--keep no puede ser menor que 0")
	}
	s := store.Open(a.dir)
	months, err := a.whichMonths(s, month)
	if err != nil {
		return err
	}
	done := []pruned{}
	for _, m := range months {
		removed, err := s.Prune(m, keep, a.now().UTC().Truncate(time.Second))
		if err != nil {
			return fmt.Errorf("borrando versiones de %s: %w", m, err)
		}
		if len(removed) > 0 {
			done = append(done, pruned{m.String(), removed})
		}
	}
	if a.json {
		return a.printJSON(map[string]any{"months": done})
	}
	for _, p := range done {
		numbers := make([]string, len(p.Removed))
		for i, n := range p.Removed {
			numbers[i] = strconv.Itoa(n)
		}
		fmt.Fprintf(a.stdout, "%s: borrado de %s\n", p.Month, versionsText(numbers))
	}
	if len(done) == 0 {
		fmt.Fprintln(a.stdout, "No hay versiones que borrar.")
	}
	return nil
}

func versionsText(numbers []string) string {
	if len(numbers) == 1 {
		return "la versión " + numbers[0]
	}
	return "las versiones " + reports.Join(numbers)
}
