package nn

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// SearchResult holds all trials of a search, in its order; in a grid the last axis varies fastest.
type SearchResult struct {
	Axes     []Axis
	Ranges   []Range // of a random search
	Trials   []*Trial
	Seed     uint64   // what the trials' streams come from
	Warnings []string // what is strange about the search as a whole
	FileErr  error    // why the result could not be written to its file
}

// begun reports whether the result is of a search that was begun.
func (s *SearchResult) begun() bool { return len(s.Trials) > 0 }

// mustMatch panics unless another search has the same axes.
func (s *SearchResult) mustMatch(op string, other *SearchResult) {
	same := slices.EqualFunc(s.Axes, other.Axes, func(a, b Axis) bool { return a.Name == b.Name && slices.Equal(a.Values, b.Values) })
	if !same || !slices.EqualFunc(s.Ranges, other.Ranges, Range.equal) {
		misuse(op, "the search to be continued varied %s, and this one varies %s; continue one with the same axes and values, or begin a new one", s.axesText(), other.axesText())
	}
}

// axesText reads "lr (5 values), hidden (4 values)".
func (s *SearchResult) axesText() string {
	var parts []string
	for i, a := range s.Axes {
		if i < len(s.Ranges) {
			parts = append(parts, a.Name+" ("+s.Ranges[i].text()+")")
		} else {
			parts = append(parts, fmt.Sprintf("%s (%d values)", a.Name, len(a.Values)))
		}
	}
	return strings.Join(parts, ", ")
}

// Best returns the trial with the greatest score, the first of equal ones; nil when all failed.
func (s *SearchResult) Best() *Trial {
	var best *Trial
	for _, t := range s.Trials {
		if t.Err == "" && (best == nil || t.Score > best.Score) {
			best = t
		}
	}
	return best
}

// Sorted returns the trials with the best first, and those that failed last.
func (s *SearchResult) Sorted() []*Trial {
	sorted := slices.Clone(s.Trials)
	slices.SortStableFunc(sorted, func(a, b *Trial) int {
		switch {
		case a.Err == "" && b.Err == "":
			switch {
			case a.Score > b.Score:
				return -1
			case a.Score < b.Score:
				return 1
			}
			return 0
		case a.Err == "":
			return -1
		case b.Err == "":
			return 1
		}
		return 0
	})
	return sorted
}

// Table returns the trials as rows of text under a head, the best first and those that failed last, with the reason.
func (s *SearchResult) Table() [][]string {
	var head []string
	for _, a := range s.Axes {
		head = append(head, a.Name)
	}
	rows := [][]string{append(head, "score")}
	for _, t := range s.Sorted() {
		var row []string
		for i, v := range t.Values {
			if len(s.Ranges) > 0 && !s.Ranges[i].exact() {
				row = append(row, fmt.Sprintf("%.4g", v))
			} else {
				row = append(row, fmt.Sprintf("%g", v))
			}
		}
		score := fmt.Sprintf("%.4f", t.Score)
		if t.Err != "" {
			score = t.Err
		}
		rows = append(rows, append(row, score))
	}
	return rows
}

// String summarises the search: how many trials, the best one, how many failed and why the first of them did, warnings.
func (s *SearchResult) String() string {
	text := fmt.Sprintf("%d trials", len(s.Trials))
	if b := s.Best(); b != nil {
		text += fmt.Sprintf("; the best is %v", b)
	}
	failed := 0
	var first *Trial
	for _, t := range s.Trials {
		if t.Err != "" {
			if failed++; first == nil {
				first = t
			}
		}
	}
	if first != nil {
		text += fmt.Sprintf("; %d failed, the first: %v", failed, first)
	}
	for _, w := range s.Warnings {
		text += "\nwarning: " + w
	}
	return text
}

// warnFailed says that no trial has a score, when some were run.
func (s *SearchResult) warnFailed() {
	for _, t := range s.Trials {
		if t.Done {
			s.Warnings = append(s.Warnings, "every trial failed, the first: "+t.Err)
			return
		}
	}
}

