package reports

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"pulso/pipeline/social"
)

// The sheets that both bases have, and the document control, are made here so that the two cannot differ.

// NewControl is the document-control header of a report on the input's month.
func (in *Input) NewControl(activity, kind string, cut social.Date) Control {
	d := in.Office.Document
	return Control{
		Entity: in.Office.Entity, Process: d.Process, Procedure: d.Procedure, Activity: activity,
		Code: d.Code, Version: d.Version, Period: MonthName(in.Current.Month), Cut: Day(cut),
		State: in.Current.State, Edition: fmt.Sprint(in.Current.Edition),
		PreparedBy: d.PreparedBy, ReviewedBy: d.ReviewedBy, ApprovedBy: d.ApprovedBy,
		BaseFile: "base-" + kind + "-" + in.Current.Month.String() + ".xlsx",
		Program:  "pulso " + in.Current.Program + ", léxico " + short(in.Current.Lexicon),
		Inputs:   in.Current.Inputs,
	}
}

// A Base is what a report's workbook has of its own. LEEME, Rechazos, Diccionario and Control are the same in both.
type Base struct {
	Kind       string // «crecimiento», in the title
	Purpose    string // for LEEME
	Sheets     []Sheet
	Editable   []string // names of the sheets that a person may change
	Indicators []Indicator
	Breaks     []Break
}

// Book is a report's workbook: LEEME first, then its own sheets, Rechazos, Diccionario and Control.
func (in *Input) Book(r *Report, b Base) Workbook {
	control := IntakeSheet(in.Current, in.Editions)
	sheets := append(b.Sheets[:len(b.Sheets):len(b.Sheets)], RejectSheet(in))
	sheets = append(sheets, Dictionary(b.Indicators, b.Breaks, append(sheets[:len(sheets):len(sheets)], control)), control)
	return Workbook{
		Title:    "Base de " + b.Kind + ", " + MonthName(r.Month),
		Subject:  r.Title,
		Sheets:   append([]Sheet{About(r, b.Purpose, b.Editable, sheets)}, sheets...),
		Controls: []string{r.Control.Program, r.Control.Inputs},
	}
}

func short(hash string) string { return hash[:min(len(hash), 12)] }

// About is the sheet LEEME: what the base is, how it is read, what each sheet holds.
func About(r *Report, purpose string, editable []string, sheets []Sheet) Sheet {
	rows := Rows{
		{"Propósito", purpose},
		{"Registro", "Base de datos en Excel de la actividad «" + r.Control.Activity + "» del procedimiento. El documento del mismo período es su lectura."},
	}
	for _, f := range r.Control.Fields() {
		rows = append(rows, []Datum{f[0], f[1]})
	}
	rows = append(rows,
		[]Datum{"Celdas vacías", "Una celda vacía significa que no hay dato. Nunca significa cero."},
		[]Datum{"Números y fechas", "Los porcentajes son fracciones con formato de porcentaje. Las fechas son fechas de Excel. Las horas son de Colombia. Los identificadores son texto: X usa 19 cifras y Excel solo conserva 15."},
		[]Datum{"Fórmulas", "La hoja Resumen se calcula con fórmulas sobre las demás hojas: al filtrar o corregir filas se puede comprobar cada cifra del documento."},
		[]Datum{"Tablas dinámicas", "La hoja Dinamica trae una, que Excel actualiza al abrir el libro. Para actualizar las que usted haga: pestaña Datos, Actualizar todo. Las hojas de datos son tablas de Excel y se pueden usar como origen por su nombre."},
	)
	if len(editable) > 0 {
		only := "Solo se editan "
		if len(editable) == 1 {
			only = "Solo se edita la hoja "
		}
		rows = append(rows, []Datum{"Hojas para editar", only + Join(editable) + ". Lo que se cambie en las demás no vuelve al programa."})
	}
	for _, s := range sheets {
		rows = append(rows, []Datum{"Hoja " + s.Name, s.Purpose})
	}
	return Sheet{
		Name: "LEEME", Purpose: "Qué es esta base y cómo se lee.",
		Columns: []SheetColumn{
			{Name: "asunto", Doc: "De qué trata la fila.", Type: Text, Width: 24},
			{Name: "contenido", Doc: "Lo que hay que saber.", Type: Text, Width: 110},
		},
		Rows: rows.All(),
	}
}

