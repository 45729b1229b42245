package pdf

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/output"
)

// A tagged file is a PDF as it was read back: its structure tree, and what each piece of marked content says.
type taggedFile struct {
	t       *testing.T
	name    string
	r       *reader
	refs    []ref
	pages   []dict
	index   map[ref]int       // of pages
	content map[[2]int]string // text by page and number of the marked content
	used    map[[2]int]int    // how often the tree has it
	links   map[ref]int       // how often the tree has an annotation
	parents map[int]value     // the parent tree
	ids     map[string]bool   // of notes
	edges   map[int]string    // headers and footers of the pages
	root    *node
}

// A node is an element of the structure tree as it was read back.
type node struct {
	role    string
	d       dict
	kids    []*node
	parent  *node
	text    string // of its own content and that of its children, in order
	content int    // pieces of marked content and links of its own
}

func readTagged(t *testing.T, name string, data []byte) *taggedFile {
	t.Helper()
	r, err := openReader(data)
	if err != nil {
		t.Fatal(err)
	}
	f := &taggedFile{
		t: t, name: name, r: r, index: map[ref]int{}, content: map[[2]int]string{}, used: map[[2]int]int{},
		links: map[ref]int{}, parents: map[int]value{}, ids: map[string]bool{}, edges: map[int]string{},
	}
	f.refs, f.pages = pageDicts(t, r)
	for i, id := range f.refs {
		f.index[id] = i
	}
	for i, pg := range f.pages {
		f.readPage(i, pg)
	}
	tree := r.dict(r.dict(r.trailer["Root"])["StructTreeRoot"])
	nums, _ := r.dict(tree["ParentTree"])["Nums"].(array)
	for i := 0; i+1 < len(nums); i += 2 {
		f.parents[int(nums[i].(float64))] = nums[i+1]
	}
	names, _ := r.dict(tree["IDTree"])["Names"].(array)
	for i := 0; i+1 < len(names); i += 2 {
		f.ids[r.text(names[i])] = true
	}
	id, ok := tree["K"].(ref)
	if !ok {
		t.Fatalf("%s: the structure tree has no root", name)
	}
	f.root = f.readNode(id, nil)
	return f
}

func (f *taggedFile) errorf(format string, args ...any) {
	f.t.Helper()
	f.t.Errorf("%s: "+format, append([]any{f.name}, args...)...)
}

// readPage reads a page's content: what each piece of marked content says. Everything that is painted must be marked or
// an artifact.
func (f *taggedFile) readPage(page int, pg dict) {
	fonts := map[string]map[string]string{}
	for name, d := range f.r.dict(f.r.dict(pg["Resources"])["Font"]) {
		fonts[name] = cmap(f.t, f.r, f.r.dict(d))
	}
	data, err := f.r.unpack(f.r.resolve(pg["Contents"]).(*streamObject), 1<<26)
	if err != nil {
		f.t.Fatal(err)
	}
	p := &parser{r: &reader{data: data, budget: maxObjects}}
	type mark struct {
		mcid    int // -1 for none
		instead bool
	}
	var open []mark
	var args []value
	font, now, quiet := "", -1, 0
	marked := func() bool { return len(open) > 0 }
	say := func(s string) {
		if now >= 0 && quiet == 0 {
			f.content[[2]int{page, now}] += s
		}
	}
	decode := func(b byteText) {
		for i := 0; i+1 < len(b); i += 2 {
			s, ok := fonts[font][fmt.Sprintf("%02x%02x", b[i], b[i+1])]
			if !ok && quiet == 0 {
				f.errorf("page %d: code %x of %s has no text", page+1, b[i:i+2], font)
			}
			say(s)
		}
	}
	for {
		p.skip()
		if p.at >= len(data) {
			break
		}
		if c := data[p.at]; c == '/' || c == '<' || c == '(' || c == '[' || c == '-' || c == '.' || '0' <= c && c <= '9' {
			args = append(args, p.value(0))
			continue
		}
		from := p.at
		for p.at < len(data) && !isSpace(data[p.at]) && !isDelimiter(data[p.at]) {
			p.at++
		}
		switch op := string(data[from:p.at]); op {
		case "BDC", "BMC":
			m := mark{mcid: -1}
			role, _ := args[0].(name)
			if op == "BDC" {
				d, _ := args[1].(dict)
				if n, ok := d["MCID"].(float64); ok {
					if m.mcid = int(n); now >= 0 {
						f.errorf("page %d: marked content %d stands inside of %d", page+1, m.mcid, now)
					}
					now = m.mcid
					f.content[[2]int{page, now}] += ""
				}
				if s, ok := d["ActualText"]; ok {
					say(f.r.text(s))
					m.instead = true
					quiet++
				}
			}
			if d, _ := args[len(args)-1].(dict); role == "Artifact" && d["Type"] == name("Pagination") {
				f.edges[page] += string(d["Subtype"].(name)) + " "
			}
			if role == "Artifact" && now >= 0 {
				f.errorf("page %d: an artifact stands inside of content %d", page+1, now)
			}
			open = append(open, m)
		case "EMC":
			if len(open) == 0 {
				f.errorf("page %d: EMC without a beginning", page+1)
				return
			}
			last := open[len(open)-1]
			open = open[:len(open)-1]
			if last.mcid >= 0 {
				now = -1
			}
			if last.instead {
				quiet--
			}
		case "Tf":
			n, _ := args[0].(name)
			font = string(n)
		case "Tj":
			decode(args[0].(byteText))
		case "TJ":
			for _, v := range args[0].(array) {
				if b, ok := v.(byteText); ok {
					decode(b)
				}
			}
		}
		switch op := string(data[from:p.at]); op {
		case "Tj", "TJ", "S", "s", "f", "f*", "F", "B", "B*", "b", "b*", "sh", "Do":
			if !marked() {
				f.errorf("page %d: %s paints what is neither content nor an artifact", page+1, op)
			}
		}
		args = args[:0]
	}
	if len(open) > 0 {
		f.errorf("page %d: %d pieces of marked content are left open", page+1, len(open))
	}
}

