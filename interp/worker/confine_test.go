package worker

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"quire/interp"
	"quire/notebook"
)

// attempts are what a hostile cell would do, natively: the table of symbols keeps most of them from cells already, and the
// sandbox has to hold without it.
var attempts = map[string]func() error{
	"tcp listen":  func() error { return closing(net.Listen("tcp", "127.0.0.1:0")) },
	"tcp dial":    func() error { return closing(net.DialTimeout("tcp", "127.0.0.1:9", time.Second)) },
	"tcp6 listen": func() error { return closing(net.Listen("tcp6", "[::1]:0")) },
	"udp":         func() error { return closing(net.Dial("udp", "127.0.0.1:9")) },
	"unix listen": func() error { return closing(net.Listen("unix", filepath.Join(os.TempDir(), "s"))) },
	"unixgram":    func() error { return closing(net.ListenPacket("unixgram", filepath.Join(os.TempDir(), "g"))) },
	"start process": func() error {
		p, err := os.StartProcess("/bin/true", []string{"true"}, &os.ProcAttr{})
		if err == nil {
			p.Wait()
		}
		return err
	},
	"start itself": func() error {
		path, err := os.Executable()
		if err != nil {
			return err
		}
		p, err := os.StartProcess(path, []string{path, "-test.run=^$"}, &os.ProcAttr{})
		if err == nil {
			p.Wait()
		}
		return err
	},
	"signal the parent": func() error {
		p, err := os.FindProcess(os.Getppid())
		if err != nil {
			return err
		}
		return p.Signal(syscall.SIGTERM)
	},
	"read a system file":   func() error { return reading("/etc/passwd") },
	"read the memory":      func() error { return reading("/proc/self/mem") },
	"read the environment": func() error { return reading("/proc/self/environ") },
	"read the parent":      func() error { return reading(fmt.Sprintf("/proc/%d/maps", os.Getppid())) },
	"list the root":        func() error { _, err := os.ReadDir("/"); return err },
	"write beside":         func() error { return os.WriteFile("written.txt", []byte("x"), 0o600) },
	"write above":          func() error { return os.WriteFile("../written.txt", []byte("x"), 0o600) },
	"write to home": func() error {
		home, err := os.UserHomeDir()
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(home, "quire-sandbox-test"), []byte("x"), 0o600)
	},
	"chmod":               func() error { return os.Chmod("note.md", 0o777) },
	"chtimes":             func() error { return os.Chtimes("note.md", time.Now(), time.Now()) },
	"chown":               func() error { return os.Lchown("note.md", os.Getuid(), os.Getgid()) },
	"make a folder":       func() error { return os.Mkdir("folder", 0o700) },
	"remove the note":     func() error { return os.Remove("note.md") },
	"rename the note":     func() error { return os.Rename("note.md", "other.md") },
	"truncate the note":   func() error { return os.Truncate("note.md", 0) },
	"follow a symlink":    func() error { return reading("link-to-outside") },
	"follow a dir link":   func() error { return reading("dir-to-outside/secret") },
	"link from scratch":   func() error { return throughScratch("/etc/passwd") },
	"climb from scratch":  func() error { return reading(filepath.Join(os.TempDir(), "..", "..", "etc", "passwd")) },
	"hard link":           func() error { return os.Link("/etc/passwd", filepath.Join(os.TempDir(), "hard")) },
	"device":              func() error { return reading("/dev/mem") },
	"reopen the channel":  func() error { return reopen() },
	"open the executable": func() error { return reading("/proc/self/exe") },
}

func closing(c interface{ Close() error }, err error) error {
	if err == nil {
		c.Close()
	}
	return err
}

func reading(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Read(make([]byte, 1))
	return err
}

func throughScratch(target string) error {
	link := filepath.Join(os.TempDir(), "link")
	if err := os.Symlink(target, link); err != nil {
		return err
	}
	return reading(link)
}

