package store

import (
	"encoding/json"
	"time"

	"pulso/pipeline/social"
)

type postRow struct {
	Network            string   `parquet:"network,optional,dict"`
	AccountID          string   `parquet:"account_id,optional,dict"`
	AccountName        string   `parquet:"account_name,optional,dict"`
	PostID             string   `parquet:"post_id,optional,plain"`
	IDDamaged          bool     `parquet:"id_damaged"`
	Permalink          string   `parquet:"permalink,optional,plain"`
	PublishedAt        int64    `parquet:"published_at_utc,timestamp(microsecond)"`
	Precision          string   `parquet:"published_precision,optional,dict"`
	DateFrom           string   `parquet:"published_source,optional,dict"`
	Type               string   `parquet:"post_type,optional,dict"`
	TypeReported       string   `parquet:"post_type_reported,optional,dict"`
	Text               string   `parquet:"text,optional"`
	TextTruncated      bool     `parquet:"text_truncated"`
	DurationS          *float64 `parquet:"duration_s,optional"`
	SnapshotAt         *int32   `parquet:"snapshot_at,optional,date"`
	Window             string   `parquet:"window,optional,dict"`
	Views              *int64   `parquet:"views,optional"`
	Impressions        *int64   `parquet:"impressions,optional"`
	Reach              *int64   `parquet:"reach,optional"`
	Reactions          *int64   `parquet:"reactions,optional"`
	Comments           *int64   `parquet:"comments,optional"`
	Shares             *int64   `parquet:"shares,optional"`
	Saves              *int64   `parquet:"saves,optional"`
	Clicks             *int64   `parquet:"clicks,optional"`
	LinkClicks         *int64   `parquet:"link_clicks,optional"`
	Follows            *int64   `parquet:"follows,optional"`
	VideoViews         *int64   `parquet:"video_views_3s,optional"`
	WatchTimeS         *float64 `parquet:"watch_time_s,optional"`
	AvgWatchS          *float64 `parquet:"avg_watch_s,optional"`
	EngagementReported *float64 `parquet:"engagements_reported,optional"`
	RateReported       *float64 `parquet:"engagement_rate_reported,optional"`
	DefinitionVersion  string   `parquet:"definition_version,optional,dict"`
	SourceName         string   `parquet:"source_name,dict"`
	SourcePart         string   `parquet:"source_part,optional,dict"`
	SourceRow          int64    `parquet:"source_row"`
	SourceFormat       string   `parquet:"source_format,optional,dict"`
	Extra              string   `parquet:"extra,optional"`
}

func (r *postRow) from(p *social.Post) {
	*r = postRow{
		Network: string(p.Network), AccountID: p.AccountID, AccountName: p.AccountName,
		PostID: p.ID, IDDamaged: p.IDDamaged, Permalink: p.Permalink,
		PublishedAt: p.PublishedAt.UnixMicro(), Precision: string(p.Precision), DateFrom: p.DateFrom,
		Type: p.Type, TypeReported: p.TypeReported, Text: p.Text, TextTruncated: p.TextTruncated,
		DurationS: ptr(p.DurationS), SnapshotAt: days(p.SnapshotAt), Window: string(p.Window),
		Views: ptr(p.Views), Impressions: ptr(p.Impressions), Reach: ptr(p.Reach), Reactions: ptr(p.Reactions),
		Comments: ptr(p.Comments), Shares: ptr(p.Shares), Saves: ptr(p.Saves), Clicks: ptr(p.Clicks),
		LinkClicks: ptr(p.LinkClicks), Follows: ptr(p.Follows), VideoViews: ptr(p.VideoViews),
		WatchTimeS: ptr(p.WatchTimeS), AvgWatchS: ptr(p.AvgWatchS),
		EngagementReported: ptr(p.EngagementReported), RateReported: ptr(p.RateReported),
		DefinitionVersion: p.DefinitionVersion,
		SourceName:        p.From.File, SourcePart: p.From.Part, SourceRow: int64(p.From.Line), SourceFormat: p.Format,
		Extra: extraJSON(p.Extra),
	}
}

func (r *postRow) to() *social.Post {
	return &social.Post{
		From:    social.Origin{File: r.SourceName, Part: r.SourcePart, Line: int(r.SourceRow)},
		Network: social.Network(r.Network), AccountID: r.AccountID, AccountName: r.AccountName,
		ID: r.PostID, IDDamaged: r.IDDamaged, Permalink: r.Permalink,
		PublishedAt: time.UnixMicro(r.PublishedAt).UTC(), Precision: social.Precision(r.Precision), DateFrom: r.DateFrom,
		Type: r.Type, TypeReported: r.TypeReported, Text: r.Text, TextTruncated: r.TextTruncated,
		DurationS: opt(r.DurationS), SnapshotAt: date(r.SnapshotAt), Window: social.Window(r.Window),
		Views: opt(r.Views), Impressions: opt(r.Impressions), Reach: opt(r.Reach), Reactions: opt(r.Reactions),
		Comments: opt(r.Comments), Shares: opt(r.Shares), Saves: opt(r.Saves), Clicks: opt(r.Clicks),
		LinkClicks: opt(r.LinkClicks), Follows: opt(r.Follows), VideoViews: opt(r.VideoViews),
		WatchTimeS: opt(r.WatchTimeS), AvgWatchS: opt(r.AvgWatchS),
		EngagementReported: opt(r.EngagementReported), RateReported: opt(r.RateReported),
		DefinitionVersion: r.DefinitionVersion, Format: r.SourceFormat, Extra: extraMap(r.Extra),
	}
}

