package html

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"quire/notebook"
)

// maxImage bounds an image file, in bytes.
const maxImage = 64 << 20

// picture writes a paragraph that is one image, with its caption.
func (w *writer) picture(n *ast.Paragraph, p notebook.Picture) {
	c := w.r.Caption(n)
	w.openFigure(c)
	w.image(string(p.Image.Destination), notebook.PlainText(p.Image, w.src), p.Width)
	w.closeFigure(c)
}

// image writes an image of the note with its bytes in the page. One that cannot be read is shown as a box that says so;
// then it returns false.
func (w *writer) image(dest, alt, width string) bool {
	src, err := w.imageSource(notebook.Unescape(dest))
	if err != nil {
		w.raw(`<span class="q-missing">`)
		w.text(fmt.Sprintf(w.words().noImage, firstLine(dest), err))
		w.raw("</span>")
		return false
	}
	w.raw(`<img src="`, src, `"`, attr("alt", alt), widthAttr(width), ">")
	return true
}

// imageSource returns a data URL of an image.
func (w *writer) imageSource(dest string) (string, error) {
	if strings.HasPrefix(strings.ToLower(dest), "data:") {
		return w.dataImage(dest)
	}
	if strings.Contains(dest, "://") || strings.HasPrefix(dest, "//") {
		return "", errors.New(w.words().external)
	}
	if p, err := url.PathUnescape(dest); err == nil {
		dest = p
	}
	name := filepath.FromSlash(dest)
	if !filepath.IsLocal(name) {
		return "", errors.New(w.words().outside)
	}
	data, err := readImage(w.dir, name)
	if err != nil {
		return "", errors.New(w.words().unreadable)
	}
	kind := imageType(data)
	if kind == "" {
		return "", errors.New(w.words().notImage)
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data), nil
}

// readImage reads an ordinary file inside dir. A note that comes from somebody else cannot have other files of this
// computer shown, nor have it talk to other computers (\\host\share), whatever paths and links it uses.
func readImage(dir, name string) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if i, err := root.Stat(name); err != nil || !i.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no ordinary file", name)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxImage+1))
	if err == nil && len(data) > maxImage {
		err = fmt.Errorf("larger than %d MB", maxImage>>20)
	}
	return data, err
}

// imageType tells an image by its content, "" for anything else.
func imageType(data []byte) string {
	switch kind := http.DetectContentType(data); kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return kind
	}
	head := strings.ToLower(string(data[:min(len(data), 1024)]))
	if i := strings.Index(head, "<svg"); i >= 0 && strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(head, "\ufeff"), " \t\r\n"), "<") {
		return "image/svg+xml"
	}
	return ""
}

// dataImage checks an image that the note carries in its address.
func (w *writer) dataImage(dest string) (string, error) {
	_, encoded, ok := strings.Cut(dest, ";base64,")
	data, err := base64.StdEncoding.DecodeString(encoded)
	if !ok || err != nil || imageType(data) == "" {
		return "", errors.New(w.words().notImage)
	}
	return "data:" + imageType(data) + ";base64," + base64.StdEncoding.EncodeToString(data), nil
}

// cssUnits are the lengths of a width in CSS pixels.
var cssUnits = map[string]float64{"": 1, "px": 1, "pt": 4. / 3, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "in": 96, "em": 16}

// widthAttr is the width attribute for a width as it stands in a note: "50%", "300", "8cm".
func widthAttr(s string) string {
	s = strings.TrimSpace(s)
	unit := strings.TrimLeft(s, "0123456789.")
	v, err := strconv.ParseFloat(strings.TrimSuffix(s, unit), 64)
	if err != nil || v <= 0 || v > 1e4 {
		return ""
	}
	if unit == "%" {
		return attr("width", strconv.Itoa(int(min(v, 100)+.5))+"%")
	}
	px, ok := cssUnits[unit]
	if !ok {
		return ""
	}
	return attr("width", strconv.Itoa(int(v*px+.5)))
}

// pngSize is the size of a PNG in pixels.
func pngSize(png []byte) (w, h int, ok bool) {
	if len(png) < 24 || string(png[12:16]) != "IHDR" {
		return 0, 0, false
	}
	return int(binary.BigEndian.Uint32(png[16:])), int(binary.BigEndian.Uint32(png[20:])), true
}
