package ingest

import (
	"cmp"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// Comments of videos as the YouTube Data API gives them: pages of commentThreads or comments, or their items one by
// one [K]. Studio itself exports no comments.

const youTubeCommentsName = "youtube.comments"

func matchYouTubeComments(s *Sample, _ Input) bool {
	p := s.Paths
	return s.Kind == jsonKind && (p.has("items[].snippet.topLevelComment") || p.has("snippet.topLevelComment") ||
		p.has("items[].snippet.textDisplay", "items[].snippet.publishedAt") || p.has("snippet.textDisplay", "snippet.publishedAt") ||
		p.has("error.code", "error.errors[].reason"))
}

// A ytThread is an item of commentThreads, or of comments, whose snippet is the comment's own.
type ytThread struct {
	ID      string `json:"id"`
	Snippet struct {
		ytSnippet
		TopLevel   *ytComment `json:"topLevelComment"`
		ReplyCount *int64     `json:"totalReplyCount"`
	} `json:"snippet"`
	Replies struct {
		Comments []ytComment `json:"comments"`
	} `json:"replies"`
}

type ytComment struct {
	ID      string    `json:"id"`
	Snippet ytSnippet `json:"snippet"`
}

type ytSnippet struct {
	ChannelID   string `json:"channelId"` // of the video
	VideoID     string `json:"videoId"`
	TextDisplay string `json:"textDisplay"` // HTML
	Text        string `json:"textOriginal"`
	Author      string `json:"authorDisplayName"` // since 2023 the handle
	AuthorID    struct {
		Value string `json:"value"`
	} `json:"authorChannelId"`
	Likes       *int64 `json:"likeCount"`
	PublishedAt string `json:"publishedAt"`
	ParentID    string `json:"parentId"`
}

// ytErrors say what to do about the errors of the API, by their reason.
var ytErrors = map[string]string{
	"commentsDisabled": "El video tiene cerrados los comentarios y no hay nada que descargar. Saque este archivo de la carpeta.",
	"videoNotFound":    "El video ya no está o es privado. Saque este archivo de la carpeta o revise el enlace con que se descargó.",
	"quotaExceeded":    "Se acabó la cuota diaria de YouTube. Repita la descarga mañana.",
	"keyInvalid":       "La clave con que se descargó no sirve. Avise a quien la administra y repita la descarga.",
	"forbidden":        "La clave con que se descargó no tiene permiso. Avise a quien la administra y repita la descarga.",
}

var readYouTubeComments = pageReader(youTubeCommentsName, func(p *page, raw []byte) {
	var envelope struct {
		Items []json.RawMessage `json:"items"`
		Error *struct {
			Message string `json:"message"`
			Errors  []struct {
				Reason string `json:"reason"`
			} `json:"errors"`
		} `json:"error"`
		Snippet json.RawMessage `json:"snippet"`
	}
	switch err := json.Unmarshal(raw, &envelope); {
	case err != nil:
		p.fail(social.BadJSON, "", "", damagedPage, raw)
	case envelope.Error != nil:
		help := "YouTube respondió con un error en lugar de comentarios. Repita la descarga más tarde."
		for _, e := range envelope.Error.Errors {
			help = cmp.Or(ytErrors[e.Reason], help)
		}
		p.fail(social.ErrorMessage, "error", envelope.Error.Message, help, raw)
	case envelope.Snippet != nil:
		ytItem(p, raw)
	case len(envelope.Items) == 0:
		p.skip("página sin comentarios")
	default:
		for _, item := range envelope.Items {
			ytItem(p, item)
		}
	}
})

// ytItem makes the comments of a thread, or a single comment. Each is a row of its own.
func ytItem(p *page, raw []byte) {
	p.item++
	var t ytThread
	if err := json.Unmarshal(raw, &t); err != nil {
		p.fail(social.BadJSON, "items", "", damagedPage, raw)
		return
	}
	if t.Snippet.TopLevel == nil {
		ytMention(p, ytComment{ID: t.ID, Snippet: t.Snippet.ytSnippet}, social.Opt[int64]{}, raw)
		return
	}
	ytMention(p, *t.Snippet.TopLevel, optCount(t.Snippet.ReplyCount), raw)
	for _, reply := range t.Replies.Comments {
		p.item++
		if reply.Snippet.VideoID == "" {
			reply.Snippet.VideoID = t.Snippet.VideoID
		}
		ytMention(p, reply, social.Opt[int64]{}, raw)
	}
}

func ytMention(p *page, c ytComment, replies social.Opt[int64], raw []byte) {
	s := c.Snippet
	at, err := time.Parse(time.RFC3339, s.PublishedAt)
	switch {
	case c.ID == "":
		p.fail(social.NoID, "id", "", "El comentario no trae identificador. Repita la descarga de la página.", raw)
		return
	case err != nil || !sane(at):
		p.fail(social.BadDate, "publishedAt", s.PublishedAt, "Se esperaba una fecha como 2026-10-31T22:30:00Z. Repita la descarga de la página.", raw)
		return
	}
	m := &social.Mention{
		From: p.origin(), Network: social.YouTube, ID: c.ID, Kind: social.KindComment, ParentID: s.VideoID, TargetAccount: s.ChannelID,
		AuthorID: s.AuthorID.Value, PublishedAt: social.AtUTC(at), Precision: social.Second, DateFrom: "file",
		Likes: optCount(s.Likes), Replies: replies, Format: youTubeCommentsName,
	}
	if s.VideoID != "" {
		m.URL = "https://www.youtube.com/watch?v=" + s.VideoID + "&lc=" + c.ID
	}
	if handle, ok := strings.CutPrefix(s.Author, "@"); ok {
		m.AuthorHandle = handle
	} else {
		m.AuthorName = line(s.Author)
	}
	if s.ParentID != "" {
		m.Kind, m.ParentID = social.KindReply, s.ParentID
	}
	if s.Text != "" {
		m.Text, m.RawText = clean(s.Text)
	} else if m.Text, _ = clean(withoutTags(s.TextDisplay)); m.Text != s.TextDisplay {
		m.RawText = s.TextDisplay
	}
	if m.Text == "" {
		p.skip(noWords)
		return
	}
	p.emit(m)
}

var (
	lineTag = regexp.MustCompile(`(?i)<br\s*/?>`)
	anyTag  = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
)

// withoutTags is the text of a small piece of HTML, entities unresolved.
func withoutTags(s string) string {
	return anyTag.ReplaceAllString(lineTag.ReplaceAllString(s, "\n"), "")
}
