package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
	"pulso/reports"
	"pulso/reports/xlsx"
)

// addEvidence fills in what a report takes from the office's own records: the ledgers in corrections/, the list of the
// official site, and the tables of registros/. A record that is not there stays nil, which the reports print as such.
func (a *app) addEvidence(c *config, s *store.Store, snap *store.Snapshot, in *reports.Input) error {
	if err := addLedgers(s, snap, c.zone, in); err != nil {
		return err
	}
	if err := addEditions(s, snap, in); err != nil {
		return err
	}
	r, err := a.records(c)
	if err != nil {
		return err
	}
	in.Publications, in.Approvals, in.Events, in.Peers = r.Publications, r.Approvals, r.Events, r.Peers
	if in.Events != nil {
		in.Events = slices.DeleteFunc(in.Events, func(e reports.Event) bool { return social.MonthOf(e.Start, c.zone) != snap.Month })
	}
	return nil
}

// fieldNames are the fields of a decision as reports name them.
var fieldNames = map[string]string{store.FieldSentiment: "clase", store.FieldTarget: "objetivo", store.FieldTopic: "tema"}

func addLedgers(s *store.Store, snap *store.Snapshot, zone *time.Location, in *reports.Input) error {
	decisions, err := s.Decisions()
	if err != nil {
		return err
	}
	for _, d := range decisions {
		in.Corrections = append(in.Corrections, reports.Correction{
			Key: d.Mention, Field: fieldNames[d.Field], From: className(d.Field, d.From), To: className(d.Field, d.To), Reason: d.Reason, By: d.Analyst, On: social.DateOf(d.When, zone), Month: d.Month,
		})
	}
	words, err := s.Words()
	if err != nil {
		return err
	}
	for _, w := range words {
		from := ""
		if w.From != nil {
			from = "«" + w.Term + "» " + weightText(*w.From)
		}
		in.Corrections = append(in.Corrections, reports.Correction{
			Field: "término", From: from, To: "«" + w.Term + "» " + weightText(w.To), Reason: w.Reason, By: w.Analyst, On: social.DateOf(w.When, zone),
		})
	}
	slices.SortStableFunc(in.Corrections, func(x, y reports.Correction) int { return x.On.Compare(y.On) })
	if err := addReviews(s, snap, in); err != nil {
		return err
	}
	petitions, err := s.Petitions()
	if err != nil {
		return err
	}
	for _, p := range lastOf(petitions, func(p store.Petition) string { return p.Mention }) {
		in.Petitions = append(in.Petitions, reports.Petition{Key: p.Mention, ReceivedOn: p.ReceivedOn, Decision: p.Decision, Type: p.Type, ForwardedOn: p.ForwardedOn, Filing: p.Filing, ClosedOn: p.ClosedOn, State: p.State})
	}
	return nil
}

// className is a class in the office's words; targets and topics are named as they are.
func className(field, value string) string {
	if p, ok := social.ParsePolarity(value); ok && field == store.FieldSentiment {
		return reports.ClassName(p)
	}
	return value
}

// addReviews gives the last answer on each mention. An answer on a text that has since changed was about other words
// and is left out.
func addReviews(s *store.Store, snap *store.Snapshot, in *reports.Input) error {
	reviews, err := s.Reviews()
	if err != nil || len(reviews) == 0 {
		return err
	}
	texts := map[string]string{}
	for m, err := range snap.Mentions() {
		if err != nil {
			return fmt.Errorf("leyendo las menciones de %s: %w", snap.Month, err)
		}
		if m.Status != social.Duplicate {
			texts[m.Key] = store.TextHash(m.Text)
		}
	}
	for _, r := range lastOf(reviews, func(r store.Review) string { return r.Mention }) {
		if now, stored := texts[r.Mention]; r.Month == snap.Month && (!stored || r.Text != "" && r.Text != now) {
			continue
		}
		review := reports.Review{Key: r.Mention, Month: r.Month}
		review.Class, _ = social.ParsePolarity(r.Class)
		if second, ok := social.ParsePolarity(r.Second); ok {
			review.Second = social.Some(second)
		}
		in.Reviews = append(in.Reviews, review)
	}
	return nil
}

// lastOf leaves of the lines about one subject the last, at the place of the first.
func lastOf[T any](all []T, subject func(T) string) []T {
	at := map[string]int{}
	var out []T
	for _, one := range all {
		if i, seen := at[subject(one)]; seen {
			out[i] = one
			continue
		}
		at[subject(one)] = len(out)
		out = append(out, one)
	}
	return out
}

