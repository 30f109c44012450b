package growth

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"pulso/pipeline/social"
	"pulso/reports"
)

// A verdict on a policy.
const (
	meets      = "cumple"
	fails      = "no cumple"
	noEvidence = "sin evidencia"
	noTarget   = "sin meta configurada"
	toReview   = "por revisar" // of an exception to a policy that has no target
	indicator  = "indicador"
)

// An exception is one thing that does not keep a policy, or has no proof that it does.
type exception struct {
	policy  string
	account string
	what    string
	why     string
	link    string
	verdict string // fails, noEvidence, toReview or indicator
}

// A policy is one of the procedure's «lineamientos o políticas de operación», checked.
type policy struct {
	id, text, measure string
	result            reports.Value
	target            string
	verdict           string
	exceptions        []exception
	note              string
}

// policies are the checks in the order of the procedure.
var policies = []func(*analysis) policy{webFirst, relevance, withImage, bestHours, manual, realTime, streaming}

func (a *analysis) checkPolicies() {
	for _, check := range policies {
		a.policies = append(a.policies, check(a))
	}
}

// judge is the verdict of a policy that asks for all: one failure breaks it, and nothing known proves nothing.
func judge(kept, failed, unknown int) string {
	switch {
	case failed > 0:
		return fails
	case kept > 0 && unknown == 0:
		return meets
	}
	return noEvidence
}

// informative are the posts to which P1 and P2 apply: all but stories.
func (a *analysis) informative() []ranking {
	var out []ranking
	for _, acc := range a.accounts {
		for _, p := range acc.months[0].posts {
			if p.Type != social.TypeStory {
				out = append(out, ranking{p, acc})
			}
		}
	}
	return out
}

func (a *analysis) except(policy string, r ranking, why, verdict string) exception {
	return exception{policy: policy, account: r.account.label(), what: reports.Moment(r.PublishedAt, r.Precision, a.in.Zone) + " · " + title(r.Post, 70), why: why, link: r.Permalink, verdict: verdict}
}

// webFirst is P1: the information was on the official site before.
func webFirst(a *analysis) policy {
	p := policy{id: "P1", text: "Información previamente publicada en el sitio web oficial", measure: "publicaciones con página web anterior (K15)", target: "todas"}
	posts := a.informative()
	if len(a.in.Office.Site) == 0 && a.in.Publications == nil {
		p.result, p.verdict = reports.NoValue("sin sitio web configurado", reports.Rate), noEvidence
		return p
	}
	kept, failed, unknown := 0, 0, 0
	for _, r := range posts {
		switch page := a.page(r.Post); {
		case page.verdict == meets:
			kept++
		case page.verdict == fails:
			failed++
			p.exceptions = append(p.exceptions, a.except(p.id, r, "la página salió después: "+page.lag(), fails))
		default:
			unknown++
			p.exceptions = append(p.exceptions, a.except(p.id, r, page.why, noEvidence))
		}
	}
	p.result = share(kept, len(posts), "publicaciones")
	p.verdict = judge(kept, failed, unknown)
	p.note = fmt.Sprintf("Con página anterior: %d; con página posterior: %d; sin evidencia: %d.", kept, failed, unknown)
	return p
}

// A webPage is what is known of a post's page on the official site.
type webPage struct {
	verdict string
	url     string
	ahead   reports.Value // minutes by which the page came before the post; negative when after
	why     string        // why there is no evidence, when there is none
}

func (w webPage) lag() string {
	if !w.ahead.OK {
		return "sin hora"
	}
	v := w.ahead
	v.N = max(v.N, -v.N)
	return v.String()
}

// page looks for the page of a post: the link to the official site that it carries, else a page of the site's list
// with its words. A link proves a page, for it could not be put before the page was; without the site's list it is
// taken as such.
func (a *analysis) page(p *social.Post) webPage {
	link := a.siteLink(p.Text)
	words := wordSet(p.Text)
	for i := range a.site {
		page := &a.site[i]
		if link != "" && page.address == address(link) || link == "" && page.near(p) && alike(page.words, words) {
			return a.timed(page.Publication, p, link != "")
		}
	}
	if link != "" {
		return webPage{verdict: meets, url: link, ahead: reports.NoValue("la lista del sitio no la trae", reports.Minutes)}
	}
	return webPage{verdict: noEvidence, ahead: reports.NoValue("sin página", reports.Minutes), why: "no enlaza al sitio ni se halló su página"}
}

