package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the months of Bogotá and the days of Los Angeles, on machines without zone files (Windows)
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/goccy/go-yaml"

	"pulso/pipeline/ingest"
	"pulso/pipeline/social"
	"pulso/reports"
)

// configName is the file that makes a folder a workspace.
const configName = "pulso.yaml"

// sampleConfig is what init writes: every key with a comment, valid as it stands.
//
//go:embed sample.yaml
var sampleConfig []byte

// A config is pulso.yaml as written. Keys are English, values are the office's. Only entity.name and accounts are
// required; what each key means stands in sample.yaml, beside the key.
type config struct {
	Entity struct {
		Name        string `yaml:"name"`
		ShortName   string `yaml:"short_name"`
		Inhabitants int64  `yaml:"inhabitants"`
	} `yaml:"entity"`
	TimeZone     string          `yaml:"time_zone"`
	Accounts     []accountConfig `yaml:"accounts"`
	Inbox        []inboxRule     `yaml:"inbox"`
	Columns      []columnsRule   `yaml:"columns"`
	APIs         []apiConfig     `yaml:"apis"`
	OfficialSite struct {
		Domains      []string `yaml:"domains"`
		Publications string   `yaml:"publications"`
	} `yaml:"official_site"`
	Topics []struct {
		Name       string   `yaml:"name"`
		Dependency string   `yaml:"dependency"`
		Words      []string `yaml:"words"`
	} `yaml:"topics"`
	Targets []struct {
		Name    string   `yaml:"name"`
		Kind    string   `yaml:"kind"`
		Words   []string `yaml:"words"`
		Handles []string `yaml:"handles"`
	} `yaml:"targets"`
	Goals    map[string]float64 `yaml:"goals"`
	Document struct {
		Process    string `yaml:"process"`
		Procedure  string `yaml:"procedure"`
		Code       string `yaml:"code"`
		Version    string `yaml:"version"`
		PreparedBy string `yaml:"prepared_by"`
		ReviewedBy string `yaml:"reviewed_by"`
		ApprovedBy string `yaml:"approved_by"`
	} `yaml:"document"`
	Privacy struct {
		Authors string `yaml:"authors"`
	} `yaml:"privacy"`
	OfficeHours struct {
		Days []string `yaml:"days"`
		From string   `yaml:"from"`
		To   string   `yaml:"to"`
	} `yaml:"office_hours"`

	zone *time.Location
}

type accountConfig struct {
	Network     string             `yaml:"network"`
	ID          string             `yaml:"id"`
	Handle      string             `yaml:"handle"`
	Name        string             `yaml:"name"`
	URL         string             `yaml:"url"`
	Dependency  string             `yaml:"dependency"`
	Responsible string             `yaml:"responsible"`
	Targets     map[string]float64 `yaml:"targets"`
}

// An inboxRule says what files do not say of themselves; the first whose glob matches wins.
type inboxRule struct {
	Files   string `yaml:"files"`
	Network string `yaml:"network"`
	Account string `yaml:"account"`
}

// A configError is a mistake in the configuration: exit status 2.
type configError struct{ text string }

func (e *configError) Error() string { return e.text }

// loadConfig reads and checks the pulso.yaml of a workspace. Every mistake is told at once.
func loadConfig(dir string) (*config, error) {
	path := filepath.Join(dir, configName)
	raw, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, &configError{fmt.Sprintf("no hay %s en %s: cree un espacio de trabajo con «pulso init %s» o indique otro con -C", configName, dir, dir)}
	}
	if err != nil {
		return nil, fmt.Errorf("leyendo la configuración: %w", err)
	}
	c, err := parseConfig(raw)
	if err != nil {
		return nil, &configError{fmt.Sprintf("%s: %s", path, err)}
	}
	return c, nil
}

