package sentiment

import (
	"cmp"
	"fmt"
	"slices"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// A peak is a day out of the ordinary, with what may have caused it.
type peak struct {
	day     social.Date
	classes reports.Classes
	score   reports.Value
	words   []string // terms that weighed most on that day
	topic   string   // what a fifth of its mentions or more talk about; empty when there is none such
	parent  string   // the post that most of its mentions answer; empty when none stands out
	answers int      // how many do
	keys    []string // three mentions
}

// day of the month by its number.
func (a *analysis) day(n int) social.Date {
	return social.Date{Year: a.month.Year, Month: a.month.Month, Day: n}
}

// peakScore is M10 of a day: against the 28 days before it, those of the month before too. A day of a month that the
// store holds and that has no mention counts as zero; a month that it does not hold says nothing.
func (a *analysis) peakScore(d social.Date) reports.Value {
	var before []float64
	for i := 1; i <= reports.PeakDays; i++ {
		e := d.Add(-i)
		t := a.now
		if e.InMonth() != a.month {
			t = a.before()
		}
		if t == nil {
			break
		}
		before = append(before, float64(of(t.day, e).Total()))
	}
	return reports.PeakScore(float64(of(a.now.day, d).Total()), before)
}

// findPeaks finds the days and reads the month once more for what happened on them.
func (a *analysis) findPeaks() error {
	for n := 1; n <= a.month.Days(); n++ {
		d := a.day(n)
		c := of(a.now.day, d)
		if score := a.peakScore(d); reports.IsPeak(c.Total(), score) {
			a.peaks = append(a.peaks, peak{day: d, classes: c, score: score})
		}
	}
	if len(a.peaks) == 0 {
		return nil
	}
	words := make([]map[string]*word, len(a.peaks))
	parents, topics := make([]map[string]int, len(a.peaks)), make([]map[string]int, len(a.peaks))
	for i := range a.peaks {
		words[i], parents[i], topics[i] = map[string]*word{}, map[string]int{}, map[string]int{}
	}
	err := a.each(a.month, a.in.Current.ToCount(), func(m *social.Scored, d social.Date) {
		i := slices.IndexFunc(a.peaks, func(p peak) bool { return p.day == d })
		if i < 0 || m.Status != social.Valid {
			return
		}
		addWords(words[i], m)
		if m.Topic != "" {
			topics[i][m.Topic]++
		}
		if m.ParentID != "" {
			parents[i][string(m.Network)+":"+m.ParentID]++
		}
		if sign := a.peaks[i].sign(); sign == lexicon.Neutral || sign == m.Final { // those that made it a peak of its sign
			a.peaks[i].keys = leastStrings(a.peaks[i].keys, m.Key, 3)
		}
	})
	for i := range a.peaks {
		a.peaks[i].explain(words[i], parents[i], topics[i])
	}
	return err
}

// leastStrings keeps the n smallest strings, sorted: a choice that does not depend on the order of reading.
func leastStrings(kept []string, s string, n int) []string {
	i, _ := slices.BinarySearch(kept, s)
	if i == n {
		return kept
	}
	return slices.Insert(kept, i, s)[:min(len(kept)+1, n)]
}

// sign is the class of more than half of the day's mentions; neutral when neither praise nor complaint has it.
func (p *peak) sign() lexicon.Polarity {
	switch n := p.classes.Total(); {
	case p.classes.Negative*2 > n:
		return lexicon.Negative
	case p.classes.Positive*2 > n:
		return lexicon.Positive
	}
	return lexicon.Neutral
}

// explain names the terms that weighed most among those in a twentieth of the day's mentions (on the day's side where it
// has one), and the topic and the post that drew at least a fifth of the day's mentions.
func (p *peak) explain(words map[string]*word, parents, topics map[string]int) {
	weight := func(w *word) int64 { return w.plus - w.minus }
	if sign := int64(p.sign()); sign != 0 {
		weight = func(w *word) int64 { return sign * (w.plus + w.minus) }
	}
	for _, w := range sortedWords(words, weight) {
		if weight(w) > 0 && w.mentions*20 >= p.classes.Total() && len(p.words) < 3 && !isSignal(w.term) {
			p.words = append(p.words, "«"+spoken(w.term)+"»")
		}
	}
	for key, n := range parents {
		if n > p.answers || n == p.answers && key < p.parent {
			p.parent, p.answers = key, n
		}
	}
	if p.answers*5 < p.classes.Total() {
		p.parent, p.answers = "", 0
	}
	most := 0
	for name, n := range topics {
		if n*5 >= p.classes.Total() && (n > most || n == most && name < p.topic) {
			p.topic, most = name, n
		}
	}
}

func (p *peak) cause() string {
	var parts []string
	if p.parent != "" {
		parts = append(parts, fmt.Sprintf("%s a la publicación %s", reports.Plural(p.answers, "respuesta", "respuestas"), p.parent))
	}
	if p.topic != "" {
		parts = append(parts, "tema «"+p.topic+"»")
	}
	if len(p.words) > 0 {
		parts = append(parts, "términos: "+reports.Join(p.words))
	}
	if len(parts) == 0 {
		return "sin causa visible en los datos"
	}
	return reports.Join(parts)
}

// sortedWords are words by a weight, largest first; ties by the term.
func sortedWords(words map[string]*word, weight func(*word) int64) []*word {
	out := make([]*word, 0, len(words))
	for _, w := range words {
		out = append(out, w)
	}
	slices.SortFunc(out, func(x, y *word) int {
		return cmp.Or(-cmp.Compare(weight(x), weight(y)), cmp.Compare(x.term, y.term))
	})
	return out
}

// week is the seven days that end on d, within the month.
func (a *analysis) week(d social.Date) reports.Classes {
	var sum reports.Classes
	for i := range 7 {
		if e := d.Add(-i); e.InMonth() == a.month {
			sum = sum.Plus(of(a.now.day, e))
		}
	}
	return sum
}

// weekNSS is the net sentiment of the seven days that end on d; missing before the seventh day, and after the last day of
// which there is anything, where the line would go on by itself.
func (a *analysis) weekNSS(d social.Date) reports.Value {
	if d.Day < 7 {
		return reports.NoValue("hacen falta siete días del mes", reports.Points)
	}
	if d.Compare(a.now.last) > 0 {
		return reports.NoValue("los insumos no llegan a ese día", reports.Points)
	}
	return a.week(d).NSS()
}

// daily is the section on the days of the month.
func daily(a *analysis) (reports.Section, error) {
	s := reports.Section{ID: "evolucion", Title: "Evolución diaria"}
	counts := &reports.Chart{ID: "C3", Title: "Menciones positivas y negativas por día", Kind: reports.Columns, Unit: reports.Count, YTitle: "menciones", Sheet: "Diario"}
	net := &reports.Chart{ID: "C3b", Title: "Sentimiento neto total de siete días", Kind: reports.Lines, Unit: reports.Points, YTitle: "puntos", Sheet: "Diario",
		Notes: []string{"Cada punto reúne los siete días que terminan en esa fecha, cuando suman 30 menciones o más."}}
	line := reports.Series{Name: "NSS total, siete días", Color: blue}
	known := 0
	for n := 1; n <= a.month.Days(); n++ {
		counts.Categories = append(counts.Categories, fmt.Sprint(n))
		v := a.weekNSS(a.day(n))
		if v.OK {
			known++
		}
		line.Values = append(line.Values, v)
	}
	net.Categories = counts.Categories
	net.Series = []reports.Series{line}
	for _, p := range []lexicon.Polarity{lexicon.Positive, lexicon.Negative} {
		bars := reports.Series{Name: classSeries[p], Color: classColor[p]}
		for n := 1; n <= a.month.Days(); n++ {
			bars.Values = append(bars.Values, reports.Int(of(a.now.day, a.day(n)).Of(p)))
		}
		counts.Series = append(counts.Series, bars)
	}
	if a.now.all.Positive+a.now.all.Negative == 0 {
		counts.Empty = "No hay menciones positivas ni negativas en el mes."
	}
	if known == 0 {
		net.Empty = "Ninguna semana reúne 30 menciones válidas."
	}
	counts.Alt = "Columnas con las menciones positivas y negativas de cada día. " + sayPeaks(a)
	net.Alt = "Línea del sentimiento neto de siete días. " + sayClasses(a)
	s.Blocks = append(s.Blocks, counts, net, a.peakTable())
	return s, nil
}

// mostPeaks is how many peak days the document prints.
const mostPeaks = 5

// highest are the n peaks of most mentions, by date.
func (a *analysis) highest(n int) []*peak {
	all := make([]*peak, len(a.peaks))
	for i := range a.peaks {
		all[i] = &a.peaks[i]
	}
	slices.SortStableFunc(all, func(x, y *peak) int { return -cmp.Compare(x.classes.Total(), y.classes.Total()) })
	all = all[:min(n, len(all))]
	slices.SortFunc(all, func(x, y *peak) int { return x.day.Compare(y.day) })
	return all
}

func (a *analysis) peakTable() *reports.Table {
	t := &reports.Table{
		ID: "T4", Title: "Días pico (M10)", Sheet: "Diario",
		Columns: []reports.Column{{Title: "Día", Width: 0.12}, {Title: "Menciones", Right: true, Width: 0.12}, {Title: "z", Right: true, Width: 0.07}, {Title: "Positivas", Right: true, Width: 0.11}, {Title: "Negativas", Right: true, Width: 0.12}, {Title: "Causa probable", Width: 0.26}, {Title: "Menciones para ver en la base", Width: 0.2}},
		Empty:   sayPeaks(a),
		Notes:   []string{"z compara el día con los 28 anteriores; es pico con z de 3 o más y al menos 10 menciones. La causa es una coincidencia que una persona debe confirmar."},
	}
	shown := a.highest(mostPeaks)
	if n := len(a.peaks) - len(shown); n > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("Se muestran los %d días más altos; los demás están en la hoja Diario. Muchos días pico seguidos no son noticias sueltas: el volumen cambió de nivel frente al mes anterior, o cambió la búsqueda.", mostPeaks))
	}
	for _, p := range shown {
		cells := row(reports.Day(p.day), reports.Int(p.classes.Total()), p.score, reports.Int(p.classes.Positive), reports.Int(p.classes.Negative))
		t.Rows = append(t.Rows, append(cells, reports.Cell{Text: p.cause()}, reports.Cell{Text: shortKeys(p.keys)}))
	}
	return t
}
