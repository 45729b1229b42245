package data

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quire/nn"
)

// Points are labelled examples of a few numbers each: a toy set, or the rows of a table that ReadCSV has read. They do not
// change; Slice, Subset, Shuffle and the rest give other lists.
type Points struct {
	Name       string
	Source     string   // where they came from: a file, or how they were made
	SHA256     string   // of the file; "" where there is none
	Features   []string // names of the numbers: "x", "y"
	ClassNames []string // names of the classes; label 0 is the first

	x      *nn.Tensor // (N, features)
	labels []int
}

// NewPoints returns examples with the features x (N, features) and a label for each row. Classes run from 0 to the
// greatest label.
func NewPoints(name string, x *nn.Tensor, labels []int) *Points {
	need("data.NewPoints", "x", x)
	if len(x.Shape) != 2 || x.Shape[0] != len(labels) {
		misuse("data.NewPoints", "x has the shape %v and there are %d labels; want (%d, features)", x.Shape, len(labels), len(labels))
	}
	p := &Points{Name: name, x: x.Clone(), labels: slices.Clone(labels)}
	for j := range x.Shape[1] {
		p.Features = append(p.Features, "x"+strconv.Itoa(j+1))
	}
	for i, l := range labels {
		if l < 0 || l > 1<<20 {
			misuse("data.NewPoints", "label %d of example %d; labels count from 0", l, i)
		}
		for len(p.ClassNames) <= l {
			p.ClassNames = append(p.ClassNames, strconv.Itoa(len(p.ClassNames)))
		}
	}
	return p
}

// Len returns the number of examples.
func (p *Points) Len() int { return len(p.labels) }

// ExampleLen returns the number of features.
func (p *Points) ExampleLen() int { return len(p.Features) }

// Shape returns (features).
func (p *Points) Shape() []int { return []int{len(p.Features)} }

// Classes returns the number of classes; labels run from 0 to one less.
func (p *Points) Classes() int { return len(p.ClassNames) }

// check panics unless there is an example i.
func (p *Points) check(i int) int {
	if i < 0 || i >= len(p.labels) {
		misuse("data.Points", "example %d of %d", i, len(p.labels))
	}
	return i
}

// Point returns the features of example i.
func (p *Points) Point(i int) []float64 { return p.x.Row(p.check(i)).Float64s() }

// Label returns the class of example i.
func (p *Points) Label(i int) int { return p.labels[p.check(i)] }

// Labels returns all classes.
func (p *Points) Labels() []int { return slices.Clone(p.labels) }

// Counts returns how many examples each class has.
func (p *Points) Counts() []int { return countLabels(p.labels, p.Classes()) }

// Column returns feature j of all examples.
func (p *Points) Column(j int) []float64 {
	if j < 0 || j >= len(p.Features) {
		misuse("data.Points.Column", "feature %d of %d: %s", j, len(p.Features), strings.Join(p.Features, ", "))
	}
	return p.x.Col(j).Float64s()
}

// Read implements nn.Examples.
func (p *Points) Read(x []float32, labels []int, index []int) {
	n := p.ExampleLen()
	for k, i := range index {
		copy(x[k*n:(k+1)*n], p.x.Data[p.check(i)*n:])
		labels[k] = p.labels[i]
	}
}

// All returns all features, of shape (N, features), and the labels.
func (p *Points) All() (*nn.Tensor, []int) { return p.x.Clone(), p.Labels() }

// Head returns the first n examples, or all when there are fewer.
func (p *Points) Head(n int) *Points { return p.Slice(0, min(n, p.Len())) }

// Slice returns the examples from … to−1.
func (p *Points) Slice(from, to int) *Points {
	checkRange("data.Points.Slice", from, to, p.Len())
	return p.Subset(span(from, to))
}

// Subset returns the examples with the given numbers, in that order.
func (p *Points) Subset(index []int) *Points {
	c := *p
	c.labels = make([]int, len(index))
	for k, i := range index {
		c.labels[k] = p.labels[p.check(i)]
	}
	c.x = p.x.Gather(index)
	return &c
}

