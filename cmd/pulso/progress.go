package main

import (
	"io"
	"os"
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress shows a bar per step on a terminal, and nothing anywhere else. The returned function is told of steps; stop
// leaves the finished bars on the screen.
func progress(stderr io.Writer) (step func(name string, done, total int), stop func()) {
	f, ok := stderr.(*os.File)
	if !ok || !isTerminal(f) {
		return func(string, int, int) {}, func() {}
	}
	bars := mpb.New(mpb.WithOutput(f), mpb.WithWidth(40))
	var mu sync.Mutex
	known := map[string]*mpb.Bar{}
	var current *mpb.Bar
	step = func(name string, done, total int) {
		mu.Lock()
		defer mu.Unlock()
		bar := known[name]
		if bar == nil {
			bar = bars.AddBar(int64(total),
				mpb.PrependDecorators(decor.Name(name, decor.WCSyncSpaceR), decor.CountersNoUnit("%d / %d", decor.WCSyncSpace)),
				mpb.AppendDecorators(decor.AverageSpeed(0, "%.0f/s", decor.WCSyncSpace), decor.OnComplete(decor.AverageETA(decor.ET_STYLE_GO, decor.WCSyncSpace), "listo")))
			if current != nil {
				current.SetTotal(-1, true)
			}
			known[name], current = bar, bar
		}
		bar.SetTotal(int64(total), false)
		bar.SetCurrent(int64(done))
	}
	stop = func() {
		mu.Lock()
		defer mu.Unlock()
		if current != nil {
			current.SetTotal(-1, true)
		}
		bars.Shutdown()
	}
	return step, stop
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
