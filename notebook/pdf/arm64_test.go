package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quire/notebook"
)

// document is a note by the name that tests call it by: "report-18", one of testdata, or "drawings" and "formulas", which
// show all there is in the testdata of packages figure and tex.
func document(name string) (*notebook.Report, Options, error) {
	pages := 0
	if n, _ := fmt.Sscanf(name, "report-%d", &pages); n == 1 {
		r, err := readRecording()
		if err != nil {
			return nil, Options{}, err
		}
		r = r.resized(pages)
		return r.report(), r.options(), nil
	}
	var src []byte
	var o Options
	var err error
	switch name {
	case "drawings":
		o.Dir = "../figure/testdata/svg"
		var files []string
		files, err = filepath.Glob(o.Dir + "/*.svg")
		for _, f := range files {
			src = fmt.Appendf(src, "![%s](%[1]s)\n\n", filepath.Base(f))
		}
	case "formulas":
		var list []byte
		list, err = os.ReadFile("../tex/testdata/formulas.txt")
		for _, m := range regexp.MustCompile(`(?m)^(.*\\.*)$`).FindAllSubmatch(list, -1) {
			src = fmt.Appendf(src, "본문의 식 $%s$는\n\n$$ %[1]s $$\n\n", m[1])
		}
	default:
		src, err = os.ReadFile(filepath.Join("testdata", name))
	}
	if err == nil && len(src) == 0 {
		err = fmt.Errorf("%s is empty", name)
	}
	return notebook.NewReport(notebook.Parse(name, src), nil), o, err
}

// hashDocuments writes a line with name and hash of the PDF for each document.
func hashDocuments(names []string, w io.Writer) error {
	for _, name := range names {
		r, o, err := document(name)
		if err != nil {
			return err
		}
		data, _, err := Render(r, o)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s %x %d\n", name, sha256.Sum256(data), len(data))
		if dir := os.Getenv("PDF_OUT"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".pdf"), data, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// inProcess runs a test binary that hashes documents.
func inProcess(t *testing.T, cmd *exec.Cmd, names []string) string {
	t.Helper()
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env, hashNames+"="+strings.Join(names, ","))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, stderr.Bytes())
	}
	return string(out)
}

// forArm64 builds this package's tests for arm64.
func forArm64(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command")
	}
	binary := filepath.Join(t.TempDir(), "pdf.test")
	build := exec.Command("go", "test", "-c", "-o", binary, ".")
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// Every document has the same bytes on arm64, which adds and multiplies in one step, as here. It takes a build for arm64,
// so it runs with QUIRE_SOAK=1 only; where qemu-aarch64 runs the tests.
func TestSoakArm64(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("QUIRE_SOAK is not set")
	}
	binary := forArm64(t)
	t.Run("layout", func(t *testing.T) { unfused(t, binary) })
	qemu, err := exec.LookPath("qemu-aarch64")
	if err != nil {
		t.Skip("qemu-aarch64 is not installed")
	}
	names := []string{"report-7", "report-18", "report-200", "sample.md", "english.md", "torture.md", "drawings", "formulas"}
	got := inProcess(t, exec.Command(qemu, binary), names)
	if want := inProcess(t, exec.Command(os.Args[0]), names); got != want {
		t.Errorf("on arm64:\n%s\nhere:\n%s", got, want)
	}
}

// layoutFiles are where lengths are compared. Elsewhere they only go to paper, where a last bit does not show.
var layoutFiles = []string{
	"linebreak.go", "pages.go", "vlist.go", "item.go", "span.go", "line.go", "style.go", "tablerow.go", "hyphenate.go", "footnote.go",
}

// unfused holds that no code which decides on breaks of lines and pages has instructions on arm64 that multiply and add in one step:
// their last bit differs from that of other processors, and one bit can move a line. float64(x*y) + z keeps them apart.
func unfused(t *testing.T, binary string) {
	out, err := exec.Command("go", "tool", "objdump", "-s", `^quire/notebook/pdf\.`, binary).Output()
	if err != nil {
		t.Fatalf("go tool objdump: %v", err)
	}
	fused := regexp.MustCompile(`(?m)^\s+(\w+\.go):(\d+)\s.*\bFN?M(?:ADD|SUB)D\b`).FindAllStringSubmatch(string(out), -1)
	if len(fused) == 0 {
		t.Error("no fused instruction is found in the whole package: the test is broken")
	}
	for _, m := range fused {
		if slices.Contains(layoutFiles, m[1]) {
			t.Errorf("%s:%s multiplies and adds in one step on arm64; write float64(x*y) + z", m[1], m[2])
		}
	}
}
