package reports

import (
	"math"
	"testing"
	"testing/quick"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-3 }

// Under thirty there are counts and no percentages; at thirty there are.
func TestSmallSamples(t *testing.T) {
	few, enough := Classes{Positive: 10, Negative: 15, Neutral: 4}, Classes{Positive: 10, Negative: 15, Neutral: 5}
	for name, v := range map[string]Value{"share": few.Share(1), "NSS": few.NSS(), "polar": enough.Polar(), "margin": few.Margin()} {
		if v.OK || v.Missing == "" {
			t.Errorf("%s of a small sample is %v; want a reason", name, v)
		}
	}
	if v := enough.NSS(); !v.OK || !near(v.N, -100.0/6) {
		t.Errorf("NSS of 10, 15, 5 is %v, want −16,7", v)
	}
	if v := (Classes{}).NSS(); v.Missing != "sin menciones" {
		t.Errorf("NSS of nothing: %q", v.Missing)
	}
}

// Expected values are those of Wilson's formula worked out by hand and of published tables.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{{0, 10, 0, 0.2775}, {10, 10, 0.7225, 1}, {5, 10, 0.2366, 0.7634}, {45, 100, 0.3561, 0.5476}} {
		low, high := Wilson(c.k, c.n)
		if !near(low, c.low) || !near(high, c.high) {
			t.Errorf("Wilson(%d, %d) = %.4f, %.4f; want %.4f, %.4f", c.k, c.n, low, high, c.low, c.high)
		}
	}
	inside := func(k, extra uint16) bool {
		n := int(k) + int(extra) + 1
		low, high := Wilson(int(k), n)
		p := float64(k) / float64(n)
		return low >= 0 && low <= p && p <= high && high <= 1
	}
	if err := quick.Check(inside, nil); err != nil {
		t.Error(err)
	}
}

func TestShift(t *testing.T) {
	now, before := Classes{Positive: 30, Negative: 60, Neutral: 10}, Classes{Positive: 60, Negative: 30, Neutral: 10}
	change, margin, significant := now.Shift(before)
	if !near(change.N, -60) || !near(margin.N, 24.946) || !significant {
		t.Errorf("shift %v ± %v, significant %v", change, margin, significant)
	}
	if _, _, significant := now.Shift(Classes{Positive: 32, Negative: 58, Neutral: 10}); significant {
		t.Error("a shift of four points in a hundred mentions is significant")
	}
}

func TestPercentile(t *testing.T) {
	xs := []float64{4, 1, 3, 2}
	for p, want := range map[float64]float64{0: 1, 0.25: 1.75, 0.5: 2.5, 0.75: 3.25, 1: 4} {
		if got, ok := Percentile(xs, p); !ok || !near(got, want) {
			t.Errorf("Percentile(%v) = %v, want %v", p, got, want)
		}
	}
	if xs[0] != 4 {
		t.Error("Percentile sorted its argument")
	}
	if _, ok := Median(nil); ok {
		t.Error("there is a median of nothing")
	}
}

func TestPeak(t *testing.T) {
	quiet := make([]float64, PeakDays)
	if z := PeakScore(9, quiet); IsPeak(9, z) {
		t.Error("nine mentions are a peak")
	}
	if z := PeakScore(10, quiet); !IsPeak(10, z) {
		t.Errorf("ten mentions after a silent month are no peak: z = %v", z)
	}
	if z := PeakScore(100, quiet[:27]); z.OK {
		t.Error("27 days are enough")
	}
	uneven := make([]float64, PeakDays)
	for i := range uneven {
		uneven[i] = float64(10 + i%2*10)
	}
	if z := PeakScore(30, uneven); IsPeak(30, z) || !near(z.N, 15/(1.4826*5)) {
		t.Errorf("z = %v, want 2.02", z.N)
	}
}
