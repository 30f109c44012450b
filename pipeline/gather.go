package pipeline

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"pulso/pipeline/ingest"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// A fate is what became of a row. Rows that yield several records take the highest fate of them.
type fate uint8

const (
	fateNone fate = iota
	fateExcluded
	fateOtherMonth
	fateDuplicate
	fateKept
	fateRejected
)

// An input is one file of the inbox as it was read.
type input struct {
	social.Intake
	first, rows int      // its rows in month.fates
	dated       bool     // some row told a month
	inMonth     bool     // some row is of the month
	people      bool     // some row is a mention: rows may name their authors
	sameAs      *input   // a file with the same bytes, read before
	notes       noteList // remarks of the reader and of the pipeline
	rejects     []*social.Reject
	undated     []*social.Audience // rows that do not tell a day, until the file has been read
	undatedRows []int
}

// A month is what the inbox holds of the month being made, in memory until it is written.
type month struct {
	social.Month
	p        *Pipeline
	accounts accounts
	inputs   []*input
	fates    []fate  // of every row of every file, by number
	mentions entries // in reading order
	pile     *pile   // what they say
	posts    []figure[*social.Post]
	metrics  []figure[*social.AccountMetric]
	audience []figure[*social.Audience]
	from, to social.Date // days that the inbox covers, other months included
	notes    []string
}

// A figure is a record with its row and its file.
type figure[T any] struct {
	v    T
	row  int
	from *input
}

// gather reads the inbox. All files that cannot be taken are named at once.
func (p *Pipeline) gather(ctx context.Context, m social.Month, scratch func() (*store.Scratch, error)) (*month, error) {
	names, notes, problems := p.inbox()
	in := &month{Month: m, p: p, accounts: newAccounts(p.Accounts), notes: notes, pile: newPile(scratch)}
	seen := map[string]*input{}
	for i, name := range names {
		p.progress(StepRead, i, len(names))
		err := in.read(ctx, name, seen)
		if ctxErr := ctx.Err(); ctxErr != nil {
			return nil, ctxErr
		}
		if err != nil {
			problems = append(problems, err)
		}
	}
	p.progress(StepRead, len(names), len(names))
	if len(problems) > 0 {
		return nil, &InputError{problems}
	}
	if !slices.ContainsFunc(in.inputs, func(f *input) bool { return f.inMonth }) {
		return nil, &NoDataError{Month: m, Files: len(names), From: in.from, To: in.to}
	}
	return in, nil
}

// read takes one file.
func (in *month) read(ctx context.Context, name string, seen map[string]*input) error {
	file, err := openInput(ctx, filepath.Join(in.p.Dir, "inbox", filepath.FromSlash(name)), name)
	if err != nil {
		return err
	}
	defer file.f.Close()
	said := in.p.input(name)
	f := &input{Intake: social.Intake{File: name, SHA256: file.sha256}, first: len(in.fates)}
	in.inputs = append(in.inputs, f)

	// The same bytes under two names are one export, unless the configuration says that they are of two accounts.
	identity := file.sha256 + "\x00" + string(said.Network) + "\x00" + said.Account
	if same := seen[identity]; same != nil {
		f.sameAs = same
		f.notes.add("es idéntico a " + same.File + " y no se lee otra vez")
		return nil
	}
	seen[identity] = f

	said.Note = f.notes.add
	format, err := ingest.Detect(file.File, said)
	if err != nil {
		return err
	}
	f.Format = format.Name
	f.Network, f.Account = said.Network, said.Account
	if f.Network == "" {
		f.Network = format.Network
	}
	if format.Decline != "" {
		f.Declined = format.Decline
		return nil
	}
	if err := in.take(ctx, f, format.Read(file.File, said)); err != nil {
		return err
	}
	if !file.unchanged() {
		return fmt.Errorf("%s: cambió mientras se leía: espere a que termine de copiarse o guardarse y repita la orden", name)
	}
	in.settleUndated(f)
	return f.acceptable(in.fates[f.first:])
}

// take reads the records of a file. Consecutive records of one origin are one row.
func (in *month) take(ctx context.Context, f *input, records ingest.Records) error {
	var row social.Origin
	n := 0
	for record, err := range records {
		if err != nil {
			return err
		}
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if at := record.Source(); f.rows == 0 || at != row {
			row = at
			in.fates = append(in.fates, fateNone)
			f.rows++
		}
		if err := in.record(f, len(in.fates)-1, record); err != nil {
			return err
		}
	}
	return nil
}

