package reports

import (
	"strings"
	"testing"
)

// Every text and person here is invented.
var masking = []struct{ text, want, why string }{
	{"Gracias @AlcaldiaPE y @pepito_99.", "Gracias @AlcaldiaPE y @usuario.", "official accounts stay, the full stop too"},
	{"escríbame a juan.perez+x@correo.com.co hoy", "escríbame a [correo] hoy", "an e-mail is not a handle"},
	{"mi cel es 300 123 45 67 o +57 3001234567", "mi cel es [teléfono] o [teléfono]", "mobile numbers, spaced or not"},
	{"fijo (605) 421 00 00", "fijo [teléfono]", "landlines of the new plan"},
	{"C.C. 1.082.345.678 de aquí", "[documento] de aquí", "identity card"},
	{"pagué 1.082.345.678 y 12345678", "pagué [número] y [número]", "long numbers alone are hidden too"},
	{"vivo en la Calle 22 # 5-30 y en la cra 4 no. 12-34", "vivo en la [dirección] y en la [dirección]", "addresses"},
	{"Mz 3 casa 5, apto 402", "[dirección], [dirección]", "blocks and flats"},
	{"el señor Juan Carlos de la Hoz Pérez no atiende", "el señor [nombre] no atiende", "name after a treatment, with particles"},
	{"La Dra. Inventada Ficticia gritó", "La Dra. [nombre] gritó", "abbreviated treatment"},
	{"señor Alcalde, responda", "señor Alcalde, responda", "a post is not a name"},
	{"me llamo Zoraida Inventada", "me llamo [nombre]", "self-introduction"},
	{"María José Rodríguez pidió agua", "[nombre] pidió agua", "common given names before a surname"},
	{"Nos vemos en Santa Marta Caribe", "Nos vemos en Santa Marta Caribe", "the name of a place"},
	{"mire https://facebook.com/pepito y fb.com/pepita", "mire [enlace] y [enlace]", "links lead to people"},
	{"hola@fulano99 y tod@s l@s vecin@s", "hola@usuario y tod@s l@s vecin@s", "a handle glued to a word; an inclusive ending is none"},
	{"@persona-123456 @persona-ab12 @vecino.x gracias", "@usuario gracias", "a thread's addressees are one, pseudonyms too"},
	{"gracias @alcaldia-pe-oficial y @AlcaldiaPE-", "gracias @usuario y @AlcaldiaPE-", "a hyphen belongs to a handle"},
	{"juan arroba correo punto com", "[correo]", "an e-mail in words"},
	{"escribe a juan.p(at)correo.com", "escribe a [correo]", "an e-mail with (at)"},
	{"cc1082345678 o 1 082 345 678", "[documento] o [número]", "an identity number glued to letters or spaced"},
	{"mi cédula es 1082345678", "mi [documento]", "an identity number in a sentence"},
	{"ref1082345678", "ref[número]", "a long number behind letters"},
	{"juan.p @ gmail.com y gracias @juan.perez", "[correo] y gracias @usuario", "an e-mail with spaces; a word before a handle"},
	{"NIT 900.123.456-7, nit: 900123456-7 y 900.123.456-7", "[documento], [documento] y [número]", "tax numbers"},
	{"la moto de placa abc12d y el carro XYZ-987 o XYZ987", "la moto de placa [placa] y el carro [placa] o [placa]", "plates"},
	{"llame al 421-0000 o 421 00 00", "llame al [teléfono] o [teléfono]", "short landlines"},
	{"Cra 5ta # 12-34", "[dirección]", "an ordinal in an address"},
	{"juan perez se robó la plata con MARIA JOSE GOMEZ DIAZ", "[nombre] se robó la plata con [nombre]", "names with common surnames, however written"},
	{"Jose Andres Inventado y andres lopez de la hoz", "[nombre] y [nombre] de la hoz", "names without accents"},
	{"rosa es un color y luz hay poca en el barrio San Juan", "rosa es un color y luz hay poca en el barrio San Juan", "given names that are words"},
	{"Ley 100, COVID19, 2019-2022 y km 15", "Ley 100, COVID19, 2019-2022 y km 15", "laws, years and kilometres stay"},
	{"Son las 10:30 del 12/10/2026 y van 5.000 pesos", "Son las 10:30 del 12/10/2026 y van 5.000 pesos", "hours, dates and small sums stay"},
}

func TestMask(t *testing.T) {
	o := Office{}
	o.Targets = []Target{{Handles: []string{"@AlcaldiaPE"}}}
	for _, c := range masking {
		if got := Mask(c.text, o.Official()); got != c.want {
			t.Errorf("%s:\n  text %s\n   got %s\n  want %s", c.why, c.text, got, c.want)
		}
	}
	if got := Mask("Firmado: La Vecina Brava", nil, "la vecina brava"); strings.Contains(got, "Vecina") {
		t.Errorf("the author's own name stays: %s", got)
	}
	endless := strings.Repeat("Vecina Brava ", 3000) + "x" // minutes, if its work were its length squared
	if got := Mask("Firmado: "+endless, nil, endless); strings.Contains(got, "Vecina") {
		t.Errorf("an endless name stays: %.60s…", got)
	}
}
