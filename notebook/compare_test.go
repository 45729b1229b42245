package notebook

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"quire/notebook/output"
)

// printed is the result of a cell that printed text.
func printed(key string, status Status, text ...string) *CellResult {
	r := &CellResult{Key: key, Status: status}
	h := output.NewHasher()
	for i, s := range text {
		o := &output.Text{Stream: []string{output.Stdout, output.Value}[i%2], Data: s}
		h.Add(o)
		r.Outputs = append(r.Outputs, o)
	}
	r.Hash = h.Sum()
	return r
}

func TestCompare(t *testing.T) {
	n := Parse("n.md", []byte("```go\n//| label: a\nx := 1\n```\n"))
	volatile := printed("a", StatusOK, "1\n")
	volatile.Volatile, volatile.Reason = true, ReasonAddress
	long := func(change string) *CellResult { // it differs where readers do not see it
		r := printed("a", StatusOK, "x\n")
		r.Outputs[0] = &output.Text{Stream: output.Stdout, Data: "head\ntail\n", OmittedLines: 9, OmittedAt: 5}
		r.Hash = HashBytes([]byte(change))
		return r
	}
	for _, c := range []struct {
		name     string
		was, now *CellResult
		want     CellCheck
	}{
		{
			"the same", printed("a", StatusOK, "1\n"), printed("a", StatusOK, "1\n"),
			CellCheck{State: Identical, Outputs: []OutputCheck{{Kind: "text", State: Identical}}},
		},
		{
			"another line", printed("a", StatusOK, "1\n2\n3\n"), printed("a", StatusOK, "1\n5\n3\n"),
			CellCheck{State: Differs, Outputs: []OutputCheck{{Kind: "text", State: Differs, Line: 2, Want: "2", Got: "5"}}},
		},
		{
			"a line more", printed("a", StatusOK, "1\n"), printed("a", StatusOK, "1\n2\n"),
			CellCheck{State: Differs, Outputs: []OutputCheck{{Kind: "text", State: Differs, Line: 2, Got: "2"}}},
		},
		{
			"an output less", printed("a", StatusOK, "1\n", "2"), printed("a", StatusOK, "1\n"),
			CellCheck{State: Differs, Outputs: []OutputCheck{{Kind: "text", State: Identical}, {Kind: "text", State: Differs, Line: 1, Want: "2"}}},
		},
		{
			"volatile", volatile, volatile,
			CellCheck{State: Volatile, Reason: ReasonAddress, Outputs: []OutputCheck{{Kind: "text", State: Volatile}}},
		},
		{
			"volatile only in the manifest", volatile, printed("a", StatusOK, "2\n"),
			CellCheck{State: Differs, Outputs: []OutputCheck{{Kind: "text", State: Differs, Line: 1, Want: "1", Got: "2"}}},
		},
		{
			"fails now", printed("a", StatusOK, "1\n"), printed("a", StatusFailed, "1\n", "oh\n"),
			CellCheck{State: Failed, Outputs: []OutputCheck{{Kind: "text", State: Identical}, {Kind: "text", State: Failed, Line: 1, Got: "oh"}}},
		},
		{
			"failed then too", printed("a", StatusFailed, "1\n"), printed("a", StatusFailed, "1\n"),
			CellCheck{State: Identical, Outputs: []OutputCheck{{Kind: "text", State: Identical}}},
		},
		{
			"not run", printed("a", StatusOK, "1\n"), printed("a", StatusNotRun),
			CellCheck{State: NotRun, Outputs: []OutputCheck{{Kind: "text", State: NotRun}}},
		},
		{
			"ran without output, and fails without", printed("a", StatusOK), printed("a", StatusFailed),
			CellCheck{State: Failed},
		},
		{
			"where lines are left out", long("1"), long("2"),
			CellCheck{State: Differs, Reason: "it differs where lines are left out", Outputs: []OutputCheck{{Kind: "text", State: Identical}}},
		},
	} {
		m := NewManifest(n, &Results{Cells: []*CellResult{c.was}}, Made{})
		got := m.Compare(n, &Results{Cells: []*CellResult{c.now}})
		c.want.Key, c.want.Line = "a", 2
		if !reflect.DeepEqual(got, []CellCheck{c.want}) {
			t.Errorf("%s: Compare = %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestFirstDifferenceCountsLinesLeftOut(t *testing.T) {
	a := output.Excerpt(&output.Text{Data: strings.Repeat("x\n", 500) + "a\n"}, reportHead, reportTail)
	b := output.Excerpt(&output.Text{Data: strings.Repeat("x\n", 500) + "b\n"}, reportHead, reportTail)
	if line, w, g := firstDifference(a.Plain(), b.Plain()); line != 501 || w != "a" || g != "b" {
		t.Errorf("firstDifference = %d, %q, %q; want line 501", line, w, g)
	}
}

// A recording that was changed without its hash, or is missing, is not shown.
func TestRecorded(t *testing.T) {
	n := Parse("n.md", []byte("```go\n//| label: a\nx := 1\n```\n"))
	was, now := printed("a", StatusOK, "then\n"), printed("a", StatusOK, "now\n")
	was.Volatile, now.Volatile = true, true
	m := NewManifest(n, &Results{Cells: []*CellResult{was}}, Made{})
	res, err := m.Recorded(n, &Results{Cells: []*CellResult{now}})
	if err != nil || res.Cells[0].Outputs[0].Plain() != "then\n" || now.Outputs[0].Plain() != "now\n" {
		t.Errorf("Recorded = %v, %v; want what was recorded, and the new results as they were", res, err)
	}
	for name, change := range map[string]func(*ManifestOutput){
		"other bytes": func(o *ManifestOutput) { o.Data = []byte("text stdout\nfake\n") },
		"no output":   func(o *ManifestOutput) { o.Data = []byte("nonsense") },
		"missing":     func(o *ManifestOutput) { o.Data = nil },
	} {
		m := NewManifest(n, &Results{Cells: []*CellResult{was}}, Made{})
		change(&m.Cells[0].Outputs[0])
		if _, err := m.Recorded(n, &Results{Cells: []*CellResult{now}}); err == nil {
			t.Errorf("%s: Recorded took it", name)
		}
	}
	now.Volatile = false
	if res, err := m.Recorded(n, &Results{Cells: []*CellResult{now}}); err != nil || res.Cells[0].Outputs[0].Plain() != "now\n" {
		t.Errorf("a cell that is not volatile shows %v, %v; want its own output", res, err)
	}
}

func TestParseManifest(t *testing.T) {
	n, err := Parse("노트.md", []byte("---\nparams: {n: 9007199254740993, lr: 1e-5, on: true, s: a=b}\n---\n")).Set([]string{"lr=0.25"})
	if err != nil {
		t.Fatal(err)
	}
	m := NewManifest(n, nil, Made{Source: []byte("x"), Files: []ManifestFile{{Name: "a/b.png", Size: 1}}})
	b, err := m.JSON()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseManifest(b)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := got.JSON(); err != nil || string(again) != string(b) {
		t.Errorf("read and written again, the manifest is %s, want %s", again, b)
	}
	want := []string{"n=9007199254740993", "lr=0.25", "on=true", "s=a=b"}
	if a := got.Assignments(); !reflect.DeepEqual(a, want) {
		t.Errorf("Assignments = %q, want %q", a, want)
	}
	for _, bad := range []string{
		"", "[]", "{}", `{"format":1}`, `{"format":1,"note":"../n.md"}`, `{"format":1,"note":"a/n.md"}`, `{"format":1,"note":"."}`,
		`{"format":1,"note":"n.md","files":[{"name":"/etc/passwd"}]}`, `{"format":1,"note":"n.md","files":[{"name":"a/../../b"}]}`,
	} {
		if _, err := ParseManifest([]byte(bad)); err == nil {
			t.Errorf("ParseManifest(%s) gave no error", bad)
		}
	}
	if _, err := ParseManifest([]byte(`{"format":2,"note":"n.md"}`)); !errors.Is(err, ErrManifestFormat) {
		t.Errorf("a newer format gave %v", err)
	}
}

func TestIsCarriedName(t *testing.T) {
	for name, want := range map[string]bool{
		"a.png": true, "그림/a b.png": true, ".hidden": true,
		"": false, ".": false, "..": false, "../a": false, "/a": false, "a/": false, "a//b": false, "./a": false, "a/../b": false,
		`a\b`: false, "c:a": false, "a\x00": false, "a\nb": false, "a\xff": false, "a*": false,
	} {
		if got := IsCarriedName(name); got != want {
			t.Errorf("IsCarriedName(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestMentions(t *testing.T) {
	n := Parse("n.md", []byte("---\nparams: {file: p.csv, k: 3}\n---\n\"no.txt\"\n```go\nos.ReadFile(\"data/a.csv\"); x := `b.csv`\n"+
		"fmt.Printf(\"%d.csv\\n\", data.MNIST()); data.Digits() // \"c.csv\"\nos.Open(\"./d/../e.txt\"); y.data = 1; \"/etc/passwd\"; \"../up\"\n```\n\n"+
		"```go\n//| eval: false\n\"f.csv\"\n```\n"))
	want := []string{"b.csv", "data/a.csv", "e.txt", "p.csv"}
	if got := n.MentionedFiles(); !reflect.DeepEqual(got, want) {
		t.Errorf("MentionedFiles = %q, want %q", got, want)
	}
	if got := fmt.Sprint(n.Selected("data")); got != "[Digits MNIST]" {
		t.Errorf("Selected = %s", got)
	}
}

func FuzzParseManifest(f *testing.F) {
	f.Add([]byte(`{"format":1,"note":"n.md","params":[{"name":"a","value":1e400}],"cells":[{"key":"a","outputs":[{"kind":"text","data":"eA=="}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseManifest(data)
		if err != nil {
			return
		}
		n := Parse("n.md", []byte("```go\n//| label: a\n```\n"))
		r := printed("a", StatusOK, "x")
		r.Volatile = true
		m.Compare(n, &Results{Cells: []*CellResult{r}})
		m.Assignments()
		_, _ = m.Recorded(n, &Results{Cells: []*CellResult{r}})
	})
}
