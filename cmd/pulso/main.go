// Pulso reads what the social networks export of a public office's accounts and of what citizens say of it, scores the
// mentions with a Spanish lexicon that explains itself, and writes the month's two reports with their Excel bases.
//
// Its one idea: a month is a function of the files in the inbox, the lexicon, the corrections and the configuration,
// so running it again gives the same bytes, and every figure leads back to a row.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"pulso/pipeline/social"
)

// version of the program, as it stands in manifests and reports.
const version = "0.1.0"

// collectAt is how much garbage may gather, in percent of what is in use, before it is collected. With Go's own 100 a
// month of a million mentions takes half as much memory again, and is made no faster: what it makes most is short-lived.
const collectAt = 40

func main() {
	debug.SetGCPercent(collectAt)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// An app is one invocation: where it reads and prints, and the clock, which nothing below cmd has.
type app struct {
	dir            string
	json           bool
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	servers        map[social.Network]string // in place of the networks' own; tests only
}

// run executes a command line and returns its exit status. Only this package prints.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return (&app{stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}).execute(ctx, args)
}

func (a *app) execute(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil {
		err = context.Canceled
	}
	code := exitCode(err)
	if err != nil && !errors.As(err, new(quiet)) {
		fmt.Fprintln(a.stderr, "pulso:", message(err))
	}
	return code
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "pulso",
		Short: "Informes mensuales de redes sociales: crecimiento y sentimiento, con sus bases en Excel",
		Long: `pulso lee lo que exportan Facebook, X (Twitter), Instagram, YouTube y LinkedIn, califica lo que dicen
las personas con un léxico en español que explica cada resultado, y escribe los dos informes del mes
con sus bases en Excel.

Estados de salida: 0 hecho · 1 no se pudo y nada cambió · 2 uso o configuración · 3 hecho, pero algunas
filas se rechazaron · 4 verify o eval --min hallaron una diferencia · 130 interrumpido.`,
		Example:       "  pulso demo                      un ejemplo completo, sin red\n  pulso init redes                un espacio de trabajo nuevo\n  pulso -C redes run              el último mes terminado",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.PersistentFlags().StringVarP(&a.dir, "dir", "C", ".", "carpeta del espacio de trabajo")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "escribe el resultado como un objeto JSON")
	root.PersistentFlags().BoolP("help", "h", false, "muestra esta ayuda")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage("%s", flagMessage(err)) })
	cobra.AddTemplateFunc("spanish", flagWords.Replace)
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpCommand(&cobra.Command{Use: "help [orden]", Short: "Ayuda de una orden", Hidden: true, RunE: func(c *cobra.Command, args []string) error {
		found, _, err := root.Find(args)
		if err != nil {
			return usage("no existe la orden %q", args)
		}
		return found.Help()
	}})
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		a.initCommand(), a.demoCommand(), a.runCommand(), a.collectCommand(), a.inspectCommand(), a.reportCommand(),
		a.scoreCommand(), a.explainCommand(), a.evalCommand(), a.monthsCommand(),
		a.closeCommand(), a.verifyCommand(), a.correctCommand(), a.diffCommand(), a.lexiconCommand(), a.exportCommand(), a.pruneCommand(), a.doctorCommand(),
	)
	plainUse(root)
	return root
}

// plainUse keeps cobra from adding «[flags]» to the lines of use.
func plainUse(c *cobra.Command) {
	c.DisableFlagsInUseLine = true
	for _, child := range c.Commands() {
		plainUse(child)
	}
}

// flagWords are the English words that the flags' own listing holds, padded alike so that its columns stay.
var flagWords = strings.NewReplacer(" strings ", " LISTA   ", " string ", " TEXTO  ", " float ", " CIFRA ", " int ", " N   ", "(default ", "(si no se dice, ")

// usageTemplate is cobra's own, in Spanish.
const usageTemplate = `Uso:{{if .Runnable}}
  {{.UseLine}} [opciones]{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [orden]{{end}}{{if .HasExample}}

Ejemplos:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

Órdenes:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Opciones:
{{.LocalFlags.FlagUsages | spanish | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

Opciones generales:
{{.InheritedFlags.FlagUsages | spanish | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

Use «{{.CommandPath}} [orden] --help» para saber más de una orden.{{end}}
`
