package columns

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"pulso/lexicon"
	"pulso/pipeline/social"
)

type scored = social.Scored

// Mentions is the table of mentions.
var Mentions = newTable(
	text("network", func(m *scored) *social.Network { return &m.Network }),
	text("mention_id", func(m *scored) *string { return &m.ID }),
	flag("id_damaged", func(m *scored) *bool { return &m.IDDamaged }),
	text("kind", func(m *scored) *social.Kind { return &m.Kind }),
	text("parent_id", func(m *scored) *string { return &m.ParentID }),
	text("target_account", func(m *scored) *string { return &m.TargetAccount }),
	text("author_id", func(m *scored) *string { return &m.AuthorID }),
	text("author_handle", func(m *scored) *string { return &m.AuthorHandle }),
	text("author_name", func(m *scored) *string { return &m.AuthorName }),
	maybeCount("author_followers", func(m *scored) *social.Opt[int64] { return &m.AuthorFollowers }),
	ownAccount,
	words("text", func(m *scored) *string { return &m.Text }),
	text("text_raw", func(m *scored) *string { return &m.RawText }),
	text("lang", func(m *scored) *string { return &m.Lang }),
	text("lang_source", func(m *scored) *string { return &m.Mention.Lang }),
	instant("published_at_utc", func(m *scored) *time.Time { return &m.PublishedAt }),
	text("published_precision", func(m *scored) *social.Precision { return &m.Precision }),
	text("published_source", func(m *scored) *string { return &m.DateFrom }),
	text("url", func(m *scored) *string { return &m.URL }),
	maybeCount("likes", func(m *scored) *social.Opt[int64] { return &m.Likes }),
	maybeCount("replies", func(m *scored) *social.Opt[int64] { return &m.Replies }),
	maybeCount("shares", func(m *scored) *social.Opt[int64] { return &m.Shares }),
	maybeCount("views", func(m *scored) *social.Opt[int64] { return &m.Views }),
	text("place", func(m *scored) *string { return &m.Place }),
	text("source_sentiment", func(m *scored) *string { return &m.SourceSentiment }),
	words("status", func(m *scored) *social.Status { return &m.Status }),
	text("duplicate_of", func(m *scored) *string { return &m.DuplicateOf }),
	polarity("sentiment", func(m *scored) (*lexicon.Polarity, bool) { return &m.Sentiment, m.ScoredBy != "" }),
	numberIf("score", func(m *scored) *float64 { return &m.Score }, isScored),
	numberIf("sentiment_confidence", func(m *scored) *float64 { return &m.Confidence }, isScored),
	text("scored_by", func(m *scored) *string { return &m.ScoredBy }),
	text("intent", func(m *scored) *string { return &m.Intent }),
	flag("irony", func(m *scored) *bool { return &m.Irony }),
	terms,
	text("target", func(m *scored) *string { return &m.Target }),
	text("target_rule", func(m *scored) *social.TargetRule { return &m.TargetRule }),
	text("target_evidence", func(m *scored) *string { return &m.TargetEvidence }),
	text("topic", func(m *scored) *string { return &m.Topic }),
	text("dependency", func(m *scored) *string { return &m.Dependency }),
	polarity("sentiment_final", func(m *scored) (*lexicon.Polarity, bool) { return &m.Final, m.FinalBy != "" }),
	text("sentiment_by", func(m *scored) *string { return &m.FinalBy }),
	text("lexicon_version", func(m *scored) *string { return &m.LexiconVersion }),
	words("dedup_key", func(m *scored) *string { return &m.Key }),
	words("source_name", func(m *scored) *string { return &m.From.File }),
	text("source_part", func(m *scored) *string { return &m.From.Part }),
	count("source_row", func(m *scored) *int { return &m.From.Line }),
	text("source_format", func(m *scored) *string { return &m.Format }),
)

func isScored(m *scored) bool { return m.ScoredBy != "" }

// ownAccount repeats what status says, for readers who know the unified model only.
var ownAccount = column[scored]{"is_own_account", arrow.FixedWidthTypes.Boolean, false,
	func(b array.Builder, m *scored) { b.(*array.BooleanBuilder).Append(m.Status == social.Own) }, nil}

