package nn

import (
	"math"
	"sort"
	"sync"

	"quire/nn/internal/kernel"
)

// Rand is a stream of random numbers that its seed determines, the same on every machine. It is a Source of math/rand/v2,
// so that it serves gonum's distributions. A stream is not for several goroutines at once: give each its own by Split.
//
// The generator is SplitMix64 (Steele, Lea and Flood 2014).
type Rand struct {
	state uint64
	spare float64 // second normal number of a pair
	have  bool
	inUse func() // called before each draw; nil for most streams
	trial *Trial // of a search that the stream belongs to; nil for most
}

// NewRand returns the stream of a seed.
func NewRand(seed uint64) *Rand { return &Rand{state: mix(seed)} }

// mix is the output function of SplitMix64.
func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// hash is FNV-1a.
func hash(key string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	return h
}

// Split draws once and returns a new stream, which depends on that draw and on the key.
func (r *Rand) Split(key string) *Rand {
	s := NewRand(r.Uint64() ^ hash(key))
	s.trial = r.trial
	return s
}

// Uint64 returns 64 random bits.
func (r *Rand) Uint64() uint64 {
	if r.inUse != nil {
		r.inUse()
	}
	r.state += 0x9e3779b97f4a7c15
	return mix(r.state)
}

// Float64 returns a number from 0 up to, not including, 1.
func (r *Rand) Float64() float64 { return float64(r.Uint64()>>11) / (1 << 53) }

// Intn returns an integer from 0 to n−1.
func (r *Rand) Intn(n int) int {
	if n <= 0 {
		misuse("Rand.Intn", "n is %d; it must be positive", n)
	}
	limit := math.MaxUint64 - math.MaxUint64%uint64(n)
	for {
		if v := r.Uint64(); v < limit {
			return int(v % uint64(n))
		}
	}
}

// Norm returns a number of the standard normal distribution (Marsaglia's polar method).
func (r *Rand) Norm() float64 {
	if r.have {
		r.have = false
		return r.spare
	}
	for {
		u, v := 2*r.Float64()-1, 2*r.Float64()-1
		s := float64(u*u) + float64(v*v)
		if s > 0 && s < 1 {
			f := math.Sqrt(-2 * kernel.Log(s) / s)
			r.spare, r.have = float64(v*f), true
			return float64(u * f)
		}
	}
}

// Perm returns the numbers 0 … n−1 in random order.
func (r *Rand) Perm(n int) []int {
	v := make([]int, n)
	for i := range v {
		v[i] = i
	}
	r.Shuffle(v)
	return v
}

// Shuffle puts v in random order, in place (Fisher and Yates).
func (r *Rand) Shuffle(v []int) {
	for i := len(v) - 1; i > 0; i-- {
		j := r.Intn(i + 1)
		v[i], v[j] = v[j], v[i]
	}
}

// Choice returns k numbers from 0 to n−1, each drawn independently, so that some may come twice: the book's
// np.random.choice(n, k), with which it makes mini-batches.
func (r *Rand) Choice(n, k int) []int {
	if k < 0 {
		misuse("Rand.Choice", "%d draws", k)
	}
	if n < 1 && k > 0 {
		misuse("Rand.Choice", "n is %d; it must be positive", n)
	}
	v := make([]int, k)
	for i := range v {
		v[i] = r.Intn(n)
	}
	return v
}

// Sample returns k different numbers from 0 to n−1 in random order: Perm(n)[:k].
func (r *Rand) Sample(n, k int) []int {
	if k < 0 || k > n {
		misuse("Rand.Sample", "%d different numbers of %d; Choice may draw a number twice", k, n)
	}
	return r.Perm(n)[:k:k]
}

// Weighted returns k numbers from 0 to len(weights)−1, drawn independently, i with a probability of weights[i] over their
// sum. It panics with *UsageError when a weight is negative or not finite, or all are 0.
func (r *Rand) Weighted(weights []float64, k int) []int {
	if k < 0 {
		misuse("Rand.Weighted", "%d draws", k)
	}
	upTo, sum := make([]float64, len(weights)), 0.0
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			misuse("Rand.Weighted", "weight %d is %g", i, w)
		}
		sum += w
		upTo[i] = sum
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		misuse("Rand.Weighted", "the sum of the weights is %g", sum)
	}
	v := make([]int, k)
	for i := range v {
		x := float64(r.Float64() * sum)
		v[i] = sort.Search(len(upTo), func(j int) bool { return upTo[j] > x })
		for v[i] == len(upTo) || weights[v[i]] == 0 { // x was rounded up to the sum
			v[i]--
		}
	}
	return v
}

// Bernoulli returns a tensor of ones, each with probability p, and zeros: a mask of Dropout keeps p of the elements.
func (r *Rand) Bernoulli(p float64, shape ...int) *Tensor {
	if !(p >= 0 && p <= 1) {
		misuse("Rand.Bernoulli", "the probability is %g; give a number from 0 to 1", p)
	}
	t := New(shape...)
	for i := range t.Data {
		t.Data[i] = mask(r.Float64() < p)
	}
	return t
}

// Normal returns a tensor of normally distributed numbers.
func (r *Rand) Normal(mean, std float64, shape ...int) *Tensor {
	if !(std >= 0) || math.IsNaN(mean) {
		misuse("Rand.Normal", "the mean is %g and the standard deviation %g; the latter must not be negative, and both be numbers", mean, std)
	}
	t := New(shape...)
	for i := range t.Data {
		t.Data[i] = kernel.Flush(float32(mean + float64(std*r.Norm())))
	}
	return t
}

// Uniform returns a tensor of numbers from lo up to, not including, hi.
func (r *Rand) Uniform(lo, hi float64, shape ...int) *Tensor {
	if !(lo <= hi) {
		misuse("Rand.Uniform", "lo is %g and hi %g; lo must not be above hi", lo, hi)
	}
	t := New(shape...)
	for i := range t.Data {
		t.Data[i] = kernel.Flush(float32(lo + float64((hi-lo)*r.Float64())))
	}
	return t
}

// standard is the default stream.
var standard = struct {
	sync.Mutex
	r *Rand
}{r: &Rand{state: mix(1), inUse: noSweep}}

// noSweep panics when trials run in parallel: they would race for the default stream.
func noSweep() {
	if kernel.Sweeping() {
		misuse("DefaultRand", "inside Search and Parallel the order of draws from the default stream is not defined; give Rand: t.Rand, or a stream made before")
	}
}

// SeedDefault restarts the default stream for a cell: seed is the note's, key the cell's.
func SeedDefault(seed int64, key string) {
	standard.Lock()
	defer standard.Unlock()
	standard.r = &Rand{state: mix(mix(uint64(seed)) ^ hash(key)), inUse: noSweep}
}

// DefaultRand returns the default stream, from which everything draws that is not given a stream. In a notebook every
// cell has its own, which restarts when the cell runs again.
func DefaultRand() *Rand {
	standard.Lock()
	defer standard.Unlock()
	return standard.r
}

// orDefault returns r, or the default stream when r is nil.
func orDefault(r *Rand) *Rand {
	if r == nil {
		return DefaultRand()
	}
	return r
}