// warn looks for axes that no trial asked for.
func (s *SearchResult) warn() {
	var read uint64
	ran := 0
	for _, t := range s.Trials {
		if t.Done && t.Err == "" {
			read |= t.read
			ran++
		}
	}
	if ran == 0 {
		s.warnFailed()
	}
	if ran == 0 || len(s.Axes) > 63 {
		return
	}
	if read == 0 {
		s.Warnings = append(s.Warnings, "no trial read its settings by t.Value or t.Int: do they all train the same network?")
		return
	}
	for i, a := range s.Axes {
		if read&(1<<i) == 0 && (len(a.Values) != 1) {
			s.Warnings = append(s.Warnings, fmt.Sprintf("the axis %s was never read: trials that differ only in it trained the same network; read it by t.Value(%q) or t.Int(%q)", a.Name, a.Name, a.Name))
		}
	}
}

// Matrix returns the scores of a grid for a heat map: a row for each value of one axis, a column for each of another. Of
// several trials that differ in a third axis the best counts; NaN stands where none succeeded.
func (s *SearchResult) Matrix(row, col string) [][]float64 {
	if len(s.Ranges) > 0 {
		misuse("SearchResult.Matrix", "the values of a random search make no rows and columns; use Map, which puts them into bins")
	}
	return s.Map(row, col).Scores
}

// ScoreMap holds scores by two settings. A notebook shows it as a heat map.
type ScoreMap struct {
	Row, Column   string      // names of the axes
	Rows, Columns []string    // their values, or the bins of their ranges
	Scores        [][]float64 // Scores[i][j] is the best of Rows[i] and Columns[j]; NaN where no trial succeeded
}

// Map returns the scores by two axes: a row for each value of one, or for each of up to eight parts of its range in a random
// search, and a column for each of another. Of several trials in one cell the best counts.
func (s *SearchResult) Map(row, col string) *ScoreMap {
	r, c := s.axis(row), s.axis(col)
	rows, columns := s.bins(r), s.bins(c)
	m := &ScoreMap{Row: row, Column: col, Rows: rows.names, Columns: columns.names, Scores: make([][]float64, len(rows.names))}
	for i := range m.Scores {
		m.Scores[i] = make([]float64, len(columns.names))
		for j := range m.Scores[i] {
			m.Scores[i][j] = math.NaN()
		}
	}
	for _, t := range s.Trials {
		i, j := rows.of(t.Values[r]), columns.of(t.Values[c])
		if t.Err == "" && i >= 0 && j >= 0 && !(m.Scores[i][j] >= t.Score) {
			m.Scores[i][j] = t.Score
		}
	}
	return m
}

// Table returns the map as rows of text: the values of the column axis in the head, and in front of each row its value.
func (m *ScoreMap) Table() [][]string {
	rows := [][]string{append([]string{m.Row + " \\ " + m.Column}, m.Columns...)}
	for i, scores := range m.Scores {
		row := []string{m.Rows[i]}
		for _, v := range scores {
			if math.IsNaN(v) {
				row = append(row, "")
			} else {
				row = append(row, fmt.Sprintf("%.4f", v))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *SearchResult) axis(name string) int {
	for i, a := range s.Axes {
		if a.Name == name {
			return i
		}
	}
	misuse("SearchResult.Map", "there is no axis %q", name)
	return 0
}

// bins are the rows or columns of a map.
type bins struct {
	names  []string
	values []float64 // exact values, in order; none: edges count
	edges  []float64 // edges[i] … edges[i+1] is bin i
}

// of returns the bin of a value, or −1.
func (b bins) of(v float64) int {
	if b.edges == nil {
		return slices.Index(b.values, v)
	}
	for i := range b.names {
		if v < b.edges[i+1] || i == len(b.names)-1 {
			return i
		}
	}
	return -1
}

// bins returns the values of an axis, or parts of its range.
func (s *SearchResult) bins(axis int) bins {
	values := s.Axes[axis].Values
	if len(s.Ranges) > 0 {
		if r := s.Ranges[axis]; r.exact() {
			values = r.list()
		} else {
			return r.bins(8)
		}
	}
	b := bins{values: values}
	for _, v := range values {
		b.names = append(b.names, fmt.Sprintf("%g", v))
	}
	return b
}
