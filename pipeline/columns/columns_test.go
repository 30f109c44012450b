package columns

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// checked is an allocator that fails the test when something was not released.
func checked(t *testing.T) *memory.CheckedAllocator {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	t.Cleanup(func() { mem.AssertSize(t, 0) })
	return mem
}

func rows[T any](all ...*T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// roundTrip writes and reads rows and wants them back as they were.
func roundTrip[T any](t *testing.T, table *Table[T], all ...*T) {
	t.Helper()
	mem := checked(t)
	var b bytes.Buffer
	if err := table.write(&b, rows(all...), mem); err != nil {
		t.Fatal(err)
	}
	i := 0
	for got, err := range table.read(&b, mem) {
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, all[i]) {
			t.Fatalf("row %d:\n got %+v\nwant %+v", i, got, all[i])
		}
		i++
	}
	if i != len(all) {
		t.Errorf("got %d rows, want %d", i, len(all))
	}
}

var (
	oct3 = time.Date(2026, 10, 3, 4, 5, 6, 789000, time.UTC)
	day3 = social.Date{Year: 2026, Month: time.October, Day: 3}
	from = social.Origin{File: "x/a.csv", Part: "Hoja1", Line: 7}
)

func full(n int) *social.Scored {
	return &social.Scored{
		Mention: social.Mention{From: from, Network: social.X, ID: fmt.Sprint(n), IDDamaged: true, Kind: social.KindReply,
			ParentID: "7", TargetAccount: "alcaldia", AuthorID: "9", AuthorHandle: "vecina", AuthorName: "Vecina Inventada",
			AuthorFollowers: social.Some[int64](0), Text: "¡Qué bacano!", RawText: "&iexcl;", Lang: "es-CO", PublishedAt: oct3,
			Precision: social.Second, DateFrom: "id", URL: "https://x.com/i/status/1", Likes: social.Some[int64](3),
			Replies: social.Some[int64](0), Shares: social.Some[int64](1), Views: social.Some[int64](900), Place: "Bonda",
			SourceSentiment: "positive", Format: "f"},
		Key: "x:1", Status: social.Valid, DuplicateOf: "x:0", Lang: "es", Sentiment: lexicon.Positive, Score: 0.5,
		Confidence: 0.75, Intent: "otro", Irony: true, ScoredBy: "lexicon",
		Terms: []social.Term{
			{Term: "bacano", Offset: 6, Length: 6, Weight: 2, Contribution: 2.5, Negated: true, Modifier: "qué ×1.25", Rule: "word", Regional: true},
			{Term: "!", Offset: 12, Length: 1, Rule: "emphasis"}},
		Target: "Alcaldía", Topic: "Playas", Dependency: "Turismo", Final: lexicon.Negative, FinalBy: "analyst", LexiconVersion: "l1",
	}
}

func TestRowsComeBackAsTheyWere(t *testing.T) {
	var mentions []*social.Scored
	for i := range batchRows + 3 { // two batches
		mentions = append(mentions, full(i))
	}
	mentions = append(mentions, &social.Scored{Mention: social.Mention{From: social.Origin{File: "a", Line: 1}, PublishedAt: oct3}, Key: "h:1", Status: social.Own})
	roundTrip(t, Mentions, mentions...)
	roundTrip(t, Mentions)
	roundTrip(t, Posts, &social.Post{From: from, Network: social.Facebook, AccountID: "1", AccountName: "a", ID: "001", IDDamaged: true,
		Permalink: "p", PublishedAt: oct3, Precision: social.Minute, DateFrom: "file", Type: social.TypeVideo, TypeReported: "Reel", Text: "t",
		TextTruncated: true, DurationS: social.Some(1.5), SnapshotAt: day3, Window: social.Lifetime, Views: social.Some[int64](0),
		Impressions: social.Some[int64](1), Reach: social.Some[int64](2), Reactions: social.Some[int64](3), Comments: social.Some[int64](4),
		Shares: social.Some[int64](5), Saves: social.Some[int64](6), Clicks: social.Some[int64](7), LinkClicks: social.Some[int64](8),
		Follows: social.Some[int64](9), VideoViews: social.Some[int64](10), WatchTimeS: social.Some(11.5), AvgWatchS: social.Some(12.5),
		EngagementReported: social.Some(13.5), RateReported: social.Some(0.5), DefinitionVersion: "v", Format: "f",
		Extra: map[string]string{"b": "2", "a": "1"}},
		&social.Post{From: from, PublishedAt: oct3})
	roundTrip(t, AccountMetrics, &social.AccountMetric{From: from, Network: social.X, AccountID: "1", AccountName: "a", Metric: social.Reach,
		Value: 0.1, ValueKind: social.Unique, Granularity: social.PerDay, Start: day3, End: day3, Zone: "z", ExportedAt: day3,
		DefinitionVersion: "v", Note: "n", Format: "f"})
	roundTrip(t, Audience, &social.Audience{From: from, Network: social.X, AccountID: "1", AccountName: "a", Snapshot: day3, Base: "b",
		Dimension: "d", Key: "k", Value: 1, Unit: "percent", Format: "f"})
	roundTrip(t, Rejects, &social.Reject{From: from, Reason: social.BadDate, Column: "c", Value: "v", Detail: "d", Raw: "r", Format: "f"})
	roundTrip(t, Intake, &social.Intake{File: "f", SHA256: "s", Format: "x", Network: social.X, Account: "a", Read: 6, Kept: 1, Duplicate: 2,
		OtherMonth: 1, Excluded: 1, Rejected: 1, From: day3, To: day3, Notes: []string{"uno", "dos"}, Declined: "d"})
}

