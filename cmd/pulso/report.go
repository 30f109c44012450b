package main

import (
	"errors"

	"github.com/spf13/cobra"

	"pulso/pipeline"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

func (a *app) reportCommand() *cobra.Command {
	var month, reason string
	c := &cobra.Command{
		Use:     "report --month MES",
		Short:   "Hace otra vez los cuatro archivos de un mes, solo con lo guardado",
		Example: "  pulso report --month 2026-10",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.revise(month, func(p *pipeline.Pipeline, m social.Month) (*pipeline.Summary, error) {
				return p.Report(cmd.Context(), m, reason)
			})
		},
	}
	c.Flags().StringVar(&month, "month", "", "el mes (AAAA-MM)")
	c.Flags().StringVar(&reason, "reason", "", "motivo, cuando el mes está cerrado")
	return c
}

func (a *app) closeCommand() *cobra.Command {
	var month, reason string
	var final bool
	c := &cobra.Command{
		Use:     "close --month MES",
		Short:   "Cierra un mes como preliminar o definitivo: después solo cambia con una versión nueva y un motivo",
		Example: "  pulso close --month 2026-10\n  pulso close --month 2026-10 --final",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			state := store.StatePreliminary
			if final {
				state = store.StateFinal
			}
			return a.revise(month, func(p *pipeline.Pipeline, m social.Month) (*pipeline.Summary, error) {
				return p.Close(cmd.Context(), m, state, reason)
			})
		},
	}
	c.Flags().StringVar(&month, "month", "", "el mes (AAAA-MM)")
	c.Flags().BoolVar(&final, "final", false, "cierre definitivo (sin esta opción, preliminar)")
	c.Flags().StringVar(&reason, "reason", "", "motivo, cuando el mes ya estaba cerrado")
	return c
}

// revise makes a version of a stored month from its own rows: new reports of them, or a new state.
func (a *app) revise(month string, make func(*pipeline.Pipeline, social.Month) (*pipeline.Summary, error)) error {
	m, err := parseMonth(month)
	if err != nil {
		return err
	}
	w, err := a.openWorkspace()
	if err != nil {
		return err
	}
	s, err := make(w.pipeline, m)
	if errors.Is(err, store.ErrNoMonth) {
		return noMonth(m)
	}
	if err != nil {
		return err
	}
	return a.printRun(s)
}