// reopen opens the control channel anew, as a file. The pipes of text can be opened so: they are the cell's own.
func reopen() error {
	for fd := uintptr(3); fd < 300; fd++ {
		path := fmt.Sprintf("/proc/self/fd/%d", fd)
		target, err := os.Readlink(path)
		if err == nil && !strings.HasPrefix(target, "socket:") {
			continue
		}
		if f, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
			f.Close()
			return nil
		}
	}
	return os.ErrPermission
}

func init() {
	commands["attempt"] = func(_ context.Context, o EngineOptions, rest string) {
		fmt.Fprintln(o.Stdout, attempts[rest]() != nil)
	}
	commands["threads"] = func(_ context.Context, o EngineOptions, _ string) {
		done := make(chan int)
		for i := range 40 {
			go func() { runtime.LockOSThread(); time.Sleep(5 * time.Millisecond); done <- i }()
		}
		for range 40 {
			<-done
		}
		fmt.Fprintln(o.Stdout, "fine")
	}
}

// sandboxed starts a confined kernel in a folder with a note, links that lead outside, and a data folder beside it.
func sandboxed(t *testing.T) (k notebook.Kernel, dir, data string) {
	if runtime.GOOS != "linux" {
		t.Skip("this system has no sandbox")
	}
	root := t.TempDir()
	dir, data = filepath.Join(root, "노트 폴더"), filepath.Join(root, "data")
	outside := filepath.Join(root, "outside")
	for _, d := range []string{dir, data, outside} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for path, text := range map[string]string{
		filepath.Join(dir, "note.md"): "text", filepath.Join(data, "set"): "data", filepath.Join(outside, "secret"): "secret",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{"link-to-outside": filepath.Join(outside, "secret"), "dir-to-outside": outside} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	var unconfined string
	k = kernel(t, interp.Options{Read: []string{data}, Notice: func(_, en string) { unconfined = en }}, func(s *notebook.KernelStart) {
		s.Dir, s.Sandbox = dir, true
	})
	runCell(t, k, "print ready", 0)
	if unconfined != "" {
		t.Skip(unconfined)
	}
	return k, dir, data
}

func TestSandboxRefuses(t *testing.T) {
	k, dir, _ := sandboxed(t)
	for name := range attempts {
		if got := runCell(t, k, "attempt "+name, 10*time.Second); got.story() != "true" {
			t.Errorf("%s: refused is %q, want true", name, got.story())
		}
	}
	if data, err := os.ReadFile(filepath.Join(dir, "note.md")); string(data) != "text" {
		t.Errorf("the note is now %q, %v", data, err)
	}
}

func TestSandboxAllows(t *testing.T) {
	k, dir, data := sandboxed(t)
	for _, c := range []struct{ source, want string }{
		{"readfile note.md", "<nil>"},
		{"readfile " + filepath.Join(dir, "note.md"), "<nil>"},
		{"readfile " + filepath.Join(data, "set"), "<nil>"},
		{"temp", "<nil>"},
		{"threads", "fine"},
		{"readfile /dev/null", "<nil>"},
		{"print a\ntable T\neprint b", "a [T] b"},
	} {
		if got := runCell(t, k, c.source, 0); got.story() != c.want {
			t.Errorf("%s: %q, want %q", c.source, got.story(), c.want)
		}
	}
	if got := runCell(t, k, "args", 0); strings.Contains(got.story(), "PATH=") {
		t.Errorf("the environment is %q", got.story())
	}
}

func TestSandboxedWorkerIsInterruptedAndReplaced(t *testing.T) {
	k, _, _ := sandboxed(t)
	if got := runCell(t, k, "spin", 200*time.Millisecond); !got.Restarted {
		t.Errorf("shows %q, restarted %v", got.story(), got.Restarted)
	}
	if got := runCell(t, k, "attempt read a system file", 0); got.story() != "true" {
		t.Errorf("the new worker is not confined: %q", got.story())
	}
	if got := runCell(t, k, "exit 3", 0); got.failure().Message != "exit status 3" {
		t.Errorf("shows %q", got.story())
	}
}
