package pipeline

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"hash/maphash"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"pulso/pipeline/social"
)

// A campaign is the same long text by several authors: copied, not said. Short texts («gracias», «qué bien») are
// said alike by many who never met. Both numbers were set by reading what they catch: five authors who write the same
// forty letters do not do so by chance.
const (
	campaignAuthors = 5
	campaignLetters = 40
)

// An entry is a mention of the month with what deciding about it needs: few bytes, since there may be a million.
type entry struct {
	place   int64    // of the mention itself in month.pile
	at      int64    // microseconds of UTC
	content [16]byte // Mention.ContentKey
	id      uint64   // hash of the network's id; means nothing without hasID
	words   uint64   // hash of the normalised text, where it is long enough to be a campaign's; else 0
	author  uint64   // hash of who wrote it
	row     int32
	same    int32 // entry that it repeats; -1 for none
	network uint8
	status  uint8 // place in statuses
	hasID   bool
}

// entries are many entries, in pages: they are made one by one, and a list that grows by copying would for a moment
// take twice its memory.
type entries struct {
	pages [][]entry
	n     int32
}

const entriesPerPage = 4096

func (l *entries) add(e entry) {
	if l.n%entriesPerPage == 0 {
		l.pages = append(l.pages, make([]entry, 0, entriesPerPage))
	}
	last := &l.pages[len(l.pages)-1]
	*last = append(*last, e)
	l.n++
}

func (l *entries) at(i int32) *entry { return &l.pages[i/entriesPerPage][i%entriesPerPage] }

// all yields every entry in order.
func (l *entries) all() iter.Seq[*entry] {
	return func(yield func(*entry) bool) {
		for i := range l.n {
			if !yield(l.at(i)) {
				return
			}
		}
	}
}

// numbers are the numbers of the entries that a caller wants, in order.
func (l *entries) numbers(want func(*entry) bool) []int32 {
	n := 0
	for e := range l.all() {
		if want(e) {
			n++
		}
	}
	list := make([]int32, 0, n)
	for i := range l.n {
		if want(l.at(i)) {
			list = append(list, i)
		}
	}
	return list
}

// statuses are the statuses of a mention, in an order that fits in an entry.
var statuses = append([]social.Status{social.Valid}, social.Funnel...)

func (e *entry) is(s social.Status) bool { return statuses[e.status] == s }

func (e *entry) set(s social.Status) { e.status = uint8(slices.Index(statuses, s)) }

// seed makes hashes that live no longer than the process: nothing stored depends on them.
var seed = maphash.MakeSeed()

// contentPrefix marks a key that is a hash of the content.
const contentPrefix = "h:"

// mention takes a mention of the month.
func (in *month) mention(row int, m *social.Mention) (err error) {
	m.PublishedAt = social.AtUTC(m.PublishedAt)
	e := entry{
		at: m.PublishedAt.UnixMicro(), row: int32(row), same: -1,
		hasID: m.ID != "" && !m.IDDamaged, id: maphash.String(seed, m.ID), network: rank(m.Network),
	}
	hex.Decode(e.content[:], []byte(strings.TrimPrefix(m.ContentKey(in.p.Zone), contentPrefix)))
	normal := social.NormalText(m.Text)
	if utf8.RuneCountInString(normal) >= campaignLetters {
		e.words = maphash.String(seed, normal)
	}
	e.author = maphash.String(seed, strings.ToLower(firstOf(m.AuthorHandle, m.AuthorName, m.AuthorID)))
	switch {
	case in.accounts.named(m.Network, m.AuthorID, m.AuthorHandle, m.AuthorName) != nil:
		e.set(social.Own)
	case m.Kind == social.KindRepost:
		e.set(social.Share)
	case strings.TrimSpace(m.Text) == "":
		e.set(social.Empty)
	}
	if e.place, err = in.pile.add(m); err != nil {
		return err
	}
	in.mentions.add(e)
	return nil
}

func rank(n social.Network) uint8 {
	return uint8(slices.Index(social.Networks, n) + 1)
}

// key is Mention.Key of an entry's mention.
func (e *entry) key(n social.Network, id string) string {
	if e.hasID {
		return string(n) + ":" + id
	}
	return contentPrefix + hex.EncodeToString(e.content[:])
}

