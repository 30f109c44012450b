package xlsx

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"pulso/pipeline/social"
	"pulso/reports"
)

// Edits is what a person entered in the sheets of a base that are made to be edited. Whether the mentions exist and
// what follows from it is for the caller; what is wrong in the sheet itself is among the refusals.
type Edits struct {
	Sheets      []string // those of the four that the book has
	Corrections []Correction
	Words       []Word
	Reviews     []Review
	Petitions   []Petition
	Refusals    []Refusal
}

// A Refusal is a cell that cannot be taken, and what to do about it, in Spanish.
type Refusal struct {
	Cell string `json:"cell"` // Correcciones!C14
	Why  string `json:"why"`
}

// An Entry is what one cell says.
type Entry struct {
	Value string
	Cell  string
}

// A Correction is a row of the sheet Correcciones that corrects something. Fields left as they were are empty.
type Correction struct {
	Mention Entry
	Seen    string // class that the program had given, as the sheet showed it: negative, neutral, positive, or empty
	Class   Entry  // negative, neutral, positive
	Target  Entry  // as written
	Topic   Entry  // as written
	Text    string // masked text that the analyst read; empty when the book does not show it
	Reason  string
	Analyst Entry
}

// A Word is a row of the sheet Lexico_Propuesto.
type Word struct {
	Term    Entry
	Weight  float64 // −5 … 5
	Kind    Entry   // folded: palabra, frase, adjetivo, sustantivo, verbo, adverbio …; empty when not said
	Example string
	Reason  string
	Analyst string
}

// A Review is an answered row of the sheet Evaluacion.
type Review struct {
	Mention Entry
	Class   Entry // negative, neutral, positive
	Second  Entry // the same, at the second reading; empty when there was none
	Text    string
	Analyst string
}

// A Petition is a row of the sheet Peticiones in which the office entered something.
type Petition struct {
	Mention     Entry
	Decision    string // reports.IsPetition, reports.IsNoPetition, or empty while nobody decided
	Type        string // as decided; empty keeps the proposed one
	ForwardedOn social.Date
	Filing      string
	ClosedOn    social.Date
	State       string
	Analyst     string
	Cell        string // where the decision, or the first thing entered, stands
}

// The columns of the editable sheets, folded, each with the names that it goes by.
var (
	colMention  = []string{"id_mencion"}
	colText     = []string{"texto_enmascarado", "texto"}
	colAnalyst  = []string{"analista", "revisor", "responsable"}
	colReason   = []string{"motivo"}
	colAuto     = []string{"clase_auto"}
	colClass    = []string{"clase_corregida"}
	colTarget   = []string{"objetivo_corregido"}
	colTopic    = []string{"tema_corregido"}
	colTerm     = []string{"termino"}
	colWeight   = []string{"peso"}
	colKind     = []string{"tipo"}
	colExample  = []string{"ejemplo"}
	colReviewed = []string{"clase_analista", "clase_correcta", "clase_revisada", "clase_revision", "clase"}
	colSecond   = []string{"segunda_lectura", "clase_segunda_lectura", "clase_segunda", "segunda_clase"}
	colDecision = []string{"decision"}
	colDecided  = []string{"tipo_decidido", "tipo_corregido"}
	colForward  = []string{"fecha_traslado", "trasladada_el", "trasladado_el"}
	colFiling   = []string{"radicado", "numero_radicado", "radicado_pqrsd"}
	colClosed   = []string{"fecha_cierre", "cerrada_el", "cerrado_el", "fecha_respuesta"}
	colState    = []string{"estado"}
)

// ErrNoBase says that a workbook has none of the sheets that a base has for editing.
var ErrNoBase = errors.New("no es una base de pulso: no tiene ninguna de las hojas Correcciones, Lexico_Propuesto, Evaluacion o Peticiones con sus encabezados. Use el archivo base-sentimientos-AAAA-MM.xlsx que hizo el programa")

// An editableSheet is a sheet that a person may edit, the columns without which it is another sheet, and its reader.
type editableSheet struct {
	name   string
	needed []string
	read   func(*Edits, *Table)
}

