package notebook

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"quire/interp/frontend"
)

// optionNames are the options of a cell.
var optionNames = []string{
	"label", "fig-cap", "fig-subcap", "fig-alt", "fig-pos", "layout-ncol", "tbl-cap", "code-line-numbers", "echo", "eval", "output", "error", "timeout", "volatile", "cache",
}

// set sets the option called name. known is false when there is none.
func (o *Options) set(name string, v *yaml.Node) (known bool, err error) {
	switch name {
	case "label":
		var s string
		if s, err = yamlString(v); err == nil && !validLabel(s) {
			return true, fmt.Errorf("want letters, digits and - _ : . only, not %q", s)
		}
		o.Label = s
	case "fig-cap":
		o.FigCap, err = yamlString(v)
	case "fig-subcap":
		o.FigSubs, err = yamlStrings(v)
	case "fig-pos":
		o.FigPos, err = figPos(v)
	case "layout-ncol":
		n, wrong := strconv.Atoi(strings.TrimSpace(v.Value))
		if v.Kind != yaml.ScalarNode || wrong != nil || n < 1 || n > maxColumns {
			return true, fmt.Errorf("want a number from 1 to %d, not %s", maxColumns, kindName(v))
		}
		o.Columns = n
	case "code-line-numbers":
		return true, setBool(&o.LineNums, v)
	case "fig-alt":
		o.FigAlt, err = yamlString(v)
	case "tbl-cap":
		o.TblCap, err = yamlString(v)
	case "echo":
		return true, setBool(&o.Echo, v)
	case "eval":
		return true, setBool(&o.Eval, v)
	case "output":
		return true, setBool(&o.Output, v)
	case "error":
		return true, setBool(&o.Error, v)
	case "volatile":
		var yes bool
		if err = setBool(&yes, v); err == nil {
			o.Volatile = map[bool]Verdict{true: VerdictVolatile, false: VerdictSteady}[yes]
		}
	case "cache":
		return true, setBool(&o.Cache, v)
	case "timeout":
		d, err := yamlTimeout(v)
		if err == nil {
			o.Timeout = d
		}
		return true, err
	default:
		return false, nil
	}
	return true, err
}

// maxColumns is how many figures can stand side by side.
const maxColumns = 8

// figPos reads where a figure may stand: "H" keeps it in its place. The other letters, which LaTeX knows, leave that to
// the typesetter.
func figPos(v *yaml.Node) (string, error) {
	s, err := yamlString(v)
	s = strings.TrimSpace(s)
	if err == nil && strings.Trim(s, "hHtbp!") != "" {
		return "", fmt.Errorf("want H, not %q", s)
	}
	if !strings.Contains(s, "H") {
		return "", err
	}
	return "H", err
}

// setBool sets b unless v is wrong.
func setBool(b *bool, v *yaml.Node) error {
	x, err := yamlBool(v)
	if err == nil {
		*b = x
	}
	return err
}

// cellOptions applies the option lines at the head of a cell.
func (n *Note) cellOptions(c *Cell, lines []string) {
	if len(lines) == 0 {
		return
	}
	y := yamlText{line: c.Line}
	cut := make([]int, len(lines))
	var b strings.Builder
	for i, l := range lines {
		text := strings.TrimPrefix(strings.TrimPrefix(l, "//|"), " ")
		cut[i] = len(l) - len(text) + c.Indent
		b.WriteString(text)
	}
	y.text = b.String()
	y.indent = func(line int) int { return cut[max(0, min(line-1, len(cut)-1))] }
	ds := y.pairs(func(y yamlText, key, value *yaml.Node) {
		known, err := c.Options.set(key.Value, value)
		switch {
		case err != nil:
			n.Diagnostics = append(n.Diagnostics, y.wrong(value, "%s: %v", key.Value, err))
		case !known:
			d := y.wrong(key, "unknown option %q", key.Value)
			n.unknownOption(&d, key.Value)
		}
	})
	n.Diagnostics = append(n.Diagnostics, ds...)
}

// unknownOption adds a warning with what the author may have meant.
func (n *Note) unknownOption(d *Diagnostic, name string) {
	d.Severity = SeverityWarning
	d.HintKo = "쓸 수 있는 옵션: " + strings.Join(optionNames, ", ")
	d.HintEn = "The options are " + strings.Join(optionNames, ", ") + "."
	if near := frontend.Nearest(name, optionNames); near != "" {
		d.HintKo, d.HintEn = "혹시 "+near+"인가요?", "Did you mean "+near+"?"
	}
	n.Diagnostics = append(n.Diagnostics, *d)
}

// fenceOptions applies the attributes of a fence: {eval=false #fig-x}.
func (n *Note) fenceOptions(c *Cell, info fenceInfo) {
	if info.attrs.id != "" {
		c.Options.Label = info.attrs.id
	}
	for _, a := range info.attrs.values {
		line, col := n.position(info.at + a.at)
		value := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: a.value}
		known, err := c.Options.set(a.key, value)
		d := Diagnostic{Line: line, Col: col, Severity: SeverityError}
		switch {
		case err != nil:
			d.Message = fmt.Sprintf("%s: %v", a.key, err)
			n.Diagnostics = append(n.Diagnostics, d)
		case !known:
			d.Message = fmt.Sprintf("unknown option %q", a.key)
			n.unknownOption(&d, a.key)
		}
	}
}
