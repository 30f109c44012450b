package growth

import (
	"fmt"
	"slices"

	"pulso/pipeline/social"
	"pulso/reports"
)

// A part is one of the visible actions that add up to K08.
type part struct {
	name string
	of   func(*social.Post) social.Opt[int64]
}

var (
	reactions = part{"reacciones", func(p *social.Post) social.Opt[int64] { return p.Reactions }}
	comments  = part{"comentarios", func(p *social.Post) social.Opt[int64] { return p.Comments }}
	shares    = part{"compartidos", func(p *social.Post) social.Opt[int64] { return p.Shares }}
	saves     = part{"guardados", func(p *social.Post) social.Opt[int64] { return p.Saves }}
)

// expected are the parts that each network's own exports bring: a post without one of them is partial. Saves that a
// network brings unasked are added all the same.
var expected = map[social.Network][]part{
	social.Facebook:  {reactions, comments, shares},
	social.X:         {reactions, comments, shares, saves},
	social.Instagram: {reactions, comments, shares, saves},
	social.YouTube:   {reactions, comments, shares},
	social.LinkedIn:  {reactions, comments, shares},
	social.TikTok:    {reactions, comments, shares, saves},
}

// interactions is K08 of a post.
func interactions(p *social.Post) reports.Value {
	var sum int64
	var without []string
	any := false
	for _, x := range []part{reactions, comments, shares, saves} {
		o := x.of(p)
		if o.OK {
			sum += o.V
			any = true
			continue
		}
		if slices.ContainsFunc(expected[p.Network], func(e part) bool { return e.name == x.name }) {
			without = append(without, x.name)
		}
	}
	if !any {
		return reports.NoValue("la red no entregó interacciones", reports.Count)
	}
	v := reports.Int(sum)
	if len(without) > 0 {
		v = v.With(reports.Partial + ": sin " + reports.Join(without))
	}
	return v
}

// erReach is K09 of a post.
func erReach(p *social.Post) reports.Value {
	return reports.Ratio(interactions(p), reports.FromOpt(p.Reach, "sin alcance"), "alcance igual a 0")
}

// followersOn is the account's last capture of followers on or before a day, at most a month old.
func (a *analysis) followersOn(acc *account, d social.Date) reports.Value {
	var best *social.AccountMetric
	for back := range 2 {
		for day, v := range acc.months[back].daily[social.FollowersTotal] {
			if day.Compare(d) <= 0 && (best == nil || day.Compare(best.End) > 0) {
				best = v
			}
		}
	}
	if best == nil {
		return reports.NoValue("sin captura de seguidores hasta ese día", reports.Count)
	}
	v := reports.Num(best.Value, reports.Count)
	if best.End != d {
		v = v.With("captura del " + reports.Day(best.End))
	}
	return v
}

// erFollowers is K10 of a post.
func (a *analysis) erFollowers(acc *account, p *social.Post) reports.Value {
	return reports.Ratio(interactions(p), a.followersOn(acc, social.DateOf(p.PublishedAt, a.in.Zone)), "la cuenta no tenía seguidores")
}

// sumPosts adds a figure over posts: missing when no post has it, partial when some have not.
func sumPosts(posts []*social.Post, of func(*social.Post) reports.Value, why string) reports.Value {
	total := reports.NoValue(orNoExport(posts, why), reports.Count)
	n := 0
	for _, p := range posts {
		if v := of(p); v.OK {
			total.N += v.N
			n++
		}
	}
	if n == 0 {
		return total
	}
	total.OK, total.Missing = true, ""
	if n < len(posts) {
		total = total.With(reports.Partial + ": " + reports.Plural(n, "publicación", "publicaciones") + " de " + reports.Fixed(float64(len(posts)), 0))
	}
	return total
}

func opt(of func(*social.Post) social.Opt[int64], why string) func(*social.Post) reports.Value {
	return func(p *social.Post) reports.Value { return reports.FromOpt(of(p), why) }
}

