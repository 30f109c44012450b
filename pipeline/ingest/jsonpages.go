package ingest

import (
	"fmt"
	"strings"

	"pulso/pipeline/social"
)

// A page is one JSON value of a file and the records that come of it. A value may hold a hundred of them: the place of
// each is the line of the value and its number in it.
type page struct {
	format string
	from   social.Origin
	in     Input
	first  bool // of the file
	item   int  // from 1; 0 for the page as a whole
	yield  func(social.Record, error) bool
	done   bool // nobody wants more
}

// pageReader reads the JSON values of a file one by one by read, which a damaged value does not reach.
func pageReader(format string, read func(p *page, raw []byte)) func(File, Input) Records {
	return func(f File, in Input) Records {
		return func(yield func(social.Record, error) bool) {
			s, err := sample(f)
			if err != nil {
				yield(nil, err)
				return
			}
			places, first := placer{file: f}, true
			for v, err := range jsonValues(s.reader()) {
				if err != nil {
					yield(nil, fmt.Errorf("%s: la lectura se interrumpió: %w. Copie de nuevo el archivo en la carpeta", f.label(), err))
					return
				}
				p := &page{format: format, from: places.place(v), in: in, first: first, yield: yield}
				first = false
				if v.Bad != "" {
					p.fail(v.Bad, "", "", v.Why, v.Raw)
				} else {
					read(p, v.Raw)
				}
				if p.done {
					return
				}
			}
		}
	}
}

// origin is the place of the item at hand.
func (p *page) origin() social.Origin {
	from := p.from
	if p.item > 0 {
		from.Part = strings.TrimPrefix(fmt.Sprintf("%s/elemento %d", from.Part, p.item), "/")
	}
	return from
}

func (p *page) emit(rec social.Record) {
	p.done = p.done || !p.yield(rec, nil)
}

// skip says that the item is no data; reason is Spanish.
func (p *page) skip(reason string) {
	p.emit(&social.Skip{From: p.origin(), Reason: reason})
}

// fail rejects the item. Detail is Spanish: what was expected, what to do.
func (p *page) fail(reason social.Reason, column, value, detail string, raw []byte) {
	p.emit(&social.Reject{From: p.origin(), Reason: reason, Column: column, Value: cut(value, 200), Detail: detail,
		Raw: cut(validUTF8(raw), 2000), Format: p.format})
}

const damagedPage = "El JSON de esta página está dañado o no tiene la forma esperada. Repita la descarga de la página; las demás sí se leyeron."
