package reports

import (
	"iter"
	"time"

	"pulso/lexicon"
	"pulso/pipeline/social"
)

// A Month is what the store holds of one month, as iterators that can be run more than once, in stored order
// (which is the same whatever the order of the inputs).
type Month struct {
	Month    social.Month
	Edition  int                              // version of the month in the store
	State    string                           // "abierto", "preliminar", "definitivo"
	Mentions iter.Seq2[*social.Scored, error] // excluded ones too: Status says so
	Counted  iter.Seq2[*social.Scored, error] // the same, see ToCount; nil where they are all that there is
	Posts    iter.Seq2[*social.Post, error]   // one per post: its latest snapshot
	Metrics  iter.Seq2[*social.AccountMetric, error]
	Audience iter.Seq2[*social.Audience, error]
	Rejects  iter.Seq2[*social.Reject, error]
	Intakes  []social.Intake
	Lexicon  string // version
	Program  string // version
	Inputs   string // fingerprint of inputs and configuration
}

// ToCount are the month's mentions with what they count by and why (network, kind, author, moment, what they answer,
// status, key and all that pulso says of them), maybe without their texts, links, reactions and origins.
func (m *Month) ToCount() iter.Seq2[*social.Scored, error] {
	if m.Counted != nil {
		return m.Counted
	}
	return m.Mentions
}

// An Input is all that a report is made from.
type Input struct {
	Office  Office
	Zone    *time.Location
	Current Month
	// Earlier gives an earlier month, and false when the store has none.
	Earlier func(social.Month) (Month, bool, error)
	// Notes are the analyst's own texts for sections, by section id.
	Notes map[string]string
	// Pseudonym names an author without telling who it is: the same author gets the same name. Nil leaves authors
	// empty. It is not asked when Office.ShowAuthors is set.
	Pseudonym func(network, author string) string

	// What follows is optional; nil means that the office gave no such record, which is not the same as an empty one.

	Publications []Publication // pages of the official site
	Approvals    []Approval    // the editorial log
	Events       []Event       // events of the month
	Peers        []Peer        // public figures of other entities' accounts
	Corrections  []Correction  // the ledger, oldest first
	Reviews      []Review      // the analyst's answers on audit samples
	Petitions    []Petition    // what the office did about probable petitions
	Editions     []Edition     // earlier versions of this month, oldest first
	Second       *SecondOpinion
}

// A SecondOpinion is what a model learned from the classes that people gave says of a Spanish text. It orders what a
// person should review first, and changes no class.
type SecondOpinion struct {
	// Decisions are the classes given up to the month that a model could learn from, Negative and Positive those of
	// these classes; Least and LeastOfClass are how many it needs.
	Decisions, Negative, Positive int
	Least, LeastOfClass           int
	// Ask gives a text's class and the model's belief in it, from 0 to 1; false when it has no opinion. Nil while there
	// are too few decisions, and then what follows is 0.
	Ask func(text string) (class lexicon.Polarity, belief float64, ok bool)
	// Right and First count, of Decisions, those where the model, having learned from others only, and the lexicon gave
	// the person's class.
	Right, First int
	// Apart counts those where model and lexicon differ and Together the others; Wrong, those of each where the lexicon
	// did not give the person's class.
	Apart, ApartWrong, Together, TogetherWrong int
}

// Helps says whether the lexicon errs more often where the model differs from it: only then does the difference tell
// what to review first.
func (s *SecondOpinion) Helps() bool {
	return s != nil && s.Ask != nil && s.ApartWrong*s.Together > s.TogetherWrong*s.Apart
}

// A Publication is a page of the official web site, from its sitemap, feed or list.
type Publication struct {
	URL         string
	Title       string
	PublishedAt time.Time // zero when the list does not say
}

// An Approval is a line of the editorial log: who decided that a publication was relevant.
type Approval struct {
	Network    social.Network
	PostID     string // either this
	Permalink  string // or this names the post
	ApprovedBy string
	ApprovedAt time.Time // zero when the log does not say
}

// An Event is a line of the list of events that the office covers.
type Event struct {
	Name     string
	Start    time.Time
	End      time.Time // zero when unknown
	Networks []social.Network
	Words    []string // words or hashtag by which its posts are known, besides its name
	// StreamPlanned is whether it was decided beforehand to broadcast it; absent when nobody decided.
	StreamPlanned social.Opt[bool]
	StreamDone    social.Opt[bool]
	Viewers       social.Opt[int64] // most at one time, in the broadcast
}

// A Peer is what another entity's account shows to anybody, in one month.
type Peer struct {
	Name      string
	Network   social.Network
	Month     social.Month
	Followers social.Opt[int64]
	Posts     social.Opt[int64]
	// Interactions are the public ones: reactions, comments and shares.
	Interactions social.Opt[int64]
}

// A Correction is a line of the ledger: one thing that the analyst changed in one mention, or a word of the lexicon.
type Correction struct {
	Key    string // of the mention; empty for a word
	Field  string // clase, objetivo, tema or término
	From   string
	To     string
	Reason string
	By     string
	On     social.Date
	Month  social.Month // month of the mention
}

// A Review is the analyst's class for one mention of an audit sample. Field names are those of the sheet Evaluacion.
type Review struct {
	Key    string
	Month  social.Month
	Class  lexicon.Polarity
	Second social.Opt[lexicon.Polarity] // the same mention read again, blind, for the analyst's own agreement
}

// A Petition is what the office decided and did about a probable petition.
type Petition struct {
	Key         string      // of the mention
	ReceivedOn  social.Date // day of the mention
	Decision    string      // IsPetition, IsNoPetition, or empty while nobody decided
	Type        string      // as decided; empty keeps the proposed one
	ForwardedOn social.Date
	Filing      string // number given by the Ventanilla PQRSD
	ClosedOn    social.Date
	State       string
}

// An Edition is an earlier version of the month's reports.
type Edition struct {
	Number int
	State  string
	On     social.Date // day on which it was made; zero when the store does not keep it
	What   string      // Spanish: what changed and why
}

// An Office is who the report is about and what it is held against, as pulso.yaml says.
type Office struct {
	Entity      string // Alcaldía Distrital de Santa Marta
	ShortName   string // Alcaldía
	Inhabitants int64  // 0 when not configured
	Accounts    []social.Account
	Site        []string // domains of the official site
	Topics      []Topic
	Targets     []Target
	Document    Document
	ShowAuthors bool // false: authors are pseudonyms everywhere
	// Goals are targets of the office as a whole, by indicator id, in the indicator's own unit as a fraction where it
	// is a rate: K16 0.6.
	Goals      map[string]float64
	OfficeDays []time.Weekday
	OfficeFrom time.Duration // since midnight
	OfficeTo   time.Duration
}

// A Topic is what people talk about, with the dependency that answers for it.
type Topic struct {
	Name       string
	Dependency string
	Words      []string
}

// A Target is whom a feeling may be about. Kind is one of own, service, other, city.
type Target struct {
	Name    string
	Kind    string
	Words   []string
	Handles []string
}

// A Document is the office's document control, printed as configured.
type Document struct {
	Process, Procedure, Code, Version  string
	PreparedBy, ReviewedBy, ApprovedBy string
}
