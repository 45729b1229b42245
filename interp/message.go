package interp

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"quire/notebook"
)

// Start tells a new worker what it begins from.
type Start struct {
	Note    string
	Dir     string // the working directory of cells
	Seed    int64
	Params  []Param
	Memory  int64    // bytes that cells may use; 0: no limit
	Sandbox *Sandbox // nil: not confined
	Scratch string   // the folder for temporary files
}

// A Sandbox is what a confined worker may still reach.
type Sandbox struct {
	Read  []string // folders and files that may be read; missing ones are skipped
	Write []string // folders that may be written
}

// A Param is a typed constant. Text is the value as Go writes it; Kind is bool, int, float or string.
type Param struct{ Name, Kind, Text string }

// NewParam returns p in the form that travels.
func NewParam(p notebook.Param) (Param, error) {
	switch v := p.Value.(type) {
	case bool:
		return Param{p.Name, "bool", strconv.FormatBool(v)}, nil
	case int64:
		return Param{p.Name, "int", strconv.FormatInt(v, 10)}, nil
	case float64:
		return Param{p.Name, "float", strconv.FormatFloat(v, 'g', -1, 64)}, nil
	case string:
		return Param{p.Name, "string", v}, nil
	}
	return Param{}, fmt.Errorf("parameter %s has the type %T; it can be a bool, int64, float64 or string", p.Name, p.Value)
}

// Value returns the parameter's value.
func (p Param) Value() (any, error) {
	switch p.Kind {
	case "bool":
		return strconv.ParseBool(p.Text)
	case "int":
		return strconv.ParseInt(p.Text, 10, 64)
	case "float":
		return strconv.ParseFloat(p.Text, 64)
	case "string":
		return p.Text, nil
	}
	return nil, fmt.Errorf("parameter %s is of no known kind", p.Name)
}

// Run asks for one cell to be run. Number is never used twice.
type Run struct {
	Number uint64
	Key    string
	Source string
	Line   int      // the note's line on which Source begins
	Note   []string // the keys of the note's cells in order; nil: the cell stands below all that ran
}

// Interrupt asks for the cell with the number to be stopped.
type Interrupt struct{ Number uint64 }

// Ready says that the worker waits for cells, and how far it is confined.
type Ready struct {
	Files     bool // only the folders of the sandbox can be reached
	Network   bool // there is no network
	Processes bool // no other process can be started or signalled
	Memory    bool // the memory limit is enforced
}

// Place says which line of the note is being run.
type Place struct {
	Number uint64
	Cell   string
	Func   string
	Line   int
}

// Done says how a cell ended. What went wrong was sent before it, as outputs of kind error.
type Done struct {
	Number      uint64
	OK          bool
	Interrupted bool // it stopped because it was asked to
	Volatile    bool
	Reason      string // why it is volatile: what the cell called, or one of the reasons below
	Hints       []Hint
}

// Reasons for which a cell is volatile, besides the functions that it calls.
const (
	ReasonAddress    = notebook.ReasonAddress
	ReasonOrder      = notebook.ReasonOrder
	ReasonGoroutines = notebook.ReasonGoroutines
	ReasonSelect     = notebook.ReasonSelect
)

// A Hint is a remark on a cell that is no error.
type Hint struct {
	Line, Col      int
	Message        string
	HintKo, HintEn string
}

// Bounds of what a message may hold.
const (
	maxHints = 200
	maxText  = 4 << 10 // bytes of a message or hint
	maxLine  = 1 << 24
	maxDepth = 6
)

// A Stamp begins the payload of outputs: the number of the cell, and that of the mark after which the output comes.
type Stamp struct{ Number, Mark uint64 }

const stampBytes = 16

// AppendTo appends the stamp's bytes.
func (s Stamp) AppendTo(b []byte) []byte {
	b = binary.BigEndian.AppendUint64(b, s.Number)
	return binary.BigEndian.AppendUint64(b, s.Mark)
}

// ParseStamp splits a payload into its stamp and the rest.
func ParseStamp(payload []byte) (Stamp, []byte, error) {
	if len(payload) < stampBytes {
		return Stamp{}, nil, errors.New("an output without a stamp")
	}
	return Stamp{binary.BigEndian.Uint64(payload), binary.BigEndian.Uint64(payload[8:])}, payload[stampBytes:], nil
}

// Encode returns the payload of a message of one of the struct types.
func Encode(message any) []byte {
	data, err := json.Marshal(message)
	if err != nil {
		panic(err) // the types above hold nothing that JSON cannot
	}
	return data
}

// Decode reads the payload of a message into one of the struct types. It refuses deep nesting, unknown fields, trailing
// data, and values out of bounds.
func Decode(payload []byte, into any) error {
	if !utf8.Valid(payload) {
		return errors.New("decode a message: not UTF-8")
	}
	if err := shallow(payload); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(payload))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("decode a message: %w", err)
	}
	if d.More() {
		return errors.New("decode a message: more follows it")
	}
	if m, ok := into.(interface{ valid() error }); ok {
		if err := m.valid(); err != nil {
			return fmt.Errorf("decode a message: %w", err)
		}
	}
	return nil
}

// shallow returns an error for JSON that is nested deeper than a message can be.
func shallow(data []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return errors.New("decode a message: nested too deeply")
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

func (d *Done) valid() error {
	if len(d.Hints) > maxHints {
		return fmt.Errorf("%d hints", len(d.Hints))
	}
	if len(d.Reason) > maxText || strings.ContainsFunc(d.Reason, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return errors.New("a reason that cannot be shown")
	}
	for _, h := range d.Hints {
		if h.Line < 0 || h.Line > maxLine || h.Col < 0 || h.Col > maxLine {
			return fmt.Errorf("a hint at %d:%d", h.Line, h.Col)
		}
		if len(h.Message) > maxText || len(h.HintKo) > maxText || len(h.HintEn) > maxText {
			return errors.New("a hint as long as a book")
		}
	}
	return nil
}

func (p *Place) valid() error {
	if p.Line < 0 || p.Line > maxLine || len(p.Cell) > maxText || len(p.Func) > maxText {
		return errors.New("a place that no note has")
	}
	return nil
}

// diagnostics turns hints into what the outcome holds.
func (d *Done) diagnostics() []notebook.Diagnostic {
	var list []notebook.Diagnostic
	for _, h := range d.Hints {
		list = append(list, notebook.Diagnostic{
			Line: h.Line, Col: h.Col, Severity: notebook.SeverityHint,
			Message: h.Message, HintKo: h.HintKo, HintEn: h.HintEn,
		})
	}
	return list
}

// Limit cuts what a worker sends to the bounds that the parent checks.
func (d *Done) Limit() {
	d.Reason = cut(d.Reason)
	d.Hints = d.Hints[:min(len(d.Hints), maxHints)]
	for i := range d.Hints {
		h := &d.Hints[i]
		h.Message, h.HintKo, h.HintEn = cut(h.Message), cut(h.HintKo), cut(h.HintEn)
	}
}

// cut shortens text to what a message may hold, between characters.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}
