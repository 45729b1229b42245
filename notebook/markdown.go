package notebook

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"strings"

	"quire/notebook/figure"
	"quire/notebook/output"
)

// Markdown is the report as one Markdown file: the note's own text, and under each cell what it gave, as fenced text,
// tables, and pictures inside the file. Cells that are not to be shown (echo: false) leave their outputs only.
func Markdown(r *Report) []byte {
	var b bytes.Buffer
	n := r.Note
	at := 0
	for _, block := range n.Blocks {
		if block.Cell == nil {
			continue
		}
		c := r.Cell(block.Cell)
		if c == nil {
			continue
		}
		b.Write(n.Source[at:block.Start])
		if c.ShowCode {
			b.WriteString(fenced("go", strings.TrimRight(c.Cell.Code, "\n")))
		}
		if c.Notice != "" {
			fmt.Fprintf(&b, "\n*%s*\n", c.Notice)
		}
		for _, o := range c.Outputs {
			b.WriteByte('\n')
			markdownOutput(&b, o)
		}
		at = block.End
	}
	b.Write(n.Source[at:])
	return b.Bytes()
}

func markdownOutput(b *bytes.Buffer, o *OutputReport) {
	var caption string
	if o.Caption != nil {
		caption = strings.TrimSpace(o.Caption.Label + " " + o.Caption.Text.Plain)
	}
	switch out := o.Output.(type) {
	case *output.Progress:
	case *output.Figure:
		if out.Figure == nil {
			return
		}
		svg := out.Figure.SVG(figure.SVGOptions{})
		picture(b, "image/svg+xml", svg, cmp.Or(caption, out.Figure.Alt))
	case *output.Image:
		picture(b, "image/png", out.PNG, cmp.Or(caption, out.Alt))
	case *output.Table:
		if caption != "" {
			fmt.Fprintf(b, "%s\n\n", caption)
		}
		markdownTable(b, out)
	default:
		b.WriteString(fenced("text", strings.TrimRight(out.Plain(), "\n")))
	}
}

func picture(b *bytes.Buffer, mime string, data []byte, alt string) {
	alt = strings.NewReplacer("[", `\[`, "]", `\]`, "\n", " ").Replace(alt)
	fmt.Fprintf(b, "![%s](data:%s;base64,%s)\n", alt, mime, base64.StdEncoding.EncodeToString(data))
}

func markdownTable(b *bytes.Buffer, t *output.Table) {
	row := func(cells []string) {
		for _, c := range cells {
			c = strings.NewReplacer("|", `\|`, "\n", " ").Replace(c)
			fmt.Fprintf(b, "| %s ", c)
		}
		b.WriteString("|\n")
	}
	names := make([]string, len(t.Columns))
	rule := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
		rule[i] = map[output.Align]string{output.AlignRight: "--:", output.AlignDecimal: "--:", output.AlignCenter: ":-:"}[c.Align]
		if rule[i] == "" {
			rule[i] = "---"
		}
	}
	row(names)
	row(rule)
	for _, cells := range t.Rows {
		row(cells)
	}
}

// fenced puts text into a fence that is longer than any run of backticks in it.
func fenced(lang, text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + lang + "\n" + text + "\n" + fence + "\n"
}
