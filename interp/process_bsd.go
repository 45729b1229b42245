//go:build unix && !linux

package interp

import (
	"os"
	"syscall"
)

// attributes makes the worker the leader of a group of its own. It ends itself when its parent is gone.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// widen does nothing: the size of pipes is not ours to set here.
func widen(*os.File) {}
