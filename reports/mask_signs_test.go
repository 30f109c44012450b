package reports

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// What is found by hand is held here against patterns, which say it in one line and take their time.
var (
	linkPattern       = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"»)]+`)
	handlePattern     = regexp.MustCompile(`(^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_][\p{L}\p{N}_.\-]*)`)
	gluedPattern      = regexp.MustCompile(`([\p{L}\p{N}_])@([\p{L}\p{N}_][\p{L}\p{N}_.\-]{2,})`)
	addresseesPattern = regexp.MustCompile(`(?:@usuario\s+){2,}`)
)

func handlesByPattern(text string, official func(string) bool) string {
	for _, kind := range []*regexp.Regexp{handlePattern, gluedPattern} {
		text = kind.ReplaceAllStringFunc(text, func(found string) string {
			g := kind.FindStringSubmatch(found)
			name := strings.TrimRight(g[2], ".-")
			first, _, _ := strings.Cut(name, "-")
			if official != nil && (official(name) || official(first)) {
				return found
			}
			return g[1] + "@usuario" + g[2][len(name):]
		})
	}
	return addresseesPattern.ReplaceAllString(text, "@usuario ")
}

// narrower are the masks that are meant to find less than their patterns: their other words are in too many texts.
var narrower = regexp.MustCompile(`arroba|placas`)

func wantAsPatterns(t *testing.T, text string) {
	t.Helper()
	same := func(what, got, want string) {
		if got != want {
			t.Errorf("%s in %q:\n   got %q\n  want %q", what, text, got, want)
		}
	}
	if strings.Contains(text, ".") {
		same("links", maskLinks(text), linkPattern.ReplaceAllString(text, "[enlace]"))
	}
	for _, official := range []func(string) bool{nil, func(h string) bool { return h == "ana" || h == "a" }} {
		same("handles", maskHandles(text, official), handlesByPattern(text, official))
	}
	n := numbersOf(text)
	for _, m := range append(contacts[:len(contacts):len(contacts)], figures...) {
		if !m.may(text, &n) && !narrower.MatchString(m.pattern.String()) && m.pattern.MatchString(text) {
			t.Errorf("%q is spared the pattern %v, which finds %q", text, m.pattern, m.pattern.FindString(text))
		}
	}
	for _, name := range []string{strings.ToUpper(text), text[len(text)/3:]} {
		if utf8.RuneCountInString(name) >= 5 && utf8.ValidString(name) && strings.Contains(strings.ToLower(text), strings.ToLower(name)) && !mayHold(text, name) {
			t.Errorf("%q holds %q", text, name)
		}
	}
	suspect := slices.ContainsFunc(wordsOf(text), func(w word) bool { return suspects[bareName(text[w.start:w.end])] })
	same("suspects", fmt.Sprint(hasSuspect(text)), fmt.Sprint(suspect))
}

// signs are what texts are made of that come near to what is masked.
var signs = strings.Split(`@ @ @usuario @ana @a-b ana A a . , - _ : :// / http https HTTP:// httpſ:// www. WWW. x.com/ fb.com .com gmail.com co »  < ) ( # 3 57 300 12 1234 60 605 1082345678 ABC XYZ- Q
	calle Calle ócalle traſn cra Kra kra. apto casa caſa mz lote cc C.C. nit documento placa PLACA tel cel no. n° ' ’ maría MARÍA José señor llamo María' D'ana ángela ͏ñ é ̃ 😡 ½ Ⅷ ٣ "`, " ")

func TestSignsAreFoundAsPatternsFindThem(t *testing.T) {
	for _, c := range masking {
		wantAsPatterns(t, c.text)
	}
	pick := rand.New(rand.NewPCG(1, 2))
	gaps := []string{"", "", " ", "  ", "\n", "\t "}
	for range 15_000 {
		var b strings.Builder
		for range 1 + pick.IntN(9) {
			b.WriteString(signs[pick.IntN(len(signs))])
			b.WriteString(gaps[pick.IntN(len(gaps))])
		}
		wantAsPatterns(t, b.String())
		if t.Failed() {
			return
		}
	}
}

func TestEverySuspectFits(t *testing.T) {
	for w := range suspects {
		if len(w) > longestSuspect || !hasSuspect("por "+strings.ToUpper(w)+", sí") {
			t.Errorf("%q is not found", w)
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, c := range masking {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Mask(text, nil, text)
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("masking broke the text %q", text)
		}
		wantAsPatterns(t, text)
	})
}
