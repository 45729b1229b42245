package notebook

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"quire/interp/frontend"
)

// A Layout is what the front matter says of the page. Lengths are points; 0 leaves the choice to the theme.
type Layout struct {
	Theme       string  // "sans" or "serif"; "" is sans
	Paper       string  // "a4" (the default), "a5", "b5" or "letter"
	Margin      Margin  // what a page leaves empty at its edges
	FontSize    float64 // of running text
	LineStretch float64 // from line to line of running text, in 1.2 of its size, as LaTeX counts
}

// Margin is the margins of a page. 0 leaves one to the theme.
type Margin struct{ Top, Bottom, Left, Right float64 }

// themes are the names of the themes.
var themes = []string{"sans", "serif"}

var paperNames = slices.Sorted(maps.Keys(papers))

// papers are the sizes of paper that a PDF can have: width and height in points. B5 is that of ISO 216, as in LaTeX.
var papers = map[string][2]float64{
	"a4": {595.28, 841.89}, "a5": {419.53, 595.28}, "b5": {498.9, 708.66}, "letter": {612, 792},
}

// Size returns the width and the height of the paper in points.
func (l *Layout) Size() (w, h float64) {
	size, ok := papers[l.Paper]
	if !ok {
		size = papers["a4"]
	}
	return size[0], size[1]
}

// What the numbers of a layout may be, in points.
const (
	leastMargin  = 5 / 25.4 * 72  // printers leave so much white
	leastWidth   = 60 / 25.4 * 72 // of the text
	leastHeight  = 80 / 25.4 * 72
	leastFont    = 9
	greatestFont = 14
	leastLines   = 1
	mostLines    = 3
	usualMargin  = 0.12 // of the paper, for a margin that the note leaves to the theme
)

// A hinted error says how to put it right, in Korean and in English.
type hinted struct {
	error
	ko, en string
}

// oneOf is the value among the names, in any case. Anything else is an error that says which name was meant.
func oneOf(v *yaml.Node, names []string) (string, error) {
	s, err := yamlString(v)
	if s = strings.ToLower(strings.TrimSpace(s)); err == nil && slices.Contains(names, s) {
		return s, nil
	}
	h := hinted{error: fmt.Errorf("want one of %s, not %s", strings.Join(names, ", "), kindName(v))}
	if near := frontend.Nearest(s, names); near != "" {
		h.ko, h.en = "혹시 "+near+"인가요?", "Did you mean "+near+"?"
	}
	return "", h
}

// setLayout sets one key of the front matter that is about the page. known is false when there is none of that name.
func (l *Layout) setLayout(name string, v *yaml.Node) (known bool, err error) {
	switch name {
	case "theme":
		if isNull(v) {
			return true, nil
		}
		var s string
		if s, err = oneOf(v, themes); err == nil {
			l.Theme = s
		}
	case "paper", "papersize":
		var s string
		if s, err = oneOf(paperName(v), paperNames); err == nil {
			l.Paper = s
		}
	case "fontsize":
		err = setNumber(&l.FontSize, v, leastFont, greatestFont, "a size such as 10.5pt", "예: fontsize: 10.5pt", true)
	case "linestretch":
		err = setNumber(&l.LineStretch, v, leastLines, mostLines, "a number such as 1.4", "예: linestretch: 1.4", false)
	case "margin":
		err = l.setMargin(v)
	case "geometry":
		err = l.setGeometry(v)
	default:
		return false, nil
	}
	return true, err
}

func isNull(v *yaml.Node) bool { return v.Kind == yaml.ScalarNode && v.ShortTag() == "!!null" }

// paperName is a value with the names that other tools have for paper: "a4paper", "us-letter", "iso-b5".
func paperName(v *yaml.Node) *yaml.Node {
	s := strings.ToLower(strings.TrimSpace(v.Value))
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSuffix(s, "paper"), "us-"), "iso-")
	if _, ok := papers[s]; v.Kind != yaml.ScalarNode || !ok {
		return v
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
}

// setNumber sets a number, or a length, within bounds.
func setNumber(to *float64, v *yaml.Node, least, most float64, want, ko string, unit bool) error {
	var x float64
	var err error
	if unit {
		x, err = yamlLength(v)
	} else {
		x, err = strconv.ParseFloat(strings.TrimSpace(v.Value), 64)
	}
	if v.Kind != yaml.ScalarNode || err != nil || !(least <= x && x <= most) {
		bounds := fmt.Sprintf("from %g to %g", least, most)
		return hinted{fmt.Errorf("want %s, %s, not %s", want, bounds, kindName(v)), fmt.Sprintf("%g에서 %g까지 쓸 수 있습니다. %s", least, most, ko), "For example " + strings.TrimPrefix(ko, "예: ") + "."}
	}
	*to = x
	return nil
}

var lengthText = regexp.MustCompile(`^([0-9]*\.?[0-9]+)\s*(mm|cm|in|pt)?$`)

// units are the units of length, in points.
var units = map[string]float64{"": 1, "pt": 1, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72}

