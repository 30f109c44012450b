package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"pulso/pipeline/fetch"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports"
)

func (a *app) collectCommand() *cobra.Command {
	var month, network string
	c := &cobra.Command{
		Use:   "collect",
		Short: "Descarga las páginas de las API configuradas a inbox/api",
		Long: `Pide a las API que están en apis, en pulso.yaml, lo que es del mes, y guarda cada respuesta como un archivo
de inbox/api que «pulso run» lee como cualquier exportación. Sin --month, el último mes terminado.

Si se interrumpe o la red pide esperar, repita la orden: sigue desde donde quedó. Lo que ya está completo no
se pide otra vez; para pedirlo de nuevo, borre su carpeta en inbox/api. El mes en curso se puede descargar
cada día (X conviene cada semana); queda como provisional hasta dos días después de terminado el mes, cuando
las redes ya no cambian sus cifras, y entonces se descarga por última vez.

Las claves se toman de las variables del entorno y no se guardan ni se muestran nunca.

Estados de salida: 0 hecho · 1 alguna API no se pudo completar; lo descargado queda · 2 uso o configuración ·
3 hecho, pero una red se negó a dar algo · 130 interrumpido; lo descargado queda.`,
		Example: "  pulso collect --month 2026-10\n  pulso -C redes collect --month 2026-11 --network x",
		Args:    func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.collect(cmd.Context(), month, network) },
	}
	c.Flags().StringVar(&month, "month", "", "el mes (AAAA-MM)")
	c.Flags().StringVar(&network, "network", "", "solo esta red ("+apiNetworks()+")")
	return c
}

func (a *app) collect(ctx context.Context, month, network string) error {
	c, err := loadConfig(a.dir)
	if err != nil {
		return err
	}
	m, err := c.month(a, month)
	if err != nil {
		return err
	}
	if network != "" && fetch.SourceOf(social.Network(network)) == nil {
		return usage("--network %q: pulso descarga de %s", network, apiNetworks())
	}
	jobs, err := c.jobs(network)
	if err != nil {
		return err
	}
	if len(jobs) == 0 {
		return noAPIs(network)
	}
	got, err := a.collectJobs(ctx, c, m, jobs)
	if printErr := a.printCollected(m, got); printErr != nil {
		return printErr
	}
	return err
}

// noAPIs says what to write where there is nothing to ask.
func noAPIs(network string) error {
	of := ""
	if network != "" {
		of = " de " + network
	}
	example := network
	if example == "" {
		example = string(social.YouTube)
	}
	return &configError{fmt.Sprintf("no hay ninguna API%s configurada. Escriba en %s, por ejemplo:\n\napis:\n  - {network: %s, variable: %s}\n\ny ponga la clave en la variable del entorno %s. Cómo se consigue cada clave está en README.md. Sin API, use las exportaciones de las redes.",
		of, configName, example, variableFor(example), variableFor(example))}
}

// A collected is what became of one job.
type collected struct {
	fetch.Outcome
	problem error
}

// collectJobs does one job after the other: what ails one network is no reason to leave out the next. It ends with the
// status of the command.
func (a *app) collectJobs(ctx context.Context, c *config, m social.Month, jobs []fetch.Job) ([]collected, error) {
	step, stop := collectProgress(a.stderr)
	defer stop()
	collector := &fetch.Collector{Dir: filepath.Join(a.dir, "inbox", "api"), Zone: c.zone, Now: a.now, Progress: step, Servers: a.servers}
	var all []collected
	status := exitDone
	for _, j := range jobs {
		out, err := collector.Collect(ctx, m, j)
		if ctx.Err() != nil {
			return append(all, collected{out, nil}), ctx.Err()
		}
		all = append(all, collected{out, err})
		switch {
		case err != nil:
			status = exitFailed
		case len(out.Refused) > 0 && status == exitDone:
			status = exitRejected
		}
	}
	if status != exitDone {
		return all, quiet(status)
	}
	return all, nil
}

// A collectedJSON is a job as `--json` gives it.
type collectedJSON struct {
	Network string          `json:"network"`
	Account string          `json:"account"`
	Folder  string          `json:"folder"`
	Pages   int             `json:"pages"`
	Found   int             `json:"found"`
	Items   int             `json:"items"`
	Refused []fetch.Refusal `json:"refused"`
	Notes   []string        `json:"notes"`
	Partial bool            `json:"partial"`
	Done    bool            `json:"done"`
	Problem *problemInJSON  `json:"problem"`
}

type problemInJSON struct {
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Until string `json:"until,omitempty"` // RFC 3339
}

func (a *app) printCollected(m social.Month, all []collected) error {
	if a.json {
		list := make([]collectedJSON, len(all))
		for i, c := range all {
			list[i] = c.json()
		}
		return a.printJSON(map[string]any{"month": m.String(), "apis": list})
	}
	for _, c := range all {
		a.printOutcome(c.Outcome)
		if c.problem != nil {
			fmt.Fprintln(a.stderr, "pulso:", message(c.problem))
		}
	}
	return nil
}

