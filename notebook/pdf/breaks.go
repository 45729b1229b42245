package pdf

import (
	"strings"
	"unicode"
)

// breakBetween appends the penalty for a break before text[i], where no space is.
func breakBetween(out []item, p *flat, i int, size float64) []item {
	a, b := p.text[i-1], p.text[i]
	before, after := &p.spans[p.at[i-1]], &p.spans[p.at[i]]
	cost := float64(costMark)
	switch {
	case after.note > 0: // a footnote mark stays with its word
		cost = forbidden
	case before.object() && (isHangul(b) || !wideScript(b)), before.code && isHangul(b), inParticle(p, i):
		cost = forbidden
	case strings.ContainsRune("·…‥~-–—/%", b): // stays with what it follows
		cost = forbidden
	case strings.ContainsRune("/-–—·…~,:;", a):
	case isHangul(a) && isHangul(b) && (!p.hangul(i-2) || !p.hangul(i+1)):
		cost = costEdge
	case isHangul(a) || isHangul(b):
		cost = costWord
	case wideScript(a) && wideScript(b):
		cost = costFree
		return append(out, item{kind: penalty, cost: cost}, item{kind: glue, stretch: size * hanStretch})
	}
	return append(out, item{kind: penalty, cost: cost})
}

func (p *flat) hangul(i int) bool { return i >= 0 && i < len(p.text) && isHangul(p.text[i]) }

// particle is how many syllables a particle has at most: 에서는, 까지도.
const particle = 3

// inParticle tells whether a break before text[i] would part a particle from what it follows, when that is a number, a
// formula, code, a link, a quotation or a foreign word; or would part the particle itself.
func inParticle(p *flat, i int) bool {
	start := i
	for start > 0 && isHangul(p.text[start-1]) && !p.boundary(start) && i-start < particle {
		start--
	}
	if start == 0 || !p.hangul(start) || !p.boundary(start) && !carriesParticle(p.text[start-1]) {
		return false
	}
	end := i
	for end < len(p.text) && isHangul(p.text[end]) && end-start <= particle {
		end++
	}
	if end-start > particle {
		return false
	}
	return end == len(p.text) || p.text[end] == ' ' || unicode.In(p.text[end], unicode.Pe, unicode.Pf, unicode.Po) && p.text[end] != '·'
}

// carriesParticle tells whether what ends in r is no Hangul, but can have a particle.
func carriesParticle(r rune) bool {
	return unicode.In(r, unicode.Nd, unicode.No, unicode.Latin, unicode.Greek, unicode.Pe, unicode.Pf) || strings.ContainsRune("%‰°'\"℃", r)
}

// boundary tells whether an object, code or a link ends before text[i].
func (p *flat) boundary(i int) bool {
	before, after := &p.spans[p.at[i-1]], &p.spans[p.at[i]]
	return before.object() || before.code && !after.code || before.link != nil && after.link != before.link
}

// markWords marks the penalties inside 어절: what stands between two spaces and has Hangul in it, whatever else it has.
// There the gaps between ideographs do not stretch.
func markWords(items []item) {
	for i := 0; i < len(items); {
		j, hangul := i, false
		for j < len(items) && !items[j].delimits() {
			hangul = hangul || items[j].kind == box && items[j].hangul()
			j++
		}
		for ; hangul && i < j; i++ {
			switch x := &items[i]; x.kind {
			case penalty:
				x.word = true
			case glue:
				x.stretch = 0
			}
		}
		i = j + 1
	}
}

// delimits tells whether x is a space or the end of a line that the author wrote.
func (x *item) delimits() bool {
	return x.kind == glue && (len(x.frags) > 0 || x.stretch >= fillStretch) || x.kind == penalty && x.cost <= -forbidden
}

func (x *item) hangul() bool {
	for i := range x.frags {
		for _, g := range x.frags[i].glyphs {
			if isHangul(g.r) {
				return true
			}
		}
	}
	return false
}

func isHangul(r rune) bool {
	return 0xAC00 <= r && r <= 0xD7A3 || 0x1100 <= r && r <= 0x11FF || 0x3130 <= r && r <= 0x318F
}

// wideScript tells whether r belongs to a script that is written without spaces.
func wideScript(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || 0x3000 <= r && r <= 0x303F || 0xFF00 <= r && r <= 0xFFEF
}

// The marks at which addresses and long code are parted. What is parted after a hyphen or a full stop would read as
// hyphenated or as ended: the mark goes to the next line, as The Chicago Manual of Style (7.46) has it.
const (
	partAfter  = "/="
	partBefore = ".?#&_-+%~"
	codeAfter  = "/,;:="
	codeBefore = "._([{&|+-<"
)

// The lengths of what is parted so, and of the least part.
const (
	shortestURL  = 12
	shortestCode = 24
	leastPart    = 3
)

// whole is the end, with the spaces after it, of the address or the long code that begins at text[start]; 0 when there is
// none. Addresses and code have their own rules for where they are parted.
func (p *flat) whole(start int) int {
	code := p.spans[p.at[start]].code
	end := start
	for end < len(p.text) && '!' <= p.text[end] && p.text[end] <= '~' && !p.spans[p.at[end]].object() && p.spans[p.at[end]].code == code {
		end++
	}
	if !inURL(p, start, end) && !longCode(p, start, end) {
		return 0
	}
	for end < len(p.text) && p.text[end] == ' ' {
		end++
	}
	return end
}

// inURL tells whether text[start:end] lies in an address: breaks are cheap there.
func inURL(p *flat, start, end int) bool {
	if end-start < shortestURL {
		return false
	}
	t := string(p.text[start:end])
	return strings.Contains(t, "://") || strings.HasPrefix(t, "www.") || strings.Count(t, "/") >= 3
}

// longCode tells whether text[start:end] is code that may have to be parted.
func longCode(p *flat, start, end int) bool {
	if end-start < shortestCode {
		return false
	}
	for i := start; i < end; i++ {
		if !p.spans[p.at[i]].code {
			return false
		}
	}
	return true
}

// parted appends text[start:end] as boxes between which it may be parted: after some marks, before others.
func (s *shaper) parted(out []item, p *flat, start, end int, size float64, after, before string, cost float64) []item {
	from := start
	for i := start + leastPart; i+leastPart <= end; i++ {
		a, b := p.text[i-1], p.text[i]
		ok := strings.ContainsRune(after, a) && !strings.ContainsRune(after+before, b) ||
			strings.ContainsRune(before, b) && !strings.ContainsRune(after+before, a)
		if !ok || i-from < leastPart {
			continue
		}
		out = append(out, s.box(p, from, i, size), item{kind: penalty, cost: cost})
		from = i
	}
	return append(out, s.box(p, from, end, size))
}
