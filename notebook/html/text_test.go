package html

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/output"
)

// TestTextIsKept holds that folding loses no line, for texts of every length around the limits, with and without lines
// left out.
func TestTextIsKept(t *testing.T) {
	r := notebook.NewReport(notebook.Parse("n.md", nil), nil)
	for n := range 60 {
		var lines []string
		for i := range n {
			lines = append(lines, fmt.Sprintf("line %d", i))
		}
		data := strings.Join(lines, "\n")
		for at := 0; at <= n; at += max(1, n/3) {
			text := &output.Text{Stream: output.Stdout, Data: data}
			if at > 0 && at < n {
				text.OmittedLines, text.OmittedAt = 12345, len(strings.Join(lines[:at], "\n"))+1
			}
			s := string(Output(r, &notebook.OutputReport{Output: text}))
			var got []string
			for _, m := range regexp.MustCompile(`(?s)<pre[^>]*>(.*?)</pre>`).FindAllStringSubmatch(s, -1) {
				if m[1] != "" {
					got = append(got, m[1])
				}
			}
			if strings.Join(got, "\n") != data {
				t.Errorf("%d lines, %d before the gap: got %q", n, at, got)
			}
			if text.OmittedLines > 0 && !strings.Contains(s, "12,345") {
				t.Errorf("%d lines: the number of lines left out is not shown", n)
			}
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %s, want %s", n, got, want)
		}
	}
}
