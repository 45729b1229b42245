package output

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"quire/notebook/figure"
)

func tinyPNG() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 3))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// samples has every kind of output, and what canonical bytes may trip over.
func samples() []Output {
	var path figure.Path
	path.MoveTo(0.12345, 1e5)
	path.CurveTo(1, 2, 3, -4, 5, 6)
	path.Close()
	return []Output{
		&Text{Stream: Stdout, Data: "한글 <b> & \xff\n\x00"},
		&Text{Stream: Value, Data: ""},
		&Text{Stream: Stderr, Data: "a\nz\n", OmittedLines: 7, OmittedAt: 2},
		&Figure{Figure: &figure.Figure{W: 10.5, H: 20, Alt: "a \"b\" \u2028", Ops: []figure.Op{
			{Path: &figure.PathOp{Path: path, Stroke: "series1", Width: 0.1, Dash: []float64{1, 2}}},
			{Text: &figure.TextOp{X: 1, Face: "sans", Size: 9, Color: "ink", Text: "축 <x>"}},
			{Glyph: &figure.GlyphOp{Face: "math", Size: 10, GID: 65535}},
			{Image: &figure.ImageOp{W: 1, H: 1, PNG: tinyPNG()}},
		}}},
		&Table{Caption: "c", Columns: []Column{{"a", AlignLeft}, {"b", AlignDecimal}}, Rows: [][]string{{"x", "1.5"}}},
		&Table{},
		&Image{PNG: tinyPNG(), Alt: "숫자"},
		&Progress{Key: "k", Label: "학습", Done: 3, Total: 10},
		&HTML{HTML: "<p>", Alternative: "p"},
		&Error{Stage: "panic", Message: "index out of range", HintKo: "힌트", Frames: []Frame{{Cell: "net", Func: "f", Line: 3}}},
	}
}

func TestCanonicalRoundTrip(t *testing.T) {
	for _, o := range samples() {
		data := Canonical(o)
		got, err := Decode(data)
		if err != nil {
			t.Errorf("Decode(%.80q): %v", data, err)
			continue
		}
		if !bytes.Equal(Canonical(got), data) || got.Kind() != o.Kind() {
			t.Errorf("%s came back as\n%.200q\nwant\n%.200q", o.Kind(), Canonical(got), data)
		}
		if o.Kind() != KindFigure && o.Kind() != KindTable && !reflect.DeepEqual(got, o) {
			t.Errorf("%#v came back as %#v", o, got)
		}
	}
}

