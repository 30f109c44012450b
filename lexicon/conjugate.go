package lexicon

import "strings"

// A paradigm says how a verb departs from the regular conjugation. Each field
// is a suffix replacement on a stem ("" for none); what is left out follows
// the rule.
type paradigm struct {
	alt    [2]string // last vowel of the stem when the stress falls on it: pensar, pienso
	weak   [2]string // last vowel in pidió, pidiendo, pidiera, pidamos
	yo     [2]string // stem of the first person present and of all the subjunctive: tengo, tenga
	strong [2]string // stem of the strong preterite: tuve, tuviera
	future [2]string // infinitive as the future takes it: tendré
	part   [2]string // infinitive as the participle replaces it: hecho
	tu     [2]string // infinitive as the tú imperative replaces it: haz
	ger    [2]string // infinitive as the gerund replaces it: pudiendo
}

// paradigms are named by their model verb; a table writes model=pensar.
var paradigms = map[string]paradigm{
	"pensar":     {alt: [2]string{"e", "ie"}},
	"errar":      {alt: [2]string{"e", "ye"}},
	"contar":     {alt: [2]string{"o", "ue"}},
	"jugar":      {alt: [2]string{"u", "ue"}},
	"oler":       {alt: [2]string{"o", "hue"}},
	"avergonzar": {alt: [2]string{"o", "üe"}},
	"adquirir":   {alt: [2]string{"i", "ie"}},
	"sentir":     {alt: [2]string{"e", "ie"}, weak: [2]string{"e", "i"}},
	"dormir":     {alt: [2]string{"o", "ue"}, weak: [2]string{"o", "u"}},
	"morir":      {alt: [2]string{"o", "ue"}, weak: [2]string{"o", "u"}, part: [2]string{"orir", "uerto"}},
	"pedir":      {alt: [2]string{"e", "i"}, weak: [2]string{"e", "i"}},
	"volver":     {alt: [2]string{"o", "ue"}, part: [2]string{"olver", "uelto"}},
	"conocer":    {yo: [2]string{"c", "zc"}},
	"conducir":   {yo: [2]string{"c", "zc"}, strong: [2]string{"c", "j"}},
	"enviar":     {alt: [2]string{"i", "í"}},
	"actuar":     {alt: [2]string{"u", "ú"}},
	"aislar":     {alt: [2]string{"i", "í"}},
	"abrir":      {part: [2]string{"brir", "bierto"}},
	"romper":     {part: [2]string{"omper", "oto"}},
	"escribir":   {part: [2]string{"bir", "to"}},
	"imprimir":   {part: [2]string{"imir", "eso"}},
	"pudrir":     {part: [2]string{"udrir", "odrido"}},
	"resolver":   {alt: [2]string{"o", "ue"}, part: [2]string{"olver", "uelto"}},
	"tener":      {alt: [2]string{"e", "ie"}, yo: [2]string{"n", "ng"}, strong: [2]string{"en", "uv"}, future: [2]string{"ener", "endr"}, tu: [2]string{"ener", "en"}},
	"venir":      {alt: [2]string{"e", "ie"}, weak: [2]string{"e", "i"}, yo: [2]string{"n", "ng"}, strong: [2]string{"en", "in"}, future: [2]string{"enir", "endr"}, tu: [2]string{"enir", "en"}},
	"poner":      {yo: [2]string{"n", "ng"}, strong: [2]string{"on", "us"}, future: [2]string{"oner", "ondr"}, part: [2]string{"oner", "uesto"}, tu: [2]string{"oner", "on"}},
	"hacer":      {yo: [2]string{"c", "g"}, strong: [2]string{"ac", "ic"}, future: [2]string{"acer", "ar"}, part: [2]string{"acer", "echo"}, tu: [2]string{"acer", "az"}},
	"decir":      {alt: [2]string{"e", "i"}, yo: [2]string{"ec", "ig"}, strong: [2]string{"ec", "ij"}, future: [2]string{"ecir", "ir"}, part: [2]string{"ecir", "icho"}, tu: [2]string{"ecir", "i"}, ger: [2]string{"eciendo", "iciendo"}},
	"bendecir":   {alt: [2]string{"e", "i"}, yo: [2]string{"ec", "ig"}, strong: [2]string{"ec", "ij"}, ger: [2]string{"eciendo", "iciendo"}},
	"traer":      {yo: [2]string{"a", "aig"}, strong: [2]string{"a", "aj"}},
	"caer":       {yo: [2]string{"a", "aig"}},
	"oír":        {yo: [2]string{"o", "oig"}},
	"salir":      {yo: [2]string{"l", "lg"}, future: [2]string{"lir", "ldr"}, tu: [2]string{"alir", "al"}},
	"valer":      {yo: [2]string{"l", "lg"}, future: [2]string{"ler", "ldr"}},
	"querer":     {alt: [2]string{"e", "ie"}, strong: [2]string{"er", "is"}, future: [2]string{"erer", "err"}},
	"poder":      {alt: [2]string{"o", "ue"}, strong: [2]string{"od", "ud"}, future: [2]string{"oder", "odr"}, ger: [2]string{"odiendo", "udiendo"}},
	"saber":      {yo: [2]string{"ab", "ep"}, strong: [2]string{"ab", "up"}, future: [2]string{"aber", "abr"}},
	"caber":      {yo: [2]string{"ab", "ep"}, strong: [2]string{"ab", "up"}, future: [2]string{"aber", "abr"}},
	"andar":      {strong: [2]string{"and", "anduv"}},
	"satisfacer": {yo: [2]string{"c", "g"}, strong: [2]string{"ac", "ic"}, future: [2]string{"acer", "ar"}, part: [2]string{"acer", "echo"}},
}

