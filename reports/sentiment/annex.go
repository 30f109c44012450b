package sentiment

import "pulso/reports"

// annex is what lets a reader check the report: inputs, rejects, definitions.
func annex(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "anexos", Title: "Anexos"}
	rejects, err := reports.RejectTable("A2", a.in.Current.Rejects)
	if err != nil {
		return s, err
	}
	s.Blocks = append(s.Blocks, reports.IntakeTable("A1", a.in.Current), rejects, reports.IndicatorTable("A3", used),
		&reports.Paragraph{Text: "Cada cifra de este documento se puede rehacer con las filas de la base; la hoja Resumen lo hace con fórmulas. " + a.privacy()})
	if t := reports.EditionTable("A4", a.in.Editions); t != nil {
		s.Blocks = append(s.Blocks, t)
	}
	return s, nil
}

// privacy says in plain words what the base shows of authors.
func (a *analysis) privacy() string {
	if a.in.Office.ShowAuthors {
		return "La configuración muestra los usuarios de los autores en la base: es un tratamiento de datos personales (Ley 1581 de 2012) y la base no debe salir de la oficina."
	}
	return "Los autores van con seudónimo (Ley 1581 de 2012): el mismo autor tiene siempre el mismo, y no se puede volver de él a la persona sin la clave de la oficina."
}
