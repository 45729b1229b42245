package tex

import (
	"maps"
	"slices"
	"strings"
)

// A table is rows of cells: an array, a matrix, cases, or aligned formulas.
type table struct {
	columns     []column // the pattern repeats when a row has more cells
	rows        [][]node
	gaps        []float64 // extra space behind each row, in em; may be shorter than rows
	lines       []string  // rules above each row and, last, below all: '-' solid, ':' dashed; may be shorter
	tags        []string  // of each row; may be shorter
	left, right rune
	style       style      // of the cells
	jot         float64    // space between rows, in em
	strut       [2]float64 // least height and depth of a row, in em
	edge        float64    // space at both sides, in em
	rules       int        // vertical rules behind the last column
	spread      bool       // the first row stands at the left, the last at the right
}

func (t table) class() class {
	if t.left != 0 || t.right != 0 {
		return inner
	}
	return ord
}

// A column says how the cells of one column are set. space is what stands before it, in em, when it is not the first.
type column struct {
	align byte
	space float64
	rules int // vertical rules before it
}

// jot is the space that aligned formulas have between their rows: 3 pt at 10 pt.
const jot = .3

var (
	strut         = [2]float64{.84, .36} // baselines 12 pt apart at 10 pt
	casesStrut    = [2]float64{1.008, .432}
	scriptStrut   = [2]float64{.6, .2}
	substackStrut = [2]float64{.58, .24}

	alignedColumns = []column{{align: 'r', space: 2}, {align: 'l'}}
	centered       = []column{{align: 'c', space: 1}}
	flushLeft      = []column{{align: 'l', space: 1}}
)

// environments are the tables that have a name. A star behind the name changes nothing.
var environments = map[string]table{
	"matrix":      {columns: centered, style: textStyle},
	"pmatrix":     {columns: centered, style: textStyle, left: '(', right: ')'},
	"bmatrix":     {columns: centered, style: textStyle, left: '[', right: ']'},
	"Bmatrix":     {columns: centered, style: textStyle, left: '{', right: '}'},
	"vmatrix":     {columns: centered, style: textStyle, left: '|', right: '|'},
	"Vmatrix":     {columns: centered, style: textStyle, left: '‖', right: '‖'},
	"smallmatrix": {columns: []column{{align: 'c', space: .4}}, style: scriptStyle, strut: scriptStrut, edge: .238},
	"array":       {style: textStyle, edge: .5},
	"darray":      {style: displayStyle, edge: .5},
	"subarray":    {columns: centered, style: scriptStyle, strut: substackStrut},
	"cases":       {columns: flushLeft, style: textStyle, left: '{', strut: casesStrut},
	"dcases":      {columns: flushLeft, style: displayStyle, left: '{', strut: casesStrut},
	"rcases":      {columns: flushLeft, style: textStyle, right: '}', strut: casesStrut},
	"drcases":     {columns: flushLeft, style: displayStyle, right: '}', strut: casesStrut},
	"aligned":     {columns: []column{{align: 'r', space: 1}, {align: 'l'}}, style: displayStyle, jot: jot},
	"align":       {columns: alignedColumns, style: displayStyle, jot: jot},
	"alignedat":   {columns: []column{{align: 'r'}, {align: 'l'}}, style: displayStyle, jot: jot},
	"alignat":     {columns: []column{{align: 'r'}, {align: 'l'}}, style: displayStyle, jot: jot},
	"flalign":     {columns: alignedColumns, style: displayStyle, jot: jot},
	"split":       {columns: alignedColumns, style: displayStyle, jot: jot},
	"eqnarray":    {columns: []column{{align: 'r'}, {align: 'c', space: .28}, {align: 'l', space: .28}}, style: displayStyle, jot: jot},
	"gathered":    {columns: centered, style: displayStyle, jot: jot},
	"gather":      {columns: centered, style: displayStyle, jot: jot},
	"multline":    {columns: centered, style: displayStyle, jot: jot, spread: true},
	"equation":    {columns: centered, style: displayStyle, jot: jot},
	"displaymath": {columns: centered, style: displayStyle, jot: jot},
	"math":        {columns: centered, style: textStyle, jot: jot},
}

// environment reads \begin{name} … \end{name}.
func (p *parser) environment(t token) node {
	name := write(p.argument())
	e, ok := environments[strings.TrimSuffix(name, "*")]
	if !ok {
		src := `\begin{` + name + "}" + p.skipTo(name)
		e := Problem{Offset: t.pos, Message: clip(name) + " is not an environment that is known here"}
		e.HintKo, e.HintEn = "aligned, cases, matrix, pmatrix, array 등을 쓸 수 있습니다.", "There are aligned, cases, matrix, pmatrix, array and others."
		if len(p.problems) >= maxProblems {
			return failed{clip(src)}
		}
		if near := nearestOf(strings.TrimSuffix(name, "*"), slices.Sorted(maps.Keys(environments))); near != "" {
			e.HintKo, e.HintEn = "혹시 "+near+"인가요?", "Did you mean "+near+"?"
		}
		p.add(e)
		return failed{clip(src)}
	}
	if p.depth++; p.depth > maxDepth {
		p.depth--
		return p.fail(`\begin{`+name+"}"+p.skipTo(name), t.pos, "environments are nested more than %d deep", maxDepth)
	}
	defer func() { p.depth-- }()
	p.preamble(name, &e)
	tag, tagged := p.tag, p.tagged
	p.tag, p.tagged = "", false
	p.rows(name, t, &e)
	p.tag, p.tagged = tag, tagged
	return e
}

