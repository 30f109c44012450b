package store

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"

	"pulso/pipeline/social"
)

// The row types below are what a month may publish as open data. They have no text, no author, no link and no
// identifier: what people wrote is counted, and what the entity's own accounts did is given without its words.

// publicMention counts the valid mentions of a month. There is no day, nor a group of fewer than leastGroup about one
// topic: with them a count would point at one person's comment.
type publicMention struct {
	Month      string `parquet:"month,dict"`
	Network    string `parquet:"network,optional,dict"`
	Target     string `parquet:"target,optional,dict"`
	Topic      string `parquet:"topic,optional,dict"`
	Dependency string `parquet:"dependency,optional,dict"`
	Sentiment  string `parquet:"sentiment,dict"`
	Mentions   int64  `parquet:"mentions"`
}

// leastGroup is how many mentions a group by target and topic has at least; smaller ones are counted without both.
const leastGroup = 3

type publicPost struct {
	Network      string `parquet:"network,optional,dict"`
	Account      string `parquet:"account_name,optional,dict"`
	PublishedAt  int64  `parquet:"published_at_utc,timestamp(microsecond)"`
	Type         string `parquet:"post_type,optional,dict"`
	SnapshotAt   *int32 `parquet:"snapshot_at,optional,date"`
	Window       string `parquet:"window,optional,dict"`
	Views        *int64 `parquet:"views,optional"`
	Impressions  *int64 `parquet:"impressions,optional"`
	Reach        *int64 `parquet:"reach,optional"`
	Reactions    *int64 `parquet:"reactions,optional"`
	Comments     *int64 `parquet:"comments,optional"`
	Shares       *int64 `parquet:"shares,optional"`
	Saves        *int64 `parquet:"saves,optional"`
	Clicks       *int64 `parquet:"clicks,optional"`
	DefinitionOf string `parquet:"definition_version,optional,dict"`
}

type publicMetric struct {
	Network      string  `parquet:"network,optional,dict"`
	Account      string  `parquet:"account_name,optional,dict"`
	Metric       string  `parquet:"metric,dict"`
	Value        float64 `parquet:"value"`
	ValueKind    string  `parquet:"value_kind,dict"`
	Granularity  string  `parquet:"granularity,dict"`
	Start        *int32  `parquet:"period_start,optional,date"`
	End          *int32  `parquet:"period_end,optional,date"`
	Zone         string  `parquet:"source_tz,optional,dict"`
	DefinitionOf string  `parquet:"definition_version,optional,dict"`
}

type publicAudience struct {
	Network   string  `parquet:"network,optional,dict"`
	Account   string  `parquet:"account_name,optional,dict"`
	Snapshot  *int32  `parquet:"snapshot_date,optional,date"`
	Base      string  `parquet:"base,optional,dict"`
	Dimension string  `parquet:"dimension,optional,dict"`
	Key       string  `parquet:"key,optional,dict"`
	Value     float64 `parquet:"value"`
	Unit      string  `parquet:"unit,optional,dict"`
}

type publicReject struct {
	Format string `parquet:"source_format,optional,dict"`
	Reason string `parquet:"reason,dict"`
	Rows   int64  `parquet:"rows"`
}

type publicIntake struct {
	Format     string `parquet:"source_format,optional,dict"`
	Network    string `parquet:"network,optional,dict"`
	Read       int64  `parquet:"read"`
	Kept       int64  `parquet:"kept"`
	Duplicate  int64  `parquet:"duplicate"`
	OtherMonth int64  `parquet:"other_month"`
	Excluded   int64  `parquet:"excluded"`
	Rejected   int64  `parquet:"rejected"`
}

