package tex

import (
	"encoding/xml"
	"os"
	"strings"
	"testing"
)

// TestMathML holds what is written for screen readers: testdata/mathml.txt has sources, each with the MathML of it.
func TestMathML(t *testing.T) {
	const file = "testdata/mathml.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	n := 0
	for i := 1; i+1 < len(lines); i += 2 {
		n++
		m := MathML(lines[i], Options{})
		checkXML(t, lines[i], m)
		_, m, _ = strings.Cut(m, "<semantics>")
		m, _, _ = strings.Cut(m, "<annotation")
		if m != lines[i+1] && !*update {
			t.Errorf("%s:%d: %s\ngot  %s\nwant %s", file, i+2, lines[i], m, lines[i+1])
		}
		lines[i+1] = m
	}
	if n < 75 {
		t.Errorf("only %d formulas", n)
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// children are how many elements each element must hold.
var children = map[string]int{
	"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "semantics": 2,
}

// checkXML holds that MathML is well formed, and that its elements have as many parts as they must.
func checkXML(t *testing.T, src, m string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(m))
	var names []string
	var counts []int
	for {
		tok, err := d.Token()
		if tok == nil {
			if len(names) != 0 || err.Error() != "EOF" {
				t.Errorf("%s: %v in %s", src, err, m)
			}
			return
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if len(counts) > 0 {
				counts[len(counts)-1]++
			}
			names, counts = append(names, e.Name.Local), append(counts, 0)
		case xml.EndElement:
			k := len(names) - 1
			if want, ok := children[names[k]]; ok && counts[k] != want {
				t.Errorf("%s: <%s> has %d parts, not %d: %s", src, names[k], counts[k], want, m)
			}
			names, counts = names[:k], counts[:k]
		}
	}
}
