package pdf

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
	r := 0.0
	d := b.set.measure - natural
	switch {
	case d < 0 && shrink > 0:
		r = max(-1, d/shrink)
	case d > 0 && stretch > 0 && b.set.justify && b.items[end.at].cost > -forbidden:
		r = d / stretch
	}
	ln := line{word: end.word, ratio: r}
	for _, x := range items {
		switch x.kind {
		case box:
			ln.add(x.frags, 0)
		case glue:
			extra := x.shrink * r
			if r > 0 {
				extra = x.stretch * r
			}
			ln.add(x.frags, extra)
		}
	}
	if last := b.items[end.at]; last.kind == penalty {
		ln.add(last.frags, 0)
	}
	return ln
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

// anyhow sets every item between two spaces on a line of its own: the way out when no breaks are found.
func (b *breaker) anyhow() []line {
	var out []line
	start := b.firstBox(0)
	for i := range b.items {
		if (b.legal(i) || i == len(b.items)-1) && i >= start {
			out = append(out, b.line(start, &breakpoint{at: i}))
			start = b.firstBox(i)
		}
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
