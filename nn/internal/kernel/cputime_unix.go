//go:build unix

package kernel

import (
	"syscall"
	"time"
)

// processTime returns the processor time that the process has used.
func processTime() (used time.Duration, ok bool) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
