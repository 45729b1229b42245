package data

import (
	"fmt"
	"math"
	"slices"

	"quire/nn"
)

// misuse panics with an nn.UsageError.
func misuse(op, format string, args ...any) {
	panic(&nn.UsageError{Op: op, Problem: fmt.Sprintf(format, args...)})
}

// need panics when the tensor called name is nil.
func need(op, name string, t *nn.Tensor) {
	if t == nil {
		misuse(op, "%s is nil; give a tensor", name)
	}
}

// orDefault returns r, or the default stream when r is nil.
func orDefault(r *nn.Rand) *nn.Rand {
	if r == nil {
		return nn.DefaultRand()
	}
	return r
}

// part returns how many of n examples a fraction is, rounded to the nearest.
func part(op string, n int, fraction float64) int {
	if !(fraction >= 0 && fraction <= 1) {
		misuse(op, "the fraction is %g; give a number from 0 to 1, such as 0.8", fraction)
	}
	return int(math.Round(float64(fraction * float64(n))))
}

// checkRange panics unless from … to−1 are numbers of n examples.
func checkRange(op string, from, to, n int) {
	if from < 0 || to > n || from > to {
		misuse(op, "examples %d … %d of %d", from, to-1, n)
	}
}

// span returns the numbers from … to−1.
func span(from, to int) []int {
	v := make([]int, 0, max(0, to-from))
	for i := from; i < to; i++ {
		v = append(v, i)
	}
	return v
}

// countLabels returns how often each class comes.
func countLabels(labels []int, classes int) []int {
	v := make([]int, classes)
	for _, l := range labels {
		v[l]++
	}
	return v
}

// stratified divides shuffled examples so that each class gives the fraction to the first part, as nearly as whole
// examples allow: the classes with the largest rests give one more until the first part has its size.
func stratified(op string, labels []int, classes int, fraction float64, r *nn.Rand) (first, rest []int) {
	total := part(op, len(labels), fraction)
	quota, over := make([]int, classes), make([]float64, classes)
	for c, n := range countLabels(labels, classes) {
		exact := float64(fraction * float64(n))
		quota[c] = int(exact)
		over[c] = exact - float64(quota[c])
		total -= quota[c]
	}
	order := span(0, classes)
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case over[a] > over[b]:
			return -1
		case over[a] < over[b]:
			return 1
		}
		return 0
	})
	for _, c := range order[:max(0, min(total, classes))] {
		if over[c] > 0 {
			quota[c]++
		}
	}
	for _, i := range orDefault(r).Perm(len(labels)) {
		if quota[labels[i]] > 0 {
			quota[labels[i]]--
			first = append(first, i)
		} else {
			rest = append(rest, i)
		}
	}
	return first, rest
}

// only returns the examples of the given classes, in order.
func only(op string, labels []int, classes int, wanted []int) []int {
	for _, c := range wanted {
		if c < 0 || c >= classes {
			misuse(op, "there is no class %d; classes are 0 … %d", c, classes-1)
		}
	}
	var index []int
	for i, l := range labels {
		if slices.Contains(wanted, l) {
			index = append(index, i)
		}
	}
	return index
}

// balanced returns n examples of each class that has any, in random order.
func balanced(op string, labels []int, classes, n int, r *nn.Rand) []int {
	if n < 0 {
		misuse(op, "%d examples of each class", n)
	}
	for c, has := range countLabels(labels, classes) {
		if has > 0 && has < n {
			misuse(op, "class %d has %d examples and %d are asked for", c, has, n)
		}
	}
	taken := make([]int, classes)
	var index []int
	for _, i := range orDefault(r).Perm(len(labels)) {
		if l := labels[i]; taken[l] < n {
			taken[l]++
			index = append(index, i)
		}
	}
	return index
}