// modelAlias lets a table name the commonest verb of a class; each behaves
// like the paradigm beside it.
var modelAlias = map[string]string{
	"perder": "pensar", "cerrar": "pensar", "entender": "pensar", "mover": "contar",
	"almorzar": "contar", "rogar": "contar", "negar": "pensar", "empezar": "pensar", "volcar": "contar",
	"cocer": "contar", "discernir": "pensar", "seguir": "pedir", "servir": "pedir", "elegir": "pedir", "vestir": "pedir",
	"mentir": "sentir", "herir": "sentir", "hervir": "sentir", "parecer": "conocer", "agradecer": "conocer", "nacer": "conocer",
	"lucir": "conocer", "traducir": "conducir", "producir": "conducir", "reunir": "actuar", "prohibir": "aislar",
	"cubrir": "abrir", "huir": "construir", "creer": "leer", "confiar": "enviar", "continuar": "actuar",
	"reñir": "pedir", "teñir": "pedir", "ceñir": "pedir", "forzar": "contar", "colgar": "contar", "regar": "pensar", "soler": "contar",
	"doler": "contar", "torcer": "contar", "regir": "pedir", "corregir": "pedir", "medir": "pedir", "repetir": "pedir",
	"desosar": "oler", "ahumar": "actuar", "rehusar": "actuar", "esquiar": "enviar", "inquirir": "adquirir",
	"contener": "tener", "proponer": "poner", "deshacer": "hacer", "predecir": "bendecir", "maldecir": "bendecir", "reír": "reír", "sonreír": "reír", "freír": "reír",
}

