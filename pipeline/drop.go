package pipeline

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"hash/maphash"
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

// An entry is a mention of the month with what deciding about it needs. The mention itself stays packed away.
type entry struct {
	at      int64    // microseconds of UTC
	content [16]byte // Mention.ContentKey
	words   uint64   // the normalised text, where it is long enough to be a campaign's; else 0
	author  uint64
	n       int32 // place in month.texts
	row     int32
	same    int32 // entry in reading order that it repeats; -1 for none
	hasID   bool
	network uint8
	status  social.Status
}

// seed makes hashes that live no longer than the process: nothing stored depends on them.
var seed = maphash.MakeSeed()

// mention takes a mention of the month.
func (in *month) mention(f *input, row int, m *social.Mention) {
	m.PublishedAt = social.AtUTC(m.PublishedAt)
	e := entry{
		at: m.PublishedAt.UnixMicro(), n: int32(len(in.texts)), row: int32(row), same: -1,
		hasID: m.ID != "" && !m.IDDamaged, network: rank(m.Network), status: social.Valid,
	}
	hex.Decode(e.content[:], []byte(strings.TrimPrefix(m.ContentKey(in.p.Zone), "h:")))
	normal := social.NormalText(m.Text)
	if utf8.RuneCountInString(normal) >= campaignLetters {
		e.words = maphash.String(seed, normal)
	}
	e.author = maphash.String(seed, strings.ToLower(firstOf(m.AuthorHandle, m.AuthorName, m.AuthorID)))
	switch {
	case in.accounts.named(m.Network, m.AuthorID, m.AuthorHandle, m.AuthorName) != nil:
		e.status = social.Own
	case m.Kind == social.KindRepost:
		e.status = social.Share
	case strings.TrimSpace(m.Text) == "":
		e.status = social.Empty
	}
	in.texts = append(in.texts, *m)
	in.mentions = append(in.mentions, e)
}

func rank(n social.Network) uint8 {
	return uint8(slices.Index(social.Networks, n) + 1)
}

// markDuplicates finds the mentions that were read more than once. The first in reading order stays: files are read
// by path, so that is the same on every run.
//
// Two comments with ids of their own are two, whatever they say: people do repeat themselves. Where one has no id,
// the same words by the same author on the same day in the same network are one mention, and the one with the id
// stays, since the other one cannot be found again in the network.
func (in *month) markDuplicates() {
	byID := map[string]int32{}
	byContent := map[[16]byte]int32{}
	for _, withID := range []bool{true, false} {
		for i := range in.mentions {
			e := &in.mentions[i]
			if e.status == social.Own || e.hasID != withID {
				continue
			}
			e.same = -1
			if withID {
				key := string(e.network) + in.texts[e.n].ID
				if first, ok := byID[key]; ok {
					e.same = first
				} else {
					byID[key] = int32(i)
				}
			} else if first, ok := byContent[e.content]; ok {
				e.same = first
			}
			if e.same >= 0 {
				e.status = social.Duplicate
				continue
			}
			if _, ok := byContent[e.content]; !ok {
				byContent[e.content] = int32(i)
			}
		}
	}
}

// markCampaigns finds the copied texts among what still counts. All copies are marked, the first one too: nobody
// can tell which of them a citizen wrote.
func (in *month) markCampaigns() {
	type pair struct{ words, author uint64 }
	var pairs []pair
	for i := range in.mentions {
		if e := &in.mentions[i]; e.status == social.Valid && e.words != 0 {
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
	for i := range in.mentions {
		if e := &in.mentions[i]; e.status == social.Valid && e.words != 0 && copied[e.words] {
			e.status = social.Spam
		}
	}
}

// order is the stored order of the mentions: by time, network, id or content, and origin. It depends on what they
// are and not on which file came first.
func (in *month) order() []int32 {
	order := make([]int32, len(in.mentions))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		a, b := &in.mentions[i], &in.mentions[j]
		if c := cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.network, b.network)); c != 0 {
			return c
		}
		return cmp.Or(
			cmp.Compare(in.texts[a.n].ID, in.texts[b.n].ID),
			bytes.Compare(a.content[:], b.content[:]),
			in.texts[a.n].From.Compare(in.texts[b.n].From))
	})
	return order
}
