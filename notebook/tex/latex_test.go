package tex

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var measure = flag.Bool("latex", false, "measure the formulas of testdata/reference.txt anew with pdflatex")

const preamble = `\documentclass[10pt]{article}
\usepackage{amsmath,amssymb,mathtools,cancel,xcolor,lmodern}
\newsavebox{\formula}
\newcommand{\measured}[1]{\typeout{BOX #1 \the\wd\formula\space\the\ht\formula\space\the\dp\formula}}
\begin{document}
`

// measureWithLaTeX sets every formula of reference.txt in a box and returns the file with what it measures. A line of the file
// is style, width, height, depth (1/1000 em) and source, with tabs between; a new one may be style, tab, source.
func measureWithLaTeX(t *testing.T, data []byte) []byte {
	lines := strings.Split(string(data), "\n")
	dir := t.TempDir()
	var doc strings.Builder
	doc.WriteString(preamble)
	for i, line := range lines {
		if f := strings.Split(line, "\t"); len(f) > 1 && !strings.HasPrefix(line, "#") {
			style := `\textstyle`
			if f[0] == "display" {
				style = `\displaystyle`
			}
			fmt.Fprintf(&doc, "\\sbox{\\formula}{$%s %s$}\\measured{%d}\n", style, f[len(f)-1], i)
		}
	}
	doc.WriteString("\\end{document}\n")
	if err := os.WriteFile(filepath.Join(dir, "r.tex"), []byte(doc.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("pdflatex", "-halt-on-error", "-interaction=nonstopmode", "r.tex")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdflatex: %v\n%s", err, out[max(0, len(out)-1500):])
	}
	for _, line := range strings.Split(string(out), "\n") {
		var i int
		var w, h, d float64
		if n, _ := fmt.Sscanf(strings.ReplaceAll(line, "pt", ""), "BOX %d %f %f %f", &i, &w, &h, &d); n == 4 {
			f := strings.Split(lines[i], "\t")
			lines[i] = fmt.Sprintf("%s\t%.0f\t%.0f\t%.0f\t%s", f[0], w*100, h*100, d*100, f[len(f)-1])
		}
	}
	return []byte(strings.Join(lines, "\n"))
}
