//go:build race

package lexicon

// raced says that the race detector is on: it makes a sync.Pool drop what it holds at random, so that allocations say
// nothing.
const raced = true
