// Package growth makes the month's report on the growth of the official accounts: activity 2 of the procedure.
//
// Its one idea: every figure is computed once, per account, over the months at hand (series.go, post.go); sections
// and sheets only arrange those figures. A section is one function and one line in the list below.
package growth

import (
	"fmt"

	"pulso/pipeline/social"
	"pulso/reports"
)

// The report's sections, in the order in which they are printed.
var sections = []func(*analysis) (reports.Section, error){
	summary,
	accounts,
	community,
	posts,
	reach,
	topPosts,
	hours,
	lineamientos,
	care,
	peers,
	eventSection,
	findings,
	annex,
}

// used are the indicators that the report prints, for the dictionary and the annex.
var used = reports.IndicatorsOf("K01", "K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09", "K10", "K11", "K12", "K13", "K14", "K15", "K16", "K17", "A01", "A02", "A03", "Q05")

// An analysis is the month being reported with all that sections and sheets are made from.
type analysis struct {
	in  *reports.Input
	now social.Month
	data
	band      bands // fixed before the month, by the three months before it: what K16 judges by
	next      bands // fixed by this month and the two before it: for the month to come
	site      []sitePage
	policies  []policy
	events    []coveredEvent
	attention *reports.Attention
	petitions []reports.Proposal
	gone      []missingPost
	sheet     sheets
}

// Build makes the report of in.Current. It fails only when the store cannot be read.
func Build(in reports.Input) (*reports.Report, error) {
	a := &analysis{in: &in, now: in.Current.Month}
	if err := a.load(); err != nil {
		return nil, err
	}
	a.band = a.bandsOver(1, 3)
	a.next = a.bandsOver(0, 2)
	if err := a.readMentions(); err != nil {
		return nil, err
	}
	a.loadSite()
	a.loadEvents()
	a.checkPolicies()
	a.gone = a.missingPosts()
	a.makeSheets()

	r := &reports.Report{
		Kind:     "crecimiento",
		Title:    "Informe mensual de crecimiento de las redes sociales oficiales",
		Subtitle: reports.MonthName(a.now),
		Month:    a.now,
		Control:  in.NewControl("2. Generar informes mensuales de crecimiento de las redes oficiales del distrito", "crecimiento", a.cut),
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

// readMentions reads what the mentions say of the attention that citizens got.
func (a *analysis) readMentions() error {
	requests := a.in.Requests()
	if a.in.Current.Mentions != nil {
		for m, err := range a.in.Current.Mentions {
			if err != nil {
				return fmt.Errorf("leer las menciones: %w", err)
			}
			requests.Add(m)
		}
	}
	a.attention, a.petitions = requests.End()
	return nil
}
