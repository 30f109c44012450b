package ingest

import "slices"

// GenericFields lists the names by which pulso.yaml may fix a column of a table of ours: the fields of the generic
// layouts, sorted.
func GenericFields() []string {
	var names []string
	for _, layout := range []Layout{genericMention, genericPost, genericMetric} {
		for _, c := range layout {
			if c.Field != "" {
				names = append(names, c.Field)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
