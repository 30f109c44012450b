package generate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// The records that an office keeps beside the exports: the pages of its site, the editorial log, the events, other
// town halls' public figures, and its own answers to citizens. They are made with dice of their own, so that the
// exports do not change when a record does.

// A made is a post as the office's own records would know it.
type made struct {
	network, id, link string
	at                time.Time
	text              string
}

// published notes a post for the editorial log.
func (m *maker) published(network, id, link, text string, at time.Time) {
	m.made = append(m.made, made{network, id, link, at, text})
}

const clock = "02/01/2006 15:04"

// records writes the tables of registros/.
func (m *maker) records() {
	dice := rand.New(rand.NewPCG(20261031, 27))
	m.sitePages(dice)
	m.approvals(dice)
	m.eventList()
	m.peers()
}

// sitePages lists the pages that the posts link to. One in nine went up after its post, and one in fourteen is not in
// the list.
func (m *maker) sitePages(dice *rand.Rand) {
	rows := [][]string{{"url", "titulo", "fecha"}}
	for _, p := range m.made {
		_, link, ok := strings.Cut(p.text, "https://www.puertomarejada.gov.co/")
		if !ok || dice.IntN(14) == 0 {
			continue
		}
		title, _, _ := strings.Cut(p.text, ". Más información")
		at := p.at.Add(-time.Duration(15+dice.IntN(600)) * time.Minute)
		if dice.IntN(9) == 0 {
			at = p.at.Add(time.Duration(10+dice.IntN(180)) * time.Minute)
		}
		rows = append(rows, []string{"https://www.puertomarejada.gov.co/" + link, title, at.Format(clock)})
	}
	m.files["registros/sitio.csv"] = csvFile(rows, ';')
}

// approvals is the editorial log: most posts stand in it before they went out, some after, some not at all.
func (m *maker) approvals(dice *rand.Rand) {
	rows := [][]string{{"red", "id_publicacion", "enlace", "aprobado_por", "fecha"}}
	for _, p := range m.made {
		fate := dice.IntN(20)
		if fate == 0 {
			continue
		}
		at := p.at.Add(-time.Duration(30+dice.IntN(2000)) * time.Minute)
		if p.network == "YouTube" || p.network == "LinkedIn" { // of which only the day is known
			at = p.at.AddDate(0, 0, -1)
		} else if fate == 1 {
			at = p.at.Add(time.Duration(20+dice.IntN(300)) * time.Minute)
		}
		by := "Jefatura de Comunicaciones"
		if fate == 2 {
			by = "Despacho del alcalde"
		}
		rows = append(rows, []string{p.network, p.id, p.link, by, at.Format(clock)})
	}
	m.files["registros/aprobaciones.csv"] = csvFile(rows, ';')
}

// An occasion is an event of the town with the posts that cover it. Posts take the place of others of the month, by
// their number in the export.
type occasion struct {
	name, word             string
	start, end             time.Time
	planned, done, viewers string
	posts                  []coverage
}

type coverage struct {
	number int
	at     time.Time
	text   string
}

func on(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2026, month, day, hour, minute, 0, 0, bogota)
}

var occasions = []occasion{
	{name: "Feria del Mar", word: "#FeriaDelMar", start: on(8, 15, 16, 0), end: on(8, 15, 21, 0), planned: "Sí", done: "Sí", viewers: "412", posts: []coverage{
		{11, on(8, 15, 16, 18), "Comenzó la #FeriaDelMar en el muelle. Los esperamos hasta las 9 p. m."},
		{23, on(8, 15, 21, 35), "Así cerró la #FeriaDelMar, en paz y con el muelle lleno"}}},
	{name: "Entrega de la cancha de Caracolí", word: "#CanchaCaracolí", start: on(9, 12, 10, 0), end: on(9, 12, 12, 0), planned: "No", done: "No", posts: []coverage{
		{11, on(9, 12, 12, 40), "Quedó lista la cancha de Caracolí #CanchaCaracolí"}}},
	{name: "Festival de Tambores", word: "#FestivalDeTambores", start: on(10, 24, 18, 0), end: on(10, 24, 23, 0), planned: "Sí", done: "Sí", viewers: "1380", posts: []coverage{
		{11, on(10, 24, 18, 12), "Arrancó el #FestivalDeTambores en el malecón. Véalo también en directo"},
		{23, on(10, 24, 23, 25), "Cerramos el #FestivalDeTambores con saldo en paz. Gracias, Puerto Marejada"}}},
	{name: "Rendición de cuentas del tercer trimestre", word: "#RendiciónMarejada", start: on(10, 15, 9, 0), end: on(10, 15, 11, 0), planned: "Sí", done: "No", posts: []coverage{
		{14, on(10, 15, 9, 8), "En este momento, rendición de cuentas del tercer trimestre en el teatro municipal #RendiciónMarejada"}}},
	{name: "Jornada de adopción de mascotas", word: "#AdopteMarejada", start: on(10, 10, 8, 0), end: on(10, 10, 12, 0)},
}

