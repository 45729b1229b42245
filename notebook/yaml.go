package notebook

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A yamlText is a piece of YAML in a note and where it stands there.
type yamlText struct {
	text   string
	line   int           // the note's line of its first line
	indent func(int) int // what to add to columns of a line of the text, 1-based
}

// place returns the note's line and column of a place in the text.
func (y yamlText) place(line, col int) (int, int) {
	return y.line + line - 1, col + y.indent(line)
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// parse returns the top-level mapping of the text, nil when it is empty or wrong. A diagnostic says what is wrong.
func (y yamlText) parse() (*yaml.Node, *Diagnostic) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(y.text), &doc); err != nil {
		line, msg := 1, strings.TrimPrefix(err.Error(), "yaml: ")
		if m := yamlLine.FindStringSubmatch(msg); m != nil {
			line, _ = strconv.Atoi(m[1])
			msg = strings.Replace(msg, m[0], "", 1)
		}
		l, c := y.place(max(1, min(line, 1+strings.Count(strings.TrimSuffix(y.text, "\n"), "\n"))), 1)
		return nil, &Diagnostic{
			Line: l, Col: c, Severity: SeverityError, Message: "YAML: " + msg,
			HintKo: "'이름: 값' 꼴로 쓰고, 콜론 뒤에는 빈칸을 두세요. 값에 콜론이나 #가 있으면 따옴표로 묶으세요.",
			HintEn: "Write name: value with a space after the colon; put values with a colon or # in quotes.",
		}
	}
	if len(doc.Content) == 0 || doc.Content[0].ShortTag() == "!!null" {
		return nil, nil
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		d := y.wrong(root, "want name: value, not %s", kindName(root))
		return nil, &d
	}
	return root, nil
}

// prose tells whether the text is no mapping, and no attempt at one: text between two rules.
func (y yamlText) prose() bool {
	var doc yaml.Node
	if yaml.Unmarshal([]byte(y.text), &doc) != nil || len(doc.Content) == 0 {
		return false
	}
	return doc.Content[0].Kind == yaml.ScalarNode && !strings.Contains(y.text, ":") && doc.Content[0].ShortTag() == "!!str"
}

// pairs calls f with every key and value of the text, in order. Where the text as a whole is wrong, each of its top-level
// keys is read on its own, so one mistake does not take the others with it. It returns what is wrong with the text.
func (y yamlText) pairs(f func(y yamlText, key, value *yaml.Node)) []Diagnostic {
	parts := []yamlText{y}
	root, d := y.parse()
	if d != nil {
		if parts = y.split(); len(parts) == 1 {
			return []Diagnostic{*d}
		}
	}
	var ds []Diagnostic
	seen := map[string]bool{}
	for _, part := range parts {
		if d != nil {
			var wrong *Diagnostic
			if root, wrong = part.parse(); wrong != nil {
				ds = append(ds, *wrong)
				continue
			}
		}
		if root == nil {
			continue
		}
		eachPair(root, func(key, value *yaml.Node) {
			if seen[key.Value] {
				ds = append(ds, part.wrong(key, "%s is given twice", key.Value))
				return
			}
			seen[key.Value] = true
			f(part, key, value)
		})
	}
	return ds
}

// split cuts the text before every line that is not indented and no comment.
func (y yamlText) split() []yamlText {
	var parts []yamlText
	line := 0
	for l := range strings.Lines(y.text) {
		if len(parts) == 0 || !strings.ContainsAny(l[:1], " \t#-\n") {
			offset := line
			parts = append(parts, yamlText{
				line:   y.line + line,
				indent: func(line int) int { return y.indent(line + offset) },
			})
		}
		parts[len(parts)-1].text += l
		line++
	}
	return parts
}

// wrong returns an error diagnostic at a YAML node.
func (y yamlText) wrong(at *yaml.Node, format string, args ...any) Diagnostic {
	line, col := y.place(at.Line, at.Column)
	return Diagnostic{Line: line, Col: col, Severity: SeverityError, Message: fmt.Sprintf(format, args...)}
}

// eachPair calls f with the pairs of a mapping, in order.
func eachPair(m *yaml.Node, f func(key, value *yaml.Node)) {
	for i := 0; i+1 < len(m.Content); i += 2 {
		v := m.Content[i+1]
		if v.Kind == yaml.AliasNode && v.Alias != nil {
			v = v.Alias
		}
		f(m.Content[i], v)
	}
}

// kindName names what a YAML node is.
func kindName(v *yaml.Node) string {
	switch v.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	return strconv.Quote(v.Value)
}

// The conversions below return the value of a YAML node, or an error that says what was wanted.

func yamlString(v *yaml.Node) (string, error) {
	if v.Kind != yaml.ScalarNode {
		return "", fmt.Errorf("want text, not %s", kindName(v))
	}
	if v.ShortTag() == "!!null" {
		return "", nil
	}
	return v.Value, nil
}

// yamlStrings reads a list of text, or one text.
func yamlStrings(v *yaml.Node) ([]string, error) {
	items := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		items = v.Content
	}
	var out []string
	for _, item := range items {
		s, err := yamlString(item)
		if err != nil {
			return nil, err
		}
		out = append(out, strings.TrimSpace(s))
	}
	return out, nil
}

func yamlBool(v *yaml.Node) (bool, error) {
	if v.Kind == yaml.ScalarNode {
		switch strings.ToLower(v.Value) {
		case "true", "yes", "on":
			return true, nil
		case "false", "no", "off":
			return false, nil
		}
	}
	return false, fmt.Errorf("want true or false, not %s", kindName(v))
}

func yamlInt(v *yaml.Node) (int64, error) {
	var i int64
	if v.Kind != yaml.ScalarNode || v.ShortTag() != "!!int" || v.Decode(&i) != nil {
		return 0, fmt.Errorf("want an integer, not %s", kindName(v))
	}
	return i, nil
}

// yamlTimeout reads seconds, or a duration with its unit: 90, 1.5, "2m", "500ms".
func yamlTimeout(v *yaml.Node) (time.Duration, error) {
	wrong := fmt.Errorf("want seconds or a duration such as 90s or 2m, not %s", kindName(v))
	if v.Kind != yaml.ScalarNode {
		return 0, wrong
	}
	return parseTimeout(v.Value, wrong)
}

func parseTimeout(s string, wrong error) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil {
		seconds, err := strconv.ParseFloat(s, 64)
		if err != nil || !(seconds >= 0 && seconds <= 1e6) {
			return 0, wrong
		}
		d = time.Duration(seconds * float64(time.Second))
	}
	if d < 0 {
		return 0, errors.New("a timeout cannot be negative")
	}
	return d, nil
}
