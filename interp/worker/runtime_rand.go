package worker

import (
	"hash/fnv"
	"math/rand"
	randv2 "math/rand/v2"
	"reflect"
	"sync"
)

// streams are the random numbers of cells. Each execution of a cell starts the streams anew, from the note's seed and the
// cell's key, so that a cell draws the same numbers whatever ran before it.
type streams struct {
	mu   sync.Mutex
	seed int64
	v1   *rand.Rand
	v2   *randv2.Rand
}

func newStreams(seed int64) *streams {
	s := &streams{seed: seed}
	s.restart("")
	return s
}

// restart begins the streams of a cell.
func (s *streams) restart(key string) {
	h := fnv.New64a()
	h.Write([]byte(key)) // never fails
	a, b := uint64(s.seed), h.Sum64()
	s.mu.Lock()
	defer s.mu.Unlock()
	src := randv2.NewPCG(a, b)
	s.v2 = randv2.New(src)
	s.v1 = rand.New(rand.NewSource(int64(randv2.NewPCG(a, b^0x9e3779b97f4a7c15).Uint64() >> 1)))
}

// Uint64 draws from the cell's stream: streams are a source of math/rand/v2.
func (s *streams) Uint64() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.v2.Uint64()
}

// v1Exports are those of math/rand. Its Seed does nothing, as in every module since Go 1.24.
func (s *streams) v1Exports() map[string]reflect.Value {
	m := s.forward(reflect.TypeFor[*rand.Rand](), func() reflect.Value { return reflect.ValueOf(s.v1) })
	m["Seed"] = reflect.ValueOf(func(int64) {})
	return m
}

func (s *streams) v2Exports() map[string]reflect.Value {
	return s.forward(reflect.TypeFor[*randv2.Rand](), func() reflect.Value { return reflect.ValueOf(s.v2) })
}

// forward makes the package-level functions of a rand package, which are the methods of its Rand on the cell's stream.
func (s *streams) forward(t reflect.Type, now func() reflect.Value) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	zero := reflect.Zero(t)
	for i := range t.NumMethod() {
		m := zero.Method(i).Type()
		out[t.Method(i).Name] = reflect.MakeFunc(m, func(args []reflect.Value) []reflect.Value {
			if t.Method(i).Name == "Shuffle" { // calls back into the cell, which may draw
				return now().Method(i).Call(args)
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			return now().Method(i).Call(args)
		})
	}
	return out
}