// whole verbs are conjugated by no rule worth writing; every form is listed.
// The prefix of a compound (prever, desandar) is put before each form.
var wholeVerbs = map[string]string{
	"ser":    "soy eres sos es somos sois son era eras éramos erais eran fui fuiste fue fuimos fuisteis fueron seré serás será seremos seréis serán sería serías seríamos seríais serían sea seas seás seamos seáis sean fuera fueras fuéramos fuerais fueran fuese fueses fuésemos fueseis fuesen sé sed siendo sido",
	"ir":     "voy vas va vamos vais van fui fuiste fue fuimos fueron fuera fueras fuéramos fueran fuese fuesen iba ibas íbamos ibais iban iré irás irá iremos iréis irán iría irías iríamos iríais irían vaya vayas vayás vayamos vayáis vayan id andá yendo ido",
	"estar":  "estoy estás está estamos estáis están estaba estabas estábamos estabais estaban estuve estuviste estuvo estuvimos estuvisteis estuvieron estaré estarás estará estaremos estaréis estarán estaría estarías estaríamos estaríais estarían esté estés estemos estéis estén estuviera estuvieras estuviéramos estuvierais estuvieran estuviese estuvieses estuviésemos estuvieseis estuviesen estad estando estado",
	"haber":  "he has ha hay hemos habéis han había habías habíamos habíais habían hube hubiste hubo hubimos hubisteis hubieron habré habrás habrá habremos habréis habrán habría habrías habríamos habríais habrían haya hayas hayás hayamos hayáis hayan hubiera hubieras hubiéramos hubierais hubieran hubiese hubieses hubiésemos hubieseis hubiesen habiendo habido",
	"dar":    "doy das da damos dais dan daba dabas dábamos dabais daban di diste dio dimos disteis dieron daré darás dará daremos daréis darán daría darías daríamos daríais darían dé des demos deis den diera dieras diéramos dierais dieran diese dieses diésemos dieseis diesen dad dando dado dada dados dadas",
	"ver":    "veo ves ve vemos veis ven veía veías veíamos veíais veían vi viste vio vimos visteis vieron veré verás verá veremos veréis verán vería verías veríamos veríais verían vea veas veás veamos veáis vean viera vieras viéramos vierais vieran viese vieses viésemos vieseis viesen ved viendo visto vista vistos vistas",
	"reír":   "río ríes reís ríe reímos ríen reía reías reíamos reíais reían reí reíste rio rió reímos reísteis rieron reiré reirás reirá reiremos reiréis reirán reiría reirías reiríamos reiríais reirían ría rías ríamos riamos riáis rían riera rieras riéramos rierais rieran riese rieses riésemos rieseis riesen reíd riendo reído reída reídos reídas",
	"prever": "preveo prevés prevé prevemos prevéis prevén preveía preveías preveíamos preveían preví previste previó previmos previeron preveré preverás preverá preveremos preverán prevería preverías preveríamos preverían prevea preveas preveamos prevean previera previeras previéramos previeran prevé prevén previendo previsto prevista previstos previstas",
}

// wholeHosts are the forms of the whole verbs that take clitics: irse, dame,
// estate. The others are told by their ending.
var wholeHosts = map[string]bool{
	"di": true, "da": true, "dé": true, "den": true, "demos": true, "ve": true, "vea": true, "vean": true, "veamos": true, "vayan": true, "vaya": true,
	"siendo": true, "yendo": true, "estando": true, "habiendo": true, "dando": true, "viendo": true, "riendo": true, "ríe": true, "rían": true, "ría": true,
	"vamos": true, "estén": true, "esté": true, "sea": true, "sean": true, "previendo": true,
}

// compounds are the irregular bases that a prefix leaves unchanged: mantener
// conjugates like tener. Longest first.
var compounds = []string{"satisfacer", "bendecir", "maldecir", "prever", "imprimir", "escribir", "suscribir", "describir", "inscribir", "transcribir",
	"tener", "poner", "venir", "hacer", "decir", "traer", "caer", "salir", "valer", "querer", "poder", "saber", "caber", "andar", "oír",
	"volver", "solver", "romper", "cubrir", "abrir", "morir"}

// compoundPrefixes are the prefixes with which compounds are recognised, so
// that "desvalijar" or "recaudar" are not taken for one.
var compoundPrefixes = []string{"", "re", "des", "de", "con", "com", "con", "dis", "ob", "abs", "a", "ex", "pro", "pre", "pos", "im", "in", "inter", "contra", "sos", "man", "entre", "su", "sub", "sobre", "rea", "equi", "presu", "ante", "descom", "desobs", "encu", "en", "recon", "yuxta", "trans", "predis", "indis"}

// modelOf returns the paradigm of an infinitive and whether its vowel stem
// takes y (construir) or í/y (leer).
func modelOf(inf, model string) (p paradigm, glide glideKind) {
	if alias, ok := modelAlias[model]; ok {
		model = alias
	}
	if model == "" {
		model = compoundModel(inf)
	}
	p = paradigms[model]
	switch {
	case strings.HasSuffix(inf, "eer") || model == "caer" || model == "traer" || model == "oír" || strings.HasSuffix(inf, "oer"):
		glide = glideLeer
	case model == "construir" || model == "" && strings.HasSuffix(inf, "uir") && !strings.HasSuffix(inf, "guir") && !strings.HasSuffix(inf, "quir"):
		glide = glideConstruir
	}
	if model != "" {
		return p, glide
	}
	switch {
	case strings.HasSuffix(inf, "ducir"):
		p = paradigms["conducir"]
	case len(inf) > 4 && (strings.HasSuffix(inf, "cer") || strings.HasSuffix(inf, "cir")) && strings.ContainsRune("aeiou", rune(inf[len(inf)-4])):
		p = paradigms["conocer"]
	}
	return p, glide
}

