package fetch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// maxPage bounds an answer: package ingest reads values of up to 8 MB, the request beside the page included.
const maxPage = 7 << 20

// A request is what was asked, as it stands beside the answer. It never holds a token.
type request struct {
	Network   social.Network `json:"network"`
	Account   string         `json:"account"` // as the configuration names it
	Endpoint  string         `json:"endpoint"`
	Subject   string         `json:"subject,omitempty"` // id of the post or the comment that the page is about
	URL       string         `json:"url"`
	Status    int            `json:"status"`
	Retrieved time.Time      `json:"retrieved_at"`
}

// A savedPage is a file of a take.
type savedPage struct {
	Request request         `json:"pulso"`
	Page    json.RawMessage `json:"page"`
}

// encode writes a page. The answer stands in it byte for byte; the brace on a line of its own tells readers that the
// document is spread over lines.
func (p *savedPage) encode() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("{\n\"pulso\": ")
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(p.Request); err != nil {
		return nil, err
	}
	b.Truncate(b.Len() - 1) // the line break of Encode
	b.WriteString(",\n\"page\": ")
	b.Write(bytes.TrimSpace(p.Page))
	b.WriteString("\n}\n")
	return b.Bytes(), nil
}

// readPage reads a page of a take; nil when there is none that is whole and answers the same request.
func readPage(path, asked string) (*savedPage, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("leyendo %s: %w", path, err)
	}
	var p savedPage
	if json.Unmarshal(raw, &p) != nil || p.Request.URL != asked || len(p.Page) == 0 {
		return nil, nil
	}
	return &p, nil
}

// struck is what stands where a token stood.
const struck = "(clave)"

// A secret strikes a token out of whatever is kept or said.
type secret struct{ token *regexp.Regexp }

// newSecret finds a token in every writing in which an answer may repeat it: as it is, escaped for an address or for
// JSON, or for both, as in the links of Meta.
func newSecret(token string) secret {
	var b strings.Builder
	for _, c := range []byte(token) {
		plain := regexp.QuoteMeta(string(rune(c)))
		if c == '/' { // the only sign that some writers of JSON escape although it need not be
			plain = `\\?/`
		}
		fmt.Fprintf(&b, `(?:%s|(?:%%|\\u0025)(?:25)*(?i:%02x)|\\u00(?i:%02x))`, plain, c, c)
	}
	return secret{regexp.MustCompile(b.String())}
}

// anyToken finds tokens by the parameter that carries them, be it another one than ours.
var anyToken = regexp.MustCompile(`((?:access_token|appsecret_proof|client_secret)(?:=|%3[Dd]|\\u003[Dd]))(?:[^&"'\\\s<>()]|\\/|\\u00(?i:25|2b|2f|3d))+`)

// strike is text without the token.
func (s secret) strike(text string) string {
	return anyToken.ReplaceAllString(s.token.ReplaceAllLiteralString(text, struck), "${1}"+struck)
}
