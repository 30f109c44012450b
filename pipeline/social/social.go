// Package social is the office's own vocabulary: what a network, a month, a mention, a post and a metric are,
// whatever export they came from.
//
// Its one idea: every record carries the row it came from (Origin), and whatever a source did not say is absent
// (Opt), never zero. Texts are NFC; instants are UTC; days and months are decided in the workspace's zone, once.
package social

import (
	"cmp"
	"fmt"
	"time"
)

// A Network names where something was published. The empty Network means that nobody said which.
type Network string

// The networks that pulso knows. Web stands for news sites and blogs found by listening tools.
const (
	Facebook  Network = "facebook"
	X         Network = "x"
	Instagram Network = "instagram"
	YouTube   Network = "youtube"
	LinkedIn  Network = "linkedin"
	TikTok    Network = "tiktok"
	Web       Network = "web"
)

// Networks lists every Network in the order in which reports print them.
var Networks = []Network{Facebook, X, Instagram, YouTube, LinkedIn, TikTok, Web}

// Title is the network's name as a report prints it.
func (n Network) Title() string {
	switch n {
	case Facebook:
		return "Facebook"
	case X:
		return "X (Twitter)"
	case Instagram:
		return "Instagram"
	case YouTube:
		return "YouTube"
	case LinkedIn:
		return "LinkedIn"
	case TikTok:
		return "TikTok"
	case Web:
		return "Sitios web"
	}
	return "Sin red indicada"
}

// An Opt is a value that a source may not have given. The zero Opt is absent (NULL), which is never the value zero.
type Opt[T any] struct {
	V  T
	OK bool
}

// Some is a value that the source did give.
func Some[T any](v T) Opt[T] { return Opt[T]{V: v, OK: true} }

// An Origin is the row that a record came from: the evidence behind every number.
type Origin struct {
	File string // path inside the inbox, with slashes
	Part string // sheet of a workbook or member of a zip; empty for a plain file
	Line int    // 1-based line (text) or row (sheet) where the record begins
}

func (o Origin) String() string {
	if o.Part == "" {
		return fmt.Sprintf("%s:%d", o.File, o.Line)
	}
	return fmt.Sprintf("%s[%s]:%d", o.File, o.Part, o.Line)
}

// Compare orders origins by file, part and line.
func (o Origin) Compare(p Origin) int {
	return cmp.Or(cmp.Compare(o.File, p.File), cmp.Compare(o.Part, p.Part), cmp.Compare(o.Line, p.Line))
}

// A Record is what a reader makes of a row: one of *Mention, *Post, *AccountMetric, *Audience, *Reject, *Skip.
// Consecutive records of equal Origin come from one row (a day of several metrics); a row that is rejected or
// skipped yields just that one record.
type Record interface {
	Source() Origin
}

// A Precision says how finely a source tells an instant.
type Precision string

// The precisions of an instant, from fine to coarse.
const (
	Second Precision = "second"
	Minute Precision = "minute"
	Day    Precision = "day"
)

// An Account is one of the official accounts of the office or of a dependency, as pulso.yaml lists them.
type Account struct {
	Network     Network
	ID          string // the network's own number, as text; empty when unknown
	Handle      string // without @
	Name        string
	Dependency  string
	Responsible string
	URL         string
	Targets     map[string]float64 // metric name → target for the month
}

// Label is how reports name the account: its name, else its handle, else its id.
func (a Account) Label() string { return cmp.Or(a.Name, a.Handle, a.ID) }

// AtUTC is t in UTC with the monotonic clock stripped, so that equal instants are equal values.
func AtUTC(t time.Time) time.Time { return t.Round(0).UTC() }
