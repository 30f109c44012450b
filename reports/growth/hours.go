package growth

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pulso/pipeline/social"
	"pulso/reports"
)

// minCell is the least number of posts by which an hour is judged.
const minCell = 3

// A slot is the posts of one hour, of a weekday or of all: how many and what they got on average.
type slot struct {
	n   int
	sum float64
}

func (s slot) mean() float64 { return s.sum / float64(s.n) }

// A band is what is known of a network's hours over some months, and which of them are its best.
type band struct {
	hours [24]slot
	best  [24]bool
	// Missing is why no hour could be chosen, in Spanish; empty when some was.
	missing string
}

// bands are the bands of every network.
type bands map[social.Network]*band

// bandsOver fixes the bands by the posts of the months from first to last back: the hours, judged by three posts or
// more, whose mean of interactions per post is in the top quarter. Networks are apart, because their interactions
// are not of one size.
func (a *analysis) bandsOver(first, last int) bands {
	out := bands{}
	for _, n := range a.networks() {
		b := &band{}
		for back := first; back <= last; back++ {
			for _, p := range a.allPosts(n, back) {
				v := interactions(p)
				if p.Precision == social.Day || !v.OK {
					continue
				}
				s := &b.hours[p.PublishedAt.In(a.in.Zone).Hour()]
				s.n++
				s.sum += v.N
			}
		}
		b.choose()
		out[n] = b
	}
	return out
}

func (b *band) choose() {
	var means []float64
	for _, s := range b.hours {
		if s.n >= minCell {
			means = append(means, s.mean())
		}
	}
	if len(means) == 0 {
		b.missing = fmt.Sprintf("ninguna hora tiene %d publicaciones", minCell)
		return
	}
	if len(means) < 4 {
		b.missing = fmt.Sprintf("solo %s con %d publicaciones o más; hacen falta cuatro", reports.Plural(len(means), "hora", "horas"), minCell)
		return
	}
	least, _ := reports.Percentile(means, 0.75)
	for h, s := range b.hours {
		b.best[h] = s.n >= minCell && s.mean() >= least
	}
}

// String lists the hours of the band, adjoining ones joined: «7:00 a 8:59 y 18:00 a 18:59».
func (b *band) String() string {
	if b.missing != "" {
		return "(" + b.missing + ")"
	}
	var parts []string
	for h := 0; h < 24; h++ {
		if !b.best[h] {
			continue
		}
		from := h
		for h+1 < 24 && b.best[h+1] {
			h++
		}
		parts = append(parts, fmt.Sprintf("%d:00 a %d:59", from, h))
	}
	return reports.Join(parts)
}

// inBand says whether a post of the month went out in its network's band; ok is false when that cannot be judged.
func (a *analysis) inBand(p *social.Post) (in, ok bool) { return a.band.hold(p, a.in.Zone) }

func (all bands) hold(p *social.Post, zone *time.Location) (in, ok bool) {
	b := all[p.Network]
	if b == nil || b.missing != "" || p.Precision == social.Day {
		return false, false
	}
	return b.best[p.PublishedAt.In(zone).Hour()], true
}

// bandShare is K16 of a month back, by the bands that were fixed before that month.
func (a *analysis) bandShare(back int) reports.Value {
	if why := a.absent(back); why != "" {
		return reports.NoValue(why, reports.Rate)
	}
	if back+3 >= depth {
		return reports.NoValue("sin los meses de su franja", reports.Rate)
	}
	return a.bandsOver(back+1, back+3).share(a.allPosts("", back), a.in.Zone)
}

// share is K16 over posts.
func (all bands) share(posts []*social.Post, zone *time.Location) reports.Value {
	k, n := 0, 0
	for _, p := range posts {
		in, ok := all.hold(p, zone)
		if !ok {
			continue
		}
		n++
		if in {
			k++
		}
	}
	if n == 0 {
		return reports.NoValue(orNoExport(posts, "sin franja fijada antes del mes"), reports.Rate)
	}
	return share(k, n, "publicaciones con hora")
}

// A week is a slot for each weekday and hour.
type week [7][24]slot

// audienceWeek is what posts of this month and the two before it got at each hour of the week, each against the
// mean of its own network: 1 is what that network's posts usually get.
func (a *analysis) audienceWeek() *week {
	var w week
	for _, n := range a.networks() { // in a fixed order, because fractions are added
		var all slot
		for _, s := range a.next[n].hours {
			all.n += s.n
			all.sum += s.sum
		}
		if all.sum == 0 {
			continue
		}
		for back := 0; back <= 2; back++ {
			for _, p := range a.allPosts(n, back) {
				v := interactions(p)
				if p.Precision == social.Day || !v.OK {
					continue
				}
				s := w.at(p.PublishedAt.In(a.in.Zone))
				s.n++
				s.sum += v.N / all.mean()
			}
		}
	}
	return &w
}

