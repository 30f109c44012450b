package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

func (a *app) monthsCommand() *cobra.Command {
	var month string
	c := &cobra.Command{
		Use:     "months",
		Short:   "Los meses guardados: versión, estado, cuentas y si sus archivos siguen intactos",
		Example: "  pulso months\n  pulso months --month 2026-10",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE: func(*cobra.Command, []string) error {
			if month != "" {
				return a.history(month)
			}
			return a.months()
		},
	}
	c.Flags().StringVar(&month, "month", "", "las versiones de este mes (AAAA-MM), con lo que trajo cada una")
	return c
}

// An edition is one version of a month as `pulso months --month` gives it.
type edition struct {
	Version int           `json:"version"`
	State   store.State   `json:"state"`
	Reason  string        `json:"reason,omitempty"`
	Changes []string      `json:"changes"`
	Why     []string      `json:"why"`
	Pruned  *store.Pruned `json:"pruned"`
	Inputs  string        `json:"fingerprint"`
	Files   []store.File  `json:"files"`
}

// history tells the versions of a month, those included whose files were pruned.
func (a *app) history(month string) error {
	c, err := loadConfig(a.dir)
	if err != nil {
		return err
	}
	m, err := parseMonth(month)
	if err != nil {
		return err
	}
	all, err := store.Open(a.dir).History(m)
	if errors.Is(err, store.ErrNoMonth) {
		return noMonth(m)
	}
	if err != nil {
		return fmt.Errorf("leyendo las versiones de %s: %w", m, err)
	}
	if a.json {
		out := make([]edition, len(all))
		for i, v := range all {
			out[i] = edition{v.Version, v.State, v.Reason, append([]string{}, v.Changes...), append([]string{}, v.Why...), v.Pruned, v.Fingerprint(), v.Files}
		}
		return a.printJSON(map[string]any{"month": m.String(), "versions": out})
	}
	t := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "versión\testado\tfilas e informes\tqué trajo")
	for _, v := range all {
		kept := "completa"
		if v.Pruned != nil {
			kept = fmt.Sprintf("borrada por %s el %s", v.Pruned.User, v.Pruned.When.In(c.zone).Format("02/01/2006 15:04"))
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\n", v.Version, v.State.Title(), kept, brought(v))
	}
	return t.Flush()
}

// brought says what a version changed and why.
func brought(v *store.Manifest) string {
	switch {
	case len(v.Why) > 0:
		return withReason(strings.Join(v.Why, " "), v.Reason)
	case len(v.Changes) > 0:
		return withReason(partsText(v), v.Reason)
	}
	return withReason("La primera.", v.Reason)
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
