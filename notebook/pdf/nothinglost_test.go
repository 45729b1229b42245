package pdf

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"quire/notebook"
)

// A reading is what can be seen and read of a PDF.
type reading struct {
	pages []seenPage
	all   string // the text of everything that is no artifact, as it is read aloud
	tight string // its letters, digits and symbols
}

// letters keeps what carries meaning: spaces, punctuation and control characters are the layout's.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsNumber(r) || unicode.Is(unicode.So, r) {
			return r
		}
		return -1
	}, norm.NFC.String(s))
}

func read(t testing.TB, data []byte) *reading {
	t.Helper()
	r := &reading{pages: see(t, data)}
	r.all = spoken(t, data, r.pages)
	r.tight = letters(r.all)
	return r
}

// lacks returns the first word of a block that cannot be read, "" when all are there. The words of a block stand in
// order, mostly in one piece; page breaks, notes and the cells beside a cell may come between.
func (r *reading) lacks(block string) string {
	want := letters(block)
	if want == "" || strings.Contains(r.tight, want) {
		return ""
	}
	at := 0
	for _, w := range strings.Fields(block) {
		want := letters(w)
		i := strings.Index(r.tight[at:], want)
		if i >= 0 {
			at += i + len(want)
			continue
		}
		// A word may itself be parted by a page break or by a cell beside it.
		if at = r.parted(at, []rune(want)); at < 0 {
			return w
		}
	}
	return ""
}

// parted finds the two pieces of a short word, or any number of pieces of a long one, and returns where they end; -1
// when they are not there.
func (r *reading) parted(at int, word []rune) int {
	for k := len(word) - 1; k > 0; k-- {
		head, tail := string(word[:k]), string(word[k:])
		i := strings.Index(r.tight[at:], head)
		if i < 0 {
			continue
		}
		end := at + i + len(head)
		if j := strings.Index(r.tight[end:], tail); j >= 0 {
			return end + j + len(tail)
		}
		if len(word) >= 40 {
			return r.parted(end, word[k:])
		}
	}
	return -1
}

// faults complains about everything that stands where it cannot be seen: outside the page, body text outside the text
// area, and text over other text.
func (r *reading) faults(t testing.TB, name string, s *style) {
	t.Helper()
	count := 0
	fault := func(format string, args ...any) {
		if count++; count <= 8 {
			t.Errorf(name+": "+format, args...)
		}
	}
	for i, pg := range r.pages {
		area := rectangle{s.left, s.bottom, pg.box.x1 - s.right, pg.box.y1 - s.top}
		for _, x := range pg.sights {
			if x.box == nowhere {
				continue
			}
			if !x.box.within(pg.box, 0.5) {
				fault("page %d: %s %q at %v is outside the page", i+1, x.kind, x.glyphs, x.box)
			} else if x.kind == "text" && !x.artifact && !x.turned && !x.instead && !x.box.within(area, 4) { // boxes are those of fonts, higher than the ink of an x
				fault("page %d: %q at %v is outside the text area %v", i+1, x.glyphs, x.box, area)
			}
		}
		for _, pair := range overlaps(pg.sights) {
			fault("page %d: %q at %v and %q at %v lie over each other", i+1, pair[0].glyphs, pair[0].box, pair[1].glyphs, pair[1].box)
		}
	}
}

// overlaps returns the pairs of texts that lie over each other by more than 35 % of their height. What belongs to one
// formula or drawing is one thing.
func overlaps(sights []sight) (pairs [][2]sight) {
	var list []sight
	formulas := map[int]int{}
	for _, s := range sights {
		switch {
		case s.kind != "text" || s.instead || s.turned || s.role == "Figure" || !strings.ContainsFunc(s.glyphs, spacing) || strings.ContainsFunc(s.glyphs, conjoining):
		case s.role == "Formula":
			if k, ok := formulas[s.group]; ok {
				list[k].box = list[k].box.join(s.box)
				list[k].glyphs += s.glyphs
				continue
			}
			formulas[s.group] = len(list)
			list = append(list, s)
		default:
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b sight) int {
		switch {
		case a.box.y0 < b.box.y0:
			return -1
		case a.box.y0 > b.box.y0:
			return 1
		}
		return 0
	})
	for i, a := range list {
		for _, b := range list[i+1:] {
			if b.box.y0 > a.box.y1 && a.role != "Formula" {
				break
			}
			m := a.box.meet(b.box)
			if m.empty() {
				continue
			}
			least := min(a.box.y1-a.box.y0, b.box.y1-b.box.y0)
			if m.y1-m.y0 > 0.35*least && m.x1-m.x0 > 0.35*least {
				pairs = append(pairs, [2]sight{a, b})
			}
		}
	}
	return pairs
}

// spacing tells whether a character takes a place of its own: marks stand over others.
func spacing(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.In(r, unicode.M, unicode.Cf)
}

// conjoining tells whether r is a vowel or final of old Hangul: on the grid of code it is drawn over the letter before it.
func conjoining(r rune) bool { return 0x1160 <= r && r <= 0x11ff }

// checked renders a report and checks the file: nothing outside the page or over something else.
func checked(t testing.TB, name string, r *notebook.Report, o Options) *reading {
	t.Helper()
	data, _, err := Render(r, o)
	if err != nil {
		t.Fatalf("%s: no PDF: %v", name, err)
	}
	got := read(t, data)
	got.faults(t, name, newBuilder(r, o).style)
	return got
}

func TestSampleIsWhole(t *testing.T) {
	checked(t, "sample", sampleReport(t), Options{})
}
