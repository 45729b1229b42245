package pdf

import (
	"crypto/sha256"
	"fmt"
)

// The limits of reading pages back.
const (
	maxPagesRead   = 20_000
	maxPageBytes   = 256 << 20 // of all pages, unpacked
	maxPageStreams = 1000      // of one page
)

// PageContents returns the SHA-256 of what each page draws, in order. Two files that differ in a page's text or lines
// differ in its hash; fonts and pictures do not count. The file need not be trusted.
func PageContents(pdf []byte) ([][sha256.Size]byte, error) {
	r, err := openReader(pdf)
	if err != nil {
		return nil, fmt.Errorf("read PDF: %w", err)
	}
	catalog := r.dict(r.trailer["Root"])
	var out [][sha256.Size]byte
	left := maxPageBytes
	err = r.eachPage(catalog["Pages"], 0, map[ref]bool{}, func(page dict) error {
		if len(out) == maxPagesRead {
			return fmt.Errorf("read PDF: more than %d pages", maxPagesRead)
		}
		h := sha256.New()
		streams, ok := r.resolve(page["Contents"]).(array)
		if !ok {
			streams = array{page["Contents"]}
		}
		for _, v := range streams[:min(len(streams), maxPageStreams)] {
			s, ok := r.resolve(v).(*streamObject)
			if !ok {
				continue
			}
			data, err := r.unpack(s, left)
			if err != nil {
				return fmt.Errorf("read page %d: %w", len(out)+1, err)
			}
			left -= len(data)
			h.Write(data)
		}
		out = append(out, [sha256.Size]byte(h.Sum(nil)))
		return nil
	})
	return out, err
}

// eachPage calls f with every page of a tree of pages.
func (r *reader) eachPage(v value, depth int, seen map[ref]bool, f func(dict) error) error {
	if id, ok := v.(ref); ok {
		if seen[id] {
			return nil
		}
		seen[id] = true
	}
	d := r.dict(v)
	kids, isNode := r.resolve(d["Kids"]).(array)
	if d == nil || depth > maxNameDepth {
		return nil
	}
	if !isNode {
		return f(d)
	}
	for _, k := range kids {
		if err := r.eachPage(k, depth+1, seen, f); err != nil {
			return err
		}
	}
	return nil
}
