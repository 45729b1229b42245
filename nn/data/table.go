package data

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"

	"quire/nn"
)

// table is a CSV file as text.
type table struct {
	file  string
	names []string
	rows  []record
}

// record is one example, with the line it begins on.
type record struct {
	line   int
	fields []string
}

// readTable splits a file into fields.
func readTable(name string, content []byte, o CSV) (*table, error) {
	text, err := decode(name, content)
	if err != nil {
		return nil, err
	}
	comma, err := separator(text, o.Separator)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = comma, -1
	t := &table{file: name}
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, plainCSV(name, err)
		}
		line, _ := r.FieldPos(0)
		for i, f := range fields {
			fields[i] = strings.TrimSpace(f)
		}
		if len(fields) == 1 && fields[0] == "" {
			continue // a line of spaces
		}
		if err := t.add(record{line, fields}, o.NoHeader); err != nil {
			return nil, err
		}
	}
	if len(t.rows) == 0 {
		return nil, fmt.Errorf("%s: there are no examples", name)
	}
	return t, nil
}

// add takes one record: the names first.
func (t *table) add(r record, noHeader bool) error {
	switch {
	case t.names == nil && noHeader:
		for i := range r.fields {
			t.names = append(t.names, strconv.Itoa(i+1))
		}
	case t.names == nil:
		if allNumbers(r.fields) {
			return fmt.Errorf("%s:%d: the first line holds numbers only; set NoHeader when it is an example and not the names of the columns", t.file, r.line)
		}
		t.names = r.fields
		for i, name := range t.names {
			if name == "" { // a running number that someone's program has written
				t.names[i] = strconv.Itoa(i + 1)
			}
		}
		return nil
	case len(r.fields) != len(t.names):
		return fmt.Errorf("%s:%d: %d fields, and the first line has %d; the separator or a quotation mark may be wrong", t.file, r.line, len(r.fields), len(t.names))
	}
	t.rows = append(t.rows, r)
	return nil
}

func allNumbers(fields []string) bool {
	for _, f := range fields {
		if _, err := strconv.ParseFloat(f, 64); err != nil {
			return false
		}
	}
	return true
}

// plainCSV says what encoding/csv found, and where.
func plainCSV(name string, err error) error {
	var at *csv.ParseError
	switch {
	case !errors.As(err, &at):
		return fmt.Errorf("%s: %w", name, err)
	case errors.Is(at.Err, csv.ErrQuote):
		return fmt.Errorf("%s:%d: a quotation mark is not closed, or not doubled inside a quoted field", name, at.StartLine)
	case errors.Is(at.Err, csv.ErrBareQuote):
		return fmt.Errorf("%s:%d: a quotation mark inside a field that is not quoted", name, at.Line)
	}
	return fmt.Errorf("%s:%d: %w", name, at.Line, at.Err)
}

// decode returns the text in UTF-8, without a byte order mark.
func decode(name string, content []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		return nil, fmt.Errorf("%s: the file is UTF-16; save it as UTF-8", name)
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return nil, fmt.Errorf("%s: this is a workbook or another archive; save the sheet as CSV", name)
	}
	text := bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if utf8.Valid(text) {
		return text, nil
	}
	text, err := korean.EUCKR.NewDecoder().Bytes(content)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, fmt.Errorf("%s: the text is neither UTF-8 nor EUC-KR; save it as UTF-8", name)
	}
	return text, nil
}

// separator returns the rune between fields.
func separator(text []byte, asked string) (rune, error) {
	if asked != "" {
		r, n := utf8.DecodeRuneInString(asked)
		if n != len(asked) || r == utf8.RuneError || strings.ContainsRune("\"\r\n", r) {
			return 0, fmt.Errorf("the separator %q is not one character", asked)
		}
		return r, nil
	}
	line, _, _ := bytes.Cut(bytes.TrimLeft(text, "\r\n"), []byte("\n"))
	best, most, quoted := ',', 0, false
	var count [4]int
	const known = ",;\t|"
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		}
		if i := strings.IndexByte(known, c); i >= 0 && !quoted {
			count[i]++
		}
	}
	for i, n := range count {
		if n > most {
			best, most = rune(known[i]), n
		}
	}
	return best, nil
}

