package worker

import (
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// takeWires takes the control channel from the two handles in the argument, and copies the handles of standard output,
// twice, and of standard error. None is inherited by anything that a cell might start.
func takeWires(argument string) (wires, error) {
	var in, out uintptr
	if _, err := fmt.Sscanf(argument, "%d,%d", &in, &out); err != nil {
		return wires{}, fmt.Errorf("read the handles %q: %w", argument, err)
	}
	for _, h := range []uintptr{in, out} {
		if err := windows.SetHandleInformation(windows.Handle(h), windows.HANDLE_FLAG_INHERIT, 0); err != nil {
			return wires{}, fmt.Errorf("hide a handle: %w", err)
		}
	}
	stdout, err := duplicate(os.Stdout)
	if err != nil {
		return wires{}, err
	}
	fault, err := duplicate(os.Stderr)
	if err != nil {
		return wires{}, err
	}
	stderr, err := duplicate(os.Stdout)
	if err != nil {
		return wires{}, err
	}
	return wires{
		control: twoPipes{os.NewFile(in, "control"), os.NewFile(out, "control")},
		out:     stdout,
		fault:   fault,
		stderr:  stderr,
	}, nil
}

func duplicate(f *os.File) (*os.File, error) {
	self := windows.CurrentProcess()
	var h windows.Handle
	err := windows.DuplicateHandle(self, windows.Handle(f.Fd()), self, &h, 0, false, windows.DUPLICATE_SAME_ACCESS)
	if err != nil {
		return nil, fmt.Errorf("copy the handle of %s: %w", f.Name(), err)
	}
	return os.NewFile(uintptr(h), f.Name()), nil
}

// twoPipes is a connection made of two pipes.
type twoPipes struct{ in, out *os.File }

func (t twoPipes) Read(p []byte) (int, error)  { return t.in.Read(p) }
func (t twoPipes) Write(p []byte) (int, error) { return t.out.Write(p) }

// endGroup ends this process; what it started is in its job and ends with it.
func endGroup() { os.Exit(0) }
