package notebook

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"good", "---\nparams: {epochs: 3}\n---\n```go\nx := epochs\n```\n\n```go\nfmt.Println(x)\n```\n", ""},
		{"error", "text\n\n```go\n//| echo: false\nx := 1\ny := undefinedName\n_, _ = x, y\n```\n", "n.md:6:6: undefined: undefinedName"},
		{
			"told once", "```go\nnet := missing()\n```\n\n```go\ntwice := net\n```\n\n```go\n_ = twice\n```\n\n```go\n_ = other\n```\n",
			"n.md:2:8: undefined: missing\nn.md:14:5: undefined: other",
		},
		{"only shown", "```go {eval=false}\nx := nothing\n```\n", ""},
		{"indented", "  ```go\n  _ = nothing\n  ```\n", "n.md:2:7: undefined: nothing"},
		{"the note's own", "# a\n\n@fig-x\n\n```go\nx := 1\n_ = x + y\n```\n", "n.md:3:1: undefined reference: @fig-x\nn.md:7:9: undefined: y"},
		{"cells below are not seen", "```go\n_ = later\n```\n\n```go\nlater := 1\n_ = later\n```\n", "n.md:2:5: undefined: later"},
	} {
		var got []string
		for _, d := range Check(Parse("n.md", []byte(c.src))) {
			if d.Severity == SeverityError {
				got = append(got, d.Text("n.md"))
			}
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%s: diagnostics\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), c.want)
		}
	}
}
