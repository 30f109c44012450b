// Package generate makes the sample workspace that `pulso demo` unpacks: three months of exports of an invented town
// hall, in the layouts that the networks really write.
//
// Its one idea: the sample is a program with a fixed seed, so that it can be large, holds no real person's word, and
// whoever asks where a figure comes from can read it here. The files themselves are committed beside it and a test
// holds them against it.
package generate

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

//go:embed voices.tsv
var voicesTSV string

//go:embed english.tsv
var englishTSV string

// months are the months of the sample, oldest first, with how many mentions each brings.
var months = []struct {
	year     int
	month    time.Month
	mentions int
}{{2026, time.August, 2300}, {2026, time.September, 2500}, {2026, time.October, 3000}}

var bogota = time.FixedZone("America/Bogota", -5*3600)

// A maker holds the dice and what has been made.
type maker struct {
	rnd    *rand.Rand
	files  map[string][]byte
	voices []voice
	people []person
	serial int
	made   []made // the office's posts so far
}

type voice struct {
	weight int
	mood   string
	text   string
}

type person struct{ id, name, handle string }

// Files are the files of the sample workspace by path, with slashes. The same program gives the same bytes.
func Files() (map[string][]byte, error) {
	m := &maker{rnd: rand.New(rand.NewPCG(20261031, 9)), files: map[string][]byte{}}
	m.readVoices()
	m.makePeople(900)
	for i, month := range months {
		first := time.Date(month.year, month.month, 1, 0, 0, 0, 0, bogota)
		if err := m.officialMonth(first, i); err != nil {
			return nil, fmt.Errorf("making the accounts of %s: %w", first.Format("2006-01"), err)
		}
		if err := m.citizenMonth(first, month.mentions); err != nil {
			return nil, fmt.Errorf("making the mentions of %s: %w", first.Format("2006-01"), err)
		}
	}
	m.followersByHand()
	m.records()
	return m.files, nil
}

func (m *maker) readVoices() {
	for line := range strings.Lines(voicesTSV) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		weight, err := strconv.Atoi(fields[0])
		if err != nil {
			continue // comments and the header
		}
		m.voices = append(m.voices, voice{weight, fields[1], fields[2]})
	}
}

func (m *maker) makePeople(n int) {
	for i := range n {
		name, surname := pick(m.rnd, names), pick(m.rnd, surnames)
		handle := strings.ToLower(strings.NewReplacer(" ", "", "á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "Á", "a").Replace(name)) + strconv.Itoa(100+i)
		m.people = append(m.people, person{id: strconv.Itoa(100_000_000 + i*7919), name: name + " " + surname, handle: handle})
	}
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// fill puts words into the slots of a text.
func (m *maker) fill(text string) string {
	for {
		before, rest, ok := strings.Cut(text, "{")
		if !ok {
			return text
		}
		slot, after, _ := strings.Cut(rest, "}")
		text = before + pick(m.rnd, slots[slot]) + after
	}
}

// say is one citizen's text in a mood, or in any mood when mood is empty.
func (m *maker) say(moods ...string) (string, string) {
	total := 0
	for _, v := range m.voices {
		if wanted(v.mood, moods) {
			total += v.weight
		}
	}
	at := m.rnd.IntN(total)
	for _, v := range m.voices {
		if !wanted(v.mood, moods) {
			continue
		}
		if at -= v.weight; at < 0 {
			if v.mood == "emoji" {
				return v.text, v.mood
			}
			return m.roughen(pick(m.rnd, openings) + m.fill(v.text) + m.more() + pick(m.rnd, tails)), v.mood
		}
	}
	return "", ""
}

// more is a second sentence, now and then, so that few people say the same.
func (m *maker) more() string {
	if m.rnd.IntN(5) < 2 {
		return ""
	}
	return ". " + m.fill(pick(m.rnd, asides))
}

func wanted(mood string, moods []string) bool {
	for _, m := range moods {
		if m == mood {
			return true
		}
	}
	return len(moods) == 0
}

// roughen writes as people do: without accents, in capitals, with chat spelling, now and then.
func (m *maker) roughen(s string) string {
	switch m.rnd.IntN(12) {
	case 0, 1, 2:
		s = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "¿", "", "¡", "").Replace(s)
	case 3:
		s = strings.ToUpper(s)
	case 4:
		s = strings.NewReplacer(" que ", " q ", " por ", " x ", " también", " tmb", "porque", "xq").Replace(strings.ToLower(s))
	}
	return s
}

// at is an instant of the month, more often in the evening, with two days on which everybody speaks.
func (m *maker) at(first time.Time) (time.Time, string) {
	days := first.AddDate(0, 1, 0).Add(-time.Hour).Day()
	day, mood := 1+m.rnd.IntN(days), ""
	if first.Month() == time.October {
		switch m.rnd.IntN(14) {
		case 0:
			day, mood = 14, "queja" // the great water failure
		case 1:
			day, mood = 24, "elogio" // the festival
		}
	}
	hour := []int{6, 7, 8, 9, 10, 11, 12, 12, 13, 14, 16, 17, 18, 18, 19, 19, 19, 20, 20, 20, 21, 21, 22, 23}[m.rnd.IntN(24)]
	return first.AddDate(0, 0, day-1).Add(time.Duration(hour)*time.Hour + time.Duration(m.rnd.IntN(3600))*time.Second), mood
}

func (m *maker) next() int {
	m.serial++
	return m.serial
}

// snowflake is an X id whose creation instant is at.
func (m *maker) snowflake(at time.Time) string {
	return strconv.FormatInt((at.UnixMilli()-1288834974657)<<22|int64(m.next()&0x3fffff), 10)
}
