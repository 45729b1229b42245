package notebook

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"quire/interp/frontend"
)

// An Editor answers what an editor asks while a note is being written. It remembers what the cells of the note before
// declared, so that an answer costs about as much as the cell it is about. The zero value is ready to use, by several
// goroutines. An Editor is for the versions of one note.
type Editor struct {
	mu     sync.Mutex
	params []Param
	outer  *frontend.Scope
	steps  []step
}

// A step is a cell that has been checked, and the scope below it.
type step struct {
	source string
	line   int
	frontend.Diagnosis
}

// Diagnose returns the diagnostics of a note and those of its cells, each checked against the cells above it, as they
// would be run. Nothing runs. What a cell with errors should have defined is guessed, so that its mistakes are told once.
func Diagnose(n *Note) []Diagnostic { return new(Editor).Diagnose(n) }

// Diagnose is [Diagnose], which checks only what has changed.
func (e *Editor) Diagnose(n *Note) []Diagnostic {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.check(n, len(n.Cells))
	ds := slices.Clone(n.Diagnostics)
	i := 0
	for _, c := range n.Cells {
		if !c.Options.Eval {
			continue
		}
		for _, p := range e.steps[i].Problems {
			ds = append(ds, c.diagnostic(p))
		}
		i++
	}
	sortDiagnostics(ds)
	return ds
}

// diagnostic says a problem of a cell in the note's terms.
func (c *Cell) diagnostic(p frontend.Problem) Diagnostic {
	d := Diagnostic{
		Line: p.Line, Col: p.Col + c.Indent, Severity: SeverityError,
		Message: p.Message, HintKo: p.HintKo, HintEn: p.HintEn,
	}
	if p.Severity == frontend.Hint {
		d.Severity = SeverityHint
	}
	return d
}

// check makes the steps those of the first cells of a note, and returns the scope below them.
func (e *Editor) check(n *Note, cells int) *frontend.Scope {
	if e.outer == nil || !slices.Equal(e.params, n.Meta.Params) {
		e.reset(n)
	}
	scope := e.outer
	i := 0
	for _, c := range n.Cells[:cells] {
		if !c.Options.Eval {
			continue
		}
		if i < len(e.steps) && (e.steps[i].source != c.Source || e.steps[i].line != c.Line) {
			if slices.ContainsFunc(e.steps[i:], func(s step) bool { return s.Late }) {
				e.reset(n) // types of the cells above have methods of this one, or of those below
				return e.check(n, cells)
			}
			e.steps = e.steps[:i]
		}
		if i == len(e.steps) {
			d := scope.Diagnose(frontend.Cell{Key: c.Key, File: n.Name, Line: c.Line, Source: c.Source})
			e.steps = append(e.steps, step{c.Source, c.Line, d})
		}
		scope = e.steps[i].Next
		i++
	}
	return scope
}

// reset forgets everything.
func (e *Editor) reset(n *Note) {
	e.params = slices.Clone(n.Meta.Params)
	if e.outer == nil {
		e.outer = frontend.NewScope(params(n))
	} else {
		e.outer = e.outer.Again(params(n))
	}
	e.steps = nil
}

// params returns the note's params as the front end wants them.
func params(n *Note) []frontend.Param {
	var ps []frontend.Param
	for _, p := range n.Meta.Params {
		ps = append(ps, frontend.Param(p))
	}
	return ps
}

// A Completion is one way to complete a word of a note: of a cell, an option, a key of the front matter or a reference.
// Insert replaces what stands on Line between the columns From and To, which count bytes from 1.
type Completion struct {
	Label  string
	Kind   string // a [frontend.Kind], or "option", "value", "key" or "reference"
	Detail string
	Doc    string // in English, as Go's documentation is
	DocKo  string // of options and keys
	Insert string
	Line   int
	From   int
	To     int
}

// Complete returns what the word at a place of a note can be completed to, the likeliest first. Line and col are 1-based;
// col counts bytes, and is that of the letter behind the cursor.
func (e *Editor) Complete(n *Note, line, col int) []Completion {
	text, ok := n.lineText(line)
	if !ok {
		return nil
	}
	col = max(1, min(col, len(text)+1))
	c, i := n.cellAt(line)
	switch {
	case c == nil && line <= n.metaLines():
		return completeMeta(n, line, col, text)
	case c == nil:
		return completeReference(n, line, col, text)
	case line < c.CodeLine:
		return completeOption(n, c, line, col, text)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	offset, ok := c.offset(line, col)
	if !ok {
		return nil
	}
	items := e.check(n, i).Complete(frontend.Cell{Key: c.Key, File: n.Name, Line: c.Line, Source: c.Source}, offset)
	out := make([]Completion, len(items))
	for j, it := range items {
		out[j] = Completion{
			Label: it.Label, Kind: string(it.Kind), Detail: it.Detail, Doc: it.Doc, Insert: it.Insert,
			Line: line, From: col - (offset - it.Start), To: col + it.End - offset,
		}
	}
	return out
}

// A Card is what a reader is told about a name in a cell. From and To are the columns of the name, in bytes from 1.
type Card struct {
	frontend.Card
	Line int // of the name
	From int
	To   int
}

// Hover returns what is known of the name at a place of a note; ok is false where there is none.
func (e *Editor) Hover(n *Note, line, col int) (card Card, ok bool) {
	c, i := n.cellAt(line)
	if c == nil {
		return Card{}, false
	}
	offset, ok := c.offset(line, col)
	if !ok {
		return Card{}, false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	card.Card, ok = e.check(n, i).Hover(frontend.Cell{Key: c.Key, File: n.Name, Line: c.Line, Source: c.Source}, offset)
	card.Line, card.From, card.To = line, col-(offset-card.Start), col+card.End-offset
	return card, ok
}

// cellAt returns the cell that a line is in, with its place among the cells.
func (n *Note) cellAt(line int) (*Cell, int) {
	for i, c := range n.Cells {
		if line >= c.Line && line < c.Line+max(1, strings.Count(c.Source, "\n")) {
			return c, i
		}
	}
	return nil, 0
}

// offset returns the offset in a cell's Source of a place in the note.
func (c *Cell) offset(line, col int) (offset int, ok bool) {
	lines := strings.SplitAfter(c.Source, "\n")
	at := line - c.Line
	if at < 0 || at >= len(lines) || col < 1 {
		return 0, false
	}
	for _, l := range lines[:at] {
		offset += len(l)
	}
	return offset + max(0, min(col-1-c.Indent, len(strings.TrimSuffix(lines[at], "\n")))), true
}

// lineText returns a line of the source, without its end.
func (n *Note) lineText(line int) (text string, ok bool) {
	if line < 1 || line > len(n.lines) {
		return "", false
	}
	rest := string(n.Source[n.lines[line-1]:])
	text, _, _ = strings.Cut(rest, "\n")
	return text, true
}

// Column returns the 1-based column, in bytes, of a place that counts UTF-16 units from 1, as pages do.
func (n *Note) Column(line, units int) int {
	text, _ := n.lineText(line)
	at := 1
	for _, r := range text {
		if units <= 1 {
			break
		}
		units--
		if r > 0xFFFF {
			units--
		}
		at += utf8.RuneLen(r)
	}
	return at
}

// Units returns the 1-based column in UTF-16 units of a column in bytes.
func (n *Note) Units(line, col int) int {
	text, _ := n.lineText(line)
	units := 1
	for i, r := range text {
		if i >= col-1 {
			break
		}
		units++
		if r > 0xFFFF {
			units++
		}
	}
	return units
}
