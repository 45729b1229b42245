package pdf

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// This file reads a PDF as a viewer does, from its bytes alone: it runs the content streams of the pages with the fonts
// of the file and tells where every piece of text, every path and every picture comes to stand. It knows nothing of how
// the file was made.

// A rectangle on a page in points; y grows upwards, as in the file.
type rectangle struct{ x0, y0, x1, y1 float64 }

var nowhere = rectangle{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}

func (r rectangle) empty() bool { return r.x0 >= r.x1 || r.y0 >= r.y1 }

func (r rectangle) meet(s rectangle) rectangle {
	return rectangle{max(r.x0, s.x0), max(r.y0, s.y0), min(r.x1, s.x1), min(r.y1, s.y1)}
}

func (r rectangle) join(s rectangle) rectangle {
	return rectangle{min(r.x0, s.x0), min(r.y0, s.y0), max(r.x1, s.x1), max(r.y1, s.y1)}
}

func (r rectangle) with(x, y float64) rectangle { return r.join(rectangle{x, y, x, y}) }

// within tells whether r lies inside s, but for a tolerance.
func (r rectangle) within(s rectangle, slack float64) bool {
	return r.x0 >= s.x0-slack && r.y0 >= s.y0-slack && r.x1 <= s.x1+slack && r.y1 <= s.y1+slack
}

func (r rectangle) String() string {
	return fmt.Sprintf("%.1f…%.1f × %.1f…%.1f", r.x0, r.x1, r.y0, r.y1)
}

// A sight is something to be seen on a page: a piece of text, a path or a picture.
type sight struct {
	kind     string // "text", "path", "picture"
	box      rectangle
	text     string // what is read: empty below an ActualText, which is a sight of its own
	glyphs   string // what the font says of the glyphs
	size     float64
	turned   bool
	artifact bool
	role     string // of the innermost marked content with a structure element: "P", "Formula", "Figure"
	group    int    // the number of the outermost marked content that it is in
	mcid     int    // the number by which the structure tree finds it, -1
	instead  bool   // the text is an ActualText
}

// A seenPage is what a reader sees of one page.
type seenPage struct {
	id     value // the reference to its object
	box    rectangle
	sights []sight
}

// see reads all pages of a file.
func see(t testing.TB, data []byte) []seenPage {
	t.Helper()
	r, err := openReader(data)
	if err != nil {
		t.Fatal(err)
	}
	r.budget = math.MaxInt
	var out []seenPage
	var walk func(v value, inherited dict)
	walk = func(v value, inherited dict) {
		d := r.dict(v)
		all := dict{}
		for _, from := range []dict{inherited, d} {
			for _, k := range []string{"MediaBox", "Resources"} {
				if x, ok := from[k]; ok {
					all[k] = x
				}
			}
		}
		if kids, ok := r.resolve(d["Kids"]).(array); ok {
			for _, k := range kids {
				walk(k, all)
			}
			return
		}
		pg := seePage(t, r, d, all)
		pg.id = v
		out = append(out, pg)
	}
	walk(r.dict(r.trailer["Root"])["Pages"], dict{})
	if len(out) == 0 {
		t.Fatal("the file has no pages")
	}
	return out
}

// spoken is the text of a file in the order of its structure tree, as it is read aloud: what stands beside it on the page
// does not come between.
func spoken(t testing.TB, data []byte, pages []seenPage) string {
	t.Helper()
	r, err := openReader(data)
	if err != nil {
		t.Fatal(err)
	}
	r.budget = math.MaxInt
	type place struct {
		page value
		mcid int
	}
	texts := map[place]string{}
	for _, pg := range pages {
		for _, s := range pg.sights {
			if s.mcid >= 0 && !s.artifact {
				texts[place{pg.id, s.mcid}] += s.text
			}
		}
	}
	var b bytes.Buffer
	var walk func(v, page value)
	walk = func(v, page value) {
		switch x := r.resolve(v).(type) {
		case array:
			for _, k := range x {
				walk(k, page)
			}
		case float64:
			b.WriteString(texts[place{page, int(x)}])
			delete(texts, place{page, int(x)})
		case dict:
			if pg, ok := x["Pg"]; ok {
				page = pg
			}
			if id, ok := x["MCID"]; ok {
				walk(id, page)
			} else {
				walk(x["K"], page)
			}
		}
	}
	walk(r.dict(r.dict(r.trailer["Root"])["StructTreeRoot"])["K"], nil)
	for at, text := range texts {
		t.Errorf("%q (%v, content %d) is not in the structure tree", text, at.page, at.mcid)
	}
	return b.String()
}

