package ingest

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// Answers of the Metricool API, a document each [V]: posts and reels of Instagram with their figures, timelines of one
// metric, and breakdowns of the followers. Of the last two none says which account, and seldom which network.

const (
	metricoolPostsName    = "metricool.posts"
	metricoolTimelineName = "metricool.timeline"
	metricoolAudienceName = "metricool.audience"
)

func matchMetricoolPosts(s *Sample, _ Input) bool {
	return s.Kind == jsonKind && s.Paths.has("data[].publishedAt.dateTime", "data[].publishedAt.timezone") && (s.Paths.has("data[].postId") || s.Paths.has("data[].reelId"))
}

// A metricoolPost is an element of data of posts and reels.
type metricoolPost struct {
	PostID      string `json:"postId"`
	ReelID      string `json:"reelId"`
	BusinessID  string `json:"businessId"` // the id that Meta's own exports print
	UserID      string `json:"userId"`     // the name of the account, in spite of its name
	Type        string `json:"type"`
	PublishedAt struct {
		DateTime string `json:"dateTime"`
		Zone     string `json:"timezone"`
	} `json:"publishedAt"`
	URL          string   `json:"url"`
	Text         string   `json:"content"`
	Likes        *float64 `json:"likes"`
	Comments     *float64 `json:"comments"`
	Shares       *float64 `json:"shares"`
	Interactions *float64 `json:"interactions"`
	Engagement   *float64 `json:"engagement"` // thousandths of the reach
	Reach        *float64 `json:"reach"`
	Saved        *float64 `json:"saved"`
	Impressions  *float64 `json:"impressionsTotal"`
	Views        *float64 `json:"views"`
}

var metricoolTypes = map[string]string{
	"FEED_CAROUSEL_ALBUM": social.TypeCarousel, "FEED_IMAGE": social.TypeImage, "FEED_VIDEO": social.TypeVideo,
	"REELS_VIDEO": social.TypeVideo, "STORY": social.TypeStory,
}

var readMetricoolPosts = pageReader(metricoolPostsName, func(p *page, raw []byte) {
	var doc struct {
		Data []json.RawMessage `json:"data"`
	}
	if json.Unmarshal(raw, &doc) != nil {
		p.fail(social.BadJSON, "", "", damagedPage, raw)
		return
	}
	for _, item := range doc.Data {
		p.item++
		var m metricoolPost
		if json.Unmarshal(item, &m) != nil {
			p.fail(social.BadJSON, "data", "", damagedPage, item)
			continue
		}
		metricoolRecord(p, &m, item)
	}
	if len(doc.Data) == 0 {
		p.skip("respuesta sin publicaciones")
	}
})

func metricoolRecord(p *page, m *metricoolPost, raw []byte) {
	id := m.BusinessID
	if id == "" {
		id, _, _ = strings.Cut(m.PostID+m.ReelID, "_") // the other half is the account
	}
	if id == "" {
		p.fail(social.NoID, "postId", "", "La publicación no trae identificador. Repita la descarga de Metricool.", raw)
		return
	}
	network := networkOfLink(m.URL)
	if network == "" {
		network = p.in.Network
	}
	if network == "" {
		p.fail(social.NoNetwork, "url", m.URL, "El enlace no dice de qué red es la publicación. Indíquela en pulso.yaml (inbox).", raw)
		return
	}
	zone, err := time.LoadLocation(m.PublishedAt.Zone)
	if err != nil || m.PublishedAt.Zone == "" || m.PublishedAt.Zone == "Local" {
		p.fail(social.BadDate, "publishedAt.timezone", m.PublishedAt.Zone, "Se esperaba una zona horaria como America/Bogota. Repita la descarga de Metricool.", raw)
		return
	}
	at, err := time.ParseInLocation("2006-01-02T15:04:05", m.PublishedAt.DateTime, zone)
	if err != nil || !sane(at) {
		p.fail(social.BadDate, "publishedAt.dateTime", m.PublishedAt.DateTime, "Se esperaba una fecha como 2026-10-31T22:30:00. Repita la descarga de Metricool.", raw)
		return
	}
	o := ownerOf(network, p.in.Account, p.in)
	if p.in.Account == "" {
		o.name = line(m.UserID)
	}
	post := &social.Post{
		From: p.origin(), Network: network, AccountID: o.id, AccountName: o.name, ID: id, Permalink: m.URL,
		PublishedAt: social.AtUTC(at), Precision: social.Second, DateFrom: "file", Type: social.TypeOther, TypeReported: m.Type, Window: social.Lifetime,
		Views: wholeOf(m.Views), Impressions: wholeOf(m.Impressions), Reach: wholeOf(m.Reach), Reactions: wholeOf(m.Likes), Comments: wholeOf(m.Comments),
		Shares: wholeOf(m.Shares), Saves: wholeOf(m.Saved), Format: p.format,
	}
	if t, ok := metricoolTypes[m.Type]; ok {
		post.Type = t
	}
	if m.Interactions != nil {
		post.EngagementReported = social.Some(*m.Interactions)
	}
	if m.Engagement != nil {
		post.RateReported = social.Some(*m.Engagement / 1000)
	}
	post.Text, _ = clean(m.Text)
	p.emit(post)
}

// wholeOf is a count that the API writes as 14 or 14.0.
func wholeOf(v *float64) (n social.Opt[int64]) {
	if v == nil || math.Abs(*v) >= 1<<53 {
		return n
	}
	return social.Some(int64(math.Round(*v)))
}

