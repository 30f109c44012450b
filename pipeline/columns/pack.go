package columns

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"pulso/pipeline/social"
)

// judged are the columns of mentions that say what pulso makes of them, as against what the source said.
var judged = []string{"is_own_account", "lang", "status", "duplicate_of", "sentiment", "score", "sentiment_confidence",
	"scored_by", "intent", "irony", "terms", "target", "topic", "dependency", "sentiment_final", "sentiment_by",
	"lexicon_version", "dedup_key"}

// source is the table of what the source said of a mention.
var source = newTable(slices.DeleteFunc(slices.Clone(Mentions.columns),
	func(c column[scored]) bool { return slices.Contains(judged, c.name) })...)

// A Pack holds many mentions, as read, in record batches: about a third of what they take as Go values, and nothing
// in it for the garbage collector to follow. It is filled first and read after.
type Pack struct {
	building *array.RecordBuilder
	batches  []arrow.Record
	pending  int
	id       int // place of the id's column
	at       []int
	row      scored
}

// NewPack is an empty Pack.
func NewPack() *Pack {
	p := &Pack{building: array.NewRecordBuilder(memory.DefaultAllocator, source.schema), id: source.schema.FieldIndices("mention_id")[0]}
	for i := range source.columns {
		p.at = append(p.at, i)
	}
	return p
}

// Append adds a mention; its number is how many were added before.
func (p *Pack) Append(m *social.Mention) {
	p.row.Mention = *m
	source.append(p.building, &p.row)
	if p.pending++; p.pending == batchRows {
		p.Seal()
	}
}

// Seal ends the filling: what was appended can be read.
func (p *Pack) Seal() {
	if p.pending > 0 {
		p.batches = append(p.batches, p.building.NewRecord())
		p.pending = 0
	}
}

// At is the i-th mention, with strings of its own. Any number of goroutines may ask.
func (p *Pack) At(i int) social.Mention {
	var v scored
	source.fill(p.batches[i/batchRows], p.at, i%batchRows, &v)
	return v.Mention
}

// ID is the id of the i-th mention, empty where it has none. It shares the Pack's memory.
func (p *Pack) ID(i int) string {
	cells := p.batches[i/batchRows].Column(p.id).(*array.String)
	if cells.IsNull(i % batchRows) {
		return ""
	}
	return cells.Value(i % batchRows)
}
