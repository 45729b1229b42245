package notebook

// RunOptions say how [Run] runs a note.
type RunOptions struct {
	Dir     string // the working directory of cells
	Start   StartKernel
	Sandbox bool
	LogDir  string      // where the complete logs are kept; none are kept when it is empty
	Observe func(Event) // may be nil; called in order, from one goroutine at a time
}
