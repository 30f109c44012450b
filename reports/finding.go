package reports

// A Finding is what a rule saw in the figures, where they are, and what it recommends.
type Finding struct {
	Rule, Text string
	Evidence   string // ids of tables and charts: «T6, C4»
	Advice     string
}

// Found is a finding of a rule.
func Found(rule, text, evidence, advice string) Finding { return Finding{rule, text, evidence, advice} }

// FindingTable is the table of what the rules found in an analysis, in their order. A rule that sees nothing says nothing.
func FindingTable[A any](id, caution string, rules []func(A) []Finding, a A) *Table {
	t := &Table{
		ID: id, Title: "Hallazgos por reglas",
		Columns: []Column{{Title: "Regla", Width: 0.08}, {Title: "Hallazgo", Width: 0.44}, {Title: "Evidencia", Width: 0.12}, {Title: "Recomendación", Width: 0.36}},
		Empty:   "Ninguna regla encontró algo que destacar con los datos del mes.",
		Notes:   []string{"Cada hallazgo lo escribe una regla fija a partir de las tablas citadas. " + caution},
	}
	for _, rule := range rules {
		for _, f := range rule(a) {
			t.Rows = append(t.Rows, []Cell{{Text: f.Rule}, {Text: f.Text}, {Text: Refs(f.Evidence)}, {Text: f.Advice}})
		}
	}
	return t
}
