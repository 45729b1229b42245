package pdf

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// pictureFile is the file that an image of a note names, with slashes.
func pictureFile(dest string) string {
	if u, err := url.PathUnescape(dest); err == nil {
		dest = u
	}
	return path.Clean(dest)
}

// shown returns the image files that were read, in the order of their names, and what cells printed and pages leave out. One that is no image is among them: the
// report has to say again what is wrong with it.
func (b *builder) shown() []Attachment {
	var out []Attachment
	for _, p := range b.pictures {
		if p.file == "" || len(p.raw) > maxImageBytes {
			continue
		}
		a := Attachment{Name: p.file, Data: p.raw}
		switch p.format {
		case "png", "jpeg", "gif":
			a.MIME = "image/" + p.format
		case "svg":
			a.MIME = "image/svg+xml"
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b Attachment) int { return strings.Compare(a.Name, b.Name) })
	out = slices.CompactFunc(out, func(a, b Attachment) bool { return a.Name == b.Name })
	for _, l := range b.logs {
		out = append(out, l.Attachment)
	}
	return out
}
