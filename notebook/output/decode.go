package output

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"io"

	"quire/notebook/figure"
)

// Limits of what [Decode] accepts. They bound the memory and the time that an output can cost whoever shows it.
const (
	MaxBytes  = 64 << 20 // of the canonical bytes
	maxDepth  = 16       // of the JSON
	maxOps    = 1 << 20  // of a figure
	maxRows   = 1 << 20  // of a table
	maxCols   = 1 << 12
	maxPixels = 64 << 20 // of an image
	maxLength = 1e6      // points, of every coordinate
	maxFrames = 1 << 10  // of an error
)

// Decode reads canonical bytes, which need not be trusted: it returns an error for anything that [Canonical] would not
// have written, and for what is larger or more deeply nested than a page can show.
func Decode(data []byte) (Output, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("output of %d bytes: the limit is %d", len(data), MaxBytes)
	}
	line, rest, ok := bytes.Cut(data, []byte("\n"))
	if !ok || len(line) > 100 {
		return nil, errors.New("output without a first line that names its kind")
	}
	o, err := decode(string(line), rest)
	if err != nil {
		return nil, fmt.Errorf("decode output: %w", err)
	}
	if !bytes.Equal(Canonical(o), data) {
		return nil, fmt.Errorf("decode output: %s is not in canonical form", o.Kind())
	}
	return o, nil
}

// decode reads the part after the first line.
func decode(line string, rest []byte) (Output, error) {
	if bytes.HasPrefix([]byte(line), []byte("text ")) {
		t, err := parseHeader(line)
		if err != nil {
			return nil, err
		}
		if t.OmittedAt > len(rest) {
			return nil, errors.New("text: lines are left out beyond its end")
		}
		t.Data = string(rest)
		return t, nil
	}
	var o interface {
		Output
		valid() error
	}
	switch Kind(line) {
	case KindFigure:
		o = new(Figure)
	case KindTable:
		o = new(Table)
	case KindImage:
		o = new(Image)
	case KindProgress:
		o = new(Progress)
	case KindHTML:
		o = new(HTML)
	case KindError:
		o = new(Error)
	default:
		return nil, fmt.Errorf("unknown kind %q", line)
	}
	if err := shallow(rest); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(rest))
	d.DisallowUnknownFields()
	if err := d.Decode(o); err != nil {
		return nil, fmt.Errorf("%s: %w", line, err)
	}
	if err := o.valid(); err != nil {
		return nil, fmt.Errorf("%s: %w", line, err)
	}
	return o, nil
}

// shallow returns an error when data is nested more than maxDepth deep.
func shallow(data []byte) error {
	depth, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return fmt.Errorf("nested more than %d deep", maxDepth)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

func (f *Figure) valid() error {
	if f.Figure == nil {
		return errors.New("no drawing")
	}
	if len(f.Figure.Ops) > maxOps {
		return fmt.Errorf("%d operations, the limit is %d", len(f.Figure.Ops), maxOps)
	}
	if !within(maxLength, f.Figure.W, f.Figure.H, f.Figure.Depth) || f.Figure.W < 0 || f.Figure.H < 0 {
		return errors.New("its box is out of range")
	}
	for i := range f.Figure.Ops {
		if err := validOp(&f.Figure.Ops[i]); err != nil {
			return fmt.Errorf("operation %d: %w", i, err)
		}
	}
	return nil
}

func validOp(op *figure.Op) error {
	set := 0
	for _, ok := range []bool{op.Path != nil, op.Text != nil, op.Glyph != nil, op.Image != nil} {
		if ok {
			set++
		}
	}
	if set != 1 {
		return errors.New("not exactly one of path, text, glyph and image")
	}
	if !opWithin(op, maxLength) {
		return errors.New("a coordinate is out of range")
	}
	switch {
	case op.Path != nil:
		for _, d := range op.Path.Dash {
			if d < 0 {
				return errors.New("a dash is negative")
			}
		}
	case op.Glyph != nil && (op.Glyph.GID < 0 || op.Glyph.GID > 0xffff):
		return fmt.Errorf("glyph %d", op.Glyph.GID)
	case op.Image != nil:
		return validPNG(op.Image.PNG)
	}
	return nil
}

// validPNG looks at the head of a PNG only.
func validPNG(data []byte) error {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			return errors.New("png: it ends within its head")
		}
		return fmt.Errorf("png: %w", err)
	}
	if int64(c.Width)*int64(c.Height) > maxPixels {
		return fmt.Errorf("png: %d × %d pixels, the limit is %d", c.Width, c.Height, maxPixels)
	}
	return nil
}

func (t *Table) valid() error {
	if len(t.Columns) > maxCols || len(t.Rows) > maxRows {
		return fmt.Errorf("%d rows of %d columns, the limits are %d and %d", len(t.Rows), len(t.Columns), maxRows, maxCols)
	}
	for _, c := range t.Columns {
		switch c.Align {
		case AlignLeft, AlignRight, AlignCenter, AlignDecimal:
		default:
			return fmt.Errorf("unknown alignment %q", c.Align)
		}
	}
	for i, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("row %d has %d cells, want %d", i, len(row), len(t.Columns))
		}
	}
	return nil
}

func (m *Image) valid() error {
	if m.Width < 0 || m.Width > maxLength {
		return fmt.Errorf("it wants a width of %g points", m.Width)
	}
	return validPNG(m.PNG)
}

func (p *Progress) valid() error {
	if p.Done < 0 || p.Total < 0 {
		return errors.New("a count is negative")
	}
	return nil
}

func (h *HTML) valid() error {
	if h.Alternative == "" {
		return errors.New("no text alternative")
	}
	return nil
}

func (e *Error) valid() error {
	if e.Stage == "" {
		return errors.New("no stage")
	}
	if len(e.Frames) > maxFrames {
		return fmt.Errorf("%d frames, the limit is %d", len(e.Frames), maxFrames)
	}
	return nil
}
