package reports

import (
	"cmp"
	"fmt"
	"slices"

	"pulso/lexicon/asking"
	"pulso/pipeline/social"
)

// The terms of Ley 1755 de 2015, in working days from the day after reception.
const (
	termGeneral     = 15
	termInformation = 10
	termOpinion     = 30 // consultas: the entity's opinion on matters in its charge
	termForward     = 5  // to send to the competent authority
)

// A Proposal is a mention that may be a petition, for a person to decide.
type Proposal struct {
	Key          string
	Network      social.Network
	On           social.Date
	Text         string // masked
	Type         string
	Reason       string // why it is proposed, in Spanish
	Respectful   string // the three tests of T-230/20, each «sí», «no» or «por revisar»
	Asks         string
	Identifiable string
	Topic        string
	Dependency   string
	Forward, Due social.Date
	Petition     // what the office decided and did; zero until it does
}

// term is how many working days a request of that type has.
func term(kind string) int {
	switch kind {
	case string(asking.Information):
		return termInformation
	case string(asking.Opinion):
		return termOpinion
	}
	return termGeneral
}

// insulting is the weight from which a term makes a person check whether the mention is respectful.
const insulting = -4

// Asked is what a mention asks of the entity: it has the words of a request with an object, and it goes to the entity, its
// head or a dependency. Who complains to the air asks for nothing, and what is asked of others is theirs. Where no targets
// are configured nobody can tell to whom it goes, and the words decide alone.
func (o *Office) Asked(m *social.Scored) (asking.Ask, bool) {
	if m.Status != social.Valid || m.Kind == social.KindNews || !o.Owns(m) {
		return asking.Ask{}, false
	}
	return asking.Find(m.Text)
}

// Owns says whether a mention is about the entity, its head or a dependency; true of every one where no targets are
// configured.
func (o *Office) Owns(m *social.Scored) bool {
	return len(o.Targets) == 0 || slices.ContainsFunc(o.Targets, func(t Target) bool { return t.Name == m.Target && t.Kind == "own" })
}

// PetitionType is the probable type of what a mention asks for; empty when it asks for nothing.
func (o *Office) PetitionType(m *social.Scored) string {
	ask, _ := o.Asked(m)
	return string(ask.Kind)
}

// doing says what each kind of request does, for the reason of a proposal.
var doing = map[asking.Kind]string{
	asking.Complaint: "presenta una queja", asking.Claim: "presenta un reclamo", asking.Denunciation: "denuncia", asking.Opinion: "pide un concepto",
	asking.Request: "pide que la entidad haga algo", asking.Information: "pide información", asking.Suggestion: "propone algo",
}

// propose is the proposal of a mention; false when it asks for nothing and nobody decided on it.
func (in *Input) propose(m *social.Scored, official func(string) bool, decided bool) (Proposal, bool) {
	ask, ok := in.Office.Asked(m)
	if !ok && !decided {
		return Proposal{}, false
	}
	on := social.DateOf(m.PublishedAt, in.Zone)
	p := Proposal{
		Key: m.Key, Network: m.Network, On: on, Text: Mask(m.Text, official, m.AuthorName, m.AuthorHandle), Type: string(ask.Kind),
		Reason: "está en el registro de la oficina", Respectful: "sí", Asks: "sí", Identifiable: "no",
		Topic: m.Topic, Dependency: m.Dependency,
		Forward: AddWorkdays(on, termForward), Due: AddWorkdays(on, term(string(ask.Kind))),
	}
	if ok {
		p.Reason = fmt.Sprintf("%s: «%s»", doing[ask.Kind], ask.Cue)
	}
	if m.TargetRule != "" {
		p.Reason += fmt.Sprintf("; va hacia %s: %s", m.Target, TargetReason(m))
	}
	if slices.ContainsFunc(m.Terms, func(t social.Term) bool { return t.Weight <= insulting }) {
		p.Respectful = "por revisar"
	}
	if !ok || ask.Wish {
		p.Asks = "por revisar"
	}
	if m.AuthorHandle != "" || m.AuthorID != "" || m.AuthorName != "" {
		p.Identifiable = "por revisar"
	}
	return p, true
}

// proposing gathers the probable petitions of the input's month in one pass.
type proposing struct {
	in       *Input
	official func(string) bool
	decided  map[string]Petition // by the mention's key; those that were met are taken out
	found    []Proposal
}

