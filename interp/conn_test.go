package interp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"quire/notebook"
)

// frames returns the bytes of messages from a worker.
func frames(t testing.TB, key Key, send func(c *Conn)) []byte {
	t.Helper()
	var b bytes.Buffer
	send(NewConn(&b, &b, key, true))
	return b.Bytes()
}

func TestConnRoundTrip(t *testing.T) {
	key := Key{1, 2, 3}
	big := bytes.Repeat([]byte("x"), 3<<20)
	data := frames(t, key, func(c *Conn) {
		for _, payload := range [][]byte{nil, []byte("small"), big} {
			if err := c.Send(TypeOutput, payload); err != nil {
				t.Fatal(err)
			}
		}
	})
	c := NewConn(bytes.NewReader(data), io.Discard, key, false)
	for _, want := range [][]byte{nil, []byte("small"), big} {
		typ, payload, err := c.Receive()
		if err != nil || typ != TypeOutput || !bytes.Equal(payload, want) {
			t.Fatalf("received %q with %d bytes, %v; want %d bytes", typ, len(payload), err, len(want))
		}
	}
	if _, _, err := c.Receive(); err != io.EOF {
		t.Errorf("at the end: %v, want EOF", err)
	}
}

func TestConnRefuses(t *testing.T) {
	key := Key{1}
	done := frames(t, key, func(c *Conn) { c.Send(TypeDone, Encode(Done{Number: 1})) })
	two := frames(t, key, func(c *Conn) { c.Send(TypeDone, nil); c.Send(TypeDone, []byte("2")) })
	first := len(frames(t, key, func(c *Conn) { c.Send(TypeDone, nil) }))
	change := func(at int) []byte {
		d := bytes.Clone(done)
		d[at] ^= 1
		return d
	}
	own := func() []byte { // a message of the kernel's, sent back
		var b bytes.Buffer
		NewConn(&b, &b, key, false).Send(TypeDone, Encode(Done{Number: 1}))
		return b.Bytes()
	}
	for name, data := range map[string][]byte{
		"another key":       frames(t, Key{2}, func(c *Conn) { c.Send(TypeDone, nil) }),
		"a changed byte":    change(headBytes + 2),
		"a changed MAC":     change(len(done) - 1),
		"another type":      change(4),
		"cut off":           done[:len(done)-1],
		"cut in its head":   done[:3],
		"replayed":          append(bytes.Clone(done), done...),
		"out of order":      append(bytes.Clone(two[first:]), two[:first]...),
		"one left out":      two[first:],
		"sent back":         own(),
		"an unknown type":   {0, 0, 0, 0, '?'},
		"too long":          append(binary.BigEndian.AppendUint32(nil, uint32(limits[TypeDone]+1)), byte(TypeDone)),
		"the greatest size": {0xff, 0xff, 0xff, 0xff, byte(TypeOutput)},
		"text":              []byte("hello, world\n"),
	} {
		c := NewConn(bytes.NewReader(data), io.Discard, key, false)
		var err error
		for range 3 {
			if _, _, err = c.Receive(); err != nil {
				break
			}
		}
		if err == nil || err == io.EOF {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSendTooLong(t *testing.T) {
	c := NewConn(nil, io.Discard, Key{}, true)
	if err := c.Send(TypeDone, make([]byte, limits[TypeDone]+1)); !errors.Is(err, ErrTooLong) {
		t.Errorf("%v, want ErrTooLong", err)
	}
}

// TestLengthIsNotBelieved checks that a message which only announces to be long costs no memory.
func TestLengthIsNotBelieved(t *testing.T) {
	head := append(binary.BigEndian.AppendUint32(nil, uint32(limits[TypeOutput])), byte(TypeOutput))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	NewConn(io.MultiReader(bytes.NewReader(head), strings.NewReader("x")), io.Discard, Key{}, false).Receive()
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 4<<20 {
		t.Errorf("%d bytes were allocated for a message of 64 MiB that never came", n)
	}
}

func TestDecodeRefuses(t *testing.T) {
	deep := strings.Repeat(`{"Hints":[`, 10) + strings.Repeat(`]}`, 10)
	for name, text := range map[string]string{
		"nothing":          "",
		"no object":        "[1]",
		"an unknown field": `{"Number":1,"Admin":true}`,
		"more":             `{"Number":1}{}`,
		"deep":             deep,
		"no UTF-8":         "{\"Number\":1}\xff",
		"a negative line":  `{"Number":1,"Hints":[{"Line":-1}]}`,
		"a far line":       `{"Number":1,"Hints":[{"Line":99999999}]}`,
		"many hints":       `{"Hints":[` + strings.Repeat(`{},`, maxHints) + `{}]}`,
		"a long hint":      `{"Hints":[{"Message":"` + strings.Repeat("x", maxText+1) + `"}]}`,
		"a number too big": `{"Number":1e30}`,
	} {
		if err := Decode([]byte(text), new(Done)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestLimitMakesValid(t *testing.T) {
	d := &Done{Hints: make([]Hint, 1000)}
	d.Hints[0].Message = strings.Repeat("가", maxText)
	d.Limit()
	if err := Decode(Encode(d), new(Done)); err != nil {
		t.Error(err)
	}
}

func TestParams(t *testing.T) {
	for _, v := range []any{true, int64(-1 << 63), 0.1, 1e300, "가 \"x\"\n"} {
		p, err := NewParam(notebook.Param{Name: "p", Value: v})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.Value(); err != nil || got != v {
			t.Errorf("%#v came back as %#v, %v", v, got, err)
		}
	}
	if _, err := NewParam(notebook.Param{Name: "p", Value: []int{1}}); err == nil {
		t.Error("a slice is a parameter")
	}
	if _, err := (Param{Name: "p", Kind: "int", Text: "x"}).Value(); err == nil {
		t.Error("x is an int")
	}
}

// FuzzReceive feeds a worker's bytes to the parent's decoder: it must return, whatever they are.
func FuzzReceive(f *testing.F) {
	f.Add([]byte("hello"), byte(0))
	f.Add(frames(f, Key{1}, func(c *Conn) { c.Send(TypeDone, Encode(Done{Number: 1, Hints: []Hint{{Message: "m"}}})) }), byte(1))
	f.Add(frames(f, Key{1}, func(c *Conn) { c.Send(TypeOutput, append(Stamp{1, 1}.AppendTo(nil), "text stdout\nhi"...)) }), byte(1))
	f.Fuzz(func(t *testing.T, data []byte, key byte) {
		c := NewConn(bytes.NewReader(data), io.Discard, Key{key}, false)
		for {
			typ, payload, err := c.Receive()
			if err != nil {
				return
			}
			if len(payload) > limits[typ] {
				t.Fatalf("a message %q of %d bytes was let through", typ, len(payload))
			}
		}
	})
}

// FuzzDecode feeds payloads to the decoders behind the MAC, where a worker that is a program of its own could send them.
func FuzzDecode(f *testing.F) {
	f.Add(Encode(Done{Number: 1, OK: true, Hints: []Hint{{Line: 1, Message: "m"}}}))
	f.Add(Encode(Place{Number: 1, Cell: "c", Line: 3}))
	f.Add(Encode(Ready{Files: true}))
	f.Add(append(Stamp{1, 2}.AppendTo(nil), "table\n{}"...))
	f.Fuzz(func(t *testing.T, data []byte) {
		var d Done
		if Decode(data, &d) == nil {
			if len(d.Hints) > maxHints {
				t.Fatalf("%d hints were let through", len(d.Hints))
			}
			d.diagnostics()
		}
		var p Place
		if Decode(data, &p) == nil && (p.Line < 0 || p.Line > maxLine) {
			t.Fatalf("line %d was let through", p.Line)
		}
		var r Ready
		Decode(data, &r)
		ParseStamp(data)
	})
}
