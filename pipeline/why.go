package pipeline

import (
	"fmt"
	"slices"
	"strings"
)

// Why says the causes in words that need no knowledge of the program, one sentence each.
func (c *Comparison) Why() []string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, in := range c.Inputs {
		switch in.Change {
		case "added":
			say("Archivo nuevo: %s, con %s del mes.", in.File, rowsText(in.Kept[1]))
		case "removed":
			say("Ya no está el archivo %s, que tenía %s del mes.", in.File, rowsText(in.Kept[0]))
		default:
			say("Cambió el archivo %s: antes %s del mes, ahora %s.", in.File, rowsText(in.Kept[0]), rowsText(in.Kept[1]))
		}
	}
	if slices.Contains(c.Causes, CauseCorrections) {
		say("Correcciones de los analistas: %s de clase distinta por decisión de una persona.", mentionsText(len(c.Corrected)))
	}
	for _, r := range c.Records {
		switch r.Change {
		case "added":
			say("Registro nuevo: %s, con %s del mes.", r.Name, rowsText(r.Rows[1]))
		case "removed":
			say("Ya no está el registro %s, que tenía %s del mes.", r.Name, rowsText(r.Rows[0]))
		default:
			say("Cambió el registro %s: antes %s del mes, ahora %s.", r.Name, rowsText(r.Rows[0]), rowsText(r.Rows[1]))
		}
	}
	if slices.Contains(c.Causes, CauseLexicon) {
		say("%s Entradas que pesan distinto en las menciones del mes: %d.", c.lexiconText(), len(c.Terms))
	}
	if slices.Contains(c.Causes, CauseConfig) {
		say("Cambió la configuración (pulso.yaml o la clave de los seudónimos).")
	}
	if slices.Contains(c.Causes, CauseProgram) {
		say("Cambió el programa: de la versión %s a la %s.", c.Program[0], c.Program[1])
	}
	if c.State[0] != c.State[1] {
		say("El mes pasó de %s a %s.", c.State[0].Title(), c.State[1].Title())
	}
	if c.Reason != "" {
		say("Motivo anotado: %s.", strings.TrimSuffix(c.Reason, "."))
	}
	return lines
}

// toldEntries is how many entries a sentence names.
const toldEntries = 10

// lexiconText says whose entries changed, and names those of the office.
func (c *Comparison) lexiconText() string {
	if len(c.Entries) == 0 {
		return "El léxico cambió."
	}
	names := make([]string, 0, toldEntries+1)
	for i, e := range c.Entries {
		if i == toldEntries {
			names = append(names, fmt.Sprintf("y %d más", len(c.Entries)-i))
			break
		}
		name := "«" + e.Term + "» (" + changeNames[e.Change]
		if e.Mentions == 0 {
			name += ", sin mención que pese distinto"
		}
		names = append(names, name+")")
	}
	return "El léxico cambió. De la oficina: " + strings.Join(names, ", ") + "."
}

var changeNames = map[string]string{"added": "nueva", "removed": "quitada", "changed": "cambiada"}

// CauseName is a cause in Spanish.
func CauseName(cause string) string { return causeNames[cause] }

func rowsText(n int) string { return counted(n, "fila", "filas") }

func mentionsText(n int) string { return counted(n, "mención", "menciones") }

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
