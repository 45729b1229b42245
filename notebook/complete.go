package notebook

import (
	"fmt"
	"strings"
)

// An optionDoc says what an option of cells, or a key of the front matter, is for.
type optionDoc struct {
	values []string // that it can have, for choices
	ko, en string   // one sentence
}

var yesNo = []string{"true", "false"}

var optionDocs = map[string]optionDoc{
	"label":    {nil, "그림이나 표의 이름입니다. 참조에 씁니다: fig-…, tbl-…", "The name of the figure or table, for references: fig-…, tbl-…"},
	"fig-cap":  {nil, "그림의 설명(캡션)입니다. 마크다운을 쓸 수 있습니다.", "The caption of the figure, in Markdown."},
	"fig-alt":  {nil, "그림을 볼 수 없는 사람을 위한 설명입니다.", "What the figure shows, for those who cannot see it."},
	"tbl-cap":  {nil, "표의 설명(캡션)입니다. 마크다운을 쓸 수 있습니다.", "The caption of the table, in Markdown."},
	"echo":     {yesNo, "보고서에 코드를 보일지 정합니다.", "Whether the report shows the code."},
	"eval":     {yesNo, "셀을 실행할지 정합니다.", "Whether the cell runs."},
	"output":   {yesNo, "셀이 출력하고 그린 것을 보고서에 보일지 정합니다.", "Whether the report shows what the cell printed and drew."},
	"error":    {yesNo, "이 셀이 실패해도 아래 셀을 실행할지 정합니다.", "Whether the cells below run even when this one fails."},
	"timeout":  {[]string{"30s", "5m"}, "셀이 실행될 수 있는 시간입니다.", "How long the cell may run."},
	"volatile": {yesNo, "출력이 실행할 때마다 달라도 되는지 정합니다.", "Whether the output may differ from run to run."},
	"cache":    {yesNo, "결과를 보관할지 정합니다.", "Whether results may be kept."},
}

var metaDocs = map[string]optionDoc{
	"title":           {nil, "보고서의 제목입니다.", "The title of the report."},
	"subtitle":        {nil, "제목 아래의 줄입니다.", "The line below the title."},
	"author":          {nil, "이름, {name, id, affiliation}, 또는 그 목록입니다.", "A name, {name, id, affiliation}, or a list of them."},
	"course":          {nil, "보고서를 내는 과목입니다.", "The course that the report is for."},
	"date":            {nil, "보고서에 적을 날짜입니다.", "The date as it is printed."},
	"lang":            {[]string{"ko", "en"}, "보고서의 언어입니다.", "The language of the report."},
	"seed":            {nil, "난수의 시작값입니다. 기본값은 1입니다.", "Where the random numbers of the note begin; 1 by default."},
	"params":          {nil, "셀에서 쓰는 상수입니다: {epochs: 3, lr: 0.01}", "Constants of the cells: {epochs: 3, lr: 0.01}."},
	"toc":             {yesNo, "목차를 넣을지 정합니다.", "Whether there is a table of contents."},
	"number-sections": {yesNo, "절에 번호를 붙일지 정합니다.", "Whether sections have numbers."},
	"toc-depth":       {nil, "목차에 싣는 제목의 단계 수입니다. 기본값은 3입니다.", "How many levels of headings the contents list; 3 by default."},
	"toc-title":       {nil, "목차의 제목입니다.", "What stands above the contents."},
	"number-depth":    {nil, "번호를 붙이는 제목의 단계 수입니다.", "How many levels of headings have numbers."},
	"paper":           {paperNames, "종이의 크기입니다.", "The size of the paper."},
	"theme":           {themes, "글꼴과 모양입니다: sans는 고딕, serif는 명조입니다.", "The look of the report: sans, or serif."},
	"margin":          {[]string{"2cm", "{x: 2cm, y: 2.5cm}"}, "쪽의 여백입니다: 길이 하나, {x, y}, {top, bottom, left, right}. 단위는 mm, cm, in, pt입니다.", "The margins of the page: one length, {x, y}, or {top, bottom, left, right}, in mm, cm, in or pt."},
	"fontsize":        {[]string{"10pt", "11pt"}, "본문 글자의 크기입니다. 9pt에서 14pt까지 쓸 수 있습니다.", "The size of running text, from 9pt to 14pt."},
	"linestretch":     {[]string{"1.2", "1.5"}, "줄 간격입니다. LaTeX처럼 글자 크기의 1.2배를 1로 셉니다.", "From line to line, in 1.2 of the size, as LaTeX counts."},
	"macros":          {nil, "수식에서 쓸 명령입니다.", "Commands for formulas."},
	"execute":         {nil, "모든 셀의 옵션입니다: {echo, eval, output, error, timeout}", "Options for all cells: {echo, eval, output, error, timeout}."},
}

