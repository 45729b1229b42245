package pdf

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// opened renders the sample and reads it back with the reader for untrusted files.
func opened(t *testing.T) (*reader, []*paintedPage) {
	t.Helper()
	data, _, err := Render(sampleReport(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := openReader(data)
	if err != nil {
		t.Fatal(err)
	}
	_, pages := painted(sampleReport(t), Options{})
	return r, pages
}

// pageDicts are the pages of a file with their numbers as objects.
func pageDicts(t *testing.T, r *reader) (refs []ref, pages []dict) {
	t.Helper()
	kids, ok := r.dict(r.dict(r.trailer["Root"])["Pages"])["Kids"].(array)
	if !ok {
		t.Fatal("no pages")
	}
	for _, k := range kids {
		refs, pages = append(refs, k.(ref)), append(pages, r.dict(k))
	}
	return refs, pages
}

// cmap reads a ToUnicode map of the form that fonts have here.
func cmap(t *testing.T, r *reader, font dict) map[string]string {
	t.Helper()
	s, ok := r.resolve(font["ToUnicode"]).(*streamObject)
	if !ok {
		t.Fatal("a font has no ToUnicode map")
	}
	data, err := r.unpack(s, 1<<24)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^<([0-9a-f]{4})><([0-9a-f]+)>$`).FindAllStringSubmatch(string(data), -1) {
		var u []uint16
		for i := 0; i < len(m[2]); i += 4 {
			v, _ := strconv.ParseUint(m[2][i:i+4], 16, 16)
			u = append(u, uint16(v))
		}
		out[m[1]] = string(utf16.Decode(u))
	}
	return out
}

var showRE = regexp.MustCompile(`/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|-?[\d.]+)*)\]TJ|<([0-9a-f]+)>Tj`)

// Decoding every string of the file by its font's ToUnicode map gives what was drawn, run by run.
func TestToUnicode(t *testing.T) {
	r, painted := opened(t)
	_, pages := pageDicts(t, r)
	for i, pg := range pages {
		fonts := map[string]map[string]string{}
		for name, f := range r.dict(r.dict(pg["Resources"])["Font"]) {
			fonts[name] = cmap(t, r, r.dict(f))
		}
		content, err := r.unpack(r.resolve(pg["Contents"]).(*streamObject), 1<<24)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		font := ""
		for _, m := range showRE.FindAllStringSubmatch(string(content), -1) {
			if m[1] != "" {
				font = m[1]
				continue
			}
			if m[3] != "" {
				continue // a glyph of a formula, or the space below a character without a face
			}
			var b strings.Builder
			for _, part := range regexp.MustCompile(`<([0-9a-f]*)>`).FindAllStringSubmatch(m[2], -1) {
				for k := 0; k+4 <= len(part[1]); k += 4 {
					s, ok := fonts[font][part[1][k:k+4]]
					if !ok {
						t.Errorf("page %d: code %s of %s has no text", i+1, part[1][k:k+4], font)
					}
					b.WriteString(s)
				}
			}
			got = append(got, b.String())
		}
		var want []string
		for _, run := range painted[i].runs {
			want = append(want, run.text)
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("page %d: the strings of the file differ from what was drawn:\n%s\n%s", i+1, strings.Join(got, "|"), strings.Join(want, "|"))
		}
	}
}

// The structure tree and the parent tree lead to each other, and every piece of marked content has one element.
func TestStructureTree(t *testing.T) {
	r, painted := opened(t)
	refs, pages := pageDicts(t, r)
	index := map[ref]int{}
	for i, id := range refs {
		index[id] = i
	}
	tree := r.dict(r.dict(r.trailer["Root"])["StructTreeRoot"])
	nums, _ := r.dict(tree["ParentTree"])["Nums"].(array)
	parents := map[int]array{}
	for i := 0; i+1 < len(nums); i += 2 {
		if a, ok := nums[i+1].(array); ok {
			parents[int(nums[i].(float64))] = a
		}
	}
	count := 0
	roles := map[string]int{}
	var walk func(id ref, up value)
	walk = func(id ref, up value) {
		e := r.dict(id)
		if e["P"] != up {
			t.Errorf("element %d has parent %v, want %v", id, e["P"], up)
		}
		role, _ := e["S"].(name)
		roles[string(role)]++
		kids, _ := e["K"].(array)
		for _, k := range kids {
			if child, ok := k.(ref); ok {
				walk(child, id)
				continue
			}
			d := r.dict(k)
			if d["Type"] != name("MCR") {
				continue
			}
			page, mcid := index[d["Pg"].(ref)], int(d["MCID"].(float64))
			if row := parents[page]; mcid >= len(row) || row[mcid] != id {
				t.Errorf("page %d: marked content %d does not lead back to element %d", page+1, mcid, id)
			}
			count++
		}
	}
	walk(tree["K"].(ref), r.dict(r.trailer["Root"])["StructTreeRoot"])
	want := 0
	for i, pg := range painted {
		want += len(pg.marks)
		if pages[i]["StructParents"] != float64(i) {
			t.Errorf("page %d has no place in the parent tree", i+1)
		}
	}
	if count != want {
		t.Errorf("%d pieces of marked content are in the tree, want %d", count, want)
	}
	for _, role := range []string{"H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure", "Caption", "Formula", "Code", "BlockQuote", "Note", "Link", "TOC", "TOCI"} {
		if roles[role] == 0 {
			t.Errorf("the sample has no element %s", role)
		}
	}
}

// Every link of the sample leads somewhere, and the outline has its headings.
func TestLinksAndOutline(t *testing.T) {
	r, _ := opened(t)
	refs, pages := pageDicts(t, r)
	isPage := map[ref]bool{}
	for _, id := range refs {
		isPage[id] = true
	}
	internal, external := 0, 0
	for i, pg := range pages {
		annots, _ := pg["Annots"].(array)
		for _, a := range annots {
			d := r.dict(a)
			if dest, ok := d["Dest"].(array); ok {
				internal++
				if id, ok := dest[0].(ref); !ok || !isPage[id] {
					t.Errorf("page %d: a link leads to %v", i+1, dest)
				}
				continue
			}
			if uri := r.text(r.dict(d["A"])["URI"]); !strings.HasPrefix(uri, "https://") {
				t.Errorf("page %d: a link leads to %q", i+1, uri)
			}
			external++
		}
	}
	if internal < 8 || external != 1 {
		t.Errorf("%d links inside, %d outside; want at least 8, and 1", internal, external)
	}
	var titles []string
	var walk func(v value)
	walk = func(v value) {
		for d := r.dict(v); d != nil && len(titles) < 100; d = r.dict(d["Next"]) {
			titles = append(titles, r.text(d["Title"]))
			walk(d["First"])
		}
	}
	walk(r.dict(r.dict(r.trailer["Root"])["Outlines"])["First"])
	want := "1 두 학생의 대화|2 합성곱 층이 지키는 것|2.1 갱신 규칙과 수식|3 Go로 다시 실험하기|3.1 긴 출력과 오류"
	if got := strings.Join(titles, "|"); got != want {
		t.Errorf("outline %q, want %q", got, want)
	}
}

func TestMetadata(t *testing.T) {
	r, _ := opened(t)
	info := r.dict(r.trailer["Info"])
	if got := r.text(info["Title"]); got != "조판 견본" {
		t.Errorf("title %q", got)
	}
	if got := r.text(info["Author"]); got != "김하늘, 이도윤" {
		t.Errorf("author %q", got)
	}
	if info["CreationDate"] != nil {
		t.Errorf("the file has a date that nobody gave: %v", info["CreationDate"])
	}
	catalog := r.dict(r.trailer["Root"])
	if r.text(catalog["Lang"]) != "ko" {
		t.Errorf("language %q", r.text(catalog["Lang"]))
	}
	if id, ok := r.trailer["ID"].(array); !ok || len(id) != 2 {
		t.Errorf("no ID: %v", r.trailer["ID"])
	}
	if x, ok := r.resolve(catalog["Metadata"]).(*streamObject); !ok || !strings.Contains(string(x.data), "<rdf:li>이도윤</rdf:li>") {
		t.Errorf("no XMP with the authors")
	} else {
		for want, is := range map[string]bool{"<dc:title>": true, "조판 견본": true, "<dc:description>": true, "<dc:language>": true, "pdfaid": false, "pdfuaid": false} {
			if strings.Contains(string(x.data), want) != is {
				t.Errorf("XMP has %s: %v, want %v", want, !is, is)
			}
		}
	}
	if r.dict(catalog["MarkInfo"])["Marked"] != true || r.dict(catalog["ViewerPreferences"])["DisplayDocTitle"] != true {
		t.Errorf("the catalog tells not that the file is tagged, or not to show its title")
	}
}

// Links that a document should not open are not made.
func TestTargets(t *testing.T) {
	b := newBuilder(sampleReport(t), Options{})
	for uri, want := range map[string]string{
		"https://example.com/가?a=(b)": `/A<</S/URI/URI(https://example.com/%EA%B0%80?a=\(b\))>>`,
		"mailto:a@b.c":                `/A<</S/URI/URI(mailto:a@b.c)>>`,
		"data.csv":                    `/A<</S/URI/URI(data.csv)>>`,
		"javascript:alert(1)":         "",
		"FILE:///etc/passwd":          "",
	} {
		if got := b.target(nil, &hyperlink{uri: uri}); got != want {
			t.Errorf("target(%q) = %q, want %q", uri, got, want)
		}
	}
	if got := b.target(nil, &hyperlink{anchor: "nowhere"}); got != "" {
		t.Errorf("a link to nowhere leads to %q", got)
	}
}