// Dictionary is the sheet Diccionario: the indicators used, the changes of definition and every column of the base.
func Dictionary(indicators []Indicator, breaks []Break, sheets []Sheet) Sheet {
	var rows Rows
	for _, i := range indicators {
		rows = append(rows, []Datum{"indicador", i.ID, i.Name, i.Doc, i.Formula, i.Unit, i.Source, i.Window, i.Missing, cmp.Or(i.Since, "primera versión")})
	}
	for _, b := range breaks {
		names := make([]string, len(b.Metrics))
		for i, m := range b.Metrics {
			names[i] = MetricName(m)
		}
		rows = append(rows, []Datum{"cambio de definición", b.Network.Title(), Join(names), b.What + ". " + b.Advice, nil, nil, nil, nil, nil, Day(b.On)})
	}
	for _, s := range sheets {
		for _, c := range s.Columns {
			rows = append(rows, []Datum{"columna", s.Name, c.Name, c.Doc, nil, typeName[c.Type], nil, nil, nil, nil})
		}
	}
	return Sheet{
		Name: "Diccionario", Table: "Diccionario", Freeze: true,
		Purpose: "Definición de cada indicador y de cada columna, y cambios de definición de las redes.",
		Columns: []SheetColumn{
			{Name: "clase", Doc: "Indicador, cambio de definición o columna.", Type: Text, Width: 20},
			{Name: "codigo_u_hoja", Doc: "Código del indicador, red u hoja.", Type: Text, Width: 20},
			{Name: "nombre", Doc: "Nombre del indicador, de la métrica o de la columna.", Type: Text, Width: 32},
			{Name: "descripcion", Doc: "Qué significa y cómo no debe leerse.", Type: Text, Width: 80},
			{Name: "formula", Doc: "Cómo se calcula.", Type: Text, Width: 60},
			{Name: "unidad", Doc: "Unidad del indicador o tipo de la columna.", Type: Text, Width: 24},
			{Name: "fuente", Doc: "De qué datos sale.", Type: Text, Width: 40},
			{Name: "ventana", Doc: "Sobre qué tiempo se calcula.", Type: Text, Width: 30},
			{Name: "sin_dato", Doc: "Cuándo no hay valor y qué se imprime.", Type: Text, Width: 50},
			{Name: "desde", Doc: "Versión de la definición, por su fecha, o fecha del cambio, dd/mm/aaaa.", Type: Text, Width: 16},
		},
		Rows: rows.All(),
	}
}

var typeName = map[CellType]string{
	Text: "texto", ID: "identificador (texto)", Integer: "número entero", Decimal: "número", Percent: "porcentaje (fracción)",
	DateOnly: "fecha", DateTime: "fecha y hora", YesNo: "Sí o No", Link: "enlace",
}

