package lexicon

import (
	"math"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// params returns the shipped numbers, which every small lexicon needs.
func shippedParams(t testing.TB) *fstest.MapFile {
	t.Helper()
	data, err := shipped.ReadFile("es/params.tsv")
	if err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: data}
}

func TestPolarity(t *testing.T) {
	for _, c := range []struct {
		text string
		want Polarity
	}{
		{"Excelente trabajo, los felicito", Positive},
		{"Pésimo servicio, son unos corruptos", Negative},
		{"Llevamos tres días sin agua", Negative},
		{"¿A qué hora abren la oficina?", Neutral},
		{"", Neutral},
		{"No es bueno", Negative},
	} {
		if got := Spanish().Score(c.text); got.Polarity != c.want {
			t.Errorf("Score(%q) = %+v, want %v; hits %+v", c.text, got, c.want, Spanish().Explain(c.text))
		}
	}
}

// TestFold checks that an explanation adds up to the score.
func TestFold(t *testing.T) {
	for _, text := range hostile() {
		checkText(t, text)
	}
}

func checkText(t testing.TB, text string) {
	t.Helper()
	l := Spanish()
	hits, score := l.AppendHits(nil, text)
	sum, last := 0.0, 0
	for _, h := range hits {
		sum += h.Contribution
		if h.Offset < last || h.Offset+h.Length > len(text) || h.Length < 0 {
			t.Fatalf("%.80q: hit %+v is outside the text or before %d", text, h, last)
		}
		last = h.Offset
		for _, at := range []int{h.Offset, h.Offset + h.Length} {
			if at < len(text) && !utf8.RuneStart(text[at]) {
				t.Fatalf("%.80q: offset %d of %+v is inside a rune", text, at, h)
			}
		}
		if h.Text != text[h.Offset:h.Offset+h.Length] {
			t.Fatalf("%.80q: text of %+v is not at its offset", text, h)
		}
	}
	if sum != score.Sum || len(hits) != score.Hits {
		t.Fatalf("%.80q: hits add up to %v (%d hits), the score says %v (%d)", text, sum, len(hits), score.Sum, score.Hits)
	}
	if got := l.Score(text); got != score {
		t.Fatalf("%.80q: Score = %+v, AppendHits = %+v", text, got, score)
	}
	if math.IsNaN(score.Value) || score.Value < -1 || score.Value > 1 || score.Confidence < 0 || score.Confidence > 1 {
		t.Fatalf("%.80q: score out of range: %+v", text, score)
	}
}

func hostile() []string {
	return []string{
		"", " ", "!", strings.Repeat("!", 1000), strings.Repeat("a", 5000), strings.Repeat("😡", 500), strings.Repeat("no ", 500),
		"\xff\xfe malo \x80", "pe\u0301simo an\u0303o bue\u0301nisimo", "&amp;&lt;3 p&eacute;simo", "#SantaMartaSinAgua #malo #", "@@@ a@b.co @x",
		"m*erda m***** *** malp*rida", "\u200d\ufe0f👨\u200d👩\u200d👧 🇨🇴🇨 👍🏽", "ＭＡＬＯ 𝗺𝗮𝗹𝗼", "¿¿¿??? ¡¡¡!!! ... . . .", strings.Repeat("#buenomalo", 200),
		"no no no no nada bueno nunca jamás sin ni", "\"excelente\" «pésimo»", "mal\u200bo", "www.wù", "#إ", "#Ｏ ǡ",
	}
}

// TestDecomposed checks that composed and decomposed text score alike.
func TestDecomposed(t *testing.T) {
	for _, text := range append(hostile(), "¡Qué pésima administración, señor alcalde! ñoño pingüino") {
		a, b := Spanish().Score(norm.NFC.String(text)), Spanish().Score(norm.NFD.String(text))
		if a != b {
			t.Errorf("%.80q: NFC %+v, NFD %+v", text, a, b)
		}
	}
}

func TestParallel(t *testing.T) {
	texts := hostile()
	want := make([]Score, len(texts))
	for i, text := range texts {
		want[i] = Spanish().Score(text)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i, text := range texts {
				if got := Spanish().Score(text); got != want[i] {
					t.Errorf("%.80q: in parallel %+v, alone %+v", text, got, want[i])
				}
			}
		})
	}
	group.Wait()
}

func TestLoadReportsEveryProblem(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"params.tsv":     shippedParams(t),
		"adjectives.tsv": {Data: []byte("term\tweight\tflags\tsource\tgloss\nmalo\tx\t\town\t\nbueno\t2\tzzz\town\t\nfeo\t-2\n")},
		"phrases.tsv":    {Data: []byte("pattern\tweight\tintent\tsource\tgloss\n{nada} x\t1\t\town\t\n{0-3}\t1\t\town\t\n")},
	})
	var got []string
	for _, p := range Problems(err) {
		got = append(got, p.Error())
	}
	for _, want := range []string{"adjectives.tsv:2:", "adjectives.tsv:3:", "adjectives.tsv:4:", "phrases.tsv:2:", "phrases.tsv:3:"} {
		if !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("no problem at %s in %q", want, got)
		}
	}
}

