package kernel

import "sync"

// jobs keeps jobs of one kind for use again, so that sharing work allocates nothing.
type jobs[T any] struct {
	mu   sync.Mutex
	free []*T
}

// get returns a job, whose content is undefined.
func (j *jobs[T]) get() *T {
	j.mu.Lock()
	defer j.mu.Unlock()
	if n := len(j.free); n > 0 {
		t := j.free[n-1]
		j.free = j.free[:n-1]
		return t
	}
	return new(T)
}

// put takes a job back and forgets its content.
func (j *jobs[T]) put(t *T) {
	var zero T
	*t = zero
	j.mu.Lock()
	j.free = append(j.free, t)
	j.mu.Unlock()
}