type glideKind uint8

const (
	noGlide        glideKind = iota
	glideLeer                // leyó, leíste, leído
	glideConstruir           // construyo, construyó, construiste
)

func compoundModel(inf string) string {
	for _, base := range compounds {
		if !strings.HasSuffix(inf, base) {
			continue
		}
		prefix := strings.TrimSuffix(inf, base)
		for _, known := range compoundPrefixes {
			if prefix != known {
				continue
			}
			switch base {
			case "maldecir":
				return "bendecir"
			case "solver":
				return "volver"
			case "cubrir":
				return "abrir"
			case "suscribir", "describir", "inscribir", "transcribir":
				return "escribir"
			}
			return base
		}
	}
	return ""
}

// isModel reports whether a table may write model=name.
func isModel(name string) bool {
	_, p := paradigms[name]
	_, a := modelAlias[name]
	_, w := wholeVerbs[name]
	return p || a || w || regularModels[name] || name == "leer" || name == "construir"
}

// regularModels are regular but for their spelling, which join sees to.
var regularModels = map[string]bool{"regular": true, "amar": true, "temer": true, "partir": true, "vencer": true, "mecer": true, "ejercer": true, "distinguir": true, "delinquir": true,
	"coger": true, "dirigir": true, "exigir": true, "zurcir": true, "sacar": true, "pagar": true, "cazar": true, "averiguar": true,
	"cambiar": true, "evacuar": true, "bullir": true, "tañer": true, "vivir": true, "hablar": true, "comer": true}

// A verb collects the forms of one infinitive. Each form is emitted once per
// place in the conjugation; the builder removes repetitions.
type verb struct {
	inf   string
	stem  string
	theme byte // 'a', 'e' or 'i'
	p     paradigm
	glide glideKind
	emit  func(form string, host bool)
}

// conjugate calls emit with every form of a verb; host is true for the forms
// that may carry clitics. An infinitive that does not end like one yields
// nothing and false.
func conjugate(inf, model string, emit func(form string, host bool)) bool {
	if regularModels[model] {
		model = "regular" // an irregular ending such as -cer is then not looked at
	}
	if whole, prefix := wholeOf(inf, model); whole != "" {
		emitWhole(inf, prefix, wholeVerbs[whole], emit)
		return true
	}
	v := verb{inf: inf, emit: emit}
	switch {
	case strings.HasSuffix(inf, "ar"):
		v.theme, v.stem = 'a', strings.TrimSuffix(inf, "ar")
	case strings.HasSuffix(inf, "er"):
		v.theme, v.stem = 'e', strings.TrimSuffix(inf, "er")
	case strings.HasSuffix(inf, "ir"):
		v.theme, v.stem = 'i', strings.TrimSuffix(inf, "ir")
	case strings.HasSuffix(inf, "ír"):
		v.theme, v.stem = 'i', strings.TrimSuffix(inf, "ír")
	default:
		return false
	}
	v.p, v.glide = modelOf(inf, model)
	v.present()
	v.past()
	v.future()
	v.subjunctive()
	v.nonFinite()
	return true
}

func wholeOf(inf, model string) (whole, prefix string) {
	if _, ok := wholeVerbs[inf]; ok {
		return inf, ""
	}
	if model == "reír" || modelAlias[model] == "reír" || inf == "sonreír" || inf == "sonreir" {
		for _, ending := range []string{"reír", "reir"} {
			if strings.HasSuffix(inf, ending) {
				return "reír", strings.TrimSuffix(inf, ending)
			}
		}
		if strings.HasSuffix(inf, "eír") {
			return "reír", strings.TrimSuffix(inf, "reír")
		}
	}
	return "", ""
}

func emitWhole(inf, prefix, forms string, emit func(string, bool)) {
	for _, f := range strings.Fields(forms) {
		if prefix != "" && f == "rio" {
			continue
		}
		emit(prefix+f, wholeHosts[f])
	}
	emit(inf, true)
}

// swapLast replaces the last occurrence of a vowel in a stem.
func swapLast(stem string, pair [2]string) string {
	if pair[0] == "" {
		return stem
	}
	i := strings.LastIndex(stem, pair[0])
	if i < 0 {
		return stem
	}
	return stem[:i] + pair[1] + stem[i+len(pair[0]):]
}

