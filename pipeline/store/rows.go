package store

import (
	"time"

	"pulso/pipeline/social"
)

// The row types below are the schema: a field is a column, its tag is the column's name and form. Pointers are
// columns where absent and zero differ. A string that is empty is stored as NULL, and NULL is read as empty.

type termRow struct {
	Term         string  `parquet:"term,dict"`
	Offset       int32   `parquet:"offset"`
	Length       int32   `parquet:"length"`
	Weight       float64 `parquet:"weight"`
	Contribution float64 `parquet:"contribution"`
	Negated      bool    `parquet:"negated"`
	Modifier     string  `parquet:"modifier,optional,dict"`
	Rule         string  `parquet:"rule,dict"`
	Regional     bool    `parquet:"regional"`
}

type mentionRow struct {
	Network         string    `parquet:"network,optional,dict"`
	MentionID       string    `parquet:"mention_id,optional,plain"`
	IDDamaged       bool      `parquet:"id_damaged"`
	Kind            string    `parquet:"kind,optional,dict"`
	ParentID        string    `parquet:"parent_id,optional,dict"`
	TargetAccount   string    `parquet:"target_account,optional,dict"`
	AuthorID        string    `parquet:"author_id,optional,plain"`
	AuthorHandle    string    `parquet:"author_handle,optional,plain"`
	AuthorName      string    `parquet:"author_name,optional,plain"`
	AuthorFollowers *int64    `parquet:"author_followers,optional"`
	IsOwnAccount    bool      `parquet:"is_own_account"`
	Text            string    `parquet:"text"`
	TextRaw         string    `parquet:"text_raw,optional"`
	Lang            string    `parquet:"lang,optional,dict"`
	LangSource      string    `parquet:"lang_source,optional,dict"`
	PublishedAt     int64     `parquet:"published_at_utc,timestamp(microsecond)"`
	Precision       string    `parquet:"published_precision,optional,dict"`
	DateFrom        string    `parquet:"published_source,optional,dict"`
	URL             string    `parquet:"url,optional,plain"`
	Likes           *int64    `parquet:"likes,optional"`
	Replies         *int64    `parquet:"replies,optional"`
	Shares          *int64    `parquet:"shares,optional"`
	Views           *int64    `parquet:"views,optional"`
	Place           string    `parquet:"place,optional,dict"`
	SourceSentiment string    `parquet:"source_sentiment,optional,dict"`
	Status          string    `parquet:"status,dict"`
	DuplicateOf     string    `parquet:"duplicate_of,optional,plain"`
	Sentiment       string    `parquet:"sentiment,optional,dict"`
	Score           *float64  `parquet:"score,optional"`
	Confidence      *float64  `parquet:"sentiment_confidence,optional"`
	ScoredBy        string    `parquet:"scored_by,optional,dict"`
	Intent          string    `parquet:"intent,optional,dict"`
	Irony           bool      `parquet:"irony"`
	Terms           []termRow `parquet:"terms,list"`
	Target          string    `parquet:"target,optional,dict"`
	TargetRule      string    `parquet:"target_rule,optional,dict"`
	TargetEvidence  string    `parquet:"target_evidence,optional,dict"`
	Topic           string    `parquet:"topic,optional,dict"`
	Dependency      string    `parquet:"dependency,optional,dict"`
	Final           string    `parquet:"sentiment_final,optional,dict"`
	FinalBy         string    `parquet:"sentiment_by,optional,dict"`
	LexiconVersion  string    `parquet:"lexicon_version,optional,dict"`
	Key             string    `parquet:"dedup_key,plain"`
	SourceName      string    `parquet:"source_name,dict"`
	SourcePart      string    `parquet:"source_part,optional,dict"`
	SourceRow       int64     `parquet:"source_row"`
	SourceFormat    string    `parquet:"source_format,optional,dict"`
}

