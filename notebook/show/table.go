package show

import (
	"fmt"
	"reflect"
	"strconv"

	"gonum.org/v1/gonum/mat"

	"quire/nn"
	"quire/notebook/output"
)

// How much of a value a table shows. What is left out is marked with …, and the size of the whole stands in the corner.
const (
	tableRows     = 500 // of slices and maps
	matrixColumns = 20  // of slices of slices
	tensorRows    = 20
	tensorColumns = 12
)

// Table shows v as a table:
//
//   - a slice of structs, or of pointers to structs, with a row each. Columns are the exported fields in order, those of
//     embedded structs among them. A tag `show:"이름"` is the head in place of the field's name; `show:"-"` leaves a
//     field out.
//   - [][]float64, [][]int and the like, a gonum mat.Matrix, and an *nn.Tensor with one or two axes, with the numbers of
//     rows and columns in the margins. A large matrix or tensor is cut after 20 rows and 12 columns.
//   - [][]string, whose first row is the head.
//   - a map, in the order of its keys, and a slice of single values: two columns.
//   - a value with a method Table() [][]string, whose first row is the head, such as *nn.History and *nn.Net.
//
// Numbers of a column get equally many decimals. What is none of these is shown as the value of a last expression is.
func Table(v any) {
	if t := tableOf(v); t != nil {
		show(t)
		return
	}
	if o := Value(v); o != nil {
		show(o)
		return
	}
	show(&output.Text{Stream: output.Value, Data: "<nil>\n"})
}

// Rows shows ready text as a table. Columns in which every cell is a number are aligned on the decimal points; rows that
// are shorter than the longest end in empty cells. head may be nil.
func Rows(head []string, rows [][]string) { show(readyTable(head, rows)) }

func readyTable(head []string, rows [][]string) *output.Table {
	columns := len(head)
	for _, r := range rows {
		columns = max(columns, len(r))
	}
	t := &output.Table{Columns: make([]output.Column, columns), Rows: make([][]string, len(rows))}
	for i, r := range rows {
		t.Rows[i] = make([]string, columns)
		copy(t.Rows[i], r)
	}
	cells := make([]string, len(rows))
	for j := range t.Columns {
		if j < len(head) {
			t.Columns[j].Name = head[j]
		}
		for i := range rows {
			cells[i] = t.Rows[i][j]
		}
		t.Columns[j].Align = alignmentOf(cells)
	}
	return t
}

// headFirst is a table whose head is the first row.
func headFirst(rows [][]string) *output.Table {
	if len(rows) == 0 {
		return &output.Table{}
	}
	return readyTable(rows[0], rows[1:])
}

// tableOf returns v as a table, nil when it is none.
func tableOf(v any) *output.Table {
	d := datumOf(v)
	if !d.v.IsValid() || d.v.Kind() == reflect.Pointer && d.v.IsNil() {
		return nil
	}
	if rows, ok := ownTable(d); ok {
		return headFirst(rows)
	}
	switch x := d.any().(type) {
	case [][]string:
		return headFirst(x)
	case *nn.Tensor:
		return tensorTable(x)
	case mat.Matrix:
		r, c := x.Dims()
		return matrixTable(r, c, tensorRows, tensorColumns, func(i, j int) datum { return datumOf(x.At(i, j)) })
	}
	if p, ok := d.deref(); ok {
		d = p
	}
	switch d.v.Kind() {
	case reflect.Slice, reflect.Array:
		return sliceTable(d)
	case reflect.Map:
		return mapTable(d)
	}
	return nil
}

// ownTable calls the value's method Table.
func ownTable(d datum) ([][]string, bool) {
	switch x := d.any().(type) {
	case declared:
		return x.Table()
	case interface{ Table() [][]string }:
		return x.Table(), true
	}
	return nil, false
}

// tensorTable shows a tensor with one or two axes.
func tensorTable(x *nn.Tensor) *output.Table {
	rows, columns := 1, 0
	switch len(x.Shape) {
	case 1:
		columns = x.Shape[0]
	case 2:
		rows, columns = x.Shape[0], x.Shape[1]
	}
	if len(x.Shape) < 1 || len(x.Shape) > 2 || rows < 0 || columns < 0 || rows*columns != len(x.Data) {
		return nil
	}
	return matrixTable(rows, columns, tensorRows, tensorColumns, func(i, j int) datum { return datumOf(x.Data[i*columns+j]) })
}

// matrixTable shows numbers under the numbers of their columns. at need not give a value beyond the end of a row.
func matrixTable(rows, columns, mostRows, mostColumns int, at func(i, j int) datum) *output.Table {
	r, c := min(rows, mostRows), min(columns, mostColumns)
	corner := ""
	if r < rows || c < columns {
		corner = fmt.Sprintf("%d×%d", rows, columns)
	}
	t := newTable(r)
	numbers := make([]string, r)
	for i := range numbers {
		numbers[i] = strconv.Itoa(i)
	}
	t.add(corner, numbers, output.AlignRight)
	for j := range c {
		cells := make([]cellValue, r)
		for i := range cells {
			cells[i] = cellOf(at(i, j))
		}
		t.set(strconv.Itoa(j), cells)
	}
	if c < columns {
		more := make([]string, r)
		for i := range more {
			more[i] = "…"
		}
		t.add("…", more, output.AlignCenter)
	}
	if r < rows {
		t.more("…")
	}
	return &t.Table
}

