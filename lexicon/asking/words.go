package asking

import "strings"

// orders are verbs in the form in which those who govern are told to do what only they can do. They come with and
// without a pronoun behind: «arreglen», «arréglenlo», «respóndannos».
var orders = strings.Fields(`
	arreglen tapen pavimenten reparen recojan limpien poden iluminen instalen señalicen fumiguen solucionen resuelvan
	respondan contesten atiendan cumplan actúen gestionen gobiernen inviertan sancionen multen controlen vigilen
	inspeccionen intervengan ayuden colaboren expliquen informen escuchen construyan canalicen destapen alumbren
	revisen manden envíen pongan coloquen hagan incluyan amplíen habiliten entreguen terminen reactiven restablezcan`)

var pronouns = []string{"", "lo", "la", "los", "las", "le", "les", "me", "nos", "noslo", "nosla"}

// Orders are the forms of all orders, folded: lower case, no accents.
var Orders = func() []string {
	var all []string
	for _, verb := range orders {
		for _, p := range pronouns {
			all = append(all, fold(verb)+p)
		}
	}
	return all
}()

var orderForms = set(strings.Join(Orders, " "))

var (
	// subordinators make of an order a time, a purpose or a doubt: «hasta que arreglen», «para que me atiendan».
	subordinators = set("cuando hasta para aunque mientras donde quienes porque antes si dudo impide impiden evitar permite permiten")
	denials       = set("no ni nunca sin")
	wishes        = set("ojala espero esperamos pido pedimos exijo exigimos solicito solicitamos quiero queremos quisiera quisieramos necesito necesitamos favor fa falta hora ruego rogamos urge")
)

// A formula asks in set words.
type formula struct {
	words []string
	said  string
	kind  Kind
	wish  bool
	asked bool // only in a question
}

var formulas = func() map[string][]formula {
	all := map[string][]formula{}
	add := func(kind Kind, wish, asked bool, list string) {
		for _, said := range strings.Split(list, "|") {
			said = strings.TrimSpace(said)
			words := strings.Fields(fold(said))
			all[words[0]] = append(all[words[0]], formula{words, said, kind, wish, asked})
		}
	}
	add(Complaint, false, false, `pongo la queja|pongo una queja|pongo mi queja|interpongo queja|presento queja|presento una queja|quiero poner una queja|quiero interponer una queja|me quejo formalmente`)
	add(Claim, false, false, `pongo un reclamo|presento reclamo|presento un reclamo|interpongo reclamo|reclamo formalmente|quiero hacer un reclamo|hago el reclamo`)
	add(Denunciation, false, false, `quiero denunciar|quisiera denunciar|denuncio|denunciamos|hago la denuncia|pongo la denuncia|pongo en conocimiento|ponemos en conocimiento`)
	add(Opinion, false, false, `emitir concepto|emita concepto|emitan concepto|solicito concepto|su concepto sobre`)
	add(Request, false, false, `derecho de petición|solicito|solicitamos|se solicita|pido a|pido que|pido el|pido la|les pido|le pido|pedimos a|pedimos que|les pedimos|le pedimos|exijo|exigimos|
		se exige|ruego|rogamos|les ruego|se ruega|se ruega respuesta|requerimos|necesito que|necesitamos que|necesitamos un|necesitamos una|necesitamos más|necesitamos ayuda|
		necesitamos solución|necesitamos presencia|necesitamos apoyo|necesitamos agua|necesitamos luz|necesitamos seguridad|quisiera que|quisiéramos que|hacemos un llamado|hago un llamado|
		les agradecería que|agradecería que|agradecería si|les agradecería|agradezco su colaboración|me pueden ayudar|nos pueden ayudar|me pueden colaborar|nos pueden colaborar|
		pueden enviar|pueden mandar|pueden arreglar|pueden revisar|pueden poner|pueden hacer algo con|podrían enviar|podrían mandar|podrían arreglar|podrían revisar|podrían poner|
		podrían limpiar|podrían quitar|podrían recoger|podrían ayudarme|podrían ayudarnos|me regalan|regálenme|regálennos|por favor incluyan|por fa incluyan|
		por favor pasen|por favor den|por favor tengan en cuenta`)
	add(Request, false, true, `sería posible|es posible que|podéis poner|podéis limpiar|podéis arreglar`)
	add(Information, false, false, `me pueden informar|me pueden decir|nos pueden informar|nos pueden decir|me podrían informar|me podrían decir|pueden informar|podrían informar|podrían decirme|
		podrían indicarme|me puede informar|me podría informar|quisiera saber|quiero saber|queremos saber|quisiera conocer|necesito saber|necesitamos saber|me gustaría saber|solicito información|
		solicitamos información|necesito información|necesitamos información|me informan|me indican|me confirman`)
	add(Suggestion, true, false, `sería bueno que|bueno sería que|estaría bien que|deberían|sugiero|sugerimos|propongo|proponemos|una sugerencia|como sugerencia|mi sugerencia`)
	return all
}()

