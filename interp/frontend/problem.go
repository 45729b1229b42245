package frontend

import (
	"cmp"
	"slices"
)

func refusal(line, col int, msg, ko, en string) Problem {
	return Problem{Line: line, Col: col, Severity: Refused, Message: msg, HintKo: ko, HintEn: en}
}

// tidy sorts problems by place and drops repeats.
func tidy(list []Problem) []Problem {
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return slices.CompactFunc(list, func(a, b Problem) bool {
		return a.Line == b.Line && a.Col == b.Col && a.Message == b.Message
	})
}
