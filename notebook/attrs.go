package notebook

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// attrs are the attributes {#id .class key=value}.
type attrs struct {
	id      string
	classes []string
	values  []attr
}

// attr is one key=value, and where the key begins in the text that was parsed.
type attr struct {
	key, value string
	at         int
}

// get returns the value of a key.
func (a attrs) get(key string) string {
	for _, v := range a.values {
		if v.key == key {
			return v.value
		}
	}
	return ""
}

// parseAttrs reads attributes at the beginning of s, which starts with "{", and returns how long they are. Beside
// pandoc's form it takes bare words, as in {go} or {r, echo=false}, as classes, and commas between attributes.
func parseAttrs(s string) (a attrs, n int, ok bool) {
	if !strings.HasPrefix(s, "{") {
		return a, 0, false
	}
	for i := 1; i < len(s); {
		switch c := s[i]; {
		case c == '}':
			return a, i + 1, true
		case c == ' ' || c == '\t' || c == ',':
			i++
		case c == '#' || c == '.':
			w := attrWord(s[i+1:])
			if w == "" {
				return a, 0, false
			}
			if c == '#' {
				a.id = w
			} else {
				a.classes = append(a.classes, "."+w)
			}
			i += 1 + len(w)
		default:
			w := attrWord(s[i:])
			if w == "" {
				return a, 0, false
			}
			at := i
			i += len(w)
			if i >= len(s) || s[i] != '=' {
				a.classes = append(a.classes, w)
				continue
			}
			value, size, ok := attrValue(s[i+1:])
			if !ok {
				return a, 0, false
			}
			a.values = append(a.values, attr{w, value, at})
			i += 1 + size
		}
	}
	return a, 0, false
}

// attrWord returns the word at the beginning of s: letters and digits of any script, and - _ : . inside.
func attrWord(s string) string {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-_:.", r) {
			return s[:i]
		}
	}
	return s
}

// attrValue returns the value at the beginning of s, which may be in quotes, and how long it is there.
func attrValue(s string) (value string, size int, ok bool) {
	if s == "" {
		return "", 0, false
	}
	if q := s[0]; q == '"' || q == '\'' {
		var b strings.Builder
		for i := 1; i < len(s); i++ {
			switch {
			case s[i] == q:
				return b.String(), i + 1, true
			case s[i] == '\\' && i+1 < len(s) && (s[i+1] == q || s[i+1] == '\\'):
				i++
				b.WriteByte(s[i])
			default:
				b.WriteByte(s[i])
			}
		}
		return "", 0, false
	}
	i := strings.IndexAny(s, " \t,}")
	if i < 0 {
		i = len(s)
	}
	return s[:i], i, i > 0
}

// trailingAttrs splits "text {#id}" into the text and the attributes that it ends with.
func trailingAttrs(s string) (text string, a attrs, ok bool) {
	trimmed := strings.TrimRightFunc(s, unicode.IsSpace)
	if !strings.HasSuffix(trimmed, "}") {
		return s, a, false
	}
	i := strings.LastIndexByte(trimmed, '{')
	if i < 0 {
		return s, a, false
	}
	a, n, ok := parseAttrs(trimmed[i:])
	if !ok || i+n != len(trimmed) {
		return s, attrs{}, false
	}
	return strings.TrimRightFunc(trimmed[:i], unicode.IsSpace), a, true
}

// labelKind returns what a label such as fig-accuracy names: "fig", "tbl", "eq", "sec", or "" when it is no such label.
func labelKind(label string) string {
	kind, rest, ok := strings.Cut(label, "-")
	if !ok || rest == "" {
		return ""
	}
	switch kind {
	case "fig", "tbl", "eq", "sec":
		return kind
	}
	return ""
}

// validLabel tells whether a label is made of letters and digits of any script and - _ : . alone.
func validLabel(s string) bool {
	return s != "" && utf8.ValidString(s) && attrWord(s) == s
}
