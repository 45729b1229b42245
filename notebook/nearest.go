package notebook

import "unicode/utf8"

// nearest returns the one of names that a person who wrote word most likely meant, "" when none is near.
func nearest(word string, names []string) string {
	best, at := "", max(1, utf8.RuneCountInString(word)/3)+1
	for _, n := range names {
		if d := editDistance(word, n, at); d < at {
			best, at = n, d
		}
	}
	return best
}

// editDistance returns how many letters must be inserted, deleted, replaced or exchanged with their neighbour to turn a
// into b (optimal string alignment), or limit when that is less.
func editDistance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) >= limit || len(t)-len(s) >= limit {
		return limit
	}
	before, row := make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		next := make([]int, len(t)+1)
		next[0] = i + 1
		for j := range t {
			cost := 1
			if s[i] == t[j] {
				cost = 0
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return min(limit, row[len(t)])
}
