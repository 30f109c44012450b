package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

func (a *app) monthsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "months",
		Short: "Los meses guardados: versión, estado, cuentas y si sus archivos siguen intactos",
		Args:  func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE:  func(*cobra.Command, []string) error { return a.months() },
	}
}

// A shelf is one month as `pulso months --json` gives it.
type shelf struct {
	Month    string       `json:"month"`
	Version  int          `json:"version"`
	State    store.State  `json:"state"`
	Counts   store.Counts `json:"counts"`
	Inputs   int          `json:"inputs"`
	Rejected int          `json:"rejected"`
	Intact   bool         `json:"intact"`
	Faults   []string     `json:"faults"`
}

func (a *app) months() error {
	if _, err := loadConfig(a.dir); err != nil {
		return err
	}
	s := store.Open(a.dir)
	months, err := s.Months()
	if err != nil {
		return fmt.Errorf("leyendo los meses guardados: %w", err)
	}
	shelves := make([]shelf, 0, len(months))
	for _, m := range months {
		sh, err := shelve(s, m)
		if err != nil {
			return err
		}
		shelves = append(shelves, sh)
	}
	if a.json {
		return a.printJSON(map[string]any{"months": shelves})
	}
	if len(shelves) == 0 {
		fmt.Fprintln(a.stdout, "Todavía no hay meses guardados: haga uno con «pulso run».")
		return nil
	}
	t := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "mes\tversión\testado\tmenciones válidas\tpublicaciones\tarchivos\trechazadas\tintegridad")
	for _, sh := range shelves {
		whole := "intacto"
		if !sh.Intact {
			whole = fmt.Sprintf("%d diferencias (pulso verify --month %s)", len(sh.Faults), sh.Month)
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%d\t%d\t%d\t%d\t%s\n", sh.Month, sh.Version, sh.State.Title(), sh.Counts.ByStatus[string(social.Valid)], sh.Counts.Posts, sh.Inputs, sh.Rejected, whole)
	}
	return t.Flush()
}

func shelve(s *store.Store, m social.Month) (shelf, error) {
	snap, err := s.Snapshot(m, 0)
	if err != nil {
		return shelf{}, fmt.Errorf("leyendo el mes %s: %w", m, err)
	}
	faults, err := s.Verify(m)
	if err != nil {
		return shelf{}, fmt.Errorf("verificando el mes %s: %w", m, err)
	}
	sh := shelf{Month: m.String(), Version: snap.Version, State: snap.State, Counts: snap.Counts, Inputs: len(snap.Inputs), Rejected: snap.Counts.Rejects, Intact: len(faults) == 0, Faults: []string{}}
	for _, f := range faults {
		sh.Faults = append(sh.Faults, f.String())
	}
	return sh, nil
}
