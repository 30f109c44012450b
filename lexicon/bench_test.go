package lexicon

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// mentions is a mix of citizens' texts of the usual length, invented.
var mentions = []string{
	"@AlcaldiaSM buenos días, llevamos cuatro días sin agua en el barrio Pescaíto y nadie responde, hasta cuándo tanta desidia con la gente",
	"Excelente la jornada de limpieza en la playa de El Rodadero, felicitaciones a todos los que madrugaron un domingo para dejarla bonita 👏👏",
	"¿Alguien sabe a qué horas abren mañana la oficina del Sisbén? Gracias de antemano https://t.co/abc123XYZ",
	"Se inicia el cierre de la carrera quinta por obras de pavimentación entre calles 22 y 26; habrá desvíos hasta el viernes",
	"Qué bonito el hueco nuevo de la avenida del Río, ya casi lo inauguran con cinta y todo 🙄 pura promesa y nada de obra",
	"La verdad el transporte está malísimo, los buses no pasan y cuando pasan van llenos, uno llega tarde al trabajo todos los días",
	"Invitamos a la comunidad a la Fiesta del Mar 2026, con conciertos, regatas y muestras gastronómicas en el camellón. #FiestaDelMar",
	"muchas gracias a la secretaria de salud por la vacunacion en el colegio de mi hija, muy bien organizado todo y la gente amable",
}

// minimal is the floor: it reads the bytes once, folds the case, hashes words
// and looks each up in an open-addressing table of terms, adding the weights.
type minimal struct {
	slots   []uint64
	weights []float32
	mask    uint64
}

func newMinimal(terms map[string]float32) *minimal {
	size := 64
	for size < len(terms)*2 {
		size *= 2
	}
	m := &minimal{slots: make([]uint64, size), weights: make([]float32, size), mask: uint64(size - 1)}
	for term, w := range terms {
		h := uint64(hashSeed)
		for i := range len(term) {
			h = (h ^ uint64(term[i])) * hashPrime
		}
		i := h & m.mask
		for m.slots[i] != 0 {
			i = (i + 1) & m.mask
		}
		m.slots[i], m.weights[i] = h, w
	}
	return m
}

func (m *minimal) score(text string) (sum float32) {
	h, inWord := uint64(hashSeed), false
	for i := 0; i <= len(text); i++ {
		var c byte
		if i < len(text) {
			c = text[i]
		}
		if c >= 'A' && c <= 'Z' {
			c += 0x20
		}
		if c >= 'a' && c <= 'z' || c >= 0x80 {
			h, inWord = (h^uint64(c))*hashPrime, true
			continue
		}
		if inWord {
			for k := h & m.mask; m.slots[k] != 0; k = (k + 1) & m.mask {
				if m.slots[k] == h {
					sum += m.weights[k]
					break
				}
			}
			h, inWord = hashSeed, false
		}
	}
	return sum
}

// tenThousand takes the shipped lemmas as the floor's terms.
func tenThousand() map[string]float32 {
	terms := make(map[string]float32)
	for i, e := range Spanish().entries {
		if e.role == roleWord && len(terms) < 10_000 {
			terms[Spanish().notes[i].term] = float32(e.weight)
		}
	}
	return terms
}

// corpus composes 20,000 different texts of about the usual length out of the
// sentences and mentions: a clause from here, another from there, a handle
// before, a sign or hashtag after. A processor learns a handful of texts by
// heart, and most of all the short loop of the floor.
func corpus(tb testing.TB) []string {
	tb.Helper()
	clauses := slices.Clone(mentions)
	for _, s := range sentences(tb) {
		clauses = append(clauses, s.text)
	}
	r := rand.New(rand.NewPCG(20261001, 3))
	clause := func() string {
		words := strings.Fields(clauses[r.IntN(len(clauses))])
		from := r.IntN(1 + len(words)/2)
		return strings.Join(words[from:min(len(words), from+4+r.IntN(14))], " ")
	}
	tails := []string{"", "", "", "", ".", "!!!", " 👏", " 😡", " jajaja", " #SantaMarta", " #sinagua", " @AlcaldiaSM", " https://t.co/a1B2c3D4e5"}
	texts := make([]string, 20_000)
	for i := range texts {
		var b strings.Builder
		if r.IntN(3) == 0 {
			fmt.Fprintf(&b, "@vecino%d ", r.IntN(100_000))
		}
		for size := 70 + r.IntN(90); b.Len() < size; b.WriteString(" ") {
			b.WriteString(clause())
		}
		texts[i] = strings.TrimSpace(b.String()) + tails[r.IntN(len(tails))]
	}
	return texts
}

// BenchmarkOfFloor measures scoring against the floor: both read all texts in
// turns, so that whatever else the machine does strikes both alike. of_floor is
// the median of the turns; 1 would be as fast as the floor.
func BenchmarkOfFloor(b *testing.B) {
	texts, floor, l := corpus(b), newMinimal(tenThousand()), Spanish()
	var ratios []float64
	var floored, scored time.Duration
	for b.Loop() {
		start := time.Now()
		for _, text := range texts {
			floor.score(text)
		}
		between := time.Now()
		for _, text := range texts {
			l.Score(text)
		}
		f, s := between.Sub(start), time.Since(between)
		floored, scored = floored+f, scored+s
		ratios = append(ratios, f.Seconds()/s.Seconds())
	}
	slices.Sort(ratios)
	n := float64(len(texts) * len(ratios))
	b.ReportMetric(ratios[len(ratios)/2], "of_floor")
	b.ReportMetric(n/scored.Seconds(), "mentions/s")
	b.ReportMetric(n/floored.Seconds(), "floor/s")
	b.ReportMetric(float64(len(strings.Join(texts, "")))/float64(len(texts)), "B/mention")
}

func BenchmarkScore(b *testing.B) {
	l, texts := Spanish(), corpus(b)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		l.Score(texts[i%len(texts)])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mentions/s")
}

func BenchmarkScoreParallel(b *testing.B) {
	l, texts := Spanish(), corpus(b)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			l.Score(texts[i%len(texts)])
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mentions/s")
}

func BenchmarkExplain(b *testing.B) {
	l, texts := Spanish(), corpus(b)
	var hits []Hit
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		hits, _ = l.AppendHits(hits[:0], texts[i%len(texts)])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mentions/s")
}

func BenchmarkLoad(b *testing.B) {
	for range b.N {
		if _, err := Load(Shipped()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	texts := corpus(b)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		Detect(texts[i%len(texts)])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mentions/s")
}