func polarity(name string, at func(*scored) (*lexicon.Polarity, bool)) column[scored] {
	return column[scored]{name, arrow.BinaryTypes.String, true,
		func(b array.Builder, m *scored) {
			p, given := at(m)
			if !given {
				b.AppendNull()
				return
			}
			b.(*array.StringBuilder).Append(p.String())
		},
		func(a arrow.Array, i int, m *scored) {
			p, _ := at(m)
			*p, _ = social.ParsePolarity(a.(*array.String).Value(i))
		}}
}

var termType = arrow.StructOf(
	arrow.Field{Name: "term", Type: arrow.BinaryTypes.String},
	arrow.Field{Name: "offset", Type: arrow.PrimitiveTypes.Int32},
	arrow.Field{Name: "length", Type: arrow.PrimitiveTypes.Int32},
	arrow.Field{Name: "weight", Type: arrow.PrimitiveTypes.Float64},
	arrow.Field{Name: "contribution", Type: arrow.PrimitiveTypes.Float64},
	arrow.Field{Name: "negated", Type: arrow.FixedWidthTypes.Boolean},
	arrow.Field{Name: "modifier", Type: arrow.BinaryTypes.String, Nullable: true},
	arrow.Field{Name: "rule", Type: arrow.BinaryTypes.String},
	arrow.Field{Name: "regional", Type: arrow.FixedWidthTypes.Boolean},
)

// terms is the list of the lexicon's hits.
var terms = column[scored]{"terms", arrow.ListOfNonNullable(termType), false,
	func(b array.Builder, m *scored) { appendTerms(b.(*array.ListBuilder), m.Terms) },
	func(a arrow.Array, i int, m *scored) { m.Terms = termsOf(a.(*array.List), i) }}

func appendTerms(l *array.ListBuilder, terms []social.Term) {
	l.Append(true)
	s := l.ValueBuilder().(*array.StructBuilder)
	for _, t := range terms {
		s.Append(true)
		s.FieldBuilder(0).(*array.StringBuilder).Append(t.Term)
		s.FieldBuilder(1).(*array.Int32Builder).Append(int32(t.Offset))
		s.FieldBuilder(2).(*array.Int32Builder).Append(int32(t.Length))
		s.FieldBuilder(3).(*array.Float64Builder).Append(t.Weight)
		s.FieldBuilder(4).(*array.Float64Builder).Append(t.Contribution)
		s.FieldBuilder(5).(*array.BooleanBuilder).Append(t.Negated)
		if t.Modifier == "" {
			s.FieldBuilder(6).AppendNull()
		} else {
			s.FieldBuilder(6).(*array.StringBuilder).Append(t.Modifier)
		}
		s.FieldBuilder(7).(*array.StringBuilder).Append(t.Rule)
		s.FieldBuilder(8).(*array.BooleanBuilder).Append(t.Regional)
	}
}

func termsOf(l *array.List, i int) []social.Term {
	from, to := l.ValueOffsets(i)
	s := l.ListValues().(*array.Struct)
	str := func(f, j int) string { return strings.Clone(s.Field(f).(*array.String).Value(j)) }
	var terms []social.Term
	for j := int(from); j < int(to); j++ {
		t := social.Term{
			Term:         str(0, j),
			Offset:       int(s.Field(1).(*array.Int32).Value(j)),
			Length:       int(s.Field(2).(*array.Int32).Value(j)),
			Weight:       s.Field(3).(*array.Float64).Value(j),
			Contribution: s.Field(4).(*array.Float64).Value(j),
			Negated:      s.Field(5).(*array.Boolean).Value(j),
			Rule:         str(7, j),
			Regional:     s.Field(8).(*array.Boolean).Value(j),
		}
		if s.Field(6).IsValid(j) {
			t.Modifier = str(6, j)
		}
		terms = append(terms, t)
	}
	return terms
}