func (c collected) json() collectedJSON {
	out := collectedJSON{
		Network: string(c.Network), Account: c.Account, Folder: c.Folder, Pages: c.Pages, Found: c.Found, Items: c.Items,
		Refused: append([]fetch.Refusal{}, c.Refused...), Notes: append([]string{}, c.Notes...), Partial: c.Partial, Done: c.Done,
	}
	var p *fetch.Problem
	switch {
	case errors.As(c.problem, &p):
		out.Problem = &problemInJSON{Kind: string(p.Kind), Text: p.Text}
		if !p.Until.IsZero() {
			out.Problem.Until = p.Until.UTC().Format("2006-01-02T15:04:05Z")
		}
	case c.problem != nil:
		out.Problem = &problemInJSON{Kind: "error", Text: c.problem.Error()}
	}
	return out
}

func (a *app) printOutcome(o fetch.Outcome) {
	state := "completo"
	switch {
	case !o.Done:
		state = "sin completar"
	case o.Pages == 0:
		state = "ya estaba descargado"
	}
	if o.Done && o.Partial {
		state += ", provisional: el mes no ha terminado o sus cifras todavía cambian"
	}
	fmt.Fprintf(a.stdout, "%s, cuenta %s: %s. %s, %s, %s.\n", o.Network.Title(), o.Account, state,
		reports.Plural(o.Pages, "página nueva", "páginas nuevas"), reports.Plural(o.Found, "página que ya estaba", "páginas que ya estaban"),
		reports.Plural(o.Items, "publicación o comentario", "publicaciones y comentarios"))
	if o.Folder != "" {
		fmt.Fprintf(a.stdout, "  inbox/api/%s\n", o.Folder)
	}
	for _, r := range o.Refused {
		fmt.Fprintf(a.stdout, "  No entregó %s: %s\n", r.What, r.Why)
	}
	for _, note := range o.Notes {
		fmt.Fprintln(a.stdout, "  Aviso:", note)
	}
}

// collectFirst is what run does before it reads the inbox: a month that may still have news is asked for. A month of
// long ago is made again from what is there, and a closed one is not changed by itself. What a network refused is told
// by its page, when the inbox is read.
func (w *workspace) collectFirst(ctx context.Context, m social.Month) ([]string, error) {
	c := w.config
	if len(c.APIs) == 0 || m.Compare(c.lastMonth(w.app)) < 0 {
		return nil, nil
	}
	if snap, err := w.pipeline.Store().Snapshot(m, 0); err == nil && snap.State != store.StateOpen {
		return nil, nil
	} else if err != nil && !errors.Is(err, store.ErrNoMonth) {
		return nil, fmt.Errorf("leyendo el mes %s: %w", m, err)
	}
	const without = "Con «pulso run --no-collect» se hace el mes con lo que ya está en inbox."
	jobs, err := c.jobs("")
	if err != nil {
		return nil, &configError{err.Error() + "\n" + without}
	}
	all, _ := w.app.collectJobs(ctx, c, m, jobs) // its error is a status, which is the command's own
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var notes, problems []string
	for _, got := range all {
		of := fmt.Sprintf("API de %s, cuenta %s: ", got.Network.Title(), got.Account)
		if got.problem != nil {
			problems = append(problems, got.problem.Error())
		}
		for _, note := range got.Notes {
			notes = append(notes, of+note)
		}
		if got.Partial {
			notes = append(notes, of+"lo descargado es provisional: el mes no ha terminado o sus cifras todavía cambian")
		}
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("la descarga de las API no se completó y el mes no cambió:\n%s\n%s", strings.Join(problems, "\n"), without)
	}
	return notes, nil
}

// collectProgress says on a terminal how far a collection is, on one line that it writes over; nothing anywhere else.
// How many pages there will be, nobody knows.
func collectProgress(stderr io.Writer) (step func(fetch.Step), stop func()) {
	f, ok := stderr.(*os.File)
	if !ok || !isTerminal(f) {
		return func(fetch.Step) {}, func() {}
	}
	const width = 78
	return func(s fetch.Step) {
			text := fmt.Sprintf("%s, %s: %s, %s", s.Network.Title(), s.Account, s.Endpoint, reports.Plural(s.Pages, "página", "páginas"))
			if s.Wait > 0 {
				text += fmt.Sprintf("; espera %.0f s", s.Wait.Seconds())
			}
			fmt.Fprintf(f, "\r%-*.*s", width, width, text)
		}, func() {
			fmt.Fprintf(f, "\r%*s\r", width, "")
		}
}

// checkAPIs says of each API whether its token is there. It is never shown, and nothing is asked with it.
func (a *app) checkAPIs(c *config) check {
	if len(c.APIs) == 0 {
		return check{"API de las redes", checkGood, "ninguna configurada: todo viene de las exportaciones", ""}
	}
	var found []string
	missing := false
	for _, api := range c.APIs {
		of := social.Network(api.Network).Title() + accountNamed(api.Account)
		if _, err := readToken(api.Variable); err != nil {
			missing = true
			found = append(found, fmt.Sprintf("%s: %v", of, err))
			continue
		}
		found = append(found, fmt.Sprintf("%s: la clave de %s está", of, api.Variable))
	}
	if missing {
		return check{"API de las redes", checkWarning, strings.Join(found, "\n"), "ponga las claves que faltan antes de «pulso collect» y de «pulso run», también en la tarea programada"}
	}
	return check{"API de las redes", checkGood, strings.Join(found, "\n"), ""}
}