// skipTo reads up to and including \end{name} and returns what it read.
func (p *parser) skipTo(name string) string {
	var toks []token
	for depth := 1; ; {
		t := p.raw()
		if t.kind == tokEnd {
			return write(toks)
		}
		toks = append(toks, t)
		if !t.command("begin") && !t.command("end") {
			continue
		}
		arg := p.argument()
		toks = append(append(append(toks, char('{', 0)), arg...), char('}', 0))
		if write(arg) == name {
			if t.command("begin") {
				depth++
			} else if depth--; depth == 0 {
				return write(toks)
			}
		}
	}
}

// preamble reads the arguments that stand behind \begin{name}.
func (p *parser) preamble(name string, e *table) {
	if e.strut == [2]float64{} {
		e.strut = strut
	}
	switch strings.TrimSuffix(name, "*") {
	case "aligned", "alignedat", "gathered", "split", "array", "darray":
		p.bracket() // [t], [b]: the formula stays on its axis
	}
	switch strings.TrimSuffix(name, "*") {
	case "array", "darray", "subarray":
		p.columnSpec(write(p.argument()), e)
	case "alignedat", "alignat":
		p.argument()
	case "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix":
		if !strings.HasSuffix(name, "*") {
			return
		}
		if opt, ok := p.bracket(); ok && len(opt) == 1 && strings.ContainsRune("lcr", opt[0].r) {
			e.columns = []column{{align: byte(opt[0].r), space: 1}}
		}
	}
}

// columnSpec reads the columns of an array: l, c, r, rules, and @{…}, which takes the space away.
func (p *parser) columnSpec(spec string, e *table) {
	e.columns, e.rules = nil, 0
	tight := false
	for i := 0; i < len(spec); i++ {
		switch c := spec[i]; c {
		case 'l', 'c', 'r':
			col := column{align: c, space: 1, rules: e.rules}
			if tight {
				col.space = 0
			}
			e.columns, e.rules, tight = append(e.columns, col), 0, false
		case '|', ':':
			e.rules++
		case '@', '!', 'p', 'm', 'b', '>', '<':
			for i+1 < len(spec) && spec[i] != '}' {
				i++
			}
			if c == 'p' || c == 'm' || c == 'b' {
				e.columns, e.rules = append(e.columns, column{align: 'l', space: 1, rules: e.rules}), 0
			}
			tight = c == '@'
		}
	}
	if len(e.columns) == 0 {
		e.columns = centered
	}
	if tight || e.columns[0].space == 0 {
		e.edge = 0
	}
}

// rows reads the cells of an environment, up to and including its \end.
func (p *parser) rows(name string, begin token, e *table) {
	var cells, items []node
	e.rowRules(p.hlines())
	endCell := func() {
		cells, items = append(cells, row{items}), nil
	}
	endRow := func() {
		endCell()
		e.rows, cells = append(e.rows, cells), nil
		e.tags, p.tag, p.tagged = append(e.tags, p.tag), "", false
	}
	for {
		items = append(items, p.row().items...)
		switch t := p.next(); {
		case t.is('&'):
			endCell()
		case newRow(t):
			endRow()
			e.gaps = append(e.gaps, p.rowGap())
			e.rowRules(p.hlines())
		case t.command("end"):
			if end := write(p.argument()); end != name {
				p.problem(t.pos, `\begin{%s} is ended by \end{%s}`, clip(name), clip(end))
			}
			if len(items) > 0 || len(cells) > 0 || p.tagged {
				endRow()
			}
			return
		case t.kind == tokEnd:
			p.problem(begin.pos, `\begin{%s} without \end`, clip(name))
			endRow()
			return
		default:
			items = append(items, p.stray(t))
		}
	}
}

// rowRules notes the rules above the row that comes next.
func (e *table) rowRules(rules string) {
	for len(e.lines) < len(e.rows) {
		e.lines = append(e.lines, "")
	}
	e.lines = append(e.lines, rules)
}

// rowGap reads the space in brackets right behind \\, in em. Brackets that hold no length begin the next row.
func (p *parser) rowGap() float64 {
	t := p.raw()
	if t.is('*') {
		t = p.raw()
	}
	p.putBack(t)
	if !t.is('[') {
		return 0
	}
	opt, _ := p.bracket()
	em, ok := parseLength(write(opt))
	if !ok {
		p.unread(append(append([]token{t}, opt...), char(']', t.pos))...)
	}
	return em
}

// hlines reads the rules at the head of a row.
func (p *parser) hlines() string {
	s := ""
	for {
		switch t := p.peek(); {
		case t.command("hline"), t.command("toprule"), t.command("midrule"), t.command("bottomrule"):
			s += "-"
		case t.command("hdashline"):
			s += ":"
		case t.command("cline"):
			p.next()
			p.argument()
			continue
		default:
			return s
		}
		p.next()
		if len(s) > 8 {
			s = s[:8]
		}
	}
}

// substack reads \substack{a \\ b}: rows of their own in script size.
func (p *parser) substack(t token) node {
	e := environments["subarray"]
	p.skipSpace()
	if u := p.peek(); !u.is('{') {
		p.problem(t.pos, `\substack has no argument`)
		return row{}
	}
	p.next()
	if p.depth++; p.depth > maxDepth {
		p.depth--
		return p.fail(`\substack`, t.pos, `\substack is nested more than %d deep`, maxDepth)
	}
	defer func() { p.depth-- }()
	var items []node
	for {
		items = append(items, p.row().items...)
		u := p.next()
		switch {
		case newRow(u):
			e.rows, items = append(e.rows, []node{row{items}}), nil
			e.gaps = append(e.gaps, p.rowGap())
		case u.is('}') || u.kind == tokEnd:
			if u.kind == tokEnd {
				p.problem(t.pos, "{ without }")
			}
			e.rows = append(e.rows, []node{row{items}})
			return e
		default:
			items = append(items, p.stray(u))
		}
	}
}
