package interp

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// attributes makes the worker the leader of a group of its own, which dies when its parent does.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// widen gives a pipe more room, so that the worker seldom waits for its parent. It is no fault when there is none.
func widen(f *os.File) {
	if c, err := f.SyscallConn(); err == nil {
		c.Control(func(fd uintptr) { unix.FcntlInt(fd, unix.F_SETPIPE_SZ, 1<<20) })
	}
}
