package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"quire/notebook"
	"quire/notebook/output"
)

// verdictName is a verdict for readers.
func (a *app) verdictName(v verdict) string {
	t := a.lang.pick
	switch v {
	case reproduced:
		return t("재현됨", "reproduced")
	case otherVersion:
		return t("다른 판", "other version")
	case differs:
		return t("다름", "differs")
	case edited:
		return t("고쳐짐", "edited")
	case timedOut:
		return t("시간 초과", "timeout")
	}
	return t("확인 불가", "unusable")
}

// comparisonName is a comparison for readers.
func (a *app) comparisonName(c notebook.Comparison) string {
	t := a.lang.pick
	switch c {
	case notebook.Identical:
		return t("같음", "identical")
	case notebook.Volatile:
		return t("매번 다름", "volatile")
	case notebook.NotRun:
		return t("실행 안 됨", "not run")
	case notebook.Failed:
		return t("실패", "failed")
	}
	return t("다름", "differs")
}

// comparisons are in the order of the tables.
var comparisons = []notebook.Comparison{notebook.Identical, notebook.Differs, notebook.Failed, notebook.NotRun, notebook.Volatile}

// maxShownCells bounds how many cells with differences are listed of one PDF.
const maxShownCells = 20

// printVerification reports on one PDF.
func (a *app) printVerification(v *verification) {
	head := printable(v.File) + ": " + a.verdictName(v.Verdict)
	if counts := a.counts(v); counts != "" {
		head += " (" + counts + ")"
	}
	fmt.Fprintln(a.out, head)
	for _, r := range v.Reasons {
		fmt.Fprintln(a.out, "  "+r)
	}
	shown := 0
	for _, c := range v.Cells {
		if c.State == notebook.Identical {
			continue
		}
		if shown++; shown > maxShownCells {
			fmt.Fprintln(a.out, a.lang.pick("  … 그 밖에도 있습니다. --json이 모두 보입니다.", "  … and more; --json shows all"))
			break
		}
		a.printCell(v, c)
	}
	if v.Verdict == differs || v.Verdict == otherVersion {
		for _, d := range v.Versions {
			fmt.Fprintln(a.out, a.lang.sprintf("  %s: 만들 때 %s, 지금 %s", "  %s: made with %s, here %s",
				printable(d.Name), orNone(printable(d.Then)), orNone(printable(d.Now))))
		}
	}
	if len(v.Files) > 0 {
		fmt.Fprintln(a.out, a.lang.sprintf("  함께 든 파일: %s", "  files that it carries: %s", printable(strings.Join(v.Files, ", "))))
	}
	if len(v.Params) > 0 {
		fmt.Fprintln(a.out, a.lang.sprintf("  params: %s", "  params: %s", printable(strings.Join(v.Params, ", "))))
	}
}

