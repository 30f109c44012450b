package ingest

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// xTime is the instant at which X gave out a post id: 22 bits of machine and sequence below milliseconds since the
// 4th of November 2010. Ids from before that are no such numbers.
func xTime(id string) (t time.Time, ok bool) {
	n, err := strconv.ParseUint(id, 10, 63)
	if err != nil || n>>22 == 0 || len(id) < 15 {
		return t, false
	}
	return time.UnixMilli(int64(n>>22) + 1288834974657).UTC(), true
}

// tikTokTime is the instant of a TikTok video id: its upper 32 bits are Unix seconds.
func tikTokTime(id string) (t time.Time, ok bool) {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil || n>>32 < 1_400_000_000 {
		return t, false
	}
	return time.Unix(int64(n>>32), 0).UTC(), true
}

const shortcodeDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// shortcodeTime is the instant of an Instagram shortcode (the DIywAgBp-9_ of a link): a number in base 64 whose upper
// bits, without the lower 23, are milliseconds since the 25th of August 2011.
func shortcodeTime(code string) (t time.Time, ok bool) {
	if len(code) < 9 || len(code) > 12 {
		return t, false
	}
	n := new(big.Int)
	for _, r := range code {
		i := strings.IndexRune(shortcodeDigits, r)
		if i < 0 {
			return t, false
		}
		n.Lsh(n, 6).Or(n, big.NewInt(int64(i)))
	}
	n.Rsh(n, 23)
	if n.BitLen() > 41 || n.Sign() == 0 {
		return t, false
	}
	return time.UnixMilli(n.Int64() + 1314220021721).UTC(), true
}

var shortcodeLink = regexp.MustCompile(`instagram\.com/(?:([\w.]+)/)?(?:p|reel|reels|tv)/([\w-]+)`)

// shortcodeOf is the account, where it is named, and the shortcode of a link to Instagram; empty when it is none.
func shortcodeOf(link string) (account, code string) {
	if m := shortcodeLink.FindStringSubmatch(link); m != nil {
		return m[1], m[2]
	}
	return "", ""
}

// statusOf is the author and the id of a link to a post of X, https://x.com/alguien/status/1541815603606036480; empty when
// it is none. Every row of an export of X has such a link, and a pattern takes a third of the time of reading the row.
func statusOf(link string) (handle, id string) {
	for {
		host, path, found := strings.Cut(link, ".com/")
		if !found {
			return "", ""
		}
		if strings.HasSuffix(host, "x") || strings.HasSuffix(host, "twitter") {
			if handle, id = statusPath(path); id != "" {
				return handle, id
			}
		}
		link = path
	}
}

// statusPath is statusOf what follows the host.
func statusPath(path string) (handle, id string) {
	handle, rest, _ := strings.Cut(path, "/")
	rest, ok := strings.CutPrefix(rest, "status")
	if handle == "" || !ok || strings.ContainsAny(handle, "?#") {
		return "", ""
	}
	id, ok = strings.CutPrefix(strings.TrimPrefix(rest, "es"), "/")
	for i := range len(id) {
		if id[i] < '0' || id[i] > '9' {
			id = id[:i]
			break
		}
	}
	if !ok || id == "" {
		return "", ""
	}
	return handle, id
}

// cleanID takes an id as a cell has it. Damaged says that a spreadsheet or a program rounded it to a float, so that
// its last digits are lost: 1.80561E+16, 1539174197334777856.0, or nineteen digits that end in four zeros.
func cleanID(s string) (id string, damaged bool) {
	if s == "" || digitsOnly(s) && (len(s) < 18 || s[len(s)-1] != '0') {
		return s, false
	}
	id = strings.Trim(s, " \t\u00a0'\"=`")
	if missing(id) {
		return "", false
	}
	if floatID.MatchString(id) {
		return id, true
	}
	whole, zero, pointed := strings.Cut(id, ".")
	if pointed && strings.Trim(zero, "0") == "" && digitsOnly(whole) {
		return whole, len(whole) > 15
	}
	if digitsOnly(id) && len(id) >= 18 && strings.HasSuffix(id, "0000"[:min(4, len(id)-15)]) {
		return id, true
	}
	return id, false
}

var floatID = regexp.MustCompile(`^\d(?:[.,]\d+)?[eE]\+?\d{1,2}$`)

func digitsOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// networkNames are the names by which people and programs call the networks, as headerKey writes them.
var networkNames = map[string]social.Network{
	"x": social.X, "twitter": social.X, "tw": social.X, "x twitter": social.X, "x (twitter)": social.X, "twitter/x": social.X, "x.com": social.X, "twitter.com": social.X, "tweet": social.X,
	"facebook": social.Facebook, "fb": social.Facebook, "face": social.Facebook, "facebook page": social.Facebook, "facebook.com": social.Facebook, "meta": social.Facebook,
	"instagram": social.Instagram, "ig": social.Instagram, "insta": social.Instagram, "instagram.com": social.Instagram,
	"youtube": social.YouTube, "yt": social.YouTube, "you tube": social.YouTube, "youtube.com": social.YouTube,
	"linkedin": social.LinkedIn, "linked in": social.LinkedIn, "li": social.LinkedIn, "linkedin.com": social.LinkedIn,
	"tiktok": social.TikTok, "tik tok": social.TikTok, "tt": social.TikTok, "tiktok.com": social.TikTok,
	"web": social.Web, "news": social.Web, "noticias": social.Web, "noticia": social.Web, "blog": social.Web, "blogs": social.Web, "prensa": social.Web, "sitio web": social.Web, "sitios web": social.Web, "pagina web": social.Web, "online news": social.Web, "medios": social.Web,
}

// networkOf is the network that people call name; empty when nobody does.
func networkOf(name string) social.Network {
	if n, ok := networkNames[name]; ok {
		return n
	}
	return networkNames[headerKey(name)]
}

// networkHosts tell the network of a link.
var networkHosts = []struct {
	host    string
	network social.Network
}{
	{"twitter.com", social.X}, {"x.com", social.X}, {"facebook.com", social.Facebook}, {"fb.com", social.Facebook}, {"fb.watch", social.Facebook},
	{"instagram.com", social.Instagram}, {"youtube.com", social.YouTube}, {"youtu.be", social.YouTube},
	{"linkedin.com", social.LinkedIn}, {"tiktok.com", social.TikTok},
}

// networkOfLink is the network that a link leads to; empty when it leads elsewhere or is no link.
func networkOfLink(link string) social.Network {
	_, rest, ok := strings.Cut(link, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	host = strings.ToLower(host)
	for _, h := range networkHosts {
		if rest, ok := strings.CutSuffix(host, h.host); ok && (rest == "" || rest[len(rest)-1] == '.') {
			return h.network
		}
	}
	return ""
}
