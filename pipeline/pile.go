package pipeline

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

const (
	// pileInMemory is what a pile holds before it goes to disk: a month of most offices never does.
	pileInMemory = 4 << 20
	// pileRead is how much is read of a mention at first: nearly all are shorter.
	pileRead = 1 << 10
	// maxWords bounds the texts that a pile keeps once for all mentions that have them.
	maxWords = 1 << 12
)

// A pile holds the mentions of a month as they were read, one after the other, on disk beyond a few megabytes: a month
// may have a million, and nobody needs more than a few hundred at a time. It is filled first and read after, in any
// order and from any number of goroutines.
type pile struct {
	scratch func() (*store.Scratch, error)
	file    *store.Scratch // nil while everything is in tail
	written int64          // bytes in file
	tail    []byte         // what follows them
	words   []string       // texts that many mentions have: files, networks, languages
	number  map[string]uint64
}

func newPile(scratch func() (*store.Scratch, error)) *pile {
	return &pile{scratch: scratch, number: map[string]uint64{}}
}

// add puts a mention on the pile and says where it is.
func (p *pile) add(m *social.Mention) (at int64, err error) {
	if len(p.tail) >= pileInMemory {
		if err := p.spill(); err != nil {
			return 0, err
		}
	}
	at = p.written + int64(len(p.tail))
	p.tail = append(p.tail, 0, 0, 0, 0) // its length, once it is known
	start := len(p.tail)
	p.encode(m)
	binary.LittleEndian.PutUint32(p.tail[start-4:], uint32(len(p.tail)-start))
	return at, nil
}

func (p *pile) spill() error {
	if p.file == nil {
		file, err := p.scratch()
		if err != nil {
			return err
		}
		p.file = file
	}
	if _, err := p.file.Write(p.tail); err != nil {
		return err
	}
	p.written += int64(len(p.tail))
	p.tail = p.tail[:0]
	return nil
}

// at is the mention that add put there. Its strings share one piece of memory, which is its own.
func (p *pile) at(at int64) (m social.Mention, err error) {
	raw, err := p.raw(at)
	if err != nil {
		return m, err
	}
	r := reading{text: string(raw), raw: raw, words: p.words}
	r.decode(&m)
	if r.broken {
		return social.Mention{}, errPile
	}
	return m, nil
}

// id is the id of the mention that add put there.
func (p *pile) id(at int64) (string, error) {
	raw, err := p.raw(at)
	if err != nil {
		return "", err
	}
	r := reading{text: string(raw), raw: raw}
	id := r.string()
	if r.broken {
		return "", errPile
	}
	return id, nil
}

var errPile = errors.New("el archivo temporal de menciones cambió mientras se usaba: repita la orden")

// raw is a mention as it was encoded, in memory of its own.
func (p *pile) raw(at int64) ([]byte, error) {
	if at >= p.written {
		b := p.tail[at-p.written:]
		return append([]byte(nil), b[4:4+binary.LittleEndian.Uint32(b)]...), nil
	}
	head := make([]byte, min(pileRead, p.written-at))
	if _, err := p.file.ReadAt(head, at); err != nil {
		return nil, err
	}
	n := int64(binary.LittleEndian.Uint32(head))
	if at+4+n > p.written {
		return nil, errPile
	}
	if n <= int64(len(head))-4 {
		return head[4 : 4+n], nil
	}
	whole := make([]byte, n)
	if _, err := p.file.ReadAt(whole, at+4); err != nil {
		return nil, err
	}
	return whole, nil
}

// encode appends a mention to the tail. The id comes first: it is read alone.
func (p *pile) encode(m *social.Mention) {
	p.string(m.ID)
	p.word(m.From.File)
	p.word(m.From.Part)
	p.int(int64(m.From.Line))
	p.word(string(m.Network))
	p.bool(m.IDDamaged)
	p.word(string(m.Kind))
	p.string(m.ParentID)
	p.word(m.TargetAccount)
	p.string(m.AuthorID)
	p.string(m.AuthorHandle)
	p.string(m.AuthorName)
	p.opt(m.AuthorFollowers)
	p.string(m.Text)
	p.string(m.RawText)
	p.word(m.Lang)
	p.int(m.PublishedAt.UnixMicro())
	p.word(string(m.Precision))
	p.word(m.DateFrom)
	p.string(m.URL)
	p.opt(m.Likes)
	p.opt(m.Replies)
	p.opt(m.Shares)
	p.opt(m.Views)
	p.word(m.Place)
	p.word(m.SourceSentiment)
	p.word(m.Format)
}

