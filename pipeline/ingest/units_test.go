package ingest

import (
	"bytes"
	"html"
	"math/rand"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"pulso/pipeline/social"
)

func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		profile numberProfile
		in      string
		want    float64
		bad     bool
	}{
		{dotDecimal, "9.378", 9.378, false}, {dotDecimal, "89.0", 89, false}, {dotDecimal, "-3", -3, false}, {dotDecimal, "12.5%", 12.5, false},
		{dotDecimal, "1,234", 0, true}, {dotDecimal, "+0.2x", 0, true}, {dotDecimal, "0x10", 0, true}, {dotDecimal, "Inf", 0, true}, {dotDecimal, "1_000", 0, true}, {dotDecimal, "", 0, true},
		{commaDecimal, "40,2%", 40.2, false}, {commaDecimal, "1.234,5", 1234.5, false}, {commaDecimal, "12.345", 12345, false},
		{dotThousands, "1,234,567", 1234567, false}, {dotThousands, "1,234.5", 1234.5, false},
		{loose, "1.5K", 1500, false}, {loose, "9 mil", 9000, false}, {loose, "20,1 mil", 20100, false}, {loose, "2,3 M", 2.3e6, false}, {loose, "1 millón", 1e6, false}, {loose, "3 millones", 3e6, false},
		{loose, "12.345", 12345, false}, {loose, "1,234", 1234, false}, {loose, "1.234.567", 1234567, false}, {loose, "1.234,56", 1234.56, false}, {loose, "1,234.56", 1234.56, false},
		{loose, "4,2%", 4.2, false}, {loose, "0.125", 0.125, false}, {loose, "0,125", 0.125, false}, {loose, "1 234", 1234, false}, {loose, "1234.5", 1234.5, false}, {loose, "-1.234", -1234, false},
		{loose, "muchos", 0, true}, {loose, "K", 0, true}, {loose, "1.2.3", 0, true},
	} {
		got, ok := tt.profile.number(tt.in)
		if ok == tt.bad || ok && (got-tt.want > 1e-9 || tt.want-got > 1e-9) {
			t.Errorf("profile %d: %q is %v (%v), want %v", tt.profile, tt.in, got, ok, tt.want)
		}
	}
}

func TestCounts(t *testing.T) {
	for in, want := range map[string]int64{"89.0": 89, "1.80561E+16": -1, "9.378": -1, "12": 12, "-2": -2, "99999999999999999999": -1} {
		if got, ok := dotDecimal.count(in); ok != (want != -1) || ok && got != want {
			t.Errorf("%q is %d (%v), want %d", in, got, ok, want)
		}
	}
}

func TestMissing(t *testing.T) {
	for _, s := range []string{"", " ", "-", "--", "NAN", "NaN", "N/A", "#N/D", "#N/A", "null", "None", "Sin datos"} {
		if !missing(s) {
			t.Errorf("%q says that there is no value", s)
		}
	}
	for _, s := range []string{"0", "0%", "no", "ninguno"} {
		if missing(s) {
			t.Errorf("%q is a value", s)
		}
	}
}

func TestClean(t *testing.T) {
	for _, tt := range []struct{ in, want, raw string }{
		{"hola", "hola", ""},
		{"café ☕️ así", "café ☕️ así", ""},
		{"cafe\u0301", "café", "cafe\u0301"},
		{"a &amp; b &lt;3", "a & b <3", "a &amp; b &lt;3"},
		{"acciÃ³n â€œbuenaâ€\u009d", "acción “buena”", "acciÃ³n â€œbuenaâ€\u009d"},
		{"Ã³rgano", "órgano", "Ã³rgano"},
		{"Ângela e São João", "Ângela e São João", ""},
		{"a\x00b\r\nc\u2028d", "ab\nc\nd", "a\x00b\r\nc\u2028d"},
		{"  con espacios ", "con espacios", "  con espacios "},
		{"→ agua &amp; luz", "→ agua & luz", "→ agua &amp; luz"},
		{"👨‍👩‍👧 ñ", "👨‍👩‍👧 ñ", ""},
	} {
		if got, raw := clean(tt.in); got != tt.want || raw != tt.raw {
			t.Errorf("%q is %q (raw %q), want %q", tt.in, got, raw, tt.want)
		}
	}
}

