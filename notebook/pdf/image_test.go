package pdf

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"image"
	stdcolor "image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// corner is a picture of w × h that is white but for its upper left quarter.
func corner(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := stdcolor.RGBA{255, 255, 255, 255}
			if x < w/2 && y < h/2 {
				c = stdcolor.RGBA{200, 30, 30, 255}
			}
			m.Set(x, y, c)
		}
	}
	return m
}

// turnedJPEG is a JPEG with an EXIF orientation.
func turnedJPEG(t *testing.T, m image.Image, orientation byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
	exif[25] = orientation
	seg := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return append(append(append([]byte{}, b.Bytes()[:2]...), append(seg, exif...)...), b.Bytes()[2:]...)
}

func TestExifOrientation(t *testing.T) {
	// The dark quarter of a 40 × 20 picture, after turning upright: column and row of its corner.
	want := map[byte][2]bool{1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true}, 5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true}}
	for o, at := range want {
		p, err := newPicture(turnedJPEG(t, corner(40, 20), o))
		if err != nil {
			t.Fatal(err)
		}
		img, _, _ := image.Decode(bytes.NewReader(p.raw))
		m := turned(flatten8(img), p.turn)
		if m.Rect.Dx() != p.w || m.Rect.Dy() != p.h || (o > 4) != (p.h == 40) {
			t.Errorf("orientation %d: %v, reported %d × %d", o, m.Rect, p.w, p.h)
		}
		x, y := p.w/4, p.h/4
		if at[0] {
			x = 3 * p.w / 4
		}
		if at[1] {
			y = 3 * p.h / 4
		}
		if g := m.RGBAAt(x, y).G; g > 100 {
			t.Errorf("orientation %d: the dark quarter is not at %d, %d", o, x, y)
		}
	}
}

