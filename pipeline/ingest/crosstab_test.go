package ingest

import (
	"strings"
	"testing"

	"pulso/pipeline/social"
)

// twoOfFacebook are official accounts of which Facebook has two.
var twoOfFacebook = []social.Account{
	{Network: social.Facebook, Handle: "AlcaldiaPrueba"}, {Network: social.Facebook, Handle: "SaludPrueba", Name: "Secretaría de Salud"}, {Network: social.X, Handle: "AlcaldiaPrueba"},
}

// TestCrosstabOfSeveralAccounts: a column of a network with two accounts is of neither until it names one.
func TestCrosstabOfSeveralAccounts(t *testing.T) {
	in := Input{Accounts: twoOfFacebook}
	for _, c := range []struct{ name, text, want string }{
		{"ambiguous column", "Mes,Facebook,X\nOctubre 2026,10,20\n", "2 Reject Reason=no_account Column=Facebook Value=10"},
		{"column with its account", "Mes,Facebook AlcaldiaPrueba,Facebook - Secretaría de Salud,X\nOctubre 2026,10,20,30\n", "2 AccountMetric Network=facebook AccountName=SaludPrueba Metric=followers_total Value=20"},
		{"ambiguous row", "Red,Agosto 2026,Octubre 2026\nFacebook,10,20\nX,1,2\n", "2 Reject Reason=no_account Column=Red Value=Facebook"},
		{"row with its account", "Red,Agosto 2026,Octubre 2026\nFacebook @SaludPrueba,10,20\nX,1,2\n", "2 AccountMetric Network=facebook AccountName=SaludPrueba Metric=followers_total Value=20"},
		{"an empty cell needs no account", "Mes,Facebook,X\nOctubre 2026,-,20\n", "2 AccountMetric Network=x Metric=followers_total Value=20"},
	} {
		name, out, _, err := read(t, c.text, in)
		if err != nil || name != crosstabName || !strings.Contains(strings.Join(out, "\n"), c.want) {
			t.Errorf("%s: read as %s, error %v\n got: %s\nwant: %s", c.name, name, err, strings.Join(out, "\n      "), c.want)
		}
	}
}

// TestNoCrosstab: what only resembles one is not read.
func TestNoCrosstab(t *testing.T) {
	for _, text := range []string{
		"Mes,Facebook,Observación\nOctubre 2026,10,bien\n",                 // one column proves nothing
		"Mes,Facebook,Instagram\nOctubre 2026,Sí,No\n",                     // no figures
		"Mes,Facebook,Facebook\nOctubre 2026,10,20\n",                      // which one?
		"Mes,Facebook,Instagram\n,10,20\n",                                 // of no month
		"Responsable,Facebook,Instagram\nPrensa,10,20\n",                   // of no time
		"Red,Enero,Responsable\nFacebook,10,Prensa\n",                      // one month
		"Mes,Facebook vs Instagram,X contra YouTube\nOctubre 2026,10,20\n", // of two networks
	} {
		if name, out, _, err := read(t, text, Input{}); err == nil {
			t.Errorf("%q read as %s: %v", text, name, out)
		}
	}
}
