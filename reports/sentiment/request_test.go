package sentiment

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"pulso/pipeline/social"
)

// TestFlatTextHasNoHandles holds the text in which alarms are looked for against the pattern of a handle.
func TestFlatTextHasNoHandles(t *testing.T) {
	handle := regexp.MustCompile(`@[\p{L}\p{N}_.\-]+`)
	unaccent := strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u")
	signs := strings.Split("@ @ Emergencia INUNDACIÓN agüita año . - _ , ½ 😡 é \u0301 7 (", " ")
	pick := rand.New(rand.NewPCG(1, 2))
	for range 5_000 {
		var b strings.Builder
		for range 1 + pick.IntN(9) {
			b.WriteString(signs[pick.IntN(len(signs))])
			b.WriteString([]string{"", "", " ", "\n"}[pick.IntN(4)])
		}
		want := unaccent.Replace(social.NormalText(handle.ReplaceAllString(b.String(), " ")))
		if got := string(appendFlat(nil, b.String())); got != want {
			t.Fatalf("%q:\n got %q\nwant %q", b.String(), got, want)
		}
	}
}