// readNode reads an element and what is below it, and holds that all of it leads back here.
func (f *taggedFile) readNode(id ref, up *node) *node {
	d := f.r.dict(id)
	role, _ := d["S"].(name)
	n := &node{role: string(role), d: d, parent: up}
	kids, _ := d["K"].(array)
	for _, k := range kids {
		if child, ok := k.(ref); ok {
			if f.r.dict(child)["P"] != id {
				f.errorf("element %d has another parent than %d", child, id)
			}
			c := f.readNode(child, n)
			n.kids = append(n.kids, c)
			n.text += c.text
			continue
		}
		n.content++
		kd := f.r.dict(k)
		page := f.index[kd["Pg"].(ref)]
		if kd["Type"] == name("OBJR") {
			f.readLink(n, id, kd["Obj"].(ref), page)
			continue
		}
		key := [2]int{page, int(kd["MCID"].(float64))}
		row, _ := f.parents[page].(array)
		if key[1] >= len(row) || row[key[1]] != id {
			f.errorf("page %d: content %d does not lead back to element %d", page+1, key[1], id)
		}
		if _, ok := f.content[key]; !ok {
			f.errorf("page %d has no content %d", page+1, key[1])
		}
		f.used[key]++
		n.text += f.content[key]
	}
	return n
}

func (f *taggedFile) readLink(n *node, id, annot ref, page int) {
	a := f.r.dict(annot)
	key, _ := a["StructParent"].(float64)
	annots, _ := f.pages[page]["Annots"].(array)
	switch {
	case n.role != "Link":
		f.errorf("an annotation belongs to a %s", n.role)
	case !slices.Contains(annots, value(annot)):
		f.errorf("annotation %d is not on page %d", annot, page+1)
	case f.parents[int(key)] != value(id):
		f.errorf("annotation %d does not lead back to element %d", annot, id)
	case f.r.text(a["Contents"]) == "":
		f.errorf("the link %q has no description", n.text)
	case a["Dest"] == nil && f.r.dict(a["A"]) == nil:
		f.errorf("the link %q leads nowhere", n.text)
	}
	f.links[annot]++
}