// timed judges a post by its page's time. A page without one, or of the day of a post of which only the day is known,
// is proof only where the post links to it.
func (a *analysis) timed(page reports.Publication, p *social.Post, linked bool) webPage {
	w := webPage{verdict: meets, url: page.URL, ahead: reports.NoValue("sin hora", reports.Minutes)}
	switch {
	case page.PublishedAt.IsZero():
		w.why = "la lista del sitio no dice cuándo salió su página"
	case a.sequence(page.PublishedAt, p) == 0:
		w.why = "su página " + sameDay
	case a.sequence(page.PublishedAt, p) > 0:
		w.verdict = fails
	}
	if w.why != "" && !linked {
		w.verdict = noEvidence
	}
	if !page.PublishedAt.IsZero() && p.Precision != social.Day {
		w.ahead = reports.Num(p.PublishedAt.Sub(page.PublishedAt).Minutes(), reports.Minutes)
	}
	return w
}

// sameDay is why nothing follows from a sequence of 0.
const sameDay = "es del mismo día y la red no da la hora de la publicación"

// sequence is below 0 for an instant not after a post and above 0 for one after it. It is 0 where that cannot be told:
// of the post only the day is known, and the instant is of that day.
func (a *analysis) sequence(at time.Time, p *social.Post) int {
	switch {
	case p.Precision == social.Day:
		return social.DateOf(at, a.in.Zone).Compare(social.DateOf(p.PublishedAt, a.in.Zone))
	case at.After(p.PublishedAt):
		return 1
	}
	return -1
}

// siteLink is the first address in a text that is of the official site; empty when there is none.
func (a *analysis) siteLink(text string) string {
	for _, word := range strings.Fields(text) {
		w := strings.ToLower(strings.Trim(word, `.,;:()<>"«»!¡?¿`))
		host := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(w, "https://"), "http://"), "www.")
		host, _, _ = strings.Cut(host, "/")
		for _, domain := range a.in.Office.Site {
			if d := strings.TrimPrefix(strings.ToLower(domain), "www."); d != "" && (host == d || strings.HasSuffix(host, "."+d)) {
				return w
			}
		}
	}
	return ""
}

// A sitePage is a page of the official site, ready to be looked for.
type sitePage struct {
	reports.Publication
	address string
	words   []string
}

func (a *analysis) loadSite() {
	for _, p := range a.in.Publications {
		a.site = append(a.site, sitePage{p, address(p.URL), longWords(p.Title)})
	}
}

// near says whether the page is of the time of the post: from a week before it to two days after.
func (p *sitePage) near(post *social.Post) bool {
	d := post.PublishedAt.Sub(p.PublishedAt)
	return p.PublishedAt.IsZero() || d <= 7*24*time.Hour && d >= -2*24*time.Hour
}

// address is a link without what does not change where it leads.
func address(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://"), "www.")
	s, _, _ = strings.Cut(s, "?")
	return strings.TrimSuffix(s, "/")
}

// Words in common that make a title and a post speak of the same: most of a title of four words or more.
const (
	minTitle   = 4
	titleShare = 0.7
)

// alike says whether a text holds most words of a title.
func alike(title []string, text map[string]bool) bool {
	if len(title) < minTitle {
		return false
	}
	common := 0
	for _, w := range title {
		if text[w] {
			common++
		}
	}
	return float64(common) >= titleShare*float64(len(title))
}

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range longWords(text) {
		set[w] = true
	}
	return set
}

// longWords are the words of a text that carry meaning: of four letters or more, without accents.
func longWords(s string) []string {
	return slices.DeleteFunc(strings.Fields(plainLetters(s)), func(w string) bool { return len([]rune(w)) < 4 })
}

var unaccent = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u")

// plainLetters is a text's words in lower case without accents; ñ stays.
func plainLetters(s string) string { return unaccent.Replace(social.NormalText(s)) }

