package html

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
)

// woff packs a TrueType font as a Web Open Font Format 1.0 file: the same tables, each compressed where that makes it
// smaller. What it does not understand comes back as it is.
func woff(ttf []byte) []byte {
	const head, entry = 44, 20
	if len(ttf) < 12 {
		return ttf
	}
	n := int(binary.BigEndian.Uint16(ttf[4:]))
	if len(ttf) < 12+16*n {
		return ttf
	}
	be := binary.BigEndian
	out := make([]byte, head+entry*n)
	plain := uint32(12 + 16*n)
	for i := range n {
		t := ttf[12+16*i:] // tag, checksum, offset, length
		at, length := be.Uint32(t[8:]), be.Uint32(t[12:])
		if uint64(at)+uint64(length) > uint64(len(ttf)) {
			return ttf
		}
		data := deflated(ttf[at : at+length])
		e := out[head+entry*i:]
		copy(e, t[:4])
		be.PutUint32(e[4:], uint32(len(out)))
		be.PutUint32(e[8:], uint32(len(data)))
		be.PutUint32(e[12:], length)
		copy(e[16:20], t[4:8])
		out = append(out, data...)
		out = append(out, make([]byte, -len(data)&3)...)
		plain += (length + 3) &^ 3
	}
	copy(out, "wOFF")
	copy(out[4:8], ttf[:4])
	be.PutUint32(out[8:], uint32(len(out)))
	be.PutUint16(out[12:], uint16(n))
	be.PutUint32(out[16:], plain)
	be.PutUint16(out[20:], 1) // version of the font, which nobody reads
	return out
}

// deflated is data compressed, or as it is where that is no gain.
func deflated(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(data) // to a buffer: cannot fail
	z.Close()
	if b.Len() < len(data) {
		return b.Bytes()
	}
	return data
}
