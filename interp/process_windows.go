package interp

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// newChannel makes two pipes and has the worker inherit one end of each; their handles stand in its argument.
func newChannel(cmd *exec.Cmd) (channel, error) {
	theirIn, ourOut, err := os.Pipe()
	if err != nil {
		return channel{}, fmt.Errorf("make the control channel: %w", err)
	}
	ourIn, theirOut, err := os.Pipe()
	if err != nil {
		closeAll([]*os.File{theirIn, ourOut})
		return channel{}, fmt.Errorf("make the control channel: %w", err)
	}
	childEnds := []*os.File{theirIn, theirOut}
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP, HideWindow: true}
	for _, f := range childEnds {
		h := windows.Handle(f.Fd())
		if err := windows.SetHandleInformation(h, windows.HANDLE_FLAG_INHERIT, windows.HANDLE_FLAG_INHERIT); err != nil {
			closeAll([]*os.File{theirIn, ourOut, ourIn, theirOut})
			return channel{}, fmt.Errorf("make the control channel: %w", err)
		}
		cmd.SysProcAttr.AdditionalInheritedHandles = append(cmd.SysProcAttr.AdditionalInheritedHandles, syscall.Handle(h))
	}
	cmd.Args = []string{cmd.Path, fmt.Sprintf("%s%d,%d", WorkerArg, theirIn.Fd(), theirOut.Fd())}
	return channel{own: &twoPipes{ourIn, ourOut}, childEnds: childEnds}, nil
}

// twoPipes is a connection made of two pipes.
type twoPipes struct {
	in  *os.File
	out *os.File
}

func (t *twoPipes) Read(p []byte) (int, error)  { return t.in.Read(p) }
func (t *twoPipes) Write(p []byte) (int, error) { return t.out.Write(p) }
func (t *twoPipes) Close() error                { return errors.Join(t.out.Close(), t.in.Close()) }

var _ io.ReadWriteCloser = (*twoPipes)(nil)

// A group is the job that the worker and what it starts belong to. The system kills the job when its last handle is
// closed, and so when the parent is gone.
type group struct {
	job  windows.Handle
	once sync.Once
}

func newGroup(p *os.Process, s Start) (*group, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return nil, fmt.Errorf("make a job for the worker: %w", err)
	}
	info := jobLimits(s)
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
	if err == nil {
		err = assign(job, uint32(p.Pid))
	}
	if err != nil {
		windows.CloseHandle(job)
		return nil, fmt.Errorf("put the worker into its job: %w", err)
	}
	return &group{job: job}, nil
}

// jobLimits are what the job's processes may use: memory, and when the worker is confined no process beside it.
func jobLimits(s Start) windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION {
	const runtimeMemory = 512 << 20 // what a worker needs before it runs a cell
	var info windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	basic := &info.BasicLimitInformation
	basic.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | windows.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
	if s.Memory > 0 {
		basic.LimitFlags |= windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY
		info.ProcessMemoryLimit = uintptr(s.Memory + runtimeMemory)
	}
	if s.Sandbox != nil {
		basic.LimitFlags |= windows.JOB_OBJECT_LIMIT_ACTIVE_PROCESS
		basic.ActiveProcessLimit = 1
	}
	return info
}

func assign(job windows.Handle, pid uint32) error {
	h, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, pid)
	if err != nil {
		return err
	}
	defer windows.CloseHandle(h)
	return windows.AssignProcessToJobObject(job, h)
}

// kill kills every process of the job.
func (g *group) kill() {
	g.once.Do(func() {
		windows.TerminateJobObject(g.job, killedStatus)
		windows.CloseHandle(g.job)
	})
}

// killedStatus is the exit status of a worker that kill ended.
const killedStatus = 0xdead

// widen does nothing: pipes are made with room enough here.
func widen(*os.File) {}

// signal returns "": there are no signals.
func signal(*os.ProcessState) string { return "" }
