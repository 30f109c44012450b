package social

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode"

	"pulso/lexicon"
)

// A Kind says what a mention is.
type Kind string

// The kinds of a mention. Repost is a share without words of its own; Quote is a share with words.
const (
	KindPost    Kind = "post"
	KindComment Kind = "comment"
	KindReply   Kind = "reply"
	KindQuote   Kind = "quote"
	KindRepost  Kind = "repost"
	KindMessage Kind = "message"
	KindReview  Kind = "review"
	KindNews    Kind = "news"
)

// A Mention is a text that someone published about, to or beside the office.
type Mention struct {
	From            Origin
	Network         Network
	ID              string // the network's own id; empty when the source has none or it was destroyed
	IDDamaged       bool   // a spreadsheet rounded the id: it cannot be recovered and is not used as a key
	Kind            Kind
	ParentID        string // the post or comment that it answers
	TargetAccount   string // handle or id of the official account it was left on, when the source says so
	AuthorID        string
	AuthorHandle    string // without @
	AuthorName      string
	AuthorFollowers Opt[int64]
	Text            string // NFC, HTML entities resolved; what is scored and shown
	RawText         string // the text as the source wrote it where it differs from Text, else empty
	Lang            string // as the source says (es, en, …); empty when it does not
	PublishedAt     time.Time
	Precision       Precision
	DateFrom        string // what the instant was read from: "file", "id" (X snowflake), "link"
	URL             string
	Likes           Opt[int64]
	Replies         Opt[int64]
	Shares          Opt[int64]
	Views           Opt[int64]
	Place           string
	SourceSentiment string // polarity that the source claims; kept, never used
	Format          string // name of the ingest format that read it
}

// Source says which row the mention came from.
func (m *Mention) Source() Origin { return m.From }

// Key identifies a mention across files: network and id where there is a real id, else a hash of network, author,
// day in zone and normalised text, so that the same comment in two exports is one mention.
func (m *Mention) Key(zone *time.Location) string {
	if m.ID != "" && !m.IDDamaged {
		return string(m.Network) + ":" + m.ID
	}
	return m.ContentKey(zone)
}

// ContentKey is the hash of network, author, day and normalised text: equal for the same words by the same author
// on the same day, whatever the ids say.
func (m *Mention) ContentKey(zone *time.Location) string {
	author := m.AuthorID
	if m.AuthorHandle != "" {
		author = strings.ToLower(m.AuthorHandle)
	} else if m.AuthorName != "" {
		author = strings.ToLower(m.AuthorName)
	}
	day := DateOf(m.PublishedAt, zone).String()
	sum := sha256.Sum256([]byte(string(m.Network) + "\x00" + author + "\x00" + day + "\x00" + NormalText(m.Text)))
	return "h:" + hex.EncodeToString(sum[:16])
}

// NormalText is a text reduced to what makes it the same text: letters and digits in lower case, single spaces.
func NormalText(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// A Status says whether a mention counts, and if not why. The excluded ones are stored and counted all the same.
type Status string

// The statuses of a mention, in the order of the funnel from read to valid.
const (
	Valid       Status = "valid"
	Own         Status = "own"       // published by an official account or a dependency
	Duplicate   Status = "duplicate" // the same mention was already read
	Share       Status = "share"     // a repost without words of its own: amplification
	Spam        Status = "spam"      // the same text by many authors, or on the configured list
	OtherTongue Status = "language"  // neither Spanish nor English
	Empty       Status = "empty"     // no words, emoji or signs to read
)

// Funnel lists the excluding statuses in the order in which they are applied and printed.
var Funnel = []Status{Own, Duplicate, Share, Spam, OtherTongue, Empty}

// A Term is one hit of the lexicon as it is stored: which words made the score.
type Term struct {
	Term         string
	Offset       int // bytes into Mention.Text
	Length       int
	Weight       float64
	Contribution float64
	Negated      bool
	Modifier     string
	Rule         string
	Regional     bool
}

// A TargetRule says why a mention has the target that it has.
type TargetRule string

// The rules that find a target, the one that is asked first at the top.
const (
	TargetNamed     TargetRule = "named"     // the text has a word that the configuration gives the target
	TargetOffice    TargetRule = "office"    // the text speaks of the administration or its head without a configured word
	TargetAddressed TargetRule = "addressed" // the text begins with the target's handle
	TargetCited     TargetRule = "cited"     // the text has the target's handle further on
	TargetAnswered  TargetRule = "answered"  // it was left on a publication or an account of the target
	TargetSpokenTo  TargetRule = "spoken_to" // the text speaks to whoever governs: an order, «ustedes»
	TargetInferred  TargetRule = "inferred"  // a complaint about a service, given to the body in charge of its topic
	TargetCity      TargetRule = "city"      // the text is about the city itself
	TargetAnalyst   TargetRule = "analyst"   // a person of the office said so
)

// A Scored is a mention with what pulso says of it.
type Scored struct {
	Mention
	Key            string // Mention.Key, fixed when it was stored
	Status         Status
	DuplicateOf    string // key of the mention it repeats, when Status is Duplicate
	Lang           string // es, en, other: as detected
	Sentiment      lexicon.Polarity
	Score          float64 // −1 … 1
	Confidence     float64 // 0 … 1
	Intent         string
	Irony          bool
	ScoredBy       string // "lexicon" or "english"
	Terms          []Term
	Target         string // whom the feeling is about; empty when not decided
	TargetRule     TargetRule
	TargetEvidence string // what the rule went by: a word, a handle, a post, a topic; empty where a person decided
	Topic          string
	Dependency     string
	Final          lexicon.Polarity // after corrections: what reports count
	FinalBy        string           // "auto" or "analyst"
	LexiconVersion string
}
