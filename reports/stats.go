package reports

import (
	"fmt"
	"math"
	"slices"

	"pulso/lexicon"
)

// MinSample is the least number of mentions over which a percentage is printed; below it there are only counts.
const MinSample = 30

// z95 is the normal quantile of a two-sided interval of 95 %.
const z95 = 1.959963984540054

// Classes counts mentions by class.
type Classes struct{ Positive, Negative, Neutral int }

// Add counts one mention of class p.
func (c *Classes) Add(p lexicon.Polarity) {
	switch {
	case p > 0:
		c.Positive++
	case p < 0:
		c.Negative++
	default:
		c.Neutral++
	}
}

// Plus is the sum of two counts.
func (c Classes) Plus(d Classes) Classes {
	return Classes{c.Positive + d.Positive, c.Negative + d.Negative, c.Neutral + d.Neutral}
}

// Minus is c without the mentions of d, which must be among its own.
func (c Classes) Minus(d Classes) Classes {
	return Classes{c.Positive - d.Positive, c.Negative - d.Negative, c.Neutral - d.Neutral}
}

// Of is the count of class p.
func (c Classes) Of(p lexicon.Polarity) int {
	switch {
	case p > 0:
		return c.Positive
	case p < 0:
		return c.Negative
	}
	return c.Neutral
}

// Total is the number of mentions counted.
func (c Classes) Total() int { return c.Positive + c.Negative + c.Neutral }

// Share is the part of class p as a Rate, missing under MinSample.
func (c Classes) Share(p lexicon.Polarity) Value { return Share(c.Of(p), c.Total(), "menciones") }

// NSS is the net sentiment over all mentions, (P − N)/(P + N + U) × 100, in Points.
func (c Classes) NSS() Value {
	n := c.Total()
	if why := TooFew(n, "menciones"); why != "" {
		return NoValue(why, Points)
	}
	return Num(float64(c.Positive-c.Negative)/float64(n)*100, Points)
}

// Polar is the net sentiment over the mentions that take a side, (P − N)/(P + N) × 100, in Points.
func (c Classes) Polar() Value {
	n := c.Positive + c.Negative
	if why := TooFew(n, "menciones con polaridad"); why != "" {
		return NoValue(why, Points)
	}
	return Num(float64(c.Positive-c.Negative)/float64(n)*100, Points)
}

func (c Classes) oneClass() bool { return max(c.Positive, c.Negative, c.Neutral) == c.Total() }

// variance is that of one mention's sign, +1, −1 or 0: p + q − (p − q)².
func (c Classes) variance() float64 {
	n := float64(c.Total())
	p, q := float64(c.Positive)/n, float64(c.Negative)/n
	return p + q - (p-q)*(p-q)
}

// OneClass is why there is no margin when all mentions are of one class: the formula gives zero, which would say that
// there is no doubt at all.
const OneClass = "todas de una clase"

// Margin is the half-width of the 95 % interval of NSS, in points (M06).
func (c Classes) Margin() Value {
	n := c.Total()
	if why := TooFew(n, "menciones"); why != "" {
		return NoValue(why, Number)
	}
	if c.oneClass() {
		return NoValue(OneClass, Number)
	}
	return Num(z95*math.Sqrt(c.variance()/float64(n))*100, Number)
}

// Shift is the change of NSS since before with the half-width of its 95 % interval, in points. The change is
// significant when the interval leaves zero out.
func (c Classes) Shift(before Classes) (change, margin Value, significant bool) {
	now, then := c.NSS(), before.NSS()
	if !now.OK {
		return now, NoValue(now.Missing, Number), false
	}
	if !then.OK {
		return then, NoValue(then.Missing, Number), false
	}
	d := now.N - then.N
	m := z95 * 100 * math.Sqrt(c.variance()/float64(c.Total())+before.variance()/float64(before.Total()))
	if m == 0 {
		return Num(d, Points), NoValue(OneClass, Number), d != 0
	}
	return Num(d, Points), Num(m, Number), math.Abs(d) > m
}

// TooFew is why no percentage may be printed over n things, or empty when it may. Where there is nothing it names
// the things.
func TooFew(n int, things string) string {
	switch {
	case n == 0:
		return "sin " + things
	case n < MinSample:
		return fmt.Sprintf("n = %d, menos de %d", n, MinSample)
	}
	return ""
}

// Share is k/n as a Rate, missing when n is under MinSample.
func Share(k, n int, things string) Value {
	if why := TooFew(n, things); why != "" {
		return NoValue(why, Rate)
	}
	return Num(float64(k)/float64(n), Rate)
}

// Wilson is the 95 % score interval of k successes in n trials, as fractions. It does not leave [0, 1] and holds
// its level with few cases, where the textbook interval does not. n must be positive.
func Wilson(k, n int) (low, high float64) {
	p, m := float64(k)/float64(n), float64(n)
	z2 := z95 * z95
	centre := (p + z2/(2*m)) / (1 + z2/m)
	half := z95 / (1 + z2/m) * math.Sqrt(p*(1-p)/m+z2/(4*m*m))
	return max(0, centre-half), min(1, centre+half)
}

// Interval prints the 95 % interval of k in n, «12,3 % a 15,6 %», or why there is none.
func Interval(k, n int, things string) string {
	if why := TooFew(n, things); why != "" {
		return "(" + why + ")"
	}
	low, high := Wilson(k, n)
	return Num(low, Rate).String() + " a " + Num(high, Rate).String()
}

// Percentile is the p-th quantile, p in [0, 1], by linear interpolation between ranks, as PERCENTILE.INC of a
// spreadsheet. It is false for no values. It does not change xs.
func Percentile(xs []float64, p float64) (float64, bool) {
	if len(xs) == 0 {
		return 0, false
	}
	s := slices.Sorted(slices.Values(xs))
	at := p * float64(len(s)-1)
	i := int(at)
	if i+1 == len(s) {
		return s[i], true
	}
	return s[i] + (at-float64(i))*(s[i+1]-s[i]), true
}

// Median is the middle value; false for no values.
func Median(xs []float64) (float64, bool) { return Percentile(xs, 0.5) }

// PeakDays is how many earlier days a peak is judged against.
const PeakDays = 28

// PeakScore says how far x stands from the 28 days before it, in robust deviations: (x − median)/(1,4826 × MAD).
// Where more than half of those days are equal the MAD is zero, and one mention takes its place, so that a quiet
// series does not make a peak of every stir.
func PeakScore(x float64, before []float64) Value {
	if len(before) < PeakDays {
		return NoValue(fmt.Sprintf("hacen falta %d días anteriores", PeakDays), Number)
	}
	mid, _ := Median(before)
	away := make([]float64, len(before))
	for i, b := range before {
		away[i] = math.Abs(b - mid)
	}
	mad, _ := Median(away)
	return Num((x-mid)/max(1.4826*mad, 1), Number)
}

// IsPeak says whether a day of x mentions with that score is a peak (M10).
func IsPeak(x int, score Value) bool { return score.OK && score.N >= 3 && x >= 10 }