// markDuplicates finds the mentions that were read more than once. The first in reading order stays: files are read
// by path, so that is the same on every run.
//
// Two comments with ids of their own are two, whatever they say: people do repeat themselves. Where one has no id,
// the same words by the same author on the same day in the same network are one mention, and the one with the id
// stays, since the other one cannot be found again in the network.
func (in *month) markDuplicates() error {
	var failed failure
	id := func(e *entry) string {
		id, err := in.pile.id(e.place)
		failed.note(err)
		return id
	}
	withID := in.mentions.numbers(func(e *entry) bool { return e.hasID && !e.is(social.Own) })
	in.sort(withID, func(a, b *entry) int { return cmp.Or(cmp.Compare(a.network, b.network), cmp.Compare(a.id, b.id)) })
	in.repeated(withID, func(first, i int32) bool {
		a, b := in.mentions.at(first), in.mentions.at(i)
		return a.network == b.network && a.id == b.id && id(a) == id(b)
	})
	all := in.mentions.numbers(func(e *entry) bool { return !e.is(social.Own) && !e.is(social.Duplicate) })
	in.sort(all, func(a, b *entry) int { return cmp.Or(bytes.Compare(a.content[:], b.content[:]), idsFirst(a, b)) })
	in.repeated(all, func(first, i int32) bool {
		a, b := in.mentions.at(first), in.mentions.at(i)
		return a.content == b.content && !b.hasID
	})
	return failed.err
}

func idsFirst(a, b *entry) int {
	switch {
	case a.hasID == b.hasID:
		return 0
	case a.hasID:
		return -1
	}
	return 1
}

// sort orders entries by compare, and those that it holds equal by reading order.
func (in *month) sort(list []int32, compare func(a, b *entry) int) {
	slices.SortFunc(list, func(i, j int32) int {
		return cmp.Or(compare(in.mentions.at(i), in.mentions.at(j)), cmp.Compare(i, j))
	})
}

// repeated marks in a sorted list those that repeat the last one before them that repeats none.
func (in *month) repeated(list []int32, repeats func(first, i int32) bool) {
	first := int32(-1)
	for _, i := range list {
		if first < 0 || !repeats(first, i) {
			first = i
			continue
		}
		e := in.mentions.at(i)
		e.same = first
		e.set(social.Duplicate)
	}
}

// markCampaigns finds the copied texts among what still counts. All copies are marked, the first one too: nobody
// can tell which of them a citizen wrote.
func (in *month) markCampaigns() {
	type pair struct{ words, author uint64 }
	var pairs []pair
	for e := range in.mentions.all() {
		if e.is(social.Valid) && e.words != 0 {
			pairs = append(pairs, pair{e.words, e.author})
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.words, b.words), cmp.Compare(a.author, b.author)) })
	pairs = slices.Compact(pairs)
	copied := map[uint64]bool{}
	for i := 0; i+campaignAuthors <= len(pairs); i++ {
		if pairs[i].words == pairs[i+campaignAuthors-1].words {
			copied[pairs[i].words] = true
		}
	}
	for e := range in.mentions.all() {
		if e.is(social.Valid) && e.words != 0 && copied[e.words] {
			e.set(social.Spam)
		}
	}
}

// order is the stored order of the mentions: by time, network, id or content, and origin. It depends on what they
// are and not on which file came first. Ids are on the pile: they are fetched where time and network leave a tie, once
// each.
func (in *month) order() ([]int32, error) {
	order := in.mentions.numbers(func(*entry) bool { return true })
	in.sort(order, sameMoment)
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && sameMoment(in.mentions.at(order[from]), in.mentions.at(order[to])) == 0 {
			to++
		}
		if to-from > 1 {
			if err := in.orderByID(order[from:to]); err != nil {
				return nil, err
			}
		}
		from = to
	}
	return order, nil
}

func sameMoment(a, b *entry) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.network, b.network))
}

// orderByID orders mentions of one time and network.
func (in *month) orderByID(list []int32) error {
	type named struct {
		id string
		i  int32
	}
	all := make([]named, len(list))
	for k, i := range list {
		id, err := in.pile.id(in.mentions.at(i).place)
		if err != nil {
			return fmt.Errorf("ordenando las menciones del mes: %w", err)
		}
		all[k] = named{id, i}
	}
	slices.SortFunc(all, func(x, y named) int {
		a, b := in.mentions.at(x.i), in.mentions.at(y.i)
		return cmp.Or(cmp.Compare(x.id, y.id), bytes.Compare(a.content[:], b.content[:]), cmp.Compare(a.row, b.row), cmp.Compare(x.i, y.i))
	})
	for k, n := range all {
		list[k] = n.i
	}
	return nil
}
