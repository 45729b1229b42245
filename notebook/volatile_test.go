package notebook

import (
	"strings"
	"testing"
)

// TestReached runs reached over notes whose cells are separated by "---". A cell that begins with "//!" is volatile by
// itself; want lists the cells that are volatile in the end, by number.
func TestReached(t *testing.T) {
	for _, c := range []struct{ name, note, want string }{
		{"nothing", "x := 1\n---\nfmt.Println(x)", ""},
		{"a variable", "//!\nx := 1\n---\nfmt.Println(x)\n---\nfmt.Println(2)", "1 2"},
		{"through another", "//!\nx := 1\n---\ny := x\n---\nfmt.Println(y)", "1 2 3"},
		{"a variable declared again", "//!\nx := 1\n---\nx := 2\n---\nfmt.Println(x)", "1"},
		{"one assigned below", "x := 1\n---\n//!\nx = 2\n---\nfmt.Println(x)", "2 3"},
		{"one that is only read", "x := 1\n---\n//!\nfmt.Println(x)\n---\nfmt.Println(x)", "2"},
		{"cells above are not reached", "x := []int{1}\nfmt.Println(x)\n---\n//!\nx[0] = 2", "2"},
		{"an element", "x := []int{1}\n---\n//!\nx[0] = 2\n---\nfmt.Println(x)", "2 3"},
		{"a slice that is passed on", "x := []int{1}\n---\n//!\nf := func(x []int) {}\nf(x)\n---\nfmt.Println(x)", "2 3"},
		{"a string that is passed on", "x := \"a\"\n---\n//!\nf := func(x string) {}\nf(x)\n---\nfmt.Println(x)", "2"},
		{"an address", "x := 1\n---\n//!\np := &x\n---\nfmt.Println(x)", "2 3"},
		{"a method with a pointer receiver", "var b strings.Builder\n---\n//!\nb.WriteString(\"a\")\n---\nfmt.Println(b.String())", "2 3"},
		{"an alias", "x := []int{1}\n---\ny := x[:1]\n---\n//!\ny[0] = 2\n---\nfmt.Println(x)", "3 4"},
		{"a function that changes a variable", "n := 0\nfunc inc() { n++ }\n---\n//!\ninc()\n---\nfmt.Println(n)", "2 3"},
		{"a function that reads a variable", "n := 0\nfunc get() int { return n }\n---\n//!\nn = 1\n---\nfmt.Println(get())", "2 3"},
		{"a function that calls one", "n := 0\nfunc inc() { n++ }\n---\nfunc twice() { inc(); inc() }\n---\n//!\ntwice()\n---\nfmt.Println(n)", "3 4"},
		{"a closure", "n := 0\nget := func() int { return n }\n---\n//!\nn = 1\n---\nfmt.Println(get())", "2 3"},
		{"a function without variables", "func twice(x int) int { return 2 * x }\n---\n//!\nfmt.Println(twice(1))\n---\nfmt.Println(twice(2))", "2"},
		{"a type", "type T struct{ N int }\n---\n//!\nfmt.Println(T{1})\n---\nfmt.Println(T{2})", "2"},
		{"a type whose method changes a variable", "n := 0\ntype T struct{}\nfunc (T) Inc() { n++ }\n---\n//!\nT{}.Inc()\n---\nfmt.Println(n)", "2 3"},
		{"a method declared below its type", "n := 0\ntype T struct{}\n---\nfunc (T) Inc() { n++ }\n---\n//!\nT{}.Inc()\n---\nfmt.Println(n)", "3 4"},
		{"a constant", "const c = 1\n---\n//!\nfmt.Println(c)\n---\nfmt.Println(c)", "2"},
		{"steady cells end it", "//!\nx := 1\n---\n//=\ny := x\n---\nfmt.Println(y)\n---\nfmt.Println(x)", "1 4"},
		{"a cell that does not compile", "//!\nx := 1\n---\nx +\n---\nfmt.Println(x)", "1 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var md strings.Builder
			var volatile, steady []bool
			for src := range strings.SplitSeq(c.note, "---\n") {
				volatile = append(volatile, strings.HasPrefix(src, "//!"))
				steady = append(steady, strings.HasPrefix(src, "//="))
				md.WriteString("```go\n" + src + "\n```\n\n")
			}
			var got []string
			for i, yes := range reached(tiesOf(Parse("note.md", []byte(md.String()))), volatile, steady) {
				if yes {
					got = append(got, string(rune('1'+i)))
				}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s\nvolatile cells %q, want %q", c.note, s, c.want)
			}
		})
	}
}

// TestVolatileRun runs notes and looks at the marks of their results and in the manifest.
func TestVolatileRun(t *testing.T) {
	for _, c := range []struct{ name, note, want string }{
		{"the kernel's mark", "```go\nvolatile\n```", "+1"},
		{"the option", "```go\n//| volatile: true\nprint 1\n```", "+1"},
		{"the option against the mark", "```go\n//| volatile: false\nvolatile\n```", ""},
		{"no mark", "```go\nprint 1\n```", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := Parse("note.md", []byte(c.note))
			res, err := Run(t.Context(), n, RunOptions{Start: newScripts().start})
			if err != nil {
				t.Fatal(err)
			}
			var keys, listed []string
			for i, m := range NewManifest(n, res, Made{}).Cells {
				if r := res.Cells[i]; r.Volatile {
					keys = append(keys, r.Key)
					if r.Reason == "" && c.name == "the option" {
						t.Error("no reason")
					}
				}
				if m.Volatile {
					listed = append(listed, m.Key)
				}
			}
			if got := strings.Join(keys, " "); got != c.want {
				t.Errorf("volatile cells %q, want %q", got, c.want)
			}
			if got := strings.Join(listed, " "); got != c.want {
				t.Errorf("volatile cells in the manifest %q, want %q", got, c.want)
			}
		})
	}
}