// swapEnd replaces the end of a stem.
func swapEnd(stem string, pair [2]string) string {
	if pair[0] == "" || !strings.HasSuffix(stem, pair[0]) {
		return stem
	}
	return strings.TrimSuffix(stem, pair[0]) + pair[1]
}

// add emits stem+ending, spelt so that the last consonant keeps its sound.
func (v *verb) add(stem, ending string, host bool) {
	v.emit(v.join(stem, ending), host)
}

func (v *verb) join(stem, ending string) string {
	front := startsWithAny(ending, "e", "é", "i", "í")
	if v.theme == 'a' {
		if front {
			switch {
			case strings.HasSuffix(stem, "gu") && strings.HasSuffix(v.stem, "gu"):
				return strings.TrimSuffix(stem, "u") + "ü" + ending
			case strings.HasSuffix(stem, "c"):
				return strings.TrimSuffix(stem, "c") + "qu" + ending
			case strings.HasSuffix(stem, "g"):
				return stem + "u" + ending
			case strings.HasSuffix(stem, "z"):
				return strings.TrimSuffix(stem, "z") + "c" + ending
			}
		}
		return stem + ending
	}
	if front {
		return stem + v.glided(stem, ending)
	}
	switch {
	case strings.HasSuffix(stem, "zc"):
	case strings.HasSuffix(stem, "gu"):
		return strings.TrimSuffix(stem, "u") + ending
	case strings.HasSuffix(stem, "qu"):
		return strings.TrimSuffix(stem, "qu") + "c" + ending
	case strings.HasSuffix(stem, "g") && strings.HasSuffix(v.stem, "g"):
		return strings.TrimSuffix(stem, "g") + "j" + ending
	case strings.HasSuffix(stem, "c") && strings.HasSuffix(v.stem, "c"):
		return strings.TrimSuffix(stem, "c") + "z" + ending
	}
	return stem + ending
}

// glided turns the i of ió, ieron, iendo, iera into y after a vowel, drops it
// after ñ and ll, and accents iste, imos, ido after a strong vowel.
func (v *verb) glided(stem, ending string) string {
	unstressed := startsWithAny(ending, "ió", "ie", "ié")
	switch {
	case v.glide != noGlide && unstressed:
		return "y" + strings.TrimPrefix(ending, "i")
	case (v.glide == glideLeer || startsWithAny(lastLetter(stem), "a", "e", "o")) && startsWithAny(ending, "ist", "imos", "id"):
		return "í" + strings.TrimPrefix(ending, "i")
	case unstressed && (strings.HasSuffix(stem, "ñ") || strings.HasSuffix(stem, "ll")):
		return strings.TrimPrefix(ending, "i")
	}
	return ending
}

