package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports"
)

func (a *app) verifyCommand() *cobra.Command {
	var month string
	c := &cobra.Command{
		Use:   "verify",
		Short: "Revisa cada archivo guardado contra su huella y cada cifra contra las filas",
		Args:  func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE:  func(*cobra.Command, []string) error { return a.verify(month) },
	}
	c.Flags().StringVar(&month, "month", "", "solo este mes (AAAA-MM)")
	return c
}

func (a *app) verify(month string) error {
	c, err := loadConfig(a.dir)
	if err != nil {
		return err
	}
	s := store.Open(a.dir)
	months, err := a.whichMonths(s, month)
	if err != nil {
		return err
	}
	faults, later := []store.Fault{}, []store.Fault{}
	for _, m := range months {
		found, err := s.Verify(m)
		if err != nil {
			return fmt.Errorf("verificando %s: %w", m, err)
		}
		faults = append(faults, found...)
		if len(found) > 0 {
			continue
		}
		snap, err := s.Snapshot(m, 0)
		if err != nil {
			return fmt.Errorf("verificando %s: %w", m, err)
		}
		if found, err = a.pending(c, &snap.Manifest); err != nil {
			return fmt.Errorf("comparando los registros de la oficina con los informes de %s: %w", m, err)
		}
		if snap.State == store.StateOpen {
			faults = append(faults, found...)
		} else { // a closed month says what was known when it was closed
			later = append(later, found...)
		}
	}
	if a.json {
		if err := a.printJSON(map[string]any{"months": len(months), "faults": faults, "later": later}); err != nil {
			return err
		}
	} else {
		a.printFaults(months, faults, later)
	}
	if len(faults) > 0 {
		return quiet(exitDifference)
	}
	return nil
}

// printFaults tells the faults, and what changed later in the records of months that are closed.
func (a *app) printFaults(months []social.Month, faults, later []store.Fault) {
	for _, f := range faults {
		fmt.Fprintln(a.stdout, f)
	}
	for _, f := range later {
		fmt.Fprintf(a.stdout, "Aviso: %s; el mes está cerrado y sus informes no cambian\n", f)
	}
	if len(faults) == 0 {
		fmt.Fprintf(a.stdout, "%s: todo coincide.\n", reports.Plural(len(months), "mes revisado", "meses revisados"))
		return
	}
	fmt.Fprintf(a.stdout, "\n%s. Recupere los archivos de una copia, o rehaga el mes con «pulso run --month MES».\n", reports.Plural(len(faults), "diferencia", "diferencias"))
}

// whichMonths is the month asked for, which must be stored, or all that are.
func (a *app) whichMonths(s *store.Store, month string) ([]social.Month, error) {
	if month == "" {
		return s.Months()
	}
	m, err := parseMonth(month)
	if err != nil {
		return nil, err
	}
	if _, err := s.Snapshot(m, 0); errors.Is(err, store.ErrNoMonth) {
		return nil, noMonth(m)
	}
	return []social.Month{m}, nil
}

func noMonth(m social.Month) error {
	return fmt.Errorf("el mes %s no está guardado: hágalo con «pulso run --month %s»", m, m)
}

func parseMonth(s string) (social.Month, error) {
	m, err := social.ParseMonth(s)
	if err != nil {
		return m, usage("%s", err)
	}
	return m, nil
}
