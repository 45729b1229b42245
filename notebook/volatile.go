package notebook

import (
	"slices"

	"quire/interp/frontend"
)

// Reasons for which a cell is volatile, besides the functions that it calls, which are given by their names.
const (
	ReasonOption     = "volatile: true"
	ReasonAddress    = "address"    // it printed one
	ReasonOrder      = "map order"  // only addresses tell the keys of a map apart
	ReasonGoroutines = "goroutines" // several printed, or sent on one channel
	ReasonSelect     = "select"     // with a choice
	ReasonReplay     = "replay"     // a cell above it gave something else when it ran again
	ReasonReached    = "reached"    // it uses what a volatile cell defines or changes
)

// A Verdict is what a cell's option volatile says.
type Verdict int8

// The verdicts. Without the option, what the cell did decides.
const (
	VerdictNone Verdict = iota
	VerdictVolatile
	VerdictSteady
)

// cellTies are what the names of a cell tell about its ties to other cells.
type cellTies struct {
	defines, uses []string // names that it declares; names of cells above that it refers to
	frontend.Ties
}

// tiesOf finds the ties of every cell of a note. A cell that does not compile, or does not run, has none.
func tiesOf(n *Note) []cellTies {
	list := make([]cellTies, len(n.Cells))
	scope := frontend.NewScope(params(n))
	for i, c := range n.Cells {
		if !c.Options.Eval {
			continue
		}
		unit, _ := scope.Compile(frontend.Cell{Key: c.Key, File: n.Name, Line: c.Line, Source: c.Source})
		if unit == nil {
			continue
		}
		list[i] = cellTies{unit.Defines, unit.Uses, unit.Ties}
		scope = unit.Next
	}
	return list
}

// A binding is a name as one cell declares it.
type binding struct {
	name string
	cell int
}

// reached returns which cells are volatile. volatile says which are so by themselves, steady which are not whatever they
// use.
//
// A volatile cell taints the variables that it declares and those that it may change, through whatever carries them: a
// function the variables that its body uses, a slice the array that it shares with another. A cell that uses a tainted
// variable, through whatever carries it, is volatile itself.
func reached(cells []cellTies, volatile, steady []bool) []bool {
	now := map[string]binding{} // what a name means to the cell at hand
	carries := map[binding][]binding{}
	isVar, tainted := map[binding]bool{}, map[binding]bool{}
	resolve := func(names []string) (list []binding) {
		for _, name := range names {
			if b, ok := now[name]; ok {
				list = append(list, b)
			}
		}
		return list
	}
	through := func(from []binding) map[binding]bool {
		all := map[binding]bool{}
		for len(from) > 0 {
			b := from[0]
			from = from[1:]
			if !all[b] {
				all[b] = true
				from = append(from, carries[b]...)
			}
		}
		return all
	}
	out := make([]bool, len(cells))
	for i, c := range cells {
		uses, touches := resolve(c.uses), resolve(c.Touches)
		for _, name := range c.defines {
			now[name] = binding{name, i}
		}
		for name, list := range c.Carries {
			if b, ok := now[name]; ok { // a method may be declared below its type
				carries[b] = append(carries[b], resolve(list)...)
			}
		}
		vars := resolve(c.Vars)
		for _, b := range vars {
			isVar[b] = true
		}
		out[i] = volatile[i]
		for b := range through(uses) {
			out[i] = out[i] || tainted[b]
		}
		out[i] = out[i] && !steady[i]
		if !out[i] {
			continue
		}
		for b := range through(append(touches, vars...)) {
			tainted[b] = tainted[b] || isVar[b]
		}
	}
	return out
}

// spread marks the cells that volatile cells reach.
func (r *run) spread() {
	volatile, steady := make([]bool, len(r.cells)), make([]bool, len(r.cells))
	for i, c := range r.cells {
		volatile[i] = c.result.Volatile
		steady[i] = c.cell.Options.Volatile == VerdictSteady
	}
	if !slices.Contains(volatile, true) {
		return
	}
	for i, hit := range reached(tiesOf(r.note), volatile, steady) {
		if c := r.cells[i]; hit && !c.result.Volatile {
			r.set(c, func(res *CellResult) { res.Volatile, res.Reason = true, ReasonReached })
		}
	}
}

// verdict returns whether a cell is volatile, and why: what its option says, else what the kernel found.
func (c *Cell) verdict(found bool, reason string) (bool, string) {
	switch c.Options.Volatile {
	case VerdictVolatile:
		return true, ReasonOption
	case VerdictSteady:
		return false, ""
	}
	return found, reason
}
