package output

import (
	"strings"
	"unicode/utf8"
)

// Plain returns the table in columns, two spaces apart, under its caption and a rule. Wide East Asian characters count
// two cells, so columns stand straight in a terminal.
func (t *Table) Plain() string {
	cells := t.aligned()
	var b strings.Builder
	if t.Caption != "" {
		b.WriteString(endLine(t.Caption))
	}
	for i, row := range cells {
		b.WriteString(strings.TrimRight(strings.Join(row, "  "), " ") + "\n")
		if i == 0 {
			for j, c := range row {
				if j > 0 {
					b.WriteString("  ")
				}
				b.WriteString(strings.Repeat("-", Width(c)))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// aligned returns the head and the rows with every cell padded to the width of its column.
func (t *Table) aligned() [][]string {
	out := make([][]string, 0, len(t.Rows)+1)
	head := make([]string, len(t.Columns))
	for j, c := range t.Columns {
		head[j] = oneLine(c.Name)
	}
	out = append(out, head)
	for _, row := range t.Rows {
		r := make([]string, len(t.Columns))
		for j := range min(len(row), len(r)) {
			r[j] = oneLine(row[j])
		}
		out = append(out, r)
	}
	for j, c := range t.Columns {
		alignColumn(out, j, c.Align)
	}
	return out
}

// alignColumn pads column j of rows, the first of which is the head.
func alignColumn(rows [][]string, j int, a Align) {
	if a == AlignDecimal {
		alignPoints(rows[1:], j)
		a = AlignRight
	}
	w := 0
	for _, r := range rows {
		w = max(w, Width(r[j]))
	}
	for _, r := range rows {
		pad := w - Width(r[j])
		left := 0
		switch a {
		case AlignRight:
			left = pad
		case AlignCenter:
			left = pad / 2
		}
		r[j] = strings.Repeat(" ", left) + r[j] + strings.Repeat(" ", pad-left)
	}
}

// alignPoints pads numbers on the right so that their decimal points line up once the column is set flush right.
func alignPoints(rows [][]string, j int) {
	after := func(s string) int {
		if i := strings.LastIndexByte(s, '.'); i >= 0 {
			return Width(s[i:])
		}
		return 0
	}
	most := 0
	for _, r := range rows {
		most = max(most, after(r[j]))
	}
	for _, r := range rows {
		if r[j] != "" {
			r[j] += strings.Repeat(" ", most-after(r[j]))
		}
	}
}

// oneLine puts the lines of a cell on one.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\r\t") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// Width returns how many terminal cells s takes: two for wide and full-width characters, none for combining marks.
func Width(s string) int {
	w := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		w += runeWidth(r)
		i += n
	}
	return w
}
