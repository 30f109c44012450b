package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"pulso/lexicon"
	"pulso/pipeline"
	"pulso/pipeline/store"
	"pulso/reports"
)

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Revisa la configuración, los archivos, el disco, el reloj, las claves y lo guardado",
		Args:  func(_ *cobra.Command, args []string) error { return exactly(0, "ningún argumento")(args) },
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context()) },
	}
}

// The verdicts of a check.
const (
	checkGood    = "bien"
	checkWarning = "aviso"
	checkBad     = "mal"
)

// A check is one thing that doctor has looked at.
type check struct {
	What    string `json:"what"`
	Verdict string `json:"verdict"`
	Found   string `json:"found"`
	Advice  string `json:"advice,omitempty"`
}

// doctor looks at everything that a run needs. It changes nothing, and ends with status 2 when something is wrong, so
// that a scheduled job can ask first.
func (a *app) doctor(ctx context.Context) error {
	checks := []check{a.checkVersions()}
	c, err := loadConfig(a.dir)
	if err != nil {
		checks = append(checks, check{"configuración", checkBad, err.Error(), ""})
	} else {
		found := fmt.Sprintf("%s: %s, %s, %s", c.Entity.Name, reports.Plural(len(c.Accounts), "cuenta", "cuentas"), reports.Plural(len(c.Topics), "tema", "temas"), reports.Plural(len(c.Targets), "objetivo", "objetivos"))
		checks = append(checks, check{"configuración", checkGood, found, ""}, a.checkLexicon(), a.checkRecords(c), a.checkInbox(ctx, c), a.checkAPIs(c), a.checkKey(c), a.checkDisk(), a.checkClock(c), a.checkLock(), a.checkLeftovers(), a.checkStore())
	}
	if a.json {
		if err := a.printJSON(map[string]any{"checks": checks}); err != nil {
			return err
		}
	} else {
		a.printChecks(checks)
	}
	for _, c := range checks {
		if c.Verdict == checkBad {
			return quiet(exitUsage)
		}
	}
	return ctx.Err()
}

func (a *app) printChecks(checks []check) {
	for _, c := range checks {
		fmt.Fprintf(a.stdout, "%-6s %s: %s\n", c.Verdict, c.What, strings.ReplaceAll(strings.TrimSpace(c.Found), "\n", "\n         "))
		if c.Advice != "" {
			fmt.Fprintln(a.stdout, "       → "+c.Advice)
		}
	}
}

func (a *app) checkVersions() check {
	return check{"programa", checkGood, fmt.Sprintf("pulso %s, léxico %s, formato de los datos %d, %s, %s/%s", version, lexicon.Spanish().Version(), store.FormatVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH), ""}
}

func (a *app) checkLexicon() check {
	if a.officeTables() == nil {
		return check{"léxico propio", checkGood, "no hay tablas en lexico/; se usa el de pulso", ""}
	}
	l, err := a.loadLexicon()
	if err != nil {
		return check{"léxico propio", checkBad, err.Error(), "corrija esas líneas"}
	}
	if strangers := a.strangers(); len(strangers) > 0 {
		return check{"léxico propio", checkWarning, strangers[0].String(), "use el nombre de una tabla de pulso («pulso lexicon stats» las lista)"}
	}
	return check{"léxico propio", checkGood, "versión " + l.Version(), ""}
}

// checkRecords reads the office's own tables as a report would.
func (a *app) checkRecords(c *config) check {
	in, err := a.records(c)
	if err != nil {
		return check{"registros", checkBad, err.Error(), ""}
	}
	said := func(kept bool, n int, what string) string {
		if !kept {
			return "sin " + what
		}
		return fmt.Sprintf("%s: %d", what, n)
	}
	return check{"registros", checkGood, strings.Join([]string{
		said(in.Publications != nil, len(in.Publications), "publicaciones del sitio"), said(in.Approvals != nil, len(in.Approvals), "aprobaciones"),
		said(in.Events != nil, len(in.Events), "eventos"), said(in.Peers != nil, len(in.Peers), "comparativo"),
	}, "; "), ""}
}

// checkInbox asks of every file what it is.
func (a *app) checkInbox(ctx context.Context, c *config) check {
	paths, err := expand([]string{filepath.Join(a.dir, "inbox")})
	if err != nil {
		return check{"inbox", checkBad, err.Error(), "cree la carpeta inbox y copie en ella lo que exportó de las redes"}
	}
	p := &pipeline.Pipeline{Dir: a.dir, Zone: c.zone, Accounts: c.accounts(), Input: c.input}
	var unknown []string
	for _, path := range paths {
		i, err := p.Inspect(ctx, path)
		if err != nil {
			return check{"inbox", checkBad, err.Error(), ""}
		}
		if i.Format == nil {
			unknown = append(unknown, i.File)
		}
	}
	switch {
	case len(paths) == 0:
		return check{"inbox", checkWarning, "está vacía", "copie en ella lo que exportó de las redes"}
	case len(unknown) > 0:
		return check{"inbox", checkBad, fmt.Sprintf("%s; no se reconoce %s", reports.Plural(len(paths), "archivo", "archivos"), reports.Join(unknown)), "vea por qué con «pulso inspect», y sáquelos o corríjalos"}
	}
	return check{"inbox", checkGood, reports.Plural(len(paths), "archivo", "archivos") + ", todos reconocidos", ""}
}

