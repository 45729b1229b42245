package notebook

import (
	"cmp"
	"errors"
	"fmt"
	"go/token"
	"math"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"quire/interp/frontend"
)

// frontMatter reads the YAML between the lines --- at the beginning of the source into n.Meta, and returns its length
// with both lines. Without front matter the defaults hold and the length is 0.
func (n *Note) frontMatter() int {
	n.Meta = Meta{
		Seed: 1, Layout: Layout{Paper: "a4"}, TOCDepth: 3, NumberDepth: 6,
		Execute: Execute{Echo: true, Eval: true, Output: true},
	}
	yamlEnd, end, ok := n.frontMatterEnd()
	if !ok {
		return 0
	}
	var margins yamlPlace // of the last key that set them
	y := yamlText{text: string(n.Source[n.lines[1]:yamlEnd]), line: 2, indent: func(int) int { return 0 }}
	if n.Source[0] == '+' {
		y.text = fromTOML(y.text)
	}
	if y.prose() {
		return 0
	}
	ds := y.pairs(func(y yamlText, key, value *yaml.Node) {
		known, err := n.setMeta(y, key.Value, value)
		switch {
		case err != nil:
			d := y.wrong(value, "%s: %v", key.Value, err)
			var h hinted
			if errors.As(err, &h) {
				d.HintKo, d.HintEn = h.ko, h.en
			}
			n.Diagnostics = append(n.Diagnostics, d)
		case !known:
			n.unknownMeta(y, key)
		case key.Value == "margin" || key.Value == "geometry":
			margins = yamlPlace{y, value}
		}
	})
	n.Diagnostics = append(n.Diagnostics, ds...)
	n.checkMargins(margins)
	return end
}

// A yamlPlace is a value and the text that it stands in.
type yamlPlace struct {
	y     yamlText
	value *yaml.Node
}

// checkMargins takes back margins that leave no room for text; the paper may be named before or behind them.
func (n *Note) checkMargins(at yamlPlace) {
	l := &n.Meta.Layout
	if at.value == nil || l.roomy() {
		return
	}
	h := l.noRoom().(hinted)
	d := at.y.wrong(at.value, "%v", h)
	d.HintKo, d.HintEn = h.ko, h.en
	n.Diagnostics = append(n.Diagnostics, d)
	l.Margin = Margin{}
}

// frontMatterEnd returns the offsets of the end of the YAML and of the line that closes it.
func (n *Note) frontMatterEnd() (yamlEnd, end int, ok bool) {
	line := func(i int) string {
		stop := len(n.Source)
		if i+1 < len(n.lines) {
			stop = n.lines[i+1]
		}
		return strings.TrimRight(string(n.Source[n.lines[i]:stop]), " \t\n")
	}
	fence := line(0)
	if fence != "---" && fence != "+++" || len(n.lines) < 2 {
		return 0, 0, false
	}
	if second := line(1); second == "" { // a rule, not front matter
		return 0, 0, false
	}
	for i := 1; i < len(n.lines); i++ {
		if l := line(i); l == fence || l == "..." && fence == "---" {
			return n.lines[i], n.lines[i] + len(l), true
		}
	}
	if fence == "+++" {
		return 0, 0, false
	}
	n.report(0, Diagnostic{
		Severity: SeverityError, Message: "the front matter is not closed",
		HintKo: "머리말의 끝에 --- 줄을 쓰세요.", HintEn: "End the front matter with a line ---.",
	})
	return 0, 0, false
}

// metaNames are the keys of the front matter.
var metaNames = []string{
	"title", "subtitle", "author", "course", "date", "lang", "seed", "params", "toc", "toc-depth", "toc-title",
	"number-sections", "number-depth", "title-page", "fig-pos", "code-line-numbers", "paper", "theme", "margin", "fontsize",
	"linestretch", "execute", "macros",
}

// quartoNames are keys that other tools read; they are no mistake here.
var quartoNames = []string{
	"format", "jupyter", "engine", "bibliography", "abstract", "keywords", "categories", "description",
	"mainfont", "documentclass", "csl", "draft", "image", "crossref",
	"tags", "layout", "permalink", "slug", "weight", "aliases", "alias", "cssclasses", "created", "updated", "modified", "published",
	"summary", "math", "mathjax", "output", "header-includes", "editor", "kernelspec", "jupytext", "excerpt", "comments", "series",
}

