package generate

// The invented town. No person, and no place of this name, is meant.
const (
	officeName   = "Alcaldía de Puerto Marejada"
	officeHandle = "AlcaldiaMarejada"
	igHandle     = "alcaldiamarejada"
	pageID       = "100090000041234"
	igID         = "17841400000041234"
)

// slots fill the braces of the voices.
var slots = map[string][]string{
	"barrio":   {"La Esperanza", "Villa Marina", "El Faro", "Los Almendros", "Manglar Alto", "Loma Fresca", "Altos de la Bahía", "Caracolí", "San Isidro", "Puerto Nuevo", "la 22", "el centro", "la vereda El Salitre"},
	"servicio": {"agua", "luz", "agua", "alumbrado", "gas", "internet", "alcantarillado", "recolección de basura", "agua"},
	"obra":     {"la calle", "la vía", "el puente", "el andén", "el parque", "la cancha", "la avenida del río", "el colegio", "el puesto de salud"},
	"dias":     {"dos días", "tres días", "5 días", "una semana", "quince días", "8 días", "un mes"},
	"lugar":    {"el malecón", "el mercado", "la playa de los pescadores", "el centro histórico", "la terminal", "el parque central", "el muelle"},
	"hora":     {"8 a. m.", "10 a. m.", "2 p. m.", "4 p. m.", "6 p. m.", "7 p. m."},
	"oficina":  {"la Alcaldía", "la Secretaría de Salud", "Aguamar", "la oficina del Sisbén", "Tránsito", "la Secretaría de Infraestructura", "@AlcaldiaMarejada", "Planeación"},
}

var tails = []string{"", "", "", "", "", "", "!", "!!", "...", " 😡", " 🙏", " 👏", " #PuertoMarejada", " @AlcaldiaMarejada", " jajaja", " 😢", " 🙌", " por favor"}

var openings = []string{"", "", "", "", "", "", "Buenas tardes. ", "Señores, ", "Vea, ", "Ombe, ", "Mi gente, ", "Hola, "}

// asides take no side: where people are, since when, for whom.
var asides = []string{
	"Vivo en {barrio}", "Les escribo desde {barrio}", "Soy vecina de {barrio}", "Soy vecino de {barrio}", "Mi familia es de {barrio}", "Eso fue a las {hora}", "Lo vi hoy en {lugar}",
	"Trabajo en {lugar}", "Paso por {lugar} cada {dias}", "Es por {lugar}", "Queda entre {barrio} y {barrio}", "Lo mismo en {barrio}", "Ayer pasé por {obra} de {barrio}",
	"Tengo la foto de {obra}", "Pregunten en {barrio}", "Somos como 40 familias en {barrio}", "Eso es por el lado de {barrio}", "Le dije a mi cuñada de {barrio}", "Lo comenté en {oficina}", "Fue el lunes a las {hora}",
	"Fue el martes a las {hora}", "Fue ayer a las {hora}", "Yo soy de {barrio}, pero vivo en {barrio}", "Mi tía vive en {barrio}", "Mi vecino de {barrio} vio lo mismo", "Así estaba {lugar} a las {hora}",
}

// names and surnames make authors; any likeness is chance.
var (
	names    = []string{"Yarelis", "Edilberto", "Candelaria", "Jhonatan", "Nubia", "Wilmer", "Zunilda", "Osvaldo", "Keila", "Rober", "Maritza", "Deivis", "Luz Elena", "Arnoldo", "Yurley", "Eder", "Ruby", "Tomás", "Noris", "Fabián", "Ledys", "Álvaro", "Sindy", "Ramiro", "Milena", "Hernando", "Katiuska", "Jairo", "Elvira", "Danilo"}
	surnames = []string{"Marejal", "Palmarito", "Coralina", "Salitrera", "Manglarez", "Brisal", "Almendral", "Farolín", "Playero", "Lomaverde", "Mareantes", "Cangrejal", "Uverales", "Icacales", "Trupillo"}
)

// publications are what the office posts: title, kind, whether it is popular.
var publications = []struct {
	text    string
	kind    string // imagen, video, carrusel, enlace
	appeal  float64
	withWeb bool
}{
	{"Jornada de vacunación este sábado en {barrio}, de 8 a. m. a 4 p. m.", "imagen", 1.2, true},
	{"Avanza la pavimentación de {obra} en {barrio}", "video", 1.6, true},
	{"Cierre temporal de {obra} por mantenimiento. Use las vías alternas", "imagen", 0.9, true},
	{"Consulte aquí los puntos de pago del impuesto predial", "enlace", 0.5, true},
	{"Así se vivió la noche de tambores en {lugar}", "video", 2.6, false},
	{"Programación del fin de semana en {lugar}", "carrusel", 1.4, true},
	{"Rendición de cuentas: invierta una hora y pregunte", "imagen", 0.6, true},
	{"Recolección especial de escombros en {barrio}", "imagen", 0.8, false},
	{"Abrimos inscripciones para los cursos gratuitos de formación", "carrusel", 1.8, true},
	{"Reporte del servicio de agua en {barrio}", "imagen", 1.1, false},
	{"Limpieza de caños antes de las lluvias en {barrio}", "video", 1.0, false},
	{"Horarios de atención de {oficina}", "imagen", 0.5, true},
}