// editable are those sheets in the order in which a base has them.
var editable = []editableSheet{
	{"Correcciones", []string{"id_mencion", "clase_corregida"}, (*Edits).corrections},
	{"Lexico_Propuesto", []string{"termino", "peso"}, (*Edits).words},
	{"Peticiones", []string{"id_mencion"}, (*Edits).petitions},
	{"Evaluacion", []string{"id_mencion"}, (*Edits).reviews},
}

// ReadEdits reads what a person entered in a base. Its error is for a file that is no base at all.
func ReadEdits(content []byte) (*Edits, error) {
	b, err := OpenBook(content)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	e := &Edits{}
	for _, s := range editable {
		t, err := b.Table(s.name, s.needed...)
		if err != nil {
			return nil, err
		}
		if t != nil {
			e.Sheets = append(e.Sheets, t.Sheet)
			s.read(e, t)
		}
	}
	if len(e.Sheets) == 0 {
		return nil, ErrNoBase
	}
	if err := e.readTexts(b); err != nil {
		return nil, err
	}
	return e, nil
}

func (e *Edits) refuse(cell, format string, args ...any) {
	e.Refusals = append(e.Refusals, Refusal{cell, fmt.Sprintf(format, args...)})
}

func entry(r Row, columns []string) Entry { return Entry{r.Text(columns...), r.Cell(columns...)} }

// mention is the row's key, refused where there is none or a spreadsheet has destroyed it.
func (e *Edits) mention(r Row) (Entry, bool) {
	m := entry(r, colMention)
	switch {
	case m.Value == "":
		e.refuse(m.Cell, "falta el identificador: copie en esta celda el id_mencion de la hoja Menciones")
		return m, false
	case !strings.Contains(m.Value, ":"):
		e.refuse(m.Cell, "«%s» no es un id_mencion: cópielo completo de la hoja Menciones, con la red y los dos puntos", short(m.Value))
		return m, false
	}
	return m, true
}

// classes are the names that a class goes by, folded.
var classes = map[string]string{
	"positiva": "positive", "positivo": "positive", "positive": "positive", "pos": "positive", "p": "positive",
	"negativa": "negative", "negativo": "negative", "negative": "negative", "neg": "negative", "n": "negative",
	"neutra": "neutral", "neutro": "neutral", "neutral": "neutral", "neu": "neutral", "u": "neutral",
}

// class is the class in a cell, with ok false where it is refused.
func (e *Edits) class(r Row, columns []string) (c Entry, ok bool) {
	c = entry(r, columns)
	if c.Value == "" {
		return c, true
	}
	class, ok := classes[Fold(c.Value)]
	if !ok {
		e.refuse(c.Cell, "«%s» no es una clase: escriba positiva, negativa o neutra", short(c.Value))
	}
	c.Value = class
	return c, ok
}

func (e *Edits) corrections(t *Table) {
	for _, r := range t.Rows {
		class, good := e.class(r, colClass)
		c := Correction{Class: class, Target: entry(r, colTarget), Topic: entry(r, colTopic), Text: r.Text(colText...), Reason: r.Text(colReason...), Analyst: entry(r, colAnalyst)}
		if !good {
			continue
		}
		if c.Class.Value == "" && c.Target.Value == "" && c.Topic.Value == "" {
			if c.Reason != "" {
				e.refuse(class.Cell, "hay un motivo y falta qué se corrige: elija la clase, el objetivo o el tema, o borre el motivo")
			}
			continue
		}
		if c.Mention, good = e.mention(r); !good {
			continue
		}
		c.Seen = classes[Fold(r.Text(colAuto...))]
		e.Corrections = append(e.Corrections, c)
	}
}