// column returns the place of a column; the empty text means the one given, counted from the end when negative.
func (t *table) column(name string, or int) (int, error) {
	n := len(t.names)
	if name == "" {
		return (or + n) % n, nil
	}
	at := slices.Index(t.names, name)
	if at >= 0 {
		if slices.Contains(t.names[at+1:], name) {
			return 0, fmt.Errorf("%s: several columns are called %q; give the number instead", t.file, name)
		}
		return at, nil
	}
	i, err := strconv.Atoi(name)
	switch {
	case err == nil && i >= 1 && i <= n:
		return i - 1, nil
	case err == nil && i < 0 && -i <= n:
		return n + i, nil
	}
	return 0, fmt.Errorf("%s: there is no column %q; the columns are %s", t.file, name, strings.Join(t.names, ", "))
}

// columns returns the places of columns.
func (t *table) columns(names []string) ([]int, error) {
	var at []int
	for _, name := range names {
		i, err := t.column(name, 0)
		if err != nil {
			return nil, err
		}
		at = append(at, i)
	}
	return at, nil
}

func (t *table) namesOf(columns []int) []string {
	names := make([]string, len(columns))
	for k, i := range columns {
		names[k] = t.names[i]
	}
	return names
}

// choose returns the columns of the features and the examples that are used; asked are the columns of class or targets.
func (t *table) choose(o CSV, asked []int) (features []int, rows []record, err error) {
	if features, err = t.columns(o.Features); err != nil {
		return nil, nil, err
	}
	skip, err := t.columns(o.Skip)
	if err != nil {
		return nil, nil, err
	}
	if o.Features == nil {
		features = span(0, len(t.names))
		features = slices.DeleteFunc(features, func(i int) bool { return slices.Contains(asked, i) || slices.Contains(skip, i) })
	}
	if len(features) == 0 {
		return nil, nil, fmt.Errorf("%s: no column is left for the features; the columns are %s (is the separator right?)", t.file, strings.Join(t.names, ", "))
	}
	needed := slices.Concat(features, asked)
	for _, r := range t.rows {
		hole := slices.IndexFunc(needed, func(i int) bool { return missing(r.fields[i]) })
		switch {
		case hole < 0:
			rows = append(rows, r)
		case !o.DropEmpty:
			return nil, nil, fmt.Errorf("%s:%d: column %s is missing; fill it in, or set DropEmpty to leave such examples out", t.file, r.line, t.names[needed[hole]])
		}
	}
	if len(rows) == 0 {
		return nil, nil, fmt.Errorf("%s: every example lacks something", t.file)
	}
	return features, rows, nil
}

// missing reports whether a field stands for a missing value.
func missing(field string) bool {
	switch strings.ToLower(field) {
	case "", "na", "n/a", "nan", "null", "?":
		return true
	}
	return false
}

// numbers returns columns as a tensor.
func (t *table) numbers(rows []record, columns []int) (*nn.Tensor, error) {
	x := nn.New(len(rows), len(columns))
	for i, r := range rows {
		for j, c := range columns {
			v, err := strconv.ParseFloat(r.fields[c], 32)
			if err != nil || math.IsInf(v, 0) {
				return nil, fmt.Errorf("%s:%d: column %s holds %q, which is no number that fits; leave the column out with Skip, or write it as a number", t.file, r.line, t.names[c], r.fields[c])
			}
			x.Data[i*len(columns)+j] = float32(v)
		}
	}
	return x, nil
}

// classes returns the labels of a column and the names of the classes.
func (t *table) classes(rows []record, column int, names []string) ([]int, []string, error) {
	if names == nil {
		for _, r := range rows {
			names = append(names, r.fields[column])
		}
		names = inOrder(names)
	}
	label := map[string]int{}
	for i, name := range names {
		label[name] = i
	}
	labels := make([]int, len(rows))
	for i, r := range rows {
		l, ok := label[r.fields[column]]
		if !ok {
			return nil, nil, fmt.Errorf("%s:%d: column %s holds %q, which is not one of the classes %s", t.file, r.line, t.names[column], r.fields[column], strings.Join(names, ", "))
		}
		labels[i] = l
	}
	return labels, slices.Clone(names), nil
}

// inOrder returns the different names in ascending order: by value when all are numbers, else by code points.
func inOrder(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	names = slices.Compact(names)
	if allNumbers(names) {
		slices.SortStableFunc(names, func(a, b string) int {
			x, _ := strconv.ParseFloat(a, 64) // allNumbers has parsed both
			y, _ := strconv.ParseFloat(b, 64)
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
	}
	return names
}