// Split returns the first n examples and the rest.
func (p *Points) Split(n int) (first, rest *Points) { return p.Slice(0, n), p.Slice(n, p.Len()) }

// SplitFraction returns the first part of the examples, a number from 0 to 1, and the rest. Shuffle first where the order
// means something.
func (p *Points) SplitFraction(fraction float64) (first, rest *Points) {
	return p.Split(part("data.Points.SplitFraction", p.Len(), fraction))
}

// SplitStratified divides the examples at random so that every class has the same share in both parts, as nearly as whole
// examples allow. Both parts come in random order. A nil stream is the default one.
func (p *Points) SplitStratified(fraction float64, r *nn.Rand) (first, rest *Points) {
	a, b := stratified("data.Points.SplitStratified", p.labels, p.Classes(), fraction, r)
	return p.Subset(a), p.Subset(b)
}

// Shuffle returns the examples in random order. A nil stream is the default one.
func (p *Points) Shuffle(r *nn.Rand) *Points { return p.Subset(orDefault(r).Perm(p.Len())) }

// Only returns the examples of the given classes, in order. Their labels stay as they are.
func (p *Points) Only(classes []int) *Points {
	return p.Subset(only("data.Points.Only", p.labels, p.Classes(), classes))
}

// Balanced returns n examples of each class that has any, drawn and ordered at random. A nil stream is the default one. It
// panics with *nn.UsageError when a class has fewer.
func (p *Points) Balanced(n int, r *nn.Rand) *Points {
	return p.Subset(balanced("data.Points.Balanced", p.labels, p.Classes(), n, r))
}

// Concat returns the examples followed by others, which must have as many features.
func (p *Points) Concat(o *Points) *Points {
	if o == nil {
		misuse("data.Points.Concat", "the other examples are nil")
	}
	if p.ExampleLen() != o.ExampleLen() {
		misuse("data.Points.Concat", "the examples have %d and %d features", p.ExampleLen(), o.ExampleLen())
	}
	c := *p
	c.x = nn.Concat(0, []*nn.Tensor{p.x, o.x})
	c.labels = slices.Concat(p.labels, o.labels)
	if len(o.ClassNames) > len(c.ClassNames) {
		c.ClassNames = o.ClassNames
	}
	return &c
}

// Noise returns the examples with normal noise of deviation std added to every feature. A nil stream is the default one.
func (p *Points) Noise(std float64, r *nn.Rand) *Points {
	if !(std >= 0) {
		misuse("data.Points.Noise", "the deviation is %g; it must not be negative", std)
	}
	return p.with(p.x.Add(orDefault(r).Normal(0, std, p.x.Shape...)))
}

// with returns the examples with other features.
func (p *Points) with(x *nn.Tensor) *Points {
	c := *p
	c.x = x
	return &c
}

// tableRows is how many examples Table writes.
const tableRows = 20

// Table returns the first 20 examples as text, with the names of the columns first and how many more there are last, for
// show.Table.
func (p *Points) Table() [][]string {
	rows := [][]string{append(slices.Clone(p.Features), "class")}
	for i := range min(tableRows, p.Len()) {
		rows = append(rows, append(texts(p.x.Row(i)), p.ClassNames[p.labels[i]]))
	}
	return more(rows, p.Len())
}

// more adds a row that says how many of n examples are not in the table.
func more(rows [][]string, n int) [][]string {
	if n > tableRows {
		last := make([]string, len(rows[0]))
		last[0] = fmt.Sprintf("… %d more rows", n-tableRows)
		rows = append(rows, last)
	}
	return rows
}

// texts writes numbers shortly.
func texts(x *nn.Tensor) []string {
	v := make([]string, x.Len())
	for j, f := range x.Data {
		v[j] = strconv.FormatFloat(float64(f), 'g', 6, 32)
	}
	return v
}

// String reads "moons: 200 examples of 2 features, 2 classes".
func (p *Points) String() string {
	return fmt.Sprintf("%s: %s of %s, %s", p.Name, many(p.Len(), "example"), many(p.ExampleLen(), "feature"), many(p.Classes(), "class"))
}

// many reads "1 example" or "2 examples".
func many(n int, what string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(what, "s"):
		what += "es"
	default:
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}