func (e *Edits) words(t *Table) {
	for _, r := range t.Rows {
		w := Word{Term: entry(r, colTerm), Kind: entry(r, colKind), Example: r.Text(colExample...), Reason: r.Text(colReason...), Analyst: r.Text(colAnalyst...)}
		weight := entry(r, colWeight)
		w.Kind.Value = Fold(w.Kind.Value)
		if w.Term.Value == "" {
			e.refuse(w.Term.Cell, "falta la palabra o la frase que se propone")
			continue
		}
		n, ok := r.Float(colWeight...)
		switch {
		case weight.Value == "":
			e.refuse(weight.Cell, "falta el peso de «%s»: de −5 (muy negativo) a 5 (muy positivo), de medio en medio", short(w.Term.Value))
			continue
		case !ok || math.Abs(n) > 5 || n*2 != math.Trunc(n*2):
			e.refuse(weight.Cell, "el peso «%s» no vale: de −5 (muy negativo) a 5 (muy positivo), de medio en medio, por ejemplo −2 o 1,5", short(weight.Value))
			continue
		}
		w.Weight = n + 0 // −0 is 0
		e.Words = append(e.Words, w)
	}
}

func (e *Edits) reviews(t *Table) {
	if !t.Has(colReviewed...) {
		e.refuse(fmt.Sprintf("%s!%d", t.Sheet, t.Header), "falta la columna clase_analista: recupérela de la base original")
		return
	}
	for _, r := range t.Rows {
		class, good := e.class(r, colReviewed)
		second, alsoGood := e.class(r, colSecond)
		switch {
		case !good || !alsoGood || class.Value == "" && second.Value == "":
			continue
		case class.Value == "":
			e.refuse(class.Cell, "hay segunda lectura y falta la primera: escriba la clase de la primera lectura")
			continue
		}
		m, good := e.mention(r)
		if !good {
			continue
		}
		e.Reviews = append(e.Reviews, Review{Mention: m, Class: class, Second: second, Text: r.Text(colText...), Analyst: r.Text(colAnalyst...)})
	}
}

// decisions are the names that a decision about a probable petition goes by, folded, with the word that is kept.
var decisions = map[string]string{
	"es_peticion": reports.IsPetition, "peticion": reports.IsPetition, "si": reports.IsPetition, "si_es": reports.IsPetition, "si_es_peticion": reports.IsPetition,
	"es_una_peticion": reports.IsPetition, "confirmada": reports.IsPetition, "confirmado": reports.IsPetition, "aceptada": reports.IsPetition,
	"no_es_peticion": reports.IsNoPetition, "no": reports.IsNoPetition, "no_es": reports.IsNoPetition, "no_lo_es": reports.IsNoPetition,
	"no_es_una_peticion": reports.IsNoPetition, "descartada": reports.IsNoPetition, "descartado": reports.IsNoPetition, "rechazada": reports.IsNoPetition,
	"por_decidir": "", "sin_decidir": "", "pendiente": "", "": "",
}

// petitionTypes are the types that the office may decide, folded, with the word that is kept.
var petitionTypes = map[string]string{
	"peticion": "petición", "informacion": "información", "consulta": "consulta", "queja": "queja", "reclamo": "reclamo",
	"denuncia": "denuncia", "sugerencia": "sugerencia", "solicitud": "petición", "solicitud_de_informacion": "información", "peticion_de_informacion": "información", "": "",
}

var petitionStates = map[string]string{
	"abierta": "abierta", "abierto": "abierta", "pendiente": "abierta", "en_tramite": "abierta", "trasladada": "trasladada", "trasladado": "trasladada", "remitida": "trasladada",
	"remitido": "trasladada", "cerrada": "cerrada", "cerrado": "cerrada", "respondida": "cerrada", "resuelta": "cerrada", "contestada": "cerrada", "": "",
}

