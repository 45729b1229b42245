//go:build unix

package worker

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// hidden is the lowest descriptor of those that cells are not meant to find.
const hidden = 200

// takeWires takes the control channel from descriptor 0, which becomes the null device, and copies 1, twice, and 2. The new
// descriptors are not inherited by anything that a cell might start.
func takeWires(string) (wires, error) {
	if _, err := unix.GetsockoptInt(0, unix.SOL_SOCKET, unix.SO_TYPE); err != nil {
		return wires{}, errors.New("standard input is not a socket: workers are started by quire itself")
	}
	var fds [4]int
	for i, from := range []uintptr{0, 1, 2, 1} {
		fd, err := unix.FcntlInt(from, unix.F_DUPFD_CLOEXEC, hidden)
		if err != nil {
			return wires{}, fmt.Errorf("copy descriptor %d: %w", from, err)
		}
		fds[i] = fd
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return wires{}, err
	}
	defer null.Close()
	if err := replace(int(null.Fd()), 0); err != nil {
		return wires{}, fmt.Errorf("open the null device as standard input: %w", err)
	}
	if err := unix.SetNonblock(fds[0], true); err != nil {
		return wires{}, err
	}
	return wires{
		control: os.NewFile(uintptr(fds[0]), "control"),
		out:     os.NewFile(uintptr(fds[1]), "stdout"),
		fault:   os.NewFile(uintptr(fds[2]), "faults"),
		stderr:  os.NewFile(uintptr(fds[3]), "/dev/stderr"),
	}, nil
}

// endGroup ends this process and everything that it started.
func endGroup() {
	if syscall.Getpgrp() == os.Getpid() {
		syscall.Kill(0, syscall.SIGKILL)
	}
	os.Exit(0)
}
