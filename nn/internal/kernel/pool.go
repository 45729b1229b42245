package kernel

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Job is work that splits into independent tasks.
type Job interface{ Task(i int) }

// polls is how often a worker looks for work before it sleeps: about 100 µs, more than the time between two products of
// a training step, because waking a thread takes longer than most products.
const polls = 60000

// pool shares the tasks of one job at a time among its workers and the caller.
//
// state packs the number of the job (32 bits), how many tasks it has and how many were taken (16 bits each), so that a
// worker that comes late cannot take a task of a later job without knowing it.
type pool struct {
	busy   sync.Mutex
	job    Job
	state  atomic.Uint64
	done   atomic.Int32
	asleep atomic.Int32
	wake   chan struct{}
	late   int // jobs in a row whose helpers kept the caller waiting
	alone  int // jobs still to be done without helpers
}

// A job whose caller waits for its helpers longer than it works would have been faster alone: the other cores are busy
// with other processes. After several in a row the next jobs are done alone.
const (
	lateJobs  = 4
	aloneJobs = 1000
)

var (
	sweeps  atomic.Int32 // calls of Sweep under way: products are not split
	shared  = &pool{wake: make(chan struct{}, 256)}
	limit   atomic.Int32 // workers in use, the caller included; 0 before the first use
	started atomic.Int32 // goroutines that serve shared; they end with the process
)

// Workers returns the number of cores that a job is shared among.
func Workers() int {
	if n := limit.Load(); n > 0 {
		return int(n)
	}
	return runtime.GOMAXPROCS(0)
}

// SetWorkers changes Workers, and returns the old number; 0 means one for each core. Results do not depend on it.
func SetWorkers(n int) int { return int(limit.Swap(int32(n))) }

// Split runs the tasks 0 … n−1 of a job and returns when all are done. The tasks run on the caller's goroutine alone
// when another job is running or while a [Sweep] is.
func Split(job Job, n int) {
	workers := Workers()
	if workers == 1 || n == 1 || sweeps.Load() > 0 || !shared.busy.TryLock() {
		for i := range n {
			job.Task(i)
		}
		return
	}
	defer shared.busy.Unlock()
	if shared.alone > 0 {
		shared.alone--
		for i := range n {
			job.Task(i)
		}
		return
	}
	for int(started.Load()) < workers-1 {
		started.Add(1)
		go shared.serve()
	}
	shared.run(job, n, workers-1)
}

func (p *pool) run(job Job, n, helpers int) {
	p.job = job
	p.done.Store(0)
	number := p.state.Load()>>32 + 1
	p.state.Store(number<<32 | uint64(n)<<16)
	for range min(int(p.asleep.Load()), helpers, n-1) {
		select {
		case p.wake <- struct{}{}:
		default:
		}
	}
	start := time.Now()
	p.work()
	worked := time.Now()
	for i := 0; int(p.done.Load()) < n; i++ {
		if i > polls {
			runtime.Gosched()
		}
	}
	p.job = nil
	p.judge(worked.Sub(start), time.Since(worked))
}

// judge notes whether the helpers were of use.
func (p *pool) judge(worked, waited time.Duration) {
	if waited < worked {
		p.late = 0
		return
	}
	if p.late++; p.late >= lateJobs {
		p.late, p.alone = 0, aloneJobs
	}
}

// work takes tasks of the current job until none is left.
func (p *pool) work() {
	for {
		s := p.state.Load()
		if s&0xffff >= s>>16&0xffff {
			return
		}
		if p.state.CompareAndSwap(s, s+1) {
			p.job.Task(int(s & 0xffff))
			p.done.Add(1)
		}
	}
}

// serve works on every job, and sleeps when there has been none for a while.
func (p *pool) serve() {
	for idle := 0; ; idle++ {
		if s := p.state.Load(); s&0xffff < s>>16&0xffff {
			p.work()
			idle = 0
		}
		if idle < polls {
			continue
		}
		p.asleep.Add(1)
		if s := p.state.Load(); s&0xffff >= s>>16&0xffff {
			<-p.wake
		}
		p.asleep.Add(-1)
		idle = 0
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