// parseLength reads a length: 2cm, 25 mm, 1in, 11pt, and 11 for points.
func parseLength(s string) (float64, error) {
	m := lengthText.FindStringSubmatch(strings.ToLower(strings.TrimSpace(s)))
	if m == nil {
		return 0, badLength(strconv.Quote(s))
	}
	x, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0, badLength(strconv.Quote(s))
	}
	return x * units[m[2]], nil
}

func badLength(what string) error {
	return hinted{fmt.Errorf("want a length such as 2cm, 25mm, 1in or 72pt, not %s", what), "2cm, 25mm, 1in, 72pt처럼 쓰세요.", "The units are mm, cm, in and pt."}
}

func yamlLength(v *yaml.Node) (float64, error) {
	if v.Kind != yaml.ScalarNode || isNull(v) {
		return 0, badLength(kindName(v))
	}
	return parseLength(v.Value)
}

// sides are the names of margins and what they set.
func (m *Margin) sides(name string) []*float64 {
	switch name {
	case "top", "tmargin":
		return []*float64{&m.Top}
	case "bottom", "bmargin":
		return []*float64{&m.Bottom}
	case "left", "inner", "lmargin":
		return []*float64{&m.Left}
	case "right", "outer", "rmargin":
		return []*float64{&m.Right}
	case "x", "hmargin":
		return []*float64{&m.Left, &m.Right}
	case "y", "vmargin":
		return []*float64{&m.Top, &m.Bottom}
	case "margin", "rest":
		return []*float64{&m.Top, &m.Bottom, &m.Left, &m.Right}
	}
	return nil
}

var errSide = hinted{
	fmt.Errorf("want top, bottom, left, right, x or y with their lengths"),
	"margin: 2cm 또는 margin: {x: 2cm, y: 2.5cm}처럼 쓰세요.", "Write margin: 2cm, or margin: {x: 2cm, y: 2.5cm}.",
}

func (m *Margin) set(name, length string) error {
	to := m.sides(strings.ToLower(strings.TrimSpace(name)))
	if to == nil {
		e := errSide
		e.error = fmt.Errorf("%w, not %q", errSide.error, name)
		return e
	}
	x, err := parseLength(length)
	if err != nil {
		return err
	}
	if x < leastMargin {
		return hinted{fmt.Errorf("%s: a margin is 5mm at least, not %s", name, length), "프린터가 찍지 못하는 자리입니다. 5mm 이상으로 쓰세요.", "Printers leave that much white."}
	}
	for _, p := range to {
		*p = x
	}
	return nil
}

// setMargin reads one length for all sides, or a mapping of sides. A side that is named wins over x, y and rest.
func (l *Layout) setMargin(v *yaml.Node) error {
	var m Margin
	if v.Kind != yaml.MappingNode {
		if v.Kind != yaml.ScalarNode || isNull(v) {
			return errSide
		}
		return l.apply(m, []string{"margin", v.Value})
	}
	var broad, narrow []string
	var err error
	eachPair(v, func(key, value *yaml.Node) {
		if value.Kind != yaml.ScalarNode {
			err = errSide
			return
		}
		switch key.Value {
		case "rest":
			broad = append([]string{key.Value, value.Value}, broad...)
		case "x", "y":
			broad = append(broad, key.Value, value.Value)
		default:
			narrow = append(narrow, key.Value, value.Value)
		}
	})
	if err != nil {
		return err
	}
	return l.apply(m, append(broad, narrow...))
}

// setGeometry reads the options of LaTeX's package of that name, as Quarto passes them on: a list of left=30mm, or one
// text with commas. What is not about margins is left alone.
func (l *Layout) setGeometry(v *yaml.Node) error {
	items := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		items = v.Content
	}
	var settings []string
	for _, item := range items {
		if item.Kind != yaml.ScalarNode {
			return errSide
		}
		for s := range strings.SplitSeq(item.Value, ",") {
			name, length, _ := strings.Cut(s, "=")
			if name = strings.TrimSpace(name); new(Margin).sides(name) != nil {
				settings = append(settings, name, length)
			}
		}
	}
	return l.apply(l.Margin, settings)
}

// apply sets margins, all or none.
func (l *Layout) apply(m Margin, settings []string) error {
	for i := 0; i < len(settings); i += 2 {
		if err := m.set(settings[i], settings[i+1]); err != nil {
			return err
		}
	}
	l.Margin = m
	return nil
}

// roomy tells whether the margins leave room for text.
func (l *Layout) roomy() bool {
	w, h := l.Size()
	or := func(x, usual float64) float64 {
		if x == 0 {
			return usual
		}
		return x
	}
	m := l.Margin
	return w-or(m.Left, w*usualMargin)-or(m.Right, w*usualMargin) >= leastWidth && h-or(m.Top, h*usualMargin)-or(m.Bottom, h*usualMargin) >= leastHeight
}

// noRoom is what is said of margins that leave no room.
func (l *Layout) noRoom() error {
	return hinted{
		fmt.Errorf("the margins leave no room for text on %s paper: 60mm × 80mm is the least", l.Paper),
		"본문이 들어갈 자리가 없어 기본 여백을 씁니다. 여백을 줄이세요.", "The default margins are used. Make them smaller.",
	}
}