func parseConfig(raw []byte) (*config, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF")) // Notepad's mark
	if !utf8.Valid(raw) {
		return nil, errors.New("no está en UTF-8 y las tildes se perderían: guárdelo con la codificación UTF-8")
	}
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")) // the decoder miscounts the lines of Windows
	c := &config{}
	dec := yaml.NewDecoder(bytes.NewReader(raw), yaml.DisallowUnknownField())
	if err := dec.Decode(c); errors.Is(err, io.EOF) {
		return nil, errors.New("está vacío: falta al menos entity y accounts")
	} else if err != nil {
		return nil, errors.New(yamlMessage(err))
	}
	if err := dec.Decode(&config{}); !errors.Is(err, io.EOF) {
		return nil, errors.New("tiene más de un documento (una línea «---»): lo que va después no se leería; déjelo en uno solo")
	}
	if problems := c.check(); len(problems) > 0 {
		return nil, errors.New(strings.Join(problems, "\n"))
	}
	return c, nil
}

// yamlMessage says a decoding error in Spanish with its line, and quotes the place.
func yamlMessage(err error) string {
	var e yaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil {
		return "no es YAML válido: " + err.Error()
	}
	line := e.GetToken().Position.Line
	quoted := yaml.FormatError(err, false, true)
	if _, rest, ok := strings.Cut(quoted, "\n"); ok {
		quoted = rest
	}
	what := "no se entiende"
	var unknown *yaml.UnknownFieldError
	var duplicate *yaml.DuplicateKeyError
	var wrong *yaml.TypeError
	switch {
	case errors.As(err, &unknown):
		what = fmt.Sprintf("la clave %q no existe; revise si está bien escrita o bórrela", e.GetToken().Value)
	case errors.As(err, &duplicate):
		what = fmt.Sprintf("la clave %q está dos veces", e.GetToken().Value)
	case errors.As(err, &wrong):
		what = fmt.Sprintf("el valor %q no es del tipo que se esperaba", e.GetToken().Value)
	}
	return fmt.Sprintf("línea %d: %s\n%s", line, what, hideSecrets(quoted))
}

// check lists what is wrong with a configuration that parses, and fills in what may be left out.
func (c *config) check() []string {
	var problems []string
	bad := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if c.Entity.Name == "" {
		bad("entity.name: falta el nombre de la entidad")
	}
	if len(c.Accounts) == 0 {
		bad("accounts: falta la lista de las cuentas oficiales")
	}
	c.TimeZone = cmp.Or(c.TimeZone, "America/Bogota")
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		bad("time_zone: %q no es una zona horaria; por ejemplo America/Bogota", c.TimeZone)
	}
	c.zone = zone
	for i, a := range c.Accounts {
		if !knownNetwork(a.Network) {
			bad("accounts[%d].network: %q no es una red; use una de %s", i, a.Network, networkNames())
		}
		if a.ID == "" && a.Handle == "" {
			bad("accounts[%d]: falta id o handle", i)
		}
	}
	for i, r := range c.Inbox {
		c.checkGlob(bad, fmt.Sprintf("inbox[%d]", i), r.Files, r.Network)
	}
	for i, r := range c.Columns {
		r.check(bad, fmt.Sprintf("columns[%d]", i))
	}
	c.checkAPIs(bad)
	for i := range c.Columns {
		for j := range i {
			if a, b := c.Columns[j], c.Columns[i]; len(a.Header) > 0 && a.Files == b.Files && ingest.SameHeader(a.Header, b.Header) {
				bad("línea %d: columns[%d]: el mismo header ya está en la línea %d: borre una de las dos reglas", b.line, i, a.line)
			}
		}
	}
	for i, t := range c.Targets {
		if !slices.Contains([]string{"own", "service", "other", "city"}, t.Kind) {
			bad("targets[%d].kind: %q no es own, service, other ni city", i, t.Kind)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.Goals)) {
		if goal := c.Goals[id]; id != "K16" {
			bad("goals: %q no tiene meta de la oficina; la única es K16", id)
		} else if !(goal > 0 && goal <= 1) {
			bad("goals.K16: %v no es una fracción entre 0 y 1; 0.6 es el 60 %%", goal)
		}
	}
	c.Privacy.Authors = cmp.Or(c.Privacy.Authors, "pseudonym")
	if !slices.Contains([]string{"pseudonym", "handle"}, c.Privacy.Authors) {
		bad("privacy.authors: %q no es pseudonym ni handle", c.Privacy.Authors)
	}
	return append(problems, c.checkHours()...)
}

