package pdf

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"quire/notebook"
)

// carrying is a PDF with a manifest for note.md and the attachments of a test.
func carrying(t testing.TB, manifest string, more ...Attachment) []byte {
	t.Helper()
	list := append([]Attachment{{Name: "note.md", Data: []byte("# N\n")}, {Name: notebook.ManifestName, Data: []byte(manifest)}}, more...)
	data, _, err := Render(notebook.NewReport(notebook.Parse("note.md", []byte("# N\n")), nil), Options{Attachments: list})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOpenCarried(t *testing.T) {
	const plain = `{"format":1,"note":"note.md"}`
	file := func(name string) Attachment { return Attachment{Name: name, Data: []byte("x")} }
	for _, c := range []struct {
		name   string
		pdf    []byte
		forged string // the attachment that is named in a ForgedError
		fails  bool
	}{
		{"as exported", carrying(t, plain, file("a.png"), file("dir/b.csv")), "", false},
		{"a twin", carrying(t, plain, file("note.md")), "note.md", true},
		{"a twin on Windows", carrying(t, plain, file("Note.MD")), "Note.MD", true},
		{"twins on macOS", carrying(t, plain, file("\uac00.png"), file("\u1100\u1161.png")), "\u1100\u1161.png", true},
		{"out of the folder", carrying(t, plain, file("../a.png")), "../a.png", true},
		{"an absolute path", carrying(t, plain, file("/etc/a.png")), "/etc/a.png", true},
		{"a path of Windows", carrying(t, plain, file(`C:\a.png`)), `C:\a.png`, true},
		{"a file below a file", carrying(t, plain, file("a"), file("a/b")), "a/b", true},
		{"another note", carrying(t, `{"format":1,"note":"other.md"}`), "", true},
		{"no manifest", carrying(t, "no JSON"), "", true},
	} {
		got, err := OpenCarried(c.pdf)
		var forged *ForgedError
		switch {
		case (err != nil) != c.fails:
			t.Errorf("%s: OpenCarried = %v, %v", c.name, got, err)
		case c.forged != "" && (!errors.As(err, &forged) || forged.Name != c.forged):
			t.Errorf("%s: the error is %v, want one of %q", c.name, err, c.forged)
		}
	}
	if _, err := OpenCarried(carrying(t, `{"format":1,"note":"other.md"}`)); !errors.Is(err, ErrNoReport) {
		t.Errorf("a manifest of another note gave %v, want ErrNoReport", err)
	}
}

func TestMismatches(t *testing.T) {
	sum := notebook.HashBytes([]byte("x"))
	c, err := OpenCarried(carrying(t, `{"format":1,"note":"note.md","sha256":"`+notebook.HashBytes([]byte("# N\n"))+`","files":[
		{"name":"a.png","sha256":"`+sum+`"},{"name":"b.png","sha256":"0"},{"name":"c.png","sha256":"0"}]}`,
		Attachment{Name: "a.png", Data: []byte("x")}, Attachment{Name: "b.png", Data: []byte("x")}, Attachment{Name: "d.png"}))
	if err != nil {
		t.Fatal(err)
	}
	changed, extra, missing := c.Mismatches()
	if !reflect.DeepEqual([][]string{changed, extra, missing}, [][]string{{"b.png"}, {"d.png"}, {"c.png"}}) {
		t.Errorf("Mismatches = %q, %q, %q", changed, extra, missing)
	}
}

// What a report shows of files is what it carries: each once, images that cannot be shown too, and nothing else.
func TestShownFiles(t *testing.T) {
	dir := t.TempDir()
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>`)
	if err := os.Mkdir(filepath.Join(dir, "그림"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"a.svg": svg, "그림/b c.svg": svg, "broken.png": []byte("no image"), "unseen.svg": svg} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	src := "![](a.svg)\n\nText ![](./a.svg) and ![](그림/b%20c.svg)\n\n![](broken.png) ![](missing.png) ![](https://example.org/a.png) ![](../up.png)\n"
	var got []string
	_, _, err := Render(notebook.NewReport(notebook.Parse("n.md", []byte(src)), nil), Options{Dir: dir, Attach: func(shown []Attachment) []Attachment {
		for _, a := range shown {
			got = append(got, a.Name+" "+a.MIME)
		}
		return nil
	}})
	want := []string{"a.svg image/svg+xml", "broken.png ", "그림/b c.svg image/svg+xml"}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("shown are %q, %v; want %q", got, err, want)
	}
}

func TestPageContents(t *testing.T) {
	page := func(text string) []byte {
		data, _, err := Render(notebook.NewReport(notebook.Parse("n.md", []byte(text+"\n\n::: {.pagebreak}\n:::\n")), nil), Options{})
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	one, err := PageContents(page("one 0.91"))
	two, err2 := PageContents(page("one 0.99"))
	if err != nil || err2 != nil || len(one) == 0 || len(one) != len(two) || one[0] == two[0] {
		t.Errorf("PageContents = %x, %v and %x, %v; want pages that differ", one, err, two, err2)
	}
	if again, err := PageContents(page("one 0.91")); err != nil || !reflect.DeepEqual(again, one) {
		t.Errorf("the same page gives %x, %v, then %x", one, err, again)
	}
	loop := []byte("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Kids[2 0 R 3 0 R 3 0 R]>>\nendobj\n3 0 obj\n<</Kids 2 0 R>>\nendobj\n")
	if got, err := PageContents(loop); err != nil || len(got) > 1 {
		t.Errorf("a tree with loops gives %d pages, %v", len(got), err)
	}
}

// Packed bytes that unpack to more than anybody attaches are refused, not unpacked to the end.
func TestAttachmentBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("packs 256 MB")
	}
	bomb := carrying(t, `{"format":1,"note":"note.md"}`, Attachment{Name: "bomb.bin", Data: make([]byte, maxAttachmentBytes+1)})
	if len(bomb) > 2<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	if _, err := OpenCarried(bomb); !errors.Is(err, errTooLarge) {
		t.Errorf("OpenCarried gives %v, want errTooLarge", err)
	}
}

func FuzzOpenCarried(f *testing.F) {
	f.Add(carrying(f, `{"format":1,"note":"note.md","files":[{"name":"a.png","sha256":"0"}]}`, Attachment{Name: "a.png", Data: []byte("x")}))
	f.Add([]byte("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/AF[4 0 R]>>\nendobj\n2 0 obj\n<</Kids[3 0 R]>>\nendobj\n3 0 obj\n<</Contents[5 0 R]>>\nendobj\n" +
		"4 0 obj\n<</UF(quire.json)/EF<</F 5 0 R>>>>\nendobj\n5 0 obj\n<</Length 28>>stream\n{\"format\":1,\"note\":\"note.md\"}\nendstream\nendobj\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := OpenCarried(data); err == nil {
			for _, a := range c.Files {
				if !notebook.IsCarriedName(a.Name) || a.Name == c.Manifest.Note {
					t.Errorf("a file is named %q", a.Name)
				}
			}
			c.Mismatches()
		}
		_, _ = PageContents(bytes.Clone(data))
	})
}