// arrowNames says how each Parquet type of the store is called in Arrow.
var arrowNames = map[string]string{
	"STRING": "utf8", "BOOLEAN": "bool", "INT(64,true)": "int64", "INT64": "int64", "INT(32,true)": "int32", "DOUBLE": "float64",
	"DATE": "date32", "TIMESTAMP(isAdjustedToUTC=true,unit=MICROS)": "timestamp[us, tz=UTC]", "LIST": "list",
}

func TestArrowAndParquetAgree(t *testing.T) {
	for table, schema := range map[string]*arrow.Schema{
		store.Mentions: Mentions.Schema(), store.Posts: Posts.Schema(), store.AccountMetrics: AccountMetrics.Schema(),
		store.Audience: Audience.Schema(), store.Rejects: Rejects.Schema(), store.Intake: Intake.Schema(),
	} {
		parquet := store.Schema(table)
		if len(parquet) != schema.NumFields() {
			t.Errorf("%s: %d columns in Parquet, %d in Arrow", table, len(parquet), schema.NumFields())
			continue
		}
		for i, want := range parquet {
			got := schema.Field(i)
			kind := got.Type.String()
			if got.Type.ID() == arrow.LIST {
				kind = "list"
			}
			if got.Name != want.Name || kind != arrowNames[want.Type] || got.Nullable != want.Nullable {
				t.Errorf("%s, column %d: Parquet has %+v, Arrow has %s %s nullable %t", table, i, want, got.Name, kind, got.Nullable)
			}
		}
	}
}