// A question begins with words that wait for an answer.
type question struct {
	words []string
	said  string
}

var questions = func() map[string][]question {
	all := map[string][]question{}
	for _, said := range strings.Split(`cuándo|dónde|a dónde|en dónde|hasta qué hora|a qué hora|qué hora|qué horario|qué día|qué días|qué requisitos|qué documentos|qué trabajos|qué trámite|
		qué número|qué necesito|qué se necesita|qué debo|cómo hago|cómo se hace|cómo puedo|cómo podemos|cómo me inscribo|cómo es el proceso|cómo solicito|cómo accedo|cuál es|cuáles son|
		cuánto cuesta|cuánto vale|cuánto se demora|cuánto tiempo se demora|cuánto tiempo toma|quién atiende|quién es el encargado|con quién|para cuándo|desde cuándo empieza|hay entrada|hay inscripciones|hay cupos|
		hay servicio|hay pico|habrá|va a haber|ese programa|esa jornada|esa actividad|la jornada|el programa|las inscripciones|todavía hay|aún hay|se puede`, "|") {
		said = strings.TrimSpace(said)
		words := strings.Fields(fold(said))
		all[words[0]] = append(all[words[0]], question{words, said})
	}
	return all
}()

// asksNext are the words that follow an asking word also where it is written without its accent.
var asksNext = set(`es son esta estan empieza empiezan inicia inician abre abren sale salen llega llegan va van hay queda quedan puedo podemos pago pagan hago toca
	reparten entregan arreglan pavimentan tapan recogen atienden cierran vuelve vuelven comienza comienzan termina terminan cuesta vale`)

// rhetoric are words of questions that accuse, wonder, or ask the neighbours.
var rhetoric = []string{"hasta cuando", "desde cuando", "van a dejar", "piensan", "sera que", "acaso", "que pasa con", "que paso con", "alguien sabe", "alguien me", "nunca", "verguenza",
	"como es posible", "cuando sera", "se robaron", "donde esta la plata", "donde estan los", "donde esta el alcalde", "donde esta la alcaldesa", "cual es su", "cual es el problema"}

// abbreviations end in a point that ends no clause.
var abbreviations = set("sr sra dr dra cra cr kr cl cll av no num tel a p m etc art ing lic")

// idle are words without an object in them.
var idle = set(`que del las los una uno con por sus les nos hay mas muy eso ese esa son fue era sin ojo dia dos tres mil han ser voy van ver hoy asi sea algo esto esta este esos esas esas aqui alla ahora siempre favor gracias porfa porfavor todos todas todo toda ustedes usted nosotros mucho muchas muchos tanto pues como para
	desde hasta entre sobre hola buenas buenos dias tardes noches señores senores señor senor tambien solo mismo misma cuando donde porque algun alguna jajaja jaja urgente vecino vecina`)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[fold(w)] = true
	}
	return m
}