// ownWeek counts the month's posts at each hour of the week.
func (a *analysis) ownWeek() *week {
	var w week
	for _, p := range a.allPosts("", 0) {
		if p.Precision != social.Day {
			w.at(p.PublishedAt.In(a.in.Zone)).n++
		}
	}
	return &w
}

func (w *week) at(t time.Time) *slot {
	return &w[slices.Index(reports.Weekdays[:], t.Weekday())][t.Hour()]
}

// heat draws a week with the hours that hold anything as categories and weekdays as series.
func (w *week) heat(id, title string, value func(slot) reports.Value) *reports.Chart {
	c := &reports.Chart{ID: id, Title: title, Kind: reports.HeatMap, Unit: reports.Number, Sheet: "Horarios"}
	var used []int
	for h := range 24 {
		if slices.ContainsFunc(w[:], func(day [24]slot) bool { return day[h].n > 0 }) {
			used = append(used, h)
			c.Categories = append(c.Categories, fmt.Sprintf("%d:00", h))
		}
	}
	for d, day := range reports.Weekdays {
		s := reports.Series{Name: reports.WeekdayName(day)}
		for _, h := range used {
			s.Values = append(s.Values, value(w[d][h]))
		}
		c.Series = append(c.Series, s)
	}
	return c
}

const fewPosts = "menos de 3 publicaciones"

// hours is the section on the hours of greatest audience.
func hours(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "horarios", Title: "Horarios de mayor audiencia"}
	s.Blocks = append(s.Blocks, &reports.Paragraph{Text: "Las redes no entregan la audiencia por hora. Se usa lo que la ciudadanía hizo con las publicaciones: la media de interacciones de cada hora, por red. La franja se fija con tres meses y se aplica al mes siguiente, de modo que nadie la escoge después de conocer el resultado."})

	heat := a.audienceWeek().heat("C5", "Interacciones por publicación según día y hora, frente a lo usual en su red (1 = lo usual)", func(s slot) reports.Value {
		switch {
		case s.n == 0:
			return reports.NoValue("sin publicaciones", reports.Number)
		case s.n < minCell:
			return reports.Num(s.mean(), reports.Number).With(fewPosts)
		}
		return reports.Num(s.mean(), reports.Number)
	})
	heat.Notes = []string{
		"Publicaciones de " + reports.MonthName(a.now.Add(-2)) + " a " + reports.MonthName(a.now) + ". Las casillas con " + fewPosts + " se marcan: no sirven para decidir.",
	}
	heat.Alt = "Mapa de calor por día y hora. " + a.bandsInWords()
	if len(heat.Categories) == 0 {
		heat.Empty = "No hay publicaciones con hora e interacciones en los tres meses."
	}
	s.Blocks = append(s.Blocks, heat)

	own := a.ownWeek().heat("C6", "Publicaciones propias del mes según día y hora", func(s slot) reports.Value {
		if s.n == 0 {
			return reports.NoValue("sin publicaciones", reports.Count)
		}
		return reports.Int(s.n)
	})
	own.Unit = reports.Count
	own.Alt = "Mapa de calor con el número de publicaciones del mes por día y hora."
	if len(own.Categories) == 0 {
		own.Empty = "No hay publicaciones con hora en el mes."
	}
	s.Blocks = append(s.Blocks, own)

	t := &reports.Table{
		ID: "T8", Title: "Franja de mayor audiencia por red", Sheet: "Horarios",
		Columns: []reports.Column{{Title: "Red", Width: 0.14}, {Title: "Franja que regía en el mes", Width: 0.31}, {Title: "Publicadas dentro (K16)", Right: true, Width: 0.2}, {Title: "Franja para " + reports.MonthName(a.now.Add(1)), Width: 0.35}},
		Empty:   "No hay cuentas.",
		Notes:   []string{"Franja: horas cuya media de interacciones por publicación está en el cuarto superior, con 3 publicaciones o más en tres meses."},
	}
	for _, n := range a.networks() {
		share := a.band.share(a.allPosts(n, 0), a.in.Zone)
		t.Rows = append(t.Rows, []reports.Cell{{Text: n.Title()}, {Text: a.band[n].String()}, {Value: &share}, {Text: a.next[n].String()}})
	}
	s.Blocks = append(s.Blocks, t)
	return s, nil
}

// bandsInWords says the band of each network that has one.
func (a *analysis) bandsInWords() string {
	var parts []string
	for _, n := range a.networks() {
		if b := a.next[n]; b.missing == "" {
			parts = append(parts, n.Title()+": "+b.String())
		}
	}
	if len(parts) == 0 {
		return "Ninguna red tiene publicaciones suficientes para fijar una franja."
	}
	return "Franja para el mes siguiente: " + strings.Join(parts, "; ") + "."
}
