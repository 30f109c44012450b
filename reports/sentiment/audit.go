package sentiment

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// auditSize is how many mentions a person is asked to read each month.
const auditSize = 200

// auditLeast is how many of them each class gets where it has that many: a class that is rare is still judged.
const auditLeast = 40

// A stratum of the audit: the class that the program gave, and the network.
type stratum struct {
	class   lexicon.Polarity
	network social.Network
}

// A ticket is a mention in the order of the draw.
type ticket struct {
	order [sha256.Size]byte
	m     *social.Scored
}

// audit keeps, for each stratum, the mentions that come first in an order fixed by a hash of month and key. The draw
// depends on nothing else: not on the order of reading, nor on a clock.
type audit struct {
	seed    string
	tickets map[stratum][]ticket
	size    map[stratum]int
	answers map[string]reports.Review // of this month, by key
	read    []*social.Scored          // the mentions that have an answer
}

func (a *audit) offer(m *social.Scored) {
	s := stratum{m.Sentiment, m.Network}
	if a.tickets == nil {
		a.tickets, a.size = map[stratum][]ticket{}, map[stratum]int{}
	}
	a.size[s]++
	if _, ok := a.answers[m.Key]; ok {
		a.read = append(a.read, m)
	}
	t := ticket{sha256.Sum256([]byte("evaluación\x00" + a.seed + "\x00" + m.Key)), m}
	list := a.tickets[s]
	at, _ := slices.BinarySearchFunc(list, t, func(x, y ticket) int {
		return cmp.Or(bytes.Compare(x.order[:], y.order[:]), cmp.Compare(x.m.Key, y.m.Key))
	})
	if at == auditSize {
		return
	}
	list = slices.Insert(list, at, t)
	a.tickets[s] = list[:min(len(list), auditSize)]
}

// classSize is how many mentions the program gave a class.
func (a *audit) classSize(p lexicon.Polarity) int {
	n := 0
	for s, k := range a.size {
		if s.class == p {
			n += k
		}
	}
	return n
}

// quotas say how many mentions of each class are drawn: in proportion, but at least auditLeast where there are.
func (a *audit) quotas() map[lexicon.Polarity]int {
	total := 0
	for _, n := range a.size {
		total += n
	}
	out := map[lexicon.Polarity]int{}
	for _, p := range reports.ClassesInOrder {
		n := a.classSize(p)
		if total == 0 || n == 0 {
			continue
		}
		share := (n*auditSize + total/2) / total
		out[p] = min(n, max(share, auditLeast))
	}
	return out
}

// drawn is the sample: within a class, networks by largest remainders; then all in the order of the draw, so that
// the sheet does not show which class a mention was given.
func (a *audit) drawn() []*social.Scored {
	var all []ticket
	for _, p := range reports.ClassesInOrder {
		quota := a.quotas()[p]
		n := a.classSize(p)
		if quota == 0 {
			continue
		}
		var strata []stratum
		for s := range a.size {
			if s.class == p {
				strata = append(strata, s)
			}
		}
		slices.SortFunc(strata, func(x, y stratum) int {
			return cmp.Or(-cmp.Compare(a.size[x]*quota%n, a.size[y]*quota%n), cmp.Compare(x.network, y.network))
		})
		left := quota
		for _, s := range strata {
			left -= a.size[s] * quota / n
		}
		for _, s := range strata {
			k := a.size[s] * quota / n
			if left > 0 && k < a.size[s] {
				k++
				left--
			}
			all = append(all, a.tickets[s][:min(k, len(a.tickets[s]))]...)
		}
	}
	slices.SortFunc(all, func(x, y ticket) int { return bytes.Compare(x.order[:], y.order[:]) })
	out := make([]*social.Scored, len(all))
	for i, t := range all {
		out[i] = t.m
	}
	return out
}

// auditSheet is the sheet Evaluacion: the mentions to read, without the class that the program gave them, because a
// reader who sees it agrees with it. Those already read stay in it although a new lexicon would draw others.
func (a *analysis) auditSheet() reports.Sheet {
	official := a.in.Office.Official()
	list := a.audit.drawn()
	slices.SortFunc(a.audit.read, func(x, y *social.Scored) int { return cmp.Compare(x.Key, y.Key) })
	for _, m := range a.audit.read {
		if !slices.ContainsFunc(list, func(d *social.Scored) bool { return d.Key == m.Key }) {
			list = append(list, m)
		}
	}
	var rows reports.Rows
	for _, m := range list {
		var class, second reports.Datum
		if r, ok := a.audit.answers[m.Key]; ok {
			class = reports.ClassName(r.Class)
			if r.Second.OK {
				second = reports.ClassName(r.Second.V)
			}
		}
		rows = append(rows, []reports.Datum{m.Key, m.Network.Title(), reports.TextCell(masked(m, official)), class, second})
	}
	classes := []string{"positiva", "negativa", "neutra"}
	return reports.Sheet{
		Name: "Evaluacion", Table: "Evaluacion", Freeze: true, Rows: rows.All(),
		Purpose: "Para editar: muestra al azar del mes, para leerla sin ver la clase del programa. De ella salen la precisión, la exhaustividad y la prevalencia ajustada del informe.",
		Columns: []reports.SheetColumn{
			{Name: "id_mencion", Doc: "Clave de la mención.", Type: reports.ID, Width: 30},
			{Name: "red", Doc: "Red social.", Type: reports.Text, Width: 14},
			{Name: "texto_enmascarado", Doc: "Texto con las personas enmascaradas.", Type: reports.Text, Width: 90},
			{Name: "clase_analista", Doc: "Clase que le da una persona, de la lista. Queja sin resolver: negativa. Pregunta: neutra. Resuelta: neutra; resuelta y agradecida: positiva; resuelta e insatisfecha: negativa. En duda: ¿apoyo u oposición a la gestión?", Type: reports.Text, Width: 16},
			{Name: "segunda_lectura", Doc: "Clase que le da la misma persona semanas después, sin ver la primera; opcional.", Type: reports.Text, Width: 16},
		},
		Lists: []reports.DropDown{{Column: 3, Values: classes, Rows: max(len(rows), 1)}, {Column: 4, Values: classes, Rows: max(len(rows), 1)}},
	}
}