func TestOfficeWins(t *testing.T) {
	office := fstest.MapFS{"adjectives.tsv": {Data: []byte("term\tweight\tflags\tsource\tgloss\npésimo\t3\t\town\tde prueba\n")}}
	l, err := LoadWith(Shipped(), office)
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Score("pésimo"); got.Sum != 3 {
		t.Errorf("the office's weight is not taken: %+v", got)
	}
	if l.Version() == Spanish().Version() {
		t.Error("the version does not tell the office's tables")
	}
}

func TestConjugate(t *testing.T) {
	for _, c := range []struct{ inf, model, want string }{
		{"robar", "", "robo robas roba robamos roban robaba robé robó robaron robará robaría robe roben robara robase robad robá robando robado robadas"},
		{"pensar", "pensar", "pienso piensa pensamos piense pensemos pensá"},
		{"pedir", "pedir", "pido pide pedimos pidió pidieron pidiendo pida pidamos pidiera pedí"},
		{"dormir", "dormir", "duermo durmió durmiendo durmamos duerma dormimos"},
		{"mentir", "sentir", "miento mintió mintiendo mintamos mienta"},
		{"agradecer", "", "agradezco agradece agradezca agradezcan agradecí agradecido"},
		{"conducir", "", "conduzco condujo condujeron conduzca condujera"},
		{"construir", "", "construyo construye construimos construyó construyeron construyendo construya construyamos construido construiste"},
		{"creer", "", "creo cree creyó creyeron creyendo creído creímos creíste creyera"},
		{"mantener", "", "mantengo mantiene mantuvo mantuvieron mantendrá mantenga mantengamos mantenido mantuviera mantuviéramos"},
		{"hacer", "", "hago hace hizo hicieron haré haga hecho hechas haz haciendo"},
		{"decir", "", "digo dice dijo dijeron dijéramos dirá diga dicho diciendo decimos"},
		{"poner", "", "pongo pone puso pusieron pondrá ponga puesto pon"},
		{"pagar", "", "pago pague pagué paguen paguemos"},
		{"buscar", "", "busque busqué busquen"},
		{"abrazar", "", "abrace abracé"},
		{"proteger", "", "protejo proteja protege protegió"},
		{"seguir", "seguir", "sigo sigue siga sigan siguió siguiendo seguimos seguí"},
		{"contar", "contar", "cuento cuente contemos conté"},
		{"volver", "", "vuelvo volvió vuelto vuelva"},
		{"caer", "", "caigo cae cayó cayeron caiga caído cayendo caímos"},
		{"oír", "", "oigo oye oyó oyen oiga oyendo oído oímos oirá"},
		{"ir", "", "voy va fue iba vaya vamos yendo"},
		{"enviar", "enviar", "envío envía enviamos envíe envió"},
		{"negar", "negar", "niego niegue negué neguemos"},
		{"avergonzar", "avergonzar", "avergüenzo avergüenza avergüence avergoncé"},
		{"poder", "", "puedo puede pudo podrá pueda pudiendo podamos"},
		{"salir", "", "salgo sale saldrá salga sal"},
		{"traer", "", "traigo trajo trajeron traiga traído trayendo"},
		{"sonreír", "reír", "sonríe sonríen sonrió sonriendo sonría"},
		{"romper", "", "rompe roto rompió rota"},
		{"elegir", "elegir", "elijo elige elija eligió elijan"},
		{"torcer", "torcer", "tuerzo tuerce tuerza torció"},
	} {
		forms := make(map[string]bool)
		if !conjugate(c.inf, c.model, func(f string, _ bool) { forms[f] = true }) {
			t.Errorf("%s is not conjugated", c.inf)
		}
		for _, want := range strings.Fields(c.want) {
			if !forms[want] {
				t.Errorf("%s: no form %q in %v", c.inf, want, sortedKeys(forms))
			}
		}
	}
}

func TestInflect(t *testing.T) {
	for _, c := range []struct{ pos, lemma, want string }{
		{"a", "bueno", "buena buenos buenas buenísimo buenamente buenito buenillas"},
		{"a", "feliz", "felices felizmente felicísima"},
		{"a", "amable", "amables amabilísimo amablemente"},
		{"a", "inglés", "inglesa ingleses inglesas"},
		{"a", "trabajador", "trabajadora trabajadores trabajadoras"},
		{"a", "mejor", "mejores"},
		{"a", "rico", "riquísimo riquito rica"},
		{"a", "largo", "larguísimo"},
		{"a", "sucio", "sucia sucísimo"},
		{"n", "hueco", "huecos huequito huecote huecazo"},
		{"n", "problema", "problemas problemita problemón problemones"},
		{"n", "favor", "favores favorcito"},
		{"n", "ladrón", "ladrones ladroncito"},
		{"n", "crisis", "crisis"},
		{"n", "crimen", "crímenes"},
		{"n", "luz", "luces"},
	} {
		forms := make(map[string]bool)
		emit := func(f string) { forms[f] = true }
		if c.pos == "a" {
			adjectiveForms(c.lemma, "", true, emit)
		} else {
			nounForms(c.lemma, "", true, emit)
		}
		for _, want := range strings.Fields(c.want) {
			if !forms[want] {
				t.Errorf("%s: no form %q in %v", c.lemma, want, sortedKeys(forms))
			}
		}
	}
}

func sortedKeys(m map[string]bool) string {
	var s []string
	for k := range m {
		s = append(s, k)
	}
	return strings.Join(s, " ")
}
