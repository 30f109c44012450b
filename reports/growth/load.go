package growth

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"pulso/pipeline/social"
	"pulso/reports"
)

// depth is how many months the report looks at: the month itself, at index 0, and twelve before it.
const depth = 13

// data is what the months at hand say, account by account.
type data struct {
	accounts []*account
	stored   [depth]bool // whether the store holds the month
	homeless int         // metric values of no known account: shown as a fault, in no figure
	cut      social.Date // last day of data
}

// An account is an official account with its figures, the month itself first.
type account struct {
	social.Account
	listed bool // in pulso.yaml; else the data named it
	only   bool // no other account is of its network
	months [depth]figures
}

// label names the account in tables: by its network, and by its own name too when the network has several.
func (a *account) label() string {
	if a.only {
		return a.Network.Title()
	}
	return a.Network.Title() + " · " + a.Label()
}

// figures are what a month's files say of one account.
type figures struct {
	month social.Month
	daily map[social.Metric]map[social.Date]*social.AccountMetric // values of single days and captures
	whole map[social.Metric]*social.AccountMetric                 // values of the calendar month as a whole
	posts []*social.Post
}

func (a *analysis) load() error {
	for _, listed := range a.in.Office.Accounts {
		a.accounts = append(a.accounts, a.newAccount(listed, true))
	}
	for back := range depth {
		month, ok := a.in.Current, true
		if back > 0 {
			var err error
			if month, ok, err = a.earlier(back); err != nil {
				return err
			}
		}
		if !ok {
			continue
		}
		a.stored[back] = true
		if err := a.read(back, month); err != nil {
			return fmt.Errorf("leer %s: %w", month.Month, err)
		}
	}
	a.order()
	return nil
}

func (a *analysis) earlier(back int) (reports.Month, bool, error) {
	if a.in.Earlier == nil {
		return reports.Month{}, false, nil
	}
	m, ok, err := a.in.Earlier(a.now.Add(-back))
	if err != nil {
		return reports.Month{}, false, fmt.Errorf("abrir %s: %w", a.now.Add(-back), err)
	}
	return m, ok, nil
}

func (a *analysis) newAccount(s social.Account, listed bool) *account {
	acc := &account{Account: s, listed: listed}
	for back := range acc.months {
		acc.months[back] = figures{
			month: a.now.Add(-back),
			daily: map[social.Metric]map[social.Date]*social.AccountMetric{},
			whole: map[social.Metric]*social.AccountMetric{},
		}
	}
	return acc
}

func (a *analysis) read(back int, m reports.Month) error {
	if m.Metrics != nil {
		for v, err := range m.Metrics {
			if err != nil {
				return err
			}
			a.addMetric(back, v)
		}
	}
	if m.Posts != nil {
		for p, err := range m.Posts {
			if err != nil {
				return err
			}
			acc := a.find(p.Network, p.AccountID, p.AccountName)
			acc.months[back].posts = append(acc.months[back].posts, p)
			if back == 0 {
				a.seen(social.DateOf(p.PublishedAt, a.in.Zone))
			}
		}
	}
	return nil
}

func (a *analysis) seen(d social.Date) {
	if d.Compare(a.cut) > 0 {
		a.cut = d
	}
}

func (a *analysis) addMetric(back int, v *social.AccountMetric) {
	if v.Network == "" || v.AccountID == "" && v.AccountName == "" && a.listed(v.Network) > 1 {
		if back == 0 {
			a.homeless++
		}
		return
	}
	f := &a.find(v.Network, v.AccountID, v.AccountName).months[back]
	if back == 0 && v.End.InMonth() == a.now {
		a.seen(v.End)
	}
	switch {
	case v.ValueKind != social.Snapshot && (v.Granularity == social.PerMonth || v.Granularity == social.PerRange):
		// A range that is not the whole month says nothing of the month.
		first := social.Date{Year: f.month.Year, Month: f.month.Month, Day: 1}
		if v.Start == first && v.End == first.Add(f.month.Days()-1) && newer(f.whole[v.Metric], v) {
			f.whole[v.Metric] = v
		}
	case v.End.InMonth() == f.month:
		days := f.daily[v.Metric]
		if days == nil {
			days = map[social.Date]*social.AccountMetric{}
			f.daily[v.Metric] = days
		}
		if newer(days[v.End], v) {
			days[v.End] = v
		}
	}
}

