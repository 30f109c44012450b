package ingest

import (
	"cmp"
	"encoding/json"
	"strings"
)

// The objects of version 2 of the X API (https://docs.x.com/x-api/fundamentals/data-dictionary), as far as they are
// read. They do not leave the reader.

// An xPage is the envelope of a page.
type xPage struct {
	Data     json.RawMessage `json:"data"` // a list, or one tweet in a stream
	Includes struct {
		Users  []xUser  `json:"users"`
		Tweets []xTweet `json:"tweets"`
		Places []struct {
			ID       string `json:"id"`
			FullName string `json:"full_name"`
		} `json:"places"`
	} `json:"includes"`
	Errors []xProblem `json:"errors"`
	Twarc  struct {   // added by twarc2
		URL         string `json:"url"`
		RetrievedAt string `json:"retrieved_at"`
	} `json:"__twarc"`
	xProblem // of a page that is nothing but an error
}

// An xProblem is an error of the API in either of its two forms: alone, or an element of errors.
type xProblem struct {
	Title   string          `json:"title"`
	Detail  string          `json:"detail"`
	Message string          `json:"message"`
	Code    json.RawMessage `json:"code"`
	Status  json.RawMessage `json:"status"`
}

func (p xProblem) text() string {
	text := cmp.Or(p.Detail, p.Message, p.Title)
	if code := strings.Trim(cmp.Or(string(p.Status), string(p.Code)), `"`); code != "" {
		text = code + ": " + text
	}
	return text
}

// help says what to do about the error.
func (p xProblem) help() string {
	switch strings.Trim(cmp.Or(string(p.Status), string(p.Code)), `"`) {
	case "429", "88":
		return "X pidió esperar porque se le hicieron demasiadas consultas. Repita la descarga más tarde."
	case "401", "32", "89":
		return "La clave con que se descargó no sirve. Avise a quien la administra y repita la descarga."
	case "403":
		return "La clave con que se descargó no tiene permiso para esta consulta. Avise a quien la administra."
	case "404", "34", "50":
		return "Lo que se pidió a X no existe o es privado. Revise el nombre de la cuenta y repita la descarga."
	}
	return "X respondió con un error en lugar de datos. Repita la descarga más tarde."
}

// An xElement is what tells the elements of data apart: of these fields each kind has one.
type xElement struct {
	ID          string  `json:"id"`
	Text        *string `json:"text"`
	Username    *string `json:"username"`
	TweetCount  *int64  `json:"tweet_count"`
	MemberCount *int64  `json:"member_count"`
}

type xTweet struct {
	ID            string `json:"id"`
	Text          string `json:"text"`
	Note          xNote  `json:"note_tweet"`
	AuthorID      string `json:"author_id"`
	Author        *xUser `json:"author"` // in flat form
	CreatedAt     string `json:"created_at"`
	Lang          string `json:"lang"`
	InReplyTo     string `json:"in_reply_to_user_id"`
	InReplyToUser *xUser `json:"in_reply_to_user"` // in flat form
	Referenced    []xRef `json:"referenced_tweets"`
	Geo           struct {
		PlaceID  string `json:"place_id"`
		FullName string `json:"full_name"` // in flat form
	} `json:"geo"`
	Metrics struct {
		Retweets    *int64 `json:"retweet_count"`
		Replies     *int64 `json:"reply_count"`
		Likes       *int64 `json:"like_count"`
		Quotes      *int64 `json:"quote_count"`
		Bookmarks   *int64 `json:"bookmark_count"`
		Impressions *int64 `json:"impression_count"`
	} `json:"public_metrics"`
	Attachments struct {
		MediaKeys []string `json:"media_keys"`
	} `json:"attachments"`
}

// words is the whole text of a tweet: a long one carries it beside a text cut at 280 characters.
func (t *xTweet) words() string { return cmp.Or(t.Note.Text, t.Text) }

// ref is the tweet that t refers to in the given way.
func (t *xTweet) ref(kind string) *xRef {
	for i := range t.Referenced {
		if t.Referenced[i].Type == kind {
			return &t.Referenced[i]
		}
	}
	return nil
}

// An xRef names a tweet that another one answers or shares. In flat form it holds that tweet's text too.
type xRef struct {
	Type string `json:"type"` // retweeted, quoted or replied_to
	ID   string `json:"id"`
	Text string `json:"text"`
	Note xNote  `json:"note_tweet"`
}

type xNote struct {
	Text string `json:"text"`
}

type xUser struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	Name     string `json:"name"`
	Location string `json:"location"`
	Metrics  struct {
		Followers *int64 `json:"followers_count"`
	} `json:"public_metrics"`
}
