package growth

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"pulso/pipeline/social"
	"pulso/reports"
)

// calculated marks a figure that no source printed: it was worked out from others.
const calculated = "calculado"

// lastCapture is the last followers capture of a month; nil when there is none.
func (f *figures) lastCapture() *social.AccountMetric {
	var last *social.AccountMetric
	for _, v := range f.daily[social.FollowersTotal] {
		if last == nil || v.End.Compare(last.End) > 0 {
			last = v
		}
	}
	return last
}

// total is the month's value of an additive metric: the network's own for the month, else the sum of its days.
func (f *figures) total(m social.Metric) reports.Value {
	if v := f.whole[m]; v != nil {
		return reports.Num(v.Value, reports.Count)
	}
	days := f.daily[m]
	if len(days) == 0 {
		return reports.NoValue("sin dato", reports.Count)
	}
	for _, v := range days {
		if v.ValueKind == social.LifetimeOf || v.ValueKind == social.Ratio || v.ValueKind == social.Unique {
			return reports.NoValue("no sumable", reports.Count)
		}
	}
	v := reports.Num(sumDays(days), reports.Count)
	if n := f.month.Days(); len(days) < n {
		v = v.With(fmt.Sprintf("%s: %d de %d días", reports.Partial, len(days), n))
	}
	return v
}

// sumDays adds in the order of days: floating sums in map order would differ from run to run.
func sumDays(days map[social.Date]*social.AccountMetric) float64 {
	sum := 0.0
	for _, d := range sortedDays(days) {
		sum += days[d].Value
	}
	return sum
}

func sortedDays(days map[social.Date]*social.AccountMetric) []social.Date {
	out := make([]social.Date, 0, len(days))
	for d := range days {
		out = append(out, d)
	}
	slices.SortFunc(out, social.Date.Compare)
	return out
}

// gains is what daily gains and losses say of the month's net growth.
func (f *figures) gains() reports.Value {
	if v := f.total(social.FollowersNet); v.OK {
		return v.As(reports.Delta)
	}
	up, down := f.total(social.FollowersNew), f.total(social.FollowersLost)
	if !up.OK || !down.OK {
		return reports.NoValue("sin altas y bajas", reports.Delta)
	}
	v := reports.Num(up.N-down.N, reports.Delta)
	v.Notes = slices.Compact(append(slices.Clone(up.Notes), down.Notes...))
	return v
}

// closing is K01 of an account in the month back: the last capture, else the closing before plus gains less losses.
func (a *analysis) closing(acc *account, back int) reports.Value {
	if back >= depth {
		return reports.NoValue("fuera de los meses comparados", reports.Count)
	}
	if why := a.absent(back); why != "" {
		return reports.NoValue(why, reports.Count)
	}
	f := &acc.months[back]
	if c := f.lastCapture(); c != nil {
		v := reports.Num(c.Value, reports.Count)
		if c.End.Day < f.month.Days()-1 {
			v = v.With(reports.Estimated + ": última captura del " + reports.Day(c.End))
		}
		return v
	}
	if gains := f.gains(); gains.OK && back+1 < depth && a.stored[back+1] {
		if before := a.closing(acc, back+1); before.OK {
			return reports.Num(before.N+gains.N, reports.Count).With(calculated + ": cierre anterior más altas menos bajas")
		}
	}
	return reports.NoValue("sin captura de seguidores", reports.Count)
}

// opening is where the month began: the closing of the month before, else a capture of the first day.
func (a *analysis) opening(acc *account, back int) reports.Value {
	f := &acc.months[back]
	if v := a.closing(acc, back+1); v.OK {
		return reports.Comparable(v, acc.Network, social.FollowersTotal, f.month.Add(-1), f.month)
	}
	first := social.Date{Year: f.month.Year, Month: f.month.Month, Day: 1}
	if c := f.daily[social.FollowersTotal][first]; c != nil && f.month.Days() > 1 {
		return reports.Num(c.Value, reports.Count).With("captura del " + reports.Day(first))
	}
	return reports.NoValue("sin cierre del mes anterior", reports.Count)
}

