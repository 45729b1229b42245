package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"math"
	"strconv"
	"strings"

	"quire/notebook/figure"
)

// Canonical returns the bytes that stand for o on every machine: a line that names the kind, then, for text, its stream
// and its data as they are; for everything else JSON with the fields in their declared order. Numbers that are not
// finite are written as 0. [Decode] reads them back.
func Canonical(o Output) []byte {
	if t, ok := o.(*Text); ok {
		return append([]byte(t.header()), t.Data...)
	}
	if f, ok := o.(*Figure); ok {
		o = &Figure{Figure: finite(f.Figure)}
	}
	if m, ok := o.(*Image); ok && !isFinite(m.Width) {
		c := *m
		c.Width = 0
		o = &c
	}
	var b bytes.Buffer
	b.WriteString(string(o.Kind()) + "\n")
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(o); err != nil {
		// The types of this package have nothing that cannot be encoded but numbers, and those are finite by now.
		panic(fmt.Sprintf("output: encode %s: %v", o.Kind(), err))
	}
	return plainReplacement(b.Bytes()[:b.Len()-1]) // without the newline of Encode
}

// plainReplacement writes the escape that encoding/json uses for invalid UTF-8 as the character it stands for, so that
// decoding and encoding again gives the same bytes.
func plainReplacement(data []byte) []byte {
	const escape = `\ufffd`
	if !bytes.Contains(data, []byte(escape)) {
		return data
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		switch {
		case data[i] != '\\':
			out = append(out, data[i])
			i++
		case bytes.HasPrefix(data[i:], []byte(escape)):
			out = append(out, "\ufffd"...)
			i += len(escape)
		default:
			out = append(out, data[i:min(i+2, len(data))]...)
			i += 2
		}
	}
	return out
}

// header returns the first line of the canonical bytes: "text stdout", and for excerpts how much is left out where.
func (t *Text) header() string {
	if t.OmittedLines == 0 {
		return "text " + t.Stream + "\n"
	}
	return fmt.Sprintf("text %s %d %d\n", t.Stream, t.OmittedLines, t.OmittedAt)
}

// Hash returns the SHA-256 of the canonical bytes, in hexadecimal.
func Hash(o Output) string {
	sum := sha256.Sum256(Canonical(o))
	return hex.EncodeToString(sum[:])
}

// A Hasher hashes a sequence of outputs as they come. Text that follows on text of the same stream is the same text, so
// the sum does not depend on how it was cut into pieces. Progress does not count.
type Hasher struct {
	sum    hash.Hash // over the hashes of the finished outputs
	text   hash.Hash // over the text under way, nil when there is none
	stream string
}

// NewHasher returns a Hasher that has seen nothing.
func NewHasher() *Hasher { return &Hasher{sum: sha256.New()} }

// Add takes the next output.
func (h *Hasher) Add(o Output) {
	switch o := o.(type) {
	case *Progress:
	case *Text:
		if h.text != nil && h.stream == o.Stream && o.OmittedLines == 0 {
			h.text.Write([]byte(o.Data))
			return
		}
		h.endText()
		if o.OmittedLines != 0 {
			h.sum.Write([]byte(Hash(o) + "\n"))
			return
		}
		h.text, h.stream = sha256.New(), o.Stream
		h.text.Write([]byte(o.header()))
		h.text.Write([]byte(o.Data))
	default:
		h.endText()
		h.sum.Write([]byte(Hash(o) + "\n"))
	}
}

// endText finishes the text under way.
func (h *Hasher) endText() {
	if h.text != nil {
		h.sum.Write([]byte(hex.EncodeToString(h.text.Sum(nil)) + "\n"))
		h.text = nil
	}
}

// Sum ends the sequence and returns its hash in hexadecimal.
func (h *Hasher) Sum() string {
	h.endText()
	return hex.EncodeToString(h.sum.Sum(nil))
}