func newProposing(in *Input) proposing {
	p := proposing{in: in, official: in.Office.Official(), decided: map[string]Petition{}}
	for _, d := range in.Petitions {
		p.decided[d.Key] = d
	}
	return p
}

func (p *proposing) add(m *social.Scored) {
	if m.Status != social.Valid {
		return
	}
	decision, met := p.decided[m.Key]
	one, ok := p.in.propose(m, p.official, met)
	if !ok {
		return
	}
	one.Petition = decision
	delete(p.decided, one.Key)
	p.found = append(p.found, one)
}

// proposals are what was gathered with what the office decided of each, by date; then those of other months that the
// office still has open.
func (p *proposing) proposals() []Proposal {
	slices.SortFunc(p.found, func(x, y Proposal) int { return cmp.Or(x.On.Compare(y.On), cmp.Compare(x.Key, y.Key)) })
	for _, d := range p.in.Petitions {
		if _, here := p.decided[d.Key]; here && !d.ReceivedOn.IsZero() && d.ClosedOn.IsZero() {
			p.found = append(p.found, Proposal{Key: d.Key, On: d.ReceivedOn, Type: d.Type, Reason: "abierta desde otro mes", Respectful: "por revisar", Asks: "por revisar", Identifiable: "por revisar",
				Forward: AddWorkdays(d.ReceivedOn, termForward), Due: AddWorkdays(d.ReceivedOn, term(d.Type)), Petition: d})
		}
	}
	return p.found
}

// Decisions of the office on a proposal.
const (
	IsPetition   = "es petición"
	IsNoPetition = "no es petición"
)

// OnTime is A03: of the petitions confirmed by the office whose term ended in the month, those closed within it.
func (in *Input) OnTime() (closed, due int) {
	for _, p := range in.Petitions {
		if p.Decision != IsPetition || p.ReceivedOn.IsZero() {
			continue
		}
		last := AddWorkdays(p.ReceivedOn, term(p.Type))
		if last.InMonth() != in.Current.Month {
			continue
		}
		due++
		if !p.ClosedOn.IsZero() && p.ClosedOn.Compare(last) <= 0 {
			closed++
		}
	}
	return closed, due
}

// SayOnTime is A03 in words; empty when the office keeps no register.
func (in *Input) SayOnTime() string {
	if in.Petitions == nil {
		return ""
	}
	closed, due := in.OnTime()
	if due == 0 {
		return "Ninguna petición confirmada vencía en el mes."
	}
	text := fmt.Sprintf("De %s en el mes, en término se cerraron %s", Plural(due, "petición confirmada que vencía", "peticiones confirmadas que vencían"), Fixed(float64(closed), 0))
	if v := Share(closed, due, "peticiones"); v.OK {
		text += " (" + v.String() + ")"
	}
	return text + "."
}

