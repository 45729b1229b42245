package data

import (
	"fmt"
	"os"
	"path/filepath"
)

// CSV says how to read a table. The zero value reads a file whose first line names the columns and whose last column is
// the class, or the target.
//
// Columns are given by their names or by their numbers as text: "1" is the first, "-1" the last. A name comes before a
// number. Without a first line of names, the columns are called "1", "2" and so on.
type CSV struct {
	NoHeader  bool     // the first line is an example already
	Separator string   // between fields; "": that one of , ; tab | which comes most often in the first line, else a comma
	Label     string   // column of the class; "": the last
	Targets   []string // ReadCSVValues: columns of the targets; nil: the last
	Features  []string // columns of the features, in this order; nil: all that are neither class nor target
	Skip      []string // columns that are left out, such as a running number
	Classes   []string // names of the classes in the order of their labels; nil: those of the file, see ReadCSV
	DropEmpty bool     // leave out examples in which a needed field is missing, instead of an error
}

// ReadCSV reads labelled examples from a CSV file. Features are numbers; the class may be a number or a text.
//
// Classes get the labels 0, 1, … in ascending order: by value when all are numbers, else by code points, in which 가 comes
// before 나. A file that may lack classes, a test set for instance, needs their names in Classes.
//
// The file is UTF-8, with or without a byte order mark, or the EUC-KR (CP949) that Excel writes in Korean; lines end in LF
// or CRLF; fields may be quoted. An empty field, "NA", "N/A", "NaN", "null" and "?" are missing. Every error names the file,
// and the line and column at fault.
func ReadCSV(path string, o CSV) (*Points, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read table: %w", err)
	}
	return ParseCSV(path, content, o)
}

// ParseCSV is ReadCSV for the content of a file; name stands in errors.
func ParseCSV(name string, content []byte, o CSV) (*Points, error) {
	t, err := readTable(name, content, o)
	if err != nil {
		return nil, err
	}
	label, err := t.column(o.Label, -1)
	if err != nil {
		return nil, err
	}
	features, rows, err := t.choose(o, []int{label})
	if err != nil {
		return nil, err
	}
	x, err := t.numbers(rows, features)
	if err != nil {
		return nil, err
	}
	labels, names, err := t.classes(rows, label, o.Classes)
	if err != nil {
		return nil, err
	}
	return &Points{Name: filepath.Base(name), Source: "from " + name, SHA256: sum(content), Features: t.namesOf(features), ClassNames: names, x: x, labels: labels}, nil
}

// ReadCSVValues reads examples for regression from a CSV file: features and targets are numbers. See ReadCSV for the files
// that it reads.
func ReadCSVValues(path string, o CSV) (*Values, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read table: %w", err)
	}
	return ParseCSVValues(path, content, o)
}

// ParseCSVValues is ReadCSVValues for the content of a file; name stands in errors.
func ParseCSVValues(name string, content []byte, o CSV) (*Values, error) {
	t, err := readTable(name, content, o)
	if err != nil {
		return nil, err
	}
	targets, err := t.columns(o.Targets)
	if err != nil {
		return nil, err
	}
	if len(targets) == 0 {
		targets = []int{len(t.names) - 1}
	}
	features, rows, err := t.choose(o, targets)
	if err != nil {
		return nil, err
	}
	x, err := t.numbers(rows, features)
	if err != nil {
		return nil, err
	}
	y, err := t.numbers(rows, targets)
	if err != nil {
		return nil, err
	}
	return &Values{Name: filepath.Base(name), Source: "from " + name, SHA256: sum(content), Features: t.namesOf(features), Targets: t.namesOf(targets), x: x, t: y}, nil
}
