package pdf

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	stdcolor "image/color"
	"image/draw"
	_ "image/gif" // decoders of images in notes
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/font"
)

// A loadedPicture is an image of the note, as it was read.
type loadedPicture struct {
	file    string // in the note's folder; empty for a picture that is no file
	raw     []byte
	format  string // "png", "jpeg", "gif"; "svg" for a drawing
	w, h    int    // in pixels, upright
	turn    int    // EXIF orientation, 1 to 8
	drawing *figure.Figure
	notes   []string // what of a drawing is not shown as it should be
	err     error
}

// A picture is an image as it stands in the file: a JPEG, or a PNG that the container can read.
type picture struct {
	name string // by content
	jpeg bool
	data []byte
}

// The limits of images: what is larger is refused, not decoded.
const (
	maxImageBytes  = 64 << 20
	maxImagePixels = 1 << 26
)

// load reads an image by its path in the note. Each path is read once.
func (b *builder) load(path string) (*loadedPicture, error) {
	if p, ok := b.pictures[path]; ok {
		return p, p.err
	}
	p, err := readPicture(b.o.Dir, path)
	if p == nil {
		p = &loadedPicture{}
	}
	p.err = err
	b.pictures[path] = p
	return p, err
}

func readPicture(dir, dest string) (*loadedPicture, error) {
	dest = notebook.Unescape(dest)
	if strings.HasPrefix(strings.ToLower(dest), "data:") {
		return dataPicture(dest)
	}
	if strings.Contains(dest, "://") || strings.HasPrefix(dest, "//") {
		return nil, errRemoteImage
	}
	name := pictureFile(dest)
	f, err := openImage(dir, filepath.FromSlash(name))
	if err != nil {
		return nil, plainError(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxImageBytes+1))
	if err != nil {
		return nil, plainError(err)
	}
	p, err := newPicture(raw)
	if p == nil {
		p = &loadedPicture{raw: raw}
	}
	p.file = name
	return p, err
}

// dataPicture reads an image that the note carries in its address.
func dataPicture(address string) (*loadedPicture, error) {
	_, encoded, ok := strings.Cut(address, ";base64,")
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if !ok || err != nil {
		return nil, errImageFormat
	}
	return newPicture(raw)
}

// openImage opens an ordinary file inside dir, the note's folder. A note that comes from somebody else cannot have other
// files of this computer printed, whatever paths and links it uses.
func openImage(dir, name string) (*os.File, error) {
	if !filepath.IsLocal(name) {
		return nil, errOutside
	}
	root, err := os.OpenRoot(cmp.Or(dir, "."))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	i, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !i.Mode().IsRegular() {
		return nil, errImageFormat
	}
	return root.Open(name)
}

// Why an image is not shown.
var (
	errNoImage     = errors.New("no such file")
	errRemoteImage = errors.New("only files on this machine are shown")
	errOutside     = errors.New("only images in the note's folder are shown")
	errImageFormat = errors.New("not a PNG, JPEG, GIF or SVG image")
	errImageSize   = errors.New("the image is too large")
)

// plainError is why a file could not be read, without its path: that depends on the machine.
func plainError(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errNoImage
	}
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

