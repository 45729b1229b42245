package nn

import (
	"io"
	"os"
	"sync"
)

// Host is what surrounds this package: the notebook's worker sets it once, before any training.
type Host struct {
	Log         io.Writer                           // where Fit and Search write lines; nil: standard output
	Interrupted func() bool                         // asked before every batch; true stops training; nil: never
	Progress    func(label string, done, total int) // told how far a training or search is; nil: nobody
}

var host = struct {
	sync.RWMutex
	h Host
}{}

// SetHost sets what surrounds the package.
func SetHost(h Host) {
	host.Lock()
	defer host.Unlock()
	host.h = h
}

func currentHost() Host {
	host.RLock()
	defer host.RUnlock()
	h := host.h
	if h.Log == nil {
		h.Log = os.Stdout
	}
	if h.Interrupted == nil {
		h.Interrupted = func() bool { return false }
	}
	if h.Progress == nil {
		h.Progress = func(string, int, int) {}
	}
	return h
}
