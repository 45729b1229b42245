package figure

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "rewrite golden files")

// halfEm measures text whose characters are half as wide as the font is high.
func halfEm(_ string, size float64, text string) float64 {
	return 0.5 * size * float64(utf8.RuneCountInString(text))
}

// list is a drawing as text: its size, and each operation in a line, with numbers to 1/1000 point.
func list(f *Figure, warnings []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s × %s", Num(f.W), Num(f.H))
	if f.Alt != "" {
		fmt.Fprintf(&b, " %q", f.Alt)
	}
	b.WriteByte('\n')
	listOps(&b, f.Ops, "")
	for _, w := range warnings {
		fmt.Fprintf(&b, "warning: %s\n", w)
	}
	return b.String()
}

func listOps(b *strings.Builder, ops []Op, indent string) {
	num := func(name string, v float64) string {
		if v == 0 {
			return ""
		}
		return " " + name + Num(v)
	}
	word := func(name, v string) string {
		if v == "" {
			return ""
		}
		return " " + name + v
	}
	flag := func(name string, v bool) string {
		if v {
			return " " + name
		}
		return ""
	}
	for i := range ops {
		switch op := &ops[i]; {
		case op.Path != nil:
			p := op.Path
			d, _ := p.Path.MarshalText()
			dash := ""
			for _, v := range p.Dash {
				dash += " " + Num(v)
			}
			b.WriteString(indent + "path" + word("fill ", string(p.Fill)) + flag("evenodd", p.EvenOdd) + word("stroke ", string(p.Stroke)) +
				num("width ", p.Width) + word("", p.Cap) + word("", p.Join) + word("dash", dash) + num("offset ", p.Offset) + " " + string(d) + "\n")
		case op.Text != nil:
			t := op.Text
			fmt.Fprintf(b, "%stext %s,%s %s %s%s%s w%s %s %q\n", indent, Num(t.X), Num(t.Y), t.Face, Num(t.Size), num("turned ", t.Angle), flag("slant", t.Slant), Num(t.Width), t.Color, t.Text)
		case op.Image != nil:
			m := op.Image
			fmt.Fprintf(b, "%simage %s,%s %s × %s%s\n", indent, Num(m.X), Num(m.Y), Num(m.W), Num(m.H), flag("smooth", m.Smooth))
		case op.Clip != nil:
			d, _ := op.Clip.Path.MarshalText()
			b.WriteString(indent + "clip" + flag("evenodd", op.Clip.EvenOdd) + " " + string(d) + "\n")
			listOps(b, op.Clip.Ops, indent+"  ")
		default:
			b.WriteString(indent + "nothing\n")
		}
	}
}

// page is a drawing of 100 × 80 points with a body; the cases below are in points for that.
func svgPage(body string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100pt" height="80pt" viewBox="0 0 100 80">` + body + `</svg>`)
}

func TestReadSVG(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "svg", "cases.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, c := range strings.Split(strings.TrimPrefix(string(raw), "== "), "\n== ") {
		c += "\n" // a new case ends with its line of dashes
		name, rest, _ := strings.Cut(c, "\n")
		body, _, _ := strings.Cut(rest, "\n--\n")
		body = strings.TrimRight(body, "\n")
		f, warnings, err := ReadSVG(svgPage(body), halfEm)
		got := ""
		if err != nil {
			got = "error: " + err.Error() + "\n"
		} else {
			got = list(f, warnings)
			if _, after, ok := strings.Cut(got, "\n"); ok && strings.HasPrefix(got, "100 × 80") {
				got = after
			}
		}
		fmt.Fprintf(&out, "== %s\n%s\n--\n%s", name, body, got)
		if want := c[strings.Index(c, "\n--\n")+4:]; !*update && strings.TrimRight(want, "\n") != strings.TrimRight(got, "\n") {
			t.Errorf("%s: %s\ngot\n%s\nwant\n%s", name, body, got, want)
		}
	}
	if *update {
		writeFile(t, filepath.Join("testdata", "svg", "cases.txt"), []byte(out.String()))
	}
}

func writeFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// The drawings in testdata are in the styles of the programs whose names they have.
func TestReadPrograms(t *testing.T) {
	names, _ := filepath.Glob(filepath.Join("testdata", "svg", "*.svg"))
	if len(names) < 7 {
		t.Fatalf("%d drawings in testdata, want at least 7", len(names))
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, warnings, err := ReadSVG(raw, halfEm)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := []byte(list(f, warnings))
		golden := strings.TrimSuffix(name, ".svg") + ".golden"
		if *update {
			writeFile(t, golden, got)
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: the drawing differs from %s; look at it and run go test -update\n%s", name, golden, got)
		}
	}
}

// What Figure.SVG writes is read back as the same drawing.
func TestReadOwn(t *testing.T) {
	f := sampleFigure()
	f.Ops = append(f.Ops[:3:3], Op{Clip: &ClipOp{Path: f.Ops[0].Path.Path, EvenOdd: true, Ops: f.Ops[:1]}})
	got, warnings, err := ReadSVG(f.SVG(SVGOptions{}), halfEm)
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	if c := got.Ops[0].Clip; len(got.Ops) == 1 && c != nil { // what sticks out of the page is cut
		got.Ops = c.Ops
	}
	for i, op := range f.Ops {
		a, b := op.Bounds(), got.Ops[i].Bounds()
		if op.Text != nil {
			a.X1, b.X1, a.Y1, b.Y1 = 0, 0, 0, 0 // widths are measured anew
		}
		for j, v := range []float64{a.X0 - b.X0, a.Y0 - b.Y0, a.X1 - b.X1, a.Y1 - b.Y1} {
			if v > .02 || v < -.02 { // SVG has two decimals
				t.Errorf("operation %d: edge %d moved by %g", i, j, v)
			}
		}
	}
	if c := got.Ops[3].Clip; c == nil || !c.EvenOdd || len(c.Ops) != 1 || c.Ops[0].Path.Fill != "#0b68b066" {
		t.Errorf("the clip came back as %s", list(got, nil))
	}
}

func TestSameDrawing(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "svg", "hand.svg"))
	if err != nil {
		t.Fatal(err)
	}
	var want []byte
	for i := range 5 {
		f, w, err := ReadSVG(raw, halfEm)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := json.Marshal(struct {
			F *Figure
			W []string
		}{f, w})
		if i == 0 {
			want = got
		} else if !bytes.Equal(got, want) {
			t.Errorf("reading %d gave another drawing", i)
		}
	}
}

func TestIsSVG(t *testing.T) {
	for s, want := range map[string]bool{
		`<svg xmlns="http://www.w3.org/2000/svg"/>`:                                            true,
		"\ufeff<?xml version=\"1.0\"?>\n<!DOCTYPE svg [ <!ENTITY a \"b\"> ]>\n<!-- x --><svg>": true,
		`<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>`:                                    true,
		`<html><svg/></html>`: false,
		`text <svg/>`:         false,
		"\x89PNG\r\n\x1a\n":   false,
		``:                    false,
	} {
		if got := IsSVG([]byte(s)); got != want {
			t.Errorf("IsSVG(%q) = %v, want %v", s, got, want)
		}
	}
}
