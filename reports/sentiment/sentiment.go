// Package sentiment makes the month's report on what citizens say about the office: activity 3 of the procedure.
//
// Its one idea: one pass over the mentions fills a tally (tally.go) in whole numbers, so that no figure depends on
// the order of reading; sections and sheets print tallies. A section is one function and one line in the list below.
package sentiment

import (
	"pulso/pipeline/social"
	"pulso/reports"
)

// The report's sections, in the order in which they are printed.
var sections = []func(*analysis) (reports.Section, error){
	summary,
	funnel,
	volume,
	general,
	daily,
	targets,
	topics,
	terms,
	quotes,
	requests,
	response,
	quality,
	history,
	findings,
	annex,
}

// used are the indicators that the report prints, for the dictionary and the annex.
var used = reports.IndicatorsOf("M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M09", "M10", "Q01", "Q02", "Q03", "Q04", "A01", "A02", "A03")

// depth is how many months the report looks at: the month itself, at index 0, and twelve before it.
const depth = 13

// An analysis is the month being reported with all that sections and sheets are made from.
type analysis struct {
	in        *reports.Input
	month     social.Month
	now       *tally
	months    [depth]*tally // now, and the months before; nil where the store has none
	words     map[string]*word
	untold    map[string]*word // of the negative mentions without topic
	picks     picks
	doubts    doubts
	peaks     []peak
	audit     audit
	ledger    map[string]*decision // by the mention's key
	raised    []raised             // by alarm
	flat      []byte               // of the mention that is looked over for alarms
	attention *reports.Attention
	petitions []reports.Proposal
}

// Build makes the report of in.Current. It fails only when the store cannot be read.
func Build(in reports.Input) (*reports.Report, error) {
	a := &analysis{in: &in, month: in.Current.Month}
	if err := a.load(); err != nil {
		return nil, err
	}
	r := &reports.Report{
		Kind:     "sentimientos",
		Title:    "Informe mensual de análisis de sentimientos en redes sociales",
		Subtitle: reports.MonthName(a.month),
		Month:    a.month,
		Control:  in.NewControl("3. Generar informe de análisis de sentimientos relacionados con la Alcaldía en redes sociales", "sentimientos", a.now.last),
	}
	for _, section := range sections {
		s, err := section(a)
		if err != nil {
			return nil, err
		}
		if note := in.Notes[s.ID]; note != "" {
			s.Blocks = append(s.Blocks, &reports.Paragraph{Text: note, Author: "Oficina de comunicaciones"})
		}
		if len(s.Blocks) == 0 {
			continue
		}
		r.Sections = append(r.Sections, s)
	}
	r.Number()
	r.Book = a.book(r)
	return r, nil
}
