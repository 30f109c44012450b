package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/parquet-go/parquet-go/compress/zstd"
)

// The codec makes the bytes of the library's own, whatever it compressed before: it must not give a stored month others.
func TestCodecMakesTheSameBytes(t *testing.T) {
	ours, theirs := newCodec(), &zstd.Codec{}
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{"agua", "calle", "gracias", "pésimo", "alcaldía", "parque", "🙏", "zarandajo"}
	for _, size := range []int{0, 1, 100, 4 << 10, 128 << 10, 128<<10 + 1, 1 << 20, 9 << 20, 50, 20 << 20, 300} {
		var text bytes.Buffer
		for text.Len() < size {
			fmt.Fprint(&text, words[r.IntN(len(words))], r.IntN(1000), " ")
		}
		src := text.Bytes()[:size]
		got, err := ours.Encode(nil, src)
		if err != nil {
			t.Fatal(err)
		}
		want, err := theirs.Encode(nil, src)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%d bytes are compressed to %d others than the library's %d", size, len(got), len(want))
		}
		if back, err := ours.Decode(nil, got); err != nil || !bytes.Equal(back, src) {
			t.Errorf("%d bytes do not come back: %v", size, err)
		}
	}
}