// below are the roles that may stand below a role: ISO 32000-1 §14.8.4, as far as it is used here.
var below = map[string]string{
	"Document":   "Title H1 H2 H3 H4 H5 H6 P L Table Figure BlockQuote Aside Div TOC Note",
	"Aside":      "H1 H2 H3 H4 H5 H6 P L Table Figure BlockQuote Aside Div Note",
	"BlockQuote": "H1 H2 H3 H4 H5 H6 P L Table Figure BlockQuote Aside Div Note",
	"Div":        "Caption H1 H2 H3 H4 H5 H6 P L Table Figure BlockQuote Aside Div Note",
	"LBody":      "H1 H2 H3 H4 H5 H6 P L Table Figure BlockQuote Aside Div Note",
	"L":          "LI", "LI": "Lbl LBody", "Lbl": "Span Link Code Formula Figure Reference",
	"TOC": "Caption TOCI TOC", "TOCI": "Reference TOC P", "Reference": "Link Lbl",
	"Table": "Caption THead TBody TFoot TR", "THead": "TR", "TBody": "TR", "TR": "TH TD",
	"TH": inline, "TD": inline, "P": inline, "Title": inline, "Caption": inline, "Span": inline, "Link": inline, "Code": "", "Formula": "",
	"H1": inline, "H2": inline, "H3": inline, "H4": inline, "H5": inline, "H6": inline,
	"Figure": "Caption", "Note": inline + " Lbl P",
}

const inline = "Span Link Code Formula Figure Reference"

// check holds what is true of every file.
func (f *taggedFile) check() {
	f.t.Helper()
	for key := range f.content {
		if f.used[key] != 1 {
			f.errorf("page %d: content %d (%q) stands %d times in the tree", key[0]+1, key[1], f.content[key], f.used[key])
		}
	}
	for i, pg := range f.pages {
		annots, _ := pg["Annots"].(array)
		for _, a := range annots {
			if f.links[a.(ref)] != 1 {
				f.errorf("page %d: link %v stands %d times in the tree", i+1, f.r.dict(a)["Contents"], f.links[a.(ref)])
			}
		}
		if e := f.edges[i]; !strings.HasSuffix(e, "Footer ") || (i > 0) != strings.HasPrefix(e, "Header ") {
			f.errorf("page %d has the furniture %q", i+1, e)
		}
		if pg["StructParents"] != float64(i) || pg["Tabs"] != name("S") {
			f.errorf("page %d has no place in the parent tree, or no order of tabs", i+1)
		}
	}
	level, notes := 0, 0
	f.walk(f.root, &level, &notes)
	if notes != len(f.ids) {
		f.errorf("%d notes, %d identifiers", notes, len(f.ids))
	}
}

func (f *taggedFile) walk(n *node, level, notes *int) {
	if n.parent != nil {
		if allowed := strings.Fields(below[n.parent.role]); !slices.Contains(allowed, n.role) {
			f.errorf("%s stands in %s: %q", n.role, n.parent.role, n.text)
		}
	}
	if n.content+len(n.kids) == 0 && n.parent != nil && n.role != "TD" && n.role != "TH" {
		f.errorf("an empty %s stands in %s", n.role, n.parent.role)
	}
	attr, box := f.r.dict(n.d["A"]), array(nil)
	box, _ = attr["BBox"].(array)
	switch n.role {
	case "H1", "H2", "H3", "H4", "H5", "H6":
		if at := int(n.role[1] - '0'); at > *level+1 {
			f.errorf("heading %q of level %d follows one of level %d", n.text, at, *level)
		} else {
			*level = at
		}
	case "Figure", "Formula":
		if f.r.text(n.d["Alt"]) == "" || len(box) != 4 {
			f.errorf("%s %q has no alternative or no place", n.role, n.text)
		}
	case "Link":
		if n.content < 2 {
			f.errorf("link %q has no annotation or no text", n.text)
		}
	case "TH":
		if attr["Scope"] != name("Column") {
			f.errorf("the head %q has no scope", n.text)
		}
	case "Table":
		f.checkTable(n)
	case "LI":
		if len(n.kids) == 0 || n.kids[len(n.kids)-1].role != "LBody" && n.kids[0].role != "Lbl" {
			f.errorf("a list item has no body: %q", n.text)
		}
	case "Note":
		*notes++
		if id := f.r.text(n.d["ID"]); !f.ids[id] {
			f.errorf("note %q has no identifier", n.text)
		}
	}
	for _, k := range n.kids {
		f.walk(k, level, notes)
	}
}

