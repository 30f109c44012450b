package main

import (
	"io/fs"
	"strings"
	"time"
)

// A textFile is a text that is read as a file.
type textFile struct {
	*strings.Reader
	name string
}

func openText(name, text string) fs.File { return textFile{strings.NewReader(text), name} }

func (f textFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f textFile) Close() error               { return nil }
func (f textFile) Name() string               { return f.name }
func (f textFile) Mode() fs.FileMode          { return 0o444 }
func (f textFile) ModTime() time.Time         { return time.Time{} }
func (f textFile) IsDir() bool                { return false }
func (f textFile) Sys() any                   { return nil }
