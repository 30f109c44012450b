package ingest

import (
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"pulso/pipeline/social"
)

// Pages of the Graph API of Facebook and Instagram (https://developers.facebook.com/docs/graph-api). Instants have an
// offset without colon. A day of an account is one of the Pacific: the instant that ends it stands beside its value, or
// the request tells which day it was. Figures that Meta has none of are left out of an answer: that is not zero.

var graphTimes = dateRule{layouts: []string{"2006-01-02T15:04:05-0700", time.RFC3339}}

// A graphList is the envelope of a listing.
type graphList struct {
	Data []json.RawMessage `json:"data"`
}

// A graphTotal is a count that stands in a summary.
type graphTotal struct {
	Summary struct {
		Total *int64 `json:"total_count"`
	} `json:"summary"`
}

// A graphInsight is one metric: of a post in values[0], of the days of an account in values, of one day in total.
type graphInsight struct {
	Name   string `json:"name"`
	Period string `json:"period"`
	Values []struct {
		Value json.RawMessage `json:"value"` // a number, or an object where Meta breaks it down
		End   string          `json:"end_time"`
	} `json:"values"`
	Total struct {
		Value json.RawMessage `json:"value"`
	} `json:"total_value"`
}

type graphInsights struct {
	Data []graphInsight `json:"data"`
}

// count is a metric of a post; absent where the page has none.
func (g graphInsights) count(name string) (n social.Opt[int64]) {
	for _, m := range g.Data {
		if m.Name == name && len(m.Values) > 0 {
			if v, ok := graphNumber(m.Values[0].Value); ok {
				return wholeOf(&v)
			}
		}
	}
	return n
}

func graphNumber(raw json.RawMessage) (v float64, ok bool) {
	if len(raw) == 0 || string(raw) == "null" || json.Unmarshal(raw, &v) != nil {
		return 0, false
	}
	return v, true
}

// instant reads an instant of an item and rejects the item where there is none.
func (c *collected) instant(column, text string, raw []byte) (time.Time, bool) {
	at, _, ok := graphTimes.parse(text, time.UTC)
	if !ok {
		c.fail(social.BadDate, column, text, "Se esperaba una fecha como 2026-10-31T22:30:00+0000. Borre este archivo y repita «pulso collect».", raw)
	}
	return at, ok
}

// hasID rejects an item without id.
func (c *collected) hasID(id string, raw []byte) bool {
	if id == "" {
		c.fail(social.NoID, "id", "", "No trae identificador. Borre este archivo y repita «pulso collect».", raw)
	}
	return id != ""
}

// emitMention gives out a mention that has words.
func (c *collected) emitMention(m *social.Mention, words string) {
	if m.Text, m.RawText = clean(words); m.Text == "" {
		c.skip(noWords)
		return
	}
	c.emit(m)
}

// graphFollowers reads the account itself.
func graphFollowers(c *collected) {
	var account struct {
		ID        string   `json:"id"`
		Followers *float64 `json:"followers_count"`
	}
	if !c.decode(&account) {
		return
	}
	if account.Followers == nil {
		c.skip("cuenta sin número de seguidores")
		return
	}
	c.now(account.ID, social.FollowersTotal, *account.Followers, "")
}

// graphDays reads a metric of an account by days.
func graphDays(metrics map[string]series) func(*collected) {
	return func(c *collected) {
		var p graphInsights
		if !c.decode(&p) {
			return
		}
		for _, m := range p.Data {
			s, known := metrics[m.Name]
			switch {
			case !known:
				c.item++
				c.skip("métrica que no entra en los informes")
			case len(m.Total.Value) > 0:
				c.item++
				c.graphDay(m, s)
			default:
				c.graphSeries(m, s)
			}
		}
		if c.item == 0 {
			c.skip("la red no dio ninguna cifra, que no es lo mismo que cero")
		}
	}
}

func (c *collected) graphSeries(m graphInsight, s series) {
	for _, v := range m.Values {
		c.item++
		end, _, ok := graphTimes.parse(v.End, time.UTC)
		if !ok {
			c.fail(social.BadDate, "end_time", v.End, "Se esperaba una fecha como 2026-10-31T07:00:00+0000. Borre este archivo y repita «pulso collect».", nil)
			continue
		}
		// The end is midnight of the Pacific, or an hour off it where Meta forgets the clock change.
		c.graphValue(s, social.DateOf(end.Add(-12*time.Hour), pacific), v.Value)
	}
}

// graphDay reads the total of the day that the request begins with.
func (c *collected) graphDay(m graphInsight, s series) {
	u, err := url.Parse(c.Request.URL)
	var since int64
	if err == nil {
		since, err = strconv.ParseInt(u.Query().Get("since"), 10, 64)
	}
	if at := time.Unix(since, 0); err != nil || !sane(at) {
		c.fail(social.NoDate, "since", "", "La consulta no dice de qué día es la cifra. Borre este archivo y repita «pulso collect».", nil)
	} else {
		c.graphValue(s, social.DateOf(at, pacific), m.Total.Value)
	}
}

func (c *collected) graphValue(s series, day social.Date, raw json.RawMessage) {
	v, ok := graphNumber(raw)
	if !ok {
		c.skip("día sin cifra")
		return
	}
	rec := &social.AccountMetric{
		From: c.origin(), Network: c.Request.Network, Metric: s.metric, Value: v, ValueKind: s.kind,
		Granularity: social.PerDay, Start: day, End: day, Zone: pacificZone, ExportedAt: c.day(),
	}
	if s.kind == social.Snapshot {
		rec.Granularity = social.Instant
	}
	c.emit(rec)
}
