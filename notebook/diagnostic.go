package notebook

import "fmt"

// A Severity grades a [Diagnostic].
type Severity string

// The severities. Only errors make `quire check` exit with 1.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityHint    Severity = "hint"
)

// A Diagnostic is a problem at a place in a note. Line and Col are 1-based; Col counts bytes. HintKo and HintEn say in
// one sentence what to do, and may be empty.
type Diagnostic struct {
	Line, Col int
	Severity  Severity
	Message   string
	HintKo    string
	HintEn    string
}

// Text formats the diagnostic as file:line:col: message.
func (d Diagnostic) Text(file string) string {
	return fmt.Sprintf("%s:%d:%d: %s", file, d.Line, d.Col, d.Message)
}