// share is k of n as a Rate; of too few for one it gives the counts.
func share(k, n int, things string) reports.Value {
	v := reports.Share(k, n, things)
	if !v.OK && n > 0 {
		v.Missing = fmt.Sprintf("%d de %d, menos de %d", k, n, reports.MinSample)
	}
	return v
}

// orNoExport is why there is no figure of some posts: that there are none, or what they lack.
func orNoExport(posts []*social.Post, lack string) string {
	if len(posts) == 0 {
		return noExport
	}
	return lack
}

// weighted is K11: interactions over reach, on the posts that have both.
func weighted(posts []*social.Post) reports.Value {
	var inter, reached float64
	n := 0
	for _, p := range posts {
		i := interactions(p)
		if !i.OK || !p.Reach.OK {
			continue
		}
		inter += i.N
		reached += float64(p.Reach.V)
		n++
	}
	switch {
	case n == 0:
		return reports.NoValue(orNoExport(posts, "sin alcance"), reports.Rate)
	case reached == 0:
		return reports.NoValue("alcance igual a 0", reports.Rate)
	}
	v := reports.Num(inter/reached, reports.Rate)
	if n < len(posts) {
		v = v.With(reports.Plural(n, "publicación", "publicaciones") + " de " + reports.Fixed(float64(len(posts)), 0) + " con los dos datos")
	}
	return v
}

// medianRate is the median of K09 over posts, the second reading of K11.
func medianRate(posts []*social.Post) reports.Value {
	var rates []float64
	for _, p := range posts {
		if v := erReach(p); v.OK {
			rates = append(rates, v.N)
		}
	}
	m, ok := reports.Median(rates)
	if !ok {
		return reports.NoValue(orNoExport(posts, "sin alcance"), reports.Rate)
	}
	return reports.Num(m, reports.Rate)
}

// noExport is said where no content export of the account is at hand.
const noExport = "sin exporte"

// posted is K07 of an account: its posts without stories. No post in the files and no count by the network is
// «no data», because an export that nobody made looks the same as a silent account.
func (a *analysis) posted(acc *account, back int) reports.Value {
	if why := a.absent(back); why != "" {
		return reports.NoValue(why, reports.Count)
	}
	f := &acc.months[back]
	if len(f.posts) == 0 {
		if v := f.total(social.PostsPublished); v.OK {
			return v.With("conteo de la red")
		}
		return reports.NoValue(noExport, reports.Count)
	}
	n := 0
	for _, p := range f.posts {
		if p.Type != social.TypeStory {
			n++
		}
	}
	return reports.Int(n)
}

// engaged is K08 of an account in a month.
func (a *analysis) engaged(acc *account, back int) reports.Value {
	if why := a.absent(back); why != "" {
		return reports.NoValue(why, reports.Count)
	}
	f := &acc.months[back]
	if len(f.posts) == 0 {
		return reports.NoValue(noExport, reports.Count)
	}
	return sumPosts(f.posts, interactions, "la red no entregó interacciones")
}

// visual says whether a post has an image or a video; ok is false for a post of unknown type.
func visual(p *social.Post) (has, ok bool) {
	switch {
	case slices.Contains(visualTypes, p.Type):
		return true, true
	case p.Type == social.TypeText || p.Type == social.TypeLink:
		return false, true
	}
	return false, false
}

var visualTypes = []string{social.TypeImage, social.TypeVideo, social.TypeCarousel, social.TypeLive, social.TypeStory}

// withMedia is K14 over posts.
func withMedia(posts []*social.Post) reports.Value {
	k, n := 0, 0
	for _, p := range posts {
		has, ok := visual(p)
		if !ok {
			continue
		}
		n++
		if has {
			k++
		}
	}
	if n == 0 {
		return reports.NoValue(orNoExport(posts, "sin tipos conocidos"), reports.Rate)
	}
	return share(k, n, "publicaciones de tipo conocido")
}