// addEditions tells of each earlier version what came after it and why, pruned ones included.
func addEditions(s *store.Store, snap *store.Snapshot, in *reports.Input) error {
	versions, err := s.History(snap.Month)
	if errors.Is(err, store.ErrNoMonth) {
		return nil
	}
	if err != nil {
		return err
	}
	// A run that changes nothing has no reason, while the version that it would repeat may have one: the reports must
	// come out the same.
	last := snap.Manifest
	if at := slices.IndexFunc(versions, func(m *store.Manifest) bool { return m.Version == snap.Version }); at >= 0 {
		last.Reason = versions[at].Reason
	}
	versions = slices.DeleteFunc(versions, func(m *store.Manifest) bool { return m.Version >= snap.Version })
	for i, m := range versions {
		next := &last
		if i+1 < len(versions) {
			next = versions[i+1]
		}
		in.Editions = append(in.Editions, reports.Edition{Number: m.Version, State: m.State.Title(), What: replaced(next)})
	}
	return nil
}

// partNames are the parts of a manifest in the office's words.
var partNames = map[string]string{
	store.PartInputs: "los archivos de inbox", store.PartProgram: "el programa", store.PartLexicon: "el léxico", store.PartConfig: "la configuración",
	store.PartCorrections: "las correcciones", store.PartEvidence: "los registros de la oficina", store.PartData: "las filas", store.PartReports: "los informes", store.PartState: "el estado",
}

// replaced says what a version brought, in its own words or, where a program made it that did not say, by its parts.
func replaced(by *store.Manifest) string {
	return fmt.Sprintf("La reemplazó la edición %d. %s", by.Version, brought(by))
}

func withReason(what, reason string) string {
	if reason == "" {
		return what
	}
	return what + " Motivo anotado: " + strings.TrimSuffix(reason, ".") + "."
}

func partsText(by *store.Manifest) string {
	names := make([]string, 0, len(by.Changes))
	for _, part := range by.Changes {
		names = append(names, cmp.Or(partNames[part], part))
	}
	if len(names) > 1 {
		return "Cambiaron " + reports.Join(names) + "."
	}
	return "Cambió " + reports.Join(names) + "."
}

// recordsFolder holds the tables that the office keeps by hand.
const recordsFolder = "registros"

// maxRecord bounds one of them.
const maxRecord = 50 << 20

// recordProblems gathers what is wrong in the office's records, so that all of it is told at once.
type recordProblems struct{ lines []string }

func (p *recordProblems) add(where, format string, args ...any) {
	p.lines = append(p.lines, where+": "+fmt.Sprintf(format, args...))
}

func (p *recordProblems) err() error {
	if len(p.lines) == 0 {
		return nil
	}
	return &configError{"los registros de la oficina tienen errores; corríjalos y repita la orden:\n  " + strings.Join(p.lines, "\n  ")}
}

// The columns without which a row of each record says nothing; what else they have stands in the functions below.
var (
	approvalColumns = []string{"red", "aprobado_por"}
	eventColumns    = []string{"evento", "inicio"}
	peerColumns     = []string{"entidad", "red", "mes"}
)

// A recordRow is a row of one of the office's tables, with what may be wrong in it.
type recordRow struct {
	xlsx.Row
	zone     *time.Location
	file     string
	problems *recordProblems
}

func (r recordRow) bad(column, format string, args ...any) {
	r.problems.add(r.file+" "+r.Cell(column), format, args...)
}

func (r recordRow) network(column string) social.Network {
	said := xlsx.Fold(r.Text(column))
	for _, n := range social.Networks {
		if said == xlsx.Fold(string(n)) || said == xlsx.Fold(n.Title()) || said == "twitter" && n == social.X {
			return n
		}
	}
	r.bad(column, "«%s» no es una red; use una de %s", r.Text(column), networkNames())
	return ""
}

func (r recordRow) time(columns ...string) time.Time {
	at, ok := r.Time(r.zone, columns...)
	if !ok {
		r.bad(columns[0], "la fecha «%s» no se entiende: escríbala como 31/10/2026 15:30", r.Text(columns...))
	}
	return at
}

func (r recordRow) count(column string) social.Opt[int64] {
	if r.Text(column) == "" {
		return social.Opt[int64]{}
	}
	n, ok := r.Float(column)
	if !ok || n < 0 || n != float64(int64(n)) {
		r.bad(column, "«%s» no es un número entero", r.Text(column))
		return social.Opt[int64]{}
	}
	return social.Some(int64(n))
}

func (r recordRow) yesNo(column string) social.Opt[bool] {
	yes, known, ok := r.YesNo(column)
	if !ok {
		r.bad(column, "«%s» no es Sí ni No", r.Text(column))
	}
	if !known {
		return social.Opt[bool]{}
	}
	return social.Some(yes)
}