func TestIDs(t *testing.T) {
	for _, tt := range []struct {
		in, id  string
		damaged bool
	}{
		{"1539174197334777861", "1539174197334777861", false},
		{"1.80561E+16", "1.80561E+16", true},
		{"1,80561E+16", "1,80561E+16", true},
		{"1539174197334777856.0", "1539174197334777856", true},
		{"1539174197334770000", "1539174197334770000", true},
		{"12345.0", "12345", false},
		{"'1539174197334777861", "1539174197334777861", false},
		{" -e0JZNRR-QA", "-e0JZNRR-QA", false},
		{"18056084636272100", "18056084636272100", false},
		{"#N/D", "", false},
	} {
		if id, damaged := cleanID(tt.in); id != tt.id || damaged != tt.damaged {
			t.Errorf("%q is %q (%v), want %q (%v)", tt.in, id, damaged, tt.id, tt.damaged)
		}
	}
}

// TestInstantsInIDs uses ids whose instants are public knowledge of their formats: the first snowflake epoch plus an
// offset, written out here.
func TestInstantsInIDs(t *testing.T) {
	if got, ok := xTime("1541815603606036480"); !ok || got.Format(time.RFC3339) != "2022-06-28T16:07:40Z" {
		t.Error("x", got, ok)
	}
	if _, ok := xTime("12345"); ok {
		t.Error("an id from before the snowflakes tells no time")
	}
	at := time.Date(2026, 10, 31, 22, 30, 0, 0, time.UTC)
	if got, ok := tikTokTime("7567428301107200123"); !ok || got.Year() < 2025 {
		t.Error("tiktok", got, ok)
	}
	code := shortcodeFor(at)
	if got, ok := shortcodeTime(code); !ok || !got.Equal(at) {
		t.Error("instagram", code, got, ok)
	}
	for _, bad := range []string{"", "a", "abc!defghi", strings.Repeat("z", 12), "AAAAAAAAAAA"} {
		if _, ok := shortcodeTime(bad); ok {
			t.Errorf("%q is no shortcode", bad)
		}
	}
	if account, code := shortcodeOf("https://www.instagram.com/alcaldia/reel/DIywAgBp-9_/?x=1"); account != "alcaldia" || code != "DIywAgBp-9_" {
		t.Error(account, code)
	}
	if account, code := shortcodeOf("https://www.instagram.com/p/DIywAgBp-9_/"); account != "" || code != "DIywAgBp-9_" {
		t.Error(account, code)
	}
}

// shortcodeFor is a shortcode that was given out at t.
func shortcodeFor(t time.Time) string {
	n := uint64(t.UnixMilli()-1314220021721) << 23
	var out []byte
	for n > 0 {
		out = append([]byte{shortcodeDigits[n&63]}, out...)
		n >>= 6
	}
	return string(out)
}

func TestSerialDates(t *testing.T) {
	for _, tt := range []struct {
		serial float64
		from04 serialDates
		style  dateStyle
		want   string
	}{
		{46326.9375, false, timeStyle, "2026-10-31 22:30:00"},
		{46326, false, dayStyle, "2026-10-31"},
		{46326, false, timeStyle, "2026-10-31 00:00:00"},
		{44864.9375, true, timeStyle, "2026-10-31 22:30:00"},
		{1, false, dayStyle, "1900-01-01"},
		{61, false, dayStyle, "1900-03-01"},
		{0.5, false, spanStyle, "12:00:00"},
		{46326.99999999, false, timeStyle, "2026-11-01 00:00:00"},
		{-1, false, dayStyle, "-1"},
		{1e12, false, dayStyle, "1000000000000"},
	} {
		if got := tt.from04.text(tt.serial, tt.style); got != tt.want {
			t.Errorf("%v is %s, want %s", tt.serial, got, tt.want)
		}
	}
}

func TestDateStyles(t *testing.T) {
	for code, want := range map[string]dateStyle{
		"General": noDate, "0.00": noDate, "#,##0": noDate, `#,##0 "días"`: noDate, "dd/mm/yyyy": dayStyle, `[$-240A]d" de "mmmm" de "yyyy;@`: dayStyle,
		"dd/mm/yyyy hh:mm": timeStyle, "h:mm:ss": spanStyle, "[h]:mm:ss": spanStyle, "mmm-yy": dayStyle, "[Red]0.0": noDate, `\d0`: noDate, "mm:ss.0": spanStyle,
	} {
		if got := dateStyleOf(code); got != want {
			t.Errorf("%s is %d, want %d", code, got, want)
		}
	}
}

