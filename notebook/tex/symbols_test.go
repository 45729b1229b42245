package tex

import (
	"slices"
	"testing"

	"quire/notebook/font"
)

// TestSymbols holds that every command that is one character can be drawn, and draws it.
func TestSymbols(t *testing.T) {
	faces := font.StackOf(font.Sans)
	for name, s := range symbols {
		f, problems := Layout(`\`+name, Options{})
		if len(problems) > 0 || len(f.Ops) == 0 {
			t.Errorf(`\%s: %d operations, problems %v`, name, len(f.Ops), problems)
			continue
		}
		if font.Get(font.Math).Has(s.r) || ellipses[s.r] != 0 {
			continue
		}
		c := context{font: latinModern(), text: font.Sans, scale: 1, style: textStyle, em: 10}
		if b, ok := c.composed(s.r); ok {
			if b.w <= 0 || b.h+b.d <= 0 || b.w > 20 || b.h+b.d > 20 {
				t.Errorf(`\%s: %c is %.1f × %.1f`, name, s.r, b.w, b.h+b.d)
			}
			continue
		}
		for _, run := range faces.Runs(string(s.r)) {
			if run.Missing != nil {
				t.Errorf(`\%s: no face has %c (%U)`, name, s.r, s.r)
			}
		}
	}
	if len(symbols) < 450 {
		t.Errorf("only %d symbols", len(symbols))
	}
}

// TestCommandsAreDisjoint holds that no command stands in two tables: the first would hide the second.
func TestCommandsAreDisjoint(t *testing.T) {
	seen := map[string]string{}
	for _, table := range []struct {
		name  string
		names []string
	}{
		{"symbols", keys(symbols)},
		{"spaces", keys(spaces)},
		{"accents", keys(accents)},
		{"stretched", keys(stretched)},
		{"arrows", keys(arrows)},
		{"operators", keys(operatorNames)},
		{"alphabets", keys(alphabetCommands)},
		{"declarations", keys(alphabetDeclarations)},
		{"styles", keys(styles)},
		{"sizes", keys(sizes)},
		{"texts", keys(textFaces)},
		{"classes", keys(classes)},
		{"macros", keys(builtin)},
		{"infix", keys(infix)},
	} {
		for _, n := range table.names {
			if other, ok := seen[n]; ok {
				t.Errorf(`\%s is in %s and %s`, n, other, table.name)
			}
			seen[n] = table.name
		}
	}
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// TestSymbolListsHaveNoDoubles holds that no command is listed twice: what it drew would be left to chance.
func TestSymbolListsHaveNoDoubles(t *testing.T) {
	n := 0
	for _, list := range symbolLists {
		n += len(splitPairs(list))
	}
	if n != len(symbols) {
		t.Errorf("%d commands are listed, %d are known: some are listed twice", n, len(symbols))
	}
}
