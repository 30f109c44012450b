package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the house's table: which packages of ours a package may import. A package that is not listed fails the
// test, so that a new one is a decision.
var mayImport = map[string][]string{
	"lexicon":                       {},
	"lexicon/asking":                {},
	"lexicon/english":               {"lexicon"},
	"lexicon/eval":                  {"lexicon"},
	"lexicon/second":                {"lexicon"},
	"pipeline/social":               {"lexicon"},
	"pipeline/fetch":                {"pipeline/social"},
	"pipeline/ingest/biff":          {},
	"pipeline/ingest":               {"pipeline/social", "pipeline/ingest/biff"},
	"pipeline/store":                {"lexicon", "pipeline/social"},
	"pipeline/columns":              {"lexicon", "pipeline/social"},
	"pipeline":                      {"lexicon", "lexicon/asking", "pipeline/social", "pipeline/fetch", "pipeline/ingest", "pipeline/store"},
	"reports":                       {"lexicon", "lexicon/asking", "pipeline/social"},
	"reports/growth":                {"lexicon", "pipeline/social", "reports"},
	"reports/sentiment":             {"lexicon", "lexicon/asking", "pipeline/social", "reports"},
	"reports/docx":                  {"reports", "pipeline/social"},
	"reports/xlsx":                  {"reports", "pipeline/social"},
	"reports/text":                  {"reports"},
	"reports/reporttest":            {"reports", "pipeline/social"},
	"cmd/pulso":                     {"*"},
	"cmd/pulso/demo":                {"pipeline/social"},
	"cmd/pulso/demo/generate":       {"*"},
	"pipeline/ingest/biff/bifftest": {"pipeline/ingest/biff"},
}

// onlyIn says which packages may import something from outside, so that a format or the network has one home.
var onlyIn = map[string][]string{
	"net/http":                         {"pipeline/fetch"},
	"github.com/parquet-go/parquet-go": {"pipeline/store"},
	"github.com/klauspost/compress":    {"pipeline/store"},
	"github.com/apache/arrow/go/v15":   {"pipeline/columns"},
	"github.com/xuri/excelize/v2":      {"reports/docx", "reports/xlsx", "pipeline/ingest", "cmd/pulso/demo/generate"},
	"github.com/richardlehane/mscfb":   {"pipeline/ingest/biff"},
	"github.com/jdkato/prose/v2":       {"lexicon/english"},
	"github.com/cdipaolo/sentiment":    {"lexicon/english", "lexicon/second"},
	"github.com/cdipaolo/goml":         {"lexicon/second"},
	"github.com/spf13/cobra":           {"cmd/pulso"},
	"flag":                             {"cmd/pulso", "cmd/pulso/demo/generate"},
}

func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "pulso/")
		allowed, listed := mayImport[name]
		if !listed {
			t.Errorf("package %s is not in the table of mayImport: decide what it may know", name)
			continue
		}
		for _, imported := range p.Imports {
			checkImport(t, name, allowed, imported)
		}
	}
}

func checkImport(t *testing.T, name string, allowed []string, imported string) {
	if ours, ok := strings.CutPrefix(imported, "pulso/"); ok {
		if !slices.Contains(allowed, "*") && !slices.Contains(allowed, ours) {
			t.Errorf("%s imports %s: the house does not allow it", name, ours)
		}
		return
	}
	for outside, homes := range onlyIn {
		if (imported == outside || strings.HasPrefix(imported, outside+"/")) && !slices.Contains(homes, name) {
			t.Errorf("%s imports %s, which belongs to %s", name, imported, strings.Join(homes, ", "))
		}
	}
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "pulso/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
