package pdf

import (
	"bytes"
	"os"
	"reflect"
	"testing"
	"time"
)

func TestAttachmentsRoundTrip(t *testing.T) {
	want := []Attachment{
		{Name: "보고서.md", MIME: "text/markdown", Desc: "원본 노트 (source)", Data: []byte("# 한글\nendobj\nstream\n5 0 obj\n")},
		{Name: "quire.json", MIME: "application/json", Desc: "", Data: []byte("{}")},
		{Name: "a/empty.bin", MIME: "application/octet-stream", Desc: "b", Data: []byte{}},
		{Name: "random.bin", MIME: "application/octet-stream", Desc: "x", Data: bytes.Repeat([]byte{0, 255, 13, 10, '('}, 40000)},
	}
	data, _, err := Render(sampleReport(t), Options{Attachments: want, Date: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Attachments(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		for i := range got {
			t.Errorf("attachment %d: %q %q %q, %d bytes", i, got[i].Name, got[i].MIME, got[i].Desc, len(got[i].Data))
		}
	}
}

// A file whose cross-reference table is gone is searched for its objects.
func TestAttachmentsWithoutTable(t *testing.T) {
	want := []Attachment{{Name: "n.md", MIME: "text/markdown", Data: []byte("text")}}
	data, _, err := Render(sampleReport(t), Options{Attachments: want})
	if err != nil {
		t.Fatal(err)
	}
	cut := data[:bytes.LastIndex(data, []byte("xref\n0 "))]
	got, err := Attachments(cut)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Attachments without a table = %v, %v, want %v", got, err, want)
	}
}

func TestAttachmentsOfOtherFiles(t *testing.T) {
	for _, c := range []struct {
		name, pdf string
		fails     bool
	}{
		{"empty", "", true},
		{"not a PDF", "hello", true},
		{"no catalog", "%PDF-1.7\n", true},
		{"no attachments", "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n", false},
		{"loops", "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Names 1 0 R/EmbeddedFiles 1 0 R/Kids[1 0 R 1 0 R]>>\nendobj\n", false},
		{"a reference to itself", "%PDF-1.7\n1 0 obj\n<</Type/Catalog/AF 2 0 R>>\nendobj\n2 0 obj\n2 0 R\nendobj\n", false},
		{"length too large", "%PDF-1.7\n1 0 obj\n<</Type/Catalog/AF[<</F(x)/EF<</F 2 0 R>>>>]>>\nendobj\n2 0 obj\n<</Length 99999>>stream\nx\nendstream\nendobj\n", false},
	} {
		got, err := Attachments([]byte(c.pdf))
		if (err != nil) != c.fails || len(got) > 0 {
			t.Errorf("%s: Attachments = %v, %v; want an error: %v", c.name, got, err, c.fails)
		}
	}
}

func FuzzAttachments(f *testing.F) {
	data, _, err := Render(sampleReport(f), Options{Attachments: []Attachment{{Name: "n.md", MIME: "text/markdown", Data: []byte("text")}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[max(0, len(data)-20000):])
	f.Add([]byte("%PDF-1.5\n1 0 obj\n<</Type/XRef/W[1 1 1]/Size 3/Root 1 0 R/Length 9>>stream\n\x02\x01\x00\x01\x09\x00\x02\x01\x01\nendstream\nendobj\nstartxref\n9\n"))
	f.Add([]byte("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Names<</EmbeddedFiles<</Names[(a) 2 0 R]>>>>>>\nendobj\n2 0 obj\n<</F(a\\051)/EF<</F 3 0 R>>>>\nendobj\n3 0 obj\n<</Length 4 0 R/Filter/FlateDecode>>stream\nx\nendstream\nendobj\n4 0 obj\n1\nendobj\n"))
	f.Add([]byte("%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Attachments(data)
		total := 0
		for _, a := range list {
			total += len(a.Data)
		}
		if err == nil && total > maxAttachmentBytes {
			t.Errorf("%d bytes of attachments", total)
		}
	})
}

// Another program must read the same.
func TestAttachmentsSeenByPoppler(t *testing.T) {
	want := []byte("원본 노트\n")
	data, _, err := Render(sampleReport(t), Options{Attachments: []Attachment{{Name: "note.md", MIME: "text/markdown", Desc: "원본", Data: want}}})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in, out := dir+"/in.pdf", dir+"/out.md"
	if err := os.WriteFile(in, data, 0o644); err != nil {
		t.Fatal(err)
	}
	tool(t, "pdfdetach", "-save", "1", "-o", out, in)
	got, err := os.ReadFile(out)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("pdfdetach gives %q, %v, want %q", got, err, want)
	}
}

// Files that other programs have packed or put in order for the web are read too.
func TestAttachmentsOfPackedFiles(t *testing.T) {
	want := []Attachment{{Name: "노트.md", MIME: "text/markdown", Desc: "원본", Data: bytes.Repeat([]byte("글\n"), 500)}, {Name: "b.json", MIME: "application/json", Data: []byte("{}")}}
	data, _, err := Render(sampleReport(t), Options{Attachments: want})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/in.pdf", data, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"--object-streams=generate"}, {"--object-streams=generate", "--linearize"}, {"--linearize"}, {"--qdf"}} {
		tool(t, "qpdf", append(args, dir+"/in.pdf", dir+"/out.pdf")...)
		packed, err := os.ReadFile(dir + "/out.pdf")
		if err != nil {
			t.Fatal(err)
		}
		got, err := Attachments(packed)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("after qpdf %v: %d attachments, %v", args, len(got), err)
		}
	}
}
