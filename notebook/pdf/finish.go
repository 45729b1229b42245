package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"quire/notebook"
)

// finish adds to fpdf's objects what fpdf does not write, and returns the file.
func finish(f *file, b *builder, pages []*paintedPage) []byte {
	fo := fontsOf(f, b)
	f.renameFonts(fo)
	f.addVeils(b.veils)
	f.contents(b, pages)
	var catalog strings.Builder
	catalog.WriteString("<</Type/Catalog/Pages 1 0 R/PageLayout/OneColumn/ViewerPreferences<</DisplayDocTitle true>>")
	catalog.WriteString("/Lang(" + literal(b.r.Note.Meta.Lang) + ")")
	annotate(f, b, pages)
	tree := writeStructure(f, b.root, pages)
	fmt.Fprintf(&catalog, "/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R", tree)
	if id := writeOutline(f, b); id > 0 {
		fmt.Fprintf(&catalog, "/Outlines %d 0 R/PageMode/UseOutlines", id)
	}
	if b.hasCover() { // viewers count as the pages do
		catalog.WriteString("/PageLabels<</Nums[0<</P" + utf16Hex(b.words.cover) + ">>1<</S/D>>]>>")
	}
	catalog.WriteString(embed(f, b.o))
	fmt.Fprintf(&catalog, "/Metadata %d 0 R>>", f.add(xmp(b.r, b.o.Date)))
	f.objs[f.root] = []byte(catalog.String())
	f.objs[f.info] = []byte(info(b.r, b.o.Date))
	f.finishStreams()
	return f.bytes()
}

// contents compresses the pages' content and ties each page to its place in the structure tree.
func (f *file) contents(b *builder, pages []*paintedPage) {
	for i, id := range f.pages {
		o := f.objs[id]
		o = bytes.Replace(o, []byte("<</Type /Page\n"), []byte(fmt.Sprintf("<</Type/Page/StructParents %d/Tabs/S\n", i)), 1)
		f.objs[id] = o
		c := refAfter(o, "/Contents ")
		raw := f.objs[c]
		start, end := bytes.Index(raw, []byte("stream\n")), bytes.LastIndex(raw, []byte("\nendstream"))
		if start < 0 || end < start {
			continue
		}
		if raw = raw[start+7 : end]; len(pages[i].pictures) == 0 {
			f.compress(c, "", raw, pages[i].content)
			continue
		}
		f.compress(c, "", raw)
	}
}

// annotate writes the links of every page.
func annotate(f *file, b *builder, pages []*paintedPage) {
	key := len(pages)
	for i, pg := range pages {
		var refs strings.Builder
		for k := range pg.links {
			a := &pg.links[k]
			where := b.target(f, a.link)
			if where == "" {
				if a.link.elem != nil {
					a.link.elem.role = "Span" // text only
				}
				continue
			}
			if a.link.text != "" {
				where += "/Contents" + utf16Hex(a.link.text)
			}
			a.parent = key
			key++
			y := b.style.pageH - a.y
			a.id = f.add(fmt.Sprintf("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%.2f %.2f %.2f %.2f]/StructParent %d%s>>",
				nudged(a.x), nudged(y-a.h), nudged(a.x+a.w), nudged(y), a.parent, where))
			if a.link.elem != nil {
				a.link.elem.kids = append(a.link.elem.kids, kid{page: i, link: a})
			}
			refs.WriteString(strconv.Itoa(a.id) + " 0 R ")
		}
		if refs.Len() > 0 {
			o := f.objs[f.pages[i]]
			f.objs[f.pages[i]] = append([]byte("<</Annots["+refs.String()+"]"), o[2:]...)
		}
	}
}

// target is where a link leads, as entries of its annotation; empty when it leads nowhere, or to something that a
// document should not open.
func (b *builder) target(f *file, l *hyperlink) string {
	if l.uri == "" {
		d, ok := b.places[l.anchor]
		if !ok {
			return ""
		}
		return "/Dest" + b.destination(f, d)
	}
	scheme, _, ok := strings.Cut(l.uri, ":")
	if ok && !strings.ContainsAny(scheme, "/?#") {
		switch strings.ToLower(scheme) {
		case "http", "https", "mailto", "ftp":
		default:
			return ""
		}
	}
	return "/A<</S/URI/URI(" + literal(asciiURI(l.uri)) + ")>>"
}

func (b *builder) destination(f *file, d destination) string {
	y := min(b.style.pageH, b.style.pageH-d.y+8)
	return fmt.Sprintf("[%d 0 R/XYZ 0 %.2f null]", f.pages[d.page], nudged(y))
}

// asciiURI escapes what may not stand in a URI.
func asciiURI(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// literal escapes an ASCII text for a PDF string in parentheses; other characters are left out.
func literal(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '(' || r == ')' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r >= ' ' && r < 0x7f:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// producer is how files name what made them. It has no version: the bytes must not change where the page does not.
const producer = "Quire"

func authors(r *notebook.Report) []string {
	var out []string
	for _, a := range r.Note.Meta.Authors {
		out = append(out, a.Name)
	}
	return out
}

// info is the document information dictionary.
func info(r *notebook.Report, date time.Time) string {
	s := "<</Title" + utf16Hex(r.Title) + "/Producer(" + producer + ")"
	if a := authors(r); len(a) > 0 {
		s += "/Author" + utf16Hex(strings.Join(a, ", "))
	}
	if r.Note.Meta.Subtitle != "" {
		s += "/Subject" + utf16Hex(r.Note.Meta.Subtitle)
	}
	if d := pdfDate(date); d != "" {
		s += "/CreationDate(" + d + ")/ModDate(" + d + ")"
	}
	return s + ">>"
}

func pdfDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("D:20060102150405") + "+00'00'"
}

// xmp is the metadata as an XMP packet. It claims no standard.
func xmp(r *notebook.Report, date time.Time) string {
	var x strings.Builder
	x.WriteString(`<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">`)
	x.WriteString(`<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + xmlEscape(r.Title) + `</rdf:li></rdf:Alt></dc:title>`)
	if a := authors(r); len(a) > 0 {
		x.WriteString(`<dc:creator><rdf:Seq>`)
		for _, name := range a {
			x.WriteString(`<rdf:li>` + xmlEscape(name) + `</rdf:li>`)
		}
		x.WriteString(`</rdf:Seq></dc:creator>`)
	}
	if s := r.Note.Meta.Subtitle; s != "" {
		x.WriteString(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + xmlEscape(s) + `</rdf:li></rdf:Alt></dc:description>`)
	}
	x.WriteString(`<dc:language><rdf:Bag><rdf:li>` + xmlEscape(r.Note.Meta.Lang) + `</rdf:li></rdf:Bag></dc:language><pdf:Producer>` + producer + `</pdf:Producer>`)
	if !date.IsZero() {
		d := date.UTC().Format("2006-01-02T15:04:05Z")
		x.WriteString(`<xmp:CreateDate>` + d + `</xmp:CreateDate><xmp:ModifyDate>` + d + `</xmp:ModifyDate>`)
	}
	x.WriteString(`</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`)
	return fmt.Sprintf("<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream", x.Len(), x.String())
}

// xmlEscape makes text safe in XML and drops the control characters that XML cannot hold.
func xmlEscape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}