// relevance is P2: somebody in charge decided that the post was worth publishing, before it went out.
func relevance(a *analysis) policy {
	p := policy{id: "P2", text: "Relevancia definida previamente por el jefe de comunicaciones, el alcalde o el encargado", measure: "publicaciones con aprobación anterior en la bitácora", target: "todas"}
	posts := a.informative()
	if a.in.Approvals == nil {
		p.result, p.verdict = reports.NoValue("sin bitácora editorial", reports.Rate), noEvidence
		return p
	}
	kept, failed, unknown := 0, 0, 0
	for _, r := range posts {
		switch approval, ok := a.approval(r.Post); {
		case !ok:
			failed++
			p.exceptions = append(p.exceptions, a.except(p.id, r, "no está en la bitácora", fails))
		case approval.ApprovedBy == "":
			failed++
			p.exceptions = append(p.exceptions, a.except(p.id, r, "está en la bitácora sin quien la aprobó", fails))
		case approval.ApprovedAt.IsZero():
			unknown++
			p.exceptions = append(p.exceptions, a.except(p.id, r, "la bitácora no dice cuándo se aprobó", noEvidence))
		case a.sequence(approval.ApprovedAt, r.Post) == 0:
			unknown++
			p.exceptions = append(p.exceptions, a.except(p.id, r, "la aprobación "+sameDay, noEvidence))
		case a.sequence(approval.ApprovedAt, r.Post) > 0:
			failed++
			p.exceptions = append(p.exceptions, a.except(p.id, r, "se aprobó después de publicarla", fails))
		default:
			kept++
		}
	}
	p.result = share(kept, len(posts), "publicaciones")
	p.verdict = judge(kept, failed, unknown)
	return p
}

func (a *analysis) approval(p *social.Post) (reports.Approval, bool) {
	for _, x := range a.in.Approvals {
		if x.PostID != "" && x.PostID == p.ID && (x.Network == "" || x.Network == p.Network) || x.Permalink != "" && address(x.Permalink) == address(p.Permalink) {
			return x, true
		}
	}
	return reports.Approval{}, false
}

// withImage is P3. The procedure says «preferiblemente»: it is measured and never judged.
func withImage(a *analysis) policy {
	p := policy{id: "P3", text: "Preferiblemente, por lo menos una imagen o un video", measure: "publicaciones con imagen o video (K14)", target: "preferible", verdict: indicator}
	p.result = withMedia(a.allPosts("", 0))
	for _, r := range a.informative() {
		if has, ok := visual(r.Post); ok && !has {
			p.exceptions = append(p.exceptions, a.except(p.id, r, "sin imagen ni video", indicator))
		}
	}
	return p
}

// bestHours is P4: posts in the band that was fixed before the month.
func bestHours(a *analysis) policy {
	p := policy{id: "P4", text: "Publicar en los horarios de mayor audiencia, definidos previamente", measure: "publicaciones en franja (K16)"}
	p.result = a.bandShare(0)
	goal, ok := a.in.Office.Goals["K16"]
	switch {
	case !p.result.OK:
		p.verdict = noEvidence
	case !ok:
		p.verdict = noTarget
	case p.result.N >= goal:
		p.verdict = meets
	default:
		p.verdict = fails
	}
	if ok {
		p.target = reports.Num(goal, reports.Rate).String()
	}
	state := fails
	if !ok {
		state = toReview
	}
	judged, unknown := 0, 0
	for _, r := range a.informative() {
		in, ok := a.inBand(r.Post)
		if !ok {
			unknown++
			continue
		}
		judged++
		if !in {
			p.exceptions = append(p.exceptions, a.except(p.id, r, "salió fuera de la franja "+a.band[r.Network].String(), state))
		}
	}
	if judged > 0 && unknown > 0 {
		p.note = fmt.Sprintf("Se juzgan %s; %s no, porque su red no tenía franja o no da la hora.", reports.Plural(judged, "publicación", "publicaciones"), reports.Fixed(float64(unknown), 0))
	}
	return p
}

// idle is for how many days an account may be silent before it counts as inactive.
const idle = 30

