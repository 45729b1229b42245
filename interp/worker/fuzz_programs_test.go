package worker

import "testing"

// FuzzPrograms compares the program of any seed with what compiled Go makes of it.
func FuzzPrograms(f *testing.F) {
	for _, seed := range []uint64{2, 3, 20, 57, 61} { // they went wrong once
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		skipUnderRace(t)
		comparePrograms(t, map[string]string{"program": generate(seed)}, 0)
	})
}