func newPicture(raw []byte) (*loadedPicture, error) {
	if len(raw) > maxImageBytes {
		return nil, errImageSize
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil && figure.IsSVG(raw) {
		f, notes, err := figure.ReadSVG(raw, font.Measure)
		return &loadedPicture{raw: raw, format: "svg", drawing: f, notes: notes}, err
	}
	if err != nil {
		return nil, errImageFormat
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > maxImagePixels/c.Height {
		return nil, errImageSize
	}
	p := &loadedPicture{raw: raw, format: format, w: c.Width, h: c.Height, turn: 1}
	if format == "jpeg" {
		p.turn = exifOrientation(raw)
	}
	if p.turn > 4 {
		p.w, p.h = p.h, p.w
	}
	return p, nil
}

// natural is the size of the picture in points when nothing asks for another.
func (p *loadedPicture) natural(s *style) (w, h float64) {
	if p.drawing != nil {
		return p.drawing.W, p.drawing.H
	}
	return float64(p.w) * 72 / s.screenDPI, float64(p.h) * 72 / s.screenDPI
}

// fitted returns the picture for a width in points, downsampled to the resolution that print can show. On white paper;
// unless clear is set: then what is transparent stays so, for a picture that stands on something else.
func (b *builder) fitted(p *loadedPicture, width float64, clear bool) (*picture, error) {
	limit := int(width*b.style.imageDPI/72 + 0.5)
	if p.format == "jpeg" && p.turn == 1 && p.w <= limit*5/4 && plainJPEG(p.raw) {
		return namedPicture(p.raw, true), nil
	}
	img, _, err := image.Decode(bytes.NewReader(p.raw))
	if err != nil {
		return nil, fmt.Errorf("read image: %w", err)
	}
	clear = clear && !opaque(img)
	m := turned(p.canvas(img, clear), p.turn)
	if m.Rect.Dx() > limit {
		m = reduce(m, limit, max(1, m.Rect.Dy()*limit/m.Rect.Dx()))
	}
	var out bytes.Buffer
	switch {
	case p.format == "jpeg":
		err = jpeg.Encode(&out, m, &jpeg.Options{Quality: 90})
	case clear:
		err = png.Encode(&out, m)
	default:
		err = png.Encode(&out, compact(m))
	}
	return namedPicture(out.Bytes(), p.format == "jpeg"), err
}

func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// canvas is the decoded picture, on white paper or on nothing. The first frame of a GIF may be smaller than the GIF.
func (p *loadedPicture) canvas(img image.Image, clear bool) *image.RGBA {
	if p.format != "gif" && !clear {
		return flatten8(img)
	}
	r := img.Bounds()
	if p.format == "gif" {
		r = image.Rect(0, 0, p.w, p.h)
	}
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	if !clear {
		draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	}
	draw.Draw(out, out.Rect, img, r.Min, draw.Over)
	return out
}

// picture returns a PNG of a display list or an output for a width in points. Sharp pictures keep their pixels as
// squares: they are enlarged here, so that no viewer smooths them. clear is as in fitted.
func (b *builder) picture(data []byte, width float64, sharp, clear bool) (*picture, error) {
	p, err := newPicture(data)
	if err != nil {
		return nil, err
	}
	if !sharp {
		return b.fitted(p, width, clear)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read image: %w", err)
	}
	m := flatten8(img)
	const sharpDPI = 200
	k := int(width*sharpDPI/72)/m.Rect.Dx() + 1
	for k > 1 && m.Rect.Dx()*m.Rect.Dy()*k*k > 2_000_000 {
		k--
	}
	var out bytes.Buffer
	if err := png.Encode(&out, compact(enlarge(m, k))); err != nil {
		return nil, err
	}
	return namedPicture(out.Bytes(), false), nil
}

func namedPicture(data []byte, isJPEG bool) *picture {
	sum := sha256.Sum256(data)
	return &picture{name: hex.EncodeToString(sum[:8]), jpeg: isJPEG, data: data}
}

// plainJPEG tells whether a JPEG has three components of eight bits or one: what goes into the file as it is.
func plainJPEG(raw []byte) bool {
	c, err := jpeg.DecodeConfig(bytes.NewReader(raw))
	return err == nil && (c.ColorModel == stdcolor.YCbCrModel || c.ColorModel == stdcolor.GrayModel)
}

// flatten8 is the image with eight bits a channel on white paper.
func flatten8(img image.Image) *image.RGBA {
	r := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, r.Min, draw.Over)
	return out
}

// reduce averages areas of m down to w × h pixels.
func reduce(m *image.RGBA, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	mw, mh := m.Rect.Dx(), m.Rect.Dy()
	for y := range h {
		y0, y1 := y*mh/h, max(y*mh/h+1, (y+1)*mh/h)
		for x := range w {
			x0, x1 := x*mw/w, max(x*mw/w+1, (x+1)*mw/w)
			var r, g, b, a, n uint32
			for yy := y0; yy < y1; yy++ {
				for i := m.PixOffset(x0, yy); i < m.PixOffset(x1, yy); i += 4 {
					r, g, b, a, n = r+uint32(m.Pix[i]), g+uint32(m.Pix[i+1]), b+uint32(m.Pix[i+2]), a+uint32(m.Pix[i+3]), n+1
				}
			}
			i := out.PixOffset(x, y)
			out.Pix[i], out.Pix[i+1], out.Pix[i+2], out.Pix[i+3] = uint8((r+n/2)/n), uint8((g+n/2)/n), uint8((b+n/2)/n), uint8((a+n/2)/n)
		}
	}
	return out
}

// enlarge makes every pixel a square of k × k.
func enlarge(m *image.RGBA, k int) *image.RGBA {
	if k == 1 {
		return m
	}
	out := image.NewRGBA(image.Rect(0, 0, m.Rect.Dx()*k, m.Rect.Dy()*k))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			copy(out.Pix[out.PixOffset(x, y):], m.Pix[m.PixOffset(x/k, y/k):m.PixOffset(x/k, y/k)+4])
		}
	}
	return out
}