// net is K02: the closing less the opening, so that the row of an account adds up. What gains and losses say is a note
// where it differs, and takes its place only where the network rounds its count so that the difference says nothing.
func (a *analysis) net(acc *account, back int) reports.Value {
	if why := a.absent(back); why != "" {
		return reports.NoValue(why, reports.Delta)
	}
	gains := acc.months[back].gains()
	open, end := a.opening(acc, back), a.closing(acc, back)
	if !open.OK || !end.OK {
		if gains.OK {
			return gains
		}
		if !end.OK {
			return reports.NoValue(end.Missing, reports.Delta)
		}
		return reports.NoValue(open.Missing, reports.Delta)
	}
	v := reports.Num(end.N-open.N, reports.Delta)
	half := rounding(acc, end)
	if len(open.Notes)+len(end.Notes) > 0 {
		v = v.With(reports.Estimated)
	}
	if gains.OK && gains.N != v.N && len(end.Notes) == 0 {
		v = v.With("altas menos bajas da " + gains.String())
	}
	switch rounded := "la red redondea el total a ±" + reports.Fixed(half, 0); {
	case half == 0:
		return v
	case math.Abs(v.N) >= half:
		return v.With(rounded)
	case gains.OK:
		return gains.With("de altas y bajas: " + rounded)
	default:
		return reports.NoValue("sin precisión suficiente: "+rounded, reports.Delta)
	}
}

// rounding is half the step to which YouTube's public counter is rounded: three significant figures from 1.000 on.
func rounding(acc *account, v reports.Value) float64 {
	if acc.Network != social.YouTube || v.N < 1000 {
		return 0
	}
	step := math.Pow10(int(math.Log10(v.N)) - 2)
	if math.Mod(v.N, step) != 0 {
		return 0
	}
	return step / 2
}

// rate is K03.
func (a *analysis) rate(acc *account, back int) reports.Value {
	net, open := a.net(acc, back), a.opening(acc, back)
	switch {
	case !net.OK:
		return reports.NoValue(net.Missing, reports.Change)
	case !open.OK:
		return reports.NoValue(open.Missing, reports.Change)
	case open.N == 0:
		return reports.NoValue("la cuenta comenzó el mes sin seguidores", reports.Change)
	}
	return reports.Num(net.N/open.N, reports.Change) // what is doubtful about it stands beside the net growth
}

// compound is K04: the mean monthly rate since the oldest closing at hand.
func (a *analysis) compound(acc *account) reports.Value {
	end := a.closing(acc, 0)
	if !end.OK {
		return reports.NoValue(end.Missing, reports.Change)
	}
	for back := depth - 1; back > 0; back-- {
		open := a.closing(acc, back)
		if !open.OK || open.N <= 0 {
			continue
		}
		if open = reports.Comparable(open, acc.Network, social.FollowersTotal, a.now.Add(-back), a.now); !open.OK {
			continue
		}
		if math.Abs(end.N-open.N) < rounding(acc, end) {
			return reports.NoValue("sin precisión suficiente", reports.Change)
		}
		return reports.Num(math.Pow(end.N/open.N, 1/float64(back))-1, reports.Change).With("desde " + reports.MonthName(a.now.Add(-back)))
	}
	return reports.NoValue("hay un solo cierre comparable", reports.Change)
}

// closings compares K01: not with a month from which a network has since redefined its followers, because the sum
// would be of two definitions.
func (a *analysis) closings() []reports.Comparison {
	out := a.compareSums(a.closing, reports.Count)
	for i, back := range []int{1, 3, 12} {
		for _, acc := range a.accounts {
			if a.closing(acc, 0).OK {
				out[i].Value = reports.Comparable(out[i].Value, acc.Network, social.FollowersTotal, a.now.Add(-back), a.now)
			}
		}
	}
	return out
}

// A measure is a figure of an account in the month back.
type measure func(acc *account, back int) reports.Value

