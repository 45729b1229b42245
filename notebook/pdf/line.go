package pdf

import "strings"

// A line is frags with their widths final. Asc and desc are how far it rises above and falls below its baseline.
type line struct {
	frags     []frag
	w         float64
	asc, desc float64
	notes     []int
	word      bool    // ends inside an 어절
	ratio     float64 // of the glue
}

// lines sets the lines of the sequence of breaks that ends at end.
func (b *breaker) lines(end *breakpoint) []line {
	var ends []*breakpoint
	for p := end; p.prev != nil; p = p.prev {
		ends = append(ends, p)
	}
	out := make([]line, 0, len(ends))
	for i := len(ends) - 1; i >= 0; i-- {
		out = append(out, b.line(ends[i].prev.after, ends[i]))
	}
	return out
}

// line sets the items from start up to a break.
func (b *breaker) line(start int, end *breakpoint) line {
	items := b.items[min(start, end.at):end.at]
	natural, stretch, shrink := 0.0, 0.0, 0.0
	for _, x := range items {
		if x.kind != penalty {
			natural, stretch, shrink = natural+x.w, stretch+x.stretch, shrink+x.shrink
		}
	}
	if last := &b.items[end.at]; last.kind == penalty {
		natural += last.w
	}
	r := 0.0
	d := b.set.measure - natural
	switch {
	case d < 0 && shrink > 0:
		r = max(-1, d/shrink)
	case d > 0 && stretch > 0 && b.set.justify && b.items[end.at].cost > -forbidden:
		r = d / stretch
	}
	ln := line{word: end.word, ratio: r}
	track := 0.0
	if r > evenRatio {
		r, track = b.even(items, r, stretch)
	}
	for _, x := range items {
		switch x.kind {
		case box:
			ln.add(tracked(x.frags, track), 0)
		case glue:
			extra := x.shrink * r
			if r > 0 {
				extra = x.stretch * r
			}
			if len(x.frags) == 0 {
				ln.widen(extra)
			} else {
				ln.add(x.frags, extra)
			}
		}
	}
	switch last := b.items[end.at]; {
	case last.kind == penalty:
		ln.add(last.frags, 0)
	case len(last.frags) > 0: // the space at which the line is broken is part of the text, but takes no room
		f := last.frags[0]
		f.w, f.extra = 0, 0
		ln.frags = append(ln.frags, f)
	}
	return ln
}

// The limits of loose lines: what would be stretched more than evenRatio is spaced out a little between its letters, by
// at most maxTrack (1/1000 em); what is still stretched more than ragRatio is not filled at all.
const (
	evenRatio = 0.9
	maxTrack  = 32
	ragRatio  = 4.5
)

// even shares the room of a loose line out between its spaces and its letters. It returns the ratio of the glue and the
// space after each letter.
func (b *breaker) even(items []item, r, stretch float64) (ratio, track float64) {
	letters := 0.0 // in points per 1/1000 em of tracking
	for _, x := range items {
		if x.kind == box {
			for i := range x.frags {
				if f := &x.frags[i]; f.tracks() {
					letters += float64(len(f.glyphs)) * f.size / 1000
				}
			}
		}
	}
	if letters > 0 {
		track = min(maxTrack, (r-evenRatio)*stretch/letters)
		r -= track * letters / stretch
	}
	if r > ragRatio {
		return 1, 0
	}
	return r, track
}

// tracks tells whether space may be put between the letters of f.
func (f *frag) tracks() bool { return f.object == nil && !f.lost && !f.style.code && f.note == 0 }

// tracked is frags with space after their letters.
func tracked(frags []frag, track float64) []frag {
	if track == 0 {
		return frags
	}
	out := make([]frag, len(frags))
	for i, f := range frags {
		if f.tracks() {
			f.track = track
			f.w += track * float64(len(f.glyphs)) * f.size / 1000
		}
		out[i] = f
	}
	return out
}

// add appends frags; extra is shared out among them.
func (ln *line) add(frags []frag, extra float64) {
	for _, f := range frags {
		f.extra = extra / float64(len(frags))
		ln.frags = append(ln.frags, f)
		ln.w += f.w + f.extra
		asc, desc := f.size*0.8, f.size*0.24
		if f.object != nil && f.object.figure != nil {
			o := f.object
			asc, desc = (o.figure.H-o.figure.Depth)*o.zoom, o.figure.Depth*o.zoom
		}
		if f.note > 0 {
			ln.notes = append(ln.notes, f.note)
		}
		ln.asc, ln.desc = max(ln.asc, asc), max(ln.desc, desc)
	}
}

// text is what the line says.
func (ln *line) text() string {
	var s strings.Builder
	for i := range ln.frags {
		for _, g := range ln.frags[i].glyphs {
			s.WriteRune(g.r)
		}
	}
	return s.String()
}

// widen adds room after the last character: between ideographs no space is drawn.
func (ln *line) widen(extra float64) {
	if n := len(ln.frags); n > 0 && extra > 0 {
		ln.frags[n-1].extra += extra
		ln.w += extra
	}
}

// anyhow fills one line after the other, where something that cannot be parted is wider than the measure: it stands on a
// line of its own and sticks out.
func (b *breaker) anyhow() []line {
	b.words = b.set.justify
	var out []line
	last := len(b.items) - 1
	for start := b.firstBox(0); start < last; {
		from, end := &breakpoint{after: start}, -1
		for i := start; i <= last; i++ {
			if !b.legal(i) || b.needless(from, i) {
				continue
			}
			if end >= 0 && b.ratio(start, i) < -1-1e-9 {
				break
			}
			if end = i; b.items[i].cost <= -forbidden {
				break
			}
		}
		if end < 0 {
			end = last
		}
		out = append(out, b.line(start, &breakpoint{at: end, word: b.items[end].word}))
		start = b.firstBox(end)
	}
	return out
}

// oneLine sets spans on a single line, however long it is.
func (s *shaper) oneLine(spans []span, size float64) line {
	var ln line
	for _, x := range s.items(spans, size) {
		if x.kind != penalty {
			ln.add(x.frags, 0)
		}
	}
	return ln
}
