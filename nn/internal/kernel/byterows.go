package kernel

// ByteRows are rows of bytes, one after the other, that are read by number and in any order.
type ByteRows struct {
	Bytes  []byte
	Len    int   // bytes in a row
	Places []int // Places[i] is where row i lies; nil: at i
}

const (
	// splitBytes is the number of bytes from which reading is shared among the cores.
	splitBytes = 1 << 14
	// ahead is how many rows before its turn a row is asked for: rows in random order come from far away.
	ahead = 5
)

// Read sets dst to the rows with the given numbers, times scale.
func (r ByteRows) Read(dst []float32, index []int, scale float32) {
	if len(index)*r.Len < splitBytes {
		r.read(dst, index, scale)
		return
	}
	job := byteRowsJobs.get()
	*job = byteRowsJob{rows: r, dst: dst, index: index, scale: scale, parts: min(Workers(), len(index))}
	Split(job, job.parts)
	byteRowsJobs.put(job)
}

// byteRowsJob reads parts of the rows.
type byteRowsJob struct {
	rows  ByteRows
	dst   []float32
	index []int
	scale float32
	parts int
}

var byteRowsJobs jobs[byteRowsJob]

// Task reads one part.
func (j *byteRowsJob) Task(i int) {
	from, to := len(j.index)*i/j.parts, len(j.index)*(i+1)/j.parts
	j.rows.read(j.dst[from*j.rows.Len:], j.index[from:to], j.scale)
}

// row returns the bytes of a row.
func (r ByteRows) row(i int) []byte {
	if r.Places != nil {
		i = r.Places[i]
	}
	return r.Bytes[i*r.Len:][:r.Len]
}

// read reads on the caller's core.
func (r ByteRows) read(dst []float32, index []int, scale float32) {
	for k, i := range index {
		if k+ahead < len(index) {
			fetch(r.row(index[k+ahead]))
		}
		Bytes(dst[k*r.Len:][:r.Len], r.row(i), scale)
	}
}