func TestChooseDates(t *testing.T) {
	for _, tt := range []struct {
		why     string
		samples []string
		sheet   bool
		family  string
		noted   bool
	}{
		{"one day above 12 in second place decides for the file", []string{"10/05/2026", "10/31/2026"}, false, "10/31/2026", false},
		{"one day above 12 in first place decides for the file", []string{"10/05/2026", "31/10/2026"}, false, "31/10/2026", false},
		{"nothing decides: as in Colombia, and told", []string{"10/05/2026", "01/02/2026"}, false, "31/10/2026", true},
		{"iso", []string{"2026-10-31T22:30:00Z"}, false, "2026-10-31", false},
		{"names of months", []string{"31 de octubre de 2026"}, false, "31 de octubre de 2026", false},
		{"seconds", []string{"1793500200", "1793500201.5"}, false, "segundos desde 1970", false},
		{"X", []string{"Sat Oct 31 22:30:00 +0000 2026"}, false, "Sat Oct 31 22:30:00 +0000 2026", false},
		{"date cells beside texts: the spreadsheet may have turned days into months", []string{"2026-05-10", "10/31/2026"}, true, "10/31/2026", true},
		{"nothing fits", []string{"hace 2 días"}, false, "", false},
	} {
		f, note := chooseDates(tt.samples, tt.sheet)
		name := ""
		if f != nil {
			name = f.name
		}
		if name != tt.family || (note != "") != tt.noted {
			t.Errorf("%s: %q, note %q", tt.why, name, note)
		}
	}
}

func TestMonthOf(t *testing.T) {
	want := social.Month{Year: 2026, Month: 10}
	for _, s := range []string{"2026-10", "10/2026", "octubre 2026", "Octubre de 2026", "oct-2026", "October 2026", "outubro de 2026"} {
		if got, ok := monthOf(s); !ok || got != want {
			t.Errorf("%q is %v (%v)", s, got, ok)
		}
	}
	for _, s := range []string{"", "octubre", "2026", "13/2026", "10/10/2026", "mes"} {
		if got, ok := monthOf(s); ok {
			t.Errorf("%q is %v, want none", s, got)
		}
	}
}

func TestHeaders(t *testing.T) {
	l := Layout{{"text", []string{"Texto", "Mensaje"}}, {"likes", []string{"Me gusta"}}, {"", []string{"Sobra"}}}
	b := l.bind(headingOf([]string{" ME_GUSTA ", "mensaje", "Téxto", "texto", "sobra", "Otra", ""}))
	if b.index("likes") != 0 || b.index("text") != 2 || b.index("none") != -1 {
		t.Errorf("%+v", b.at)
	}
	var second []string
	for _, s := range b.second {
		second = append(second, s.name)
	}
	if got := strings.Join(second, "|"); got != "texto (2)|mensaje" {
		t.Errorf("second columns %q", got)
	}
	if got := strings.Join(b.unknown, "|"); got != "Otra" {
		t.Errorf("unknown columns %q", got)
	}
}

func TestNetworkOf(t *testing.T) {
	for in, want := range map[string]social.Network{"Twitter": social.X, "ig": social.Instagram, "FB": social.Facebook, "You Tube": social.YouTube, "Reddit": ""} {
		if got := networkOf(in); got != want {
			t.Errorf("%s is %q", in, got)
		}
	}
	for in, want := range map[string]social.Network{"https://m.facebook.com/x": social.Facebook, "https://netflix.com/": "", "https://x.com/a": social.X, "x.com": "", "https://youtu.be/1": social.YouTube} {
		if got := networkOfLink(in); got != want {
			t.Errorf("%s leads to %q", in, got)
		}
	}
}

// TestPlainRun: eight bytes at once are plain as far as each character of them is, and what is plain is UTF-8.
func TestPlainRun(t *testing.T) {
	oneByOne := func(s []byte) (n int) {
		for n < len(s) {
			size := plainCharacter(s, n)
			if size == 0 {
				break
			}
			n += size
		}
		return n
	}
	for b := range 256 {
		for c := range 256 {
			for at := range 9 {
				s := []byte("abcñefgh 👏🏽 \nño…“ab”")
				s[at], s[at+1] = byte(b), byte(c)
				want := oneByOne(s)
				if got := plainRun(s); got != want || plainRun(string(s)) != want {
					t.Fatalf("%q is plain up to %d, want %d", s, got, want)
				}
				if !utf8.Valid(s[:want]) {
					t.Fatalf("%q is taken for UTF-8", s[:want])
				}
			}
		}
	}
	for b, want := range map[byte]int{' ': 1, '~': 1, '\n': 1, '&': 0, 0x7F: 0, '\t': 0, '\r': 0, 0: 0, 0x80: 0} {
		if got := plainRun([]byte{b}); got != want {
			t.Errorf("%q: %d, want %d", b, got, want)
		}
	}
}

// TestPlainText: what is taken for plain is what all of clean would leave as it is.
func TestPlainText(t *testing.T) {
	for r := rune(1); r < 0x20000; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		s := "a" + string(r) + "b"
		whole := strings.TrimSpace(norm.NFC.String(strings.Map(printable, html.UnescapeString(repair(strings.ReplaceAll(s, "\r\n", "\n"))))))
		if plain(s) && whole != s {
			t.Fatalf("%U is taken for plain and becomes %q", r, whole)
		}
	}
}

