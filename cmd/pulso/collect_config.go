package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"pulso/pipeline/fetch"
	"pulso/pipeline/social"
)

// An apiConfig says that a network is asked through its API, and which variable of the environment has the token. Token
// is a key only so that whoever writes a token into pulso.yaml is told without the token being printed.
type apiConfig struct {
	Network  string `yaml:"network"`
	Account  string `yaml:"account"`
	Variable string `yaml:"variable"`
	Search   string `yaml:"search"`
	Token    string `yaml:"token"`
}

// variableName is what a variable may be called. Tokens have small letters or signs, so that none passes for a name.
var variableName = regexp.MustCompile(`^[A-Z][A-Z0-9_]{2,63}$`)

// secretsInYAML finds what may be a token in a quoted piece of pulso.yaml.
var secretsInYAML = regexp.MustCompile(`((?:token|variable)["']?\s*:\s*["']?)([^\s,"'}]*[^A-Z0-9_\s,"'}][^\s,"'}]*|[^\s,"'}]{40,})`)

// hideSecrets is a quoted piece of pulso.yaml without tokens.
func hideSecrets(quoted string) string { return secretsInYAML.ReplaceAllString(quoted, "${1}…") }

func (c *config) checkAPIs(bad func(string, ...any)) {
	for i, a := range c.APIs {
		where := fmt.Sprintf("apis[%d]", i)
		source := fetch.SourceOf(social.Network(a.Network))
		switch {
		case a.Token != "":
			bad("%s.token: una clave no se escribe en pulso.yaml, que se copia y se comparte: póngala en una variable del entorno y escriba aquí solo su nombre, variable: %s. Si ya la compartió, anúlela y genere otra", where, variableFor(a.Network))
		case source == nil && knownNetwork(a.Network):
			bad("%s.network: pulso no descarga de la API de %s; use sus exportaciones", where, social.Network(a.Network).Title())
		case source == nil:
			bad("%s.network: %q no es una red; use una de %s", where, a.Network, apiNetworks())
		case a.Variable == "":
			bad("%s.variable: falta el nombre de la variable del entorno que tiene la clave; por ejemplo %s", where, variableFor(a.Network))
		case !variableName.MatchString(a.Variable):
			bad("%s.variable: no es el nombre de una variable (mayúsculas, cifras y _); por ejemplo %s. Si es la clave misma, bórrela de aquí y póngala en la variable", where, variableFor(a.Network))
		}
		if a.Search != "" && a.Network != string(social.X) {
			bad("%s.search: solo X tiene búsqueda; bórrela", where)
		}
		for _, account := range c.apiAccounts(a) {
			if a.Network == string(social.Instagram) && account.ID == "" {
				bad("%s: la API de Instagram pide el número de la cuenta profesional: escríbalo como id en accounts, junto a %q", where, account.Label())
			}
		}
		if source != nil && len(c.apiAccounts(a)) == 0 {
			bad("%s: no hay en accounts una cuenta de %s%s", where, source.Network.Title(), accountNamed(a.Account))
		}
	}
}

func accountNamed(account string) string {
	if account == "" {
		return ""
	}
	return fmt.Sprintf(" que sea %q", account)
}

// variableFor is the name that the documentation gives to a network's variable.
func variableFor(network string) string {
	if fetch.SourceOf(social.Network(network)) == nil {
		return "YOUTUBE_CLAVE"
	}
	return strings.ToUpper(network) + "_CLAVE"
}

func apiNetworks() string {
	names := make([]string, len(fetch.Sources))
	for i, s := range fetch.Sources {
		names[i] = string(s.Network)
	}
	return strings.Join(names, ", ")
}

// apiAccounts are the accounts that an API is asked for: the one that it names, else all of the network.
func (c *config) apiAccounts(a apiConfig) []social.Account {
	var out []social.Account
	name := strings.TrimPrefix(a.Account, "@")
	for _, account := range c.accounts() {
		if string(account.Network) == a.Network && (name == "" || strings.EqualFold(name, account.Handle) || name == account.ID) {
			out = append(out, account)
		}
	}
	return out
}

// jobs are what there is to ask for, of one network or, where it is empty, of all. All variables that are missing are
// told at once.
func (c *config) jobs(network string) ([]fetch.Job, error) {
	var jobs []fetch.Job
	var problems []string
	for _, a := range c.APIs {
		if network != "" && a.Network != network {
			continue
		}
		token, err := readToken(a.Variable)
		if err != nil {
			problems = append(problems, fmt.Sprintf("la API de %s: %v", social.Network(a.Network).Title(), err))
			continue
		}
		for _, account := range c.apiAccounts(a) {
			jobs = append(jobs, fetch.Job{Source: fetch.SourceOf(social.Network(a.Network)), Account: account, Token: token, Variable: a.Variable, Search: a.Search})
		}
	}
	if len(problems) > 0 {
		return nil, &configError{strings.Join(problems, "\n")}
	}
	return jobs, nil
}

// Bounds of a token: shorter ones are typing errors, longer ones another file.
const (
	leastToken = 8
	mostToken  = 8 << 10
)

// fileSuffix makes of a variable's name that of one with a path to a file with the token, for systems that keep secrets
// in files.
const fileSuffix = "_FILE"

// readToken takes a token from the environment. Its errors do not show it.
func readToken(variable string) (string, error) {
	token, from := os.Getenv(variable), "la variable "+variable
	if path := os.Getenv(variable + fileSuffix); token == "" && path != "" {
		from = "el archivo de la variable " + variable + fileSuffix
		f, err := os.Open(path)
		if err != nil {
			return "", fmt.Errorf("no se puede abrir %s: %w", from, err)
		}
		defer f.Close()
		raw, err := io.ReadAll(io.LimitReader(f, mostToken+1))
		if err != nil {
			return "", fmt.Errorf("no se puede leer %s: %w", from, err)
		}
		token = string(raw)
	}
	token = strings.TrimSpace(token)
	switch {
	case token == "":
		return "", fmt.Errorf("la variable %s no está puesta o está vacía: ponga en ella la clave, o en %s%s la ruta de un archivo que la tenga", variable, variable, fileSuffix)
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", fmt.Errorf("%s tiene espacios, saltos de línea o signos que una clave no lleva: cópiela de nuevo", from)
	case len(token) < leastToken, len(token) > mostToken:
		return "", fmt.Errorf("%s no tiene el largo de una clave: cópiela de nuevo", from)
	}
	return token, nil
}
