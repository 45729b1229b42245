package notebook

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Set returns the note with params overridden by assignments of the form name=value. A value is read as the type that
// the front matter gives the param. An assignment to a param that the note does not have is an error that names those
// it has.
func (n *Note) Set(assignments []string) (*Note, error) {
	if len(assignments) == 0 {
		return n, nil
	}
	c := *n
	c.Meta.Params = append([]Param(nil), n.Meta.Params...)
	for _, a := range assignments {
		name, value, ok := strings.Cut(a, "=")
		if !ok {
			return nil, fmt.Errorf("--set %s: want name=value", a)
		}
		name = strings.TrimSpace(name)
		p := findParam(c.Meta.Params, name)
		if p == nil {
			return nil, fmt.Errorf("--set %s: %s has no param %q%s", a, n.Name, name, knownParams(n.Meta.Params))
		}
		x, err := parseParam(p.Value, value)
		if err != nil {
			return nil, fmt.Errorf("--set %s: %w", a, err)
		}
		p.Value = x
	}
	return &c, nil
}

func findParam(params []Param, name string) *Param {
	for i := range params {
		if params[i].Name == name {
			return &params[i]
		}
	}
	return nil
}

// knownParams says which params there are.
func knownParams(params []Param) string {
	if len(params) == 0 {
		return "; its front matter has no params"
	}
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.Name
	}
	return "; its params are " + strings.Join(names, ", ")
}

// parseParam reads a value of the same type as like.
func parseParam(like any, s string) (any, error) {
	switch like.(type) {
	case bool:
		switch strings.ToLower(strings.TrimSpace(s)) {
		case "true", "yes", "on", "1":
			return true, nil
		case "false", "no", "off", "0":
			return false, nil
		}
		return nil, fmt.Errorf("want true or false, not %q", s)
	case int64:
		i, err := strconv.ParseInt(strings.TrimSpace(s), 0, 64)
		if err != nil {
			return nil, fmt.Errorf("want an integer, as in the front matter, not %q", s)
		}
		return i, nil
	case float64:
		f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return nil, fmt.Errorf("want a number, as in the front matter, not %q", s)
		}
		return f, nil
	}
	return s, nil
}