// Public is what of a table may be published as open data; nil without error for a table that does not exist.
func (s *Snapshot) Public(table string) (*Extract, error) {
	switch table {
	case Mentions:
		rows, err := s.publicMentions()
		return tableOf(table, s.Month, s.Provenance, rows), err
	case Posts:
		rows, err := publish(s.LatestPosts(), func(p *social.Post) publicPost {
			return publicPost{string(p.Network), p.AccountName, p.PublishedAt.UnixMicro(), p.Type, days(p.SnapshotAt), string(p.Window), ptr(p.Views), ptr(p.Impressions),
				ptr(p.Reach), ptr(p.Reactions), ptr(p.Comments), ptr(p.Shares), ptr(p.Saves), ptr(p.Clicks), p.DefinitionVersion}
		})
		return tableOf(table, s.Month, s.Provenance, rows), err
	case AccountMetrics:
		rows, err := publish(s.AccountMetrics(), func(a *social.AccountMetric) publicMetric {
			return publicMetric{string(a.Network), a.AccountName, string(a.Metric), a.Value, string(a.ValueKind), string(a.Granularity), days(a.Start), days(a.End), a.Zone, a.DefinitionVersion}
		})
		return tableOf(table, s.Month, s.Provenance, rows), err
	case Audience:
		rows, err := publish(s.Audience(), func(a *social.Audience) publicAudience {
			return publicAudience{string(a.Network), a.AccountName, days(a.Snapshot), a.Base, a.Dimension, a.Key, a.Value, a.Unit}
		})
		return tableOf(table, s.Month, s.Provenance, rows), err
	case Rejects:
		rows, err := s.publicRejects()
		return tableOf(table, s.Month, s.Provenance, rows), err
	case Intake:
		rows, err := publish(s.intake(), func(i *social.Intake) publicIntake {
			return publicIntake{i.Format, string(i.Network), int64(i.Read), int64(i.Kept), int64(i.Duplicate), int64(i.OtherMonth), int64(i.Excluded), int64(i.Rejected)}
		})
		return tableOf(table, s.Month, s.Provenance, rows), err
	}
	return nil, nil
}

func (s *Snapshot) publicMentions() ([]publicMention, error) {
	groups := map[publicMention]int64{} // the key's own count is zero
	err := each(s.CountedMentions(), func(m *social.Scored) {
		if m.Status == social.Valid {
			groups[publicMention{Month: s.Month.String(), Network: string(m.Network), Target: m.Target, Topic: m.Topic, Dependency: m.Dependency, Sentiment: m.Final.String()}]++
		}
	})
	if err != nil {
		return nil, err
	}
	large := map[publicMention]int64{}
	for group, n := range groups {
		if n < leastGroup {
			group.Target, group.Topic, group.Dependency = "", "", ""
		}
		large[group] += n
	}
	rows := make([]publicMention, 0, len(large))
	for group, n := range large {
		group.Mentions = n
		rows = append(rows, group)
	}
	slices.SortFunc(rows, func(x, y publicMention) int {
		return cmp.Or(cmp.Compare(x.Network, y.Network), cmp.Compare(x.Target, y.Target), cmp.Compare(x.Topic, y.Topic), cmp.Compare(x.Dependency, y.Dependency), cmp.Compare(x.Sentiment, y.Sentiment))
	})
	return rows, nil
}

func (s *Snapshot) publicRejects() ([]publicReject, error) {
	groups := map[publicReject]int64{}
	if err := each(s.Rejects(), func(r *social.Reject) { groups[publicReject{Format: r.Format, Reason: string(r.Reason)}]++ }); err != nil {
		return nil, err
	}
	var rows []publicReject
	for _, key := range slices.SortedFunc(maps.Keys(groups), func(x, y publicReject) int {
		return cmp.Or(cmp.Compare(x.Format, y.Format), cmp.Compare(x.Reason, y.Reason))
	}) {
		key.Rows = groups[key]
		rows = append(rows, key)
	}
	return rows, nil
}

func publish[T, R any](records iter.Seq2[*T, error], public func(*T) R) ([]R, error) {
	var rows []R
	for v, err := range records {
		if err != nil {
			return nil, fmt.Errorf("leer la tabla: %w", err)
		}
		rows = append(rows, public(v))
	}
	return rows, nil
}
