package ingest

import (
	"errors"
	"fmt"

	"pulso/pipeline/social"
)

// archiveName is the format of a zip of files, each of which is read by its own format. It is no element of Formats
// because it is made of them.
const archiveName = "zip"

// archiveOf is how the zip that s looked into is read; nil when it is none or when no file in it is recognised. A zip
// that holds nothing but what is left out is left out with the same words. The format has a network where all that is
// read is of one.
func archiveOf(s *Sample, in Input) *Format {
	var declined, archive *Format
	for _, m := range s.Members {
		f, err := Detect(m, in)
		switch {
		case err != nil:
		case f.Decline != "":
			declined = f
		case archive == nil:
			archive = &Format{Name: archiveName, Title: "Archivo comprimido de " + f.Title, Network: f.Network, Unmet: f.Unmet,
				Match: func(*Sample, Input) bool { return false }, Read: readArchive}
		case archive.Network != f.Network:
			archive.Network = ""
		}
	}
	if archive == nil {
		return declined
	}
	return archive
}

// readArchive reads the files of a zip one after another; those that are not recognised are told of.
func readArchive(f File, in Input) Records {
	return func(yield func(social.Record, error) bool) {
		files, err := members(f)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, m := range files {
			format, err := Detect(m, in)
			if err != nil {
				var un *Unrecognised
				if errors.As(err, &un) {
					in.Note(fmt.Sprintf("Dentro del comprimido no se leyó «%s»: parece %s.", m.Part, un.Found))
				} else {
					in.Note(fmt.Sprintf("Dentro del comprimido no se leyó «%s»: %v.", m.Part, err))
				}
				continue
			}
			if format.Decline != "" {
				in.Note(fmt.Sprintf("Dentro del comprimido se dejó por fuera «%s»: %s", m.Part, format.Decline))
				continue
			}
			for rec, err := range format.Read(m, in) {
				if err != nil {
					in.Note(fmt.Sprintf("Dentro del comprimido «%s» no se leyó completo: %v.", m.Part, err))
					break
				}
				if !yield(rec, nil) {
					return
				}
			}
		}
	}
}
