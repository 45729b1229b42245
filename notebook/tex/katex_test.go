package tex

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// brandColor matches the commands of KaTeX that are the colours of one web site (\redA): \textcolor does for all.
var brandColor = regexp.MustCompile(`^(ka)?(red|blue|green|gold|gray|maroon|mint|orange|pink|purple|teal|Blue|Green)[A-I]?$`)

// TestKaTeX holds that everything that KaTeX 0.16 has is set here or is listed in notSupported. testdata/katex.txt
// has its commands, in functions, macros and symbols, and its environments; testdata/names.js made it.
func TestKaTeX(t *testing.T) {
	data, err := os.ReadFile("testdata/katex.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range strings.Fields(string(data)) {
		n++
		if env, ok := strings.CutPrefix(name, "env:"); ok {
			if _, ok := environments[strings.TrimSuffix(env, "*")]; !ok && notSupported[env] == "" {
				t.Errorf("environment %s is neither known nor listed as not supported", env)
			}
			continue
		}
		_, listed := notSupported[name]
		switch known := commandKnown(name); {
		case brandColor.MatchString(name):
		case !known && !listed:
			t.Errorf(`\%s is neither known nor listed as not supported`, name)
		case known && listed:
			t.Errorf(`\%s is known, and listed as not supported`, name)
		}
	}
	if n < 1000 {
		t.Errorf("only %d names are looked up", n)
	}
}

// commandKnown tells whether a command is known: its source is not shown as an error.
func commandKnown(name string) bool {
	if _, ok := infix[name]; ok {
		return true
	}
	_, problems := Layout(`\`+name+`{a}{b}{c}{d}`, Options{})
	for _, p := range problems {
		if strings.HasPrefix(p.Message, `\`+name+" is not a command") {
			return false
		}
	}
	return true
}