// compact is m as a grey image when it has no colour, with a palette when it has few colours.
func compact(m *image.RGBA) image.Image {
	grey := true
	var pal stdcolor.Palette
	index := map[[3]uint8]uint8{}
	for i := 0; i < len(m.Pix) && (grey || len(pal) <= 256); i += 4 {
		c := [3]uint8{m.Pix[i], m.Pix[i+1], m.Pix[i+2]}
		grey = grey && c[0] == c[1] && c[1] == c[2]
		if _, ok := index[c]; !ok && len(pal) <= 256 {
			index[c] = uint8(len(pal))
			pal = append(pal, stdcolor.RGBA{c[0], c[1], c[2], 0xff})
		}
	}
	switch {
	case grey:
		out := image.NewGray(m.Rect)
		for i := range out.Pix {
			out.Pix[i] = m.Pix[4*i]
		}
		return out
	case len(pal) <= 256:
		out := image.NewPaletted(m.Rect, pal)
		for i := range out.Pix {
			out.Pix[i] = index[[3]uint8{m.Pix[4*i], m.Pix[4*i+1], m.Pix[4*i+2]}]
		}
		return out
	}
	return m
}

// turned is m brought upright from an EXIF orientation.
func turned(m *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	ow, oh := w, h
	if orientation > 4 {
		ow, oh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	for y := range oh {
		for x := range ow {
			sx, sy := x, y
			switch orientation {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			copy(out.Pix[out.PixOffset(x, y):], m.Pix[m.PixOffset(sx, sy):m.PixOffset(sx, sy)+4])
		}
	}
	return out
}

// exifOrientation reads the orientation from a JPEG's EXIF block; 1 when there is none.
func exifOrientation(raw []byte) int {
	for i := 2; i+4 <= len(raw) && raw[i] == 0xff; {
		n := int(binary.BigEndian.Uint16(raw[i+2:]))
		if n < 2 || i+2+n > len(raw) {
			return 1
		}
		if raw[i+1] == 0xe1 && bytes.HasPrefix(raw[i+4:i+2+n], []byte("Exif\x00\x00")) {
			return tiffOrientation(raw[i+10 : i+2+n])
		}
		if raw[i+1] == 0xda {
			return 1
		}
		i += 2 + n
	}
	return 1
}

// tiffOrientation reads tag 0x0112 of the first directory.
func tiffOrientation(t []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(t, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(t) < 8 {
		return 1
	}
	dir := int64(order.Uint32(t[4:]))
	if dir+2 > int64(len(t)) {
		return 1
	}
	for k := range int64(order.Uint16(t[dir:])) {
		e := dir + 2 + 12*k
		if e+12 > int64(len(t)) {
			return 1
		}
		if order.Uint16(t[e:]) == 0x0112 {
			if v := int(order.Uint16(t[e+8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
	}
	return 1
}
