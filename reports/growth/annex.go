package growth

import "pulso/reports"

// annex is what lets a reader check the report: inputs, rejects, definitions.
func annex(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "anexos", Title: "Anexos"}
	rejects, err := reports.RejectTable("A2", a.in.Current.Rejects)
	if err != nil {
		return s, err
	}
	s.Blocks = append(s.Blocks, reports.IntakeTable("A1", a.in.Current), rejects, reports.IndicatorTable("A3", used),
		&reports.Paragraph{Text: "Las cifras salen de los archivos que cada red entrega a la oficina, listados en la tabla A1 y, con su huella SHA-256, en la hoja Control de la base. Cada cifra de este documento se puede rehacer con las filas de la base; la hoja Resumen lo hace con fórmulas."})
	if t := reports.EditionTable("A4", a.in.Editions); t != nil {
		s.Blocks = append(s.Blocks, t)
	}
	return s, nil
}
