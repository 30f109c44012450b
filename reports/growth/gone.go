package growth

import (
	"fmt"
	"slices"

	"pulso/pipeline/social"
	"pulso/reports"
)

// A missingPost is a post of an earlier export that a later one of the same account does not bring, although it
// brings posts from before and after it. The network then no longer shows it: somebody deleted it, archived it or
// hid it, which the exports do not tell apart.
type missingPost struct {
	*social.Post
	account *account
	since   social.Date // day of the first export without it
	file    string
}

// An export is what one file says of one account's posts, over all time since they went out.
type export struct {
	format, file string
	day          social.Date // on which it was made
	first, last  social.Date // that it covers
}

// missingPosts compares the exports of each account. Of a post only its last snapshot is at hand, so a post is
// missing when an export made after that snapshot covers its day. Exports that do not say their own day, and those
// of a window's figures instead of a lifetime's, prove nothing.
func (a *analysis) missingPosts() []missingPost {
	intakes := map[string]social.Intake{}
	for _, in := range a.in.Current.Intakes {
		intakes[in.File] = in
	}
	var out []missingPost
	for _, acc := range a.accounts {
		var exports []*export
		for _, p := range acc.months[0].posts {
			if p.SnapshotAt.IsZero() || p.Window != social.Lifetime {
				continue
			}
			day := social.DateOf(p.PublishedAt, a.in.Zone)
			at := slices.IndexFunc(exports, func(e *export) bool { return e.file == p.From.File && e.format == p.Format })
			if at < 0 {
				e := &export{p.Format, p.From.File, p.SnapshotAt, day, day}
				if in := intakes[p.From.File]; !in.From.IsZero() {
					e.first, e.last = in.From, in.To
				}
				exports = append(exports, e)
				at = len(exports) - 1
			}
			e := exports[at]
			e.cover(day)
		}
		for _, p := range acc.months[0].posts {
			if m, ok := a.missing(acc, p, exports); ok {
				out = append(out, m)
			}
		}
	}
	return out
}

func (e *export) cover(day social.Date) {
	if day.Compare(e.first) < 0 {
		e.first = day
	}
	if day.Compare(e.last) > 0 {
		e.last = day
	}
}

func (a *analysis) missing(acc *account, p *social.Post, exports []*export) (missingPost, bool) {
	m := missingPost{Post: p, account: acc}
	if p.SnapshotAt.IsZero() || p.Window != social.Lifetime || p.ID == "" || p.IDDamaged {
		return m, false
	}
	day := social.DateOf(p.PublishedAt, a.in.Zone)
	for _, e := range exports {
		// The first and the last day are the network's, which begin at another hour than the office's: only days between count.
		covers := day.Compare(e.first) > 0 && day.Compare(e.last) < 0
		if e.format == p.Format && e.day.Compare(p.SnapshotAt) > 0 && covers && (m.file == "" || e.day.Compare(m.since) < 0) {
			m.since, m.file = e.day, e.file
		}
	}
	return m, m.file != ""
}

// goneTable is T3b, or nil when every post is still shown.
func (a *analysis) goneTable() *reports.Table {
	if len(a.gone) == 0 {
		return nil
	}
	t := &reports.Table{
		ID: "T3b", Title: "Publicaciones que un exporte posterior ya no trae", Sheet: "Publicaciones",
		Columns: []reports.Column{{Title: "Cuenta", Width: 0.17}, {Title: "Publicación", Width: 0.4}, {Title: "Último exporte que la trae", Width: 0.15}, {Title: "Falta en el del", Width: 0.28}},
		Notes: []string{"La red ya no las muestra: se borraron, se archivaron o se ocultaron; los exportes no dicen cuál. Se publicaron en el mes y cuentan en él, con las cifras del último exporte que las trae.",
			"Solo se reconocen donde hay dos exportes del mes de distinto día y el posterior trae publicaciones de antes y de después."},
	}
	for _, m := range a.gone {
		t.Rows = append(t.Rows, []reports.Cell{{Text: m.account.label()}, {Text: reports.Moment(m.PublishedAt, m.Precision, a.in.Zone) + " · " + title(m.Post, 70), Link: m.Permalink}, {Text: reports.Day(m.SnapshotAt)}, {Text: fmt.Sprintf("%s (%s)", reports.Day(m.since), m.file)}})
	}
	return t
}

// goneSince is the day of the first export without a post; zero while exports still bring it.
func (a *analysis) goneSince(p *social.Post) social.Date {
	for _, m := range a.gone {
		if m.Post == p {
			return m.since
		}
	}
	return social.Date{}
}

// newcomers tells of the accounts whose data begin inside the month although the store holds the month before.
func (a *analysis) newcomers() []reports.Block {
	if !a.stored[1] {
		return nil
	}
	var out []reports.Block
	for _, acc := range a.accounts {
		days := sortedSet(a.covered(acc, 0))
		if len(days) == 0 || days[0].Day == 1 || acc.known() {
			continue
		}
		text := fmt.Sprintf("%s: su primer dato es del %s y ningún mes anterior guardado trae algo de la cuenta: se abrió o empezó a medirse dentro del mes.", acc.label(), reports.Day(days[0]))
		captures := sortedDays(acc.months[0].daily[social.FollowersTotal])
		if n := len(captures); n > 1 {
			first, last := acc.months[0].daily[social.FollowersTotal][captures[0]], acc.months[0].daily[social.FollowersTotal][captures[n-1]]
			text += fmt.Sprintf(" Del %s al %s pasó de %s a %s seguidores; como falta el cierre del mes anterior, ese cambio no es su crecimiento del mes ni entra en la suma.",
				reports.Day(captures[0]), reports.Day(captures[n-1]), reports.Num(first.Value, reports.Count), reports.Num(last.Value, reports.Count))
		}
		out = append(out, &reports.Notice{Text: text})
	}
	return out
}

// known says whether any month before the report's has data of the account.
func (acc *account) known() bool {
	for back := 1; back < depth; back++ {
		if f := &acc.months[back]; len(f.daily)+len(f.whole)+len(f.posts) > 0 {
			return true
		}
	}
	return false
}