func startsWithAny(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func lastLetter(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	return string(r[len(r)-1])
}

func (v *verb) stressed() string {
	s := swapLast(v.stem, v.p.alt)
	if v.p.alt[1] == "üe" {
		return s
	}
	if v.glide == glideConstruir {
		s += "y"
	}
	return s
}

func (v *verb) present() {
	st := v.stressed()
	yo := swapEnd(v.stem, v.p.yo)
	if v.p.yo[0] == "" {
		yo = st
	}
	if v.glide == glideLeer && v.theme == 'i' { // oír
		v.emit(strings.TrimSuffix(v.inf, "ír")+"yes", false)
		v.emit(strings.TrimSuffix(v.inf, "ír")+"ye", true)
		v.emit(strings.TrimSuffix(v.inf, "ír")+"yen", false)
	}
	v.add(yo, "o", false)
	switch v.theme {
	case 'a':
		v.addAll(st, "as", "an")
		v.add(st, "a", true)
		v.addAll(v.stem, "ás", "amos", "áis")
		v.add(v.stem, "á", true)
		v.add(v.stem, "ad", true)
	case 'e':
		v.addAll(st, "es", "en")
		v.add(st, "e", true)
		v.addAll(v.stem, "és", "emos", "éis")
		v.add(v.stem, "é", true)
		v.add(v.stem, "ed", true)
	default:
		v.addAll(st, "es", "en")
		v.add(st, "e", true)
		v.addAll(v.stem, "ís", "imos")
		v.add(v.stem, "í", true)
		v.add(v.stem, "id", true)
	}
	if v.p.tu[0] != "" {
		v.emit(swapEnd(v.inf, v.p.tu), true)
	}
}

func (v *verb) addAll(stem string, endings ...string) {
	for _, e := range endings {
		v.add(stem, e, false)
	}
}

func (v *verb) past() {
	if v.theme == 'a' {
		v.addAll(v.stem, "aba", "abas", "ábamos", "abais", "aban")
	} else {
		v.addAll(v.stem, "ía", "ías", "íamos", "íais", "ían")
	}
	weak := swapLast(v.stem, v.p.weak)
	switch {
	case v.p.strong[0] != "":
		v.strongPast(swapEnd(v.stem, v.p.strong))
	case v.theme == 'a':
		v.addAll(v.stem, "é", "aste", "ó", "amos", "asteis", "aron")
		v.addAll(v.stem, "ara", "aras", "áramos", "arais", "aran", "ase", "ases", "ásemos", "aseis", "asen")
	default:
		v.addAll(v.stem, "í", "iste", "imos", "isteis")
		v.addAll(weak, "ió", "ieron")
		v.addAll(weak, "iera", "ieras", "iéramos", "ierais", "ieran", "iese", "ieses", "iésemos", "ieseis", "iesen")
	}
}

func (v *verb) strongPast(stem string) {
	third := stem + "o"
	if strings.HasSuffix(stem, "ic") && strings.HasSuffix(v.stem, "ac") { // hizo
		third = strings.TrimSuffix(stem, "c") + "zo"
	}
	i := "i"
	if strings.HasSuffix(stem, "j") {
		i = ""
	}
	for _, f := range []string{stem + "e", stem + "iste", third, stem + "imos", stem + "isteis", stem + i + "eron",
		stem + i + "era", stem + i + "eras", stem + strings.Replace(i+"é", "ié", "ié", 1) + "ramos", stem + i + "erais", stem + i + "eran",
		stem + i + "ese", stem + i + "eses", stem + i + "ésemos", stem + i + "eseis", stem + i + "esen"} {
		v.emit(f, false)
	}
}

func (v *verb) future() {
	base := strings.Replace(v.inf, "ír", "ir", 1)
	base = swapEnd(base, v.p.future)
	for _, e := range []string{"é", "ás", "á", "emos", "éis", "án", "ía", "ías", "íamos", "íais", "ían"} {
		v.emit(base+e, false)
	}
}

func (v *verb) subjunctive() {
	st, we := v.stressed(), swapLast(v.stem, v.p.weak)
	if v.p.yo[0] != "" {
		st = swapEnd(v.stem, v.p.yo)
		we = st
	}
	if v.glide == glideConstruir {
		we = v.stem + "y"
	}
	if v.p.weak[0] == "" && v.p.yo[0] == "" && v.glide != glideConstruir {
		we = v.stem
	}
	endings := [...]string{"a", "as", "an", "ás", "amos", "áis"}
	if v.theme == 'a' {
		endings = [...]string{"e", "es", "en", "és", "emos", "éis"}
	}
	v.add(st, endings[0], true)
	v.add(st, endings[1], false)
	v.add(st, endings[2], true)
	v.add(we, endings[3], false)
	v.add(we, endings[4], true)
	v.add(we, endings[5], false)
}

func (v *verb) nonFinite() {
	v.emit(v.inf, true)
	if v.theme == 'a' {
		v.emit(v.stem+"ando", true)
		v.participle(v.stem + "ado")
		return
	}
	ger := v.join(swapLast(v.stem, v.p.weak), "iendo")
	v.emit(swapEnd(ger, v.p.ger), true)
	if v.p.part[0] != "" {
		v.participle(swapEnd(v.inf, v.p.part))
		return
	}
	v.participle(v.join(v.stem, "ido"))
}

func (v *verb) participle(masculine string) {
	stem := strings.TrimSuffix(masculine, "o")
	for _, e := range []string{"o", "a", "os", "as"} {
		v.emit(stem+e, false)
	}
	if strings.HasSuffix(stem, "ad") || strings.HasSuffix(stem, "id") { // recomendadísimo
		for _, e := range []string{"o", "a", "os", "as"} {
			v.emit(stem+"ísim"+e, false)
		}
	}
}
