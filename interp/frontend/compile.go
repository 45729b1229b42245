package frontend

// Compile checks and lowers a cell that stands in this scope. The unit is nil when an error or a refusal stops the cell;
// the problems then say why. Hints are on the unit. The scope itself does not change.
func (s *Scope) Compile(c Cell) (*Unit, []Problem) {
	p, problems := s.parse(c)
	if p == nil {
		return nil, explainAll(problems)
	}
	k := s.check(p)
	if len(k.problems) > 0 {
		return nil, k.problems
	}
	return s.lower(k)
}

func explainAll(list []Problem) []Problem {
	for i := range list {
		list[i] = explain(list[i])
	}
	return list
}
