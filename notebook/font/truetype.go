package font

import (
	"encoding/binary"
	"math/bits"
)

// The tables that every TrueType reader wants, as the OpenType specification 1.9 lays them out, in its recommended
// order of tags.

func be16(b []byte, values ...int) []byte {
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func be32(b []byte, values ...uint32) []byte {
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

type table struct {
	tag  string
	data []byte
}

// extent is what the glyphs of a font reach at most; the heads of several tables repeat it.
type extent struct {
	xMin, yMin, xMax, yMax           int
	points, contours, advance, right int
}

func (e *extent) add(g glyph, advance int) {
	e.advance = max(e.advance, advance)
	if len(g.data) == 0 {
		return
	}
	e.xMin, e.yMin = min(e.xMin, g.xMin), min(e.yMin, g.yMin)
	e.xMax, e.yMax = max(e.xMax, g.xMax), max(e.yMax, g.yMax)
	e.points, e.contours = max(e.points, g.points), max(e.contours, g.contours)
	e.right = min(e.right, advance-g.xMax)
}

func buildTrueType(s *Subset) []byte {
	f, entries := s.face, s.Entries()
	var ext extent
	var glyf, loca, hmtx []byte
	add := func(g glyph, advance int) {
		ext.add(g, advance)
		loca = be32(loca, uint32(len(glyf)))
		glyf = pad(append(glyf, g.data...))
		hmtx = be16(hmtx, advance, g.xMin)
	}
	add(f.glyph(0), f.advanceUnits(0))
	for _, e := range entries {
		add(f.glyph(e.GID), f.advanceUnits(e.GID))
	}
	loca = be32(loca, uint32(len(glyf)))
	n := len(entries) + 1
	tables := []table{
		{"OS/2", f.os2Table(entries)},
		{"cmap", cmapTable(entries)},
		{"glyf", glyf},
		{"head", f.headTable(ext)},
		{"hhea", f.hheaTable(ext, n)},
		{"hmtx", hmtx},
	}
	if s.Kerning {
		if k := f.kernTable(entries); k != nil {
			tables = append(tables, table{"kern", k})
		}
	}
	tables = append(tables,
		table{"loca", loca},
		table{"maxp", maxpTable(ext, n)},
		table{"name", nameTable(s.Family, f.weight)},
		table{"post", postTable(f.mono)})
	return assemble(tables)
}

func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// searchFields are searchRange, entrySelector and rangeShift of n entries of size bytes each.
func searchFields(n, size int) (int, int, int) {
	log := bits.Len(uint(n)) - 1
	r := size << log
	return r, log, n*size - r
}

// assemble writes the directory and the tables, with checksums.
func assemble(tables []table) []byte {
	out := be32(nil, 0x00010000)
	sr, es, rs := searchFields(len(tables), 16)
	out = be16(out, len(tables), sr, es, rs)
	off := 12 + 16*len(tables)
	head := 0
	for _, t := range tables {
		if t.tag == "head" {
			head = off
		}
		out = append(out, t.tag...)
		out = be32(out, checksum(t.data), uint32(off), uint32(len(t.data)))
		off += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = pad(append(out, t.data...))
	}
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	if len(b) > 0 {
		var last [4]byte
		copy(last[:], b)
		sum += binary.BigEndian.Uint32(last[:])
	}
	return sum
}

func cmapTable(entries []Entry) []byte {
	type segment struct{ first, last, delta int }
	var segs []segment
	for i, e := range entries {
		c, gid := int(e.Code), i+1
		if k := len(segs) - 1; k >= 0 && segs[k].last+1 == c && segs[k].delta == gid-c {
			segs[k].last = c
			continue
		}
		segs = append(segs, segment{c, c, gid - c})
	}
	segs = append(segs, segment{0xFFFF, 0xFFFF, 1})
	sr, es, rs := searchFields(len(segs), 2)
	sub := be16(nil, 4, 16+8*len(segs), 0, 2*len(segs), sr, es, rs)
	for _, s := range segs {
		sub = be16(sub, s.last)
	}
	sub = be16(sub, 0)
	for _, s := range segs {
		sub = be16(sub, s.first)
	}
	for _, s := range segs {
		sub = be16(sub, s.delta)
	}
	sub = append(sub, make([]byte, 2*len(segs))...) // no idRangeOffset: delta says all
	out := be16(nil, 0, 1, 3, 1)
	return append(be32(out, 12), sub...)
}

func (f *Face) headTable(e extent) []byte {
	out := be32(nil, 0x00010000, 0x00010000, 0, 0x5F0F3CF5)
	out = be16(out, 3, f.upem)
	out = append(out, make([]byte, 16)...) // no dates: same glyphs, same bytes
	macStyle := 0
	if f.weight >= 700 {
		macStyle = 1
	}
	return be16(out, e.xMin, e.yMin, e.xMax, e.yMax, macStyle, 8, 2, 1, 0)
}

func (f *Face) hheaTable(e extent, n int) []byte {
	out := be32(nil, 0x00010000)
	out = be16(out, f.units(f.ascent), f.units(f.descent), 0, e.advance, e.xMin, e.right, e.xMax, 1, 0, 0)
	return be16(out, 0, 0, 0, 0, 0, n)
}

func maxpTable(e extent, n int) []byte {
	out := be32(nil, 0x00010000)
	return be16(out, n, e.points, e.contours, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
}

func (f *Face) os2Table(entries []Entry) []byte {
	first, last := 0xFFFF, 0
	if len(entries) > 0 {
		first, last = int(entries[0].Code), int(entries[len(entries)-1].Code)
	}
	selection := 0x40
	if f.weight >= 700 {
		selection = 0x20
	}
	asc, desc := f.units(f.ascent), f.units(f.descent)
	out := be16(nil, 4, f.upem/2, f.weight, 5, 0)
	out = append(out, make([]byte, 22+10+16)...) // sub- and superscript, strikeout, class, panose, ranges
	out = append(out, "NONE"...)
	out = be16(out, selection, first, last, asc, desc, 0, asc, -desc)
	out = append(out, make([]byte, 8)...)
	return be16(out, f.units(f.xhigh), f.units(f.capHeight), 0, 32, 0)
}

func nameTable(family string, weight int) []byte {
	style := "Regular"
	if weight >= 700 {
		style = "Bold"
	}
	full := family
	if style != "Regular" {
		full += " " + style
	}
	postscript := ""
	for _, r := range full {
		if r != ' ' {
			postscript += string(r)
		}
	}
	names := []struct {
		id   int
		text string
	}{{1, family}, {2, style}, {3, full}, {4, full}, {6, postscript}}
	out := be16(nil, 0, len(names), 6+12*len(names))
	var data []byte
	for _, n := range names {
		at := len(data)
		for _, r := range n.text {
			data = be16(data, int(r))
		}
		out = be16(out, 3, 1, 0x409, n.id, len(data)-at, at)
	}
	return append(out, data...)
}

func postTable(mono bool) []byte {
	fixed := uint32(0)
	if mono {
		fixed = 1
	}
	return be32(nil, 0x00030000, 0, 0, fixed, 0, 0, 0, 0)
}

// kernTable has the pairs that are kerned among the glyphs of alphabetic scripts; nil when there are none.
func (f *Face) kernTable(entries []Entry) []byte {
	var pairs []byte
	n := 0
	for i, l := range entries {
		for j, r := range entries {
			if l.Rune <= ' ' || r.Rune <= ' ' || l.Rune >= 0x2E80 || r.Rune >= 0x2E80 || f.mono || n == 10920 {
				continue // 10,920 pairs fill the 16-bit length of the table
			}
			if k := f.kernUnits(l.GID, r.GID); k != 0 {
				pairs = be16(pairs, i+1, j+1, k)
				n++
			}
		}
	}
	if n == 0 {
		return nil
	}
	sr, es, rs := searchFields(n, 6)
	return append(be16(nil, 0, 1, 0, 14+len(pairs), 1, n, sr, es, rs), pairs...)
}

// units turns 1/1000 em into font units, rounded away from zero by at most half a unit.
func (f *Face) units(milli int) int {
	v := milli * f.upem
	if v < 0 {
		return (v - 500) / 1000
	}
	return (v + 500) / 1000
}