// IntakeSheet is the sheet Control: every input with its hash and what became of its rows.
func IntakeSheet(m Month, editions []Edition) Sheet {
	var rows Rows
	for _, f := range m.Intakes {
		rows = append(rows, []Datum{"insumo", f.File, TextCell(f.SHA256), TextCell(f.Format), TextCell(networkOf(f)), TextCell(f.Account),
			int64(f.Read), int64(f.Kept), int64(f.Duplicate), int64(f.OtherMonth), int64(f.Excluded), int64(f.Rejected),
			f.Balanced(), DateCell(f.From), DateCell(f.To), TextCell(strings.Join(f.Notes, " ")), TextCell(f.Declined)})
	}
	for _, e := range editions {
		rows = append(rows, []Datum{"edición", fmt.Sprintf("edición %d (%s)", e.Number, e.State), nil, nil, nil, nil,
			nil, nil, nil, nil, nil, nil, nil, DateCell(e.On), nil, TextCell(e.What), nil})
	}
	return Sheet{
		Name: "Control", Table: "Control", Freeze: true,
		Purpose: "Insumos del mes con su huella SHA-256 y el destino de sus filas; ediciones anteriores y qué cambió.",
		Columns: []SheetColumn{
			{Name: "clase", Doc: "Insumo del mes o edición anterior del informe.", Type: Text},
			{Name: "archivo", Doc: "Ruta dentro de la carpeta de entrada, o número de la edición.", Type: Text, Width: 48},
			{Name: "sha256", Doc: "Huella del archivo: cambia si cambia un solo byte.", Type: ID, Width: 24},
			{Name: "formato", Doc: "Formato reconocido; vacío si el archivo se reconoció y se dejó por fuera.", Type: Text},
			{Name: "red", Doc: "Red del archivo; vacío si trae varias.", Type: Text},
			{Name: "cuenta", Doc: "Cuenta del archivo; vacío si trae varias.", Type: Text},
			{Name: "leidas", Doc: "Filas leídas.", Type: Integer},
			{Name: "conservadas", Doc: "Filas que quedaron en el mes.", Type: Integer},
			{Name: "duplicadas", Doc: "Filas que repetían otra ya leída.", Type: Integer},
			{Name: "otro_mes", Doc: "Filas de otro mes.", Type: Integer},
			{Name: "excluidas", Doc: "Totales, encabezados y menciones que no son de la ciudadanía o no se pueden leer.", Type: Integer},
			{Name: "rechazadas", Doc: "Filas que no se entendieron: están en la hoja Rechazos.", Type: Integer},
			{Name: "cuadra", Doc: "Sí cuando leídas = conservadas + duplicadas + otro mes + excluidas + rechazadas.", Type: YesNo},
			{Name: "desde", Doc: "Primer día de los datos del archivo, o día de la edición.", Type: DateOnly},
			{Name: "hasta", Doc: "Último día de los datos del archivo.", Type: DateOnly},
			{Name: "notas", Doc: "Observaciones de la lectura, o qué cambió en la edición.", Type: Text, Width: 60},
			{Name: "motivo_omision", Doc: "Por qué el archivo se dejó por fuera; vacío si se leyó.", Type: Text, Width: 40},
		},
		Rows: rows.All(),
	}
}

func networkOf(f social.Intake) string {
	if f.Network == "" {
		return ""
	}
	return f.Network.Title()
}

// RejectSheet is the sheet Rechazos. Rejected rows may hold names of people: the row as read is shown only where
// authors are; elsewhere the file and the line lead to it.
func RejectSheet(in *Input) Sheet {
	official := in.Office.Official()
	return Sheet{
		Name: "Rechazos", Table: "Rechazos", Freeze: true,
		Purpose: "Filas que no se entendieron, con su motivo y qué hacer. No entran en ninguna cifra.",
		Columns: []SheetColumn{
			{Name: "archivo", Doc: "Archivo de la fila.", Type: Text, Width: 48},
			{Name: "parte", Doc: "Hoja o archivo interno; vacío si no tiene.", Type: Text},
			{Name: "fila", Doc: "Línea o fila donde empieza.", Type: Integer},
			{Name: "motivo", Doc: "Por qué se rechazó.", Type: Text, Width: 36},
			{Name: "columna", Doc: "Encabezado de la celda; vacío si es la fila completa.", Type: Text},
			{Name: "valor", Doc: "Valor que no se entendió, con las personas enmascaradas.", Type: Text, Width: 30},
			{Name: "detalle", Doc: "Qué se esperaba y qué hacer.", Type: Text, Width: 60},
			{Name: "fila_original", Doc: "La fila como se leyó; vacía cuando los autores van con seudónimo.", Type: Text, Width: 60},
			{Name: "formato", Doc: "Formato con que se leyó.", Type: Text},
		},
		Rows: func(yield func([]Datum, error) bool) {
			for r, err := range in.Current.Rejects {
				if err != nil {
					yield(nil, err)
					return
				}
				var raw Datum
				if in.Office.ShowAuthors {
					raw = TextCell(r.Raw)
				}
				row := []Datum{r.From.File, TextCell(r.From.Part), int64(r.From.Line), ReasonName(r.Reason), TextCell(r.Column),
					TextCell(Mask(r.Value, official)), TextCell(Mask(r.Detail, official)), raw, TextCell(r.Format)}
				if !yield(row, nil) {
					return
				}
			}
		},
	}
}