func (r *mentionRow) from(m *social.Scored) {
	*r = mentionRow{
		Network: string(m.Network), MentionID: m.ID, IDDamaged: m.IDDamaged, Kind: string(m.Kind),
		ParentID: m.ParentID, TargetAccount: m.TargetAccount,
		AuthorID: m.AuthorID, AuthorHandle: m.AuthorHandle, AuthorName: m.AuthorName,
		AuthorFollowers: ptr(m.AuthorFollowers), IsOwnAccount: m.Status == social.Own,
		Text: m.Text, TextRaw: m.RawText, Lang: m.Lang, LangSource: m.Mention.Lang,
		PublishedAt: m.PublishedAt.UnixMicro(), Precision: string(m.Precision), DateFrom: m.DateFrom, URL: m.URL,
		Likes: ptr(m.Likes), Replies: ptr(m.Replies), Shares: ptr(m.Shares), Views: ptr(m.Views),
		Place: m.Place, SourceSentiment: m.SourceSentiment,
		Status: string(m.Status), DuplicateOf: m.DuplicateOf,
		ScoredBy: m.ScoredBy, Intent: m.Intent, Irony: m.Irony, Terms: r.Terms[:0],
		Target: m.Target, TargetRule: string(m.TargetRule), TargetEvidence: m.TargetEvidence, Topic: m.Topic, Dependency: m.Dependency,
		FinalBy: m.FinalBy, LexiconVersion: m.LexiconVersion, Key: m.Key,
		SourceName: m.From.File, SourcePart: m.From.Part, SourceRow: int64(m.From.Line), SourceFormat: m.Format,
	}
	if m.ScoredBy != "" {
		r.Sentiment, r.Score, r.Confidence = m.Sentiment.String(), &m.Score, &m.Confidence
	}
	if m.FinalBy != "" {
		r.Final = m.Final.String()
	}
	for _, t := range m.Terms {
		r.Terms = append(r.Terms, termRow{Term: t.Term, Offset: int32(t.Offset), Length: int32(t.Length),
			Weight: t.Weight, Contribution: t.Contribution, Negated: t.Negated, Modifier: t.Modifier,
			Rule: t.Rule, Regional: t.Regional})
	}
}

func (r *mentionRow) to() *social.Scored {
	m := &social.Scored{
		Mention: social.Mention{
			From:    social.Origin{File: r.SourceName, Part: r.SourcePart, Line: int(r.SourceRow)},
			Network: social.Network(r.Network), ID: r.MentionID, IDDamaged: r.IDDamaged, Kind: social.Kind(r.Kind),
			ParentID: r.ParentID, TargetAccount: r.TargetAccount,
			AuthorID: r.AuthorID, AuthorHandle: r.AuthorHandle, AuthorName: r.AuthorName,
			AuthorFollowers: opt(r.AuthorFollowers),
			Text:            r.Text, RawText: r.TextRaw, Lang: r.LangSource,
			PublishedAt: time.UnixMicro(r.PublishedAt).UTC(), Precision: social.Precision(r.Precision),
			DateFrom: r.DateFrom, URL: r.URL,
			Likes: opt(r.Likes), Replies: opt(r.Replies), Shares: opt(r.Shares), Views: opt(r.Views),
			Place: r.Place, SourceSentiment: r.SourceSentiment, Format: r.SourceFormat,
		},
		Key: r.Key, Status: social.Status(r.Status), DuplicateOf: r.DuplicateOf, Lang: r.Lang,
		Score: opt(r.Score).V, Confidence: opt(r.Confidence).V, Intent: r.Intent, Irony: r.Irony,
		ScoredBy: r.ScoredBy, Target: r.Target, TargetRule: social.TargetRule(r.TargetRule), TargetEvidence: r.TargetEvidence,
		Topic: r.Topic, Dependency: r.Dependency,
		FinalBy: r.FinalBy, LexiconVersion: r.LexiconVersion,
	}
	m.Sentiment, _ = social.ParsePolarity(r.Sentiment)
	m.Final, _ = social.ParsePolarity(r.Final)
	for _, t := range r.Terms {
		m.Terms = append(m.Terms, social.Term{Term: t.Term, Offset: int(t.Offset), Length: int(t.Length),
			Weight: t.Weight, Contribution: t.Contribution, Negated: t.Negated, Modifier: t.Modifier,
			Rule: t.Rule, Regional: t.Regional})
	}
	return m
}

