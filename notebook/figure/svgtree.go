package figure

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// An svgNode is an element of an SVG file. Character data is a child without a name.
type svgNode struct {
	name   string // "" for text, "html:…" for elements of HTML, "?" for those of other kinds
	text   string
	attrs  map[string]string
	length int // of its attributes and its own text, in bytes
	kids   []*svgNode
	parent *svgNode
	decls  []cssDecl // what styles it, once styled is true
	styled bool
}

// The limits of SVG files. What a drawing program writes is far below them.
const (
	maxSVGBytes = 32 << 20
	maxSVGNodes = 300_000
	maxSVGDepth = 200
)

// Why a file is not read.
var (
	errSVGSize  = errors.New("the SVG file is too large")
	errSVGDepth = errors.New("the SVG file is nested too deeply")
	errNoSVG    = errors.New("not an SVG file")
)

const svgSpace = "http://www.w3.org/2000/svg"

// IsSVG tells whether a file looks like SVG: XML whose first element is svg.
func IsSVG(data []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(data[:min(len(data), 1<<16)]))
	d.Strict = false
	d.CharsetReader = utf8Only
	for {
		t, err := d.RawToken()
		if err != nil {
			return false
		}
		switch t := t.(type) {
		case xml.StartElement:
			return t.Name.Local == "svg"
		case xml.CharData:
			if len(bytes.Trim(t, " \t\r\n\ufeff")) > 0 {
				return false
			}
		}
	}
}

// utf8Only lets pass the encodings of which UTF-8 is a superset.
func utf8Only(charset string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return in, nil
	}
	return nil, fmt.Errorf("the SVG file is in %s, want UTF-8", charset)
}

// parseSVG reads the tree of a file and returns its root and the elements with an id.
func parseSVG(data []byte) (root *svgNode, ids map[string]*svgNode, err error) {
	if len(data) > maxSVGBytes {
		return nil, nil, errSVGSize
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.CharsetReader = utf8Only
	ids = map[string]*svgNode{}
	var at *svgNode
	count, depth := 0, 0
	for {
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read SVG: %w", err)
		}
		if count++; count > maxSVGNodes {
			return nil, nil, errSVGSize
		}
		switch t := t.(type) {
		case xml.Directive:
			d.Entity = entities(t)
		case xml.StartElement:
			if depth++; depth > maxSVGDepth {
				return nil, nil, errSVGDepth
			}
			n := newSVGNode(t, at)
			if id := n.attrs["id"]; id != "" && ids[id] == nil {
				ids[id] = n
			}
			if root == nil {
				root = n
			}
			at = n
		case xml.EndElement:
			depth--
			if at != nil {
				at = at.parent
			}
		case xml.CharData:
			if at != nil {
				at.kids = append(at.kids, &svgNode{text: string(t), parent: at})
				at.length += len(t)
			}
		}
	}
	if root == nil || root.name != "svg" {
		return nil, nil, errNoSVG
	}
	return root, ids, nil
}

func newSVGNode(t xml.StartElement, parent *svgNode) *svgNode {
	n := &svgNode{name: t.Name.Local, attrs: make(map[string]string, len(t.Attr)), parent: parent}
	switch s := t.Name.Space; {
	case s == "" || s == svgSpace || s == "svg" || strings.HasPrefix(s, "&"):
	case s == "http://www.w3.org/1999/xhtml":
		n.name = "html:" + t.Name.Local
	default:
		n.name = "?"
	}
	for _, a := range t.Attr {
		n.length += len(a.Name.Local) + len(a.Value)
		switch a.Name.Space {
		case "":
			n.attrs[a.Name.Local] = a.Value
		case "xml", "http://www.w3.org/XML/1998/namespace", "xlink", "http://www.w3.org/1999/xlink":
			if _, ok := n.attrs[a.Name.Local]; !ok { // href stands before xlink:href
				n.attrs[a.Name.Local] = a.Value
			}
		}
	}
	if parent != nil {
		parent.kids = append(parent.kids, n)
	}
	return n
}

var entity = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][\w.-]*)\s+("[^"&<%]{0,256}"|'[^'&<%]{0,256}')\s*>`)

// entities are the plain texts that a document type gives names to. Entities made of entities, and those in other
// files, are not known: they stand as they are written.
func entities(directive []byte) map[string]string {
	out := map[string]string{}
	for _, m := range entity.FindAllSubmatch(directive, 1000) {
		out[string(m[1])] = string(m[2][1 : len(m[2])-1])
	}
	return out
}

// content is all the text inside an element.
func (n *svgNode) content() string {
	if n.name == "" {
		return n.text
	}
	var b strings.Builder
	for _, k := range n.kids {
		b.WriteString(k.content())
	}
	return b.String()
}

// child is the first child with a name; nil when there is none.
func (n *svgNode) child(name string) *svgNode {
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// href is the id that an element refers to, "" for none and for other files.
func (n *svgNode) href() string {
	id, ok := strings.CutPrefix(strings.TrimSpace(n.attrs["href"]), "#")
	if !ok {
		return ""
	}
	return id
}
