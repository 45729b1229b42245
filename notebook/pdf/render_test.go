package pdf

import (
	"os"
	"testing"
)

func TestSample(t *testing.T) {
	data, warnings, err := Render(sampleReport(t), Options{Attachments: []Attachment{{Name: "sample.md", MIME: "text/markdown", Desc: "원본 노트", Data: []byte("x")}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warnings {
		t.Log(w)
	}
	if out := os.Getenv("PDF_OUT"); out != "" {
		_ = os.WriteFile(out, data, 0o644)
	}
}
