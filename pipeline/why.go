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
		say("%s", changeText("archivo", in.Change, in.File, in.Kept))
	}
	if slices.Contains(c.Causes, CauseCorrections) {
		say("Correcciones de los analistas: %s de clase distinta por decisión de una persona.", mentionsText(len(c.Corrected)))
	}
	for _, r := range c.Records {
		say("%s", changeText("registro", r.Change, r.Name, r.Rows))
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

// changeSentences say what became of a file or a record (1) of that name (2) with rows of the month before (3) and now (4).
var changeSentences = map[string]string{
	"added":   "%[1]s nuevo: %[2]s, con %[4]s del mes.",
	"removed": "ya no está el %[1]s %[2]s, que tenía %[3]s del mes.",
	"changed": "cambió el %[1]s %[2]s: antes %[3]s del mes, ahora %[4]s.",
}

func changeText(kind, change, name string, rows [2]int) string {
	text := fmt.Sprintf(changeSentences[change], kind, name, rowsText(rows[0]), rowsText(rows[1]))
	return strings.ToUpper(text[:1]) + text[1:]
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
