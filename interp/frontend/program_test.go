package frontend

import (
	"strings"
	"testing"
)

// TestProgram writes a note with every way of redeclaring as one program. That it means the same is shown where programs
// are compiled.
func TestProgram(t *testing.T) {
	got, err := Program([]Param{{"lr", 0.01}, {"name", "a\"b"}, {"n", int64(3)}}, []Cell{
		{Key: "a", Line: 1, Source: "import \"strings\"\nx := 1\nx, y := 2, strings.ToUpper(name)\nfunc f() int { return x }\nfmt.Println(f())"},
		{Key: "b", Line: 9, Source: "type T struct{ N int }\nx := f() + n\nx"},
		{Key: "c", Line: 15, Source: "func (t T) Twice() int { return t.N * 2 }\nfunc init() { fmt.Println(x) }\nlen := T{x}.Twice()\nx++\nfmt.Println(len, lr, y)"},
	})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(got), dot, "_")
	for _, want := range []string{
		"const lr float64 = 0.01", `const name string = "a\"b"`, "const n int = 3",
		"x, y = 2, strings.ToUpper(name)", "x_n2 = f() + n", "display(x_n2)", "func (t T) Twice() int", "len_n3 = T{x_n2}.Twice()", "x_n2++", "init_n3_1()", `begin("c")`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the program has no %q:\n%s", want, text)
		}
	}
	if _, err := Program(nil, []Cell{{Source: "type T int"}, {Source: "type T string"}}); err == nil || !strings.Contains(err.Error(), "T is declared twice") {
		t.Errorf("a type that is declared twice: %v", err)
	}
	if _, err := Program(nil, []Cell{{Line: 7, Source: "x := y"}}); err == nil || !strings.Contains(err.Error(), "line 7") {
		t.Errorf("a cell that does not compile: %v", err)
	}
}