// Posts is the table of the posts' snapshots.
var Posts = newTable(
	text("network", func(p *social.Post) *social.Network { return &p.Network }),
	text("account_id", func(p *social.Post) *string { return &p.AccountID }),
	text("account_name", func(p *social.Post) *string { return &p.AccountName }),
	text("post_id", func(p *social.Post) *string { return &p.ID }),
	flag("id_damaged", func(p *social.Post) *bool { return &p.IDDamaged }),
	text("permalink", func(p *social.Post) *string { return &p.Permalink }),
	instant("published_at_utc", func(p *social.Post) *time.Time { return &p.PublishedAt }),
	text("published_precision", func(p *social.Post) *social.Precision { return &p.Precision }),
	text("published_source", func(p *social.Post) *string { return &p.DateFrom }),
	text("post_type", func(p *social.Post) *string { return &p.Type }),
	text("post_type_reported", func(p *social.Post) *string { return &p.TypeReported }),
	text("text", func(p *social.Post) *string { return &p.Text }),
	flag("text_truncated", func(p *social.Post) *bool { return &p.TextTruncated }),
	maybeNumber("duration_s", func(p *social.Post) *social.Opt[float64] { return &p.DurationS }),
	day("snapshot_at", func(p *social.Post) *social.Date { return &p.SnapshotAt }),
	text("window", func(p *social.Post) *social.Window { return &p.Window }),
	maybeCount("views", func(p *social.Post) *social.Opt[int64] { return &p.Views }),
	maybeCount("impressions", func(p *social.Post) *social.Opt[int64] { return &p.Impressions }),
	maybeCount("reach", func(p *social.Post) *social.Opt[int64] { return &p.Reach }),
	maybeCount("reactions", func(p *social.Post) *social.Opt[int64] { return &p.Reactions }),
	maybeCount("comments", func(p *social.Post) *social.Opt[int64] { return &p.Comments }),
	maybeCount("shares", func(p *social.Post) *social.Opt[int64] { return &p.Shares }),
	maybeCount("saves", func(p *social.Post) *social.Opt[int64] { return &p.Saves }),
	maybeCount("clicks", func(p *social.Post) *social.Opt[int64] { return &p.Clicks }),
	maybeCount("link_clicks", func(p *social.Post) *social.Opt[int64] { return &p.LinkClicks }),
	maybeCount("follows", func(p *social.Post) *social.Opt[int64] { return &p.Follows }),
	maybeCount("video_views_3s", func(p *social.Post) *social.Opt[int64] { return &p.VideoViews }),
	maybeNumber("watch_time_s", func(p *social.Post) *social.Opt[float64] { return &p.WatchTimeS }),
	maybeNumber("avg_watch_s", func(p *social.Post) *social.Opt[float64] { return &p.AvgWatchS }),
	maybeNumber("engagements_reported", func(p *social.Post) *social.Opt[float64] { return &p.EngagementReported }),
	maybeNumber("engagement_rate_reported", func(p *social.Post) *social.Opt[float64] { return &p.RateReported }),
	text("definition_version", func(p *social.Post) *string { return &p.DefinitionVersion }),
	words("source_name", func(p *social.Post) *string { return &p.From.File }),
	text("source_part", func(p *social.Post) *string { return &p.From.Part }),
	count("source_row", func(p *social.Post) *int { return &p.From.Line }),
	text("source_format", func(p *social.Post) *string { return &p.Format }),
	extra,
)

// extra is the columns kept as read, as one JSON object with sorted keys.
var extra = column[social.Post]{"extra", arrow.BinaryTypes.String, true,
	func(b array.Builder, p *social.Post) {
		text, err := json.Marshal(p.Extra)
		if err != nil || len(p.Extra) == 0 {
			b.AppendNull()
			return
		}
		b.(*array.StringBuilder).Append(string(text))
	},
	func(a arrow.Array, i int, p *social.Post) {
		if json.Unmarshal([]byte(a.(*array.String).Value(i)), &p.Extra) != nil {
			p.Extra = nil
		}
	}}

