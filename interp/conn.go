package interp

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"sync"
)

// A Key is the secret that a kernel and its worker share. Marks and the MACs of messages derive from it.
type Key [32]byte

// A Type says what a message is.
type Type byte

// The types of messages. Start, Run and Interrupt go to the worker, the others come from it.
const (
	TypeStart     Type = 'S' // Start, once, first
	TypeRun       Type = 'R' // Run
	TypeInterrupt Type = 'I' // Interrupt
	TypeReady     Type = 'A' // Ready, once, first
	TypeOutput    Type = 'O' // a Stamp and canonical bytes of an output
	TypeProgress  Type = 'P' // the same for a progress bar, which has no place among the text
	TypePlace     Type = 'L' // Place
	TypeDone      Type = 'D' // Done
)

// limits are the greatest lengths of payloads.
var limits = map[Type]int{
	TypeStart:     1 << 20,
	TypeRun:       16 << 20,
	TypeInterrupt: 1 << 10,
	TypeReady:     1 << 12,
	TypeOutput:    64<<20 + stampBytes,
	TypeProgress:  1 << 16,
	TypePlace:     1 << 12,
	TypeDone:      1 << 20,
}

// ErrTooLong is the error of a message that is longer than its type may be.
var ErrTooLong = errors.New("message too long")

// macBytes is the length of a message's MAC, headBytes that of its length and type.
const (
	macBytes  = 16
	headBytes = 5
)

// A Conn sends and receives messages. One goroutine may receive while others send.
//
// On the wire a message is the length of its payload (4 bytes, big-endian), its type, the payload, and the first 16 bytes
// of HMAC-SHA256 over direction, number, type and payload. Numbers count from 0 in each direction and are not sent.
type Conn struct {
	r *bufio.Reader
	w io.Writer

	send, receive direction
	sending       sync.Mutex
}

// A direction authenticates the messages that go one way.
type direction struct {
	mac    hash.Hash
	label  byte
	number uint64
}

func (d *direction) sum(t Type, payload []byte) []byte {
	var head [10]byte
	head[0], head[1] = d.label, byte(t)
	binary.BigEndian.PutUint64(head[2:], d.number)
	d.number++
	d.mac.Reset()
	d.mac.Write(head[:])
	d.mac.Write(payload)
	return d.mac.Sum(nil)[:macBytes]
}

// NewConn returns a connection over r and w. isWorker tells which of the two sides this is.
func NewConn(r io.Reader, w io.Writer, key Key, isWorker bool) *Conn {
	c := &Conn{r: bufio.NewReaderSize(r, 64<<10), w: w}
	toWorker := direction{mac: hmac.New(sha256.New, key[:]), label: '>'}
	fromWorker := direction{mac: hmac.New(sha256.New, key[:]), label: '<'}
	c.send, c.receive = toWorker, fromWorker
	if isWorker {
		c.send, c.receive = fromWorker, toWorker
	}
	return c
}

// Send writes one message. It may be called from several goroutines.
func (c *Conn) Send(t Type, payload []byte) error {
	if len(payload) > limits[t] {
		return fmt.Errorf("send %q of %d bytes: %w", t, len(payload), ErrTooLong)
	}
	c.sending.Lock()
	defer c.sending.Unlock()
	frame := make([]byte, headBytes, headBytes+len(payload)+macBytes)
	binary.BigEndian.PutUint32(frame, uint32(len(payload)))
	frame[4] = byte(t)
	frame = append(frame, payload...)
	frame = append(frame, c.send.sum(t, payload)...)
	if _, err := c.w.Write(frame); err != nil {
		return fmt.Errorf("send %q: %w", t, err)
	}
	return nil
}

// Receive reads one message. Its error is io.EOF when the other side closed the connection between two messages. After
// any other error the connection is of no more use.
func (c *Conn) Receive() (Type, []byte, error) {
	var head [headBytes]byte
	if _, err := io.ReadFull(c.r, head[:]); err != nil {
		if err == io.EOF {
			return 0, nil, err
		}
		return 0, nil, fmt.Errorf("receive a message: %w", err)
	}
	t, length := Type(head[4]), int64(binary.BigEndian.Uint32(head[:]))
	limit, known := limits[t]
	if !known {
		return 0, nil, fmt.Errorf("receive a message: unknown type %q", t)
	}
	if length > int64(limit) {
		return 0, nil, fmt.Errorf("receive %q of %d bytes: %w", t, length, ErrTooLong)
	}
	payload, err := readExactly(c.r, int(length))
	if err != nil {
		return 0, nil, fmt.Errorf("receive %q: %w", t, err)
	}
	var mac [macBytes]byte
	if _, err := io.ReadFull(c.r, mac[:]); err != nil {
		return 0, nil, fmt.Errorf("receive %q: %w", t, err)
	}
	if !hmac.Equal(mac[:], c.receive.sum(t, payload)) {
		return 0, nil, fmt.Errorf("receive %q: it does not come from the other side", t)
	}
	return t, payload, nil
}

// readExactly reads n bytes without believing that they will come: memory grows with what has arrived.
func readExactly(r io.Reader, n int) ([]byte, error) {
	const step = 1 << 20
	var data []byte
	for len(data) < n {
		size := min(step, n-len(data))
		data = append(data, make([]byte, size)...)
		if _, err := io.ReadFull(r, data[len(data)-size:]); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	return data, nil
}