func (c *config) checkGlob(bad func(string, ...any), where, glob, network string) {
	if glob == "" || !doublestar.ValidatePattern(glob) {
		bad("%s.files: %q no es un patrón de archivos; por ejemplo \"instagram/**\"", where, glob)
	}
	if network != "" && !knownNetwork(network) {
		bad("%s.network: %q no es una red; use una de %s", where, network, networkNames())
	}
}

var weekdays = map[string]time.Weekday{"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday, "sun": time.Sunday}

func (c *config) checkHours() []string {
	h := &c.OfficeHours
	h.From, h.To = cmp.Or(h.From, "08:00"), cmp.Or(h.To, "17:00")
	if len(h.Days) == 0 {
		h.Days = []string{"mon", "tue", "wed", "thu", "fri"}
	}
	var problems []string
	for _, d := range h.Days {
		if _, ok := weekdays[d]; !ok {
			problems = append(problems, fmt.Sprintf("office_hours.days: %q no es mon, tue, wed, thu, fri, sat ni sun", d))
		}
	}
	for _, clock := range []string{h.From, h.To} {
		if _, err := time.Parse("15:04", clock); err != nil {
			problems = append(problems, fmt.Sprintf("office_hours: %q no es una hora; por ejemplo \"08:00\"", clock))
		}
	}
	return problems
}

// input is what the configuration knows of a file of the inbox.
func (c *config) input(file string) ingest.Input {
	in := ingest.Input{Zone: c.zone, Accounts: c.accounts(), Note: func(string) {}}
	for _, r := range c.Inbox {
		if doublestar.MatchUnvalidated(r.Files, file) {
			in.Network, in.Account = social.Network(r.Network), r.Account
			break
		}
	}
	for _, r := range c.Columns {
		if r.forFile(file) {
			in.Columns = append(in.Columns, r.columns())
		}
	}
	return in
}

// accounts are the official accounts in the vocabulary's own terms.
func (c *config) accounts() []social.Account {
	out := make([]social.Account, len(c.Accounts))
	for i, a := range c.Accounts {
		out[i] = social.Account{
			Network: social.Network(a.Network), ID: a.ID, Handle: strings.TrimPrefix(a.Handle, "@"), Name: a.Name, URL: a.URL,
			Dependency: a.Dependency, Responsible: a.Responsible, Targets: a.Targets,
		}
	}
	return out
}

// office is what the reports know of whom they are about.
func (c *config) office() reports.Office {
	o := reports.Office{
		Entity: c.Entity.Name, ShortName: cmp.Or(c.Entity.ShortName, c.Entity.Name), Inhabitants: c.Entity.Inhabitants,
		Accounts: c.accounts(), Site: c.OfficialSite.Domains, ShowAuthors: c.Privacy.Authors == "handle",
		Document: reports.Document{
			Process: c.Document.Process, Procedure: c.Document.Procedure, Code: c.Document.Code, Version: c.Document.Version,
			PreparedBy: c.Document.PreparedBy, ReviewedBy: c.Document.ReviewedBy, ApprovedBy: c.Document.ApprovedBy,
		},
		Goals: c.Goals, OfficeFrom: sinceMidnight(c.OfficeHours.From), OfficeTo: sinceMidnight(c.OfficeHours.To),
	}
	for _, t := range c.Topics {
		o.Topics = append(o.Topics, reports.Topic{Name: t.Name, Dependency: t.Dependency, Words: t.Words})
	}
	for _, t := range c.Targets {
		o.Targets = append(o.Targets, reports.Target{Name: t.Name, Kind: t.Kind, Words: t.Words, Handles: t.Handles})
	}
	for _, d := range c.OfficeHours.Days {
		o.OfficeDays = append(o.OfficeDays, weekdays[d])
	}
	return o
}

// sinceMidnight is a clock time that check has accepted.
func sinceMidnight(clock string) time.Duration {
	t, _ := time.Parse("15:04", clock)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

func knownNetwork(name string) bool { return slices.Contains(social.Networks, social.Network(name)) }

func networkNames() string {
	names := make([]string, len(social.Networks))
	for i, n := range social.Networks {
		names[i] = string(n)
	}
	return strings.Join(names, ", ")
}