// ReasonName says why a row was rejected; a reason without sentence prints its own name.
func ReasonName(r social.Reason) string {
	if s, ok := social.ReasonText[r]; ok {
		return s
	}
	return string(r)
}

// IntakeTable is the annex's table: what became of the rows of each file, with their sum. Of the pages of an API it has the
// sum only: the sheet Control has each.
func IntakeTable(id string, m Month) *Table {
	t := &Table{
		ID: id, Title: "Insumos del mes y destino de sus filas", Sheet: "Control",
		Columns: []Column{{Title: "Archivo", Width: 0.31}, {Title: "Leídas", Right: true, Width: 0.08}, {Title: "Conservadas", Right: true, Width: 0.12},
			{Title: "Duplicadas", Right: true, Width: 0.11}, {Title: "Otro mes", Right: true, Width: 0.09}, {Title: "Excluidas", Right: true, Width: 0.1},
			{Title: "Rechazadas", Right: true, Width: 0.11}, {Title: "Cuadra", Width: 0.08}},
		Empty: "El mes no tiene archivos de entrada.",
		Notes: []string{"Cada fila leída tiene un destino: leídas = conservadas + duplicadas + otro mes + excluidas + rechazadas."},
	}
	var all social.Intake
	for _, f := range social.ByTake(m.Intakes) {
		if f.Declined != "" {
			t.Notes = append(t.Notes, f.File+" se dejó por fuera: "+f.Declined)
			continue
		}
		t.Rows = append(t.Rows, intakeRow(f.File, f, false))
		all.Read += f.Read
		all.Kept += f.Kept
		all.Duplicate += f.Duplicate
		all.OtherMonth += f.OtherMonth
		all.Excluded += f.Excluded
		all.Rejected += f.Rejected
	}
	if len(t.Rows) > 1 {
		t.Rows = append(t.Rows, intakeRow("Total", all, true))
	}
	return t
}

func intakeRow(name string, f social.Intake, bold bool) []Cell {
	row := []Cell{{Text: name, Bold: bold}}
	for _, n := range []int{f.Read, f.Kept, f.Duplicate, f.OtherMonth, f.Excluded, f.Rejected} {
		v := Int(n)
		row = append(row, Cell{Value: &v, Bold: bold})
	}
	return append(row, Cell{Text: YesOrNo(f.Balanced()), Bold: bold})
}

// RejectTable counts the rejected rows by reason.
func RejectTable(id string, rejects iter.Seq2[*social.Reject, error]) (*Table, error) {
	type group struct {
		n     int
		first social.Origin
	}
	groups := map[social.Reason]group{}
	for r, err := range rejects {
		if err != nil {
			return nil, fmt.Errorf("leer los rechazos: %w", err)
		}
		g := groups[r.Reason]
		if g.n == 0 || r.From.Compare(g.first) < 0 {
			g.first = r.From
		}
		g.n++
		groups[r.Reason] = g
	}
	t := &Table{
		ID: id, Title: "Filas rechazadas por motivo", Sheet: "Rechazos",
		Columns: []Column{{Title: "Motivo", Width: 0.4}, {Title: "Filas", Right: true}, {Title: "Primer caso", Width: 0.4}},
		Empty:   "No se rechazó ninguna fila.",
	}
	for _, reason := range slices.Sorted(maps.Keys(groups)) {
		g := groups[reason]
		n := Int(g.n)
		t.Rows = append(t.Rows, []Cell{{Text: ReasonName(reason)}, {Value: &n}, {Text: g.first.String()}})
	}
	return t, nil
}

