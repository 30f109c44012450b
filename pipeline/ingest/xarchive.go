package ingest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// The archive that X gives its users: data/tweets.js and tweets-part1.js …, a script that assigns a list [V]. It holds
// what the account itself published. Counts are strings; reposts carry none of their own.

const xArchiveName = "x.archive"

func matchXArchive(s *Sample, _ Input) bool {
	return s.Kind == scriptKind && (s.Paths.has("tweet.id_str") || s.Paths.has("tweet.full_text"))
}

// An xArchived is an element of the list.
type xArchived struct {
	Tweet struct {
		ID        string `json:"id_str"`
		CreatedAt string `json:"created_at"`
		Text      string `json:"full_text"`
		Likes     string `json:"favorite_count"`
		Reposts   string `json:"retweet_count"`
		Entities  struct {
			Media []json.RawMessage `json:"media"`
			URLs  []json.RawMessage `json:"urls"`
		} `json:"entities"`
		Extended struct {
			Media []struct {
				Type string `json:"type"`
			} `json:"media"`
		} `json:"extended_entities"`
	} `json:"tweet"`
}

func readXArchive(f File, in Input) Records {
	return func(yield func(social.Record, error) bool) {
		s, err := sample(f)
		if err != nil {
			yield(nil, err)
			return
		}
		o := ownerOf(social.X, "", in)
		if o.id+o.name == "" {
			in.Note("El archivo de X no dice de qué cuenta es. Indíquela en pulso.yaml (inbox).")
		}
		for v, err := range jsonValues(s.reader()) {
			if err != nil {
				yield(nil, fmt.Errorf("%s: la lectura se interrumpió: %w. Copie de nuevo el archivo en la carpeta", f.label(), err))
				return
			}
			if !yield(xArchivedRecord(f, o, v), nil) {
				return
			}
		}
	}
}

// xArchivedRecord makes a post of an element.
func xArchivedRecord(f File, o owner, v jsonValue) social.Record {
	from := f.origin("", v.Line)
	fail := func(reason social.Reason, column, value, detail string) social.Record {
		return &social.Reject{From: from, Reason: reason, Column: column, Value: cut(value, 200), Detail: detail, Raw: cut(validUTF8(v.Raw), 2000), Format: xArchiveName}
	}
	var a xArchived
	if v.Bad == "" && json.Unmarshal(v.Raw, &a) != nil {
		v.Bad, v.Why = social.BadJSON, "Este elemento del archivo de X está dañado. Descargue de nuevo el archivo; los demás sí se leyeron."
	}
	if v.Bad != "" {
		return fail(v.Bad, "", "", v.Why)
	}
	t := a.Tweet
	if !digitsOnly(t.ID) {
		return fail(social.NoID, "id_str", t.ID, "La publicación no trae su número. Descargue de nuevo el archivo de X.")
	}
	if strings.HasPrefix(t.Text, "RT @") {
		return &social.Skip{From: from, Reason: "repost de la propia cuenta: no es una publicación suya"}
	}
	at, ok := xTime(t.ID)
	if !ok {
		var err error
		if at, err = time.Parse(time.RubyDate, t.CreatedAt); err != nil || !sane(at) {
			return fail(social.BadDate, "created_at", t.CreatedAt, "Se esperaba una fecha como Sat Oct 31 22:30:00 +0000 2026. Descargue de nuevo el archivo de X.")
		}
	}
	p := &social.Post{
		From: from, Network: social.X, AccountID: o.id, AccountName: o.name, ID: t.ID, Permalink: "https://x.com/i/status/" + t.ID,
		PublishedAt: social.AtUTC(at.Truncate(time.Second)), Precision: social.Second, DateFrom: "id", Type: social.TypeText, Window: social.Lifetime,
		Reactions: archivedCount(t.Likes), Shares: archivedCount(t.Reposts), Format: xArchiveName,
	}
	p.Text, _ = clean(t.Text)
	switch media := t.Extended.Media; {
	case len(media) > 1:
		p.Type = social.TypeCarousel
	case len(media) == 1 && media[0].Type == "photo":
		p.Type = social.TypeImage
	case len(media) == 1:
		p.Type = social.TypeVideo
	case len(t.Entities.Media) > 0:
		p.Type = social.TypeImage
	case len(t.Entities.URLs) > 0:
		p.Type = social.TypeLink
	}
	return p
}

// archivedCount reads a count that the archive writes as a string.
func archivedCount(s string) (v social.Opt[int64]) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return social.Some(n)
	}
	return v
}
