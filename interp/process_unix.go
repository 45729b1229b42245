//go:build unix

package interp

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// newChannel makes a pair of sockets: the worker gets its end as standard input, from where it takes it away before a
// cell can see it. A socket, unlike a pipe, cannot be opened again through /proc.
func newChannel(cmd *exec.Cmd) (channel, error) {
	syscall.ForkLock.RLock()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return channel{}, fmt.Errorf("make the control channel: %w", err)
	}
	if err := syscall.SetNonblock(fds[0], true); err != nil {
		return channel{}, fmt.Errorf("make the control channel: %w", err)
	}
	own, theirs := os.NewFile(uintptr(fds[0]), "control"), os.NewFile(uintptr(fds[1]), "control")
	cmd.Stdin = theirs
	cmd.Args = []string{cmd.Path, WorkerArg}
	cmd.SysProcAttr = attributes()
	return channel{own: own, childEnds: []*os.File{theirs}}, nil
}

// A group is the worker's process group.
type group struct{ id int }

func newGroup(p *os.Process, _ Start) (*group, error) { return &group{p.Pid}, nil }

// kill kills every process of the group.
func (g *group) kill() { syscall.Kill(-g.id, syscall.SIGKILL) }

// signal returns the name of the signal that ended the process, or "".
func signal(s *os.ProcessState) string {
	if w, ok := s.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return w.Signal().String()
	}
	return ""
}
