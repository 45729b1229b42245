package figure

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
)

func TestPathText(t *testing.T) {
	var p Path
	p.MoveTo(0, 1.5)
	p.LineTo(-0.0001, 1e3)
	p.CurveTo(1, 2, 3, 4, 5.12345, 6)
	p.Close()
	const want = "M0 1.5L0 1000C1 2 3 4 5.123 6Z"
	text, err := p.MarshalText()
	if err != nil || string(text) != want {
		t.Fatalf("MarshalText = %q, %v, want %q", text, err, want)
	}
	var back Path
	if err := back.UnmarshalText(text); err != nil {
		t.Fatal(err)
	}
	if again, _ := back.MarshalText(); string(again) != want {
		t.Errorf("read back and written again: %q, want %q", again, want)
	}
}

func TestPathTextErrors(t *testing.T) {
	for _, text := range []string{"Q1 2", "1 2", "M1", "M1 2 3", "L1 x", "C1 2 3 4 5", "Z1", "\x00"} {
		var p Path
		if err := p.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("UnmarshalText(%q) = %v, want an error", text, p)
		}
	}
}

func TestNum(t *testing.T) {
	tests := []struct {
		v    float64
		want string
	}{
		{0, "0"},
		{-0.0004, "0"},
		{0.1, "0.1"},
		{-12.3456, "-12.346"},
		{100, "100"},
		{1e6, "1000000"},
		{math.NaN(), "0"},
		{math.Inf(1), "1000000000"},
		{-1e300, "-1000000000"},
	}
	for _, tt := range tests {
		if got := Num(tt.v); got != tt.want {
			t.Errorf("Num(%v) = %q, want %q", tt.v, got, tt.want)
		}
	}
}

// A figure survives JSON, the form in which outputs are kept.
func TestFigureJSON(t *testing.T) {
	f := sampleFigure()
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var back Figure
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(f, &back) {
		t.Errorf("read back:\n%+v\nwant:\n%+v", back, *f)
	}
}

func TestBounds(t *testing.T) {
	var line Path
	line.MoveTo(10, 20)
	line.LineTo(30, 20)
	tests := []struct {
		name string
		op   Op
		want Rect
	}{
		{"filled path", Op{Path: &PathOp{Path: line, Fill: "ink"}}, Rect{10, 20, 30, 20}},
		{"stroked path", Op{Path: &PathOp{Path: line, Stroke: "ink", Width: 2}}, Rect{9, 19, 31, 21}},
		{"text", Op{Text: &TextOp{X: 5, Y: 5, Size: 10, Width: 40}}, Rect{5, 2.6, 45, 14.5}},
		{"text upwards", Op{Text: &TextOp{X: 5, Y: 5, Size: 10, Width: 40, Angle: 90}}, Rect{-4.5, 5, 7.4, 45}},
		{"image", Op{Image: &ImageOp{X: 1, Y: 2, W: 3, H: 4}}, Rect{1, 2, 4, 6}},
	}
	for _, tt := range tests {
		got := (&Figure{Ops: []Op{tt.op}}).Bounds()
		if !near(got, tt.want) {
			t.Errorf("%s: Bounds = %v, want %v", tt.name, got, tt.want)
		}
	}
	if b := (&Figure{}).Bounds(); !b.Empty() {
		t.Errorf("an empty figure has bounds %v, want none", b)
	}
}

func near(a, b Rect) bool {
	const tolerance = 1e-9 // of sines and cosines
	return math.Abs(a.X0-b.X0) < tolerance && math.Abs(a.Y0-b.Y0) < tolerance &&
		math.Abs(a.X1-b.X1) < tolerance && math.Abs(a.Y1-b.Y1) < tolerance
}

func TestDraw(t *testing.T) {
	g := sampleFigure()
	before, _ := json.Marshal(g)
	f := &Figure{W: 500, H: 500}
	f.Draw(g, 100, 200)
	got, want := f.Bounds(), g.Bounds()
	want = Rect{want.X0 + 100, want.Y0 + 200, want.X1 + 100, want.Y1 + 200}
	if !near(got, want) {
		t.Errorf("drawn at (100, 200) it fills %v, want %v", got, want)
	}
	f.Ops[0].Path.Path[0].P[0].X = -1
	if after, _ := json.Marshal(g); string(after) != string(before) {
		t.Error("the figure that was drawn has changed")
	}
}

// Whatever is read is written so that it reads the same.
func FuzzPathText(f *testing.F) {
	f.Add([]byte("M0 1.5L0 1000C1 2 3 4 5.123 6Z"))
	f.Add([]byte("M1e9 NaN"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var p, q Path
		if p.UnmarshalText(text) != nil {
			return
		}
		once, _ := p.MarshalText()
		if err := q.UnmarshalText(once); err != nil {
			t.Fatalf("%q was read, but its own text %q is not: %v", text, once, err)
		}
		if again, _ := q.MarshalText(); string(again) != string(once) {
			t.Errorf("%q becomes %q, then %q", text, once, again)
		}
	})
}
