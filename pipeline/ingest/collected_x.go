package ingest

import (
	"encoding/json"

	"pulso/pipeline/social"
)

// Pages of version 2 of the X API as pulso collect saves them: read as in xapi.go, the request being beside the answer
// and not in it.

var readCollectedX = collectedReader("collect.x", map[string]func(*collected){
	"users":    xCollected,
	"tweets":   xCollected,
	"mentions": xCollected,
	"search":   xCollected,
})

func xCollected(c *collected) {
	var envelope xPage
	if json.Unmarshal(c.Page, &envelope) != nil {
		c.fail(social.BadJSON, c.Request.Endpoint, "", damagedPage, c.Page)
		return
	}
	if len(envelope.Data) == 0 && len(envelope.Errors) > 0 { // a refusal, although its status says otherwise
		c.refused()
		return
	}
	envelope.Twarc.URL, envelope.Twarc.RetrievedAt = c.Request.URL, c.Request.Retrieved.Format("2006-01-02T15:04:05Z07:00")
	x := xReader{page: c.page}
	x.envelope(&envelope, c.Page)
}