// foreign is an IPC stream of one batch made by other hands: columns of many types, a dictionary, and one that
// Annotate replaces.
func foreign(t *testing.T, mem memory.Allocator, batches int, texts ...string) []byte {
	t.Helper()
	dict := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	meta := arrow.NewMetadata([]string{"origen"}, []string{"prueba"})
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "id", Type: arrow.PrimitiveTypes.Uint64},
		{Name: "score", Type: arrow.BinaryTypes.String},
		{Name: "text", Type: arrow.BinaryTypes.LargeString, Nullable: true},
		{Name: "red", Type: dict},
		{Name: "valor", Type: &arrow.Decimal128Type{Precision: 20, Scale: 2}},
		{Name: "partes", Type: arrow.ListOf(arrow.StructOf(arrow.Field{Name: "a", Type: arrow.PrimitiveTypes.Float32}))},
	}, &meta)
	b := array.NewRecordBuilder(mem, schema)
	defer b.Release()
	var buf bytes.Buffer
	w := ipc.NewWriter(&buf, ipc.WithSchema(schema), ipc.WithAllocator(mem))
	for range batches {
		for i, s := range texts {
			b.Field(0).(*array.Uint64Builder).Append(uint64(i) + 1<<60)
			b.Field(1).(*array.StringBuilder).Append("de otro programa")
			if s == "" {
				b.Field(2).AppendNull()
			} else {
				b.Field(2).(*array.LargeStringBuilder).Append(s)
			}
			if err := b.Field(3).(*array.BinaryDictionaryBuilder).AppendString([]string{"x", "facebook"}[i%2]); err != nil {
				t.Fatal(err)
			}
			b.Field(4).(*array.Decimal128Builder).Append(decimal128.FromI64(int64(i)))
			l := b.Field(5).(*array.ListBuilder)
			l.Append(true)
			l.ValueBuilder().(*array.StructBuilder).Append(true)
			l.ValueBuilder().(*array.StructBuilder).FieldBuilder(0).(*array.Float32Builder).Append(float32(i))
		}
		rec := b.NewRecord()
		if err := w.Write(rec); err != nil {
			t.Fatal(err)
		}
		rec.Release()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func shout(texts []string) []Verdict {
	verdicts := make([]Verdict, len(texts))
	for i, s := range texts {
		verdicts[i] = Verdict{Sentiment: "neutral", Score: float64(len(s)), Confidence: 0.5, LexiconVersion: "l1",
			Terms: []social.Term{{Term: strings.Clone(s), Rule: "word"}}}
	}
	return verdicts
}

func TestAnnotateKeepsWhatItDoesNotKnow(t *testing.T) {
	mem := checked(t)
	var out bytes.Buffer
	if err := annotate(bytes.NewReader(foreign(t, mem, 2, "hola", "", "qué más")), &out, shout, mem); err != nil {
		t.Fatal(err)
	}
	in, err := ipc.NewReader(&out, ipc.WithAllocator(mem))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Release()
	var names []string
	for _, f := range in.Schema().Fields() {
		names = append(names, f.Name)
	}
	if got, want := strings.Join(names, " "), "id text red valor partes sentiment score confidence terms intent irony lexicon_version"; got != want {
		t.Errorf("columns: got %q, want %q", got, want)
	}
	if v, ok := in.Schema().Metadata().GetValue("origen"); !ok || v != "prueba" {
		t.Error("the schema's metadata were lost")
	}
	batches := 0
	for in.Next() {
		batches++
		b, err := in.Record().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`"id":1152921504606846978`, `"red":"facebook"`, `"partes":[{"a":2}]`, `"score":9`, `"text":null`, `"score":0`, `"term":"hola"`} {
			if !bytes.Contains(b, []byte(want)) {
				t.Errorf("batch %d has no %s: %s", batches, want, b)
			}
		}
	}
	if batches != 2 {
		t.Errorf("got %d batches, want 2", batches)
	}
}

func TestAnnotateRefusesWhatHasNoText(t *testing.T) {
	var other bytes.Buffer
	if err := AccountMetrics.Write(&other, rows[social.AccountMetric]()); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ give, want string }{
		"no text column": {other.String(), "falta la columna text"},
		"no stream":      {"id,text\n1,hola\n", "Arrow IPC"},
		"nothing":        {"", "Arrow IPC"},
	} {
		err := Annotate(strings.NewReader(c.give), new(bytes.Buffer), shout)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error that says %q", name, err, c.want)
		}
	}
}

func TestReadFindsColumnsByName(t *testing.T) {
	got := 0
	for m, err := range Mentions.Read(bytes.NewReader(foreign(t, memory.NewGoAllocator(), 1, "hola"))) {
		if err == nil {
			t.Fatalf("a text column of another type was read as %+v", m)
		}
		if !strings.Contains(err.Error(), "la columna text es de tipo large_utf8") {
			t.Errorf("got %v", err)
		}
		got++
	}
	if got != 1 {
		t.Errorf("got %d results, want one error", got)
	}
}

func TestWriteStopsAtAnErrorOfItsRows(t *testing.T) {
	broken := errors.New("se dañó")
	err := Mentions.Write(new(bytes.Buffer), func(yield func(*social.Scored, error) bool) {
		_ = yield(full(1), nil) && yield(nil, broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of the rows", err)
	}
}

func TestDamagedStreamsAreErrorsNotPanics(t *testing.T) {
	var whole, empty bytes.Buffer
	if err := errors.Join(Mentions.Write(&whole, rows(full(1), full(2))), Mentions.Write(&empty, rows[social.Scored]())); err != nil {
		t.Fatal(err)
	}
	try := func(stream []byte) (n int, err error) {
		for _, err := range Mentions.Read(bytes.NewReader(stream)) {
			if err != nil {
				return n, err
			}
			n++
		}
		return n, Annotate(bytes.NewReader(stream), new(bytes.Buffer), shout)
	}
	const end = 8               // length of the mark that ends a stream
	schema := empty.Len() - end // a stream may also end without the mark, between two messages
	for n := 0; n < whole.Len(); n += 7 {
		if rows, err := try(whole.Bytes()[:n]); err == nil {
			t.Errorf("a stream cut at byte %d of %d was read as %d whole rows", n, whole.Len(), rows)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		stream := bytes.Clone(whole.Bytes())
		stream[schema+r.IntN(len(stream)-schema)] = byte(r.IntN(256))
		try(stream) // what counts is that it returns
	}
}
