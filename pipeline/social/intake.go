package social

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
)

// A Reason says why a row was rejected. Each has a sentence for the office in ReasonText.
type Reason string

// The reasons to reject a row.
const (
	BadDate      Reason = "bad_date"
	BadNumber    Reason = "bad_number"
	BadRow       Reason = "bad_row" // too few or too many fields, broken quotes
	NoID         Reason = "no_id"
	NoText       Reason = "no_text"
	NoNetwork    Reason = "no_network"
	NoAccount    Reason = "no_account"
	NoDate       Reason = "no_date"
	TooLong      Reason = "too_long"
	BadEncoding  Reason = "bad_encoding"
	BadJSON      Reason = "bad_json"
	DamagedCell  Reason = "damaged_cell"  // a spreadsheet turned a number into a date
	ErrorMessage Reason = "error_message" // an API page that carries an error
)

// ReasonText says each reason in the office's words.
var ReasonText = map[Reason]string{
	BadDate:      "La fecha no se entiende",
	BadNumber:    "El número no se entiende",
	BadRow:       "La fila no tiene la forma de las demás",
	NoID:         "Falta el identificador",
	NoText:       "Falta el texto",
	NoNetwork:    "No se sabe de qué red es",
	NoAccount:    "No se sabe de qué cuenta es",
	NoDate:       "Falta la fecha",
	TooLong:      "El contenido es demasiado largo",
	BadEncoding:  "La codificación del texto está dañada",
	BadJSON:      "El JSON está dañado",
	DamagedCell:  "Excel convirtió el valor en otra cosa",
	ErrorMessage: "La página trae un mensaje de error de la red",
}

// A Reject is a row that was not understood: a record like any other, counted, stored and shown.
type Reject struct {
	From   Origin
	Reason Reason
	Column string // header of the offending cell; empty when the row as a whole is bad
	Value  string // the offending value, cut to 200 characters
	Detail string // Spanish: what was expected and what to do
	Raw    string // the row as read, cut to 2,000 characters
	Format string
}

// Source says which row was rejected.
func (r *Reject) Source() Origin { return r.From }

// String says it all on one line, in Spanish: where, what is wrong, in which cell, what to do.
func (r *Reject) String() string {
	cell := ""
	if r.Column != "" {
		cell = " (columna «" + r.Column + "»"
		if r.Value != "" {
			cell += ": «" + r.Value + "»"
		}
		cell += ")"
	}
	return r.From.String() + ": " + ReasonText[r.Reason] + cell + ". " + r.Detail
}

// A Skip is a row that was understood and is no data: a total, a repeated header, a blank line inside a table.
type Skip struct {
	From   Origin
	Reason string // Spanish: "fila de totales", "encabezado repetido"
}

// Source says which row was skipped.
func (s *Skip) Source() Origin { return s.From }

// An Intake says what became of the rows of one file in the run of one month. It adds up:
// Read = Kept + Duplicate + OtherMonth + Excluded + Rejected.
type Intake struct {
	File       string   `json:"file"`
	SHA256     string   `json:"sha256"`
	Format     string   `json:"format"` // empty when nothing recognised it
	Network    Network  `json:"network,omitempty"`
	Account    string   `json:"account,omitempty"`
	Read       int      `json:"read"`
	Kept       int      `json:"kept"`
	Duplicate  int      `json:"duplicate"`
	OtherMonth int      `json:"other_month"`
	Excluded   int      `json:"excluded"` // totals and headers, own posts among mentions, shares, spam, other languages, empty texts
	Rejected   int      `json:"rejected"`
	From       Date     `json:"from,omitzero"` // first and last day that the kept and other-month rows cover;
	To         Date     `json:"to,omitzero"`   // zero when there is none
	Notes      []string `json:"notes,omitempty"`
	Declined   string   `json:"declined,omitempty"` // Spanish: why the file was recognised and left out; empty when it was read
}

// Balanced says whether every row read is accounted for.
func (i Intake) Balanced() bool {
	return i.Read == i.Kept+i.Duplicate+i.OtherMonth+i.Excluded+i.Rejected
}

// apiFolder is the folder of the inbox that holds the pages of the networks' APIs, hundreds in a month.
const apiFolder = "api/"

// ByTake is a list of inputs as people want to read it: the pages of each folder below api/ are one input that adds up
// like them, under the name of the folder with a slash at its end. Its hash changes when a page does, or their number.
func ByTake(inputs []Intake) []Intake {
	var out []Intake
	at := map[string]int{}
	for _, in := range inputs {
		if !strings.HasPrefix(in.File, apiFolder) {
			out = append(out, in)
			continue
		}
		folder := path.Dir(in.File) + "/"
		i, seen := at[folder]
		if !seen {
			i = len(out)
			at[folder] = i
			out = append(out, Intake{File: folder, Format: in.Format, Network: in.Network, Account: in.Account})
		}
		sum := &out[i]
		hash := sha256.Sum256([]byte(sum.SHA256 + in.File + in.SHA256))
		sum.SHA256 = hex.EncodeToString(hash[:])
		sum.Read += in.Read
		sum.Kept += in.Kept
		sum.Duplicate += in.Duplicate
		sum.OtherMonth += in.OtherMonth
		sum.Excluded += in.Excluded
		sum.Rejected += in.Rejected
	}
	return out
}
