package store

import (
	"sync"

	klauspost "github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// A codec compresses as zstd.Codec does, to the same bytes, with one encoder that keeps half as much memory. The
// library's codec has one for each processor that a writer happens to run on, of 16 MB each, and makes them anew after
// every second collection of garbage: with them a month needed more memory to be compressed than to be held.
type codec struct {
	zstd.Codec
	encoder func() (*klauspost.Encoder, error)
}

func newCodec() *codec {
	return &codec{encoder: sync.OnceValues(func() (*klauspost.Encoder, error) {
		return klauspost.NewWriter(nil,
			klauspost.WithEncoderConcurrency(zstd.DefaultConcurrency), klauspost.WithEncoderLevel(zstd.DefaultLevel),
			klauspost.WithZeroFrames(true), klauspost.WithEncoderCRC(false), klauspost.WithLowerEncoderMem(true))
	})}
}

// Encode appends nothing to dst: it uses its memory.
func (c *codec) Encode(dst, src []byte) ([]byte, error) {
	e, err := c.encoder()
	if err != nil {
		return nil, err
	}
	return e.EncodeAll(src, dst[:0]), nil
}
