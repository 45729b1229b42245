package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"

	"quire/notebook/font"
)

// fontsOf rewrites the objects of every font: our subset, exact ToUnicode map, widths and name. It returns the resource
// names by object number.
func fontsOf(f *file, b *builder) map[int]string {
	names := map[int]string{}
	for _, t := range b.used {
		mark := []byte("<</Type /Font\n/BaseFont /" + fontFamily(t) + "\n")
		for id := 1; id < len(f.objs); id++ {
			if bytes.HasPrefix(f.objs[id], mark) {
				f.font(id, t)
				names[id] = t.name
			}
		}
	}
	return names
}

// font writes the objects of a font: the first in the place of those that fpdf has written, the rest at the end.
func (f *file) font(id int, t *typeface) {
	data := t.file
	var at [7]int
	for i := range at {
		at[i] = id + i
		if i >= placeholderObjects {
			at[i] = f.reserve()
		}
	}
	entries := t.subset.Entries()
	name := subsetTag(data) + "+" + strings.ReplaceAll(t.Family(), " ", "") + fontSuffix(t)
	f.objs[at[0]] = fmt.Appendf(nil, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, at[1], at[2])
	f.objs[at[1]] = fmt.Appendf(nil, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo %d 0 R/FontDescriptor %d 0 R/DW 1000/W[%s]/CIDToGIDMap %d 0 R>>", name, at[3], at[4], widths(t, entries), at[5])
	f.compress(at[2], "", toUnicode(t, entries))
	f.objs[at[3]] = []byte("<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>")
	f.objs[at[4]] = fmt.Appendf(nil, "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[-500 %d 2000 %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		name, fontFlags(t), t.Descent()-300, t.Ascent()+300, t.Ascent(), t.Descent(), t.CapHeight(), t.Weight()/5, at[6])
	f.compress(at[5], "", glyphMap(entries))
	f.compress(at[6], fmt.Sprintf("/Length1 %d", len(data)), data)
}

func fontSuffix(t *typeface) string {
	if t.Weight() >= 700 {
		return "-Bold"
	}
	return ""
}

// fontFlags are the flags of a font descriptor: symbolic, and fixed pitch for a face on a grid.
func fontFlags(t *typeface) int {
	if t.Monospaced() {
		return 4 | 1
	}
	return 4
}

// subsetTag is six letters that tell this subset from others of the same face.
func subsetTag(data []byte) string {
	sum := sha256.Sum256(data)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// widths are the advances by code, runs of neighbours together.
func widths(t *typeface, entries []font.Entry) string {
	var b strings.Builder
	for i := 0; i < len(entries); {
		fmt.Fprintf(&b, "%d[", entries[i].Code)
		j := i
		for ; j < len(entries) && int(entries[j].Code) == int(entries[i].Code)+j-i; j++ {
			if j > i {
				b.WriteByte(' ')
			}
			fmt.Fprint(&b, t.Advance(entries[j].GID))
		}
		b.WriteByte(']')
		i = j
	}
	return b.String()
}

// glyphMap leads from codes to glyphs of the subset, which stand in the order of their codes after the missing glyph.
func glyphMap(entries []font.Entry) []byte {
	last := 0
	if n := len(entries); n > 0 {
		last = int(entries[n-1].Code)
	}
	m := make([]byte, 2*(last+1))
	for i, e := range entries {
		m[2*int(e.Code)], m[2*int(e.Code)+1] = byte((i+1)>>8), byte(i+1)
	}
	return m
}

// toUnicode is the CMap from codes to what they say.
func toUnicode(t *typeface, entries []font.Entry) []byte {
	var pairs []string
	for _, e := range entries {
		text := t.text[e.Code]
		if e.Rune != 0 {
			text = string(e.Rune)
		}
		if text != "" {
			pairs = append(pairs, fmt.Sprintf("<%04x><%s\n", e.Code, utf16Hex(text)[5:]))
		}
	}
	var b bytes.Buffer
	b.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n")
	for i := 0; i < len(pairs); i += 100 {
		part := pairs[i:min(i+100, len(pairs))]
		fmt.Fprintf(&b, "%d beginbfchar\n%sendbfchar\n", len(part), strings.Join(part, ""))
	}
	b.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end")
	return b.Bytes()
}

// renameFonts gives the fonts of the resource dictionary the names that pages use.
func (f *file) renameFonts(names map[int]string) {
	for id := 1; id < len(f.objs); id++ {
		if !bytes.HasPrefix(f.objs[id], []byte("<<\n/ProcSet")) {
			continue
		}
		lines := bytes.Split(f.objs[id], []byte("\n"))
		for i, l := range lines {
			if bytes.HasPrefix(l, []byte("/F")) && bytes.HasSuffix(l, []byte(" 0 R")) {
				_, ref, _ := bytes.Cut(l, []byte(" "))
				n := refAfter(append([]byte(" "), ref...), " ")
				if name, ok := names[n]; ok {
					lines[i] = fmt.Appendf(nil, "/%s %d 0 R", name, n)
				}
			}
		}
		f.objs[id] = bytes.Join(lines, []byte("\n"))
	}
}
