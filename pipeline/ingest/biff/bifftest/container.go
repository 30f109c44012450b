package bifftest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
)

// The OLE2 container ([MS-CFB], version 3): sectors of 512 bytes, a table that chains them, a directory.
const (
	sector     = 512
	minStream  = 4096 // shorter streams live elsewhere; padding to this length spares us that place
	perFAT     = sector / 4
	inHeader   = 109 // sectors of the table that the header can name
	freeSect   = 0xFFFFFFFF
	endOfChain = 0xFFFFFFFE
	fatSect    = 0xFFFFFFFD
)

// container writes an OLE2 file with the one stream Workbook. The order is: header, stream, directory, table.
func container(w io.Writer, stream []byte) error {
	if len(stream) < minStream {
		stream = append(stream, make([]byte, minStream-len(stream))...)
	}
	data := (len(stream) + sector - 1) / sector
	tables := 1
	for tables*perFAT < data+1+tables {
		tables++
	}
	if tables > inHeader {
		return errors.New("a workbook of more than 7 MB")
	}

	fat := make([]uint32, tables*perFAT)
	for i := range fat {
		switch {
		case i < data-1:
			fat[i] = uint32(i + 1)
		case i == data-1, i == data:
			fat[i] = endOfChain
		case i <= data+tables:
			fat[i] = fatSect
		default:
			fat[i] = freeSect
		}
	}

	var out bytes.Buffer
	out.Write(header(data, tables))
	out.Write(stream)
	out.Write(make([]byte, data*sector-len(stream)))
	out.Write(entry("Root Entry", 5, 1, endOfChain, 0))
	out.Write(entry("Workbook", 2, freeSect, 0, uint32(len(stream))))
	out.Write(entry("", 0, freeSect, 0, 0))
	out.Write(entry("", 0, freeSect, 0, 0))
	for _, next := range fat {
		out.Write(le32(next))
	}
	_, err := w.Write(out.Bytes())
	return err
}

func header(data, tables int) []byte {
	h := make([]byte, sector)
	copy(h, []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1})
	put16, put32 := binary.LittleEndian.PutUint16, binary.LittleEndian.PutUint32
	put16(h[24:], 0x003E)
	put16(h[26:], 3)
	put16(h[28:], 0xFFFE)
	put16(h[30:], 9) // sectors of 2⁹ bytes
	put16(h[32:], 6)
	put32(h[44:], uint32(tables))
	put32(h[48:], uint32(data)) // the directory follows the stream
	put32(h[56:], minStream)
	put32(h[60:], endOfChain)
	put32(h[68:], endOfChain)
	for i := range inHeader {
		at := uint32(freeSect)
		if i < tables {
			at = uint32(data + 1 + i)
		}
		put32(h[76+4*i:], at)
	}
	return h
}

// entry is a directory entry of the given kind: 5 is the root, 2 a stream, 0 none.
func entry(name string, kind byte, child, start, size uint32) []byte {
	e := make([]byte, 128)
	units := utf16.Encode([]rune(name))
	copy(e, wideBytes(units))
	if name != "" {
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(units)+2))
	}
	e[66], e[67] = kind, 1
	for at, v := range map[int]uint32{68: freeSect, 72: freeSect, 76: child, 116: start, 120: size} {
		binary.LittleEndian.PutUint32(e[at:], v)
	}
	return e
}
