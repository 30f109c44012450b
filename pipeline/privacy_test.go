package pipeline

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"pulso/pipeline/social"
)

// What replaceHandles finds by hand is held here against the patterns that say it in one line and take their time.
var (
	addressedPattern = regexp.MustCompile(`(^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_][\p{L}\p{N}_.]*[\p{L}\p{N}_]|[\p{L}\p{N}_])`)
	gluedPattern     = regexp.MustCompile(`([\p{L}\p{N}_])@([\p{L}\p{N}_][\p{L}\p{N}_.]+[\p{L}\p{N}_])`)
)

func hiddenByPattern(p *Pipeline, r *resolver, text string) string {
	hidden := func(before, name string) string {
		if _, configured := r.handles[fold(name)]; configured || r.accounts.named(social.X, name) != nil {
			return before + name
		}
		return before + p.Pseudonym(social.X, name)
	}
	text = addressedPattern.ReplaceAllStringFunc(text, func(found string) string {
		before, name, _ := strings.Cut(found, "@")
		return hidden(before+"@", name)
	})
	text = gluedPattern.ReplaceAllStringFunc(text, func(found string) string {
		before, name, _ := strings.Cut(found, "@")
		if strings.Contains(name, ".") {
			return found
		}
		return hidden(before+"@", name)
	})
	return profile.ReplaceAllStringFunc(text, func(found string) string {
		before, name, _ := strings.Cut(found, "/")
		if noAccount[strings.ToLower(name)] {
			return found
		}
		return hidden(before+"/", name)
	})
}

func TestHandlesAreHiddenAsPatternsFindThem(t *testing.T) {
	p := workspace(t, nil)
	p.Pseudonym = func(_ social.Network, author string) string { return "persona-" + strings.ToLower(author[:1]) }
	r := newResolver(p.Topics, p.Targets, newAccounts(p.Accounts))
	signs := strings.Split("@ @ @ana @AlcaldiaPrueba ana a . , - _ / x.com/ FB.COM/ threads.net/ ſ.com/ p reel ñ é \u0303 😡 ½ ( : AlcaldiaPrueba \xff", " ")
	pick := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range 1 + pick.IntN(9) {
			b.WriteString(signs[pick.IntN(len(signs))])
			b.WriteString([]string{"", "", " ", "\n"}[pick.IntN(4)])
		}
		if got, want := p.hideAddressed(social.X, b.String(), r), hiddenByPattern(p, r, b.String()); got != want {
			t.Fatalf("%q:\n got %q\nwant %q", b.String(), got, want)
		}
	}
}
