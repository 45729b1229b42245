package frontend

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		want      []string
	}{
		{"define", "x := 1\ny, err := f(x)\n", []string{"x", "y", "err"}},
		{"var", "var a, b int\nvar (\n\tc = 1\n\td, e = 2, 3\n)", []string{"a", "b", "c", "d", "e"}},
		{"const", "const k = 1\nconst (\n\tA = iota\n\tB\n)", []string{"k", "A", "B"}},
		{"type", "type T struct {\n\tX, Y int\n}\ntype (\n\tU = T\n\tG[E any] []E\n)", []string{"T", "U", "G"}},
		{"func", "func f(x int) int { y := x; return y }\nfunc (t T) M() {}\nfunc init() {}", []string{"f"}},
		{"nested definitions", "for i := 0; i < 3; i++ { z := i; _ = z }\nif v := 1; v > 0 { w := 2; _ = w }\nq := 1", []string{"q"}},
		{"map literal", "m := map[string]int{\n\t\"a\": 1,\n}\nn := 2", []string{"m", "n"}},
		{"literal call", "func() { x := 1; _ = x }()\nr := 1", []string{"r"}},
		{"label", "L: i := 0\nif i < 3 { goto L }", []string{"i"}},
		{"blank and repeated", "_, a := f()\na, b := g()", []string{"a", "b"}},
		{"options and comments", "//| label: x\n// text\nimport \"fmt\"\nv := 1 // w := 2", []string{"v"}},
		{"program", "package main\nimport \"fmt\"\nfunc main() { fmt.Println(1) }", []string{"main"}},
		{"broken", "a := 1 +\nb := (2\nc := 3", []string{"a"}},
		{"empty", "", nil},
		{"closers first", "}) x := 1", nil},
		{"switch", "switch x := f(); x {\ncase 1:\n\ty := 1\n\t_ = y\n}\nz := 1", []string{"z"}},
		{"var func", "var f = func() int {\n\tx := 1\n\treturn x\n}\nvar g int", []string{"f", "g"}},
	} {
		if got := Names(tt.src); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Names(%q) = %v, want %v", tt.name, tt.src, got, tt.want)
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add("x := 1\nfunc f() {}\n")
	f.Add("}) func ( ( type (")
	f.Fuzz(func(t *testing.T, src string) { Names(src) })
}
