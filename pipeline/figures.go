package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// writeFigures writes posts, account metrics and audience, each fact once and in stored order.
func (in *month) writeFigures(w *store.Writer) error {
	r := newResolver(in.p.Topics, in.p.Targets, in.accounts)
	for _, p := range once(in, in.posts, postKey, laterPost, samePost) {
		if in.p.Pseudonym != nil {
			in.p.hideAnswered(p, r)
		}
		if err := w.Post(p); err != nil {
			return err
		}
	}
	for _, a := range once(in, in.metrics, metricKey, laterMetric, sameMetric) {
		if err := w.AccountMetric(a); err != nil {
			return err
		}
	}
	for _, a := range once(in, in.audience, audienceKey, laterCell, sameCell) {
		if err := w.Audience(a); err != nil {
			return err
		}
	}
	return nil
}

// once keeps of all records with one key the one that later puts last, and tells the rows of the others that they
// are duplicates. Where the two do not say the same, both files are told. What is kept comes ordered by key.
func once[T social.Record](in *month, all []figure[T], key func(T) string, later func(a, b T) int, same func(a, b T) bool) []T {
	type keyed struct {
		figure[T]
		key string
	}
	list := make([]keyed, len(all))
	for i, f := range all {
		list[i] = keyed{f, key(f.v)}
	}
	slices.SortFunc(list, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.key, b.key), later(a.v, b.v), a.v.Source().Compare(b.v.Source()))
	})
	var kept []T
	for i, f := range list {
		if i+1 < len(list) && list[i+1].key == f.key {
			in.raise(f.row, fateDuplicate)
			if winner := list[i+1]; !same(f.v, winner.v) && winner.from != f.from {
				f.from.notes.add(fmt.Sprintf("dice otra cosa que %s sobre lo mismo: vale lo más reciente", winner.from.File))
				winner.from.notes.add(fmt.Sprintf("dice otra cosa que %s sobre lo mismo: vale lo más reciente", f.from.File))
			}
			continue
		}
		in.raise(f.row, fateKept)
		kept = append(kept, f.v)
	}
	return kept
}

func joined(parts ...string) string { return strings.Join(parts, "\x00") }

// postKey is one snapshot of one post: an export of another day is another snapshot, and both are kept. The order
// of the keys is the stored order, so the snapshots of a post follow one another, the latest last.
func postKey(p *social.Post) string {
	id := p.ID
	if id == "" || p.IDDamaged {
		id = joined("~", p.AccountID, p.AccountName, p.Permalink, social.NormalText(p.Text))
	}
	return joined(p.PublishedAt.UTC().Format("2006-01-02T15:04:05.000000"), string(p.Network), id, string(p.Window), dayOf(p.SnapshotAt))
}

// dayOf is a day as a key; an unknown day comes before every known one.
func dayOf(d social.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// laterPost puts the snapshot of the later state last. Exports that do not say their day are told apart by what
// they count: figures of a post grow.
func laterPost(a, b *social.Post) int { return cmp.Compare(total(a), total(b)) }

func total(p *social.Post) int64 {
	var n int64
	for _, o := range []social.Opt[int64]{p.Views, p.Impressions, p.Reach, p.Reactions, p.Comments, p.Shares, p.Saves} {
		n += o.V
	}
	return n
}

func samePost(a, b *social.Post) bool {
	return a.Views == b.Views && a.Impressions == b.Impressions && a.Reach == b.Reach && a.Reactions == b.Reactions &&
		a.Comments == b.Comments && a.Shares == b.Shares
}

func metricKey(a *social.AccountMetric) string {
	file := ""
	if a.Network == "" { // nobody knows whose it is: it cannot be the same as another file's
		file = a.From.File
	}
	return joined(dayOf(a.End), dayOf(a.Start), string(a.Network), a.AccountID, a.AccountName, string(a.Metric),
		string(a.Granularity), string(a.ValueKind), file)
}

func laterMetric(a, b *social.AccountMetric) int { return a.ExportedAt.Compare(b.ExportedAt) }

func sameMetric(a, b *social.AccountMetric) bool { return a.Value == b.Value }

func audienceKey(a *social.Audience) string {
	file := ""
	if a.Network == "" {
		file = a.From.File
	}
	return joined(dayOf(a.Snapshot), string(a.Network), a.AccountID, a.AccountName, a.Base, a.Dimension, a.Key, a.Unit, file)
}

// laterCell has nothing to go by: cells of one day are told apart by their origin.
func laterCell(_, _ *social.Audience) int { return 0 }

func sameCell(a, b *social.Audience) bool { return a.Value == b.Value }
