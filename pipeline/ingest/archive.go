package ingest

import (
	"errors"
	"fmt"
	"strings"

	"pulso/pipeline/social"
)

// archiveName is the format of a zip of files, each of which is read by its own format. It is no element of Formats
// because it is made of them.
const archiveName = "zip"

// archiveTitle is said once, however deep the zips lie in one another.
const archiveTitle = "Archivo comprimido de "

// archiveOf is how the zip that s looked into is read; nil when no file in it is recognised. A zip that holds nothing but
// what is left out is left out with the same words. The format has a network where all that is read is of one. An error
// means that nothing is recognised and something is damaged.
func archiveOf(s *Sample, in Input) (*Format, error) {
	var declined, archive *Format
	var damaged error
	for _, m := range s.Members {
		f, err := Detect(m, in)
		switch {
		case err != nil:
			if un := new(Unrecognised); damaged == nil && !errors.As(err, &un) {
				damaged = err
			}
		case f.Decline != "":
			declined = f
		case archive == nil:
			archive = &Format{Name: archiveName, Title: archiveTitle + strings.TrimPrefix(f.Title, archiveTitle), Network: f.Network, Unmet: f.Unmet,
				Match: func(*Sample, Input) bool { return false }, Read: readArchive}
		case archive.Network != f.Network:
			archive.Network = ""
		}
	}
	if archive == nil {
		if damaged != nil {
			return nil, damaged
		}
		return declined, nil
	}
	return archive, nil
}

// readArchive reads the files of a zip one after another; those that are not recognised are told of. One that is damaged
// ends it, as it would if it lay in the folder by itself: half a month is no month.
func readArchive(f File, in Input) Records {
	return func(yield func(social.Record, error) bool) {
		files, err := members(f)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, m := range files {
			format, err := Detect(m, in)
			if un := new(Unrecognised); errors.As(err, &un) {
				in.Note(fmt.Sprintf("Dentro del comprimido no se leyó «%s»: parece %s.", m.Part, un.Found))
				continue
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if format.Decline != "" {
				in.Note(fmt.Sprintf("Dentro del comprimido se dejó por fuera «%s»: %s", m.Part, format.Decline))
				continue
			}
			for rec, err := range format.Read(m, in) {
				if !yield(rec, err) || err != nil {
					return
				}
			}
		}
	}
}