// PetitionTable counts proposals by type, with where each stands at the end of the month.
func PetitionTable(id string, list []Proposal, m social.Month) *Table {
	t := &Table{
		ID: id, Title: "Peticiones probables por tipo y estado del término", Sheet: "Peticiones",
		Columns: []Column{{Title: "Tipo probable", Width: 0.2}, {Title: "Propuestas", Right: true}, {Title: "Confirmadas", Right: true}, {Title: "Descartadas", Right: true}, {Title: "Por decidir", Right: true}, {Title: "Fecha límite propuesta ya pasada, sin decidir o sin cerrar", Right: true, Width: 0.22}},
		Empty:   "Ninguna mención válida del mes parece una petición.",
		Notes:   []string{"Se proponen las menciones hacia la entidad que piden algo con palabras de pedir (una solicitud, una orden, una pregunta por un trámite, una queja presentada como tal); quejarse no es pedir. Una persona decide: mientras nadie la confirme, una propuesta no es una petición ni su fecha un término legal incumplido (T-230 de 2020: respetuosa, que sea petición, con autor identificable). Términos de la Ley 1755 de 2015 en días hábiles desde el siguiente al recibo: 15 general, 10 información, 30 consulta, 5 para trasladar."},
	}
	last := social.Date{Year: m.Year, Month: m.Month, Day: m.Days()}
	counts := map[string]*[5]int{}
	var order []string
	for _, p := range list {
		kind := cmp.Or(p.Petition.Type, p.Type, "sin tipo")
		c := counts[kind]
		if c == nil {
			c = &[5]int{}
			counts[kind] = c
			order = append(order, kind)
		}
		c[0]++
		switch p.Decision {
		case IsPetition:
			c[1]++
		case IsNoPetition:
			c[2]++
		default:
			c[3]++
		}
		if p.Decision != IsNoPetition && p.ClosedOn.IsZero() && p.Due.Compare(last) < 0 {
			c[4]++
		}
	}
	slices.SortFunc(order, func(x, y string) int { return cmp.Or(-cmp.Compare(counts[x][0], counts[y][0]), cmp.Compare(x, y)) })
	for _, kind := range order {
		cells := []Cell{{Text: kind}}
		for _, n := range counts[kind] {
			v := Int(n)
			cells = append(cells, Cell{Value: &v})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// PetitionSheet is the sheet Peticiones. Its last seven columns are the office's to edit.
func PetitionSheet(list []Proposal) Sheet {
	var rows Rows
	for _, p := range list {
		network := ""
		if p.Network != "" {
			network = p.Network.Title()
		}
		rows = append(rows, []Datum{p.Key, TextCell(network), DateCell(p.On), TextCell(p.Text), TextCell(p.Type), p.Reason, p.Respectful, p.Asks, p.Identifiable, TextCell(p.Topic), TextCell(p.Dependency),
			DateCell(p.Forward), DateCell(p.Due), TextCell(p.Decision), TextCell(p.Petition.Type), DateCell(p.ForwardedOn), TextCell(p.Filing), DateCell(p.ClosedOn), TextCell(p.State)})
	}
	return Sheet{
		Name: "Peticiones", Table: "Peticiones", Freeze: true, Rows: rows.All(),
		Purpose: "Para editar: peticiones probables con su término en días hábiles, y lo que la oficina decidió e hizo con cada una.",
		Columns: []SheetColumn{
			{Name: "id_mencion", Doc: "Clave de la mención.", Type: ID, Width: 30},
			{Name: "red", Doc: "Red social.", Type: Text, Width: 14},
			{Name: "fecha", Doc: "Día de recibo.", Type: DateOnly},
			{Name: "texto_enmascarado", Doc: "Texto con las personas enmascaradas; vacío en las de otros meses.", Type: Text, Width: 80},
			{Name: "tipo_probable", Doc: "Tipo que propone el programa.", Type: Text},
			{Name: "por_que", Doc: "Por qué se propone: qué palabras piden y por qué va hacia la entidad.", Type: Text, Width: 36},
			{Name: "respetuosa", Doc: "Prueba de la T-230 de 2020: sí o por revisar.", Type: Text, Width: 14},
			{Name: "pide_algo", Doc: "Prueba de la T-230 de 2020: sí o por revisar.", Type: Text, Width: 14},
			{Name: "autor_identificable", Doc: "Prueba de la T-230 de 2020: por revisar o no.", Type: Text, Width: 18},
			{Name: "tema", Doc: "Tema; vacío si no se reconoce.", Type: Text},
			{Name: "dependencia", Doc: "Dependencia que respondería.", Type: Text},
			{Name: "trasladar_antes_de", Doc: "Último día hábil para trasladarla a la autoridad competente.", Type: DateOnly, Width: 18},
			{Name: "vence", Doc: "Último día hábil del término, según el tipo probable.", Type: DateOnly},
			{Name: "decision", Doc: "De la lista: es petición o no es petición; vacío mientras no se decida.", Type: Text},
			{Name: "tipo_decidido", Doc: "Tipo que decidió la oficina, de la lista; vacío si es el probable.", Type: Text},
			{Name: "trasladada_el", Doc: "Día en que se trasladó.", Type: DateOnly},
			{Name: "radicado", Doc: "Número de la Ventanilla PQRSD.", Type: ID, Width: 18},
			{Name: "cerrada_el", Doc: "Día en que se respondió o cerró.", Type: DateOnly},
			{Name: "estado", Doc: "De la lista: abierta, trasladada o cerrada.", Type: Text},
		},
		Lists: []DropDown{
			{Column: 13, Values: []string{IsPetition, IsNoPetition}, Rows: max(len(rows), 1)},
			{Column: 14, Values: []string{"petición", "información", "consulta", "queja", "reclamo", "sugerencia", "denuncia"}, Rows: max(len(rows), 1)},
			{Column: 18, Values: []string{"abierta", "trasladada", "cerrada"}, Rows: max(len(rows), 1)},
		},
	}
}