func TestCanonicalText(t *testing.T) {
	for _, c := range []struct {
		o    Output
		want string
	}{
		{&Text{Stream: Stdout, Data: "a\xff\n"}, "text stdout\na\xff\n"},
		{&Text{Stream: Stderr, Data: "a\nz\n", OmittedLines: 7, OmittedAt: 2}, "text stderr 7 2\na\nz\n"},
		{&Progress{Key: "k", Label: "<&>"}, "progress\n" + `{"key":"k","label":"<&>","done":0,"total":0}`},
		{&HTML{HTML: "\xff\\ufffd", Alternative: "a"}, "html\n" + `{"html":"` + "\ufffd" + `\\ufffd","alternative":"a"}`},
		{
			&Figure{Figure: &figure.Figure{W: math.NaN(), H: math.Inf(1), Ops: []figure.Op{{Text: &figure.TextOp{X: math.Inf(-1), Size: 1}}}}},
			"figure\n" + `{"figure":{"w":0,"h":0,"ops":[{"text":{"x":0,"y":0,"face":"","size":1,"color":"","text":""}}]}}`,
		},
	} {
		if got := string(Canonical(c.o)); got != c.want {
			t.Errorf("Canonical(%#v) =\n%q, want\n%q", c.o, got, c.want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	deep := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	for _, c := range []struct{ data, err string }{
		{"", "without a first line"},
		{"text", "without a first line"},
		{"video\n{}", `unknown kind "video"`},
		{"text stdin\na", `unknown stream "stdin"`},
		{"text stdout 1\na", "two numbers"},
		{"text stdout 1 9\na", "beyond its end"},
		{"text stdout 0 0\na", "positive numbers"},
		{"text stdout 01 0\na", "not in canonical form"},
		{"table\n" + deep, "nested more than 16 deep"},
		{"table\n" + `{"columns":[{"name":"a","align":"left"}],"rows":[[]]}`, "row 0 has 0 cells, want 1"},
		{"table\n" + `{"columns":[{"name":"a","align":"up"}],"rows":[]}`, `unknown alignment "up"`},
		{"table\n" + `{"columns":[],"rows":[]} `, "not in canonical form"},
		{"table\n" + `{"columns":[],"rows":[],"x":1}`, "unknown field"},
		{"figure\n" + `{"figure":null}`, "no drawing"},
		{"figure\n" + `{"figure":{"w":1e9,"h":1,"ops":[]}}`, "its box is out of range"},
		{"figure\n" + `{"figure":{"w":1,"h":1,"ops":[{}]}}`, "operation 0: not exactly one"},
		{"figure\n" + `{"figure":{"w":1,"h":1,"ops":[{"path":{"d":"M0 1e9"}}]}}`, "a coordinate is out of range"},
		{"figure\n" + `{"figure":{"w":1,"h":1,"ops":[{"glyph":{"x":0,"y":0,"face":"","size":1,"color":"","gid":-1}}]}}`, "glyph -1"},
		{"image\n" + `{"png":"AAAA"}`, "png"},
		{"html\n" + `{"html":"a","alternative":""}`, "no text alternative"},
		{"progress\n" + `{"key":"","label":"","done":-1,"total":0}`, "negative"},
		{"error\n" + `{"stage":"","message":""}`, "no stage"},
		{"error\n" + strings.Repeat("x", MaxBytes), "the limit is"},
	} {
		o, err := Decode([]byte(c.data))
		if err == nil || !strings.Contains(err.Error(), c.err) {
			t.Errorf("Decode(%.60q) = %v, %v; want an error with %q", c.data, o, err, c.err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, o := range samples() {
		f.Add(Canonical(o))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := Decode(data)
		if err != nil {
			return
		}
		if got := Canonical(o); !bytes.Equal(got, data) {
			t.Errorf("%q decodes and encodes to %q", data, got)
		}
		o.Plain()
	})
}

func TestPlain(t *testing.T) {
	table := &Table{
		Caption: "표의 이름",
		Columns: []Column{{"기법", AlignLeft}, {"정확도", AlignDecimal}, {"n", AlignRight}, {"상태", AlignCenter}},
		Rows:    [][]string{{"SGD", "0.95", "1", "ok"}, {"모멘텀", "12", "1000", "다시\n한 번"}, {"Adam", "3.125", "", "x"}},
	}
	for _, c := range []struct {
		o    Output
		want string
	}{
		{table, "" +
			"표의 이름\n" +
			"기법    정확도     n     상태\n" +
			"------  ------  ----  ----------\n" +
			"SGD      0.95      1      ok\n" +
			"모멘텀  12      1000  다시 한 번\n" +
			"Adam     3.125            x\n"},
		{&Text{Data: "a"}, "a"},
		{&Text{Data: "a\nz\n", OmittedLines: 3, OmittedAt: 2}, "a\n… 3 lines left out …\nz\n"},
		{&Text{Data: "z\n", OmittedLines: 3}, "… 3 lines left out …\nz\n"},
		{&Figure{Figure: &figure.Figure{Alt: "두 선"}}, "[figure: 두 선]\n"},
		{&Figure{}, "[figure]\n"},
		{&Image{Alt: "숫자"}, "[image: 숫자]\n"},
		{&Progress{Label: "학습", Done: 3, Total: 10}, "학습 3/10\n"},
		{&Progress{Label: "학습", Done: 3}, "학습 3\n"},
		{&HTML{HTML: "<b>", Alternative: "bold"}, "bold\n"},
		{
			&Error{Message: "index out of range [3] with length 3", HintKo: "길이는 3이다.", HintEn: "Its length is 3.", Frames: []Frame{{Func: "f", Line: 3}, {Line: 9}}},
			"index out of range [3] with length 3\n  길이는 3이다.\n  Its length is 3.\n  f (line 3)\n  line 9\n",
		},
	} {
		if got := c.o.Plain(); got != c.want {
			t.Errorf("Plain of %s =\n%s\nwant\n%s", c.o.Kind(), got, c.want)
		}
	}
}

func TestWidth(t *testing.T) {
	for _, c := range []struct {
		s    string
		want int
	}{
		{"abc", 3}, {"한글", 4}, {"e\u0301", 1}, {"ｱ", 1}, {"Ａ", 2}, {"\u1112\u1161\u11ab", 2}, {"α→", 2}, {"字", 2}, {"\u200b", 0}, {"\xff", 1},
	} {
		if got := Width(c.s); got != c.want {
			t.Errorf("Width(%q) = %d, want %d", c.s, got, c.want)
		}
	}
}

func TestScreen(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain 한글\t\n", "plain 한글\t\n"},
		{"10%\r50%\r100%\n", "100%\n"},
		{"abcdef\rxy\nnext", "xycdef\nnext"},
		{"ab\bc", "ac"},
		{"\x1b[31mred\x1b[0m \x1b]0;title\aend", "red end"},
		{"a\xffb\x00c", "a\ufffdbc"},
		{"\x1b", ""},
		{"\x1b[3", ""},
		{"a\r\n", "a\n"},
	} {
		if got := Screen(c.in); got != c.want {
			t.Errorf("Screen(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func numbered(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "%d\n", i)
	}
	return b.String()
}

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		name       string
		in         Text
		head, tail int
		want       string
	}{
		{"short", Text{Data: numbered(0, 5)}, 3, 2, numbered(0, 5)},
		{"long", Text{Data: numbered(0, 9)}, 3, 2, "0\n1\n2\n… 4 lines left out …\n7\n8\n"},
		{"no last newline", Text{Data: "0\n1\n2\n3"}, 1, 1, "0\n… 2 lines left out …\n3"},
		{"again", Text{Data: "0\n1\n8\n9\n", OmittedLines: 6, OmittedAt: 4}, 1, 1, "0\n… 8 lines left out …\n9\n"},
		{"nothing kept of the tail", Text{Data: numbered(0, 9)}, 1, 0, "0\n… 8 lines left out …\n"},
	} {
		got := Excerpt(&c.in, c.head, c.tail)
		if got.Plain() != c.want {
			t.Errorf("%s: %q, want %q", c.name, got.Plain(), c.want)
		}
	}
}

func TestHasherIgnoresPieces(t *testing.T) {
	sum := func(os ...Output) string {
		h := NewHasher()
		for _, o := range os {
			h.Add(o)
		}
		return h.Sum()
	}
	a, b := &Text{Stream: Stdout, Data: "a"}, &Text{Stream: Stdout, Data: "b"}
	ab, eb := &Text{Stream: Stdout, Data: "ab"}, &Text{Stream: Stderr, Data: "b"}
	html := &HTML{HTML: "x", Alternative: "x"}
	if sum(a, b) != sum(ab) || sum(a, &Progress{}, b) != sum(ab) {
		t.Error("the sum depends on how text was cut into pieces, or on progress")
	}
	seen := map[string]int{}
	for i, s := range []string{sum(), sum(ab), sum(a, eb), sum(a, html, b), sum(html, ab), sum(ab, html)} {
		if j, ok := seen[s]; ok {
			t.Errorf("sequences %d and %d have the same sum", j, i)
		}
		seen[s] = i
	}
	if got, want := sum(a), sum(a); got != want || len(got) != 64 {
		t.Errorf("sums %s and %s, want the same 64 digits", got, want)
	}
}

func TestLog(t *testing.T) {
	l := NewLog(filepath.Join(t.TempDir(), "sub dir 한글.log"))
	for _, o := range samples() {
		if err := l.Append(o); err != nil {
			t.Fatal(err)
		}
	}
	var want, got []string
	for _, o := range samples() {
		if o.Kind() != KindProgress {
			want = append(want, string(Canonical(o)))
		}
	}
	for _, o := range l.Outputs() {
		got = append(got, string(Canonical(o)))
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("in memory %q, want %q", got, want)
	}
	for range 2 { // open, and closed
		got = nil
		if err := l.Each(func(o Output) error {
			got = append(got, string(Canonical(o)))
			return nil
		}); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("on disk %q, want %q; %v", got, want, err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := l.Append(&Text{Stream: Stdout, Data: "more"}); err != nil {
		t.Fatal(err)
	}
	stop, n := errors.New("stop"), 0
	if err := l.Each(func(Output) error { n++; return stop }); err != stop || n != 1 {
		t.Errorf("Each went on after an error: %d calls, %v", n, err)
	}
	if err := l.Remove(); err != nil {
		t.Error(err)
	}
}

func TestLogMillionLines(t *testing.T) {
	count := 1_000_000
	if testing.Short() {
		count = 100_000
	}
	l := NewLog(filepath.Join(t.TempDir(), "log"))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range count {
		if err := l.Append(&Text{Stream: Stdout, Data: fmt.Sprintf("line %d\n", i)}); err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 4<<20 {
		t.Errorf("the log holds %d bytes in memory, want less than 4 MB", grown)
	}
	text := l.Outputs()[0].(*Text)
	lines := strings.Split(strings.TrimSuffix(text.Data, "\n"), "\n")
	if len(lines)+text.OmittedLines != count || lines[0] != "line 0" || lines[len(lines)-1] != fmt.Sprintf("line %d", count-1) {
		t.Errorf("%d lines kept and %d left out from %q to %q", len(lines), text.OmittedLines, lines[0], lines[len(lines)-1])
	}
	if len(lines) != 2*keepLines {
		t.Errorf("%d lines kept, want %d", len(lines), 2*keepLines)
	}
	seen := 0
	h := NewHasher()
	err := l.Each(func(o Output) error {
		if want := fmt.Sprintf("line %d\n", seen); o.Plain() != want {
			return fmt.Errorf("line %d is %q", seen, o.Plain())
		}
		seen++
		h.Add(o)
		return nil
	})
	if err != nil || seen != count || h.Sum() != l.Hash() {
		t.Errorf("%d lines on disk, want %d; %v", seen, count, err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

func TestLogBounds(t *testing.T) {
	t.Run("one long line", func(t *testing.T) {
		l := NewLog("")
		for range 1000 {
			_ = l.Append(&Text{Stream: Stdout, Data: strings.Repeat("한", 1000)})
		}
		_ = l.Append(&Text{Stream: Stdout, Data: "끝\n"})
		text := l.Outputs()[0].(*Text)
		if len(text.Data) > 2*keepBytes || text.OmittedLines != 1 || !strings.HasSuffix(text.Data, "끝\n") {
			t.Errorf("%d bytes kept, %d lines left out", len(text.Data), text.OmittedLines)
		}
	})
	t.Run("many outputs", func(t *testing.T) {
		l := NewLog("")
		for i := range 1_000_000 / 10 {
			_ = l.Append(&HTML{HTML: "x", Alternative: fmt.Sprint(i)})
		}
		out := l.Outputs()
		gap := out[keepViews].(*Text)
		if len(out) != 2*keepViews+1 || gap.OmittedLines != 100_000-2*keepViews || out[len(out)-1].Plain() != "99999\n" {
			t.Errorf("%d outputs, %d left out, the last is %q", len(out), gap.OmittedLines, out[len(out)-1].Plain())
		}
	})
	t.Run("heavy outputs", func(t *testing.T) {
		l := NewLog("")
		for range 5 {
			_ = l.Append(&HTML{HTML: strings.Repeat("x", 20<<20), Alternative: "x"})
		}
		out := l.Outputs()
		if e, ok := out[len(out)-1].(*Error); len(out) != 4 || !ok || e.Stage != "limit" {
			t.Errorf("%d outputs, the last is %s; want 3 and an error", len(out), out[len(out)-1].Kind())
		}
	})
	t.Run("no such folder", func(t *testing.T) {
		l := NewLog(filepath.Join(t.TempDir(), "none", "log"))
		err := l.Append(&Text{Stream: Stdout, Data: "a"})
		if err == nil || !strings.Contains(err.Error(), "open log") || l.Outputs()[0].Plain() != "a" {
			t.Errorf("error %v, output %q; want an error, and the text in memory", err, l.Outputs()[0].Plain())
		}
	})
}

func BenchmarkLogAppend(b *testing.B) {
	l := NewLog(filepath.Join(b.TempDir(), "log"))
	o := &Text{Stream: Stdout, Data: "iteration 1000: loss 0.123456\n"}
	b.SetBytes(int64(len(o.Data)))
	for b.Loop() {
		if err := l.Append(o); err != nil {
			b.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
}