func seePage(t testing.TB, r *reader, page, inherited dict) seenPage {
	t.Helper()
	s, ok := r.resolve(page["Contents"]).(*streamObject)
	if !ok {
		t.Fatal("a page has no content")
	}
	content, err := r.unpack(s, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	box := boxOf(r, inherited["MediaBox"])
	v := &viewer{t: t, r: r, resources: r.dict(inherited["Resources"]), fonts: map[string]*seenFont{}}
	v.st = graphics{ctm: identity, clip: box, scale: 1}
	v.run(content)
	if len(v.stack) != 0 || len(v.marked) != 0 {
		t.Errorf("a content stream leaves %d states and %d marks open", len(v.stack), len(v.marked))
	}
	return seenPage{box: box, sights: v.sights}
}

func boxOf(r *reader, v value) rectangle {
	a, _ := r.resolve(v).(array)
	if len(a) != 4 {
		return rectangle{}
	}
	n := func(i int) float64 { f, _ := a[i].(float64); return f }
	return rectangle{n(0), n(1), n(2), n(3)}
}

// A matrix is a transformation as PDF writes it.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// then is m followed by n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) at(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// graphics is the graphics state.
type graphics struct {
	ctm         matrix
	clip        rectangle
	font        *seenFont
	size, scale float64
	rise        float64
	invisible   bool
}

// A seenFont is a font as the file describes it.
type seenFont struct {
	widths map[uint16]float64
	normal float64
	text   map[uint16]string
}

// A viewer runs a content stream.
type viewer struct {
	t         testing.TB
	r         *reader
	resources dict
	fonts     map[string]*seenFont
	st        graphics
	stack     []graphics
	tm, tlm   matrix
	path      rectangle
	clipNext  bool
	marked    []marking
	groups    int
	sights    []sight
}

// A marking is one open marked content.
type marking struct {
	mcid     int
	role     string
	artifact bool
	instead  bool
	at       int // the index of the sight that holds its ActualText
	group    int
}

func (v *viewer) run(content []byte) {
	p := &contentScanner{data: content}
	var args []value
	for {
		x, op, ok := p.next()
		if !ok {
			return
		}
		if op == "" {
			args = append(args, x)
			continue
		}
		v.do(op, args)
		args = args[:0]
	}
}

func (v *viewer) do(op string, args []value) {
	n := func(i int) float64 {
		if i < len(args) {
			if f, ok := args[i].(float64); ok {
				return f
			}
		}
		v.t.Fatalf("%s lacks number %d: %v", op, i, args)
		return 0
	}
	switch op {
	case "q":
		v.stack = append(v.stack, v.st)
	case "Q":
		if len(v.stack) == 0 {
			v.t.Fatal("Q without q")
		}
		v.st, v.stack = v.stack[len(v.stack)-1], v.stack[:len(v.stack)-1]
	case "cm":
		v.st.ctm = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}.then(v.st.ctm)
	case "m", "l":
		v.reach(n(0), n(1))
	case "c":
		v.reach(n(0), n(1))
		v.reach(n(2), n(3))
		v.reach(n(4), n(5))
	case "v", "y":
		v.reach(n(0), n(1))
		v.reach(n(2), n(3))
	case "re":
		v.reach(n(0), n(1))
		v.reach(n(0)+n(2), n(1)+n(3))
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n":
		v.paint(op != "n")
	case "W", "W*":
		v.clipNext = true
	case "Do":
		v.object(string(args[0].(name)))
	case "BMC", "BDC":
		v.open(args)
	case "EMC":
		if len(v.marked) == 0 {
			v.t.Fatal("EMC without BDC")
		}
		v.marked = v.marked[:len(v.marked)-1]
	default:
		v.letters(op, args, n)
	}
}

func (v *viewer) letters(op string, args []value, n func(int) float64) {
	switch op {
	case "BT":
		v.tm, v.tlm = identity, identity
	case "Tf":
		v.st.font, v.st.size = v.font(string(args[0].(name))), n(1)
	case "Tz":
		v.st.scale = n(0) / 100
	case "Ts":
		v.st.rise = n(0)
	case "Tr":
		v.st.invisible = n(0) == 3
	case "Td":
		v.tlm = matrix{1, 0, 0, 1, n(0), n(1)}.then(v.tlm)
		v.tm = v.tlm
	case "Tm":
		v.tlm = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}
		v.tm = v.tlm
	case "Tj":
		v.show(array{args[0]})
	case "TJ":
		v.show(args[0].(array))
	case "ET", "w", "J", "j", "M", "d", "i", "h", "gs", "rg", "RG", "g", "G", "ri":
	default:
		v.t.Fatalf("operator %q is not known", op)
	}
}

// reach adds a point to the path.
func (v *viewer) reach(x, y float64) {
	if v.path == (rectangle{}) {
		v.path = nowhere
	}
	if math.IsNaN(x) || math.IsInf(x, 0) || math.IsNaN(y) || math.IsInf(y, 0) {
		v.t.Errorf("a path leads to %g, %g", x, y)
	}
	px, py := v.st.ctm.at(x, y)
	v.path = v.path.with(px, py)
}

