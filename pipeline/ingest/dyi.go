package ingest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"time"
	"unicode/utf8"

	"pulso/pipeline/social"
)

// «Download your information» of Facebook and Instagram holds what the account itself wrote, never the comments that
// it received. Messages and the account's own comments are read; its posts carry no figures and are left to the
// content export. All texts are UTF-8 whose bytes were written as Latin-1 characters.
const dyiName = "meta.dyi"

// commentLists and messageKeys are where a file of either kind says what it is.
var commentLists = []string{"comments_v2", "group_comments_v2", "comments", "comments_media_comments", "comments_reels_comments", "comments_story_comments"}

func matchDYI(s *Sample, _ Input) bool {
	if s.Kind != jsonKind {
		return false
	}
	if s.Paths.has("participants", "messages") {
		return true
	}
	for _, list := range commentLists {
		if s.Paths[list+"[].data[].comment.comment"] || s.Paths[list+"[].string_list_data[].value"] || s.Paths[list+"[].string_map_data"] {
			return true
		}
	}
	return s.Paths.has("string_map_data", "media_list_data") // post_comments_1.json of Instagram, a bare list
}

// matchDYIPosts recognises the posts, media and reactions of the same download.
func matchDYIPosts(s *Sample, _ Input) bool {
	return s.Kind == jsonKind && (s.Paths.has("reactions_v2") || s.Paths.has("media[].creation_timestamp") || s.Paths.has("ig_reels_media") ||
		s.Paths.has("timestamp", "title") && (s.Paths.has("data[].post") || s.Paths.has("attachments[].data")))
}

// A dyiFile is any of the documents.
type dyiFile struct {
	Participants []struct {
		Name string `json:"name"`
	} `json:"participants"`
	Messages   []dyiMessage `json:"messages"`
	ThreadPath string       `json:"thread_path"`
	dyiComment              // an element of a bare list
}

type dyiMessage struct {
	Sender string `json:"sender_name"`
	AtMS   int64  `json:"timestamp_ms"`
	Text   string `json:"content"`
}

// A dyiComment is a comment of Facebook (data) or of Instagram (string_list_data, string_map_data).
type dyiComment struct {
	At   int64 `json:"timestamp"`
	Data []struct {
		Comment *struct {
			At     int64  `json:"timestamp"`
			Text   string `json:"comment"`
			Author string `json:"author"`
		} `json:"comment"`
	} `json:"data"`
	Title   string `json:"title"`
	Strings []struct {
		Href  string `json:"href"`
		Value string `json:"value"`
		At    int64  `json:"timestamp"`
	} `json:"string_list_data"`
	Map map[string]struct {
		Value string `json:"value"`
		At    int64  `json:"timestamp"`
	} `json:"string_map_data"`
}

var readDYI = pageReader(dyiName, dyiPage)

func dyiPage(p *page, raw []byte) {
	if p.first {
		p.in.Note("La descarga de información trae lo que escribió la propia cuenta: mensajes y comentarios suyos, no los comentarios recibidos.")
	}
	var doc dyiFile
	var lists map[string]json.RawMessage
	if json.Unmarshal(raw, &doc) != nil || json.Unmarshal(raw, &lists) != nil {
		p.fail(social.BadJSON, "", "", damagedPage, raw)
		return
	}
	if doc.Messages != nil {
		dyiMessages(p, doc)
		return
	}
	found := false
	for _, name := range commentLists {
		if list, ok := lists[name]; ok {
			found = true
			dyiComments(p, list)
		}
	}
	if !found {
		doc.emit(p, raw)
	}
}

// dyiMessages emits the messages of a conversation.
func dyiMessages(p *page, doc dyiFile) {
	network := cmp.Or(p.in.Network, social.Facebook)
	for _, m := range doc.Messages {
		p.item++
		emitDYI(p, network, social.KindMessage, m.Sender, m.Text, time.UnixMilli(m.AtMS), "")
	}
}

// dyiComments emits the comments of a list.
func dyiComments(p *page, list json.RawMessage) {
	d := json.NewDecoder(bytes.NewReader(list))
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		p.fail(social.BadJSON, "", "", damagedPage, list)
		return
	}
	for d.More() && !p.done {
		p.item++
		var raw json.RawMessage
		var c dyiComment
		if d.Decode(&raw) != nil || json.Unmarshal(raw, &c) != nil {
			p.fail(social.BadJSON, "", "", damagedPage, list)
			return
		}
		c.emit(p, raw)
	}
}

// emit gives out a comment; what holds none (a sticker) is skipped.
func (c *dyiComment) emit(p *page, raw []byte) {
	for _, d := range c.Data {
		if d.Comment != nil {
			emitDYI(p, cmp.Or(p.in.Network, social.Facebook), social.KindComment, d.Comment.Author, d.Comment.Text, time.Unix(cmp.Or(d.Comment.At, c.At), 0), "")
			return
		}
	}
	for _, s := range c.Strings {
		emitDYI(p, cmp.Or(p.in.Network, social.Instagram), social.KindComment, p.in.Account, s.Value, time.Unix(cmp.Or(s.At, c.At), 0), s.Href)
		return
	}
	if v, ok := c.Map["Comment"]; ok {
		emitDYI(p, cmp.Or(p.in.Network, social.Instagram), social.KindComment, p.in.Account, v.Value, time.Unix(cmp.Or(c.Map["Time"].At, v.At, c.At), 0), "")
		return
	}
	if v, ok := c.Map["Comentario"]; ok {
		emitDYI(p, cmp.Or(p.in.Network, social.Instagram), social.KindComment, p.in.Account, v.Value, time.Unix(cmp.Or(c.Map["Hora"].At, v.At, c.At), 0), "")
		return
	}
	if c.At == 0 && c.Title == "" && c.Map == nil {
		p.fail(social.BadJSON, "", "", damagedPage, raw)
		return
	}
	p.skip("comentario sin texto")
}

func emitDYI(p *page, network social.Network, kind social.Kind, author, text string, at time.Time, url string) {
	if text == "" {
		p.skip("mensaje sin texto: una foto, un audio o una pegatina")
		return
	}
	if !sane(at) {
		p.fail(social.NoDate, "timestamp", "", "El elemento no dice cuándo se escribió y no se sabe de qué mes es. Repita la descarga de la información; si falta otra vez, no hay qué hacer.", []byte(text))
		return
	}
	fixed, raw := clean(latin1(text))
	if fixed != text {
		raw = text
	}
	handle, name := authorOf("", "", latin1(author))
	p.emit(&social.Mention{From: p.origin(), Network: network, Kind: kind, AuthorHandle: handle, AuthorName: name, Text: fixed, RawText: raw,
		PublishedAt: social.AtUTC(at), Precision: social.Second, DateFrom: "file", URL: url, Format: dyiName})
}

// latin1 reads a text whose bytes were written as characters back, if that gives UTF-8; a text that mixes both, or
// was sound from the beginning, stays as it is.
func latin1(s string) string {
	b := make([]byte, 0, len(s))
	high := false
	for _, r := range s {
		if r > 0xFF {
			return s
		}
		high = high || r >= 0x80
		b = append(b, byte(r))
	}
	if !high || !utf8.Valid(b) {
		return s
	}
	return string(b)
}