// sum adds a measure over accounts and notes how many have it; when none has it, it is missing for the reason of
// the first.
func (a *analysis) sum(m measure, back int, unit reports.Unit) reports.Value {
	total := reports.NoValue("sin cuentas configuradas", unit)
	with := 0
	for i, acc := range a.accounts {
		v := m(acc, back)
		if v.OK {
			total.N += v.N
			with++
		} else if i == 0 {
			total.Missing = v.Missing
		}
	}
	if with == 0 {
		return total
	}
	total.OK, total.Missing = true, ""
	return a.ofAccounts(total, with)
}

// ofAccounts notes of how many accounts a sum is; which are missing, and why, is in T3.
func (a *analysis) ofAccounts(v reports.Value, with int) reports.Value {
	if with == len(a.accounts) {
		return v
	}
	return v.With(fmt.Sprintf("suma de %d de %d cuentas", with, len(a.accounts)))
}

// without names the accounts that have no measure in the month.
func (a *analysis) without(m measure) []string {
	var out []string
	for _, acc := range a.accounts {
		if !m(acc, 0).OK {
			out = append(out, acc.label())
		}
	}
	return out
}

// sumLike is the sum of a measure in the month back over the accounts that have it in the month itself: a sum over
// other accounts would compare what was measured and not what happened.
func (a *analysis) sumLike(m measure, back int, unit reports.Unit) reports.Value {
	part := analysis{in: a.in, now: a.now, data: a.data}
	part.accounts = nil
	for _, acc := range a.accounts {
		if m(acc, 0).OK {
			part.accounts = append(part.accounts, acc)
		}
	}
	if len(part.accounts) == 0 {
		return a.sum(m, back, unit)
	}
	return part.sum(m, back, unit)
}

// compareSums is compare for a sum over accounts. Its mean takes only months in which the same accounts have a value.
func (a *analysis) compareSums(m measure, unit reports.Unit) []reports.Comparison {
	out := a.compare(func(back int) reports.Value { return a.sumLike(m, back, unit) })
	out[1].Value = a.mean(func(back int) reports.Value {
		v := a.sumLike(m, back, unit)
		if v.OK && len(v.Notes) > 0 {
			return reports.NoValue("faltan cuentas en los meses anteriores", unit)
		}
		return v
	}, 3)
	return out
}

// compare gives what a figure is held against: the month before, the mean of the three before and the same month
// a year before. at is the figure of the month back.
func (a *analysis) compare(at func(back int) reports.Value) []reports.Comparison {
	return []reports.Comparison{
		{Label: "mes anterior", Value: at(1)},
		{Label: "media de 3 meses", Value: a.mean(at, 3)},
		{Label: "mismo mes de " + fmt.Sprint(a.now.Year-1), Value: at(12)},
	}
}

// mean is the mean of a figure over the months before; those without it are left out, and it is said how many count
// and whether some of them are partial.
func (a *analysis) mean(at func(back int) reports.Value, months int) reports.Value {
	var out reports.Value
	n := 0
	partial := false
	for back := 1; back <= months; back++ {
		v := at(back)
		out.Unit = v.Unit
		if !v.OK {
			if out.Missing == "" {
				out.Missing = v.Missing
			}
			continue
		}
		out.N += v.N
		n++
		partial = partial || slices.ContainsFunc(v.Notes, func(note string) bool { return strings.HasPrefix(note, reports.Partial) })
	}
	if n == 0 {
		return out
	}
	out.N /= float64(n)
	out.OK, out.Missing = true, ""
	if n < months {
		out = out.With(fmt.Sprintf("%d de %d meses", n, months))
	}
	if partial {
		out = out.With("incluye meses parciales")
	}
	return out
}

// sameAccounts says whether the accounts that have a measure in the month back are those that have it in the month
// itself, so that their sums can be held against one another.
func (a *analysis) sameAccounts(m measure, back int) bool {
	return !slices.ContainsFunc(a.accounts, func(acc *account) bool { return m(acc, back).OK != m(acc, 0).OK })
}
