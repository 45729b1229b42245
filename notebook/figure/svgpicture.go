package figure

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/draw"
	_ "image/gif" // what image elements carry
	_ "image/jpeg"
	"image/png"
	"math"
	"net/url"
	"strings"
)

// picture draws an image element that carries its pixels. Others are not read.
func (r *svgReader) picture(n *svgNode, s svgState) {
	if s.st.hidden {
		return
	}
	data, ok := dataURL(n.attrs["href"])
	if !ok {
		r.warn("the picture %s is not in the file and is not drawn", firstRunes(n.attrs["href"], 60))
		return
	}
	if IsSVG(data) {
		r.drawing(n, data, s)
		return
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		r.warn("a picture in the drawing is no PNG, JPEG, GIF or SVG")
		return
	}
	if c.Width > (maxSVGCost.pixels-r.spent.pixels)/c.Height {
		r.warn("the pictures in the drawing are too large")
		return
	}
	r.spent.pixels += c.Width * c.Height
	px := []float64{0, 0, float64(c.Width), float64(c.Height)}
	w, h := s.length(n, "width", s.w, 0), s.length(n, "height", s.h, 0)
	switch {
	case w <= 0 && h <= 0:
		w, h = px[2], px[3]
	case w <= 0:
		w = h * px[2] / px[3]
	case h <= 0:
		h = w * px[3] / px[2]
	}
	s.m = s.m.mul(matrix{1, 0, 0, 1, s.length(n, "x", s.w, 0), s.length(n, "y", s.h, 0)})
	box := Rect{0, 0, w, h}.path().placed(s.m)
	s.m = s.m.mul(viewBoxFit(px, w, h, n.attrs["preserveAspectRatio"]))
	smooth := true
	switch r.prop(n, "image-rendering") {
	case "pixelated", "crisp-edges", "optimizeSpeed":
		smooth = false
	}
	r.within(box, false, func() { r.pixels(data, format, px, smooth, s) })
}

// drawing draws an image element that carries another SVG file, as the icons of diagram editors are.
func (r *svgReader) drawing(n *svgNode, data []byte, s svgState) {
	root, ids, err := parseSVG(data)
	if err != nil {
		r.warn("a drawing inside the drawing is not drawn: %v", err)
		return
	}
	if s.depth += 10; s.depth > maxNested {
		return
	}
	r.spent.bytes += len(data)
	pw, ph := rootSize(root)
	if _, ok := root.attrs["viewBox"]; !ok {
		root.attrs["viewBox"] = fmt.Sprint(0, 0, pw, ph)
	}
	if v, ok := n.attrs["preserveAspectRatio"]; ok {
		root.attrs["preserveAspectRatio"] = v
	}
	outer := *r
	r.ids, r.sheet = ids, nil
	r.styleSheets(root)
	st := initialStyle()
	st.opacity = s.st.opacity
	s.st = st
	r.style(root, &s.st)
	s.m = s.m.mul(matrix{1, 0, 0, 1, s.length(n, "x", s.w, 0), s.length(n, "y", s.h, 0)})
	r.viewport(root, s, s.length(n, "width", s.w, pw), s.length(n, "height", s.h, ph))
	r.ids, r.sheet = outer.ids, outer.sheet
}

// pixels draws a picture from its pixel coordinates. The display list has pictures upright only: one that is turned by
// quarters or mirrored is so in its pixels, any other turn is left out.
func (r *svgReader) pixels(data []byte, format string, px []float64, smooth bool, s svgState) {
	m := s.m
	upright := math.Abs(m.b)+math.Abs(m.c) < 1e-3*(math.Abs(m.a)+math.Abs(m.d))
	lying := math.Abs(m.a)+math.Abs(m.d) < 1e-3*(math.Abs(m.b)+math.Abs(m.c))
	if !upright && !lying {
		r.warn("a turned picture is drawn upright")
		upright = true
		m = matrix{m.scale(), 0, 0, -m.scale(), m.e, m.f}
	}
	if s.st.opacity < 1 {
		r.warn("a transparent picture is drawn opaque")
	}
	box := Rect{0, 0, px[2], px[3]}.path().placed(m).bounds()
	plain := upright && m.a > 0 && m.d < 0 // y grows downwards in pixels, upwards in figures
	if !plain || format == "gif" {
		img, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			r.warn("a picture in the drawing is damaged")
			return
		}
		var out bytes.Buffer
		if err := png.Encode(&out, mapped(img, m, lying)); err != nil {
			return
		}
		data = out.Bytes()
	}
	r.emit(Op{Image: &ImageOp{X: box.X0, Y: box.Y0, W: box.X1 - box.X0, H: box.Y1 - box.Y0, PNG: data, Smooth: smooth}})
}

// mapped is a picture mirrored and turned by quarters as m does it.
func mapped(img image.Image, m matrix, lying bool) image.Image {
	b := img.Bounds()
	src := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(src, src.Rect, img, b.Min, draw.Src)
	w, h := b.Dx(), b.Dy()
	left, down := m.a > 0, m.d < 0 // columns go right, rows go down
	if lying {
		w, h = h, w
		left, down = m.c > 0, m.b < 0
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := x, y
			if !left {
				sx = w - 1 - x
			}
			if !down {
				sy = h - 1 - y
			}
			if lying {
				sx, sy = sy, sx
			}
			copy(out.Pix[out.PixOffset(x, y):], src.Pix[src.PixOffset(sx, sy):][:4])
		}
	}
	return out
}

// dataURL reads the bytes that an address carries.
func dataURL(s string) ([]byte, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 5 || !strings.EqualFold(s[:5], "data:") {
		return nil, false
	}
	head, body, ok := strings.Cut(s, ",")
	if !ok {
		return nil, false
	}
	if !strings.HasSuffix(strings.ToLower(strings.TrimSpace(head)), ";base64") {
		t, err := url.PathUnescape(body)
		return []byte(t), err == nil
	}
	if t, err := url.PathUnescape(body); err == nil {
		body = t
	}
	body = strings.Map(func(c rune) rune {
		if c <= ' ' || c == '=' {
			return -1
		}
		return c
	}, body)
	data, err := base64.RawStdEncoding.DecodeString(body)
	return data, err == nil
}
