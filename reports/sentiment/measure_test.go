package sentiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/reports"
)

// A classifier with known errors over months with known shares: the adjusted share must cover the true one in about
// 95 of 100 months, and the raw one must not, or the adjustment would be idle.
func TestAdjustedPrevalenceCoversTheTruth(t *testing.T) {
	const months, mentions = 150, 1000
	truth := [3]float64{0.5, 0.3, 0.2}
	// errors[true class][given class]
	errors := [3][3]float64{{0.7, 0.28, 0.02}, {0.1, 0.8, 0.1}, {0.15, 0.3, 0.55}}
	random := rand.New(rand.NewPCG(7, 11))
	pick := func(shares [3]float64) int {
		x := random.Float64()
		for i, s := range shares {
			if x -= s; x < 0 {
				return i
			}
		}
		return 2
	}
	var covered, rawCovered [3]int
	var width [3]float64
	for month := range months {
		a := analysis{}
		a.audit.seed = fmt.Sprint(month)
		a.audit.answers = map[string]reports.Review{}
		var real [3]int
		for i := range mentions {
			class := pick(truth)
			real[class]++
			given := pick(errors[class])
			m := &social.Scored{Key: fmt.Sprintf("%d-%d", month, i), Sentiment: lexicon.Polarity(given - 1)}
			m.Network = []social.Network{social.Facebook, social.X}[i%2]
			m.Text = fmt.Sprint(class)
			a.audit.offer(m)
		}
		for _, m := range a.audit.drawn() {
			a.audit.answers[m.Key] = reports.Review{Key: m.Key, Class: lexicon.Polarity(int(m.Text[0]-'0') - 1)}
			a.audit.read = append(a.audit.read, m)
		}
		c, _, _ := a.review()
		for j := range 3 {
			p := float64(real[j]) / mentions
			share, se := c.adjusted(j)
			if math.Abs(share-p) <= 1.96*se {
				covered[j]++
			}
			width[j] += 1.96 * se / months
			low, high := reports.Wilson(c.Size[j], mentions)
			if low <= p && p <= high {
				rawCovered[j]++
			}
		}
	}
	for j := range 3 {
		if covered[j] < months*91/100 {
			t.Errorf("class %d: the adjusted share covers the truth in %d of %d months", j, covered[j], months)
		}
		if width[j] > 0.07 { // an interval that says nothing covers everything
			t.Errorf("class %d: the interval is ±%.3f wide", j, width[j])
		}
		if rawCovered[j] > months/4 {
			t.Errorf("class %d: the raw share covers the truth in %d of %d months", j, rawCovered[j], months)
		}
	}
}

// Figures worked out by hand: 100 mentions given negative, 100 neutral, none positive; 10 of each reviewed.
func TestConfusionByHand(t *testing.T) {
	c := confusion{Size: [3]int{100, 100, 0}, Count: [3][3]int{{8, 2, 0}, {4, 6, 0}, {}}}
	for name, got := range map[string][2]float64{
		"precision of negative": {c.precision(0).N, 0.8},
		"recall of negative":    {c.recall(0).N, 80.0 / 120},
		"F1 of neutral":         {c.f1(1).N, 2 * 0.6 * 0.75 / (0.6 + 0.75)},
		"kappa":                 {c.kappa().N, (0.7 - 0.5) / 0.5},
	} {
		if math.Abs(got[0]-got[1]) > 1e-12 {
			t.Errorf("%s is %v, want %v", name, got[0], got[1])
		}
	}
	if share, _ := c.adjusted(0); math.Abs(share-0.6) > 1e-12 {
		t.Errorf("adjusted share of negative is %v, want 0.6", share)
	}
	if v := c.precision(2); v.OK {
		t.Error("a class that was never given has a precision")
	}
	if !c.complete() {
		t.Error("a class without mentions keeps the sample from being complete")
	}
}

// The draw must not depend on the order of reading, must reach every class, and must not favour a network.
func TestAuditDraw(t *testing.T) {
	list := crowd(october, 2000, func(i int) int {
		if i%50 == 0 {
			return 2 // positive is rare
		}
		return []int{0, 3}[i%2]
	})
	draw := func() []string {
		a := audit{seed: "2026-10"}
		for _, m := range list {
			a.offer(m)
		}
		var keys []string
		for _, m := range a.drawn() {
			keys = append(keys, m.Key)
		}
		return keys
	}
	first := draw()
	slices.Reverse(list)
	if !slices.Equal(first, draw()) {
		t.Fatal("the draw depends on the order of reading")
	}
	byKey := map[string]*social.Scored{}
	for _, m := range list {
		byKey[m.Key] = m
	}
	classes, networks := map[lexicon.Polarity]int{}, map[social.Network]int{}
	for _, k := range first {
		classes[byKey[k].Sentiment]++
		networks[byKey[k].Network]++
	}
	if classes[lexicon.Positive] != 40 {
		t.Errorf("%d of 40 positive mentions drawn, want all", classes[lexicon.Positive])
	}
	if len(first) < auditSize || len(first) > auditSize+auditLeast {
		t.Errorf("%d mentions drawn", len(first))
	}
	for n, k := range networks {
		if k < len(first)/3-15 || k > len(first)/3+15 {
			t.Errorf("%d of %d drawn are of %s, which has a third", k, len(first), n)
		}
	}
}
