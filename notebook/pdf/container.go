package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/go-pdf/fpdf"
)

// writeFile puts painted pages into a PDF: fpdf writes pages, fonts and pictures, finish adds the rest.
func writeFile(b *builder, pages []*paintedPage) ([]byte, error) {
	subsets := make(chan struct{})
	go func() { // ends when the subset of every font is built
		defer close(subsets)
		each(len(b.used), func(i int) { b.used[i].file = b.used[i].subset.Bytes() })
	}()
	raw, err := container(b, pages)
	<-subsets
	if err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	f, err := parseOwn(raw)
	if err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	return finish(f, b, pages), nil
}

// fontFamily is how fpdf knows a typeface; it writes it as BaseFont.
func fontFamily(t *typeface) string { return "q" + strings.ToLower(t.name) }

// placeholder describes a font without a file, for which fpdf writes placeholderObjects objects in a row.
func placeholder(t *typeface) []byte {
	widths := strings.Repeat("0,", 255) + "0"
	return []byte(`{"Tp":"TrueType","Name":"` + fontFamily(t) + `","Cw":[` + widths + `]}`)
}

const placeholderObjects = 3

// container is the only place that knows fpdf. Pages are given as finished content streams, which name fonts F1, F2, …;
// fpdf makes room for the fonts, and the finishing pass writes them and renames the resources. Fpdf also gets the
// content of pages with pictures, which it draws between.
func container(b *builder, pages []*paintedPage) ([]byte, error) {
	s := b.style
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: fpdf.SizeType{Wd: s.pageW, Ht: s.pageH}})
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCompression(false) // the finishing pass compresses, once
	f.SetCatalogSort(true)
	fixed := time.Unix(0, 0).UTC() // the finishing pass writes the dates
	f.SetCreationDate(fixed)
	f.SetModificationDate(fixed)
	for _, t := range b.used {
		f.AddFontFromBytes(fontFamily(t), "", placeholder(t), nil)
	}
	for _, pg := range pages {
		f.AddPage()
		if len(pg.pictures) == 0 {
			continue // the finishing pass has the content: fpdf would copy it three times
		}
		at := 0
		for _, im := range pg.pictures {
			f.RawWriteStr(string(pg.content[at:im.at]))
			at = im.at
			drawPicture(f, im)
		}
		f.RawWriteStr(string(pg.content[at:]))
	}
	var out bytes.Buffer
	err := f.Output(&out)
	return out.Bytes(), err
}

func drawPicture(f *fpdf.Fpdf, im placedPicture) {
	o := fpdf.ImageOptions{ImageType: "PNG", AllowNegativePosition: true}
	if im.pic.jpeg {
		o.ImageType = "JPG"
	}
	f.RegisterImageOptionsReader(im.pic.name, o, bytes.NewReader(im.pic.data))
	f.ImageOptions(im.pic.name, im.x, im.y, im.w, im.h, false, o, 0, "")
}
