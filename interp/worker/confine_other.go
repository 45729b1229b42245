//go:build !linux

package worker

import (
	"os"
	"runtime/metrics"
	"time"

	"quire/interp"
)

// confine limits the process's memory. This system has no sandbox that a process can put itself into without
// privileges; the parent tells the reader so.
func confine(s interp.Start) (interp.Ready, error) {
	if s.Memory > 0 {
		go watchMemory(uint64(s.Memory)) // ends with the process
	}
	return interp.Ready{Memory: true}, nil
}

// watchMemory ends the process when the Go heap has grown beyond the limit. It writes what the Go runtime would write
// where the system has the limit.
func watchMemory(limit uint64) {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(50 * time.Millisecond) {
		metrics.Read(sample)
		if sample[0].Value.Uint64()-sample[1].Value.Uint64() > limit {
			os.Stderr.WriteString("fatal error: out of memory: limit on memory\n")
			os.Exit(2)
		}
	}
}