// sliceTable shows a slice of structs, of slices, or of single values.
func sliceTable(d datum) *output.Table {
	n := min(d.v.Len(), tableRows)
	rows := make([]datum, n)
	for i := range rows {
		rows[i] = d.part(element(d.typ), d.v.Index(i))
	}
	if typ, ok := recordType(d, rows); ok {
		return recordTable(typ, rows, d.v.Len())
	}
	columns, ok := 0, n > 0
	for _, r := range rows {
		r, full := r.deref()
		ok = ok && full && (r.v.Kind() == reflect.Slice || r.v.Kind() == reflect.Array)
		if ok {
			columns = max(columns, r.v.Len())
		}
	}
	if ok {
		return matrixTable(d.v.Len(), columns, tableRows, matrixColumns, func(i, j int) datum {
			r, _ := rows[i].deref()
			if j >= r.v.Len() {
				return datum{}
			}
			return r.part(element(r.typ), r.v.Index(j))
		})
	}
	numbers := make([]string, n)
	cells := make([]cellValue, n)
	for i, r := range rows {
		numbers[i], cells[i] = strconv.Itoa(i), cellOf(r)
	}
	t := newTable(n)
	t.add("", numbers, output.AlignRight)
	t.set("value", cells)
	t.moreOf(d.v.Len())
	return &t.Table
}

// recordType returns the struct type of all rows, nil ones aside; of an empty slice the type of its elements.
func recordType(d datum, rows []datum) (typ datum, ok bool) {
	for _, r := range rows {
		r, full := r.deref()
		if !full {
			continue
		}
		if r.v.Kind() != reflect.Struct || hasOwnText(r) || typ.v.IsValid() && typ.v.Type() != r.v.Type() {
			return datum{}, false
		}
		typ = r
	}
	if typ.v.IsValid() {
		return typ, true
	}
	t, rt := element(d.typ), d.v.Type().Elem()
	if rt.Kind() == reflect.Pointer {
		t, rt = element(t), rt.Elem()
	}
	if rt.Kind() != reflect.Struct {
		return datum{}, false
	}
	return datum{typ: t, v: reflect.Zero(rt)}, true
}

func hasOwnText(d datum) bool {
	_, ok := d.ownText()
	return ok && len(fieldsOf(d.typ, d.v.Type(), 0)) == 0
}

// recordTable shows structs, one a row; of is how many there are.
func recordTable(typ datum, rows []datum, of int) *output.Table {
	t := newTable(len(rows))
	for _, f := range fieldsOf(typ.typ, typ.v.Type(), 0) {
		cells := make([]cellValue, len(rows))
		for i, r := range rows {
			if r, full := r.deref(); full {
				if v, ok := r.at(f.path); ok {
					cells[i] = cellOf(v)
				}
			}
		}
		t.set(f.head, cells)
	}
	if len(t.Columns) == 0 {
		return nil
	}
	t.moreOf(of)
	return &t.Table
}

// mapTable shows a map in the order of its keys.
func mapTable(d datum) *output.Table {
	keys := sortedKeys(d)
	keys = keys[:min(len(keys), tableRows)]
	names, values := make([]cellValue, len(keys)), make([]cellValue, len(keys))
	for i, k := range keys {
		names[i], values[i] = cellOf(k), cellOf(d.mapValue(k))
	}
	t := newTable(len(keys))
	t.set("key", names)
	t.set("value", values)
	t.moreOf(d.v.Len())
	return &t.Table
}

// A tableBuilder puts a table together column by column.
type tableBuilder struct{ output.Table }

func newTable(rows int) *tableBuilder {
	return &tableBuilder{output.Table{Rows: make([][]string, rows)}}
}

// add adds a column of ready text.
func (t *tableBuilder) add(head string, cells []string, a output.Align) {
	t.Columns = append(t.Columns, output.Column{Name: head, Align: a})
	for i := range t.Rows {
		t.Rows[i] = append(t.Rows[i], cells[i])
	}
}

// set adds a column of values.
func (t *tableBuilder) set(head string, cells []cellValue) {
	texts, a := setColumn(cells)
	t.add(head, texts, a)
}

// more adds a row that says that rows are missing.
func (t *tableBuilder) more(text string) {
	row := make([]string, len(t.Columns))
	for j := range row {
		row[j] = "…"
	}
	row[0] = text
	t.Rows = append(t.Rows, row)
}

// moreOf adds a row that says how many of n rows are missing, when some are.
func (t *tableBuilder) moreOf(n int) {
	if missing := n - len(t.Rows); missing > 0 {
		t.more(fmt.Sprintf("… %d more", missing))
	}
}