func TestPictures(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var p, g bytes.Buffer
	half := image.NewNRGBA(image.Rect(0, 0, 30, 30))
	half.Set(3, 3, stdcolor.NRGBA{255, 0, 0, 128})
	if err := png.Encode(&p, half); err != nil {
		t.Fatal(err)
	}
	pal := image.NewPaletted(image.Rect(0, 0, 20, 20), palette.Plan9)
	if err := gif.EncodeAll(&g, &gif.GIF{Image: []*image.Paletted{pal, pal}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	write("a.png", p.Bytes())
	write("b.gif", g.Bytes())
	write("한 글.jpg", turnedJPEG(t, corner(3000, 1500), 6))
	write("broken.png", p.Bytes()[:40])
	write("text.png", []byte("not a picture"))
	src := "![하나](a.png){#fig-a width=50%}\n\n![둘](b.gif)\n\n![셋](<한 글.jpg>)\n\n글 속 ![넷](a.png) 그림\n\n![](broken.png)\n\n![](text.png)\n\n![](https://example.com/x.png)\n"
	data, warnings, err := Render(notebook.NewReport(notebook.Parse("pictures.md", []byte(src)), nil), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "pictures.pdf", data)
	if len(warnings) != 3 {
		t.Errorf("warnings %v, want three: broken.png, text.png, the remote one", warnings)
	}
	if len(data) > 300_000 {
		t.Errorf("the file has %d bytes: the large picture was not reduced", len(data))
	}
	file := filepath.Join(dir, "out.pdf")
	write("out.pdf", data)
	tool(t, "qpdf", "--check", file)
}

// Of a GIF the first frame is shown, at its place in the whole.
func TestFirstFrame(t *testing.T) {
	pal := stdcolor.Palette{stdcolor.RGBA{200, 30, 30, 255}, stdcolor.RGBA{30, 30, 200, 255}}
	first, second := image.NewPaletted(image.Rect(10, 0, 20, 20), pal), image.NewPaletted(image.Rect(0, 0, 20, 20), pal)
	for i := range second.Pix {
		second.Pix[i] = 1
	}
	var g bytes.Buffer
	all := &gif.GIF{Image: []*image.Paletted{first, second}, Delay: []int{1, 1}, Config: image.Config{ColorModel: pal, Width: 20, Height: 20}}
	if err := gif.EncodeAll(&g, all); err != nil {
		t.Fatal(err)
	}
	b := newBuilder(noteReport(t, "english.md"), Options{})
	p, err := newPicture(g.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	pic, err := b.fitted(p, 20, false)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(pic.data))
	if err != nil {
		t.Fatal(err)
	}
	if s := m.Bounds().Size(); s != (image.Point{20, 20}) {
		t.Errorf("the picture is %v, want 20 × 20", s)
	}
	for x, want := range map[int]uint32{5: 255, 15: 30} {
		if _, _, blue, _ := m.At(x, 10).RGBA(); blue>>8 != want {
			t.Errorf("blue at %d is %d, want %d", x, blue>>8, want)
		}
	}
}

// A picture inside a drawing may stand on colour: what is transparent in it stays so.
func TestClearPicture(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 600, 600))
	for i := 0; i < len(m.Pix); i += 8 {
		m.Pix[i], m.Pix[i+3] = 255, 255
	}
	var p bytes.Buffer
	if err := png.Encode(&p, m); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	svg := `<svg width="100" height="100"><rect width="100" height="100" fill="#0000ff"/><image width="100" height="100" href="data:image/png;base64,` + base64.StdEncoding.EncodeToString(p.Bytes()) + `"/></svg>`
	if err := os.WriteFile(filepath.Join(dir, "a.svg"), []byte(svg), 0o644); err != nil {
		t.Fatal(err)
	}
	data, warnings, err := Render(notebook.NewReport(notebook.Parse("clear.md", []byte("![a](a.svg)\n")), nil), Options{Dir: dir})
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	keep(t, "clear.pdf", data)
	if !bytes.Contains(data, []byte("/SMask")) {
		t.Error("the picture has no mask")
	}
	if err := os.WriteFile(filepath.Join(dir, "a.pdf"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	tool(t, "qpdf", "--check", filepath.Join(dir, "a.pdf"))
}

func TestReduceKeepsMean(t *testing.T) {
	m := corner(64, 64)
	r := reduce(m, 7, 5)
	mean := func(m *image.RGBA) int {
		s := 0
		for i := 0; i < len(m.Pix); i += 4 {
			s += int(m.Pix[i+1])
		}
		return s / (len(m.Pix) / 4)
	}
	if a, b := mean(m), mean(r); a-b > 6 || b-a > 6 {
		t.Errorf("mean green %d, reduced %d", a, b)
	}
}

func TestWidthOf(t *testing.T) {
	for s, want := range map[string]float64{"50%": 200, "2.54cm": 72, "1in": 72, "100px": 75, "100": 75, "30pt": 30, "": 0, "wide": 0, "-3cm": 0} {
		if got := widthOf(s, 400); got != want {
			t.Errorf("widthOf(%q) = %v, want %v", s, got, want)
		}
	}
}

// Images outside the note's folder are not printed, however the note names them.
func TestPicturesStayInside(t *testing.T) {
	dir := t.TempDir()
	inside := filepath.Join(dir, "notes")
	if err := os.Mkdir(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "secret.png"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"../secret.png", "%2e%2e/secret.png", filepath.ToSlash(filepath.Join(dir, "secret.png"))} {
		if _, err := readPicture(inside, path); !errors.Is(err, errOutside) {
			t.Errorf("reading %s gave %v, want %v", path, err, errOutside)
		}
	}
	if os.Symlink(filepath.Join(dir, "secret.png"), filepath.Join(inside, "link.png")) == nil {
		if p, err := readPicture(inside, "link.png"); err == nil {
			t.Errorf("a link that leads out was followed to %d bytes", len(p.raw))
		}
	}
}

// Pictures whose pixels are data stay squares: they are enlarged, not smoothed.
func TestSharpPicture(t *testing.T) {
	var p bytes.Buffer
	if err := png.Encode(&p, corner(4, 4)); err != nil {
		t.Fatal(err)
	}
	b := newBuilder(noteReport(t, "english.md"), Options{})
	pic, err := b.picture(p.Bytes(), 72, true, false)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(pic.data))
	if err != nil {
		t.Fatal(err)
	}
	if w := m.Bounds().Dx(); w < 150 || w%4 != 0 {
		t.Errorf("4 pixels on one inch are %d pixels wide, want a multiple of 4 of at least 150", w)
	}
	if _, ok := m.(*image.Paletted); !ok {
		t.Errorf("a picture of two colours is a %T", m)
	}
	colours := map[stdcolor.Color]bool{}
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			colours[m.At(x, y)] = true
		}
	}
	if len(colours) != 2 {
		t.Errorf("%d colours, want 2", len(colours))
	}
}

func TestFigureWithPicture(t *testing.T) {
	var p bytes.Buffer
	if err := png.Encode(&p, corner(8, 8)); err != nil {
		t.Fatal(err)
	}
	n := notebook.Parse("heat.md", []byte("```go\n//| label: fig-heat\n//| fig-cap: 열 지도\nx\n```\n"))
	f := &figure.Figure{W: 200, H: 160, Ops: []figure.Op{{Image: &figure.ImageOp{X: 40, Y: 30, W: 120, H: 120, PNG: p.Bytes()}}, {Text: &figure.TextOp{X: 80, Y: 10, Face: "sans", Size: 9, Color: "muted", Text: "학습률"}}}}
	res := &notebook.Results{Cells: []*notebook.CellResult{{Key: n.Cells[0].Key, Status: notebook.StatusOK, Outputs: []output.Output{&output.Figure{Figure: f}, &output.Image{PNG: p.Bytes(), Width: 60}}}}}
	data, _, err := Render(notebook.NewReport(n, res), Options{})
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "heat.pdf", data)
	if got := bytes.Count(data, []byte("/Subtype /Image")); got != 2 {
		t.Errorf("%d pictures in the file, want 2", got)
	}
}