// fromTOML returns the front matter of Hugo as YAML, line by line. Its texts, numbers and lists are YAML's; tables say
// nothing here and are left out.
func fromTOML(text string) string {
	var b strings.Builder
	table := false
	for line := range strings.Lines(text) {
		key, value, ok := strings.Cut(line, "=")
		table = table || strings.HasPrefix(strings.TrimSpace(line), "[")
		if ok && !table {
			b.WriteString(strings.TrimSpace(key) + ": " + strings.TrimSpace(value))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

var integer = regexp.MustCompile(`^[-+]?[0-9_]+$`)

var langTag = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8})*$`)

// setMeta sets one key of the front matter. known is false when there is none of that name.
func (n *Note) setMeta(y yamlText, name string, v *yaml.Node) (known bool, err error) {
	m := &n.Meta
	text := func(s *string) error {
		x, err := yamlString(v)
		if err == nil {
			*s = strings.TrimSpace(x)
		}
		return err
	}
	switch name {
	case "title":
		return true, text(&m.Title)
	case "subtitle":
		return true, text(&m.Subtitle)
	case "course":
		return true, text(&m.Course)
	case "date":
		if err := text(&m.Date); err != nil {
			return true, err
		}
		if m.Date == "today" || m.Date == "now" {
			m.Date = ""
			return true, fmt.Errorf("write the date itself: a report does not depend on the clock")
		}
	case "lang":
		var s string
		if err := text(&s); err != nil || !langTag.MatchString(s) {
			return true, fmt.Errorf("want a language such as ko or en, not %s", kindName(v))
		}
		m.Lang = s
	case "seed":
		i, err := yamlInt(v)
		if err == nil {
			m.Seed = i
		}
		return true, err
	case "toc":
		return true, setBool(&m.TOC, v)
	case "title-page":
		return true, setBool(&m.TitlePage, v)
	case "code-line-numbers":
		return true, setBool(&m.LineNums, v)
	case "fig-pos":
		m.FigPos, err = figPos(v)
		return true, err
	case "number-sections":
		return true, setBool(&m.NumberSections, v)
	case "toc-depth":
		return true, setDepth(&m.TOCDepth, v)
	case "number-depth":
		return true, setDepth(&m.NumberDepth, v)
	case "toc-title":
		return true, text(&m.TOCTitle)
	case "author", "authors":
		m.Authors, err = authors(v)
		return true, err
	case "params":
		return true, n.decodeParams(y, v)
	case "execute":
		return true, n.decodeExecute(y, v)
	case "macros":
		m.Macros, err = macros(v)
		return true, err
	default:
		return m.setLayout(name, v)
	}
	return true, nil
}

// setDepth sets how many levels of headings are meant.
func setDepth(to *int, v *yaml.Node) error {
	i, err := yamlInt(v)
	if err != nil || i < 1 || i > 6 {
		return hinted{fmt.Errorf("want a number of levels from 1 to 6, not %s", kindName(v)), "1에서 6까지의 수를 쓰세요.", "Write a number from 1 to 6."}
	}
	*to = int(i)
	return nil
}

// unknownMeta reports a key of the front matter that has no meaning.
func (n *Note) unknownMeta(y yamlText, key *yaml.Node) {
	if slices.Contains(quartoNames, key.Value) {
		return
	}
	d := y.wrong(key, "unknown key %q in the front matter", key.Value)
	d.Severity = SeverityWarning
	d.HintKo = "쓸 수 있는 이름: " + strings.Join(metaNames, ", ")
	d.HintEn = "The keys are " + strings.Join(metaNames, ", ") + "."
	if near := frontend.Nearest(key.Value, metaNames); near != "" {
		d.HintKo, d.HintEn = "혹시 "+near+"인가요?", "Did you mean "+near+"?"
	}
	n.Diagnostics = append(n.Diagnostics, d)
}

// macros reads commands for formulas: {'\R': '\mathbb{R}'}.
func macros(v *yaml.Node) (map[string]string, error) {
	if v.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("want \\name: body, not %s", kindName(v))
	}
	out := map[string]string{}
	var err error
	eachPair(v, func(key, value *yaml.Node) {
		body, e := yamlString(value)
		switch name := strings.TrimPrefix(key.Value, `\`); {
		case e != nil:
			err = cmp.Or(err, fmt.Errorf("%s: %w", key.Value, e))
		case !texName.MatchString(name):
			err = cmp.Or(err, fmt.Errorf("%q is not the name of a command: letters only", key.Value))
		default:
			out[name] = body
		}
	})
	return out, err
}

var texName = regexp.MustCompile(`^[a-zA-Z]+$`)

// authors reads text, a mapping, or a list of either.
func authors(v *yaml.Node) ([]Author, error) {
	items := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		items = v.Content
	}
	var out []Author
	var err error
	for _, item := range items {
		if item.Kind == yaml.AliasNode {
			item = item.Alias
		}
		a, e := author(item)
		err = cmp.Or(err, e)
		if a != (Author{}) {
			out = append(out, a)
		}
	}
	return out, err
}

// author reads one author.
func author(v *yaml.Node) (Author, error) {
	var a Author
	if v.Kind != yaml.MappingNode {
		s, err := yamlString(v)
		a.Name = strings.TrimSpace(s)
		return a, err
	}
	var err error
	eachPair(v, func(key, value *yaml.Node) {
		var to *string
		switch key.Value {
		case "name":
			to = &a.Name
		case "id":
			to = &a.ID
		case "affiliation", "affiliations":
			to = &a.Affiliation
		default:
			return // email, orcid and the like: Quarto has more than a report shows
		}
		read := yamlString
		if to == &a.Affiliation {
			read = namesOf
		}
		s, e := read(value)
		if e != nil && err == nil {
			err = fmt.Errorf("%s: %w", key.Value, e)
		}
		*to = strings.TrimSpace(s)
	})
	return a, err
}

// namesOf reads text, a mapping with a name, or a list of these: affiliations as Quarto writes them.
func namesOf(v *yaml.Node) (string, error) {
	switch v.Kind {
	case yaml.SequenceNode:
		var list []string
		for _, item := range v.Content {
			s, err := namesOf(item)
			if err != nil {
				return "", err
			}
			list = append(list, s)
		}
		return strings.Join(list, ", "), nil
	case yaml.MappingNode:
		var name *yaml.Node
		eachPair(v, func(key, value *yaml.Node) {
			if key.Value == "name" {
				name = value
			}
		})
		if name != nil && name.Kind == yaml.ScalarNode {
			return yamlString(name)
		}
	}
	return yamlString(v)
}

// decodeParams reads the params, each of which becomes a typed constant.
func (n *Note) decodeParams(y yamlText, v *yaml.Node) error {
	if v.Kind == yaml.ScalarNode && v.ShortTag() == "!!null" {
		return nil
	}
	if v.Kind != yaml.MappingNode {
		return fmt.Errorf("want name: value, not %s", kindName(v))
	}
	eachPair(v, func(key, value *yaml.Node) {
		if !token.IsIdentifier(key.Value) || key.Value == "_" {
			d := y.wrong(key, "params: %q is not a name in Go", key.Value)
			d.HintKo, d.HintEn = "글자, 숫자, 밑줄로 된 이름을 쓰세요.", "Use a name of letters, digits and underscores."
			n.Diagnostics = append(n.Diagnostics, d)
			return
		}
		x, err := paramValue(value)
		if err != nil {
			n.Diagnostics = append(n.Diagnostics, y.wrong(value, "params: %s: %v", key.Value, err))
			return
		}
		n.Meta.Params = append(n.Meta.Params, Param{Name: key.Value, Value: x})
	})
	return nil
}

// paramValue returns the value of a param: a bool, int64, float64 or string.
func paramValue(v *yaml.Node) (any, error) {
	wrong := fmt.Errorf("want a number, true, false or text, not %s", kindName(v))
	if v.Kind != yaml.ScalarNode {
		return nil, wrong
	}
	switch v.ShortTag() {
	case "!!bool":
		return yamlBool(v)
	case "!!int":
		i, err := yamlInt(v)
		if err != nil {
			return nil, fmt.Errorf("%s does not fit in 64 bits", v.Value)
		}
		return i, nil
	case "!!float":
		if integer.MatchString(v.Value) {
			return nil, fmt.Errorf("%s does not fit in 64 bits", v.Value)
		}
		var f float64
		if err := v.Decode(&f); err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return nil, fmt.Errorf("%s is no constant in Go", v.Value)
		}
		return f, nil
	case "!!null":
		return nil, wrong
	}
	return v.Value, nil
}

// decodeExecute reads the options for all cells.
func (n *Note) decodeExecute(y yamlText, v *yaml.Node) error {
	if v.Kind == yaml.ScalarNode && v.ShortTag() == "!!null" {
		return nil
	}
	if v.Kind != yaml.MappingNode {
		return fmt.Errorf("want name: value, not %s", kindName(v))
	}
	e := &n.Meta.Execute
	eachPair(v, func(key, value *yaml.Node) {
		var err error
		switch key.Value {
		case "echo":
			err = setBool(&e.Echo, value)
		case "eval":
			err = setBool(&e.Eval, value)
		case "output":
			err = setBool(&e.Output, value)
		case "error":
			err = setBool(&e.Error, value)
		case "timeout":
			d, terr := yamlTimeout(value)
			if terr == nil {
				e.Timeout = d
			}
			err = terr
		default:
			d := y.wrong(key, "execute: unknown option %q", key.Value)
			d.Severity = SeverityWarning
			d.HintKo = "쓸 수 있는 옵션: echo, eval, output, error, timeout"
			d.HintEn = "The options are echo, eval, output, error and timeout."
			n.Diagnostics = append(n.Diagnostics, d)
		}
		if err != nil {
			n.Diagnostics = append(n.Diagnostics, y.wrong(value, "execute: %s: %v", key.Value, err))
		}
	})
	return nil
}
