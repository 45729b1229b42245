package interp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
)

// A Stream is one of the two pipes that carry text.
type Stream byte

// The streams of text.
const (
	StreamOut Stream = 1
	StreamErr Stream = 2
)

// A MarkKind says why the worker set a mark.
type MarkKind byte

// The kinds of marks.
const (
	MarkOrder  MarkKind = 's' // what follows was written after everything before the mark
	MarkOutput MarkKind = 'o' // an output stands here; its message has the mark's number
	MarkEnd    MarkKind = 'd' // the cell has ended; Done follows
)

// needleBytes is the length of the part of a mark that is searched for; the kind follows it.
const needleBytes = 16

// needle returns the secret part of a mark. Each is used once: number is the cell's, mark counts from 1 in each cell.
func needle(key *Key, number, mark uint64, s Stream) [needleBytes]byte {
	var text [22]byte
	copy(text[:], "mark")
	text[4] = byte(s)
	binary.BigEndian.PutUint64(text[5:], number)
	binary.BigEndian.PutUint64(text[13:], mark)
	h := hmac.New(sha256.New, key[:])
	h.Write(text[:])
	return [needleBytes]byte(h.Sum(nil)[:needleBytes])
}

// AppendMark appends the mark to b: the bytes that the worker writes into the stream.
func AppendMark(b []byte, key *Key, at Stamp, s Stream, kind MarkKind) []byte {
	n := needle(key, at.Number, at.Mark, s)
	return append(append(b, n[:]...), byte(kind))
}
