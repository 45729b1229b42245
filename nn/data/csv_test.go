package data

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/korean"
)

// write shows what was read in one line.
func (p *Points) write() string {
	return fmt.Sprintf("%v %v %v %v", p.Features, p.ClassNames, p.x.Rows64(), p.labels)
}

func (v *Values) write() string {
	return fmt.Sprintf("%v %v %v %v", v.Features, v.Targets, v.x.Rows64(), v.t.Rows64())
}

func TestCSV(t *testing.T) {
	cp949, err := korean.EUCKR.NewEncoder().String("키,몸무게,반\n170,60,똠방\n160,50,가람\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, content string
		o             CSV
		want          string
	}{
		{"names first, the class last", "a,b,kind\n1,2,x\n3,4,y\n5,6,x\n", CSV{}, "[a b] [x y] [[1 2] [3 4] [5 6]] [0 1 0]"},
		{"no line feed at the end", "a,b,kind\n1,2,x", CSV{}, "[a b] [x] [[1 2]] [0]"},
		{"CRLF, spaces, empty lines", "a, b ,kind\r\n \r\n 1 ,2, x\r\n3,4 ,y \r\n\r\n", CSV{}, "[a b] [x y] [[1 2] [3 4]] [0 1]"},
		{"byte order mark", "\xef\xbb\xbfa,kind\n1,x\n", CSV{Features: []string{"a"}}, "[a] [x] [[1]] [0]"},
		{"quoted fields", "\"length, in cm\",\"the \"\"kind\"\"\"\n\"1\",\"a\nb\"\n2,\"c,d\"\n", CSV{Label: `the "kind"`}, "[length, in cm] [a\nb c,d] [[1] [2]] [0 1]"},
		{"Korean", "키,몸무게,반\n170,60,하나\n160.5,50,가람\n", CSV{Label: "반"}, "[키 몸무게] [가람 하나] [[170 60] [160.5 50]] [1 0]"},
		{"Korean, as Excel writes it", cp949, CSV{Label: "반"}, "[키 몸무게] [가람 똠방] [[170 60] [160 50]] [1 0]"},
		{"no names", "1,2,x\n3,4,y\n", CSV{NoHeader: true}, "[1 2] [x y] [[1 2] [3 4]] [0 1]"},
		{"the class in front, by number", "x,1,2\ny,3,4\n", CSV{NoHeader: true, Label: "1"}, "[2 3] [x y] [[1 2] [3 4]] [0 1]"},
		{"the class by number from the end", "k,a,z\nx,1,2\n", CSV{Label: "-3"}, "[a z] [x] [[1 2]] [0]"},
		{"features by name and number", "id,a,b,k\n7,1,2,x\n", CSV{Features: []string{"b", "2"}}, "[b a] [x] [[2 1]] [0]"},
		{"a running number without a name", ",a,k\n0,5,x\n1,6,y\n", CSV{Skip: []string{"1"}}, "[a] [x y] [[5] [6]] [0 1]"},
		{"a name that is a number comes first", "2,1,k\n5,6,x\n", CSV{Features: []string{"1"}}, "[1] [x] [[6]] [0]"},
		{"semicolons", "a;b;k\n1;2;x\n", CSV{}, "[a b] [x] [[1 2]] [0]"},
		{"tabs", "a\tb\tk\n1\t2\tx\n", CSV{}, "[a b] [x] [[1 2]] [0]"},
		{"bars, with a comma in a name", "a|b|c,d\n1|2|x\n", CSV{}, "[a b] [x] [[1 2]] [0]"},
		{"a separator of one's own", "a:b:k\n1:2:x\n", CSV{Separator: ":"}, "[a b] [x] [[1 2]] [0]"},
		{"classes that are numbers", "a,k\n1,10\n2,9\n3,-1\n", CSV{}, "[a] [-1 9 10] [[1] [2] [3]] [2 1 0]"},
		{"classes in a given order", "a,k\n1,small\n2,large\n", CSV{Classes: []string{"small", "medium", "large"}}, "[a] [small medium large] [[1] [2]] [0 2]"},
		{"missing fields left out", "a,b,k\n1,,x\n2,3,y\nNA,4,x\n5,6,?\n7,8,x\n", CSV{DropEmpty: true}, "[a b] [x y] [[2 3] [7 8]] [1 0]"},
		{"missing where nobody looks", "a,b,k\n1,,x\n", CSV{Skip: []string{"b"}}, "[a] [x] [[1]] [0]"},
		{"numbers in all their forms", "a,k\n-1.5e2,x\n.5,x\n+3,x\n", CSV{}, "[a] [x] [[-150] [0.5] [3]] [0 0 0]"},
	} {
		p, err := ParseCSV("t.csv", []byte(c.content), c.o)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := p.write(); got != c.want || p.SHA256 != sum([]byte(c.content)) {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestCSVErrors(t *testing.T) {
	for _, c := range []struct {
		name, content string
		o             CSV
		want          string
	}{
		{"empty", "", CSV{}, "t.csv: there are no examples"},
		{"names only", "a,b\n", CSV{}, "t.csv: there are no examples"},
		{"one column", "a b c\n1 2 3\n", CSV{}, "t.csv: no column is left for the features; the columns are a b c (is the separator right?)"},
		{"numbers first", "1,2\n3,4\n", CSV{}, "t.csv:1: the first line holds numbers only; set NoHeader"},
		{"ragged", "a,k\n1,x\n\n1,2,x\n", CSV{}, "t.csv:4: 3 fields, and the first line has 2"},
		{"missing", "a,b,k\n1,2,x\n1,,x\n", CSV{}, "t.csv:3: column b is missing; fill it in, or set DropEmpty"},
		{"missing class", "a,k\n1,x\n1,NaN\n", CSV{}, "t.csv:3: column k is missing"},
		{"all missing", "a,k\n,x\n", CSV{DropEmpty: true}, "t.csv: every example lacks something"},
		{"text", "키,성별,반\n1,남,x\n", CSV{}, `t.csv:2: column 성별 holds "남", which is no number that fits; leave the column out with Skip`},
		{"text after a quoted line end", "a,k\n1,\"x\ny\"\nz,x\n", CSV{}, `t.csv:4: column a holds "z"`},
		{"infinite", "a,k\nInf,x\n", CSV{}, `t.csv:2: column a holds "Inf"`},
		{"too large", "a,k\n1e99,x\n", CSV{}, `t.csv:2: column a holds "1e99"`},
		{"no such column", "a,k\n1,x\n", CSV{Label: "class"}, `t.csv: there is no column "class"; the columns are a, k`},
		{"no such number", "a,k\n1,x\n", CSV{Skip: []string{"3"}}, `t.csv: there is no column "3"`},
		{"twice", "a,a,k\n1,2,x\n", CSV{Features: []string{"a"}}, `t.csv: several columns are called "a"; give the number instead`},
		{"other class", "a,k\n1,x\n2,y\n", CSV{Classes: []string{"x", "z"}}, `t.csv:3: column k holds "y", which is not one of the classes x, z`},
		{"open quotation", "a,k\n1,\"x\n2,y\n", CSV{}, "t.csv:2: a quotation mark is not closed"},
		{"quotation inside", "a,k\n1,x\"y\n", CSV{}, "t.csv:2: a quotation mark inside a field that is not quoted"},
		{"separator", "a,k\n1,x\n", CSV{Separator: ", "}, `t.csv: the separator ", " is not one character`},
		{"UTF-16", "\xff\xfea\x00", CSV{}, "t.csv: the file is UTF-16; save it as UTF-8"},
		{"workbook", "PK\x03\x04....", CSV{}, "t.csv: this is a workbook or another archive; save the sheet as CSV"},
		{"binary", "a,k\n\x81\x20\xff\xff,x\n", CSV{}, "t.csv: the text is neither UTF-8 nor EUC-KR"},
	} {
		p, err := ParseCSV("t.csv", []byte(c.content), c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v; want the error %q", c.name, p, err, c.want)
		}
	}
	if _, err := ReadCSV(filepath.Join(t.TempDir(), "none.csv"), CSV{}); !os.IsNotExist(unwrapped(err)) {
		t.Errorf("a file that is not there gives %v", err)
	}
}

// unwrapped returns the innermost error.
func unwrapped(err error) error {
	for {
		w, ok := err.(interface{ Unwrap() error })
		if !ok {
			return err
		}
		if _, isPath := err.(*os.PathError); isPath {
			return err
		}
		err = w.Unwrap()
	}
}

func TestCSVValues(t *testing.T) {
	for _, c := range []struct {
		name, content string
		o             CSV
		want          string
	}{
		{"the target last", "size,rooms,price\n50,2,1.5\n80,3,2.5\n", CSV{}, "[size rooms] [price] [[50 2] [80 3]] [[1.5] [2.5]]"},
		{"two targets", "x,a,b\n1,2,3\n", CSV{Targets: []string{"b", "a"}}, "[x] [b a] [[1]] [[3 2]]"},
		{"one of several features", "id,x,y\n9,1,2\n", CSV{Features: []string{"x"}}, "[x] [y] [[1]] [[2]]"},
	} {
		path := filepath.Join(t.TempDir(), "표.csv")
		if err := os.WriteFile(path, []byte(c.content), 0o644); err != nil {
			t.Fatal(err)
		}
		v, err := ReadCSVValues(path, c.o)
		if err != nil || v.write() != c.want || v.Name != "표.csv" || v.Source != "from "+path {
			t.Errorf("%s: %v %v\nwant %s", c.name, v, err, c.want)
		}
	}
	if _, err := ParseCSVValues("t.csv", []byte("x,y\n1,high\n"), CSV{}); err == nil || !strings.Contains(err.Error(), `t.csv:2: column y holds "high"`) {
		t.Errorf("a target that is a text gives %v", err)
	}
}

// FuzzCSV: whatever a file holds, the result is a table that can be read, or an error that names the file.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("a,b,kind\n1,2,x\n3,4,y\n"), "", "kind", false, true)
	f.Add([]byte("\xef\xbb\xbf1;2\r\n\"3\";4\r\n"), ";", "-1", true, false)
	f.Add([]byte("\xb0\xa1,k\n1,x"), "", "1", false, false)
	f.Fuzz(func(t *testing.T, content []byte, separator, label string, noHeader, drop bool) {
		o := CSV{Separator: separator, Label: label, Targets: []string{label}, NoHeader: noHeader, DropEmpty: drop}
		p, err := ParseCSV("t.csv", content, o)
		if err != nil && !strings.HasPrefix(err.Error(), "t.csv:") {
			t.Errorf("the error %q does not name the file", err)
		}
		if err == nil {
			x, labels := p.All()
			if len(labels) == 0 || x.Len() != p.Len()*p.ExampleLen() || len(p.Counts()) != p.Classes() || len(p.Table()) < 2 {
				t.Errorf("%v gives %d labels and %d numbers", p, len(labels), x.Len())
			}
		}
		if v, err := ParseCSVValues("t.csv", content, o); err == nil {
			if x, y := v.All(); x.Len() != v.Len()*v.ExampleLen() || y.Len() != v.Len()*v.TargetLen() {
				t.Errorf("%v gives %d numbers and %d targets", v, x.Len(), y.Len())
			}
		}
	})
}