// covers is the text and instant of the post of that number when it covers an event of the month.
func covers(first time.Time, number int) (coverage, bool) {
	for _, o := range occasions {
		for _, c := range o.posts {
			if c.number == number && c.at.Month() == first.Month() {
				return c, true
			}
		}
	}
	return coverage{}, false
}

func (m *maker) eventList() {
	rows := [][]string{{"evento", "inicio", "fin", "redes", "palabras", "transmision_prevista", "transmision_hecha", "espectadores"}}
	for _, o := range occasions {
		rows = append(rows, []string{o.name, o.start.Format(clock), o.end.Format(clock), "", o.word, o.planned, o.done, o.viewers})
	}
	m.files["registros/eventos.csv"] = csvFile(rows, ';')
}

// peers are what the pages of two invented town halls show to anybody.
func (m *maker) peers() {
	rows := [][]string{{"entidad", "red", "mes", "seguidores", "publicaciones", "interacciones"}}
	for i, month := range months {
		name := fmt.Sprintf("%d-%02d", month.year, month.month)
		for _, p := range []struct {
			name, network                  string
			followers, posts, interactions int
		}{
			{"Alcaldía de Bahía Linda", "Facebook", 96_400 + i*730, 61 + i*2, 14_200 + i*610},
			{"Alcaldía de Bahía Linda", "Instagram", 52_300 + i*910, 48 - i, 9_800 + i*420},
			{"Alcaldía de San Telmo del Río", "Facebook", 131_900 - i*240, 39 + i, 11_050 - i*380},
			{"Alcaldía de San Telmo del Río", "Instagram", 38_700 + i*350, 33 + i*3, 5_240 + i*190},
		} {
			rows = append(rows, []string{p.name, p.network, name, itoa(p.followers), itoa(p.posts), itoa(p.interactions)})
		}
	}
	m.files["registros/comparativo.csv"] = csvFile(rows, ';')
}

// An answer is what the office replied to a mention.
type answer struct {
	at   time.Time
	text string
}

var answers = []string{
	"Hola, gracias por escribirnos. Su reporte quedó en turno con la dependencia encargada.",
	"Buen día. Para darle trámite, por favor radique su solicitud en la Ventanilla PQRSD.",
	"Hola. El equipo técnico visita la zona esta semana; le contamos por aquí.",
	"Gracias por avisarnos. Ya lo trasladamos a la empresa prestadora del servicio.",
	"Buenas tardes. El horario de atención es de lunes a viernes, de 8 a. m. a 5 p. m.",
}

// answerTo is the office's reply to a mention, if it gives one: to half of the questions, and to few of the others.
// Nobody answers outside of office hours: what comes in then waits for the next morning.
func answerTo(dice *rand.Rand, first time.Time, s said) (answer, bool) {
	chance := dice.IntN(100)
	after := time.Duration(6+dice.IntN(50)+dice.IntN(4)*dice.IntN(90)) * time.Minute
	text := pick(dice, answers)
	if s.who.handle == officeHandle || strings.HasPrefix(s.text, "RT ") || chance >= 14 && (chance >= 52 || !strings.ContainsRune(s.text, '?')) {
		return answer{}, false
	}
	at := s.at.In(bogota).Add(after)
	for at.Hour() < 8 || at.Hour() >= 17 || at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
		morning := time.Date(at.Year(), at.Month(), at.Day(), 8, 0, 0, 0, bogota)
		if at.Hour() >= 8 {
			morning = morning.AddDate(0, 0, 1)
		}
		at = morning.Add(after % time.Hour)
	}
	return answer{at, text}, at.Month() == first.Month()
}
