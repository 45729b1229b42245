package frontend

import "testing"

// TestMissingImports holds that known packages are found wherever a cell names them.
func TestMissingImports(t *testing.T) {
	for _, src := range []string{
		"a := nn.New(2, 3)\nfmt.Println(a)\n",
		"var s = strings.Repeat(\"x\", 3)\ns\n",
		"func f() string { return strings.ToUpper(\"a\") }\n",
		"type T struct{ m *mat.Dense }\n",
		"for i := range 3 {\n\tfmt.Println(math.Sqrt(float64(i)))\n}\n",
		"digits := data.Digits()\ntrain, valid := digits.Train.Split(10)\nshow.Line(show.NewPlot(\"\", \"\", \"\"), \"\", nil, nil)\n_, _ = train, valid\n",
	} {
		if unit, problems := NewScope(nil).Compile(Cell{Key: "a", File: "note.md", Line: 1, Source: src}); unit == nil {
			t.Errorf("Compile(%q) = %v, want no problem", src, problems)
		}
	}
}
