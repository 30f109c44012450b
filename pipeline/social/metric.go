package social

import "time"

// A Post is one snapshot of a publication of an official account.
type Post struct {
	From               Origin
	Network            Network
	AccountID          string
	AccountName        string // handle or page name as the export prints it
	ID                 string
	IDDamaged          bool // a spreadsheet rounded the id
	Permalink          string
	PublishedAt        time.Time
	Precision          Precision
	DateFrom           string // "file", "id", "link"
	Type               string // one of PostTypes
	TypeReported       string // the export's own words
	Text               string
	TextTruncated      bool
	DurationS          Opt[float64]
	SnapshotAt         Date // the day on which the export was made or its window ends; zero when unknown
	Window             Window
	Views              Opt[int64]
	Impressions        Opt[int64]
	Reach              Opt[int64] // unique accounts: never added over posts, days or networks as people
	Reactions          Opt[int64] // reactions or likes
	Comments           Opt[int64]
	Shares             Opt[int64]
	Saves              Opt[int64]
	Clicks             Opt[int64]
	LinkClicks         Opt[int64]
	Follows            Opt[int64]
	VideoViews         Opt[int64]
	WatchTimeS         Opt[float64]
	AvgWatchS          Opt[float64]
	EngagementReported Opt[float64] // the platform's own sum: never mixed with ours
	RateReported       Opt[float64] // the platform's own rate, as a fraction
	DefinitionVersion  string       // see Definition; empty before the first known change
	Format             string
	Extra              map[string]string // columns kept as read (second Views, organic and paid parts)
}

// Source says which row the post came from.
func (p *Post) Source() Origin { return p.From }

// A Window says over what time the figures of a post run.
type Window string

// The windows of a post's figures.
const (
	Lifetime Window = "lifetime" // from publication to the day of the export
	Range    Window = "range"    // the export's window only
	OneDay   Window = "day"      // one day of a daily breakdown
)

// The types of a post, as all networks' own words are reduced to.
const (
	TypeImage    = "imagen"
	TypeVideo    = "video"
	TypeCarousel = "carrusel"
	TypeText     = "texto"
	TypeLink     = "enlace"
	TypeLive     = "en vivo"
	TypeStory    = "historia"
	TypeOther    = "otro"
)

// PostTypes lists the types in the order in which reports print them.
var PostTypes = []string{TypeImage, TypeVideo, TypeCarousel, TypeText, TypeLink, TypeLive, TypeStory, TypeOther}

// A Metric names what is counted of an account.
type Metric string

// The metrics of an account.
const (
	FollowersTotal   Metric = "followers_total"
	FollowersNew     Metric = "followers_new" // gross
	FollowersLost    Metric = "followers_lost"
	FollowersNet     Metric = "followers_net"
	Views            Metric = "views"
	Impressions      Metric = "impressions"
	Reach            Metric = "reach"
	Interactions     Metric = "interactions" // as the network defines them
	Reactions        Metric = "reactions"
	Comments         Metric = "comments"
	Shares           Metric = "shares"
	Saves            Metric = "saves"
	Clicks           Metric = "clicks"
	LinkClicks       Metric = "link_clicks"
	ProfileVisits    Metric = "profile_visits"
	PostsPublished   Metric = "posts_published"
	VideoViews       Metric = "video_views"
	WatchTimeHours   Metric = "watch_time_hours"
	ReachedFollowers Metric = "reached_followers"
	EngagedUsers     Metric = "engaged_users"
	EngagementRate   Metric = "engagement_rate"
	ThumbImpressions Metric = "thumbnail_impressions"
	ThumbCTR         Metric = "thumbnail_ctr"
)

// A ValueKind says what may be done with a metric's value.
type ValueKind string

// The kinds of a value.
const (
	Snapshot   ValueKind = "snapshot" // a level at an instant: take the last one
	Sum        ValueKind = "sum"      // additive over days
	Unique     ValueKind = "unique"   // people: additive over nothing
	Ratio      ValueKind = "ratio"    // never added, never averaged without weights
	LifetimeOf ValueKind = "lifetime" // running total since creation
)

// A Granularity says what stretch of time a value covers.
type Granularity string

// The granularities.
const (
	PerDay   Granularity = "day"
	PerMonth Granularity = "month"
	PerRange Granularity = "range"
	Instant  Granularity = "instant"
)

// An AccountMetric is one value of one metric of an account over a period of whole days.
type AccountMetric struct {
	From              Origin
	Network           Network // empty when neither file nor configuration says it; such a value is never reported as a network's
	AccountID         string
	AccountName       string
	Metric            Metric
	Value             float64
	ValueKind         ValueKind
	Granularity       Granularity
	Start, End        Date   // both included; equal for a day
	Zone              string // the zone whose days these are ("America/Los_Angeles"); empty when the source does not say
	ExportedAt        Date   // zero when unknown
	DefinitionVersion string // see Definition; empty before the first known change
	Note              string // Spanish, for the reader of the base
	Format            string
}

// Source says which row the value came from.
func (a *AccountMetric) Source() Origin { return a.From }

// An Audience is one cell of an audience breakdown.
type Audience struct {
	From        Origin
	Network     Network
	AccountID   string
	AccountName string
	Snapshot    Date   // zero when unknown: such a row belongs to the month of its export's window or is told apart
	Base        string // followers, viewers, reached, visitors
	Dimension   string // age, gender, age_gender, country, city, region, language, job_function, seniority, industry, company_size, device
	Key         string
	Value       float64
	Unit        string // percent (0 … 100, as printed) or count
	Format      string
}

// Source says which row the cell came from.
func (a *Audience) Source() Origin { return a.From }