// completeOption completes an option line of a cell.
func completeOption(n *Note, c *Cell, line, col int, text string) []Completion {
	before := strings.TrimPrefix(strings.TrimLeft(text[:min(col-1, len(text))], " "), "//|")
	if key, value, ok := strings.Cut(before, ":"); ok {
		return completeValue(optionDocs[strings.TrimSpace(key)], value, line, col)
	}
	taken := map[string]bool{}
	for i, l := range strings.Split(c.Source, "\n") {
		rest, is := strings.CutPrefix(l, "//|")
		if key, _, ok := strings.Cut(rest, ":"); is && ok && c.Line+i != line {
			taken[strings.TrimSpace(key)] = true
		}
	}
	space := ""
	if before == "" {
		space = " " // behind the bar
	}
	return completeKey(optionNames, optionDocs, taken, before, keyPlace{"option", space, line, col})
}

// completeMeta completes a key of the front matter, or its value.
func completeMeta(n *Note, line, col int, text string) []Completion {
	before := text[:col-1]
	if strings.HasPrefix(before, " ") || strings.HasPrefix(before, "-") {
		return nil
	}
	if key, value, ok := strings.Cut(before, ":"); ok {
		return completeValue(metaDocs[key], value, line, col)
	}
	taken := map[string]bool{}
	for i := 2; i < n.metaLines(); i++ {
		l, _ := n.lineText(i)
		if key, _, ok := strings.Cut(l, ":"); ok && i != line {
			taken[key] = true
		}
	}
	return completeKey(metaNames, metaDocs, taken, before, keyPlace{"key", "", line, col})
}

// metaLines returns the number of the line that closes the front matter, 0 when there is none.
func (n *Note) metaLines() int {
	first, _ := n.lineText(1)
	if strings.TrimRight(first, " \t") != "---" {
		return 0
	}
	for i := 2; i <= len(n.lines); i++ {
		if l, _ := n.lineText(i); strings.TrimRight(l, " \t") == "---" || strings.TrimRight(l, " \t") == "..." {
			return i
		}
	}
	return 0
}

// A keyPlace is where a key is being typed.
type keyPlace struct {
	kind, space string // what stands before an inserted key
	line, col   int
}

func completeKey(names []string, docs map[string]optionDoc, taken map[string]bool, before string, at keyPlace) []Completion {
	typed := strings.TrimSpace(before)
	var out []Completion
	for _, name := range names {
		if !taken[name] && strings.HasPrefix(name, strings.ToLower(typed)) {
			out = append(out, Completion{
				Label: name, Kind: at.kind, DocKo: docs[name].ko, Doc: docs[name].en, Insert: at.space + name + ": ",
				Detail: strings.Join(docs[name].values, ", "), Line: at.line, From: at.col - len(typed), To: at.col,
			})
		}
	}
	return out
}

func completeValue(o optionDoc, before string, line, col int) []Completion {
	typed := strings.TrimLeft(before, " ")
	var out []Completion
	for _, v := range o.values {
		if strings.HasPrefix(v, typed) {
			out = append(out, Completion{Label: v, Kind: "value", DocKo: o.ko, Doc: o.en, Insert: v, Line: line, From: col - len(typed), To: col})
		}
	}
	return out
}

// completeReference completes "@fig-…" in prose.
func completeReference(n *Note, line, col int, text string) []Completion {
	at := strings.LastIndexByte(text[:col-1], '@')
	if at < 0 || strings.ContainsAny(text[at:col-1], " \t[](){},;") {
		return nil
	}
	typed := text[at+1 : col-1]
	var out []Completion
	for _, name := range n.labelNames() {
		if strings.HasPrefix(name, typed) {
			out = append(out, Completion{
				Label: "@" + name, Kind: "reference", Detail: fmt.Sprintf("line %d", n.labels[name].line), Insert: "@" + name,
				Line: line, From: at + 1, To: col,
			})
		}
	}
	return out
}
