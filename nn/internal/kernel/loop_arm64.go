package kernel

// entry returns the number of a loop in the table, and the lanes of the level in use; ok is false on the portable level.
func entry(op int) (n, count int, ok bool) { return op, lanes, Current() == NEON }
