package pdf

import (
	"strings"
	"sync"
	"unicode"

	"quire/templates"
)

// The shortest word that is parted, and the fewest letters before and after a hyphen, as in plain TeX.
const (
	hyphenWord   = 5
	hyphenBefore = 2
	hyphenAfter  = 3
)

// hyphens finds where English words may be parted, by patterns (Liang, "Word Hy-phen-a-tion by Com-put-er", 1983): a
// pattern puts a digit between letters, the greatest digit at a place counts, and an odd one is a hyphen.
type hyphens struct {
	patterns map[string][]byte // letters → the digits before, between and after them
	words    map[string][]int  // exceptions
	longest  int
}

// english reads the patterns once.
var english = sync.OnceValue(func() *hyphens { return parseHyphens(templates.Hyphen) })

// parseHyphens reads a file of plain TeX: \patterns{…} and \hyphenation{…}.
func parseHyphens(tex string) *hyphens {
	h := &hyphens{patterns: map[string][]byte{}, words: map[string][]int{}}
	exceptions := false
	for line := range strings.Lines(tex) {
		line, _, _ = strings.Cut(line, "%")
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, `\hyphenation`):
			exceptions = true
		case line == "" || strings.ContainsAny(line, `\{}`):
		case exceptions:
			h.exception(line)
		default:
			h.pattern(line)
		}
	}
	return h
}

// pattern adds a pattern such as ".ach4".
func (h *hyphens) pattern(p string) {
	var letters strings.Builder
	digits := []byte{0}
	for _, c := range []byte(p) {
		if '0' <= c && c <= '9' {
			digits[len(digits)-1] = c - '0'
			continue
		}
		letters.WriteByte(c)
		digits = append(digits, 0)
	}
	h.patterns[letters.String()] = digits
	h.longest = max(h.longest, letters.Len())
}

// exception adds a word whose hyphens are given: "ta-ble".
func (h *hyphens) exception(word string) {
	places := []int{}
	for i := range len(word) {
		if word[i] == '-' {
			places = append(places, i-len(places))
		}
	}
	h.words[strings.ReplaceAll(word, "-", "")] = places
}

// places returns the offsets in a word of letters a to z at which it may be parted.
func (h *hyphens) places(word string) []int {
	if len(word) < hyphenWord {
		return nil
	}
	word = strings.ToLower(word)
	if at, ok := h.words[word]; ok {
		return at
	}
	marked := "." + word + "."
	values := make([]byte, len(marked)+1)
	for i := range len(marked) {
		for j := i + 1; j <= min(len(marked), i+h.longest); j++ {
			for k, v := range h.patterns[marked[i:j]] {
				values[i+k] = max(values[i+k], v)
			}
		}
	}
	var out []int
	for at := hyphenBefore; at <= len(word)-hyphenAfter; at++ {
		if values[at+1]%2 == 1 { // the mark at the beginning shifts by one
			out = append(out, at)
		}
	}
	return out
}

// hyphenated appends text[start:end] as boxes with hyphens allowed in its English words, or as one box when it has none.
func (s *shaper) hyphenated(out []item, p *flat, start, end int, size float64) []item {
	whole := s.box(p, start, end, size)
	var places []int
	for i := start; i < end; {
		j := i
		for j < end && isLatin(p.text[j]) && p.at[j] == p.at[i] {
			j++
		}
		if parts(p, i, j) {
			for _, at := range english().places(string(p.text[i:j])) {
				places = append(places, i+at-start)
			}
		}
		i = max(j, i+1)
	}
	glyphs := 0
	for _, f := range whole.frags {
		glyphs += len(f.glyphs)
	}
	if glyphs != end-start { // some characters have no glyph of their own
		places = nil
	}
	from := 0
	for _, at := range places {
		out = append(out, whole.cut(from, at), s.hyphen(&p.spans[p.at[start+at]].textStyle, size))
		from = at
	}
	return append(out, whole.cut(from, glyphs))
}

// cut is the part of a box of text from one glyph to another.
func (b item) cut(from, to int) item {
	part := item{kind: box}
	for _, f := range b.frags {
		n := len(f.glyphs)
		i, j := max(from, 0), min(to, n)
		switch {
		case i == 0 && j == n && (n > 0 || f.object != nil):
			part.frags, part.w = append(part.frags, f), part.w+f.w
		case i < j:
			f.glyphs = f.glyphs[i:j:j]
			f.w = glyphsWidth(f.glyphs, f.size)
			part.frags, part.w = append(part.frags, f), part.w+f.w
		}
		from, to = from-n, to-n
	}
	return part
}

// parts tells whether the word text[i:j] may be parted: a whole word of running text in lower
// case, save for its first letter.
func parts(p *flat, i, j int) bool {
	sp := &p.spans[p.at[i]]
	if sp.object() || sp.code || sp.columns || j-i < hyphenWord {
		return false
	}
	for k := i + 1; k < j; k++ {
		if unicode.IsUpper(p.text[k]) {
			return false
		}
	}
	inside := func(k int) bool { return k > 0 && k+1 < len(p.text) && p.text[k-1] != ' ' && p.text[k+1] != ' ' }
	joined := func(k int) bool { // a name such as x_train, don't, a part of an address, a compound that has a hyphen
		return k >= 0 && k < len(p.text) && (unicode.IsDigit(p.text[k]) || strings.ContainsRune("_-'’./@&=#?%:", p.text[k]) && inside(k))
	}
	return !joined(i-1) && !joined(j)
}

func isLatin(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// hyphen is the place of a hyphen: it is drawn only where a line ends, and is no part of the text.
func (s *shaper) hyphen(st *textStyle, size float64) item {
	x := item{kind: penalty, cost: costHyphen, hyphen: true, frags: s.frags(st, "-", size)}
	for i := range x.frags {
		x.frags[i].silent = true
		x.w += x.frags[i].w
	}
	return x
}
