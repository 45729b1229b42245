package notebook

import "context"

// A StartKernel starts a kernel.
type StartKernel func(ctx context.Context, s KernelStart) (Kernel, error)

// SessionOptions say what a [Session] needs.
type SessionOptions struct {
	Path    string // of the note; its base name stands in messages
	Dir     string // the working directory of cells; by default the note's folder
	Start   StartKernel
	Sandbox bool
	LogDir  string      // where logs of long outputs are kept; a temporary folder by default
	Observe func(Event) // called in order, from one goroutine at a time
}