// AccountMetrics is the table of the accounts' values.
var AccountMetrics = newTable(
	text("network", func(a *social.AccountMetric) *social.Network { return &a.Network }),
	text("account_id", func(a *social.AccountMetric) *string { return &a.AccountID }),
	text("account_name", func(a *social.AccountMetric) *string { return &a.AccountName }),
	words("metric", func(a *social.AccountMetric) *social.Metric { return &a.Metric }),
	number("value", func(a *social.AccountMetric) *float64 { return &a.Value }),
	words("value_kind", func(a *social.AccountMetric) *social.ValueKind { return &a.ValueKind }),
	words("granularity", func(a *social.AccountMetric) *social.Granularity { return &a.Granularity }),
	day("period_start", func(a *social.AccountMetric) *social.Date { return &a.Start }),
	day("period_end", func(a *social.AccountMetric) *social.Date { return &a.End }),
	text("source_tz", func(a *social.AccountMetric) *string { return &a.Zone }),
	day("exported_at", func(a *social.AccountMetric) *social.Date { return &a.ExportedAt }),
	text("definition_version", func(a *social.AccountMetric) *string { return &a.DefinitionVersion }),
	text("note", func(a *social.AccountMetric) *string { return &a.Note }),
	words("source_name", func(a *social.AccountMetric) *string { return &a.From.File }),
	text("source_part", func(a *social.AccountMetric) *string { return &a.From.Part }),
	count("source_row", func(a *social.AccountMetric) *int { return &a.From.Line }),
	text("source_format", func(a *social.AccountMetric) *string { return &a.Format }),
)

// Audience is the table of the audience breakdowns.
var Audience = newTable(
	text("network", func(a *social.Audience) *social.Network { return &a.Network }),
	text("account_id", func(a *social.Audience) *string { return &a.AccountID }),
	text("account_name", func(a *social.Audience) *string { return &a.AccountName }),
	day("snapshot_date", func(a *social.Audience) *social.Date { return &a.Snapshot }),
	text("base", func(a *social.Audience) *string { return &a.Base }),
	text("dimension", func(a *social.Audience) *string { return &a.Dimension }),
	text("key", func(a *social.Audience) *string { return &a.Key }),
	number("value", func(a *social.Audience) *float64 { return &a.Value }),
	text("unit", func(a *social.Audience) *string { return &a.Unit }),
	words("source_name", func(a *social.Audience) *string { return &a.From.File }),
	text("source_part", func(a *social.Audience) *string { return &a.From.Part }),
	count("source_row", func(a *social.Audience) *int { return &a.From.Line }),
	text("source_format", func(a *social.Audience) *string { return &a.Format }),
)

// Rejects is the table of the rows that were not understood.
var Rejects = newTable(
	words("source_name", func(r *social.Reject) *string { return &r.From.File }),
	text("source_part", func(r *social.Reject) *string { return &r.From.Part }),
	count("source_row", func(r *social.Reject) *int { return &r.From.Line }),
	text("source_format", func(r *social.Reject) *string { return &r.Format }),
	words("reason", func(r *social.Reject) *social.Reason { return &r.Reason }),
	text("column", func(r *social.Reject) *string { return &r.Column }),
	text("value", func(r *social.Reject) *string { return &r.Value }),
	text("detail", func(r *social.Reject) *string { return &r.Detail }),
	text("raw", func(r *social.Reject) *string { return &r.Raw }),
)

// Intake is the table of what became of each file's rows.
var Intake = newTable(
	words("source_name", func(i *social.Intake) *string { return &i.File }),
	text("sha256", func(i *social.Intake) *string { return &i.SHA256 }),
	text("source_format", func(i *social.Intake) *string { return &i.Format }),
	text("network", func(i *social.Intake) *social.Network { return &i.Network }),
	text("account", func(i *social.Intake) *string { return &i.Account }),
	count("read", func(i *social.Intake) *int { return &i.Read }),
	count("kept", func(i *social.Intake) *int { return &i.Kept }),
	count("duplicate", func(i *social.Intake) *int { return &i.Duplicate }),
	count("other_month", func(i *social.Intake) *int { return &i.OtherMonth }),
	count("excluded", func(i *social.Intake) *int { return &i.Excluded }),
	count("rejected", func(i *social.Intake) *int { return &i.Rejected }),
	day("first_day", func(i *social.Intake) *social.Date { return &i.From }),
	day("last_day", func(i *social.Intake) *social.Date { return &i.To }),
	texts("notes", func(i *social.Intake) *[]string { return &i.Notes }),
	text("declined", func(i *social.Intake) *string { return &i.Declined }),
)
