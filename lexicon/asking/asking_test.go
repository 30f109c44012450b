package asking

import "testing"

func TestFind(t *testing.T) {
	for _, x := range []struct {
		text string
		kind Kind
		cue  string
	}{
		{"Por favor arreglen la vía de Loma Fresca, es urgente", Request, "arreglen"},
		{"Arréglenla ya, la calle del barrio El Faro", Request, "arreglenla"},
		{"Buenos días, solicito por favor que revisen el alumbrado de San Isidro", Request, "solicito"},
		{"Sr. alcalde, en La Esperanza necesitamos un CAI para la zona. Gracias", Request, "necesitamos un"},
		{"¿Hasta qué hora atienden hoy en la oficina del Sisbén?", Information, "hasta qué hora"},
		{"hola cuando empiezan las inscripciones del programa?", Information, "cuándo"},
		{"Pongo la queja por el ruido del bar de la esquina", Complaint, "pongo la queja"},
		{"Quiero denunciar una construcción ilegal en la playa", Denunciation, "quiero denunciar"},
		{"Deberían sembrar árboles en el malecón", Suggestion, "deberían"},
		{"¿Cuándo empiezan las obras del puente? Y por favor manden una cuadrilla de aseo", Request, "manden"},
		{"@alguien cuál es el horario de la biblioteca central?", Information, "cuál es"},
		// Complaints, wishes and talk that ask for nothing.
		{"Otra vez sin agua en el barrio, qué falta de respeto", "", ""},
		{"¿Hasta cuándo vamos a estar sin luz en Loma Fresca?", "", ""},
		{"¿Cuándo será que piensan tapar el hueco de la esquina?", "", ""},
		{"no pido nada raro", "", ""},
		{"esperaré hasta que arreglen la vía del barrio", "", ""},
		{"¿cuando metes a uno así en el gobierno de la ciudad tienes esto?", "", ""},
		{"el gobierno impide que instalen los nuevos contenedores", "", ""},
		{"que los medios se hagan eco de esta noticia", "", ""},
		{"exageramos cuando denunciamos el abandono del barrio", "", ""},
		{"¿Tienes claro cuáles son las palabras de tu profesión?", "", ""},
		{"es posible que todos los inscritos lleguen tarde", "", ""},
		{"¿es posible que los de limpieza barran la plaza central?", Request, "es posible que"},
		{"¿a qué hora abren?", Information, "a qué hora"},
		{"¿cuándo?", "", ""},
		{"exactamente qué trabajos tiene que hacer la grúa el martes?", Information, "qué trabajos"},
		{"esperamos que arreglen la vía del barrio", Request, "arreglen"},
		{"no arreglen la vía del barrio", "", ""},
		{"hagan algo", "", ""},
		{"arreglen eso", "", ""},
		{"alguien sabe si hoy hay pico y placa?", "", ""},
		{"Gracias por la obra del parque central", "", ""},
		{"", "", ""},
		{"¿? ... @ http://x.co", "", ""},
	} {
		a, ok := Find(x.text)
		if ok != (x.kind != "") || a.Kind != x.kind || a.Cue != x.cue {
			t.Errorf("%q: got %+v, want %q by %q", x.text, a, x.kind, x.cue)
		}
	}
}

// FuzzFind: hostile text is text.
func FuzzFind(f *testing.F) {
	f.Add("por favor arreglen\x00\xff la … ¿vía? del barrio")
	f.Fuzz(func(t *testing.T, text string) {
		if a, ok := Find(text); ok && (a.Kind == "" || a.Cue == "") {
			t.Errorf("%+v", a)
		}
	})
}