// manual is P5: every account of every dependency is known, looked after and alive.
func manual(a *analysis) policy {
	p := policy{id: "P5", text: "Las redes de las dependencias se manejan según el manual", measure: "cuentas con responsable y activas", target: "todas"}
	kept, failed, unknown, n := 0, 0, 0, 0
	last := social.Date{Year: a.now.Year, Month: a.now.Month, Day: a.now.Days()}
	for _, acc := range a.accounts {
		n++
		add := func(why, verdict string) {
			p.exceptions = append(p.exceptions, exception{policy: p.id, account: acc.label(), what: acc.Label(), why: why, link: acc.URL, verdict: verdict})
		}
		ok := true
		if !acc.listed {
			add("publica y no está en el inventario de cuentas", fails)
			ok = false
		}
		if acc.listed && acc.Responsible == "" {
			add("sin responsable asignado", fails)
			ok = false
		}
		post := acc.lastPost(a.in.Zone)
		switch {
		case post.IsZero():
			add("no hay exporte de contenido: no se sabe si está activa", noEvidence)
			if ok {
				unknown++
				continue
			}
		case last.Time().Sub(post.Time()) > idle*24*time.Hour:
			add("inactiva: última publicación el "+reports.Day(post), fails)
			ok = false
		}
		if ok {
			kept++
		} else {
			failed++
		}
	}
	p.result = reports.NoValue("sin cuentas configuradas", reports.Count)
	if n > 0 {
		p.result = reports.Int(kept).With(fmt.Sprintf("de %s", reports.Plural(n, "cuenta", "cuentas")))
	}
	p.verdict = judge(kept, failed, unknown)
	p.note = fmt.Sprintf("Se mide lo que los datos dejan ver: inventario, responsable y publicaciones de los últimos %d días. No prueba por sí solo que se siga el manual.", idle)
	return p
}

// lastPost is the day of the account's last post in this month and the one before.
func (acc *account) lastPost(zone *time.Location) social.Date {
	var last social.Date
	for back := range 2 {
		for _, p := range acc.months[back].posts {
			if d := social.DateOf(p.PublishedAt, zone); d.Compare(last) > 0 {
				last = d
			}
		}
	}
	return last
}

// A policy's section: T9 the verdicts, T10 what does not keep them.
func lineamientos(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "lineamientos", Title: "Cumplimiento de los lineamientos de operación"}
	t := &reports.Table{
		ID: "T9", Title: "Lineamientos del procedimiento", Sheet: "Politicas",
		Columns: []reports.Column{{Title: "N.º", Width: 0.06}, {Title: "Lineamiento", Width: 0.3}, {Title: "Indicador", Width: 0.22}, {Title: "Resultado", Right: true}, {Title: "Meta", Width: 0.11}, {Title: "Veredicto", Width: 0.12}, {Title: "Casos", Right: true, Width: 0.08}},
		Notes:   []string{"El veredicto sale de los datos entregados: «sin evidencia» significa que falta con qué probarlo, no que se incumplió. Los casos incluyen los que no tienen evidencia."},
	}
	var all []exception
	for i := range a.policies {
		p := &a.policies[i]
		n := reports.Int(len(p.exceptions))
		t.Rows = append(t.Rows, []reports.Cell{{Text: p.id}, {Text: p.text}, {Text: p.measure}, {Value: &p.result}, {Text: p.target}, {Text: p.verdict, Bold: p.verdict == fails}, {Value: &n}})
		if p.note != "" {
			t.Notes = append(t.Notes, p.id+". "+p.note)
		}
		all = append(all, p.exceptions...)
	}
	s.Blocks = append(s.Blocks, t, a.exceptionTable(all))
	return s, nil
}

// shownExceptions is how many exceptions of each policy the document prints; the base has all.
const shownExceptions = 4

func (a *analysis) exceptionTable(all []exception) *reports.Table {
	t := &reports.Table{
		ID: "T10", Title: "Casos por revisar", Sheet: "Excepciones",
		Columns: []reports.Column{{Title: "N.º", Width: 0.06}, {Title: "Cuenta", Width: 0.14}, {Title: "Qué", Width: 0.42}, {Title: "Motivo", Width: 0.26}, {Title: "Estado", Width: 0.12}},
		Empty:   "No hay casos por revisar.",
	}
	slices.SortStableFunc(all, func(x, y exception) int {
		return cmp.Or(cmp.Compare(x.policy, y.policy), cmp.Compare(severity(x.verdict), severity(y.verdict)))
	})
	shown := map[string]int{}
	for _, e := range all {
		if shown[e.policy]++; shown[e.policy] <= shownExceptions {
			t.Rows = append(t.Rows, []reports.Cell{{Text: e.policy}, {Text: e.account}, {Text: e.what, Link: e.link}, {Text: e.why}, {Text: e.verdict}})
		}
	}
	for _, p := range a.policies {
		if n := len(p.exceptions); n > shownExceptions {
			t.Notes = append(t.Notes, fmt.Sprintf("%s: se muestran %d de %d casos; todos están en la hoja Excepciones.", p.id, shownExceptions, n))
		}
	}
	return t
}

func severity(verdict string) int {
	if verdict == fails {
		return 0
	}
	return 1
}
