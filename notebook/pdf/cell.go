package pdf

import (
	"fmt"
	"strings"

	"quire/notebook"
	"quire/notebook/output"
)

// cell sets a cell: its code, then what it printed and drew, then why it failed or did not run.
func (b *builder) cell(c *notebook.Cell, at frame) {
	r := b.r.Cell(c)
	if r == nil {
		b.code(c.Code, "go", at)
		return
	}
	if r.Anchor != "" {
		b.anchor = &anchor{name: r.Anchor}
	}
	if code := strings.TrimRight(c.Code, "\n"); r.ShowCode && strings.TrimSpace(code) != "" {
		b.numberedCode(code, "go", c.Options.LineNums, at)
		if len(r.Outputs) > 0 || r.Notice != "" {
			b.keep(costOutput(r))
			b.trim()
			b.space(b.style.tightSkip)
		}
	}
	failed := false
	for i := 0; i < len(r.Outputs); {
		o := r.Outputs[i]
		if n := r.Together(i); n > 1 || o.Part != nil {
			b.cellFigure(r, r.Outputs[i:i+n], at)
			i += n
			continue
		}
		_, failure := o.Output.(*output.Error)
		if failed && failure { // several errors of one cell stand close together
			b.trim()
		}
		b.output(r, o, at)
		failed = failure
		i++
	}
	if r.Notice != "" {
		b.notice(r.Notice, at)
	}
	b.anchor = nil
}

// costOutput is the cost of a page break between a cell's code and its first output. One with a number is found anywhere.
func costOutput(r *notebook.CellReport) float64 {
	if len(r.Outputs) > 0 && r.Outputs[0].Caption != nil && r.Outputs[0].Caption.Label != "" {
		return cheap
	}
	return costListEnd
}

// output sets one output.
func (b *builder) output(c *notebook.CellReport, r *notebook.OutputReport, at frame) {
	switch o := r.Output.(type) {
	case *output.Text:
		b.text(c, o, at)
	case *output.Figure, *output.Image:
		if d, ok := b.outputDrawing(r, at); ok {
			b.figureBlock(d, r.Caption, c.Cell.Options.FigPos == "", at)
		}
	case *output.Table:
		b.outputTable(o, r.Caption, at)
	case *output.HTML:
		b.text(nil, &output.Text{Stream: output.Value, Data: o.Alternative}, at)
	case *output.Error:
		b.failure(o, at)
	}
}

// text sets printed text: small, on the grid, with a bar at its left that tells it from code. Long text shows its head
// and its tail.
func (b *builder) text(c *notebook.CellReport, o *output.Text, at frame) {
	t := output.Excerpt(o, b.style.headLines, b.style.tailLines)
	bd := &band{x: at.x, w: at.w, barred: true, bar: hairline}
	look, label := token{ink: ink}, ""
	switch o.Stream {
	case output.Stderr:
		bd.bar, look.ink, label = warnBar, warnInk, b.words.stderr
	case output.Value:
		bd.bar = valueBar
	}
	var lines [][]token
	add := func(text string) {
		text = strings.TrimRight(output.Screen(text), "\n")
		for _, l := range strings.Split(text, "\n") {
			k := look
			k.text = l
			lines = append(lines, []token{k})
		}
	}
	if t.OmittedLines == 0 {
		if strings.TrimSpace(t.Data) == "" {
			return
		}
		add(t.Data)
	} else {
		if head := t.Data[:t.OmittedAt]; head != "" {
			add(head)
		}
		lines = append(lines, []token{{text: b.omitted(t.OmittedLines, b.attachLog(c)), ink: muted, oblique: true}})
		if tail := t.Data[t.OmittedAt:]; tail != "" {
			add(tail)
		}
	}
	b.space(b.style.tightSkip)
	b.listing(listing{lines: lines, size: b.style.output, band: bd, goesOn: b.words.outputGoesOn, role: "Code", label: label}, at)
	b.space(b.style.blockSkip)
}