// newer says whether v replaces old: networks correct their last days, so the later export wins; between equals,
// the one of the later origin, so that reading order does not matter.
func newer(old, v *social.AccountMetric) bool {
	return old == nil || cmp.Or(v.ExportedAt.Compare(old.ExportedAt), v.From.Compare(old.From)) > 0
}

// find is the account of that network whose id, handle or name the export prints. What the export does not name
// belongs to the network's only configured account, and where there are several or none to one account without a
// name. Anything else is an account that pulso.yaml does not list.
func (a *analysis) find(n social.Network, id, name string) *account {
	unnamed := id == "" && name == ""
	alone := unnamed && a.listed(n) == 1
	for _, acc := range a.accounts {
		if acc.Network != n {
			continue
		}
		if id != "" && acc.ID == id || name != "" && (sameName(acc.Handle, name) || sameName(acc.Name, name)) ||
			alone && acc.listed || unnamed && acc.unnamed() {
			return acc
		}
	}
	acc := a.newAccount(social.Account{Network: n, ID: id, Handle: name, Name: cmp.Or(name, id, "cuenta sin nombre")}, false)
	a.accounts = append(a.accounts, acc)
	return acc
}

// unnamed says whether the account stands for what its network's files do not name.
func (acc *account) unnamed() bool { return !acc.listed && acc.ID == "" && acc.Handle == "" }

// listed counts the configured accounts of a network.
func (a *analysis) listed(n social.Network) int {
	count := 0
	for _, acc := range a.accounts {
		if acc.listed && acc.Network == n {
			count++
		}
	}
	return count
}

func sameName(known, printed string) bool {
	return known != "" && strings.EqualFold(strings.TrimPrefix(known, "@"), strings.TrimPrefix(strings.TrimSpace(printed), "@"))
}

// order puts configured accounts first, as pulso.yaml lists them by network, then those that the data named; and
// posts by time, so that nothing depends on the order in which they were read.
func (a *analysis) order() {
	rank := func(n social.Network) int { return slices.Index(social.Networks, n) }
	slices.SortStableFunc(a.accounts, func(x, y *account) int {
		if x.listed && y.listed {
			return cmp.Compare(rank(x.Network), rank(y.Network))
		}
		if x.listed != y.listed {
			return cmp.Compare(rank(x.Network)*2+unlisted(x), rank(y.Network)*2+unlisted(y))
		}
		return cmp.Or(cmp.Compare(rank(x.Network), rank(y.Network)), cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
	})
	for _, acc := range a.accounts {
		acc.only = !slices.ContainsFunc(a.accounts, func(b *account) bool { return b != acc && b.Network == acc.Network })
		for back := range acc.months {
			slices.SortStableFunc(acc.months[back].posts, func(p, q *social.Post) int {
				return cmp.Or(p.PublishedAt.Compare(q.PublishedAt), cmp.Compare(p.ID, q.ID), p.From.Compare(q.From))
			})
		}
	}
}

func unlisted(a *account) int {
	if a.listed {
		return 0
	}
	return 1
}

// networks are those that have an account, in the order of print.
func (a *analysis) networks() []social.Network {
	var out []social.Network
	for _, n := range social.Networks {
		if slices.ContainsFunc(a.accounts, func(acc *account) bool { return acc.Network == n }) {
			out = append(out, n)
		}
	}
	return out
}

// allPosts are the posts of all accounts of a network, or of every one for the empty network, in a month back.
func (a *analysis) allPosts(n social.Network, back int) []*social.Post {
	var out []*social.Post
	for _, acc := range a.accounts {
		if n == "" || acc.Network == n {
			out = append(out, acc.months[back].posts...)
		}
	}
	return out
}

// absent is why a month back has no figures at all, or empty.
func (a *analysis) absent(back int) string {
	if a.stored[back] {
		return ""
	}
	return "sin datos"
}