// extraJSON writes the map as one JSON object with sorted keys; empty for an empty map.
func extraJSON(m map[string]string) string {
	if len(m) == 0 {
		return ""
	}
	b, err := json.Marshal(m)
	if err != nil { // a map of strings always marshals
		return ""
	}
	return string(b)
}

func extraMap(s string) map[string]string {
	if s == "" {
		return nil
	}
	var m map[string]string
	if json.Unmarshal([]byte(s), &m) != nil {
		return nil
	}
	return m
}

type accountMetricRow struct {
	Network           string  `parquet:"network,optional,dict"`
	AccountID         string  `parquet:"account_id,optional,dict"`
	AccountName       string  `parquet:"account_name,optional,dict"`
	Metric            string  `parquet:"metric,dict"`
	Value             float64 `parquet:"value"`
	ValueKind         string  `parquet:"value_kind,dict"`
	Granularity       string  `parquet:"granularity,dict"`
	Start             *int32  `parquet:"period_start,optional,date"`
	End               *int32  `parquet:"period_end,optional,date"`
	Zone              string  `parquet:"source_tz,optional,dict"`
	ExportedAt        *int32  `parquet:"exported_at,optional,date"`
	DefinitionVersion string  `parquet:"definition_version,optional,dict"`
	Note              string  `parquet:"note,optional,dict"`
	SourceName        string  `parquet:"source_name,dict"`
	SourcePart        string  `parquet:"source_part,optional,dict"`
	SourceRow         int64   `parquet:"source_row"`
	SourceFormat      string  `parquet:"source_format,optional,dict"`
}

func (r *accountMetricRow) from(a *social.AccountMetric) {
	*r = accountMetricRow{
		Network: string(a.Network), AccountID: a.AccountID, AccountName: a.AccountName,
		Metric: string(a.Metric), Value: a.Value, ValueKind: string(a.ValueKind), Granularity: string(a.Granularity),
		Start: days(a.Start), End: days(a.End), Zone: a.Zone, ExportedAt: days(a.ExportedAt),
		DefinitionVersion: a.DefinitionVersion, Note: a.Note,
		SourceName: a.From.File, SourcePart: a.From.Part, SourceRow: int64(a.From.Line), SourceFormat: a.Format,
	}
}

func (r *accountMetricRow) to() *social.AccountMetric {
	return &social.AccountMetric{
		From:    social.Origin{File: r.SourceName, Part: r.SourcePart, Line: int(r.SourceRow)},
		Network: social.Network(r.Network), AccountID: r.AccountID, AccountName: r.AccountName,
		Metric: social.Metric(r.Metric), Value: r.Value, ValueKind: social.ValueKind(r.ValueKind),
		Granularity: social.Granularity(r.Granularity), Start: date(r.Start), End: date(r.End), Zone: r.Zone,
		ExportedAt: date(r.ExportedAt), DefinitionVersion: r.DefinitionVersion, Note: r.Note, Format: r.SourceFormat,
	}
}

type audienceRow struct {
	Network      string  `parquet:"network,optional,dict"`
	AccountID    string  `parquet:"account_id,optional,dict"`
	AccountName  string  `parquet:"account_name,optional,dict"`
	Snapshot     *int32  `parquet:"snapshot_date,optional,date"`
	Base         string  `parquet:"base,optional,dict"`
	Dimension    string  `parquet:"dimension,optional,dict"`
	Key          string  `parquet:"key,optional,dict"`
	Value        float64 `parquet:"value"`
	Unit         string  `parquet:"unit,optional,dict"`
	SourceName   string  `parquet:"source_name,dict"`
	SourcePart   string  `parquet:"source_part,optional,dict"`
	SourceRow    int64   `parquet:"source_row"`
	SourceFormat string  `parquet:"source_format,optional,dict"`
}

func (r *audienceRow) from(a *social.Audience) {
	*r = audienceRow{
		Network: string(a.Network), AccountID: a.AccountID, AccountName: a.AccountName, Snapshot: days(a.Snapshot),
		Base: a.Base, Dimension: a.Dimension, Key: a.Key, Value: a.Value, Unit: a.Unit,
		SourceName: a.From.File, SourcePart: a.From.Part, SourceRow: int64(a.From.Line), SourceFormat: a.Format,
	}
}

func (r *audienceRow) to() *social.Audience {
	return &social.Audience{
		From:    social.Origin{File: r.SourceName, Part: r.SourcePart, Line: int(r.SourceRow)},
		Network: social.Network(r.Network), AccountID: r.AccountID, AccountName: r.AccountName,
		Snapshot: date(r.Snapshot), Base: r.Base, Dimension: r.Dimension, Key: r.Key, Value: r.Value, Unit: r.Unit,
		Format: r.SourceFormat,
	}
}
