package output

// A Log is everything that a cell showed, on disk.
type Log struct{}
