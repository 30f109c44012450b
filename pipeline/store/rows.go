package store

import (
	"time"

	"pulso/pipeline/social"
)

// The row types below are the schema: a field is a column, its tag is the column's name and form. Pointers are
// columns where absent and zero differ. A string that is empty is stored as NULL, and NULL is read as empty.

type rejectRow struct {
	SourceName   string `parquet:"source_name,dict"`
	SourcePart   string `parquet:"source_part,optional,dict"`
	SourceRow    int64  `parquet:"source_row"`
	SourceFormat string `parquet:"source_format,optional,dict"`
	Reason       string `parquet:"reason,dict"`
	Column       string `parquet:"column,optional,dict"`
	Value        string `parquet:"value,optional"`
	Detail       string `parquet:"detail,optional"`
	Raw          string `parquet:"raw,optional"`
}

func (r *rejectRow) from(x *social.Reject) {
	*r = rejectRow{
		SourceName: x.From.File, SourcePart: x.From.Part, SourceRow: int64(x.From.Line), SourceFormat: x.Format,
		Reason: string(x.Reason), Column: x.Column, Value: x.Value, Detail: x.Detail, Raw: x.Raw,
	}
}

func (r *rejectRow) to() *social.Reject {
	return &social.Reject{
		From:   social.Origin{File: r.SourceName, Part: r.SourcePart, Line: int(r.SourceRow)},
		Reason: social.Reason(r.Reason), Column: r.Column, Value: r.Value, Detail: r.Detail, Raw: r.Raw,
		Format: r.SourceFormat,
	}
}

type intakeRow struct {
	File       string   `parquet:"source_name"`
	SHA256     string   `parquet:"sha256,optional,plain"`
	Format     string   `parquet:"source_format,optional,dict"`
	Network    string   `parquet:"network,optional,dict"`
	Account    string   `parquet:"account,optional,dict"`
	Read       int64    `parquet:"read"`
	Kept       int64    `parquet:"kept"`
	Duplicate  int64    `parquet:"duplicate"`
	OtherMonth int64    `parquet:"other_month"`
	Excluded   int64    `parquet:"excluded"`
	Rejected   int64    `parquet:"rejected"`
	From       *int32   `parquet:"first_day,optional,date"`
	To         *int32   `parquet:"last_day,optional,date"`
	Notes      []string `parquet:"notes,list"`
	Declined   string   `parquet:"declined,optional"`
}

func (r *intakeRow) from(x *social.Intake) {
	*r = intakeRow{
		File: x.File, SHA256: x.SHA256, Format: x.Format, Network: string(x.Network), Account: x.Account,
		Read: int64(x.Read), Kept: int64(x.Kept), Duplicate: int64(x.Duplicate),
		OtherMonth: int64(x.OtherMonth), Excluded: int64(x.Excluded), Rejected: int64(x.Rejected),
		From: days(x.From), To: days(x.To), Notes: x.Notes, Declined: x.Declined,
	}
}

func (r *intakeRow) to() *social.Intake {
	return &social.Intake{
		File: r.File, SHA256: r.SHA256, Format: r.Format, Network: social.Network(r.Network), Account: r.Account,
		Read: int(r.Read), Kept: int(r.Kept), Duplicate: int(r.Duplicate),
		OtherMonth: int(r.OtherMonth), Excluded: int(r.Excluded), Rejected: int(r.Rejected),
		From: date(r.From), To: date(r.To), Notes: append([]string(nil), r.Notes...), Declined: r.Declined,
	}
}

func ptr[T any](o social.Opt[T]) *T {
	if !o.OK {
		return nil
	}
	return &o.V
}

func opt[T any](p *T) social.Opt[T] {
	if p == nil {
		return social.Opt[T]{}
	}
	return social.Some(*p)
}

const secondsPerDay = 24 * 60 * 60

// days is the day as Parquet's DATE counts it: days since 1970-01-01; nil for no day.
func days(d social.Date) *int32 {
	if d.IsZero() {
		return nil
	}
	n := int32(d.Time().Unix() / secondsPerDay)
	return &n
}

func date(p *int32) social.Date {
	if p == nil {
		return social.Date{}
	}
	return social.DateOf(time.Unix(int64(*p)*secondsPerDay, 0), time.UTC)
}
