package pipeline

// This file is the grammar by which a text is about the administration without a word of the configuration: data, read
// by newResolver. Words are written as people say them; accents and capitals do not count when they are looked for.

// An officeForm is a way to speak of the administration or its head. It does not count before one of the words in
// unless, which make another thing of it: «la administración del conjunto», «el distrito militar».
type officeForm struct {
	words  string
	head   bool // of the mayor, not of the entity
	unless []string
}

var otherAdministration = []string{"del", "judicial", "nacional", "departamental", "pública", "anterior", "pasada", "saliente"}

var officeForms = []officeForm{
	{"alcaldía", false, nil},
	{"la administración", false, otherAdministration},
	{"esta administración", false, otherAdministration},
	{"administración distrital", false, nil},
	{"administración municipal", false, nil},
	{"administración local", false, nil},
	{"gobierno distrital", false, nil},
	{"gobierno municipal", false, nil},
	{"gobierno local", false, nil},
	{"gobierno de la ciudad", false, nil},
	{"el distrito", false, []string{"militar", "judicial", "capital", "minero", "eclesiástico"}},
	{"los del distrito", false, nil},
	{"entes distritales", false, nil},
	{"entidades distritales", false, nil},
	{"autoridades distritales", false, nil},
	{"autoridades municipales", false, nil},
	{"autoridades locales", false, nil},
	{"gobernantes locales", false, nil},
	{"palacio municipal", false, nil},
	{"alcalde", true, nil},
	{"alcaldesa", true, nil},
	{"señor alcalde", true, nil},
	{"señora alcaldesa", true, nil},
	{"burgomaestre", true, nil},
	{"mandatario local", true, nil},
	{"mandataria local", true, nil},
	{"mandatario distrital", true, nil},
	{"mandataria distrital", true, nil},
}

// otherCities are the capitals whose mayors and town halls are others' own: «el alcalde de Medellín». That of a city which
// the configuration names among the city's own words is not another.
var otherCities = []string{
	"arauca", "armenia", "barrancabermeja", "barranquilla", "bogotá", "bucaramanga", "buenaventura", "cali", "cartagena", "cúcuta",
	"florencia", "ibagué", "inírida", "leticia", "manizales", "medellín", "mitú", "mocoa", "montería", "neiva", "pasto", "pereira", "popayán",
	"quibdó", "riohacha", "san andrés", "santa marta", "sincelejo", "tumaco", "tunja", "valledupar", "villavicencio", "yopal",
}

// spokenTo are ways to speak to who governs, besides the orders of package asking. The loose ones are also said to anybody, and count only in a text that
// complains, asks, thanks or congratulates.
var spokenTo = []struct {
	words string
	loose bool
}{
	{"hagan algo", false}, {"hagan su trabajo", false}, {"hagan presencia", false}, {"hagan respetar", false}, {"hagan cumplir", false},
	{"hagan mantenimiento", false}, {"pónganse a trabajar", false}, {"póngase a trabajar", false}, {"pónganse las pilas", false}, {"den la cara", false},
	{"den respuesta", false}, {"den solución", false}, {"dejen de robar", false}, {"dejen la robadera", false}, {"su gestión", false},
	{"su administración", false}, {"su gobierno", false}, {"su mandato", false}, {"quienes nos gobiernan", false}, {"nuestros gobernantes", false},
	{"los felicito", false}, {"los felicitamos", false}, {"sigan así", false}, {"por fin arreglaron", false}, {"por fin pavimentaron", false},
	{"gracias por arreglar", false}, {"gracias por pavimentar", false}, {"gracias por tapar", false}, {"gracias por limpiar", false}, {"gracias por recoger", false}, {"prometieron en campaña", false}, {"prometió en campaña", false},
	{"ustedes", true}, {"a ver cuándo arreglan", false}, {"para cuándo arreglan", false}, {"cuándo van a arreglar", false}, {"cuándo arreglan", false},
	{"cuándo pavimentan", false}, {"cuándo tapan", false}, {"cuándo recogen", false}, {"les solicitamos", true}, {"les solicito", true},
	{"les pido", true}, {"les pedimos", true}, {"les ruego", true}, {"les agradezco", true}, {"les agradecemos", true},
}

// cityIs are the words behind a city's name that make it what the sentence is about, and cityBefore those before it.
// «en la ciudad» is where something happens.
var (
	cityIs = words(`es está sigue anda quedó queda luce parece merece tiene necesita era estaba vive sufre huele
		linda bella hermosa bonita preciosa sucia fea abandonada olvidada limpia segura insegura mágica divina`)
	cityBefore = words(`esta mi nuestra amo amamos adoro extraño bella hermosa linda pobre viva gran`)
	placeOf    = words(`en por desde hacia para a entre sobre con`)
)

// words are the folded words of a list.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range fields(list) {
		set[w] = true
	}
	return set
}