func (f *taggedFile) checkTable(n *node) {
	width, heads := -1, 0
	var rows func(n *node)
	rows = func(n *node) {
		for _, k := range n.kids {
			if k.role != "TR" {
				rows(k)
				continue
			}
			if width < 0 {
				width = len(k.kids)
			}
			if len(k.kids) != width {
				f.errorf("a row has %d cells, others have %d", len(k.kids), width)
			}
			if k.parent.role == "THead" {
				heads++
			}
			for _, c := range k.kids {
				if (c.role == "TH") != (k.parent.role == "THead") {
					f.errorf("a %s stands in %s", c.role, k.parent.role)
				}
			}
		}
	}
	rows(n)
	if width < 1 || heads > 1 {
		f.errorf("a table has %d columns and %d rows of heads", width, heads)
	}
}

// find returns the elements of a role, in order.
func (n *node) find(role string) []*node {
	var out []*node
	if n.role == role {
		out = append(out, n)
	}
	for _, k := range n.kids {
		out = append(out, k.find(role)...)
	}
	return out
}

func taggedOf(t *testing.T, r *notebook.Report) *taggedFile {
	t.Helper()
	data, _, err := Render(r, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return readTagged(t, r.Note.Name, data)
}

// Every file is tagged as the standard asks: whatever is in the note and whatever a cell gives.
func TestTagged(t *testing.T) {
	for _, r := range []*notebook.Report{sampleReport(t), noteReport(t, "torture.md"), noteReport(t, "english.md"), recorded(t).report()} {
		taggedOf(t, r).check()
	}
	notes := map[string]string{
		"headings that skip":     "#### 셋\n\n# 하나\n\n### 둘\n\n###### 셋\n\n## 둘\n\n글\n",
		"title and sections":     "# 제목\n\n## 하나\n\n### 둘\n\n## 셋\n",
		"contents, deep first":   "---\ntitle: 제목\ntoc: true\n---\n### 하나\n\n# 둘\n\n### 셋\n\n## 넷\n",
		"empty cells":            "| a |  |\n|--|--|\n|  | b |\n|  |  |\n| c | d |\n",
		"no heads":               "|  |  |\n|--|--|\n| a | b |\n",
		"nothing in a table":     "| |\n|--|\n| |\n",
		"notes everywhere":       "# 제목[^a]\n\n- 항목[^b]\n\n> 인용[^c] 글[^d]\n\n| a[^e] |\n|--|\n| b[^f] |\n\n글[^a].\n\n[^a]: 하나\n[^b]: 둘 `x` $y$\n[^c]: 셋\n[^d]: 넷\n[^e]: 다섯\n[^f]: 여섯[^g]\n[^g]: 일곱\n",
		"a note at the end":      "글[^1]\n\n[^1]: " + strings.Repeat("아주 긴 각주이다. ", 800),
		"links":                  "[글](https://example.com) 과 [나쁜 것](javascript:x) 과 [없는 곳](#none) 과 [`코드` $x$ **굵게**](#절)\n\n# 절\n",
		"a link over two lines":  strings.Repeat("앞의 글 ", 12) + "[" + strings.Repeat("긴 링크의 글 ", 9) + "](https://example.com)\n",
		"lists":                  "3. 가\n   - 나\n     1. 다\n\n       ```\n       x\n       ```\n4. 라\n\n- [x] 했다\n- [ ] 안 했다\n-\n",
		"definitions, callouts":  "용어\n: 뜻\n: 다른 뜻\n\n> [!warning] 제목\n> 글 $x$\n\n> [!NOTE]\n> 글\n",
		"dialogue":               "하늘: 안녕\n\n도윤: 반가워\n\n이어지는 말\n\n하늘: 그래\n",
		"formulas":               "$$\nx\n$$ {#eq-a}\n\n글 $x$와 $$y$$ 또 $\\frac{1}{$\n",
		"an image without words": "![](data:x)\n\n글 ![](none.png)\n",
		"characters of no face":  "글 \U000F0000 과 😀 👨‍👩‍👧 ภาษาไทย\n",
		"side by side":           "::: {#fig-pair layout-ncol=2}\n![하나](none1.png){#fig-a}\n![둘](none2.png)\n\n둘의 비교[^1]\n:::\n\n[^1]: 각주\n",
		"raw HTML":               "<table><caption>표[^1]</caption><tr><th colspan=2>가</th><th>나</th></tr><tr><td>다</td><td rowspan=2>라</td><td></td></tr></table>\n\n<h4>제목</h4>\n\n글 <kbd>X</kbd> <sub>2</sub> <div>블록</div>\n\n[^1]: 각주\n",
		"empty":                  "",
	}
	for name, src := range notes {
		n := notebook.Parse(name, []byte(src))
		taggedOf(t, notebook.NewReport(n, nil)).check()
	}
}

// So is every example of CommonMark and of the extensions of it.
func TestCorpusTagged(t *testing.T) {
	examples := commonMark(t)
	for _, file := range []string{"table", "tasklist", "footnote", "definition_list", "strikethrough", "linkify"} {
		examples = append(examples, extensions(t, file+".txt")...)
	}
	for i, e := range examples {
		if testing.Short() && i%10 > 0 {
			continue
		}
		taggedOf(t, notebook.NewReport(notebook.Parse(fmt.Sprintf("example %d: %.60q", i, e.Markdown), []byte(e.Markdown)), nil)).check()
	}
}

func TestOutputsTagged(t *testing.T) {
	n := notebook.Parse("o.md", []byte("```go\n//| label: fig-a\nx\n```\n"))
	for _, o := range []output.Output{
		&output.Text{Stream: output.Stderr, Data: "경고\n\n둘\n"},
		&output.Text{Stream: output.Stdout, Data: strings.Repeat("줄\n", 500)},
		&output.Table{Columns: []output.Column{{Name: "a"}, {Name: "b", Align: output.AlignDecimal}}, Rows: [][]string{{"1"}, {"1", "2.5", "3"}, {}}},
		&output.Table{Columns: []output.Column{{Name: ""}, {Name: "b"}}},
		&output.Figure{Figure: curves()},
		&output.Error{Stage: "panic", Message: "둘\n셋", HintKo: "고치세요.", Frames: []output.Frame{{Line: 1, Func: "f"}, {Line: 2}}},
		&output.HTML{HTML: "<b>", Alternative: "글"},
		historyTable(150),
	} {
		res := &notebook.Results{Cells: []*notebook.CellResult{{Key: n.Cells[0].Key, Status: notebook.StatusOK, Outputs: []output.Output{o}}}}
		taggedOf(t, notebook.NewReport(n, res)).check()
	}
}

var manySpaces = regexp.MustCompile(`[ \x{a0}]+`)

// The structure tree reads as the note does: words whole where a line ends inside one, one space where it ends between
// two, formulas as TeX with the particle behind them, names of speakers with a colon.
func TestTextInOrder(t *testing.T) {
	const long = "학습률이 너무 크면 발산하고 너무 작으면 학습이 거의 진행되지 않으므로 여러 값을 견주어 보아야 한다."
	english := strings.Repeat("Regularization counteracts overparameterization notwithstanding characteristically unstable optimization. ", 6)
	src := "# 첫 절[^1]\n\n" + strings.Repeat(long+" ", 5) + "\n\n" + strings.ReplaceAll(strings.Repeat(long, 3), " ", "") + "\n\n" +
		"속도 $v$를 두고 $\\frac{1}{2}$만큼 유지한다. `code span`은 코드이고 @sec-a 를 보라.\n둘째 줄이다.\n\n" +
		english + "\n\n하늘: 안녕?\n\n도윤: 반가워.\n\n# 둘째 {#sec-a}\n\n- 항목 $P$, 그리고 $S$로 정해진다.\n- 둘\n\n```go\nfor i := range 3 {\n\tfmt.Println(i)\n}\n```\n\n[^1]: 각주의 글.\n"
	f := taggedOf(t, notebook.NewReport(notebook.Parse("order.md", []byte(src)), nil))
	f.check()
	want := []string{
		"첫 절1", "1. 각주의 글.", strings.Repeat(long+" ", 5), strings.ReplaceAll(strings.Repeat(long, 3), " ", ""),
		"속도 v를 두고 \\frac{1}{2}만큼 유지한다. code span은 코드이고 ‘둘째’ 를 보라. 둘째 줄이다.",
		english, "하늘: 안녕?", "도윤: 반가워.", "둘째", "•항목 P, 그리고 S로 정해진다.", "•둘", "for i := range 3 {    fmt.Println(i)}",
	}
	var got []string
	for _, k := range f.root.kids {
		if k.role != "L" {
			got = append(got, k.text)
			continue
		}
		for _, li := range k.kids {
			got = append(got, li.text)
		}
	}
	for i := range max(len(got), len(want)) {
		g, w := "", ""
		if i < len(got) {
			g = strings.TrimSpace(manySpaces.ReplaceAllString(got[i], " "))
		}
		if i < len(want) {
			w = strings.TrimSpace(manySpaces.ReplaceAllString(want[i], " "))
		}
		if g != w {
			t.Errorf("block %d reads\n%q, want\n%q", i, g, w)
		}
	}
}

// A note stands once, wherever its marks are: also in tables, in other notes, and where it has several.
func TestEveryNoteOnce(t *testing.T) {
	src := "글[^a] 글[^a] 글[^b]\n\n| 칸[^c] |\n|--|\n| 칸[^d] |\n\n# 절[^e]\n\n> [!note]\n> 글[^a][^f]\n\n" +
		"[^a]: 첫째 각주[^g]\n[^b]: 둘째 각주\n[^c]: 셋째 각주\n[^d]: 넷째 각주\n[^e]: 다섯째 각주\n[^f]: 여섯째 각주\n[^g]: 속의 각주\n"
	f := taggedOf(t, notebook.NewReport(notebook.Parse("notes.md", []byte(src)), nil))
	f.check()
	got := map[string]int{}
	for _, n := range f.root.find("Note") {
		got[n.kids[0].text] = len(n.find("Lbl"))
	}
	if len(f.root.find("Note")) != 7 || len(got) != 7 {
		t.Errorf("notes %v, want seven, each once", got)
	}
	for _, l := range f.root.find("Link") {
		if n := f.r.dict(l.parent.d); l.parent.role != "Reference" || n == nil {
			t.Errorf("the mark %q is no reference", l.text)
		}
	}
}

// Code keeps the spaces at the heads of its lines.
func TestIndentationIsText(t *testing.T) {
	src := "```go\nif x {\n\tfor {\n\t\treturn\n\t}\n}\n```\n"
	f := taggedOf(t, notebook.NewReport(notebook.Parse("code.md", []byte(src)), nil))
	if got, want := f.root.find("Code")[0].text, "if x {    for {        return    }}"; got != want {
		t.Errorf("the code reads %q, want %q", got, want)
	}
}

// What other programs read is the note's text: no space between a formula and the particle behind it, words whole, code
// with its indentation.
func TestTextForOthers(t *testing.T) {
	sentence := strings.Repeat("학습률이 너무 크면 발산하고 너무 작으면 학습이 진행되지 않는다. ", 4)
	src := "속도 $v$를 두고 $\\frac{1}{2}$만큼 유지하며 $P$, 그리고 $S$로 정한다.\n\n" + sentence + "\n\n" +
		"$$\nx = \\frac{1}{2}\n$$ {#eq-x}\n\n```go\nfor {\n\treturn\n}\n```\n\n이모지 😀 끝.\n"
	data, _, err := Render(notebook.NewReport(notebook.Parse("others.md", []byte(src)), nil), Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "others.pdf")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	plain, laidOut, tree := tool(t, "pdftotext", file, "-"), tool(t, "pdftotext", "-layout", file, "-"), tool(t, "pdfinfo", "-struct-text", file)
	for _, want := range []string{"속도 v를 두고 \\frac{1}{2}만큼 유지하며 P, 그리고 S로 정한다.", "x = \\frac{1}{2}", "이모지 😀 끝."} {
		if !strings.Contains(plain, want) {
			t.Errorf("pdftotext does not find %q in\n%s", want, plain)
		}
	}
	if got := strings.Join(strings.Fields(plain), " "); !strings.Contains(got, strings.TrimSpace(sentence)) {
		t.Errorf("pdftotext does not find the sentences in\n%s", plain)
	}
	if !regexp.MustCompile(`(?m)^( *)for \{\n +return\n *\}$`).MatchString(laidOut) {
		t.Errorf("the code is not as it was in\n%s", laidOut)
	}
	for _, want := range []string{"Formula", "Code", "P (block)"} {
		if !strings.Contains(tree, want) {
			t.Errorf("pdfinfo finds no %s in\n%s", want, tree)
		}
	}
}
