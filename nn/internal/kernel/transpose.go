package kernel

// transposeTile is the number of rows of the source that are transposed together: they stay in the nearest cache while
// their columns become parts of rows.
const transposeTile = 64

// transposeSplit is the number of elements from which a transposition is shared among the cores.
const transposeSplit = 1 << 15

// Transpose sets dst (columns × rows) to the transposed src (rows × columns).
func Transpose(dst, src []float32, rows, columns int) {
	if rows*columns < transposeSplit {
		transposeRows(dst, src, rows, columns, 0, rows)
		return
	}
	tiles := (rows + transposeTile - 1) / transposeTile
	job := transposeJobs.get()
	*job = transposeJob{dst: dst, src: src, rows: rows, columns: columns, tiles: tiles, parts: min(2*Workers(), tiles)}
	Split(job, job.parts)
	transposeJobs.put(job)
}

// transposeJob transposes parts of the source's rows.
type transposeJob struct {
	dst, src      []float32
	rows, columns int
	tiles, parts  int
}

var transposeJobs jobs[transposeJob]

// Task transposes one part.
func (j *transposeJob) Task(i int) {
	from, to := j.tiles*i/j.parts*transposeTile, j.tiles*(i+1)/j.parts*transposeTile
	transposeRows(j.dst, j.src, j.rows, j.columns, from, min(to, j.rows))
}

// transposeRows transposes rows from … to−1 of the source, tile by tile.
func transposeRows(dst, src []float32, rows, columns, from, to int) {
	for ; from < to; from += transposeTile {
		n := min(transposeTile, to-from)
		whole, done := transposeBlocks(dst, src, rows, columns, from, n)
		for i := from; i < from+n; i++ {
			row := src[i*columns:][:columns]
			first := done
			if i >= from+whole {
				first = 0
			}
			for k, v := range row[first:] {
				dst[(first+k)*rows+i] = v
			}
		}
	}
}