// decode reads what encode wrote, in the same order.
func (r *reading) decode(m *social.Mention) {
	m.ID = r.string()
	m.From.File = r.word()
	m.From.Part = r.word()
	m.From.Line = int(r.int())
	m.Network = social.Network(r.word())
	m.IDDamaged = r.bool()
	m.Kind = social.Kind(r.word())
	m.ParentID = r.string()
	m.TargetAccount = r.word()
	m.AuthorID = r.string()
	m.AuthorHandle = r.string()
	m.AuthorName = r.string()
	m.AuthorFollowers = r.opt()
	m.Text = r.string()
	m.RawText = r.string()
	m.Lang = r.word()
	m.PublishedAt = time.UnixMicro(r.int()).UTC()
	m.Precision = social.Precision(r.word())
	m.DateFrom = r.word()
	m.URL = r.string()
	m.Likes = r.opt()
	m.Replies = r.opt()
	m.Shares = r.opt()
	m.Views = r.opt()
	m.Place = r.word()
	m.SourceSentiment = r.word()
	m.Format = r.word()
}

func (p *pile) string(s string) {
	p.tail = binary.AppendUvarint(p.tail, uint64(len(s)))
	p.tail = append(p.tail, s...)
}

// word is a text that other mentions are likely to have too: it is kept once, while there is room for it.
func (p *pile) word(s string) {
	n, known := p.number[s]
	if !known && len(p.words) < maxWords {
		s = string(append([]byte(nil), s...)) // not a part of the row that it was read from
		p.words = append(p.words, s)
		n, known = uint64(len(p.words)), true
		p.number[s] = n
	}
	p.tail = binary.AppendUvarint(p.tail, n) // 0 when it is not kept
	if !known {
		p.string(s)
	}
}

func (p *pile) int(n int64) { p.tail = binary.AppendVarint(p.tail, n) }

func (p *pile) bool(b bool) {
	if b {
		p.tail = append(p.tail, 1)
		return
	}
	p.tail = append(p.tail, 0)
}

func (p *pile) opt(o social.Opt[int64]) {
	p.bool(o.OK)
	if o.OK {
		p.int(o.V)
	}
}

// A reading reads one mention. It is broken once the bytes are not what a pile wrote.
type reading struct {
	raw    []byte
	text   string // the same bytes: the strings of the mention are parts of it
	at     int
	words  []string
	broken bool
}

func (r *reading) uint() uint64 {
	n, size := binary.Uvarint(r.raw[r.at:])
	return r.step(n, size)
}

func (r *reading) step(n uint64, size int) uint64 {
	if size <= 0 {
		r.broken, r.at = true, len(r.raw)
		return 0
	}
	r.at += size
	return n
}

func (r *reading) int() int64 {
	n, size := binary.Varint(r.raw[r.at:])
	return int64(r.step(uint64(n), size))
}

func (r *reading) bool() bool { return r.uint() == 1 }

func (r *reading) opt() social.Opt[int64] {
	if !r.bool() {
		return social.Opt[int64]{}
	}
	return social.Some(r.int())
}

func (r *reading) string() string {
	n := r.uint()
	if n > uint64(len(r.raw)-r.at) {
		r.broken, r.at = true, len(r.raw)
		return ""
	}
	s := r.text[r.at : r.at+int(n)]
	r.at += int(n)
	return s
}

func (r *reading) word() string {
	n := r.uint()
	switch {
	case n == 0:
		return r.string()
	case n > uint64(len(r.words)):
		r.broken = true
		return ""
	}
	return r.words[n-1]
}

// A failure is the first error of steps that cannot give one back, such as comparing while sorting.
type failure struct{ err error }

func (f *failure) note(err error) {
	if f.err == nil && err != nil {
		f.err = fmt.Errorf("leyendo las menciones del mes: %w", err)
	}
}