func (e *Edits) petitions(t *Table) {
	for _, r := range t.Rows {
		p := Petition{Filing: r.Text(colFiling...), Analyst: r.Text(colAnalyst...)}
		decision, kind, state := entry(r, colDecision), entry(r, colDecided), entry(r, colState)
		p.Cell = decision.Cell
		var decided, typed, stated, forwarded, closed bool
		p.Decision, decided = decisions[Fold(decision.Value)]
		p.Type, typed = petitionTypes[Fold(kind.Value)]
		p.State, stated = petitionStates[Fold(state.Value)]
		p.ForwardedOn, forwarded = r.Day(colForward...)
		p.ClosedOn, closed = r.Day(colClosed...)
		inOrder := p.ForwardedOn.IsZero() || p.ClosedOn.IsZero() || p.ForwardedOn.Compare(p.ClosedOn) <= 0
		bad := false
		for _, check := range []struct {
			ok        bool
			cell, why string
		}{
			{decided, decision.Cell, fmt.Sprintf("«%s» no es una decisión: escriba es petición o no es petición, o deje la celda vacía", short(decision.Value))},
			{typed, kind.Cell, fmt.Sprintf("«%s» no es un tipo: escriba petición, información, consulta, queja, reclamo, denuncia o sugerencia", short(kind.Value))},
			{stated, state.Cell, fmt.Sprintf("«%s» no es un estado: escriba abierta, trasladada o cerrada", short(state.Value))},
			{forwarded, r.Cell(colForward...), "la fecha no se entiende: escríbala como 31/10/2026"},
			{closed, r.Cell(colClosed...), "la fecha no se entiende: escríbala como 31/10/2026"},
			{inOrder, r.Cell(colClosed...), "el cierre es anterior al traslado: revise las dos fechas"},
		} {
			if !check.ok {
				e.refuse(check.cell, "%s", check.why)
				bad = true
			}
		}
		if bad || p == (Petition{Cell: p.Cell, Analyst: p.Analyst}) {
			continue
		}
		m, good := e.mention(r)
		if !good {
			continue
		}
		p.Mention = m
		e.Petitions = append(e.Petitions, p)
	}
}

// readTexts looks up, in the sheets Menciones and Excluidas of the same book, what the analyst read of mentions that
// were added by their id alone.
func (e *Edits) readTexts(b *Book) error {
	missing := map[string][]*string{}
	for i := range e.Corrections {
		if c := &e.Corrections[i]; c.Text == "" {
			missing[c.Mention.Value] = append(missing[c.Mention.Value], &c.Text)
		}
	}
	for i := range e.Reviews {
		if r := &e.Reviews[i]; r.Text == "" {
			missing[r.Mention.Value] = append(missing[r.Mention.Value], &r.Text)
		}
	}
	for _, sheet := range b.Sheets() {
		if len(missing) == 0 {
			return nil
		}
		if name := Fold(sheet); !strings.HasPrefix(name, "menciones") && name != "excluidas" {
			continue
		}
		t, err := b.Table(sheet, "id_mencion", "texto_enmascarado")
		if err != nil {
			return err
		}
		if t == nil {
			continue
		}
		for _, r := range t.Rows {
			for _, text := range missing[r.Text(colMention...)] {
				*text = r.Text(colText...)
			}
		}
	}
	return nil
}

// short cuts what somebody entered to what a message can show.
func short(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return string(r)
}

// Grouped puts refusals in the order of the sheets and their rows, and gathers those of the same reason, so that a
// column of a hundred empty cells is one line: its cells, then the reason.
func Grouped(refusals []Refusal) (cells [][]string, why []string) {
	refusals = slices.Clone(refusals)
	slices.SortStableFunc(refusals, func(x, y Refusal) int { return cmp.Compare(place(x.Cell), place(y.Cell)) })
	for _, r := range refusals {
		i := slices.Index(why, r.Why)
		if i < 0 {
			i = len(why)
			why, cells = append(why, r.Why), append(cells, nil)
		}
		cells[i] = append(cells[i], r.Cell)
	}
	return cells, why
}

// place orders the addresses of cells: by sheet as the base has them, then by row.
func place(cell string) int {
	sheet, at, _ := strings.Cut(cell, "!")
	row, _ := strconv.Atoi(strings.TrimLeft(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	order := slices.IndexFunc(editable, func(s editableSheet) bool { return Fold(s.name) == Fold(sheet) })
	return order<<24 + row
}
