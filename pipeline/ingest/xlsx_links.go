package ingest

import (
	"path"
	"strings"
)

// maxLinks bounds the links of a sheet that are remembered.
const maxLinks = 200_000

// links tells where the cells of a sheet lead, by reference (H7): what a person reaches by a click and no cell says.
// A sheet of a workbook that cannot be read has none.
func (t *table) links() map[string]string {
	w, err := openWorkbook(t.File, 0)
	if err != nil {
		return nil
	}
	for _, s := range w.sheets {
		if s.name == t.Sheet {
			return w.links(s)
		}
	}
	return nil
}

func (w *workbook) links(s sheetPart) map[string]string {
	dir, base := path.Split(strings.ReplaceAll(s.part.Name, `\`, "/"))
	rels := w.part(dir + "_rels/" + base + ".rels")
	if rels == nil {
		return nil
	}
	targets := map[string]string{}
	size := 0
	err := scan(rels, func(x *xmlScanner) bool {
		if x.open && string(x.name) == "Relationship" {
			id, target := xmlText(x.attr("Id")), cut(xmlText(x.attr("Target")), 2000)
			targets[id] = target
			size += len(id) + len(target)
		}
		return len(targets) < maxLinks && size < maxStrings
	})
	if err != nil {
		return nil
	}
	links := map[string]string{}
	err = scan(s.part, func(x *xmlScanner) bool {
		if x.open && string(x.name) == "hyperlink" {
			if target := targets[xmlText(x.attr("id"))]; target != "" {
				links[string(x.attr("ref"))] = target
			}
		}
		return len(links) < maxLinks
	})
	if err != nil {
		return nil
	}
	return links
}

// columnName is the letters of a column counted from 0.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}
