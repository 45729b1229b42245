package font

// Tabular returns the form of glyph gid that is as wide as every other figure, by the font's own feature tnum; gid itself
// when the face has no such form.
func (f *Face) Tabular(gid int) int {
	t := f.tables["GSUB"]
	if len(t) < 10 {
		return gid
	}
	features, lookups := t[u16(t, 6):], t[u16(t, 8):]
	for i := range u16(features, 0) {
		record := features[2+6*i:]
		if string(record[:4]) != "tnum" {
			continue
		}
		feature := features[u16(record, 4):]
		for j := range u16(feature, 2) {
			lookup := lookups[u16(lookups, 2+2*u16(feature, 4+2*j)):]
			if other, ok := substitute(lookup, gid); ok {
				return other
			}
		}
		return gid
	}
	return gid
}

// substitute looks a glyph up in the subtables of a lookup of single substitutions, which may be extended ones.
func substitute(lookup []byte, gid int) (other int, ok bool) {
	const single, extension = 1, 7
	kind := u16(lookup, 0)
	for i := range u16(lookup, 4) {
		sub := lookup[u16(lookup, 6+2*i):]
		if kind == extension {
			if u16(sub, 2) != single {
				continue
			}
			sub = sub[u16(sub, 4)<<16|u16(sub, 6):]
		} else if kind != single {
			return 0, false
		}
		at, covered := coverageIndex(sub[u16(sub, 2):], gid)
		if !covered {
			continue
		}
		if u16(sub, 0) == 1 {
			return (gid + u16(sub, 4)) & 0xFFFF, true // a difference, modulo 65536
		}
		return u16(sub, 6+2*at), true
	}
	return 0, false
}

// coverageIndex finds a glyph in a coverage table.
func coverageIndex(t []byte, gid int) (index int, ok bool) {
	switch u16(t, 0) {
	case 1:
		for i := range u16(t, 2) {
			if u16(t, 4+2*i) == gid {
				return i, true
			}
		}
	case 2:
		for i := range u16(t, 2) {
			first, last, start := u16(t, 4+6*i), u16(t, 6+6*i), u16(t, 8+6*i)
			if first <= gid && gid <= last {
				return start + gid - first, true
			}
		}
	}
	return 0, false
}

// RuneAs adds r with another glyph than its own, such as a tabular figure, and returns its code: r itself. It is for
// characters of the basic plane; others return 0, as does a number that is no glyph's.
func (s *Subset) RuneAs(r rune, gid int) uint16 {
	if r <= 0 || r >= 0xFFFF || r >= privateFirst && r <= privateLast || gid <= 0 || gid >= s.face.NumGlyphs() {
		return 0
	}
	s.glyphs[uint16(r)] = Entry{uint16(r), gid, r}
	return uint16(r)
}