// TestKeysAreTheirOwnKeys: what is taken for the key of a header is what making one would not change.
func TestKeysAreTheirOwnKeys(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	const marks = "aáZ_ '\":*.\t\u00a0-1"
	letters, keys := []rune(marks), 0
	for range 100_000 {
		text := make([]rune, rnd.Intn(6))
		for i := range text {
			text[i] = letters[rnd.Intn(len(letters))]
		}
		if s := string(text); isKey(s) {
			if keys++; keyOf(s) != s {
				t.Fatalf("%q is taken for a key and becomes %q", s, keyOf(s))
			}
		}
	}
	if keys < 1000 {
		t.Errorf("only %d keys were tried", keys)
	}
}

// TestStatusOf holds statusOf against the pattern that it stands for.
func TestStatusOf(t *testing.T) {
	pattern := regexp.MustCompile(`(?:twitter|x)\.com/([^/?#]+)/status(?:es)?/(\d+)`)
	rnd := rand.New(rand.NewSource(1))
	parts := []string{"https://", "x", "twitter", ".com", ".com/", "/", "alguien", "status", "statuses", "es", "/status/", "1541815603606036480", "12", "?s=20", "#", "netflix.com/", "ñ", ""}
	found := 0
	for range 200_000 {
		link := ""
		for range rnd.Intn(9) {
			link += parts[rnd.Intn(len(parts))]
		}
		if rnd.Intn(2) == 0 {
			link += "x.com/" + parts[rnd.Intn(len(parts))] + "/status/1" + parts[rnd.Intn(len(parts))]
		}
		var want [2]string
		if m := pattern.FindStringSubmatch(link); m != nil {
			want = [2]string(m[1:])
			found++
		}
		if handle, id := statusOf(link); [2]string{handle, id} != want {
			t.Fatalf("%q: %q %q, want %q", link, handle, id, want)
		}
	}
	if found < 1000 {
		t.Errorf("only %d links of the pattern were tried", found)
	}
}

func TestPostOfLink(t *testing.T) {
	for link, want := range map[string][2]string{
		"https://x.com/alcaldiaprueba/status/1541815603606036480?s=20":                                            {"alcaldiaprueba", "1541815603606036480"},
		"https://www.instagram.com/alcaldia.prueba/reel/DIywAgBp-9_/":                                             {"alcaldia.prueba", "DIywAgBp-9_"},
		"https://www.instagram.com/p/DIywAgBp-9_/":                                                                {"", "DIywAgBp-9_"},
		"https://www.facebook.com/100200300_777":                                                                  {"100200300", "777"},
		"https://www.facebook.com/alcaldiaprueba/videos/obras-del-parque/777/":                                    {"alcaldiaprueba", "777"},
		"https://m.facebook.com/story.php?story_fbid=777&id=100200300":                                            {"100200300", "777"},
		"https://www.linkedin.com/posts/alcaldia-prueba_obras-del-parque-activity-7251234567890123456-AbCd?rcm=1": {"alcaldia-prueba", "7251234567890123456"},
		"https://www.tiktok.com/@alcaldiaprueba/video/7567428301107200123":                                        {"alcaldiaprueba", "7567428301107200123"},
		"https://www.youtube.com/watch?v=-e0JZNRR-QA":                                                             {"", "-e0JZNRR-QA"},
		"https://youtu.be/-e0JZNRR-QA":                                                                            {"", "-e0JZNRR-QA"},
		"https://example.org/noticia/1":                                                                           {"", ""},
	} {
		if account, id := postOfLink(link); account != want[0] || id != want[1] {
			t.Errorf("%s is %q of %q, want %q of %q", link, id, account, want[1], want[0])
		}
	}
}

// TestInsideRun: the inside of a JSON string ends where the first quote, backslash or line break stands, wherever that is.
func TestInsideRun(t *testing.T) {
	for n := range 40 {
		for at := range n {
			for _, stop := range "\"\\\n" {
				b := bytes.Repeat([]byte("\x5d\x23\x0b\x21\xe9"), 8)[:n] // neighbours of what is looked for
				b[n-1], b[at] = '"', byte(stop)
				if got := insideRun(b); got != at {
					t.Fatalf("%q: %d, want %d", b, got, at)
				}
			}
		}
		if b := bytes.Repeat([]byte{'a'}, n); insideRun(b) != n {
			t.Fatalf("%q: %d", b, insideRun(b))
		}
	}
}