type rejectRow struct {
	SourceName   string `parquet:"source_name,dict"`
	SourcePart   string `parquet:"source_part,optional,dict"`
	SourceRow    int64  `parquet:"source_row"`
	SourceFormat string `parquet:"source_format,optional,dict"`
	Reason       string `parquet:"reason,dict"`
	Column       string `parquet:"column,optional,dict"`
	Value        string `parquet:"value,optional"`
	Detail       string `parquet:"detail,optional"`
	Raw          string `parquet:"raw,optional"`
}

func (r *rejectRow) from(x *social.Reject) {
	*r = rejectRow{
		SourceName: x.From.File, SourcePart: x.From.Part, SourceRow: int64(x.From.Line), SourceFormat: x.Format,
		Reason: string(x.Reason), Column: x.Column, Value: x.Value, Detail: x.Detail, Raw: x.Raw,
	}
}

func (r *rejectRow) to() *social.Reject {
	return &social.Reject{
		From:   social.Origin{File: r.SourceName, Part: r.SourcePart, Line: int(r.SourceRow)},
		Reason: social.Reason(r.Reason), Column: r.Column, Value: r.Value, Detail: r.Detail, Raw: r.Raw,
		Format: r.SourceFormat,
	}
}

type intakeRow struct {
	File       string   `parquet:"source_name"`
	SHA256     string   `parquet:"sha256,optional,plain"`
	Format     string   `parquet:"source_format,optional,dict"`
	Network    string   `parquet:"network,optional,dict"`
	Account    string   `parquet:"account,optional,dict"`
	Read       int64    `parquet:"read"`
	Kept       int64    `parquet:"kept"`
	Duplicate  int64    `parquet:"duplicate"`
	OtherMonth int64    `parquet:"other_month"`
	Excluded   int64    `parquet:"excluded"`
	Rejected   int64    `parquet:"rejected"`
	From       *int32   `parquet:"first_day,optional,date"`
	To         *int32   `parquet:"last_day,optional,date"`
	Notes      []string `parquet:"notes,list"`
	Declined   string   `parquet:"declined,optional"`
}

func (r *intakeRow) from(x *social.Intake) {
	*r = intakeRow{
		File: x.File, SHA256: x.SHA256, Format: x.Format, Network: string(x.Network), Account: x.Account,
		Read: int64(x.Read), Kept: int64(x.Kept), Duplicate: int64(x.Duplicate),
		OtherMonth: int64(x.OtherMonth), Excluded: int64(x.Excluded), Rejected: int64(x.Rejected),
		From: days(x.From), To: days(x.To), Notes: x.Notes, Declined: x.Declined,
	}
}

func (r *intakeRow) to() *social.Intake {
	return &social.Intake{
		File: r.File, SHA256: r.SHA256, Format: r.Format, Network: social.Network(r.Network), Account: r.Account,
		Read: int(r.Read), Kept: int(r.Kept), Duplicate: int(r.Duplicate),
		OtherMonth: int(r.OtherMonth), Excluded: int(r.Excluded), Rejected: int(r.Rejected),
		From: date(r.From), To: date(r.To), Notes: append([]string(nil), r.Notes...), Declined: r.Declined,
	}
}

func ptr[T any](o social.Opt[T]) *T {
	if !o.OK {
		return nil
	}
	return &o.V
}

func opt[T any](p *T) social.Opt[T] {
	if p == nil {
		return social.Opt[T]{}
	}
	return social.Some(*p)
}

const secondsPerDay = 24 * 60 * 60

// days is the day as Parquet's DATE counts it: days since 1970-01-01; nil for no day.
func days(d social.Date) *int32 {
	if d.IsZero() {
		return nil
	}
	n := int32(d.Time().Unix() / secondsPerDay)
	return &n
}

func date(p *int32) social.Date {
	if p == nil {
		return social.Date{}
	}
	return social.DateOf(time.Unix(int64(*p)*secondsPerDay, 0), time.UTC)
}
