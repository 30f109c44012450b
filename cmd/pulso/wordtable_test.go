package main

import "testing"

func TestWordTableKeepsWhatAnEditorWrote(t *testing.T) {
	const text = "# nuestras palabras\nterm\tweight\tflags\tsource\tgloss\n# de la playa\narena\t1\t\town\tplaya\nzapato\t-1\tfixed\town\t\n# fin\n"
	table, err := parseWordTable("nouns.tsv", text)
	if err != nil {
		t.Fatal(err)
	}
	if got := table.String(); got != text {
		t.Errorf("a table that was only read is written as\n%s", got)
	}
	before := *table.find("zapato")
	table.put("manjol", -1.5, nil, "2026-11-03,\nbase.xlsx A2")
	table.put("zapato", 2, before.cells, "ahora gusta")
	const want = "# nuestras palabras\nterm\tweight\tflags\tsource\tgloss\n# de la playa\narena\t1\t\town\tplaya\n# 2026-11-03, base.xlsx A2\nmanjol\t-1.5\t\town\t\n# ahora gusta\nzapato\t2\tfixed\town\t\n# fin\n"
	if got := table.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if term := table.term(6); term != "manjol" {
		t.Errorf("line 6 is of %q", term)
	}
	table.restore("manjol", nil)
	table.restore("zapato", &before)
	if got := table.String(); got != text {
		t.Errorf("after taking both back:\n%s", got)
	}
	if _, err := parseWordTable("nouns.tsv", "term\tweight\nuno\n"); err == nil {
		t.Error("a line without its columns was taken")
	}
}

func TestPlainTerm(t *testing.T) {
	for term, want := range map[string]bool{"manjol": true, "no hay derecho": true, "👍🏽": true, "n'joda": true, "": false, "<v:dar>": false, "{service}": false, "a|b": false, "¿qué?": false, "tab\tulado": false} {
		if got := plainTerm(term); got != want {
			t.Errorf("plainTerm(%q) = %v", term, got)
		}
	}
}