// paint ends the path.
func (v *viewer) paint(seen bool) {
	if seen && v.path != (rectangle{}) {
		v.add(sight{kind: "path", box: v.path})
	}
	if v.clipNext {
		if v.path == (rectangle{}) {
			v.path = nowhere
		}
		v.st.clip = v.st.clip.meet(v.path)
		v.clipNext = false
	}
	v.path = rectangle{}
}

// add adds a sight. What is cut off by a clip inside the page is not seen; the page itself must not cut anything.
func (v *viewer) add(s sight) {
	s.mcid = -1
	if len(v.marked) > 0 {
		s.group = v.marked[0].group
	}
	for _, m := range v.marked {
		s.artifact = s.artifact || m.artifact
		if m.role != "" {
			s.role, s.mcid = m.role, m.mcid
		}
	}
	if len(v.stack) > 0 && v.st.clip != v.stack[0].clip && !s.instead {
		s.box = s.box.meet(v.st.clip)
		if s.box.x0 > s.box.x1 || s.box.y0 > s.box.y1 {
			return
		}
	}
	v.sights = append(v.sights, s)
}

func (v *viewer) open(args []value) {
	m := marking{mcid: -1}
	tag, _ := args[0].(name)
	if len(v.marked) == 0 {
		v.groups++
		m.group = v.groups
	} else {
		m.group = v.marked[0].group
	}
	m.artifact = tag == "Artifact"
	var props dict
	if len(args) > 1 {
		props, _ = args[1].(dict)
	}
	if id, ok := props["MCID"].(float64); ok {
		m.role, m.mcid = string(tag), int(id)
	}
	v.marked = append(v.marked, m)
	if x, ok := props["ActualText"].(byteText); ok && !v.hasInstead() {
		v.marked[len(v.marked)-1].instead = true
		v.add(sight{kind: "text", text: v.r.text(x), box: nowhere, instead: true})
		v.marked[len(v.marked)-1].at = len(v.sights) - 1
	}
}

// inFigure tells whether a figure is open: its glyphs need not say anything, as the figure has a description.
func (v *viewer) inFigure() bool {
	return slices.ContainsFunc(v.marked, func(m marking) bool { return m.role == "Figure" })
}

func (v *viewer) hasInstead() bool {
	for _, m := range v.marked {
		if m.instead {
			return true
		}
	}
	return false
}

// object draws a picture or a form.
func (v *viewer) object(id string) {
	s, ok := v.r.resolve(v.r.dict(v.resources["XObject"])[id]).(*streamObject)
	if !ok {
		v.t.Fatalf("there is no object %s", id)
	}
	if s.dict["Subtype"] == name("Form") {
		v.form(s)
		return
	}
	box := nowhere
	for _, c := range [][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		box = box.with(v.st.ctm.at(c[0], c[1]))
	}
	v.add(sight{kind: "picture", box: box})
}

func (v *viewer) form(s *streamObject) {
	content, err := v.r.unpack(s, 1<<30)
	if err != nil {
		v.t.Fatal(err)
	}
	old, resources := v.st, v.resources
	if a, ok := s.dict["Matrix"].(array); ok && len(a) == 6 {
		var m matrix
		for i := range m {
			m[i], _ = a[i].(float64)
		}
		v.st.ctm = m.then(v.st.ctm)
	}
	if own := v.r.dict(s.dict["Resources"]); own != nil {
		v.resources = own
		v.fonts = map[string]*seenFont{}
	}
	v.run(content)
	v.st, v.resources, v.fonts = old, resources, map[string]*seenFont{}
}

// show sets the codes of a Tj or TJ.
func (v *viewer) show(parts array) {
	f := v.st.font
	if f == nil {
		v.t.Fatal("text without a font")
	}
	var text []byte
	box := nowhere
	full := matrix{v.st.size * v.st.scale, 0, 0, v.st.size, 0, v.st.rise}
	for _, part := range parts {
		if k, ok := part.(float64); ok {
			v.tm = matrix{1, 0, 0, 1, -k / 1000 * v.st.size * v.st.scale, 0}.then(v.tm)
			continue
		}
		codes, _ := part.(byteText)
		for i := 0; i+1 < len(codes); i += 2 {
			c := uint16(codes[i])<<8 | uint16(codes[i+1])
			w, ok := f.widths[c]
			if !ok {
				w = f.normal
			}
			if _, known := f.text[c]; !known && !v.hasInstead() && !v.inFigure() {
				v.t.Errorf("code %04x says nothing", c)
			}
			text = append(text, f.text[c]...)
			m := full.then(v.tm).then(v.st.ctm)
			corners := [][2]float64{{0, -0.2}, {w / 1000, -0.2}, {0, 0.74}, {w / 1000, 0.74}}
			if strings.TrimSpace(f.text[c]) == "" && f.text[c] != "" { // no ink: the space at the end of a line
				corners = nil
			}
			for _, p := range corners {
				box = box.with(m.at(p[0], p[1]))
			}
			v.tm = matrix{1, 0, 0, 1, w / 1000 * v.st.size * v.st.scale, 0}.then(v.tm)
		}
	}
	s := sight{kind: "text", text: string(text), glyphs: string(text), box: box, size: v.st.size, turned: v.tm[1] != 0 || v.tm[0] <= 0}
	for _, m := range v.marked {
		if m.instead {
			s.text = ""
			at := &v.sights[m.at]
			if b := box.meet(v.st.clip); box != nowhere && !b.empty() || len(v.stack) == 0 {
				at.box = at.box.join(box)
			}
		}
	}
	if !v.st.invisible {
		v.add(s)
	} else if s.text != "" {
		v.t.Errorf("invisible text %q", s.text)
	}
}

