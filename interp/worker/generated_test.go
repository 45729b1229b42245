package worker

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// TestGenerated compares some generated programs with what compiled Go does with them.
func TestGenerated(t *testing.T) { compareGenerated(t, 1, 15) }

// TestSoakGenerated compares many. QUIRE_SEED is the first seed, QUIRE_PROGRAMS how many.
func TestSoakGenerated(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("QUIRE_SOAK is not set")
	}
	first, n := 1000, 300
	if s, err := strconv.Atoi(os.Getenv("QUIRE_SEED")); err == nil {
		first = s
	}
	if s, err := strconv.Atoi(os.Getenv("QUIRE_PROGRAMS")); err == nil {
		n = s
	}
	for n > 0 {
		compareGenerated(t, first, min(n, 100))
		first, n = first+100, n-100
	}
}

// compareGenerated compares the programs of n seeds.
func compareGenerated(t *testing.T, first, n int) {
	t.Helper()
	skipUnderRace(t)
	programs := map[string]string{}
	for seed := first; seed < first+n; seed++ {
		programs[fmt.Sprintf("seed%06d", seed)] = generate(uint64(seed))
	}
	comparePrograms(t, programs, 99)
}

// comparePrograms compares programs, of which so many in a hundred must compile.
func comparePrograms(t *testing.T, programs map[string]string, percent int) {
	t.Helper()
	want := compiled(t, programs)
	valid := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(programs)) {
		if want[name].Error == "" {
			valid[name] = programs[name]
		} else if percent > 0 {
			t.Logf("%s cannot be compared: %s", name, want[name].Error)
		}
	}
	if len(valid)*100 < len(programs)*percent {
		t.Errorf("only %d of %d programs compile", len(valid), len(programs))
	}
	got := judge(t, valid, 30*time.Second) // some print thousands of lines, on a busy machine
	count := map[ending]int{}
	for _, name := range slices.Sorted(maps.Keys(valid)) {
		v := got[name]
		d := difference(v, want[name])
		switch {
		case d != "":
			count[endWrong]++
			keep(t, name, programs[name])
			t.Errorf("%s: %s", name, d)
		case v.Ending == endRefused:
			count[endRefused]++
			t.Logf("%s: %s", name, v.Detail)
		default:
			count[endRight]++
		}
	}
	t.Logf("%d programs: %v", len(valid), count)
}

// keep leaves a program that went wrong in the folder QUIRE_KEEP.
func keep(t *testing.T, name, src string) {
	if dir := os.Getenv("QUIRE_KEEP"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".go"), []byte(src), 0o644); err != nil {
			t.Error(err)
		}
	}
}
