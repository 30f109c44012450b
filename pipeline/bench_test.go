package pipeline

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkMonth makes a month of 100,000 mentions, reports apart, and says how much memory it held at most for each.
func BenchmarkMonth(b *testing.B) {
	const n = 100_000
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf("m|x|%d|autor%d|2026-10-%02dT%02d:%02d:00-05:00|Excelente la brigada de hoy en el barrio %d, aunque el agua no llega hace %d días y nadie responde 😡",
			i, i%9000, 1+i%31, i%24, i%60, i%400, i%17)
	}
	p := workspace(b, map[string][]string{"a.txt": lines})
	p.Produce = nil
	lines = nil
	for b.Loop() {
		p.Config = fmt.Sprint(b.N, time.Now()) // another configuration, so that the month is stored each time
		runtime.GC()
		var base runtime.MemStats
		runtime.ReadMemStats(&base)
		var most atomic.Uint64
		p.Progress = func(_ string, done, total int) {
			if done%4096 > 256 && done != total {
				return
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapAlloc-min(m.HeapAlloc, base.HeapAlloc)))
		}
		if _, err := p.Run(b.Context(), october, ""); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(most.Load())/n, "B-held/mention")
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "mentions/s")
}