// EditionTable is the annex's log of the month's earlier versions; nil when this is the first.
func EditionTable(id string, editions []Edition) *Table {
	if len(editions) == 0 {
		return nil
	}
	t := &Table{
		ID: id, Title: "Ediciones anteriores de este informe", Sheet: "Control",
		Columns: []Column{{Title: "Edición", Width: 0.12}, {Title: "Estado", Width: 0.16}, {Title: "Fecha", Width: 0.16}, {Title: "Qué cambió y por qué", Width: 0.56}},
	}
	for _, e := range editions {
		t.Rows = append(t.Rows, []Cell{{Text: fmt.Sprint(e.Number)}, {Text: e.State}, {Text: cmp.Or(Day(e.On), "sin fecha")}, {Text: e.What}})
	}
	return t
}

// IndicatorTable is the annex's list of the indicators that a report uses.
func IndicatorTable(id string, indicators []Indicator) *Table {
	t := &Table{
		ID: id, Title: "Indicadores de este informe", Sheet: "Diccionario",
		Columns: []Column{{Title: "Código", Width: 0.08}, {Title: "Indicador", Width: 0.22}, {Title: "Fórmula", Width: 0.4}, {Title: "Cuando no hay dato", Width: 0.3}},
	}
	for _, i := range indicators {
		t.Rows = append(t.Rows, []Cell{{Text: i.ID}, {Text: i.Name}, {Text: i.Formula}, {Text: i.Missing}})
	}
	return t
}

// BreakTable lists changes of definition.
func BreakTable(id string, breaks []Break) *Table {
	t := &Table{
		ID: id, Title: "Cambios de definición de las redes", Sheet: "Diccionario",
		Columns: []Column{{Title: "Fecha", Width: 0.12}, {Title: "Red", Width: 0.13}, {Title: "Qué cambió", Width: 0.4}, {Title: "Cómo se lee", Width: 0.35}},
		Empty:   "No hay cambios de definición conocidos en los meses que este informe compara.",
	}
	for _, b := range breaks {
		t.Rows = append(t.Rows, []Cell{{Text: Day(b.On)}, {Text: b.Network.Title()}, {Text: b.What}, {Text: b.Advice}})
	}
	return t
}

// Marks are the words of Value.Notes; they are constants because tests and renderers meet them.
const (
	Estimated = "estimado"
	Partial   = "parcial"
)

var metricNames = map[social.Metric]string{
	social.FollowersTotal: "seguidores totales", social.FollowersNew: "altas de seguidores", social.FollowersLost: "bajas de seguidores",
	social.FollowersNet: "seguidores netos", social.Views: "vistas", social.Impressions: "impresiones", social.Reach: "alcance",
	social.Interactions: "interacciones (según la red)", social.Reactions: "reacciones", social.Comments: "comentarios",
	social.Shares: "compartidos", social.Saves: "guardados", social.Clicks: "clics", social.LinkClicks: "clics en enlaces",
	social.ProfileVisits: "visitas al perfil", social.PostsPublished: "publicaciones (según la red)", social.VideoViews: "vistas de video",
	social.WatchTimeHours: "horas de reproducción", social.ReachedFollowers: "seguidores alcanzados", social.EngagedUsers: "personas que interactuaron",
	social.EngagementRate: "tasa de interacción (según la red)", social.ThumbImpressions: "impresiones de miniaturas", social.ThumbCTR: "tasa de clics de miniaturas",
}

// MetricName is a metric as reports print it.
func MetricName(m social.Metric) string {
	if s, ok := metricNames[m]; ok {
		return s
	}
	return string(m)
}
