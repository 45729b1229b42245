package kernel

// splitElements is the number of elements from which a flat loop is shared among the cores.
const splitElements = 1 << 15

// each does the loop over n elements, on all cores when they are many, and returns how many elements the level did.
func (f flat) each(n int) int {
	if n < splitElements || Workers() == 1 || Sweeping() || Current() == Portable {
		return f.run(n)
	}
	job := flatJobs.get()
	*job = flatJob{loop: f, n: n, parts: Workers()}
	Split(job, job.parts)
	done := job.done
	flatJobs.put(job)
	return done
}

// flatJob does parts of a flat loop.
type flatJob struct {
	loop     flat
	n, parts int
	done     int // elements that the level did, from the first on
}

var flatJobs jobs[flatJob]

// Task does one part, in vectors of any level; the last part may leave a rest.
func (j *flatJob) Task(i int) {
	const vector = 16
	from, to := j.n/vector*i/j.parts*vector, j.n/vector*(i+1)/j.parts*vector
	if i == j.parts-1 {
		to = j.n
	}
	part := j.loop
	for k, p := range part.p {
		if p != nil {
			part.p[k] = p[from:to]
		}
	}
	if done := part.run(to - from); i == j.parts-1 && done > 0 {
		j.done = from + done
	}
}
