package tex

import "strings"

// frameCommand reads frames, strokes and colours.
func (p *parser) frameCommand(t token) (node, bool) {
	switch t.name {
	case "boxed", "fbox":
		if t.name == "fbox" {
			return framed{body: row{p.textNodes(p.argument(), textBody)}, box: true, border: inkColor}, true
		}
		return framed{body: p.arg(t), box: true, border: inkColor}, true
	case "cancel":
		return framed{body: p.arg(t), up: true}, true
	case "bcancel":
		return framed{body: p.arg(t), down: true}, true
	case "xcancel":
		return framed{body: p.arg(t), up: true, down: true}, true
	case "sout":
		return framed{body: p.arg(t), flat: true}, true
	case "color":
		return setColor{p.color(t)}, true
	case "textcolor":
		c := p.color(t)
		return colored{p.arg(t), c}, true
	case "colorbox":
		c := p.color(t)
		return framed{body: row{p.textNodes(p.argument(), textBody)}, fill: c}, true
	case "fcolorbox":
		border, c := p.color(t), p.color(t)
		return framed{body: row{p.textNodes(p.argument(), textBody)}, box: true, border: border, fill: c}, true
	}
	return nil, false
}

// phantomCommand reads what keeps only some of its argument.
func (p *parser) phantomCommand(t token) (node, bool) {
	f := phantom{ink: true, width: true, high: true, depth: true}
	switch t.name {
	case "phantom":
		f.ink = false
	case "hphantom":
		f.ink, f.high, f.depth = false, false, false
	case "vphantom":
		f.ink, f.width = false, false
	case "mathstrut":
		return phantom{body: symbol{r: '(', plain: '(', cls: ord}, high: true, depth: true}, true
	case "smash":
		opt, _ := p.bracket()
		which := write(opt)
		f.high, f.depth = which == "b", which == "t"
	case "mathllap", "llap":
		f.width, f.shift = false, 1
	case "mathrlap", "rlap":
		f.width = false
	case "mathclap", "clap":
		f.width, f.shift = false, .5
	default:
		return nil, false
	}
	if strings.HasSuffix(t.name, "lap") && !strings.HasPrefix(t.name, "math") {
		f.body = row{p.textNodes(p.argument(), textBody)}
	} else {
		f.body = p.arg(t)
	}
	return f, true
}
