package kernel

import "time"

// judge decides whether helpers are of use when other processes want the cores, too. Two things tell that they do:
//
//   - A helper whose core is taken away stops in the middle of a task, and the caller waits for it. An account holds the
//     time that helpers saved and that spent waiting for them, and is overdrawn.
//   - The process gets less of the cores than its threads ask for. Then helpers take from the caller what they give: each
//     job looks fast, and the training is slower than on one core.
//
// In either case jobs are done without helpers for a while, and for twice as long the next time. Helpers earn a shorter
// pause back by working undisturbed for as long as it lasts: a core that is busy half of the time would else look good for
// a moment again and again.
type judge struct {
	balance time.Duration
	credit  time.Duration // of undisturbed work since the last pause
	pause   time.Duration
	until   time.Time // when helpers may work again
	window  window
	cpu     func() (time.Duration, bool) // processor time of the process; nil: processTime
}

const (
	mostBalance = 1 * time.Millisecond
	mostDebt    = 500 * time.Microsecond
	leastPause  = 8 * time.Millisecond
	mostPause   = 1024 * time.Millisecond

	// leastShare is the part of the cores' time below which they count as busy.
	leastShare = 0.8
)

// outcome is what a job with helpers took.
type outcome struct {
	tasks, own         int // tasks, and those that the caller did
	workers            int
	start, worked, end time.Time // worked: when the caller had no task left
}

// allows reports whether helpers may work now.
func (j *judge) allows(now time.Time) bool { return !now.Before(j.until) }

// note enters a job in the account.
func (j *judge) note(o outcome) {
	worked, waited := o.worked.Sub(o.start), o.end.Sub(o.worked)
	saved := worked * time.Duration(o.tasks-o.own) / time.Duration(max(1, o.own))
	j.balance = min(j.balance+saved-waited, mostBalance)
	share, length := j.share(o)
	switch {
	case j.balance < -mostDebt || length > 0 && share < leastShare:
		j.balance, j.credit, j.window = 0, 0, window{}
		j.pause = min(max(2*j.pause, leastPause), mostPause)
		j.until = o.end.Add(j.pause)
	case length > 0:
		if j.credit += length; j.credit >= j.pause {
			j.credit = 0
			if j.pause /= 2; j.pause < leastPause {
				j.pause = 0
			}
		}
	}
}

// window is a time in which one job follows the other so closely that helpers do not sleep.
type window struct {
	open        bool
	begin, last time.Time // its begin, the end of the last job
	cpu         time.Duration
}

// windowLength is long beside the time for which systems keep a running thread's processor time to themselves.
const windowLength = 16 * time.Millisecond

// share returns the part of the workers' cores that the process had in a window of some length, and length 0 when no
// window ends with this job.
func (j *judge) share(o outcome) (part float64, length time.Duration) {
	w := &j.window
	if w.open && o.start.Sub(w.last) > alert/2 {
		w.open = false
	}
	w.last = o.end
	if w.open && o.end.Sub(w.begin) < windowLength {
		return 0, 0
	}
	clock := j.cpu
	if clock == nil {
		clock = processTime
	}
	used, ok := clock()
	if !ok {
		return 1, 0
	}
	if w.open {
		length = o.end.Sub(w.begin)
		part = float64(used-w.cpu) / float64(length) / float64(o.workers)
	}
	w.open, w.begin, w.cpu = true, o.end, used
	return part, length
}
