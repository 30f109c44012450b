package store

import (
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"

	"pulso/lexicon"
	"pulso/pipeline/social"
)

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

// The columns of a mention as they are read; is_own_account is what status says. countedColumns are what a mention counts
// by and why; with toldColumns they are all of it.
var (
	mentionColumns = slices.Concat(countedColumns, toldColumns)
	countedColumns = []source[social.Scored]{
		column("network", texts, func(m *social.Scored, s string) { m.Network = social.Network(s) }),
		column("kind", texts, func(m *social.Scored, s string) { m.Kind = social.Kind(s) }),
		column("parent_id", texts, func(m *social.Scored, s string) { m.ParentID = s }),
		column("author_id", texts, func(m *social.Scored, s string) { m.AuthorID = s }),
		column("author_handle", texts, func(m *social.Scored, s string) { m.AuthorHandle = s }),
		column("author_name", texts, func(m *social.Scored, s string) { m.AuthorName = s }),
		column("published_at_utc", whole, func(m *social.Scored, n int64) { m.PublishedAt = time.UnixMicro(n).UTC() }),
		column("published_precision", texts, func(m *social.Scored, s string) { m.Precision = social.Precision(s) }),
		column("status", texts, func(m *social.Scored, s string) { m.Status = social.Status(s) }),
		column("sentiment", texts, func(m *social.Scored, s string) { m.Sentiment = polarity(s) }),
		column("score", decimals, func(m *social.Scored, x float64) { m.Score = x }),
		column("sentiment_confidence", decimals, func(m *social.Scored, x float64) { m.Confidence = x }),
		column("scored_by", texts, func(m *social.Scored, s string) { m.ScoredBy = s }),
		column("intent", texts, func(m *social.Scored, s string) { m.Intent = s }),
		column("irony", flags, func(m *social.Scored, yes bool) { m.Irony = yes }),
		termColumn("term", texts, func(t *social.Term, s string) { t.Term = s }),
		termColumn("offset", short, func(t *social.Term, n int32) { t.Offset = int(n) }),
		termColumn("length", short, func(t *social.Term, n int32) { t.Length = int(n) }),
		termColumn("weight", decimals, func(t *social.Term, x float64) { t.Weight = x }),
		termColumn("contribution", decimals, func(t *social.Term, x float64) { t.Contribution = x }),
		termColumn("negated", flags, func(t *social.Term, yes bool) { t.Negated = yes }),
		termColumn("modifier", texts, func(t *social.Term, s string) { t.Modifier = s }),
		termColumn("rule", texts, func(t *social.Term, s string) { t.Rule = s }),
		termColumn("regional", flags, func(t *social.Term, yes bool) { t.Regional = yes }),
		column("target", texts, func(m *social.Scored, s string) { m.Target = s }),
		column("target_rule", texts, func(m *social.Scored, s string) { m.TargetRule = social.TargetRule(s) }),
		column("topic", texts, func(m *social.Scored, s string) { m.Topic = s }),
		column("dependency", texts, func(m *social.Scored, s string) { m.Dependency = s }),
		column("sentiment_final", texts, func(m *social.Scored, s string) { m.Final = polarity(s) }),
		column("sentiment_by", texts, func(m *social.Scored, s string) { m.FinalBy = s }),
		column("dedup_key", texts, func(m *social.Scored, s string) { m.Key = s }),
	}
	toldColumns = []source[social.Scored]{
		column("mention_id", texts, func(m *social.Scored, s string) { m.ID = s }),
		column("id_damaged", flags, func(m *social.Scored, yes bool) { m.IDDamaged = yes }),
		column("target_account", texts, func(m *social.Scored, s string) { m.TargetAccount = s }),
		column("author_followers", whole, func(m *social.Scored, n int64) { m.AuthorFollowers = social.Some(n) }),
		column("text", texts, func(m *social.Scored, s string) { m.Text = s }),
		column("text_raw", texts, func(m *social.Scored, s string) { m.RawText = s }),
		column("lang", texts, func(m *social.Scored, s string) { m.Lang = s }),
		column("lang_source", texts, func(m *social.Scored, s string) { m.Mention.Lang = s }),
		column("published_source", texts, func(m *social.Scored, s string) { m.DateFrom = s }),
		column("url", texts, func(m *social.Scored, s string) { m.URL = s }),
		column("likes", whole, func(m *social.Scored, n int64) { m.Likes = social.Some(n) }),
		column("replies", whole, func(m *social.Scored, n int64) { m.Replies = social.Some(n) }),
		column("shares", whole, func(m *social.Scored, n int64) { m.Shares = social.Some(n) }),
		column("views", whole, func(m *social.Scored, n int64) { m.Views = social.Some(n) }),
		column("place", texts, func(m *social.Scored, s string) { m.Place = s }),
		column("source_sentiment", texts, func(m *social.Scored, s string) { m.SourceSentiment = s }),
		column("duplicate_of", texts, func(m *social.Scored, s string) { m.DuplicateOf = s }),
		column("target_evidence", texts, func(m *social.Scored, s string) { m.TargetEvidence = s }),
		column("lexicon_version", texts, func(m *social.Scored, s string) { m.LexiconVersion = s }),
		column("source_name", texts, func(m *social.Scored, s string) { m.From.File = s }),
		column("source_part", texts, func(m *social.Scored, s string) { m.From.Part = s }),
		column("source_row", whole, func(m *social.Scored, n int64) { m.From.Line = int(n) }),
		column("source_format", texts, func(m *social.Scored, s string) { m.Format = s }),
	}
)

func termColumn[V any](name string, decode func(parquet.Page) func(int) V, put func(*social.Term, V)) source[social.Scored] {
	return listColumn("terms", name, func(m *social.Scored) *[]social.Term { return &m.Terms }, decode, put)
}

func polarity(s string) lexicon.Polarity {
	p, _ := social.ParsePolarity(s)
	return p
}
