package xlsx

import (
	"testing"

	"pulso/reports"
)

// TestPetitionWords: what the sheet offers in its lists is taken back, and so is what the report calls it.
func TestPetitionWords(t *testing.T) {
	for _, list := range reports.PetitionSheet(nil).Lists {
		known := map[int]map[string]string{13: decisions, 14: petitionTypes, 18: petitionStates}[list.Column]
		for _, offered := range list.Values {
			if kept := known[Fold(offered)]; kept != offered {
				t.Errorf("the list offers «%s» and correct keeps %q", offered, kept)
			}
		}
	}
	for said, want := range map[string]string{
		"Confirmada": reports.IsPetition, "confirmado": reports.IsPetition, "Sí": reports.IsPetition, "SÍ ES PETICIÓN": reports.IsPetition,
		"Descartada": reports.IsNoPetition, "no": reports.IsNoPetition, "No es una petición": reports.IsNoPetition, "Por decidir": "",
	} {
		if kept, ok := decisions[Fold(said)]; !ok || kept != want {
			t.Errorf("«%s»: got %q, %v, want %q", said, kept, ok, want)
		}
	}
}
