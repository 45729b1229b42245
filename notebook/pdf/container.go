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
	raw, err := container(b, pages)
	if err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	f, err := parseOwn(raw)
	if err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	return finish(f, b, pages), nil
}

// fontFamily is how fpdf knows a typeface; it writes BaseFont as "utf8" and this name.
func fontFamily(t *typeface) string { return "q" + strings.ToLower(t.name) }

// container is the only place that knows fpdf. Pages are given as finished content streams, which name fonts F1, F2, …;
// the finishing pass renames the resources. A template that no page uses registers the characters of each font.
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
		t.file = t.subset.Bytes()
		f.AddUTF8FontFromBytes(fontFamily(t), "", bytes.Clone(t.file))
		var codes []rune
		for _, e := range t.subset.Entries() {
			codes = append(codes, rune(e.Code))
		}
		f.CreateTemplate(func(tpl *fpdf.Tpl) {
			tpl.SetFont(fontFamily(t), "", 10)
			tpl.Text(0, 0, string(codes))
		})
	}
	for _, pg := range pages {
		f.AddPage()
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
