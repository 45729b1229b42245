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
// # Four streams
//
// What a cell prints is captured below Go: the worker's descriptors 1 and 2 are pipes, so that everything is caught,
// the runtime's last words included. Messages travel on a channel of their own, out of the way of cells: a socket that
// the worker takes from descriptor 0 and hides before the first cell runs (two inherited handles on Windows). Every
// message has a length limit, a running number and a MAC under a key that only the two processes hold, so that a cell
// that finds the channel can break it, which ends its worker, but can say nothing in the worker's name.
//
// Text and messages take different ways, and a message would overtake the text printed before it. So the worker writes
// a mark into both pipes before each output that is not text, when an ordered writer changes from standard output to
// standard error, and at the end of the cell. Marks are 16 bytes derived from the key, the cell's number, the mark's
// number and the stream: used once, and known to nobody who does not hold the key. The parent passes a mark only when both
// streams have reached it; that gives the order in which the cell showed things.
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
