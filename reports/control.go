package reports

import "cmp"

// unassigned is what an empty field of the document control prints: the office sees that it is missing, and
// nothing is invented in its place.
const unassigned = "sin asignar"

// Fields are the control header's labels and contents, in the order of the procedure's own header.
func (c *Control) Fields() [][2]string {
	return [][2]string{
		{"Entidad", cmp.Or(c.Entity, unassigned)},
		{"Proceso", cmp.Or(c.Process, unassigned)},
		{"Procedimiento", cmp.Or(c.Procedure, unassigned)},
		{"Actividad", cmp.Or(c.Activity, unassigned)},
		{"Código del informe", cmp.Or(c.Code, unassigned)},
		{"Versión del formato", cmp.Or(c.Version, unassigned)},
		{"Período", c.Period},
		{"Corte de los datos", cmp.Or(c.Cut, "sin datos")},
		{"Estado", c.State},
		{"Edición del mes", c.Edition},
		{"Elaboró", cmp.Or(c.PreparedBy, unassigned)},
		{"Revisó", cmp.Or(c.ReviewedBy, unassigned)},
		{"Aprobó", cmp.Or(c.ApprovedBy, unassigned)},
		{"Base de datos", c.BaseFile},
		{"Elaborado con", c.Program},
		{"Huella de los insumos", c.Inputs},
	}
}