// finite returns f with 0 in the place of numbers that are not finite. f itself is not changed.
func finite(f *figure.Figure) *figure.Figure {
	if f == nil || figureFinite(f) {
		return f
	}
	c := *f
	fix(&c.W, &c.H, &c.Depth)
	c.Ops = make([]figure.Op, len(f.Ops))
	for i, op := range f.Ops {
		switch {
		case op.Path != nil:
			p := *op.Path
			p.Path, p.Dash = append(figure.Path(nil), p.Path...), append([]float64(nil), p.Dash...)
			fix(&p.Width)
			for j := range p.Path {
				for k := range p.Path[j].P {
					fix(&p.Path[j].P[k].X, &p.Path[j].P[k].Y)
				}
			}
			for j := range p.Dash {
				fix(&p.Dash[j])
			}
			op.Path = &p
		case op.Text != nil:
			t := *op.Text
			fix(&t.X, &t.Y, &t.Size, &t.Angle, &t.Width)
			op.Text = &t
		case op.Glyph != nil:
			g := *op.Glyph
			fix(&g.X, &g.Y, &g.Size)
			op.Glyph = &g
		case op.Image != nil:
			m := *op.Image
			fix(&m.X, &m.Y, &m.W, &m.H)
			op.Image = &m
		}
		c.Ops[i] = op
	}
	return &c
}

// figureFinite tells whether every number of f is finite.
func figureFinite(f *figure.Figure) bool {
	ok := isFinite(f.W, f.H, f.Depth)
	for i := range f.Ops {
		if op := &f.Ops[i]; ok {
			ok = opWithin(op, math.MaxFloat64)
		}
	}
	return ok
}

// fix replaces what is not finite by 0.
func fix(vs ...*float64) {
	for _, v := range vs {
		if !isFinite(*v) {
			*v = 0
		}
	}
}

// isFinite tells whether all of vs are neither infinite nor NaN.
func isFinite(vs ...float64) bool { return within(math.MaxFloat64, vs...) }

// within tells whether all of vs lie in [-limit, limit].
func within(limit float64, vs ...float64) bool {
	for _, v := range vs {
		if !(v >= -limit && v <= limit) {
			return false
		}
	}
	return true
}

// opWithin tells whether every number of op lies in [-limit, limit].
func opWithin(op *figure.Op, limit float64) bool {
	switch {
	case op.Path != nil:
		for _, s := range op.Path.Path {
			for _, p := range s.P {
				if !within(limit, p.X, p.Y) {
					return false
				}
			}
		}
		return within(limit, op.Path.Width) && within(limit, op.Path.Dash...)
	case op.Text != nil:
		return within(limit, op.Text.X, op.Text.Y, op.Text.Size, op.Text.Angle, op.Text.Width)
	case op.Glyph != nil:
		return within(limit, op.Glyph.X, op.Glyph.Y, op.Glyph.Size)
	case op.Image != nil:
		return within(limit, op.Image.X, op.Image.Y, op.Image.W, op.Image.H)
	}
	return true
}

// parseHeader reads the first line of a text's canonical bytes.
func parseHeader(line string) (*Text, error) {
	f := strings.Split(line, " ")
	if len(f) != 2 && len(f) != 4 {
		return nil, fmt.Errorf("text: the first line is %q, want a stream and perhaps two numbers", line)
	}
	t := &Text{Stream: f[1]}
	if t.Stream != Stdout && t.Stream != Stderr && t.Stream != Value {
		return nil, fmt.Errorf("text: unknown stream %q", t.Stream)
	}
	if len(f) == 4 {
		var err1, err2 error
		t.OmittedLines, err1 = strconv.Atoi(f[2])
		t.OmittedAt, err2 = strconv.Atoi(f[3])
		if err1 != nil || err2 != nil || t.OmittedLines <= 0 || t.OmittedAt < 0 {
			return nil, fmt.Errorf("text: the first line is %q, want positive numbers", line)
		}
	}
	return t, nil
}
