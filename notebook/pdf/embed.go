package pdf

import (
	"crypto/md5"
	"fmt"
	"slices"
	"strings"
)

// embed writes the attachments and returns the catalog's entries for them.
func embed(f *file, o Options) string {
	if len(o.Attachments) == 0 {
		return ""
	}
	type named struct {
		key string
		ref int
	}
	var names []named
	var af strings.Builder
	for i, a := range o.Attachments {
		relation := "Supplement"
		if i == 0 {
			relation = "Source"
		}
		dict := fmt.Sprintf("/Type/EmbeddedFile/Subtype/%s/Params<</Size %d/CheckSum<%x>", nameEscape(a.MIME), len(a.Data), md5.Sum(a.Data))
		if d := pdfDate(o.Date); d != "" {
			dict += "/ModDate(" + d + ")"
		}
		ef := f.reserve()
		f.compress(ef, dict+">>", a.Data)
		name := utf16Hex(a.Name)
		ref := f.add(fmt.Sprintf("<</Type/Filespec/F%s/UF%s/Desc%s/AFRelationship/%s/EF<</F %d 0 R/UF %d 0 R>>>>", name, name, utf16Hex(a.Desc), relation, ef, ef))
		names = append(names, named{name, ref})
		fmt.Fprintf(&af, "%d 0 R ", ref)
	}
	slices.SortStableFunc(names, func(a, b named) int { return strings.Compare(a.key, b.key) })
	var tree strings.Builder
	for _, n := range names {
		fmt.Fprintf(&tree, "%s %d 0 R ", n.key, n.ref)
	}
	return "/Names<</EmbeddedFiles<</Names[" + tree.String() + "]>>>>/AF[" + af.String() + "]"
}

// nameEscape writes text as a PDF name without its slash.
func nameEscape(s string) string {
	if s == "" {
		s = "application/octet-stream"
	}
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '-' || c == '+' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "#%02X", c)
		}
	}
	return b.String()
}
