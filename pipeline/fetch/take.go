package fetch

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// settling is for how long after its end the figures of a month still change: Instagram and YouTube are up to two days
// late.
const settling = 48 * time.Hour

// takeName is the file that says how far a take is. It is hidden, so that it is no input of a month.
const takeName = ".take.json"

// A take is what a network answered from a day on.
type take struct {
	folder  string
	day     social.Date
	settled bool // it began when the month's figures had settled
	fresh   bool // it begins now

	Begun    time.Time  `json:"begun"`
	Finished *time.Time `json:"finished,omitempty"`
	Pages    int        `json:"pages,omitempty"`
	Items    int        `json:"items,omitempty"`
	Refused  []Refusal  `json:"refused,omitempty"`
	Notes    []string   `json:"notes,omitempty"`
}

// pick is the take to go on with, or to begin, or the finished one after which there is nothing to do today.
func (c *Collector) pick(folder string, month social.Month) (*take, error) {
	now, settles := c.Now(), month.End(c.Zone).Add(settling)
	t, err := latest(folder)
	if err != nil {
		return nil, err
	}
	today := social.DateOf(now, c.Zone)
	if t != nil {
		t.settled = !t.Begun.Before(settles)
		switch {
		case t.settled, t.Finished != nil && t.day.Compare(today) >= 0: // later than today: by a clock that was set back
			return t, nil
		case t.Finished == nil && now.Before(settles): // cut short, and the month is still being taken
			return t, nil
		}
	}
	t = &take{folder: filepath.Join(folder, today.String()), day: today, fresh: true, settled: !now.Before(settles), Begun: social.AtUTC(now).Truncate(time.Second)}
	return t, t.save()
}

// latest is the last take in a folder; nil when there is none.
func latest(folder string) (*take, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("leyendo %s: %w", folder, err)
	}
	for i := len(entries) - 1; i >= 0; i-- { // by name, which is by day
		day, err := social.ParseDate(entries[i].Name())
		if err != nil || !entries[i].IsDir() {
			continue
		}
		t := &take{folder: filepath.Join(folder, entries[i].Name()), day: day}
		raw, err := os.ReadFile(filepath.Join(t.folder, takeName))
		if errors.Is(err, fs.ErrNotExist) { // interrupted before its first line, or somebody's own folder
			continue
		}
		if err == nil {
			err = json.Unmarshal(raw, t)
		}
		if err != nil || t.Begun.IsZero() {
			return nil, fmt.Errorf("%s no se puede leer o está dañado: borre la carpeta %s y repita la orden", filepath.Join(t.folder, takeName), t.folder)
		}
		return t, nil
	}
	return nil, nil
}

func (t *take) save() error {
	raw, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(t.folder, takeName), append(raw, '\n'))
}

// finish notes that the walk is through.
func (t *take) finish(now time.Time, v *visit) error {
	now = social.AtUTC(now).Truncate(time.Second)
	t.Finished, t.Pages, t.Items, t.Refused, t.Notes = &now, v.saved+v.found, v.items, v.refused, v.notes
	return t.save()
}

// below is the take's folder as seen from dir, with slashes.
func (t *take) below(dir string) string {
	rel, err := filepath.Rel(dir, t.folder)
	if err != nil {
		return filepath.ToSlash(t.folder)
	}
	return filepath.ToSlash(rel)
}

// writeFile writes a file whole or not at all: beside its place first, under a name that is no input.
func writeFile(path string, content []byte) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("guardando %s: %w. Revise el espacio en el disco y los permisos de la carpeta", path, err)
		}
	}()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".pulso-*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// safeName is a name for a folder on every system: letters, digits, - and _, in lower case. One that has other signs gets
// a hash of itself, so that alcaldia.demo and alcaldia_demo are two.
func safeName(s string) string {
	s = strings.ToLower(s)
	safe := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, s)
	if safe == s {
		return safe
	}
	return fmt.Sprintf("%s-%x", safe, sha256.Sum256([]byte(s)))[:len(safe)+7]
}
