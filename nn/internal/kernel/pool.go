package kernel

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Job is work that splits into independent tasks.
type Job interface{ Task(i int) }

const (
	// mostWorkers bounds the cores that a job is shared among.
	mostWorkers = 64

	// alert is how long a helper looks for work before it sleeps: more than the time between two products of a training
	// step, because waking a thread takes longer than most products.
	alert = 250 * time.Microsecond
)

// pool shares the tasks of one job at a time among the caller and helpers.
//
// Each has a range of tasks of its own, the same one whenever the job has as many tasks, so that what a core wrote in one
// job it reads in the next. Who has finished its own range takes tasks of the others.
type pool struct {
	busy    sync.Mutex
	job     Job
	workers int // the caller included
	number  atomic.Uint32
	_       [64]byte
	done    atomic.Int32
	_       [64]byte
	ranges  [mostWorkers]taskRange
	helpers [mostWorkers]helper
	judge   judge
}

// taskRange packs the number of its job (32 bits), the end of a range of tasks and the next one to take (16 bits each),
// so that a helper that comes late cannot take a task of a later job without knowing it.
type taskRange struct {
	state atomic.Uint64
	_     [120]byte // a pair of cache lines for each
}

// helper is a goroutine that serves the pool.
type helper struct {
	started bool
	asleep  atomic.Bool
	wake    chan struct{}
	_       [64]byte
}

var (
	sweeps atomic.Int32 // calls of Sweep under way: products are not split
	shared pool
	limit  atomic.Int32 // workers in use, the caller included; 0 before the first use
)

// Workers returns the number of cores that a job is shared among.
func Workers() int {
	if n := limit.Load(); n > 0 {
		return int(n)
	}
	return min(runtime.GOMAXPROCS(0), mostWorkers)
}

// SetWorkers changes Workers, and returns the old number; 0 means one for each core. Results do not depend on it.
func SetWorkers(n int) int { return int(limit.Swap(int32(min(n, mostWorkers)))) }

// Split runs the tasks 0 … n−1 of a job, at most 65535, and returns when all are done. The tasks run on the caller's
// goroutine alone when another job is running or while a [Sweep] is.
func Split(job Job, n int) {
	workers := Workers()
	if workers == 1 || n == 1 || sweeps.Load() > 0 || !shared.busy.TryLock() {
		for i := range n {
			job.Task(i)
		}
		return
	}
	defer shared.busy.Unlock()
	if start := time.Now(); shared.judge.allows(start) {
		shared.run(job, n, workers, start)
		return
	}
	for i := range n {
		job.Task(i)
	}
}

func (p *pool) run(job Job, n, workers int, start time.Time) {
	p.job, p.workers = job, workers
	p.done.Store(0)
	number := p.number.Load() + 1
	for w := range workers {
		p.ranges[w].state.Store(uint64(number)<<32 | uint64(n*(w+1)/workers)<<16 | uint64(n*w/workers))
	}
	p.number.Store(number)
	for w := 1; w < workers; w++ {
		p.helpers[w].rouse(p, w)
	}
	own := p.work(0, number, workers)
	worked := time.Now()
	for i := 0; int(p.done.Load()) < n; i++ {
		if i > 1<<16 {
			runtime.Gosched()
		}
	}
	p.job = nil
	end := time.Now()
	p.judge.note(outcome{tasks: n, own: own, workers: workers, start: start, worked: worked, end: end})
}

// work takes tasks of a job, first of worker w's range, until none is left, and returns how many it took.
func (p *pool) work(w int, number uint32, workers int) int {
	taken := 0
	for k := range workers {
		r := &p.ranges[(w+k)%workers]
		for {
			s := r.state.Load()
			if uint32(s>>32) != number || s&0xffff >= s>>16&0xffff {
				break
			}
			if r.state.CompareAndSwap(s, s+1) { // so the job is not done, and p.job is still the one
				p.job.Task(int(s & 0xffff))
				p.done.Add(1)
				taken++
			}
		}
	}
	return taken
}

// rouse starts helper w, or wakes it when it sleeps.
func (h *helper) rouse(p *pool, w int) {
	if !h.started {
		h.started = true
		h.wake = make(chan struct{}, 1)
		go p.serve(w)
		return
	}
	if h.asleep.CompareAndSwap(true, false) {
		h.wake <- struct{}{}
	}
}

// serve works on every job as helper w, and sleeps when there has been none for a while. It ends with the process.
func (p *pool) serve(w int) {
	h := &p.helpers[w]
	seen, since := uint32(0), time.Now()
	for i := 1; ; i++ {
		if number := p.number.Load(); number != seen {
			seen = number
			p.work(w, number, max(w+1, Workers()))
			since, i = time.Now(), 0
			continue
		}
		if i%1024 != 0 || time.Since(since) < alert {
			continue
		}
		h.asleep.Store(true)
		if p.number.Load() == seen || !h.asleep.CompareAndSwap(true, false) {
			<-h.wake
		}
		since, i = time.Now(), 0
	}
}

// Sweep calls f(0) … f(n−1), as many at a time as there are workers, and returns when all have ended. Meanwhile products
// are not split: one core each is faster. A panic in f ends Sweep with that panic once the other calls have ended.
func Sweep(n int, f func(i int)) {
	sweeps.Add(1)
	defer sweeps.Add(-1)
	workers := min(Workers(), n)
	if workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var all sync.WaitGroup
	var once sync.Once
	var failure any
	for range workers {
		all.Add(1)
		go func() { // ends when no call is left
			defer all.Done()
			defer func() {
				if r := recover(); r != nil {
					once.Do(func() { failure = r })
					next.Store(int64(n))
				}
			}()
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				f(int(i))
			}
		}()
	}
	all.Wait()
	if failure != nil {
		panic(failure)
	}
}

// Sweeping reports whether a Sweep is under way.
func Sweeping() bool { return sweeps.Load() > 0 }