func (v *viewer) font(id string) *seenFont {
	if f, ok := v.fonts[id]; ok {
		return f
	}
	d := v.r.dict(v.r.dict(v.resources["Font"])[id])
	if d == nil {
		v.t.Fatalf("there is no font %s", id)
	}
	f := &seenFont{widths: map[uint16]float64{}, normal: 1000, text: map[uint16]string{}}
	v.fonts[id] = f
	kids, _ := v.r.resolve(d["DescendantFonts"]).(array)
	cid := v.r.dict(kids[0])
	if dw, ok := cid["DW"].(float64); ok {
		f.normal = dw
	}
	w, _ := v.r.resolve(cid["W"]).(array)
	for i := 0; i+1 < len(w); {
		first := w[i].(float64)
		if list, ok := v.r.resolve(w[i+1]).(array); ok {
			for k, x := range list {
				f.widths[uint16(first)+uint16(k)], _ = x.(float64)
			}
			i += 2
			continue
		}
		for c := first; c <= w[i+1].(float64); c++ {
			f.widths[uint16(c)], _ = w[i+2].(float64)
		}
		i += 3
	}
	s, ok := v.r.resolve(d["ToUnicode"]).(*streamObject)
	if !ok {
		v.t.Fatalf("font %s has no ToUnicode map", id)
	}
	data, err := v.r.unpack(s, 1<<28)
	if err != nil {
		v.t.Fatal(err)
	}
	f.read(data)
	return f
}

// read reads the pairs of a ToUnicode map.
func (f *seenFont) read(data []byte) {
	for _, block := range bytes.Split(data, []byte("beginbfchar"))[1:] {
		block, _, _ = bytes.Cut(block, []byte("endbfchar"))
		p := &contentScanner{data: block}
		for {
			from, _, ok := p.next()
			to, _, ok2 := p.next()
			if !ok || !ok2 {
				break
			}
			a, _ := from.(byteText)
			b, _ := to.(byteText)
			var u []uint16
			for i := 0; i+1 < len(b); i += 2 {
				u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
			}
			f.text[uint16(a[0])<<8|uint16(a[1])] = string(utf16.Decode(u))
		}
	}
}

// A contentScanner reads operands and operators.
type contentScanner struct {
	data []byte
	at   int
}

// next returns the next operand, or the next operator.
func (s *contentScanner) next() (x value, op string, ok bool) {
	for s.at < len(s.data) && isSpace(s.data[s.at]) {
		s.at++
	}
	if s.at >= len(s.data) {
		return nil, "", false
	}
	start := s.at
	switch c := s.data[s.at]; {
	case c >= '0' && c <= '9' || c == '-' || c == '.' || c == '+':
		for s.at < len(s.data) && !isSpace(s.data[s.at]) && !isDelimiter(s.data[s.at]) {
			s.at++
		}
		f, err := strconv.ParseFloat(string(s.data[start:s.at]), 64)
		if err != nil {
			return nil, string(s.data[start:s.at]), true
		}
		return f, "", true
	case c == '[':
		s.at++
		var a array
		for {
			x, op, ok := s.next()
			if !ok || op == "]" {
				return a, "", true
			}
			a = append(a, x)
		}
	case c == ']':
		s.at++
		return nil, "]", true
	case c == '<' || c == '(' || c == '/':
		p := &parser{r: &reader{data: s.data, budget: math.MaxInt}, at: s.at}
		x := p.value(0)
		s.at = max(p.at, s.at+1)
		return x, "", true
	}
	for s.at < len(s.data) && !isSpace(s.data[s.at]) && !isDelimiter(s.data[s.at]) {
		s.at++
	}
	if s.at == start {
		s.at++
	}
	return nil, string(s.data[start:s.at]), true
}
