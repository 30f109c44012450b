package ingest

import (
	"encoding/json"
	"slices"
	"strings"
)

// jsonPaths tells where values stand in the head of a JSON text: data[].author_id for the author_id of the elements
// of data. An outermost array or sequence of values adds nothing to a path.
type jsonPaths map[string]bool

// has says whether all the paths are there.
func (p jsonPaths) has(paths ...string) bool {
	for _, path := range paths {
		if !p[path] {
			return false
		}
	}
	return true
}

// names lists the outermost names, sorted.
func (p jsonPaths) names() []string {
	var out []string
	for path := range p {
		if !strings.ContainsAny(path, ".[") {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// The paths are read from so much of a text, and so many.
const (
	pathsHead = 64 << 10
	maxPaths  = 2000
)

// pathsOf reads the paths of the values that text begins with; where it is cut or broken it ends.
func pathsOf(text string) jsonPaths {
	paths := jsonPaths{}
	d := json.NewDecoder(strings.NewReader(text[:min(len(text), pathsHead)]))
	for len(paths) < maxPaths {
		t, err := d.Token()
		if err != nil {
			break
		}
		if t == json.Delim('[') {
			for d.More() && walk(d, "", paths, 0) {
			}
			continue
		}
		if t != json.Delim('{') || !walkObject(d, "", paths, 0) {
			break
		}
	}
	return paths
}

// walk reads a value that stands at path; it says whether there may be more.
func walk(d *json.Decoder, path string, paths jsonPaths, depth int) bool {
	t, err := d.Token()
	if err != nil || depth > 12 || len(paths) >= maxPaths {
		return false
	}
	switch t {
	case json.Delim('{'):
		return walkObject(d, path, paths, depth)
	case json.Delim('['):
		for d.More() {
			if !walk(d, path+"[]", paths, depth+1) {
				return false
			}
		}
		_, err := d.Token()
		return err == nil
	}
	return true
}

// walkObject reads the names and values of an object whose brace has been read.
func walkObject(d *json.Decoder, path string, paths jsonPaths, depth int) bool {
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return false
		}
		at := name
		if path != "" {
			at = path + "." + name
		}
		paths[at] = true
		if !walk(d, at, paths, depth+1) {
			return false
		}
	}
	_, err := d.Token()
	return err == nil
}