func matchMetricoolTimeline(s *Sample, _ Input) bool {
	p := s.Paths
	return s.Kind == jsonKind && p.has("data[].metric", "data[].values") && (p.has("data[].values[].dateTime", "data[].values[].value") || len(p) == 3)
}

// metricoolMetrics are the metrics that belong to the account whatever was asked for. The others (likes, comments,
// count …) are of the account, of its posts or of its reels, and the answer does not say which: their figures come
// with each post.
var metricoolMetrics = map[string]struct {
	network social.Network
	series
}{
	"pageFollows":     {social.Facebook, series{social.FollowersTotal, social.Snapshot}},
	"pageImpressions": {social.Facebook, series{social.Impressions, social.Sum}},
}

var readMetricoolTimeline = pageReader(metricoolTimelineName, func(p *page, raw []byte) {
	var doc struct {
		Data []struct {
			Metric string `json:"metric"`
			Values []struct {
				DateTime string   `json:"dateTime"`
				Value    *float64 `json:"value"`
			} `json:"values"`
		} `json:"data"`
	}
	if json.Unmarshal(raw, &doc) != nil {
		p.fail(social.BadJSON, "", "", damagedPage, raw)
		return
	}
	for _, d := range doc.Data {
		if _, ok := metricoolMetrics[d.Metric]; !ok {
			p.in.Note(fmt.Sprintf("La serie «%s» de Metricool no dice si es de la cuenta o de sus publicaciones; las cifras se toman de cada publicación.", cut(d.Metric, 60)))
		}
		for _, v := range d.Values {
			p.item++
			metricoolValue(p, d.Metric, v.DateTime, v.Value)
		}
	}
	if p.item == 0 {
		p.skip("serie sin valores")
	}
})

func metricoolValue(p *page, metric, dateTime string, value *float64) {
	m, ok := metricoolMetrics[metric]
	switch {
	case !ok:
		p.skip("serie que no dice si es de la cuenta o de sus publicaciones")
		return
	case value == nil:
		p.skip("fila sin valores")
		return
	}
	day, ok := dateRule{layouts: []string{"2006-01-02T15:04:05-0700", time.RFC3339}}.day(dateTime)
	if !ok {
		p.fail(social.BadDate, "dateTime", dateTime, "Se esperaba una fecha como 2026-10-31T12:00:00-0500. Repita la descarga de Metricool.", nil)
		return
	}
	o := ownerOf(m.network, "", p.in)
	rec := &social.AccountMetric{
		From: p.origin(), Network: m.network, AccountID: o.id, AccountName: o.name, Metric: m.metric, Value: *value, ValueKind: m.kind,
		Granularity: social.PerDay, Start: day, End: day, Format: p.format,
	}
	if m.kind == social.Snapshot {
		rec.Granularity = social.Instant
	}
	p.emit(rec)
}

var (
	ageKey     = regexp.MustCompile(`^\d{2}(?:-\d{2}|\+)$`)
	countryKey = regexp.MustCompile(`^[A-Z]{2}$`)
)

// metricoolDimension is what the keys of a breakdown are; empty when they are not of one kind.
func metricoolDimension(keys []string) string {
	for _, d := range []struct {
		name string
		is   func(string) bool
	}{
		{"age", ageKey.MatchString},
		{"country", countryKey.MatchString},
		{"city", func(s string) bool { return strings.Contains(s, ", ") }},
	} {
		if len(keys) > 0 && !slices.ContainsFunc(keys, func(k string) bool { return !d.is(k) }) {
			return d.name
		}
	}
	return ""
}

func matchMetricoolAudience(s *Sample, _ Input) bool {
	if s.Kind != jsonKind {
		return false
	}
	names := s.Paths.names()
	return slices.Equal(names, []string{"age", "gender", "value"}) || len(names) == len(s.Paths) && metricoolDimension(names) != ""
}

var readMetricoolAudience = pageReader(metricoolAudienceName, func(p *page, raw []byte) {
	if p.in.Network == "" && p.first {
		p.in.Note("El archivo no dice de qué red es el público. Indíquela en pulso.yaml (inbox).")
	}
	var cell struct {
		Gender string   `json:"gender"`
		Age    string   `json:"age"`
		Value  *float64 `json:"value"`
	}
	if json.Unmarshal(raw, &cell) == nil && cell.Age != "" && cell.Value != nil {
		metricoolAudience(p, "age_gender", cell.Gender+" "+cell.Age, *cell.Value)
		return
	}
	var counts map[string]float64
	if json.Unmarshal(raw, &counts) != nil {
		p.fail(social.BadJSON, "", "", damagedPage, raw)
		return
	}
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	dimension := metricoolDimension(keys)
	if dimension == "" {
		p.fail(social.BadRow, "", "", "No se sabe qué desglose es: se esperaban edades, países o ciudades. Repita la descarga de Metricool.", raw)
		return
	}
	for _, k := range keys {
		p.item++
		metricoolAudience(p, dimension, k, counts[k])
	}
})

func metricoolAudience(p *page, dimension, key string, value float64) {
	o := ownerOf(p.in.Network, "", p.in)
	p.emit(&social.Audience{From: p.origin(), Network: o.network, AccountID: o.id, AccountName: o.name, Base: "followers",
		Dimension: dimension, Key: line(key), Value: value, Unit: "count", Format: p.format})
}
