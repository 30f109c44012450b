package ingest

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"pulso/pipeline/social"
)

// ExportComments.com: a workbook of the comments of one post [V]. Above the header stand a title and the link of that
// post; the first two columns, without header, number the comments and the replies below each. The free plan stops
// at a hundred rows.
var exportComments = tabular{
	name: "exportcomments",
	layout: Layout{
		{"name", []string{"Name (click to view profile)", "Name"}},
		{"author_id", []string{"Profile ID"}},
		{"date", []string{"Date"}},
		{"likes", []string{"Likes"}},
		{"text", []string{"Comment"}},
		{"link", []string{"(view source)", "Source"}},
		{otherField, []string{"#", "Live video timestamp", "Stars", "isHidden"}},
	},
	need:  []string{"name", "author_id", "date", "text"},
	begin: exportCommentsBegin,
	row:   exportCommentRow,
}

// noWords is why a comment of a picture or a sticker alone is no mention.
const noWords = "comentario sin texto"

// A commentedPost is the post whose comments a workbook holds.
type commentedPost struct {
	network     social.Network
	id, account string
	links       map[string]string // of the cells
}

// exportCommentsBegin finds the link of the post above the header.
func exportCommentsBegin(t *table, b *binding, in Input) any {
	post := &commentedPost{network: in.Network, account: in.Account, links: t.links()}
	for _, r := range t.Head[:min(len(t.Head), searchRows)] {
		for _, cell := range r.Cells {
			if network := networkOfLink(strings.TrimSpace(cell)); network != "" {
				post.network = network
				account, id := postOfLink(strings.TrimSpace(cell))
				post.account, post.id = cmp.Or(account, in.Account), id
				return post
			}
		}
	}
	if post.network == "" {
		in.Note("El libro no dice de qué red son los comentarios: le falta el enlace de la publicación. Indíquela en pulso.yaml (inbox).")
	}
	return post
}

// commentLink takes the id of a comment out of the link to it, or to its preview.
var commentLink = regexp.MustCompile(`(?:/preview/|[?&](?:reply_comment_id|comment_id|lc)=)([\w.-]+)$`)

func exportCommentRow(c *cells) {
	post := c.state.(*commentedPost)
	m := &social.Mention{
		From: c.origin(), Network: post.network, Kind: social.KindComment, ParentID: post.id, TargetAccount: post.account,
		AuthorName: c.word("name"), AuthorID: strings.TrimSpace(strings.TrimPrefix(c.word("author_id"), "ID:")),
		DateFrom: "file", Likes: c.count("likes"), Format: c.format,
	}
	if post.network == "" {
		c.fail(social.NoNetwork, "text", "Indique en pulso.yaml (inbox) de qué red es este archivo.")
		return
	}
	m.URL = post.links[columnName(c.bound.index("link"))+strconv.Itoa(c.row.Line)]
	if id := commentLink.FindStringSubmatch(m.URL); id != nil {
		m.ID = id[1]
	}
	if i := c.bound.index("name"); i >= 2 && strings.TrimSpace(c.row.cell(i-1)) != "" {
		m.Kind = social.KindReply
	}
	m.Text, m.RawText = c.text("text")
	m.PublishedAt, m.Precision = c.instant("date", dateRule{layouts: isoLayouts})
	if m.Text == "" {
		c.skip(noWords)
		return
	}
	c.emit(m)
}