// checkKey says that the key of the pseudonyms is there. It is never shown.
func (a *app) checkKey(c *config) check {
	if c.Privacy.Authors == "handle" {
		return check{"privacidad", checkWarning, "los autores se guardan y se muestran con su nombre de usuario", "la base tiene datos personales (Ley 1581 de 2012): limite quién la ve"}
	}
	info, err := os.Stat(filepath.Join(a.dir, keyName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return check{"privacidad", checkGood, "los autores van con seudónimo; la clave se crea en la primera ejecución", ""}
	case err != nil || info.Size() == 0:
		return check{"privacidad", checkBad, "la clave de los seudónimos no se puede leer o está vacía", "recupere " + keyName + " de una copia: sin ella los seudónimos cambian"}
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return check{"privacidad", checkWarning, "la clave de los seudónimos está y otros usuarios del equipo la pueden leer", "deje " + keyName + " solo para su dueño (chmod 600)"}
	}
	return check{"privacidad", checkGood, "los autores van con seudónimo; la clave está", ""}
}

// leastFree is the free space below which a run may not end: the largest months, their versions and their reports.
const leastFree = 500 << 20

func (a *app) checkDisk() check {
	free, err := freeSpace(a.dir)
	if err != nil {
		return check{"disco", checkWarning, "no se pudo saber cuánto espacio hay: " + err.Error(), ""}
	}
	found := fmt.Sprintf("%s MB libres", number(int(free>>20)))
	if free < leastFree {
		return check{"disco", checkBad, found, fmt.Sprintf("libere espacio: un mes grande necesita unos %d MB", leastFree>>20)}
	}
	probe, err := os.CreateTemp(a.dir, ".pulso-*.tmp")
	if err != nil {
		return check{"disco", checkBad, "no se puede escribir en la carpeta: " + err.Error(), "revise los permisos, o si la unidad de red está conectada"}
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return check{"disco", checkWarning, "el archivo de prueba no se pudo borrar: " + err.Error(), ""}
	}
	return check{"disco", checkGood, found, ""}
}

// checkClock holds the clock against the youngest file: one of the future means that the clock is behind, and the month
// that ends by the clock would be another.
func (a *app) checkClock(c *config) check {
	now := a.now()
	found := fmt.Sprintf("%s en %s; el último mes terminado es %s", now.In(c.zone).Format("02/01/2006 15:04"), c.TimeZone, c.lastMonth(a))
	youngest := a.youngest()
	if youngest.After(now.Add(24 * time.Hour)) {
		return check{"reloj", checkBad, found + "; hay archivos con fecha posterior, " + youngest.In(c.zone).Format("02/01/2006"), "ponga en hora el reloj del equipo"}
	}
	return check{"reloj", checkGood, found, ""}
}

func (a *app) youngest() time.Time {
	var youngest time.Time
	for _, folder := range []string{"inbox", filepath.Join("data", "manifest")} {
		// A folder that is not there, or cannot be read, is told by other checks.
		_ = filepath.WalkDir(filepath.Join(a.dir, folder), func(_ string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return nil
			}
			if info, err := entry.Info(); err == nil && info.ModTime().After(youngest) {
				youngest = info.ModTime()
			}
			return nil
		})
	}
	return youngest
}

func (a *app) checkLock() check {
	holder, busy, err := store.Open(a.dir).Busy()
	switch {
	case err != nil:
		return check{"en uso", checkWarning, err.Error(), ""}
	case busy:
		return check{"en uso", checkWarning, fmt.Sprintf("otra ejecución de pulso lo tiene: proceso %d de %s en el equipo %s", holder.PID, cmp.Or(holder.User, "?"), cmp.Or(holder.Host, "?")), "espere a que termine"}
	}
	return check{"en uso", checkGood, "nadie más lo está usando", ""}
}

// checkLeftovers says what an interrupted command left behind.
func (a *app) checkLeftovers() check {
	left, err := store.Open(a.dir).Leftovers()
	switch {
	case err != nil:
		return check{"restos", checkWarning, err.Error(), ""}
	case len(left) > 0:
		return check{"restos", checkWarning, "una orden que no terminó, o que está en curso, dejó " + reports.Join(left), "no los borre: la próxima orden que escriba (run, report, correct) los completa o los quita"}
	}
	return check{"restos", checkGood, "ninguna orden quedó a medias", ""}
}

// checkStore verifies every month and reads the ledgers.
func (a *app) checkStore() check {
	s := store.Open(a.dir)
	months, err := s.Months()
	if err != nil {
		return check{"datos guardados", checkBad, err.Error(), ""}
	}
	faults := 0
	for _, m := range months {
		found, err := s.Verify(m)
		if err != nil {
			return check{"datos guardados", checkBad, err.Error(), ""}
		}
		faults += len(found)
	}
	decisions, err := s.Decisions()
	_, errReviews := s.Reviews()
	_, errPetitions := s.Petitions()
	_, errWords := s.Words()
	if err := errors.Join(err, errReviews, errPetitions, errWords); err != nil {
		return check{"datos guardados", checkBad, err.Error(), ""}
	}
	if faults > 0 {
		return check{"datos guardados", checkBad, reports.Plural(faults, "diferencia", "diferencias") + " entre los archivos y sus huellas", "véalas con «pulso verify»"}
	}
	return check{"datos guardados", checkGood, fmt.Sprintf("%s y %s, todo coincide", reports.Plural(len(months), "mes", "meses"), reports.Plural(len(decisions), "corrección", "correcciones")), ""}
}
