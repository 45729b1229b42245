package notebook

import (
	"slices"
	"strings"
)

// A Plan says what to do when a note changes.
type Plan struct {
	// Run holds the numbers of the cells to run, counted from 0, in order. It is empty when the results still hold.
	Run []int
	// Why says in one sentence why they run, naming the cause; empty when nothing runs.
	Why string
}

// MakePlan compares a note with the version before it, which may be nil, and with the results of that version. Unless
// the results are those that a clean run of next would give, every cell runs, in a fresh kernel.
//
// Results hold when the cells, the seed and the params are the same and every cell has run. When lines have moved, they
// hold only if no line number can be among the outputs: no cell failed and none mentions a package that prints positions.
func MakePlan(old, next *Note, res *Results) Plan {
	why := difference(old, next, res)
	if why == "" {
		return Plan{}
	}
	p := Plan{Why: why}
	for i := range next.Cells {
		p.Run = append(p.Run, i)
	}
	return p
}

// difference says why res are not the results of next, "" when they are.
func difference(old, next *Note, res *Results) string {
	if old == nil || res == nil || len(res.Cells) != len(old.Cells) {
		return "nothing has run yet"
	}
	if why := changed(old, next); why != "" {
		return why
	}
	if !res.Complete {
		return "the last run did not come to its end"
	}
	for i, a := range old.Cells {
		b, r := next.Cells[i], res.Cells[i]
		if a.CodeLine != b.CodeLine && (r.Status == StatusFailed || len(r.Hints) > 0 || printsPositions(b.Code)) {
			return "`" + b.Key + "` has moved, and its output may name its lines"
		}
	}
	return ""
}

// changed says what a run of next does otherwise than a run of old, "" when nothing but lines may have changed.
func changed(old, next *Note) string {
	switch {
	case old.Meta.Seed != next.Meta.Seed:
		return "the seed has changed"
	case !slices.Equal(old.Meta.Params, next.Meta.Params):
		return "the params have changed"
	case len(old.Cells) != len(next.Cells):
		return "a cell was added or removed"
	}
	for i, a := range old.Cells {
		b := next.Cells[i]
		switch {
		case a.Code != b.Code:
			return "the code of `" + b.Key + "` has changed"
		case a.Key != b.Key:
			return "cell `" + a.Key + "` is now `" + b.Key + "`"
		case a.Options.Eval != b.Options.Eval, a.Options.Error != b.Options.Error,
			a.Options.Timeout != b.Options.Timeout, a.Options.Volatile != b.Options.Volatile:
			return "the options of `" + b.Key + "` have changed"
		}
	}
	return ""
}

// sameRun tells whether a run of old is also a run of next, with the same lines.
func sameRun(old, next *Note) bool {
	return old != nil && changed(old, next) == "" &&
		slices.EqualFunc(old.Cells, next.Cells, func(a, b *Cell) bool { return a.CodeLine == b.CodeLine })
}

// printsPositions tells whether a cell mentions a package that can print its own lines.
func printsPositions(code string) bool {
	for _, pkg := range []string{"runtime", "log", "debug", "slog", "testing", "recover"} {
		if strings.Contains(code, pkg) {
			return true
		}
	}
	return false
}