func orNone(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// counts sums up the outputs: "12 identical, 1 volatile".
func (a *app) counts(v *verification) string {
	var parts []string
	for _, c := range comparisons {
		if n := v.Counts[string(c)]; n > 0 {
			parts = append(parts, a.lang.sprintf("%[2]s %[1]d", "%[1]d %[2]s", n, a.comparisonName(c)))
		}
	}
	return strings.Join(parts, ", ")
}

// printCell tells how a cell differs.
func (a *app) printCell(v *verification, c notebook.CellCheck) {
	place := printable(v.Note)
	if c.Line > 0 {
		place += fmt.Sprintf(":%d", c.Line)
	}
	if c.State == notebook.Volatile {
		fmt.Fprintln(a.out, a.lang.sprintf("  %s: 셀 %s은(는) 비교하지 않습니다: %s", "  %s: cell %s is not compared: %s",
			place, printable(c.Key), printable(a.volatileReason(c.Reason))))
		for _, o := range c.Outputs {
			a.printDifference(o) // for the reader to judge
		}
		return
	}
	told := false
	for i, o := range c.Outputs {
		if o.State == notebook.Identical {
			continue
		}
		if told && o.State == notebook.NotRun {
			continue
		}
		told = true
		line := a.lang.sprintf("  %s: 셀 %s, 출력 %d(%s): %s", "  %s: cell %s, output %d (%s): %s",
			place, printable(c.Key), i+1, o.Kind, a.comparisonName(o.State))
		if o.Line > 0 {
			line += a.lang.sprintf(", %d행부터", " from line %d on", o.Line)
		}
		fmt.Fprintln(a.out, line)
		a.printDifference(o)
	}
	if !told {
		reason := ""
		if c.Reason != "" {
			reason = " (" + printable(c.Reason) + ")"
		}
		fmt.Fprintln(a.out, a.lang.sprintf("  %s: 셀 %s: %s%s", "  %s: cell %s: %s%s", place, printable(c.Key), a.comparisonName(c.State), reason))
	}
}

// printDifference shows the first line in which an output differs: as it was, and as it is.
func (a *app) printDifference(o notebook.OutputCheck) {
	if o.Line > 0 {
		fmt.Fprintf(a.out, "      - %s\n      + %s\n", clip(printable(o.Want), 100), clip(printable(o.Got), 100))
	}
}

// printSummary prints a table of all PDFs and what they come to.
func (a *app) printSummary(list []*verification) {
	t := a.lang.pick
	rows := [][]string{{t("판정", "verdict"), t("같은 출력", "identical"), t("다른 출력", "others"), t("초", "seconds"), t("이름", "author"), t("파일", "file")}}
	sums := map[verdict]int{}
	for _, v := range list {
		sums[v.Verdict]++
		others := 0
		for _, c := range comparisons[1:] {
			others += v.Counts[string(c)]
		}
		rows = append(rows, []string{
			a.verdictName(v.Verdict), strconv.Itoa(v.Counts[string(notebook.Identical)]), strconv.Itoa(others),
			fmt.Sprintf("%.1f", v.Seconds), clip(printable(v.authors()), 30), printable(v.File),
		})
	}
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, s := range r {
			widths[i] = max(widths[i], output.Width(s))
		}
	}
	fmt.Fprintln(a.out)
	for _, r := range rows {
		var b strings.Builder
		for i, s := range r {
			pad := strings.Repeat(" ", widths[i]-output.Width(s))
			switch i {
			case 1, 2, 3: // numbers
				b.WriteString(pad + s + "  ")
			case len(r) - 1:
				b.WriteString(s)
			default:
				b.WriteString(s + pad + "  ")
			}
		}
		fmt.Fprintln(a.out, b.String())
	}
	var parts []string
	for _, v := range []verdict{reproduced, otherVersion, differs, edited, timedOut, unusable} {
		if n := sums[v]; n > 0 {
			parts = append(parts, a.lang.sprintf("%[2]s %[1]d", "%[1]d %[2]s", n, a.verdictName(v)))
		}
	}
	fmt.Fprintln(a.out, a.lang.sprintf("\nPDF %d개: %s", "\n%d PDFs: %s", len(list), strings.Join(parts, ", ")))
}

// authors lists who wrote the note.
func (v *verification) authors() string {
	var out []string
	for _, w := range v.Authors {
		s := w.Name
		if w.ID != "" {
			s = strings.TrimSpace(s + " " + w.ID)
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

// verificationsCSV is a table with one line for each PDF. It begins with a byte order mark, by which spreadsheets know that
// Hangul is UTF-8. The names of columns and verdicts do not depend on the language.
func (a *app) verificationsCSV(list []*verification) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Write([]string{"file", "verdict", "author", "id", "title", "identical", "differs", "failed", "not_run", "volatile", "note_intact", "bytes_reproduced", "seconds", "reasons", "sha256"})
	for _, v := range list {
		var names, ids []string
		for _, who := range v.Authors {
			names, ids = append(names, who.Name), append(ids, who.ID)
		}
		row := []string{v.File, string(v.Verdict), strings.Join(names, ", "), strings.Join(ids, ", "), v.Title}
		for _, c := range comparisons {
			row = append(row, strconv.Itoa(v.Counts[string(c)]))
		}
		row = append(row, strconv.FormatBool(v.Intact), strconv.FormatBool(v.Bytes), strconv.FormatFloat(v.Seconds, 'f', 1, 64), strings.Join(v.Reasons, " "), v.SHA256)
		for i := range row {
			row[i] = spreadsheetText(row[i])
		}
		w.Write(row) // to a buffer: cannot fail
	}
	w.Flush()
	return b.Bytes()
}

// spreadsheetText keeps text from being taken for a formula: titles and names come from those whose work is graded.
func spreadsheetText(s string) string {
	s = printable(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

// printable makes text of a stranger safe to print: what would move the cursor, colour the terminal or turn the direction
// of reading becomes a replacement character.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029':
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
