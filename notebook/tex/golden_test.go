package tex

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"quire/notebook/figure"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden sets the formulas of testdata/formulas.txt: each case is a name, $ or $$ with the source, and, written by
// -update, the box, the operations, MathML and the problems.
func TestGolden(t *testing.T) {
	const file = "testdata/formulas.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, c := range strings.Split(string(data), "-- ")[1:] {
		lines := strings.Split(c, "\n")
		style, src, _ := strings.Cut(lines[1], " ")
		fmt.Fprintf(&out, "-- %s\n%s %s\n%s", lines[0], style, src, dump(src, style == "$$"))
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, want := strings.Split(out.String(), "\n"), strings.Split(string(data), "\n")
	for i, line := range got {
		if i >= len(want) || line != want[i] {
			t.Fatalf("%s:%d: got\n%s\nrun with -update and read the diff", file, i+1, line)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s has %d lines, got %d", file, len(want), len(got))
	}
}

func dump(src string, display bool) string {
	f, problems := Layout(src, Options{Display: display, Size: 10})
	var b strings.Builder
	fmt.Fprintf(&b, "  box %.2f × %.2f, depth %.2f\n", f.W, f.H, f.Depth)
	for _, op := range f.Ops {
		switch {
		case op.Glyph != nil:
			g := op.Glyph
			fmt.Fprintf(&b, "  %6.2f %6.2f glyph %s (%d) %.1f%s\n", g.X, g.Y, g.Text, g.GID, g.Size, tint(g.Color))
		case op.Text != nil:
			x := op.Text
			fmt.Fprintf(&b, "  %6.2f %6.2f text %q %s %.1f%s\n", x.X, x.Y, x.Text, x.Face, x.Size, tint(x.Color))
		case op.Path != nil:
			p := op.Path
			d, _ := p.Path.MarshalText()
			fmt.Fprintf(&b, "  path %s%s%s\n", d, tint(p.Fill), tint(p.Stroke))
		}
	}
	fmt.Fprintf(&b, "  %s\n", strings.TrimSuffix(strings.TrimPrefix(MathML(src, Options{Display: display}), `<math xmlns="http://www.w3.org/1998/Math/MathML"`), "</math>"))
	for _, p := range problems {
		fmt.Fprintf(&b, "  %d: %s\n", p.Offset, p.Message)
	}
	return b.String()
}

// tint names a colour that is not the ink.
func tint(c figure.Color) string {
	if c == "" || c == "ink" {
		return ""
	}
	return " " + string(c)
}

// BenchmarkLayout sets the formulas of the golden file, one after the other.
func BenchmarkLayout(b *testing.B) {
	data, err := os.ReadFile("testdata/formulas.txt")
	if err != nil {
		b.Fatal(err)
	}
	var sources []string
	for _, c := range strings.Split(string(data), "-- ")[1:] {
		_, src, _ := strings.Cut(strings.Split(c, "\n")[1], " ")
		sources = append(sources, src)
	}
	i := 0
	for b.Loop() {
		Layout(sources[i%len(sources)], Options{Display: true})
		i++
	}
}
