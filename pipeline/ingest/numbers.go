package ingest

import (
	"math"
	"strconv"
	"strings"

	"pulso/pipeline/social"
)

// missingTokens are what exports write for «no value». Keys are lower case.
var missingTokens = map[string]bool{
	"": true, "-": true, "--": true, "—": true, "–": true, "nan": true, "n/a": true, "na": true, "n/d": true, "nd": true, "#n/d": true, "#n/a": true,
	"null": true, "none": true, "<na>": true, "undefined": true, "nil": true, "s/d": true, "sin dato": true, "sin datos": true, "no disponible": true,
}

// missing says whether a cell says that there is no value.
func missing(s string) bool {
	if s == "" {
		return true
	}
	if s[0] > ' ' {
		lengths := missingLengths[s[0]]
		last := s[len(s)-1]
		if lengths == 0 || last > ' ' && last < 0x80 && lengths>>min(len(s), 31)&1 == 0 {
			return false
		}
	}
	s = strings.TrimSpace(s)
	return len(s) <= 16 && missingTokens[strings.ToLower(s)]
}

// missingLengths are, for each byte with which one of missingTokens begins in either case, how long those are: a bit for
// each length.
var missingLengths = func() (lengths [256]uint32) {
	for token := range missingTokens {
		if token != "" {
			lengths[token[0]] |= 1 << len(token)
			lengths[strings.ToUpper(token)[0]] |= 1 << len(token)
		}
	}
	return lengths
}()

// A numberProfile is how the numbers of a format are written. It belongs to the format, never to the language of a
// file: the exports of the networks have a decimal point in every language.
type numberProfile int

const (
	dotDecimal   numberProfile = iota // 1234.5, no thousands separators: Meta, X, YouTube, LinkedIn, TikTok
	commaDecimal                      // 1.234,5: audiences of Meta, files saved by a Spanish Excel
	dotThousands                      // 1,234.5: CrowdTangle
	loose                             // what people write: 1.234, 1,5K, 9 mil, 2,3 M
)

// number reads a number that is not missing.
func (p numberProfile) number(s string) (v float64, ok bool) {
	s = strings.Trim(s, " \t\u00a0\u202f'")
	s = strings.TrimSpace(strings.TrimSuffix(s, "%"))
	switch p {
	case commaDecimal:
		s = strings.ReplaceAll(s, ".", "")
		s = strings.Replace(s, ",", ".", 1)
	case dotThousands:
		s = strings.ReplaceAll(s, ",", "")
	case loose:
		return looseNumber(s)
	}
	return plainNumber(s)
}

// plainNumber reads digits with an optional sign, decimal point and exponent: what ParseFloat takes without its
// hexadecimals, underscores, infinities and NaN.
func plainNumber(s string) (v float64, ok bool) {
	for i := 0; i < len(s); i++ {
		if b := s[i]; (b < '0' || b > '9') && b != '.' && b != '-' && b != '+' && b != 'e' && b != 'E' {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// magnitudes are the words and letters by which people shorten numbers.
var magnitudes = []struct {
	word  string
	times float64
}{
	{"millones", 1e6}, {"millón", 1e6}, {"millon", 1e6}, {"mill", 1e6}, {"mil", 1e3}, {"mm", 1e6}, {"k", 1e3}, {"m", 1e6}, {"b", 1e9},
}

// looseNumber reads a number as a person may write it. A single separator before exactly three digits parts
// thousands (12.345 seguidores), else it is a decimal one; of two kinds the last is the decimal one.
func looseNumber(s string) (v float64, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	times := 1.0
	for _, m := range magnitudes {
		if rest, found := strings.CutSuffix(s, m.word); found {
			s, times = strings.TrimRight(rest, " \u00a0."), m.times
			break
		}
	}
	s = numberSpaces.Replace(s)
	dot, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	switch {
	case dot >= 0 && comma > dot:
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	case dot >= 0 && comma >= 0:
		s = strings.ReplaceAll(s, ",", "")
	case comma >= 0:
		s = oneSeparator(s, ",", times)
	case dot >= 0:
		s = oneSeparator(s, ".", times)
	}
	v, ok = plainNumber(s)
	return v * times, ok
}

// numberSpaces are dropped from numbers.
var numberSpaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "")

// oneSeparator writes a number with one kind of separator with a decimal point or none.
func oneSeparator(s, sep string, times float64) string {
	groups := strings.Split(s, sep)
	thousands := times == 1 && len(strings.TrimLeft(groups[0], "+-")) <= 3 && strings.Trim(groups[0], "+-0") != ""
	for _, g := range groups[1:] {
		thousands = thousands && len(g) == 3
	}
	if thousands {
		return strings.Join(groups, "")
	}
	return strings.Replace(s, sep, ".", 1)
}

// count reads a whole number; "89.0" is one.
func (p numberProfile) count(s string) (n int64, ok bool) {
	if n, err := strconv.ParseInt(s, 10, 54); err == nil {
		return n, true
	}
	v, ok := p.number(s)
	if !ok || math.Abs(v) >= 1<<53 {
		return 0, false
	}
	if r := math.Round(v); math.Abs(r-v) < 1e-6 {
		return int64(r), true
	}
	return 0, false
}

// optCount is the whole number of a JSON value or of an absent one.
func optCount(v *int64) social.Opt[int64] {
	if v == nil {
		return social.Opt[int64]{}
	}
	return social.Some(*v)
}
