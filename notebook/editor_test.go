package notebook

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestDiagnose(t *testing.T) {
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
		for _, d := range Diagnose(Parse("n.md", []byte(c.src))) {
			if d.Severity == SeverityError {
				got = append(got, d.Text("n.md"))
			}
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%s: diagnostics\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), c.want)
		}
	}
}

// TestEditorRemembers edits a note step by step and compares what is told with what a fresh look tells.
func TestEditorRemembers(t *testing.T) {
	var e Editor
	for i, src := range []string{
		"```go\ntype T struct{}\nx := 1\n```\n\n```go\nfunc (t T) M() int { return x }\n```\n\n```go\nvar t T\nfmt.Println(t.M())\n```\n",
		"```go\ntype T struct{}\nx := 1\n```\n\n```go\nfunc (t T) M() string { return \"\" }\n```\n\n```go\nvar t T\nvar n int = t.M()\nfmt.Println(n)\n```\n",
		"```go\ntype T struct{}\nx := 1\n```\n\n```go\n```\n\n```go\nvar t T\nfmt.Println(t.M())\n```\n",
		"---\nparams: {x: 2}\n---\n```go\ntype T struct{}\n```\n\n```go\nfunc (t T) M() int { return x }\n```\n\n```go\nvar t T\nfmt.Println(t.M())\n```\n",
		"---\nparams: {x: 2}\n---\n\n```go\ntype T struct{\n```\n\n```go\nfunc (t T) M() int { return x }\n```\n\n```go\nvar t T\nfmt.Println(t.M())\n```\n",
		"---\nparams: {x: 2}\n---\n\n```go {eval=false}\ntype T struct{\n```\n\n```go\nx = 3\n```\n",
	} {
		n := Parse("n.md", []byte(src))
		got, want := e.Diagnose(n), Diagnose(n)
		if !slices.Equal(got, want) {
			t.Errorf("step %d: %v, a fresh look tells %v", i, got, want)
		}
	}
}

const editedNote = `---
title: 합성곱
params: {epochs: 3}
pa
---

결과는 @fig-lo 에서 본다.

` + "```go\n//| label: fig-loss\n//| ec\n//| output: f\n// 손실값입니다.\nlosses := []float64{0.5}\n```\n\n  ```go\n  값 := losses; fmt.Pri\n  ```\n"

// TestEditorComplete holds what is offered first at places of a note, and what would be replaced.
func TestEditorComplete(t *testing.T) {
	n := Parse("n.md", []byte(editedNote))
	var e Editor
	for _, tt := range []struct {
		at   string // the text before the cursor, which occurs once
		want string
		kind string
		insert,
		replaced string
	}{
		{"}\npa", "paper", "key", "paper: ", "pa"},
		{"@fig-lo", "@fig-loss", "reference", "@fig-loss", "@fig-lo"},
		{"//| ec", "echo", "option", "echo: ", "ec"},
		{"output: f", "false", "value", "false", "f"},
		{"fmt.Pri", "Print", "func", "Print", "Pri"},
		{"[]float64{0.5}\n", "", "", "", ""},
		{"= losse", "losses", "var", "losses", "losses"},
	} {
		off := strings.Index(string(n.Source), tt.at) + len(tt.at)
		line, col := n.position(off)
		got := append(e.Complete(n, line, col), Completion{})[0]
		if got.Label != tt.want || got.Kind != tt.kind || got.Insert != tt.insert {
			t.Errorf("after %q: %+v, want %+v", tt.at, got, tt)
			continue
		}
		if text, _ := n.lineText(line); tt.want != "" && (got.Line != line || text[got.From-1:got.To-1] != tt.replaced) {
			t.Errorf("after %q: replaces %q, want %q", tt.at, text[got.From-1:got.To-1], tt.replaced)
		}
	}
}

func TestEditorHover(t *testing.T) {
	n := Parse("n.md", []byte(editedNote))
	var e Editor
	line, col := n.position(strings.Index(string(n.Source), ":= losses; fmt") + 5)
	card, ok := e.Hover(n, line, col)
	text, _ := n.lineText(line)
	if !ok || card.Signature != "var losses []float64" || card.Card.Line != 14 || card.Doc != "손실값입니다." || text[card.From-1:card.To-1] != "losses" {
		t.Errorf("Hover(%d, %d) = %+v, %v", line, col, card, ok)
	}
	if _, ok := e.Hover(n, 7, 3); ok {
		t.Error("Hover in prose gives a card")
	}
	for _, p := range [][2]int{{0, 0}, {-1, 5}, {1 << 30, 1}, {line, -4}, {line, 1 << 30}} {
		e.Hover(n, p[0], p[1])
		e.Complete(n, p[0], p[1])
	}
}

// TestUnits converts columns between bytes and UTF-16 units.
func TestUnits(t *testing.T) {
	n := Parse("n.md", []byte("a가😀b\n"))
	for _, tt := range []struct{ units, col int }{{1, 1}, {2, 2}, {3, 5}, {5, 9}, {6, 10}} {
		if got := n.Column(1, tt.units); got != tt.col {
			t.Errorf("Column(1, %d) = %d, want %d", tt.units, got, tt.col)
		}
		if got := n.Units(1, tt.col); got != tt.units {
			t.Errorf("Units(1, %d) = %d, want %d", tt.col, got, tt.units)
		}
	}
	if got := n.Column(1, 99); got != 10 {
		t.Errorf("Column behind the end = %d, want 10", got)
	}
}

// BenchmarkEditor types in the last of 50 cells of 20 lines: each time the cell differs, and the cells above do not.
func BenchmarkEditor(b *testing.B) {
	var src strings.Builder
	for i := range 50 {
		fmt.Fprintf(&src, "text\n\n```go\ntype P%[1]d struct{ X, Y float64 }\nfunc (p P%[1]d) Norm() float64 { return math.Sqrt(p.X*p.X + p.Y*p.Y) }\nps%[1]d := []P%[1]d{{1, 2}}\ntotal%[1]d := 0.0\n", i)
		fmt.Fprintf(&src, "for i, p := range ps%[1]d {\n\tif i%%2 == 0 {\n\t\ttotal%[1]d += p.Norm()\n\t} else {\n\t\ttotal%[1]d -= p.X\n\t}\n}\nfmt.Println(total%[1]d, strings.Repeat(\"x\", 3))\n```\n\n", i)
	}
	var e Editor
	run := func(name, tail string, ask func(*Note, int, int) bool) {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				n := Parse("n.md", []byte(fmt.Sprintf("%s```go\nx%d := ps3[0].Norm()\n%s", src.String(), i%7, tail)))
				line, col := n.position(strings.LastIndex(string(n.Source), "█"))
				if !ask(n, line, col) {
					b.Fatal("no answer")
				}
			}
		})
	}
	run("complete", "ps3[0].█\n```\n", func(n *Note, line, col int) bool { return len(e.Complete(n, line, col)) > 0 })
	run("hover", "fmt.Println(ps3█)\n```\n", func(n *Note, line, col int) bool { _, ok := e.Hover(n, line, col-1); return ok })
	run("diagnose", "y := nothing // █\n```\n", func(n *Note, _, _ int) bool { return len(e.Diagnose(n)) > 0 })
	run("parse alone", "█\n```\n", func(*Note, int, int) bool { return true })
}
