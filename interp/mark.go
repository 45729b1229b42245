package interp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
)

// A Stream is one of the two pipes that carry text.
type Stream byte

// The streams. Everything that a cell prints goes through StreamMain, standard error included, so that its order is that
// in which it was written. StreamFault is descriptor 2, which only the Go runtime and what goes around package os write to.
const (
	StreamMain  Stream = 1
	StreamFault Stream = 2
)

// A MarkKind says why the worker set a mark.
type MarkKind byte

// The kinds of marks.
const (
	MarkError  MarkKind = 'e' // text for standard error follows: two bytes with its length, and the text
	MarkOutput MarkKind = 'o' // an output stands here; its message has the mark's number
	MarkEnd    MarkKind = 'd' // the cell has ended; Done follows
)

// needleBytes is the length of the part of a mark that is searched for; the kind follows it.
const needleBytes = 16

// MaxError is the most text that follows one MarkError. With its mark it is written to a pipe as a whole or not at all.
const MaxError = 4000

// needle returns the secret part of a mark. Each is used once: number is the cell's, mark counts from 1 in each cell.
func needle(key *Key, at Stamp, s Stream) [needleBytes]byte {
	var text [21]byte
	copy(text[:], "mark")
	text[4] = byte(s)
	binary.BigEndian.PutUint64(text[5:], at.Number)
	binary.BigEndian.PutUint64(text[13:], at.Mark)
	h := hmac.New(sha256.New, key[:])
	h.Write(text[:])
	return [needleBytes]byte(h.Sum(nil)[:needleBytes])
}

// AppendMark appends the mark to b: the bytes that the worker writes into the main stream.
func AppendMark(b []byte, key *Key, at Stamp, kind MarkKind) []byte {
	n := needle(key, at, StreamMain)
	return append(append(b, n[:]...), byte(kind))
}

// AppendError appends a mark and text for standard error, of which there must not be more than MaxError bytes.
func AppendError(b []byte, key *Key, at Stamp, text []byte) []byte {
	b = AppendMark(b, key, at, MarkError)
	b = binary.BigEndian.AppendUint16(b, uint16(len(text)))
	return append(b, text...)
}

// AppendFaultEnd appends the one mark of the stream of faults: the cell with the number has ended.
func AppendFaultEnd(b []byte, key *Key, number uint64) []byte {
	n := needle(key, Stamp{Number: number}, StreamFault)
	return append(b, n[:]...)
}