// omitted says how many lines are not shown, and which attachment has them.
func (b *builder) omitted(n int, log string) string {
	f := b.r.Strings.LinesOmitted
	if !strings.Contains(f, "%s") {
		f = "… %s …"
	}
	s := fmt.Sprintf(f, thousands(n))
	if log != "" {
		s += " " + fmt.Sprintf(b.words.wholeLog, log)
	}
	return s
}

// thousands writes a count with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// notice says in one line why there is no output.
func (b *builder) notice(text string, at frame) {
	t := b.style.caption
	in := frame{at.x + b.style.codePadX, at.w - 2*b.style.codePadX, at.elem.child("P")}
	b.space(b.style.tightSkip)
	b.within(&band{x: at.x, w: at.w, barred: true, bar: warnBar}, func() {
		b.add(vitem{h: 2, cost: forbidden})
		b.lines(breakLines(b.items([]span{{textStyle: textStyle{face: "sans", ink: warnInk}, text: text}}, t.size), setting{measure: in.w}), in, t, nil)
		b.keep(forbidden)
		b.add(vitem{h: 2})
	})
	b.space(b.style.blockSkip)
}

// failure sets why a cell failed: the message in Go's own words, what to do, and the lines of the note that led there.
func (b *builder) failure(o *output.Error, at frame) {
	t := b.style.output
	div := at.elem.child("Div")
	in := func() frame { return frame{at.x + b.style.codePadX, at.w - 2*b.style.codePadX, div.child("P")} }
	bd := &band{x: at.x, w: at.w, filled: true, ground: errPaper, barred: true, bar: errorInk}
	sans := textStyle{face: "sans", ink: ink}
	b.space(b.style.tightSkip)
	b.within(bd, func() {
		b.add(vitem{h: b.style.codePadY, cost: forbidden})
		if l := b.r.Strings.Failed; l != "" {
			b.paragraphOf(l+b.place(o), sans.bold().in(errorInk), in(), b.style.caption)
		}
		msg := in()
		for _, l := range strings.Split(strings.TrimRight(output.Screen(o.Message), "\n"), "\n") {
			for _, row := range b.wrap([]token{{text: l, ink: errorInk}}, grid{t.size, max(8, int(msg.w/(t.size*gridCell)))}) {
				b.add(vitem{h: t.lead, cost: costCodeLine, draw: func(p *painter, y float64) { p.codeLine(msg.elem, row, msg.x, y+t.baseline()) }})
			}
		}
		if hint := b.hint(o); hint != "" {
			b.add(vitem{h: 3, cost: forbidden})
			b.paragraphOf(hint, sans, in(), b.style.caption)
		}
		for i, f := range o.Frames {
			if i == 0 && len(o.Frames) == 1 || i == 12 {
				break
			}
			where := f.Name()
			if f.Line > 0 {
				where = strings.TrimRight(fmt.Sprintf(b.words.line, f.Line)+"  "+where, " ")
			}
			b.paragraphOf(where, textStyle{face: "mono", ink: muted}, in(), t)
		}
		b.keep(forbidden)
		b.add(vitem{h: b.style.codePadY})
	})
	b.space(b.style.blockSkip)
}

// in is the style in another colour.
func (st textStyle) in(c color) textStyle {
	st.ink = c
	return st
}

// place is the first place of an error, as it follows its title.
func (b *builder) place(o *output.Error) string {
	if len(o.Frames) == 0 || o.Frames[0].Line == 0 {
		return ""
	}
	return " · " + fmt.Sprintf(b.words.line, o.Frames[0].Line)
}

func (b *builder) hint(o *output.Error) string {
	if strings.HasPrefix(b.r.Note.Meta.Lang, "ko") && o.HintKo != "" {
		return o.HintKo
	}
	return o.HintEn
}

// paragraphOf sets plain text, ragged.
func (b *builder) paragraphOf(text string, st textStyle, at frame, t textSize) {
	b.lines(breakLines(b.items([]span{{textStyle: st, text: text}}, t.size), setting{measure: at.w}), at, t, nil)
}
