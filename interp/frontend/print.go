package frontend

import (
	"bytes"
	"fmt"
	"go/printer"
	"go/token"
)

// Source returns the lowered form of the cell as text, to be read by those who work on the lowering.
func (u *Unit) Source() string {
	var b bytes.Buffer
	for _, d := range u.File.Decls {
		if err := printer.Fprint(&b, token.NewFileSet(), d); err != nil {
			fmt.Fprintf(&b, "// %v", err)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
