// Package interp is the parent's side of a kernel: it starts a worker process, gives it cells, and turns what comes back
// into outputs and outcomes. It also holds the protocol that both sides speak; package worker is the other side.
//
// # The worker
//
// A worker is this same executable, started again by its absolute path with one argument that worker.RunIfChild
// recognises. It is a process because Go has ends that no recover can stop (stack overflow, concurrent map writes, out
// of memory, a panic in a goroutine of a compiled package) and because code that does not poll can only be killed. It
// leads a process group of its own (a job on Windows), which is killed as a whole; it ends when its parent is gone.
//
// # Three ways out
//
// What a cell prints is captured below Go: descriptor 1 of the worker is a pipe, and os.Stderr is another descriptor of
// the same pipe, so that everything is caught and its order is the one in which it was written. Descriptor 2 is a pipe
// of its own, for the last words of the Go runtime. Messages travel on a channel out of the way of cells: a socket that the
// worker takes from descriptor 0 and hides before the first cell runs (two inherited handles on Windows). Every message
// has a length limit, a running number and a MAC under a key that only the two processes hold, so that a cell that finds
// the channel can break it, which ends its worker, but can say nothing in the worker's name.
//
// Text and messages take different ways, and a message would overtake the text printed before it. So the worker writes
// a mark into the pipe of text before each output that is not text, and at the end of the cell. What goes through the
// worker's own writer for standard error has a mark too, which tells it from standard output. Marks are 16 bytes derived
// from the key, the cell's number and the mark's number: used once, and known to nobody who does not hold the key.
//
// # Trust
//
// The parent trusts nothing that a worker sends. Sizes and depths are bounded before anything is decoded, outputs pass
// output.Decode, pipes are read in pieces and never held as a whole, and a worker that breaks the rules is killed and
// its cell marked as failed. The worst that a hostile cell can do is to fail, or to show what it could as well have
// printed.
//
// # Stopping
//
// An interrupt climbs a ladder: the worker cancels the cell's context, which interpreted loops and channels obey at
// once, and raises the flag that long compiled loops poll; what has not stopped then is killed, within two seconds of
// the request. A worker that died, for whatever reason, is replaced right away by an empty one, and the outcome says so.
package interp