// record takes one record. Its error is of the disk: whatever a record says has its fate.
func (in *month) record(f *input, row int, record social.Record) error {
	switch r := record.(type) {
	case *social.Mention:
		f.people = true
		if in.dated(f, row, social.DateOf(r.PublishedAt, in.p.Zone)) {
			return in.mention(row, r)
		}
	case *social.Post:
		if in.dated(f, row, social.DateOf(r.PublishedAt, in.p.Zone)) && in.office(f, row, r.Network, &r.AccountID, &r.AccountName) {
			in.posts = append(in.posts, figure[*social.Post]{r, row, f})
		}
	case *social.AccountMetric:
		if in.dated(f, row, r.End) && in.office(f, row, r.Network, &r.AccountID, &r.AccountName) {
			in.metrics = append(in.metrics, figure[*social.AccountMetric]{r, row, f})
		}
	case *social.Audience:
		if r.Snapshot.IsZero() {
			f.undated, f.undatedRows = append(f.undated, r), append(f.undatedRows, row)
			return nil
		}
		in.cell(f, row, r)
	case *social.Reject:
		in.raise(row, fateRejected)
		f.rejects = append(f.rejects, r)
	default:
		in.raise(row, fateExcluded)
	}
	return nil
}

func (in *month) cell(f *input, row int, r *social.Audience) {
	if in.dated(f, row, r.Snapshot) && in.office(f, row, r.Network, &r.AccountID, &r.AccountName) {
		in.audience = append(in.audience, figure[*social.Audience]{r, row, f})
	}
}

// raise gives a row a fate unless it has a higher one.
func (in *month) raise(row int, to fate) { in.fates[row] = max(in.fates[row], to) }

// dated notes the day of a record and says whether it is of the month.
func (in *month) dated(f *input, row int, day social.Date) bool {
	f.dated = true
	span(&f.From, &f.To, day)
	span(&in.from, &in.to, day)
	if day.InMonth() != in.Month {
		in.raise(row, fateOtherMonth)
		return false
	}
	f.inMonth = true
	return true
}

func span(from, to *social.Date, day social.Date) {
	if from.IsZero() || day.Compare(*from) < 0 {
		*from = day
	}
	if day.Compare(*to) > 0 {
		*to = day
	}
}

// office says whether a figure is of an official account, and writes the account's configured names over the
// export's own, so that every export of one account names it alike. Another account's figures are not the office's:
// they are left out, and the clerk is told how to let them in.
func (in *month) office(f *input, row int, n social.Network, id, name *string) bool {
	if n == "" {
		f.notes.add("no dice de qué red es: ponga el archivo en la carpeta de su red o indíquelo en inbox, en pulso.yaml")
		return true
	}
	a, ok := in.accounts.find(n, *id, *name)
	if !ok {
		f.notes.add(fmt.Sprintf("trae datos de la cuenta %s de %s, que no está en accounts de pulso.yaml: no se cuentan",
			quoted(*name, *id), n.Title()))
		in.raise(row, fateExcluded)
		return false
	}
	if a != nil {
		*id, *name = firstOf(a.ID, *id), firstOf(a.Handle, a.Name, *name)
		f.Account = firstOf(f.Account, a.Handle, a.Name, a.ID)
	}
	return true
}