// readRecord reads registros/<name>.csv or .xlsx and says which of them it was; nil when the office keeps no such table.
func readRecord[T any](a *app, problems *recordProblems, name string, zone *time.Location, needed []string, parse func(recordRow) T) (out []T, file string) {
	table, file, err := a.recordTable(name, needed)
	if err != nil {
		problems.add(recordsFolder+"/"+name, "%s", err)
		return nil, ""
	}
	if table == nil {
		return nil, ""
	}
	out = []T{}
	for _, row := range table.Rows {
		r := recordRow{row, zone, file, problems}
		empty := false
		for _, column := range needed {
			if row.Text(column) == "" {
				r.bad(column, "falta %s", column)
				empty = true
			}
		}
		if !empty {
			out = append(out, parse(r))
		}
	}
	return out, file
}

func (a *app) recordTable(name string, needed []string) (table *xlsx.Table, file string, err error) {
	for _, ext := range []string{".csv", ".xlsx"} {
		path := filepath.Join(a.dir, recordsFolder, name+ext)
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			continue
		}
		if table != nil {
			return nil, "", fmt.Errorf("está en .csv y en .xlsx: deje uno solo")
		}
		file = recordsFolder + "/" + name + ext
		if table, err = readTable(path, needed); err != nil {
			return nil, "", err
		}
	}
	return table, file, nil
}

// readTable reads a table of CSV or Excel that has these columns.
func readTable(path string, needed []string) (*xlsx.Table, error) {
	content, err := readBounded(path, maxRecord)
	if err != nil {
		return nil, err
	}
	var table *xlsx.Table
	if strings.EqualFold(filepath.Ext(path), ".csv") {
		rows, err := csvRows(content)
		if err != nil {
			return nil, err
		}
		if table, err = xlsx.NewTable(filepath.Base(path), rows, needed...); err != nil {
			return nil, err
		}
	} else if table, err = workbookTable(content, needed); err != nil {
		return nil, err
	}
	if table == nil {
		return nil, fmt.Errorf("no tiene las columnas %s en su encabezado", strings.Join(needed, ", "))
	}
	return table, nil
}

// workbookTable is the first sheet of a workbook that has the columns.
func workbookTable(content []byte, needed []string) (*xlsx.Table, error) {
	book, err := xlsx.OpenBook(content)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	for _, sheet := range book.Sheets() {
		if table, err := book.Table(sheet, needed...); table != nil || err != nil {
			return table, err
		}
	}
	return nil, nil
}

// approval reads a row of registros/aprobaciones.
func approval(r recordRow) reports.Approval {
	a := reports.Approval{
		Network: r.network("red"), PostID: r.Text("id_publicacion"), Permalink: r.Text("enlace"), ApprovedBy: r.Text("aprobado_por"), ApprovedAt: r.time("fecha", "aprobado_el", "fecha_aprobacion"),
	}
	if a.PostID == "" && a.Permalink == "" {
		r.bad("id_publicacion", "falta qué publicación se aprobó: escriba id_publicacion o enlace")
	}
	return a
}

// event reads a row of registros/eventos.
func event(r recordRow) reports.Event {
	e := reports.Event{
		Name: r.Text("evento"), Start: r.time("inicio"), End: r.time("fin"), Words: splitList(r.Text("palabras")),
		StreamPlanned: r.yesNo("transmision_prevista"), StreamDone: r.yesNo("transmision_hecha"), Viewers: r.count("espectadores"),
	}
	for _, name := range splitList(r.Text("redes")) {
		at := slices.IndexFunc(social.Networks, func(n social.Network) bool {
			return xlsx.Fold(name) == xlsx.Fold(string(n)) || xlsx.Fold(name) == xlsx.Fold(n.Title()) || xlsx.Fold(name) == "twitter" && n == social.X
		})
		if at < 0 {
			r.bad("redes", "«%s» no es una red; use una de %s, separadas por comas", name, networkNames())
			continue
		}
		e.Networks = append(e.Networks, social.Networks[at])
	}
	if !e.End.IsZero() && e.End.Before(e.Start) {
		r.bad("fin", "el evento termina antes de empezar: revise las dos fechas")
	}
	return e
}

// splitList are the words of a cell, separated by commas or semicolons.
func splitList(text string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// peer reads a row of registros/comparativo.
func peer(r recordRow) reports.Peer {
	month, err := social.ParseMonth(r.Text("mes"))
	if err != nil {
		day, ok := r.Day("mes") // a spreadsheet turns 2026-10 into the first day of October
		if !ok {
			r.bad("mes", "«%s» no es un mes: escríbalo como 2026-10", r.Text("mes"))
		}
		month = day.InMonth()
	}
	return reports.Peer{Name: r.Text("entidad"), Network: r.network("red"), Month: month, Followers: r.count("seguidores"), Posts: r.count("publicaciones"), Interactions: r.count("interacciones")}
}
