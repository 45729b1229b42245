package output

import (
	"fmt"
	"strings"
)

// Plain returns the text, with a line "… n lines left out …" where an excerpt lacks lines.
func (t *Text) Plain() string {
	if t.OmittedLines == 0 || t.OmittedAt < 0 || t.OmittedAt > len(t.Data) {
		return t.Data
	}
	head, tail := t.Data[:t.OmittedAt], t.Data[t.OmittedAt:]
	if head != "" && !strings.HasSuffix(head, "\n") {
		head += "\n"
	}
	return fmt.Sprintf("%s… %d lines left out …\n%s", head, t.OmittedLines, tail)
}

// Plain returns the text alternative of the drawing in brackets.
func (f *Figure) Plain() string {
	if f.Figure == nil || f.Figure.Alt == "" {
		return "[figure]\n"
	}
	return "[figure: " + f.Figure.Alt + "]\n"
}

// Plain returns the text alternative of the picture in brackets.
func (m *Image) Plain() string {
	if m.Alt == "" {
		return "[image]\n"
	}
	return "[image: " + m.Alt + "]\n"
}

// Plain returns the state of the loop on one line.
func (p *Progress) Plain() string {
	if p.Total > 0 {
		return fmt.Sprintf("%s %d/%d\n", p.Label, p.Done, p.Total)
	}
	return fmt.Sprintf("%s %d\n", p.Label, p.Done)
}

// Plain returns the text alternative.
func (h *HTML) Plain() string { return endLine(h.Alternative) }

// Plain returns the message, the hint in Korean and English, and the path of calls, a line each.
func (e *Error) Plain() string {
	var b strings.Builder
	b.WriteString(endLine(e.Message))
	for _, hint := range []string{e.HintKo, e.HintEn} {
		if hint != "" {
			b.WriteString("  " + hint + "\n")
		}
	}
	for _, f := range e.Frames {
		b.WriteString("  " + f.String() + "\n")
	}
	return b.String()
}

// String writes the frame as "func (line n)".
func (f Frame) String() string {
	switch name := f.Name(); {
	case name == "":
		return fmt.Sprintf("line %d", f.Line)
	case f.Line == 0:
		return name
	default:
		return fmt.Sprintf("%s (line %d)", name, f.Line)
	}
}

// Name is the function with the number of its calls in itself, "" for the cell's own statements.
func (f Frame) Name() string {
	if f.Times == 0 {
		return f.Func
	}
	return fmt.Sprintf("%s × %d", f.Func, f.Times)
}

// endLine ends s in a newline.
func endLine(s string) string {
	if s == "" || strings.HasSuffix(s, "\n") {
		return s
	}
	return s + "\n"
}