func quoted(names ...string) string {
	if s := firstOf(names...); s != "" {
		return "«" + s + "»"
	}
	return "sin nombre"
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

var monthInPath = regexp.MustCompile(`(?:^|[^0-9])(20[0-9]{2})[-_.]?(0[1-9]|1[0-2])(?:[^0-9]|$)`)

// pathMonth is the month that a folder or the name of the file says: 2026-10/publico.csv.
func pathMonth(name string) (social.Month, bool) {
	found := monthInPath.FindStringSubmatch(name)
	if found == nil {
		return social.Month{}, false
	}
	m, err := social.ParseMonth(found[1] + "-" + found[2])
	return m, err == nil
}

// settleUndated decides the month of the rows that tell no day. It is the month that the path says; else the one of
// the file's other rows when they are all of one; else nobody knows, and the rows are left out with a note. A month
// is never assumed: what the run is about says nothing about the file.
func (in *month) settleUndated(f *input) {
	if len(f.undated) == 0 {
		return
	}
	m, ok := pathMonth(f.File)
	if !ok && f.dated && f.From.InMonth() == f.To.InMonth() {
		m, ok = f.From.InMonth(), true
	}
	if !ok {
		f.notes.add("no dice de qué fecha es: ponga el archivo en una carpeta con el mes, por ejemplo inbox/" + in.Month.String())
	}
	for i, r := range f.undated {
		row := f.undatedRows[i]
		if !ok {
			in.raise(row, fateExcluded)
			continue
		}
		r.Snapshot = social.DateOf(m.End(time.UTC), time.UTC).Add(-1)
		in.cell(f, row, r)
	}
	f.undated, f.undatedRows = nil, nil
}

// acceptable refuses a file that was not understood: more rows rejected than taken.
func (f *input) acceptable(fates []fate) error {
	rejected := 0
	for _, x := range fates {
		if x == fateRejected {
			rejected++
		}
	}
	if rejected <= len(fates)-rejected {
		return nil
	}
	first := f.rejects[0]
	return fmt.Errorf("%s: no se entendieron %d de %d filas, y así no se guarda nada. La primera, en la línea %d: %s: %s",
		f.File, rejected, len(fates), first.From.Line, social.ReasonText[first.Reason], first.Detail)
}

// intakes adds up what became of the rows of every file, once all fates are known.
func (in *month) intakes() []social.Intake {
	all := make([]social.Intake, 0, len(in.inputs))
	for _, f := range in.inputs {
		if f.sameAs != nil {
			f.Format, f.Network, f.Account = f.sameAs.Format, f.sameAs.Network, f.sameAs.Account
			f.Read, f.Duplicate = f.sameAs.rows, f.sameAs.rows
		}
		f.Read += f.rows
		for _, x := range in.fates[f.first : f.first+f.rows] {
			switch x {
			case fateKept:
				f.Kept++
			case fateDuplicate:
				f.Duplicate++
			case fateOtherMonth:
				f.OtherMonth++
			case fateRejected:
				f.Rejected++
			default:
				f.Excluded++
			}
		}
		f.Notes = f.notes.sorted()
		all = append(all, f.Intake)
	}
	return all
}

// ofMonth says whether the file belongs to the month: some row of it does, or it tells no month by its rows and its
// path names this one. The rejects of a file are stored with each month that it belongs to, since nobody knows
// theirs; a file of other months leaves no trace in this one, so that it cannot change it.
func (in *month) ofMonth(f *input) bool {
	if f.sameAs != nil {
		return in.ofMonth(f.sameAs)
	}
	if f.inMonth {
		return true
	}
	m, ok := pathMonth(f.File)
	return !f.dated && ok && m == in.Month
}

func (in *month) inputsOfMonth(all []social.Intake) []social.Intake {
	var inputs []social.Intake
	for i, f := range in.inputs {
		if in.ofMonth(f) {
			inputs = append(inputs, all[i])
		}
	}
	return inputs
}

func (in *month) writeRejects(w *store.Writer) error {
	to := newResolver(in.p.Topics, in.p.Targets, in.accounts)
	for _, f := range in.inputs {
		if !in.ofMonth(f) {
			continue
		}
		slices.SortStableFunc(f.rejects, func(a, b *social.Reject) int { return a.From.Compare(b.From) })
		for _, r := range f.rejects {
			if f.people && in.p.Pseudonym != nil {
				r.Raw = "" // it may name its author anywhere; file and line lead to it
				r.Value = in.p.hideAddressed("", r.Value, to)
			}
			if err := w.Reject(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxNotes bounds the remarks on one file.
const maxNotes = 50

// A noteList keeps different remarks, each once.
type noteList struct {
	all     []string
	dropped int
}

func (l *noteList) add(note string) {
	switch {
	case slices.Contains(l.all, note):
	case len(l.all) >= maxNotes:
		l.dropped++
	default:
		l.all = append(l.all, note)
	}
}

func (l *noteList) sorted() []string {
	notes := slices.Clone(l.all)
	slices.Sort(notes)
	if l.dropped > 0 {
		notes = append(notes, fmt.Sprintf("y %d observaciones más", l.dropped))
	}
	return notes
}

// An accounts is the official accounts, by what exports call them.
type accounts struct {
	by   map[string]*social.Account // network and folded name
	only map[social.Network]*social.Account
	n    map[social.Network]int
}

func newAccounts(list []social.Account) accounts {
	a := accounts{by: map[string]*social.Account{}, only: map[social.Network]*social.Account{}, n: map[social.Network]int{}}
	for i := range list {
		acc := &list[i]
		a.n[acc.Network]++
		a.only[acc.Network] = acc
		for _, name := range []string{acc.ID, acc.Handle, acc.Name} {
			if key := accountKey(acc.Network, name); key != "" && a.by[key] == nil {
				a.by[key] = acc
			}
		}
	}
	return a
}

func accountKey(n social.Network, name string) string {
	folded := fold(strings.TrimPrefix(strings.TrimSpace(name), "@"))
	if folded == "" {
		return ""
	}
	return string(n) + "\x00" + folded
}

// named is the account that goes by any of the names, nil when none does.
func (a accounts) named(n social.Network, names ...string) *social.Account {
	for _, name := range names {
		if acc := a.by[accountKey(n, name)]; acc != nil {
			return acc
		}
	}
	return nil
}

// find is the account of figures that an export calls by id and name. What an export does not name is of the
// network's only account; where there are several, nobody knows, and the figure stays without one.
func (a accounts) find(n social.Network, id, name string) (acc *social.Account, ok bool) {
	if acc := a.named(n, id, name); acc != nil {
		return acc, true
	}
	if id != "" || name != "" {
		return nil, false
	}
	if a.n[n] == 1 {
		return a.only[n], true
	}
	return nil, true
}
